/* Promise: every wrong call is refused with the status that the header names, the first of several
 * in the order given there, and then nothing is written; the typed functions and the ones by number
 * are the same functions. */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "backends.h"

enum pass {
#define PASS(name, ...) PASS_##name,
#include "passes.def"
    PASSES
};

static const struct {
    const char *name;
    int inputs, outputs;
} shape[PASSES] = {
#define PASS(name, inputs, outputs, ...) {#name, inputs, outputs},
#include "passes.def"
};

/* One call of any pass; dy and second stay unused where the pass has none. */
struct call {
    const actfast_backend *backend;
    int activation;
    const float *params;
    const float *x, *dy;
    float *first, *second;
    size_t n;
};

static int run(enum pass pass, const struct call *c) {
    const actfast_backend *b = c->backend;
    const int a = c->activation;
    switch (pass) {
    case PASS_value:
        return actfast_forward_f32(b, a, c->params, c->x, c->first, c->n);
    case PASS_grad:
        return actfast_grad_f32(b, a, c->params, c->x, c->first, c->n);
    case PASS_backward:
        return actfast_backward_f32(b, a, c->params, c->x, c->dy, c->first, c->n);
    case PASS_value_and_grad:
        return actfast_value_and_grad_f32(b, a, c->params, c->x, c->first, c->second, c->n);
    case PASS_grad2:
        return actfast_grad2_f32(b, a, c->params, c->x, c->first, c->n);
    default:
        break;
    }
    return INT_MAX;
}

/* ---- Memory that shows every write ---- */

enum { N = 8, ARENA = 128 };
static const float inputs[N] = {-20, -1.5f, -0.25f, -0.0f, 0.5f, 3, 8, 100};

/* Four buffers, far enough apart for one of them to slide by N floats and a few either way. */
static float arena[ARENA], before[ARENA];
enum { AT_X = 16, AT_DY = 48, AT_FIRST = 80, AT_SECOND = 112 };

static struct call fresh_call(void) {
    for (int i = 0; i < ARENA; i++) arena[i] = -777.0f - (float)i;
    memcpy(arena + AT_X, inputs, sizeof inputs);
    memcpy(arena + AT_DY, inputs, sizeof inputs);
    memcpy(before, arena, sizeof before);
    return (struct call){.activation = ACTFAST_SOFTPLUS,
                         .x = arena + AT_X,
                         .dy = arena + AT_DY,
                         .first = arena + AT_FIRST,
                         .second = arena + AT_SECOND,
                         .n = N};
}

static int faults, printed;

static void start_counting(void) { faults = printed = 0; }

static void fault(enum pass pass, const struct call *c, const char *what, int got, int want) {
    faults++;
    if (printed++ < 8)
        printf("  %s of %s, n = %zu: %s: status %d, want %d\n", shape[pass].name,
               actfast_activation_name(c->activation) ? actfast_activation_name(c->activation)
                                                      : "no activation",
               c->n, what, got, want);
}

/* Runs it, wants that status and an untouched arena unless there was something to compute. */
static void expect(enum pass pass, const struct call *c, int want, const char *what) {
    const int got = run(pass, c);
    if (got != want) fault(pass, c, what, got, want);
    if ((want != ACTFAST_OK || c->n == 0) && memcmp(arena, before, sizeof arena) != 0)
        fault(pass, c, "wrote in spite of an error or n = 0", got, want);
    memcpy(arena, before, sizeof arena);
}

/* ---- Activations and backends ---- */

static const int bad_ids[] = {-1, -6, INT_MIN, INT_MAX};

static void bad_activations_are_refused(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASS_gated; pass++) {
        struct call c = fresh_call();
        for (int i = 0; i < 4; i++) {
            c.activation = bad_ids[i];
            expect(pass, &c, ACTFAST_ERR_ACTIVATION, "bad id");
        }
        c.activation = actfast_activation_count();
        expect(pass, &c, ACTFAST_ERR_ACTIVATION, "one past the last id");
        c.n = 0;
        expect(pass, &c, ACTFAST_ERR_ACTIVATION, "the same, n = 0");
    }
    assert_int_equal(faults, 0);
}

