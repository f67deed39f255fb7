/* The caches of the first CPU, as the system knows them. */
#ifndef ACT_CACHES_H
#define ACT_CACHES_H

struct act_cache {
    int level;
    char type[12]; /* "data", "instruction", "unified" */
    long bytes;
};

enum { ACT_MAX_CACHES = 8 };

/* Returns how many there are, 0 where the system does not tell. */
int act_caches(struct act_cache caches[ACT_MAX_CACHES]);

#endif
