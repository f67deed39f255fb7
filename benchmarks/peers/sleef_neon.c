/* SLEEF composed by hand for neon. */

#define ISA                    neon
#define SLEEF(function, bound) Sleef_finz_##function##4_##bound##advsimd

#include "vec/neon.h"
#include "sleef.inc"
