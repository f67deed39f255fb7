/* Peers: libraries that do the same job, for actfast-compare. Each stands in its own file and is
 * built where its package is found. */
#ifndef ACT_PEERS_H
#define ACT_PEERS_H

#include <stdbool.h>

#include "job.h"

struct act_peer {
    const char *name;
    /* The instruction set it is written for; NULL: it chooses itself when it runs. */
    const char *isa;
    const char *version;
    /* Starts it, limited to an instruction set if `isa` is not NULL; false if it cannot be had so.
     * May be NULL where nothing is to be done. */
    bool (*start)(const char *isa);
    /* Makes the job, whose activation, pass, parameters and buffers are set, this peer's; false if
     * it has no such function. */
    bool (*attach)(struct act_job *job);
    /* Frees what attach made; may be NULL. */
    void (*release)(struct act_job *job);
};

/* How many are built in, and the i-th. */
int act_peer_count(void);
const struct act_peer *act_peer_at(int i);

#endif
