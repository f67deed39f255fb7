# The interface: what callers may get wrong, how a backend is chosen, threads, symbols, headers.
act_position_test(test_arguments)
act_position_test(test_arguments_of_rows)
act_position_test(test_arguments_of_sums)
target_compile_definitions(test_arguments PRIVATE ACT_PROJECT_VERSION="${PROJECT_VERSION}")

# The static library inside, so that the shared one, which it loads itself, is not there yet.
function(act_static_test name)
    add_executable(${name} ${name}.c)
    act_common(${name})
    target_compile_definitions(${name} PRIVATE _POSIX_C_SOURCE=200809L
        ACT_TEST_LIBRARY="$<TARGET_FILE:actfast>")
    target_link_libraries(${name} PRIVATE actfast_static m ${CMAKE_DL_LIBS} ${ARGN})
    add_dependencies(${name} actfast)
endfunction()

act_static_test(test_dispatch PkgConfig::CMOCKA)
add_test(NAME test_dispatch COMMAND test_dispatch)

act_static_test(early)
add_test(NAME calls_before_the_constructor_are_right COMMAND early)
add_test(NAME activation_before_the_constructor_stays COMMAND early)
set_tests_properties(activation_before_the_constructor_stays PROPERTIES ENVIRONMENT ACT_EARLY_ACTIVATES=1)
foreach(isa IN LISTS ACTFAST_TIERS)
    add_test(NAME a_program_starts_with_${isa} COMMAND early)
    set_tests_properties(a_program_starts_with_${isa} PROPERTIES ENVIRONMENT ACTFAST_ISA=${isa})
endforeach()

act_test(test_threads)
add_test(NAME test_threads_switched COMMAND test_threads switched)

act_static_test(test_loading PkgConfig::CMOCKA Threads::Threads)
target_compile_definitions(test_loading PRIVATE _GNU_SOURCE)
target_include_directories(test_loading PRIVATE ${PROJECT_SOURCE_DIR}/kernels)
# As the shared library is: a loader that binds SLEEF in the first call would take stack of its own.
target_link_options(test_loading PRIVATE -Wl,-z,now)
if(CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
    target_compile_definitions(test_loading PRIVATE ACT_TEST_EMULATED)
endif()
add_test(NAME test_loading COMMAND test_loading)
set_tests_properties(test_loading PROPERTIES ENVIRONMENT ACTFAST_STREAM_BYTES=4096)

# The binaries. The quotes of OBJECTS keep the commas together. What reads a disassembly knows GNU's; with Clang, CMake
# takes LLVM's.
set(objdump ${CMAKE_OBJDUMP})
if(objdump MATCHES "llvm")
    find_program(ACTFAST_GNU_OBJDUMP objdump)
    if(ACTFAST_GNU_OBJDUMP)
        set(objdump ${ACTFAST_GNU_OBJDUMP})
    endif()
endif()
function(act_check_binary name check)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND}
        -DCHECK=${check} -DNM=${CMAKE_NM} -DOBJDUMP=${objdump}
        "-DFLAGS=${CMAKE_C_FLAGS} ${CMAKE_SHARED_LINKER_FLAGS}"
        -DSOURCE=${PROJECT_SOURCE_DIR} -DTIERS=${PROJECT_BINARY_DIR}/generated/tiers.def
        -DLIBRARY=$<TARGET_FILE:actfast> ${ARGN}
        -P ${CMAKE_CURRENT_SOURCE_DIR}/check_objects.cmake)
endfunction()

foreach(isa IN LISTS ACTFAST_TIERS)
    list(JOIN ACTFAST_${isa}_OBJECTS "," ${isa}_objects)
    act_check_binary(the_object_of_${isa}_holds_its_backends_alone objects
        -DISA=${isa} "-DOBJECTS=${${isa}_objects}")
endforeach()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
    act_check_binary(the_instructions_of_core_run_anywhere instructions
        -DISA=core "-DOBJECTS=$<JOIN:$<TARGET_OBJECTS:actfast_core>,$<COMMA>>")
    foreach(isa IN LISTS ACTFAST_TIERS)
        act_check_binary(the_instructions_of_${isa}_are_its_own instructions
            -DISA=${isa} "-DOBJECTS=${${isa}_objects}")
    endforeach()
    act_check_binary(the_instructions_of_the_library_keep_to_their_tiers library)
endif()
act_check_binary(the_library_exports_what_the_headers_declare exports)
act_check_binary(the_library_needs_sleef_and_libc_alone needed)

# The headers: each alone, and twice, in the oldest languages that they are for.
include(CheckLanguage)
check_language(CXX)
if(CMAKE_CXX_COMPILER)
    enable_language(CXX)
endif()

function(act_check_header name language compiler)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/only_${name}.${language})
    file(WRITE ${source} "#include <actfast/${name}>\n#include <actfast/${name}>\n")
    foreach(standard IN LISTS ARGN)
        add_test(NAME ${name}_alone_is_${standard} COMMAND ${compiler} -std=${standard}
            -Wall -Wextra -Wpedantic -Wundef -Werror -fsyntax-only
            -I ${PROJECT_SOURCE_DIR}/include ${source})
    endforeach()
endfunction()

foreach(header actfast.h activations.h)
    act_check_header(${header} c ${CMAKE_C_COMPILER} c99 c11)
    if(CMAKE_CXX_COMPILER)
        act_check_header(${header} cc ${CMAKE_CXX_COMPILER} c++11 c++17)
    endif()
endforeach()

if(CMAKE_CXX_COMPILER)
    add_executable(cxx cxx.cc)
    set_target_properties(cxx PROPERTIES CXX_STANDARD 11 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
    target_link_libraries(cxx PRIVATE actfast)
    add_test(NAME a_cxx_program_computes COMMAND cxx)
    act_check_header(actfast.hpp cc ${CMAKE_CXX_COMPILER} c++14 c++20)
    include(cxx_header.cmake)
else()
    message(WARNING "SKIPPED: no C++ compiler, NOTHING is tested of the headers in C++")
endif()
