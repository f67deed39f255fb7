/* The sse2 tier: SSE2, four lanes, no FMA. */

#define ISA                    sse2
#define ACCURACY               accurate
#define SLEEF(function, bound) Sleef_cinz_##function##4_##bound##sse2

#include "vec/sse2.h"
#include "math_accurate.h"
#include "activations.h"
#include "tier.inc"
