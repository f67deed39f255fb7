/* Compares the gradient of a network with differences of its loss. */
#include "check_gradients.h"
#include "random.h"

#include <actfast/actfast.h>

#include <math.h>
#include <stdio.h>

enum { ROWS = 8, WIDTH1 = 6, WIDTH2 = 5 };

static const float LONGEST = 0x1p-4f, SHORTEST = 0x1p-13f; /* steps of the differences */

/* A gradient may be off by a fiftieth: the mistakes that one makes are far larger, and kinks closer
 * than the shortest step, which only a seed in many meets, seldom make more. The float scores leave
 * the loss uncertain by some 1e-7, which is 1e-5 in a difference over a middling step. */
static const double ALLOWED = 0.02, NOISE = 1e-5;

struct batch {
    float image[ROWS * PIXELS];
    int label[ROWS];
};

static double mean_loss(struct network *net, const struct batch *batch) {
    const float *scores = network_predict(net, batch->image, ROWS);
    return cross_entropy(scores, batch->label, NULL, ROWS, CLASSES) / ROWS;
}

/* The mean loss with another number in place of *value. */
static double loss_at(struct network *net, struct layer *layer, float *value, float number,
                      const struct batch *batch) {
    const float kept = *value;
    *value = number;
    layer_update_params(layer);
    double loss = mean_loss(net, batch);
    *value = kept;
    layer_update_params(layer);
    return loss;
}

/* The derivative of the loss in *value by central differences. Of several steps the one counts
 * whose two halves agree best: a long one spreads the rounding errors of the float scores, a short
 * one does not reach a kink or a jump of the activation. */
static double difference(struct network *net, struct layer *layer, float *value,
                         const struct batch *batch) {
    const float at = *value;
    const double middle = mean_loss(net, batch);
    double best = 0.0, discord = INFINITY;
    for (float step = LONGEST; step >= SHORTEST; step /= 8) {
        const float high = at + step, low = at - step;
        double up = loss_at(net, layer, value, high, batch) - middle;
        double down = middle - loss_at(net, layer, value, low, batch);
        double apart = fabs(up / ((double)high - at) - down / ((double)at - low));
        if (!(apart < discord)) continue;
        discord = apart;
        best = (up + down) / ((double)high - low);
    }
    return best;
}

/* How far off the gradient of a tensor is, as a part of its length and what noise may add. */
static double tensor_error(struct network *net, struct layer *layer, const struct tensor *tensor,
                           const struct batch *batch) {
    double error = 0.0, length = 0.0;
    for (size_t i = 0; i < tensor->count; i++) {
        double wanted = difference(net, layer, &tensor->value[i], batch);
        error += pow(tensor->gradient[i] - wanted, 2);
        length += pow(wanted, 2);
    }
    return sqrt(error) / (sqrt(length) + NOISE * sqrt((double)tensor->count) / ALLOWED);
}

/* Biases start at 0 and parameters at their defaults, where a mistake may not show. */
static void disturb(struct layer *layer, uint64_t *seed) {
    for (size_t i = 0; i < layer->bias.count; i++)
        layer->bias.value[i] = 0.5f * random_sign_unit(seed);
    for (size_t i = 0; i < layer->learnt.count; i++)
        layer->learnt.value[i] += 0.5f * random_sign_unit(seed);
    layer_update_params(layer);
}

bool check_gradients(const struct digits *digits, const struct unit unit[HIDDEN], uint64_t seed) {
    static const size_t width[LAYERS + 1] = {PIXELS, WIDTH1, WIDTH2, CLASSES};
    static struct network net;
    struct batch batch;
    digits_gather(digits, digits->order, ROWS, batch.image, batch.label);
    network_start(&net, unit, width, ROWS, &seed);
    for (int i = 0; i < LAYERS; i++) disturb(&net.layer[i], &seed);
    network_gradient(&net, batch.image, batch.label, ROWS);
    double worst = 0.0;
    printf("%-16s", actfast_activation_name(unit[0].activation));
    for (int i = 0; i < LAYERS; i++) {
        struct layer *layer = &net.layer[i];
        const struct tensor *tensor[] = {&layer->weight, &layer->bias, &layer->learnt};
        for (int t = 0; t < 3; t++) {
            if (!tensor[t]->count) continue;
            double error = tensor_error(&net, layer, tensor[t], &batch);
            printf(" %8.1e", error);
            worst = error <= worst ? worst : error; /* NaN counts as the worst */
        }
    }
    network_free(&net);
    printf("%s\n", worst <= ALLOWED ? "" : "   WRONG");
    return worst <= ALLOWED;
}
