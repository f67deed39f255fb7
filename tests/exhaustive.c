/* The judge as a program: the library's results against the oracle, for every float there is.
 *
 *     exhaustive [option...]            all activations, their parameter grids, passes, backends
 *
 *     --activation NAME  --pass NAME    only these; may be repeated
 *     --isa NAME  --accuracy NAME       only these backends; may be repeated
 *     --params A[,B] | default          one set of parameters instead of the grid
 *     --stride N                        every N-th bit pattern and special points; 1, the
 *                                       default, is all 2^32; --strided stands for 1021
 *     --threads N                       default: one per processor
 *     --state FILE                      resume from it, and keep it up to date
 *     --csv  --details  --markdown      form of the result; the last is docs/accuracy.md
 *     --from FILE                       judge nothing: the result is what --csv has printed there;
 *                                       of repeated ones the later rows replace the earlier
 *     --quiet                           no progress on stderr
 *
 * Ends with 0 if all is within the bounds, 1 if not, 2 if it could not start, 3 if it was stopped
 * (by SIGINT or SIGTERM); with --state, the same command then goes on where it was. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "inputs.h"
#include "judge.h"
#include "report.h"
#include "report_markdown.h"

enum report_format { REPORT_TABLE, REPORT_CSV, REPORT_MARKDOWN };
enum { BLOCK = 1 << 18, THREADS = 256, SAVE_EVERY = 30, NAMES = 64 };

struct job {
    struct judge_case c;
    struct inputs inputs;
    judge_tallies tallies;
    uint64_t blocks, left;
    unsigned char *done; /* one per block */
};

static struct program {
    const char *activation[NAMES + 1], *isa[NAMES + 1], *accuracy[NAMES + 1], *from[NAMES + 1];
    const char *params, *state;
    int threads, jobs;
    unsigned passes;
    uint32_t stride;
    bool details, quiet;
    enum report_format format;
    struct record_table results;

    struct job *job;
    uint64_t blocks, blocks_at_start, identity;
    atomic_uint_fast64_t next, finished;
    atomic_int failed;
    pthread_mutex_t lock;
} program = {.stride = 1, .lock = PTHREAD_MUTEX_INITIALIZER};

static volatile sig_atomic_t stopped;

static void stop(int signal_number) {
    (void)signal_number;
    stopped = 1;
}

static void die(const char *what, const char *which) {
    fprintf(stderr, "exhaustive: %s%s%s\n", what, which ? " " : "", which ? which : "");
    exit(2);
}

/* What to do */

static unsigned pass_named(const char *name) {
    for (unsigned pass = 0; pass < PASS_COUNT; pass++)
        if (strcmp(pass_names[pass], name) == 0) return 1u << pass;
    die("no pass is called", name);
    return 0;
}

static void add_name(const char **names, const char *name) {
    int count = 0;
    while (names[count]) count++;
    if (count == NAMES) die("too many names, at", name);
    names[count] = name;
}

/* Returns whether the option took the argument after it. */
static bool read_option(const char *option, const char *value) {
    if (strcmp(option, "--csv") == 0) return program.format = REPORT_CSV, false;
    if (strcmp(option, "--markdown") == 0) return program.format = REPORT_MARKDOWN, false;
    if (strcmp(option, "--details") == 0) return program.details = true, false;
    if (strcmp(option, "--quiet") == 0) return program.quiet = true, false;
    if (strcmp(option, "--strided") == 0) return program.stride = 1021, false;
    if (value == NULL) die("unknown or incomplete option", option);
    if (strcmp(option, "--activation") == 0)
        add_name(program.activation, value);
    else if (strcmp(option, "--pass") == 0)
        program.passes |= pass_named(value);
    else if (strcmp(option, "--isa") == 0)
        add_name(program.isa, value);
    else if (strcmp(option, "--accuracy") == 0)
        add_name(program.accuracy, value);
    else if (strcmp(option, "--from") == 0)
        add_name(program.from, value);
    else if (strcmp(option, "--params") == 0)
        program.params = value;
    else if (strcmp(option, "--stride") == 0)
        program.stride = (uint32_t)strtoul(value, NULL, 10) | 1;
    else if (strcmp(option, "--threads") == 0)
        program.threads = atoi(value);
    else if (strcmp(option, "--state") == 0)
        program.state = value;
    else
        die("unknown option", option);
    return true;
}

