/* The options that the benchmark programs have in common. */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct act_options act_default_options = {ACT_INPUTS_NORMAL, -1, -1};

/* What follows `name` in the argument; NULL if it is another option. */
static const char *value_of(const char *argument, const char *name) {
    const size_t length = strlen(name);
    return strncmp(argument, name, length) ? NULL : argument + length;
}

/* A number in [low, high] and nothing else. */
static bool number(const char *text, double low, double high, double *result) {
    char *end;
    *result = strtod(text, &end);
    return end != text && !*end && *result >= low && *result <= high;
}

enum taken { NOT_OURS, TAKEN, WRONG };

static enum taken take(const char *argument, struct act_options *o) {
    const char *value;
    double parsed;
    if ((value = value_of(argument, "--inputs=")))
        return act_inputs_find(value, &o->inputs) ? TAKEN : WRONG;
    if ((value = value_of(argument, "--cpu="))) {
        if (!number(value, 0, 1023, &parsed)) return WRONG;
        o->cpu = (int)parsed;
        return TAKEN;
    }
    if (o->seconds >= 0 && (value = value_of(argument, "--seconds=")))
        return number(value, 0, 1e6, &o->seconds) ? TAKEN : WRONG;
    return NOT_OURS;
}

bool act_take_options(int *argc, char **argv, struct act_options *options) {
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        const enum taken taken = take(argv[i], options);
        if (taken == WRONG) {
            fprintf(stderr, "%s: %s is not valid; --help says what is\n", argv[0], argv[i]);
            return false;
        }
        if (taken == NOT_OURS) argv[kept++] = argv[i];
    }
    *argc = kept;
    argv[kept] = NULL;
    return true;
}
