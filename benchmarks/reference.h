/* What the hardware does at best: memcpy, and loops as the compiler makes them for each
 * instruction set that is built in and usable. */
#ifndef ACT_REFERENCE_H
#define ACT_REFERENCE_H

#include "job.h"

/* How many there are on this CPU, and the i-th: its operation ("sqrt", "relu", "fma", "streams",
 * "memcpy"), its instruction set ("libc" for memcpy) and the job, which reads x and writes y;
 * "streams" reads and writes as many buffers as its pass. */
enum { ACT_REFERENCE_FMAS = 64 }; /* for each element of "fma" */
struct act_reference {
    const char *operation;
    const char *isa;
    struct act_job job;
};
int act_reference_count(void);
struct act_reference act_reference_at(int i);

/* The one of that operation and instruction set; its job's run is NULL if there is none. */
struct act_reference act_reference_find(const char *operation, const char *isa);

#endif
