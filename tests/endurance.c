/* A day of use in small: calls of every kind and size from all cores at once, for as long as asked.
 *
 *     endurance [SECONDS]     default: 5; an hour is 3600
 *
 * Promise: a call gives the bits that it gave at the start, whatever else goes on; memory,
 * descriptors and mappings do not grow. Half of the calls are cut in two, some go past the caches
 * (ACTFAST_STREAM_BYTES), and one thread keeps making other backends the active one. */
#include <dirent.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "harness.h"

enum { JOBS = 4096, MOST = 1 << 15, THREADS = 64 };
static const uint64_t seed = 20261121;

/* A call that is a function of its number, and the hash of what it gave at first. */
static uint64_t first_hash[JOBS];
static float pool[MAX_INPUTS][MOST];
static double seconds = 5;
static atomic_bool over;
static atomic_uint_fast64_t calls, elements, wrong;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- The calls ---- */

static uint64_t hash(uint64_t h, const float *values, size_t n) {
    for (size_t i = 0; i < n; i++)
        h = (h ^ (isnan(values[i]) ? 0x7fc00000u : bits_of(values[i]))) * 0x100000001b3u;
    return h;
}

/* As many calls are short as are long. Without a backend it is the active one, whose bits differ
 * with the class of its tier: those are not hashed. */
static struct call job(uint32_t number, float params[2]) {
    uint64_t state = seed + number;
    struct call c = {.params = params};
    const int backend = (int)(random_bits(&state) % (uint64_t)(actfast_backend_count() + 1));
    c.backend = actfast_backend_at(backend);
    do {
        c.activation = (int)(random_bits(&state) % (uint64_t)actfast_activation_count());
        c.pass = (enum pass)(random_bits(&state) % PASSES);
        if (!params_at(c.activation, (int)(random_bits(&state) % 4), params))
            params_at(c.activation, 0, params);
    } while (!has_pass(c.activation, c.pass, params));
    const size_t most = (size_t)1 << random_bits(&state) % 16;
    c.n = random_bits(&state) % most + 1;
    for (int b = 0; b < MAX_INPUTS; b++) c.in[b] = pool[b] + random_bits(&state) % (MOST - c.n + 1);
    return c;
}

/* The hash of all outputs; `cut` elements in a call of their own. */
static uint64_t run_cut(struct call c, float *out, size_t cut) {
    const size_t n = c.n;
    uint64_t h = 0xcbf29ce484222325u;
    int status = 0;
    for (int b = 0; b < MAX_OUTPUTS; b++) c.out[b] = out + b * (MOST + 16);
    c.n = cut;
    if (cut > 0) status |= run_pass(&c);
    for (int b = 0; b < MAX_INPUTS; b++) c.in[b] += cut;
    for (int b = 0; b < MAX_OUTPUTS; b++) c.out[b] += cut;
    c.n = n - cut;
    status |= run_pass(&c);
    for (int b = 0; b < pass_shape[c.pass].outputs; b++) h = hash(h, c.out[b] - cut, n);
    if (status != 0) wrong++;
    return h;
}

static void *work(void *argument) {
    uint64_t state = seed ^ (uint64_t)(uintptr_t)argument;
    float *out = malloc(MAX_OUTPUTS * (MOST + 16) * sizeof *out);
    while (out && !over) {
        const uint32_t number = (uint32_t)(random_bits(&state) % JOBS);
        float params[2];
        const struct call c = job(number, params);
        const size_t cut = random_bits(&state) % 2 ? random_bits(&state) % c.n : 0;
        const uint64_t h = run_cut(c, out + random_bits(&state) % 16, cut);
        if (c.backend && h != first_hash[number] && wrong++ < 5) {
            call_print(&c);
            printf("n = %zu, cut at %zu: other bits than at the start\n", c.n, cut);
        }
        calls++;
        elements += c.n;
    }
    free(out);
    return NULL;
}

static void *switch_backends(void *unused) {
    (void)unused;
    for (int i = 0; !over; i++) {
        actfast_backend_activate(actfast_backend_at(i % actfast_backend_count()));
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return NULL;
}

/* ---- What the process holds ---- */

struct held {
    long resident_kib, descriptors, mappings;
};

static long count_lines(const char *path, const char *field) {
    char line[512];
    long count = 0;
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (!field) count++;
        if (field && strncmp(line, field, strlen(field)) == 0)
            count = strtol(line + strlen(field), NULL, 10);
    }
    if (file) fclose(file);
    return count;
}

static struct held look(void) {
    struct held h = {count_lines("/proc/self/status", "VmRSS:"), 0,
                     count_lines("/proc/self/maps", NULL)};
    DIR *directory = opendir("/proc/self/fd");
    while (directory && readdir(directory)) h.descriptors++;
    if (directory) closedir(directory);
    return h;
}

static void print_held(const char *when, const struct held *h) {
    printf("%s: %ld KiB resident, %ld descriptors, %ld mappings\n", when, h->resident_kib,
           h->descriptors, h->mappings);
}

/* A page or two of the C library's own is no growth. */
static bool grew(const struct held *from, const struct held *to) {
    return to->resident_kib > from->resident_kib + 256 || to->descriptors > from->descriptors ||
           to->mappings > from->mappings;
}

/* ---- The run ---- */

static void prepare(void) {
    static float out[MAX_OUTPUTS * (MOST + 16)];
    uint64_t state = seed;
    for (int b = 0; b < MAX_INPUTS; b++)
        for (int i = 0; i < MOST; i++) pool[b][i] = random_element(i, &state);
    for (uint32_t number = 0; number < JOBS; number++) {
        float params[2];
        first_hash[number] = run_cut(job(number, params), out, 0);
    }
}

static struct held run(int threads, struct held *warm) {
    pthread_t worker[THREADS], switcher;
    const double start = now();
    if (pthread_create(&switcher, NULL, switch_backends, NULL)) exit(2);
    for (int i = 0; i < threads; i++)
        if (pthread_create(&worker[i], NULL, work, (void *)(uintptr_t)(i + 1))) exit(2);
    nanosleep(&(struct timespec){.tv_sec = seconds < 10 ? 1 : 5}, NULL);
    *warm = look();
    while (now() - start < seconds) nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    const struct held last = look();
    over = true;
    for (int i = 0; i < threads; i++) pthread_join(worker[i], NULL);
    pthread_join(switcher, NULL);
    return last;
}

int main(int argc, char **argv) {
    struct held warm;
    long threads = sysconf(_SC_NPROCESSORS_ONLN);
    if (argc > 1) seconds = strtod(argv[1], NULL);
    if (threads < 2) threads = 2;
    if (threads > THREADS) threads = THREADS;
    header_print("endurance");
    prepare();
    const struct held last = run((int)threads, &warm);
    print_held("warmed up", &warm);
    print_held("at the end", &last);
    printf("%.0f s on %ld threads: %" PRIuFAST64 " calls, %" PRIuFAST64 " elements, %" PRIuFAST64
           " wrong\n",
           seconds, threads, calls, elements, wrong);
    if (grew(&warm, &last)) printf("it grew\n");
    return wrong > 0 || calls == 0 || grew(&warm, &last);
}
