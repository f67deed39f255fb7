/* Trains a small network on hand-written digits once with each activation of the library, and
 * prints how well it learnt and what the activation cost. Both hidden layers go through libactfast
 * alone, in the two ways a framework would: layer 1 keeps f'(x) from the forward pass, layer 2
 * keeps x and asks for the backward pass. */
#include <actfast/actfast.h>

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The digits unless --data says otherwise: where they were when this was built, or else below the
 * directory that it runs in. */
#define LOCAL_DIGITS_CSV "./examples/data/digits.csv"
#ifndef DIGITS_CSV
#    define DIGITS_CSV LOCAL_DIGITS_CSV
#endif

enum {
    PIXELS = 64,
    HIDDEN1 = 48,
    HIDDEN2 = 32,
    CLASSES = 10,
    BATCH = 32,
    MAX_WEIGHTS = (PIXELS + 1) * HIDDEN1, /* of the largest layer, its biases included */
    MAX_ACTIVATIONS = 256,
    LAST_REQUIRED = ACTFAST_MISH /* the activations that must reach the minimum end here */
};

static const float LEARNING_RATE = 0.003f;

/* ---- Random numbers: splitmix64, so that a seed means the same everywhere ---- */

static uint64_t next_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Uniform in [-1, 1). */
static float random_sign_unit(uint64_t *state) {
    return (float)(next_random(state) >> 40) * 0x1p-23f - 1.0f;
}

static void shuffle(int *items, int count, uint64_t *state) {
    for (int i = count - 1; i > 0; i--) {
        int j = (int)(next_random(state) % (uint64_t)(i + 1));
        int kept = items[i];
        items[i] = items[j];
        items[j] = kept;
    }
}

/* ---- The digits ---- */

struct digits {
    float (*image)[PIXELS]; /* 0…1 */
    int *label;
    int *order; /* shuffled; the last `holdout` of them are never trained on */
    int count, capacity, holdout;
};

static void fail(const char *file, int line, const char *what) {
    fflush(stdout);
    if (line > 0)
        fprintf(stderr, "train_digits: %s:%d: %s\n", file, line, what);
    else
        fprintf(stderr, "train_digits: %s: %s\n", file, what);
    exit(2);
}

static void *resize(void *memory, size_t count, size_t size) {
    memory = realloc(memory, count * size);
    if (!memory) fail("digits", 0, "out of memory");
    return memory;
}

/* The number at *text, which must be plain digits and at most `limit`; -1 for anything else. */
static int read_number(char **text, int limit) {
    int value = 0;
    char *at = *text;
    for (; *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (*at - '0');
        if (value > limit) return -1;
    }
    if (at == *text) return -1;
    *text = at;
    return value;
}

/* Checks one line and appends it; what is wrong with it, or NULL. */
static const char *add_line(struct digits *digits, char *line) {
    int fields = 1;
    for (const char *c = line; *c; c++) fields += *c == ',';
    if (fields != PIXELS + 1) return "not 65 fields";
    if (digits->count == digits->capacity) {
        digits->capacity = digits->capacity ? 2 * digits->capacity : 2048;
        size_t capacity = (size_t)digits->capacity;
        digits->image = resize(digits->image, capacity, sizeof *digits->image);
        digits->label = resize(digits->label, capacity, sizeof *digits->label);
    }
    for (int i = 0; i < PIXELS; i++) {
        int value = read_number(&line, 16);
        if (value < 0 || *line++ != ',') return "a pixel is not an integer of 0 to 16";
        digits->image[digits->count][i] = (float)value / 16.0f;
    }
    int label = read_number(&line, CLASSES - 1);
    if (label < 0 || *line) return "the label is not an integer of 0 to 9";
    digits->label[digits->count++] = label;
    return NULL;
}

static void read_digits(struct digits *digits, const char *path) {
    char line[512]; /* the longest valid line has 194 characters */
    FILE *file = fopen(path, "r");
    if (!file) fail(path, 0, strerror(errno));
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        size_t length = strlen(line);
        if (length == sizeof line - 1) fail(path, number, "the line is too long");
        line[strcspn(line, "\r\n")] = '\0';
        if (digits->count == INT_MAX / 4) fail(path, number, "too many images");
        const char *wrong = add_line(digits, line);
        if (wrong) fail(path, number, wrong);
    }
    if (ferror(file)) fail(path, 0, strerror(errno));
    fclose(file);
    if (digits->count == 0) fail(path, 1, "the file is empty");
    if (digits->count < 10) fail(path, digits->count, "fewer than 10 images");
}

