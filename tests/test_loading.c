/* Promise: the library loads and unloads ten thousand times and leaves nothing behind, under every
 * flag and in two copies at once; it computes in a signal handler, in a child of vfork and on a
 * stack of 16 KiB.
 *
 * The static library is inside the program; the shared one is what it loads. ctest sets a small
 * ACTFAST_STREAM_BYTES, so that streaming, which needs most stack, takes part. */
#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "harness.h"
#include "instrumented.h"
#include "valgrind.h"

enum { N = 2048, LONG = 1 << 17, MOST_BACKENDS = 16 };

static _Alignas(64) float x[LONG], dy[LONG], out[2][LONG];

static void fill(void) {
    for (int i = 0; i < LONG; i++) {
        x[i] = 0.03f * (float)(i % N - N / 2);
        dy[i] = 1;
    }
}

#ifdef ACT_TEST_EMULATED
static const bool emulated = true;
#else
static const bool emulated = false;
#endif

/* ---- A loaded copy ---- */

struct copy {
    void *library;
    int (*gelu)(const float *, float *, size_t);
    const actfast_backend *(*at)(int);
    const actfast_backend *(*active)(void);
    int (*activate)(const actfast_backend *);
};

static void get_function(void *library, const char *name, void *function) {
    void *found = dlsym(library, name);
    assert_non_null(found);
    memcpy(function, &found, sizeof found);
}

static struct copy load(const char *path, int flags) {
    struct copy c = {.library = dlopen(path, flags)};
    if (!c.library) printf("  %s\n", dlerror());
    assert_non_null(c.library);
    get_function(c.library, "actfast_gelu_f32", &c.gelu);
    get_function(c.library, "actfast_backend_at", &c.at);
    get_function(c.library, "actfast_backend_active", &c.active);
    get_function(c.library, "actfast_backend_activate", &c.activate);
    return c;
}

/* The copies list the same backends in the same order as the library inside. */
static bool computes_as(const struct copy *c, int backend) {
    assert_int_equal(c->gelu(x, out[0], N), ACTFAST_OK);
    assert_int_equal(
        actfast_forward_f32(actfast_backend_at(backend), ACTFAST_GELU, NULL, x, out[1], N),
        ACTFAST_OK);
    return memcmp(out[0], out[1], N * sizeof(float)) == 0;
}

static int index_of_active(void) {
    int i = 0;
    while (actfast_backend_at(i) != actfast_backend_active()) i++;
    return i;
}

/* ---- Ten thousand loads ---- */

struct holdings {
    long pages, mappings;
    size_t heap;
};

static struct holdings count_holdings(void) {
    struct holdings h = {0};
    FILE *statm = fopen("/proc/self/statm", "r"), *maps = fopen("/proc/self/maps", "r");
    assert_non_null(statm);
    assert_non_null(maps);
    assert_int_equal(fscanf(statm, "%*d %ld", &h.pages), 1);
    for (int c; (c = fgetc(maps)) != EOF;) h.mappings += c == '\n';
    fclose(statm);
    fclose(maps);
    h.heap = mallinfo2().uordblks;
    return h;
}

static void load_and_unload(int times) {
    for (int i = 0; i < times; i++) {
        const struct copy c = load(ACT_TEST_LIBRARY, RTLD_NOW | RTLD_LOCAL);
        assert_true(computes_as(&c, index_of_active()));
        assert_int_equal(dlclose(c.library), 0);
        /* It is gone, so that the next one is a load and no second reference. */
        assert_null(dlopen(ACT_TEST_LIBRARY, RTLD_NOW | RTLD_NOLOAD));
    }
}

static void ten_thousand_loads_leave_nothing_behind(void **state) {
    const bool few = quick() || instrumented || emulated || under_valgrind();
    const int loads = few ? 300 : 10000;
    (void)state;
    load_and_unload(100);
    const struct holdings before = count_holdings();
    load_and_unload(loads);
    const struct holdings after = count_holdings();
    printf("%d loads: %ld pages more, %ld mappings more, %zd bytes of heap more\n", loads,
           after.pages - before.pages, after.mappings - before.mappings,
           (ssize_t)(after.heap - before.heap));
    if (instrumented || emulated || under_valgrind()) {
        printf("SKIPPED: a sanitizer or emulator holds memory, NOTHING is known of leaks\n");
        return;
    }
    assert_int_equal(after.mappings, before.mappings);
    assert_true(after.heap == before.heap);
    assert_true(after.pages - before.pages < 32);
}

