/* The bare loops, compiled once for each instruction set with that tier's flags. */
#include <math.h>

#include "job.h"

#define PASTE(a, b)  a##b
#define NAME(a, isa) PASTE(a, isa)

void NAME(act_reference_sqrt_, ISA)(const struct act_job *job);
void NAME(act_reference_relu_, ISA)(const struct act_job *job);

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
