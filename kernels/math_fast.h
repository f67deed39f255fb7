/* v_exp of the fast backends, inlined. Where the maths has a shorter way for `fast`
 * it asks for FAST. */
#ifndef ACT_MATH_FAST_H
#define ACT_MATH_FAST_H

#define FAST 1

/* e^x = 2^n*(1 + q): n is the multiple of 1/EXP2_STEPS next to x/log(2), the tier's v_exp2() has
 * 2^n, and q is a polynomial in what n leaves over, r: of x/log(2), which a fused operation takes
 * unrounded, or of x where a tier has one step, for not all of those have FMA. t holds n in its
 * last bits. Relative errors of the polynomials: 2^-28.2 for 1 step, 2^-32.2 for 8, 2^-29.2 for 16
 * (tools/exp_fast.sollya). */
#define EXP2_MAGIC (0x1.8p23f / EXP2_STEPS + 127)
static const float log2_e = 0x1.715476p0f, log2_e_lo = 0x1.4ae0cp-26f; /* 1/log(2) = 1.4426950 */

/* In a directed mode a plain sum with MAGIC gives a neighbour of n, and an r of twice the size,
 * which shows where the steps are large; exp_t_next() has the next n in every mode. */
INLINE vf exp_t_next(vf x) { return v_next_step(x, v_set1(log2_e), v_set1(EXP2_MAGIC)); }
/* t of 2^(u*v). */
INLINE vf exp_t_product(vf u, vf v) {
    const vf magic = v_set1(EXP2_MAGIC);
    return EXP2_STEPS > 1 ? v_mla(u, v, magic) : v_next_step(u, v, magic);
}
INLINE vf exp_t(vf x) { return exp_t_product(x, v_set1(log2_e)); }
INLINE vf exp_n(vf t) { return v_sub(t, v_set1(EXP2_MAGIC)); }
/* r of e^x; the first part of log(2) has 15 bits. */
INLINE vf exp_r(vf x, vf n) {
    if (EXP2_STEPS > 1) return v_mla(x, v_set1(log2_e_lo), v_mls(x, v_set1(log2_e), n));
    return v_mla(n, v_set1(-0x1.7f7d1cp-20f), v_mla(n, v_set1(-0x1.62e4p-1f), x));
}
/* The same without the product with log2_e_lo, for finer steps, and what q lacks then but for 2^-25 of it
 * at most: this is not in the chain of operations that r starts. */
INLINE vf exp_r_most(vf x, vf n) {
    return EXP2_STEPS > 1 ? v_mls(x, v_set1(log2_e), n) : exp_r(x, n);
}
static const float log_rest = (float)(0x1.4ae0cp-26 * 0.69314718055994530942);
INLINE vf exp_q_rest(vf x) { return v_mul(x, v_set1(log_rest)); }
/* r of 2^(u*(v + v_lo)), where u*v is not rounded. */
INLINE vf exp_r_product(vf u, vf v, vf v_lo, vf n) {
    const vf r = v_mla(u, v_lo, v_fms(u, v, n));
    return EXP2_STEPS > 1 ? r : v_mul(v_set1(0x1.62e43p-1f), r);
}
/* (q - r)/r^2 for an r of x. */
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
/* q, and q + l for a small l, which is 0 where there is one step; both for an r of x. */
INLINE vf exp_q(vf r) {
    if (EXP2_STEPS > 1) return v_mul(r, v_mla(r, exp_p(r), v_set1(1)));
    return v_mla(v_mul(r, r), exp_p(r), r);
}
INLINE vf exp_q_and(vf r, vf l) {
    return EXP2_STEPS > 1 ? v_mla(r, v_mla(r, exp_p(r), v_set1(1)), l) : exp_q(r);
}
/* q/r for an r of x/log(2), of finer steps. */
INLINE vf exp2_p(vf r) {
    vf p;
    if (EXP2_STEPS == 16) {
        p = v_mla(r, v_set1(0x1.c6aceep-5f), v_set1(0x1.ebfff4p-3f));
    } else {
        p = v_mla(r, v_set1(0x1.3b0858p-7f), v_set1(0x1.c6b8e2p-5f));
        p = v_mla(p, r, v_set1(0x1.ebfbe2p-3f));
    }
    return v_mla(p, r, v_set1(0x1.62e43p-1f));
}
/* power*(1 + q), and power*(1 + q + l). */
INLINE vf exp_of(vf power, vf r) {
    return v_mla(power, EXP2_STEPS > 1 ? v_mul(r, exp2_p(r)) : exp_q(r), power);
}
INLINE vf exp_and(vf power, vf r, vf l) {
    return EXP2_STEPS > 1 ? v_mla(power, v_mla(r, exp2_p(r), l), power) : exp_of(power, r);
}
/* The same in a shorter chain, for a power whose product with r is seldom subnormal: that would cost
 * ten times as much. */
