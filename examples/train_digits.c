/* Trains a small network on hand-written digits once with each activation of the library, and
 * prints how well it learnt and what the activation cost. How a layer calls the library is in
 * layer.c; from there to here nothing knows which activation it is. */
#include <actfast/actfast.h>

#include "check_gradients.h"
#include "digits.h"
#include "fail.h"
#include "network.h"
#include "options.h"
#include "random.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

enum {
    HIDDEN1 = 48,
    HIDDEN2 = 32,
    BATCH = 32,
    LAST_REQUIRED = ACTFAST_MISH /* the activations that must reach the minimum end here */
};

static const float LEARNING_RATE = 0.004f; /* at the start; it falls to 0 linearly */

struct result {
    double percent;       /* of the hold-out that it gets right */
    double loss;          /* of the last epoch, the mean */
    double seconds;       /* in the activation */
    double ns;            /* for an element and a pass, typically */
    float learnt[HIDDEN]; /* the parameters of the hidden layers */
};

/* The two hidden layers as the options want them. Left to choose, they show the two ways to spare a
 * second exponential or a second buffer: the first keeps f'(z), the second y alone where that will
 * do. */
static void fill_units(struct unit unit[HIDDEN], const struct options *options, int activation) {
    for (int i = 0; i < HIDDEN; i++) {
        unit[i] = options->unit;
        unit[i].activation = activation;
    }
    if (options->unit.keep == KEEP_BEST) unit[0].keep = KEEP_SLOPE;
}

/* ---- Training ---- */

static int batch_size(int left) { return left < BATCH ? left : BATCH; }

/* The mean loss of one pass over the images that are not held out. */
static double train_epoch(struct network *net, const struct digits *digits, const int *order,
                          float rate) {
    const int count = digits->count - digits->holdout;
    float x[BATCH * PIXELS];
    int label[BATCH];
    double loss = 0.0;
    for (int i = 0; i < count; i += BATCH) {
        int rows = batch_size(count - i);
        digits_gather(digits, order + i, rows, x, label);
        loss += network_gradient(net, x, label, (size_t)rows);
        network_learn(net, rate);
    }
    return loss / count;
}

static bool is_right(const float *score, int label) {
    int best = 0;
    for (int c = 1; c < CLASSES; c++) best = score[c] > score[best] ? c : best;
    /* A network that has diverged scores NaN, which is no answer. */
    return best == label && !isnan(score[best]);
}

static double holdout_percent(struct network *net, const struct digits *digits) {
    const int *order = digits->order + (digits->count - digits->holdout);
    float x[BATCH * PIXELS];
    int label[BATCH], right = 0;
    for (int i = 0; i < digits->holdout; i += BATCH) {
        int rows = batch_size(digits->holdout - i);
        digits_gather(digits, order + i, rows, x, label);
        const float *scores = network_predict(net, x, (size_t)rows);
        for (int row = 0; row < rows; row++) right += is_right(scores + row * CLASSES, label[row]);
    }
    return 100.0 * right / digits->holdout;
}

static struct result result_of(struct network *net, double percent, double loss) {
    struct result result = {.percent = percent, .loss = loss};
    double elements = 0.0;
    for (int i = 0; i < HIDDEN; i++) {
        struct stopwatch *f = &net->layer[i].forward, *b = &net->layer[i].backward;
        result.learnt[i] = net->layer[i].params[0];
        result.seconds += f->seconds + b->seconds;
        result.ns += stopwatch_typical_ns(f) + stopwatch_typical_ns(b);
        elements += f->elements + b->elements;
    }
    result.ns /= elements;
    return result;
}

/* On a terminal every epoch, in place; else, of what is learnt besides weights, every tenth part. */
static void show_epoch(const struct network *net, int epoch, int epochs, double loss) {
    const struct unit *unit = &net->layer[0].unit;
    const bool tty = isatty(STDERR_FILENO), tenth = epoch * 10 / epochs > (epoch - 1) * 10 / epochs;
    if (!tty && !(unit->learns && tenth)) return;
    fprintf(stderr, "%s%-16s epoch %d of %d, loss %.4f", tty ? "\r" : "",
            actfast_activation_name(unit->activation), epoch, epochs, loss);
    if (unit->learns)
        fprintf(stderr, ", %s %.4f %.4f", actfast_activation_param_name(unit->activation, 0),
                net->layer[0].params[0], net->layer[1].params[0]);
    if (!tty || (unit->learns && tenth)) fputc('\n', stderr);
}

