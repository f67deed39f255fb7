# The library as it is installed, or a part of another project: tests/consumer.
if(ACTFAST_INSTALL AND NOT CMAKE_CROSSCOMPILING)
    # act_package_test(name way): the promise `name` is the WAY of tests/consumer/check.sh.
    function(act_package_test name way)
        add_test(NAME package_${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/consumer/check.sh ${way}
            ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR} ${CMAKE_C_COMPILER} "${CMAKE_CXX_COMPILER}")
        set_tests_properties(package_${name} PROPERTIES ENVIRONMENT "CFLAGS=${CMAKE_C_FLAGS}")
    endfunction()

    act_package_test(is_installed_by_components_and_may_be_moved components)
    act_package_test(serves_users_of_pkg_config pkg_config)
    act_package_test(passes_for_the_versions_it_is_compatible_with versions)
    act_package_test(leaves_no_trace_in_a_project_that_includes_it subdirectory)
    act_package_test(leaves_no_trace_in_a_project_that_fetches_it fetch_content)
    if(CMAKE_CXX_COMPILER)
        act_package_test(serves_users_of_cmake cmake)
    else()
        message(WARNING "SKIPPED: no C++ compiler, NOTHING is tested of the package in CMake")
    endif()
endif()
