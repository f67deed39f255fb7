/* How a layer calls the library: forward, backward, and the gradient of a parameter. */
#include "layer.h"
#include "fail.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>

/* ---- What an activation can do: a call for 0 elements asks without computing ---- */

bool unit_learns(int activation) {
    double dp[2];
    return !actfast_param_grad_f32(NULL, activation, NULL, NULL, NULL, 0, dp);
}

bool unit_inverts(int activation) {
    return !actfast_backward_from_output_f32(NULL, activation, NULL, NULL, NULL, NULL, 0);
}

/* b of squareplus, beta of softplus and alpha of celu have to be above 0. */
static bool must_be_positive(const struct layer *layer) {
    const float params[2] = {-layer->params[0], layer->params[1]};
    return actfast_forward_f32(NULL, layer->unit.activation, params, NULL, NULL, 0) ==
           ACTFAST_ERR_PARAM;
}

/* ---- Start and end ---- */

static void start_tensor(struct tensor *tensor, size_t count) {
    float *room = zeroed(4 * count, sizeof *room);
    *tensor = (struct tensor){room, room + count, room + 2 * count, room + 3 * count, count};
}

static void start_params(struct layer *layer) {
    for (int i = 0; i < 2; i++)
        layer->params[i] = actfast_activation_param_default(layer->unit.activation, i);
    if (!layer->unit.learns) return;
    start_tensor(&layer->learnt, 1);
    layer->learns_log = must_be_positive(layer);
    *layer->learnt.value = layer->learns_log ? logf(layer->params[0]) : layer->params[0];
    layer_update_params(layer);
}

static enum keep choose_keep(struct unit unit) {
    if (unit.gated || unit.learns || unit.activation == LINEAR) return KEEP_Z;
    if (unit.keep != KEEP_BEST) return unit.keep;
    return unit_inverts(unit.activation) ? KEEP_Y : KEEP_Z;
}

void layer_start(struct layer *layer, struct unit unit, size_t inputs, size_t outputs, size_t rows,
                 uint64_t *seed) {
    *layer = (struct layer){.unit = unit, .inputs = inputs, .outputs = outputs};
    layer->unit.keep = choose_keep(unit);
    layer->columns = unit.gated ? 2 * outputs : outputs;
    start_tensor(&layer->weight, inputs * layer->columns);
    start_tensor(&layer->bias, layer->columns);
    if (unit.activation != LINEAR) start_params(layer);
    layer->z = zeroed(rows * layer->columns, sizeof *layer->z);
    layer->dy = zeroed(rows * outputs, sizeof *layer->dy);
    bool alone = unit.activation == LINEAR || layer->unit.keep == KEEP_Y;
    layer->y = alone ? layer->z : zeroed(rows * outputs, sizeof *layer->y);
    if (layer->unit.keep == KEEP_SLOPE) layer->slope = zeroed(rows * outputs, sizeof *layer->slope);
    /* He's uniform start: keeps the size of the signal through layers of rectifiers. */
    float range = sqrtf(6.0f / (float)inputs);
    for (size_t i = 0; i < layer->weight.count; i++)
        layer->weight.value[i] = range * random_sign_unit(seed);
}

void layer_free(struct layer *layer) {
    free(layer->weight.value);
    free(layer->bias.value);
    free(layer->learnt.value);
    if (layer->y != layer->z) free(layer->y);
    free(layer->z);
    free(layer->dy);
    free(layer->slope);
    *layer = (struct layer){0};
}

/* ---- Forward ---- */

/* z = x W, with the bias or, where the library adds it, without. */
static void multiply(struct layer *layer, const float *x, const float *bias, size_t rows) {
    affine(x, layer->weight.value, bias, layer->z, rows, layer->inputs, layer->columns);
}

/* y = f(z_gate)*z_up, both halves of a row of z. */
static void forward_gated(struct layer *layer, size_t rows) {
    double start = now();
    must(actfast_gated_rows_f32(NULL, layer->unit.activation, layer->params, layer->z, layer->y,
                                rows, layer->outputs, layer->columns, layer->outputs));
    stopwatch_stop(&layer->forward, start, rows * layer->outputs);
}

/* The cheapest way to y: the bias is added on the way to f, and nothing else is left behind. y may
 * be z. */
static void forward_biased(struct layer *layer, size_t rows) {
    double start = now();
    must(actfast_bias_rows_f32(NULL, layer->unit.activation, layer->params, layer->z,
                               layer->bias.value, layer->y, rows, layer->outputs, layer->outputs,
                               layer->outputs));
    stopwatch_stop(&layer->forward, start, rows * layer->outputs);
}

