/* A network of layers that learns to tell classes apart: softmax, cross-entropy and Adam. */
#include "network.h"

#include <math.h>

void network_start(struct network *net, const struct unit unit[HIDDEN],
                   const size_t width[LAYERS + 1], size_t rows, uint64_t *seed) {
    const struct unit linear = {.activation = LINEAR};
    net->steps = 0;
    for (int i = 0; i < LAYERS; i++)
        layer_start(&net->layer[i], i < HIDDEN ? unit[i] : linear, width[i], width[i + 1], rows,
                    seed);
}

void network_free(struct network *net) {
    for (int i = 0; i < LAYERS; i++) layer_free(&net->layer[i]);
}

const float *network_predict(struct network *net, const float *x, size_t rows) {
    for (int i = 0; i < LAYERS; i++) {
        layer_predict(&net->layer[i], x, rows);
        x = net->layer[i].y;
    }
    return x;
}

double cross_entropy(const float *scores, const int *label, float *derivative, size_t rows,
                     size_t classes) {
    double loss = 0.0;
    for (size_t row = 0; row < rows; row++, scores += classes) {
        float top = scores[0];
        double sum = 0.0;
        for (size_t c = 1; c < classes; c++) top = scores[c] > top ? scores[c] : top;
        for (size_t c = 0; c < classes; c++) sum += exp((double)scores[c] - top);
        loss += log(sum) + ((double)top - scores[label[row]]);
        for (size_t c = 0; derivative && c < classes; c++) {
            double wanted = (int)c == label[row] ? 1.0 : 0.0;
            *derivative++ = (float)((exp((double)scores[c] - top) / sum - wanted) / (double)rows);
        }
    }
    return loss;
}

double network_gradient(struct network *net, const float *x, const int *label, size_t rows) {
    struct layer *layer = net->layer, *last = &layer[LAYERS - 1];
    for (int i = 0; i < LAYERS; i++) layer_forward(&layer[i], i ? layer[i - 1].y : x, rows);
    double loss = cross_entropy(last->y, label, last->dy, rows, last->outputs);
    for (int i = LAYERS - 1; i > 0; i--)
        layer_backward(&layer[i], layer[i - 1].y, layer[i - 1].dy, rows);
    layer_backward(&layer[0], x, NULL, rows);
    return loss;
}

/* `rate` has the correction for the first steps in it. */
static void adam(struct tensor *tensor, float rate) {
    const float keep1 = 0.9f, keep2 = 0.999f;
    for (size_t i = 0; i < tensor->count; i++) {
        float d = tensor->gradient[i];
        tensor->mean[i] += (1.0f - keep1) * (d - tensor->mean[i]);
        tensor->square[i] += (1.0f - keep2) * (d * d - tensor->square[i]);
        tensor->value[i] -= rate * tensor->mean[i] / (sqrtf(tensor->square[i]) + 1e-7f);
    }
}

void network_learn(struct network *net, float rate) {
    const float steps = (float)++net->steps;
    rate *= sqrtf(1.0f - powf(0.999f, steps)) / (1.0f - powf(0.9f, steps));
    for (int i = 0; i < LAYERS; i++) {
        struct layer *layer = &net->layer[i];
        adam(&layer->weight, rate);
        adam(&layer->bias, rate);
        adam(&layer->learnt, rate);
        layer_update_params(layer);
    }
}
