# Accuracy: the judge, the tests around it, and the proof of the oracle.
set(ACTFAST_TEST_STRIDE 1021 CACHE STRING
    "test_accuracy tries every so many-th float: larger is faster, 1 is all of them")

# exhaustive is not a test: it takes minutes. `exhaustive --strided` prints the table of all backends.
function(act_judge name)
    add_executable(${name} ${name}.c)
    act_common(${name})
    target_compile_definitions(${name} PRIVATE _POSIX_C_SOURCE=200809L
        ACT_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}/data")
    target_link_libraries(${name} PRIVATE actfast Threads::Threads m ${ARGN})
endfunction()

act_judge(exhaustive)

act_test(test_accuracy)
act_test(test_reference)
act_test(test_no_cliffs)
act_position_test(test_same_bits)
# The longest, so in two halves, which start first.
add_test(NAME test_same_bits_of_odd_ids COMMAND test_same_bits)
set_tests_properties(test_same_bits PROPERTIES COST 1000 ENVIRONMENT ACT_TEST_IDS=even)
set_tests_properties(test_same_bits_of_odd_ids PROPERTIES COST 1000 ENVIRONMENT ACT_TEST_IDS=odd)
act_test(test_ulp)
act_test(test_judge)
act_test(test_published)
add_test(NAME the_page_of_accuracy_follows_its_table
    COMMAND sh -c "${emulator} $<TARGET_FILE:exhaustive> --markdown --from accuracy.csv | cmp - accuracy.md"
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/docs)
set_tests_properties(test_accuracy PROPERTIES TIMEOUT 1800
    ENVIRONMENT ACTFAST_TEST_STRIDE=${ACTFAST_TEST_STRIDE})

add_test(NAME the_judge_keeps_its_results
    COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/results_are_kept.sh ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:exhaustive>)

# The oracle is the same on every machine: what a native build has proved, a cross build need not.
find_library(ACTFAST_MPFR mpfr)
if(ACTFAST_MPFR)
    act_judge(check_oracle ${ACTFAST_MPFR} gmp)
    add_test(NAME check_oracle COMMAND check_oracle)
    act_judge(check_oracle_more ${ACTFAST_MPFR} gmp)
    add_test(NAME check_oracle_more COMMAND check_oracle_more)
    set_tests_properties(check_oracle check_oracle_more PROPERTIES TIMEOUT 600)
elseif(CMAKE_CROSSCOMPILING)
    message(STATUS "No MPFR for ${CMAKE_SYSTEM_PROCESSOR}: the oracle is not proved in this build")
else()
    message(FATAL_ERROR "The tests need MPFR (libmpfr-dev), which proves their oracle")
endif()
