/* A layer of a network, whose activation f is the library's: y = f(x W + bias); or gated,
 * y = f(x W_gate + bias_gate)*(x W_up + bias_up), which is SwiGLU for silu and GEGLU for gelu; or
 * linear, y = x W + bias, as the last one is. */
#ifndef EXAMPLES_LAYER_H
#define EXAMPLES_LAYER_H

#include "affine.h"
#include "stopwatch.h"

#include <stdbool.h>
#include <stdint.h>

/* What the forward pass keeps for the backward pass. z is what f is applied to. */
enum keep {
    KEEP_BEST,  /* y where that is enough, else z */
    KEEP_Z,     /* z and y: f'(z) is computed when it is needed */
    KEEP_SLOPE, /* y and f'(z): computed with y, from the same exponential */
    KEEP_Y      /* y alone, in the place of z: for those f of which y tells f'(z) */
};

enum { LINEAR = -1 }; /* the activation of a layer that has none */

struct unit {
    int activation;
    bool gated;
    bool learns; /* the first parameter of the activation, one for the layer */
    enum keep keep;
};

/* dy is the derivative of the loss with respect to y. Matrices are by row. */
struct layer {
    struct unit unit;
    size_t inputs, outputs;
    size_t columns; /* of W: outputs, or twice as many if gated: gate, then up */
    struct tensor weight, bias;
    struct tensor learnt; /* one number, from which params[0] follows, or none */
    bool learns_log;      /* that number is log(params[0]), and params[0] stays above 0 */
    float params[2];      /* of the activation */
    float *z;             /* rows*columns */
    float *y, *dy;        /* rows*outputs; y is z if the layer keeps y alone */
    float *slope;         /* rows*outputs, if it keeps that */
    struct stopwatch forward, backward;
};

/* Whether an activation has a parameter to learn, and whether y tells its f'(z). */
bool unit_learns(int activation);
bool unit_inverts(int activation);

/* Random weights, and room for so many rows. */
void layer_start(struct layer *layer, struct unit unit, size_t inputs, size_t outputs, size_t rows,
                 uint64_t *seed);
void layer_free(struct layer *layer);

/* Fills y. After layer_predict there is no way back. */
void layer_predict(struct layer *layer, const float *x, size_t rows);
void layer_forward(struct layer *layer, const float *x, size_t rows);

/* From dy, which it overwrites, the gradients and, unless NULL, dx. */
void layer_backward(struct layer *layer, const float *x, float *dx, size_t rows);

/* To be called when the learnt number has changed. */
void layer_update_params(struct layer *layer);

#endif
