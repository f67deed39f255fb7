/* A network of layers that learns to tell classes apart: softmax, cross-entropy and Adam. */
#ifndef EXAMPLES_NETWORK_H
#define EXAMPLES_NETWORK_H

#include "layer.h"

enum { HIDDEN = 2, LAYERS = HIDDEN + 1 };

struct network {
    struct layer layer[LAYERS];
    int steps;
};

/* width: of the input, of the hidden layers, which are made of unit[0] and unit[1], and of the
 * scores. */
void network_start(struct network *net, const struct unit unit[HIDDEN],
                   const size_t width[LAYERS + 1], size_t rows, uint64_t *seed);
void network_free(struct network *net);

/* The scores of each row: a row's largest is the network's answer. Valid until the next call. */
const float *network_predict(struct network *net, const float *x, size_t rows);

/* Fills the gradient of every tensor, that of the mean loss; the summed loss. */
double network_gradient(struct network *net, const float *x, const int *label, size_t rows);

/* The summed cross-entropy of softmax(scores) and, unless NULL, the derivatives of its mean. */
double cross_entropy(const float *scores, const int *label, float *derivative, size_t rows,
                     size_t classes);

/* One step of Adam down the gradient. */
void network_learn(struct network *net, float rate);

#endif
