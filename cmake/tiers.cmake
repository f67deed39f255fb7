# The tiers: the only place with -m flags. Each is one file of kernels/, compiled on its own; its object exports nothing but
# its backends. The order is that of preference: the best first.

set(ACTFAST_TIERS "")
set(ACTFAST_TIER_OBJECTS "") # of all tiers; those of one are ACTFAST_<isa>_OBJECTS

# act_tier(isa "flags" accuracy...): kernels/<isa>.c with these flags, once for each accuracy, which makes a backend of it.
# -frounding-math keeps signs where they are: in a directed mode -(a*b) and (-a)*b differ, and with them the rounding
# error that is computed of a product. Clang would pay for it in speed, and has kernels/vec/opaque.h. Its
# -ffp-exception-behavior=maytrap would save its builds from traps of its own making, at a sixth of the speed; it is left
# out. What a larger project asks for with -ffast-math is taken back before all else: NaN and signs of zeros would be lost.
# GCC's scheduling before registers are given away mixes the vectors of a round (tier.inc), which would follow one another
# otherwise. What a rare set of parameters asks for leaves the loops by unswitching, which has to be allowed for loops of
# their size.
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    set(ACTFAST_TUNING -frounding-math -fschedule-insns -fsched-pressure --param=sched-pressure-algorithm=2
                       --param=max-unswitch-insns=600)
    # With -g it would take half of the time and of the memory; the code is the same.
    list(APPEND ACTFAST_TUNING -fno-var-tracking)
else()
    # A round of one vector has nothing to unroll.
    set(ACTFAST_TUNING -Wno-pass-failed)
endif()
function(act_tier isa flags)
    separate_arguments(flags)
    set(objects "")
    foreach(accuracy IN LISTS ARGN)
        set(target actfast_tier_${isa}_${accuracy})
        add_library(${target} OBJECT kernels/${isa}.c)
        target_compile_definitions(${target} PRIVATE ACCURACY=${accuracy} MATH="math_${accuracy}.h")
        target_compile_options(${target} PRIVATE ${ACTFAST_STRICT} ${flags} ${ACTFAST_TUNING}
                               -ffp-contract=off -fno-math-errno -fno-lto)
        target_include_directories(${target} PRIVATE ${SLEEF_INCLUDE_DIRS})
        set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
        act_common(${target})
        act_harden(${target} OFF)
        list(APPEND objects $<TARGET_OBJECTS:${target}>)
        string(APPEND ACTFAST_TIER_LINES "TIER(${isa}, ${accuracy})\n")
    endforeach()
    set(ACTFAST_${isa}_OBJECTS ${objects} PARENT_SCOPE)
    set(ACTFAST_TIER_OBJECTS ${ACTFAST_TIER_OBJECTS} ${objects} PARENT_SCOPE)
    set(ACTFAST_TIER_LINES "${ACTFAST_TIER_LINES}" PARENT_SCOPE)
    set(ACTFAST_TIERS ${ACTFAST_TIERS} ${isa} PARENT_SCOPE)
endfunction()

if(ACTFAST_ARCHITECTURE STREQUAL "x86_64")
    act_tier(avx512 "-mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx2 -mfma" accurate fast)
    act_tier(avx2 "-mavx2 -mfma" accurate fast)
    act_tier(sse2 "-msse2" accurate fast)
else()
    act_tier(neon "" accurate fast)
endif()
# Its loops are vectorised by the compiler. What GCC 12 makes of pairs of elements beside that has other last bits
# (silu's second derivative, n = 2).
act_tier(scalar "-fno-tree-slp-vectorize" accurate fast)

# dispatch/ takes the list of what is built in from here.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/tiers.def CONTENT
"/* The backends that are built in, best first. Written by cmake/tiers.cmake. */
@ACTFAST_TIER_LINES@#undef TIER
" @ONLY)
