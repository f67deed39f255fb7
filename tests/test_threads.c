/* Promise: any number of threads may call at once, at first use too, while another switches
 * backends; each call is done by one backend from beginning to end. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "backends.h"
#include "quick.h"

enum { N = 700, MANY = 64, WORKERS = 6, SWITCHERS = 2, MOST_BACKENDS = 16 };

struct result {
    float y[N], g[N];
};

static float x[N];
static struct result own[MOST_BACKENDS];
static atomic_int faults, finished;

static void fill(void) {
    for (int i = 0; i < N; i++) x[i] = 0.03f * (float)(i - N / 2);
}

static int scaled_down(int count) {
    if (quick()) printf("ACT_TEST_QUICK: %d rounds instead of %d\n", count / 20, count);
    return quick() ? count / 20 : count;
}

static bool same(const struct result *a, const struct result *b) {
    return memcmp(a, b, sizeof *a) == 0;
}

/* ---- First use ---- */

static pthread_barrier_t together;

struct first_use {
    const actfast_backend *active, *best;
    int count, status;
    struct result result;
};

static void *use_for_the_first_time(void *argument) {
    struct first_use *u = argument;
    pthread_barrier_wait(&together);
    u->status = actfast_gelu_value_and_grad_f32(x, u->result.y, u->result.g, N);
    u->active = actfast_backend_active();
    u->best = actfast_backend_find(NULL, NULL);
    u->count = actfast_backend_count();
    return NULL;
}

static void many_threads_at_first_use_agree(void **state) {
    static struct first_use use[MANY];
    pthread_t thread[MANY];
    int differ = 0;
    (void)state;
    fill();
    assert_int_equal(pthread_barrier_init(&together, NULL, MANY), 0);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, use_for_the_first_time, &use[i]), 0);
    for (int i = 0; i < MANY; i++) pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&together);
    for (int i = 0; i < MANY; i++)
        differ += use[i].status != ACTFAST_OK || use[i].active != actfast_backend_active() ||
                  use[i].best != actfast_backend_at(0) || use[i].count != actfast_backend_count() ||
                  !same(&use[i].result, &use[0].result);
    assert_int_equal(differ, 0);
}

/* ---- Switching ---- */

static bool is_some_backends_own(const struct result *r) {
    for (int b = 0; b < actfast_backend_count(); b++)
        if (same(r, &own[b])) return true;
    return false;
}

/* Computes until the switchers are done, always with the active backend. */
static void *work(void *argument) {
    struct result r;
    (void)argument;
    while (atomic_load(&finished) < SWITCHERS) {
        memset(&r, 0x55, sizeof r);
        const int status = actfast_gelu_value_and_grad_f32(x, r.y, r.g, N);
        if (status != ACTFAST_OK || !is_some_backends_own(&r)) {
            if (atomic_fetch_add(&faults, 1) < 3)
                printf("  status %d, a result that no backend gives\n", status);
        }
        if (!actfast_backend_isa(NULL) || !actfast_backend_accuracy(NULL))
            atomic_fetch_add(&faults, 1);
    }
    return NULL;
}

/* Each switcher goes its own way round, and back to the choice made at load in between. */
static void *switch_backends(void *argument) {
    const int *rounds = argument, count = actfast_backend_count();
    float y[16];
    for (int i = 0; i < *rounds; i++) {
        const actfast_backend *b = i % 7 ? actfast_backend_at(i * 5 % 11 % count) : NULL;
        if (actfast_backend_activate(b) != ACTFAST_OK) atomic_fetch_add(&faults, 1);
        if (actfast_gelu_f32(x, y, 16) != ACTFAST_OK) atomic_fetch_add(&faults, 1);
    }
    atomic_fetch_add(&finished, 1);
    return NULL;
}

static void compute_each_backends_own(void) {
    assert_in_range(actfast_backend_count(), 1, MOST_BACKENDS);
    for (int b = 0; b < actfast_backend_count(); b++)
        assert_int_equal(actfast_value_and_grad_f32(actfast_backend_at(b), ACTFAST_GELU, NULL, x,
                                                    own[b].y, own[b].g, N),
                         ACTFAST_OK);
}