static void split_digits(struct digits *digits, uint64_t seed) {
    digits->order = resize(NULL, (size_t)digits->count, sizeof *digits->order);
    for (int i = 0; i < digits->count; i++) digits->order[i] = i;
    shuffle(digits->order, digits->count, &seed);
    digits->holdout = digits->count / 5;
}

/* ---- The network: 64 -> 48 -> 32 -> 10 ---- */

enum { CALLS_KEPT = 2048 };

/* What the calls of one pass took. */
struct stopwatch {
    double seconds, elements;
    size_t calls;
    double ns[CALLS_KEPT]; /* per element, of the last calls */
};

/* Weights by input, then by output, and the biases after the last input. */
struct layer {
    int inputs, outputs;
    float weight[MAX_WEIGHTS], gradient[MAX_WEIGHTS];
    float mean[MAX_WEIGHTS], square[MAX_WEIGHTS]; /* Adam's running moments of the gradient */
};

struct network {
    int activation;
    struct layer layer1, layer2, layer3;
    int steps;
    float x[BATCH * PIXELS];
    int label[BATCH];
    float z1[BATCH * HIDDEN1], y1[BATCH * HIDDEN1], g1[BATCH * HIDDEN1], d1[BATCH * HIDDEN1];
    float z2[BATCH * HIDDEN2], y2[BATCH * HIDDEN2], d2[BATCH * HIDDEN2];
    float scores[BATCH * CLASSES];
    struct stopwatch forward, value_and_grad, backward;
};

/* He's uniform start: keeps the size of the signal through layers of rectifiers. */
static void start_layer(struct layer *layer, int inputs, int outputs, uint64_t *random) {
    float range = sqrtf(6.0f / (float)inputs);
    memset(layer, 0, sizeof *layer);
    layer->inputs = inputs;
    layer->outputs = outputs;
    for (int i = 0; i < inputs * outputs; i++) layer->weight[i] = range * random_sign_unit(random);
}

static void start_network(struct network *net, int activation, uint64_t *random) {
    memset(net, 0, sizeof *net);
    net->activation = activation;
    start_layer(&net->layer1, PIXELS, HIDDEN1, random);
    start_layer(&net->layer2, HIDDEN1, HIDDEN2, random);
    start_layer(&net->layer3, HIDDEN2, CLASSES, random);
}

/* z = x W + bias for `rows` images. */
static void affine(const struct layer *layer, const float *x, float *z, int rows) {
    const int inputs = layer->inputs, outputs = layer->outputs;
    for (int row = 0; row < rows; row++, x += inputs, z += outputs) {
        for (int o = 0; o < outputs; o++) z[o] = layer->weight[inputs * outputs + o];
        for (int i = 0; i < inputs; i++) {
            const float *weight = layer->weight + i * outputs;
            for (int o = 0; o < outputs; o++) z[o] += x[i] * weight[o];
        }
    }
}

/* From dz the gradient of the weights and, unless NULL, dx. */
static void affine_backward(struct layer *layer, const float *x, const float *dz, float *dx,
                            int rows) {
    const int inputs = layer->inputs, outputs = layer->outputs;
    memset(layer->gradient, 0, sizeof layer->gradient);
    for (int row = 0; row < rows; row++, x += inputs, dz += outputs) {
        for (int i = 0; i <= inputs; i++) {
            float in = i < inputs ? x[i] : 1.0f;
            float *gradient = layer->gradient + i * outputs;
            for (int o = 0; o < outputs; o++) gradient[o] += in * dz[o];
        }
        for (int i = 0; dx && i < inputs; i++) {
            float sum = 0.0f;
            for (int o = 0; o < outputs; o++) sum += dz[o] * layer->weight[i * outputs + o];
            *dx++ = sum;
        }
    }
}

