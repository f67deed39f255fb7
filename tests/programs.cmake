# What the programs for users promise: their output, their options, their pages in the manual.
# After compatibility.cmake: ACTFAST_PYTHON is its.
if(NOT ACTFAST_PYTHON)
    message(WARNING "SKIPPED: no Python 3, NOTHING is tested of the programs for users")
    return()
endif()

# act_program_test(name script argument...): 77 means that something is not installed.
function(act_program_test name script)
    add_test(NAME ${name}
        COMMAND ${ACTFAST_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/programs/${script}.py ${ARGN})
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

if(ACTFAST_PROGRAMS)
    add_executable(list_backends programs/list_backends.c)
    act_common(list_backends)
    target_link_libraries(list_backends PRIVATE actfast)
    act_program_test(actfast_info_tells_what_the_library_chose info
        ${PROJECT_BINARY_DIR}/generated/tiers.def $<TARGET_FILE:list_backends>
        ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:actfast-info>)
endif()

# The pages: their form, and that they follow the programs.
set(pages "")
foreach(page actfast-bench.1 actfast-compare.1 actfast-info.1 actfast-summary.1 actfast.3)
    list(APPEND pages ${PROJECT_SOURCE_DIR}/man/${page})
endforeach()
act_program_test(the_manual_has_no_faults_of_form manual lint ${pages})
if(NOT CMAKE_CROSSCOMPILING)
    separate_arguments(flags UNIX_COMMAND "${CMAKE_C_FLAGS}") # of a sanitizer, if any
    act_program_test(the_example_of_the_manual_runs manual example ${PROJECT_SOURCE_DIR}/man/actfast.3
        ${PROJECT_SOURCE_DIR}/include $<TARGET_FILE:actfast> ${CMAKE_C_COMPILER} ${flags})
endif()

function(act_page_test name)
    act_program_test(the_page_of_${name}_has_its_options manual options
        ${PROJECT_SOURCE_DIR}/man/${name}.1 ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:${name}>)
endfunction()
if(ACTFAST_PROGRAMS)
    act_page_test(actfast-info)
endif()
if(ACTFAST_BENCHMARKS)
    act_page_test(actfast-bench)
    act_page_test(actfast-compare)
    act_page_test(actfast-summary)
endif()

# Machines side by side; where the programs run by an emulator, there is nothing to time.
if(ACTFAST_BENCHMARKS AND ACTFAST_PROGRAMS AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    act_program_test(machines_are_compared_by_what_they_measured machines
        ${PROJECT_SOURCE_DIR}/tools/compare_machines.py
        $<TARGET_FILE:actfast-bench> $<TARGET_FILE:actfast-info>)
endif()
