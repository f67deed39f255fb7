/* v_exp of the fast backends, inlined. Where the maths has a shorter way for `fast`
 * it asks for FAST. */
#ifndef ACT_MATH_FAST_H
#define ACT_MATH_FAST_H

#define FAST         1
#define EXP_BY_CALLS 0

/* e^x = 2^n*(1 + q): n is the multiple of 1/EXP2_STEPS next to x/log(2), the tier's v_exp2() has
 * 2^n, and q = e^r - 1 is a polynomial in r = x - n*log(2), taken in two parts, the first of 15
 * bits. t holds n in its last bits. Relative errors of the polynomials: 2^-28.2 for 1 step,
 * 2^-32.3 for 8, 2^-29.2 for 16 (tools/exp_fast.sollya). */
#define EXP2_MAGIC (0x1.8p23f / EXP2_STEPS + 127)

/* In a directed mode a plain sum with MAGIC gives a neighbour of n, and an r of twice the size,
 * which shows where the steps are large; exp_t_next() has the next n in every mode. */
INLINE vf exp_t_next(vf x) { return v_next_step(x, v_set1(0x1.715476p0f), v_set1(EXP2_MAGIC)); }
/* t of 2^(x*factor). */
INLINE vf exp_t_by(vf x, vf factor) {
    const vf magic = v_set1(EXP2_MAGIC);
    return EXP2_STEPS > 1 ? v_mla(x, factor, magic) : v_next_step(x, factor, magic);
}
INLINE vf exp_t(vf x) { return exp_t_by(x, v_set1(0x1.715476p0f)); }
INLINE vf exp_n(vf t) { return v_sub(t, v_set1(EXP2_MAGIC)); }
INLINE vf exp_r(vf x, vf n) {
    return v_mla(n, v_set1(-0x1.7f7d1cp-20f), v_mla(n, v_set1(-0x1.62e4p-1f), x));
}
/* (q - r)/r^2. */
INLINE vf exp_p(vf r) {
    vf p;
    if (EXP2_STEPS == 16) {
        p = v_mla(r, v_set1(0x1.555598p-3f), v_set1(0x1.00021ep-1f));
    } else if (EXP2_STEPS == 8) {
        p = v_mla(r, v_set1(0x1.557ef8p-5f), v_set1(0x1.555c76p-3f));
        p = v_mla(p, r, v_set1(0x1.fffffep-2f));
    } else {
        p = v_mla(r, v_set1(0x1.694c86p-10f), v_set1(0x1.12397cp-7f));
        p = v_mla(p, r, v_set1(0x1.555a26p-5f));
        p = v_mla(p, r, v_set1(0x1.555492p-3f));
        p = v_mla(p, r, v_set1(0x1.fffffap-2f));
    }
    return p;
}
/* q + l for a small l; r + l is there before P is. */
INLINE vf exp_q_and(vf r, vf l) { return v_mla(v_mul(r, r), exp_p(r), v_add(r, l)); }
INLINE vf exp_q(vf r) { return v_mla(v_mul(r, r), exp_p(r), r); }

/* e^x for x <= 0 within 1.5 ULP; below -87.3, where it is subnormal, that or 0. */
INLINE vf v_exp(vf x) {
    const vf c = EXP2_UNDERFLOWS ? v_max(v_set1(-256), x) : x;
    const vf t = exp_t(c), n = exp_n(t), power = v_exp2(t, n);
    const vf e = v_mla(power, exp_q(exp_r(c, n)), power);
    return EXP2_UNDERFLOWS ? e : v_select(v_lt(x, v_set1(-87.33654f)), v_set1(0), e);
}

/* e^x where that is a normal float below 2^127. With finer steps q is a parabola, and e^x within
 * 2^-24.2 but for roundings (tools/exp_fast.sollya): sigmoid comes to 3.85 ULP of 4 with it, there
 * is no room for another rounding. */
#ifdef EXP2_FINER_STEPS
#    define EXP2_FINER_MAGIC (0x1.8p23f / EXP2_FINER_STEPS)
INLINE vf v_exp_either(vf x) {
    const vf t = v_next_step(x, v_set1(0x1.715476p0f), v_set1(EXP2_FINER_MAGIC));
    const vf n = v_sub(t, v_set1(EXP2_FINER_MAGIC)), power = v_exp2_finer(t, n), r = exp_r(x, n);
    const vf q = v_mul(r, v_mla(r, v_set1(0.5f), v_set1(0x1.0000f6p0f)));
    return v_mla(power, q, power);
}
#else
INLINE vf v_exp_either(vf x) {
    const vf t = exp_t(x), n = exp_n(t), power = v_exp2(t, n);
    return v_mla(power, exp_q(exp_r(x, n)), power);
}
#endif

/* 2^24*e^x for x in [-103, 71], a factor that keeps it out of the subnormals. */
INLINE vf exp_up_of(vf t, vf q) {
    const vf power = v_exp2_up(t, exp_n(t));
    return v_mla(power, q, power);
}
INLINE vf v_exp_up(vf x) {
    const vf t = exp_t(x);
    return exp_up_of(t, exp_q(exp_r(x, exp_n(t))));
}

/* The same without the rounding error of the power, given r. */
INLINE vf exp_up_close(vf t, vf r) { return exp_up_of(t, exp_q_and(r, v_exp2_error(t))); }
INLINE vf v_exp_up_close(vf x) {
    const vf t = exp_t(x);
    return exp_up_close(t, exp_r(x, exp_n(t)));
}

/* 2^24*e^(u*v), and 2^24*e^(u*v + l) for a small l, where u*v is not rounded: what is left of it
 * after 12 bits of log(2), n times which is exact too, is one fused operation away. */
INLINE vf exp_product_r(vf u, vf v, vf n) {
    return v_mla(n, v_set1(-0x1.0bfbe8p-15f), v_fma(u, v, v_mul(n, v_set1(-0x1.62ep-1f))));
}
INLINE vf v_exp_up_product(vf u, vf v) {
    const vf t = exp_t(v_mul(u, v));
    return exp_up_of(t, exp_q(exp_product_r(u, v, exp_n(t))));
}
INLINE vf v_exp_up_product_and(vf u, vf v, vf l) {
    const vf t = exp_t(v_mul(u, v));
    return exp_up_of(t, exp_q(v_add(exp_product_r(u, v, exp_n(t)), l)));
}

/* t of e^(u*v) for a u <= 0 that is the same for all elements: u/log(2), where that is a float, is
 * computed once, outside the loop. */
INLINE vf exp_t_scaled(vf u, vf v) {
    if (v_any(v_lt(u, v_set1(-0x1p127f)))) return exp_t(v_mul(u, v));
    return exp_t_by(v, v_mul(u, v_set1(0x1.715476p0f)));
}
/* 2^24*e^(u*v), and without the rounding error of the power. */
INLINE vf v_exp_up_scaled(vf u, vf v) {
    const vf t = exp_t_scaled(u, v);
    return exp_up_of(t, exp_q(exp_product_r(u, v, exp_n(t))));
}
INLINE vf v_exp_up_scaled_close(vf u, vf v) {
    const vf t = exp_t_scaled(u, v);
    return exp_up_close(t, exp_product_r(u, v, exp_n(t)));
}

#endif