static void adam(struct layer *layer, int step) {
    const float keep1 = 0.9f, keep2 = 0.999f;
    const float rate =
        LEARNING_RATE * sqrtf(1.0f - powf(keep2, (float)step)) / (1.0f - powf(keep1, (float)step));
    for (int i = 0; i < (layer->inputs + 1) * layer->outputs; i++) {
        float d = layer->gradient[i];
        layer->mean[i] += (1.0f - keep1) * (d - layer->mean[i]);
        layer->square[i] += (1.0f - keep2) * (d * d - layer->square[i]);
        layer->weight[i] -= rate * layer->mean[i] / (sqrtf(layer->square[i]) + 1e-7f);
    }
}

/* The summed cross-entropy of softmax(scores); scores become its mean's derivatives. */
static double cross_entropy(float *scores, const int *label, int rows) {
    double loss = 0.0;
    for (int row = 0; row < rows; row++, scores += CLASSES) {
        float top = scores[0], sum = 0.0f;
        for (int c = 1; c < CLASSES; c++) top = fmaxf(top, scores[c]);
        loss -= scores[label[row]] - top;
        for (int c = 0; c < CLASSES; c++) sum += scores[c] = expf(scores[c] - top);
        loss += logf(sum);
        for (int c = 0; c < CLASSES; c++) {
            scores[c] = (scores[c] / sum - (c == label[row] ? 1.0f : 0.0f)) / (float)rows;
        }
    }
    return loss;
}

/* ---- The activation, timed ---- */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Ends a call that began at `start`. */
static void account(const struct network *net, struct stopwatch *watch, double start, int status,
                    size_t n) {
    double seconds = now() - start;
    watch->seconds += seconds;
    watch->elements += (double)n;
    watch->ns[watch->calls++ % CALLS_KEPT] = 1e9 * seconds / (double)n;
    if (status) fail(actfast_activation_name(net->activation), 0, actfast_strerror(status));
}

static void activate(struct network *net, const float *z, float *y, size_t n) {
    double start = now();
    int status = actfast_forward_f32(NULL, net->activation, NULL, z, y, n);
    account(net, &net->forward, start, status, n);
}

static void activate_keeping_slope(struct network *net, const float *z, float *y, float *g,
                                   size_t n) {
    double start = now();
    int status = actfast_value_and_grad_f32(NULL, net->activation, NULL, z, y, g, n);
    account(net, &net->value_and_grad, start, status, n);
}

