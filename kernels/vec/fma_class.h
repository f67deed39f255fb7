/* What the tiers with FMA (avx2, avx512, neon) build from their vocabulary in the same way, so that
 * their bits agree. */
#ifndef ACT_VEC_FMA_CLASS_H
#define ACT_VEC_FMA_CLASS_H

/* One cubic step towards 1/b: an error of e becomes e^3. */
INLINE vf recip_step(vf r, vf b) {
    const vf e = v_fma(v_neg(b), r, v_set1(1));
    return v_fma(r, v_fma(e, e, e), r);
}

/* a/b to within one ULP without the divider, which leaves that to a square root beside it; 0 for b
 * > 2^125. The guess is good to 12 %, two steps to 2^-27, and the residual rounds the quotient.
 * Hardware estimates would be faster, but each CPU maker has its own bits. */
INLINE vf v_quick_div(vf a, vf b) {
    const vf r = recip_step(recip_step(v_recip_guess(b), b), b);
    const vf q = v_mul(a, r);
    const vf rounded = v_fma(v_fma(v_neg(q), b, a), r, q);
    return v_select(v_lt(v_set1(0x1p125f), b), v_set1(0), rounded);
}

#endif
