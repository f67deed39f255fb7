# The version script of the shared library, from the committed list of what it exports (cmake/exports.txt: a
# name and its node on each line). A name keeps the node of the minor version that brought it; what is new
# goes to the node of this version.

# act_version_script(list version output): writes it, for libactfast VERSION.
function(act_version_script list version output)
    string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor ${version})
    file(STRINGS ${list} lines)
    string(REGEX MATCHALL "ACTFAST_[0-9.]+" nodes "${lines}")
    list(REMOVE_DUPLICATES nodes)
    list(REMOVE_ITEM nodes ACTFAST_${minor})
    list(SORT nodes COMPARE NATURAL)

    set(text "/* Written by cmake/version_script.cmake from cmake/exports.txt. */\n")
    set(before "")
    set(hidden "    local:\n        *;\n")
    foreach(node IN LISTS nodes)
        set(names "")
        foreach(line IN LISTS lines)
            if(line MATCHES "^(.*) ${node}$")
                string(APPEND names "        ${CMAKE_MATCH_1};\n")
            endif()
        endforeach()
        string(APPEND text "${node} {\n    global:\n${names}${hidden}}${before};\n")
        set(before " ${node}")
        set(hidden "")
    endforeach()
    string(APPEND text "ACTFAST_${minor} {\n    global:\n        actfast_*;\n${hidden}}${before};\n")
    file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY)
endfunction()
