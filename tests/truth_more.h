/* What oracle_more.h is held against: f as a function of its first parameter over jets, and the
 * inverses of f over numbers of many bits. Nothing of the oracle's own algebra is repeated. */
#ifndef ACTFAST_TESTS_TRUTH_MORE_H
#define ACTFAST_TESTS_TRUTH_MORE_H

#include "truth.h"

/* ---- f(x) as its definition says, the first parameter being the variable ---- */

typedef struct jet *truth_by_param(double x, struct jet *p);

static inline struct jet *truth_by_param_leaky_relu(double x, struct jet *p) {
    return x > 0 ? jet_number(x) : jet_mul(p, jet_number(x));
}

static inline struct jet *truth_by_param_squareplus(double x, struct jet *p) {
    struct jet *at = jet_number(x);
    return jet_mul(jet_number(0.5), jet_add(at, jet_sqrt(jet_add(jet_mul(at, at), p))));
}

static inline struct jet *truth_by_param_softplus(double x, struct jet *p) {
    return jet_div(truth_log1p_exp(jet_mul(p, jet_number(x))), p);
}

static inline struct jet *truth_by_param_swish(double x, struct jet *p) {
    struct jet *at = jet_number(x);
    return jet_mul(at, truth_logistic(jet_mul(p, at)));
}

static inline struct jet *truth_by_param_elu(double x, struct jet *p) {
    return x > 0 ? jet_number(x) : jet_mul(p, jet_expm1(jet_number(x)));
}

static inline struct jet *truth_by_param_celu(double x, struct jet *p) {
    return x > 0 ? jet_number(x) : jet_mul(p, jet_expm1(jet_div(jet_number(x), p)));
}

/* ---- The x of which f is y ---- */

typedef void truth_inverse(mpfr_t x, double y, const float *p);

/* log(y) - log(1 - y) */
static inline void truth_inverse_sigmoid(mpfr_t x, double y, const float *p) {
    struct jet *rest = jet_number(-y);
    (void)p;
    mpfr_log1p(rest->d[0], rest->d[0], MPFR_RNDN);
    mpfr_set_d(x, y, MPFR_RNDN);
    mpfr_log(x, x, MPFR_RNDN);
    mpfr_sub(x, x, rest->d[0], MPFR_RNDN);
}

static inline void truth_inverse_tanh(mpfr_t x, double y, const float *p) {
    (void)p;
    mpfr_set_d(x, y, MPFR_RNDN);
    mpfr_atanh(x, x, MPFR_RNDN);
}

/* log(1 + y/scale) left of zero */
static inline void truth_inverse_expm1(mpfr_t x, double y, const struct jet *scale) {
    mpfr_d_div(x, y, scale->d[0], MPFR_RNDN);
    mpfr_log1p(x, x, MPFR_RNDN);
}

static inline void truth_inverse_elu(mpfr_t x, double y, const float *p) {
    truth_inverse_expm1(x, y, jet_number(p[0]));
}

static inline void truth_inverse_selu(mpfr_t x, double y, const float *p) {
    struct jet *scale = jet_decimal("1.0507009873554805");
    (void)p;
    truth_inverse_expm1(x, y, jet_mul(scale, jet_decimal("1.6732632423543772")));
}

/* log(e^(beta y) - 1)/beta, which is y + log(1 - e^(-beta y))/beta */
static inline void truth_inverse_softplus(mpfr_t x, double y, const float *p) {
    mpfr_set_d(x, -y, MPFR_RNDN);
    mpfr_mul_d(x, x, p[0], MPFR_RNDN);
    mpfr_expm1(x, x, MPFR_RNDN);
    mpfr_neg(x, x, MPFR_RNDN);
    mpfr_log(x, x, MPFR_RNDN);
    mpfr_div_d(x, x, p[0], MPFR_RNDN);
    mpfr_add_d(x, x, y, MPFR_RNDN);
}

/* y - b/(4y) */
static inline void truth_inverse_squareplus(mpfr_t x, double y, const float *p) {
    mpfr_set_d(x, p[0], MPFR_RNDN);
    mpfr_div_d(x, x, y, MPFR_RNDN);
    mpfr_div_ui(x, x, 4, MPFR_RNDN);
    mpfr_d_sub(x, y, x, MPFR_RNDN);
}

#endif
