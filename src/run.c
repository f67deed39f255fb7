/* Checks a call, then runs its kernel, past the caches if the output is large. */
#include "run.h"

#include <stdint.h>

#include "check.h"
#include "dispatch.h"

/* ---- Parameters ---- */

static const float defaults[ACT_ACTIVATIONS][ACT_MAX_PARAMS] = {
#define PARAMS0                       0
#define PARAMS1(p, dp)                dp
#define PARAMS2(p, dp, q, dq)         dp, dq
#define ACTIVATION(name, params, ...) {params},
#include "activations.def"
};

static bool params_are_valid(int activation, const float *p) {
    switch (activation) {
#define PARAMS0
#define PARAMS1(a, da)        const float a = p[0];
#define PARAMS2(a, da, b, db) const float a = p[0], b = p[1];
#define ACTIVATION(name, params, valid, ...)                                                       \
    case ACT_##name: {                                                                             \
        params return valid;                                                                       \
    }
#include "activations.def"
    }
    return false;
}

/* SquarePlus with b = 0 is ReLU; its own maths divides by the square root of b. */
static int same_as(int activation, const float *params) {
    return activation == ACT_squareplus && params[0] == 0 ? ACT_relu : activation;
}

/* ---- Buffers ---- */

static const struct {
    int inputs;
    int outputs;
} shape[ACT_PASSES] = {
#define PASS(name, inputs, outputs, ...) [ACT_##name##_pass] = {inputs, outputs},
#include "passes.def"
};

static bool overlaps(const float *a, const float *b, size_t n) {
    const uintptr_t first = (uintptr_t)a, second = (uintptr_t)b;
    return (first > second ? first - second : second - first) < n * sizeof(float);
}

static int check_buffers(const struct act_call *c, enum act_pass pass) {
    if (c->n > SIZE_MAX / sizeof(float)) return ACTFAST_ERR_SIZE;
    if (c->n == 0) return ACTFAST_OK;
    const int inputs = shape[pass].inputs, outputs = shape[pass].outputs;
    for (int i = 0; i < inputs; i++) {
        if (!c->in[i]) return ACTFAST_ERR_NULL;
    }
    for (int o = 0; o < outputs; o++) {
        if (!c->out[o]) return ACTFAST_ERR_NULL;
    }
    for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) {
            if (c->in[i] != c->out[o] && overlaps(c->in[i], c->out[o], c->n))
                return ACTFAST_ERR_OVERLAP;
        }
        for (int other = 0; other < o; other++) {
            if (overlaps(c->out[other], c->out[o], c->n)) return ACTFAST_ERR_OVERLAP;
        }
    }
    return ACTFAST_OK;
}

/* ---- Streaming ---- */

/* An output that no cache can hold is computed block by block into a buffer that the first cache
 * holds, and copied from there with stores that go past the caches: so no kernel needs a second
 * form, and the bits are the same. */
enum { BLOCK = 768 / ACT_MAX_OUTPUTS, STREAM_ALIGNMENT = 64 };

static bool wants_streaming(const struct act_call *c, enum act_pass pass) {
    if (c->n < act_stream_bytes() / sizeof(float) || c->n < BLOCK) return false;
    for (int o = 0; o < shape[pass].outputs; o++) {
        if ((uintptr_t)c->out[o] % sizeof(float)) return false;
        if (((uintptr_t)c->out[o] - (uintptr_t)c->out[0]) % STREAM_ALIGNMENT) return false;
        for (int i = 0; i < shape[pass].inputs; i++) {
            if (c->in[i] == c->out[o]) return false;
        }
    }
    return true;
}

/* The call on n elements from `from` on. */
static struct act_call part(const struct act_call *c, enum act_pass pass, size_t from, size_t n) {
    struct act_call p = *c;
    for (int i = 0; i < shape[pass].inputs; i++) p.in[i] += from;
    for (int o = 0; o < shape[pass].outputs; o++) p.out[o] += from;
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
        for (int o = 0; o < shape[pass].outputs; o++) into_block.out[o] = block[o];
        kernel(&into_block);
        for (int o = 0; o < shape[pass].outputs; o++) {
            const float *next = here.in[o < shape[pass].inputs ? o : 0] + BLOCK;
            backend->stream(block[o], here.out[o], BLOCK, next);
        }
    }
    backend->stream_end();
    const struct act_call tail = part(c, pass, done, c->n - done);
    kernel(&tail);
}

/* ---- The run ---- */

int act_run(const actfast_backend *backend, int activation, enum act_pass pass,
            const struct act_call *call) {
    if (activation < 0 || activation >= ACT_ACTIVATIONS) return ACTFAST_ERR_ACTIVATION;
    if (!backend) {
        backend = act_active();
    } else if (!act_is_backend(backend)) {
        return ACTFAST_ERR_BACKEND;
    }
    struct act_call c = *call;
    float params[ACT_MAX_PARAMS] = {0};
    const float *given = call->params ? call->params : defaults[activation];
    for (int i = 0, count = actfast_activation_param_count(activation); i < count; i++) {
        params[i] = given[i];
    }
    if (!params_are_valid(activation, params)) return ACTFAST_ERR_PARAM;
    c.params = params;
    const int status = check_buffers(&c, pass);
    if (status) return status;
    act_kernel *const kernel = backend->kernel[same_as(activation, params)][pass];
    if (wants_streaming(&c, pass)) {
        stream(backend, kernel, pass, &c);
    } else {
        kernel(&c);
    }
    return ACTFAST_OK;
}
