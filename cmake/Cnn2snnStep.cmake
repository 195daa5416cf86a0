# SPDX-License-Identifier: Apache-2.0

# cnn2snn_step(FOLDER [DEPENDS FOLDER...] [LIBRARIES TARGET...] [EXCLUDE FILE...] [HOT FILE...])
#
# One step: a static library from every source under core/FOLDER, cnn2snn_ and the folder with _ for /.
# DEPENDS are steps declared before it. HOT files loop over every weight: where all else is built for
# size (WebAssembly), they are built for speed. (SIMD is on everywhere: functions whose target
# features differ are not inlined into each other. Where it builds for size, Emscripten inlines
# nothing, not even a vector's access, unless told to: the wasm preset and build-deps.sh do, which
# makes the modules smaller too.)
# Types of LIBRARIES stay inside the step: they are linked, but not passed on to later steps.
function(cnn2snn_step name)
  cmake_parse_arguments(PARSE_ARGV 1 step "" "" "DEPENDS;LIBRARIES;EXCLUDE;HOT")
  set(folder "${PROJECT_SOURCE_DIR}/core/${name}")
  string(REPLACE "/" "_" name "${name}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  foreach(file IN LISTS step_EXCLUDE)
    list(REMOVE_ITEM sources "${folder}/${file}")
  endforeach()
  list(TRANSFORM step_DEPENDS REPLACE "/" "_")
  list(TRANSFORM step_DEPENDS PREPEND cnn2snn_)
  foreach(below IN LISTS step_DEPENDS)
    if(NOT TARGET ${below})
      message(FATAL_ERROR "The step cnn2snn_${name} depends on ${below}, which is not below it.")
    endif()
  endforeach()
  if(EMSCRIPTEN AND step_HOT)
    list(TRANSFORM step_HOT PREPEND "${folder}/")
    set_source_files_properties(${step_HOT} PROPERTIES COMPILE_OPTIONS "-O3")
  endif()

  set(includes "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/core/include>"
               "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/core>"
               "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  if(sources)
    add_library(cnn2snn_${name} STATIC ${sources})
    target_compile_features(cnn2snn_${name} PUBLIC cxx_std_20)
    target_include_directories(cnn2snn_${name} PUBLIC ${includes})
    target_link_libraries(cnn2snn_${name}
      PUBLIC ${step_DEPENDS} PRIVATE $<BUILD_INTERFACE:cnn2snn_options> ${step_LIBRARIES})
  else()
    add_library(cnn2snn_${name} INTERFACE)
    target_compile_features(cnn2snn_${name} INTERFACE cxx_std_20)
    target_include_directories(cnn2snn_${name} INTERFACE ${includes})
    target_link_libraries(cnn2snn_${name} INTERFACE ${step_DEPENDS})
  endif()
  set_property(GLOBAL APPEND PROPERTY CNN2SNN_STEPS cnn2snn_${name})
endfunction()

# cnn2snn_schema(STEP FOLDER): compiles FOLDER/*.fbs with flatc to <fbz/NAME_generated.h>.
function(cnn2snn_schema step folder)
  file(GLOB schemas CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.fbs")
  get_target_property(type cnn2snn_${step} TYPE)
  if(NOT schemas OR type STREQUAL "INTERFACE_LIBRARY")
    return()
  endif()
  find_program(FLATC flatc REQUIRED DOC "FlatBuffers schema compiler")
  foreach(schema IN LISTS schemas)
    cmake_path(GET schema STEM stem)
    set(header "${PROJECT_BINARY_DIR}/generated/${step}/${stem}_generated.h")
    add_custom_command(OUTPUT "${header}"
      COMMAND "${FLATC}" --cpp --cpp-std c++17 --scoped-enums -o "${PROJECT_BINARY_DIR}/generated/${step}" "${schema}"
      DEPENDS "${schema}" VERBATIM)
    target_sources(cnn2snn_${step} PRIVATE "${header}")
  endforeach()
  target_include_directories(cnn2snn_${step} SYSTEM PRIVATE "${PROJECT_BINARY_DIR}/generated")
endfunction()