/* ---- Flags and copies ---- */

static void every_flag_loads_and_computes(void **state) {
    static const int flags[] = {RTLD_NOW | RTLD_LOCAL, RTLD_LAZY | RTLD_LOCAL,
                                RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND,
                                RTLD_NOW | RTLD_GLOBAL | RTLD_DEEPBIND, RTLD_NOW | RTLD_GLOBAL};
    (void)state;
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (instrumented && flags[i] & RTLD_DEEPBIND) {
            printf("SKIPPED: sanitizers forbid RTLD_DEEPBIND, it is NOT tested\n");
            continue;
        }
        const struct copy c = load(ACT_TEST_LIBRARY, flags[i]);
        assert_true(computes_as(&c, index_of_active()));
        assert_int_equal(dlclose(c.library), 0);
    }
}

static void copy_library_to(int to) {
    char block[65536];
    ssize_t got;
    const int from = open(ACT_TEST_LIBRARY, O_RDONLY);
    assert_true(from >= 0);
    while ((got = read(from, block, sizeof block)) > 0)
        assert_int_equal(write(to, block, (size_t)got), got);
    assert_int_equal(got, 0);
    close(from);
    close(to);
}

static void check_independence(int flags) {
    const int last = actfast_backend_count() - 1, ours = index_of_active();
    char path[] = "/tmp/actfast-copy-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    copy_library_to(file);
    const struct copy a = load(ACT_TEST_LIBRARY, flags), b = load(path, flags);
    unlink(path);
    for (int i = 0; i <= last; i++) {
        assert_int_equal(a.activate(a.at(i)), ACTFAST_OK);
        assert_int_equal(b.activate(b.at(last - i)), ACTFAST_OK);
        assert_ptr_equal(a.active(), a.at(i));
        assert_ptr_equal(b.active(), b.at(last - i));
        assert_true(a.at(i) != b.at(i));
        assert_true(computes_as(&a, i));
        assert_true(computes_as(&b, last - i));
    }
    assert_int_equal(a.activate(b.at(0)), ACTFAST_ERR_BACKEND);
    assert_int_equal(index_of_active(), ours);
    assert_int_equal(dlclose(a.library), 0);
    assert_true(computes_as(&b, 0));
    assert_int_equal(dlclose(b.library), 0);
}

static void two_copies_are_independent(void **state) {
    (void)state;
    check_independence(RTLD_NOW | RTLD_LOCAL);
}

/* ---- Signals ---- */

static float in_handler[N], handled[MOST_BACKENDS][N];
static volatile sig_atomic_t inside, interrupted, wrong, turn;

static void compute_in_handler(int signal) {
    const int b = turn = (turn + 1) % actfast_backend_count();
    (void)signal;
    if (inside) interrupted = interrupted + 1;
    const actfast_backend *before = actfast_backend_active();
    if (actfast_backend_activate(actfast_backend_at(b)) != ACTFAST_OK ||
        actfast_gelu_f32(x, in_handler, N) != ACTFAST_OK ||
        actfast_backend_activate(before) != ACTFAST_OK ||
        memcmp(in_handler, handled[b], sizeof in_handler) != 0)
        wrong = wrong + 1;
}

static void call_while_a_timer_runs(const actfast_backend *b, int delay) {
    const struct itimerval once = {.it_value = {.tv_usec = delay}};
    memset(out[0], 0, sizeof out[0]);
    inside = 1;
    setitimer(ITIMER_REAL, &once, NULL);
    const int status = actfast_forward_f32(b, ACTFAST_GELU, NULL, x, out[0], LONG);
    inside = 0;
    assert_int_equal(status, ACTFAST_OK);
    assert_memory_equal(out[0], out[1], sizeof out[0]);
}

