/* The oracle: f, f' and f'' of every activation in double, good to 2^-40, knowing no kernel.
 *
 * Each function is written from its definition in forms that do not cancel, for any float x and any
 * valid float parameters. Relative error: below 2^-40 everywhere, but within 1/4 of a point x != 0
 * where a derivative changes sign, where it is absolute. check_oracle.c proves both against MPFR.
 *
 * A tail that is too small for a double is held at some tiny value of the right sign, because
 * "0 or the wrong sign" is what the tests look for; a result is 0 only where the exact one is, but for
 * parameters far outside the grid (beta of 1e20, alpha of 1e-30).
 * Parameters stay floats, constants in the formulas are the decimals of the definition. */
#ifndef ACTFAST_TESTS_ORACLE_H
#define ACTFAST_TESTS_ORACLE_H

#include <math.h>

struct oracle_value {
    double f, f1, f2;
};

typedef struct oracle_value oracle_function(double x, const float *p);

/* NaN in all three for NaN, else the limits at the infinity that x is; f'' is 0 at both. */
static inline struct oracle_value oracle_limit(double x, double f_left, double f1_left,
                                               double f_right, double f1_right) {
    if (isnan(x)) return (struct oracle_value){x, x, x};
    if (x < 0) return (struct oracle_value){f_left, f1_left, 0};
    return (struct oracle_value){f_right, f1_right, 0};
}

static inline double oracle_clamp(double x, double low, double high) {
    if (x < low) return low;
    return x > high ? high : x;
}

struct oracle_decay {
    double z; /* e^-a */
    double m; /* 1 - e^-a */
};

/* For a >= 0, each with full relative accuracy. Beyond 700 e^-a stays at 1e-304, see above. */
static inline struct oracle_decay oracle_decay(double a) {
    if (a < 0.5) {
        double m = -expm1(-a);
        return (struct oracle_decay){1 - m, m};
    }
    double z = exp(a < 700 ? -a : -700);
    return (struct oracle_decay){z, 1 - z};
}

struct oracle_logistic {
    double s, s1, s2; /* the logistic function of t and its two derivatives by t */
    double z;         /* e^-|t| */
};

static inline struct oracle_logistic oracle_logistic(double t) {
    struct oracle_decay e = oracle_decay(fabs(t));
    double d = 1 + e.z;
    struct oracle_logistic l = {.z = e.z};
    l.s = (t < 0 ? e.z : 1) / d;
    l.s1 = e.z / (d * d);
    l.s2 = copysign(l.s1 * e.m / d, -t);
    return l;
}

static inline struct oracle_value oracle_relu(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, 0, 0, INFINITY, 1);
    return (struct oracle_value){x > 0 ? x : 0, x > 0, 0};
}

static inline struct oracle_value oracle_leaky_relu(double x, const float *p) {
    double slope = p[0];
    if (!isfinite(x)) return oracle_limit(x, slope == 0 ? 0 : slope * x, slope, INFINITY, 1);
    return (struct oracle_value){x > 0 ? x : slope * x, x > 0 ? 1 : slope, 0};
}

static inline struct oracle_value oracle_squareplus(double x, const float *p) {
    double b = p[0];
    if (b == 0) return oracle_relu(x, p);
    if (!isfinite(x)) return oracle_limit(x, 0, 0, INFINITY, 1);
    double s = sqrt(x * x + b);
    double f = x < 0 ? b / (2 * (s - x)) : (s + x) / 2;
    return (struct oracle_value){f, f / s, b / (2 * s * s * s)};
}

/* The threshold is held against the float product, as the contract says; the rest is exact. */
static inline struct oracle_value oracle_softplus(double x, const float *p) {
    double beta = p[0];
    if (!isfinite(x)) return oracle_limit(x, 0, 0, INFINITY, 1);
    float product = p[0] * (float)x;
    if (product > p[1]) return (struct oracle_value){x, 1, 0};
    struct oracle_logistic l = oracle_logistic(beta * x);
    return (struct oracle_value){(x > 0 ? x : 0) + log1p(l.z) / beta, l.s, beta * l.s1};
}

static inline struct oracle_value oracle_sigmoid(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, 0, 0, 1, 0);
    struct oracle_logistic l = oracle_logistic(x);
    return (struct oracle_value){l.s, l.s1, l.s2};
}

/* tanh(x) = 2 logistic(2x) - 1, the value by its own quotient because the difference cancels. */
static inline struct oracle_value oracle_tanh(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -1, 0, 1, 0);
    struct oracle_decay e = oracle_decay(fabs(2 * x));
    struct oracle_logistic l = oracle_logistic(2 * x);
    return (struct oracle_value){copysign(e.m / (1 + e.z), x), 4 * l.s1, 8 * l.s2};
}

