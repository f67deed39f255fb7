/* SLEEF composed by hand for avx512. */

#define ISA                    avx512
#define SLEEF(function, bound) Sleef_finz_##function##16_##bound##avx512f

#include "vec/avx512.h"
#include "sleef.inc"
