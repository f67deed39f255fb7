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
