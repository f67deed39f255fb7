/* Promise: param_grad is the sum of dy*df/dp to 1e-6 of the sum of the sizes of its terms, however
 * many there are, and its bits depend on values, parameters and n alone: not on the alignment, not
 * on the instruction set of a class, not on how the work is cut into blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "grid.h"
#include "harness.h"
#include "oracle_more.h"

enum { PRINT = 5, LANES = 16, BLOCK = ACTFAST_PARAM_GRAD_BLOCK, POOL = 3 * BLOCK + 777 };
enum { MANY = 10 * 1000 * 1000 };

static const uint64_t seed = 20240614;
static int failures;

/* x over all that matters, dy of both signs and of a size that varies. */
static float x_pool[POOL], dy_pool[POOL];

/* One sum to be made: a struct call without outputs. */
struct sum {
    const actfast_backend *backend;
    int activation;
    float params[2];
};

static double run_at(const struct sum *s, const float *x, const float *dy, size_t n) {
    double dp[3] = {777, 777, 777};
    const int status = actfast_param_grad_f32(s->backend, s->activation, s->params, x, dy, n, dp);
    const int count = actfast_activation_param_count(s->activation);
    if (status != 0 || dp[count] != 777 || (count > 1 && dp[1] != 0)) failures++;
    return dp[0];
}

static void report(const struct sum *s, const char *what, size_t n, double got, double want) {
    if (failures++ >= PRINT) return;
    printf("  %s %g %g %s/%s, n = %zu: %s: got %a (%.9g), want %a (%.9g)\n",
           actfast_activation_name(s->activation), (double)s->params[0], (double)s->params[1],
           actfast_backend_isa(s->backend), actfast_backend_accuracy(s->backend), n, what, got, got,
           want, want);
}

static bool same_double(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* ---- Every backend, learnable activation and set of parameters ---- */

/* Beyond those of the grid and of the harness. */
static const struct {
    const char *name;
    float params[2];
} extremes[] = {
    {"leaky_relu", {-1e30f}},
    {"squareplus", {1e-30f}},
    {"softplus", {1e-3f, 20}},
    {"softplus", {1e3f, 20}},
    {"softplus", {1e3f, INFINITY}},
    {"swish", {1e-3f}},
    {"swish", {1e3f}},
    {"swish", {-1e3f}},
    {"elu", {1e-30f}},
    {"celu", {1e-3f}},
    {"celu", {1e3f}},
    {"celu", {1e-30f}},
};
enum { EXTREMES = sizeof extremes / sizeof extremes[0] };

static bool learns(int activation) {
    return oracle_more_of(actfast_activation_name(activation))->slope != NULL;
}

static void for_params(struct sum *s, void (*body)(const struct sum *)) {
    const char *name = actfast_activation_name(s->activation);
    const struct grid *grid = grid_of(name);
    for (int i = 0; params_at(s->activation, i, s->params) && !(quick() && i > 1); i++) body(s);
    for (int i = 0; i < grid->count && !quick(); i++) {
        memcpy(s->params, grid->sets[i], sizeof s->params);
        body(s);
    }
    for (int i = 0; i < EXTREMES; i++) {
        if (strcmp(extremes[i].name, name) != 0) continue;
        memcpy(s->params, extremes[i].params, sizeof s->params);
        body(s);
    }
}

static void for_all(void (*body)(const struct sum *)) {
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++) {
            if (!learns(a)) continue;
            struct sum s = {actfast_backend_at(b), a, {0}};
            for_params(&s, body);
        }
    assert_int_equal(failures, 0);
}

/* ---- The sum ---- */

/* slack: of the terms whose slope is no normal float. The slope is a float on its way: accurate may
 * be off by 64 units of 2^-149 as everywhere, fast may flush. */
struct exact {
    long double sum, sizes, slack;
};

static struct exact exact_sum(const struct sum *s, const float *x, const float *dy, size_t n) {
    oracle_slope *slope = oracle_more_of(actfast_activation_name(s->activation))->slope;
    const bool flushes = strcmp(actfast_backend_accuracy(s->backend), "fast") == 0;
    const double tiny = flushes ? FLT_MIN : 64 * 0x1p-149;
    struct exact e = {0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        const double dp = slope(x[i], s->params);
        const long double term = (long double)dp * dy[i];
        e.sum += term;
        e.sizes += fabsl(term);
        if (fabs(dp) < FLT_MIN) e.slack += tiny * fabsl((long double)dy[i]);
    }
    return e;
}

static bool is_right(const struct exact *e, double got) {
    return fabsl(got - e->sum) <= 1e-6L * e->sizes + e->slack;
}

static void check_sum(const struct sum *s, const float *x, const float *dy, size_t n) {
    const struct exact e = exact_sum(s, x, dy, n);
    const double got = run_at(s, x, dy, n);
    if (!is_right(&e, got)) report(s, "sum", n, got, (double)e.sum);
}

