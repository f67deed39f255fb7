/* Promise: backward_from_output is dy*f' as a function of the float y to 4 ULP and a rounding, for
 * any y that f can give; and what is lost against f' as a function of x is what the list says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "judge.h"
#include "oracle_more.h"

enum { PRINT = 5, CHUNK = 4096, ROUNDS = 16 };

static const uint64_t seed = 20240615;
static int failures;

/* One activation with one set of parameters on one backend. */
struct subject {
    const actfast_backend *backend;
    int activation;
    const char *name;
    float params[2];
    oracle_from_output *slope;
};

static void report(const struct subject *s, const char *what, float at, float dy, float got,
                   double want) {
    if (failures++ >= PRINT) return;
    printf("  %s %g %g %s/%s: %s: %a, dy = %a: got %a (%.9g), want %a (%.9g)\n", s->name,
           (double)s->params[0], (double)s->params[1], actfast_backend_isa(s->backend),
           actfast_backend_accuracy(s->backend), what, (double)at, (double)dy, (double)got,
           (double)got, want, want);
}

static void from_output(const struct subject *s, const float *y, const float *dy, float *dx,
                        size_t n) {
    failures +=
        actfast_backward_from_output_f32(s->backend, s->activation, s->params, y, dy, dx, n) != 0;
}

static void forward(const struct subject *s, const float *x, float *y, size_t n) {
    failures += actfast_forward_f32(s->backend, s->activation, s->params, x, y, n) != 0;
}

/* ---- Every backend, activation that has it, and set of parameters ---- */

/* Beyond those of the grid and of the harness. */
static const struct {
    const char *name;
    float params[2];
} extremes[] = {
    {"leaky_relu", {1e30f}},   {"leaky_relu", {FLT_MIN}},
    {"squareplus", {3e38f}},   {"softplus", {1e-3f, 20}},
    {"softplus", {1e3f, 20}},  {"softplus", {1e-30f, INFINITY}},
    {"softplus", {1e30f, 20}}, {"softplus", {1, -INFINITY}},
    {"softplus", {1, -3}},     {"elu", {1e-30f}},
    {"elu", {1e30f}},          {"elu", {1.5f}},
    {"elu", {FLT_MIN}},
};
enum { EXTREMES = sizeof extremes / sizeof extremes[0] };

static void try_params(struct subject *s, const float *params,
                       void (*body)(const struct subject *)) {
    memcpy(s->params, params, sizeof s->params);
    if (has_pass(s->activation, PASS_backward_from_output, s->params)) body(s);
}

static void for_params(struct subject *s, void (*body)(const struct subject *)) {
    const struct grid *grid = grid_of(s->name);
    float params[2];
    for (int i = 0; params_at(s->activation, i, params); i++) try_params(s, params, body);
    for (int i = 0; i < grid->count; i++) try_params(s, grid->sets[i], body);
    for (int i = 0; i < EXTREMES; i++)
        if (strcmp(extremes[i].name, s->name) == 0) try_params(s, extremes[i].params, body);
}

static void for_all(void (*body)(const struct subject *)) {
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++) {
            const char *name = actfast_activation_name(a);
            struct subject s = {
                actfast_backend_at(b), a, name, {0}, oracle_more_of(name)->from_output};
            if (s.slope) for_params(&s, body);
        }
    assert_int_equal(failures, 0);
}

/* ---- As a function of y ---- */

struct range {
    float low, high;
};

/* What f can give. Softplus cut at a threshold below 0 gives negative values too. */
static struct range range_of(const struct subject *s) {
    if (strcmp(s->name, "sigmoid") == 0) return (struct range){0, 1};
    if (strcmp(s->name, "tanh") == 0) return (struct range){-1, 1};
    if (strcmp(s->name, "elu") == 0) return (struct range){-s->params[0], INFINITY};
    if (strcmp(s->name, "selu") == 0) return (struct range){-1.7580993f, INFINITY};
    if (strcmp(s->name, "leaky_relu") == 0 && s->params[0] > 0)
        return (struct range){-INFINITY, INFINITY};
    return (struct range){0, INFINITY};
}

