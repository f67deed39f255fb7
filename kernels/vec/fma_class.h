/* What the tiers with FMA (avx2, avx512, neon) build from their vocabulary in the same way, so
 * that their bits agree. */
#ifndef ACT_VEC_FMA_CLASS_H
#define ACT_VEC_FMA_CLASS_H

#define FMA_CLASS

/* The fused operations are the cheapest. */
INLINE vf v_mla(vf a, vf b, vf c) { return v_fma(a, b, c); }
INLINE vf v_nmla(vf a, vf b, vf c) { return v_nfma(a, b, c); }
INLINE vf v_mls(vf a, vf b, vf c) { return v_fms(a, b, c); }

/* 1/b by Newton's iteration on the processor's estimate. Estimates differ between CPU makers,
 * the result does not: once r is within an ULP, fma(r, 1 - b*r, r) is the nearest float to 1/b
 * unless the mantissa of b has all bits set (Markstein, IA-64 and Elementary Functions, 2000),
 * and then the iteration, which comes from below, stays on the lower neighbour. */
INLINE vf v_recip(vf b) {
    vf r = v_recip_guess(b);
    for (int step = 0; step < RECIP_STEPS; step++) {
        r = v_fma(r, v_nfma(b, r, v_set1(1)), r);
    }
    return r;
}

#endif
