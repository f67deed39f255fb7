# What the scripts that look into binaries share. They are given FLAGS, which is CMAKE_C_FLAGS, and lists with
# commas for semicolons, which would end an argument.

# What makes objects differ from those that are for use.
string(REGEX MATCH "-fsanitize=[^ ]*|--coverage" instrumented "${FLAGS}")

# Counts a fault; a function that does hands `faults` on with PARENT_SCOPE.
set(faults 0)
macro(fault)
    message("FAULT: " ${ARGN})
    math(EXPR faults "${faults} + 1")
endmacro()

function(skip what)
    message("SKIPPED: ${what}: the build is instrumented (${instrumented})")
endfunction()

# Turns these variables into lists.
macro(split_lists)
    foreach(list ${ARGN})
        string(REPLACE "," ";" ${list} "${${list}}")
    endforeach()
endmacro()

# What a command prints; that it fails is fatal.
function(output_of result)
    execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE text ERROR_VARIABLE errors RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGN}: ${status}: ${errors}")
    endif()
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

# Runs check_<CHECK>() of the caller and fails by the faults it counted.
macro(run_check)
    cmake_language(CALL check_${CHECK})
    if(faults)
        message(FATAL_ERROR "${faults} faults")
    endif()
endmacro()
