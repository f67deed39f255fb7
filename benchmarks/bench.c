/* actfast-bench: every activation, pass, backend and size under Google Benchmark.
 *
 * Names have five parts: silu/value/avx512/accurate/4096 is the library, silu/value/libm/-/4096 the
 * plain libm loop, reference/sqrt/avx512/-/4096 a bare loop. The flags are Google Benchmark's and
 * those of options.h. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu.h"
#include "gbench.h"
#include "job.h"
#include "libm.h"
#include "machine.h"
#include "options.h"
#include "program.h"
#include "reference.h"

/* The first cache twice, the second, the third, and memory. */
static const size_t sizes[] = {1024, 4096, 131072, (size_t)4 << 20, (size_t)64 << 20};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static const char help[] =
    "Usage: actfast-bench [OPTION...]\n"
    "\n"
    "Times every activation, pass, backend and size of libactfast with Google Benchmark. There "
    "are\n"
    "thousands of cases, half a second each: choose some with --benchmark_filter. Names have five\n"
    "parts: silu/value/avx512/accurate/4096 is the library, silu/value/libm/-/4096 the plain libm\n"
    "loop, reference/sqrt/avx512/-/4096 a bare loop.\n"
    "\n"
    "Options:\n" ACT_OPTIONS_HELP "  --help         this text\n"
    "  --version      the version\n"
    "\n"
    "All flags of Google Benchmark, above all:\n"
    "  --benchmark_filter=REGEX      the cases to run\n"
    "  --benchmark_list_tests        prints their names and runs none\n"
    "  --benchmark_min_time=SECONDS  for each case; 0.5 if left out\n"
    "  --benchmark_repetitions=N     runs each case so often\n"
    "  --benchmark_format=FORMAT     console, json or csv, to standard output\n"
    "  --benchmark_out=FILE          writes the results there too\n"
    "  --benchmark_out_format=FORMAT console, json or csv; json if left out\n"
    "\n"
    "Exits with 0, or with 2 if an option is wrong.\n";

static struct act_buffers buffers;

struct bench_case {
    struct act_job job;
    size_t n;
};

/* One job at all sizes; they are kept until the program ends. */
static struct family {
    struct family *next;
    struct bench_case cases[SIZES];
} * families;

static const char *prepare(void *argument) {
    struct bench_case *c = argument;
    return act_job_attach(&c->job, &buffers, c->n) ? NULL : "not enough memory";
}

static void run(const void *argument) {
    const struct bench_case *c = argument;
    c->job.run(&c->job);
}

/* Registers the job at every size. */
static void add(const char *name, struct act_job job, int streams) {
    if (!job.run) return;
    struct family *family = malloc(sizeof *family);
    if (!family) return;
    family->next = families;
    families = family;
    for (int i = 0; i < SIZES; i++) {
        char full[128];
        snprintf(full, sizeof full, "%s/%zu", name, sizes[i]);
        family->cases[i] = (struct bench_case){job, sizes[i]};
        gbench_register(&(struct gbench_case){.name = full,
                                              .prepare = prepare,
                                              .run = run,
                                              .argument = &family->cases[i],
                                              .elements = sizes[i],
                                              .bytes = sizes[i] * sizeof(float) * (size_t)streams});
    }
}

static void add_pass(int activation, enum job_pass pass) {
    if (!act_has_pass(activation, pass)) return;
    const char *name = actfast_activation_name(activation);
    const int streams = act_pass_buffers(pass);
    char full[96];
    for (int b = 0; b < actfast_backend_count(); b++) {
        const actfast_backend *backend = actfast_backend_at(b);
        snprintf(full, sizeof full, "%s/%s/%s/%s", name, act_pass_name(pass),
                 actfast_backend_isa(backend), actfast_backend_accuracy(backend));
        add(full, act_library_job(backend, activation, pass), streams);
    }
    snprintf(full, sizeof full, "%s/%s/libm/-", name, act_pass_name(pass));
    add(full, act_libm_job(activation, pass), streams);
}

static void add_all(void) {
    for (int i = 0; i < act_reference_count(); i++) {
        const struct act_reference r = act_reference_at(i);
        char full[96];
        snprintf(full, sizeof full, "reference/%s/%s/-", r.operation, r.isa);
        add(full, r.job, 2);
    }
    for (int a = 0; a < actfast_activation_count(); a++) {
        for (int pass = 0; pass < JOB_PASSES; pass++) add_pass(a, (enum job_pass)pass);
    }
}

static void describe(int cpu) {
    char text[160];
    act_cpu_name(text);
    gbench_context("actfast_cpu", *text ? text : "unknown");
    gbench_context("actfast_revision", act_revision());
    gbench_context("actfast_version", actfast_version_string());
    gbench_context("actfast_build_type", act_build_type());
    gbench_context("actfast_compiler", act_compiler());
    snprintf(text, sizeof text, "%s %s", actfast_backend_isa(NULL), actfast_backend_accuracy(NULL));
    gbench_context("actfast_active_backend", text);
    gbench_context("actfast_inputs", act_inputs_text(buffers.inputs));
    snprintf(text, sizeof text, "%d", cpu);
    gbench_context("actfast_pinned_to_cpu", cpu < 0 ? "none" : text);
    gbench_context("actfast_note", "library_build_type is that of the Google Benchmark package "
                                   "(Debian's calls itself debug), not of libactfast");
}

int main(int argc, char **argv) {
    struct act_options options = act_default_options;
    if (act_answered(argc, argv, "actfast-bench", help)) return 0;
    if (!act_take_options(&argc, argv, &options)) return ACT_EXIT_ERROR;
    buffers.inputs = options.inputs;
    gbench_start(&argc, argv);
    if (gbench_has_unknown_arguments(argc, argv)) return ACT_EXIT_ERROR;
    describe(act_pin(options.cpu));
    add_all();
    gbench_run();
    act_buffers_free(&buffers);
    while (families) {
        struct family *next = families->next;
        free(families);
        families = next;
    }
    return 0;
}
