/* Where `fast` has a shorter way than the maths of activations.h: these take the places of what has
 * the same name there, by the macros at the end. All else of `fast` is activations.h over the verbs
 * of math_fast.h.
 *
 * They are made of z = e^p, or e^-abs(p), given as z_up = 2^24*z, which is a float wherever a
 * result is one; the 2^24 goes out again with a division by a sum that has it too, or last. From
 * where all results are below FLT_MIN in size z_up is 0: `fast` may give zeros there, and
 * subnormals would cost ten times as much. */
#ifndef ACT_ACTIVATIONS_FAST_H
#define ACT_ACTIVATIONS_FAST_H

#include "pieces_fast.h"

/* The tables: by rows, of which v_piece() takes one after the other, if the type has no way of its
 * own to keep them and to look up the rows for v. */
#ifndef PIECES_TABLE
#    define PIECES_ROW(...) {__VA_ARGS__},
#    define PIECES_TABLE(name, rows, ROWS)                                                         \
        static const float name[rows][PIECES] = {ROWS(PIECES_ROW)}
typedef struct {
    const float *table;
    vf v;
} pieces;
INLINE pieces v_pieces(const float *table, int rows, vf v) {
    return (void)rows, (pieces){table, v};
}
INLINE vf v_row(pieces p, int i) { return v_piece(p.table + i * PIECES, p.v); }
#endif
PIECES_TABLE(tanh_pieces, tanh_degree + 2, TANH_PIECES);
PIECES_TABLE(gelu_pieces, gelu_degree + 2, GELU_PIECES);
#if PIECES == 8
PIECES_TABLE(log1p_ratio_pieces, log1p_ratio_degree + 2, LOG1P_RATIO_PIECES);
#endif

static const float two_24 = 0x1p24f, two_m24 = 0x1p-24f;

/* abs(x) up to a limit from which on z would leave the floats. */
INLINE vf fast_size(vf x, float limit) { return v_min(constant(limit), v_abs(x)); }
INLINE vf fast_between(vf x, float low, float high) {
    return v_max(constant(low), v_min(constant(high), x));
}
/* What an exponential is taken of. Below `low` its result is cut away, whatever it is where
 * v_exp2() itself underflows. */
INLINE vf fast_exponent(vf x, float low, float high) {
    return EXP2_UNDERFLOWS ? v_min(constant(high), x) : fast_between(x, low, high);
}

/* w*g. AMD's Zen 5 waits for a product that is subnormal, but not for a fused operation's: this one
 * adds -0, which changes nothing but a +0 when rounding downward. It is a product where the compiler
 * knows w, as it does one(). */
INLINE vf fast_weigh(vf w, vf g) {
#ifdef FMA_CLASS
    if (!__builtin_constant_p(w[0])) return v_fma(w, g, opaque(constant(-0.0f)));
#endif
    return v_mul(w, g);
}
/* The same, given 2^24*g. */
INLINE vf fast_weigh_up(vf w, vf g_up) { return fast_weigh(w, v_mul(g_up, constant(two_m24))); }

/* The polynomial about the centre of the piece that a is in, v = 1 + scale*a: v_pieces() finds it
 * by v's bits. */
INLINE vf fast_piecewise(const float *table, int degree, vf a, vf v) {
    const pieces p = v_pieces(table, degree + 2, v);
    const vf u = v_add(a, v_row(p, 0));
    vf y = v_row(p, degree + 1);
    for (int i = degree; i > 0; i--) y = v_mla(y, u, v_row(p, i));
    return y;
}

/* ---- SquarePlus ---- */

#ifdef HAS_CLOSE_GUESSES
/* f(-a) guessed as g = (b/2)/(s + a) = (b/2)*p, which loses nothing to cancellation, and a step of
 * Newton's iteration, which makes a float of it; its slope is 2*g + a = s, of whose reciprocal there
 * is an estimate r, too. q is s^2; it and s*(s + a) are floats with room to spare up to 2^60.
 *
 * Makers of processors differ in their estimates, which are all within 2^-14. So g is off by 2^-13
 * at most. The step leaves 2^-27 for the square of that, since g/s <= 1/2, and 2^-27 for the slope,
 * together 2^-26, a quarter of an ULP; rounding a + g <= s adds 2^-24 at most. The step towards 1/s
 * leaves 1.5*2^-28, and f'' has its cube.
 */
struct squareplus_guess {
    vf size, r, p;
};
INLINE struct squareplus_guess squareplus_quick_shared(vf x, vf b) {
    const vf a = v_abs(x), q = squareplus_square(x, b), r = v_recip_root_guess(q);
    return (struct squareplus_guess){a, r, v_recip_guess(v_mla(q, r, a))};
}
INLINE vf fast_squareplus_tail(vf x, struct squareplus_guess e, vf b) {
    const vf g = v_mul(v_mul(constant(0.5f), b), e.p);
    return v_mla(v_nfma(g, v_add(v_abs(x), g), v_mul(constant(0.25f), b)), e.r, g);
}
INLINE vf squareplus_quick_value(vf x, struct squareplus_guess e, vf b) {
    return v_add(v_max(constant(0), x), fast_squareplus_tail(x, e, b));
}

/* What r lacks of 1/s, relative to r. */
INLINE vf fast_squareplus_error(vf x, vf r, vf b) {
    return v_nfma(v_mul(squareplus_square(x, b), r), v_mul(constant(0.5f), r), constant(0.5f));
}
/* f'(-a) = f(-a)/s, a normal float up to 2^50 whatever w makes of it. */
INLINE vf squareplus_quick_grad(vf x, struct squareplus_guess e, vf w, vf b) {
    const vf rough = v_mul(fast_squareplus_tail(x, e, b), e.r);
    const vf below = v_mla(fast_squareplus_error(x, e.r, b), rough, rough);
    return v_mul(w, v_select(v_lt(constant(0), x), v_sub(one(), below), below));
}
/* (b/2)/s^3, a normal float up to 2^30. */
INLINE vf squareplus_quick_grad2(vf x, struct squareplus_guess e, vf b) {
    const vf r = v_mla(fast_squareplus_error(x, e.r, b), e.r, e.r);
    return v_mul(v_mul(v_mul(constant(0.5f), b), r), v_mul(r, r));
}