static void what_is_no_backend_is_refused(void **state) {
    const char stack[64] = {0};
    const char *real = (const char *)actfast_backend_active();
    const void *const fake[] = {stack, real + sizeof(void *), real - sizeof(void *), arena};
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASS_gated; pass++)
        for (int i = 0; i < 4; i++) {
            struct call c = fresh_call();
            c.backend = fake[i];
            expect(pass, &c, ACTFAST_ERR_BACKEND, "fake backend");
            c.n = 0;
            expect(pass, &c, ACTFAST_ERR_BACKEND, "fake backend, n = 0");
        }
    assert_int_equal(faults, 0);
}

/* ---- Parameters ---- */

static const float probes[] = {NAN,       INFINITY,   -INFINITY, -FLT_MAX, -1,
                               -FLT_MIN,  -0x1p-149f, -0.0f,     0,        0x1.fffffcp-127f,
                               0x1p-149f, FLT_MIN,    1,         FLT_MAX};
enum { PROBES = sizeof probes / sizeof probes[0] };

/* What the list promises, written down a second time: y where the probe is valid. */
static const struct {
    const char *activation;
    int param;
    const char *valid;
} rules[] = {
    {"leaky_relu", 0, "---yyyyyyyyyyy"}, /* finite */
    {"squareplus", 0, "-------yy--yyy"}, /* a zero, or positive and normal */
    {"softplus", 0, "---------yyyyy"},   /* positive and finite */
    {"softplus", 1, "-yyyyyyyyyyyyy"},   /* not NaN */
    {"swish", 0, "---yyyyyyyyyyy"},      /* finite */
    {"elu", 0, "---yyyyyyyyyyy"},        /* finite */
    {"celu", 0, "---------yyyyy"},       /* positive and finite */
    {"hard_sigmoid", 0, "---yyyyyyyyyyy"},
    {"hard_sigmoid", 1, "---yyyyyyyyyyy"},
    {"hard_tanh", 0, "--yyyyyyyyyyy-"}, /* at most the default max */
    {"hard_tanh", 1, "-y--yyyyyyyyyy"}, /* at least the default min */
    {"softshrink", 0, "-------yyyyyyy"},
    {"hardshrink", 0, "-------yyyyyyy"},
    {"thresholded_relu", 0, "---yyyyyyyyyyy"},
};
enum { RULES = sizeof rules / sizeof rules[0] };

static void check_rule(const actfast_backend *backend, int activation, int rule) {
    float params[2] = {actfast_activation_param_default(activation, 0),
                       actfast_activation_param_default(activation, 1)};
    for (int i = 0; i < PROBES; i++) {
        const bool valid = rules[rule].valid[i] == 'y';
        char what[64];
        params[rules[rule].param] = probes[i];
        snprintf(what, sizeof what, "parameter %d = %g", rules[rule].param, (double)probes[i]);
        for (enum pass pass = 0; pass < PASS_gated; pass++) {
            struct call c = fresh_call();
            c.backend = backend;
            c.activation = activation;
            c.params = params;
            expect(pass, &c, valid ? ACTFAST_OK : ACTFAST_ERR_PARAM, what);
            c.n = 0;
            c.x = c.dy = c.first = c.second = NULL;
            expect(pass, &c, valid ? ACTFAST_OK : ACTFAST_ERR_PARAM, what);
        }
    }
}

static void parameters_are_valid_as_listed(void **state) {
    (void)state;
    start_counting();
    for (int id = 0; id < actfast_activation_count(); id++) {
        int found = 0;
        for (int r = 0; r < RULES; r++) {
            assert_int_equal(strlen(rules[r].valid), PROBES);
            if (strcmp(rules[r].activation, actfast_activation_name(id)) != 0) continue;
            found++;
            for (int b = 0; b < actfast_backend_count(); b++)
                check_rule(actfast_backend_at(b), id, r);
        }
        if (found < actfast_activation_param_count(id))
            printf("NO RULE for a parameter of %s: nothing is tried on it\n",
                   actfast_activation_name(id));
    }
    assert_int_equal(faults, 0);
}

