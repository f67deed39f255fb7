/* What the tests of buffers and edges share: any pass through one function, parameters worth
 * trying, floats where things happen, and buffers that end where the mapped memory ends. */
#ifndef ACTFAST_TESTS_HARNESS_H
#define ACTFAST_TESTS_HARNESS_H

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backends.h"
#include "bits.h"
#include "quick.h"
#include "random.h"

/* ---- Passes ---- */

enum pass {
#define PASS(name, ...) PASS_##name,
#include "passes.def"
    PASSES
};

static const struct {
    const char *name;
    int inputs, outputs;
} pass_shape[PASSES] = {
#define PASS(name, inputs, outputs, ...) {#name, inputs, outputs},
#include "passes.def"
};

/* Passes before gated are of one x; those from it on are made of their kernels. */
enum { MAX_INPUTS = 3, MAX_OUTPUTS = 2 };
#define PASSES_OF_X PASS_gated

/* in is what the pass reads, out what it writes, in the order of the public signature. */
struct call {
    const actfast_backend *backend;
    int activation;
    enum pass pass;
    const float *params;
    const float *in[MAX_INPUTS];
    float *out[MAX_OUTPUTS];
    size_t n;
};

/* Whether the activation has the pass with these parameters: all have all, but for
 * backward_from_output. */
static inline bool has_pass(int activation, enum pass pass, const float *params) {
    return pass != PASS_backward_from_output ||
           actfast_backward_from_output_f32(NULL, activation, params, NULL, NULL, NULL, 0) == 0;
}

static inline int run_pass(const struct call *c) {
    const actfast_backend *b = c->backend;
    const float *p = c->params, *x = c->in[0];
    const int a = c->activation;
    switch (c->pass) {
    case PASS_value:
        return actfast_forward_f32(b, a, p, x, c->out[0], c->n);
    case PASS_grad:
        return actfast_grad_f32(b, a, p, x, c->out[0], c->n);
    case PASS_backward:
        return actfast_backward_f32(b, a, p, x, c->in[1], c->out[0], c->n);
    case PASS_value_and_grad:
        return actfast_value_and_grad_f32(b, a, p, x, c->out[0], c->out[1], c->n);
    case PASS_grad2:
        return actfast_grad2_f32(b, a, p, x, c->out[0], c->n);
    case PASS_gated:
        return actfast_gated_f32(b, a, p, x, c->in[1], c->out[0], c->n);
    case PASS_gated_backward:
        return actfast_gated_backward_f32(b, a, p, x, c->in[1], c->in[2], c->out[0], c->out[1],
                                          c->n);
    case PASS_biased:
        return actfast_bias_rows_f32(b, a, p, x, c->in[1], c->out[0], 1, c->n, c->n, c->n);
    case PASS_backward_from_output:
        return actfast_backward_from_output_f32(b, a, p, x, c->in[1], c->out[0], c->n);
    case PASSES:
        break;
    }
    return INT_MAX;
}

static inline void call_print(const struct call *c) {
    printf("  %s", actfast_activation_name(c->activation));
    for (int i = 0; c->params && i < actfast_activation_param_count(c->activation); i++)
        printf(" %g", (double)c->params[i]);
    printf(" %s %s/%s: ", pass_shape[c->pass].name, actfast_backend_isa(c->backend),
           actfast_backend_accuracy(c->backend));
}

/* ---- Floats ---- */

/* NaNs of every kind: payloads, both signs, quiet and signalling. */
static const uint32_t nan_bits[] = {0x7fc00000, 0xffc00000, 0x7fc12345, 0xffd54321, 0x7fffffff,
                                    0xffffffff, 0x7f800001, 0xff800001, 0x7fa00000, 0xffbfffff};
enum { NANS = sizeof nan_bits / sizeof nan_bits[0] };

/* Zeros, subnormals, infinities, and where activations switch from one formula to another. */
static const float special_floats[] = {0,        0x1p-149f,  0x1.8p-140f, 0x1.fffffcp-127f,
                                       FLT_MIN,  0x1p-100f,  1e-40f,      1e-30f,
                                       1e-10f,   1e-4f,      0.1f,        0.5f,
                                       0.625f,   1,          1.25f,       1.5f,
                                       2,        3,          6,           10,
                                       12,       13.2f,      20,          20.000002f,
                                       64,       64.000008f, 87.33655f,   88.5f,
                                       100,      103.9721f,  104,         1e3f,
                                       1e4f,     1e10f,      2e19f,       1e20f,
                                       1e30f,    1e38f,      3e38f,       FLT_MAX,
                                       INFINITY, NAN};