/* The least of the limits below. */
INLINE vf squareplus_quick_end(vf b) { return squareplus_care_from(b, constant(0x1p30f)); }
/* A vector that may need care. */
INLINE vf fast_squareplus_value(vf x, vf e, vf b) {
    const vm care = squareplus_needs_care(x, b, constant(0x1p60f));
    const vf y = squareplus_quick_value(x, squareplus_quick_shared(x, b), b);
    return (void)e, RARELY(v_any(care)) ? v_select(care, careful_value(x, b), y) : y;
}
INLINE vf fast_squareplus_grad(vf x, vf e, vf w, vf b) {
    const vm care = squareplus_needs_care(x, b, constant(0x1p50f));
    const vf g = squareplus_quick_grad(x, squareplus_quick_shared(x, b), w, b);
    return RARELY(v_any(care)) ? v_select(care, squareplus_grad(x, e, w, b), g) : g;
}
INLINE vf fast_squareplus_grad2(vf x, vf e, vf b) {
    const vm care = squareplus_needs_care(x, b, constant(0x1p30f));
    const vf h = squareplus_quick_grad2(x, squareplus_quick_shared(x, b), b);
    return (void)e, RARELY(v_any(care)) ? v_select(care, careful_grad2(x, b), h) : h;
}

/* ---- Softsign ---- */

/* By an estimate of 1/d, d = 1 + abs(x), that is off by 2^-14, and one step that leaves 2^-28 of it.
 * f is 1 from 2^25 on, and f' is 0 from 2^75 on where it has no weight. What a quotient of 0 lacks
 * is a zero, of a sign that the mode chooses: subtracted it leaves the quotient's. */
INLINE vf fast_softsign_size(vf x) { return v_min(constant(0x1p80f), v_abs(x)); }
INLINE vf fast_softsign_value(vf x, vf e) {
    const vf a = fast_softsign_size(x), d = v_add(one(), a), r = v_recip_guess(d);
    const vf q = v_mul(a, r);
    return (void)e, v_with_sign(v_nmla(v_fms(q, d, a), r, q), x);
}
INLINE vf fast_softsign_grad(vf x, vf e, vf w) {
    const int weighted = !__builtin_constant_p(w[0]);
    const vf d = v_add(one(), weighted ? v_abs(x) : fast_softsign_size(x)), r = v_recip_guess(d);
    const vf lack = v_nfma(d, r, one()); /* NaN for an infinity, whose r is 0 */
    const vf closer = v_mla(weighted ? v_min(lack, one()) : lack, r, r);
    return (void)e, v_mul(v_mul(w, closer), closer);
}
#endif

/* ---- Sigmoid ---- */

/* z = e^x, where that and e^-x are normal floats: beyond, s or s' is below FLT_MIN. */
static const float fast_sigmoid_end = 0x1.5d589ep6f; /* 126*log(2) */
INLINE vf fast_sigmoid_shared(vf x) {
    const vm inside = v_not_lt(x, constant(-fast_sigmoid_end));
    const vf c = EXP2_UNDERFLOWS ? x : v_if(inside, x);
    return v_if(inside, v_exp_either(v_min(constant(fast_sigmoid_end), c)));
}
/* s = z/(1 + z). */
INLINE vf fast_sigmoid_value(vf x, vf z) { return (void)x, v_div(z, v_add(one(), z)); }
/* s' = m - m^2, m = sigma(-abs(x)), where nothing cancels. */
INLINE vf fast_sigmoid_grad(vf x, vf z, vf w) {
    const vf m = v_div(v_min(one(), z), v_add(one(), z)), g = v_nmla(m, m, m);
    return fast_weigh(w, v_if(v_not_lt(constant(fast_sigmoid_end), x), g));
}

/* ---- (1 + z)^2 ---- */

/* 2^24*k*(1 + z)^2, given 2^24*z, as k*(1 + z*(2 + z)), where 1 + z does not round twice. k is a
 * power of two, a factor of the quotient that costs nothing. */
INLINE vf fast_square_up(vf z_up, float k) {
    const vf slope = v_mla(z_up, constant(k * two_m24), constant(2 * k));
    return v_mla(z_up, slope, constant(k * two_24));
}

/* 2^24*e^p for p <= 0, 0 below `end`. */
INLINE vf fast_z_up(vf p, float end) {
    const vf c = EXP2_UNDERFLOWS ? p : v_max(constant(-100), p);
    return v_if(v_not_lt(p, constant(end)), v_exp_up(c));
}

/* ---- Tanh ---- */