/* Any float of the range; one in four close to an end of it, one in four of ordinary size. */
static float random_y(const struct range *r, uint64_t *random) {
    for (;;) {
        const uint64_t kind = random_bits(random) % 4;
        float y = random_float(random);
        if (kind == 0 && isfinite(r->low))
            y = r->low + fabsf((float)ldexp(r->low, -(int)(random_bits(random) % 30)));
        if (kind == 1 && isfinite(r->high))
            y = r->high - (float)ldexp(r->high, -(int)(random_bits(random) % 30));
        if (kind == 2) y = (float)random_between(random, fmaxf(r->low, -10), fminf(r->high, 10));
        if (y >= r->low && y <= r->high) return y;
    }
}

/* The rule of the passes: 4 ULP for f', twice that and a rounding for the product; where f' is one of
 * two numbers it is the rounding alone. */
static struct ulp_rules rules_of(const struct subject *s, double dy) {
    const bool step = strcmp(s->name, "relu") == 0 || strcmp(s->name, "leaky_relu") == 0;
    return (struct ulp_rules){.bound = step      ? 0.5
                                       : dy == 1 ? 4
                                                 : 8.5,
                              .tiny_bound = step ? 0.5 : 64,
                              .zero_below = is_fast(s->backend) ? FLT_MIN : 0x1p-146};
}

static void judge(const struct subject *s, const float *y, const float *dy, const float *dx) {
    for (size_t i = 0; i < CHUNK; i++) {
        const double slope = s->slope(y[i], s->params);
        const struct ulp_rules rules = rules_of(s, dy[i]);
        const struct ulp_verdict v = ulp_judge(&rules, y[i], dx[i], slope, dy[i]);
        if (v.faults) report(s, "y", y[i], dy[i], dx[i], slope * dy[i]);
    }
}

static void slopes(const struct subject *s) {
    static float x[CHUNK], y[CHUNK], dy[CHUNK], dx[CHUNK];
    const struct range range = range_of(s);
    uint64_t random = seed;
    for (int round = 0; round < (quick() ? 2 : ROUNDS); round++) {
        for (size_t i = 0; i < CHUNK; i++) {
            y[i] = random_y(&range, &random);
            x[i] = (float)random_between(&random, -20, 20);
            dy[i] = round % 2 ? judge_dy(bits_of(y[i])) : 1;
        }
        if (round % 4 > 1) forward(s, x, y, CHUNK);
        from_output(s, y, dy, dx, CHUNK);
        judge(s, y, dy, dx);
    }
}

static void slopes_are_within_four_ulp_as_functions_of_y(void **state) {
    (void)state;
    for_all(slopes);
}

/* ---- Ends ---- */

static void check_end(const struct subject *s, float y, double slope) {
    const float dy = -2;
    float dx;
    from_output(s, &y, &dy, &dx, 1);
    if (dx != (float)(slope * dy)) report(s, "end", y, dy, dx, slope * dy);
}

/* The ends of the range give exactly the limits of f'. */
static void ends(const struct subject *s) {
    const float p = s->params[0];
    const bool saturates = strcmp(s->name, "sigmoid") == 0 || strcmp(s->name, "tanh") == 0;
    if (saturates) check_end(s, 1, 0);
    if (strcmp(s->name, "sigmoid") == 0) check_end(s, 0.5, 0.25);
    if (strcmp(s->name, "tanh") == 0) check_end(s, -1, 0);
    if (!saturates) check_end(s, INFINITY, strcmp(s->name, "selu") == 0 ? 1.0507009873554805 : 1);
    if (strcmp(s->name, "elu") == 0) check_end(s, -p, 0);
    if (strcmp(s->name, "elu") == 0) check_end(s, 0, p);
    if (strcmp(s->name, "leaky_relu") == 0) check_end(s, 0, p);
    if (strcmp(s->name, "leaky_relu") == 0 && p > 0) check_end(s, -INFINITY, p);
    if (strcmp(s->name, "tanh") == 0) check_end(s, 0, 1);
    const bool from_zero = strcmp(s->name, "sigmoid") == 0 || strcmp(s->name, "relu") == 0 ||
                           strcmp(s->name, "squareplus") == 0 ||
                           (strcmp(s->name, "softplus") == 0 && s->params[1] >= 0);
    if (from_zero) check_end(s, 0, 0);
}

