/* What train_digits can be asked to do. */
#ifndef EXAMPLES_OPTIONS_H
#define EXAMPLES_OPTIONS_H

#include "layer.h"

enum { MAX_ACTIVATIONS = 256 };

struct options {
    bool chosen[MAX_ACTIVATIONS]; /* the activations to train with */
    struct unit unit;             /* the hidden layers, but for the activation */
    bool check_gradients;         /* instead of training */
    int epochs;
    uint64_t seed;
    double minimum; /* percent */
    const char *data;
};

/* Exits with status 2, and says why, unless all of it makes sense. */
struct options options_read(int argc, char **argv);

#endif
