/* THE MATHS: value, derivative and second derivative of each activation, once, over the v_*
 * vocabulary (vec/scalar.h says what each verb means) and the exponential of the accuracy.
 *
 *   NAME_value(x, e, p...)           f(x)
 *   NAME_grad(x, e, w, p...)         w*f'(x); most have w in before the last scaling, so that
 *                                    w*f' keeps digits where f' alone is subnormal
 *   NAME_grad2(x, e, p...)           f''(x)
 *   NAME_param_slope(x, e, p...)     the derivative of f with respect to its first parameter
 *   NAME_from_output(y, e, w, p...)  w*f'(x), given y = f(x)
 *
 * e is the one exponential that they all start from, which the loops compute first, for many
 * vectors in a row (tier.inc): NAME_shared(x, p...), for from_output NAME_output_shared(y, p...),
 * which in `accurate` is its exponent yet. It is NAME_shared(x, p...) as it stands where the list
 * says AHEAD, x or y itself where it says SHORT.
 *
 * NaN must come through every select, minimum and maximum; data goes second. */
#ifndef ACT_ACTIVATIONS_H
#define ACT_ACTIVATIONS_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

INLINE vf constant(float c) { return v_set1(c); }
INLINE vf one(void) { return v_set1(1.0f); }

#define RARELY(condition) __builtin_expect(!!(condition), 0)

/* ---- Shared pieces ---- */

/* `fast` (FAST is 1 there, 0 in `accurate`) follows the same formulas. It leaves out what numbers
 * rounded away, the names that end in _low, _error and l, and the compiler then drops all that only
 * they need; but for the errors of exponents, which it puts into the exponential at once, and for
 * those of what cancels, in the second derivatives. */

/* Where r is a constant that x was only compared with, NaN has to be put back. */
INLINE vf nan_or(vf x, vf r) { return v_select(v_is_nan(x), x, r); }

INLINE vf clamp(vf x, float limit) { return v_max(constant(-limit), v_min(constant(limit), x)); }

/* Of a parameter, the same for all elements: which way to go is then decided before the loop. */
INLINE bool is_zero(vf a) { return RARELY(v_any(v_le(v_abs(a), constant(0)))); }
/* x, to be multiplied by a parameter: 0 makes 0 of an infinity too. */
INLINE vf factor_of(vf a, vf x) { return is_zero(a) ? clamp(x, FLT_MAX) : x; }

/* The part that s = a + b rounded away, for abs(a) >= abs(b) (Dekker 1971). */
INLINE vf sum_error(vf a, vf b, vf s) { return v_add(v_sub(a, s), b); }
/* The same, whichever is the larger (Knuth). */
INLINE vf any_sum_error(vf a, vf b, vf s) {
    const vf from_a = v_sub(s, b);
    return v_add(v_sub(b, v_sub(s, from_a)), v_sub(a, from_a));
}

/* The part that p = a*b rounded away; exact unless it underflows. */
INLINE vf product_error(vf a, vf b, vf p) { return v_fms(a, b, p); }

/* A rounding error, or none: then nothing is computed of it. */
typedef struct {
    vf value;
    bool is_none;
} error_part;
INLINE error_part some(vf value) { return (error_part){value, false}; }
INLINE error_part none(void) { return (error_part){constant(0), true}; }
/* a*l + c. */
INLINE vf mla_error(vf a, error_part l, vf c) { return l.is_none ? c : v_mla(a, l.value, c); }
/* a*(1 + l) for a >= 0; rounded down, 0 less a zero would be -0. */
INLINE vf times_one_and(vf a, error_part l) { return l.is_none ? a : v_abs(mla_error(a, l, a)); }
/* A number, and what is kept of what it lacks. */
typedef struct {
    vf value;
    error_part low;
} two_parts;
INLINE two_parts in_one(vf value) { return (two_parts){value, none()}; }
INLINE two_parts in_two(vf value, vf low) { return (two_parts){value, some(low)}; }
INLINE error_part error_sum(error_part a, error_part b) {
    return a.is_none ? b : b.is_none ? a : some(v_add(a.value, b.value));
}

/* q*(d + dl) - (n + nl) for a q near the quotient of the two. */
INLINE vf times_over(vf q, vf n, vf nl, vf d, vf dl) {
    return v_add(v_fms(q, d, n), v_mls(q, dl, nl));
}

/* (n + nl)/(d + dl), where nl and dl are small beside n and d, with one division: q - over*r. What
 * is left is taken as q*d - n, +0 where n is a zero, so that a zero keeps its sign. */
typedef struct {
    vf q, over, r;
} rough_quotient;
INLINE rough_quotient quotient_of(vf n, vf nl, vf d, vf dl) {
    const vf r = v_div(one(), d), q = v_mul(n, r);
    return (rough_quotient){q, times_over(q, n, nl, d, dl), r};
}
INLINE vf quotient_rounded(rough_quotient q) { return v_nmla(q.over, q.r, q.q); }
INLINE vf quotient_over(rough_quotient q) { return v_mul(q.over, q.r); }
/* Half an ULP and a bit. */
INLINE vf quotient(vf n, vf nl, vf d, vf dl) {
    return FAST ? v_div(n, d) : quotient_rounded(quotient_of(n, nl, d, dl));
}

/* e^h for h <= 0, in two parts that keep it out of the subnormals: tail_exp(h)*tail_scale(h), times 1
 * + tail_exp_error(h). In `accurate` tail_exp is the exponent yet, of which the loops take the
 * exponential, and the scale is 2^-57 below -64: what is added to the exponent for it leaves no error,
 * since both are multiples of 2^-17. Far below -160 SLEEF overflows on its way to 0. In `fast` the
 * exponential is taken of h + s, as exact, with an s whose e^-s lies within 2^-46 of a float
 * (tools/tail_shift.sollya). tail_exp is below 2^-34 there, so that 1 + tail_exp(h) rounds to 1 with
 * or without the scale. */
static const float tail_start = -64.0f;
INLINE vm in_tail(vf h) { return v_lt(h, constant(tail_start)); }
#if FAST
static const float tail_shift = 0x1.3e5a2p5f;      /* 39.7940... */
static const float tail_unshift = 0x1.812dc4p-58f; /* e^-39.7940... = 5.22e-18 */
INLINE vf tail_exp(vf h) { return v_exp(v_add(h, v_if(in_tail(h), constant(tail_shift)))); }
INLINE error_part tail_exp_error(vf h) { return (void)h, none(); }
#else
static const float tail_unshift = 0x1p-57f;
INLINE vf tail_exp(vf h) { return v_exponent(v_max(constant(-160), h), in_tail(h)); }
INLINE error_part tail_exp_error(vf h) { return some(v_exponent_error(h, in_tail(h))); }
#endif
INLINE vf tail_scale(vf h) { return v_select(in_tail(h), constant(tail_unshift), one()); }
/* y*tail_scale(h); 1 where h > 0 too. */
INLINE vf tail_scaled(vf y, vf h) {
    return v_select(in_tail(h), v_mul(y, constant(tail_unshift)), y);
}
/* In `fast` e^(h + l), in `accurate` e^h: l goes into what is made of it. */
INLINE vf tail_exp_of(vf h, vf l) {
    const vf e = tail_exp(h);
    return FAST ? v_mla(e, l, e) : e;
}

/* tanh(x) given z = e^-abs(2x): an odd polynomial near 0, where 1 - z cancels; 1 - 2z/(1 + z) beyond.
 * The polynomial is x + x^3*T(x^2) on abs(x) < 5/8, T of degree 4, relative error 2^-27.6
 * (tools/tanh_near.sollya); beyond 1 it is anything that does not overflow. */
INLINE vf tanh_near(vf x) {
    const vf s = v_min(one(), v_mul(x, x));
    vf t = constant(-0x1.769de4p-8f);           /* -0.00572 */
    t = v_mla(t, s, constant(0x1.525326p-6f));  /* 0.0207 */
    t = v_mla(t, s, constant(-0x1.b8439ap-5f)); /* -0.0537 */
    t = v_mla(t, s, constant(0x1.110762p-3f));  /* 0.1333 */
    t = v_mla(t, s, constant(-0x1.555534p-2f)); /* -0.3333 */
    return v_mla(v_mul(t, s), x, x);
}
INLINE vm tanh_is_near(vf x) { return v_lt(v_abs(x), constant(0.625f)); }
INLINE vf tanh_given(vf x, vf twice) {
    return v_copysign(v_select(tanh_is_near(x), tanh_near(x), v_sub(one(), twice)), x);
}
/* What the quotient and z lack costs 0.4 ULP each at most: it is below 0.45 where it counts. */
INLINE vf tanh_of(vf x, vf z) { return tanh_given(x, v_div(v_add(z, z), v_add(one(), z))); }
/* 2z/(1 + z) within half an ULP and a bit of z's. */
INLINE vf tanh_twice(vf z) {
    const vf d = v_add(one(), z);
    return quotient(v_add(z, z), constant(0), d, sum_error(one(), z, d));
}

/* ---- Piecewise linear ---- */

INLINE vf relu_value(vf x, vf e) {
    (void)e;
    return v_max(constant(0), x);
}
INLINE vf relu_grad(vf x, vf e, vf w) {
    (void)e;
    return v_mul(w, v_step(x, constant(0)));
}
INLINE vf relu_grad2(vf x, vf e) {
    (void)e;
    return nan_or(x, constant(0));
}
INLINE vf relu_from_output(vf y, vf e, vf w) { return relu_grad(y, e, w); }

INLINE vf leaky_relu_value(vf x, vf e, vf negative_slope) {
    (void)e;
    return v_select(v_lt(constant(0), x), x, v_mul(negative_slope, factor_of(negative_slope, x)));
}
INLINE vf leaky_relu_grad(vf x, vf e, vf w, vf negative_slope) {
    (void)e;
    return v_mul(w, v_step(x, negative_slope));
}
INLINE vf leaky_relu_grad2(vf x, vf e, vf negative_slope) {
    (void)e;
    (void)negative_slope;
    return nan_or(x, constant(0));
}
INLINE vf leaky_relu_param_slope(vf x, vf e, vf negative_slope) {
    return (void)e, (void)negative_slope, v_min(constant(0), x);
}
INLINE vf leaky_relu_from_output(vf y, vf e, vf w, vf negative_slope) {
    return leaky_relu_grad(y, e, w, negative_slope);
}

/* ---- SquarePlus ---- */

/* s = sqrt(x^2 + b) and a = abs(x) make three quotients that never cancel, while (x + s)/2 and
 * x/s do left of zero: f(-a) = (b/2)/(s + a), f'(-a) = (b/2)/(s*(s + a)), f'' = (b/2)/s^3, and
 * f(a) = a + f(-a), f'(a) = 1 - f'(-a). Those of the derivatives are b/2 times a reciprocal,
 * with FMA by Newton's iteration, so that the square root has the divider to itself.
 *
 * Where x^2 or b is so large or small that this could leave the floats, careful versions take
 * over, element by element: with c a power of two near sqrt(b), x = c*u and b = c^2*beta, beta
 * in [1, 4). Beyond abs(u) > 2^40, where beta cannot be seen next to u^2, u is taken 2^-40 times
 * smaller and beta as 0. */

