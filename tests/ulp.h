/* The error of a float result in ULP of the exact one, and the bounds that the library claims. */
#ifndef ACTFAST_TESTS_ULP_H
#define ACTFAST_TESTS_ULP_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "oracle.h"

/* The last two are not for all activations. What is judged of param_grad is df/dp of one element. */
enum judged {
    PASS_VALUE,
    PASS_GRAD,
    PASS_GRAD2,
    PASS_BACKWARD,
    PASS_VALUE_AND_GRAD,
    PASS_FROM_OUTPUT,
    PASS_PARAM_GRAD,
    PASS_COUNT
};

static const char *const pass_names[] = {"value",          "grad",        "grad2",     "backward",
                                         "value_and_grad", "from_output", "param_grad"};

/* Where the unit of error comes from. Three allowances are the contract's; NORMAL has none. */
enum zone {
    ZONE_NORMAL,   /* the exact result's own ULP */
    ZONE_TINY,     /* below FLT_MIN: 2^-149, and 64 of them */
    ZONE_CROSSING, /* near a change of sign away from 0: at least the ULP of 1/8 */
    ZONE_COUNT
};

enum fault {
    FAULT_NAN = 1,    /* NaN where there is none, or none where there should be */
    FAULT_INF = 2,    /* a finite result where the exact one is infinite, or the other way round */
    FAULT_SIGN = 4,   /* also of a zero, where the exact result is not 0 */
    FAULT_ZERO = 8,   /* 0 for a result that is too large for it, or not 0 where it must be */
    FAULT_BOUND = 16, /* too many ULP */
    FAULT_BITS = 32   /* value_and_grad differs from the two separate passes */
};

enum { FAULT_KINDS = 6 };

static const char *const fault_names[] = {"nan", "inf", "sign", "zero", "bound", "bits"};

struct ulp_verdict {
    double ulp;
    enum zone zone;
    unsigned faults;
};

struct crossings {
    int count;
    double at[8];
};

/* Everything that decides about results of one activation, parameter set, pass and backend. */
struct ulp_rules {
    double bound, tiny_bound;
    double zero_below;          /* results of at least this size must not become 0 */
    bool odd, minus_zero;       /* f keeps the sign of zero; f(-inf) is -0 */
    bool any_zero;              /* a zero may have either sign: not promised by peers, nor */
    bool exact_limits;          /* that f(+-inf), where that is a float, is that float */
    struct crossings crossings; /* of the exact derivative */
    bool narrow;                /* of those no more than a quarter of the way to 0 is near */
};

/* 2^(floor(log2 |exact|) - 23), at least 2^-149; by the bits, because it is asked for so often. */
static inline double ulp_of(double exact) {
    double size = fabs(exact), unit;
    if (size < FLT_MIN) return 0x1p-149;
    uint64_t bits;
    memcpy(&bits, &size, sizeof bits);
    bits = ((bits >> 52) - 23) << 52;
    memcpy(&unit, &bits, sizeof unit);
    return unit;
}

/* fmax and fmin are calls, and neither side is ever NaN here. */
static inline double ulp_max(double a, double b) { return a > b ? a : b; }
static inline double ulp_min(double a, double b) { return a < b ? a : b; }

/* Bounds */

static inline bool ulp_name_in(const char *name, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}

static inline bool ulp_rounds_once(const char *activation) {
    static const char *const list[] = {"relu",       "leaky_relu", "hard_tanh",       "relu6",
                                       "softshrink", "hardshrink", "thresholded_relu"};
    return ulp_name_in(activation, list, sizeof list / sizeof list[0]);
}

static inline bool ulp_is_odd(const char *activation, const float *params) {
    static const char *const list[] = {"tanh", "softsign", "tanhshrink", "softshrink",
                                       "hardshrink"};
    if (strcmp(activation, "hard_tanh") == 0) return params[0] == -params[1];
    return ulp_name_in(activation, list, sizeof list / sizeof list[0]);
}

static inline bool ulp_is_minus_zero_at_left(const char *activation, const float *params) {
    static const char *const list[] = {"gelu", "gelu_tanh", "gelu_sigmoid", "silu", "mish"};
    if (strcmp(activation, "swish") == 0) return params[0] > 0;
    return ulp_name_in(activation, list, sizeof list / sizeof list[0]);
}