static void read_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (read_option(argv[i], argv[i + 1])) i++;
    if (program.passes == 0) program.passes = (1u << PASS_COUNT) - 1;
    if (program.threads < 1) program.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (program.threads > THREADS) program.threads = THREADS;
    for (int i = 0; program.activation[i]; i++)
        if (actfast_activation_find(program.activation[i]) < 0)
            die("no activation is called", program.activation[i]);
}

/* A misspelt name beside a right one would be missed in silence. */
static void check_backends(const struct judge_case *c) {
    for (int i = 0; program.isa[i] || program.accuracy[i]; i++) {
        bool isa = !program.isa[i], accuracy = !program.accuracy[i];
        for (int s = 0; s < c->subjects; s++) {
            isa |= program.isa[i] && strcmp(program.isa[i], c->subject[s].isa) == 0;
            accuracy |=
                program.accuracy[i] && strcmp(program.accuracy[i], c->subject[s].accuracy) == 0;
        }
        if (!isa) die("no usable backend matches", program.isa[i]);
        if (!accuracy) die("no usable backend matches", program.accuracy[i]);
    }
}

static void add_job(int activation, const float *params) {
    struct job *job = &program.job[program.jobs++];
    judge_add_backends(&job->c, program.isa, program.accuracy);
    check_backends(&job->c);
    judge_prepare(&job->c, activation, params, program.passes);
    inputs_prepare(&job->inputs, &job->c, program.stride);
    job->blocks = job->left = (job->inputs.count + BLOCK - 1) / BLOCK;
    job->done = calloc(job->blocks, 1);
    if (job->done == NULL) die("out of memory", NULL);
    program.blocks += job->blocks;
}

static void add_jobs(void) {
    program.job = calloc((size_t)actfast_activation_count() * GRID_MAX, sizeof *program.job);
    if (program.job == NULL) die("out of memory", NULL);
    for (int id = 0; id < actfast_activation_count(); id++) {
        const struct grid *grid = grid_of(actfast_activation_name(id));
        float params[2] = {0};
        char *end = NULL;
        if (!judge_is_named(program.activation, actfast_activation_name(id))) continue;
        if (program.params == NULL) {
            for (int i = 0; i < grid->count; i++) add_job(id, grid->sets[i]);
            continue;
        }
        params[0] = strtof(program.params, &end);
        if (*end == ',') params[1] = strtof(end + 1, NULL);
        add_job(id, end == program.params ? NULL : params);
    }
}

/* Stopping and resuming */

static uint64_t hash(uint64_t h, const void *data, size_t size) {
    for (size_t i = 0; i < size; i++) h = (h ^ ((const unsigned char *)data)[i]) * 0x100000001b3u;
    return h;
}

/* Of the library's file. */
static uint64_t hash_library(uint64_t h) {
    static unsigned char block[1 << 16];
    Dl_info info;
    const char *(*function)(void) = actfast_version_string;
    void *address;
    memcpy(&address, &function, sizeof address);
    FILE *file = dladdr(address, &info) ? fopen(info.dli_fname, "rb") : NULL;
    if (file == NULL) die("the library's file cannot be read", NULL);
    for (size_t size; (size = fread(block, 1, sizeof block, file)) > 0;) h = hash(h, block, size);
    fclose(file);
    return h;
}

/* Of the jobs, the library and what the judge says of a few results, so that a state is not resumed
 * with another one of them. */