/* ---- Sizes and NULL ---- */

static void no_elements_need_no_buffers(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASS_gated; pass++)
        for (int id = 0; id < actfast_activation_count(); id++) {
            struct call c = {.activation = id};
            expect(pass, &c, ACTFAST_OK, "NULL buffers");
            c = fresh_call();
            c.n = 0;
            c.second = c.first;
            c.dy = c.first + 1;
            expect(pass, &c, ACTFAST_OK, "overlapping buffers of no length");
        }
    assert_int_equal(faults, 0);
}

static void what_does_not_fit_in_memory_is_refused(void **state) {
    /* The last few are small numbers again once they are multiplied by four. */
    static const size_t sizes[] = {SIZE_MAX / 4 + 1, SIZE_MAX / 4 + 2, SIZE_MAX / 2 + 1,
                                   SIZE_MAX / 2 + 3, SIZE_MAX - 1,     SIZE_MAX};
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASS_gated; pass++) {
        for (int i = 0; i < 6; i++) {
            struct call c = fresh_call();
            c.n = sizes[i];
            expect(pass, &c, ACTFAST_ERR_SIZE, "too many");
            c.x = c.dy = c.first = c.second = NULL;
            expect(pass, &c, ACTFAST_ERR_SIZE, "too many, NULL buffers");
        }
        struct call c = fresh_call();
        c.n = SIZE_MAX / 4;
        expect(pass, &c, ACTFAST_ERR_OVERLAP, "just not too many: overlap by length");
        c.x = NULL;
        expect(pass, &c, ACTFAST_ERR_NULL, "just not too many, NULL");
    }
    assert_int_equal(faults, 0);
}

static void null_buffers_are_refused(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASS_gated; pass++)
        for (int which = 0; which < 4; which++) {
            struct call c = fresh_call();
            if (which == 1 && shape[pass].inputs < 2) continue;
            if (which == 3 && shape[pass].outputs < 2) continue;
            if (which == 0) c.x = NULL;
            if (which == 1) c.dy = NULL;
            if (which == 2) c.first = NULL;
            if (which == 3) c.second = NULL;
            expect(pass, &c, ACTFAST_ERR_NULL, "NULL buffer");
            c.n = 1;
            expect(pass, &c, ACTFAST_ERR_NULL, "NULL buffer, n = 1");
        }
    assert_int_equal(faults, 0);
}

/* ---- Overlaps ---- */

enum pair { X_FIRST, DY_FIRST, X_SECOND, FIRST_SECOND, PAIRS };

static bool pass_has(enum pass pass, enum pair pair) {
    if (pair == DY_FIRST) return shape[pass].inputs > 1;
    if (pair == X_SECOND || pair == FIRST_SECOND) return shape[pass].outputs > 1;
    return true;
}

/* Puts the pair's second buffer so many bytes behind its first; it may come to lie at any byte. */
static void slide(struct call *c, enum pair pair, int bytes) {
    char *const first = (char *)(arena + AT_FIRST), *const second = (char *)(arena + AT_SECOND);
    if (pair == X_FIRST) c->x = (const void *)(first + bytes);
    if (pair == DY_FIRST) c->dy = (const void *)(first + bytes);
    if (pair == X_SECOND) c->x = (const void *)(second + bytes);
    if (pair == FIRST_SECOND) c->second = (void *)(first + bytes);
}