/* The contract's table, for the default parameters and the grid; others may take twice as much.
 * Peers, whose accuracy is "peer", are held against the weaker one. */
static inline double ulp_bound(const char *activation, const char *isa, const char *accuracy,
                               enum judged pass) {
    static const double with_fma[] = {3, 4, 6}, without_fma[] = {3, 5, 8}, fast[] = {4, 6, 10};
    if (pass == PASS_PARAM_GRAD) return ulp_rounds_once(activation) ? 0.5 : 8; /* 1e-6 of it */
    const bool times_dy = pass == PASS_BACKWARD || pass == PASS_FROM_OUTPUT;
    enum judged of = times_dy ? PASS_GRAD : pass;
    const double *row = with_fma;
    if (strcmp(isa, "scalar") == 0 || strcmp(isa, "sse2") == 0) row = without_fma;
    if (strcmp(accuracy, "accurate") != 0) row = fast;
    if (pass == PASS_FROM_OUTPUT) row = with_fma;
    if (ulp_rounds_once(activation)) return 0.5; /* backward too: its f' is exact */
    double bound = row[of];
    if (strncmp(activation, "hard_s", 6) == 0) bound = 2; /* hard_sigmoid and hard_swish */
    return times_dy ? 2 * bound + 0.5 : bound;
}

/* Changes of sign */

static inline double crossings_value(oracle_function *oracle, const float *params, enum judged pass,
                                     double x) {
    struct oracle_value v = oracle(x, params);
    return pass == PASS_GRAD2 ? v.f2 : v.f1;
}

