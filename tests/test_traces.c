/* Promise: a call takes little stack and only the parameters there are, prints nothing, and what the
 * environment said at load stays said.
 *
 * ctest sets ACTFAST_ISA=scalar, so that the choice at load is not the best, and a small
 * ACTFAST_STREAM_BYTES, so that streaming, which needs most stack, takes part. */
#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "harness.h"
#include "instrumented.h"
#include "valgrind.h"

enum { N = 2048, PRINT = 4 };

static _Alignas(64) float x[N], dy[N], out[2][N];
static int failures;

static void fill(void) {
    for (int i = 0; i < N; i++) {
        x[i] = 0.03f * (float)(i - N / 2);
        dy[i] = 1;
    }
}

/* Every backend, activation and pass, with the defaults and on all N elements. */
static void for_all(void (*body)(const struct call *)) {
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (enum pass pass = 0; pass < PASSES; pass++)
                if (has_pass(a, pass, NULL))
                    body(&(struct call){
                        actfast_backend_at(b), a, pass, NULL, {x, dy, dy}, {out[0], out[1]}, N});
}

/* ---- Stack ---- */

/* What the header says of an optimised build; one that is not takes more than 100 KiB. */
enum { STACK = 1 << 20, PROMISED = 10240, NOT_OURS = 512 };

static _Alignas(64) unsigned char stack[STACK];
static struct {
    size_t bytes;
    struct call call;
} deepest;

/* Paints what lies below this frame, calls, and looks how far down the paint is gone. */
static void measure_one(const struct call *c, int (*run)(const struct call *)) {
    unsigned char here;
    volatile unsigned char *const low = stack;
    const size_t above = (size_t)(&here - stack) - NOT_OURS;
    size_t untouched = 0;
    for (size_t i = 0; i < above; i++) low[i] = 0xA5;
    if (run(c) != ACTFAST_OK) failures++;
    while (untouched < above && low[untouched] == 0xA5) untouched++;
    const size_t bytes = above + NOT_OURS - untouched;
    if (bytes > deepest.bytes) deepest.bytes = bytes, deepest.call = *c;
}

static void measure(const struct call *c) {
    measure_one(c, run_pass);
    if (c->pass != PASS_value) return;
    measure_one(c, run_param_grad);
    measure_one(c, run_gated_row);
}

static void *measure_all(void *what) {
    deepest.bytes = 0;
    for_all(measure);
    printf("%s: at most %zu bytes of stack\n", (const char *)what, deepest.bytes);
    call_print(&deepest.call);
    printf("\n");
    return NULL;
}

static size_t deepest_in_a_thread(const char *what) {
    pthread_attr_t attributes;
    pthread_t thread;
    char text[32];
    snprintf(text, sizeof text, "%s", what);
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstack(&attributes, stack, sizeof stack), 0);
    assert_int_equal(pthread_create(&thread, &attributes, measure_all, text), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    return deepest.bytes;
}

static void a_call_needs_little_stack(void **state) {
    (void)state;
    if (instrumented || under_valgrind()) {
        printf("SKIPPED: an instrumented build or Valgrind, NOTHING is known of the stack\n");
        skip();
    }
    failures = 0;
    if (!getenv("ACTFAST_STREAM_BYTES")) printf("ACTFAST_STREAM_BYTES is not set\n");
    const size_t first = deepest_in_a_thread("first calls");
    const size_t later = deepest_in_a_thread("later calls");
    assert_int_equal(failures, 0);
    if (!optimised) {
        printf("SKIPPED: the build is not optimised, NO limit is asserted\n");
        return;
    }
    assert_true(first < PROMISED);
    assert_true(later < PROMISED);
}

/* ---- Parameters ---- */

static struct guarded page;

/* One float for each parameter: the next one lies where nobody may read. */
static void end_where_memory_ends(const struct call *given) {
    const int count = actfast_activation_param_count(given->activation);
    float *params = page.high - count;
    struct call c = *given;
    for (int i = 0; i < count; i++) params[i] = actfast_activation_param_default(c.activation, i);
    c.params = params;
    c.n = 3;
    if (run_pass(&c) != ACTFAST_OK) failures++;
}

