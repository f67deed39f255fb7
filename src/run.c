/* Passes over outputs that no cache may hold. */
#include "run.h"

#include <stdint.h>

#include "check.h"

/* An output that no cache can hold is stored past the caches, from its first whole line on: else
 * each line would be read before it is written. The kernel's steps are the same, so the bits are.
 * For fewer floats than LEAST, rows above all, the fence would cost too much. */
enum { LEAST = 384, STREAM_ALIGNMENT = 64 };

static bool wants_streaming(const struct act_call *c, enum act_pass pass) {
    if (c->n < LEAST) return false;
    for (int o = 0; o < act_shape[pass].outputs; o++) {
        if ((uintptr_t)c->out[o] % sizeof(float)) return false;
        if (((uintptr_t)c->out[o] - (uintptr_t)c->out[0]) % STREAM_ALIGNMENT) return false;
        for (int i = 0; i < act_shape[pass].inputs; i++) {
            if (c->in[i] == c->out[o]) return false;
        }
    }
    return true;
}

/* The call on n elements from `from` on. */
static struct act_call part(const struct act_call *c, enum act_pass pass, size_t from, size_t n) {
    struct act_call p = *c;
    for (int i = 0; i < act_shape[pass].inputs; i++) p.in[i] += from;
    for (int o = 0; o < act_shape[pass].outputs; o++) p.out[o] += from;
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

void act_compute_large(const actfast_backend *backend, act_kernel *kernel, enum act_pass pass,
                       const struct act_call *call) {
    if (wants_streaming(call, pass)) {
        stream(backend, kernel, pass, call);
    } else {
        kernel(call);
    }
}
