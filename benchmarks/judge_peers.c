/* What other libraries make of the activations, by the judge of the tests: rows for docs/accuracy.csv, or
 * the error along x for docs/accuracy.svg.
 *
 *     judge_peers [option...]        value, and grad (or backward of 1), with the default parameters
 *
 *     --activation NAME              only this one; may be repeated
 *     --stride N                     every N-th bit pattern and special points; 1021 if left out
 *     --torch COMMAND                also PyTorch, by what that command starts, which is
 *                                    "/usr/bin/python3 benchmarks/peers/torch_values.py"
 *     --curve                        ours and theirs: the worst ULP of f in each of equal parts of a
 *                                    range of x, for the activations that have a range below */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inputs.h"
#include "job.h"
#include "libm.h"
#include "peers.h"
#include "record.h"
#include "torch.h"

#define TEXT(x)  #x
#define QUOTE(x) TEXT(x)
#define GLIBC    QUOTE(__GLIBC__) "." QUOTE(__GLIBC_MINOR__)

enum { NAMES = 64, BINS = 160, CHUNKS_PER_BIN = 8 };

static struct {
    const char *activation[NAMES + 1], *torch;
    uint32_t stride;
    bool curve;
} options = {.stride = 1021};

static struct judge_room room;
static judge_tallies tallies;

/* Peers that are linked: the judge asks for any n, and they are set up for buffers of one size. */

struct linked {
    const struct act_peer *peer; /* NULL: libm */
    struct act_job job[2];       /* of PASS_VALUE and PASS_GRAD; run is NULL if there is none */
};

static struct linked linked[JUDGE_SUBJECTS];
static float *buffers[4]; /* x, ones, y, g */

static int run_linked(void *state, enum judged pass, const float *x, float *out, size_t n) {
    const struct act_job *job = &((const struct linked *)state)->job[pass];
    for (size_t i = 0; i < JUDGE_CHUNK; i++) buffers[0][i] = i < n ? x[i] : 1;
    job->run(job);
    memcpy(out, buffers[2], n * sizeof *out);
    return 0;
}

static struct act_job job_of(const struct act_peer *peer, int activation, enum job_pass pass) {
    struct act_job job = act_library_job(NULL, activation, pass);
    if (peer == NULL) job = act_libm_job(activation, pass);
    job.x = buffers[0];
    job.dy = buffers[1];
    job.y = buffers[2];
    job.g = buffers[3];
    job.n = JUDGE_CHUNK;
    if (peer != NULL && !peer->attach(&job)) job.run = NULL;
    return job;
}

static void add_linked(struct judge_case *c, int activation, const struct act_peer *peer) {
    struct linked *l = &linked[c->subjects];
    *l = (struct linked){peer, {job_of(peer, activation, JOB_value)}};
    l->job[PASS_GRAD] = job_of(peer, activation, JOB_grad);
    if (!l->job[PASS_GRAD].run) l->job[PASS_GRAD] = job_of(peer, activation, JOB_backward);
    if (!l->job[PASS_VALUE].run && !l->job[PASS_GRAD].run) return;
    struct judge_subject s = {.library = peer ? peer->name : "libm",
                              .version = peer ? peer->version : "glibc " GLIBC,
                              .isa = peer && peer->isa ? peer->isa : "",
                              .accuracy = "peer",
                              .peer = run_linked,
                              .state = l};
    for (int pass = PASS_VALUE; pass <= PASS_GRAD; pass++)
        if (!l->job[pass].run) s.lacks |= 1u << pass;
    c->subject[c->subjects++] = s;
}

static void release_linked(const struct judge_case *c) {
    for (int s = 0; s < c->subjects; s++) {
        struct linked *l = c->subject[s].state;
        if (c->subject[s].peer != run_linked || !l->peer || !l->peer->release) continue;
        for (int pass = PASS_VALUE; pass <= PASS_GRAD; pass++)
            if (l->job[pass].run) l->peer->release(&l->job[pass]);
    }
}

/* Whichever is for the widest instruction set here, or chooses by itself. */
static bool is_usable(const struct act_peer *peer) {
    static int started[JUDGE_SUBJECTS]; /* 0: not tried, 1: fine, 2: not to be had */
    const char *best = actfast_backend_isa(actfast_backend_at(0));
    int i = 0;
    if (peer->isa && strcmp(peer->isa, best) != 0) return false;
    while (act_peer_at(i) != peer) i++;
    if (!started[i]) started[i] = !peer->start || peer->start(NULL) ? 1 : 2;
    return started[i] == 1;
}

static void add_peers(struct judge_case *c, int activation) {
    add_linked(c, activation, NULL);
    for (int i = 0; i < act_peer_count() && i < JUDGE_SUBJECTS; i++)
        if (is_usable(act_peer_at(i))) add_linked(c, activation, act_peer_at(i));
    if (options.torch && torch_has(actfast_activation_name(activation)))
        c->subject[c->subjects++] = torch_subject(actfast_activation_name(activation));
}

/* Rows */

static void check(const struct judge_case *c, int status) {
    if (status == 0) return;
    fprintf(stderr, "judge_peers: %s: the result cannot be had\n", c->name);
    exit(2);
}

