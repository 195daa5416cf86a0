# SPDX-License-Identifier: Apache-2.0
#
# core/engine/kernels/simd_*.cpp: each for one instruction set, chosen when the program runs. What
# is not named for another set is compiled for the 128-bit vectors of the platform.
set(kernels "${PROJECT_SOURCE_DIR}/core/engine/kernels")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$" AND NOT EMSCRIPTEN)
  set(avx2 -mavx2 -mfma -mbmi -mbmi2 -mf16c -maes -mpclmul)
  # SSE4.2 is what Highway has between plain code and AVX2.
  set_source_files_properties("${kernels}/simd_baseline.cpp" PROPERTIES
    COMPILE_OPTIONS "-msse4.2;-maes;-mpclmul")
  set_source_files_properties("${kernels}/simd_avx2.cpp" PROPERTIES COMPILE_OPTIONS "${avx2}")
  set(avx512 ${avx2} -mavx512f -mavx512vl -mavx512dq -mavx512bw -mavx512cd)
  set_source_files_properties("${kernels}/simd_avx512.cpp" PROPERTIES COMPILE_OPTIONS "${avx512}")
  set_source_files_properties("${kernels}/simd_vnni.cpp" PROPERTIES
    COMPILE_OPTIONS "${avx512};-mavx512vnni")
  target_compile_definitions(cnn2snn_engine PUBLIC $<BUILD_INTERFACE:CNN2SNN_X86_KERNELS>)
else()
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|ARM64)$")
    # Highway 1.0's NEON functions ask for the AES instructions and are inlined into nothing that
    # lacks them. Nothing here uses one: the code runs on processors without them.
    set_source_files_properties("${kernels}/simd_baseline.cpp" PROPERTIES
      COMPILE_OPTIONS "-march=armv8-a+crypto")
  endif()
  set_source_files_properties("${kernels}/simd_avx2.cpp" "${kernels}/simd_avx512.cpp"
    "${kernels}/simd_vnni.cpp" PROPERTIES HEADER_FILE_ONLY ON)
endif()

if(MINGW)
  # GCC keeps the stack aligned to 16 bytes on Windows, and moves wider vectors as if it were to 32.
  # These files, and no others, have code for AVX.
  foreach(file engine/kernels/simd_avx2 engine/kernels/simd_avx512 engine/kernels/simd_vnni
      quantizeml/calibrate/extremes quantizeml/calibrate/fma_kernels_avx2
      quantizeml/calibrate/fma_kernels_avx512 quantizeml/classes/quantizers)
    set_property(SOURCE "${PROJECT_SOURCE_DIR}/core/${file}.cpp" APPEND PROPERTY
      COMPILE_OPTIONS -Wa,-muse-unaligned-vector-move)
  endforeach()
endif()
