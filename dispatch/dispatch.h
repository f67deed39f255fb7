/* What the public functions ask of dispatch. */
#ifndef ACT_DISPATCH_H
#define ACT_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "actfast/actfast.h"
#include "tier.h"

/* The active backend; valid before any code of the library has run. */
const actfast_backend *act_active(void);

/* Whether the pointer is a backend that this CPU can run. */
bool act_is_backend(const actfast_backend *backend);

/* Outputs of at least this many bytes are streamed. */
size_t act_stream_bytes(void);

enum { ACT_REASON_SIZE = 240 };

/* Why the library chose at load what it chose: what ACTFAST_VERBOSE=1 prints in brackets. Looks at the
 * environment, so it is true as long as that is the one of the load. */
void act_reason(char reason[ACT_REASON_SIZE]);

#endif
