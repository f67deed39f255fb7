/* Gradients with respect to parameters: sums over all elements, in an order that depends on n
 * alone. */
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "run.h"

/* Elements whose slopes are in the first cache at a time. */
enum { CHUNK = 512 };

static int check(const float *x, const float *dy, size_t n, const double *dp, size_t dp_size) {
    if (n > SIZE_MAX / sizeof(float)) return ACTFAST_ERR_SIZE;
    if (!x || !dy || !dp) return ACTFAST_ERR_NULL;
    const bool touched =
        act_touch(dp, dp_size, x, n * sizeof *x) || act_touch(dp, dp_size, dy, n * sizeof *dy);
    return touched ? ACTFAST_ERR_OVERLAP : ACTFAST_OK;
}

/* The sum over one block, n <= ACTFAST_PARAM_GRAD_BLOCK: each lane its elements in order, then the
 * lanes as a binary tree. */
static double sum_block(const struct act_task *task, const float *x, const float *dy, size_t n) {
    double sum[ACT_SUM_LANES] = {0};
    float slope[CHUNK];
    for (size_t from = 0; from < n; from += CHUNK) {
        const size_t count = n - from < CHUNK ? n - from : CHUNK;
        const struct act_call c = {
            .in = {x + from}, .out = {slope}, .n = count, .params = task->params};
        task->backend->param_slope[task->activation](&c);
        task->backend->sum_products(sum, dy + from, slope, count);
    }
    for (int half = ACT_SUM_LANES / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) sum[i] += sum[i + half];
    }
    return sum[0];
}

int act_run_param_grad(const actfast_backend *backend, int activation, const float *params,
                       const float *x, const float *dy, size_t n, double *dp) {
    struct act_task task;
    int status = act_check_task(&task, ACT_NEEDS_LEARNED, backend, activation, params);
    if (status || (n == 0 && !dp)) return status;
    double gradient[ACT_MAX_PARAMS] = {0};
    const size_t size = (size_t)actfast_activation_param_count(activation) * sizeof gradient[0];
    if (n > 0) status = check(x, dy, n, dp, size);
    if (status) return status;
    for (size_t from = 0; from < n; from += ACTFAST_PARAM_GRAD_BLOCK) {
        const size_t rest = n - from;
        gradient[0] += sum_block(&task, x + from, dy + from,
                                 rest < ACTFAST_PARAM_GRAD_BLOCK ? rest : ACTFAST_PARAM_GRAD_BLOCK);
    }
    memcpy(dp, gradient, size);
    return ACTFAST_OK;
}
