/* What is timed: one pass of one activation, or a reference loop, over given buffers. */
#ifndef ACT_JOB_H
#define ACT_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "actfast/actfast.h"

enum job_pass {
#define PASS(name, ...) JOB_##name,
#include "passes.def"
    JOB_gated_rows,
    JOB_param_grad,
    JOB_PASSES
};

struct act_job {
    void (*run)(const struct act_job *job);
    const actfast_backend *backend; /* NULL: the active one */
    int activation;
    enum job_pass pass;
    float p[2];               /* the activation's default parameters */
    const float *x, *dy, *up; /* x: the first input of any pass; up: also the bias */
    float *y, *g;             /* y: the first output of any pass */
    size_t n;
    void *state; /* a peer's own */
};

/* "value", "backward"… */
const char *act_pass_name(enum job_pass pass);
/* Whether the activation has the pass. */
bool act_has_pass(int activation, enum job_pass pass);
/* How many buffers of n floats the pass reads, writes, and both together. */
int act_pass_inputs(enum job_pass pass);
int act_pass_outputs(enum job_pass pass);
int act_pass_buffers(enum job_pass pass);

/* The pass by a backend of the library, through its public interface. */
struct act_job act_library_job(const actfast_backend *backend, int activation, enum job_pass pass);

/* Its kernel alone, reached past the public interface: what a call costs beyond it are the checks
 * and the dispatch. A pass over elements only; its run is NULL for any other. */
struct act_job act_kernel_job(const actfast_backend *backend, int activation, enum job_pass pass);

/* For the timing core: `argument` is a struct act_job. */
void act_job_run(const void *argument);

/* ---- Buffers ---- */

enum act_inputs {
    ACT_INPUTS_NORMAL, /* N(0, 2.5), what a network feeds its activations */
    ACT_INPUTS_WIDE    /* U[-120, 120], where results become subnormal and vanish */
};

/* Buffers of one size, filled from a fixed seed when a job first needs them. */
struct act_buffers {
    enum act_inputs inputs;
    size_t n;
    float *memory;
    float *x, *dy, *up, *y, *g;
    bool has_dy, has_up, has_g;
};

/* Gives the job buffers of n floats; false when memory is short. Those of another size are freed:
 * jobs that had them may not run any more. */
bool act_job_attach(struct act_job *job, struct act_buffers *buffers, size_t n);
void act_buffers_free(struct act_buffers *buffers);

/* "N(0, 2.5)" or "U[-120, 120]". */
const char *act_inputs_text(enum act_inputs inputs);
/* From "normal" or "wide"; false for any other name. */
bool act_inputs_find(const char *name, enum act_inputs *inputs);

#endif
