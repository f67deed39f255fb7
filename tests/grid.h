/* The parameters for which the accuracy bounds are claimed: the defaults and a small grid. */
#ifndef ACTFAST_TESTS_GRID_H
#define ACTFAST_TESTS_GRID_H

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { GRID_MAX = 8 };

struct grid {
    const char *name;
    int params; /* how many parameters the activation has */
    int count;  /* how many sets of them; the first one is the default */
    float sets[GRID_MAX][2];
};

static const struct grid grid_table[] = {
    {"leaky_relu", 1, 1, {{0.01f}}},
    {"squareplus", 1, 5, {{4}, {1}, {1.52382103f}, {1.92181206f}, {100}}},
    {"softplus",
     2,
     8,
     {{1, 20},
      {0.5f, 20},
      {2, 20},
      {10, 20},
      {1, INFINITY},
      {0.5f, INFINITY},
      {2, INFINITY},
      {10, INFINITY}}},
    {"swish", 1, 5, {{1}, {-1}, {0.5f}, {1.702f}, {10}}},
    {"elu", 1, 1, {{1}}},
    {"celu", 1, 1, {{1}}},
    {"hard_sigmoid", 2, 1, {{(float)(1.0 / 6), 0.5f}}},
    {"hard_tanh", 2, 1, {{-1, 1}}},
    {"softshrink", 1, 1, {{0.5f}}},
    {"hardshrink", 1, 1, {{0.5f}}},
    {"thresholded_relu", 1, 1, {{1}}},
};

/* Any other name has no parameters and one, empty, set of them. */
static inline const struct grid *grid_of(const char *name) {
    static const struct grid none = {"", 0, 1, {{0}}};
    for (size_t i = 0; i < sizeof grid_table / sizeof grid_table[0]; i++)
        if (strcmp(grid_table[i].name, name) == 0) return &grid_table[i];
    return &none;
}

#endif
