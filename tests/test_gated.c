/* Promise: gated and gated_backward give the bits of the activation, or of backward, and one float
 * multiplication; and so they are as far from the exact products as those bounds allow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "judge.h"

enum { PRINT = 5, POOL = 4096, ROUNDS = 16 };

static const uint64_t seed = 20240616;
static int failures;

enum { GATE, UP, DY, OPERANDS };
static float in[OPERANDS][POOL];
static float got_y[POOL], got_dgate[POOL], got_dup[POOL];

static void report(const struct call *c, const char *what, int i, float got, double want) {
    if (failures++ >= PRINT) return;
    call_print(c);
    printf("%s: gate %a, up %a, dy %a: got %a (%.9g), want %a (%.9g)\n", what, (double)in[GATE][i],
           (double)in[UP][i], (double)in[DY][i], (double)got, (double)got, want, want);
}

/* The three outputs of the two passes for what is in the pool. */
static void run_both(const struct call *c) {
    failures +=
        actfast_gated_f32(c->backend, c->activation, c->params, in[GATE], in[UP], got_y, POOL) != 0;
    failures += actfast_gated_backward_f32(c->backend, c->activation, c->params, in[GATE], in[UP],
                                           in[DY], got_dgate, got_dup, POOL) != 0;
}

static void for_all(void (*body)(const struct call *)) {
    float params[2];
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (int set = 0; params_at(a, set, params) && !(quick() && set > 1); set++)
                body(&(struct call){actfast_backend_at(b), a, PASS_gated, params, {0}, {0}, POOL});
    assert_int_equal(failures, 0);
}

/* ---- Against the passes that they are made of ---- */

/* A product of floats, rounded once, whatever the compiler would rather do. */
static float product(float a, float b) {
    volatile float p = a * b;
    return p;
}

static void compare(const struct call *c, const char *what, const float *got, const float *want) {
    for (int i = 0; i < POOL; i++)
        if (!same(got[i], want[i])) report(c, what, i, got[i], want[i]);
}

static void check_bits(const struct call *c) {
    static float f[POOL], scaled[POOL], want[3][POOL];
    failures += actfast_forward_f32(c->backend, c->activation, c->params, in[GATE], f, POOL) != 0;
    for (int i = 0; i < POOL; i++) {
        scaled[i] = product(in[DY][i], in[UP][i]);
        want[0][i] = product(f[i], in[UP][i]);
        want[2][i] = product(in[DY][i], f[i]);
    }
    failures += actfast_backward_f32(c->backend, c->activation, c->params, in[GATE], scaled,
                                     want[1], POOL) != 0;
    run_both(c);
    compare(c, "gated", got_y, want[0]);
    compare(c, "dgate", got_dgate, want[1]);
    compare(c, "dup", got_dup, want[2]);
}

/* Any floats, the special ones among them, in all three. */
static void bits(const struct call *c) {
    uint64_t random = seed;
    for (int round = 0; round < (quick() ? 1 : ROUNDS); round++) {
        for (int i = 0; i < POOL; i++)
            for (int b = 0; b < OPERANDS; b++) in[b][i] = random_element(i, &random);
        check_bits(c);
    }
}

static void bits_are_those_of_the_activation_and_a_multiplication(void **state) {
    (void)state;
    for_all(bits);
}

/* ---- Against the oracle ---- */

/* f(gate)*up rounds once more than f: twice the bound of f and 1/2, as backward is to f'. */
static struct ulp_rules of_product(const struct ulp_rules *value) {
    struct ulp_rules rules = *value;
    if (rules.bound != 0.5)
        rules.bound = 2 * rules.bound + 0.5;
    else
        rules.bound = 1.5; /* f is rounded, and then the product */
    rules.tiny_bound = ulp_max(rules.tiny_bound, rules.bound);
    rules.odd = rules.minus_zero = false;
    return rules;
}

static void judge(const struct call *c, const char *what, const struct ulp_rules *rules, int i,
                  float got, double slope, double factor) {
    const struct ulp_verdict v = ulp_judge(rules, in[GATE][i], got, slope, factor);
    if (v.faults) report(c, what, i, got, slope * factor);
}

static void check_bounds(const struct call *c, const struct ulp_rules *value,
                         const struct ulp_rules *backward) {
    const struct ulp_rules rules = of_product(value);
    for (int i = 0; i < POOL; i++) {
        const struct oracle_value v = oracle_table[c->activation](in[GATE][i], c->params);
        /* A float f that overflows is multiplied as the infinity that it has become. */
        const double f = isinf((float)v.f) ? (float)v.f : v.f;
        judge(c, "gated", &rules, i, got_y[i], f, in[UP][i]);
        judge(c, "dup", &rules, i, got_dup[i], f, in[DY][i]);
        judge(c, "dgate", backward, i, got_dgate[i], v.f1, product(in[DY][i], in[UP][i]));
    }
}

/* up and dy are of ordinary size, so that the products neither overflow nor get lost. */
static void bounds(const struct call *c) {
    uint64_t random = seed + 1;
    struct judge_case rules = {0};
    judge_add_backends(&rules, (const char *const[]){actfast_backend_isa(c->backend), NULL},
                       (const char *const[]){actfast_backend_accuracy(c->backend), NULL});
    judge_prepare(&rules, c->activation, c->params, 0);
    for (int round = 0; round < (quick() ? 1 : ROUNDS); round++) {
        for (int i = 0; i < POOL; i++) {
            in[GATE][i] = random_float(&random);
            for (int b = UP; b < OPERANDS; b++) in[b][i] = judge_dy((uint32_t)random_bits(&random));
        }
        run_both(c);
        check_bounds(c, &rules.rules[0][PASS_VALUE], &rules.rules[0][PASS_BACKWARD]);
    }
}

static void products_are_within_the_bounds(void **state) {
    (void)state;
    for_all(bounds);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_the_activation_and_a_multiplication),
        cmocka_unit_test(products_are_within_the_bounds),
    };
    header_print("gated");
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
