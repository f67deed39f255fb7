# Positions, edges, the floating-point mode, and the passes beyond those of one x.

# The programs start themselves anew with streaming on; under an emulator they cannot.
foreach(name test_position test_rows)
    act_position_test(${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 1800)
    if(CMAKE_CROSSCOMPILING)
        target_compile_definitions(${name} PRIVATE ACT_TEST_EMULATED)
        add_test(NAME ${name}_streaming COMMAND ${name} streaming)
        set_tests_properties(${name}_streaming PROPERTIES TIMEOUT 1800
            ENVIRONMENT ACTFAST_STREAM_BYTES=4096)
    endif()
endforeach()

act_position_test(test_edges)
act_position_test(test_fenv)
act_position_test(test_gated)
act_position_test(test_gradients)
act_position_test(test_from_output)
act_position_test(test_param_grad)
set_tests_properties(test_param_grad PROPERTIES TIMEOUT 1200)