static void overlaps_are_refused_in_place_is_not(void **state) {
    const int length = N * sizeof(float);
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASS_gated; pass++)
        for (enum pair pair = 0; pair < PAIRS; pair++)
            for (int bytes = -length - 8; pass_has(pass, pair) && bytes <= length + 8; bytes++) {
                struct call c = fresh_call();
                const bool apart = bytes <= -length || bytes >= length;
                const bool same = bytes == 0 && pair != FIRST_SECOND;
                char what[64];
                /* Buffers that are computed on are arrays of floats. */
                if (apart && bytes % (int)sizeof(float) != 0) continue;
                snprintf(what, sizeof what, "buffers %d of the pass, %d bytes apart", pair, bytes);
                slide(&c, pair, bytes);
                expect(pass, &c, apart || same ? ACTFAST_OK : ACTFAST_ERR_OVERLAP, what);
            }
    assert_int_equal(faults, 0);
}

static void inputs_may_overlap_each_other(void **state) {
    (void)state;
    start_counting();
    for (int shift = -N; shift <= N; shift++) {
        struct call c = fresh_call();
        c.dy = c.x + shift;
        expect(PASS_backward, &c, ACTFAST_OK, "x and dy overlap");
    }
    assert_int_equal(faults, 0);
}

/* In place, the output must have what it gets out of place. */
static void check_in_place(int activation, enum pass pass, enum pair pair) {
    struct call c = fresh_call();
    float want[2][N];
    c.activation = activation;
    int status = run(pass, &c);
    memcpy(want[0], c.first, sizeof want[0]);
    memcpy(want[1], c.second, sizeof want[1]);
    c = fresh_call();
    c.activation = activation;
    if (pair == X_FIRST) c.first = arena + AT_X;
    if (pair == DY_FIRST) c.first = arena + AT_DY;
    if (pair == X_SECOND) c.second = arena + AT_X;
    status |= run(pass, &c);
    if (status || memcmp(want[0], c.first, sizeof want[0]) != 0)
        fault(pass, &c, "in place, first output", status, 0);
    if (memcmp(want[1], c.second, sizeof want[1]) != 0)
        fault(pass, &c, "in place, second output", status, 0);
}

static void in_place_gives_the_same_results(void **state) {
    (void)state;
    start_counting();
    for (int id = 0; id < actfast_activation_count(); id++)
        for (enum pass pass = 0; pass < PASS_gated; pass++)
            for (enum pair pair = X_FIRST; pair < FIRST_SECOND; pair++)
                if (pass_has(pass, pair)) check_in_place(id, pass, pair);
    assert_int_equal(faults, 0);
}

/* ---- Precedence ---- */

static void the_first_of_several_errors_is_returned(void **state) {
    static const int order[] = {ACTFAST_ERR_ACTIVATION, ACTFAST_ERR_BACKEND, ACTFAST_ERR_PARAM,
                                ACTFAST_ERR_SIZE,       ACTFAST_ERR_NULL,    ACTFAST_ERR_OVERLAP};
    static const float bad_params[] = {NAN, NAN};
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASS_gated; pass++)
        for (unsigned wrong = 1; wrong < 1 << 6; wrong++) {
            struct call c = fresh_call();
            char what[32];
            int first = 0;
            while (!(wrong >> first & 1)) first++;
            if (wrong & 1) c.activation = -1;
            if (wrong & 2) c.backend = (const void *)arena;
            if (wrong & 4) c.params = bad_params;
            if (wrong & 8) c.n = SIZE_MAX / 4 + 1;
            if (wrong & 32) c.dy = c.second = c.first + 1;
            if (wrong & 32 && shape[pass].inputs + shape[pass].outputs == 2) c.x = c.first + 1;
            if (wrong & 16) c.x = NULL;
            snprintf(what, sizeof what, "errors 0x%02x", wrong);
            expect(pass, &c, order[first], what);
        }
    assert_int_equal(faults, 0);
}

/* ---- The two faces of each function ---- */

