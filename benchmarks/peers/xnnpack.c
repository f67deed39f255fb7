/* XNNPACK (Debian: libxnnpack-dev): its operators, set up once and run many times. It has values
 * only, and silu as a sigmoid times x. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <xnnpack.h>

#include "peers.h"

/* silu goes by blocks that stay in the first cache. */
enum { BLOCK = 4096 };

static bool start(const char *isa) {
    return (!isa || !strcmp(isa, "avx512")) && xnn_initialize(NULL) == xnn_status_success;
}

struct state {
    xnn_operator_t main, multiply;
};

static void run(const struct act_job *job) {
    const struct state *s = job->state;
    xnn_run_operator(s->main, NULL);
}

static void run_silu(const struct act_job *job) {
    const struct state *s = job->state;
    for (size_t i = 0; i < job->n; i += BLOCK) {
        const size_t n = job->n - i < BLOCK ? job->n - i : BLOCK;
        const float *x = job->x + i;
        float *y = job->y + i;
        xnn_setup_sigmoid_nc_f32(s->main, n, x, y, NULL);
        xnn_run_operator(s->main, NULL);
        xnn_setup_multiply_nd_f32(s->multiply, 1, &n, 1, &n, x, y, y, NULL);
        xnn_run_operator(s->multiply, NULL);
    }
}

/* Creates and sets up an operator of one channel over a batch of n. */
#define OPERATOR(kind, ...)                                                                        \
    (xnn_create_##kind##_nc_f32(1, 1, 1, __VA_ARGS__, 0, &s->main) == xnn_status_success &&        \
     xnn_setup_##kind##_nc_f32(s->main, job->n, job->x, job->y, NULL) == xnn_status_success)
#define PLAIN_OPERATOR(kind)                                                                       \
    (xnn_create_##kind##_nc_f32(1, 1, 1, 0, &s->main) == xnn_status_success &&                     \
     xnn_setup_##kind##_nc_f32(s->main, job->n, job->x, job->y, NULL) == xnn_status_success)

static bool make(struct state *s, const struct act_job *job) {
    switch (job->activation) {
    case ACTFAST_RELU:
        return OPERATOR(clamp, 0, INFINITY);
    case ACTFAST_LEAKY_RELU:
        return OPERATOR(leaky_relu, job->p[0]);
    case ACTFAST_SIGMOID:
    case ACTFAST_SILU:
        return PLAIN_OPERATOR(sigmoid);
    default:
        break;
    }
    const char *name = actfast_activation_name(job->activation);
    if (!strcmp(name, "elu")) return OPERATOR(elu, job->p[0]);
    if (!strcmp(name, "hard_swish")) return PLAIN_OPERATOR(hardswish);
    if (!strcmp(name, "hard_tanh")) return OPERATOR(clamp, job->p[0], job->p[1]);
    if (!strcmp(name, "relu6")) return OPERATOR(clamp, 0, 6);
    return false;
}

static void release(struct act_job *job) {
    struct state *s = job->state;
    if (s->main) xnn_delete_operator(s->main);
    if (s->multiply) xnn_delete_operator(s->multiply);
    free(s);
    job->state = NULL;
}

static bool attach(struct act_job *job) {
    if (job->pass != JOB_value) return false;
    struct state *s = calloc(1, sizeof *s);
    if (!s) return false;
    job->state = s;
    job->run = job->activation == ACTFAST_SILU ? run_silu : run;
    const bool fine =
        make(s, job) &&
        (job->activation != ACTFAST_SILU ||
         xnn_create_multiply_nd_f32(-INFINITY, INFINITY, 0, &s->multiply) == xnn_status_success);
    if (!fine) release(job);
    return fine;
}

extern const struct act_peer act_peer_xnnpack;
const struct act_peer act_peer_xnnpack = {
    .name = "xnnpack",
    .version = ACT_XNNPACK_VERSION,
    .start = start,
    .attach = attach,
    .release = release,
};
