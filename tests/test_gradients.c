/* Promise: every derivative that the library gives is that of the function that it is said to be of:
 * f' and dgate of f, f'' of f, dup of the product, dx from the output, df/dp by the parameter; by
 * differences of the oracle's f alone, so that no formula of a derivative is trusted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "grid.h"
#include "harness.h"
#include "oracle_more.h"

enum { PRINT = 5, POINTS = 2000 };

static const uint64_t seed = 20240618;
static int failures;

/* One activation with one set of parameters on one backend, and the step of its differences. */
struct subject {
    const actfast_backend *backend;
    int activation;
    const char *name;
    float params[2];
    double step;
};

/* Differences of four points are off by h^4/30 times the fifth derivative for f', by h^4/90 times
 * the sixth for f''. With h = 2^-7 of the scale on which f changes and derivatives up to a few
 * hundred at that scale both are below 4e-8 of 1/scale, 1/scale^2; the oracle's rounding adds 2^-50
 * of f over h or h^2: 2e-11 at f = 12. The library may be off by 8 ULP, 1e-6, and near a change of
 * sign by 8 ULP of 1/8. All of that fits twice into this. */
static const double tolerance = 3e-6;

static void report(const struct subject *s, const char *what, double x, double got, double want) {
    if (failures++ >= PRINT) return;
    printf("  %s %g %g %s/%s: %s: x = %.9g, got %.9g, want %.9g\n", s->name, (double)s->params[0],
           (double)s->params[1], actfast_backend_isa(s->backend),
           actfast_backend_accuracy(s->backend), what, x, got, want);
}

/* `unit` is how large such a derivative may be anywhere. */
static void expect(const struct subject *s, const char *what, double x, double got, double want,
                   double unit) {
    const double size = fmax(fabs(want), unit);
    if (!(fabs(got - want) <= tolerance * size)) report(s, what, x, got, want);
}

/* ---- Differences of f ---- */

static double value(const struct subject *s, double x) {
    return oracle_table[s->activation](x, s->params).f;
}

static double first_difference(const struct subject *s, double x) {
    const double h = s->step;
    return (8 * (value(s, x + h) - value(s, x - h)) - (value(s, x + 2 * h) - value(s, x - 2 * h))) /
           (12 * h);
}

static double second_difference(const struct subject *s, double x) {
    const double h = s->step;
    return (16 * (value(s, x + h) + value(s, x - h)) - 30 * value(s, x) - value(s, x + 2 * h) -
            value(s, x - 2 * h)) /
           (12 * h * h);
}

/* The parameter with twelve bits, so that p - 2h to p + 2h are floats too. */
static double param_difference(const struct subject *s, double x) {
    const double p = s->params[0], scale = p == 0 ? 1 : exp2(ilogb(p)), h = scale * 0x1p-8;
    double f[5];
    for (int i = 0; i < 5; i++) {
        struct subject moved = *s;
        moved.params[0] = (float)(p + (i - 2) * h);
        f[i] = value(&moved, x);
    }
    return (8 * (f[3] - f[1]) - (f[4] - f[0])) / (12 * h);
}

/* No kink of any activation is within the four points. */
static bool is_smooth_around(const struct subject *s, double x) {
    const double p = s->params[0], q = s->params[1];
    const double kinks[] = {
        0, 3, -3, 6, p, -p, q, p != 0 ? q / p : 0, p != 0 ? -q / p : 0, p != 0 ? (1 - q) / p : 0};
    for (size_t i = 0; i < sizeof kinks / sizeof kinks[0]; i++)
        if (fabs(x - kinks[i]) < 4 * s->step + 0x1p-20) return false;
    return true;
}

/* ---- What the library says ---- */

static float run_one(const struct subject *s, enum pass pass, const float in[MAX_INPUTS],
                     int output) {
    float out[MAX_OUTPUTS];
    const struct call c = {s->backend,           s->activation,  pass, s->params,
                           {in, in + 1, in + 2}, {out, out + 1}, 1};
    failures += run_pass(&c) != 0;
    return out[output];
}