static void sums(const struct sum *s) {
    static const size_t lengths[] = {1, 2, 15, 16, 17, 511, 512, 513, 1000, BLOCK, BLOCK + 1};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        if (lengths[i] <= 1000 || (!quick() && s->backend == actfast_backend_at(0)))
            check_sum(s, x_pool + i, dy_pool + 3 * i, lengths[i]);
    for (size_t i = 0; i < (quick() ? 100 : 3000); i++) check_sum(s, x_pool + i, dy_pool + i, 1);
}

static void sums_are_within_a_millionth_of_the_sizes(void **state) {
    (void)state;
    for_all(sums);
}

/* Any float is an x. A slope beyond FLT_MAX is infinite, unless it is so little beyond that an error
 * of a millionth decides. */
static void any_floats(const struct sum *s) {
    uint64_t random = seed + 2;
    const float one = 1;
    for (int i = 0; i < (quick() ? 300 : 20000); i++) {
        const float x = random_float(&random);
        const struct exact e = exact_sum(s, &x, &one, 1);
        const double got = run_at(s, &x, &one, 1);
        const double want =
            fabsl(e.sum) > FLT_MAX ? copysign(INFINITY, (double)e.sum) : (double)e.sum;
        if (same_double(got, want) || got == want || is_right(&e, got)) continue;
        if (isinf(got) && fabsl(e.sum) > FLT_MAX * (1 - 1e-6) && got * want > 0) continue;
        report(s, "any float", 1, got, want);
        printf("    x = %a\n", (double)x);
    }
}

static void slopes_are_right_for_any_float(void **state) {
    (void)state;
    for_all(any_floats);
}

/* All of one sign, where a sum of floats would have lost its digits long before. */
static void ten_million_terms_lose_nothing(void **state) {
    (void)state;
    static const int activations[] = {ACTFAST_SQUAREPLUS, ACTFAST_CELU};
    const size_t n = quick() ? 100000 : MANY;
    float *x = malloc(n * sizeof *x), *dy = malloc(n * sizeof *dy);
    uint64_t random = seed + 1;
    failures = 0;
    assert_true(x && dy);
    for (size_t i = 0; i < n; i++) {
        x[i] = (float)random_between(&random, -6, 2);
        dy[i] = (float)random_between(&random, 0.5, 2);
    }
    for (int a = 0; a < 2; a++) {
        struct sum s = {NULL, activations[a], {0}};
        params_at(s.activation, 0, s.params);
        const struct exact e = exact_sum(&s, x, dy, n);
        for (int b = 0; b < actfast_backend_count(); b++) {
            s.backend = actfast_backend_at(b);
            const double got = run_at(&s, x, dy, n);
            if (!is_right(&e, got)) report(&s, "sum", n, got, (double)e.sum);
        }
    }
    free(x), free(dy);
    assert_int_equal(failures, 0);
}

/* ---- Its order ---- */

/* The order as it was released: element i of a block adds to lane i % 16, the lanes are added as a
 * binary tree, the blocks one after the other. Slopes are the library's own, from sums of one. */
static double sum_in_order(const float *slope, const float *dy, size_t n) {
    double total = 0;
    for (size_t from = 0; from < n; from += BLOCK) {
        const size_t count = n - from < BLOCK ? n - from : BLOCK;
        double lane[LANES] = {0};
        for (size_t i = 0; i < count; i++)
            lane[i % LANES] += (double)slope[from + i] * dy[from + i];
        for (int half = LANES / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) lane[i] += lane[i + half];
        total += lane[0];
    }
    return total;
}

static void order(const struct sum *s) {
    static const size_t lengths[] = {0,   1,   15,   16,        17,    31,        100,
                                     511, 512, 1037, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5};
    static float slope[POOL];
    const float one = 1;
    const size_t count = sizeof lengths / sizeof lengths[0] - (quick() ? 4 : 0);
    for (size_t i = 0; i < lengths[count - 1]; i++)
        slope[i] = (float)run_at(s, x_pool + i, &one, 1);
    for (size_t i = 0; i < count; i++) {
        const double got = run_at(s, x_pool, dy_pool, lengths[i]);
        const double want = sum_in_order(slope, dy_pool, lengths[i]);
        if (!same_double(got, want)) report(s, "order", lengths[i], got, want);
    }
}

static void the_order_is_that_of_sixteen_lanes_and_blocks(void **state) {
    (void)state;
    for_all(order);
}

static void blocks(const struct sum *s) {
    double sum = 0;
    if (s->params[0] != actfast_activation_param_default(s->activation, 0)) return;
    for (size_t from = 0; from < POOL; from += BLOCK)
        sum += run_at(s, x_pool + from, dy_pool + from, POOL - from < BLOCK ? POOL - from : BLOCK);
    const double got = run_at(s, x_pool, dy_pool, POOL);
    if (!same_double(got, sum)) report(s, "one call against one for each block", POOL, got, sum);
}

static void one_call_for_each_block_gives_the_bits_of_one_call(void **state) {
    (void)state;
    for_all(blocks);
}