static void print_rows(int activation) {
    static struct inputs inputs;
    struct judge_case c = {0};
    memset(tallies, 0, sizeof tallies);
    add_peers(&c, activation);
    judge_prepare(&c, activation, NULL, 1u << PASS_VALUE | 1u << PASS_GRAD);
    inputs_prepare(&inputs, &c, options.stride);
    check(&c, inputs_judge(&inputs, 0, inputs.count, &c, &room, tallies));
    for (enum judged pass = PASS_VALUE; pass <= PASS_GRAD; pass++)
        for (int s = 0; s < c.subjects; s++) {
            struct record r = record_of(&c, s, pass, &tallies[s][pass], options.stride);
            if (!(c.subject[s].lacks >> pass & 1)) record_csv_row(stdout, &r);
        }
    release_linked(&c);
}

/* Curves */

struct range {
    const char *activation;
    double low, high;
};

/* From where f becomes subnormal, or for algebraic tails far enough to see them. */
static const struct range ranges[] = {
    {"relu", -10, 10},     {"leaky_relu", -10, 10},   {"squareplus", -100, 20},
    {"softplus", -88, 22}, {"sigmoid", -88, 22},      {"tanh", -10, 10},
    {"gelu", -13, 7},      {"gelu_tanh", -10.5, 5.5}, {"gelu_sigmoid", -53, 11},
    {"silu", -90, 14},     {"swish", -90, 14},        {"mish", -90, 14},
};

/* The worst of each subject between two x; NaN for NaN, and negative where f is subnormal. */
static void judge_bin(const struct judge_case *c, double low, double high, double *worst) {
    const int points = CHUNKS_PER_BIN * JUDGE_CHUNK;
    memset(tallies, 0, sizeof tallies);
    for (int i = 0; i < points; i += JUDGE_CHUNK) {
        for (int j = 0; j < JUDGE_CHUNK; j++)
            room.x[j] = (float)(low + (high - low) * (i + j) / points);
        check(c, judge_chunk(c, &room, JUDGE_CHUNK, tallies));
    }
    const double middle = c->oracle((low + high) / 2, c->params).f;
    for (int s = 0; s < c->subjects; s++) {
        const struct judge_tally *t = &tallies[s][PASS_VALUE];
        worst[s] = t->worst[ZONE_NORMAL].ulp;
        if (t->faults[0] > 0) worst[s] = NAN;
        if (middle != 0 && fabs(middle) < FLT_MIN) worst[s] = -1;
    }
}

static void print_curve(const struct range *range) {
    static double worst[BINS][JUDGE_SUBJECTS];
    const int activation = actfast_activation_find(range->activation);
    const char *const best[] = {actfast_backend_isa(actfast_backend_at(0)), NULL};
    struct judge_case c = {0};
    judge_add_backends(&c, best, best + 1);
    add_peers(&c, activation);
    judge_prepare(&c, activation, NULL, 1u << PASS_VALUE);
    const double step = (range->high - range->low) / BINS;
    for (int i = 0; i < BINS; i++)
        judge_bin(&c, range->low + i * step, range->low + (i + 1) * step, worst[i]);
    for (int s = 0; s < c.subjects; s++) {
        if (c.subject[s].lacks >> PASS_VALUE & 1) continue;
        printf("%s,%s,%s,%s,%g,%g,", c.name, c.subject[s].library, c.subject[s].isa,
               c.subject[s].accuracy, range->low, range->high);
        for (int i = 0; i < BINS; i++) printf("%s%.2g", i ? " " : "", worst[i][s]);
        printf("\n");
    }
    release_linked(&c);
}

/* The program */

static bool read_option(const char *option, const char *value) {
    static int activations;
    if (strcmp(option, "--curve") == 0) return options.curve = true, false;
    if (strcmp(option, "--activation") == 0 && value && activations < NAMES)
        options.activation[activations++] = value;
    else if (strcmp(option, "--stride") == 0 && value)
        options.stride = (uint32_t)strtoul(value, NULL, 10) | 1;
    else if (strcmp(option, "--torch") == 0 && value)
        options.torch = value;
    else {
        fprintf(stderr, "judge_peers: unknown or incomplete option %s\n", option);
        exit(2);
    }
    return true;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (read_option(argv[i], argv[i + 1])) i++;
    for (int i = 0; i < 4; i++) buffers[i] = aligned_alloc(64, JUDGE_CHUNK * sizeof(float));
    for (int i = 0; i < JUDGE_CHUNK; i++) buffers[1][i] = 1;
    if (options.torch && !torch_start(options.torch)) {
        fprintf(stderr, "judge_peers: %s: does not answer\n", options.torch);
        return 2;
    }
    if (options.curve)
        printf("activation,library,isa,accuracy,from,to,worst\n");
    else
        record_csv_head(stdout);
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && options.curve; i++)
        if (judge_is_named(options.activation, ranges[i].activation)) print_curve(&ranges[i]);
    for (int id = 0; id < actfast_activation_count() && !options.curve; id++)
        if (judge_is_named(options.activation, actfast_activation_name(id))) print_rows(id);
    if (options.torch) torch_stop();
    for (int i = 0; i < 4; i++) free(buffers[i]);
    return 0;
}
