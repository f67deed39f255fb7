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
