/* Promise: the backends are listed best first, one that is no backend is never taken, the choice at
 * load follows the environment and never stumbles over it, and the library can be loaded at any
 * time, in any process, any number of times.
 *
 * The program has the static library in it, whose choice was made before main; the shared one it
 * loads into a child of its own for each environment. No other program is started: so the tests
 * work in an emulator too. */
#include <dlfcn.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "backends.h"

/* ---- Something to compute ---- */

enum { N = 5000 };

typedef int gelu_function(const float *, float *, size_t);

/* FNV-1a of GELU over numbers both sides of zero; 0 if it was refused. */
static uint64_t digest_of(gelu_function *gelu) {
    static float x[N], y[N];
    uint64_t digest = 0xcbf29ce484222325u;
    for (int i = 0; i < N; i++) x[i] = 0.0041f * (float)(i - N / 2);
    if (gelu(x, y, N) != ACTFAST_OK) return 0;
    for (size_t i = 0; i < sizeof y; i++)
        digest = (digest ^ ((const unsigned char *)y)[i]) * 0x100000001b3u;
    return digest;
}

static const actfast_backend *digested;

static int gelu_of_digested(const float *x, float *y, size_t n) {
    return actfast_forward_f32(digested, ACTFAST_GELU, NULL, x, y, n);
}

static uint64_t digest_of_backend(const actfast_backend *backend) {
    digested = backend;
    return digest_of(gelu_of_digested);
}

/* ---- Enumeration ---- */

static int rank(const actfast_backend *b) {
    static const char *const best_first[] = {"avx512", "avx2", "neon", "sse2", "scalar"};
    for (int i = 0; i < 5; i++)
        if (strcmp(actfast_backend_isa(b), best_first[i]) == 0)
            return 2 * i + (strcmp(actfast_backend_accuracy(b), "fast") == 0);
    return -1;
}

static void backends_are_listed_best_first(void **state) {
    static const int outside[] = {-1, INT_MIN, INT_MAX};
    const int count = actfast_backend_count();
    (void)state;
    assert_true(count >= 1);
    for (int i = 0; i < count; i++) {
        const actfast_backend *b = actfast_backend_at(i);
        const char *accuracy = actfast_backend_accuracy(b);
        assert_non_null(b);
        assert_true(rank(b) >= 0);
        assert_true(strcmp(accuracy, "accurate") == 0 || strcmp(accuracy, "fast") == 0);
        if (i > 0) assert_true(rank(actfast_backend_at(i - 1)) < rank(b));
    }
    assert_non_null(actfast_backend_find("scalar", "accurate"));
    assert_null(actfast_backend_at(count));
    for (int i = 0; i < 3; i++) assert_null(actfast_backend_at(outside[i]));
}

/* The first in the list that fits, as the header says of find. */
static const actfast_backend *first_that_fits(const char *isa, const char *accuracy) {
    for (int i = 0; i < actfast_backend_count(); i++) {
        const actfast_backend *b = actfast_backend_at(i);
        if (isa && strcmp(isa, actfast_backend_isa(b)) != 0) continue;
        if (accuracy && strcmp(accuracy, actfast_backend_accuracy(b)) != 0) continue;
        return b;
    }
    return NULL;
}

static void backends_are_found_by_name(void **state) {
    static const char *const isas[] = {NULL,      "avx512", "avx2",      "sse2",     "neon",
                                       "scalar",  "",       "AVX2",      "avx",      "avx2 ",
                                       " avx2",   "avx20",  "%s",        "sse2\n",   "fast",
                                       "avx512f", "scala",  "accurate/", "\xff\xfe", "scalar/fast"};
    static const char *const accuracies[] = {NULL, "accurate", "fast",  "",
                                             "ac", "Accurate", "fast ", "scalar"};
    (void)state;
    for (size_t i = 0; i < sizeof isas / sizeof isas[0]; i++)
        for (size_t a = 0; a < sizeof accuracies / sizeof accuracies[0]; a++)
            assert_ptr_equal(actfast_backend_find(isas[i], accuracies[a]),
                             first_that_fits(isas[i], accuracies[a]));
    assert_ptr_equal(actfast_backend_find(NULL, NULL), actfast_backend_at(0));
}

/* ---- The active backend ---- */

/* What a load in such an environment has to choose. */
static const actfast_backend *chosen_for(const char *isa, const char *accuracy) {
    if (isa && !*isa) isa = NULL;
    if (accuracy && !*accuracy) accuracy = NULL;
    const actfast_backend *b = first_that_fits(isa, accuracy ? accuracy : "accurate");
    if (!b && isa) b = first_that_fits(isa, "accurate");
    if (!b && accuracy) b = first_that_fits(NULL, accuracy);
    return b ? b : first_that_fits(NULL, "accurate");
}

