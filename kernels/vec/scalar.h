/* The v_* vocabulary in plain C, one lane: the reference for what each verb means. */
#ifndef ACT_VEC_SCALAR_H
#define ACT_VEC_SCALAR_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline, unused))

/* Floats in a vector, and the vectors that a loop computes at once: as many as the registers hold,
 * beside their constants and where these are few. */
enum { LANES = 1, IN_FLIGHT = 1, IN_FLIGHT_SHORT = 1 };

typedef float vf; /* LANES floats */
typedef bool vm;  /* LANES truth values */

#define REGISTER "r" /* of integers, which all processors call so; there bits are at hand, too */
#include "opaque.h"

INLINE uint32_t bits_of(vf x) {
    uint32_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

INLINE vf from_bits(uint32_t u) {
    vf x;
    memcpy(&x, &u, sizeof x);
    return x;
}

/* By masks: of a choice between floats the compiler makes a branch, which is guessed wrong at
 * every other element of real data. */
INLINE uint32_t bits_if(bool m, uint32_t yes) { return -(uint32_t)m & yes; }
INLINE vf choice(bool m, vf yes, vf no) {
    return from_bits(bits_if(m, bits_of(yes)) | bits_if(!m, bits_of(no)));
}

/* Memory. The partial forms touch n floats only, 0 < n < LANES; the spare lanes of a load hold
 * p[0]. */
INLINE vf v_set1(float s) { return s; }
INLINE vf v_load(const float *p) { return *p; }
INLINE void v_store(float *p, vf x) { *p = x; }
INLINE vf v_load_part(const float *p, size_t n) { return (void)n, *p; }
INLINE void v_store_part(float *p, vf x, size_t n) { (void)p, (void)x, (void)n; }
INLINE void v_stream(float *p, vf x) { *p = x; }
INLINE void v_stream_end(void) {}
INLINE void v_leave(void) {}

/* -x, a sign that the compiler moves into no product and out of none. */
INLINE vf v_neg(vf x) { return opaque(from_bits(bits_of(opaque(x)) ^ 0x80000000u)); }

/* Arithmetic, each rounded once. */
INLINE vf v_add(vf a, vf b) { return a + b; }
INLINE vf v_sub(vf a, vf b) { return a - b; }
INLINE vf v_mul(vf a, vf b) { return a * b; }
INLINE vf v_div(vf a, vf b) { return a / b; }
INLINE vf v_sqrt(vf a) { return sqrtf(a); }

/* a*b + c rounded once where the tier has FMA. This class of tiers has none: it goes through
 * double, where the product is exact, so that an error term is as good as the real thing; the sum
 * rounds twice. */
INLINE vf v_fma(vf a, vf b, vf c) { return (vf)((double)a * b + c); }
/* c - a*b and a*b - c likewise. */
INLINE vf v_nfma(vf a, vf b, vf c) { return v_fma(v_neg(a), b, c); }
INLINE vf v_fms(vf a, vf b, vf c) { return v_fma(a, b, v_neg(c)); }
/* a*b + c, c - a*b and a*b - c the cheapest way, for where the rounding of the product does not
 * matter. */
INLINE vf v_mla(vf a, vf b, vf c) { return a * b + c; }
INLINE vf v_nmla(vf a, vf b, vf c) { return v_mla(v_neg(a), b, c); }
INLINE vf v_mls(vf a, vf b, vf c) { return a * b - c; }

/* 1/b for b in [2^-125, 2^125]: the nearest float, but on tiers with FMA the lower neighbour where
 * all bits of b's mantissa are set. Beyond, anything. */
INLINE vf v_recip(vf b) { return 1 / b; }

/* Order, and sign. min and max return b when either is NaN or both are zeros: data goes second. */
INLINE vf v_abs(vf x) { return from_bits(bits_of(x) & 0x7fffffffu); }
INLINE vf v_copysign(vf size, vf sign) {
    return from_bits((bits_of(size) & 0x7fffffffu) | (bits_of(sign) & 0x80000000u));
}
/* The same for a size that has no sign, or is a NaN. */
INLINE vf v_with_sign(vf size, vf sign) {
    return from_bits(bits_of(size) | (bits_of(sign) & 0x80000000u));
}
INLINE vf v_min(vf a, vf b) { return choice(a < b, a, b); }
INLINE vf v_max(vf a, vf b) { return choice(a > b, a, b); }

/* Truth values; comparisons with NaN are false. */
INLINE vm v_lt(vf a, vf b) { return a < b; }
INLINE vm v_le(vf a, vf b) { return a <= b; }
INLINE vm v_not_lt(vf a, vf b) { return !(a < b); }
INLINE vm v_is_nan(vf x) { return x != x; }
INLINE bool v_any(vm m) { return m; }
INLINE vf v_select(vm m, vf yes, vf no) { return choice(m, yes, no); }
INLINE vf v_if(vm m, vf yes) { return from_bits(bits_if(m, bits_of(yes))); }
/* 1 where x > 0, below where x <= 0, NaN for NaN. */
INLINE vf v_step(vf x, vf below) {
    return from_bits(bits_if(x > 0, 0x3f800000u) | bits_if(x <= 0, bits_of(below)) |
                     bits_if(x != x, 0x7fc00000u));
}
/* yes where lo < x < hi, both finite, NaN for NaN, else 0. Where the caller flushes subnormals, x
 * may count as a bound that it is less than 2^-126 from. */
INLINE vf v_between(vf lo, vf x, vf hi, vf yes) {
    return from_bits(bits_if((lo < x) & (x < hi), bits_of(yes)) | bits_if(x != x, 0x7fc00000u));
}

/* c plus the multiple of 1/EXP2_STEPS next to a*b < 128, in any rounding mode, where the sum is
 * exact; below -2^22 any number of that size. */
INLINE vf v_next_step(vf a, vf b, vf c) {
    const vf below = v_max(v_mla(a, b, -128.5f), -0x1p22f); /* truncated, for it is negative */
    return (vf)(int32_t)below + (c + 128);
}

/* 2^n for a multiple n of 1/EXP2_STEPS in [-126, 128), given t = n + 1.5*2^23/EXP2_STEPS + 127
 * too, whose last bits are n + 127. Where EXP2_UNDERFLOWS it is right below -126 too, where it
 * is not any number will do. Relative error 2^-25, and v_exp2_error() is what it lacks of 1. */
enum { EXP2_STEPS = 1, EXP2_UNDERFLOWS = 0 };
INLINE vf v_exp2(vf t, vf n) { return (void)n, from_bits(bits_of(t) << 23); }
/* 2^(n + 24), for n in [-150, 104). */
INLINE vf v_exp2_up(vf t, vf n) { return (void)n, from_bits((bits_of(t) + 24) << 23); }
INLINE vf v_exp2_error(vf t) { return (void)t, 0; }

/* table[k], k the last two bits of v's exponent and the first behind it, of which there are
 * log2(PIECES) in all: the piece of [1, 16) that v is in. Loops with it are not vectorised: where
 * an exponential does as well, it is twice as fast. */
#define PIECES      8
#define SLOW_PIECES 1
INLINE vf v_piece(const float table[PIECES], vf v) {
    uint32_t k = bits_of(v) >> 22 & 7;
    __asm__("" : "+r"(k)); /* not vectorised: every lane's row would be looked up on its own */
    return table[k];
}

/* 2^floor(log2(b)/2), for a positive normal b. */
INLINE vf v_root_scale(vf b) { return from_bits(((bits_of(b) + 0x3f800000u) >> 1) & 0x7f800000u); }

/* sum[i % 16] += a[i]*b[i] in the order of i, n a multiple of 16. A product of two floats is exact
 * in double, with FMA or without. */
INLINE void v_sum_products(double sum[16], const float *a, const float *b, size_t n) {
    for (size_t i = 0; i < n; i++) sum[i % 16] += (double)a[i] * b[i];
}

#endif
