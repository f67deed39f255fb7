# Promises about the binaries: cmake -DCHECK=... -P check_objects.cmake, run by ctest.
#
# CHECK     objects: those of a tier define its backends and nothing else, need little, and run no code at load;
#           instructions: no object has an instruction that its tier does not have;
#           library: nor has any function of the linked library that of another tier, whoever brought it;
#           exports: the library exports what the headers declare, each name at its node of cmake/exports.txt;
#           needed: it loads nothing beyond SLEEF and the C library
# ISA       the tier, or "core"
# OBJECTS   its object files, with commas between them
# LIBRARY   libactfast.so; TIERS: tiers.def; SOURCE: the project; NM, OBJDUMP: the tools; FLAGS: CMAKE_C_FLAGS
cmake_minimum_required(VERSION 3.18)
include(${CMAKE_CURRENT_LIST_DIR}/binaries.cmake)

split_lists(OBJECTS)

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

# The encoding tells: in 64-bit mode the bytes C4 and C5 begin VEX, 62 EVEX and nothing else, 0F 38 and 0F 3A what came
# after SSE3. Those below are told by name: SSE3 and later with older encodings, then what no tier asks for. TZCNT is
# BSF to older processors, which is what compilers mean by it.
set(PREFIX ":\t((26|2e|36|3e|64|65|66|67|f2|f3|4[0-9a-f]) )*")
set(SSE3_NAMES "addsubp[sd]|haddp[sd]|hsubp[sd]|lddqu|movs[hl]dup|movddup|fisttp[a-z]*|popcnt[a-z]*")
set(NO_TIER_NAMES "lzcnt[a-z]*|andn|bextr|bls[ir]|blsmsk|bzhi|mulx|pdep|pext|rorx|s[ah]rx|shlx|movbe[a-z]*|ad[co]x"
    "rdrand|rdseed|v?aes[a-z]+|v?pclmul[a-z]+|sha(1|256)[a-z0-9]+|v?gf2p8[a-z]+|vcvtp[hs]2p[hs]x?|vpdp[a-z]+"
    "vpmadd52[a-z]+|vpopcnt[a-z]+|vplzcnt[dq]|vpconflict[dq]|vp?(compress|expand)[bw]|vpsh[lr]d[a-z]*|vpshufbitqmb"
    "vperm[it]?2?b|vpmultishiftqb|vexp2p[sd]|vr(cp|sqrt)28[a-z]+|v[a-z0-9]+[ps]h|[a-z0-9]+bf16|t(dp|ile)[a-z0-9]+")
list(JOIN NO_TIER_NAMES "|" NO_TIER_NAMES)

# Lines of the disassembly that match; the first few are printed.
macro(expect_no_instruction pattern what)
    if(code MATCHES "${pattern}")
        string(REGEX MATCHALL "\n[^\n:]*${pattern}[^\n]*" lines "${code}")
        list(LENGTH lines count)
        list(SUBLIST lines 0 3 lines)
        string(REPLACE ";" "" lines "${lines}")
        fault("${count} instructions of ${ISA} with ${what}:${lines}")
    endif()
endmacro()

# `code` is the disassembly, with bytes, of what is to run on `ISA`.
macro(expect_instructions_of_tier)
    expect_no_instruction(":\t[0-9a-f ]+\t(${NO_TIER_NAMES})[ \n]" "a name that no tier has")
    if(NOT ISA STREQUAL "avx512")
        expect_no_instruction("${PREFIX}62 " "EVEX (AVX-512)")
        expect_no_instruction(":\t[0-9a-f ]+\t[^\n]*%k[0-7]" "a mask register")
    endif()
    if(ISA MATCHES "^(sse2|scalar|core)$")
        expect_no_instruction("${PREFIX}c[45] " "VEX (AVX)")
        expect_no_instruction("${PREFIX}0f 3[8a] " "SSSE3 or SSE4")
        expect_no_instruction(":\t[0-9a-f ]+\t(${SSE3_NAMES})[ \n]" "SSE3 or POPCNT")
    endif()
endmacro()