/* Beyond `limit`, or everywhere if b is not in [2^-20, 2^18). */
INLINE vf squareplus_care_from(vf b, vf limit) {
    const vm tame = v_le(v_abs(v_sub(v_root_scale(b), constant(256))), constant(256 - 0x1p-10f));
    return v_select(tame, limit, constant(-1));
}
INLINE vm squareplus_needs_care(vf x, vf b, vf limit) {
    return v_lt(squareplus_care_from(b, limit), v_abs(x));
}
INLINE vf squareplus_square(vf x, vf b) { return v_mla(x, x, b); }

INLINE vf careful_unscale(vf b) { return v_div(one(), v_root_scale(b)); }
INLINE vf careful_beta(vf b) { return v_mul(v_mul(b, careful_unscale(b)), careful_unscale(b)); }
INLINE vm careful_far(vf x, vf b) {
    return v_lt(v_mul(constant(0x1p40f), v_root_scale(b)), v_abs(x));
}
/* 2^-40 where u is taken so much smaller. */
INLINE vf careful_shrink(vf x, vf b) {
    return v_select(careful_far(x, b), constant(0x1p-40f), one());
}
INLINE vf careful_v(vf x, vf b) {
    return v_mul(v_abs(x), v_mul(careful_unscale(b), careful_shrink(x, b)));
}
/* The square, and the root: v itself where the square is or could be too large, which it is only
 * far out, where sqrt(v*v) is v. Rounded downward it overflows to FLT_MAX. */
INLINE vf careful_square(vf x, vf b) {
    const vf v = careful_v(x, b);
    return v_mla(v, v, v_select(careful_far(x, b), constant(0), careful_beta(b)));
}
INLINE vf careful_root(vf x, vf b) {
    const vf q = careful_square(x, b);
    return v_select(v_lt(constant(0x1p100f), q), careful_v(x, b), v_sqrt(q));
}
INLINE vf careful_half(vf b) { return v_mul(constant(0.5f), careful_beta(b)); }

INLINE vf careful_grad(vf x, vf w, vf b) {
    const vf d = v_mla(careful_v(x, b), careful_root(x, b), careful_square(x, b));
    const vf shrink = careful_shrink(x, b);
    return v_mul(v_mul(v_div(careful_half(b), d), w), v_mul(shrink, shrink));
}
INLINE vf careful_grad2(vf x, vf b) {
    const vf d = v_mul(careful_square(x, b), careful_root(x, b)), shrink = careful_shrink(x, b);
    const vf scale = v_mul(v_mul(shrink, shrink), v_mul(shrink, careful_unscale(b)));
    return v_mul(v_div(careful_half(b), d), scale);
}

/* What g leaves of g^2 + p*g = c, which f(-a) is the root of for p = a and c = b/4, and 2*f(-a) for
 * p = 2*a and c = b. */
INLINE vf squareplus_left(vf g, vf p, vf c) { return v_nmla(g, g, v_nfma(g, p, c)); }
/* A step of Newton's iteration from g towards 2*f(-a). It doubles the digits of s - a, which has
 * lost 10 bits where a = 16*sqrt(b), and 16 where a = 128*sqrt(b). The slope is 2*s; in place of
 * 1/s stands the lesser of 1/sqrt(b) and 2/(s + a) = 2*g/b. That is too large by a quarter where
 * a = 3/4*sqrt(b) and 2 bits are to be mended, by less elsewhere, by 2^-10 where it is 10: below
 * 2^-24 is left. */
INLINE vf squareplus_step(vf a, vf g, vf b) {
    const vf far = v_mul(g, v_div(one(), b)), near = v_div(constant(0.5f), v_sqrt(b));
    return v_mla(squareplus_left(g, v_add(a, a), b), v_min(near, far), g);
}
INLINE vf careful_value(vf x, vf b) {
    const vf v = careful_v(x, b), beta = careful_beta(b);
    const vf guess = v_div(beta, v_add(careful_root(x, b), v));
    const vf g = v_select(careful_far(x, b), guess, squareplus_step(v, guess, beta));
    const vf half = v_mul(constant(0.5f), v_root_scale(b));
    return v_add(v_max(constant(0), x), v_mul(g, v_mul(half, careful_shrink(x, b))));
}
INLINE vf squareplus_shared(vf x, vf b) { return v_sqrt(squareplus_square(x, b)); }
INLINE vf squareplus_value(vf x, vf s, vf b) {
    const vf a = v_abs(x), root = v_root_scale(b);
    const vm second = squareplus_needs_care(x, b, v_mul(constant(16), root));
    const vf g = squareplus_step(a, v_sub(s, a), b), right = v_max(constant(0), x);
    const vf y = v_mla(g, constant(0.5f), right);
    if (!RARELY(v_any(second))) return y;
    const vm care = squareplus_needs_care(x, b, v_mul(constant(128), root));
    const vf better = v_mla(squareplus_step(a, g, b), constant(0.5f), right);
    const vf mended = v_select(second, better, y);
    return RARELY(v_any(care)) ? v_select(care, careful_value(x, b), mended) : mended;
}

INLINE vf squareplus_grad(vf x, vf s, vf w, vf b) {
    const vf half = v_mul(constant(0.5f), b), q = squareplus_square(x, b);
    const vm care = squareplus_needs_care(x, b, constant(0x1p30f));
    vf below = v_mul(half, v_recip(v_mla(v_abs(x), s, q))), weighted = v_mul(w, below);
    if (RARELY(v_any(care))) {
        below = v_select(care, careful_grad(x, one(), b), below);
        weighted = v_select(care, careful_grad(x, w, b), weighted);
    }
    return v_select(v_lt(constant(0), x), v_mul(w, v_sub(one(), below)), weighted);
}

INLINE vf squareplus_grad2(vf x, vf s, vf b) {
    const vf q = squareplus_square(x, b);
    const vm care = squareplus_needs_care(x, b, constant(0x1p30f));
    const vf h = v_mul(v_mul(constant(0.5f), b), v_recip(v_mul(q, s)));
    return RARELY(v_any(care)) ? v_select(care, careful_grad2(x, b), h) : h;
}

/* 1/(4*s). Where b is 0, or cannot be seen next to x^2, s is abs(x). */
INLINE vf careful_param_slope(vf x, vf b) {
    const vf quarter = constant(0.25f), alone = v_div(quarter, v_abs(x));
    const vf both = v_mul(v_div(quarter, careful_root(x, b)), careful_unscale(b));
    return v_select(v_le(b, constant(0)), alone, v_select(careful_far(x, b), alone, both));
}
INLINE vf squareplus_param_slope(vf x, vf s, vf b) {
    const vm care = squareplus_needs_care(x, b, constant(0x1p30f));
    const vf slope = v_div(constant(0.25f), s);
    return RARELY(v_any(care)) ? v_select(care, careful_param_slope(x, b), slope) : slope;
}

/* Without FMA only f gains by roots taken a round ahead (tier.inc). */
#ifndef FMA_CLASS
#    define LOOPS_squareplus_grad           ~, ALONE
#    define LOOPS_squareplus_grad2          ~, ALONE
#    define LOOPS_squareplus_value_and_grad ~, ALONE
#    define LOOPS_squareplus_gated_backward ~, ALONE
#endif

/* x = y - r and s = y + r with r = b/(4y), so that f' = y/(y + r). Where r overflows it is all that
 * counts: y/r. */
INLINE vf squareplus_from_output(vf y, vf e, vf w, vf b) {
    (void)e;
    const vf c = v_min(constant(FLT_MAX), y), quarter = v_mul(constant(0.25f), b);
    const vf r = v_div(quarter, c), slope = v_div(c, v_add(c, r));
    const vm overflowed = v_lt(constant(FLT_MAX), r);
    return v_mul(w, v_select(overflowed, v_mul(v_div(c, quarter), c), slope));
}

/* ---- The logistic family ---- */

/* All of these are made of z = e^-abs(p), which cannot overflow, and of d = 1 + z. p is the sum of
 * ph and a small pl, the rounding error of the product that made it: without pl a tail would be off
 * by 2^-24*abs(p). */
INLINE vf logistic_h(vf ph) { return v_neg(v_abs(ph)); }
INLINE vf logistic_z(vf ph) { return tail_exp(logistic_h(ph)); }
/* Beyond 256 all tails are 0. The latter is for what is even in p. */
INLINE vf logistic_p(vf p) { return clamp(p, 256.0f); }
INLINE vf logistic_even(vf p) { return v_max(constant(-256), logistic_h(p)); }
/* log of the factor by which pl changes z. */
INLINE vf logistic_l(vf ph, vf pl) { return v_select(v_lt(constant(0), ph), v_neg(pl), pl); }
/* The same and what the exponential itself lacks: z is to be multiplied by 1 + that. */
INLINE error_part logistic_error(vf ph, error_part pl) {
    const error_part l = pl.is_none ? pl : some(logistic_l(ph, pl.value));
    return error_sum(l, tail_exp_error(logistic_h(ph)));
}
INLINE vf logistic_z_of(vf ph, vf pl) { return tail_exp_of(logistic_h(ph), logistic_l(ph, pl)); }

/* (n + nl)/(1 + z), z = zh*(1 + l). */
INLINE vf over_one_plus(vf n, vf nl, vf zh, error_part l) {
    const vf d = v_add(one(), zh);
    return quotient(n, nl, d, mla_error(zh, l, sum_error(one(), zh, d)));
}

/* What d*d, rounded to `square`, lacks of (d + dl)^2. */
INLINE vf square_low(vf d, vf dl, vf square) {
    return v_mla(v_add(d, d), dl, product_error(d, d, square));
}

/* The same of square*d, rounded to `cube`, and (d + dl)^3. */
INLINE vf cube_low(vf d, vf dl, vf square, vf cube) {
    const vf low = v_mla(d, product_error(d, d, square), product_error(square, d, cube));
    return v_mla(v_mul(constant(3), square), dl, low);
}

/* (n + nl)/(1 + z)^2. */
INLINE vf over_square(vf n, vf nl, vf zh, error_part l) {
    const vf d = v_add(one(), zh);
    const vf dl = mla_error(zh, l, sum_error(one(), zh, d));
    const vf square = v_mul(d, d);
    return quotient(n, nl, square, square_low(d, dl, square));
}

/* (n + nl)/(1 + z)^3. */
INLINE vf over_cube(vf n, vf nl, vf zh, error_part l) {
    const vf d = v_add(one(), zh);
    const vf dl = mla_error(zh, l, sum_error(one(), zh, d));
    const vf square = v_mul(d, d), cube = v_mul(square, d);
    return quotient(n, nl, cube, cube_low(d, dl, square, cube));
}

