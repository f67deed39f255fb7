/* Promise: no result is further from the exact one than the contract's bounds, on any backend, and
 * none further than docs/accuracy.csv says.
 *
 * Every ACTFAST_TEST_STRIDE-th float (1021 unless the environment says otherwise) and the special
 * points; tests/exhaustive looks at all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "backends.h"
#include "inputs.h"
#include "judge.h"
#include "published.h"
#include "report.h"

static uint32_t stride = 1021;

static uint64_t report_case(const struct judge_case *c, judge_tallies tallies) {
    uint64_t faults = 0;
    for (int s = 0; s < c->subjects; s++)
        for (enum judged pass = 0; pass < PASS_COUNT; pass++) {
            struct record r = record_of(c, s, pass, &tallies[s][pass], stride);
            report_faults(stdout, &r, "  ");
            faults += judge_faults(&r.tally);
            faults += (c->passes >> pass & 1) && !published_holds(stdout, &r);
        }
    return faults;
}

static uint64_t judge_params(int activation, const float *params) {
    static struct judge_room room;
    static struct inputs inputs;
    static judge_tallies tallies;
    struct judge_case c = {0};
    memset(tallies, 0, sizeof tallies);
    judge_add_all_backends(&c);
    judge_prepare(&c, activation, params, (1u << PASS_COUNT) - 1);
    inputs_prepare(&inputs, &c, stride);
    int status = inputs_judge(&inputs, 0, inputs.count, &c, &room, tallies);
    if (status != 0) printf("  %s: %s\n", c.name, actfast_strerror(status));
    return report_case(&c, tallies) + (status != 0);
}

static void results_are_within_the_bounds(void **state) {
    int activation = *(const int *)*state;
    const struct grid *grid = grid_of(actfast_activation_name(activation));
    uint64_t faults = 0;
    for (int i = 0; i < grid->count; i++) faults += judge_params(activation, grid->sets[i]);
    assert_int_equal(faults, 0);
}

/* The grid's first set stands for the defaults, so it had better be the defaults. */
static void grid_begins_with_the_defaults(void **state) {
    (void)state;
    int wrong = 0;
    for (int id = 0; id < actfast_activation_count(); id++) {
        const struct grid *grid = grid_of(actfast_activation_name(id));
        wrong += grid->params != actfast_activation_param_count(id);
        for (int i = 0; i < grid->params; i++)
            wrong += grid->sets[0][i] != actfast_activation_param_default(id, i);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    enum { MANY = 64 };
    static int ids[MANY];
    struct CMUnitTest tests[MANY + 1] = {cmocka_unit_test(grid_begins_with_the_defaults)};
    size_t count = 1;
    const char *asked = getenv("ACTFAST_TEST_STRIDE");
    if (asked != NULL) stride = (uint32_t)strtoul(asked, NULL, 10) | 1;
    backends_print();
    printf("every %" PRIu32 "th float and special points\n", stride);
    for (int id = 0; id < actfast_activation_count() && id < MANY; id++) {
        ids[id] = id;
        tests[count].name = actfast_activation_name(id);
        tests[count].test_func = results_are_within_the_bounds;
        tests[count++].initial_state = &ids[id];
    }
    return _cmocka_run_group_tests("accuracy", tests, count, NULL, NULL);
}