enum { SPECIALS = sizeof special_floats / sizeof special_floats[0] };

/* Any float: a special one, any bit pattern at all, or one of ordinary size. */
static inline float random_float(uint64_t *state) {
    const uint64_t r = random_bits(state);
    if (r % 8 == 0) return copysignf(special_floats[(r >> 8) % SPECIALS], r & 128 ? -1.0f : 1.0f);
    if (r % 8 < 3) return float_of((uint32_t)(r >> 32));
    return (float)random_between(state, -12, 12);
}

/* Element i of a buffer: any float in every other stretch of 256. Those between have ordinary ones
 * alone, since a kernel may take rounds of such another way. */
static inline float random_element(int i, uint64_t *state) {
    return i / 256 % 2 ? random_float(state) : (float)random_between(state, -12, 12);
}

/* ---- Parameters ---- */

/* Beside the defaults: valid ones at the border and with other signs. */
static const struct {
    const char *name;
    float params[2];
} more_params[] = {
    {"leaky_relu", {0}},
    {"leaky_relu", {-2.5f}},
    {"squareplus", {0}},
    {"squareplus", {FLT_MIN}},
    {"squareplus", {1e30f}},
    {"softplus", {10, INFINITY}},
    {"softplus", {0.5f, -INFINITY}},
    {"softplus", {2, 1}},
    {"swish", {0}},
    {"swish", {-1}},
    {"swish", {1e30f}},
    {"elu", {0}},
    {"elu", {-2}},
    {"celu", {0.25f}},
    {"hard_sigmoid", {-3, 0.25f}},
    {"hard_tanh", {0.5f, 2}},
    {"softshrink", {0}},
    {"hardshrink", {0}},
    {"thresholded_relu", {-1}},
};
enum { MORE_PARAMS = sizeof more_params / sizeof more_params[0] };

/* The index-th set of parameters for an activation, the defaults first; false if there is none. */
static inline bool params_at(int activation, int index, float params[2]) {
    for (int i = 0; i < 2; i++) {
        const bool has = i < actfast_activation_param_count(activation);
        params[i] = has ? actfast_activation_param_default(activation, i) : 0;
    }
    if (index == 0) return true;
    for (int i = 0; i < MORE_PARAMS; i++) {
        if (strcmp(more_params[i].name, actfast_activation_name(activation)) != 0) continue;
        if (--index > 0) continue;
        memcpy(params, more_params[i].params, sizeof more_params[i].params);
        return true;
    }
    return false;
}

/* ---- Buffers ---- */

/* `room` floats from `low` to `high`, with pages on both sides that nobody may touch. */
struct guarded {
    float *low, *high;
    size_t room;
};

static inline struct guarded guarded_make(size_t floats) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t size = (floats * sizeof(float) + page - 1) / page * page;
    char *all =
        mmap(NULL, size + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED || mprotect(all, page, PROT_NONE) != 0 ||
        mprotect(all + page + size, page, PROT_NONE) != 0) {
        perror("guarded_make");
        exit(EXIT_FAILURE);
    }
    float *low = (float *)(void *)(all + page);
    return (struct guarded){low, low + size / sizeof(float), size / sizeof(float)};
}

/* ---- What is no pass ---- */

/* The sums over a call's operands; ACTFAST_OK and nothing done where the activation has none. */
static inline int run_param_grad(const struct call *c) {
    double dp[2];
    const int able = actfast_param_grad_f32(c->backend, c->activation, NULL, NULL, NULL, 0, dp);
    if (able == ACTFAST_ERR_ACTIVATION) return ACTFAST_OK;
    return actfast_param_grad_f32(c->backend, c->activation, c->params, c->in[0], c->in[1], c->n,
                                  dp);
}

/* The first operand as one row of gate and up. */
static inline int run_gated_row(const struct call *c) {
    const size_t columns = c->n / 2;
    return actfast_gated_rows_f32(c->backend, c->activation, c->params, c->in[0], c->out[0], 1,
                                  columns, 2 * columns, columns);
}

/* ---- The head of the output ---- */

static inline void header_print(const char *test) {
    printf("%s\n", test);
    backends_print();
    if (quick()) printf("ACT_TEST_QUICK is set: only a part of the work is done\n");
    fflush(stdout);
}

#endif
