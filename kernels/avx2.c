/* The avx2 tier: AVX2 and FMA3, eight lanes. */

#define ISA                    avx2
#define SLEEF(function, bound) Sleef_finz_##function##8_##bound##avx2

#include "vec/avx2.h"
#include "vec/fma_class.h"
#include MATH
#include "activations.h"
#include "tier.inc"
