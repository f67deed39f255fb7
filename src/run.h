/* The ways from a public function to a kernel: each checks what the caller gave, then computes, and
 * returns an enum actfast_status. backend NULL is the active one, params NULL the defaults. */
#ifndef ACT_RUN_H
#define ACT_RUN_H

#include "actfast/actfast.h"
#include "tier.h"

/* A pass over elements. call->params are the caller's, and replaced: a call of a few floats would
 * wait for a copy of what has just been written. */
int act_run(const actfast_backend *backend, int activation, enum act_pass pass,
            struct act_call *call);

/* A pass over a call that is checked already; `size` is that of the whole output in floats, of
 * which the call may be a row: it decides about streaming. */
void act_compute(const actfast_backend *backend, act_kernel *kernel, enum act_pass pass,
                 const struct act_call *call, size_t size);

/* The kernel of a pass; NULL if the activation has none. */
act_kernel *act_kernel_of(const actfast_backend *backend, int activation, enum act_pass pass,
                          const float *params);

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
