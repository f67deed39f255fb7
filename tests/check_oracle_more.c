/* Proves oracle_more.h against MPFR.
 *
 *     check_oracle_more [--points N] [--seed N]
 *
 * Per function N points (20,000 unless told; 1,000,000 for the full proof): every exponent, the
 * range where things happen, the ends; grid and random parameters. Prints the worst relative error
 * as a power of two and fails beyond 2^-40. */
#include <float.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "grid.h"
#include "oracle_more.h"
#include "random.h"
#include "truth_more.h"

/* Enough for what cancels: e^-700 in softplus, x^2/b up to 1e115 in squareplus, u^2 in celu. */
enum { BITS = 1536, POINTS_PER_SET = 100 };

enum range { LEFT_OF_SCALE, UNIT, SYMMETRIC, POSITIVE };

static const struct subject {
    const char *name;
    truth_by_param *by_param; /* of the slope, or else */
    truth_inverse *inverse;   /* of f' from y, with f itself and the range of y */
    truth_function *truth;
    enum range range;
} subjects[] = {
#define SLOPE(name)                                                                                \
    { #name, truth_by_param_##name, NULL, NULL, 0 }
#define OUTPUT(name, range)                                                                        \
    { #name, NULL, truth_inverse_##name, truth_##name, range }
    SLOPE(leaky_relu),
    SLOPE(squareplus),
    SLOPE(softplus),
    SLOPE(swish),
    SLOPE(elu),
    SLOPE(celu),
    OUTPUT(squareplus, POSITIVE),
    OUTPUT(softplus, POSITIVE),
    OUTPUT(sigmoid, UNIT),
    OUTPUT(tanh, SYMMETRIC),
    OUTPUT(elu, LEFT_OF_SCALE),
    OUTPUT(selu, LEFT_OF_SCALE),
};
enum { SUBJECTS = sizeof subjects / sizeof subjects[0] };

struct tally {
    uint64_t points, tails, failures;
    double worst;
};

/* ---- Where to look ---- */

static void choose_params(const struct subject *s, uint64_t *random, uint64_t set, float p[2]) {
    const struct grid *grid = grid_of(s->name);
    memcpy(p, grid->sets[set / 2 % (uint64_t)grid->count], 2 * sizeof *p);
    if (set % 2 == 0 || grid->params == 0) return;
    const bool any_sign =
        s->by_param &&
        (!strcmp(s->name, "swish") || !strcmp(s->name, "leaky_relu") || !strcmp(s->name, "elu"));
    const bool far = random_bits(random) % 4 == 0;
    p[0] = far ? random_power(random, -37, 38) : random_power(random, -3, 3);
    if (any_sign && random_bits(random) % 2) p[0] = -p[0];
    if (s->by_param && !strcmp(s->name, "swish") && random_bits(random) % 8 == 0) p[0] = 0;
    if (s->by_param && !strcmp(s->name, "squareplus") && random_bits(random) % 8 == 0) p[0] = 0;
    if (!strcmp(s->name, "softplus")) p[1] = (float)random_between(random, -30, 30);
    if (!strcmp(s->name, "softplus") && random_bits(random) % 2) p[1] = INFINITY;
}

/* Every exponent, or an ordinary size, or the size at which the parameter matters. */
static float any_point(uint64_t *random, const float *p) {
    const uint64_t r = random_bits(random);
    if (r % 4 == 0)
        return (float)ldexp(random_between(random, 1, 1.99999988), (int)(r >> 8) % 277 - 149);
    if (r % 4 == 1) return (float)random_between(random, 0, 20);
    if (r % 4 == 2) return (float)fmin(random_between(random, 0, 700) * fabs(p[0]), FLT_MAX);
    return (float)fmin(random_between(random, 0, 700) / fabs(p[0]), FLT_MAX);
}

/* Within the open range of f: also next to both of its ends. */
static float point_of_range(const struct subject *s, uint64_t *random, const float *p) {
    const float scale = strcmp(s->name, "elu") == 0    ? p[0]
                        : strcmp(s->name, "selu") == 0 ? 1.7580993f
                                                       : 1;
    if (s->range == POSITIVE) return any_point(random, p);
    double part = fabs((double)any_point(random, p));
    if (part > 1) part = 1 / part;
    if (random_bits(random) % 2) {
        part = 1 - ldexp(random_between(random, 0.5, 1), -(int)(random_bits(random) % 24));
    }
    const float y = (float)(part * scale);
    return s->range == LEFT_OF_SCALE || (s->range == SYMMETRIC && random_bits(random) % 2) ? -y : y;
}

/* ---- Comparing ---- */

/* A tail beyond all doubles asks for the sign alone. */
static void compare(const struct subject *s, struct tally *t, double at, const float *p,
                    double have, const mpfr_t truth) {
    struct jet *difference = jet_new();
    const double exact = mpfr_get_d(truth, MPFR_RNDN);
    mpfr_sub_d(difference->d[0], truth, have, MPFR_RNDN);
    if (mpfr_sgn(truth) != 0) mpfr_div(difference->d[0], difference->d[0], truth, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(difference->d[0], MPFR_RNDN));
    t->points++;
    if (!(error <= 0x1p-40) && fabs(exact) < 0x1p-160 && mpfr_sgn(truth) != 0) {
        t->tails++;
        if (fabs(have) <= 0x1p-155 && have != 0 && !signbit(have) == (mpfr_sgn(truth) > 0)) return;
    }
    if (error > t->worst) t->worst = error;
    if (error <= 0x1p-40) return;
    if (t->failures++ < 5)
        printf("WRONG %s %s(%a; %a, %a): oracle %a, exact %a\n", s->name,
               s->by_param ? "slope" : "f' from y", at, (double)p[0], (double)p[1], have, exact);
}

static void check_slope(const struct subject *s, struct tally *t, uint64_t *random,
                        const float *p) {
    const float x = (float)random_sign(random) * any_point(random, p), product = p[0] * x;
    const double have = oracle_more_of(s->name)->slope(x, p);
    if (strcmp(s->name, "squareplus") == 0 && x == 0 && p[0] == 0) return;
    jets_start(BITS);
    /* What is left of softplus' difference there is below all of MPFR's bits, and never positive. */
    if (strcmp(s->name, "softplus") == 0 && product <= p[1] && product > 700) {
        t->points++, t->tails++;
        t->failures += !(have < 0 && have > -0x1p-155);
        return;
    }
    const bool beyond = strcmp(s->name, "softplus") == 0 && product > p[1];
    struct jet *truth = beyond ? jet_number(x) : s->by_param(x, jet_variable(p[0]));
    compare(s, t, x, p, have, truth->d[1]);
}

/* f' at the x that the inverse finds. A y whose float product with beta exceeds the threshold stands
 * for x itself. */
static void check_output(const struct subject *s, struct tally *t, uint64_t *random,
                         const float *p) {
    const float y = point_of_range(s, random, p), product = p[0] * y;
    const float never_cut[] = {p[0], INFINITY};
    const double have = oracle_more_of(s->name)->from_output(y, p);
    if (y == 0 || (s->range != POSITIVE && fabs(have) == 0)) return;
    if (strcmp(s->name, "selu") == 0 && have < 0) return;
    jets_start(BITS);
    struct jet *x = jet_variable(0);
    s->inverse(x->d[0], y, p);
    if (!mpfr_number_p(x->d[0])) return;
    struct jet *truth = s->truth(x, mpfr_get_d(x->d[0], MPFR_RNDN), never_cut);
    if (strcmp(s->name, "softplus") == 0 && product > p[1]) truth = jet_variable(0);
    compare(s, t, y, p, have, truth->d[1]);
}

/* ---- Points that need no MPFR ---- */

static uint64_t check_corners(void) {
    static const float inf = INFINITY;
    const struct {
        double have, want;
    } corners[] = {
        {oracle_slope_leaky_relu(-INFINITY, (float[]){0.01f}), -INFINITY},
        {oracle_slope_leaky_relu(3, (float[]){0.01f}), 0},
        {oracle_slope_squareplus(INFINITY, (float[]){4}), 0},
        {oracle_slope_squareplus(0, (float[]){0}), INFINITY},
        {oracle_slope_squareplus(-2, (float[]){0}), 0.125},
        {oracle_slope_softplus(INFINITY, (float[]){1, inf}), 0},
        {oracle_slope_softplus(-INFINITY, (float[]){1, 20}), 0},
        {oracle_slope_swish(-INFINITY, (float[]){2}), 0},
        {oracle_slope_swish(INFINITY, (float[]){0}), INFINITY},
        {oracle_slope_elu(-INFINITY, (float[]){1}), -1},
        {oracle_slope_celu(-INFINITY, (float[]){1}), -1},
        {oracle_slope_celu(3, (float[]){1}), 0},
        {oracle_from_output_relu(0, NULL), 0},
        {oracle_from_output_relu(0x1p-149, NULL), 1},
        {oracle_from_output_leaky_relu(0, (float[]){0.25f}), 0.25},
        {oracle_from_output_leaky_relu(2, (float[]){0.25f}), 1},
        {oracle_from_output_squareplus(INFINITY, (float[]){4}), 1},
        {oracle_from_output_squareplus(0, (float[]){4}), 0},
        {oracle_from_output_squareplus(0, (float[]){0}), 0},
        {oracle_from_output_squareplus(1, (float[]){0}), 1},
        {oracle_from_output_softplus(INFINITY, (float[]){1, inf}), 1},
        {oracle_from_output_softplus(0, (float[]){1, 20}), 0},
        {oracle_from_output_sigmoid(1, NULL), 0},
        {oracle_from_output_tanh(-1, NULL), 0},
        {oracle_from_output_elu(0, (float[]){2}), 2},
        {oracle_from_output_elu(-2, (float[]){2}), 0},
        {oracle_from_output_elu(INFINITY, (float[]){2}), 1},
    };
    uint64_t failures = 0;
    for (size_t i = 0; i < sizeof corners / sizeof corners[0]; i++) {
        if (corners[i].have == corners[i].want) continue;
        failures++;
        printf("WRONG corner %zu: %a, want %a\n", i, corners[i].have, corners[i].want);
    }
    return failures;
}

int main(int argc, char **argv) {
    uint64_t points = 20000, seed = 1, failures = check_corners();
    for (int i = 1; i + 1 < argc; i += 2) {
        const uint64_t value = strtoull(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--points") == 0) points = value;
        if (strcmp(argv[i], "--seed") == 0) seed = value;
    }
    printf("more of the oracle against MPFR: %" PRIu64 " points a function, seed %" PRIu64 "\n",
           points, seed);
    for (int i = 0; i < SUBJECTS; i++) {
        const struct subject *s = &subjects[i];
        struct tally t = {0};
        uint64_t random = seed * 1000003 + (uint64_t)i;
        float p[2] = {0};
        for (uint64_t k = 0; k < points; k++) {
            if (k % POINTS_PER_SET == 0) choose_params(s, &random, k / POINTS_PER_SET, p);
            (s->by_param ? check_slope : check_output)(s, &t, &random, p);
        }
        failures += t.failures + (t.points < points / 2);
        printf("%-11s %-9s %9" PRIu64 " points, %6" PRIu64 " in far tails; worst 2^%.1f; %s\n",
               s->name, s->by_param ? "slope" : "f' from y", t.points, t.tails,
               fmax(-99, log2(t.worst)), t.failures ? "FAILED" : "ok");
    }
    jets_end();
    printf("%s\n", failures ? "FAILED" : "all right");
    return failures != 0;
}
