/* The options that the benchmark programs have in common. */
#ifndef ACT_OPTIONS_H
#define ACT_OPTIONS_H

#include <stdbool.h>

#include "job.h"

struct act_options {
    enum act_inputs inputs; /* --inputs=normal or wide */
    int cpu;                /* --cpu=N: where to stay; negative: where the program was started */
    double seconds; /* --seconds=S: what the whole run may take, roughly; no option if negative */
};

/* What --help says of the first two, which all have. */
#define ACT_OPTIONS_HELP                                                                           \
    "  --inputs=KIND  normal: drawn from N(0, 2.5), the default; wide: from U[-120, 120], where\n" \
    "                 results become subnormal and slow kernels show it\n"                         \
    "  --cpu=NUMBER   the CPU to stay on; where the program was started if left out\n"

extern const struct act_options act_default_options;

/* Takes these options out of the command line and leaves the others in it; false, with a message,
 * when the value of one is not valid. */
bool act_take_options(int *argc, char **argv, struct act_options *options);

#endif