static void ends_of_the_range_give_the_limits(void **state) {
    (void)state;
    for_all(ends);
}

/* ---- As a function of x: what is lost ---- */

/* Forward, then from its output. */
static void round_trip(const struct subject *s, const float *x, float *y, float *dx, size_t n) {
    static float one[CHUNK];
    for (size_t i = 0; i < n; i++) one[i] = 1;
    forward(s, x, y, n);
    from_output(s, y, one, dx, n);
}

static struct oracle_value exact(const struct subject *s, float x) {
    return oracle_table[s->activation](x, s->params);
}

static void nothing_lost(const struct subject *s) {
    static float x[CHUNK], y[CHUNK], dy[CHUNK], dx[CHUNK], want[CHUNK];
    uint64_t random = seed + 1;
    if (strcmp(s->name, "relu") != 0 && strcmp(s->name, "leaky_relu") != 0) return;
    for (int i = 0; i < CHUNK; i++) x[i] = random_float(&random), dy[i] = random_float(&random);
    forward(s, x, y, CHUNK);
    from_output(s, y, dy, dx, CHUNK);
    failures += actfast_backward_f32(s->backend, s->activation, s->params, x, dy, want, CHUNK) != 0;
    for (int i = 0; i < CHUNK; i++)
        if (!same(dx[i], want[i])) report(s, "x", x[i], dy[i], dx[i], want[i]);
}

static void relu_and_leaky_relu_lose_nothing(void **state) {
    (void)state;
    for_all(nothing_lost);
}

/* The relative error of y, so many times, and the 4 ULP of the pass itself. Where the product of beta
 * and y exceeds softplus' threshold f' is 1, whatever x was. */
static void keep(const struct subject *s, double times) {
    static float x[CHUNK], y[CHUNK], dx[CHUNK];
    uint64_t random = seed + 2;
    for (int i = 0; i < CHUNK; i++) x[i] = random_float(&random);
    round_trip(s, x, y, dx, CHUNK);
    for (int i = 0; i < CHUNK; i++) {
        const struct oracle_value v = exact(s, x[i]);
        const float product = s->params[0] * y[i];
        if (!isfinite(x[i]) || !isfinite(y[i]) || v.f1 < FLT_MIN || v.f == 0) continue;
        const bool cut = strcmp(s->name, "softplus") == 0 && product > s->params[1];
        const double want = cut ? 1 : v.f1;
        const double lost = times * fabs(y[i] / v.f - 1) * (1 + 0x1p-10) + 4 * 0x1p-23;
        /* The error of a y that has lost its digits below FLT_MIN is no small one. */
        if (fabs(y[i] / v.f - 1) > 0x1p-12) continue;
        if (!(fabs(dx[i] / want - 1) <= lost)) report(s, "x", x[i], 1, dx[i], want);
    }
}

static void smooth(const struct subject *s) {
    if (strcmp(s->name, "squareplus") == 0) keep(s, 2);
    if (strcmp(s->name, "softplus") == 0) keep(s, 1);
}

static void squareplus_and_softplus_lose_no_more_than_y_did(void **state) {
    (void)state;
    for_all(smooth);
}

/* Where half the digits are gone and where all are, as the list says. */
static const struct loss {
    const char *name;
    double half, all, digit; /* digit: one unit of the last digit that the list gives of `all` */
} losses[] = {
    {"sigmoid", 8.3, 17.3, 0.1}, {"tanh", 4.5, 9.01, 0.01},  {"tanh", -4.5, -9.01, 0.01},
    {"elu", -8.3, -17.3, 0.1},   {"selu", -8.3, -17.3, 0.1},
};

