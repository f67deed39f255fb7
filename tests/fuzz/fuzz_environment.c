/* Fuzzes the environment that the library reads when it loads: whatever ACTFAST_ISA, ACTFAST_ACCURACY,
 * ACTFAST_STREAM_BYTES and ACTFAST_VERBOSE hold, of any length, a backend of its own becomes active,
 * its results are the right ones, and it says one line at most, of a length that a terminal shows.
 *
 * The source of the dispatcher is in here, so that the choice at load can be made again and again; a
 * library that is unloaded would take the fuzzer's counters with it. */
#define _GNU_SOURCE
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dispatch.c"

enum { N = 1500, LONGEST_LINE = 600 };

static const char *const names[] = {"ACTFAST_ISA", "ACTFAST_ACCURACY", "ACTFAST_STREAM_BYTES",
                                    "ACTFAST_VERBOSE"};
static float x[N], right[N];
static int captured = -1, stderr_was = -1;

static void fail(const char *what) {
    dup2(stderr_was, STDERR_FILENO);
    fprintf(stderr, "%s\n", what);
    for (int i = 0; i < 4; i++) fprintf(stderr, "%s=%s\n", names[i], getenv(names[i]));
    abort();
}

/* The values one after the other, each ending with a 0 byte; what is missing is unset. */
static void set_environment(const uint8_t *data, size_t size) {
    static char value[1 << 16];
    for (int i = 0; i < 4; i++) {
        size_t length = 0;
        while (length < size && length < sizeof value - 1 && data[length]) length++;
        if (size == 0) {
            unsetenv(names[i]);
            continue;
        }
        memcpy(value, data, length);
        value[length] = 0;
        setenv(names[i], value, 1);
        const size_t used = length < size ? length + 1 : length;
        data += used, size -= used;
    }
}

/* stderr goes to a file in memory while the library loads. */
static void start_capture(void) {
    if (ftruncate(captured, 0) || lseek(captured, 0, SEEK_SET)) fail("no capture");
    fflush(stderr);
    dup2(captured, STDERR_FILENO);
}

static void end_capture(void) {
    char text[LONGEST_LINE + 2] = "";
    fflush(stderr);
    dup2(stderr_was, STDERR_FILENO);
    const ssize_t length = pread(captured, text, sizeof text - 1, 0);
    const char *verbose = getenv("ACTFAST_VERBOSE");
    const bool may = verbose && !strcmp(verbose, "1");
    if (length > 0 && !may) fail("it printed unasked");
    if (length > LONGEST_LINE) fail("it printed too much");
    if (length <= 0 && may) fail("it did not print");
    const char *end = strchr(text, '\n');
    if (length > 0 && (!end || end[1])) fail("it printed something else than one line");
    for (const char *c = text; *c && *c != '\n'; c++)
        if (*c < ' ' || *c > '~') fail("it printed a control character");
}

static void check(void) {
    static float y[N];
    const char *wanted = getenv("ACTFAST_ISA"), *isa = actfast_backend_isa(NULL);
    if (!isa || !actfast_backend_accuracy(NULL)) fail("the active backend is none");
    if (wanted && actfast_backend_find(wanted, NULL) && strcmp(wanted, isa)) fail("not obeyed");
    if (wanted && !actfast_backend_find(wanted, NULL) &&
        strcmp(actfast_backend_isa(actfast_backend_at(0)), isa))
        fail("an unknown name changes the choice");
    if (actfast_gelu_f32(x, y, N)) fail("it refuses to compute");
    for (int i = 0; i < N; i++)
        if (fabsf(y[i] - right[i]) > 1e-6f * fabsf(right[i]) + 1e-38f) fail("wrong results");
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    captured = memfd_create("stderr", 0);
    stderr_was = dup(STDERR_FILENO);
    for (int i = 0; i < N; i++) {
        x[i] = 0.01f * (float)(i - N / 2);
        right[i] = (float)(0.5 * (double)x[i] * erfc(-(double)x[i] * 0.70710678118654752440));
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    set_environment(data, size);
    start_capture();
    choose();
    end_capture();
    check();
    return 0;
}
