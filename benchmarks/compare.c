/* actfast-compare: the backends and the peers side by side, in turns, in one process on one thread. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cpu.h"
#include "job.h"
#include "libm.h"
#include "machine.h"
#include "options.h"
#include "peers.h"
#include "program.h"
#include "reference.h"
#include "report.h"
#include "timing.h"

enum {
    SMALL = 1024,
    MEDIUM = 1 << 18,
    LARGE = 1 << 20,
    ROUNDS = 21,
    ROUNDS_LARGE = 11,
    CHECKED = 1 << 17
};
static const double sample_ns = 2.5e5;

static const char program[] = "actfast-compare";
static const char help[] =
    "Usage: actfast-compare [OPTION...]\n"
    "\n"
    "Times the backends of libactfast and the other libraries that were there when it was built, "
    "in\n"
    "turns on one thread, and prints how much longer the others take. Beside them run memcpy, the\n"
    "memory alone (streams: as many buffers read and written past the caches as the pass has, "
    "from\n"
    "256 Ki floats on), bare loops of relu, square roots and 64 multiply-adds an element, and up "
    "to\n"
    "1,024 floats our kernels without the call.\n"
    "\n"
    "Cycles are counted in units of a chain of dependent one-cycle operations that is timed in "
    "the\n"
    "same rounds, so they are those of the core at its clock of the moment.\n"
    "\n"
    "Options:\n"
    "  --isa=NAME     the instruction set of the comparison; the best one if left out\n"
    "  --floats=N,N   sizes; 4096,131072,67108864 if left out\n"
    "  --functions=A,B\n"
    "                 activations; all if left out\n"
    "  --passes=P,P   value,backward,value_and_grad if left out\n"
    "  --peers=A,B    the other libraries; all if left out, none if that is the name of none\n"
    "  --rounds=N     medians of so many rounds; 21 if left out, 11 above 1 Mi floats\n"
    "  --check        also prints how far the results are from ours, in ULP\n"
    "  --csv=FILE     writes the measurements there as CSV\n"
    "  --json=FILE    writes the measurements there as JSON\n" ACT_OPTIONS_HELP
    "  --help         this text\n"
    "  --version      the version\n"
    "\n"
    "Exits with 0, or with 2 if an option is wrong, memory is short or a file cannot be written.\n";

static struct {
    struct act_options common;
    const char *isa, *floats, *functions, *passes, *peers, *csv, *json;
    size_t rounds; /* 0: by size */
    bool check;
} options;

static struct act_buffers buffers;

/* ---- Options ---- */

static bool take_text(const char *argument, const char *name, const char **value) {
    const size_t length = strlen(name);
    if (strncmp(argument, name, length)) return false;
    *value = argument + length;
    return true;
}

static bool take_options(int argc, char **argv) {
    const char *rounds = "0";
    options.common = act_default_options;
    options.isa = actfast_backend_isa(actfast_backend_at(0));
    options.floats = "4096,131072,67108864";
    options.passes = "value,backward,value_and_grad";
    if (!act_take_options(&argc, argv, &options.common)) return false;
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (take_text(a, "--isa=", &options.isa) || take_text(a, "--floats=", &options.floats) ||
            take_text(a, "--functions=", &options.functions) ||
            take_text(a, "--passes=", &options.passes) ||
            take_text(a, "--peers=", &options.peers) || take_text(a, "--csv=", &options.csv) ||
            take_text(a, "--json=", &options.json) || take_text(a, "--rounds=", &rounds))
            continue;
        if (!strcmp(a, "--check")) {
            options.check = true;
            continue;
        }
        act_refuse(program, a);
        return false;
    }
    char *end;
    options.rounds = strtoul(rounds, &end, 10);
    if (*end || end == rounds) {
        fprintf(stderr, "%s: --rounds takes a number\n", program);
        return false;
    }
    if (actfast_backend_find(options.isa, NULL)) return true;
    fprintf(stderr, "%s: no backend here for %s\n", program, options.isa);
    return false;
}

