/* actfast-summary: in about a minute, how fast every activation is here, and how much faster than
 * the plain libm loop. The two are timed in turns on one thread that stays on one CPU. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cpu.h"
#include "libm.h"
#include "machine.h"
#include "options.h"
#include "program.h"
#include "reference.h"
#include "timing.h"

enum { N = 4096, MIN_ROUNDS = 11 };
static const double sample_ns = 3e5;

static const char help[] =
    "Usage: actfast-summary [OPTION...]\n"
    "\n"
    "Prints, in less than a minute, how fast every activation of libactfast is on this machine, "
    "and\n"
    "how much faster than the plain libm loop.\n"
    "\n"
    "Options:\n" ACT_OPTIONS_HELP
    "  --seconds=S    what the whole run may take, roughly; 40 if left out\n"
    "  --help         this text\n"
    "  --version      the version\n"
    "\n"
    "ACTFAST_ISA and ACTFAST_ACCURACY choose the backend.\n"
    "Exits with 0, or with 2 if an option is wrong or there is not enough memory.\n";

static struct act_buffers buffers;

/* ---- Timing ---- */

/* What is timed in turns. */
enum { MAX_TIMED = 6 };
struct group {
    int count;
    struct act_job jobs[MAX_TIMED];
    struct act_timed timed[MAX_TIMED];
};

/* Adds a job on n floats, as all of the group have; the index it has in the group, or -1 if there
 * is nothing to run. */
static int add_sized(struct group *g, struct act_job job, size_t n) {
    if (!job.run || !act_job_attach(&job, &buffers, n)) return -1;
    g->jobs[g->count] = job;
    g->timed[g->count] = (struct act_timed){.run = act_job_run, .argument = &g->jobs[g->count]};
    return g->count++;
}

static int add(struct group *g, struct act_job job) { return add_sized(g, job, N); }

static int add_clock(struct group *g) {
    g->timed[g->count] = (struct act_timed){.run = act_run_clock};
    return g->count++;
}

static void time_group(struct group *g, double seconds) {
    const size_t count = (size_t)g->count;
    const double rounds = seconds * 1e9 / act_calibrate(g->timed, count, sample_ns);
    act_time(g->timed, count, (size_t)fmin(fmax(rounds, MIN_ROUNDS), ACT_MAX_ROUNDS));
}

static double ns_per_element(const struct group *g, int i) { return act_median(&g->timed[i]) / N; }

static double ratio(const struct group *g, int a, int b) {
    return act_ratio(&g->timed[a], &g->timed[b]);
}

/* ---- The table ---- */

struct mean {
    double log_sum;
    int count;
};

static void print_cells(const struct group *g, int ours, int libm, struct mean *mean) {
    printf("  %8.3f", ns_per_element(g, ours));
    if (libm < 0) {
        printf(" %8s %9s", "-", "-");
        return;
    }
    const double speed_up = ratio(g, libm, ours);
    printf(" %8.3f %8.1fx", ns_per_element(g, libm), speed_up);
    mean->log_sum += log(speed_up);
    mean->count++;
}

static void print_row(int activation, double seconds, struct mean mean[2]) {
    static const enum job_pass passes[] = {JOB_value, JOB_backward};
    static struct group g;
    int ours[2], libm[2];
    g.count = 0;
    for (int i = 0; i < 2; i++) {
        ours[i] = add(&g, act_library_job(NULL, activation, passes[i]));
        libm[i] = add(&g, act_libm_job(activation, passes[i]));
    }
    time_group(&g, seconds);
    printf("%-18s", actfast_activation_name(activation));
    for (int i = 0; i < 2; i++) print_cells(&g, ours[i], libm[i], &mean[i]);
    printf("\n");
    fflush(stdout);
}

static void print_table(double seconds) {
    const int count = actfast_activation_count();
    struct mean mean[2] = {{0, 0}, {0, 0}};
    printf("%-18s  %-27s  %-27s\n", "", "value, ns per element", "backward, ns per element");
    printf("%-18s  %8s %8s %9s  %8s %8s %9s\n", "activation", "actfast", "libm", "speed-up",
           "actfast", "libm", "speed-up");
    for (int i = 0; i < count; i++) print_row(i, seconds / count, mean);
    printf("%-18s  %8s %8s %8.1fx  %8s %8s %8.1fx\n\n", "geometric mean", "", "",
           exp(mean[0].log_sum / fmax(mean[0].count, 1)), "", "",
           exp(mean[1].log_sum / fmax(mean[1].count, 1)));
}

/* ---- The figures that the project aims at ---- */

