# SPDX-License-Identifier: Apache-2.0
#
# tests/STEP/*.cpp   one GoogleTest program per folder, cnn2snn_test_STEP (with _ for /)
# tests/fuzz/*.cpp   one libFuzzer program per file, fuzz_NAME
# tests/bench/*.cpp  one Google Benchmark program, cnn2snn_bench
set(CNN2SNN_TEST_DEFINITIONS
  CNN2SNN_FIXTURES="${PROJECT_SOURCE_DIR}/tests/fixtures"
  CNN2SNN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
get_property(CNN2SNN_TEST_LIBRARIES GLOBAL PROPERTY CNN2SNN_STEPS)

# The program as tests start it: a cross-built one through a script that calls its emulator.
set(CNN2SNN_CLI "$<TARGET_FILE:cnn2snn>")
if(CMAKE_CROSSCOMPILING_EMULATOR)
  set(CNN2SNN_CLI "${PROJECT_BINARY_DIR}/bin/cnn2snn-emulated")
  file(GENERATE OUTPUT "${CNN2SNN_CLI}"
    CONTENT "#!/bin/sh\nexec ${CMAKE_CROSSCOMPILING_EMULATOR} '$<TARGET_FILE:cnn2snn>' \"$@\"\n"
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endif()

# What a test program links and includes: every step, and what the steps keep to themselves.
function(cnn2snn_test_program target)
  target_link_libraries(${target} PRIVATE ${CNN2SNN_TEST_LIBRARIES} cnn2snn_options
    cnn2snn_third_party::hdf5 cnn2snn_third_party::snappy)
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_include_directories(${target} SYSTEM PRIVATE "${PROJECT_BINARY_DIR}/generated")
  target_compile_definitions(${target} PRIVATE ${CNN2SNN_TEST_DEFINITIONS})
  if(CNN2SNN_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # With sanitizers gcc sees uninitialized members in its own library (regex, variant).
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
  endif()
  if(TARGET cnn2snn)
    add_dependencies(${target} cnn2snn)
    target_compile_definitions(${target} PRIVATE CNN2SNN_CLI="${CNN2SNN_CLI}")
  endif()
endfunction()

# The fuzz targets, by name, and the code that they share: models in the form that fuzzing changes.
file(GLOB CNN2SNN_FUZZ_TARGETS CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/fuzz/*_fuzzer.cpp")
list(TRANSFORM CNN2SNN_FUZZ_TARGETS REPLACE "^.*/(.*)_fuzzer.cpp$" "\\1")
if(CNN2SNN_TESTS OR CNN2SNN_FUZZ)
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/fuzz/model_form.cpp"
    "${PROJECT_SOURCE_DIR}/tests/fuzz/mutate_*.cpp")
  add_library(cnn2snn_model_forms STATIC ${sources})
  cnn2snn_test_program(cnn2snn_model_forms)
endif()

if(CNN2SNN_TESTS)
  enable_testing()
  find_package(GTest REQUIRED)
  include(GoogleTest)
  find_path(CNN2SNN_GMOCK gmock/gmock.h)
  file(GLOB_RECURSE all_sources CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/tests/*_test.cpp")
  set(folders ${all_sources})
  list(TRANSFORM folders REPLACE "/[^/]*$" "")
  list(REMOVE_DUPLICATES folders)
  foreach(folder IN LISTS folders)
    set(sources ${all_sources})
    list(FILTER sources INCLUDE REGEX "^${folder}/[^/]*$")
    list(TRANSFORM sources PREPEND "${PROJECT_SOURCE_DIR}/tests/")
    string(REPLACE "/" "_" name "${folder}")
    add_executable(cnn2snn_test_${name} ${sources})
    cnn2snn_test_program(cnn2snn_test_${name})
    target_link_libraries(cnn2snn_test_${name} PRIVATE GTest::gtest GTest::gtest_main)
    if(CNN2SNN_GMOCK AND TARGET GTest::gmock)
      target_link_libraries(cnn2snn_test_${name} PRIVATE GTest::gmock)
    endif()
    gtest_discover_tests(cnn2snn_test_${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${folder}/"
                         PROPERTIES TIMEOUT 300)
  endforeach()

  # What an installation is to another project. It is compiled without what instruments this one.
  if(NOT (CNN2SNN_SANITIZE OR CNN2SNN_COVERAGE OR CMAKE_CROSSCOMPILING))
    add_test(NAME package/find_package COMMAND "${PROJECT_SOURCE_DIR}/tests/package/check.sh"
      "${CMAKE_COMMAND}" "${PROJECT_BINARY_DIR}" "${CMAKE_CXX_COMPILER}")
  endif()

  # The kept inputs of all fuzz targets go through one program, without a fuzzer.
  set(list "")
  foreach(target IN LISTS CNN2SNN_FUZZ_TARGETS)
    string(APPEND list "TARGET(${target})\n")
    add_library(cnn2snn_replay_${target} OBJECT "${PROJECT_SOURCE_DIR}/tests/fuzz/${target}_fuzzer.cpp")
    cnn2snn_test_program(cnn2snn_replay_${target})
    target_compile_definitions(cnn2snn_replay_${target} PRIVATE LLVMFuzzerTestOneInput=fuzz_${target})
    target_link_libraries(cnn2snn_test_fuzz PRIVATE cnn2snn_replay_${target})
  endforeach()
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/fuzz_targets.inc" CONTENT "${list}")
  target_link_libraries(cnn2snn_test_fuzz PRIVATE cnn2snn_model_forms)
endif()

if(CNN2SNN_FUZZ)
  set(programs ${CNN2SNN_FUZZ_TARGETS})
  list(TRANSFORM programs APPEND _fuzzer)
  foreach(program IN LISTS programs ITEMS model_seeds)
    add_executable(fuzz_${program} "${PROJECT_SOURCE_DIR}/tests/fuzz/${program}.cpp")
    cnn2snn_test_program(fuzz_${program})
    target_link_libraries(fuzz_${program} PRIVATE cnn2snn_model_forms)
    set_target_properties(fuzz_${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzz")
    if(NOT program STREQUAL "model_seeds")
      target_link_options(fuzz_${program} PRIVATE -fsanitize=fuzzer)
    endif()
  endforeach()
endif()

if(CNN2SNN_BENCH)
  # Running models, beside other engines: tests/bench/run/compare.py.
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/bench/run/*.cpp")
  add_executable(cnn2snn_run_bench ${sources})
  cnn2snn_test_program(cnn2snn_run_bench)
  set_target_properties(cnn2snn_run_bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/bench/*.cpp")
  if(sources)
    find_package(benchmark REQUIRED)
    add_executable(cnn2snn_bench ${sources})
    cnn2snn_test_program(cnn2snn_bench)
    target_link_libraries(cnn2snn_bench PRIVATE benchmark::benchmark)
    set_target_properties(cnn2snn_bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  endif()
endif()