/* Whether the name is in the list; NULL is the list of all. */
static bool is_in(const char *list, const char *name) {
    const size_t length = strlen(name);
    if (!list) return true;
    while (*list) {
        const size_t item = strcspn(list, ",");
        if (item == length && !strncmp(list, name, length)) return true;
        list += item + (list[item] == ',');
    }
    return false;
}

/* ---- Columns ---- */

/* A column of the report, and what fills it. */
struct source {
    struct act_column column;
    const actfast_backend *backend;
    const struct act_peer *peer;
    const char *operation; /* of a reference */
    bool kernel_alone;     /* of that backend: to see what a call costs beyond it */
};

static struct source sources[ACT_MAX_COLUMNS];
static int source_count;

static void add_source(struct source s) {
    if (source_count < ACT_MAX_COLUMNS) sources[source_count++] = s;
}

static struct act_column column_of(enum act_kind kind, const char *who, const char *isa,
                                   const char *accuracy) {
    return (struct act_column){.kind = kind, .who = who, .isa = isa, .accuracy = accuracy};
}

static void add_backends(bool wanted) {
    for (int i = 0; i < actfast_backend_count(); i++) {
        const actfast_backend *b = actfast_backend_at(i);
        const char *isa = actfast_backend_isa(b);
        if (!strcmp(isa, options.isa) == wanted)
            add_source((struct source){
                column_of(ACT_OURS, "actfast", isa, actfast_backend_accuracy(b)), .backend = b});
    }
}

static void add_peers(void) {
    const char *best = actfast_backend_isa(actfast_backend_at(0));
    const char *limit = strcmp(options.isa, best) ? options.isa : NULL;
    for (int i = 0; i < act_peer_count(); i++) {
        const struct act_peer *p = act_peer_at(i);
        if (!is_in(options.peers, p->name) || (p->isa && strcmp(p->isa, options.isa))) continue;
        if (p->start && !p->start(limit)) {
            printf("%s cannot be had for %s: left out\n", p->name, options.isa);
            continue;
        }
        add_source((struct source){column_of(ACT_PEER, p->name, p->isa ? p->isa : options.isa, ""),
                                   .peer = p});
    }
}

static void add_references(void) {
    add_source(
        (struct source){column_of(ACT_REFERENCE, "memcpy", "libc", ""), .operation = "memcpy"});
    static const char *const operations[] = {"streams", "relu", "sqrt", "fma"};
    for (int i = 0; i < 4; i++)
        add_source((struct source){column_of(ACT_REFERENCE, operations[i], options.isa, "bare"),
                                   .operation = operations[i]});
    for (int i = 0; i < actfast_backend_count(); i++) {
        const actfast_backend *b = actfast_backend_at(i);
        const char *isa = actfast_backend_isa(b);
        if (!strcmp(isa, options.isa))
            add_source((struct source){
                column_of(ACT_REFERENCE, "kernel", isa, actfast_backend_accuracy(b)), .backend = b,
                .kernel_alone = true});
    }
}

/* Ours for this instruction set first: the ratios count from them. */
static void add_sources(void) {
    add_backends(true);
    add_peers();
    add_source((struct source){column_of(ACT_BASELINE, "libm", "", ""), .peer = NULL});
    add_references();
    add_backends(false);
}

static bool is_operation(const struct source *s, const char *name) {
    return s->operation && !strcmp(s->operation, name);
}

/* Whether the source is timed in buffers of that size: in large ones, not what takes seconds a call
 * or tells nothing; in small ones alone, the kernel; in large ones alone, stores past the caches. */
static bool fits(const struct source *s, size_t n) {
    const bool other_isa = s->backend && strcmp(s->column.isa, options.isa);
    if (s->kernel_alone) return n <= SMALL;
    if (is_operation(s, "streams")) return n >= MEDIUM;
    return n <= LARGE || !(other_isa || s->column.kind == ACT_BASELINE || is_operation(s, "sqrt") ||
                           is_operation(s, "fma"));
}