/* Pieces of [0, 9.67], cut at 1, which tanh rounds to from 9.1 on. */
INLINE vf fast_tanh(vf x) {
    const vf a = v_min(constant(9.6f), v_abs(x)), v = v_mla(a, constant(1.55f), one());
    return v_with_sign(v_min(one(), fast_piecewise(tanh_pieces[0], tanh_degree, a, v)), x);
}
/* z = e^-2abs(x), to where 4z is FLT_MIN: a subnormal quotient would cost 150 cycles. */
INLINE vf fast_tanh_z_up(vf x, float end) { return fast_z_up(v_neg(v_abs(v_add(x, x))), end); }
INLINE vf fast_tanh_shared(vf x) { return fast_tanh_z_up(x, -88.7229f); }
#ifdef SLOW_PIECES
/* 2z/(1 + z); from 30 on z counts for nothing and could make the quotient subnormal. */
INLINE vf fast_tanh_twice(vf a, vf z_up) {
    const vf n = v_if(v_lt(a, constant(30)), v_add(z_up, z_up));
    return v_div(n, v_add(z_up, constant(two_24)));
}
INLINE vf fast_tanh_value(vf x, vf z_up) {
    const vf far = v_sub(one(), fast_tanh_twice(v_abs(x), z_up));
    return v_copysign(v_select(tanh_is_near(x), tanh_near(x), far), x);
}
#else
INLINE vf fast_tanh_value(vf x, vf z_up) { return (void)z_up, fast_tanh(x); }
#endif
/* 4z/(1 + z)^2. */
INLINE vf fast_tanh_grad(vf x, vf z_up, vf w) {
    return (void)x, fast_weigh(w, v_div(z_up, fast_square_up(z_up, 0.25f)));
}
/* To where 8z is FLT_MIN. */
INLINE vf fast_tanh_grad2(vf x, vf z_up) {
    (void)z_up;
    return fast_tanh_grad(x, fast_tanh_z_up(x, -89.43f), v_mul(constant(-2), fast_tanh(x)));
}
INLINE vf fast_sigmoid_grad2(vf x, vf z) {
    return fast_sigmoid_grad(x, z, v_neg(fast_tanh(v_mul(constant(0.5f), x))));
}

/* ---- x*sigma(p): SiLU, GELU's sigmoid and tanh forms ---- */

/* z = e^p left and right, up to an x from which on sigma(p) is 1 and f is x. */
static const float silu_end = 30, gelu_sigmoid_end = 16, gelu_tanh_end = 6;

/* x*z/(1 + z). */
INLINE vf fast_gated_value(vf x, vf z_up, float end) {
    const vf c = fast_between(x, -100, end);
    const vf y = v_div(v_mul(c, z_up), v_add(z_up, constant(two_24)));
    return v_select(v_not_lt(constant(end), x), y, x);
}
/* w*z*(1 + t + z)/(1 + z)^2, t = x*p'. */
INLINE vf fast_gated_grad(vf z_up, vf one_t, vf w) {
    const vf n = v_mul(z_up, v_mla(z_up, constant(two_m24), one_t));
    return fast_weigh(w, v_div(n, fast_square_up(z_up, 1)));
}

INLINE vf fast_silu_shared(vf x) {
    const vf z_up = v_exp_up(fast_exponent(x, -100, silu_end));
    return v_if(v_not_lt(x, constant(-91.86f)), z_up);
}
INLINE vf fast_silu_value(vf x, vf z_up) { return fast_gated_value(x, z_up, silu_end); }
INLINE vf fast_silu_grad(vf x, vf z_up, vf w) {
    return fast_gated_grad(z_up, v_add(one(), fast_between(x, -100, silu_end)), w);
}
INLINE vf fast_silu_grad2(vf x, vf z_up) { return (void)z_up, silu_grad2(x, silu_shared(x)); }

/* 1.702/log(2) = 2.4554670 in two floats. */
static const float fast_quick = 0x1.3a4cbep1f, fast_quick_lo = -0x1.c08ecap-26f;
INLINE vf fast_gelu_sigmoid_shared(vf x) {
    const vf c = fast_between(x, -58, gelu_sigmoid_end);
    const vf z_up = v_exp2_up_product(c, constant(fast_quick), constant(fast_quick_lo));
    return v_if(v_not_lt(x, constant(-53.98f)), z_up);
}
INLINE vf fast_gelu_sigmoid_value(vf x, vf z_up) {
    return fast_gated_value(x, z_up, gelu_sigmoid_end);
}
INLINE vf fast_gelu_sigmoid_grad(vf x, vf z_up, vf w) {
    const vf c = fast_between(x, -58, gelu_sigmoid_end);
    return fast_gated_grad(z_up, v_mla(c, constant(quick_hi), one()), w);
}
INLINE vf fast_gelu_sigmoid_grad2(vf x, vf z_up) {
    return (void)z_up, gelu_sigmoid_grad2(x, gelu_sigmoid_shared(x));
}

/* p/log(2) = x*(k0 + k1*x^2), k0 = 2*sqrt(2/pi)/log(2) = 2.3022082..., k1 = 0.044715*k0. */
static const parabola fast_gelu_tanh_factor = {0x1.26ap1f, 0x1.d8437ap-12f, 0x1.a5a7dp-4f,
                                               -0x1.151aaep-29f};
INLINE vf fast_gelu_tanh_x(vf x) { return fast_between(x, -10.5f, gelu_tanh_end); }
INLINE vf fast_gelu_tanh_shared(vf x) {
    const vf c = fast_gelu_tanh_x(x);
    const parabola k = fast_gelu_tanh_factor;
    const vf z_up = v_exp2_up_product(c, parabola_at(k, c), parabola_low(k, c));
    return v_if(v_not_lt(x, constant(-10.24f)), z_up);
}
INLINE vf fast_gelu_tanh_value(vf x, vf z_up) { return fast_gated_value(x, z_up, gelu_tanh_end); }
INLINE vf fast_gelu_tanh_grad(vf x, vf z_up, vf w) {
    const vf c = fast_gelu_tanh_x(x), square = v_mul(c, c);
    const parabola k = gelu_tanh_slope;
    const vf rest = v_mla(constant(k.k1), square, constant(k.k0_low));
    return fast_gated_grad(z_up, v_mla(c, rest, v_fma(c, constant(k.k0), one())), w);
}
INLINE vf fast_gelu_tanh_grad2(vf x, vf z_up) {
    return (void)z_up, gelu_tanh_grad2(x, gelu_tanh_shared(x));
}

/* ---- SoftPlus ---- */

