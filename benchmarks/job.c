/* Jobs of the library, and the buffers that all jobs share. */
#include "job.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tier.h"

static const struct {
    const char *name;
    int inputs;
    int outputs;
} passes[JOB_PASSES] = {
#define PASS(name, inputs, outputs, ...) {#name, inputs, outputs},
#include "passes.def"
    [JOB_gated_rows] = {"gated_rows", 2, 1},
    [JOB_param_grad] = {"param_grad", 2, 0},
};

const char *act_pass_name(enum job_pass pass) { return passes[pass].name; }

bool act_has_pass(int activation, enum job_pass pass) {
    if (pass == JOB_backward_from_output)
        return !actfast_backward_from_output_f32(NULL, activation, NULL, NULL, NULL, NULL, 0);
    if (pass == JOB_param_grad)
        return !actfast_param_grad_f32(NULL, activation, NULL, NULL, NULL, 0, NULL);
    return true;
}

int act_pass_inputs(enum job_pass pass) { return passes[pass].inputs; }
int act_pass_outputs(enum job_pass pass) { return passes[pass].outputs; }
int act_pass_buffers(enum job_pass pass) { return passes[pass].inputs + passes[pass].outputs; }

/* Rows as wide as a small layer; n is a multiple of that, or smaller. */
static void run_rows(const struct act_job *j, bool gated) {
    const size_t columns = j->n < 1024 ? j->n : 1024, rows = j->n / columns;
    if (gated) {
        actfast_gated_rows_f32(j->backend, j->activation, NULL, j->x, j->y, rows, columns,
                               2 * columns, columns);
    } else {
        actfast_bias_rows_f32(j->backend, j->activation, NULL, j->x, j->up, j->y, rows, columns,
                              columns, columns);
    }
}

static void run_library(const struct act_job *j) {
    switch (j->pass) {
    case JOB_value:
        actfast_forward_f32(j->backend, j->activation, NULL, j->x, j->y, j->n);
        return;
    case JOB_grad:
        actfast_grad_f32(j->backend, j->activation, NULL, j->x, j->y, j->n);
        return;
    case JOB_backward:
        actfast_backward_f32(j->backend, j->activation, NULL, j->x, j->dy, j->y, j->n);
        return;
    case JOB_value_and_grad:
        actfast_value_and_grad_f32(j->backend, j->activation, NULL, j->x, j->y, j->g, j->n);
        return;
    case JOB_grad2:
        actfast_grad2_f32(j->backend, j->activation, NULL, j->x, j->y, j->n);
        return;
    case JOB_gated:
        actfast_gated_f32(j->backend, j->activation, NULL, j->x, j->up, j->y, j->n);
        return;
    case JOB_gated_backward:
        actfast_gated_backward_f32(j->backend, j->activation, NULL, j->x, j->up, j->dy, j->y, j->g,
                                   j->n);
        return;
    case JOB_biased:
        run_rows(j, false);
        return;
    case JOB_backward_from_output:
        actfast_backward_from_output_f32(j->backend, j->activation, NULL, j->x, j->dy, j->y, j->n);
        return;
    case JOB_gated_rows:
        run_rows(j, true);
        return;
    case JOB_param_grad: {
        double dp[2];
        actfast_param_grad_f32(j->backend, j->activation, NULL, j->x, j->dy, j->n, dp);
        return;
    }
    case JOB_PASSES:
        return;
    }
}

struct act_job act_library_job(const actfast_backend *backend, int activation, enum job_pass pass) {
    struct act_job job = {
        .run = run_library, .backend = backend, .activation = activation, .pass = pass};
    if (!act_has_pass(activation, pass)) job.run = NULL;
    for (int i = 0; i < actfast_activation_param_count(activation); i++)
        job.p[i] = actfast_activation_param_default(activation, i);
    return job;
}

static void run_kernel(const struct act_job *j) {
    const struct act_call c = {.in = {j->x, j->dy}, .out = {j->y, j->g}, .n = j->n, .params = j->p};
    j->backend->kernel[j->activation][j->pass](&c);
}

struct act_job act_kernel_job(const actfast_backend *backend, int activation, enum job_pass pass) {
    struct act_job job = act_library_job(backend, activation, pass);
    job.run = pass <= JOB_grad2 ? run_kernel : NULL;
    return job;
}

