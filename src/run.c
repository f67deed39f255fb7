/* Passes over elements: checks a call, then runs its kernel, past the caches if the output is
 * large. */
#include "run.h"

#include <stdint.h>

#include "check.h"
#include "dispatch.h"

/* SquarePlus with b = 0 is ReLU; its own maths divides by the square root of b. */
act_kernel *act_kernel_of(const actfast_backend *backend, int activation, enum act_pass pass,
                          const float *params) {
    if (activation == ACT_squareplus && params[0] == 0) activation = ACT_relu;
    return backend->kernel[activation][pass];
}

/* ---- Streaming ---- */

/* An output that no cache can hold is stored past the caches, from its first whole line on: else
 * each line would be read before it is written. The kernel's steps are the same, so the bits are.
 * For fewer floats than LEAST, rows above all, the fence would cost too much. */
enum { LEAST = 384, STREAM_ALIGNMENT = 64 };

static bool wants_streaming(const struct act_call *c, enum act_pass pass, size_t size) {
    if (size < act_stream_bytes() / sizeof(float) || c->n < LEAST) return false;
    for (int o = 0; o < act_outputs(pass); o++) {
        if ((uintptr_t)c->out[o] % sizeof(float)) return false;
        if (((uintptr_t)c->out[o] - (uintptr_t)c->out[0]) % STREAM_ALIGNMENT) return false;
        for (int i = 0; i < act_inputs(pass); i++) {
            if (c->in[i] == c->out[o]) return false;
        }
    }
    return true;
}

/* The call on n elements from `from` on. */
static struct act_call part(const struct act_call *c, enum act_pass pass, size_t from, size_t n) {
    struct act_call p = *c;
    for (int i = 0; i < act_inputs(pass); i++) p.in[i] += from;
    for (int o = 0; o < act_outputs(pass); o++) p.out[o] += from;
    p.n = n;
    return p;
}

static void stream(const actfast_backend *backend, act_kernel *kernel, enum act_pass pass,
                   const struct act_call *c) {
    const size_t past = (uintptr_t)c->out[0] % STREAM_ALIGNMENT / sizeof(float);
    const size_t done = past ? STREAM_ALIGNMENT / sizeof(float) - past : 0;
    const struct act_call head = part(c, pass, 0, done);
    kernel(&head);
    struct act_call body = part(c, pass, done, c->n - done);
    body.past_caches = true;
    kernel(&body);
    backend->stream_end();
}

/* ---- The run ---- */

void act_compute(const actfast_backend *backend, act_kernel *kernel, enum act_pass pass,
                 const struct act_call *call, size_t size) {
    if (wants_streaming(call, pass, size)) {
        stream(backend, kernel, pass, call);
    } else {
        kernel(call);
    }
}

int act_run(const actfast_backend *backend, int activation, enum act_pass pass,
            struct act_call *call) {
    const enum act_need need =
        pass == ACT_backward_from_output_pass ? ACT_NEEDS_INVERSE : ACT_NEEDS_NOTHING;
    struct act_task task;
    int status = act_check_task(&task, need, backend, activation, call->params);
    if (!status) status = act_check_buffers(call, pass);
    if (status) return status;
    call->params = task.params;
    act_compute(task.backend, act_kernel_of(task.backend, activation, pass, task.params), pass,
                call, call->n);
    return ACTFAST_OK;
}
