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
# As the shared library is: a loader that binds SLEEF in the first call would take stack of its own.
target_link_options(test_traces PRIVATE -Wl,-z,now)
add_test(NAME test_traces COMMAND test_traces)
set_tests_properties(test_traces PROPERTIES ENVIRONMENT "ACTFAST_ISA=scalar;ACTFAST_STREAM_BYTES=4096")

# The objects. The quotes of OBJECTS keep the commas together.
set(core "$<JOIN:$<TARGET_OBJECTS:actfast_core>,$<COMMA>>")
list(JOIN ACTFAST_TIER_OBJECTS "," tiers)

function(act_check_core name check objects)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND}
        -DCHECK=${check} -DOBJDUMP=${objdump} "-DFLAGS=${CMAKE_C_FLAGS}" "-DOBJECTS=${objects}"
        -P ${CMAKE_CURRENT_SOURCE_DIR}/check_core.cmake)
endfunction()

act_check_core(the_library_has_one_mutable_global globals "${core},${tiers}")
act_check_core(the_core_neither_allocates_nor_aborts calls "${core}")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
    act_check_core(streamed_stores_are_fenced fence "${tiers}")
    set(vector_tiers ${ACTFAST_TIER_OBJECTS})
    list(FILTER vector_tiers EXCLUDE REGEX "_scalar_")
    list(JOIN vector_tiers "," vector_tiers)
    act_check_core(kernels_store_past_the_caches stream "${vector_tiers}")
    act_position_test(test_upper_halves_x86)
    set_tests_properties(test_upper_halves_x86 PROPERTIES ENVIRONMENT ACTFAST_STREAM_BYTES=4096)
endif()

# A day of use in small; `tests/endurance 3600` is the real thing.
add_executable(endurance endurance.c)
act_common(endurance)
target_include_directories(endurance PRIVATE ${PROJECT_SOURCE_DIR}/kernels)
target_compile_definitions(endurance PRIVATE _DEFAULT_SOURCE _POSIX_C_SOURCE=200809L)
target_link_libraries(endurance PRIVATE actfast Threads::Threads m)
add_test(NAME endurance COMMAND endurance 5)
set_tests_properties(endurance PROPERTIES ENVIRONMENT ACTFAST_STREAM_BYTES=16384)

# More than 2^31 floats, past the caches as the default has it and not.
act_position_test(test_huge)
set_tests_properties(test_huge PROPERTIES TIMEOUT 600)
add_test(NAME test_huge_in_cache COMMAND test_huge)
set_tests_properties(test_huge_in_cache PROPERTIES TIMEOUT 600 ENVIRONMENT ACTFAST_STREAM_BYTES=0)

# What is the caller's: its registers and modes. glibc has the control of traps as an extension.
if(CMAKE_CROSSCOMPILING_EMULATOR)
    message(STATUS "SKIPPED: test_traps: emulators do not trap, NOTHING is known of traps from this build")
else()
    act_position_test(test_traps)
    target_compile_definitions(test_traps PRIVATE _GNU_SOURCE)
endif()
act_position_test(test_registers)
set_tests_properties(test_registers PROPERTIES ENVIRONMENT ACTFAST_STREAM_BYTES=4096)
act_position_test(test_rounding)

# The run of the library from inside.
act_static_test(test_streaming PkgConfig::CMOCKA)
target_include_directories(test_streaming PRIVATE ${PROJECT_SOURCE_DIR}/src
    ${PROJECT_SOURCE_DIR}/dispatch ${PROJECT_SOURCE_DIR}/kernels)
add_test(NAME test_streaming COMMAND test_streaming)
# No multiple of a float: the last output below it is 3 bytes short.
set_tests_properties(test_streaming PROPERTIES ENVIRONMENT ACTFAST_STREAM_BYTES=16383)
