/* The scalar tier: plain C, one lane, no FMA. */

#define ISA                    scalar
#define SLEEF(function, bound) Sleef_cinz_##function##1_##bound##purec

#include "vec/scalar.h"
#include MATH
#include "activations.h"
#include "tier.inc"
