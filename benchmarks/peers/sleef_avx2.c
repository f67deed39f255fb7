/* SLEEF composed by hand for avx2. */

#define ISA                    avx2
#define SLEEF(function, bound) Sleef_finz_##function##8_##bound##avx2

#include "vec/avx2.h"
#include "sleef.inc"
