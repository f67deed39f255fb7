/* The neon tier: AArch64 NEON, four lanes. */

#define ISA                    neon
#define SLEEF(function, bound) Sleef_finz_##function##4_##bound##advsimd

#include "vec/neon.h"
#include "vec/fma_class.h"
#include MATH
#include "activations.h"
#include "tier.inc"