/* 2^24*e^-abs(beta*x) for a beta >= 0, and abs(x), cut where that ends. z is 0 where it is below
 * 2^-126*least, or 2^-144: a small beta loses results there. With a tiny one all z that are left
 * would be cut, and the largest float does not stand for infinity: there abs(beta*x) tells. */
INLINE vf fast_scaled_limit(vf beta) {
    return v_min(constant(FLT_MAX), v_div(constant(100), beta));
}
INLINE vf fast_scaled_size(vf x, vf beta) { return v_min(fast_scaled_limit(beta), v_abs(x)); }
INLINE vm fast_is_tiny(vf beta) { return v_lt(beta, constant(0x1p-18f)); }
INLINE vf fast_scaled_cut(vf z_up, vf x, vf beta, vf least) {
    const vf least_up = v_max(v_mul(constant(0x1p-102f), least), constant(0x1p-120f));
    if (!RARELY(v_any(fast_is_tiny(beta)))) return v_if(v_not_lt(z_up, least_up), z_up);
    return v_if(v_not_lt(constant(100), v_mul(beta, v_abs(x))), z_up);
}

/* 2^24*e^(x*s), without the rounding error of the power if `close`, for an s that all elements share:
 * s/log(2) is taken in two parts, and shifted first where these would not be right. */
INLINE vf fast_exp_up_by(vf x, vf s, bool close) {
    const vf v = v_mul(s, constant(log2_e)), v_lo = v_product_lo(s, log2_e, log2_e_lo, v);
    return close ? v_exp2_up_product_close(x, v, v_lo) : v_exp2_up_product(x, v, v_lo);
}
/* Whether s, the same for all elements, is not from `low` to `high`. */
INLINE int fast_is_outside(vf s, float low, float high) {
    const int below = v_any(v_lt(s, constant(low))), above = v_any(v_lt(constant(high), s));
    return below | above;
}
INLINE vf fast_exp_up_scaled(vf x, vf s, bool close) {
    const vf size = v_abs(s), plain = fast_exp_up_by(x, s, close);
    if (!RARELY(fast_is_outside(size, 0x1p-100f, 0x1p126f))) return plain;
    const vf shift = v_select(v_lt(size, one()), constant(0x1p64f), constant(0x1p-64f));
    return fast_exp_up_by(v_div(x, shift), v_mul(s, shift), close);
}

/* f is z/beta there, f'' beta*z. */
INLINE vf fast_softplus_shared(vf x, vf beta, vf threshold) {
    const vf z_up = fast_exp_up_scaled(fast_scaled_size(x, beta), v_neg(beta), false);
    return (void)threshold, fast_scaled_cut(z_up, x, beta, v_min(beta, v_div(one(), beta)));
}
/* Without the product and the division that a beta needs; z to FLT_MIN. */
INLINE vf fast_softplus_shared_of_one(vf x) { return fast_z_up(v_neg(v_abs(x)), -87.33654f); }
/* From beta*x = 18 on z is below 2^-25.9: 1 + z rounds to 1 and f to x (to a neighbour in a directed
 * mode), so that the test against threshold changes nothing. Whether it does. */
INLINE int fast_softplus_ends_early(vf threshold) { return v_any(v_lt(threshold, constant(18))); }
#ifdef HAS_OCTAVES
/* beta*abs(x) = (k + r)*log(2), k the last bits of t: log(1 + 2^-(k + r)) is 2^-k times a polynomial
 * in r for each k, from 31 on the same one, without z and without a logarithm. Of a NaN the limit is
 * taken: max(x, 0) has it. */
INLINE vf fast_octaves(const float table[6][PIECES], vf t, vf r) {
    const vf k = v_min(constant(OCTAVE_MAGIC + 31), t), square = v_mul(r, r);
    const vf high = v_mla(v_octave(table[5], k), r, v_octave(table[4], k));
    const vf middle = v_mla(v_octave(table[3], k), r, v_octave(table[2], k));
    const vf low = v_mla(v_octave(table[1], k), r, v_octave(table[0], k));
    return v_mla(v_mla(high, square, middle), square, low);
}
INLINE vf fast_softplus_value(vf x, vf z_up, vf beta, vf threshold) {
    const vf v = v_mul(beta, constant(log2_e)), v_lo = v_product_lo(beta, log2_e, log2_e_lo, v);
    const vf magic = constant(OCTAVE_MAGIC), a = v_min(v_abs(x), fast_scaled_limit(beta));
    const vf t = v_next_step(a, v, magic), r = v_mla(a, v_lo, v_fma(a, v, v_sub(magic, t)));
    const vf h_up = v_over_octaves(fast_octaves(softplus_octaves, t, r), t);
    const vf least_up = v_mul(constant(0x1.fp-103f), beta); /* f is below FLT_MIN there */
    const vf below = v_if(v_not_lt(h_up, least_up), h_up);
    const vf y = v_mla(below, v_div(constant(two_m24), beta), v_max(constant(0), x));
    const int extreme = fast_is_outside(beta, 0x1p-18f, 0x1p100f);
    if (!RARELY(extreme | fast_softplus_ends_early(threshold))) return y;
    const vf z = softplus_shared(x, beta, threshold);
    const vf soft = extreme ? softplus_value(x, z, beta, threshold) : y;
    return (void)z_up, v_select(v_lt(threshold, v_mul(beta, x)), x, soft);
}
#else
/* max(x, 0) + log(1 + z)/beta, and log(1 + z)/z in pieces of [0, 1]. */
INLINE vf fast_softplus_value(vf x, vf z_up, vf beta, vf threshold) {
    const vf z = v_mul(z_up, constant(two_m24)), v = v_mla(z, constant(14.9f), one());
    const vf ratio = fast_piecewise(log1p_ratio_pieces[0], log1p_ratio_degree, z, v);
    const vf below = v_mul(z_up, v_div(constant(two_m24), beta));
    const vf soft = v_mla(below, ratio, v_max(constant(0), x));
    if (!RARELY(fast_softplus_ends_early(threshold))) return soft;
    return v_select(v_lt(threshold, v_mul(beta, x)), x, soft);
}
#endif
INLINE vf fast_softplus_grad(vf x, vf z_up, vf w, vf beta, vf threshold) {
    const vf n = v_select(v_lt(x, constant(0)), z_up, constant(two_24));
    const vf g = fast_weigh(w, v_div(n, v_add(z_up, constant(two_24))));
    if (!RARELY(fast_softplus_ends_early(threshold))) return g;
    return v_select(v_lt(threshold, v_mul(beta, x)), w, g);
}
INLINE vf fast_softplus_grad2(vf x, vf z_up, vf beta, vf threshold) {
    /* 2^24*z/(1 + z)^2, which could be subnormal without the 2^24 where beta is large. */
    const vf h_up = v_div(z_up, fast_square_up(z_up, two_m24));
    const vf h = v_mul(h_up, v_mul(beta, constant(two_m24)));
    return v_select(v_lt(threshold, v_mul(beta, x)), constant(0), h);
}
INLINE vf fast_softplus_param_slope(vf x, vf z_up, vf beta, vf threshold) {
    (void)z_up;
    return softplus_param_slope(x, softplus_shared(x, beta, threshold), beta, threshold);
}

