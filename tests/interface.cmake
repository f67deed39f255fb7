# The interface: what callers may get wrong, how a backend is chosen, threads, symbols, headers.
act_test(test_arguments)
target_compile_definitions(test_arguments PRIVATE ACT_PROJECT_VERSION="${PROJECT_VERSION}")

# The static library inside, so that the shared one, which it loads itself, is not there yet.
function(act_static_test name)
    add_executable(${name} ${name}.c)
    act_common(${name})
    target_compile_definitions(${name} PRIVATE _POSIX_C_SOURCE=200809L
        ACT_TEST_LIBRARY="$<TARGET_FILE:actfast>")
    target_link_libraries(${name} PRIVATE actfast_static m ${CMAKE_DL_LIBS} ${ARGN})
    add_dependencies(${name} actfast)
endfunction()

act_static_test(test_dispatch PkgConfig::CMOCKA)
add_test(NAME test_dispatch COMMAND test_dispatch)

act_static_test(early)
add_test(NAME calls_before_the_constructor_are_right COMMAND early)
foreach(isa IN LISTS ACTFAST_TIERS)
    add_test(NAME a_program_starts_with_${isa} COMMAND early)
    set_tests_properties(a_program_starts_with_${isa} PROPERTIES ENVIRONMENT ACTFAST_ISA=${isa})
endforeach()

act_test(test_threads)