/* Beyond 37 the value is in the saturated tail for every x, and its sign no longer changes. */
static inline struct oracle_value oracle_gelu(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -0.0, 0, INFINITY, 1);
    double v = oracle_clamp(x, -37, 37);
    double normal = erfc(-v * 0.70710678118654752440) / 2;
    double density = exp(-v * v / 2) * 0.39894228040143267794;
    return (struct oracle_value){x * normal, normal + v * density, density * (2 - v * v)};
}

/* x logistic(2u) with u = sqrt(2/pi)(x + 0.044715 x^3); 2u passes 690 at 21. */
static inline struct oracle_value oracle_gelu_tanh(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -0.0, 0, INFINITY, 1);
    const double twice_k = 1.59576912160573071176;
    double v = oracle_clamp(x, -21, 21), square = v * v;
    struct oracle_logistic l = oracle_logistic(twice_k * v * (1 + 0.044715 * square));
    double t1 = twice_k * (1 + 3 * 0.044715 * square);
    double t2 = twice_k * 6 * 0.044715 * v;
    return (struct oracle_value){x * l.s, l.s + v * t1 * l.s1,
                                 (2 * t1 + v * t2) * l.s1 + v * t1 * t1 * l.s2};
}

/* x logistic(beta x) for a finite x. Held at |beta x| = 700, where only the sign matters. */
static inline struct oracle_value oracle_gated(double x, double beta) {
    double t = oracle_clamp(beta * x, -700, 700);
    struct oracle_logistic l = oracle_logistic(t);
    return (struct oracle_value){x * l.s, l.s + t * l.s1, beta * (2 * l.s1 + t * l.s2)};
}

static inline struct oracle_value oracle_gelu_sigmoid(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -0.0, 0, INFINITY, 1);
    return oracle_gated(x, 1.702);
}

static inline struct oracle_value oracle_silu(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -0.0, 0, INFINITY, 1);
    return oracle_gated(x, 1);
}

static inline struct oracle_value oracle_swish(double x, const float *p) {
    double beta = p[0];
    if (isfinite(x)) return oracle_gated(x, beta);
    if (beta == 0) return oracle_limit(x, -INFINITY, 0.5, INFINITY, 0.5);
    if (beta < 0) return oracle_limit(x, -INFINITY, 1, 0, 0);
    return oracle_limit(x, -0.0, 0, INFINITY, 1);
}

/* T = tanh(log(1 + w)) = (w^2 + 2w) / (w^2 + 2w + 2), w = e^x, and its derivatives t1, t2 by x. */
static inline struct oracle_value oracle_mish_factor(double x) {
    if (x < 0) {
        double w = exp(x), d = w * (w + 2) + 2;
        double t1 = 4 * w * (w + 1) / (d * d);
        double t2 = 4 * w * (2 + w * (2 - w * (3 + 2 * w))) / (d * d * d);
        return (struct oracle_value){w * (w + 2) / d, t1, t2};
    }
    /* The same, divided through by the highest power of w, so that nothing overflows. */
    double z = exp(-x), d = 1 + 2 * z * (1 + z);
    double t1 = 4 * z * z * (1 + z) / (d * d);
    double t2 = 4 * z * z * (z * (2 * z * (1 + z) - 3) - 2) / (d * d * d);
    return (struct oracle_value){(1 + 2 * z) / d, t1, t2};
}

static inline struct oracle_value oracle_mish(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -0.0, 0, INFINITY, 1);
    double v = oracle_clamp(x, -340, 340);
    struct oracle_value t = oracle_mish_factor(v);
    return (struct oracle_value){x * t.f, t.f + v * t.f1, 2 * t.f1 + v * t.f2};
}

static inline struct oracle_value oracle_elu(double x, const float *p) {
    double alpha = p[0];
    if (!isfinite(x)) return oracle_limit(x, -alpha, 0, INFINITY, 1);
    if (x > 0) return (struct oracle_value){x, 1, 0};
    double slope = alpha * exp(x > -700 ? x : -700);
    return (struct oracle_value){alpha * expm1(x), slope, x < 0 ? slope : 0};
}

static inline struct oracle_value oracle_selu(double x, const float *p) {
    (void)p;
    const double gamma = 1.0507009873554805, alpha = 1.6732632423543772;
    if (!isfinite(x)) return oracle_limit(x, -gamma * alpha, 0, INFINITY, gamma);
    if (x > 0) return (struct oracle_value){gamma * x, gamma, 0};
    double slope = gamma * alpha * exp(x > -700 ? x : -700);
    return (struct oracle_value){gamma * alpha * expm1(x), slope, x < 0 ? slope : 0};
}

static inline struct oracle_value oracle_celu(double x, const float *p) {
    double alpha = p[0];
    if (!isfinite(x)) return oracle_limit(x, -alpha, 0, INFINITY, 1);
    if (x > 0) return (struct oracle_value){x, 1, 0};
    double slope = exp(oracle_clamp(x / alpha, -700, 0));
    return (struct oracle_value){alpha * expm1(x / alpha), slope, x < 0 ? slope / alpha : 0};
}