static void the_choice_at_load_follows_the_environment(void **state) {
    (void)state;
    assert_ptr_equal(actfast_backend_active(),
                     chosen_for(getenv("ACTFAST_ISA"), getenv("ACTFAST_ACCURACY")));
}

static void the_active_backend_is_the_one_that_computes(void **state) {
    const actfast_backend *at_load = actfast_backend_active();
    (void)state;
    for (int i = 0; i < actfast_backend_count(); i++) {
        const actfast_backend *b = actfast_backend_at(i);
        assert_int_equal(actfast_backend_activate(b), ACTFAST_OK);
        assert_ptr_equal(actfast_backend_active(), b);
        assert_string_equal(actfast_backend_isa(NULL), actfast_backend_isa(b));
        assert_string_equal(actfast_backend_accuracy(NULL), actfast_backend_accuracy(b));
        assert_true(digest_of(actfast_gelu_f32) == digest_of_backend(b));
        assert_true(digest_of_backend(NULL) == digest_of_backend(b));
    }
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
    assert_ptr_equal(actfast_backend_active(), at_load);
    assert_true(digest_of(actfast_gelu_f32) == digest_of_backend(at_load));
}

static void what_is_no_backend_changes_nothing(void **state) {
    const char stack[64] = {0};
    const actfast_backend *last = actfast_backend_at(actfast_backend_count() - 1);
    const char *real = (const char *)last;
    const void *const fake[] = {stack, real + 1, real + sizeof(void *), real - sizeof(void *),
                                (const void *)(uintptr_t)-1};
    (void)state;
    assert_int_equal(actfast_backend_activate(last), ACTFAST_OK);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(actfast_backend_activate(fake[i]), ACTFAST_ERR_BACKEND);
        assert_ptr_equal(actfast_backend_active(), last);
        assert_null(actfast_backend_isa(fake[i]));
        assert_null(actfast_backend_accuracy(fake[i]));
    }
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
}

/* ---- A load in a process of its own ---- */

struct environment {
    const char *isa, *accuracy, *stream_bytes, *verbose;
};

struct outcome {
    int status;
    char active[64];
    char log[4096];
};

static void set(const char *name, const char *value) {
    if (value) {
        setenv(name, value, 1);
    } else {
        unsetenv(name);
    }
}

/* ISO C does not turn a void * into a function pointer; POSIX does, by copying its bits. */
static void get_function(void *library, const char *name, void *function) {
    void *found = dlsym(library, name);
    if (!found) printf("  no %s in the library\n", name);
    memcpy(function, &found, sizeof found);
}

/* In the child: loads the library, writes down what became active and what it computes. */
static void load_and_tell(const struct environment *e, int tell) {
    const char *(*isa)(const actfast_backend *), *(*accuracy)(const actfast_backend *);
    gelu_function *gelu;
    set("ACTFAST_ISA", e->isa);
    set("ACTFAST_ACCURACY", e->accuracy);
    set("ACTFAST_STREAM_BYTES", e->stream_bytes);
    set("ACTFAST_VERBOSE", e->verbose);
    void *library = dlopen(ACT_TEST_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) _exit(2);
    get_function(library, "actfast_backend_isa", &isa);
    get_function(library, "actfast_backend_accuracy", &accuracy);
    get_function(library, "actfast_gelu_f32", &gelu);
    dprintf(tell, "%s %s %016llx", isa(NULL), accuracy(NULL), (unsigned long long)digest_of(gelu));
    _exit(0);
}

static void read_all(int from, char *text, size_t size) {
    size_t length = 0;
    ssize_t got = 0;
    while (length < size - 1 && (got = read(from, text + length, size - 1 - length)) > 0)
        length += (size_t)got;
    text[length] = 0;
    close(from);
}

static struct outcome load_in(const struct environment *e) {
    struct outcome o = {.status = -1};
    int told[2], logged[2];
    assert_int_equal(pipe(told), 0);
    assert_int_equal(pipe(logged), 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(logged[1], STDERR_FILENO);
        load_and_tell(e, told[1]);
    }
    close(told[1]);
    close(logged[1]);
    read_all(logged[0], o.log, sizeof o.log);
    read_all(told[0], o.active, sizeof o.active);
    waitpid(child, &o.status, 0);
    return o;
}

static int faults;