static void check_slopes(const struct subject *s, float x, float up, float dy) {
    const double f1 = first_difference(s, x), scale = 1 / (128 * s->step);
    const float of_x[] = {x, dy, 0}, of_gate[] = {x, up, dy};
    expect(s, "grad", x, run_one(s, PASS_grad, of_x, 0), f1, 1);
    expect(s, "grad of both", x, run_one(s, PASS_value_and_grad, of_x, 1), f1, 1);
    expect(s, "backward", x, run_one(s, PASS_backward, of_x, 0), dy * f1, fabsf(dy));
    expect(s, "dgate", x, run_one(s, PASS_gated_backward, of_gate, 0), (double)dy * up * f1,
           fabsf(dy * up));
    expect(s, "grad2", x, run_one(s, PASS_grad2, of_x, 0), second_difference(s, x), scale);
}

/* The loss is dy*f(gate)*up: its derivative by up is the difference of two of its values. */
static void check_products(const struct subject *s, float x, float up, float dy) {
    const double f = value(s, x), above = dy * f * (up + 0.5), below = dy * f * (up - 0.5);
    const float of_gate[] = {x, up, dy};
    expect(s, "dup", x, run_one(s, PASS_gated_backward, of_gate, 1), above - below, 0x1p-20);
}

/* Where f is flat y no longer tells f' to so many digits: only where f' is a tenth or more of y. */
static void check_from_output(const struct subject *s, float x, float dy) {
    const double f1 = first_difference(s, x);
    const float y = (float)value(s, x), in[] = {y, dy, 0}, product = s->params[0] * y;
    const bool cut = strcmp(s->name, "softplus") == 0 && product > s->params[1];
    if (!has_pass(s->activation, PASS_backward_from_output, s->params)) return;
    if (cut || fabs(f1) < fabs(y) / 10 || fabs(f1) < 0.1) return;
    expect(s, "from output", x, run_one(s, PASS_backward_from_output, in, 0), dy * f1, fabsf(dy));
}

static void check_param(const struct subject *s, float x, float dy) {
    double dp[2];
    if (!oracle_more_of(s->name)->slope) return;
    if (strcmp(s->name, "squareplus") == 0 && s->params[0] == 0) return; /* b < 0 has no f */
    failures += actfast_param_grad_f32(s->backend, s->activation, s->params, &x, &dy, 1, dp) != 0;
    expect(s, "param", x, dp[0], dy * param_difference(s, x), fabsf(dy) * 0x1p-4);
}

/* ---- Every backend, activation and set of parameters ---- */

static void check_subject(const struct subject *s) {
    uint64_t random = seed;
    for (int i = 0; i < (quick() ? POINTS / 10 : POINTS); i++) {
        const float x = (float)random_between(&random, -8, 8);
        const float up = (float)random_between(&random, -2, 2);
        const float dy = (float)(random_sign(&random) * random_between(&random, 0.5, 2));
        if (!is_smooth_around(s, x)) continue;
        check_slopes(s, x, up, dy);
        check_products(s, x, up, dy);
        check_from_output(s, x, dy);
        check_param(s, x, dy);
    }
}

/* Twelve bits of the parameter, and a step by the scale on which f changes. Parameters that make that
 * scale very small or large, or move the threshold of softplus into a smooth part, have no place
 * here: test_param_grad and the judge go there. */
static void try_params(struct subject *s, const float *params) {
    const float p = params[0];
    const bool linear = strcmp(s->name, "leaky_relu") == 0;
    if (!linear && p != 0 && (fabsf(p) < 0.125f || fabsf(p) > 128)) return;
    memcpy(s->params, params, sizeof s->params);
    if (p != 0) s->params[0] = (float)(rint(p / exp2(ilogb(p)) * 2048) / 2048 * exp2(ilogb(p)));
    const bool steep = strcmp(s->name, "softplus") == 0 || strcmp(s->name, "swish") == 0;
    s->step = 0x1p-7;
    if (steep) s->step /= fmax(1, fabsf(p));
    if (strcmp(s->name, "celu") == 0) s->step *= fminf(1, p);
    check_subject(s);
}

static void derivatives_are_those_of_the_functions(void **state) {
    (void)state;
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++) {
            struct subject s = {actfast_backend_at(b), a, actfast_activation_name(a), {0}, 0};
            const struct grid *grid = grid_of(s.name);
            float params[2];
            for (int i = 0; params_at(a, i, params); i++) try_params(&s, params);
            for (int i = 0; i < grid->count && !quick(); i++) try_params(&s, grid->sets[i]);
        }
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derivatives_are_those_of_the_functions),
    };
    header_print("gradients");
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
