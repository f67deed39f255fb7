/* Promise: outputs at least as large as the threshold, and only those, are written past the caches:
 * all of them but what comes before the first whole line, in order, with a fence behind.
 *
 * From outside streaming cannot be seen but for its speed. So this test has the static library in it
 * and hands the library's own run a kernel and a backend's fence that count. That the kernels have
 * such stores at all is seen in their code (kernels_store_past_the_caches); the results of streamed
 * calls are test_position's business. The threshold is set where the test is registered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "backends.h"
#include "check.h"
#include "dispatch.h"
#include "run.h"

enum { FLOATS = 8192, LINE = 64 / sizeof(float), LEAST_STREAMED = FLOATS - LINE + 1 };

static _Alignas(64) float memory[5][FLOATS + 2 * LINE];
static const actfast_backend *real;
static size_t streamed, fences, streamed_after_fence, misaligned;

static enum act_pass counted_pass;
static act_kernel *counted_kernel;

static void counting_kernel(const struct act_call *c) {
    if (c->past_caches) {
        streamed += c->n * (size_t)act_shape[counted_pass].outputs;
        streamed_after_fence += fences > 0;
        for (int o = 0; o < act_shape[counted_pass].outputs; o++)
            misaligned += (uintptr_t)c->out[o] % 64 != 0;
    }
    counted_kernel(c);
}

static void counting_end(void) {
    fences++;
    real->stream_end();
}

/* One call of n floats, the outputs `shift` floats past a cache line and `apart` from each other;
 * in place if asked. */
struct tried {
    enum act_pass pass;
    size_t n, shift, apart;
    bool in_place;
};

/* By the library's run, with what counts in place of the backend's own; `size` is that of the whole
 * output, of which the call may be a row. */
static void compute(enum act_pass pass, const struct act_call *c, size_t size) {
    static const float params[ACT_MAX_PARAMS];
    actfast_backend counting = *real;
    struct act_call call = *c;
    counting.stream_end = counting_end;
    call.params = params;
    counted_pass = pass;
    counted_kernel = act_kernel_of(real, ACT_silu, pass, params);
    streamed = fences = streamed_after_fence = misaligned = 0;
    act_compute(&counting, counting_kernel, pass, &call, size);
}

static void run(const struct tried *t) {
    struct act_call c = {.in = {memory[0], memory[1], memory[2]}, .n = t->n};
    c.out[0] = t->in_place ? memory[0] : memory[3] + t->shift;
    c.out[1] = memory[4] + t->shift + t->apart;
    compute(t->pass, &c, c.n);
}

static size_t threshold(void) { return (act_stream_bytes() + sizeof(float) - 1) / sizeof(float); }

/* ---- The tests ---- */

static void for_backends(void (*body)(void)) {
    for (int i = 0; i < actfast_backend_count(); i++) {
        real = actfast_backend_at(i);
        body();
    }
}

static void check_large(void) {
    static const enum act_pass passes[] = {ACT_value_pass, ACT_backward_pass,
                                           ACT_value_and_grad_pass, ACT_gated_backward_pass};
    for (int i = 0; i < 4; i++)
        for (size_t shift = 0; shift < LINE; shift += 5) {
            const size_t outputs = i < 2 ? 1 : 2;
            run(&(struct tried){passes[i], FLOATS, shift, 0, false});
            assert_in_range(streamed, outputs * LEAST_STREAMED, outputs * FLOATS);
            assert_int_equal(fences, 1);
            assert_int_equal(streamed_after_fence, 0);
            assert_int_equal(misaligned, 0);
        }
}

static void large_outputs_go_past_the_caches(void **state) {
    (void)state;
    assert_in_range(threshold(), 1024, FLOATS - 1);
    for_backends(check_large);
}

static void expect_none(const struct tried *t) {
    run(t);
    assert_int_equal(streamed, 0);
    assert_int_equal(fences, 0);
}

static void check_others(void) {
    expect_none(&(struct tried){ACT_value_pass, threshold() - 1, 0, 0, false});
    expect_none(&(struct tried){ACT_value_pass, FLOATS, 0, 0, true});
    expect_none(&(struct tried){ACT_value_and_grad_pass, FLOATS, 0, 3, false});
    run(&(struct tried){ACT_value_pass, threshold(), 0, 0, false});
    assert_true(streamed > 0);
}

/* Small ones, those in place, and two outputs that no common peel can align. */
static void others_do_not(void **state) {
    (void)state;
    for_backends(check_others);
}

/* A row is small, the matrix is not. */
static void check_rows(void) {
    const size_t columns = threshold() / 2;
    const struct act_call row = {.in = {memory[0], memory[1]}, .out = {memory[3]}, .n = columns};
    compute(ACT_biased_pass, &row, 16 * columns);
    assert_true(streamed > 0);
    compute(ACT_biased_pass, &row, columns);
    assert_int_equal(streamed, 0);
}

static void rows_of_a_large_matrix_do(void **state) {
    (void)state;
    for_backends(check_rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_outputs_go_past_the_caches),
        cmocka_unit_test(others_do_not),
        cmocka_unit_test(rows_of_a_large_matrix_do),
    };
    backends_print();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
