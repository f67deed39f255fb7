# Promises about the binaries: cmake -DCHECK=... -P check_objects.cmake, run by ctest.
#
# CHECK     objects: those of a tier define its backends and nothing else, need little, and run no code at load;
#           instructions: no object uses a register that its tier does not have;
#           exports: the library exports what the headers declare, and what it did before;
#           needed: it loads nothing beyond SLEEF and the C library
# ISA       the tier, or "core"
# OBJECTS   its object files, with commas between them
# LIBRARY   libactfast.so; TIERS: tiers.def; SOURCE: the project; NM, OBJDUMP: the tools; FLAGS: CMAKE_C_FLAGS
cmake_minimum_required(VERSION 3.18)

set(faults 0)
macro(fault)
    message("FAULT: " ${ARGN})
    math(EXPR faults "${faults} + 1")
endmacro()

function(output_of result)
    execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE text RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGN}: ${status}")
    endif()
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

# The names that nm prints, one a line after address and kind.
function(symbols result)
    output_of(text ${NM} -P ${ARGN})
    string(REGEX MATCHALL "(^|\n)[^ :\n]+ [A-Za-z]" lines "${text}")
    set(names "")
    foreach(line IN LISTS lines)
        string(REGEX REPLACE "^\n?([^ @]+).* ([A-Za-z])$" "\\1" name "${line}")
        if(NOT CMAKE_MATCH_2 STREQUAL "A")
            list(APPEND names ${name})
        endif()
    endforeach()
    list(SORT names)
    set(${result} "${names}" PARENT_SCOPE)
endfunction()

macro(expect_equal what got want)
    set(more ${got})
    set(less ${want})
    list(REMOVE_ITEM more ${want} "")
    list(REMOVE_ITEM less ${got} "")
    if(more OR less)
        fault("${what}: too many: [${more}], missing: [${less}]")
    endif()
endmacro()

string(REPLACE "," ";" OBJECTS "${OBJECTS}")
string(REGEX MATCH "-fsanitize=[^ ]*|--coverage" instrumented "${FLAGS}")

function(skip what)
    message("SKIPPED: ${what}: the build is instrumented (${instrumented})")
endfunction()

# ---- objects ----

function(check_objects)
    file(STRINGS ${TIERS} lines REGEX "^TIER\\(${ISA},")
    string(REGEX REPLACE "TIER\\(([a-z0-9]+), ([a-z]+)\\)" "act_\\1_\\2" want "${lines}")
    symbols(defined -g --defined-only ${OBJECTS})
    list(FILTER defined EXCLUDE REGEX "^__odr_asan")
    expect_equal("globals of ${ISA}" "${defined}" "${want}")
    if(instrumented)
        skip("undefined symbols and constructors of ${ISA}")
    else()
        symbols(undefined -u ${OBJECTS})
        list(FILTER undefined EXCLUDE REGEX
            "^(Sleef_.*|memcpy|memset|sqrtf|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_)$")
        expect_equal("undefined symbols of ${ISA}" "${undefined}" "")
        output_of(sections ${OBJDUMP} -h ${OBJECTS})
        if(sections MATCHES " (\\.(preinit_array|init_array|ctors)[^ ]*)")
            fault("${ISA} has code that runs at load: ${CMAKE_MATCH_1}")
        endif()
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# ---- instructions ----

# Lines of the disassembly that match; the first few are printed.
macro(expect_no_instruction pattern what)
    string(REGEX MATCHALL "[^\n]*${pattern}[^\n]*" lines "${code}")
    if(lines)
        list(LENGTH lines count)
        list(SUBLIST lines 0 3 lines)
        string(REPLACE ";" "\n" lines "${lines}")
        fault("${count} instructions of ${ISA} with ${what}:\n${lines}")
    endif()
endmacro()

function(check_instructions)
    if(FLAGS MATCHES "-m(arch|cpu|avx|fma)")
        message("SKIPPED: instructions of ${ISA}: CMAKE_C_FLAGS allow more than the tier does: ${FLAGS}")
        return()
    endif()
    output_of(code ${OBJDUMP} -d --no-show-raw-insn ${OBJECTS})
    if(NOT code MATCHES ":[ \t]+ret")
        fault("no code found")
    endif()
    if(NOT ISA STREQUAL "avx512")
        expect_no_instruction("%zmm" "a ZMM register")
        expect_no_instruction("%[xy]mm(1[6-9]|2[0-9]|3[01])" "one of the registers 16 to 31")
        expect_no_instruction("%k[0-7]" "a mask register")
    endif()
    if(ISA MATCHES "^(sse2|scalar|core)$")
        expect_no_instruction("%ymm" "a YMM register")
        expect_no_instruction(":[ \t]+v[a-z]" "a VEX prefix")
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# ---- exports ----

function(check_exports)
    symbols(exported -D --defined-only ${LIBRARY})
    file(STRINGS ${SOURCE}/tests/data/exports.txt committed)
    set(declared "")
    foreach(header actfast activations)
        file(READ ${SOURCE}/include/actfast/${header}.h text)
        string(REGEX MATCHALL "ACTFAST_API[^;()]*[ *]actfast_[a-z0-9_]+\\(" lines "${text}")
        foreach(line IN LISTS lines)
            string(REGEX REPLACE ".*[ *](actfast_[a-z0-9_]+)\\($" "\\1" name "${line}")
            list(APPEND declared ${name})
        endforeach()
    endforeach()
    list(LENGTH declared count)
    message("${count} functions are declared")
    expect_equal("exports against tests/data/exports.txt" "${exported}" "${committed}")
    expect_equal("headers against tests/data/exports.txt" "${declared}" "${committed}")
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# ---- needed ----

function(check_needed)
    output_of(text ${OBJDUMP} -p ${LIBRARY})
    if(NOT text MATCHES "SONAME +libactfast\\.so\\.0[ \t]*\n")
        fault("the SONAME is not libactfast.so.0")
    endif()
    if(instrumented)
        skip("what the library needs")
    else()
        string(REGEX MATCHALL "NEEDED +[^ \n]+" needed "${text}")
        list(TRANSFORM needed REPLACE "NEEDED +" "")
        list(FILTER needed EXCLUDE REGEX "^(libsleef|libm|libc)\\.so\\.[0-9]+$|^ld-linux")
        expect_equal("libraries needed" "${needed}" "")
    endif()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

cmake_language(CALL check_${CHECK})
if(faults)
    message(FATAL_ERROR "${faults} faults")
endif()
