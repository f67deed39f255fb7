/* The sse2 tier: SSE2, four lanes, no FMA. */

#define ISA                    sse2
#define SLEEF(function, bound) Sleef_cinz_##function##4_##bound##sse2

#include "vec/sse2.h"
#include MATH
#include "activations.h"
#include "tier.inc"
