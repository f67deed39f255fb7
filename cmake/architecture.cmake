# Which of the two architectures this is, before anything is looked for; a clear refusal of all others.
include(TestBigEndian)

function(act_refuse what)
    message(FATAL_ERROR "libactfast runs on x86-64 and on little-endian 64-bit AArch64. This build is for "
            "${what}, which it does not support; nothing was built.")
endfunction()

# CMake knows the byte order by itself since 3.20.
if(CMAKE_C_BYTE_ORDER STREQUAL "BIG_ENDIAN")
    set(ACTFAST_IS_BIG_ENDIAN ON)
elseif(NOT CMAKE_C_BYTE_ORDER)
    test_big_endian(ACTFAST_IS_BIG_ENDIAN)
endif()

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
    set(ACTFAST_ARCHITECTURE x86_64)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    set(ACTFAST_ARCHITECTURE aarch64)
else()
    act_refuse("the processor ${CMAKE_SYSTEM_PROCESSOR}")
endif()
if(ACTFAST_IS_BIG_ENDIAN)
    act_refuse("big-endian ${CMAKE_SYSTEM_PROCESSOR}")
endif()
if(NOT CMAKE_SIZEOF_VOID_P EQUAL 8)
    math(EXPR bits "8 * ${CMAKE_SIZEOF_VOID_P}")
    act_refuse("${CMAKE_SYSTEM_PROCESSOR} with ${bits}-bit addresses")
endif()