static void forward_keeping(struct layer *layer, size_t rows) {
    const int f = layer->unit.activation;
    const size_t n = rows * layer->outputs;
    double start = now();
    if (layer->unit.keep == KEEP_SLOPE)
        must(actfast_value_and_grad_f32(NULL, f, layer->params, layer->z, layer->y, layer->slope,
                                        n));
    else
        must(actfast_forward_f32(NULL, f, layer->params, layer->z, layer->y, n));
    stopwatch_stop(&layer->forward, start, n);
}

void layer_predict(struct layer *layer, const float *x, size_t rows) {
    if (layer->unit.activation == LINEAR) {
        multiply(layer, x, layer->bias.value, rows);
    } else if (layer->unit.gated) {
        multiply(layer, x, layer->bias.value, rows);
        forward_gated(layer, rows);
    } else {
        multiply(layer, x, NULL, rows);
        forward_biased(layer, rows);
    }
}

void layer_forward(struct layer *layer, const float *x, size_t rows) {
    const bool plain = layer->unit.activation != LINEAR && !layer->unit.gated;
    if (!plain || layer->unit.keep == KEEP_Y) {
        layer_predict(layer, x, rows); /* which leaves all that backward needs */
    } else {
        multiply(layer, x, layer->bias.value, rows);
        forward_keeping(layer, rows);
    }
}

/* ---- Backward ---- */

/* From dp, the gradient of the parameter, to that of the learnt number: the parameter is the number
 * itself, or exp(number), whose derivative is the parameter. */
static void learn_from(struct layer *layer, double dp) {
    layer->learnt.gradient[0] = (float)(layer->learns_log ? dp * layer->params[0] : dp);
}

/* dy becomes dz. */
static void backward_plain(struct layer *layer, size_t rows) {
    const int f = layer->unit.activation;
    const size_t n = rows * layer->outputs;
    float *dy = layer->dy;
    double dp[2], start = now();
    if (layer->unit.learns) {
        must(actfast_param_grad_f32(NULL, f, layer->params, layer->z, dy, n, dp));
        learn_from(layer, dp[0]);
    }
    if (layer->unit.keep == KEEP_Y)
        must(actfast_backward_from_output_f32(NULL, f, layer->params, layer->y, dy, dy, n));
    else if (layer->unit.keep == KEEP_SLOPE)
        for (size_t i = 0; i < n; i++) dy[i] *= layer->slope[i];
    else
        must(actfast_backward_f32(NULL, f, layer->params, layer->z, dy, dy, n));
    stopwatch_stop(&layer->backward, start, n);
}

/* The part of one row in the gradient of the parameter. y = f(gate)*up, so f is weighted by dy*up;
 * `product` is room for that. */
static double row_param_grad(struct layer *layer, const float *gate, const float *dy,
                             float *product) {
    const size_t n = layer->outputs;
    const float *up = gate + n;
    double dp[2];
    for (size_t i = 0; i < n; i++) product[i] = dy[i] * up[i];
    must(actfast_param_grad_f32(NULL, layer->unit.activation, layer->params, gate, product, n, dp));
    return dp[0];
}

/* z becomes dz: the library lets dgate be gate and dup be up. y is not needed any more. */
static void backward_gated(struct layer *layer, size_t rows) {
    const size_t n = layer->outputs;
    double start = now(), dp = 0.0;
    for (size_t row = 0; row < rows; row++) {
        float *gate = layer->z + row * layer->columns, *up = gate + n;
        const float *dy = layer->dy + row * n;
        if (layer->unit.learns) dp += row_param_grad(layer, gate, dy, layer->y);
        must(actfast_gated_backward_f32(NULL, layer->unit.activation, layer->params, gate, up, dy,
                                        gate, up, n));
    }
    if (layer->unit.learns) learn_from(layer, dp);
    stopwatch_stop(&layer->backward, start, rows * n);
}

void layer_backward(struct layer *layer, const float *x, float *dx, size_t rows) {
    const float *dz = layer->dy;
    if (layer->unit.gated) {
        backward_gated(layer, rows);
        dz = layer->z;
    } else if (layer->unit.activation != LINEAR) {
        backward_plain(layer, rows);
    }
    affine_backward(x, &layer->weight, &layer->bias, dz, dx, rows);
}

/* exp(±80) is far inside the positive normal floats, which are what squareplus takes for b. */
void layer_update_params(struct layer *layer) {
    if (!layer->unit.learns) return;
    float number = *layer->learnt.value;
    if (layer->learns_log) number = *layer->learnt.value = fminf(fmaxf(number, -80.0f), 80.0f);
    layer->params[0] = layer->learns_log ? expf(number) : number;
}
