/* Times several things against each other in one run: rounds in which each has its turn, so that a
 * change of the clock or a busy neighbour meets all of them alike, and medians over the rounds. */
#ifndef ACT_TIMING_H
#define ACT_TIMING_H

#include <stddef.h>

enum { ACT_MAX_ROUNDS = 1001 };

struct act_timed {
    void (*run)(const void *argument);
    const void *argument;
    size_t calls; /* in a sample; set by act_calibrate() */
    size_t rounds;
    double ns[ACT_MAX_ROUNDS]; /* of one call, for each round */
};

/* Nanoseconds from some fixed point. */
double act_now(void);

/* Chooses how many calls make a sample of about `sample_ns`, and forgets earlier rounds. Returns
 * the nanoseconds that one round of all will take. */
double act_calibrate(struct act_timed *timed, size_t count, double sample_ns);

/* `rounds` more rounds, up to ACT_MAX_ROUNDS in all. Each begins with another one of the `count`,
 * and each sample of several calls with one that is not timed, which brings the data back into the
 * caches. */
void act_time(struct act_timed *timed, size_t count, size_t rounds);

/* The median of ns. */
double act_median(const struct act_timed *timed);
/* The median over the rounds of a's time / b's time: steadier than the ratio of the medians. */
double act_ratio(const struct act_timed *a, const struct act_timed *b);

/* The median over the rounds of a's time less b's. */
double act_difference(const struct act_timed *a, const struct act_timed *b);

/* To time beside others: a chain of exactly ACT_CLOCK_CYCLES dependent operations of one cycle. */
enum { ACT_CLOCK_CYCLES = 4000 };
void act_run_clock(const void *unused);

#endif
