/* v_exp of the accurate backends: SLEEF's, by the deterministic name for this tier. The
 * tier defines SLEEF(function, bound). Deterministic names give the same bits within a class:
 * Sleef_finz_* on tiers with FMA, Sleef_cinz_* on those without. */
#ifndef ACT_MATH_ACCURATE_H
#define ACT_MATH_ACCURATE_H

#include <sleef.h>

#define FAST         0
#define EXP_BY_CALLS 1 /* tier.inc makes them in a loop of their own */

/* SLEEF's functions depend on their argument alone. Saying so lets value_and_grad call them once.
 */
#define DECLARE_PURE(function) extern __typeof__(function) function __attribute__((const))
DECLARE_PURE(SLEEF(expf, u10));
#undef DECLARE_PURE

/* e^x within 1 ULP (0.98 measured), 0 below -104. */
INLINE vf v_exp(vf x) { return SLEEF(expf, u10)(x); }

#endif
