# Promises about how hard a target the binary is: cmake -DCHECK=... -P check_hardening.cmake, run by ctest.
#
# CHECK     image: relocations read-only, symbols bound at load, stack not executable, no text relocations;
#           markers: every object has the markers for jumps, and the library has them if all it is made of does;
#           guards: the core's stack is guarded, the kernels' is not
# LIBRARY   libactfast.so; INSTALL: the build directory, whose installed library is meant instead
# CORE, TIERS   object files, with commas between them
# FOREIGN   what else is linked in: libcpu_features.a, the compiler's crt files; with commas
# BRANCH, GUARD   the compiler's flags for the markers and the guard, or nothing
# READELF, NM   the tools; FLAGS: CMAKE_C_FLAGS
cmake_minimum_required(VERSION 3.18)
include(${CMAKE_CURRENT_LIST_DIR}/binaries.cmake)

split_lists(CORE TIERS FOREIGN)

# ---- image ----

function(check_image)
    if(INSTALL)
        set(root ${INSTALL}/hardening)
        file(REMOVE_RECURSE ${root})
        output_of(text ${CMAKE_COMMAND} --install ${INSTALL} --prefix ${root})
        get_filename_component(name ${LIBRARY} NAME)
        file(GLOB_RECURSE LIBRARY ${root}/${name})
    endif()
    output_of(headers ${READELF} -lW ${LIBRARY})
    output_of(dynamic ${READELF} -dW ${LIBRARY})
    if(NOT headers MATCHES "\n +GNU_RELRO ")
        fault("no GNU_RELRO: relocated tables stay writable")
    endif()
    if(NOT dynamic MATCHES "BIND_NOW")
        fault("no BIND_NOW: the table of imported functions stays writable")
    endif()
    if(NOT headers MATCHES "\n +GNU_STACK +0x[0-9a-f]+ 0x[0-9a-f]+ 0x[0-9a-f]+ 0x[0-9a-f]+ 0x[0-9a-f]+ RW ")
        fault("the stack is executable, or nothing says that it is not")
    endif()
    if(headers MATCHES "\n +LOAD [^\n]* RWE ")
        fault("a segment can be written and run")
    endif()
    if(dynamic MATCHES "TEXTREL")
        fault("relocations in the code")
    endif()
    if(INSTALL AND dynamic MATCHES "\\((RPATH|RUNPATH)\\)")
        fault("the installed library has ${CMAKE_MATCH_1}")
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# ---- markers ----

# Whether all members of these files have both markers.
function(marked result)
    set(all ON)
    foreach(file IN LISTS ARGN)
        output_of(header ${READELF} -hW ${file})
        output_of(notes ${READELF} -nW ${file})
        string(REGEX MATCHALL "ELF Header:" members "${header}")
        string(REGEX MATCHALL "(x86|AArch64) feature: (IBT, SHSTK|BTI, PAC)" notes "${notes}")
        list(LENGTH members wanted)
        list(LENGTH notes found)
        if(wanted EQUAL 0 OR found LESS wanted)
            message("${found} of ${wanted} members marked: ${file}")
            set(all OFF)
        endif()
    endforeach()
    set(${result} ${all} PARENT_SCOPE)
endfunction()

function(check_markers)
    if(NOT BRANCH)
        message("SKIPPED: the compiler has no flag for the markers")
        return()
    endif()
    marked(own ${CORE} ${TIERS})
    if(NOT own)
        fault("an object of the library lacks the markers")
    endif()
    marked(foreign ${FOREIGN})
    marked(library ${LIBRARY})
    message("marked: what is linked in ${foreign}, the library ${library}")
    if(foreign AND own AND NOT library)
        fault("the library lost the markers that all its parts have")
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# ---- guards ----

function(check_guards)
    if(NOT GUARD OR instrumented)
        message("SKIPPED: guards: no flag for them, or an instrumented build (${instrumented})")
        return()
    endif()
    output_of(core ${NM} -u ${CORE})
    if(NOT core MATCHES "__stack_chk_fail")
        fault("the core's stack is not guarded")
    endif()
    output_of(tiers ${NM} -u ${TIERS})
    if(tiers MATCHES "__stack_chk_fail")
        fault("a kernel spends time on a stack guard")
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

run_check()