/* d: from the derivative with respect to y to that with respect to z, in place. */
static void activate_backward(struct network *net, const float *z, float *d, size_t n) {
    double start = now();
    int status = actfast_backward_f32(NULL, net->activation, NULL, z, d, d, n);
    account(net, &net->backward, start, status, n);
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nanoseconds for all elements as if each call had taken the median: on a busy machine a few calls
 * are interrupted for longer than all others take together. */
static double typical_ns(struct stopwatch *watch) {
    size_t kept = watch->calls < CALLS_KEPT ? watch->calls : CALLS_KEPT;
    qsort(watch->ns, kept, sizeof *watch->ns, compare_numbers);
    return watch->elements * watch->ns[kept / 2];
}

/* ---- Training ---- */

static void load_batch(struct network *net, const struct digits *digits, const int *order,
                       int rows) {
    for (int row = 0; row < rows; row++) {
        memcpy(net->x + row * PIXELS, digits->image[order[row]], sizeof *digits->image);
        net->label[row] = digits->label[order[row]];
    }
}

/* One step on the loaded batch; its summed loss. */
static double train_batch(struct network *net, int rows) {
    const size_t n1 = (size_t)rows * HIDDEN1, n2 = (size_t)rows * HIDDEN2;
    affine(&net->layer1, net->x, net->z1, rows);
    activate_keeping_slope(net, net->z1, net->y1, net->g1, n1);
    affine(&net->layer2, net->y1, net->z2, rows);
    activate(net, net->z2, net->y2, n2);
    affine(&net->layer3, net->y2, net->scores, rows);
    double loss = cross_entropy(net->scores, net->label, rows);

    affine_backward(&net->layer3, net->y2, net->scores, net->d2, rows);
    activate_backward(net, net->z2, net->d2, n2);
    affine_backward(&net->layer2, net->y1, net->d2, net->d1, rows);
    for (size_t i = 0; i < n1; i++) net->d1[i] *= net->g1[i];
    affine_backward(&net->layer1, net->x, net->d1, NULL, rows);

    net->steps++;
    adam(&net->layer1, net->steps);
    adam(&net->layer2, net->steps);
    adam(&net->layer3, net->steps);
    return loss;
}

/* How many of the loaded batch the network gets right. */
static int count_right(struct network *net, int rows) {
    int right = 0;
    affine(&net->layer1, net->x, net->z1, rows);
    activate(net, net->z1, net->y1, (size_t)rows * HIDDEN1);
    affine(&net->layer2, net->y1, net->z2, rows);
    activate(net, net->z2, net->y2, (size_t)rows * HIDDEN2);
    affine(&net->layer3, net->y2, net->scores, rows);
    for (int row = 0; row < rows; row++) {
        const float *score = net->scores + row * CLASSES;
        int best = 0;
        for (int c = 1; c < CLASSES; c++) best = score[c] > score[best] ? c : best;
        /* A network that has diverged scores NaN, which is no answer. */
        right += best == net->label[row] && !isnan(score[best]);
    }
    return right;
}

static int batch_size(int left) { return left < BATCH ? left : BATCH; }

static double holdout_percent(struct network *net, const struct digits *digits) {
    const int *order = digits->order + (digits->count - digits->holdout);
    int right = 0;
    for (int i = 0; i < digits->holdout; i += BATCH) {
        int rows = batch_size(digits->holdout - i);
        load_batch(net, digits, order + i, rows);
        right += count_right(net, rows);
    }
    return 100.0 * right / digits->holdout;
}

struct result {
    double percent;
    double seconds; /* in the activation */
    double ns;      /* for an element and a pass, typically */
};

static struct result result_of(struct network *net, double percent) {
    struct stopwatch *f = &net->forward, *v = &net->value_and_grad, *b = &net->backward;
    double elements = f->elements + v->elements + b->elements;
    return (struct result){.percent = percent,
                           .seconds = f->seconds + v->seconds + b->seconds,
                           .ns = (typical_ns(f) + typical_ns(v) + typical_ns(b)) / elements};
}

/* Same seed, so the same first weights and the same batches, whatever the activation. */
static struct result train(int activation, const struct digits *digits, uint64_t seed, int epochs) {
    static struct network net;
    const char *name = actfast_activation_name(activation);
    const int count = digits->count - digits->holdout, tty = isatty(STDERR_FILENO);
    double loss = 0.0, start = now();
    int *order = resize(NULL, (size_t)count, sizeof *order);
    memcpy(order, digits->order, (size_t)count * sizeof *order);
    start_network(&net, activation, &seed);
    for (int epoch = 1; epoch <= epochs; epoch++) {
        if (tty) fprintf(stderr, "\r%-16s epoch %d of %d", name, epoch, epochs);
        loss = 0.0;
        shuffle(order, count, &seed);
        for (int i = 0; i < count; i += BATCH) {
            int rows = batch_size(count - i);
            load_batch(&net, digits, order + i, rows);
            loss += train_batch(&net, rows);
        }
    }
    free(order);
    struct result result = result_of(&net, holdout_percent(&net, digits));
    fprintf(stderr, "%s%-16s %d epochs in %.1f s, loss %.4f, hold-out %.2f %%\n", tty ? "\r" : "",
            name, epochs, now() - start, loss / count, result.percent);
    return result;
}

/* ---- The command line ---- */

struct options {
    int chosen[MAX_ACTIVATIONS];
    int any_chosen, epochs;
    uint64_t seed;
    double minimum;
    const char *data;
};

static void print_usage(FILE *out) {
    fprintf(out,
            "usage: train_digits [options]\n"
            "  --activation NAME[,NAME...]  train with these only; may be repeated\n"
            "  --epochs N                   passes over the training images (100)\n"
            "  --data FILE                  65 integers a line (examples/data/digits.csv)\n"
            "  --seed N                     of the split, the weights and the batches (1)\n"
            "  --minimum PERCENT            what relu to mish must reach on the hold-out (95)\n"
            "  --help                       this text\n"
            "Exit status: 0; 1 if an activation stays below the minimum; 2 for bad input.\n");
}

static void bad_usage(const char *what, const char *value) {
    fprintf(stderr, "train_digits: %s: %s\n", what, value);
    print_usage(stderr);
    exit(2);
}

static void bad_value(const char *option, const char *value) {
    char what[64];
    snprintf(what, sizeof what, "not a value for %s", option);
    bad_usage(what, value);
}

/* `list` is one name, or several with commas between them. */
static void choose(struct options *options, const char *list) {
    for (const char *at = list;; at++) {
        char name[64];
        size_t length = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", length < sizeof name ? (int)length : 0, at);
        int id = actfast_activation_find(name);
        if (id < 0 || id >= MAX_ACTIVATIONS) bad_usage("no such activation", list);
        options->chosen[id] = options->any_chosen = 1;
        at += length;
        if (!*at) return;
    }
}

/* A whole number of `low` to `high`. */
static uint64_t whole(const char *option, const char *text, uint64_t low, uint64_t high) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    int bad = errno || *end || *text < '0' || *text > '9' || value < low || value > high;
    if (bad) bad_value(option, text);
    return value;
}

