/* What calls of the library take, of which the typical one counts. */
#include "stopwatch.h"

#include <stdlib.h>
#include <time.h>

double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void stopwatch_stop(struct stopwatch *watch, double start, size_t n) {
    double seconds = now() - start;
    watch->seconds += seconds;
    watch->elements += (double)n;
    watch->ns[watch->calls++ % CALLS_KEPT] = 1e9 * seconds / (double)n;
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double stopwatch_typical_ns(struct stopwatch *watch) {
    size_t kept = watch->calls < CALLS_KEPT ? watch->calls : CALLS_KEPT;
    if (kept == 0) return 0.0;
    qsort(watch->ns, kept, sizeof *watch->ns, compare_numbers);
    return watch->elements * watch->ns[kept / 2];
}