static void fill_between(float *x, double low, double high) {
    for (int i = 0; i < CHUNK; i++) x[i] = (float)(low + (high - low) * i / (CHUNK - 1));
}

/* 12 of 24 bits are left when the worst relative error is about 2^-12. */
static void check_half(const struct subject *s, const struct loss *l) {
    static float x[CHUNK], y[CHUNK], dx[CHUNK];
    double worst = 0;
    fill_between(x, l->half - 0.05, l->half + 0.05);
    round_trip(s, x, y, dx, CHUNK);
    for (int i = 0; i < CHUNK; i++) worst = fmax(worst, fabs(dx[i] / exact(s, x[i]).f1 - 1));
    if (worst < 0x1p-14 || worst > 0x1p-10)
        report(s, "half of the digits", (float)l->half, 1, (float)worst, 0x1p-12);
}

/* Beyond it, and not before, dx is what it is at infinity: 0, but for selu. The f of `fast`, which may be four
 * units off, gets there a little earlier or later. */
static void check_all(const struct subject *s, const struct loss *l) {
    static float x[CHUNK], y[CHUNK], dx[CHUNK];
    const float far = (float)copysign(INFINITY, l->all);
    float y_far, dx_far, last = 0;
    round_trip(s, &far, &y_far, &dx_far, 1);
    fill_between(x, l->all * 0.9, l->all * 1.1);
    round_trip(s, x, y, dx, CHUNK);
    for (int i = 0; i < CHUNK; i++)
        if (dx[i] != dx_far) last = x[i];
    if (fabs(last - l->all) > (is_fast(s->backend) ? 0.05 * fabs(l->all) : l->digit / 2))
        report(s, "all of the digits", (float)l->all, 1, last, l->all);
    if (dx_far != 0 && strcmp(s->name, "selu") != 0) report(s, "end", far, 1, dx_far, 0);
}

static void flat(const struct subject *s) {
    if (strcmp(s->name, "elu") == 0 && s->params[0] != 1) return;
    for (size_t i = 0; i < sizeof losses / sizeof losses[0]; i++) {
        if (strcmp(losses[i].name, s->name) != 0) continue;
        check_half(s, &losses[i]);
        check_all(s, &losses[i]);
    }
}

static void where_f_is_flat_the_digits_go_as_listed(void **state) {
    (void)state;
    for_all(flat);
}

/* The list says it of every alpha. */
static void elu_ends(const struct subject *s) {
    static float x[CHUNK], y[CHUNK], dx[CHUNK];
    if (strcmp(s->name, "elu") != 0) return;
    fill_between(x, is_fast(s->backend) ? -18.2 : -17.35, -30);
    round_trip(s, x, y, dx, CHUNK);
    for (int i = 0; i < CHUNK; i++)
        if (dx[i] != 0) report(s, "x", x[i], 1, dx[i], 0);
}

static void elu_of_any_alpha_loses_all_there(void **state) {
    (void)state;
    for_all(elu_ends);
}

/* ---- Who has it ---- */

static void only_those_of_the_list_have_it(void **state) {
    (void)state;
    for (int a = 0; a < actfast_activation_count(); a++) {
        const bool listed = oracle_more_of(actfast_activation_name(a))->from_output != NULL;
        assert_int_equal(actfast_backward_from_output_f32(NULL, a, NULL, NULL, NULL, NULL, 0),
                         listed ? ACTFAST_OK : ACTFAST_ERR_ACTIVATION);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_those_of_the_list_have_it),
        cmocka_unit_test(slopes_are_within_four_ulp_as_functions_of_y),
        cmocka_unit_test(ends_of_the_range_give_the_limits),
        cmocka_unit_test(relu_and_leaky_relu_lose_nothing),
        cmocka_unit_test(squareplus_and_softplus_lose_no_more_than_y_did),
        cmocka_unit_test(where_f_is_flat_the_digits_go_as_listed),
        cmocka_unit_test(elu_of_any_alpha_loses_all_there),
    };
    header_print("backward_from_output");
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
