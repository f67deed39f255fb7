# What programs that are already built rely on: docs/abi.md. Comparing needs debug information, so the preset
# `dev` is where it happens; elsewhere it is shown as skipped.
function(act_abi_test name task)
    add_test(NAME ${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/abi/check.sh ${task}
        $<TARGET_FILE:actfast> ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()

act_abi_test(constants_have_the_values_they_always_had constants)
add_test(NAME names_keep_their_node_in_later_versions COMMAND ${CMAKE_COMMAND}
    -DSOURCE=${PROJECT_SOURCE_DIR} -DWORK=${CMAKE_CURRENT_BINARY_DIR}/later_version
    -DCC=${CMAKE_C_COMPILER} -DNM=${CMAKE_NM} -P ${CMAKE_CURRENT_SOURCE_DIR}/abi/later_version.cmake)

if(ACTFAST_ARCHITECTURE STREQUAL "x86_64" AND NOT CMAKE_C_FLAGS MATCHES "-fsanitize")
    act_abi_test(the_binary_interface_is_the_committed_one compare)
    act_abi_test(faults_in_the_binary_interface_are_seen sees)
    add_custom_target(update-abi
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/abi/check.sh update $<TARGET_FILE:actfast> ${PROJECT_SOURCE_DIR}
        DEPENDS actfast)
endif()