/* sigma(p): 1/(1 + z) right of zero, z/(1 + z) left of it, where tail_scaled() is still to come. */
INLINE vf logistic_value(vf z, vf ph, error_part pl) {
    const error_part l = logistic_error(ph, pl);
    const vm left = v_lt(ph, constant(0));
    const vf z_low = mla_error(z, l, constant(0));
    return over_one_plus(v_select(left, z, one()), v_if(left, z_low), z, l);
}

/* sigma'(p) = z/(1 + z)^2, yet to be scaled in the tail; sigma*(1 - sigma) would cancel. */
INLINE vf logistic_slope(vf z, vf ph, error_part pl) {
    const error_part l = logistic_error(ph, pl);
    return over_square(z, mla_error(z, l, constant(0)), z, l);
}
/* w*sigma'(p). */
INLINE vf logistic_grad(vf z, vf ph, error_part pl, vf w) {
    return tail_scaled(v_mul(w, logistic_slope(z, ph, pl)), logistic_h(ph));
}

INLINE vf sigmoid_shared(vf x) { return logistic_z(x); }
INLINE vf sigmoid_value(vf x, vf z) {
    const vf p = logistic_p(x);
    return tail_scaled(logistic_value(z, p, none()), p);
}
INLINE vf sigmoid_grad(vf x, vf z, vf w) { return logistic_grad(z, logistic_even(x), none(), w); }
/* sigma'' = -sigma'*tanh(x/2). */
INLINE vf sigmoid_grad2(vf x, vf z) {
    return sigmoid_grad(x, z, v_neg(tanh_of(v_mul(constant(0.5f), x), z)));
}
INLINE vf sigmoid_from_output(vf y, vf e, vf w) {
    return (void)e, v_mul(w, v_mul(y, v_sub(one(), y)));
}

/* f' = 4z/(1 + z)^2, z = e^h with h = -abs(2x), f'' = -2*f*f'. */
INLINE vf tanh_h(vf x) { return logistic_even(v_add(x, x)); }
INLINE vf tanh_shared(vf x) { return logistic_z(v_add(x, x)); }
INLINE vf tanh_value(vf x, vf z) { return tanh_of(x, z); }
INLINE vf tanh_grad(vf x, vf z, vf w) {
    const vf h = tanh_h(x), g = v_mul(constant(4), logistic_slope(z, h, none()));
    return tail_scaled(v_mul(w, g), h);
}
/* The same with what z lacks, but for what that does to 1 + z, which costs 0.2 ULP. */
INLINE vf tanh_twice_close(vf x, vf z) {
    const vf twice = tanh_twice(z);
    return mla_error(twice, logistic_error(tanh_h(x), none()), twice);
}
/* tanh for those that multiply its error. */
INLINE vf tanh_close(vf x, vf z) { return tanh_given(x, tanh_twice_close(x, z)); }
INLINE vf tanh_grad2(vf x, vf z) { return tanh_grad(x, z, v_mul(constant(-2), tanh_value(x, z))); }
INLINE vf tanh_from_output(vf y, vf e, vf w) {
    return (void)e, v_mul(w, v_mul(v_sub(one(), y), v_add(one(), y)));
}

/* ---- SoftPlus ---- */

/* What beta*x rounded away. It no longer matters beyond 128, and there its computation could meet
 * an infinity. */
INLINE vf scaled_error(vf x, vf beta, vf p) {
    return v_if(v_lt(v_abs(p), constant(128)), product_error(beta, x, p));
}

INLINE vf softplus_shared(vf x, vf beta, vf threshold) {
    (void)threshold;
    const vf p = v_mul(beta, x);
    return logistic_z_of(p, scaled_error(x, beta, p));
}

INLINE vf softplus_shared_of_one(vf x) { return softplus_shared(x, one(), constant(HUGE_VALF)); }

/* 1 - log(1 + z')/z for z' = z*(1 + l), z in [0, 1]: -l - z*Q(z), Q of degree 9, relative error of
 * the logarithm 2^-29.7 (tools/log1p.sollya); of this sign, so that in a directed mode its roundings
 * go against those of what is made of it. l stands for l/(1 + z): where z counts beside 1, p
 * and its error are small, and that costs 0.15 ULP. SLEEF's logarithm of 1 + z' would have to be
 * given the rounding error of that sum back, and takes longer than all of this. */
INLINE vf log1p_bend(vf z, vf l) {
    vf q = constant(-0x1.2a3d5ep-9f);           /* -0.00228 */
    q = v_mla(q, z, constant(0x1.e0f71ap-7f));  /* 0.0147 */
    q = v_mla(q, z, constant(-0x1.6ad438p-5f)); /* -0.0443 */
    q = v_mla(q, z, constant(0x1.5fe48p-4f));   /* 0.0859 */
    q = v_mla(q, z, constant(-0x1.03ab9cp-3f)); /* -0.127 */
    q = v_mla(q, z, constant(0x1.4c5bp-3f));    /* 0.162 */
    q = v_mla(q, z, constant(-0x1.98175ap-3f)); /* -0.199 */
    q = v_mla(q, z, constant(0x1.ffdcfp-3f));   /* 0.25 */
    q = v_mla(q, z, constant(-0x1.5554b4p-2f)); /* -0.333 */
    q = v_mla(q, z, constant(0.5f));
    return v_mla(z, q, FAST ? constant(0) : v_neg(l)); /* `fast` has it in z */
}

/* log(1 + z)/beta, scaled: the quotient times 1 - bend, rounded, and what that is over by. Below
 * 2^-120, next to where 1/beta overflows, it is divided by beta and keeps fewer digits. */
INLINE vf softplus_log(vf z, vf l, vf beta, vf h) {
    const vf bend = log1p_bend(z, l);
    if (RARELY(v_any(v_lt(beta, constant(0x1p-120f)))))
        return v_mul(v_div(v_nmla(z, bend, z), beta), tail_scale(h));
    const rough_quotient parts = quotient_of(z, constant(0), beta, constant(0));
    const vf q = parts.q, y = v_nmla(q, bend, q);
    const vf rest = v_fma(q, bend, v_sub(y, q));
    const vf over = v_mla(parts.over, v_nmla(parts.r, bend, parts.r), rest);
    return tail_scaled(v_sub(y, over), h);
}
/* max(x, 0) + log(1 + z)/beta. */
INLINE vf softplus_value(vf x, vf z, vf beta, vf threshold) {
    const vf p = v_mul(beta, x), ph = logistic_p(p);
    const vf l = logistic_error(ph, some(scaled_error(x, beta, p))).value;
    const vf soft = v_add(softplus_log(z, l, beta, logistic_h(ph)), v_max(constant(0), x));
    return v_select(v_lt(threshold, p), x, soft);
}

/* f' = sigma(beta*x). */
INLINE vf softplus_grad(vf x, vf z, vf w, vf beta, vf threshold) {
    const vf p = v_mul(beta, x);
    const error_part pl = some(scaled_error(x, beta, p));
    const vf g = tail_scaled(v_mul(w, logistic_value(z, logistic_p(p), pl)), p);
    return v_select(v_lt(threshold, p), w, g);
}

/* f'' = beta*sigma'(beta*x). */
INLINE vf softplus_grad2(vf x, vf z, vf beta, vf threshold) {
    const vf p = v_mul(beta, x);
    const vf h = logistic_grad(z, logistic_p(p), some(scaled_error(x, beta, p)), beta);
    return v_select(v_lt(threshold, p), constant(0), h);
}

/* (p*sigma(p) - log(1 + e^p))/beta^2, an even function of p: -(a*z/(1 + z) + log(1 + z))/beta^2
 * with a = abs(p), where nothing cancels. */
INLINE vf softplus_param_slope(vf x, vf z, vf beta, vf threshold) {
    const vf p = v_mul(beta, x), ph = logistic_p(p);
    const vf l = logistic_error(ph, some(scaled_error(x, beta, p))).value;
    const vf n = v_mul(v_abs(ph), FAST ? z : v_mla(z, l, z));
    const vf log1p = v_nmla(z, log1p_bend(z, l), z);
    const vf sum = v_add(v_div(n, v_add(one(), z)), log1p);
    const vf once = v_div(v_neg(sum), beta), h = logistic_h(p);
    vf slope = tail_scaled(v_div(once, beta), h);
    if (RARELY(v_any(v_lt(beta, constant(0x1p-40f))))) /* which could overflow on its way */
        slope = v_div(tail_scaled(once, h), beta);
    return v_select(v_lt(threshold, p), constant(0), slope);
}

/* ---- x*sigma(p): SiLU, Swish and the sigmoid and tanh forms of GELU ---- */

/* x*sigma(p) = x*z/(1 + z) where p <= 0, x minus that where p > 0. The product needs a finite x:
 * finite_x is x clamped. */
INLINE vf gated_value(vf x, vf finite_x, vf z, vf ph, error_part pl) {
    const error_part l = logistic_error(ph, pl);
    const vf n = v_mul(finite_x, z), n_low = mla_error(n, l, product_error(finite_x, z, n));
    const vf g = tail_scaled(over_one_plus(n, n_low, z, l), logistic_h(ph));
    return v_select(v_lt(constant(0), ph), v_sub(x, g), g);
}

/* f' = sigma(p) + t*sigma'(p), t = x*p': z*(1 + t + z)/(1 + z)^2 where p <= 0 and
 * (1 + z*(1 + t))/(1 + z)^2 where p > 0. left_sum is 1 + t + z for the left, one_t is 1 + t for the
 * right, and exact for t <= -1/2 but for what t lacks. */
INLINE vf gated_grad(vf z, vf ph, error_part pl, two_parts left_sum, two_parts one_t, vf w) {
    const error_part l = logistic_error(ph, pl);
    const vm left = v_le(ph, constant(0));
    const vf factor = v_select(left, left_sum.value, one_t.value), n = v_mul(z, factor);
    const bool bare = left_sum.low.is_none;
    const vf factor_low = v_select(left, left_sum.low.value, one_t.low.value);
    const vf error = product_error(z, factor, n);
    const vf n_low = mla_error(n, l, bare ? error : v_mla(z, factor_low, error));
    const vf sum = v_add(one(), n), sum_low = v_add(sum_error(one(), n, sum), n_low);
    const vf g = over_square(v_select(left, n, sum), v_select(left, n_low, sum_low), z, l);
    return tail_scaled(v_mul(w, g), ph);
}

/* k - m + z*(k + m), which cancels; k - m is exact if it is small, and diff_low and sum_low are what
 * k - m and k + m lack. The product is the larger part where the whole is positive. */
