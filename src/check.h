/* What all public functions that compute check before they do. All of it is inline: where activation
 * and pass are constants little is left of it. */
#ifndef ACT_CHECK_H
#define ACT_CHECK_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "actfast/actfast.h"
#include "dispatch.h"
#include "tier.h"

#define ACT_INLINE static inline __attribute__((always_inline))

/* ---- Parameters ---- */

/* The conditions of the list are over these. */
ACT_INLINE bool is_nan(float p) { return p != p; }
ACT_INLINE bool is_finite(float p) { return fabsf(p) <= FLT_MAX; }
ACT_INLINE bool is_positive_normal(float p) { return p >= FLT_MIN && p <= FLT_MAX; }

static const float act_defaults[ACT_ACTIVATIONS][ACT_MAX_PARAMS] = {
#define PARAMS0                       0
#define PARAMS1(p, dp)                dp
#define PARAMS2(p, dp, q, dq)         dp, dq
#define ACTIVATION(name, params, ...) {params},
#include "activations.def"
};

static const int act_param_counts[ACT_ACTIVATIONS] = {
#define PARAMS0                       0
#define PARAMS1(p, dp)                1
#define PARAMS2(p, dp, q, dq)         2
#define ACTIVATION(name, params, ...) params,
#include "activations.def"
};

ACT_INLINE bool act_params_are_valid(int activation, const float *p) {
    switch (activation) {
#define PARAMS0
#define PARAMS1(a, da)        const float a = p[0];
#define PARAMS2(a, da, b, db) const float a = p[0], b = p[1];
#define ACTIVATION(name, params, valid, ...)                                                       \
case ACT_##name: {                                                                                 \
    params return valid;                                                                           \
}
#include "activations.def"
    }
    return false;
}

/* Whether f' can be had from y with these parameters. */
ACT_INLINE bool act_params_are_invertible(int activation, const float *p) {
    switch (activation) {
#define PARAMS0
#define PARAMS1(a, da)                                                                             \
    const float a = p[0];                                                                          \
    (void)a;
#define PARAMS2(a, da, b, db)               PARAMS1(a, da)
#define FROM_X                              false
#define FROM_OUTPUT(loops, condition, loss) condition
#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, ...)                        \
case ACT_##name: {                                                                                 \
    params return inverse;                                                                         \
}
#include "activations.def"
    }
    return false;
}

/* ---- The task ---- */

/* Which activation, by which backend, with which parameters: what a caller gave, completed. */
struct act_task {
    const actfast_backend *backend;
    int activation;
    float params[ACT_MAX_PARAMS];
};

/* What a call asks of an activation beyond the passes that all have; the list says which can. */
enum act_need { ACT_NEEDS_NOTHING, ACT_NEEDS_LEARNED, ACT_NEEDS_INVERSE };

ACT_INLINE bool act_has_what_is_needed(int activation, enum act_need need) {
    static const struct {
        bool learned, inverse;
    } has[ACT_ACTIVATIONS] = {
#define FIXED                                                               false
#define LEARNS                                                              true
#define FROM_X                                                              false
#define FROM_OUTPUT(...)                                                    true
#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, ...) {learns, inverse},
#include "activations.def"
    };
    if (activation < 0 || activation >= ACT_ACTIVATIONS) return false;
    return need == ACT_NEEDS_NOTHING || (need == ACT_NEEDS_LEARNED && has[activation].learned) ||
           (need == ACT_NEEDS_INVERSE && has[activation].inverse);
}

/* Fills the task from what the caller gave: backend NULL is the active one, params NULL the
 * defaults. Returns the first of the errors activation, backend, parameter. */
ACT_INLINE int act_check_task(struct act_task *task, enum act_need need,
                              const actfast_backend *backend, int activation, const float *params) {
    if (!act_has_what_is_needed(activation, need)) return ACTFAST_ERR_ACTIVATION;
    if (!backend) {
        backend = act_active();
    } else if (!act_is_backend(backend)) {
        return ACTFAST_ERR_BACKEND;
    }
    *task = (struct act_task){.backend = backend, .activation = activation};
    const float *given = params ? params : act_defaults[activation];
    for (int i = 0, count = act_param_counts[activation]; i < count; i++) {
        task->params[i] = given[i];
    }
    if (!act_params_are_valid(activation, task->params)) return ACTFAST_ERR_PARAM;
    if (need == ACT_NEEDS_INVERSE && !act_params_are_invertible(activation, task->params))
        return ACTFAST_ERR_PARAM;
    return ACTFAST_OK;
}

/* ---- Buffers ---- */

/* How many input and output buffers a pass has. */
static const struct {
    int inputs;
    int outputs;
} act_shape[ACT_PASSES] = {
#define PASS(name, inputs, outputs, ...) [ACT_##name##_pass] = {inputs, outputs},
#include "passes.def"
};

/* Whether floats or doubles from a to a + a_size bytes touch those from b to b + b_size. */
ACT_INLINE bool act_touch(const void *a, size_t a_size, const void *b, size_t b_size) {
    const uintptr_t first = (uintptr_t)a, second = (uintptr_t)b;
    return first <= second ? second - first < a_size : first - second < b_size;
}

ACT_INLINE bool act_overlap(const float *a, const float *b, size_t n) {
    return act_touch(a, n * sizeof *a, b, n * sizeof *b);
}

/* Size, NULL and overlap of a call of this pass. */
ACT_INLINE int act_check_buffers(const struct act_call *c, enum act_pass pass) {
    if (c->n > SIZE_MAX / sizeof(float)) return ACTFAST_ERR_SIZE;
    if (c->n == 0) return ACTFAST_OK;
    const int inputs = act_shape[pass].inputs, outputs = act_shape[pass].outputs;
    for (int i = 0; i < inputs; i++) {
        if (!c->in[i]) return ACTFAST_ERR_NULL;
    }
    for (int o = 0; o < outputs; o++) {
        if (!c->out[o]) return ACTFAST_ERR_NULL;
    }
    for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) {
            if (c->in[i] != c->out[o] && act_overlap(c->in[i], c->out[o], c->n))
                return ACTFAST_ERR_OVERLAP;
        }
        for (int other = 0; other < o; other++) {
            if (act_overlap(c->out[other], c->out[o], c->n)) return ACTFAST_ERR_OVERLAP;
        }
    }
    return ACTFAST_OK;
}

#endif