static uint64_t identity_of(const struct program *p) {
    static struct judge_room room;
    static judge_tallies tallies;
    uint64_t h = hash_library(hash(0xcbf29ce484222325u, &p->stride, sizeof p->stride));
    for (int i = 0; i < p->jobs; i++) {
        const struct judge_case *c = &p->job[i].c;
        h = hash(h, c->params, sizeof c->params);
        h = hash(h, &c->passes, sizeof c->passes);
        h = hash(h, &c->activation, sizeof c->activation);
        for (uint32_t j = 0; j < JUDGE_CHUNK; j++) room.x[j] = float_of(j * 2093077u);
        for (int s = 0; s < c->subjects; s++) {
            h = hash(h, c->subject[s].isa, strlen(c->subject[s].isa));
            h = hash(h, c->subject[s].accuracy, strlen(c->subject[s].accuracy));
        }
        int status = judge_chunk(c, &room, JUDGE_CHUNK, tallies);
        if (status != 0) die(c->name, actfast_strerror(status));
        h = hash(h, tallies, sizeof tallies);
    }
    return h;
}

/* Written beside and renamed, so that a state is never half of one. Call it under the lock. */
static void save_state(void) {
    char beside[4096];
    if (program.state == NULL) return;
    snprintf(beside, sizeof beside, "%s.new", program.state);
    FILE *file = fopen(beside, "wb");
    bool good = file != NULL && fwrite(&program.identity, sizeof program.identity, 1, file) == 1;
    for (int i = 0; i < program.jobs && good; i++) {
        const struct job *job = &program.job[i];
        good = fwrite(job->done, job->blocks, 1, file) == 1 &&
               fwrite(job->tallies, sizeof job->tallies, 1, file) == 1;
    }
    if (file != NULL && fclose(file) != 0) good = false;
    if (!good || rename(beside, program.state) != 0) perror(program.state);
}

static void load_state(void) {
    uint64_t identity = 0;
    FILE *file = program.state ? fopen(program.state, "rb") : NULL;
    if (file == NULL) return;
    if (fread(&identity, sizeof identity, 1, file) != 1 || identity != program.identity)
        die("the state is of another command or library:", program.state);
    for (int i = 0; i < program.jobs; i++) {
        struct job *job = &program.job[i];
        if (fread(job->done, job->blocks, 1, file) != 1 ||
            fread(job->tallies, sizeof job->tallies, 1, file) != 1)
            die("the state is cut short:", program.state);
        for (uint64_t b = 0; b < job->blocks; b++) job->left -= job->done[b] == 1;
        program.blocks_at_start += job->blocks - job->left;
    }
    program.finished = program.blocks_at_start;
    fclose(file);
}

/* Work */

static struct job *job_of(uint64_t *block) {
    struct job *job = program.job;
    for (; *block >= job->blocks; job++) *block -= job->blocks;
    return job;
}

static int judge_block(struct job *job, uint64_t block, struct judge_room *room,
                       judge_tallies tallies) {
    uint64_t first = block * BLOCK, last = first + BLOCK;
    if (last > job->inputs.count) last = job->inputs.count;
    memset(tallies, 0, sizeof(judge_tallies));
    int status = inputs_judge(&job->inputs, first, last, &job->c, room, tallies);
    if (status != 0) return status;
    pthread_mutex_lock(&program.lock);
    for (int s = 0; s < job->c.subjects; s++)
        for (int pass = 0; pass < PASS_COUNT; pass++)
            judge_merge(&job->tallies[s][pass], &tallies[s][pass]);
    job->done[block] = 1;
    job->left--;
    program.finished++;
    pthread_mutex_unlock(&program.lock);
    return 0;
}

