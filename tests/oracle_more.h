/* More of the oracle: the derivative of f with respect to its first parameter, and f' as a function
 * of y. In double, good to 2^-40, knowing no kernel; check_oracle_more.c proves it against MPFR.
 *
 * The same conventions as oracle.h: parameters are floats and exact, a tail too small for a double
 * keeps its sign, thresholds are held against the float product. */
#ifndef ACTFAST_TESTS_ORACLE_MORE_H
#define ACTFAST_TESTS_ORACLE_MORE_H

#include <float.h>
#include <stddef.h>
#include <string.h>

#include "oracle.h"

/* ---- By the first parameter ---- */

typedef double oracle_slope(double x, const float *p);

static inline double oracle_slope_leaky_relu(double x, const float *p) {
    (void)p;
    return x > 0 ? 0 : x;
}

static inline double oracle_slope_squareplus(double x, const float *p) {
    return 1 / (4 * sqrt(x * x + p[0]));
}

/* With t = beta x it is (t s(t) - log(1 + e^t))/beta^2, even in t: -(|t| z/(1+z) + log(1+z))/beta^2
 * for z = e^-|t|, where nothing cancels. */
static inline double oracle_slope_softplus(double x, const float *p) {
    if (isnan(x)) return x;
    if (isinf(x)) return 0;
    double beta = p[0];
    float product = p[0] * (float)x;
    if (product > p[1]) return 0;
    double a = fabs(beta * x), z = oracle_decay(a).z;
    double size = (a * z / (1 + z) + log1p(z)) / beta / beta;
    return -(size < DBL_MIN ? DBL_MIN : size);
}

static inline double oracle_slope_swish(double x, const float *p) {
    double beta = p[0];
    if (isnan(x)) return x;
    if (isinf(x)) return beta == 0 ? INFINITY : 0;
    double slope = x * x * oracle_logistic(beta * x).s1;
    return x != 0 && slope < DBL_MIN ? DBL_MIN : slope;
}

static inline double oracle_slope_elu(double x, const float *p) {
    (void)p;
    if (isnan(x)) return x;
    return x > 0 ? 0 : expm1(x);
}

/* e^u (1 - u) - 1 with u = x/alpha <= 0; near 0 by its series, the sum of (1 - k) u^k / k!. */
static inline double oracle_slope_celu(double x, const float *p) {
    if (isnan(x)) return x;
    if (x > 0) return 0;
    double u = x / p[0];
    if (u < -700) return -1;
    if (u < -0.5) return expm1(u) - u * exp(u);
    double sum = 0, power = 1;
    for (int k = 1; k <= 18; k++) {
        power *= u / k;
        sum += (1 - k) * power;
    }
    return sum;
}

/* ---- f' from y ---- */

typedef double oracle_from_output(double y, const float *p);

static inline double oracle_from_output_relu(double y, const float *p) {
    (void)p;
    return isnan(y) ? y : y > 0;
}

static inline double oracle_from_output_leaky_relu(double y, const float *p) {
    return isnan(y) ? y : y > 0 ? 1 : p[0];
}

static inline double oracle_from_output_squareplus(double y, const float *p) {
    double b = p[0], square = 4 * y * y;
    if (b == 0) return oracle_from_output_relu(y, p);
    return isinf(y) ? 1 : square / (square + b);
}

static inline double oracle_from_output_softplus(double y, const float *p) {
    float product = p[0] * (float)y;
    double beta = p[0];
    return product > p[1] ? 1 : -expm1(-beta * y);
}

static inline double oracle_from_output_sigmoid(double y, const float *p) {
    (void)p;
    return y * (1 - y);
}

static inline double oracle_from_output_tanh(double y, const float *p) {
    (void)p;
    return (1 - y) * (1 + y);
}

static inline double oracle_from_output_elu(double y, const float *p) {
    return isnan(y) ? y : y > 0 ? 1 : y + p[0];
}

/* y + scale alpha cancels: the product of the two decimals in two parts, 1.758099340847376781834... */
static inline double oracle_from_output_selu(double y, const float *p) {
    (void)p;
    if (isnan(y)) return y;
    return y > 0 ? 1.0507009873554805 : (y + 0x1.c212cc640f031p+0) - 0x1.26edf569e8971p-54;
}

/* ---- By name ---- */

static const struct oracle_more {
    const char *name;
    oracle_slope *slope;             /* NULL: nothing to learn */
    oracle_from_output *from_output; /* NULL: y does not tell the x */
} oracle_more_table[] = {
    {"relu", NULL, oracle_from_output_relu},
    {"leaky_relu", oracle_slope_leaky_relu, oracle_from_output_leaky_relu},
    {"squareplus", oracle_slope_squareplus, oracle_from_output_squareplus},
    {"softplus", oracle_slope_softplus, oracle_from_output_softplus},
    {"sigmoid", NULL, oracle_from_output_sigmoid},
    {"tanh", NULL, oracle_from_output_tanh},
    {"swish", oracle_slope_swish, NULL},
    {"elu", oracle_slope_elu, oracle_from_output_elu},
    {"selu", NULL, oracle_from_output_selu},
    {"celu", oracle_slope_celu, NULL},
};

/* Any other activation has neither. */
static inline const struct oracle_more *oracle_more_of(const char *name) {
    static const struct oracle_more none = {"", NULL, NULL};
    for (size_t i = 0; i < sizeof oracle_more_table / sizeof oracle_more_table[0]; i++)
        if (strcmp(oracle_more_table[i].name, name) == 0) return &oracle_more_table[i];
    return &none;
}

#endif
