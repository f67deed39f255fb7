/* Interleaved rounds and medians. */
#include "timing.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double act_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double sample(const struct act_timed *t, size_t calls) {
    const double start = act_now();
    for (size_t i = 0; i < calls; i++) t->run(t->argument);
    return act_now() - start;
}

/* Doubles the calls until they take long enough to be counted, then scales. */
static double calibrate_one(struct act_timed *t, double sample_ns) {
    double took = sample(t, 1);
    size_t calls = 1;
    took = sample(t, 1);
    while (took < sample_ns / 2) {
        calls *= 2;
        took = sample(t, calls);
    }
    const double one = took / (double)calls, wanted = sample_ns / one;
    t->calls = wanted < 1 ? 1 : (size_t)(wanted + 0.5);
    t->rounds = 0;
    return one * (double)(t->calls + 1);
}

double act_calibrate(struct act_timed *timed, size_t count, double sample_ns) {
    double round_ns = 0;
    for (size_t i = 0; i < count; i++) round_ns += calibrate_one(&timed[i], sample_ns);
    return round_ns;
}

void act_time(struct act_timed *timed, size_t count, size_t rounds) {
    for (size_t r = 0; r < rounds; r++) {
        for (size_t i = 0; i < count; i++) {
            struct act_timed *t = &timed[(r + i) % count];
            if (t->rounds == ACT_MAX_ROUNDS) continue;
            if (t->calls > 1) t->run(t->argument);
            t->ns[t->rounds++] = sample(t, t->calls) / (double)t->calls;
        }
    }
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n) {
    if (n == 0) return 0;
    qsort(values, n, sizeof *values, compare);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double act_median(const struct act_timed *timed) {
    double values[ACT_MAX_ROUNDS];
    memcpy(values, timed->ns, timed->rounds * sizeof *values);
    return median(values, timed->rounds);
}

double act_ratio(const struct act_timed *a, const struct act_timed *b) {
    double values[ACT_MAX_ROUNDS];
    const size_t rounds = a->rounds < b->rounds ? a->rounds : b->rounds;
    for (size_t i = 0; i < rounds; i++) values[i] = a->ns[i] / b->ns[i];
    return median(values, rounds);
}

double act_difference(const struct act_timed *a, const struct act_timed *b) {
    double values[ACT_MAX_ROUNDS];
    const size_t rounds = a->rounds < b->rounds ? a->rounds : b->rounds;
    for (size_t i = 0; i < rounds; i++) values[i] = a->ns[i] - b->ns[i];
    return median(values, rounds);
}

/* An exclusive or with a register takes one cycle everywhere, and none can begin before the one
 * before it ended; the empty assembly hides the value from the compiler. */
void act_run_clock(const void *unused) {
    (void)unused;
    enum { UNROLLED = 10 };
    uint64_t value = 1, key = 3;
#define STEP                                                                                       \
    value ^= key;                                                                                  \
    __asm__ volatile("" : "+r"(value), "+r"(key));
    for (int i = 0; i < ACT_CLOCK_CYCLES / UNROLLED; i++) {
        STEP STEP STEP STEP STEP STEP STEP STEP STEP STEP
    }
#undef STEP
}
