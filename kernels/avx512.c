/* The avx512 tier: AVX-512 F, BW, DQ and VL, sixteen lanes. */

#define ISA                    avx512
#define SLEEF(function, bound) Sleef_finz_##function##16_##bound##avx512f

#include "vec/avx512.h"
#include "vec/fma_class.h"
#include MATH
#include "activations.h"
#include "tier.inc"