static inline struct oracle_value oracle_log_sigmoid(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -INFINITY, 1, -0.0, 0);
    struct oracle_logistic l = oracle_logistic(-x);
    return (struct oracle_value){(x < 0 ? x : 0) - log1p(l.z), l.s, -l.s1};
}

static inline struct oracle_value oracle_softsign(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -1, 0, 1, 0);
    double d = 1 + fabs(x);
    double curve = copysign(2 / (d * d * d), -x);
    return (struct oracle_value){x / d, 1 / (d * d), x == 0 ? 0 : curve};
}

/* Near 0 by Lambert's fraction tanh(x) = x/(1 + q/(3 + q/(5 + ...))), q = x^2, where x cancels:
 * x - tanh(x) = x q / (q + 3 + q/(5 + q/(7 + ...))). Seven levels give all bits below 1/2. */
static inline double oracle_tanh_gap(double x, double tanh_x) {
    if (fabs(x) >= 0.5) return x - tanh_x;
    double q = x * x, rest = 17;
    for (int odd = 15; odd >= 3; odd -= 2) rest = odd + q / rest;
    return x * (q / (q + rest));
}

static inline struct oracle_value oracle_tanhshrink(double x, const float *p) {
    if (!isfinite(x)) return oracle_limit(x, -INFINITY, 1, INFINITY, 1);
    struct oracle_value t = oracle_tanh(x, p);
    return (struct oracle_value){oracle_tanh_gap(x, t.f), t.f * t.f, -t.f2};
}

/* alpha x is exact in double. The kinks ask for the sign of alpha x + beta - 1 before rounding. */
static inline struct oracle_value oracle_hard_sigmoid(double x, const float *p) {
    double alpha = p[0], beta = p[1];
    if (isnan(x)) return oracle_limit(x, 0, 0, 0, 0);
    double product = alpha == 0 ? 0 : alpha * x;
    double y = product + beta;
    double part = y - product;
    double lost = isfinite(y) ? (product - (y - part)) + (beta - part) : 0;
    int inside = (y > 0 || (y == 0 && lost > 0)) && (y < 1 || (y == 1 && lost < 0));
    return (struct oracle_value){oracle_clamp(y, 0, 1), inside ? alpha : 0, 0};
}

static inline struct oracle_value oracle_hard_swish(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, -0.0, 0, INFINITY, 1);
    if (x <= -3) return (struct oracle_value){0, 0, 0};
    if (x >= 3) return (struct oracle_value){x, 1, 0};
    return (struct oracle_value){x * (x + 3) / 6, (2 * x + 3) / 6, 1.0 / 3};
}

/* An infinite max never bites, so that f' at +inf is 1 there; likewise on the left. */
static inline struct oracle_value oracle_hard_tanh(double x, const float *p) {
    double min = p[0], max = p[1];
    if (isnan(x)) return oracle_limit(x, 0, 0, 0, 0);
    double clipped = x < max ? x : max;
    int inside = x > min && x < max;
    if (isinf(x)) inside = min < max && x == (x < 0 ? min : max);
    return (struct oracle_value){clipped > min ? clipped : min, inside, 0};
}

static inline struct oracle_value oracle_relu6(double x, const float *p) {
    (void)p;
    if (!isfinite(x)) return oracle_limit(x, 0, 0, 6, 0);
    return (struct oracle_value){oracle_clamp(x, 0, 6), x > 0 && x < 6, 0};
}

static inline struct oracle_value oracle_softshrink(double x, const float *p) {
    double lambda = p[0];
    if (!isfinite(x)) return oracle_limit(x, -INFINITY, 1, INFINITY, 1);
    if (fabs(x) <= lambda) return (struct oracle_value){copysign(0, x), 0, 0};
    return (struct oracle_value){x > 0 ? x - lambda : x + lambda, 1, 0};
}

static inline struct oracle_value oracle_hardshrink(double x, const float *p) {
    double lambda = p[0];
    if (!isfinite(x)) return oracle_limit(x, -INFINITY, 1, INFINITY, 1);
    if (fabs(x) <= lambda) return (struct oracle_value){copysign(0, x), 0, 0};
    return (struct oracle_value){x, 1, 0};
}

static inline struct oracle_value oracle_thresholded_relu(double x, const float *p) {
    double alpha = p[0];
    if (!isfinite(x)) return oracle_limit(x, 0, 0, INFINITY, 1);
    return (struct oracle_value){x > alpha ? x : 0, x > alpha, 0};
}

/* Indexed by activation id: the list is the library's, the formulas above are not. */
#define ACTIVATION(name, ...) oracle_##name,
static oracle_function *const oracle_table[] = {
#include "../kernels/activations.def"
};

#endif