void act_job_run(const void *argument) {
    const struct act_job *job = argument;
    job->run(job);
}

/* ---- Inputs ---- */

enum { PATTERN = 1 << 20 }; /* floats that are drawn; a larger buffer repeats them */

/* splitmix64: the next number in (0, 1). */
static double draw(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return ((double)((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52;
}

static float draw_normal(uint64_t *state, double sigma) {
    const double size = sqrt(-2 * log(draw(state)));
    return (float)(sigma * size * cos(6.283185307179586 * draw(state)));
}

static void repeat_pattern(float *buffer, size_t n) {
    for (size_t done = PATTERN; done < n; done += PATTERN)
        memcpy(buffer + done, buffer, (n - done < PATTERN ? n - done : PATTERN) * sizeof *buffer);
}

static void fill_x(float *x, size_t n, enum act_inputs inputs) {
    uint64_t state = 1;
    for (size_t i = 0; i < n && i < PATTERN; i++)
        x[i] = inputs == ACT_INPUTS_WIDE ? (float)(240 * draw(&state) - 120)
                                         : draw_normal(&state, 2.5);
    repeat_pattern(x, n);
}

static void fill_normal(float *buffer, size_t n, uint64_t state) {
    for (size_t i = 0; i < n && i < PATTERN; i++) buffer[i] = draw_normal(&state, 1);
    repeat_pattern(buffer, n);
}

static bool reads_up(enum job_pass pass) {
    return pass == JOB_gated || pass == JOB_gated_backward || pass == JOB_biased ||
           pass == JOB_gated_rows;
}

/* ---- Buffers ---- */

/* Buffers begin on a cache line, each at another place within its page: at the same place, loads
 * would wait for stores to another buffer whose addresses agree in the low twelve bits. */
enum { PAGE = 4096 / sizeof(float), SHIFT = 1024 / sizeof(float) + 16 };

static bool allocate(struct act_buffers *b, size_t n) {
    act_buffers_free(b);
    const size_t each = (n + PAGE - 1) / PAGE * PAGE + SHIFT;
    const size_t total = (5 * each + PAGE - 1) / PAGE * PAGE;
    if (n > SIZE_MAX / 32) return false;
    b->memory = aligned_alloc(PAGE * sizeof(float), total * sizeof(float));
    if (!b->memory) return false;
    b->n = n;
    b->x = b->memory;
    b->up = b->x + each;
    b->dy = b->up + each;
    b->y = b->dy + each;
    b->g = b->y + each;
    fill_x(b->x, n, b->inputs);
    memset(b->x + n, 0, (each - n) * sizeof(float)); /* the rows of gated_rows go on into up */
    memset(b->y, 0, n * sizeof(float));
    return true;
}

void act_buffers_free(struct act_buffers *b) {
    free(b->memory);
    *b = (struct act_buffers){.inputs = b->inputs};
}

bool act_job_attach(struct act_job *job, struct act_buffers *b, size_t n) {
    if (b->n != n && !allocate(b, n)) return false;
    if (passes[job->pass].inputs > 1 && !b->has_dy) {
        fill_normal(b->dy, n, 2);
        b->has_dy = true;
    }
    if (reads_up(job->pass) && !b->has_up) {
        fill_normal(b->up, n, 3);
        b->has_up = true;
    }
    if (passes[job->pass].outputs > 1 && !b->has_g) {
        memset(b->g, 0, n * sizeof(float));
        b->has_g = true;
    }
    job->x = b->x;
    job->dy = b->dy;
    job->up = b->up;
    job->y = b->y;
    job->g = b->g;
    job->n = n;
    return true;
}

static const struct {
    const char *name;
    const char *text;
} inputs_names[] = {
    [ACT_INPUTS_NORMAL] = {"normal", "N(0, 2.5)"},
    [ACT_INPUTS_WIDE] = {"wide", "U[-120, 120]"},
};

const char *act_inputs_text(enum act_inputs inputs) { return inputs_names[inputs].text; }

bool act_inputs_find(const char *name, enum act_inputs *inputs) {
    for (int i = 0; i < 2; i++) {
        if (strcmp(inputs_names[i].name, name)) continue;
        *inputs = (enum act_inputs)i;
        return true;
    }
    return false;
}
