/* SLEEF composed by hand for sse2. */

#define ISA                    sse2
#define SLEEF(function, bound) Sleef_cinz_##function##4_##bound##sse2

#include "vec/sse2.h"
#include "sleef.inc"