static void fault(const char *what, const struct environment *e, const struct outcome *o) {
    if (faults++ < 8)
        printf("  %s: isa %.20s, accuracy %.20s, stream %.20s, verbose %.20s: status %d, active "
               "%s, log \"%s\"\n",
               what, e->isa ? e->isa : "-", e->accuracy ? e->accuracy : "-",
               e->stream_bytes ? e->stream_bytes : "-", e->verbose ? e->verbose : "-", o->status,
               o->active, o->log);
}

static bool became(const struct outcome *o, const actfast_backend *b) {
    char want[64];
    snprintf(want, sizeof want, "%s %s %016llx", actfast_backend_isa(b),
             actfast_backend_accuracy(b), (unsigned long long)digest_of_backend(b));
    return strcmp(o->active, want) == 0;
}

/* One line of printable characters. */
static bool is_one_line(const char *log) {
    const size_t length = strlen(log);
    if (length == 0 || log[length - 1] != '\n') return false;
    for (size_t i = 0; i < length - 1; i++)
        if ((unsigned char)log[i] < ' ' || log[i] == 127) return false;
    return true;
}

static void check_log(const struct environment *e, const struct outcome *o) {
    const bool verbose = e->verbose && strcmp(e->verbose, "1") == 0;
    char active[64];
    if (!verbose) {
        if (*o->log) fault("printed something", e, o);
        return;
    }
    snprintf(active, sizeof active, "%.*s", (int)(strrchr(o->active, ' ') - o->active), o->active);
    if (!is_one_line(o->log)) fault("not one line", e, o);
    if (!strstr(o->log, actfast_version_string())) fault("no version", e, o);
    if (!strstr(o->log, active)) fault("no backend", e, o);
    if (e->isa && *e->isa && !strstr(o->log, "ACTFAST_ISA")) fault("no reason", e, o);
    if (e->accuracy && *e->accuracy && !strstr(o->log, "ACTFAST_ACCURACY"))
        fault("no reason", e, o);
}

static void check_load(const struct environment *e, const actfast_backend *want) {
    const struct outcome o = load_in(e);
    if (o.status != 0 || !strchr(o.active, ' ')) {
        fault("did not load", e, &o);
        return;
    }
    if (!became(&o, want)) fault("wrong backend", e, &o);
    check_log(e, &o);
}

static char endless[10001];

static const char *const isas[] = {"avx512", "avx2", "sse2", "neon",  "scalar", "",
                                   "AVX512", "mmx",  "1",    "scala", "%s%n%d", endless};
static const char *const accuracies[] = {"accurate", "fast", "",     "ACCURATE",
                                         "exact",    "%n",   endless};
enum { ISAS = sizeof isas / sizeof isas[0], ACCURACIES = sizeof accuracies / sizeof accuracies[0] };

static void names_are_obeyed_or_the_best_is_taken(void **state) {
    (void)state;
    faults = 0;
    for (int verbose = 0; verbose < 2; verbose++) {
        const char *v = verbose ? "1" : NULL;
        check_load(&(struct environment){.verbose = v}, chosen_for(NULL, NULL));
        for (int i = 0; i < ISAS; i++)
            check_load(&(struct environment){.isa = isas[i], .verbose = v},
                       chosen_for(isas[i], NULL));
        for (int a = 0; a < ACCURACIES; a++)
            check_load(&(struct environment){.accuracy = accuracies[a], .verbose = v},
                       chosen_for(NULL, accuracies[a]));
    }
    assert_int_equal(faults, 0);
}

/* A name that cannot be obeyed does not take the other one with it. */
static void each_of_two_names_counts(void **state) {
    (void)state;
    faults = 0;
    for (int i = 0; i < 6; i++)
        for (int a = 0; a < 3; a++)
            check_load(&(struct environment){isas[i], accuracies[a], NULL, "1"},
                       chosen_for(isas[i], accuracies[a]));
    assert_int_equal(faults, 0);
}

static void the_log_says_whether_a_name_was_obeyed(void **state) {
    const struct outcome yes = load_in(&(struct environment){.isa = "scalar", .verbose = "1"});
    const struct outcome no = load_in(&(struct environment){.isa = "mmx", .verbose = "1"});
    (void)state;
    assert_non_null(strstr(yes.log, "ACTFAST_ISA=scalar"));
    assert_null(strstr(yes.log, "not obeyed"));
    assert_non_null(strstr(no.log, "ACTFAST_ISA=mmx"));
    assert_non_null(strstr(no.log, "not obeyed"));
}

