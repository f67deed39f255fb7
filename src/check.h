/* What all public functions that compute check before they do. */
#ifndef ACT_CHECK_H
#define ACT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "actfast/actfast.h"
#include "tier.h"

/* Which activation, by which backend, with which parameters: what a caller gave, completed. */
struct act_task {
    const actfast_backend *backend;
    int activation;
    float params[ACT_MAX_PARAMS];
};

/* What a call asks of an activation beyond the passes that all have; the list says which can. */
enum act_need { ACT_NEEDS_NOTHING, ACT_NEEDS_LEARNED, ACT_NEEDS_INVERSE };

/* Fills the task from what the caller gave: backend NULL is the active one, params NULL the
 * defaults. Returns the first of the errors activation, backend, parameter. */
int act_check_task(struct act_task *task, enum act_need need, const actfast_backend *backend,
                   int activation, const float *params);

/* How many input and output buffers a pass has. */
int act_inputs(enum act_pass pass);
int act_outputs(enum act_pass pass);

/* Size, NULL and overlap of a call of this pass. */
int act_check_buffers(const struct act_call *call, enum act_pass pass);

/* Whether floats or doubles from a to a + a_size bytes touch those from b to b + b_size. */
bool act_touch(const void *a, size_t a_size, const void *b, size_t b_size);

#endif