/* ---- Swish ---- */

/* Without the power's rounding error: f came to 4.001 ULP with it, beta 10. With p = abs(beta*x) f
 * ends as p*z/beta and f' below p*z. For beta = 1 that is 2^-126 where p is 91.857, for a smaller
 * beta where it is at most 1.011*log(1/beta) more; `last` is no less than that. */
INLINE vf fast_swish_shared(vf x, vf beta) {
    const vf size = v_abs(beta), larger = v_max(one(), v_div(one(), size));
    const vf last = v_mla(constant(1.011f), larger, constant(90.85f));
    const vf z_up = fast_exp_up_scaled(fast_scaled_size(x, size), v_neg(size), true);
    return fast_scaled_cut(z_up, x, size, v_div(v_min(one(), size), last));
}
/* g = x*z/(1 + z) where beta*x <= 0, x - g where it is positive. */
INLINE vf fast_swish_value(vf x, vf z_up, vf beta) {
    const vf size = v_abs(beta), c = v_with_sign(fast_scaled_size(x, size), x);
    const vf d = v_add(z_up, constant(two_24));
    vf g = v_div(v_mul(c, z_up), d);
    if (RARELY(v_any(fast_is_tiny(size)))) { /* c*z_up could overflow; x*sigma(0) is x/2 */
        const vf scale = v_select(v_lt(constant(0x1p100f), v_abs(c)), constant(0x1p-26f), one());
        g = v_div(v_div(v_mul(v_mul(c, scale), z_up), d), scale);
        g = v_select(v_lt(constant(0), size), g, v_mul(constant(0.5f), x));
    }
    return v_select(v_lt(constant(0), v_mul(beta, x)), v_sub(x, g), g);
}
/* w*n/(1 + z)^2 with n = z*(1 + t + z) left, 1 + z*(1 + t) right, t = beta*x; left_sum is
 * 1 + t + z. A product that is zero keeps its sign. */
INLINE vf fast_swish_slope(vm left, vf z_up, vf left_sum, vf one_t, vf w) {
    const vf n = v_mul(z_up, v_select(left, left_sum, one_t));
    const vf both = v_select(left, n, v_add(n, constant(two_24)));
    return fast_weigh(w, v_div(both, fast_square_up(z_up, 1)));
}
/* A small beta makes the neighbourhood of the point where f' changes sign wide. */
INLINE vf fast_swish_grad(vf x, vf z_up, vf w, vf beta) {
    const vf c = v_with_sign(fast_scaled_size(x, v_abs(beta)), x);
    const vf one_t = v_mla(beta, c, one());
    vf left_sum = v_mla(z_up, constant(two_m24), one_t);
    if (RARELY(v_any(v_le(v_abs(beta), constant(0.5f))))) {
        const vf ph = swish_ph(x, beta), z = v_mul(z_up, constant(two_m24));
        left_sum = swish_left_sum(z, ph, swish_pl(x, beta), one_t);
    }
    /* Where t is lost beside 1 both sides are one. */
    return fast_swish_slope(v_lt(one_t, one()), z_up, left_sum, one_t, w);
}
INLINE vf fast_swish_grad2(vf x, vf z_up, vf beta) {
    return (void)z_up, swish_grad2(x, swish_shared(x, beta), beta);
}
INLINE vf fast_swish_param_slope(vf x, vf z_up, vf beta) {
    return (void)z_up, swish_param_slope(x, swish_shared(x, beta), beta);
}

/* ---- Mish ---- */

/* k = z*(z + 2), z = e^x; from 16 on f is x. Four more roundings follow: there is no room for
 * the table's. */
INLINE vf fast_mish_x(vf x) { return fast_between(x, -100, 16); }
INLINE vf fast_mish_shared(vf x) {
    return v_if(v_not_lt(x, constant(-91.86f)), v_exp_up_close(fast_mish_x(x)));
}
/* x*k/(k + 2), 2^48 times both, where k = z^2 + 2z is rounded once. */
INLINE vf fast_mish_value(vf x, vf z_up) {
    const vf k = v_mla(z_up, z_up, v_mul(z_up, constant(2 * two_24)));
    const vf y = v_div(v_mul(fast_mish_x(x), k), v_add(k, constant(2 * two_24 * two_24)));
    return v_select(v_not_lt(constant(16), x), y, x);
}
/* z*(4 + 4x + z*(6 + 4x + z*(4 + z)))/(k + 2)^2. z is only added to what is larger: 2^-100 keeps
 * it out of the subnormals. */