static inline double crossings_bisect(oracle_function *oracle, const float *params,
                                      enum judged pass, double low, double high) {
    bool left = signbit(crossings_value(oracle, params, pass, low));
    for (int i = 0; i < 64; i++) {
        double middle = low / 2 + high / 2;
        double value = crossings_value(oracle, params, pass, middle);
        if (value != 0 && (signbit(value) != 0) == left)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* The points x != 0 where the exact f' (f'' for grad2) changes sign, looked for in steps of 3 %. */
static inline struct crossings crossings_of(oracle_function *oracle, const float *params,
                                            enum judged pass) {
    struct crossings found = {0};
    if (pass == PASS_VALUE || pass > PASS_VALUE_AND_GRAD) return found;
    for (int side = -1; side <= 1; side += 2) {
        double last_x = 0, last = 0;
        for (double size = FLT_MIN; size <= FLT_MAX; size *= 1.03125) {
            double x = side * size, value = crossings_value(oracle, params, pass, x);
            if (value == 0) continue;
            if (last != 0 && !signbit(value) != !signbit(last))
                found.at[found.count++] = crossings_bisect(oracle, params, pass, last_x, x);
            if (found.count == 8) return found;
            last_x = x;
            last = value;
        }
    }
    return found;
}

static inline bool crossings_near(const struct crossings *crossings, double x, bool narrow) {
    for (int i = 0; i < crossings->count; i++) {
        const double at = crossings->at[i], near = narrow ? fmin(0.25, fabs(at) / 4) : 0.25;
        if (fabs(x - at) <= near) return true;
    }
    return false;
}

/* Verdicts */

/* `slack` is 1 on the grid and 2 for any other parameters; the crossings are those of the pass. */
static inline struct ulp_rules ulp_rules_of(const char *activation, const float *params,
                                            const char *isa, const char *accuracy, enum judged pass,
                                            double slack, const struct crossings *crossings) {
    struct ulp_rules rules = {.bound = slack * ulp_bound(activation, isa, accuracy, pass)};
    rules.tiny_bound = ulp_rounds_once(activation) ? rules.bound : 64;
    rules.zero_below = strcmp(accuracy, "accurate") != 0 ? FLT_MIN : 0x1p-146;
    rules.any_zero = strcmp(accuracy, "peer") == 0;
    rules.odd = !rules.any_zero && pass == PASS_VALUE && ulp_is_odd(activation, params);
    rules.minus_zero =
        !rules.any_zero && pass == PASS_VALUE && ulp_is_minus_zero_at_left(activation, params);
    rules.crossings = *crossings;
    rules.narrow = slack > 1;
    rules.exact_limits = !rules.any_zero;
    return rules;
}

/* An exact result of 0 asks for a zero; its sign is free but for two promises about f. */
static inline unsigned ulp_zero_faults(const struct ulp_rules *rules, double x, float got) {
    if (got != 0) return FAULT_ZERO;
    if (rules->odd && x == 0 && !signbit(got) != !signbit(x)) return FAULT_SIGN;
    if (rules->minus_zero && x == -INFINITY && !signbit(got)) return FAULT_SIGN;
    return 0;
}

/* The unit of error for dy * slope; a weak unit of the slope is carried over into the product. */
static inline double ulp_unit(const struct ulp_rules *rules, double x, double slope, double dy,
                              enum zone *zone) {
    double exact = slope * dy, unit = ulp_of(ulp_min(fabs(exact), FLT_MAX));
    *zone = ZONE_NORMAL;
    if (fabs(slope) < 0.125 && crossings_near(&rules->crossings, x, rules->narrow)) {
        *zone = ZONE_CROSSING;
        return ulp_max(unit, ulp_of(0.125 * dy));
    }
    if (fabs(slope) < FLT_MIN || fabs(exact) < FLT_MIN) *zone = ZONE_TINY;
    if (fabs(slope) < FLT_MIN) unit = ulp_max(unit, 0x1p-149 * fabs(dy));
    return unit;
}

/* Faults of finite results that are not about their distance. */
static inline unsigned ulp_shape_faults(const struct ulp_rules *rules, double x, float got,
                                        double exact, double dy, enum zone zone) {
    if (zone == ZONE_CROSSING) return 0;
    if (exact == 0) return ulp_zero_faults(rules, x, got);
    unsigned faults = 0;
    if (!signbit(got) != !signbit(exact) && !(got == 0 && rules->any_zero)) faults = FAULT_SIGN;
    if (got == 0 && fabs(exact) >= rules->zero_below * ulp_max(1, fabs(dy))) faults |= FAULT_ZERO;
    return faults;
}

/* Judges `got` against dy * slope. For all passes but backward, dy is 1 and slope the exact result.
 * A result beyond FLT_MAX counts as 2^128: what the bound lets be that may overflow, no other. A limit at
 * an infinity that is a float is that float. */
static inline struct ulp_verdict ulp_judge(const struct ulp_rules *rules, double x, float got,
                                           double slope, double dy) {
    struct ulp_verdict verdict = {0, ZONE_NORMAL, 0};
    double exact = slope * dy;
    if (isnan(exact) || isnan(got)) {
        verdict.faults = isnan(exact) && isnan(got) ? 0 : FAULT_NAN;
        return verdict;
    }
    if (isinf(exact)) {
        verdict.faults = got == exact ? 0 : FAULT_INF;
        return verdict;
    }
    if (isinf(got) && fabs(exact) <= FLT_MAX) verdict.faults |= FAULT_INF;
    if (rules->exact_limits && isinf(x) && (float)exact == exact && got != (float)exact)
        verdict.faults |= FAULT_BOUND;
    double unit = ulp_unit(rules, x, slope, dy, &verdict.zone);
    verdict.faults |= ulp_shape_faults(rules, x, got, exact, dy, verdict.zone);
    bool flushed = got == 0 && verdict.faults == 0 && rules->zero_below == FLT_MIN &&
                   verdict.zone == ZONE_TINY;
    if (flushed) return verdict; /* a zero of the right sign, allowed in `fast` */
    double want = ulp_max(-0x1p128, ulp_min(0x1p128, exact));
    double have = isinf(got) ? copysign(0x1p128, got) : got;
    verdict.ulp = fabs(have - want) / unit;
    double bound = verdict.zone == ZONE_TINY ? rules->tiny_bound : rules->bound;
    if (verdict.ulp > bound + 0x1p-14) verdict.faults |= FAULT_BOUND; /* the oracle's own error */
    return verdict;
}

#endif
