/* The public functions that compute: typed and by number. */
#include "actfast/actfast.h"
#include "run.h"

static int run_one_to_one(const actfast_backend *backend, int activation, enum act_pass pass,
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

#define TYPED(name, declared, params)                                                              \
    int actfast_##name##_f32(const float *x, float *y, size_t n declared) {                        \
        return actfast_forward_f32(NULL, ACT_##name, params, x, y, n);                             \
    }                                                                                              \
    int actfast_##name##_grad_f32(const float *x, float *g, size_t n declared) {                   \
        return actfast_grad_f32(NULL, ACT_##name, params, x, g, n);                                \
    }                                                                                              \
    int actfast_##name##_backward_f32(const float *x, const float *dy, float *dx,                  \
                                      size_t n declared) {                                         \
        return actfast_backward_f32(NULL, ACT_##name, params, x, dy, dx, n);                       \
    }                                                                                              \
    int actfast_##name##_value_and_grad_f32(const float *x, float *y, float *g,                    \
                                            size_t n declared) {                                   \
        return actfast_value_and_grad_f32(NULL, ACT_##name, params, x, y, g, n);                   \
    }                                                                                              \
    int actfast_##name##_grad2_f32(const float *x, float *h, size_t n declared) {                  \
        return actfast_grad2_f32(NULL, ACT_##name, params, x, h, n);                               \
    }
#define TYPED_BY_COUNT(name, count, p, q) TYPED(name, DECLARED##count(p, q), (PASSED##count(p, q)))
#define TYPED_UNPACKED(name, ...)         TYPED_BY_COUNT(name, __VA_ARGS__)
#define ACTIVATION(name, params, ...)     TYPED_UNPACKED(name, params)
#include "activations.def"
