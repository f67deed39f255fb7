/* The ways from a public function to a kernel: each checks what the caller gave, then computes, and
 * returns an enum actfast_status. backend NULL is the active one, params NULL the defaults. */
#ifndef ACT_RUN_H
#define ACT_RUN_H

#include "actfast/actfast.h"
#include "check.h"
#include "tier.h"

/* The kernel of a pass; NULL if the activation has none. SquarePlus with b = 0 is ReLU; its own
 * maths divides by the square root of b. With their default of 1 Swish is SiLU and CELU is ELU, and
 * need not carry what a product or a quotient rounds away. */
ACT_INLINE act_kernel *act_kernel_of(const actfast_backend *backend, int activation,
                                     enum act_pass pass, const float *params) {
    if (activation == ACT_squareplus && params[0] == 0) activation = ACT_relu;
    if (activation == ACT_swish && params[0] == 1) activation = ACT_silu;
    if (activation == ACT_celu && params[0] == 1) activation = ACT_elu;
    return backend->kernel[activation][pass];
}

/* A call whose output may be too large for a cache. */
void act_compute_large(const actfast_backend *backend, act_kernel *kernel, enum act_pass pass,
                       const struct act_call *call);

/* A pass over a call that is checked already; `size` is that of the whole output in floats, of
 * which the call may be a row: it decides about streaming. */
ACT_INLINE void act_compute(const actfast_backend *backend, act_kernel *kernel, enum act_pass pass,
                            const struct act_call *call, size_t size) {
    if (size * sizeof(float) < act_stream_bytes()) {
        kernel(call);
    } else {
        act_compute_large(backend, kernel, pass, call);
    }
}

/* A pass over elements. call->params are the caller's, and replaced: a call of a few floats would
 * wait for a copy of what has just been written. */
ACT_INLINE int act_run(const actfast_backend *backend, int activation, enum act_pass pass,
                       struct act_call *call) {
    const enum act_need need =
        pass == ACT_backward_from_output_pass ? ACT_NEEDS_INVERSE : ACT_NEEDS_NOTHING;
    struct act_task task;
    int status = act_check_task(&task, need, backend, activation, call->params);
    if (!status) status = act_check_buffers(call, pass);
    if (status) return status;
    call->params = task.params;
    act_compute(task.backend, act_kernel_of(task.backend, activation, pass, task.params), pass,
                call, call->n);
    return ACTFAST_OK;
}

/* Matrices of `rows` rows, ldx and ldy floats apart. */
struct act_rows {
    const float *x;
    const float *bias; /* of the biased pass; NULL for the gated one */
    float *y;
    size_t rows, columns, ldx, ldy;
    const float *params;
};
int act_run_rows(const actfast_backend *backend, int activation, enum act_pass pass,
                 const struct act_rows *matrix);

/* The gradient with respect to the parameters. */
int act_run_param_grad(const actfast_backend *backend, int activation, const float *params,
                       const float *x, const float *dy, size_t n, double *dp);

#endif