INLINE two_parts gated_bracket(vf z, vf ph, vf pl, vf k, vf m, vf diff_low, vf sum_low) {
    const vf sum = v_add(k, m), diff = v_sub(k, m);
    if (FAST) return in_one(v_add(v_mla(z, sum, diff), v_mla(z, sum_low, diff_low)));
    const vf product = v_mul(z, sum), bracket = v_add(diff, product);
    const vm positive = v_lt(constant(0), bracket);
    const vf larger = v_select(positive, product, diff), other = v_select(positive, diff, product);
    const vf product_low = v_mla(z, sum_low, v_add(diff_low, product_error(z, sum, product)));
    const vf low = v_add(sum_error(larger, other, bracket), product_low);
    return in_two(bracket, v_mla(product, logistic_error(ph, some(pl)).value, low));
}
/* f'' = z/(1 + z)^3*bracket, bracket as above with k = 2p' + x*p'' and m = abs(x)*p'^2; times
 * `scale`. */
INLINE vf gated_grad2(vf z, vf ph, error_part pl, two_parts bracket, vf scale) {
    const error_part l = logistic_error(ph, pl);
    const vf n = v_mul(bracket.value, z), error = product_error(bracket.value, z, n);
    const vf h = over_cube(n, mla_error(n, l, mla_error(z, bracket.low, error)), z, l);
    return tail_scaled(v_mul(h, scale), logistic_h(ph));
}

INLINE vf silu_shared(vf x) { return logistic_z(x); }
INLINE vf silu_value(vf x, vf z) {
    const vf p = logistic_p(x);
    return gated_value(x, p, z, p, none());
}
INLINE vf silu_grad(vf x, vf z, vf w) {
    const vf p = logistic_p(x);
    const vf one_t = v_add(one(), p);
    return gated_grad(z, p, none(), in_one(v_add(one_t, z)), in_one(one_t), w);
}
INLINE vf silu_grad2(vf x, vf z) {
    const vf p = logistic_p(x), a = v_abs(p), two = constant(2);
    const vf sum = v_add(two, a), diff = v_sub(two, a);
    const vf bracket = FAST ? v_mla(z, sum, diff) : v_fma(z, sum, diff);
    const error_part l = logistic_error(p, none());
    const vf low = mla_error(v_mul(z, sum), l, constant(0));
    return gated_grad2(z, p, none(), in_two(bracket, low), one());
}

INLINE vf swish_p(vf x, vf beta) { return v_mul(beta, factor_of(beta, x)); }
INLINE vf swish_pl(vf x, vf beta) {
    return scaled_error(factor_of(beta, x), beta, swish_p(x, beta));
}
INLINE vf swish_ph(vf x, vf beta) { return logistic_p(swish_p(x, beta)); }

INLINE vf swish_shared(vf x, vf beta) {
    return logistic_z_of(swish_ph(x, beta), swish_pl(x, beta));
}
INLINE vf swish_value(vf x, vf z, vf beta) {
    const vf c = clamp(x, FLT_MAX);
    const vf y = gated_value(x, c, z, swish_ph(x, beta), some(swish_pl(x, beta)));
    /* A result that rounds to zero twice, without FMA, may have lost its sign. */
    const vf signed_y = v_copysign(y, x);
    /* x*sigma(0) is x/2 at an infinity too. */
    return is_zero(beta) ? v_mul(x, constant(0.5f)) : signed_y;
}

/* With a small beta the neighbourhoods of the points where f' and f'' change sign are wide in x,
 * and the sums there must not cancel. With a = abs(p), r the root, delta = a - r and g = (1 -
 * e^-delta)/delta they are products:
 *   1 + z - a = -delta*(1 + (r - 1)*g),
 *   2 - a + z*(2 + a) = -delta*(1 - t + g*(r - 2 + t*delta)), t = e^-r.
 * g by its series to delta^4/120, for abs(delta) < 1/8 (roots: tools/swish_crossings.sollya). */
static const float grad_root = 0x1.474974p0f, grad_root_low = -0x1.bdf6fap-27f;   /* 1.27846 */
static const float grad2_root = 0x1.331e24p1f, grad2_root_low = -0x1.49887cp-25f; /* 2.39936 */
static const float grad2_t = 0.0907763f; /* (r - 2)/(r + 2) */

INLINE vf swish_delta(vf ph, vf pl, float root, float root_low) {
    const vf delta = v_sub(v_abs(ph), constant(root));
    return v_sub(delta, v_add(constant(root_low), logistic_l(ph, pl)));
}
INLINE vf swish_g(vf delta) {
    vf g = constant(0x1.111112p-7f);                /* 1/120 */
    g = v_mla(g, delta, constant(-0x1.555556p-5f)); /* -1/24 */
    g = v_mla(g, delta, constant(0x1.555556p-3f));  /* 1/6 */
    g = v_mla(g, delta, constant(-0.5f));
    return v_mla(g, delta, one());
}
INLINE vm swish_near(vf delta) { return v_lt(v_abs(delta), constant(0.125f)); }

INLINE vf swish_left_sum(vf z, vf ph, vf pl, vf one_t) {
    const vf delta = swish_delta(ph, pl, grad_root, grad_root_low);
    const vf slope = v_mla(swish_g(delta), constant(grad_root - 1), one());
    return v_select(swish_near(delta), v_neg(v_mul(delta, slope)), v_add(one_t, z));
}
INLINE two_parts swish_bracket(vf z, vf ph, vf pl) {
    const vf delta = swish_delta(ph, pl, grad2_root, grad2_root_low);
    const vf side = v_mla(delta, constant(grad2_t), constant(grad2_root - 2));
    const vf slope = v_mla(swish_g(delta), side, constant(1 - grad2_t));
    const vf a = v_abs(ph), l = logistic_l(ph, pl), two = constant(2), sum = v_add(two, a);
    const vf sum_low = v_sub(v_sub(a, v_sub(sum, two)), l);
    const two_parts plain = gated_bracket(z, ph, pl, two, a, l, sum_low);
    const vf bracket = v_select(swish_near(delta), v_neg(v_mul(delta, slope)), plain.value);
    if (FAST) return in_one(bracket);
    return in_two(bracket, v_select(swish_near(delta), constant(0), plain.low.value));
}

INLINE vf swish_grad(vf x, vf z, vf w, vf beta) {
    const vf ph = swish_ph(x, beta), pl = swish_pl(x, beta), one_t = v_add(one(), ph);
    const vm near = swish_near(swish_delta(ph, pl, grad_root, grad_root_low));
    const vf left_low = v_select(near, constant(0), pl);
    const two_parts left_sum = in_two(swish_left_sum(z, ph, pl, one_t), left_low);
    return gated_grad(z, ph, some(pl), left_sum, in_two(one_t, pl), w);
}
INLINE vf swish_grad2(vf x, vf z, vf beta) {
    const vf ph = swish_ph(x, beta), pl = swish_pl(x, beta);
    return gated_grad2(z, ph, some(pl), swish_bracket(z, ph, pl), beta);
}
/* x^2*sigma'(p). Where x^2 could overflow, the second x comes last. */
INLINE vf swish_param_slope(vf x, vf z, vf beta) {
    const vf c = clamp(x, FLT_MAX);
    const vm large = v_lt(constant(0x1p60f), v_abs(c));
    const vf last = v_select(large, c, one());
    const vf w = v_mul(c, v_select(large, one(), c));
    return v_mul(logistic_grad(z, swish_ph(x, beta), some(swish_pl(x, beta)), w), last);
}

/* 1.702 is 0x1.b3b646p0f - 2.2e-8. Beyond 128 all tails are 0. */
static const float quick_hi = 1.702f, quick_lo = (float)(1.702 - (double)1.702f);

INLINE vf gelu_sigmoid_x(vf x) { return clamp(x, 128.0f); }
INLINE vf gelu_sigmoid_ph(vf x) { return v_mul(gelu_sigmoid_x(x), constant(quick_hi)); }
INLINE vf gelu_sigmoid_pl(vf x) {
    const vf c = gelu_sigmoid_x(x);
    return v_mla(c, constant(quick_lo), product_error(c, constant(quick_hi), gelu_sigmoid_ph(x)));
}
INLINE vf gelu_sigmoid_shared(vf x) {
    return logistic_z_of(gelu_sigmoid_ph(x), gelu_sigmoid_pl(x));
}
INLINE vf gelu_sigmoid_value(vf x, vf z) {
    return gated_value(x, gelu_sigmoid_x(x), z, gelu_sigmoid_ph(x), some(gelu_sigmoid_pl(x)));
}
INLINE vf gelu_sigmoid_grad(vf x, vf z, vf w) {
    const vf ph = gelu_sigmoid_ph(x), pl = gelu_sigmoid_pl(x), one_t = v_add(one(), ph);
    return gated_grad(z, ph, some(pl), in_two(v_add(one_t, z), pl), in_two(one_t, pl), w);
}
INLINE vf gelu_sigmoid_grad2(vf x, vf z) {
    const vf ph = gelu_sigmoid_ph(x), pl = gelu_sigmoid_pl(x), l = logistic_l(ph, pl);
    const two_parts bracket = gated_bracket(z, ph, pl, constant(2), v_abs(ph), l, v_neg(l));
    return gated_grad2(z, ph, some(pl), bracket, constant(quick_hi));
}

/* k0 + k1*c^2, whose constants have two floats each: rounded, and the rest. `first`, the first float
 * of k0, is so short that it can be taken off again without a rounding. */
typedef struct {
    float k0, k0_low, k1, k1_low;
} parabola;
#define PARABOLA(k0, first, k1)                                                                    \
    { first, (float)((k0) - (double)(first)), (float)(k1), (float)((k1) - (double)(float)(k1)) }
INLINE vf parabola_at(parabola k, vf c) {
    return v_mla(constant(k.k1), v_mul(c, c), constant(k.k0));
}
INLINE vf parabola_low(parabola k, vf c) {
    const vf square = v_mul(c, c), k1 = constant(k.k1);
    const vf rounded = v_fma(k1, square, v_sub(constant(k.k0), parabola_at(k, c)));
    const vf rest = v_mla(constant(k.k1_low), square, constant(k.k0_low));
    return v_add(v_mla(k1, product_error(c, c, square), rest), rounded);
}

/* x/2*(1 + tanh(u)) = x*sigma(2u): p = x*(k0 + k1*x^2), k0 = 2*sqrt(2/pi), k1 = 0.044715*k0, and p' =
 * k0 + 3*k1*x^2. Beyond 16 all tails are 0. */
#define CUBIC_K0 1.5957691216057307118
#define CUBIC_K1 0.071354816272600248778
static const parabola gelu_tanh_factor = PARABOLA(CUBIC_K0, 0x1.98846p0f, CUBIC_K1);
static const parabola gelu_tanh_slope = PARABOLA(CUBIC_K0, 0x1.98846p0f, 3 * CUBIC_K1);

