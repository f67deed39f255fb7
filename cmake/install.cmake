# cmake --install: the libraries, the headers, actfast.pc and the CMake package. The tree may be moved.
include(CMakePackageConfigHelpers)
set(ACTFAST_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/actfast)

# Two sets of targets: a user of the shared library needs neither SLEEF's nor cpu_features' package.
install(TARGETS actfast EXPORT actfastTargets DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS actfast_static EXPORT actfastStaticTargets DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(set actfastTargets actfastStaticTargets)
    install(EXPORT ${set} NAMESPACE actfast:: DESTINATION ${ACTFAST_PACKAGE_DIR})
endforeach()
install(DIRECTORY include/actfast DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")

configure_package_config_file(cmake/actfastConfig.cmake.in actfastConfig.cmake
    INSTALL_DESTINATION ${ACTFAST_PACKAGE_DIR} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(actfastConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/actfastConfig.cmake ${PROJECT_BINARY_DIR}/actfastConfigVersion.cmake
    DESTINATION ${ACTFAST_PACKAGE_DIR})

# actfast.pc finds its prefix from its own place, unless the directories were given as absolute ones.
set(ACTFAST_PC_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(ACTFAST_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
    set(ACTFAST_PC_LIBDIR ${CMAKE_INSTALL_FULL_LIBDIR})
    set(ACTFAST_PC_INCLUDEDIR ${CMAKE_INSTALL_FULL_INCLUDEDIR})
else()
    file(RELATIVE_PATH up /${ACTFAST_PC_DIR} /)
    string(REGEX REPLACE "/$" "" up "${up}")
    set(ACTFAST_PC_PREFIX "\${pcfiledir}/${up}")
    set(ACTFAST_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
    set(ACTFAST_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
configure_file(cmake/actfast.pc.in actfast.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/actfast.pc DESTINATION ${ACTFAST_PC_DIR})
