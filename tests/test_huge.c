/* Promise: a call on more than 2^31 floats, in rows on more than 2^32, gives each of them what a small call
 * gives it, in every kind of pass, past the caches or not.
 *
 * Nobody needs the memory for that: the same few mebibytes of a file are mapped over and over, so
 * that the elements repeat. Where something could go wrong, at the end and around 2^30 floats (2^32
 * bytes), a window shows memory of its own. Behind the last element nobody may write.
 *
 *     test_huge [all]     `all`: every backend, not only the best */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "harness.h"

static const size_t WINDOW_AT = ((size_t)1 << 30) - 1000;
static size_t huge_n = ((size_t)1 << 31) + 17;
enum { PERIOD = 1 << 20, WINDOW = 2048, PAGE_FLOATS = 1024, BUFFERS = MAX_INPUTS + MAX_OUTPUTS };

static float pattern[MAX_INPUTS][PERIOD], want[MAX_OUTPUTS][PERIOD];
static int failures;
static bool all_backends;

/* ---- Memory ---- */

static void *map_at(void *at, size_t size, int protection, int flags, int file) {
    void *m = mmap(at, size, protection, flags, file, 0);
    if (m != MAP_FAILED) return m;
    perror("mmap");
    exit(EXIT_FAILURE);
}

/* huge_n floats, of which PERIOD are real, and a page behind them that faults. */
static float *huge(int file) {
    const size_t period = PERIOD * sizeof(float), rest = (huge_n % PERIOD) * sizeof(float);
    const size_t whole = huge_n / PERIOD * period, page = PAGE_FLOATS * sizeof(float);
    const size_t last = (rest + page - 1) / page * page;
    char *at = map_at(NULL, whole + last + page, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    for (size_t done = 0; done < whole; done += period)
        map_at(at + done, period, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file);
    map_at(at + whole, last, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file);
    return (float *)(void *)at;
}

/* Floats from..from + count of the buffer become memory that no other part of it shows. */
static void open_window(float *buffer, size_t from, size_t count) {
    const size_t first = from / PAGE_FLOATS * PAGE_FLOATS;
    const size_t pages = (from + count - first + PAGE_FLOATS - 1) / PAGE_FLOATS;
    map_at(buffer + first, pages * PAGE_FLOATS * sizeof(float), PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1);
}

static float *make_input(int input) {
    const int file = memfd_create("input", 0);
    if (file < 0 || ftruncate(file, sizeof pattern[0])) perror("memfd"), exit(EXIT_FAILURE);
    float *buffer = huge(file);
    memcpy(buffer, pattern[input], sizeof pattern[0]);
    close(file);
    return buffer;
}

static float *make_output(void) {
    const int file = memfd_create("output", 0);
    if (file < 0 || ftruncate(file, sizeof pattern[0])) perror("memfd"), exit(EXIT_FAILURE);
    float *buffer = huge(file);
    close(file);
    open_window(buffer, WINDOW_AT, WINDOW);
    open_window(buffer, huge_n - WINDOW, WINDOW);
    return buffer;
}

/* ---- The check ---- */

static void compare(const struct call *c, int output, size_t from, size_t count) {
    for (size_t i = from; i < from + count; i++) {
        const float got = c->out[output][i], expect = want[output][i % PERIOD];
        if (same(got, expect) || failures++ >= 6) continue;
        call_print(c);
        printf("output %d, element %zu: got %a, want %a\n", output, i, (double)got, (double)expect);
    }
}

/* What was there before must not pass for a result: the windows and the shared period are poisoned. */
static void poison(float *buffer) {
    static const uint32_t bits = 0x7fa5a5a5;
    const size_t from[] = {0, WINDOW_AT, huge_n - WINDOW}, count[] = {PERIOD, WINDOW, WINDOW};
    for (int k = 0; k < 3; k++)
        for (size_t i = from[k]; i < from[k] + count[k]; i++)
            memcpy(buffer + i, &bits, sizeof bits);
}

static void check(struct call c, float *const in[], float *const out[]) {
    struct call small = c;
    for (int b = 0; b < MAX_INPUTS; b++) small.in[b] = pattern[b], c.in[b] = in[b];
    for (int b = 0; b < MAX_OUTPUTS; b++) small.out[b] = want[b], c.out[b] = out[b];
    small.n = PERIOD, c.n = huge_n;
    for (int b = 0; b < pass_shape[c.pass].outputs; b++) poison(out[b]);
    failures += run_pass(&small) != 0 || run_pass(&c) != 0;
    for (int b = 0; b < pass_shape[c.pass].outputs; b++) {
        compare(&c, b, 0, PERIOD);
        compare(&c, b, WINDOW_AT, WINDOW);
        compare(&c, b, huge_n - WINDOW, WINDOW);
    }
}

/* A kernel of one loop and one of two loops over blocks, in passes of every shape. */
static void more_than_2_31_floats_are_as_good_as_few(void **state) {
    static const struct {
        int activation;
        enum pass pass;
    } tried[] = {{ACTFAST_RELU, PASS_value},
                 {ACTFAST_SQUAREPLUS, PASS_backward},
                 {ACTFAST_SILU, PASS_value},
                 {ACTFAST_SIGMOID, PASS_value_and_grad},
                 {ACTFAST_SILU, PASS_gated_backward},
                 {ACTFAST_RELU, PASS_biased},
                 {ACTFAST_TANH, PASS_backward_from_output}};
    float *in[MAX_INPUTS], *out[MAX_OUTPUTS];
    (void)state;
    if (quick()) {
        printf("SKIPPED: ACT_TEST_QUICK is set, NOTHING huge is tried\n");
        skip();
    }
    for (int b = 0; b < MAX_INPUTS; b++) in[b] = make_input(b);
    for (int b = 0; b < MAX_OUTPUTS; b++) out[b] = make_output();
    for (int b = 0; b < (all_backends ? actfast_backend_count() : 1); b++)
        for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++)
            check(
                (struct call){
                    actfast_backend_at(b), tried[i].activation, tried[i].pass, NULL, {0}, {0}, 0},
                in, out);
    assert_int_equal(failures, 0);
}

