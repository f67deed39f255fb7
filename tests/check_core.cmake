# Promises about all objects of the library: cmake -DCHECK=... -P check_core.cmake, run by ctest.
#
# CHECK     globals: one object that can be written, and it is dispatch's;
#           calls: the core calls nothing that allocates, starts threads, changes modes or ends the process;
#           fence: whoever stores past the caches orders those stores (x86-64)
#           stream: every kernel of a pass over elements can store past the caches (x86-64, vectors)
# OBJECTS   object files, with commas between them
# OBJDUMP   the tool; FLAGS: CMAKE_C_FLAGS
cmake_minimum_required(VERSION 3.18)
include(${CMAKE_CURRENT_LIST_DIR}/binaries.cmake)

split_lists(OBJECTS)
if(instrumented)
    skip("${CHECK}")
    return()
endif()

# Data that is only relocated at load is read-only afterwards; its section is .data.rel.ro.
function(check_globals)
    output_of(text ${OBJDUMP} -t ${OBJECTS})
    string(REGEX MATCHALL "[^\n]* O (\\.(data|bss|tdata|tbss)[^\t]*|\\*COM\\*)\t[^\n]*" lines "${text}")
    list(FILTER lines EXCLUDE REGEX " \\.data\\.rel\\.ro")
    list(TRANSFORM lines REPLACE ".*[ \t]([^ \t]+)$" "\\1")
    list(REMOVE_DUPLICATES lines)
    if(NOT lines STREQUAL "act_state")
        fault("what can be written is [${lines}], not [act_state]")
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# The names are those of the core as it is: a new one is a reason to look, and then to write it down.
function(check_calls)
    output_of(text ${OBJDUMP} -t ${OBJECTS})
    string(REGEX MATCHALL "\\*UND\\*[^\n]*" lines "${text}")
    list(TRANSFORM lines REPLACE ".*[ \t]([^ \t]+)$" "\\1")
    list(REMOVE_DUPLICATES lines)
    set(computes "memcpy|memset|memmove|memcmp|strcmp|strlen|strspn")
    set(asks "getenv|sysconf|strtoull|__isoc23_strtoull|GetX86Info|GetAarch64Info")
    set(reports "snprintf|fprintf|stderr|__snprintf_chk|__fprintf_chk|fwrite|fputc")
    list(FILTER lines EXCLUDE REGEX
        "^(act(fast)?_.*|${computes}|${asks}|${reports}|_GLOBAL_OFFSET_TABLE_|__stack_chk_(fail|guard))$")
    if(lines)
        fault("the core calls [${lines}]")
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

function(check_fence)
    foreach(object IN LISTS OBJECTS)
        output_of(code ${OBJDUMP} -d --no-show-raw-insn ${object})
        if(code MATCHES "[ \t]v?movnt" AND NOT code MATCHES "[ \t]sfence")
            fault("${object} stores past the caches and never fences")
        endif()
    endforeach()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# A kernel may be a jump to another one that the compiler found to be the same. Those of param_slope write into
# a buffer that is summed up at once.
function(check_stream)
    foreach(object IN LISTS OBJECTS)
        output_of(code ${OBJDUMP} -d --no-show-raw-insn ${object})
        string(REPLACE ";" "," code "${code}")
        string(REGEX REPLACE "\n[0-9a-f]+ <" ";<" functions "${code}")
        list(FILTER functions INCLUDE REGEX "^<[a-z0-9_]+_kernel>:")
        list(FILTER functions EXCLUDE REGEX "^<[a-z0-9_]+_param_slope_kernel>:")
        list(LENGTH functions count)
        list(FILTER functions EXCLUDE REGEX "[ \t](v?movnt|jmp +[0-9a-f]+ <[a-z0-9_]+_kernel>)")
        list(TRANSFORM functions REPLACE "^<([a-z0-9_]+)>.*" "\\1")
        if(functions OR count LESS 200)
            fault("${object}: of ${count} kernels these do not store past the caches: [${functions}]")
        endif()
    endforeach()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

run_check()