INLINE vf fast_mish_grad(vf x, vf z_up, vf w) {
    const vf c = fast_mish_x(x), four = constant(4);
    const vf z = v_mla(z_up, constant(two_m24), constant(0x1p-100f));
    const vf d = v_fma(z, v_add(z, constant(2)), constant(2));
    const vf inside = v_mla(z, v_add(four, z), v_mla(four, c, constant(6)));
    const vf n = v_mul(z_up, v_fma(z, inside, v_mla(four, c, four)));
    return fast_weigh_up(
        w, v_select(v_not_lt(constant(16), x), v_div(n, v_mul(d, d)), constant(two_24)));
}
INLINE vf fast_mish_grad2(vf x, vf z_up) { return (void)z_up, mish_grad2(x, mish_shared(x)); }

/* ---- GELU ---- */

INLINE vf fast_gelu_size(vf x) { return fast_size(x, 14.1f); }
/* a*Phi(-a)*e^(a^2/2), in pieces of [0, 15]. */
INLINE vf fast_gelu_g(vf a) {
    return fast_piecewise(gelu_pieces[0], gelu_degree, a, v_add(a, one()));
}
INLINE vf fast_gelu_shared(vf x) {
    const vf a = fast_gelu_size(x);
    const vf v = v_mul(a, constant(-0.5f * log2_e));
    const vf v_lo = v_product_lo(a, -0.5f * log2_e, -0.5f * log2_e_lo, v);
    return v_if(v_not_lt(constant(13.54f), a), v_exp2_up_product(a, v, v_lo));
}
/* max(x, 0) - a*Phi(-a). */
INLINE vf fast_gelu_value(vf x, vf e_up) {
    const vf g_up = v_mul(fast_gelu_g(fast_gelu_size(x)), e_up);
    return v_mla(g_up, constant(-two_m24), v_max(constant(-0.0f), x));
}
/* Phi(-a)*e^(a^2/2), 1/2 at zero, where the value's pieces give a/2. */
INLINE vf fast_gelu_cdf(vf a) {
    return v_div(v_add(fast_gelu_g(a), constant(0x1p-101f)), v_add(a, constant(0x1p-100f)));
}
/* t = Phi(-a) - a*phi(a) left, 1 - t right. */
INLINE vf fast_gelu_grad(vf x, vf e_up, vf w) {
    const vf a = fast_gelu_size(x);
    const vf t_up = v_mul(v_mla(constant(-inv_sqrt_2pi), a, fast_gelu_cdf(a)), e_up);
    const vf t = v_mul(t_up, constant(two_m24));
    return fast_weigh(w, v_select(v_lt(constant(0), x), v_sub(one(), t), t));
}
INLINE vf fast_gelu_grad2(vf x, vf e_up) {
    const vf a = fast_gelu_size(x);
    const vf bracket = v_mul(v_nfma(a, a, constant(2)), constant(inv_sqrt_2pi));
    return v_mul(v_mul(bracket, e_up), constant(two_m24));
}

/* ---- ELU ---- */

/* x where results right of zero are not taken, whatever the exponential makes of it there. */
INLINE vf fast_left(vf x) { return EXP2_UNDERFLOWS ? x : not_positive(x); }

/* e^x left of zero as p*(1 + q), p*(1 + l) being the exact power, which value and slope share. p - 1
 * and r are exact near zero. Finer steps take log(2) as one float, 0x1.05c61p-29 too large; n times
 * that counts for nothing in the value, and up to 2^-22 in the slope. */
struct fast_power {
    vf p_up, n, r, l;
};
INLINE struct fast_power fast_elu_power(vf x) {
    const vf c = v_max(constant(-100), fast_left(x)), t = exp_t_next(c), n = exp_n(t);
    const vf r = EXP2_STEPS > 1 ? v_mla(n, constant(-0x1.62e43p-1f), c) : exp_r(c, n);
    return (struct fast_power){v_exp2_up(t, n), n, r, v_exp2_error(t)};
}
/* 2^24*(e^x - 1), -0 for -0. */
INLINE vf fast_expm1_up(vf x) {
    const struct fast_power e = fast_elu_power(x);
    return v_mls(e.p_up, exp_q_and(e.r, e.l), v_sub(constant(two_24), e.p_up));
}
/* 2^24*e^x, 0 where alpha times it is below 2^24*FLT_MIN. */
INLINE vf fast_elu_shared(vf x, vf alpha) {
    const struct fast_power e = fast_elu_power(x);
    const vf q = exp_q(e.r), with_rest = v_mla(e.n, constant(0x1.05c61p-29f), q);
    const vf z_up = v_mla(e.p_up, EXP2_STEPS > 1 ? with_rest : q, e.p_up);
    const vf least = v_div(constant(0x1p-102f), v_abs(alpha));
    return v_if(v_not_lt(z_up, v_max(constant(0x1p-120f), least)), z_up);
}
/* alpha*y, given 2^24*y, by alpha*2^-24 if that is surely a normal float. */
INLINE vf fast_elu_times(vf alpha, vf y_up) {
    if (RARELY(v_any(v_lt(v_abs(alpha), constant(0x1p-100f))))) return fast_weigh_up(alpha, y_up);
    return v_mul(v_mul(alpha, constant(two_m24)), y_up);
}
INLINE vf fast_elu_grad(vf x, vf z_up, vf w, vf alpha) {
    return right_of_zero(x, w, fast_weigh(w, fast_elu_times(alpha, z_up)));
}
INLINE vf fast_elu_grad2(vf x, vf z_up, vf alpha) {
    return left_of_zero(x, fast_elu_times(alpha, z_up));
}
INLINE vf fast_elu_param_slope(vf x, vf z_up, vf alpha) {
    (void)z_up, (void)alpha;
    return right_of_zero(x, constant(0), v_mul(constant(two_m24), fast_expm1_up(x)));
}
INLINE vf fast_elu_value(vf x, vf z_up, vf alpha) {
    (void)z_up;
    return right_of_zero(x, x, fast_elu_times(alpha, fast_expm1_up(x)));
}
INLINE vf fast_selu_shared(vf x) { return fast_elu_shared(x, constant(selu_both_hi)); }
INLINE vf fast_selu_grad(vf x, vf z_up, vf w) {
    const vf left = fast_weigh(w, v_mul(constant(two_m24 * selu_both_hi), z_up));
    return right_of_zero(x, v_mul(w, constant(selu_scale_hi)), left);
}
INLINE vf fast_selu_grad2(vf x, vf z_up) { return fast_elu_grad2(x, z_up, constant(selu_both_hi)); }
INLINE vf fast_selu_value(vf x, vf z_up) {
    (void)z_up;
    const vf left =
        times_two_floats(fast_expm1_up(x), two_m24 * selu_both_hi, two_m24 * selu_both_lo);
    return right_of_zero(x, v_mul(x, constant(selu_scale_hi)), left);
}