/* Where 32 bits count neither bytes nor floats. */
static void more_than_2_32_floats_are_as_good_as_few(void **state) {
    const size_t n = huge_n, stride = (size_t)1 << 31, columns = 16, last = 2 * stride;
    (void)state;
    if (quick()) skip();
    huge_n = 2 * stride + 17;
    float *in[MAX_INPUTS] = {make_input(0)}, *out[MAX_OUTPUTS] = {make_output()};
    check((struct call){actfast_backend_at(0), ACTFAST_RELU, PASS_value, NULL, {0}, {0}, 0}, in,
          out);
    poison(out[0]);
    assert_int_equal(
        actfast_relu_bias_rows_f32(in[0], pattern[1], out[0], 3, columns, stride, stride), 0);
    for (size_t c = 0; c < columns; c++)
        assert_true(out[0][last + c] == fmaxf(0, in[0][last + c] + pattern[1][c]));
    poison(out[0]);
    assert_int_equal(actfast_relu_gated_rows_f32(in[0], out[0], 3, columns / 2, stride, stride), 0);
    for (size_t c = 0; c < columns / 2; c++)
        assert_true(out[0][last + c] == fmaxf(0, in[0][last + c]) * in[0][last + columns / 2 + c]);
    assert_int_equal(failures, 0);
    huge_n = n;
}

/* Σ dy·df/dp over so many elements, in the order that the header describes: block by block. */
static void a_sum_of_more_than_2_31_terms_is_that_of_its_blocks(void **state) {
    double got[2] = {0}, sum = 0, block[2];
    (void)state;
    if (quick()) skip();
    float *const x = make_input(0), *const dy = make_input(1);
    assert_int_equal(actfast_squareplus_param_grad_f32(x, dy, huge_n, 4, got), 0);
    for (size_t from = 0; from < huge_n; from += ACTFAST_PARAM_GRAD_BLOCK) {
        const size_t rest = huge_n - from;
        const size_t n = rest < ACTFAST_PARAM_GRAD_BLOCK ? rest : ACTFAST_PARAM_GRAD_BLOCK;
        const size_t at = from % PERIOD;
        assert_int_equal(
            actfast_squareplus_param_grad_f32(pattern[0] + at, pattern[1] + at, n, 4, block), 0);
        sum += block[0];
    }
    assert_memory_equal(got, &sum, sizeof sum);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_than_2_31_floats_are_as_good_as_few),
        cmocka_unit_test(more_than_2_32_floats_are_as_good_as_few),
        cmocka_unit_test(a_sum_of_more_than_2_31_terms_is_that_of_its_blocks),
    };
    uint64_t state = 31;
    all_backends = argc > 1 && strcmp(argv[1], "all") == 0;
    header_print("huge");
    for (int b = 0; b < MAX_INPUTS; b++)
        for (int i = 0; i < PERIOD; i++) pattern[b][i] = (float)random_between(&state, -6, 6);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
