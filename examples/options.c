/* The command line of train_digits. */
#include "options.h"
#include "fail.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The digits unless --data says otherwise: where they were when this was built, or else below the
 * directory that it runs in. */
#define LOCAL_DIGITS_CSV "./examples/data/digits.csv"
#ifndef DIGITS_CSV
#    define DIGITS_CSV LOCAL_DIGITS_CSV
#endif

static void print_usage(FILE *out) {
    fprintf(
        out,
        "usage: train_digits [options]\n"
        "  --activation NAME[,NAME...]  train with these only; may be repeated\n"
        "  --gated                      hidden layers f(x W_gate + b_gate)*(x W_up + b_up)\n"
        "  --learn                      learn the first parameter of the activation, one for\n"
        "                               each hidden layer, along with the weights\n"
        "  --learn-b                    --learn --activation squareplus\n"
        "  --keep z|slope|y             what a hidden layer keeps for the backward pass\n"
        "                               (the first slope, the second y if that is enough)\n"
        "  --check-gradients            compare with differences of the loss, do not train\n"
        "  --epochs N                   passes over the training images (100)\n"
        "  --data FILE                  65 integers a line (examples/data/digits.csv)\n"
        "  --seed N                     of the split, the weights and the batches (1)\n"
        "  --minimum PERCENT            what relu to mish must reach on the hold-out (95)\n"
        "  --help                       this text\n"
        "Exit status: 0; 1 if an activation stays below the minimum, or a gradient is wrong; 2\n"
        "for bad input.\n");
}

static _Noreturn void bad_usage(const char *what, const char *value) {
    fprintf(stderr, "train_digits: %s: %s\n", what, value);
    print_usage(stderr);
    exit(2);
}

static _Noreturn void bad_value(const char *option, const char *value) {
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
        options->chosen[id] = true;
        at += length;
        if (!*at) return;
    }
}

/* A whole number of `low` to `high`. */
static uint64_t whole(const char *option, const char *text, uint64_t low, uint64_t high) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    bool bad = errno || *end || *text < '0' || *text > '9' || value < low || value > high;
    if (bad) bad_value(option, text);
    return value;
}

static double percentage(const char *option, const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 0.0 && value <= 100.0)) bad_value(option, text);
    return value;
}

static enum keep keep_of(const char *option, const char *text) {
    if (!strcmp(text, "z")) return KEEP_Z;
    if (!strcmp(text, "slope")) return KEEP_SLOPE;
    if (!strcmp(text, "y")) return KEEP_Y;
    bad_value(option, text);
}

/* An option that stands alone; false if it is none of these. */
static bool set_flag(struct options *options, const char *option) {
    if (!strcmp(option, "--help")) {
        print_usage(stdout);
        exit(0);
    }
    if (!strcmp(option, "--gated"))
        options->unit.gated = true;
    else if (!strcmp(option, "--learn"))
        options->unit.learns = true;
    else if (!strcmp(option, "--learn-b"))
        options->unit.learns = options->chosen[ACTFAST_SQUAREPLUS] = true;
    else if (!strcmp(option, "--check-gradients"))
        options->check_gradients = true;
    else
        return false;
    return true;
}

static bool takes_value(const char *option) {
    static const char *const names[] = {"--activation", "--keep", "--epochs",
                                        "--data",       "--seed", "--minimum"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(option, names[i])) return true;
    return false;
}

static void set_value(struct options *options, const char *option, const char *value) {
    if (!strcmp(option, "--activation"))
        choose(options, value);
    else if (!strcmp(option, "--keep"))
        options->unit.keep = keep_of(option, value);
    else if (!strcmp(option, "--epochs"))
        options->epochs = (int)whole(option, value, 1, 10000);
    else if (!strcmp(option, "--data"))
        options->data = value;
    else if (!strcmp(option, "--seed"))
        options->seed = whole(option, value, 0, UINT64_MAX);
    else
        options->minimum = percentage(option, value);
}

/* Why the hidden layers cannot be had with that activation, or NULL. */
static const char *obstacle(const struct options *options, int activation) {
    if (options->unit.learns && !unit_learns(activation)) return "no parameter to learn";
    if (options->unit.keep == KEEP_Y && !unit_inverts(activation))
        return "y alone does not tell f'(z)";
    bool jumps = activation == ACTFAST_HARDSHRINK || activation == ACTFAST_THRESHOLDED_RELU;
    if (options->check_gradients && jumps) return "no differences where f jumps";
    return NULL;
}

/* Those that were named have to do; of all, if none was, those that do are taken. */
static void settle(struct options *options) {
    const struct unit *unit = &options->unit;
    bool named = false;
    if ((unit->gated || unit->learns) && unit->keep != KEEP_BEST)
        bad_usage("--keep has nothing to choose", unit->gated ? "--gated" : "--learn");
    for (int id = 0; id < MAX_ACTIVATIONS; id++) named = named || options->chosen[id];
    for (int id = 0; id < actfast_activation_count() && id < MAX_ACTIVATIONS; id++) {
        const char *why_not = obstacle(options, id);
        if (options->chosen[id] && why_not) bad_usage(why_not, actfast_activation_name(id));
        if (named) continue;
        options->chosen[id] = !why_not;
        if (why_not && options->check_gradients)
            printf("without %s: %s\n", actfast_activation_name(id), why_not);
    }
}

struct options options_read(int argc, char **argv) {
    struct options options = {.epochs = 100, .seed = 1, .minimum = 95.0};
    options.data = access(DIGITS_CSV, R_OK) ? LOCAL_DIGITS_CSV : DIGITS_CSV;
    for (int i = 1; i < argc; i++) {
        if (set_flag(&options, argv[i])) continue;
        if (!takes_value(argv[i])) bad_usage("unknown option", argv[i]);
        if (!argv[i + 1]) bad_usage("a value is missing", argv[i]);
        set_value(&options, argv[i], argv[i + 1]);
        i++;
    }
    settle(&options);
    return options;
}
