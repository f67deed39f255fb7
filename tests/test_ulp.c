/* Promise: the measuring stick itself is right, and lets none of the known cheats through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ulp.h"

static struct ulp_rules rules_of(const char *activation, const char *accuracy, enum judged pass) {
    static const float params[2] = {1};
    oracle_function *oracle = strcmp(activation, "tanh") == 0 ? oracle_tanh : oracle_silu;
    struct crossings crossings = crossings_of(oracle, params, pass);
    return ulp_rules_of(activation, params, "avx2", accuracy, pass, 1, &crossings);
}

static void the_unit_is_that_of_the_exact_result(void **state) {
    (void)state;
    assert_true(ulp_of(1) == 0x1p-23);
    assert_true(ulp_of(0x1.fffffffffp-1) == 0x1p-24);
    assert_true(ulp_of(-FLT_MAX) == 0x1p104);
    assert_true(ulp_of(FLT_MIN) == 0x1p-149);
    assert_true(ulp_of(0) == 0x1p-149);
}

static void an_error_beyond_the_bound_is_seen(void **state) {
    (void)state;
    struct ulp_rules rules = rules_of("silu", "accurate", PASS_VALUE);
    assert_int_equal(ulp_judge(&rules, 5, 1 + 3 * 0x1p-23f, 1, 1).faults, 0);
    assert_int_equal(ulp_judge(&rules, 5, 1 + 4 * 0x1p-23f, 1, 1).faults, FAULT_BOUND);
    assert_true(ulp_judge(&rules, 5, 1 + 0x1p-23f, 1 + 0x1p-24, 1).ulp == 0.5);
}

static void a_limit_that_is_a_float_is_exact(void **state) {
    (void)state;
    struct ulp_rules rules = rules_of("silu", "accurate", PASS_GRAD);
    assert_int_equal(ulp_judge(&rules, INFINITY, 1, 1, 1).faults, 0);
    assert_int_equal(ulp_judge(&rules, INFINITY, 1 - 0x1p-24f, 1, 1).faults, FAULT_BOUND);
    assert_int_equal(ulp_judge(&rules, 100, 1 - 0x1p-24f, 1, 1).faults, 0);
}

static void signs_are_seen_even_of_zeros(void **state) {
    (void)state;
    struct ulp_rules silu = rules_of("silu", "accurate", PASS_VALUE);
    struct ulp_rules odd = rules_of("tanh", "accurate", PASS_VALUE);
    assert_int_equal(ulp_judge(&silu, -200, 0.0f, -0x1p-280, 1).faults, FAULT_SIGN);
    assert_int_equal(ulp_judge(&silu, -200, -0.0f, -0x1p-280, 1).faults, 0);
    assert_int_equal(ulp_judge(&silu, -103, 0x1p-149f, -0x1p-148, 1).faults, FAULT_SIGN);
    assert_int_equal(ulp_judge(&silu, -INFINITY, 0.0f, -0.0, 1).faults, FAULT_SIGN);
    assert_int_equal(ulp_judge(&silu, 0, -0.0f, 0, 1).faults, 0);
    assert_int_equal(ulp_judge(&odd, -0.0, 0.0f, -0.0, 1).faults, FAULT_SIGN);
}

static void flushed_subnormals_are_seen(void **state) {
    (void)state;
    struct ulp_rules accurate = rules_of("silu", "accurate", PASS_VALUE);
    struct ulp_rules fast = rules_of("silu", "fast", PASS_VALUE);
    assert_true(ulp_judge(&accurate, -90, -0.0f, -0x1p-140, 1).faults & FAULT_ZERO);
    assert_true(ulp_judge(&accurate, -90, -0.0f, -0x1p-146, 1).faults & FAULT_ZERO);
    assert_int_equal(ulp_judge(&accurate, -90, -0.0f, -0x1p-147, 1).faults, 0);
    assert_int_equal(ulp_judge(&fast, -90, -0.0f, -0x1p-140, 1).faults, 0);
    assert_true(ulp_judge(&fast, -90, 0.0f, -0x1p-140, 1).faults & FAULT_SIGN);
    assert_true(ulp_judge(&fast, -90, -0.0f, -0x1p-125, 1).faults & FAULT_ZERO);
}

static void nan_and_infinity_are_seen(void **state) {
    (void)state;
    struct ulp_rules rules = rules_of("silu", "accurate", PASS_VALUE);
    assert_int_equal(ulp_judge(&rules, 1, NAN, 1, 1).faults, FAULT_NAN);
    assert_int_equal(ulp_judge(&rules, NAN, 1, NAN, 1).faults, FAULT_NAN);
    assert_int_equal(ulp_judge(&rules, NAN, NAN, NAN, 1).faults, 0);
    assert_int_equal(ulp_judge(&rules, INFINITY, FLT_MAX, INFINITY, 1).faults, FAULT_INF);
    assert_int_equal(ulp_judge(&rules, 1, INFINITY, 1e39, 1).faults, 0);
    assert_int_equal(ulp_judge(&rules, 1, INFINITY, FLT_MAX, 1).faults, FAULT_INF);
    assert_true(ulp_judge(&rules, 1, INFINITY, FLT_MAX, 1).ulp == 1);
    assert_true(ulp_judge(&rules, 1, INFINITY, 0x1p127, 1).faults & FAULT_BOUND);
}

/* silu' changes sign at -1.2784..., silu'' at +-2.3993... */
static void a_change_of_sign_has_its_own_unit(void **state) {
    (void)state;
    struct ulp_rules rules = rules_of("silu", "accurate", PASS_GRAD);
    assert_int_equal(rules.crossings.count, 1);
    assert_true(fabs(rules.crossings.at[0] + 1.2784645427610738) < 1e-12);
    assert_int_equal(rules_of("silu", "accurate", PASS_GRAD2).crossings.count, 2);
    assert_int_equal(rules_of("tanh", "accurate", PASS_GRAD2).crossings.count, 0);
    assert_int_equal(ulp_judge(&rules, -1.28, -4 * 0x1p-26f, 0x1p-80, 1).faults, 0);
    assert_true(ulp_judge(&rules, -1.28, -5 * 0x1p-26f, 0x1p-80, 1).faults & FAULT_BOUND);
    assert_true(ulp_judge(&rules, -1.6, -4 * 0x1p-26f, 0x1p-80, 1).faults & FAULT_BOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_unit_is_that_of_the_exact_result),
        cmocka_unit_test(an_error_beyond_the_bound_is_seen),
        cmocka_unit_test(a_limit_that_is_a_float_is_exact),
        cmocka_unit_test(signs_are_seen_even_of_zeros),
        cmocka_unit_test(flushed_subnormals_are_seen),
        cmocka_unit_test(nan_and_infinity_are_seen),
        cmocka_unit_test(a_change_of_sign_has_its_own_unit),
    };
    return cmocka_run_group_tests_name("ulp", tests, NULL, NULL);
}