INLINE vf exp_of_normal(vf power, vf r) {
    return EXP2_STEPS > 1 ? v_mla(v_mul(power, r), exp2_p(r), power) : exp_of(power, r);
}

/* e^x for x <= 0 within 1.5 ULP; below -87.3, where it is subnormal, that or 0. The least c keeps the
 * parts in the floats. */
INLINE vf v_exp(vf x) {
    const vf least = v_set1(EXP2_UNDERFLOWS ? -256 : -87.33654f), c = v_max(least, x);
    const vf t = exp_t(c), n = exp_n(t);
    const vf e = exp_and(v_exp2(t, n), exp_r(c, n), v_exp2_error(t));
    return EXP2_UNDERFLOWS ? e : v_select(v_lt(x, least), v_set1(0), e);
}

/* e^x where that is a normal float below 2^127. With finer steps q is a parabola, and e^x within
 * 2^-24.2 but for roundings (tools/exp_fast.sollya): sigmoid comes to 3.85 ULP of 4 with it, there
 * is no room for another rounding. */
#ifdef EXP2_FINER_STEPS
#    define EXP2_FINER_MAGIC (0x1.8p23f / EXP2_FINER_STEPS)
INLINE vf v_exp_either(vf x) {
    const vf t = v_next_step(x, v_set1(log2_e), v_set1(EXP2_FINER_MAGIC));
    const vf n = v_sub(t, v_set1(EXP2_FINER_MAGIC)), r = exp_r_most(x, n);
    const vf p = v_mla(r, v_set1(0x1.ebfbdcp-3f), v_set1(0x1.62e584p-1f));
    const vf power = v_exp2_finer(t, n), q = v_mla(r, p, exp_q_rest(x));
    return v_mla(power, q, power);
}
#else
INLINE vf v_exp_either(vf x) {
    const vf t = exp_t(x), n = exp_n(t);
    return exp_and(v_exp2(t, n), exp_r_most(x, n), exp_q_rest(x));
}
#endif

/* 2^24*e^x for x in [-103, 71], a factor that keeps it out of the subnormals. */
INLINE vf v_exp_up(vf x) {
    const vf t = exp_t(x), n = exp_n(t);
    return exp_and(v_exp2_up(t, n), exp_r_most(x, n), exp_q_rest(x));
}
/* The same without the rounding error of the power. */
INLINE vf v_exp_up_close(vf x) {
    const vf t = exp_t(x), n = exp_n(t);
    const vf rest = v_mla(x, v_set1(log_rest), v_exp2_error(t));
    return exp_and(v_exp2_up(t, n), exp_r_most(x, n), rest);
}

/* 2^24*2^(u*(v + v_lo)) from 2^-150 to 2^127, and without the rounding error of the power. */
INLINE vf v_exp2_up_product(vf u, vf v, vf v_lo) {
    const vf t = exp_t_product(u, v), n = exp_n(t);
    return exp_of_normal(v_exp2_up(t, n), exp_r_product(u, v, v_lo, n));
}
INLINE vf v_exp2_up_product_close(vf u, vf v, vf v_lo) {
    const vf t = exp_t_product(u, v), n = exp_n(t);
    return exp_and(v_exp2_up(t, n), exp_r_product(u, v, v_lo, n), v_exp2_error(t));
}
/* What v = s*k lacks of s*(k + k_lo). */
INLINE vf v_product_lo(vf s, float k, float k_lo, vf v) {
    return v_mla(s, v_set1(k_lo), v_fms(s, v_set1(k), v));
}

#endif