INLINE vf gelu_tanh_x(vf x) { return clamp(x, 16.0f); }
INLINE vf gelu_tanh_ph(vf c) { return v_mul(c, parabola_at(gelu_tanh_factor, c)); }
INLINE vf gelu_tanh_pl(vf c) {
    const vf error = product_error(c, parabola_at(gelu_tanh_factor, c), gelu_tanh_ph(c));
    return v_mla(c, parabola_low(gelu_tanh_factor, c), error);
}
INLINE vf gelu_tanh_shared(vf x) {
    const vf c = gelu_tanh_x(x);
    return logistic_z_of(gelu_tanh_ph(c), gelu_tanh_pl(c));
}
INLINE vf gelu_tanh_value(vf x, vf z) {
    const vf c = gelu_tanh_x(x);
    return gated_value(x, c, z, gelu_tanh_ph(c), some(gelu_tanh_pl(c)));
}
/* t = x*p'. */
INLINE vf gelu_tanh_grad(vf x, vf z, vf w) {
    const vf c = gelu_tanh_x(x), ph = gelu_tanh_ph(c), pl = gelu_tanh_pl(c);
    const vf slope = parabola_at(gelu_tanh_slope, c), t = v_mul(c, slope);
    const vf t_low = v_mla(c, parabola_low(gelu_tanh_slope, c), product_error(c, slope, t));
    const vf one_t = v_add(one(), t), sum = v_add(one_t, z);
    const vf z_low = v_mul(z, logistic_error(ph, some(pl)).value);
    const two_parts left_sum = in_two(sum, v_add(v_add(z_low, t_low), sum_error(one_t, z, sum)));
    return gated_grad(z, ph, some(pl), left_sum, in_two(one_t, t_low), w);
}
/* k = 2p' + x*p'' = 2*k0 + 12*k1*x^2. k and abs(x)*p'^2 nearly cancel where f'' changes sign, so what
 * each rounds away is kept. */
static const parabola gelu_tanh_bracket = PARABOLA(2 * CUBIC_K0, 0x1.98846p1f, 12 * CUBIC_K1);
INLINE vf gelu_tanh_grad2(vf x, vf z) {
    const vf c = gelu_tanh_x(x), a = v_abs(c), ph = gelu_tanh_ph(c), pl = gelu_tanh_pl(c);
    const vf slope = parabola_at(gelu_tanh_slope, c), slope_low = parabola_low(gelu_tanh_slope, c);
    const vf square = v_mul(slope, slope), bend = v_mul(a, square);
    const vf bend_low =
        v_mla(a, square_low(slope, slope_low, square), product_error(a, square, bend));
    const vf k = parabola_at(gelu_tanh_bracket, c), k_low = parabola_low(gelu_tanh_bracket, c);
    const two_parts bracket =
        gated_bracket(z, ph, pl, k, bend, v_sub(k_low, bend_low), v_add(k_low, bend_low));
    return gated_grad2(z, ph, some(pl), bracket, one());
}

/* ---- GELU ---- */

/* With a = abs(x), clamped to 17, where nothing is left: f = x - G right of zero and -G left
 * of it, G = a*Phi(-a) = e^(-a^2/2)*R, and f' = 1 - T and T, T = Phi(-a) - a*phi(a) =
 * e^(-a^2/2)*S/v. With v = 1/(a + 3) the scaled complementary error function is smooth (Shepherd and
 * Laframboise 1981), and R and S are polynomials in v less a constant, for a from 3/4 to 14.5: R of
 * degree 8, relative error 2^-27.3, S of degree 9, absolute error 2^-31.7 (tools/gelu_tail.sollya).
 * The constants are where roundings of the coefficients count least: S changes sign next to 3/4.
 *
 * The exponent -a^2/2 is h and what h lacks. */
INLINE vf gelu_a(vf x) { return v_min(constant(17), v_abs(x)); }
INLINE vf gelu_h(vf a) { return v_mul(v_mul(constant(-0.5f), a), a); }
INLINE vf gelu_h_low(vf a) { return product_error(v_mul(constant(-0.5f), a), a, gelu_h(a)); }
/* log of the factor that the exponential lacks. */
INLINE vf gelu_l(vf a) { return error_sum(some(gelu_h_low(a)), tail_exp_error(gelu_h(a))).value; }

/* a + 3 and what it rounded away, exactly: 3 is a multiple of its last place. */
INLINE vf gelu_d(vf a) { return v_add(a, constant(3)); }
INLINE vf gelu_d_low(vf a) { return sum_error(constant(3), a, gelu_d(a)); }
/* v, and what v*(a + 3) lacks of 1. */
INLINE vf gelu_v(vf a) { return v_div(one(), gelu_d(a)); }
INLINE vf gelu_v_rest(vf a) {
    const vf v = gelu_v(a);
    return v_nmla(v, gelu_d_low(a), v_nfma(v, gelu_d(a), one()));
}
INLINE vf gelu_u(vf a, float center) { return v_sub(gelu_v(a), constant(center)); }

static const float gelu_r_center = 5.0f / 32, gelu_s_center = 7.0f / 32;
static const float gelu_r_0 = 0x1.7bc964p-2f; /* 0.371 */
static const float gelu_r_0_low = (float)(0x1.7bc96327f33ap-2 - 0x1.7bc964p-2);
static const float gelu_s_0 = -0x1.7ef3a6p-4f; /* -0.0935 */
static const float gelu_s_0_low = (float)(-0x1.7ef3a5c767aap-4 - -0x1.7ef3a6p-4);
/* (R - gelu_r_0)/u and (S - gelu_s_0)/u. */
INLINE vf gelu_r_slope(vf u) {
    vf r = constant(-0x1.cbad5ep9f);               /* -919 */
    r = v_mla(r, u, constant(0x1.5c37d6p6f));      /* 87.1 */
    r = v_mla(r, u, constant(0x1.6ae67ep7f));      /* 181 */
    r = v_mla(r, u, constant(0x1.052794p1f));      /* 2.04 */
    r = v_mla(r, u, constant(-0x1.2e6f3ap5f));     /* -37.8 */
    r = v_mla(r, u, constant(-0x1.22b266p4f));     /* -18.2 */
    r = v_mla(r, u, constant(-0x1.1bdca2p2f));     /* -4.44 */
    return v_mla(r, u, constant(-0x1.1f1ce6p-1f)); /* -0.561 */
}
INLINE vf gelu_s_slope(vf u) {
    vf s = constant(0x1.0b3f8ep7f);             /* 134 */
    s = v_mla(s, u, constant(0x1.60d212p7f));   /* 176 */
    s = v_mla(s, u, constant(0x1.dc258ep4f));   /* 29.8 */
    s = v_mla(s, u, constant(-0x1.f152f4p4f));  /* -31.1 */
    s = v_mla(s, u, constant(-0x1.7cc708p2f));  /* -5.95 */
    s = v_mla(s, u, constant(0x1.62b2c6p3f));   /* 11.1 */
    s = v_mla(s, u, constant(0x1.0f4f98p3f));   /* 8.48 */
    s = v_mla(s, u, constant(0x1.8f035p1f));    /* 3.12 */
    return v_mla(s, u, constant(0x1.c9707p0f)); /* 1.79 */
}
/* What p = first + slope*u lacks, `first` with its low part, if v is larger by v*rest; bend is v
 * times the derivative of p, roughly: it is 0.6 at most, and rest 2^-24. */
INLINE vf gelu_p_low(vf p, vf first, float first_low, vf slope, vf u, vf bend, vf rest) {
    const vf rounded = v_fma(slope, u, v_sub(first, p));
    return v_add(rounded, v_mla(bend, rest, constant(first_low)));
}

/* Near 0 a polynomial in h saves the exponential from cancelling: f = x*(1/2 + x*(c + h*R(h))), f' =
 * 1/2 + x*(2*c + h*S(h)) on abs(x) <= 3/4, c = 1/sqrt(2*pi); relative errors of the brackets 2^-28.3
 * and 2^-31.0 (tools/gelu_near.sollya), in the value 2^-24.8, since c is a float there. */
static const float inv_sqrt_2pi = 0x1.988454p-2f; /* 0.39894228 */
static const float inv_sqrt_2pi_low = (float)(0.39894228040143267794 - 0x1.988454p-2);

INLINE vm gelu_near(vf x) { return v_lt(v_abs(x), constant(0.75f)); }
INLINE vf gelu_near_value(vf x, vf h) {
    vf r = constant(0x1.b16028p-10f);          /* 1.65e-3 */
    r = v_mla(r, h, constant(0x1.35ca56p-7f)); /* 9.46e-3 */
    r = v_mla(r, h, constant(0x1.46c7b8p-5f)); /* 0.0399 */
    r = v_mla(r, h, constant(0x1.105828p-3f)); /* 0.1330 */
    r = v_mla(r, h, constant(inv_sqrt_2pi));
    return v_mul(x, v_fma(x, r, constant(0.5f)));
}
INLINE vf gelu_near_grad(vf x, vf h) {
    vf r = constant(0x1.9b15e4p-9f);           /* 3.14e-3 */
    r = v_mla(r, h, constant(0x1.2bf8aap-6f)); /* 0.0183 */
    r = v_mla(r, h, constant(0x1.37261ep-4f)); /* 0.0760 */
    r = v_mla(r, h, constant(0x1.ea3776p-3f)); /* 0.2394 */
    r = v_mla(r, h, constant(0x1.105836p-1f)); /* 0.5319 */
    r = v_mla(r, h, constant(2 * inv_sqrt_2pi_low));
    return v_fma(x, v_add(r, constant(2 * inv_sqrt_2pi)), constant(0.5f));
}

INLINE vf gelu_shared(vf x) { return tail_exp(gelu_h(gelu_a(x))); }
INLINE vf gelu_value(vf x, vf e) {
    const vf a = gelu_a(x), h = gelu_h(a), u = gelu_u(a, gelu_r_center);
    const vf slope = gelu_r_slope(u), first = constant(gelu_r_0), r = v_mla(slope, u, first);
    const vf bend = v_mla(slope, constant(0.62f), constant(0.228f));
    const vf r_low = gelu_p_low(r, first, gelu_r_0_low, slope, u, bend, gelu_v_rest(a));
    const vf low = v_mla(r, gelu_l(a), r_low);
    /* Where e is subnormal and the mode rounds down, low*e could be the larger. */
    const vf g = tail_scaled(v_abs(v_fma(r, e, v_mul(low, e))), h);
    /* -0 less a tail of +0 is -0. */
    const vf far = v_sub(v_max(constant(-0.0f), x), g);
    return v_select(gelu_near(x), gelu_near_value(x, h), far);
}

