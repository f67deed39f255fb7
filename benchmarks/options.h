/* The options that the benchmark programs have in common. */
#ifndef ACT_OPTIONS_H
#define ACT_OPTIONS_H

#include <stdbool.h>

#include "job.h"

struct act_options {
    enum act_inputs inputs; /* --inputs=normal or wide */
    int cpu;                /* --cpu=N: where to stay; negative: where the program was started */
    double seconds;         /* --seconds=S: what the whole run may take, roughly */
};

extern const struct act_options act_default_options;

/* Takes these options out of the command line and leaves the others in it; false, with a message,
 * when the value of one is not valid. */
bool act_take_options(int *argc, char **argv, struct act_options *options);

#endif
