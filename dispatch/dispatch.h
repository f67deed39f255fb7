/* What the public functions ask of dispatch. */
#ifndef ACT_DISPATCH_H
#define ACT_DISPATCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "actfast/actfast.h"
#include "tier.h"

/* All that ever changes. Every call reads the first two. `active` is valid from the start, so that
 * a call from another library's constructor works; `usable` has a bit for each backend that is
 * built in and is computed by whoever asks first: the same value from any thread. */
extern __attribute__((visibility("hidden"))) struct act_state {
    _Atomic(const actfast_backend *) active;
    atomic_size_t stream_bytes;
    _Atomic(const actfast_backend *) chosen;
    atomic_bool activated; /* by the caller: it may do so before the library is made */
    atomic_int usable;
} act_state;

/* The active backend; valid before any code of the library has run. */
static inline const actfast_backend *act_active(void) {
    return atomic_load_explicit(&act_state.active, memory_order_relaxed);
}

/* Whether the pointer is a backend that this CPU can run. */
bool act_is_backend(const actfast_backend *backend);

/* Outputs of at least this many bytes are streamed. */
static inline size_t act_stream_bytes(void) {
    return atomic_load_explicit(&act_state.stream_bytes, memory_order_relaxed);
}

enum { ACT_REASON_SIZE = 240 };

/* Why the library chose at load what it chose: what ACTFAST_VERBOSE=1 prints in brackets. Looks at the
 * environment, so it is true as long as that is the one of the load. */
void act_reason(char reason[ACT_REASON_SIZE]);

#endif
