/* The one way from a public function to a kernel. */
#ifndef ACT_RUN_H
#define ACT_RUN_H

#include "actfast/actfast.h"
#include "tier.h"

/* Checks backend (NULL: the active one), activation, parameters (NULL: the defaults) and buffers,
 * then computes. Returns an enum actfast_status. */
int act_run(const actfast_backend *backend, int activation, enum act_pass pass,
            const struct act_call *call);

#endif
