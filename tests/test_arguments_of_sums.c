/* Promise: wrong calls of param_grad are refused with the status that the header names, the first of
 * several in the order given there, and then nothing is written; the typed functions and the one by
 * number are the same functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "precedence.h"

enum { PRINT = 8, N = 8, ARENA = 128, AT_X = 16, AT_DY = 48, AT_DP = 80 };

/* Doubles and floats share it, so that all of them can overlap. */
static union {
    double doubles[ARENA / 2];
    float floats[ARENA];
} arena, before;
static int faults;

struct sum_call {
    const actfast_backend *backend;
    int activation;
    const float *params, *x, *dy;
    double *dp;
    size_t n;
};

static int run(const struct sum_call *c) {
    return actfast_param_grad_f32(c->backend, c->activation, c->params, c->x, c->dy, c->n, c->dp);
}

static struct sum_call fresh_call(int activation) {
    for (int i = 0; i < ARENA; i++) arena.floats[i] = -2 + 0.05f * (float)i;
    before = arena;
    return (struct sum_call){.activation = activation,
                             .x = arena.floats + AT_X,
                             .dy = arena.floats + AT_DY,
                             .dp = arena.doubles + AT_DP / 2,
                             .n = N};
}

/* The list, written down a second time. */
static bool learns(int activation) {
    static const char *const learned[] = {"leaky_relu", "squareplus", "softplus",
                                          "swish",      "elu",        "celu"};
    for (int i = 0; i < 6; i++)
        if (strcmp(learned[i], actfast_activation_name(activation)) == 0) return true;
    return false;
}

static void fault(const struct sum_call *c, const char *what, int got, int want) {
    if (faults++ >= PRINT) return;
    const char *name = actfast_activation_name(c->activation);
    printf("  param_grad of %s, n = %zu: %s: status %d, want %d\n", name ? name : "no activation",
           c->n, what, got, want);
}

static void expect(const struct sum_call *c, int want, const char *what) {
    const int got = run(c);
    if (got != want) fault(c, what, got, want);
    if (want != ACTFAST_OK && memcmp(&arena, &before, sizeof arena) != 0) fault(c, "wrote", 0, 0);
    arena = before;
}

static void what_learns_nothing_is_refused_first(void **state) {
    static const float bad_params[] = {NAN, NAN};
    static const int bad_ids[] = {-1, INT_MIN, INT_MAX};
    (void)state;
    faults = 0;
    for (int id = -3; id < actfast_activation_count() + 1; id++)
        for (int wrong = 0; wrong < 16; wrong++) {
            struct sum_call c = fresh_call(id < 0 ? bad_ids[-id - 1] : id);
            if (id >= 0 && id < actfast_activation_count() && learns(id)) continue;
            if (wrong & 1) c.backend = (const void *)&arena;
            if (wrong & 2) c.params = bad_params;
            if (wrong & 4) c.n = SIZE_MAX;
            if (wrong & 8) c.x = c.dy = NULL;
            expect(&c, ACTFAST_ERR_ACTIVATION, "nothing to learn");
            c.n = 0;
            expect(&c, ACTFAST_ERR_ACTIVATION, "nothing to learn, n = 0");
        }
    assert_int_equal(faults, 0);
}

static void no_elements_need_no_buffers_and_give_0(void **state) {
    (void)state;
    faults = 0;
    for (int id = 0; id < actfast_activation_count(); id++) {
        struct sum_call c = fresh_call(id);
        const int count = actfast_activation_param_count(id);
        if (!learns(id)) continue;
        c.n = 0, c.x = c.dy = NULL;
        const int status = run(&c);
        for (int i = 0; i < 4; i++) {
            const double want = i < count ? 0 : before.doubles[AT_DP / 2 + i];
            if (status != 0 || c.dp[i] != want) fault(&c, "dp of nothing", status, 0);
        }
        arena = before;
        c.dp = NULL;
        expect(&c, ACTFAST_OK, "no dp of nothing");
        if (memcmp(&arena, &before, sizeof arena) != 0) fault(&c, "wrote", 0, 0);
    }
    assert_int_equal(faults, 0);
}

static void sizes_and_null_are_refused(void **state) {
    static const size_t sizes[] = {SIZE_MAX / 4 + 1, SIZE_MAX / 2 + 3, SIZE_MAX};
    (void)state;
    faults = 0;
    for (int id = 0; id < actfast_activation_count(); id++) {
        if (!learns(id)) continue;
        for (int i = 0; i < 3; i++) {
            struct sum_call c = fresh_call(id);
            if (i == 0) c.x = NULL;
            if (i == 1) c.dy = NULL;
            if (i == 2) c.dp = NULL;
            expect(&c, ACTFAST_ERR_NULL, "NULL buffer");
            c.n = sizes[i];
            expect(&c, ACTFAST_ERR_SIZE, "too many, NULL buffer");
        }
        struct sum_call c = fresh_call(id);
        c.n = SIZE_MAX / 4;
        expect(&c, ACTFAST_ERR_OVERLAP, "just not too many: overlap by length");
    }
    assert_int_equal(faults, 0);
}

