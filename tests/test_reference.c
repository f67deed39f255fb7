/* Promise: results agree with tables of correctly rounded values made by another program.
 *
 * The oracle has no say here but for where derivatives change sign. Either sign of a zero passes,
 * test_accuracy is the strict one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "backends.h"
#include "judge.h"
#include "reference.h"

enum { ROWS = 4096, PRINT = 3, MANY = 64 };

/* Rows with the same parameters, which follow each other in the tables. */
struct batch {
    int count;
    float params[2], x[ROWS], got[ROWS];
    struct reference_row row[ROWS];
};

/* The exact result from the rounded one; its ULP is the smaller where the two straddle 2^k. */
static double exact_of(float value, double rest) {
    double unit = ulp_of(value);
    if (rest * value < 0) unit = ulp_of(nextafterf(value, 0));
    return value + rest * unit;
}

/* 0 in the table may be a result far below the subnormals. */
static bool is_fault(const struct ulp_verdict *verdict, float got, double exact) {
    if (exact == 0 && fabsf(got) <= 64 * 0x1p-149f) return false;
    return (verdict->faults & ~(got == 0 ? (unsigned)FAULT_SIGN : 0u)) != 0;
}

static int check_batch(const struct judge_case *c, struct batch *batch) {
    static int (*const run[])(const actfast_backend *, int, const float *, const float *, float *,
                              size_t) = {actfast_forward_f32, actfast_grad_f32, actfast_grad2_f32};
    int faults = 0;
    for (int s = 0; s < c->subjects; s++)
        for (enum judged pass = PASS_VALUE; pass <= PASS_GRAD2; pass++) {
            int printed = 0;
            faults += run[pass](c->subject[s].backend, c->activation, c->params, batch->x,
                                batch->got, (size_t)batch->count) != 0;
            for (int i = 0; i < batch->count; i++) {
                const struct reference_row *row = &batch->row[i];
                double exact = exact_of(row->value[pass], row->rest[pass]);
                struct ulp_verdict v =
                    ulp_judge(&c->rules[s][pass], row->x, batch->got[i], exact, 1);
                if (!is_fault(&v, batch->got[i], exact)) continue;
                faults++;
                if (printed++ < PRINT)
                    printf("  %s(%g, %g) %s %s %s: x = %a, got %a, want %a, %.2f ULP\n", c->name,
                           (double)c->params[0], (double)c->params[1], pass_names[pass],
                           c->subject[s].isa, c->subject[s].accuracy, (double)row->x,
                           (double)batch->got[i], exact, v.ulp);
            }
        }
    return faults;
}

static int finish_batch(int activation, struct batch *batch) {
    struct judge_case c = {0};
    if (batch->count == 0) return 0;
    judge_add_all_backends(&c);
    judge_prepare(&c, activation, batch->params, 0);
    int faults = check_batch(&c, batch);
    batch->count = 0;
    return faults;
}

static void results_agree_with_the_tables(void **state) {
    static struct batch batch;
    int activation = *(const int *)*state, faults = 0, rows = 0;
    struct reference reference = {0};
    struct reference_row row;
    assert_true(reference_open(&reference, actfast_activation_name(activation)));
    while (reference_next(&reference, &row)) {
        bool same = memcmp(batch.params, row.params, sizeof row.params) == 0;
        if (!same || batch.count == ROWS) faults += finish_batch(activation, &batch);
        memcpy(batch.params, row.params, sizeof row.params);
        batch.x[batch.count] = row.x;
        batch.row[batch.count++] = row;
        rows++;
    }
    faults += finish_batch(activation, &batch);
    assert_true(rows > 100);
    assert_int_equal(faults, 0);
}

int main(void) {
    static int ids[MANY];
    struct CMUnitTest tests[MANY] = {{0}};
    size_t count = 0;
    backends_print();
    for (int id = 0; id < actfast_activation_count() && id < MANY; id++) {
        ids[id] = id;
        tests[count].name = actfast_activation_name(id);
        tests[count].test_func = results_agree_with_the_tables;
        tests[count++].initial_state = &ids[id];
    }
    return _cmocka_run_group_tests("reference", tests, count, NULL, NULL);
}
