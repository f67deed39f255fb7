/* The bare loops, compiled once for each instruction set with that tier's flags. */
#include VEC

#include <math.h>

#include "job.h"
#include "reference.h"

#define PASTE(a, b)  a##b
#define NAME(a, isa) PASTE(a, isa)

void NAME(act_reference_sqrt_, ISA)(const struct act_job *job);
void NAME(act_reference_relu_, ISA)(const struct act_job *job);
void NAME(act_reference_fma_, ISA)(const struct act_job *job);

/* The processor's own square root, one for each element, nothing else. */
void NAME(act_reference_sqrt_, ISA)(const struct act_job *job) {
    const float *x = job->x;
    float *y = job->y;
    for (size_t i = 0, n = job->n; i < n; i++) y[i] = sqrtf(x[i]);
}

void NAME(act_reference_relu_, ISA)(const struct act_job *job) {
    const float *x = job->x;
    float *y = job->y;
    for (size_t i = 0, n = job->n; i < n; i++) y[i] = x[i] > 0 ? x[i] : 0;
}

#ifdef FP_FAST_FMAF
#    define MULTIPLY_ADD(a, b, c) fmaf(a, b, c)
#else
#    define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

/* As many multiplications and additions as the processor can do: ACT_REFERENCE_FMAS of both for
 * each element, in chains that wait for nothing but themselves, enough of them side by side. */
void NAME(act_reference_fma_, ISA)(const struct act_job *job) {
    enum { CHAINS = (LANES < 16 ? 8 : 16) * LANES }; /* vectors that the registers hold */
    const float *x = job->x;
    float *y = job->y;
    for (size_t i = 0, n = job->n - job->n % CHAINS; i < n; i += CHAINS) {
        float v[CHAINS];
        for (int k = 0; k < CHAINS; k++) v[k] = x[i + (size_t)k];
        for (int step = 0; step < ACT_REFERENCE_FMAS; step++) {
            for (int k = 0; k < CHAINS; k++) v[k] = MULTIPLY_ADD(v[k], 0.5f, 0.25f);
        }
        for (int k = 0; k < CHAINS; k++) y[i + (size_t)k] = v[k];
    }
}