static void print_aims(double seconds) {
    static struct group g;
    const actfast_backend *backend = actfast_backend_find(NULL, "accurate");
    const char *isa = actfast_backend_isa(backend);
    const int silu = add(&g, act_library_job(backend, ACTFAST_SILU, JOB_value));
    const int libm = add(&g, act_libm_job(ACTFAST_SILU, JOB_value));
    const int squareplus = add(&g, act_library_job(backend, ACTFAST_SQUAREPLUS, JOB_value));
    const int root = add(&g, act_reference_find("sqrt", isa).job);
    const int clock = add_clock(&g);
    if (silu < 0 || libm < 0 || squareplus < 0 || root < 0) return;
    time_group(&g, seconds);
    const double speed_up = ratio(&g, libm, silu), roots = ratio(&g, squareplus, root);
    printf(
        "%s accurate silu, value: %.1fx as fast as the libm loop (aim: at least 10x on avx512)\n",
        isa, speed_up);
    printf("%s accurate squareplus, value: %.2fx the time of a bare square-root loop (aim: at most "
           "1.3x)\n",
           isa, roots);
    if (strcmp(isa, "avx512")) printf("This CPU, or this build, has no avx512.\n");
    printf("Clock: %.2f GHz.\n", ACT_CLOCK_CYCLES / act_median(&g.timed[clock]));
}

/* The gated backward pass beside the plain one, where the first cache holds all buffers of both. A
 * stream is one buffer read or written, half of what memcpy does. */
static void print_gated(double seconds) {
    static const int gates[] = {ACTFAST_RELU,      ACTFAST_SIGMOID, ACTFAST_GELU,
                                ACTFAST_GELU_TANH, ACTFAST_SILU,    ACTFAST_SWISH};
    enum { FLOATS = 2048, GATES = sizeof gates / sizeof gates[0] };
    printf("gated_backward, %d floats, over backward and one stream (aim: at most 1.3):\n", FLOATS);
    for (int i = 0; i < GATES; i++) {
        static struct group g;
        g.count = 0;
        const int gated =
            add_sized(&g, act_library_job(NULL, gates[i], JOB_gated_backward), FLOATS);
        const int plain = add_sized(&g, act_library_job(NULL, gates[i], JOB_backward), FLOATS);
        const int copy = add_sized(&g, act_reference_find("memcpy", "libc").job, FLOATS);
        if (gated < 0 || plain < 0 || copy < 0) return;
        time_group(&g, seconds / GATES);
        printf("  %-10s %.2f\n", actfast_activation_name(gates[i]),
               1 / (ratio(&g, plain, gated) + ratio(&g, copy, gated) / 2));
    }
}

static void print_from_output(double seconds) {
    static const int ids[] = {ACTFAST_SIGMOID, ACTFAST_TANH};
    static struct group g;
    int jobs[2];
    for (int i = 0; i < 2; i++)
        jobs[i] = add(&g, act_library_job(NULL, ids[i], JOB_backward_from_output));
    const int relu = add(&g, act_reference_find("relu", actfast_backend_isa(NULL)).job);
    if (jobs[0] < 0 || jobs[1] < 0 || relu < 0) return;
    time_group(&g, seconds);
    for (int i = 0; i < 2; i++)
        printf("backward_from_output of %s: %.1fx the time of a bare relu (aim: at most 6.5x)\n",
               actfast_activation_name(ids[i]), ratio(&g, jobs[i], relu));
}

static void print_where(int cpu, const struct act_options *options) {
    char name[ACT_CPU_NAME_SIZE];
    act_cpu_name(name);
    printf("libactfast %s, backend %s %s, on %s", actfast_version_string(),
           actfast_backend_isa(NULL), actfast_backend_accuracy(NULL),
           *name ? name : "an unknown CPU");
    if (cpu >= 0) printf(", one thread on CPU %d", cpu);
    printf("\n%s, %s; %d floats, inputs %s; medians of interleaved rounds\n\n", act_compiler(),
           act_build_type(), N, act_inputs_text(options->inputs));
}

int main(int argc, char **argv) {
    static const char program[] = "actfast-summary";
    struct act_options options = act_default_options;
    options.seconds = 40;
    if (act_answered(argc, argv, program, help)) return 0;
    if (!act_take_options(&argc, argv, &options)) return ACT_EXIT_ERROR;
    if (argc > 1) return act_refuse(program, argv[1]);
    buffers.inputs = options.inputs;
    const int cpu = act_pin(options.cpu);
    struct act_job first = {.pass = JOB_backward};
    if (!act_job_attach(&first, &buffers, N)) {
        fprintf(stderr, "%s: not enough memory\n", program);
        return ACT_EXIT_ERROR;
    }
    print_where(cpu, &options);
    print_table(options.seconds * 0.8);
    print_aims(options.seconds * 0.1);
    print_from_output(options.seconds * 0.02);
    print_gated(options.seconds * 0.08);
    act_buffers_free(&buffers);
    return 0;
}
