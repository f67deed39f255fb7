# What makes the binary a harder target and the same wherever it is built; only flags that the compiler knows.
include(CheckCCompilerFlag)

# Jumps land where they are meant to: CET on x86-64, BTI and return addresses signed on AArch64.
set(ACTFAST_BRANCH_FLAG "")
if(ACTFAST_ARCHITECTURE STREQUAL "x86_64")
    check_c_compiler_flag(-fcf-protection=full ACTFAST_HAS_CF_PROTECTION)
    if(ACTFAST_HAS_CF_PROTECTION)
        set(ACTFAST_BRANCH_FLAG -fcf-protection=full)
    endif()
else()
    check_c_compiler_flag(-mbranch-protection=standard ACTFAST_HAS_BRANCH_PROTECTION)
    if(ACTFAST_HAS_BRANCH_PROTECTION)
        set(ACTFAST_BRANCH_FLAG -mbranch-protection=standard)
    endif()
endif()

check_c_compiler_flag(-fstack-protector-strong ACTFAST_HAS_STACK_PROTECTOR)
check_c_compiler_flag(-ffile-prefix-map=/a=/b ACTFAST_HAS_PREFIX_MAP)

# Paths of the build, which debug information and __FILE__ would carry, are left out of the objects.
set(ACTFAST_PREFIX_FLAGS "")
if(ACTFAST_HAS_PREFIX_MAP)
    set(ACTFAST_PREFIX_FLAGS
        -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)
endif()

# act_harden(target ON|OFF): an object library of libactfast, with a guarded stack or without. The kernels go
# without, even where the compiler's default is otherwise: they hold no strings, and the guard costs time.
function(act_harden target guarded)
    target_compile_options(${target} PRIVATE ${ACTFAST_BRANCH_FLAG} ${ACTFAST_PREFIX_FLAGS})
    if(ACTFAST_HAS_STACK_PROTECTOR)
        target_compile_options(${target} PRIVATE
            $<IF:$<BOOL:${guarded}>,-fstack-protector-strong,-fno-stack-protector>)
    endif()
endfunction()