static void a_signal_handler_and_the_call_it_interrupts_are_right(void **state) {
    const int wanted = quick() || emulated ? 5 : 100;
    const struct sigaction action = {.sa_handler = compute_in_handler, .sa_flags = SA_RESTART};
    const time_t start = time(NULL);
    (void)state;
    if (instrumented || under_valgrind()) {
        printf("SKIPPED: sanitizers and Valgrind put signals off, NOTHING is known of them\n");
        skip();
    }
    if (emulated) {
        printf("SKIPPED: an emulator, which loses its way in signals, NOTHING is known of them\n");
        skip();
    }
    assert_in_range(actfast_backend_count(), 1, MOST_BACKENDS);
    for (int b = 0; b < actfast_backend_count(); b++)
        actfast_forward_f32(actfast_backend_at(b), ACTFAST_GELU, NULL, x, handled[b], N);
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    for (int b = 0; b < actfast_backend_count(); b++) {
        actfast_forward_f32(actfast_backend_at(b), ACTFAST_GELU, NULL, x, out[1], LONG);
        interrupted = 0;
        for (int i = 0; interrupted < wanted && time(NULL) - start < 60; i++)
            call_while_a_timer_runs(actfast_backend_at(b), 1 + i * 7 % 60);
        assert_true(interrupted >= wanted);
    }
    signal(SIGALRM, SIG_IGN);
    assert_int_equal(wrong, 0);
}

/* ---- vfork ---- */

/* Until it execs, the child is in the memory of its parent. */
static void a_child_of_vfork_computes_up_to_exec(void **state) {
    const actfast_backend *const ours = actfast_backend_active();
    int status = -1;
    (void)state;
    actfast_gelu_f32(x, out[1], N);
    memset(out[0], 0, N * sizeof(float));
    fflush(NULL);
    const pid_t child = vfork();
    if (child == 0) {
        if (actfast_gelu_f32(x, out[0], N) != ACTFAST_OK) _exit(2);
        if (memcmp(out[0], out[1], N * sizeof(float)) != 0) _exit(3);
        if (emulated) _exit(0);
        execl("/bin/true", "true", (char *)NULL);
        _exit(4);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_ptr_equal(actfast_backend_active(), ours);
    assert_int_equal(actfast_gelu_f32(x, out[0], N), ACTFAST_OK);
    assert_memory_equal(out[0], out[1], N * sizeof(float));
}

/* ---- A small stack ---- */

static int refused;

static void *compute_everything(void *unused) {
    double dp[2];
    (void)unused;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++) {
            const actfast_backend *backend = actfast_backend_at(b);
            for (enum pass pass = 0; pass < PASSES; pass++)
                if (has_pass(a, pass, NULL))
                    refused += run_pass(&(struct call){
                                   backend, a, pass, NULL, {x, dy, dy}, {out[0], out[1]}, N}) != 0;
            const int status = actfast_param_grad_f32(backend, a, NULL, x, dy, N, dp);
            refused += status != ACTFAST_OK && status != ACTFAST_ERR_ACTIVATION;
            refused += actfast_gated_rows_f32(backend, a, NULL, x, out[0], 3, 100, 200, 100) != 0;
        }
    return NULL;
}

/* Where its stack ends nothing is mapped. */
static int compute_in_a_thread(size_t bytes) {
    const size_t guard = 1 << 16;
    pthread_attr_t attributes;
    pthread_t thread;
    char *memory = mmap(NULL, guard + bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + guard, bytes, PROT_READ | PROT_WRITE)) return 2;
    if (pthread_attr_init(&attributes)) return 3;
    if (pthread_attr_setstack(&attributes, memory + guard, bytes)) return 4;
    if (pthread_create(&thread, &attributes, compute_everything, NULL)) return 5;
    pthread_join(thread, NULL);
    return refused != 0;
}

static void a_stack_of_16_KiB_is_enough(void **state) {
    const long least = sysconf(_SC_THREAD_STACK_MIN);
    const size_t bytes = least > 16384 ? (size_t)least : 16384;
    int status = -1;
    (void)state;
    if (instrumented || !optimised || under_valgrind()) {
        printf("SKIPPED: instrumented or not optimised, NOTHING is known of the stack\n");
        skip();
    }
    printf("a stack of %zu bytes, the least that the system takes is %ld\n", bytes, least);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(compute_in_a_thread(bytes));
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_loads_leave_nothing_behind),
        cmocka_unit_test(every_flag_loads_and_computes),
        cmocka_unit_test(two_copies_are_independent),
        cmocka_unit_test(a_signal_handler_and_the_call_it_interrupts_are_right),
        cmocka_unit_test(a_child_of_vfork_computes_up_to_exec),
        cmocka_unit_test(a_stack_of_16_KiB_is_enough),
    };
    header_print("loading");
    fill();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
