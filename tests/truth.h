/* Every activation as its definition says, over jets: what the oracle is held against.
 *
 * A truth takes the variable, its value as a double (for the branches) and the parameters. It gives
 * the kinks the derivatives that the contract asks for, by choosing the branch or by jet_set(). */
#ifndef ACTFAST_TESTS_TRUTH_H
#define ACTFAST_TESTS_TRUTH_H

#include <math.h>

#include "jet.h"

typedef struct jet *truth_function(struct jet *x, double at, const float *p);

/* A jet given by its three numbers, for a kink. */
static inline struct jet *jet_set(double f, double f1, double f2) {
    struct jet *r = jet_number(f);
    mpfr_set_d(r->d[1], f1, MPFR_RNDN);
    mpfr_set_d(r->d[2], f2, MPFR_RNDN);
    return r;
}

/* 1/(1 + e^-t), which is e^t/(e^t + 1): the one whose exponential cannot leave MPFR's range. */
static inline struct jet *truth_logistic(struct jet *t) {
    struct jet *one = jet_number(1), *e;
    if (mpfr_sgn(t->d[0]) >= 0) {
        e = jet_exp(jet_sub(jet_number(0), t));
        return jet_div(one, jet_add(one, e));
    }
    e = jet_exp(t);
    return jet_div(e, jet_add(e, one));
}

/* log(1 + e^t), which is t + log(1 + e^-t), chosen likewise. */
static inline struct jet *truth_log1p_exp(struct jet *t) {
    if (mpfr_sgn(t->d[0]) < 0) return jet_log1p(jet_exp(t));
    return jet_add(t, jet_log1p(jet_exp(jet_sub(jet_number(0), t))));
}

static inline struct jet *truth_relu(struct jet *x, double at, const float *p) {
    (void)p;
    return at > 0 ? x : jet_number(0);
}

static inline struct jet *truth_leaky_relu(struct jet *x, double at, const float *p) {
    return at > 0 ? x : jet_mul(jet_number(p[0]), x);
}

static inline struct jet *truth_squareplus(struct jet *x, double at, const float *p) {
    if (p[0] == 0) return truth_relu(x, at, p);
    struct jet *root = jet_sqrt(jet_add(jet_mul(x, x), jet_number(p[0])));
    return jet_mul(jet_number(0.5), jet_add(x, root));
}

static inline struct jet *truth_softplus(struct jet *x, double at, const float *p) {
    float product = p[0] * (float)at;
    struct jet *beta = jet_number(p[0]);
    if (product > p[1]) return x;
    return jet_div(truth_log1p_exp(jet_mul(beta, x)), beta);
}

static inline struct jet *truth_sigmoid(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    return truth_logistic(x);
}

static inline struct jet *truth_tanh(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    return jet_tanh(x);
}

/* The standard normal distribution is erfc(-x / sqrt 2) / 2. */
static inline struct jet *truth_gelu(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    struct jet *minus_root = jet_sub(jet_number(0), jet_sqrt(jet_number(2)));
    struct jet *half = jet_number(0.5);
    return jet_mul(x, jet_mul(half, jet_erfc(jet_div(x, minus_root))));
}

static inline struct jet *truth_gelu_tanh(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    struct jet *cube = jet_mul(jet_decimal("0.044715"), jet_mul(x, jet_mul(x, x)));
    struct jet *k = jet_sqrt(jet_div(jet_number(2), jet_pi()));
    struct jet *t = jet_tanh(jet_mul(k, jet_add(x, cube)));
    return jet_mul(jet_mul(jet_number(0.5), x), jet_add(jet_number(1), t));
}

static inline struct jet *truth_gelu_sigmoid(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    return jet_mul(x, truth_logistic(jet_mul(jet_decimal("1.702"), x)));
}

static inline struct jet *truth_silu(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    return jet_mul(x, truth_logistic(x));
}

static inline struct jet *truth_swish(struct jet *x, double at, const float *p) {
    (void)at;
    return jet_mul(x, truth_logistic(jet_mul(jet_number(p[0]), x)));
}

static inline struct jet *truth_mish(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    return jet_mul(x, jet_tanh(truth_log1p_exp(x)));
}

static inline struct jet *truth_elu(struct jet *x, double at, const float *p) {
    if (at > 0) return x;
    if (at == 0) return jet_set(0, p[0], 0);
    return jet_mul(jet_number(p[0]), jet_expm1(x));
}

static inline struct jet *truth_selu(struct jet *x, double at, const float *p) {
    (void)p;
    struct jet *gamma = jet_decimal("1.0507009873554805"), *alpha;
    if (at > 0) return jet_mul(gamma, x);
    alpha = jet_decimal("1.6732632423543772");
    struct jet *r = jet_mul(gamma, jet_mul(alpha, jet_expm1(x)));
    if (at == 0) mpfr_set_ui(r->d[2], 0, MPFR_RNDN);
    return r;
}

static inline struct jet *truth_celu(struct jet *x, double at, const float *p) {
    if (at > 0) return x;
    if (at == 0) return jet_set(0, 1, 0);
    struct jet *alpha = jet_number(p[0]);
    return jet_mul(alpha, jet_expm1(jet_div(x, alpha)));
}

static inline struct jet *truth_log_sigmoid(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    struct jet *zero = jet_number(0);
    return jet_sub(zero, truth_log1p_exp(jet_sub(zero, x)));
}

static inline struct jet *truth_softsign(struct jet *x, double at, const float *p) {
    (void)p;
    struct jet *one = jet_number(1);
    if (at == 0) return jet_set(at, 1, 0);
    return jet_div(x, at > 0 ? jet_add(one, x) : jet_sub(one, x));
}

static inline struct jet *truth_tanhshrink(struct jet *x, double at, const float *p) {
    (void)at, (void)p;
    return jet_sub(x, jet_tanh(x));
}

static inline struct jet *truth_hard_sigmoid(struct jet *x, double at, const float *p) {
    (void)at;
    struct jet *y = jet_add(jet_mul(jet_number(p[0]), x), jet_number(p[1]));
    if (mpfr_sgn(y->d[0]) <= 0) return jet_number(0);
    return mpfr_cmp_ui(y->d[0], 1) >= 0 ? jet_number(1) : y;
}

static inline struct jet *truth_hard_swish(struct jet *x, double at, const float *p) {
    (void)p;
    if (at <= -3) return jet_number(0);
    if (at >= 3) return x;
    struct jet *gate = jet_add(jet_div(x, jet_number(6)), jet_number(0.5));
    return jet_mul(x, gate);
}

static inline struct jet *truth_hard_tanh(struct jet *x, double at, const float *p) {
    if (at <= p[0]) return jet_number(p[0]);
    return at >= p[1] ? jet_number(p[1]) : x;
}

static inline struct jet *truth_relu6(struct jet *x, double at, const float *p) {
    static const float limits[] = {0, 6};
    (void)p;
    return truth_hard_tanh(x, at, limits);
}

static inline struct jet *truth_softshrink(struct jet *x, double at, const float *p) {
    if (at > p[0]) return jet_sub(x, jet_number(p[0]));
    return at < -p[0] ? jet_add(x, jet_number(p[0])) : jet_number(0);
}

static inline struct jet *truth_hardshrink(struct jet *x, double at, const float *p) {
    return fabs(at) > p[0] ? x : jet_number(0);
}

static inline struct jet *truth_thresholded_relu(struct jet *x, double at, const float *p) {
    return at > p[0] ? x : jet_number(0);
}

#endif