static double percentage(const char *option, const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 0.0 && value <= 100.0)) bad_value(option, text);
    return value;
}

static const char *default_data(void) {
    return access(DIGITS_CSV, R_OK) ? LOCAL_DIGITS_CSV : DIGITS_CSV;
}

static struct options read_options(int argc, char **argv) {
    struct options options = {.epochs = 100, .seed = 1, .minimum = 95.0, .data = default_data()};
    for (int i = 1; i < argc; i += 2) {
        const char *option = argv[i], *value = argv[i + 1]; /* NULL after the last */
        if (!strcmp(option, "--help")) {
            print_usage(stdout);
            exit(0);
        }
        int known = !strcmp(option, "--activation") || !strcmp(option, "--epochs") ||
                    !strcmp(option, "--data") || !strcmp(option, "--seed") ||
                    !strcmp(option, "--minimum");
        if (!known) bad_usage("unknown option", option);
        if (!value) bad_usage("a value is missing", option);
        if (!strcmp(option, "--activation"))
            choose(&options, value);
        else if (!strcmp(option, "--epochs"))
            options.epochs = (int)whole(option, value, 1, 10000);
        else if (!strcmp(option, "--data"))
            options.data = value;
        else if (!strcmp(option, "--seed"))
            options.seed = whole(option, value, 0, UINT64_MAX);
        else
            options.minimum = percentage(option, value);
    }
    return options;
}

/* ---- The table ---- */

/* Prints the row; 1 if the activation had to reach the minimum and did not. */
static int print_row(int id, const struct result *result, double minimum) {
    int below = id <= LAST_REQUIRED && result->percent < minimum;
    printf("%-16s %9.2f %15.2f %15.3f%s\n", actfast_activation_name(id), result->percent,
           1e3 * result->seconds, result->ns, below ? "   below the minimum" : "");
    return below;
}

int main(int argc, char **argv) {
    static struct result result[MAX_ACTIVATIONS];
    static struct digits digits;
    struct options options = read_options(argc, argv);
    int below = 0, count = actfast_activation_count();
    if (count > MAX_ACTIVATIONS) count = MAX_ACTIVATIONS;
    printf("actfast %s, backend %s %s\n", actfast_version_string(), actfast_backend_isa(NULL),
           actfast_backend_accuracy(NULL));
    read_digits(&digits, options.data);
    split_digits(&digits, options.seed);
    printf("%d digits, %d of them held out; %d -> %d -> %d -> %d, batches of %d, %d epochs, "
           "seed %llu\n",
           digits.count, digits.holdout, PIXELS, HIDDEN1, HIDDEN2, CLASSES, BATCH, options.epochs,
           (unsigned long long)options.seed);
    fflush(stdout);
    for (int id = 0; id < count; id++) {
        if (options.any_chosen && !options.chosen[id]) continue;
        result[id] = train(id, &digits, options.seed, options.epochs);
    }
    printf("\n%-16s %9s %15s %15s\n", "activation", "hold-out", "activation, ms", "ns per element");
    for (int id = 0; id < count; id++) {
        if (options.any_chosen && !options.chosen[id]) continue;
        below += print_row(id, &result[id], options.minimum);
    }
    printf("\nAn element is one float in one call: forward, value_and_grad or backward.\n");
    if (below) printf("%d below %g %%\n", below, options.minimum);
    free(digits.image);
    free(digits.label);
    free(digits.order);
    return below ? 1 : 0;
}