/* ---- CELU ---- */

/* p = x/alpha; below 2^-30 in size alpha*(e^p - 1) is x, and p may not be a normal float. */
INLINE vf fast_celu_value(vf x, vf z_up, vf alpha) {
    const vf p = v_div(x, alpha), left = fast_elu_times(alpha, fast_expm1_up(p));
    return (void)z_up, v_select(v_lt(p, constant(-0x1p-30f)), left, x);
}
/* v is 1/(alpha*log(2)), v_lo what that lacks. */
INLINE vf fast_celu_shared(vf x, vf alpha) {
    const vf scale = v_max(constant(FLT_MIN), alpha), v = v_div(constant(log2_e), scale);
    const vf rest = v_add(v_nfma(v, scale, constant(log2_e)), constant(log2_e_lo));
    const vf c = v_max(v_max(constant(-FLT_MAX), v_mul(constant(-100), scale)), fast_left(x));
    const vf z_up = v_exp2_up_product(c, v, v_div(rest, scale));
    const vf least = v_mul(constant(0x1p-102f), v_min(one(), alpha));
    return v_if(v_not_lt(z_up, v_max(constant(0x1p-120f), least)), z_up);
}
/* Of a smaller alpha v, the scale or a result would not be right, of a larger one an infinite x. */
INLINE vf fast_celu_grad(vf x, vf z_up, vf w, vf alpha) {
    if (RARELY(fast_is_outside(alpha, FLT_MIN, 0x1p100f)))
        return celu_grad(x, celu_shared(x, alpha), w, alpha);
    return right_of_zero(x, w, fast_weigh_up(w, z_up));
}
/* alpha decides whether the 2^24 goes out before the division or behind it. */
INLINE vf fast_celu_grad2(vf x, vf z_up, vf alpha) {
    if (RARELY(fast_is_outside(alpha, 0x1p-100f, 0x1p100f)))
        return celu_grad2(x, celu_shared(x, alpha), alpha);
    const vm behind = v_lt(alpha, one());
    const vf n = v_mul(z_up, v_select(behind, one(), constant(two_m24)));
    const vf left = v_mul(v_div(n, alpha), v_select(behind, constant(two_m24), one()));
    return left_of_zero(x, left);
}
INLINE vf fast_celu_param_slope(vf x, vf z_up, vf alpha) {
    return (void)z_up, celu_param_slope(x, celu_shared(x, alpha), alpha);
}

/* ---- Tanhshrink ---- */

#ifdef SLOW_PIECES
INLINE vf fast_tanhshrink_value(vf x, vf z_up) {
    const vf a = v_abs(x), far = v_add(v_sub(a, one()), fast_tanh_twice(a, z_up));
    return v_copysign(v_select(v_lt(a, one()), tanhshrink_near(x), far), x);
}
#else
PIECES_TABLE(shrink_pieces, shrink_ratio_degree + 2, SHRINK_RATIO_PIECES);
/* a^3 times pieces of [0, 7.5], a = abs(x), and a - 1 where that is more. */
INLINE vf fast_tanhshrink_value(vf x, vf z_up) {
    const vf a = v_abs(x), c = v_min(constant(7.49f), a), v = v_mla(c, constant(2), one());
    const vf ratio = fast_piecewise(shrink_pieces[0], shrink_ratio_degree, c, v);
    const vf near = v_mul(v_mul(v_mul(c, c), ratio), c);
    return (void)z_up, v_with_sign(v_max(v_sub(a, one()), near), x);
}
#endif

/* The passes that do not start from the shared exponential, or are faster in one loop (LOOPS in
 * tier.inc). */
