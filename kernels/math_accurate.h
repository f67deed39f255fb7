/* The exponential of the accurate backends: SLEEF's, by the deterministic name for this tier. The
 * tier defines SLEEF(function, bound). Deterministic names give the same bits within a class:
 * Sleef_finz_* on tiers with FMA, Sleef_cinz_* on those without.
 *
 * With FMA it is a power of two, which SLEEF has in four fifths of the time of e^h, with no larger
 * errors, and what h/log(2) rounds away is three operations; without FMA those would cost more than
 * they save. */
#ifndef ACT_MATH_ACCURATE_H
#define ACT_MATH_ACCURATE_H

#include <sleef.h>

#define FAST 0

/* v_exponent(h) is what v_exponential() is given for e^h, or for 2^57*e^h where `up` says so, and
 * v_exponent_error(h) is the log of the factor by which that falls short, for a finite h. */
#ifdef FMA_CLASS
/* 2^q within 3.5 ULP by its name, 0.85 measured (SLEEF 3.5.1); 0 below -150. */
INLINE vf v_exponential(vf q) { return SLEEF(exp2f, u35)(q); }
/* h/log(2). In its error log(2) has two floats. */
INLINE vf v_base_2(vf h) { return v_mul(h, v_set1(0x1.715476p0f)); }
INLINE vf v_exponent(vf h, vm up) { return v_add(v_base_2(h), v_if(up, v_set1(57))); }
INLINE vf v_exponent_error(vf h, vm up) {
    const vf q = v_base_2(h), rest = v_nfma(q, v_set1(0x1.62e43p-1f), h);
    return (void)up, v_mla(q, v_set1(0x1.05c61p-29f), rest);
}
#else
/* e^h within 1 ULP (0.98 measured), 0 below -104. 57*log(2) is 39.5094, which h can be added to
 * without a rounding, less 2.49e-6. */
INLINE vf v_exponential(vf h) { return SLEEF(expf, u10)(h); }
INLINE vf v_exponent(vf h, vm up) { return v_add(h, v_if(up, v_set1(0x1.3c133cp5f))); }
INLINE vf v_exponent_error(vf h, vm up) { return (void)h, v_if(up, v_set1(-0x1.4e9246p-19f)); }
#endif

#endif
