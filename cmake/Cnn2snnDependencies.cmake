# SPDX-License-Identifier: Apache-2.0
#
# The prebuilt third-party libraries of one flavour, and the options that all own code shares.
cmake_path(GET CNN2SNN_DEPS_PREFIX FILENAME CNN2SNN_DEPS_FLAVOUR)
if(NOT EXISTS "${CNN2SNN_DEPS_PREFIX}/lib/libhdf5.a")
  message(FATAL_ERROR "No dependencies in ${CNN2SNN_DEPS_PREFIX}.\n"
                      "Build them once with: scripts/build-deps.sh ${CNN2SNN_DEPS_FLAVOUR}")
endif()

foreach(library hdf5 z snappy)
  add_library(cnn2snn_third_party::${library} STATIC IMPORTED GLOBAL)
  set_target_properties(cnn2snn_third_party::${library} PROPERTIES
    IMPORTED_LOCATION "${CNN2SNN_DEPS_PREFIX}/lib/lib${library}.a"
    INTERFACE_INCLUDE_DIRECTORIES "${CNN2SNN_DEPS_PREFIX}/include")
endforeach()
set_target_properties(cnn2snn_third_party::hdf5 PROPERTIES
  INTERFACE_LINK_LIBRARIES "cnn2snn_third_party::z;m")

# Highway: headers alone are used, of the system. A cross compiler must not look into /usr/include
# itself.
find_path(CNN2SNN_HIGHWAY_INCLUDE hwy/highway.h NO_CMAKE_FIND_ROOT_PATH PATHS /usr/include
  DOC "Where Highway's headers are")
if(NOT CNN2SNN_HIGHWAY_INCLUDE)
  message(FATAL_ERROR "No Highway headers (hwy/highway.h).\n"
                      "Install them with: scripts/setup-debian.sh native")
endif()
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/highway")
file(CREATE_LINK "${CNN2SNN_HIGHWAY_INCLUDE}/hwy" "${PROJECT_BINARY_DIR}/highway/hwy" SYMBOLIC)
add_library(cnn2snn_third_party::highway INTERFACE IMPORTED GLOBAL)
target_include_directories(cnn2snn_third_party::highway SYSTEM INTERFACE
  "${PROJECT_BINARY_DIR}/highway")

# Options of the project's own code. The arithmetic has to round exactly as written: no contraction
# of a multiplication and an addition into one rounding, no reordering.
add_library(cnn2snn_options INTERFACE)
target_compile_features(cnn2snn_options INTERFACE cxx_std_20)
target_include_directories(cnn2snn_options SYSTEM INTERFACE "${CNN2SNN_DEPS_PREFIX}/include")
target_compile_options(cnn2snn_options INTERFACE
  -ffp-contract=off -ffunction-sections -fdata-sections
  -Wall -Wextra -Wshadow -Wconversion -Wpedantic)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False positives in std::string's operator+ (GCC bug 105651).
  target_compile_options(cnn2snn_options INTERFACE -Wno-restrict)
endif()
if(CNN2SNN_WERROR)
  target_compile_options(cnn2snn_options INTERFACE -Werror)
endif()
if(CNN2SNN_SANITIZE)
  target_compile_options(cnn2snn_options INTERFACE
    -fsanitize=${CNN2SNN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(cnn2snn_options INTERFACE -fsanitize=${CNN2SNN_SANITIZE})
endif()
if(CNN2SNN_FUZZ)
  target_compile_options(cnn2snn_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CNN2SNN_COVERAGE)
  target_compile_options(cnn2snn_options INTERFACE --coverage -fprofile-abs-path -fprofile-update=atomic)
  target_link_options(cnn2snn_options INTERFACE --coverage)
endif()
if(EMSCRIPTEN)
  target_compile_options(cnn2snn_options INTERFACE -flto -fwasm-exceptions)
elseif(APPLE)
  target_link_options(cnn2snn_options INTERFACE -Wl,-dead_strip)
else()
  target_link_options(cnn2snn_options INTERFACE -Wl,--gc-sections)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT EMSCRIPTEN)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
