/* The list of activations as a table, for the programs that print headers from it. */
#ifndef ACT_ACTIVATION_LIST_H
#define ACT_ACTIVATION_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct param {
    const char *name;
    float value;
};

struct row {
    const char *name;
    struct param params[3]; /* the last one has no name */
    const char *valid;
    const char *bound;
    bool learns;
    const char *inverse; /* the condition on the parameters, NULL if f' cannot be had from y */
    const char *loss;
    const char *formula;
    const char *edges;
};

/* clang-format off */
#define PARAMS0 {NULL, 0}
#define PARAMS1(p, dp) {#p, dp}
#define PARAMS2(p, dp, q, dq) {#p, dp}, {#q, dq}
/* clang-format on */
#define FIXED                               false
#define LEARNS                              true
#define FROM_X                              NULL, NULL
#define FROM_OUTPUT(loops, condition, loss) #condition, loss
#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, formula, edges)             \
    {#name, {params}, #valid, #bound, learns, inverse, formula, edges},
static const struct row rows[] = {
#include "activations.def"
};
enum { ROWS = sizeof rows / sizeof rows[0] };

#endif
