/* Plain loops with libm, compiled at -O3 without -ffast-math for the baseline. */
#include "libm.h"

#include <math.h>
#include <string.h>

/* ---- What the formulas of libm.def call ---- */

#define GAMMA       1.0507009873554805f
#define GAMMA_ALPHA (1.0507009873554805f * 1.6732632423543772f)

static float square(float x) { return x * x; }
static float cube(float x) { return x * x * x; }
static float clamp(float x, float low, float high) { return x < low ? low : x > high ? high : x; }
static float root(float x, float b) { return sqrtf(x * x + b); }

static float logistic(float x) { return 1 / (1 + expf(-x)); }

static float logistic1(float x) {
    const float s = logistic(x);
    return s * (1 - s);
}

static float logistic2(float x) {
    const float s = logistic(x);
    return s * (1 - s) * (1 - 2 * s);
}

static float tanh2(float x) {
    const float t = tanhf(x);
    return -2 * t * (1 - t * t);
}

static float swish1(float x, float beta) {
    const float s = logistic(beta * x);
    return s + beta * x * s * (1 - s);
}

static float swish2(float x, float beta) {
    const float s = logistic(beta * x);
    return beta * s * (1 - s) * (2 + beta * x * (1 - 2 * s));
}

static float cdf(float x) { return 0.5f * (1 + erff(0.70710678f * x)); }
static float pdf(float x) { return 0.39894228f * expf(-0.5f * x * x); }

/* sqrt(2/pi)*(x + 0.044715*x^3) and its derivatives. */
static float cubic(float x) { return 0.79788456f * (x + 0.044715f * x * x * x); }
static float cubic1(float x) { return 0.79788456f * (1 + 3 * 0.044715f * x * x); }
static float cubic2(float x) { return 0.79788456f * 6 * 0.044715f * x; }

static float cubic_gelu1(float x) {
    const float t = tanhf(cubic(x));
    return 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * cubic1(x);
}

static float cubic_gelu2(float x) {
    const float t = tanhf(cubic(x)), u1 = cubic1(x);
    return (1 - t * t) * (u1 + 0.5f * x * (cubic2(x) - 2 * t * u1 * u1));
}

static float mish1(float x) {
    const float t = tanhf(log1pf(expf(x)));
    return t + x * logistic(x) * (1 - t * t);
}

static float mish2(float x) {
    const float t = tanhf(log1pf(expf(x))), s = logistic(x);
    return (1 - t * t) * s * (2 + x * (1 - s - 2 * t * s));
}

/* ---- The formulas ---- */

#define FUNCTION(name, expression)                                                                 \
    static float name(float x, float a, float b) {                                                 \
        (void)x, (void)a, (void)b;                                                                 \
        return expression;                                                                         \
    }
#define LIBM(name, f, f1, f2)                                                                      \
    FUNCTION(name##_value, f)                                                                      \
    FUNCTION(name##_grad, f1)                                                                      \
    FUNCTION(name##_grad2, f2)
#include "libm.def"

/* ---- The loops ---- */

/* Locals, so that no store to an output can be taken for a change of them. */
#define LOOP(name, body)                                                                           \
    static void name##_loop(const struct act_job *j) {                                             \
        const float *x = j->x, *dy = j->dy;                                                        \
        float *y = j->y, *g = j->g;                                                                \
        const float a = j->p[0], b = j->p[1];                                                      \
        (void)dy, (void)g;                                                                         \
        for (size_t i = 0, n = j->n; i < n; i++) body;                                             \
    }
#define LIBM(name, f, f1, f2)                                                                      \
    LOOP(name##_value, y[i] = name##_value(x[i], a, b))                                            \
    LOOP(name##_grad, y[i] = name##_grad(x[i], a, b))                                              \
    LOOP(name##_backward, y[i] = dy[i] * name##_grad(x[i], a, b))                                  \
    LOOP(name##_value_and_grad, (y[i] = name##_value(x[i], a, b), g[i] = name##_grad(x[i], a, b))) \
    LOOP(name##_grad2, y[i] = name##_grad2(x[i], a, b))
#include "libm.def"

static const struct {
    const char *name;
    void (*run[JOB_PASSES])(const struct act_job *);
} baselines[] = {
#define LIBM(name, ...)                                                                            \
    {#name,                                                                                        \
     {[JOB_value] = name##_value_loop,                                                             \
      [JOB_grad] = name##_grad_loop,                                                               \
      [JOB_backward] = name##_backward_loop,                                                       \
      [JOB_value_and_grad] = name##_value_and_grad_loop,                                           \
      [JOB_grad2] = name##_grad2_loop}},
#include "libm.def"
};

/* Another name where these loops are compiled once more, for the libmvec peer. */
#ifndef ACT_LIBM_JOB
#    define ACT_LIBM_JOB act_libm_job
#else
struct act_job ACT_LIBM_JOB(int activation, enum job_pass pass);
#endif

struct act_job ACT_LIBM_JOB(int activation, enum job_pass pass) {
    struct act_job job = act_library_job(NULL, activation, pass);
    const char *name = actfast_activation_name(activation);
    job.run = NULL;
    for (size_t i = 0; name && i < sizeof baselines / sizeof baselines[0]; i++) {
        if (!strcmp(baselines[i].name, name)) job.run = baselines[i].run[pass];
    }
    return job;
}