static void control_characters_do_not_reach_the_log(void **state) {
    static const char *const names[] = {
        "avx2\n", "\n", "a\nlibactfast 9.9.9", "\033[31mred", "\r", "\t", "sse2\177"};
    (void)state;
    faults = 0;
    for (int i = 0; i < 7; i++) {
        check_load(&(struct environment){.isa = names[i], .verbose = "1"}, chosen_for(NULL, NULL));
        check_load(&(struct environment){.accuracy = names[i], .verbose = "1"},
                   chosen_for(NULL, NULL));
    }
    assert_int_equal(faults, 0);
}

static void only_verbose_1_prints(void **state) {
    static const char *const values[] = {"", "0", "2", "11", "1 ", "yes", "true", endless};
    (void)state;
    faults = 0;
    for (int i = 0; i < 8; i++)
        check_load(&(struct environment){.isa = "mmx", .verbose = values[i]},
                   chosen_for(NULL, NULL));
    assert_int_equal(faults, 0);
}

/* ---- Streaming ---- */

static void stream_bytes_never_change_results(void **state) {
    static const char *const values[] = {"0",
                                         "1",
                                         "4",
                                         "64",
                                         "4096",
                                         "20000",
                                         "20001",
                                         "",
                                         "-1",
                                         "+5",
                                         " 5",
                                         "0x10",
                                         "1e400",
                                         "4096k",
                                         "abc",
                                         "%n",
                                         "4294967296",
                                         "18446744073709551615",
                                         "18446744073709551616",
                                         "99999999999999999999999999",
                                         endless};
    (void)state;
    faults = 0;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        check_load(&(struct environment){.stream_bytes = values[i], .verbose = "1"},
                   chosen_for(NULL, NULL));
    for (int b = 0; b < actfast_backend_count(); b++) {
        const actfast_backend *backend = actfast_backend_at(b);
        check_load(&(struct environment){.isa = actfast_backend_isa(backend),
                                         .accuracy = actfast_backend_accuracy(backend),
                                         .stream_bytes = "64"},
                   backend);
    }
    assert_int_equal(faults, 0);
}

/* The number in the log is the only thing to see of it that is not speed. */
static void stream_bytes_are_read_as_decimal(void **state) {
    const struct outcome unset = load_in(&(struct environment){.verbose = "1"});
    const struct outcome valid =
        load_in(&(struct environment){.stream_bytes = "1234567", .verbose = "1"});
    const struct outcome invalid =
        load_in(&(struct environment){.stream_bytes = "1234567x", .verbose = "1"});
    (void)state;
    const struct outcome never =
        load_in(&(struct environment){.stream_bytes = "0", .verbose = "1"});
    assert_non_null(strstr(valid.log, " 1234567 "));
    assert_non_null(strstr(never.log, "; never streams outputs"));
    /* What is said of it comes after all that is said without it. */
    assert_memory_equal(invalid.log, unset.log, strcspn(unset.log, "\n"));
    assert_non_null(strstr(invalid.log, ", ACTFAST_STREAM_BYTES not obeyed: no number"));
}

/* ---- Forks ---- */

static void a_forked_process_computes_and_switches_alone(void **state) {
    const actfast_backend *active = actfast_backend_active();
    const actfast_backend *last = actfast_backend_at(actfast_backend_count() - 1);
    const uint64_t want = digest_of(actfast_gelu_f32);
    int status = -1;
    (void)state;
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (actfast_backend_active() != active) _exit(1);
        if (digest_of(actfast_gelu_f32) != want) _exit(2);
        if (actfast_backend_activate(last) != ACTFAST_OK) _exit(3);
        _exit(digest_of(actfast_gelu_f32) == digest_of_backend(last) ? 0 : 4);
    }
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_ptr_equal(actfast_backend_active(), active);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_choice_at_load_follows_the_environment),
        cmocka_unit_test(backends_are_listed_best_first),
        cmocka_unit_test(backends_are_found_by_name),
        cmocka_unit_test(the_active_backend_is_the_one_that_computes),
        cmocka_unit_test(what_is_no_backend_changes_nothing),
        cmocka_unit_test(names_are_obeyed_or_the_best_is_taken),
        cmocka_unit_test(each_of_two_names_counts),
        cmocka_unit_test(the_log_says_whether_a_name_was_obeyed),
        cmocka_unit_test(control_characters_do_not_reach_the_log),
        cmocka_unit_test(only_verbose_1_prints),
        cmocka_unit_test(stream_bytes_never_change_results),
        cmocka_unit_test(stream_bytes_are_read_as_decimal),
        cmocka_unit_test(a_forked_process_computes_and_switches_alone),
    };
    memset(endless, 'a', sizeof endless - 1);
    backends_print();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