function(disassemble result)
    output_of(text ${OBJDUMP} -d --wide ${ARGN})
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

function(check_instructions)
    if(FLAGS MATCHES "-m(arch|cpu|avx|fma)|-fsanitize=memory")
        message("SKIPPED: instructions of ${ISA}: CMAKE_C_FLAGS change them: ${FLAGS}")
        return()
    endif()
    disassemble(code ${OBJECTS})
    if(NOT code MATCHES ":\t[0-9a-f ]+\tret")
        fault("no code found")
    endif()
    expect_instructions_of_tier()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# ---- library ----

# "address tier" of each function, by address. The symbol of a source file precedes those of its static functions,
# and kernels have no others; whatever cannot be told to be a tier's is held to be the core's.
function(functions_by_address result)
    output_of(text ${OBJDUMP} -t ${LIBRARY})
    string(REGEX MATCHALL "\n[0-9a-f]+ [^\n]*" lines "${text}")
    set(isa core)
    set(functions "")
    foreach(line IN LISTS lines)
        if(line MATCHES " df \\*ABS\\*\t[0-9a-f]+ *([^ ]*)$")
            set(isa core)
            if(CMAKE_MATCH_1 MATCHES "^(avx512|avx2)\\.c$")
                set(isa ${CMAKE_MATCH_1})
            endif()
        elseif(line MATCHES "^\n([0-9a-f]+) l +F \\.text\t")
            list(APPEND functions "${CMAKE_MATCH_1} ${isa}")
        elseif(line MATCHES "^\n([0-9a-f]+) ......F ")
            list(APPEND functions "${CMAKE_MATCH_1} core")
        endif()
    endforeach()
    list(SORT functions)
    set(${result} "${functions}" PARENT_SCOPE)
endfunction()

# Function after function of one tier is one run; from the start of a run to that of the next is disassembled.
macro(check_run from to)
    set(stop "")
    if(NOT "${to}" STREQUAL "")
        set(stop --stop-address=0x${to})
    endif()
    disassemble(code --start-address=0x${from} ${stop} ${LIBRARY})
    expect_instructions_of_tier()
endmacro()

function(check_library)
    if(FLAGS MATCHES "-m(arch|cpu|avx|fma)" OR instrumented)
        message("SKIPPED: instructions of the library: CMAKE_C_FLAGS change them: ${FLAGS}")
        return()
    endif()
    functions_by_address(functions)
    set(seen "")
    set(ISA core)
    set(from 0)
    foreach(function IN LISTS functions)
        string(REGEX MATCH "^([0-9a-f]+) ([a-z0-9.]+)$" function "${function}")
        string(REPLACE ".c" "" isa "${CMAKE_MATCH_2}")
        if(NOT isa STREQUAL ISA)
            set(next ${CMAKE_MATCH_1})
            check_run(${from} ${next})
            list(APPEND seen ${ISA})
            set(from ${next})
            set(ISA ${isa})
        endif()
    endforeach()
    check_run(${from} "")
    list(APPEND seen ${ISA})
    list(LENGTH functions count)
    message("${count} functions in runs of ${seen}")
    foreach(isa core avx2 avx512)
        if(NOT isa IN_LIST seen)
            fault("no function of ${isa} was found: is the library stripped?")
        endif()
    endforeach()
    set(faults ${faults} PARENT_SCOPE)
endfunction()

# ---- exports ----

function(check_exports)
    output_of(text ${NM} -P -D --defined-only ${LIBRARY})
    string(REGEX MATCHALL "(^|\n)[^ :\n]+ [B-Zb-z]" exported "${text}") # A: the nodes themselves
    list(TRANSFORM exported REPLACE "^\n?([^ ]+) .$" "\\1")
    list(TRANSFORM exported REPLACE "@@" " ")
    file(STRINGS ${SOURCE}/cmake/exports.txt committed)
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
    expect_equal("exports against cmake/exports.txt" "${exported}" "${committed}")
    list(TRANSFORM committed REPLACE " .*" "")
    expect_equal("headers against cmake/exports.txt" "${declared}" "${committed}")
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

run_check()
