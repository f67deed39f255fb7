/* The public functions that compute: typed and by number. */
#include "actfast/actfast.h"
#include "run.h"

ACT_INLINE int run_one_to_one(const actfast_backend *backend, int activation, enum act_pass pass,
                              const float *params, const float *x, float *y, size_t n) {
    return act_run(backend, activation, pass,
                   &(struct act_call){.in = {x}, .out = {y}, .n = n, .params = params});
}

/* ---- By number ---- */

int actfast_forward_f32(const actfast_backend *backend, int activation, const float *params,
                        const float *x, float *y, size_t n) {
    return run_one_to_one(backend, activation, ACT_value_pass, params, x, y, n);
}

int actfast_grad_f32(const actfast_backend *backend, int activation, const float *params,
                     const float *x, float *g, size_t n) {
    return run_one_to_one(backend, activation, ACT_grad_pass, params, x, g, n);
}

int actfast_backward_f32(const actfast_backend *backend, int activation, const float *params,
                         const float *x, const float *dy, float *dx, size_t n) {
    return act_run(backend, activation, ACT_backward_pass,
                   &(struct act_call){.in = {x, dy}, .out = {dx}, .n = n, .params = params});
}

int actfast_value_and_grad_f32(const actfast_backend *backend, int activation, const float *params,
                               const float *x, float *y, float *g, size_t n) {
    return act_run(backend, activation, ACT_value_and_grad_pass,
                   &(struct act_call){.in = {x}, .out = {y, g}, .n = n, .params = params});
}

int actfast_grad2_f32(const actfast_backend *backend, int activation, const float *params,
                      const float *x, float *h, size_t n) {
    return run_one_to_one(backend, activation, ACT_grad2_pass, params, x, h, n);
}

int actfast_gated_f32(const actfast_backend *backend, int activation, const float *params,
                      const float *gate, const float *up, float *y, size_t n) {
    return act_run(backend, activation, ACT_gated_pass,
                   &(struct act_call){.in = {gate, up}, .out = {y}, .n = n, .params = params});
}

int actfast_gated_backward_f32(const actfast_backend *backend, int activation, const float *params,
                               const float *gate, const float *up, const float *dy, float *dgate,
                               float *dup, size_t n) {
    return act_run(
        backend, activation, ACT_gated_backward_pass,
        &(struct act_call){.in = {gate, up, dy}, .out = {dgate, dup}, .n = n, .params = params});
}

int actfast_gated_rows_f32(const actfast_backend *backend, int activation, const float *params,
                           const float *x, float *y, size_t rows, size_t columns, size_t ldx,
                           size_t ldy) {
    return act_run_rows(backend, activation, ACT_gated_pass,
                        &(struct act_rows){x, NULL, y, rows, columns, ldx, ldy, params});
}

int actfast_bias_rows_f32(const actfast_backend *backend, int activation, const float *params,
                          const float *x, const float *bias, float *y, size_t rows, size_t columns,
                          size_t ldx, size_t ldy) {
    return act_run_rows(backend, activation, ACT_biased_pass,
                        &(struct act_rows){x, bias, y, rows, columns, ldx, ldy, params});
}

int actfast_backward_from_output_f32(const actfast_backend *backend, int activation,
                                     const float *params, const float *y, const float *dy,
                                     float *dx, size_t n) {
    return act_run(backend, activation, ACT_backward_from_output_pass,
                   &(struct act_call){.in = {y, dy}, .out = {dx}, .n = n, .params = params});
}

int actfast_param_grad_f32(const actfast_backend *backend, int activation, const float *params,
                           const float *x, const float *dy, size_t n, double *dp) {
    return act_run_param_grad(backend, activation, params, x, dy, n, dp);
}

/* ---- Typed ---- */

/* What an activation's parameters are in a prototype and in a call, there behind a zero, so that an
 * activation without any has an initialiser too. */
#define PARAMS0               0, ,
#define PARAMS1(p, dp)        1, p,
#define PARAMS2(p, dp, q, dq) 2, p, q
#define DECLARED0(p, q)
#define DECLARED1(p, q) , float p
#define DECLARED2(p, q) , float p, float q
#define PASSED0(p, q)                                                                              \
    1 + (const float[]) { 0 }