static void each_call_is_done_by_one_backend(void **state) {
    const actfast_backend *at_load = actfast_backend_active();
    int rounds = scaled_down(200000);
    pthread_t worker[WORKERS], switcher[SWITCHERS];
    (void)state;
    fill();
    compute_each_backends_own();
    atomic_store(&faults, 0);
    atomic_store(&finished, 0);
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&worker[i], NULL, work, NULL), 0);
    for (int i = 0; i < SWITCHERS; i++)
        assert_int_equal(pthread_create(&switcher[i], NULL, switch_backends, &rounds), 0);
    for (int i = 0; i < SWITCHERS; i++) pthread_join(switcher[i], NULL);
    for (int i = 0; i < WORKERS; i++) pthread_join(worker[i], NULL);
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
    assert_ptr_equal(actfast_backend_active(), at_load);
    assert_int_equal(atomic_load(&faults), 0);
}

static atomic_int using;

/* The library may be new to this thread too. */
static void *switch_while_used(void *argument) {
    (void)argument;
    pthread_barrier_wait(&together);
    for (int i = 0; atomic_load(&using) > 0; i++)
        if (actfast_backend_activate(actfast_backend_at(i % actfast_backend_count())) != ACTFAST_OK)
            atomic_fetch_add(&faults, 1);
    return NULL;
}

static void *use_while_switched(void *use) {
    use_for_the_first_time(use);
    atomic_fetch_sub(&using, 1);
    return NULL;
}

static void first_use_is_right_while_another_thread_switches(void **state) {
    static struct first_use use[MANY];
    pthread_t thread[MANY], switcher;
    int differ = 0;
    (void)state;
    fill();
    atomic_store(&using, MANY);
    assert_int_equal(pthread_barrier_init(&together, NULL, MANY + 1), 0);
    assert_int_equal(pthread_create(&switcher, NULL, switch_while_used, NULL), 0);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, use_while_switched, &use[i]), 0);
    for (int i = 0; i < MANY; i++) pthread_join(thread[i], NULL);
    pthread_join(switcher, NULL);
    pthread_barrier_destroy(&together);
    compute_each_backends_own();
    for (int i = 0; i < MANY; i++)
        differ += use[i].status != ACTFAST_OK || use[i].best != actfast_backend_at(0) ||
                  use[i].count != actfast_backend_count() || !is_some_backends_own(&use[i].result);
    assert_int_equal(differ, 0);
    assert_int_equal(atomic_load(&faults), 0);
}

/* A switch by one thread is seen by the next one that starts. */
static void *tell_active(void *active) {
    *(const actfast_backend **)active = actfast_backend_active();
    return NULL;
}

static void a_switch_is_for_the_whole_process(void **state) {
    (void)state;
    for (int b = 0; b < actfast_backend_count(); b++) {
        const actfast_backend *seen = NULL;
        pthread_t thread;
        assert_int_equal(actfast_backend_activate(actfast_backend_at(b)), ACTFAST_OK);
        assert_int_equal(pthread_create(&thread, NULL, tell_active, &seen), 0);
        pthread_join(thread, NULL);
        assert_ptr_equal(seen, actfast_backend_at(b));
    }
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
}

/* Nothing may call the library before the first test does; `switched` is a process of its own for
 * a first use of the other kind. */
int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_threads_at_first_use_agree),
        cmocka_unit_test(each_call_is_done_by_one_backend),
        cmocka_unit_test(a_switch_is_for_the_whole_process),
    };
    const struct CMUnitTest switched[] = {
        cmocka_unit_test(first_use_is_right_while_another_thread_switches),
    };
    const bool other = argc > 1 && strcmp(argv[1], "switched") == 0;
    const int failed = other ? cmocka_run_group_tests(switched, NULL, NULL)
                             : cmocka_run_group_tests(tests, NULL, NULL);
    backends_print();
    return failed;
}