/* ---- A row: one activation by all columns in turns ---- */

enum { NONE = -1, MAX_TIMED = 3 * ACT_MAX_COLUMNS };

struct row {
    int count;
    struct act_job jobs[MAX_TIMED];
    struct act_timed timed[MAX_TIMED];
    int of_column[ACT_MAX_COLUMNS];
    int halves[ACT_MAX_COLUMNS][2]; /* value and grad, beside value_and_grad */
    int clock;
};

static int add_timed(struct row *row, struct act_job job) {
    row->jobs[row->count] = job;
    row->timed[row->count] =
        (struct act_timed){.run = act_job_run, .argument = &row->jobs[row->count]};
    return row->count++;
}

/* The job of a column; its run is NULL if it has none. */
static struct act_job job_of(const struct source *s, int activation, enum job_pass pass, size_t n) {
    struct act_job job = s->kernel_alone ? act_kernel_job(s->backend, activation, pass)
                                         : act_library_job(s->backend, activation, pass);
    if (s->column.kind == ACT_BASELINE) job = act_libm_job(activation, pass);
    if (s->operation) job.run = act_reference_find(s->operation, s->column.isa).job.run;
    if (!fits(s, n)) job.run = NULL;
    if (!act_job_attach(&job, &buffers, n)) job.run = NULL;
    if (s->peer && job.run && !s->peer->attach(&job)) job.run = NULL;
    return job;
}

static void fill_row(struct row *row, int activation, enum job_pass pass, size_t n) {
    row->count = 0;
    for (int c = 0; c < source_count; c++) {
        const struct source *s = &sources[c];
        const struct act_job job = job_of(s, activation, pass, n);
        row->of_column[c] = job.run ? add_timed(row, job) : NONE;
        row->halves[c][0] = NONE;
        if (!s->backend || s->kernel_alone || !job.run || pass != JOB_value_and_grad) continue;
        row->halves[c][0] = add_timed(row, job_of(s, activation, JOB_value, n));
        row->halves[c][1] = add_timed(row, job_of(s, activation, JOB_grad, n));
    }
    row->clock = row->count++;
    row->timed[row->clock] = (struct act_timed){.run = act_run_clock};
}

static void release_row(struct row *row) {
    for (int c = 0; c < source_count; c++) {
        if (!sources[c].peer || !sources[c].peer->release || row->of_column[c] == NONE) continue;
        sources[c].peer->release(&row->jobs[row->of_column[c]]);
    }
}

/* ---- From times to cells ---- */

static const struct act_cell nothing = {NAN, NAN, {NAN, NAN}, NAN, NAN, NAN, 0};

/* The column of our backend of that accuracy for the instruction set compared; NONE if none. */
static int our_column(const char *accuracy) {
    for (int c = 0; c < source_count && sources[c].backend; c++) {
        if (!strcmp(sources[c].column.isa, options.isa) &&
            !strcmp(sources[c].column.accuracy, accuracy))
            return c;
    }
    return NONE;
}

static double ratio_to(const struct row *row, int timed, const char *accuracy) {
    const int ours = our_column(accuracy);
    if (ours == NONE) return NAN;
    return act_ratio(&row->timed[timed], &row->timed[row->of_column[ours]]);
}

static double over_half(const struct row *row, int c) {
    if (row->halves[c][0] == NONE) return NAN;
    const struct act_timed *both = &row->timed[row->of_column[c]];
    return fmin(act_ratio(both, &row->timed[row->halves[c][0]]),
                act_ratio(both, &row->timed[row->halves[c][1]]));
}

