# Positions, edges, the floating-point mode, and passes beyond those of one x. harness.h maps memory without a file, which POSIX
# lacks.
function(act_position_test name)
    act_test(${name} ${ARGN})
    target_compile_definitions(${name} PRIVATE _DEFAULT_SOURCE)
endfunction()

act_position_test(test_position)
set_tests_properties(test_position PROPERTIES TIMEOUT 1800)

# The program starts itself anew with streaming on; under an emulator it cannot.
if(CMAKE_CROSSCOMPILING)
    target_compile_definitions(test_position PRIVATE ACT_TEST_EMULATED)
    add_test(NAME test_position_streaming COMMAND test_position streaming)
    set_tests_properties(test_position_streaming PROPERTIES TIMEOUT 1800
        ENVIRONMENT ACTFAST_STREAM_BYTES=4096)
endif()

act_position_test(test_edges)
act_position_test(test_fenv)
act_position_test(test_gated)
act_position_test(test_from_output)
act_position_test(test_param_grad)
set_tests_properties(test_param_grad PROPERTIES TIMEOUT 1200)