INLINE vf gelu_grad(vf x, vf e, vf w) {
    const vf a = gelu_a(x), h = gelu_h(a), u = gelu_u(a, gelu_s_center);
    const vf slope = gelu_s_slope(u), first = constant(gelu_s_0), s = v_mla(slope, u, first);
    const vf bend = v_mla(slope, constant(0.994f), constant(-1.379f));
    const vf s_low = gelu_p_low(s, first, gelu_s_0_low, slope, u, bend, gelu_v_rest(a));
    const vf d = gelu_d(a), n = v_mul(d, s);
    const vf n_low = v_mla(d, s_low, v_mla(gelu_d_low(a), s, product_error(d, s, n)));
    const vf low = v_mla(n, gelu_l(a), n_low);
    /* This has one rounding less than (n + low)*e, but where both products are zeros it may lose
     * the sign. */
    const vf t = v_copysign(v_mla(n, e, v_mul(low, e)), v_add(n, low));
    const vf left = tail_scaled(v_mul(t, w), h), right = v_mul(w, v_sub(one(), t));
    const vf far = v_select(v_lt(constant(0), x), right, left);
    return v_select(gelu_near(x), v_mul(w, gelu_near_grad(x, h)), far);
}

/* f'' = phi(x)*(2 - x^2) = e^(-a^2/2)*2c*(1 - a^2/2), c = 1/sqrt(2*pi), where 2c brings the scale of
 * the tail. */
INLINE vf gelu_grad2(vf x, vf e) {
    const vf a = gelu_a(x), h = gelu_h(a);
    const vf tail_two_c = constant((float)(2 * 0.39894228040143267794 * 0x1p-57));
    const vf two_c = v_select(in_tail(h), tail_two_c, constant(2 * inv_sqrt_2pi));
    const vf bracket = v_mla(two_c, h, two_c);
    return v_mul(v_mla(bracket, gelu_l(a), v_mla(two_c, gelu_h_low(a), bracket)), e);
}

/* ---- Mish ---- */

/* tanh(log(1 + e^x)) = n/(n + 2) with n = z*(z + 2) left of zero, 1 - 2z^2/(1 + 2z + 2z^2) right
 * of it, z = e^-abs(x). So f = x*k/D left, x - x*k/D right, with k = z*(z + 2) or 2z^2 and D = k
 * + 2 or k + 1 + 2z. Next to zero, where z is 1, left holds on both sides: x - 0.4x would be x if a
 * caller's mode flushes 0.4x. */
static const float mish_split = 0x1p-30f;

INLINE vm mish_left(vf x) { return v_lt(x, constant(mish_split)); }
INLINE vf mish_shared(vf x) { return logistic_z(x); }
/* What z lacks, left of zero, where a numerator has it as a factor; what else it does there and right
 * of zero is left out: l is small where z is not, and that costs 0.3 ULP. */
INLINE error_part mish_error(vf x) {
    const vf l = logistic_error(logistic_p(x), none()).value;
    return some(v_if(mish_left(x), l));
}
/* k = z*s, s = z + 2 or 2z. D = b + z*inner, b = 2 or 1, inner = 2 + z or 2 + 2z; b can be taken off
 * D again without a rounding. */
INLINE vf mish_inner_z(vf x, vf z) { return v_select(mish_left(x), z, v_add(z, z)); }
INLINE vf mish_inner(vf x, vf z) { return v_add(constant(2), mish_inner_z(x, z)); }
INLINE vf mish_inner_low(vf x, vf z) {
    return sum_error(constant(2), mish_inner_z(x, z), mish_inner(x, z));
}
INLINE vf mish_s(vf x, vf z) { return v_select(mish_left(x), mish_inner(x, z), v_add(z, z)); }
INLINE vf mish_k(vf x, vf z) { return v_mul(z, mish_s(x, z)); }
INLINE vf mish_k_low(vf x, vf z) {
    const vf s_low = v_if(mish_left(x), mish_inner_low(x, z));
    return v_mla(z, s_low, product_error(z, mish_s(x, z), mish_k(x, z)));
}
INLINE vf mish_b(vf x) { return v_select(mish_left(x), constant(2), one()); }
INLINE vf mish_d(vf x, vf z) { return v_mla(z, mish_inner(x, z), mish_b(x)); }
INLINE vf mish_d_low(vf x, vf z) {
    const vf rounded = v_fma(z, mish_inner(x, z), v_sub(mish_b(x), mish_d(x, z)));
    return v_mla(z, mish_inner_low(x, z), rounded);
}

INLINE vf mish_value(vf x, vf z) {
    const vf c = logistic_p(x), k = mish_k(x, z);
    const vf n = v_mul(c, k), n_low = v_mla(c, mish_k_low(x, z), product_error(c, k, n));
    const vf low = mla_error(n, mish_error(x), n_low);
    const vf g = quotient(n, low, mish_d(x, z), mish_d_low(x, z));
    const vf scaled = tail_scaled(g, logistic_h(c));
    return v_select(mish_left(x), scaled, v_sub(x, scaled));
}

/* f' = z*(4*(1 + x) + z*(6 + 4x + z*(4 + z)))/D^2 left, (1 + z*(4 + z*(6 + 4x + 4z*(1 + x))))/D^2
 * right: ordered so that the terms that cancel where f' changes sign are exact. */
INLINE vf mish_grad(vf x, vf z, vf w) {
    const vf c = logistic_p(x), d = mish_d(x, z), four = constant(4);
    const vm left = mish_left(x);
    const vf first = v_mul(four, v_add(one(), c)), second = v_mla(four, c, constant(6));
    const vf from_left = v_mla(z, v_mla(z, v_add(four, z), second), first);
    const vf from_right = v_mla(z, v_mla(z, first, second), four);
    const vf a = v_select(left, from_left, from_right);
    const vf za = v_mul(z, a), za_low = product_error(z, a, za), sum = v_add(one(), za);
    const vf n = v_select(left, za, sum);
    const vf nl = v_add(za_low, v_if(v_le(constant(mish_split), x), sum_error(one(), za, sum)));
    const vf square = v_mul(d, d);
    const vf n_low = mla_error(n, mish_error(x), nl);
    const vf g = quotient(n, n_low, square, square_low(d, mish_d_low(x, z), square));
    return tail_scaled(v_mul(w, g), c);
}

/* f'' = 4z*P/D^3 left, 4z^2*P/D^3 right, P = c0 + z*(c1 + z*(c2 + z*c3)): with a = abs(x) the c are
 * 4 - 2a, 8 - 2a, 6 + 3a, 2 + 2a left and 2 - 2a, 6 - 3a, 8 + 2a, 4 + 2a right. */
INLINE vf mish_grad2(vf x, vf e) {
    const vf c = logistic_p(x), a = v_abs(c), two_a = v_add(a, a);
    const vf z = times_one_and(e, logistic_error(c, none())), d = mish_d(x, z);
    const vm left = mish_left(x);
    const vf c0 = v_sub(v_select(left, constant(4), constant(2)), two_a);
    const vf left_c1 = v_sub(constant(8), two_a), right_c1 = v_mla(constant(-3), a, constant(6));
    const vf left_c2 = v_mla(constant(3), a, constant(6)), right_c2 = v_add(constant(8), two_a);
    const vf c1 = v_select(left, left_c1, right_c1), c2 = v_select(left, left_c2, right_c2);
    const vf c3 = v_add(v_select(left, constant(2), constant(4)), two_a);
    const vf high = v_mla(z, c3, c2), mid = v_mla(z, high, c1), bracket = v_mla(z, mid, c0);
    const vf four_z = v_mul(constant(4), z), n = v_mul(four_z, bracket);
    const vf square = v_mul(d, d), cube = v_mul(square, d);
    /* The second z of the right side brings its own scale. */
    const vf last = v_select(left, one(), z), scale = tail_scale(logistic_h(c));
    const vf scales = v_mul(scale, v_select(left, one(), scale));
    if (FAST) return v_mul(v_mul(v_div(n, cube), last), scales);
    /* What the last two sums lack, to half a unit of what was added. */
    const vf mid_low = v_add(v_fms(z, high, mid), c1);
    const vf bracket_low = v_mla(z, mid_low, v_add(v_fms(z, mid, bracket), c0));
    const vf n_low = product_error(four_z, bracket, n);
    const vf low = cube_low(d, mish_d_low(x, z), square, cube);
    const rough_quotient h = quotient_of(n, v_mla(four_z, bracket_low, n_low), cube, low);
    return v_mul(v_fma(h.q, last, v_mul(v_neg(quotient_over(h)), last)), scales);
}

/* ---- e^x - 1: ELU, SELU, CELU ---- */

/* e^(p + l) - 1 for p <= 0 given z = tail_exp(p): p + p^2*P(p) on [-3/4, 0], where z - 1
 * cancels, degree 5, relative error 2^-31 (tools/expm1_near.sollya). Right of zero anything. In the
 * tail z - 1 rounds to -1 with or without z's scale.
 * `scaled` is s*p without the rounding that p has, for a result that is s*(e^p - 1). */
INLINE vm expm1_near(vf p) { return v_lt(constant(-0.75f), p); }
INLINE vf expm1_poly(vf p) {
    vf r = constant(0x1.2db68cp-13f);           /* 1.44e-4 */
    r = v_mla(r, p, constant(0x1.5e5334p-10f)); /* 1.34e-3 */
    r = v_mla(r, p, constant(0x1.10399ep-7f));  /* 8.31e-3 */
    r = v_mla(r, p, constant(0x1.5547ccp-5f));  /* 0.0417 */
    r = v_mla(r, p, constant(0x1.5554fp-3f));   /* 0.1667 */
    return v_mla(r, p, constant(0x1.fffffep-2f));
}
INLINE vf expm1_scaled(vf p, error_part l, vf z, vf s, vf scaled) {
    const vf near = v_copysign(v_mla(v_mul(scaled, p), expm1_poly(p), scaled), scaled);
    const vf far = v_mul(s, v_sub(mla_error(z, l, z), one()));
    return v_select(expm1_near(p), near, far);
}
/* The exponent: x where it is not positive, else 0, so that nothing overflows. */
INLINE vf not_positive(vf x) { return v_min(constant(0), x); }
/* yes right of zero, no at zero and left of it, which is NaN where x is. The mask is that of no, which
 * is made last, by an operation that can leave the lanes of yes alone. */
INLINE vf right_of_zero(vf x, vf yes, vf no) { return v_select(v_not_lt(constant(0), x), no, yes); }
/* yes left of zero, 0 elsewhere. */
INLINE vf left_of_zero(vf x, vf yes) { return nan_or(x, v_if(v_lt(x, constant(0)), yes)); }

