# SPDX-License-Identifier: Apache-2.0
#
# `cmake --install` gives the command line, the headers, and a CMake package:
#   find_package(cnn2snn REQUIRED)
#   target_link_libraries(app PRIVATE cnn2snn::cnn2snn)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cnn2snn)
get_property(steps GLOBAL PROPERTY CNN2SNN_STEPS)
# What only the program needs.
list(REMOVE_ITEM steps cnn2snn_cli cnn2snn_program cnn2snn_files_pictures)

install(TARGETS ${steps} EXPORT cnn2snnTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/cnn2snn)
install(EXPORT cnn2snnTargets NAMESPACE cnn2snn:: DESTINATION ${package_dir})
install(DIRECTORY core/include/cnn2snn DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CNN2SNN_DEPS_PREFIX}/lib/libhdf5.a ${CNN2SNN_DEPS_PREFIX}/lib/libz.a
              ${CNN2SNN_DEPS_PREFIX}/lib/libsnappy.a
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cnn2snn)
install(FILES LICENSE NOTICE third_party/LICENSES.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)

configure_package_config_file(cmake/cnn2snnConfig.cmake.in
  "${PROJECT_BINARY_DIR}/cnn2snnConfig.cmake" INSTALL_DESTINATION ${package_dir}
  PATH_VARS CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cnn2snnConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/cnn2snnConfig.cmake"
              "${PROJECT_BINARY_DIR}/cnn2snnConfigVersion.cmake" DESTINATION ${package_dir})