#define PASSED1(p, q)                                                                              \
    1 + (const float[]) { 0, p }
#define PASSED2(p, q)                                                                              \
    1 + (const float[]) { 0, p, q }

/* Each has its own copy of what it calls, in which little is left of the checks, but for rows and
 * gradients of parameters. */
#define TYPED_FUNCTION __attribute__((flatten)) int

#define TYPED(name, declared, params)                                                              \
    TYPED_FUNCTION actfast_##name##_f32(const float *x, float *y, size_t n declared) {             \
        return actfast_forward_f32(NULL, ACT_##name, params, x, y, n);                             \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_grad_f32(const float *x, float *g, size_t n declared) {        \
        return actfast_grad_f32(NULL, ACT_##name, params, x, g, n);                                \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_backward_f32(const float *x, const float *dy, float *dx,       \
                                                 size_t n declared) {                              \
        return actfast_backward_f32(NULL, ACT_##name, params, x, dy, dx, n);                       \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_value_and_grad_f32(const float *x, float *y, float *g,         \
                                                       size_t n declared) {                        \
        return actfast_value_and_grad_f32(NULL, ACT_##name, params, x, y, g, n);                   \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_grad2_f32(const float *x, float *h, size_t n declared) {       \
        return actfast_grad2_f32(NULL, ACT_##name, params, x, h, n);                               \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_gated_f32(const float *gate, const float *up, float *y,        \
                                              size_t n declared) {                                 \
        return actfast_gated_f32(NULL, ACT_##name, params, gate, up, y, n);                        \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_gated_backward_f32(const float *gate, const float *up,         \
                                                       const float *dy, float *dgate, float *dup,  \
                                                       size_t n declared) {                        \
        return actfast_gated_backward_f32(NULL, ACT_##name, params, gate, up, dy, dgate, dup, n);  \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_gated_rows_f32(                                                \
        const float *x, float *y, size_t rows, size_t columns, size_t ldx, size_t ldy declared) {  \
        return actfast_gated_rows_f32(NULL, ACT_##name, params, x, y, rows, columns, ldx, ldy);    \
    }                                                                                              \
    TYPED_FUNCTION actfast_##name##_bias_rows_f32(const float *x, const float *bias, float *y,     \
                                                  size_t rows, size_t columns, size_t ldx,         \
                                                  size_t ldy declared) {                           \
        return actfast_bias_rows_f32(NULL, ACT_##name, params, x, bias, y, rows, columns, ldx,     \
                                     ldy);                                                         \
    }

/* What the list does not say of every activation. */
#define FIXED(name, declared, params)
#define LEARNS(name, declared, params)                                                             \
    TYPED_FUNCTION actfast_##name##_param_grad_f32(const float *x, const float *dy,                \
                                                   size_t n declared, double *dp) {                \
        return actfast_param_grad_f32(NULL, ACT_##name, params, x, dy, n, dp);                     \
    }
#define FROM_X(name, declared, params)
#define FROM_OUTPUT(loops, condition, loss) TYPED_FROM_OUTPUT
#define TYPED_FROM_OUTPUT(name, declared, params)                                                  \
    TYPED_FUNCTION actfast_##name##_backward_from_output_f32(const float *y, const float *dy,      \
                                                             float *dx, size_t n declared) {       \
        return actfast_backward_from_output_f32(NULL, ACT_##name, params, y, dy, dx, n);           \
    }

#define TYPED_BY_COUNT(name, learns, inverse, count, p, q)                                         \
    TYPED(name, DECLARED##count(p, q), (PASSED##count(p, q)))                                      \
    learns(name, DECLARED##count(p, q), (PASSED##count(p, q)))                                     \
        inverse(name, DECLARED##count(p, q), (PASSED##count(p, q)))
#define TYPED_UNPACKED(name, learns, inverse, ...)                                                 \
    TYPED_BY_COUNT(name, learns, inverse, __VA_ARGS__)
#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, ...)                        \
    TYPED_UNPACKED(name, learns, inverse, params)
#include "activations.def"
