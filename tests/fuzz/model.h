/* What a call must return: the contract's section on errors once more, independent of src/check.h.
 * Buffers are ranges of 128-bit positions here, which cannot wrap, and matrices are painted. */
#ifndef ACTFAST_TESTS_FUZZ_MODEL_H
#define ACTFAST_TESTS_FUZZ_MODEL_H

#include "plan.h"

/* ---- What the activations ask of their parameters ---- */

static inline bool model_params_are_valid(int activation, const float *p) {
    switch (activation) {
    case ACTFAST_LEAKY_RELU:
    case ACTFAST_SWISH:
    case ACTFAST_ELU:
    case ACTFAST_THRESHOLDED_RELU:
        return isfinite(p[0]);
    case ACTFAST_SQUAREPLUS:
        return p[0] == 0 || (isnormal(p[0]) && !signbit(p[0]));
    case ACTFAST_SOFTPLUS:
        return isfinite(p[0]) && p[0] > 0 && !isnan(p[1]);
    case ACTFAST_CELU:
        return isfinite(p[0]) && p[0] > 0;
    case ACTFAST_HARD_SIGMOID:
        return isfinite(p[0]) && isfinite(p[1]);
    case ACTFAST_HARD_TANH:
        return !isnan(p[0]) && !isnan(p[1]) && !(p[0] > p[1]);
    case ACTFAST_SOFTSHRINK:
    case ACTFAST_HARDSHRINK:
        return isfinite(p[0]) && !(p[0] < 0);
    default:
        return true;
    }
}

static inline bool model_learns(int activation) {
    return activation == ACTFAST_LEAKY_RELU || activation == ACTFAST_SQUAREPLUS ||
           activation == ACTFAST_SOFTPLUS || activation == ACTFAST_SWISH ||
           activation == ACTFAST_ELU || activation == ACTFAST_CELU;
}

static inline bool model_has_inverse(int activation) {
    return activation == ACTFAST_RELU || activation == ACTFAST_LEAKY_RELU ||
           activation == ACTFAST_SQUAREPLUS || activation == ACTFAST_SOFTPLUS ||
           activation == ACTFAST_SIGMOID || activation == ACTFAST_TANH ||
           activation == ACTFAST_ELU || activation == ACTFAST_SELU;
}

/* A slope below 0 makes two x of one y. */
static inline bool model_is_invertible(int activation, const float *p) {
    return (activation != ACTFAST_LEAKY_RELU && activation != ACTFAST_ELU) || !(p[0] < 0);
}

static inline bool model_is_backend(const actfast_backend *backend) {
    for (int i = 0; i < actfast_backend_count(); i++)
        if (backend == actfast_backend_at(i)) return true;
    return backend == NULL;
}

static inline int model_task(const struct plan *p) {
    const int a = p->activation;
    if (a < 0 || a >= actfast_activation_count()) return ACTFAST_ERR_ACTIVATION;
    if (p->kind == KIND_param_grad && !model_learns(a)) return ACTFAST_ERR_ACTIVATION;
    const bool from_output = p->kind == PASS_backward_from_output;
    if (from_output && !model_has_inverse(a)) return ACTFAST_ERR_ACTIVATION;
    if (!model_is_backend(p->backend)) return ACTFAST_ERR_BACKEND;
    if (!model_params_are_valid(a, p->values)) return ACTFAST_ERR_PARAM;
    if (from_output && !model_is_invertible(a, p->values)) return ACTFAST_ERR_PARAM;
    return ACTFAST_OK;
}

/* ---- Where the buffers lie ---- */

static inline wide model_first(const struct plan *p, int i) { return (wide)(uintptr_t)p->at[i]; }

static inline bool model_meet(const struct plan *p, int i, int k) {
    const wide first = model_first(p, i), second = model_first(p, k);
    return first < second + buffer_size(p, k) && second < first + buffer_size(p, i);
}

static inline bool model_any_null(const struct plan *p) {
    for (int i = 0; i < buffers_of(p->kind); i++)
        if (p->at[i] == NULL) return true;
    return false;
}

static inline int model_elements(const struct plan *p) {
    const int inputs = inputs_of(p->kind), buffers = buffers_of(p->kind);
    const bool sum = p->kind == KIND_param_grad;
    if (p->n == 0) return ACTFAST_OK;
    if ((wide)p->n * sizeof(float) > SIZE_MAX) return ACTFAST_ERR_SIZE;
    if (model_any_null(p)) return ACTFAST_ERR_NULL;
    for (int o = inputs; o < buffers; o++) {
        for (int i = 0; i < o; i++) {
            const bool in_place = i < inputs && p->at[i] == p->at[o] && !sum;
            if (!in_place && model_meet(p, i, o)) return ACTFAST_ERR_OVERLAP;
        }
    }
    return ACTFAST_OK;
}

/* ---- Matrices ---- */

/* Whether any row of x touches any row of y, each byte by itself. */
static inline bool model_rows_meet(const struct plan *p, int y) {
    const size_t halves = p->kind == KIND_gated_rows ? 2 : 1;
    for (size_t r = 0; r < p->rows; r++) {
        const wide x_first = model_first(p, 0) + (wide)r * p->ldx * sizeof(float);
        const wide x_end = x_first + (wide)halves * p->columns * sizeof(float);
        for (size_t s = 0; s < p->rows; s++) {
            const wide y_first = model_first(p, y) + (wide)s * p->ldy * sizeof(float);
            const wide y_end = y_first + (wide)p->columns * sizeof(float);
            if (x_first < y_end && y_first < x_end) return true;
        }
    }
    return false;
}

static inline int model_rows(const struct plan *p) {
    const bool gated = p->kind == KIND_gated_rows;
    const int y = gated ? 1 : 2;
    if (p->rows == 0 || p->columns == 0) return ACTFAST_OK;
    if ((wide)p->columns * (gated ? 2 : 1) > p->ldx || p->columns > p->ldy) return ACTFAST_ERR_SIZE;
    const size_t longest = p->ldx > p->ldy ? p->ldx : p->ldy;
    if ((wide)p->rows * longest > SIZE_MAX / sizeof(float)) return ACTFAST_ERR_SIZE;
    if (model_any_null(p)) return ACTFAST_ERR_NULL;
    const bool in_place = p->at[0] == p->at[y] && (p->ldx == p->ldy || p->rows == 1);
    const bool beside = p->ldx == p->ldy && model_meet(p, 0, y) && !model_rows_meet(p, y);
    if (model_meet(p, 0, y) && !in_place && !beside) return ACTFAST_ERR_OVERLAP;
    const bool bias_in_place = !gated && p->rows == 1 && p->at[1] == p->at[y];
    if (!gated && !bias_in_place && model_meet(p, 1, y)) return ACTFAST_ERR_OVERLAP;
    return ACTFAST_OK;
}

static inline int model_status(const struct plan *p) {
    const int status = model_task(p);
    if (status) return status;
    return is_rows(p->kind) ? model_rows(p) : model_elements(p);
}

#endif
