/* One call of the library, in the words of the fuzzer: which function, what it is given and where in
 * an arena each buffer lies. */
#ifndef ACTFAST_TESTS_FUZZ_PLAN_H
#define ACTFAST_TESTS_FUZZ_PLAN_H

#include "harness.h"

/* The functions: the passes over elements, then those with rows or a sum. */
enum kind { KIND_gated_rows = PASSES, KIND_bias_rows, KIND_param_grad, KINDS };

enum { MAX_BUFFERS = MAX_INPUTS + MAX_OUTPUTS };

struct plan {
    int kind; /* an enum pass or an enum kind */
    const actfast_backend *backend;
    int activation;
    const float *params; /* NULL: the defaults */
    float values[2];     /* the parameters that hold */
    bool bounded;        /* whether the accuracy bounds are claimed for them */
    size_t n;
    size_t rows, columns, ldx, ldy;
    char *at[MAX_BUFFERS]; /* the inputs, then the outputs */
};

/* Positions in bytes and sizes in bytes, too wide to wrap. */
__extension__ typedef unsigned __int128 wide;

static inline bool is_rows(int kind) { return kind == KIND_gated_rows || kind == KIND_bias_rows; }

static inline int inputs_of(int kind) {
    if (kind < PASSES) return pass_shape[kind].inputs;
    return kind == KIND_gated_rows ? 1 : 2;
}

static inline int outputs_of(int kind) { return kind < PASSES ? pass_shape[kind].outputs : 1; }

static inline int buffers_of(int kind) { return inputs_of(kind) + outputs_of(kind); }

static inline wide wide_span(size_t rows, size_t columns, size_t ld) {
    return rows == 0 ? 0 : ((wide)(rows - 1) * ld + columns) * sizeof(float);
}

/* From the first byte of the i-th buffer to its last one. */
static inline wide buffer_size(const struct plan *p, int i) {
    const bool output = i >= inputs_of(p->kind);
    if (p->kind < PASSES) return (wide)p->n * sizeof(float);
    if (p->kind == KIND_param_grad && output)
        return (wide)(actfast_activation_param_count(p->activation) > 1 ? 2 : 1) * sizeof(double);
    if (p->kind == KIND_param_grad) return (wide)p->n * sizeof(float);
    if (output) return wide_span(p->rows, p->columns, p->ldy);
    if (i == 1) return (wide)p->columns * sizeof(float); /* the bias */
    const size_t halves = p->kind == KIND_gated_rows ? 2 : 1;
    return p->rows == 0
               ? 0
               : ((wide)(p->rows - 1) * p->ldx + (wide)halves * p->columns) * sizeof(float);
}

static inline int plan_run(const struct plan *p) {
    const float *const x = (const float *)(const void *)p->at[0];
    const float *const second = (const float *)(const void *)p->at[1];
    if (p->kind == KIND_param_grad)
        return actfast_param_grad_f32(p->backend, p->activation, p->params, x, second, p->n,
                                      (double *)(void *)p->at[2]);
    if (p->kind == KIND_gated_rows)
        return actfast_gated_rows_f32(p->backend, p->activation, p->params, x,
                                      (float *)(void *)p->at[1], p->rows, p->columns, p->ldx,
                                      p->ldy);
    if (p->kind == KIND_bias_rows)
        return actfast_bias_rows_f32(p->backend, p->activation, p->params, x, second,
                                     (float *)(void *)p->at[2], p->rows, p->columns, p->ldx,
                                     p->ldy);
    struct call c = {.backend = p->backend,
                     .activation = p->activation,
                     .pass = (enum pass)p->kind,
                     .params = p->params,
                     .n = p->n};
    for (int i = 0; i < inputs_of(p->kind); i++) c.in[i] = (const float *)(const void *)p->at[i];
    for (int o = 0; o < outputs_of(p->kind); o++)
        c.out[o] = (float *)(void *)p->at[inputs_of(p->kind) + o];
    return run_pass(&c);
}

#endif
