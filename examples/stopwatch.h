/* What calls of the library take, of which the typical one counts. */
#ifndef EXAMPLES_STOPWATCH_H
#define EXAMPLES_STOPWATCH_H

#include <stddef.h>

enum { CALLS_KEPT = 2048 };

struct stopwatch {
    double seconds, elements;
    size_t calls;
    double ns[CALLS_KEPT]; /* per element, of the last calls */
};

/* Seconds since some moment. */
double now(void);

/* Ends a call for n elements that began at `start`. */
void stopwatch_stop(struct stopwatch *watch, double start, size_t n);

/* Nanoseconds for all elements as if each call had taken the median: on a busy machine a few calls
 * are interrupted for longer than all others take together. */
double stopwatch_typical_ns(struct stopwatch *watch);

#endif