static void *work(void *unused) {
    (void)unused;
    struct judge_room *room = malloc(sizeof *room);
    struct judge_tally(*tallies)[PASS_COUNT] = malloc(sizeof(judge_tallies));
    while (room != NULL && tallies != NULL && !stopped && !program.failed) {
        uint64_t block = program.next++;
        if (block >= program.blocks) break;
        struct job *job = job_of(&block);
        if (job->done[block]) continue;
        int status = judge_block(job, block, room, tallies);
        if (status != 0) program.failed = status;
    }
    free(room);
    free(tallies);
    return NULL;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void show_progress(double start, int current) {
    uint64_t finished = program.finished, here = finished - program.blocks_at_start;
    double past = now() - start;
    int left = here ? (int)(past / (double)here * (double)(program.blocks - finished)) : 0;
    fprintf(stderr, "%5.1f %%  %-17s  %d:%02d:%02d past, %d:%02d:%02d left %c",
            100 * (double)finished / (double)program.blocks, program.job[current].c.name,
            (int)past / 3600, (int)past / 60 % 60, (int)past % 60, left / 3600, left / 60 % 60,
            left % 60, isatty(2) ? '\r' : '\n');
}

/* Results */

static void report_record(const struct record *r) {
    if (program.format == REPORT_CSV) record_csv_row(stdout, r);
    if (program.format == REPORT_TABLE) report_table_row(stdout, r);
    if (program.details && program.format == REPORT_TABLE) report_details(stdout, r);
}

static void report_job(struct job *job) {
    for (enum judged pass = 0; pass < PASS_COUNT; pass++)
        for (int s = 0; s < job->c.subjects; s++) {
            struct record r =
                record_of(&job->c, s, pass, &job->tallies[s][pass], job->inputs.stride);
            if (!(job->c.passes >> pass & 1)) continue;
            report_record(&r);
            if (!record_add(&program.results, &r)) die("out of memory", NULL);
        }
    fflush(stdout);
}

static void report_head(void) {
    if (program.format == REPORT_CSV) record_csv_head(stdout);
    if (program.format == REPORT_TABLE) report_table_head(stdout);
}

/* What earlier runs have found. */
static void report_files(void) {
    for (int i = 0; program.from[i]; i++)
        if (!record_read_csv(&program.results, program.from[i]))
            die("these are not results:", program.from[i]);
    record_sort(&program.results);
    report_head();
    for (size_t i = 0; i < program.results.count; i++) report_record(&program.results.record[i]);
    if (program.format == REPORT_MARKDOWN) report_markdown(stdout, &program.results);
}

static uint64_t report_all_faults(void) {
    uint64_t faults = 0;
    for (int i = 0; i < program.jobs; i++)
        for (int s = 0; s < program.job[i].c.subjects; s++)
            for (enum judged pass = 0; pass < PASS_COUNT; pass++) {
                struct job *job = &program.job[i];
                const struct judge_tally *tally = &job->tallies[s][pass];
                struct record r = record_of(&job->c, s, pass, tally, job->inputs.stride);
                report_faults(stderr, &r, "EXCEEDED ");
                faults += judge_faults(tally);
            }
    return faults;
}

/* Prints each job's rows as soon as it and all before it are done. */
static void watch(pthread_t *threads) {
    double start = now(), saved = start, shown = start;
    int reported = 0;
    while (program.finished < program.blocks && !stopped && !program.failed) {
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
        pthread_mutex_lock(&program.lock);
        if (now() - saved > SAVE_EVERY) save_state(), saved = now();
        while (reported < program.jobs && program.job[reported].left == 0)
            report_job(&program.job[reported++]);
        pthread_mutex_unlock(&program.lock);
        if (program.quiet || now() - shown < (isatty(2) ? 1 : 20)) continue;
        if (reported < program.jobs) show_progress(start, reported);
        shown = now();
    }
    for (int i = 0; i < program.threads; i++) pthread_join(threads[i], NULL);
    while (reported < program.jobs && program.job[reported].left == 0)
        report_job(&program.job[reported++]);
    save_state();
    if (!program.quiet) fprintf(stderr, "%.1f s in all\n", now() - start);
}

int main(int argc, char **argv) {
    pthread_t threads[THREADS];
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    read_options(argc, argv);
    if (program.from[0]) return report_files(), 0;
    add_jobs();
    program.identity = identity_of(&program);
    load_state();
    report_head();
    for (int i = 0; i < program.threads; i++)
        if (pthread_create(&threads[i], NULL, work, NULL) != 0) die("cannot start a thread", NULL);
    watch(threads);
    if (program.failed) die("the library says", actfast_strerror(program.failed));
    if (stopped && program.finished < program.blocks) return 3;
    record_sort(&program.results);
    if (program.format == REPORT_MARKDOWN) report_markdown(stdout, &program.results);
    uint64_t faults = report_all_faults();
    fprintf(stderr, faults ? "EXCEEDED\n" : "all within the bounds\n");
    return faults != 0;
}
