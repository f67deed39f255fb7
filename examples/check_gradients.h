/* Compares the gradient of a network with differences of its loss. */
#ifndef EXAMPLES_CHECK_GRADIENTS_H
#define EXAMPLES_CHECK_GRADIENTS_H

#include "digits.h"
#include "network.h"

/* For a small network with such hidden layers, on a few of the images: prints a line, and returns
 * whether every weight, bias and learnt number has the gradient that it should. The loss must be
 * continuous: f must not jump. */
bool check_gradients(const struct digits *digits, const struct unit unit[HIDDEN], uint64_t seed);

#endif