/* Of one of our backends: nanoseconds of a call less those of its kernel. */
static double beyond_kernel(const struct row *row, int c) {
    if (!sources[c].backend || sources[c].kernel_alone) return NAN;
    for (int k = 0; k < source_count; k++) {
        if (sources[k].kernel_alone && sources[k].backend == sources[c].backend &&
            row->of_column[k] != NONE)
            return act_difference(&row->timed[row->of_column[c]], &row->timed[row->of_column[k]]);
    }
    return NAN;
}

static struct act_cell cell_of(const struct row *row, int c, size_t n) {
    struct act_cell cell = nothing;
    const int timed = row->of_column[c];
    if (timed == NONE) return cell;
    cell.ns = act_median(&row->timed[timed]) / (double)n;
    cell.cycles =
        act_ratio(&row->timed[timed], &row->timed[row->clock]) * ACT_CLOCK_CYCLES / (double)n;
    cell.to[0] = ratio_to(row, timed, "accurate");
    cell.to[1] = ratio_to(row, timed, "fast");
    cell.over_half = over_half(row, c);
    cell.beyond_kernel = beyond_kernel(row, c);
    return cell;
}

/* ---- Results ---- */

static double ulp_between(float got, float want) {
    if (isnan(got) || isnan(want)) return isnan(got) && isnan(want) ? 0 : INFINITY;
    if (got == want) return 0;
    const double unit = (double)nextafterf(fabsf(want), INFINITY) - (double)fabsf(want);
    return fabs((double)got - (double)want) / unit;
}

/* Compares what the columns write with what our accurate backend does. */
static void check_row(const struct row *row, struct act_cell *cells, size_t n) {
    static float want[CHECKED];
    const int ours = our_column("accurate");
    if (ours == NONE) return;
    if (n > CHECKED) n = CHECKED;
    act_job_run(&row->jobs[row->of_column[ours]]);
    memcpy(want, buffers.y, n * sizeof *want);
    for (int c = 0; c < source_count; c++) {
        if (row->of_column[c] == NONE || sources[c].operation) continue;
        memset(buffers.y, 0x55, n * sizeof *want);
        act_job_run(&row->jobs[row->of_column[c]]);
        cells[c].ulp = 0;
        for (size_t i = 0; i < n; i++) {
            const double ulp = ulp_between(buffers.y[i], want[i]);
            if (ulp <= cells[c].ulp) continue;
            cells[c].ulp = ulp;
            cells[c].ulp_at = buffers.x[i];
        }
    }
}

/* ---- Tables ---- */

static struct act_table *tables, **last_table = &tables;

static struct act_table *add_table(enum job_pass pass, size_t n) {
    const size_t rows = (size_t)actfast_activation_count();
    struct act_table *t = calloc(1, sizeof *t + rows * sizeof t->row[0]);
    if (!t) return NULL;
    t->pass = act_pass_name(pass);
    t->n = n;
    t->columns = source_count;
    for (int c = 0; c < source_count; c++) {
        t->column[c] = sources[c].column;
        t->column[c].absent = !fits(&sources[c], n);
    }
    *last_table = t;
    last_table = &t->next;
    return t;
}

static void measure_row(struct act_row *to, int activation, enum job_pass pass, size_t n) {
    static struct row row;
    to->activation = actfast_activation_name(activation);
    fill_row(&row, activation, pass, n);
    const size_t count = (size_t)row.count;
    const size_t rounds = options.rounds ? options.rounds : n > LARGE ? ROUNDS_LARGE : ROUNDS;
    act_calibrate(row.timed, count, sample_ns);
    act_time(row.timed, count, rounds);
    for (int c = 0; c < source_count; c++) to->cell[c] = cell_of(&row, c, n);
    if (options.check) check_row(&row, to->cell, n);
    release_row(&row);
}

