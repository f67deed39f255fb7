# Clang alone; CMAKE_C_FLAGS instruments the library too (preset `fuzz`).
function(act_fuzzer name)
    add_executable(${name} fuzz/${name}.c)
    act_common(${name})
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/kernels)
    target_compile_definitions(${name} PRIVATE _DEFAULT_SOURCE _POSIX_C_SOURCE=200809L)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${name} PRIVATE actfast_static m)
endfunction()

act_fuzzer(fuzz_calls)
act_fuzzer(fuzz_environment)
target_include_directories(fuzz_environment PRIVATE
    ${PROJECT_SOURCE_DIR}/dispatch ${PROJECT_BINARY_DIR}/generated)