/* Same seed, so the same first weights and the same batches, whatever the activation. */
static struct result train(const struct digits *digits, const struct options *options, int id) {
    static const size_t width[LAYERS + 1] = {PIXELS, HIDDEN1, HIDDEN2, CLASSES};
    static struct network net;
    struct unit unit[HIDDEN];
    const int count = digits->count - digits->holdout;
    int *order = zeroed((size_t)count, sizeof *order);
    uint64_t seed = options->seed;
    double loss = 0.0, start = now();
    memcpy(order, digits->order, (size_t)count * sizeof *order);
    fill_units(unit, options, id);
    network_start(&net, unit, width, BATCH, &seed);
    for (int epoch = 1; epoch <= options->epochs; epoch++) {
        shuffle(order, count, &seed);
        float left = (float)(options->epochs - epoch + 1) / (float)options->epochs;
        loss = train_epoch(&net, digits, order, LEARNING_RATE * left);
        show_epoch(&net, epoch, options->epochs, loss);
    }
    struct result result = result_of(&net, holdout_percent(&net, digits), loss);
    free(order);
    network_free(&net);
    fprintf(stderr, "%s%-16s %d epochs in %.1f s, loss %.4f, hold-out %.2f %%\n",
            isatty(STDERR_FILENO) ? "\r" : "", actfast_activation_name(id), options->epochs,
            now() - start, loss, result.percent);
    return result;
}

/* ---- What comes of it ---- */

/* Prints the row; whether the activation had to reach the minimum and did not. */
static bool print_row(int id, const struct result *result, const struct options *options) {
    bool below = id <= LAST_REQUIRED && !(result->percent >= options->minimum);
    printf("%-16s %9.2f %15.2f %15.3f", actfast_activation_name(id), result->percent,
           1e3 * result->seconds, result->ns);
    if (options->unit.learns)
        printf("   %s %.4f %.4f", actfast_activation_param_name(id, 0), result->learnt[0],
               result->learnt[1]);
    printf("%s\n", below ? "   below the minimum" : "");
    return below;
}

/* How many stay below the minimum. */
static int train_all(const struct digits *digits, const struct options *options) {
    static struct result result[MAX_ACTIVATIONS];
    int below = 0;
    printf("%d digits, %d of them held out; %d -> %d -> %d -> %d%s, batches of %d, %d epochs, "
           "seed %llu\n",
           digits->count, digits->holdout, PIXELS, HIDDEN1, HIDDEN2, CLASSES,
           options->unit.gated ? ", gated" : "", BATCH, options->epochs,
           (unsigned long long)options->seed);
    fflush(stdout);
    for (int id = 0; id < MAX_ACTIVATIONS; id++)
        if (options->chosen[id]) result[id] = train(digits, options, id);
    printf("\n%-16s %9s %15s %15s%s\n", "activation", "hold-out", "activation, ms",
           "ns per element", options->unit.learns ? "   learnt, layer by layer" : "");
    for (int id = 0; id < MAX_ACTIVATIONS; id++)
        if (options->chosen[id]) below += print_row(id, &result[id], options);
    printf("\nAn element is one float of a hidden layer on its way forward, or backward.\n");
    if (below) printf("%d below %g %%\n", below, options->minimum);
    return below;
}

/* How many have a gradient that is wrong. */
static int check_all(const struct digits *digits, const struct options *options) {
    int wrong = 0;
    printf("Errors of the gradients, layer by layer: weights, biases%s\n",
           options->unit.learns ? ", learnt parameter" : "");
    for (int id = 0; id < MAX_ACTIVATIONS; id++) {
        struct unit unit[HIDDEN];
        if (!options->chosen[id]) continue;
        fill_units(unit, options, id);
        wrong += !check_gradients(digits, unit, options->seed);
    }
    printf("%d wrong\n", wrong);
    return wrong;
}

int main(int argc, char **argv) {
    struct options options = options_read(argc, argv);
    struct digits digits = {0};
    printf("actfast %s, backend %s %s\n", actfast_version_string(), actfast_backend_isa(NULL),
           actfast_backend_accuracy(NULL));
    digits_read(&digits, options.data);
    digits_split(&digits, options.seed);
    int bad = options.check_gradients ? check_all(&digits, &options) : train_all(&digits, &options);
    digits_free(&digits);
    return bad ? 1 : 0;
}