/* Those of the same class, and only in accurate. */
static bool is_sibling(const actfast_backend *a, const actfast_backend *b) {
    const char *isa[] = {actfast_backend_isa(a), actfast_backend_isa(b)};
    bool fma[2];
    for (int i = 0; i < 2; i++)
        fma[i] = strcmp(isa[i], "scalar") != 0 && strcmp(isa[i], "sse2") != 0;
    return fma[0] == fma[1] && strcmp(actfast_backend_accuracy(a), "accurate") == 0 &&
           strcmp(actfast_backend_accuracy(b), "accurate") == 0;
}

static void siblings(const struct sum *s) {
    for (int b = 0; actfast_backend_at(b) != s->backend; b++) {
        struct sum other = *s;
        other.backend = actfast_backend_at(b);
        if (!is_sibling(s->backend, other.backend)) continue;
        const double got = run_at(s, x_pool, dy_pool, POOL);
        const double want = run_at(&other, x_pool, dy_pool, POOL);
        if (!same_double(got, want)) report(s, actfast_backend_isa(other.backend), POOL, got, want);
    }
}

static void instruction_sets_of_a_class_give_the_same_bits(void **state) {
    (void)state;
    for_all(siblings);
}

/* Both buffers at every alignment, and flush with the end of the memory. */
static void positions(const struct sum *s) {
    static struct guarded memory[2];
    static const float *const pool[] = {x_pool, dy_pool};
    for (int b = 0; b < 2 && !memory[b].low; b++) memory[b] = guarded_make(2048);
    for (size_t n = 0; n < 1200; n += n < 68 ? 1 : 397)
        for (size_t shift = 0; shift <= LANES; shift += quick() ? 4 : 1) {
            float *at[2] = {memory[0].low + shift % 16, memory[1].low + shift * 5 % 16};
            for (int b = 0; b < 2; b++) {
                if (shift == LANES) at[b] = memory[b].high - n;
                memcpy(at[b], pool[b] + 100, n * sizeof *at[b]);
            }
            const double got = run_at(s, at[0], at[1], n);
            const double want = run_at(s, x_pool + 100, dy_pool + 100, n);
            if (!same_double(got, want)) report(s, "alignment", n, got, want);
        }
}

static void sums_do_not_depend_on_position(void **state) {
    (void)state;
    for_all(positions);
}

/* ---- Edges ---- */

static void edges(const struct sum *s) {
    oracle_slope *slope = oracle_more_of(actfast_activation_name(s->activation))->slope;
    const float one = 1, infinities[] = {-INFINITY, INFINITY};
    if (!same_double(run_at(s, NULL, NULL, 0), 0)) report(s, "nothing", 0, 1, 0);
    for (int i = 0; i < 2; i++) {
        const double want = slope(infinities[i], s->params),
                     got = run_at(s, &infinities[i], &one, 1);
        if (!(got == want)) report(s, i ? "x = inf" : "x = -inf", 1, got, want);
    }
    for (int i = 0; i < NANS; i++)
        for (size_t n = 1; n < 40; n += 6) {
            float in[2][40];
            for (int b = 0; b < 2; b++) {
                for (size_t k = 0; k < n; k++) in[0][k] = -1, in[1][k] = 1;
                in[b][n * (size_t)i / NANS] = float_of(nan_bits[i]);
                const double got = run_at(s, in[0], in[1], n);
                if (!isnan(got)) report(s, b ? "NaN in dy" : "NaN in x", n, got, NAN);
            }
        }
}

static void edges_are_limits_and_nan_in_gives_nan_out(void **state) {
    (void)state;
    for_all(edges);
}

static void only_the_learnable_have_it(void **state) {
    (void)state;
    double dp[2] = {777, 777};
    for (int a = 0; a < actfast_activation_count(); a++) {
        const int want = learns(a) ? ACTFAST_OK : ACTFAST_ERR_ACTIVATION;
        assert_int_equal(actfast_param_grad_f32(NULL, a, NULL, NULL, NULL, 0, dp), want);
        if (!learns(a)) assert_true(dp[0] == 777 && dp[1] == 777);
        if (learns(a)) assert_true(dp[0] == 0);
        dp[0] = dp[1] = 777;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_learnable_have_it),
        cmocka_unit_test(sums_are_within_a_millionth_of_the_sizes),
        cmocka_unit_test(slopes_are_right_for_any_float),
        cmocka_unit_test(ten_million_terms_lose_nothing),
        cmocka_unit_test(the_order_is_that_of_sixteen_lanes_and_blocks),
        cmocka_unit_test(one_call_for_each_block_gives_the_bits_of_one_call),
        cmocka_unit_test(instruction_sets_of_a_class_give_the_same_bits),
        cmocka_unit_test(sums_do_not_depend_on_position),
        cmocka_unit_test(edges_are_limits_and_nan_in_gives_nan_out),
    };
    uint64_t random = seed;
    header_print("param_grad");
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    for (int i = 0; i < POOL; i++) {
        const double size = pow(10, random_between(&random, -8, 8));
        const bool wide = random_bits(&random) % 4 == 0;
        x_pool[i] = (float)(wide ? random_sign(&random) * size : random_between(&random, -12, 12));
        dy_pool[i] = (float)(random_sign(&random) * pow(10, random_between(&random, -2, 2)));
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
