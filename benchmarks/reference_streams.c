/* The memory alone: as many buffers are read and written as a pass does, past the caches, with next
 * to nothing computed. Compiled once for each instruction set with that tier's flags. */
#include VEC
#include "job.h"

#define PASTE(a, b)  a##b
#define NAME(a, isa) PASTE(a, isa)

void NAME(act_reference_streams_, ISA)(const struct act_job *job);

/* Floats that are fetched ahead: from 64 to 1,024 there is no difference. */
enum { AHEAD = 1024, LINE = 64 / sizeof(float) };

INLINE void fetch_ahead(const float *p) { __builtin_prefetch((const char *)p + AHEAD * sizeof *p); }

/* Buffers begin on a cache line; what follows the last whole line is left out. */
INLINE void stream(const struct act_job *j, int inputs, int outputs) {
    for (size_t line = 0; j->n - line >= LINE; line += LINE) {
        fetch_ahead(j->x + line);
        if (inputs > 1) fetch_ahead(j->dy + line);
        for (size_t i = line; i < line + LINE; i += LANES) {
            const vf x = v_load(j->x + i);
            const vf sum = inputs > 1 ? v_add(x, v_load(j->dy + i)) : x;
            v_stream(j->y + i, sum);
            if (outputs > 1) v_stream(j->g + i, x);
        }
    }
    v_stream_end();
    v_leave();
}

static void one_to_one(const struct act_job *j) { stream(j, 1, 1); }
static void two_to_one(const struct act_job *j) { stream(j, 2, 1); }
static void one_to_two(const struct act_job *j) { stream(j, 1, 2); }

void NAME(act_reference_streams_, ISA)(const struct act_job *job) {
    const int outputs = act_pass_outputs(job->pass), inputs = act_pass_inputs(job->pass);
    if (outputs > 1) {
        one_to_two(job);
    } else if (inputs > 1) {
        two_to_one(job);
    } else {
        one_to_one(job);
    }
}
