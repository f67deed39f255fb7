# The tiers: the only place with -m flags. Each is one file of kernels/, compiled on its own; its object exports nothing but
# its backends. The order is that of preference: the best first.

set(ACTFAST_TIERS "")

# act_tier(isa "flags" accuracy...): kernels/<isa>.c with these flags, which has a backend for each accuracy.
# -frounding-math keeps signs where they are: in a directed mode -(a*b) and (-a)*b differ, and with them the rounding
# error that is computed of a product. Clang's -ffp-exception-behavior=maytrap would save its builds from traps of its
# own making, at a sixth of the speed; it is left out.
function(act_tier isa flags)
    add_library(actfast_tier_${isa} OBJECT kernels/${isa}.c)
    separate_arguments(flags)
    target_compile_options(actfast_tier_${isa} PRIVATE ${flags} -ffp-contract=off -fno-math-errno -frounding-math)
    target_include_directories(actfast_tier_${isa} PRIVATE ${SLEEF_INCLUDE_DIRS})
    set_target_properties(actfast_tier_${isa} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
    act_common(actfast_tier_${isa})
    act_harden(actfast_tier_${isa} OFF)
    set(lines "")
    foreach(accuracy IN LISTS ARGN)
        string(APPEND lines "TIER(${isa}, ${accuracy})\n")
    endforeach()
    set(ACTFAST_TIER_LINES "${ACTFAST_TIER_LINES}${lines}" PARENT_SCOPE)
    set(ACTFAST_TIERS ${ACTFAST_TIERS} ${isa} PARENT_SCOPE)
endfunction()

if(ACTFAST_ARCHITECTURE STREQUAL "x86_64")
    act_tier(avx512 "-mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx2 -mfma" accurate)
    act_tier(avx2 "-mavx2 -mfma" accurate)
    act_tier(sse2 "-msse2" accurate)
else()
    act_tier(neon "" accurate)
endif()
act_tier(scalar "" accurate)

# dispatch/ takes the list of what is built in from here.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/tiers.def CONTENT
"/* The backends that are built in, best first. Written by cmake/tiers.cmake. */
@ACTFAST_TIER_LINES@#undef TIER
" @ONLY)
