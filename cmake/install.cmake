# cmake --install: the shared library (component runtime); what programs are built with (development); the
# programs that users run and their manual (tools). The tree may be moved.
include(CMakePackageConfigHelpers)
set(ACTFAST_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/actfast)

# Two sets of targets: a user of the shared library needs neither SLEEF's nor cpu_features' package.
install(TARGETS actfast EXPORT actfastTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT development)
install(TARGETS actfast_static EXPORT actfastStaticTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
foreach(set actfastTargets actfastStaticTargets)
    install(EXPORT ${set} NAMESPACE actfast:: DESTINATION ${ACTFAST_PACKAGE_DIR} COMPONENT development)
endforeach()
install(DIRECTORY include/actfast DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
    FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")

# The programs that users run, those of them that are built, with their pages of the manual.
if(IS_ABSOLUTE "${CMAKE_INSTALL_BINDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
    set(ACTFAST_TOOLS_RPATH ${CMAKE_INSTALL_FULL_LIBDIR})
else()
    file(RELATIVE_PATH ACTFAST_TOOLS_RPATH /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR})
    string(PREPEND ACTFAST_TOOLS_RPATH "\$ORIGIN/")
endif()
foreach(tool actfast-info actfast-bench actfast-compare actfast-summary)
    if(TARGET ${tool})
        set_target_properties(${tool} PROPERTIES INSTALL_RPATH "${ACTFAST_TOOLS_RPATH}")
        install(TARGETS ${tool} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
        install(FILES man/${tool}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tools)
    endif()
endforeach()
install(FILES man/actfast.3 DESTINATION ${CMAKE_INSTALL_MANDIR}/man3 COMPONENT development)

configure_package_config_file(cmake/actfastConfig.cmake.in actfastConfig.cmake
    INSTALL_DESTINATION ${ACTFAST_PACKAGE_DIR} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(actfastConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/actfastConfig.cmake ${PROJECT_BINARY_DIR}/actfastConfigVersion.cmake
    DESTINATION ${ACTFAST_PACKAGE_DIR} COMPONENT development)

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
# The static library's own libraries, with their place if the linker would not look there.
list(JOIN SLEEF_LDFLAGS " " ACTFAST_PC_PRIVATE)
get_target_property(location CpuFeatures::cpu_features LOCATION)
get_filename_component(location "${location}" DIRECTORY)
if(location AND NOT location IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES)
    string(APPEND ACTFAST_PC_PRIVATE " -L${location}")
endif()
string(APPEND ACTFAST_PC_PRIVATE " -lcpu_features")
configure_file(cmake/actfast.pc.in actfast.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/actfast.pc DESTINATION ${ACTFAST_PC_DIR} COMPONENT development)