#ifndef SLOW_PIECES
#    define LOOPS_tanh_value                ~, ALONE
#    define LOOPS_tanhshrink_value          ~, ALONE
#    define LOOPS_tanhshrink_grad           ~, ALONE
#    define LOOPS_tanhshrink_value_and_grad ~, ALONE
#endif
#define LOOPS_sigmoid_value       ~, ALONE
#define LOOPS_elu_value           ~, ALONE
#define LOOPS_selu_value          ~, ALONE
#define LOOPS_elu_value_and_grad  ~, ALONE
#define LOOPS_selu_value_and_grad ~, ALONE
#define LOOPS_elu_grad2           ~, ALONE
#define LOOPS_silu_grad2          ~, ALONE
#define LOOPS_gelu_sigmoid_grad2  ~, ALONE
#define LOOPS_gelu_tanh_grad2     ~, ALONE
#define LOOPS_mish_grad2          ~, ALONE
#define LOOPS_gelu_value          ~, ALONE
#define LOOPS_gelu_grad           ~, ALONE
#define LOOPS_gelu_value_and_grad ~, ALONE
#define LOOPS_gelu_grad2          ~, ALONE
#define LOOPS_gelu_gated_backward ~, ALONE
#define LOOPS_swish_grad2         ~, ALONE
#define LOOPS_celu_value          ~, ALONE
#if PIECES == 32
#    define LOOPS_softplus_value             ~, ALONE
#    define LOOPS_softplus_grad              ~, ALONE
#    define LOOPS_log_sigmoid_value          ~, ALONE
#    define LOOPS_softplus_value_and_grad    ~, THREE
#    define LOOPS_log_sigmoid_value_and_grad ~, THREE
#    define LOOPS_softplus_grad2             ~, ALONE
#    define LOOPS_swish_grad                 ~, ALONE
#    define LOOPS_sigmoid_grad               ~, ALONE
#    define LOOPS_sigmoid_value_and_grad     ~, ALONE
#    define LOOPS_sigmoid_grad2              ~, ALONE
#    define LOOPS_tanh_grad                  ~, ALONE
#    define LOOPS_tanh_value_and_grad        ~, ALONE
#    define LOOPS_tanh_grad2                 ~, ALONE
#    define LOOPS_gelu_tanh_value            ~, ALONE
#    define LOOPS_gelu_tanh_grad             ~, ALONE
#    define LOOPS_gelu_tanh_value_and_grad   ~, ALONE
#    define LOOPS_gelu_sigmoid_value         ~, ALONE
#    define LOOPS_silu_value                 ~, ALONE
#    define LOOPS_swish_value                ~, ALONE
#    define LOOPS_mish_value                 ~, ALONE
#    define LOOPS_mish_value_and_grad        ~, ALONE
#    define LOOPS_elu_grad                   ~, ALONE
#    define LOOPS_selu_grad                  ~, ALONE
#    define LOOPS_celu_grad                  ~, ALONE
#    define LOOPS_celu_value_and_grad        ~, ALONE
#    define LOOPS_tanhshrink_grad2           ~, ALONE
#endif

#ifdef HAS_CLOSE_GUESSES
#    define LOOPS_squareplus_value          ~, GUARDED
#    define LOOPS_squareplus_grad           ~, GUARDED
#    define LOOPS_squareplus_grad2          ~, GUARDED
#    define LOOPS_squareplus_value_and_grad ~, GUARDED
#    define LOOPS_squareplus_gated_backward ~, GUARDED
#    define QUICK_TYPE                      struct squareplus_guess
#    define QUICK_STEPS                     STEPS(squareplus_quick, SHARED, , p0)
#    define squareplus_value                fast_squareplus_value
#    define squareplus_grad                 fast_squareplus_grad
#    define squareplus_grad2                fast_squareplus_grad2
#    define softsign_value                  fast_softsign_value
#    define softsign_grad                   fast_softsign_grad
#endif
#define sigmoid_shared         fast_sigmoid_shared
#define sigmoid_value          fast_sigmoid_value
#define sigmoid_grad           fast_sigmoid_grad
#define sigmoid_grad2          fast_sigmoid_grad2
#define tanh_shared            fast_tanh_shared
#define tanh_value             fast_tanh_value
#define tanh_close             fast_tanh_value
#define tanh_grad              fast_tanh_grad
#define tanh_grad2             fast_tanh_grad2
#define silu_shared            fast_silu_shared
#define silu_value             fast_silu_value
#define silu_grad              fast_silu_grad
#define silu_grad2             fast_silu_grad2
#define gelu_sigmoid_shared    fast_gelu_sigmoid_shared
#define gelu_sigmoid_value     fast_gelu_sigmoid_value
#define gelu_sigmoid_grad      fast_gelu_sigmoid_grad
#define gelu_sigmoid_grad2     fast_gelu_sigmoid_grad2
#define gelu_tanh_shared       fast_gelu_tanh_shared
#define gelu_tanh_value        fast_gelu_tanh_value
#define gelu_tanh_grad         fast_gelu_tanh_grad
#define gelu_tanh_grad2        fast_gelu_tanh_grad2
#define softplus_shared        fast_softplus_shared
#define softplus_shared_of_one fast_softplus_shared_of_one
#define softplus_value         fast_softplus_value
#define softplus_grad          fast_softplus_grad
#define softplus_grad2         fast_softplus_grad2
#define softplus_param_slope   fast_softplus_param_slope
#define swish_shared           fast_swish_shared
#define swish_value            fast_swish_value
#define swish_grad             fast_swish_grad
#define swish_grad2            fast_swish_grad2
#define swish_param_slope      fast_swish_param_slope
#define mish_shared            fast_mish_shared
#define mish_value             fast_mish_value
#define mish_grad              fast_mish_grad
#define mish_grad2             fast_mish_grad2
#define gelu_shared            fast_gelu_shared
#define gelu_value             fast_gelu_value
#define gelu_grad              fast_gelu_grad
#define gelu_grad2             fast_gelu_grad2
#define celu_shared            fast_celu_shared
#define celu_value             fast_celu_value
#define celu_grad              fast_celu_grad
#define celu_grad2             fast_celu_grad2
#define celu_param_slope       fast_celu_param_slope
#define tanhshrink_value       fast_tanhshrink_value
#define elu_shared             fast_elu_shared
#define elu_value              fast_elu_value
#define elu_grad               fast_elu_grad
#define elu_grad2              fast_elu_grad2
#define elu_param_slope        fast_elu_param_slope
#define selu_shared            fast_selu_shared
#define selu_value             fast_selu_value
#define selu_grad              fast_selu_grad
#define selu_grad2             fast_selu_grad2

#endif
