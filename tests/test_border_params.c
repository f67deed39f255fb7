/* Promise: parameters at the border of what is valid keep the limits at the infinities, give no NaN
 * and no wrong sign, and within 1e+-15 no result that is far off.
 *
 * test_no_cliffs draws parameters of ordinary size and counts ULP; here they are as large and as small
 * as floats are, and the measure is coarse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "judge.h"
#include "valgrind.h"

enum { PRINT = 6, MANY = 1024 };

/* Those that are not valid for a parameter are refused, which says that they are not. */
static const float border[] = {0,       0x1p-149f, 1e-40f,  FLT_MIN, 1e-30f,  1e-15f, 1e-5f,
                               0.25f,   1,         1.5f,    6,       20,      1e5f,   1e15f,
                               1.3e19f, 1e30f,     1.7e38f, FLT_MAX, INFINITY};
enum { BORDER = sizeof border / sizeof border[0], SIGNED = 2 * BORDER };

static float signed_border(int i) { return i % 2 ? -border[i / 2] : border[i / 2]; }

static int failures;
/* Valgrind negates a fused result where it should a product, which turns 0 into -0. */
static bool zeros_have_signs = true;

/* One result and what it ought to be. */
struct verdict {
    const struct call *call;
    float x, got;
    double want;
};

static void fault(const struct verdict *v, const char *what) {
    if (failures++ >= PRINT) return;
    call_print(v->call);
    printf("%s: x = %a (%g), got %a (%g), want %a (%g)\n", what, (double)v->x, (double)v->x,
           (double)v->got, (double)v->got, v->want, v->want);
}

/* ---- Verdicts ---- */

/* Those with an exponential lose tails beyond that, as README.md says. */
static bool is_of_ordinary_size(const struct call *c) {
    static const char *const anywhere[] = {"leaky_relu", "squareplus", "hard_tanh",
                                           "softshrink", "hardshrink", "thresholded_relu",
                                           NULL};
    if (judge_is_named(anywhere, actfast_activation_name(c->activation))) return true;
    for (int i = 0; i < 2; i++) {
        const float p = c->params[i];
        if (isfinite(p) && p != 0 && (fabsf(p) < 1e-15f || fabsf(p) > 1e15f)) return false;
    }
    return true;
}

/* How large a derivative can be, where that is less than the parameter. */
static double size_of_derivative(const struct call *c) {
    static const char *const with_it[] = {"leaky_relu", "elu", "hard_sigmoid", NULL};
    const double p = fabs((double)c->params[0]);
    const char *name = actfast_activation_name(c->activation);
    if (judge_is_named(with_it, name)) return p;
    if (c->pass == PASS_grad || p == 0) return 1;
    if (strcmp(name, "squareplus") == 0) return 1 / sqrt(p);
    return strcmp(name, "celu") == 0 ? 1 / p : p;
}

/* Derivatives are told by their distance where they change sign, which depends on the parameters. */
static double slack(const struct verdict *v) {
    double tiny = 64 * 0x1p-149;
    /* `fast` may give 0 below FLT_MIN, and takes e^-abs(beta*x) for 0 below 2^-144, which makes up to 100/beta. */
    if (is_fast(v->call->backend)) tiny = FLT_MIN;
    if (is_fast(v->call->backend) && v->call->params[0] != 0)
        tiny = fmax(tiny, 100 * 0x1p-144 / fabs((double)v->call->params[0]));
    const double size = fmin(size_of_derivative(v->call), fabs((double)v->call->params[0]));
    return v->call->pass == PASS_value ? tiny : fmax(tiny, 0x1p-20 * size);
}

static void judge_finite(const struct verdict *v) {
    const double off = fabs(v->got - v->want), near = slack(v);
    const bool signless = v->got == 0 && !zeros_have_signs;
    if (v->want != 0 && !signless && !signbit(v->got) != !signbit(v->want) &&
        (v->call->pass == PASS_value || off > near)) {
        fault(v, "wrong sign");
        return;
    }
    if (!is_of_ordinary_size(v->call) || fabs(v->want) > FLT_MAX) return;
    if (off > 0x1p-18 * fabs(v->want) + near) fault(v, "far off");
}

static void judge_limit(const struct verdict *v) {
    if (v->got != (float)v->want) fault(v, "not the limit");
}

static void judge(const struct verdict *v) {
    if (isnan(v->got) != isnan(v->want)) {
        fault(v, isnan(v->got) ? "NaN" : "no NaN");
    } else if (isinf(v->x)) {
        judge_limit(v);
    } else if (!isnan(v->x)) {
        judge_finite(v);
    }
}

static double exact(const struct call *c, float x) {
    const struct oracle_value v = oracle_table[c->activation](x, c->params);
    return c->pass == PASS_value ? v.f : c->pass == PASS_grad ? v.f1 : v.f2;
}

/* ---- Inputs ---- */

static float inputs[MANY];

static size_t add_both(size_t n, double x) {
    if (fabs(x) <= FLT_MAX) inputs[n++] = (float)x, inputs[n++] = (float)-x;
    return n;
}

