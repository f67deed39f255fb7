# docs/compatibility.md against the frameworks that it speaks of. Python reads the tables and what the
# others compute; compare_values, which an emulator can run, has the library compute it.
add_executable(compare_values compatibility/compare_values.c)
act_common(compare_values)
target_include_directories(compare_values PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(compare_values PRIVATE actfast m)

# The distribution's own Python first: its modules, PyTorch among them, are for that one.
find_program(ACTFAST_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(ACTFAST_PYTHON python3)

# Exits with 77, and says why, where what a framework is compared by is not installed.
function(act_compatibility_test name)
    add_test(NAME ${name}
        COMMAND ${ACTFAST_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/compatibility/values.py ${ARGN})
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

if(ACTFAST_PYTHON)
    set(judge ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:compare_values>)
    act_compatibility_test(the_documented_calls_give_the_formulas_of_other_frameworks
        formulas ${judge})
    act_compatibility_test(the_documented_calls_give_the_values_of_pytorch stored ${judge})
    act_compatibility_test(the_documented_calls_pass_the_node_tests_of_onnx onnx ${judge})
    act_compatibility_test(pytorch_still_gives_its_stored_values torch)
else()
    message(WARNING "SKIPPED: no Python 3, NOTHING is tested of docs/compatibility.md")
endif()
