/* The baseline that speed-ups are counted from: a plain loop with libm. */
#ifndef ACT_LIBM_H
#define ACT_LIBM_H

#include "job.h"

/* The pass by the plain loop; its run is NULL where libm.def has no line for the activation. */
struct act_job act_libm_job(int activation, enum job_pass pass);

#endif
