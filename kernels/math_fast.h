/* v_exp and v_log1p of the fast backends, inlined. Where the maths has a shorter way for `fast` it asks
 * for FAST. */
#ifndef ACT_MATH_FAST_H
#define ACT_MATH_FAST_H

#define FAST 1

/* e^x for x <= 0 within 1.1 ULP; 0 below -87.3, where it would be subnormal. x = n*ln(2) + r, e^r = 1
 * + r + r^2*P(r) with P of degree 4, relative error 2^-28 (tools/exp_fast.sollya); the first part of
 * ln(2) has 15 bits, so that n times it is exact. */
INLINE vf v_exp(vf x) {
    const vf biased = v_mla(x, v_set1(0x1.715476p0f), v_set1(0x1.8p23f + 127)); /* n + this */
    const vf n = v_sub(biased, v_set1(0x1.8p23f + 127));
    const vf r = v_mla(n, v_set1(-0x1.7f7d1cp-20f), v_mla(n, v_set1(-0x1.62e4p-1f), x));
    vf p = v_set1(0x1.694c86p-10f);          /* 1.378e-3 */
    p = v_mla(p, r, v_set1(0x1.12397cp-7f)); /* 8.369e-3 */
    p = v_mla(p, r, v_set1(0x1.555a26p-5f)); /* 0.04167 */
    p = v_mla(p, r, v_set1(0x1.555492p-3f)); /* 0.1667 */
    p = v_mla(p, r, v_set1(0x1.fffffap-2f)); /* 0.5 */
    p = v_mla(p, r, v_set1(1));
    const vf e = v_mla(p, r, v_set1(1));
    return v_select(v_lt(x, v_set1(-87.33654f)), v_set1(0), v_scale2(e, n, biased));
}

/* log(1 + t) for t in [0, 1] within 2 ULP: t + t^2*L(t), L of degree 8, relative error 2^-27.5
 * (tools/log_fast.sollya). */
INLINE vf v_log1p(vf t) {
    vf p = v_set1(-0x1.b22adep-9f);           /* -3.31e-3 */
    p = v_mla(p, t, v_set1(0x1.4a9226p-6f));  /* 0.0202 */
    p = v_mla(p, t, v_set1(-0x1.d7efa8p-5f)); /* -0.0576 */
    p = v_mla(p, t, v_set1(0x1.b53c48p-4f));  /* 0.1067 */
    p = v_mla(p, t, v_set1(-0x1.3a6736p-3f)); /* -0.1535 */
    p = v_mla(p, t, v_set1(0x1.935568p-3f));  /* 0.1970 */
    p = v_mla(p, t, v_set1(-0x1.ff2556p-3f)); /* -0.2496 */
    p = v_mla(p, t, v_set1(0x1.554ddap-2f));  /* 0.3333 */
    p = v_mla(p, t, v_set1(-0x1.ffffd2p-2f)); /* -0.5 */
    return v_mla(v_mul(t, t), p, t);
}

#endif