/* The special floats; and where the parameters, as a factor, a divisor or a place, move them. */
static size_t fill_inputs(const float *p) {
    static const double near[] = {0.5, 1, 2, 10, 50, 90, 104, 150};
    size_t n = 0;
    for (int i = 0; i < SPECIALS; i++) {
        inputs[n++] = special_floats[i];
        inputs[n++] = -special_floats[i];
    }
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 8 && isfinite(p[k]) && p[k] != 0; i++) {
            n = add_both(n, near[i] / p[k]);
            n = add_both(n, near[i] * p[k]);
        }
    return n;
}

/* ---- The tests ---- */

static void check_call(const struct call *given, size_t n) {
    static float out[MANY];
    struct call c = *given;
    c.in[0] = inputs, c.out[0] = out, c.n = n;
    if (run_pass(&c) != ACTFAST_OK) failures++;
    for (size_t i = 0; i < n; i++)
        judge(&(struct verdict){&c, inputs[i], out[i], exact(&c, inputs[i])});
}

static void check_params(int activation, const float *params) {
    static const enum pass passes[] = {PASS_value, PASS_grad, PASS_grad2};
    const size_t n = fill_inputs(params);
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int i = 0; i < 3; i++)
            check_call(
                &(struct call){actfast_backend_at(b), activation, passes[i], params, {0}, {0}, 0},
                n);
}

static bool are_valid(int activation, const float *params) {
    return actfast_forward_f32(NULL, activation, params, NULL, NULL, 0) == ACTFAST_OK;
}

static void border_parameters_keep_limits_and_signs(void **state) {
    const int step = quick() ? 3 : 1;
    int sets = 0;
    (void)state;
    failures = 0;
    for (int a = 0; a < actfast_activation_count(); a++) {
        const int count = actfast_activation_param_count(a);
        for (int i = 0; count > 0 && i < SIGNED; i++)
            for (int j = 0; j < (count > 1 ? SIGNED : 1); j += step) {
                const float params[2] = {signed_border(i), count > 1 ? signed_border(j) : 0};
                if (!are_valid(a, params)) continue;
                check_params(a, params);
                sets++;
            }
    }
    printf("%d sets of parameters\n", sets);
    assert_true(sets > 100);
    assert_int_equal(failures, 0);
}

/* Where an intermediate result once left the floats. */
static const struct lost {
    const char *name;
    float params[2];
    enum pass pass;
    float x;
} once_lost[] = {
    {"swish", {1e-6f}, PASS_value, -75e6f},
    {"swish", {2.2956328e-6f}, PASS_value, -33832388},
    {"celu", {1e-40f}, PASS_grad, -1e-40f},
    {"elu", {1.3e-35f}, PASS_grad, -1},
    {"hard_sigmoid", {0x1p48f, -0x1p-101f}, PASS_grad, 0x1p-149f},
    {"hard_sigmoid", {0x1p-149f, -0x1p-101f}, PASS_grad, 0x1p48f},
};
enum { LOST = sizeof once_lost / sizeof once_lost[0] };

static void what_was_lost_once_is_right(void **state) {
    (void)state;
    failures = 0;
    for (int i = 0; i < LOST; i++)
        for (int b = 0; b < actfast_backend_count(); b++) {
            const struct lost *l = &once_lost[i];
            const int activation = actfast_activation_find(l->name);
            float got = 1;
            const struct call c = {
                actfast_backend_at(b), activation, l->pass, l->params, {&l->x}, {&got}, 1};
            if (run_pass(&c) != ACTFAST_OK) failures++;
            const struct verdict v = {&c, l->x, got, exact(&c, l->x)};
            if (fabs(got - v.want) > 0x1p-19 * fabs(v.want)) fault(&v, "lost again");
        }
    assert_int_equal(failures, 0);
}

/* beta^2 is no float, the quotient by it is one. */
static void gradient_of_a_tiny_beta_is_finite(void **state) {
    const float params[2] = {1e-24f, 20}, x = -65e24f, dy = 1;
    const double beta = (double)params[0], p = beta * (double)x, z = exp(p);
    const double want = (p * z / (1 + z) - log1p(z)) / beta / beta;
    (void)state;
    for (int b = 0; b < actfast_backend_count(); b++) {
        double dp[2];
        assert_int_equal(
            actfast_param_grad_f32(actfast_backend_at(b), ACTFAST_SOFTPLUS, params, &x, &dy, 1, dp),
            ACTFAST_OK);
        assert_true(fabs(dp[0] - want) <= 1e-6 * fabs(want));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(border_parameters_keep_limits_and_signs),
        cmocka_unit_test(what_was_lost_once_is_right),
        cmocka_unit_test(gradient_of_a_tiny_beta_is_finite),
    };
    header_print("border parameters");
    zeros_have_signs = !under_valgrind();
    if (!zeros_have_signs) printf("SKIPPED: Valgrind: the sign of NO zero is tested\n");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
