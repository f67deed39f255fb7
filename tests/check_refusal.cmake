# Promise: a build for what the library does not support ends at configure time and says why.
# cmake -DSOURCE=... -DWORK=... -DCOMPILER=... -DPROCESSOR=... -DBYTES=4|8 -DORDER=LITTLE_ENDIAN|BIG_ENDIAN
#       -DWANT=... -P check_refusal.cmake
#
# The compiler is this machine's and the toolchain file says what it is to pass for: no compilers of the other
# machines are needed, and CMake looks no further. WANT is the sentence's middle, or "accepted", for which a dependency
# may be missing but not more.
cmake_minimum_required(VERSION 3.18)

file(REMOVE_RECURSE ${WORK})
file(WRITE ${WORK}/toolchain.cmake "
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${PROCESSOR})
set(CMAKE_C_COMPILER ${COMPILER})
set(CMAKE_C_ABI_COMPILED TRUE)
set(CMAKE_SIZEOF_VOID_P ${BYTES})
set(CMAKE_C_BYTE_ORDER ${ORDER})
")
execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -DCMAKE_TOOLCHAIN_FILE=${WORK}/toolchain.cmake
            -DACTFAST_TESTS=OFF -DACTFAST_BENCHMARKS=OFF -DACTFAST_EXAMPLES=OFF
    RESULT_VARIABLE status OUTPUT_VARIABLE text ERROR_VARIABLE text)
string(REGEX REPLACE "[ \n]+" " " words "${text}")
string(FIND "${words}" "does not support" refusal)
if(WANT STREQUAL "accepted")
    if(NOT refusal EQUAL -1 OR NOT (status EQUAL 0 OR words MATCHES "is needed\\."))
        message(FATAL_ERROR "FAULT: ${PROCESSOR} was refused:\n${text}")
    endif()
    return()
endif()
string(FIND "${words}" "This build is for ${WANT}, which it does not support" place)
if(status EQUAL 0 OR place EQUAL -1)
    message(FATAL_ERROR "FAULT: no clear refusal of ${WANT}: ${status}:\n${text}")
endif()
