/* Google Benchmark from C: as much of it as the cases need. */
#ifndef ACT_GBENCH_H
#define ACT_GBENCH_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct gbench_case {
    const char *name;
    /* Called before each measurement; what it needs is allocated here, so registering costs
     * nothing. NULL for success, else why the case cannot run. */
    const char *(*prepare)(void *argument);
    /* What is timed, once per iteration. */
    void (*run)(const void *argument);
    void *argument;
    /* What one iteration processes, for the counters items_per_second and bytes_per_second. */
    size_t elements;
    size_t bytes;
};

/* Takes Google Benchmark's own flags out of the command line. */
void gbench_start(int *argc, char **argv);
/* The first argument after gbench_start() that is nobody's is reported; true if there is one. */
bool gbench_has_unknown_arguments(int argc, char **argv);
/* A line of the context that is printed before the results. */
void gbench_context(const char *key, const char *value);
/* Copies the case and its name. */
void gbench_register(const struct gbench_case *c);
/* Runs what the flags select. */
void gbench_run(void);

#ifdef __cplusplus
}
#endif

#endif