/* Every byte at which dp can begin around an input; what is computed on is doubles. */
static void slide(struct sum_call *c, int at_input, int size) {
    const int length = N * (int)sizeof(float);
    for (int at = -size - 8; at <= length + 8; at++) {
        const bool apart = at <= -size || at >= length;
        if (apart && at % (int)sizeof(double) != 0) continue;
        c->dp = (void *)((char *)(arena.floats + at_input) + at);
        expect(c, apart ? ACTFAST_OK : ACTFAST_ERR_OVERLAP, "dp slid along an input");
    }
}

static void dp_may_not_overlap_an_input(void **state) {
    (void)state;
    faults = 0;
    for (int id = 0; id < actfast_activation_count(); id++) {
        struct sum_call c = fresh_call(id);
        const int size = actfast_activation_param_count(id) * (int)sizeof(double);
        if (!learns(id)) continue;
        slide(&c, AT_X, size);
        slide(&c, AT_DY, size);
        c = fresh_call(id);
        for (int shift = -N; shift <= N; shift++) {
            c.dy = c.x + shift;
            expect(&c, ACTFAST_OK, "x and dy overlap");
        }
    }
    assert_int_equal(faults, 0);
}

static void the_first_of_several_errors_is_returned(void **state) {
    (void)state;
    faults = 0;
    for (unsigned wrong = 1; wrong < WRONGS; wrong++) {
        struct sum_call c = fresh_call(ACTFAST_SOFTPLUS);
        if (wrong & WRONG_ACTIVATION) c.activation = ACTFAST_GELU;
        if (wrong & WRONG_BACKEND) c.backend = (const void *)&arena;
        if (wrong & WRONG_PARAM) c.params = wrong_params;
        if (wrong & WRONG_SIZE) c.n = SIZE_MAX / 4 + 1;
        if (wrong & WRONG_NULL) c.x = NULL;
        if (wrong & WRONG_OVERLAP) c.dp = arena.doubles + AT_DY / 2;
        expect(&c, first_error(wrong), "several errors");
    }
    assert_int_equal(faults, 0);
}

/* ---- The two faces of each function ---- */

#define PARAMS0
#define PARAMS1(a, da)        p[0]
#define PARAMS2(a, da, b, db) p[0], p[1]
#define FIXED(name, ...)
#define LEARNS(name, ...)                                                                          \
    static int typed_##name(const struct sum_call *c, const float *p) {                            \
        return actfast_##name##_param_grad_f32(c->x, c->dy, c->n, __VA_ARGS__, c->dp);             \
    }
#define ACTIVATION(name, params, valid, bound, loops, learns, ...) learns(name, params)
#include "activations.def"

static int (*const typed[])(const struct sum_call *, const float *) = {
#define FIXED(name)                                                NULL
#define LEARNS(name)                                               typed_##name
#define ACTIVATION(name, params, valid, bound, loops, learns, ...) learns(name),
#include "activations.def"
};

static void compare_faces(struct sum_call *c, const float *params, const float *by_number) {
    const int status = typed[c->activation](c, params);
    const double got[] = {arena.doubles[AT_DP / 2], arena.doubles[AT_DP / 2 + 1]};
    arena = before;
    c->params = by_number;
    const int other = run(c);
    if (status != other) fault(c, "typed and by number", status, other);
    if (memcmp(got, arena.doubles + AT_DP / 2, sizeof got) != 0)
        fault(c, "typed and by number differ", 0, 0);
    arena = before;
}

static void typed_functions_equal_the_one_by_number(void **state) {
    static const float others[] = {1.25f, 7.0f}, bad[] = {NAN, NAN};
    (void)state;
    faults = 0;
    for (int b = 0; b < actfast_backend_count(); b++) {
        assert_int_equal(actfast_backend_activate(actfast_backend_at(b)), ACTFAST_OK);
        for (int id = 0; id < actfast_activation_count(); id++) {
            const float defaults[] = {actfast_activation_param_default(id, 0),
                                      actfast_activation_param_default(id, 1)};
            assert_int_equal(typed[id] != NULL, learns(id));
            for (int kind = 0; learns(id) && kind < 3; kind++) {
                struct sum_call c = fresh_call(id);
                if (kind == 1) c.n = SIZE_MAX;
                if (kind == 2) c.dy = NULL;
                compare_faces(&c, defaults, NULL);
                compare_faces(&c, others, others);
                compare_faces(&c, bad, bad);
            }
        }
    }
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
    assert_int_equal(faults, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_learns_nothing_is_refused_first),
        cmocka_unit_test(no_elements_need_no_buffers_and_give_0),
        cmocka_unit_test(sizes_and_null_are_refused),
        cmocka_unit_test(dp_may_not_overlap_an_input),
        cmocka_unit_test(the_first_of_several_errors_is_returned),
        cmocka_unit_test(typed_functions_equal_the_one_by_number),
    };
    header_print("arguments of sums");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
