/* The contract between the tiers and dispatch: plain C, no vector type, no instruction set. */
#ifndef ACT_TIER_H
#define ACT_TIER_H

#include <stdbool.h>
#include <stddef.h>

enum act_activation {
#define ACTIVATION(name, ...) ACT_##name,
#include "activations.def"
    ACT_ACTIVATIONS
};

enum act_pass {
#define PASS(name, ...) ACT_##name##_pass,
#include "passes.def"
    ACT_PASSES
};

enum { ACT_MAX_INPUTS = 3, ACT_MAX_OUTPUTS = 2, ACT_MAX_PARAMS = 2, ACT_SUM_LANES = 16 };

/* The buffers of one call, in the order of the public signature. An output may be the same buffer
 * as an input, never overlap one otherwise. */
struct act_call {
    const float *in[ACT_MAX_INPUTS];
    float *out[ACT_MAX_OUTPUTS];
    size_t n;
    const float *params;
    /* Stores whole vectors past the caches; the outputs are then 64-byte aligned and none of the
     * inputs. stream_end() is to follow. */
    bool past_caches;
};

typedef void act_kernel(const struct act_call *call);

/* One instruction set at one accuracy: what the public actfast_backend points at. */
struct actfast_backend {
    const char *isa;
    const char *accuracy;
    act_kernel *kernel[ACT_ACTIVATIONS][ACT_PASSES]; /* NULL where the list has none */
    /* The derivative of f with respect to its first parameter; NULL where the list has none. */
    act_kernel *param_slope[ACT_ACTIVATIONS];
    /* sum[i % ACT_SUM_LANES] += a[i]*b[i], in the order of i; the products are exact. */
    void (*sum_products)(double sum[ACT_SUM_LANES], const float *a, const float *b, size_t n);
    /* Orders the streamed stores before whatever the caller does next. */
    void (*stream_end)(void);
};

#endif