INLINE vf elu_shared(vf x, vf alpha) { return (void)alpha, tail_exp(not_positive(x)); }
INLINE vf elu_value(vf x, vf z, vf alpha) {
    const vf p = not_positive(x);
    const vf left = expm1_scaled(p, none(), z, alpha, v_mul(alpha, v_max(constant(-1), p)));
    return right_of_zero(x, x, left);
}
/* An infinity has no error. */
INLINE error_part elu_error(vf x) { return tail_exp_error(v_max(constant(-256), not_positive(x))); }
/* e^x left of zero, yet to be scaled in the tail. */
INLINE vf elu_e(vf x, vf z) { return times_one_and(z, elu_error(x)); }
INLINE vf elu_slope(vf x, vf z, vf w, vf alpha) {
    return tail_scaled(v_mul(w, v_mul(alpha, elu_e(x, z))), not_positive(x));
}
INLINE vf elu_grad(vf x, vf z, vf w, vf alpha) {
    return right_of_zero(x, w, elu_slope(x, z, w, alpha));
}
INLINE vf elu_grad2(vf x, vf z, vf alpha) { return left_of_zero(x, elu_slope(x, z, one(), alpha)); }
INLINE vf elu_param_slope(vf x, vf z, vf alpha) {
    return (void)alpha, elu_value(not_positive(x), z, one());
}
INLINE vf elu_from_output(vf y, vf e, vf w, vf alpha) {
    return (void)e, right_of_zero(y, w, v_mul(w, v_add(y, alpha)));
}

/* scale and scale*alpha in two floats each. */
static const float selu_scale_hi = (float)1.0507009873554805;
static const float selu_scale_lo = (float)(1.0507009873554805 - (double)(float)1.0507009873554805);
static const float selu_both_hi = (float)(1.0507009873554805 * 1.6732632423543772);
static const float selu_both_lo = (float)(1.0507009873554805 * 1.6732632423543772 -
                                          (double)(float)(1.0507009873554805 * 1.6732632423543772));

/* m*(hi + lo), rounded once and a bit; m finite. */
INLINE vf times_two_floats(vf m, float hi, float lo) {
    return v_fma(m, constant(hi), v_mul(m, constant(lo)));
}

INLINE vf selu_shared(vf x) { return tail_exp(not_positive(x)); }
INLINE vf selu_value(vf x, vf z) {
    const vf right =
        v_fma(x, constant(selu_scale_hi), v_mul(clamp(x, FLT_MAX), constant(selu_scale_lo)));
    const vf left =
        expm1_scaled(not_positive(x), elu_error(x), z, one(), v_max(constant(-1), not_positive(x)));
    return right_of_zero(x, right, times_two_floats(left, selu_both_hi, selu_both_lo));
}
INLINE vf selu_slope(vf x, vf z, vf w) {
    const vf g = v_mul(w, times_two_floats(elu_e(x, z), selu_both_hi, selu_both_lo));
    return tail_scaled(g, not_positive(x));
}
INLINE vf selu_grad(vf x, vf z, vf w) {
    return right_of_zero(x, v_mul(w, constant(selu_scale_hi)), selu_slope(x, z, w));
}
INLINE vf selu_grad2(vf x, vf z) { return left_of_zero(x, selu_slope(x, z, one())); }
INLINE vf selu_from_output(vf y, vf e, vf w) {
    const vf left = v_add(v_add(y, constant(selu_both_hi)), constant(selu_both_lo));
    return (void)e, v_mul(w, right_of_zero(y, constant(selu_scale_hi), left));
}

/* p = x/alpha, and what that and its exponential lack, which counts for nothing beyond -128. */
INLINE vf celu_p(vf x, vf alpha) { return v_div(not_positive(x), alpha); }
INLINE vf celu_l(vf x, vf alpha) {
    const vf p = celu_p(x, alpha);
    const vf rest = v_div(v_nfma(p, alpha, not_positive(x)), alpha);
    return v_if(v_lt(constant(-128), p), error_sum(some(rest), tail_exp_error(p)).value);
}
INLINE vf celu_shared(vf x, vf alpha) { return tail_exp_of(celu_p(x, alpha), celu_l(x, alpha)); }
INLINE vf celu_e(vf x, vf z, vf alpha) { return FAST ? z : v_mla(z, celu_l(x, alpha), z); }
INLINE vf celu_value(vf x, vf z, vf alpha) {
    const vf left =
        expm1_scaled(celu_p(x, alpha), some(celu_l(x, alpha)), z, alpha, not_positive(x));
    return right_of_zero(x, x, left);
}
INLINE vf celu_slope(vf x, vf z, vf w, vf alpha) {
    const vf e = celu_e(x, z, alpha);
    return tail_scaled(v_mul(w, e), celu_p(x, alpha));
}
INLINE vf celu_grad(vf x, vf z, vf w, vf alpha) {
    return right_of_zero(x, w, celu_slope(x, z, w, alpha));
}
INLINE vf celu_grad2(vf x, vf z, vf alpha) {
    const vf e = celu_e(x, z, alpha);
    const vf left = tail_scaled(v_div(e, alpha), celu_p(x, alpha));
    return left_of_zero(x, left);
}

/* With u = x/alpha: e^u*(1 - u) - 1, which is u^2*Q(u) on [-5/4, 0], where it cancels: degree 7,
 * relative error 2^-30 (tools/celu_slope_near.sollya). */
INLINE vf celu_slope_near(vf u) {
    vf q = constant(-0x1.a9298ap-17f);           /* -1.27e-5 */
    q = v_mla(q, u, constant(-0x1.47f6b4p-13f)); /* -1.56e-4 */
    q = v_mla(q, u, constant(-0x1.338b6ap-10f)); /* -1.17e-3 */
    q = v_mla(q, u, constant(-0x1.c67908p-8f));  /* -6.93e-3 */
    q = v_mla(q, u, constant(-0x1.110adcp-5f));  /* -0.0333 */
    q = v_mla(q, u, constant(-0x1.ffff8ep-4f));  /* -0.1250 */
    q = v_mla(q, u, constant(-0x1.555554p-2f));  /* -0.3333 */
    q = v_mla(q, u, constant(-0x1p-1f));
    return v_mul(v_mul(q, u), u);
}
INLINE vf celu_param_slope(vf x, vf z, vf alpha) {
    const vf u = clamp(celu_p(x, alpha), 256.0f);
    const vf far = v_sub(v_mul(tail_scaled(celu_e(x, z, alpha), u), v_sub(one(), u)), one());
    return v_select(v_lt(constant(-1.25f), u), celu_slope_near(u), far);
}

/* ---- SoftPlus from its output ---- */

/* f' = 1 - e^-q, q = beta*y. */
INLINE vf softplus_output_p(vf y, vf beta) { return not_positive(v_neg(v_mul(beta, y))); }
INLINE vf softplus_output_shared(vf y, vf beta, vf threshold) {
    return (void)threshold, tail_exp(softplus_output_p(y, beta));
}
INLINE vf softplus_from_output(vf y, vf e, vf w, vf beta, vf threshold) {
    const vf p = softplus_output_p(y, beta), minus_w = v_neg(w);
    const error_part l = tail_exp_error(logistic_p(p));
    const vf g = v_mul(minus_w, expm1_scaled(p, l, e, one(), p));
    return v_select(v_lt(threshold, v_mul(beta, y)), w, g);
}

/* ---- Softsign ---- */

/* With d = 1 + abs(x): f = x/d, f' = 1/d^2, f'' = -2/d^3 with the sign of x. Beyond 2^60 f is 1. */
INLINE vf softsign_d(vf x) { return v_add(one(), v_abs(x)); }
INLINE vf softsign_d_low(vf x) { return any_sum_error(v_abs(x), one(), softsign_d(x)); }
/* 1/d, rounded, and the relative error of that. */
INLINE vf softsign_r(vf x) { return v_div(one(), softsign_d(x)); }
INLINE vf softsign_rest(vf x) {
    const vf a = v_min(constant(0x1p60f), v_abs(x)), r = softsign_r(a);
    return v_nmla(softsign_d_low(a), r, v_nfma(softsign_d(a), r, one()));
}
INLINE vf softsign_value(vf x, vf e) {
    const vf c = clamp(x, 0x1p60f);
    return (void)e, v_div(c, softsign_d(c));
}
INLINE vf softsign_grad(vf x, vf e, vf w) {
    const vf r = softsign_r(x);
    return (void)e, v_mul(v_mul(w, r), r);
}
INLINE vf softsign_grad2(vf x, vf e) {
    (void)e;
    const vf r = softsign_r(x), rest = softsign_rest(x), square = v_mul(r, r);
    const vf h = v_mul(v_mla(v_mul(constant(3), square), rest, square), v_add(r, r));
    return v_select(v_le(v_abs(x), constant(0)), constant(0), v_copysign(h, v_neg(x)));
}

/* ---- Tanhshrink ---- */

/* x^3*T(x^2) on abs(x) < 1, degree 8, relative error 2^-25 (tools/tanhshrink_near.sollya); beyond
 * abs(x) - 1 + 2z/(1 + z) with z = e^(-2*abs(x)), where nothing cancels, and the polynomial is
 * anything that does not overflow. */
INLINE vf tanhshrink_near(vf x) {
    const vf s = v_min(one(), v_mul(x, x));
    vf t = constant(0x1.5578bap-14f);            /* 8.14e-5 */
    t = v_mla(t, s, constant(-0x1.f658bcp-12f)); /* -4.79e-4 */
    t = v_mla(t, s, constant(0x1.873716p-10f));  /* 1.49e-3 */
    t = v_mla(t, s, constant(-0x1.e6c5eep-9f));  /* -3.71e-3 */
    t = v_mla(t, s, constant(0x1.255c96p-7f));   /* 8.95e-3 */
    t = v_mla(t, s, constant(-0x1.66d466p-6f));  /* -0.0219 */
    t = v_mla(t, s, constant(0x1.ba2774p-5f));   /* 0.0540 */
    t = v_mla(t, s, constant(-0x1.11114cp-3f));  /* -0.1333 */
    t = v_mla(t, s, constant(0x1.555556p-2f));   /* 0.3333 */
    if (FAST) return v_mul(v_mul(x, t), s);
    const vf cube = v_mul(x, s);
    const vf low = v_mla(x, product_error(x, x, s), product_error(x, s, cube));
    return v_fma(cube, t, v_mul(low, t));
}
INLINE vf tanhshrink_value(vf x, vf z) {
    const vf a = v_abs(x), far = v_add(v_sub(a, one()), tanh_twice_close(x, z));
    return v_copysign(v_select(v_lt(a, one()), tanhshrink_near(x), far), x);
}

/* ---- Hard functions ---- */

/* alpha*x + beta, rounded once. */
INLINE vf hard_sigmoid_line(vf x, vf alpha, vf beta) {
    return v_fma(alpha, factor_of(alpha, x), beta);
}
INLINE vf hard_sigmoid_value(vf x, vf e, vf alpha, vf beta) {
    (void)e;
    return v_max(constant(0), v_min(one(), hard_sigmoid_line(x, alpha, beta)));
}
/* alpha*x + beta, if it rounded to 0, with the sign that it had before; all parts are small where
 * it had one, and both factors below 2^48: else their product has no bit below 2^-124. */