/* The parameters as further arguments, from the array p. */
#define PARAMS0
#define PARAMS1(a, da)        , p[0]
#define PARAMS2(a, da, b, db) , p[0], p[1]
#define ACTIVATION(name, more, ...)                                                                \
    static int typed_##name(enum pass pass, const struct call *c) {                                \
        const float *const p = c->params;                                                          \
        (void)p;                                                                                   \
        switch (pass) {                                                                            \
        case PASS_value:                                                                           \
            return actfast_##name##_f32(c->x, c->first, c->n more);                                \
        case PASS_grad:                                                                            \
            return actfast_##name##_grad_f32(c->x, c->first, c->n more);                           \
        case PASS_backward:                                                                        \
            return actfast_##name##_backward_f32(c->x, c->dy, c->first, c->n more);                \
        case PASS_value_and_grad:                                                                  \
            return actfast_##name##_value_and_grad_f32(c->x, c->first, c->second, c->n more);      \
        case PASS_grad2:                                                                           \
            return actfast_##name##_grad2_f32(c->x, c->first, c->n more);                          \
        default:                                                                                   \
            break;                                                                                 \
        }                                                                                          \
        return INT_MAX;                                                                            \
    }
#include "activations.def"

static const struct {
    const char *name, *formula;
    int (*typed)(enum pass, const struct call *);
    int param_count;
    const char *param_name[2];
    float param_default[2];
} listed[] = {
#define PARAMS0                                                                                    \
    0, {NULL, NULL}, { 0, 0 }
#define PARAMS1(a, da)                                                                             \
    1, {#a, NULL}, { da, 0 }
#define PARAMS2(a, da, b, db)                                                                      \
    2, {#a, #b}, { da, db }
#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, formula, edges)             \
    {#name, formula, typed_##name, params},
#include "activations.def"
};
enum { LISTED = sizeof listed / sizeof listed[0] };

/* Enough for whole vectors, a rest, both tails and what is not finite. */
enum { MANY = 203 };
static float many[MANY], many_dy[MANY];

static void fill_many(void) {
    for (int i = 0; i < MANY; i++) {
        many[i] = 0.37f * (float)(i - MANY / 2) * (i % 5 == 0 ? 0.01f : 1.0f);
        many_dy[i] = 1.0f + 0.001f * (float)i;
    }
    many[3] = NAN, many[40] = INFINITY, many[41] = -INFINITY, many[42] = -0.0f, many[43] = 1e-40f;
}

static void compare_faces(int id, enum pass pass, const float *params, const float *by_number) {
    float out[2][2][MANY];
    memset(out, 0x55, sizeof out);
    struct call typed = {.activation = id, .params = params, .x = many, .dy = many_dy, .n = MANY};
    struct call numbered = typed;
    numbered.params = by_number;
    typed.first = out[0][0], typed.second = out[0][1];
    numbered.first = out[1][0], numbered.second = out[1][1];
    const int status = listed[id].typed(pass, &typed), other = run(pass, &numbered);
    if (status != ACTFAST_OK || other != ACTFAST_OK)
        fault(pass, &typed, "typed and by number", status, other);
    if (memcmp(out[0], out[1], sizeof out[0]) != 0)
        fault(pass, &typed, "typed and by number differ", status, other);
}

static void typed_functions_equal_those_by_number(void **state) {
    static const float others[] = {1.25f, 7.0f};
    (void)state;
    start_counting();
    fill_many();
    assert_int_equal(actfast_activation_count(), LISTED);
    for (int b = 0; b < actfast_backend_count(); b++) {
        assert_int_equal(actfast_backend_activate(actfast_backend_at(b)), ACTFAST_OK);
        for (int id = 0; id < LISTED; id++)
            for (enum pass pass = 0; pass < PASS_gated; pass++) {
                const float *defaults = listed[id].param_default;
                compare_faces(id, pass, defaults, defaults);
                compare_faces(id, pass, defaults, NULL);
                compare_faces(id, pass, others, others);
            }
    }
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
    assert_int_equal(faults, 0);
}

static void typed_functions_refuse_alike(void **state) {
    static const float bad[] = {NAN, NAN};
    (void)state;
    start_counting();
    for (int id = 0; id < LISTED; id++)
        for (enum pass pass = 0; pass < PASS_gated; pass++)
            for (int kind = 0; kind < 4; kind++) {
                struct call c = fresh_call();
                c.activation = id;
                c.params = kind == 0 ? bad : listed[id].param_default;
                if (kind == 1) c.n = SIZE_MAX;
                if (kind == 2) c.x = NULL;
                if (kind == 3) c.x = c.first + 1;
                const int got = listed[id].typed(pass, &c);
                const bool wrote = memcmp(arena, before, sizeof arena) != 0;
                const int want = run(pass, &c);
                if (got != want) fault(pass, &c, "typed against by number", got, want);
                if (want != ACTFAST_OK && wrote) fault(pass, &c, "typed wrote", got, want);
                if (kind > 0 && want == ACTFAST_OK) fault(pass, &c, "typed let pass", got, want);
            }
    assert_int_equal(faults, 0);
}

/* ---- Introspection ---- */

/* Ids never change once released. Younger ones join here with their release. */
static void ids_are_what_they_were(void **state) {
    static const struct {
        int id, released;
        const char *name;
    } known[] = {
        {ACTFAST_RELU, 0, "relu"},
        {ACTFAST_LEAKY_RELU, 1, "leaky_relu"},
        {ACTFAST_SQUAREPLUS, 2, "squareplus"},
        {ACTFAST_SOFTPLUS, 3, "softplus"},
        {ACTFAST_SIGMOID, 4, "sigmoid"},
        {ACTFAST_TANH, 5, "tanh"},
        {ACTFAST_GELU, 6, "gelu"},
        {ACTFAST_GELU_TANH, 7, "gelu_tanh"},
        {ACTFAST_GELU_SIGMOID, 8, "gelu_sigmoid"},
        {ACTFAST_SILU, 9, "silu"},
        {ACTFAST_SWISH, 10, "swish"},
        {ACTFAST_MISH, 11, "mish"},
        {ACTFAST_ELU, 12, "elu"},
        {ACTFAST_SELU, 13, "selu"},
        {ACTFAST_CELU, 14, "celu"},
        {ACTFAST_LOG_SIGMOID, 15, "log_sigmoid"},
        {ACTFAST_SOFTSIGN, 16, "softsign"},
        {ACTFAST_TANHSHRINK, 17, "tanhshrink"},
        {ACTFAST_HARD_SIGMOID, 18, "hard_sigmoid"},
        {ACTFAST_HARD_SWISH, 19, "hard_swish"},
        {ACTFAST_HARD_TANH, 20, "hard_tanh"},
        {ACTFAST_RELU6, 21, "relu6"},
        {ACTFAST_SOFTSHRINK, 22, "softshrink"},
        {ACTFAST_HARDSHRINK, 23, "hardshrink"},
        {ACTFAST_THRESHOLDED_RELU, 24, "thresholded_relu"},
    };
    (void)state;
    assert_true(actfast_activation_count() >= (int)(sizeof known / sizeof known[0]));
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        assert_int_equal(known[i].id, known[i].released);
        assert_int_equal(actfast_activation_find(known[i].name), known[i].released);
        assert_string_equal(actfast_activation_name(known[i].id), known[i].name);
    }
}

static void activations_describe_themselves(void **state) {
    (void)state;
    for (int id = 0; id < LISTED; id++) {
        assert_string_equal(actfast_activation_name(id), listed[id].name);
        assert_string_equal(actfast_activation_formula(id), listed[id].formula);
        assert_int_equal(actfast_activation_param_count(id), listed[id].param_count);
        for (int i = 0; i < listed[id].param_count; i++) {
            const float value = actfast_activation_param_default(id, i);
            assert_string_equal(actfast_activation_param_name(id, i), listed[id].param_name[i]);
            assert_memory_equal(&value, &listed[id].param_default[i], sizeof value);
        }
        const int bad[] = {listed[id].param_count, 2, -1, INT_MIN, INT_MAX};
        for (int i = 0; i < 5; i++) {
            assert_null(actfast_activation_param_name(id, bad[i]));
            assert_true(isnan(actfast_activation_param_default(id, bad[i])));
        }
    }
}

static void bad_ids_and_names_describe_nothing(void **state) {
    static const char *const names[] = {NULL, "", "GELU", "gelu ", " gelu", "gel", "gelu_", "%s"};
    const int ids[] = {-1, actfast_activation_count(), INT_MIN, INT_MAX};
    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_null(actfast_activation_name(ids[i]));
        assert_null(actfast_activation_formula(ids[i]));
        assert_int_equal(actfast_activation_param_count(ids[i]), ACTFAST_ERR_ACTIVATION);
        assert_null(actfast_activation_param_name(ids[i], 0));
        assert_true(isnan(actfast_activation_param_default(ids[i], 0)));
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(actfast_activation_find(names[i]), ACTFAST_ERR_ACTIVATION);
}

/* ---- Errors and versions ---- */

static void statuses_are_what_they_were(void **state) {
    (void)state;
    assert_int_equal(ACTFAST_OK, 0);
    assert_int_equal(ACTFAST_ERR_NULL, -1);
    assert_int_equal(ACTFAST_ERR_SIZE, -2);
    assert_int_equal(ACTFAST_ERR_OVERLAP, -3);
    assert_int_equal(ACTFAST_ERR_PARAM, -4);
    assert_int_equal(ACTFAST_ERR_ACTIVATION, -5);
    assert_int_equal(ACTFAST_ERR_BACKEND, -6);
}

static void every_status_has_its_own_sentence(void **state) {
    static const int unknown[] = {1, -7, 42, INT_MIN, INT_MAX};
    (void)state;
    for (int s = ACTFAST_ERR_BACKEND; s <= ACTFAST_OK; s++) {
        assert_true(strlen(actfast_strerror(s)) > 0);
        for (int t = ACTFAST_ERR_BACKEND - 1; t < s; t++)
            assert_string_not_equal(actfast_strerror(s), actfast_strerror(t));
    }
    for (int i = 0; i < 5; i++) {
        assert_non_null(actfast_strerror(unknown[i]));
        assert_non_null(strstr(actfast_strerror(unknown[i]), "unknown"));
    }
}

static void versions_agree(void **state) {
    char text[32];
    (void)state;
    snprintf(text, sizeof text, "%d.%d.%d", ACTFAST_VERSION_MAJOR, ACTFAST_VERSION_MINOR,
             ACTFAST_VERSION_PATCH);
    assert_string_equal(actfast_version_string(), text);
    assert_string_equal(ACT_PROJECT_VERSION, text);
    assert_int_equal(actfast_version(), ACTFAST_VERSION_MAJOR << 16 | ACTFAST_VERSION_MINOR << 8 |
                                            ACTFAST_VERSION_PATCH);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_activations_are_refused),
        cmocka_unit_test(what_is_no_backend_is_refused),
        cmocka_unit_test(parameters_are_valid_as_listed),
        cmocka_unit_test(no_elements_need_no_buffers),
        cmocka_unit_test(what_does_not_fit_in_memory_is_refused),
        cmocka_unit_test(null_buffers_are_refused),
        cmocka_unit_test(overlaps_are_refused_in_place_is_not),
        cmocka_unit_test(inputs_may_overlap_each_other),
        cmocka_unit_test(in_place_gives_the_same_results),
        cmocka_unit_test(the_first_of_several_errors_is_returned),
        cmocka_unit_test(typed_functions_equal_those_by_number),
        cmocka_unit_test(typed_functions_refuse_alike),
        cmocka_unit_test(ids_are_what_they_were),
        cmocka_unit_test(activations_describe_themselves),
        cmocka_unit_test(bad_ids_and_names_describe_nothing),
        cmocka_unit_test(statuses_are_what_they_were),
        cmocka_unit_test(every_status_has_its_own_sentence),
        cmocka_unit_test(versions_agree),
    };
    backends_print();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