static void no_more_parameters_are_read_than_there_are(void **state) {
    int status = 0;
    (void)state;
    page = guarded_make(1);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        failures = 0;
        for_all(end_where_memory_ends);
        _exit(failures != 0);
    }
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

/* ---- Silence ---- */

static void load_and_err(void) {
    int (*gelu)(const float *, float *, size_t);
    unsetenv("ACTFAST_VERBOSE");
    setenv("ACTFAST_ISA", "no such name", 1);
    void *library = dlopen(ACT_TEST_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    void *found = library ? dlsym(library, "actfast_gelu_f32") : NULL;
    if (!found) _exit(2);
    memcpy(&gelu, &found, sizeof gelu);
    const bool right = gelu(x, out[0], N) == ACTFAST_OK &&
                       gelu(NULL, out[0], N) == ACTFAST_ERR_NULL &&
                       gelu(x, x + 1, N - 1) == ACTFAST_ERR_OVERLAP &&
                       gelu(x, out[0], SIZE_MAX) == ACTFAST_ERR_SIZE;
    fflush(NULL);
    _exit(right ? 0 : 3);
}

static void nothing_is_printed_unasked(void **state) {
    char text[256];
    int both[2], status = 0;
    (void)state;
    assert_int_equal(pipe(both), 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(both[1], STDOUT_FILENO);
        dup2(both[1], STDERR_FILENO);
        load_and_err();
    }
    close(both[1]);
    const ssize_t length = read(both[0], text, sizeof text - 1);
    close(both[0]);
    waitpid(child, &status, 0);
    if (length > 0) printf("  printed: %.*s\n", (int)length, text);
    assert_int_equal(status, 0);
    assert_int_equal(length, 0);
}

/* ---- The environment ---- */

/* Afterwards it may say what it likes. */
static void the_environment_is_read_once(void **state) {
    const char *wanted = getenv("ACTFAST_ISA");
    const actfast_backend *at_load = actfast_backend_active();
    (void)state;
    if (!wanted || at_load == actfast_backend_at(0)) {
        printf("SKIPPED: the choice at load is the best one; ctest sets ACTFAST_ISA=scalar\n");
        skip();
    }
    char *const kept = strdup(wanted);
    assert_string_equal(actfast_backend_isa(at_load), kept);
    for (int i = 0; i < actfast_backend_count(); i++) {
        const actfast_backend *b = actfast_backend_at(i);
        assert_int_equal(actfast_backend_activate(b), ACTFAST_OK);
        setenv("ACTFAST_ISA", actfast_backend_isa(b), 1);
        assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
        assert_ptr_equal(actfast_backend_active(), at_load);
    }
    unsetenv("ACTFAST_ISA");
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
    assert_ptr_equal(actfast_backend_active(), at_load);
    setenv("ACTFAST_ISA", kept, 1);
    free(kept);
}

/* ---- Presets ---- */

static void presets_of_b_are_those_of_the_contract(void **state) {
    const double ln2 = 0.69314718055994530942;
    const int id = actfast_activation_find("squareplus");
    (void)state;
    assert_true(ACTFAST_SQUAREPLUS_B_DEFAULT == actfast_activation_param_default(id, 0));
    assert_true(ACTFAST_SQUAREPLUS_B_DEFAULT == 4.0f);
    assert_true(ACTFAST_SQUAREPLUS_B_UPPER == (float)(4 * ln2 * ln2));
    assert_true(ACTFAST_SQUAREPLUS_B_MINIMAX == 1.52382103f);
}

int main(void) {
    /* The stack comes first, as long as symbols are unbound. */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_needs_little_stack),
        cmocka_unit_test(no_more_parameters_are_read_than_there_are),
        cmocka_unit_test(nothing_is_printed_unasked),
        cmocka_unit_test(the_environment_is_read_once),
        cmocka_unit_test(presets_of_b_are_those_of_the_contract),
    };
    header_print("traces");
    fill();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