INLINE vf hard_sigmoid_signed_zero(vf x, vf alpha, vf beta, vf line) {
    const vm zero = v_le(v_abs(line), constant(0));
    const vf up = constant(0x1p80f);
    if (!RARELY(v_any(zero))) return line;
    const vf larger = v_fma(v_mul(alpha, up), v_mul(x, up), v_mul(v_mul(beta, up), up));
    const vm small = v_lt(v_abs(beta), constant(0x1p-100f));
    const vm fits = v_lt(v_max(v_abs(alpha), v_abs(x)), constant(0x1p48f));
    return v_select(zero, v_select(small, v_select(fits, larger, line), line), line);
}
/* alpha*x + beta - 1 from its parts. */
INLINE vf hard_sigmoid_below(vf x, vf alpha, vf beta) {
    const vf p = v_mul(alpha, factor_of(alpha, x));
    const vf s = v_add(p, beta), low = any_sum_error(p, beta, s);
    const vf parts =
        v_add(v_sub(s, one()), v_add(low, product_error(alpha, factor_of(alpha, x), p)));
    return hard_sigmoid_signed_zero(x, alpha, v_sub(beta, one()), parts);
}
/* Positive where 0 < y < 1 for y = alpha*x + beta, exactly, which is where y - y^2 is. Where that is
 * 0, for y rounded to 0 or 1, y's parts decide, as where it is NaN for an infinite y. */
INLINE vf hard_sigmoid_inside(vf x, vf alpha, vf beta) {
    const vf y = v_fma(alpha, x, beta), inside = v_nfma(y, y, y);
    if (!RARELY(v_any(v_not_lt(constant(0), v_abs(inside))))) return inside;
    const vf line = hard_sigmoid_line(x, alpha, beta);
    const vf sign = hard_sigmoid_signed_zero(x, alpha, beta, line);
    const vm one_or_more = v_le(one(), line);
    const vf below = v_select(one_or_more, hard_sigmoid_below(x, alpha, beta), v_neg(one()));
    const vf over = v_select(v_lt(constant(0), sign), below, one());
    return nan_or(x, v_if(v_lt(over, constant(0)), one()));
}
/* The same for alpha from 2^-64 to 2^64 and beta from 1/2 to 2, but for 1: where y and 1 - y =
 * (1 - beta) - alpha*x are, both rounded once. 1 - beta is exact, and what is left of a sum that
 * cancels no zero. */
INLINE vm hard_sigmoid_is_plain(vf alpha, vf beta) {
    const vf a = v_abs(alpha), off = v_abs(v_sub(one(), beta));
    const vf a_in_range = v_min(v_sub(a, constant(0x1p-64f)), v_sub(constant(0x1p64f), a));
    const vf b_in_range =
        v_min(v_sub(beta, constant(0x1.fffffep-2f)), v_sub(constant(0x1.000002p1f), beta));
    return v_lt(constant(0), v_min(off, v_min(a_in_range, b_in_range)));
}
INLINE vf hard_sigmoid_plainly_inside(vf x, vf alpha, vf beta) {
    return v_min(v_fma(alpha, x, beta), v_nfma(alpha, x, v_sub(one(), beta)));
}
/* The first float that is not inside, from where y = 0 or 1, rounded up or down. To the next float
 * is between half a step and a whole one, outward -2^-24 or 2^-24, which gets there in any rounding
 * mode or nowhere. */
INLINE vf hard_sigmoid_bound(vf root, float outward, vf alpha, vf beta) {
    const vf inside = hard_sigmoid_plainly_inside(root, alpha, beta);
    const vf next = v_fma(v_abs(root), constant(outward), root);
    return v_select(v_lt(constant(0), inside), next, root);
}
/* alpha or 0. The bounds are the same for all x, and are taken if they hold. */
INLINE vf hard_sigmoid_slope(vf x, vf alpha, vf beta) {
    const vm plain = hard_sigmoid_is_plain(alpha, beta);
    const vf a = v_select(plain, alpha, one()), b = v_select(plain, beta, constant(0.5f));
    const vf zero_at = v_div(v_neg(b), a), one_at = v_div(v_sub(one(), b), a);
    const vf lo = hard_sigmoid_bound(v_min(zero_at, one_at), -0x1p-24f, a, b);
    const vf hi = hard_sigmoid_bound(v_max(zero_at, one_at), 0x1p-24f, a, b);
    const vf still_inside =
        v_max(hard_sigmoid_plainly_inside(lo, a, b), hard_sigmoid_plainly_inside(hi, a, b));
    const vm unbounded = v_lt(constant(0), v_select(plain, still_inside, one()));
    if (!RARELY(v_any(unbounded))) return v_between(lo, x, hi, alpha);
    return v_mul(v_step(hard_sigmoid_inside(x, alpha, beta), constant(0)), alpha);
}
INLINE vf hard_sigmoid_grad(vf x, vf e, vf w, vf alpha, vf beta) {
    return (void)e, v_mul(w, hard_sigmoid_slope(x, alpha, beta));
}
INLINE vf hard_sigmoid_grad2(vf x, vf e, vf alpha, vf beta) {
    return (void)e, (void)alpha, (void)beta, nan_or(x, constant(0));
}

/* x*(x + 3)/6 between -3 and 3, 0 left and x right of that; 1/6 in two floats. */
static const float sixth = (float)(1.0 / 6),
                   sixth_low = (float)(1.0 / 6 - (double)(float)(1.0 / 6));
INLINE vf times_sixth(vf n) { return v_fma(n, constant(sixth), v_mul(n, constant(sixth_low))); }
INLINE vf hard_swish_value(vf x, vf e) {
    (void)e;
    const vf c = v_max(constant(-3), x), n = v_min(constant(6), v_add(c, constant(3)));
    return v_mul(c, times_sixth(n));
}
/* (2x + 3)/6 right of -3, which is the neighbour of -0x1.7ffffep1. */
INLINE vf hard_swish_grad(vf x, vf e, vf w) {
    (void)e;
    const vf inside = times_sixth(v_fma(constant(2), clamp(x, 3.0f), constant(3)));
    const vf right = v_select(v_le(constant(3), x), one(), inside);
    return v_mul(w, v_if(v_not_lt(x, constant(-0x1.7ffffep1f)), right));
}
INLINE vf hard_swish_grad2(vf x, vf e) {
    return (void)e, nan_or(x, v_if(v_lt(v_abs(x), constant(3)), constant(1.0f / 3)));
}

INLINE vf hard_tanh_value(vf x, vf e, vf min, vf max) { return (void)e, v_max(min, v_min(max, x)); }
/* An infinite bound never bites: x is finite when it is taken from that. Nothing lies between equal
 * bounds, which infinities could not tell. */
INLINE vf hard_tanh_grad(vf x, vf e, vf w, vf min, vf max) {
    const vm infinite = v_lt(constant(FLT_MAX), v_max(v_abs(min), v_abs(max)));
    (void)e;
    if (!RARELY(v_any(infinite))) return v_mul(w, v_between(min, x, max, one()));
    const vm empty = v_le(max, min);
    const vf above = v_sub(v_max(constant(-FLT_MAX), x), v_select(empty, constant(FLT_MAX), min));
    const vf below = v_sub(v_select(empty, constant(-FLT_MAX), max), v_min(constant(FLT_MAX), x));
    return v_mul(w, v_step(v_min(above, below), constant(0)));
}
INLINE vf hard_tanh_grad2(vf x, vf e, vf min, vf max) {
    return (void)e, (void)min, (void)max, nan_or(x, constant(0));
}

INLINE vf relu6_value(vf x, vf e) { return hard_tanh_value(x, e, constant(0), constant(6)); }
INLINE vf relu6_grad(vf x, vf e, vf w) { return hard_tanh_grad(x, e, w, constant(0), constant(6)); }
INLINE vf relu6_grad2(vf x, vf e) { return (void)e, nan_or(x, constant(0)); }

INLINE vf softshrink_value(vf x, vf e, vf lambda) {
    return (void)e, v_copysign(v_max(constant(0), v_sub(v_abs(x), lambda)), x);
}
INLINE vf softshrink_grad(vf x, vf e, vf w, vf lambda) {
    return (void)e, v_mul(w, v_step(v_sub(v_abs(x), lambda), constant(0)));
}
INLINE vf softshrink_grad2(vf x, vf e, vf lambda) {
    return (void)e, (void)lambda, nan_or(x, constant(0));
}

/* x times 0 keeps the sign, and NaN. */
INLINE vf hardshrink_value(vf x, vf e, vf lambda) {
    return (void)e, v_mul(x, v_if(v_lt(lambda, v_abs(x)), one()));
}
INLINE vf hardshrink_grad(vf x, vf e, vf w, vf lambda) { return softshrink_grad(x, e, w, lambda); }
INLINE vf hardshrink_grad2(vf x, vf e, vf lambda) { return softshrink_grad2(x, e, lambda); }

INLINE vf thresholded_relu_value(vf x, vf e, vf alpha) {
    return (void)e, v_select(v_le(x, alpha), constant(0), x);
}
INLINE vf thresholded_relu_grad(vf x, vf e, vf w, vf alpha) {
    return (void)e, v_mul(w, v_step(v_sub(x, alpha), constant(0)));
}
INLINE vf thresholded_relu_grad2(vf x, vf e, vf alpha) {
    return (void)e, (void)alpha, nan_or(x, constant(0));
}

#if FAST
#    include "activations_fast.h"
#endif

/* What is made of other activations stands here, where `fast` has put its own in their places. */

/* ---- LogSigmoid, minus the softplus of -x, whose z and second derivative are even ---- */

INLINE vf log_sigmoid_shared(vf x) { return softplus_shared_of_one(x); }
INLINE vf log_sigmoid_value(vf x, vf z) {
    return v_neg(softplus_value(v_neg(x), z, one(), constant(HUGE_VALF)));
}
INLINE vf log_sigmoid_grad(vf x, vf z, vf w) {
    return softplus_grad(v_neg(x), z, w, one(), constant(HUGE_VALF));
}
INLINE vf log_sigmoid_grad2(vf x, vf z) {
    return v_neg(softplus_grad2(x, z, one(), constant(HUGE_VALF)));
}

/* ---- Tanhshrink's derivatives, by tanh's ---- */

INLINE vf tanhshrink_shared(vf x) { return tanh_shared(x); }
/* tanh^2; beyond the polynomial with what 1 - twice rounds away, since a square has more than twice
 * the error. */
INLINE vf tanhshrink_grad(vf x, vf z, vf w) {
    const vf t = v_abs(tanh_close(x, z));
    if (FAST) return v_mul(v_mul(w, t), t);
    const vf low = v_sub(v_sub(one(), t), tanh_twice_close(x, z));
    const vf square = v_mla(t, t, v_mul(v_add(t, t), low));
    const vm near = tanh_is_near(x);
    const vf g = v_mul(v_mul(w, v_select(near, t, one())), v_select(near, t, square));
    return v_copysign(g, w); /* Clang may make t*t - 0 of a t*t, which rounded downward is -0 */
}
INLINE vf tanhshrink_grad2(vf x, vf z) { return v_neg(tanh_grad2(x, z)); }

#endif
