# The target `package`: a tarball with the library, the programs and the shared libraries that these need but
# for libc's, which runs wherever it is unpacked. After install.cmake.
#
# DT_RPATH instead of the newer DT_RUNPATH, for it holds for the libraries of the libraries too.
foreach(target actfast actfast-info actfast-bench actfast-summary)
    if(NOT TARGET ${target})
        message(FATAL_ERROR "ACTFAST_BUNDLE needs ACTFAST_PROGRAMS and ACTFAST_BENCHMARKS")
    endif()
    target_link_options(${target} PRIVATE -Wl,--disable-new-dtags)
endforeach()
set_target_properties(actfast PROPERTIES INSTALL_RPATH "\$ORIGIN")

install(CODE "
    set(ACT_OBJDUMP \"${CMAKE_OBJDUMP}\")
    set(ACT_COMPILER \"${CMAKE_C_COMPILER}\")
    set(ACT_NAME \"${PROJECT_NAME} ${PROJECT_VERSION}, ${CMAKE_SYSTEM_NAME} ${CMAKE_SYSTEM_PROCESSOR}\")
    set(ACT_LIBDIR \"${CMAKE_INSTALL_LIBDIR}\")
    set(ACT_DOCDIR \"${CMAKE_INSTALL_DOCDIR}\")
    set(ACT_BINARIES \"$<TARGET_FILE:actfast>;$<TARGET_FILE:actfast-info>\"
        \"$<TARGET_FILE:actfast-bench>;$<TARGET_FILE:actfast-summary>\")"
    COMPONENT runtime)
install(SCRIPT cmake/bundle.cmake COMPONENT runtime)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT runtime)

string(TOLOWER ${CMAKE_SYSTEM_NAME} system)
set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_FILE_NAME ${PROJECT_NAME}-${PROJECT_VERSION}-${system}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_MONOLITHIC_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_SOURCE_GENERATOR "")
include(CPack)