static bool measure_table(enum job_pass pass, size_t n) {
    struct act_table *t = add_table(pass, n);
    struct act_job probe = {.pass = pass};
    if (!t || !act_job_attach(&probe, &buffers, n)) {
        fprintf(stderr, "not enough memory for %zu floats\n", n);
        return false;
    }
    act_print_heading(t);
    for (int a = 0; a < actfast_activation_count(); a++) {
        if (!is_in(options.functions, actfast_activation_name(a)) || !act_has_pass(a, pass))
            continue;
        measure_row(&t->row[t->rows], a, pass, n);
        act_print_row(t, t->rows++);
    }
    act_print_ratios(t);
    return true;
}

/* Without it the first rows take up to twice the time, and twice the cycles. Why is not known; after a second of work
 * they are like the others. */
static void warm_up(void) {
    const double end = act_now() + 1e9;
    while (act_now() < end) act_run_clock(NULL);
}

static bool measure_all(void) {
    const char *list = options.floats;
    warm_up();
    while (*list) {
        char *end;
        const unsigned long long n = strtoull(list, &end, 10);
        if (end == list || n == 0 || n > SIZE_MAX / 64) {
            fprintf(stderr, "--floats takes numbers with commas between\n");
            return false;
        }
        for (int pass = 0; pass < JOB_PASSES; pass++) {
            if (is_in(options.passes, act_pass_name((enum job_pass)pass)) &&
                !measure_table((enum job_pass)pass, (size_t)n))
                return false;
        }
        list = end + (*end == ',');
    }
    return true;
}

/* ---- Where and with what ---- */

enum { MAX_CONTEXT = 24 };
static struct act_context context[MAX_CONTEXT + 1];

static void add_context(const char *key, const char *value) {
    int i = 0;
    while (context[i].key) i++;
    if (i == MAX_CONTEXT) return;
    context[i].key = key;
    snprintf(context[i].value, sizeof context[i].value, "%s", value);
    printf("%s: %s\n", key, value);
}

static const char *today(char text[ACT_CPU_NAME_SIZE]) {
    const time_t now = time(NULL);
    struct tm utc;
    *text = 0;
    if (gmtime_r(&now, &utc)) strftime(text, ACT_CPU_NAME_SIZE, "%Y-%m-%d", &utc);
    return text;
}

static void describe(int cpu) {
    char text[ACT_CPU_NAME_SIZE];
    add_context("date", today(text));
    add_context("actfast", actfast_version_string());
    add_context("build type", act_build_type());
    add_context("compiler", act_compiler());
    add_context("revision", act_revision());
    act_cpu_name(text);
    add_context("CPU", *text ? text : "unknown");
    snprintf(text, sizeof text, cpu < 0 ? "not pinned" : "CPU %d", cpu);
    add_context("one thread on", text);
    add_context("instruction set", options.isa);
    const char *stream = getenv("ACTFAST_STREAM_BYTES");
    add_context("ACTFAST_STREAM_BYTES", stream ? stream : "not set");
    add_context("inputs", act_inputs_text(options.common.inputs));
    for (int c = 0; c < source_count; c++) {
        if (sources[c].peer) add_context(sources[c].peer->name, sources[c].peer->version);
    }
}

static bool write_file(const char *name, void (*write)(FILE *, const struct act_context *,
                                                       const struct act_table *)) {
    if (!name) return true;
    FILE *file = fopen(name, "w");
    if (file) write(file, context, tables);
    if (!file || fclose(file)) {
        fprintf(stderr, "cannot write %s\n", name);
        return false;
    }
    return true;
}

int main(int argc, char **argv) {
    if (act_answered(argc, argv, program, help)) return 0;
    if (!take_options(argc, argv)) return ACT_EXIT_ERROR;
    buffers.inputs = options.common.inputs;
    const int cpu = act_pin(options.common.cpu);
    add_sources();
    describe(cpu);
    bool fine = measure_all();
    fine = write_file(options.csv, act_write_csv) && fine;
    fine = write_file(options.json, act_write_json) && fine;
    act_buffers_free(&buffers);
    while (tables) {
        struct act_table *next = tables->next;
        free(tables);
        tables = next;
    }
    return fine ? 0 : ACT_EXIT_ERROR;
}
