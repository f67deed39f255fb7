# Promises that need more than the public interface to be seen: what a tier asks of the processor.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
    add_executable(test_tiers_x86 test_tiers_x86.c ${PROJECT_SOURCE_DIR}/dispatch/cpu.c)
    act_common(test_tiers_x86)
    target_include_directories(test_tiers_x86 PRIVATE
        ${PROJECT_SOURCE_DIR}/dispatch ${PROJECT_BINARY_DIR}/generated
        $<TARGET_PROPERTY:CpuFeatures::cpu_features,INTERFACE_INCLUDE_DIRECTORIES>)
    target_link_libraries(test_tiers_x86 PRIVATE PkgConfig::CMOCKA)
    add_test(NAME test_tiers_x86 COMMAND test_tiers_x86)
endif()

act_position_test(test_border_params)

# The static library inside, so that the shared one, which a child loads, is not there yet.
act_static_test(test_traces PkgConfig::CMOCKA Threads::Threads)
target_compile_definitions(test_traces PRIVATE _DEFAULT_SOURCE)
target_include_directories(test_traces PRIVATE ${PROJECT_SOURCE_DIR}/kernels)
add_test(NAME test_traces COMMAND test_traces)
set_tests_properties(test_traces PROPERTIES ENVIRONMENT "ACTFAST_ISA=scalar;ACTFAST_STREAM_BYTES=4096")
