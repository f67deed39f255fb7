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

/* An output that no cache can hold is computed block by block into a buffer that the first cache
 * holds, and copied from there with stores that go past the caches: so no kernel needs a second
 * form, and the bits are the same. */
enum { BLOCK = 768 / ACT_MAX_OUTPUTS, STREAM_ALIGNMENT = 64 };

static bool wants_streaming(const struct act_call *c, enum act_pass pass, size_t size) {
    if (size < act_stream_bytes() / sizeof(float) || c->n < BLOCK) return false;
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
    _Alignas(STREAM_ALIGNMENT) float block[ACT_MAX_OUTPUTS][BLOCK];
    const size_t past = (uintptr_t)c->out[0] % STREAM_ALIGNMENT / sizeof(float);
    size_t done = past ? STREAM_ALIGNMENT / sizeof(float) - past : 0;
    const struct act_call head = part(c, pass, 0, done);
    kernel(&head);
    for (; c->n - done >= BLOCK; done += BLOCK) {
        const struct act_call here = part(c, pass, done, BLOCK);
        struct act_call into_block = here;
        for (int o = 0; o < act_outputs(pass); o++) into_block.out[o] = block[o];
        kernel(&into_block);
        for (int o = 0; o < act_outputs(pass); o++) {
            const float *next = here.in[o < act_inputs(pass) ? o : 0] + BLOCK;
            backend->stream(block[o], here.out[o], BLOCK, next);
        }
    }
    backend->stream_end();
    const struct act_call tail = part(c, pass, done, c->n - done);
    kernel(&tail);
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
            const struct act_call *call) {
    const enum act_need need =
        pass == ACT_backward_from_output_pass ? ACT_NEEDS_INVERSE : ACT_NEEDS_NOTHING;
    struct act_task task;
    int status = act_check_task(&task, need, backend, activation, call->params);
    if (!status) status = act_check_buffers(call, pass);
    if (status) return status;
    struct act_call c = *call;
    c.params = task.params;
    act_compute(task.backend, act_kernel_of(task.backend, activation, pass, task.params), pass, &c,
                c.n);
    return ACTFAST_OK;
}
