/* The scalar tier: plain C, one lane, no FMA. */

#define ISA                    scalar
#define ACCURACY               accurate
#define SLEEF(function, bound) Sleef_cinz_##function##1_##bound##purec

#include "vec/scalar.h"
#include "math_accurate.h"
#include "activations.h"
#include "tier.inc"
