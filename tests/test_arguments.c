/* Promise: every wrong call is refused with the status that the header names, the first of several
 * in the order given there, and then nothing is written; the typed functions and the ones by number
 * are the same functions. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "precedence.h"

/* ---- Memory that shows every write ---- */

enum { N = 8, BUFFERS = MAX_INPUTS + MAX_OUTPUTS, APART = 32, ARENA = APART * BUFFERS };
static const float inputs[N] = {-20, -1.5f, -0.25f, -0.0f, 0.5f, 3, 8, 100};

/* Buffers far enough apart for one of them to slide by N floats and a few either way. */
static float arena[ARENA], before[ARENA];

static float *in_arena(int buffer) { return arena + APART * buffer + APART / 2; }

/* Softplus has every pass. */
static struct call fresh_call(enum pass pass) {
    struct call c = {.activation = ACTFAST_SOFTPLUS, .pass = pass, .n = N};
    for (int i = 0; i < ARENA; i++) arena[i] = -777.0f - (float)i;
    for (int i = 0; i < MAX_INPUTS; i++) {
        memcpy(in_arena(i), inputs, sizeof inputs);
        c.in[i] = in_arena(i);
    }
    for (int o = 0; o < MAX_OUTPUTS; o++) c.out[o] = in_arena(MAX_INPUTS + o);
    memcpy(before, arena, sizeof before);
    return c;
}

static void drop_buffers(struct call *c) {
    for (int i = 0; i < MAX_INPUTS; i++) c->in[i] = NULL;
    for (int o = 0; o < MAX_OUTPUTS; o++) c->out[o] = NULL;
}

static int faults, printed;

static void start_counting(void) { faults = printed = 0; }

static void fault(const struct call *c, const char *what, int got, int want) {
    faults++;
    if (printed++ < 8)
        printf("  %s of %s, n = %zu: %s: status %d, want %d\n", pass_shape[c->pass].name,
               actfast_activation_name(c->activation) ? actfast_activation_name(c->activation)
                                                      : "no activation",
               c->n, what, got, want);
}

/* Runs it, wants that status and an untouched arena unless there was something to compute. */
static void expect(const struct call *c, int want, const char *what) {
    const int got = run_pass(c);
    if (got != want) fault(c, what, got, want);
    if ((want != ACTFAST_OK || c->n == 0) && memcmp(arena, before, sizeof arena) != 0)
        fault(c, "wrote in spite of an error or n = 0", got, want);
    memcpy(arena, before, sizeof arena);
}

/* ---- Activations and backends ---- */

/* Of which y tells the x: the list, written down a second time. */
static int status_of(int activation, enum pass pass) {
    static const char *const has_it[] = {"relu",    "leaky_relu", "squareplus", "softplus",
                                         "sigmoid", "tanh",       "elu",        "selu"};
    if (pass != PASS_backward_from_output) return ACTFAST_OK;
    for (int i = 0; i < 8; i++)
        if (strcmp(has_it[i], actfast_activation_name(activation)) == 0) return ACTFAST_OK;
    return ACTFAST_ERR_ACTIVATION;
}

/* Before any other error, and also for no elements. */
static void what_an_activation_does_not_have_is_refused_first(void **state) {
    static const float bad_params[] = {NAN, NAN};
    const enum pass pass = PASS_backward_from_output;
    (void)state;
    start_counting();
    for (int id = 0; id < actfast_activation_count(); id++)
        for (int wrong = 0; wrong < 16; wrong++) {
            struct call c = fresh_call(pass);
            c.activation = id;
            if (status_of(id, pass) == ACTFAST_OK) continue;
            if (wrong & 1) c.backend = (const void *)arena;
            if (wrong & 2) c.params = bad_params;
            if (wrong & 4) c.n = SIZE_MAX;
            if (wrong & 8) drop_buffers(&c);
            expect(&c, ACTFAST_ERR_ACTIVATION, "the activation does not have the pass");
            c.n = 0;
            expect(&c, ACTFAST_ERR_ACTIVATION, "the same, n = 0");
        }
    assert_int_equal(faults, 0);
}

static const int bad_ids[] = {-1, -6, INT_MIN, INT_MAX};

static void bad_activations_are_refused(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++) {
        struct call c = fresh_call(pass);
        for (int i = 0; i < 4; i++) {
            c.activation = bad_ids[i];
            expect(&c, ACTFAST_ERR_ACTIVATION, "bad id");
        }
        c.activation = actfast_activation_count();
        expect(&c, ACTFAST_ERR_ACTIVATION, "one past the last id");
        c.n = 0;
        expect(&c, ACTFAST_ERR_ACTIVATION, "the same, n = 0");
    }
    assert_int_equal(faults, 0);
}

static void what_is_no_backend_is_refused(void **state) {
    const char stack[64] = {0};
    const char *real = (const char *)actfast_backend_active();
    const void *const fake[] = {stack, real + sizeof(void *), real - sizeof(void *), arena};
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++)
        for (int i = 0; i < 4; i++) {
            struct call c = fresh_call(pass);
            c.backend = fake[i];
            expect(&c, ACTFAST_ERR_BACKEND, "fake backend");
            c.n = 0;
            expect(&c, ACTFAST_ERR_BACKEND, "fake backend, n = 0");
        }
    assert_int_equal(faults, 0);
}

/* ---- Parameters ---- */

static const float probes[] = {NAN,       INFINITY,   -INFINITY, -FLT_MAX, -1,
                               -FLT_MIN,  -0x1p-149f, -0.0f,     0,        0x1.fffffcp-127f,
                               0x1p-149f, FLT_MIN,    1,         FLT_MAX};
enum { PROBES = sizeof probes / sizeof probes[0] };

/* What the list promises, written down a second time: y where the probe is valid. from_output is
 * for backward_from_output, where that is another one. */
static const struct {
    const char *activation;
    int param;
    const char *valid, *from_output;
} rules[] = {
    {"leaky_relu", 0, "---yyyyyyyyyyy", "-------yyyyyyy"}, /* finite; there not negative */
    {"squareplus", 0, "-------yy--yyy", NULL},             /* a zero, or positive and normal */
    {"softplus", 0, "---------yyyyy", NULL},               /* positive and finite */
    {"softplus", 1, "-yyyyyyyyyyyyy", NULL},               /* not NaN */
    {"swish", 0, "---yyyyyyyyyyy", NULL},                  /* finite */
    {"elu", 0, "---yyyyyyyyyyy", "-------yyyyyyy"},        /* finite; there not negative */
    {"celu", 0, "---------yyyyy", NULL},                   /* positive and finite */
    {"hard_sigmoid", 0, "---yyyyyyyyyyy", NULL},
    {"hard_sigmoid", 1, "---yyyyyyyyyyy", NULL},
    {"hard_tanh", 0, "--yyyyyyyyyyy-", NULL}, /* at most the default max */
    {"hard_tanh", 1, "-y--yyyyyyyyyy", NULL}, /* at least the default min */
    {"softshrink", 0, "-------yyyyyyy", NULL},
    {"hardshrink", 0, "-------yyyyyyy", NULL},
    {"thresholded_relu", 0, "---yyyyyyyyyyy", NULL},
};
enum { RULES = sizeof rules / sizeof rules[0] };

static int status_of_probe(int activation, enum pass pass, int rule, int probe) {
    const char *valid = rules[rule].valid;
    if (status_of(activation, pass) != ACTFAST_OK) return status_of(activation, pass);
    if (pass == PASS_backward_from_output && rules[rule].from_output)
        valid = rules[rule].from_output;
    return valid[probe] == 'y' ? ACTFAST_OK : ACTFAST_ERR_PARAM;
}

static void check_rule(const actfast_backend *backend, int activation, int rule) {
    float params[2] = {actfast_activation_param_default(activation, 0),
                       actfast_activation_param_default(activation, 1)};
    for (int i = 0; i < PROBES; i++) {
        char what[64];
        params[rules[rule].param] = probes[i];
        snprintf(what, sizeof what, "parameter %d = %g", rules[rule].param, (double)probes[i]);
        for (enum pass pass = 0; pass < PASSES; pass++) {
            const int want = status_of_probe(activation, pass, rule, i);
            struct call c = fresh_call(pass);
            c.backend = backend;
            c.activation = activation;
            c.params = params;
            expect(&c, want, what);
            c.n = 0;
            drop_buffers(&c);
            expect(&c, want, what);
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
        if (found < actfast_activation_param_count(id)) {
            printf("NO RULE for a parameter of %s\n", actfast_activation_name(id));
            faults++;
        }
    }
    assert_int_equal(faults, 0);
}

/* ---- Sizes and NULL ---- */

static void no_elements_need_no_buffers(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++)
        for (int id = 0; id < actfast_activation_count(); id++) {
            const int want = status_of(id, pass);
            struct call c = {.activation = id, .pass = pass};
            expect(&c, want, "NULL buffers");
            c = fresh_call(pass);
            c.activation = id;
            c.n = 0;
            c.out[1] = c.out[0];
            c.in[1] = c.out[0] + 1;
            expect(&c, want, "overlapping buffers of no length");
        }
    assert_int_equal(faults, 0);
}

static void what_does_not_fit_in_memory_is_refused(void **state) {
    /* The last few are small numbers again once they are multiplied by four. */
    static const size_t sizes[] = {SIZE_MAX / 4 + 1, SIZE_MAX / 4 + 2, SIZE_MAX / 2 + 1,
                                   SIZE_MAX / 2 + 3, SIZE_MAX - 1,     SIZE_MAX};
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++) {
        for (int i = 0; i < 6; i++) {
            struct call c = fresh_call(pass);
            c.n = sizes[i];
            expect(&c, ACTFAST_ERR_SIZE, "too many");
            drop_buffers(&c);
            expect(&c, ACTFAST_ERR_SIZE, "too many, NULL buffers");
        }
        struct call c = fresh_call(pass);
        c.n = SIZE_MAX / 4;
        expect(&c, ACTFAST_ERR_OVERLAP, "just not too many: overlap by length");
        c.in[0] = NULL;
        expect(&c, ACTFAST_ERR_NULL, "just not too many, NULL");
    }
    assert_int_equal(faults, 0);
}

static void null_buffers_are_refused(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++)
        for (int which = 0; which < BUFFERS; which++) {
            const int out = which - MAX_INPUTS;
            struct call c = fresh_call(pass);
            if (out < 0 ? which >= pass_shape[pass].inputs : out >= pass_shape[pass].outputs)
                continue;
            if (out < 0)
                c.in[which] = NULL;
            else
                c.out[out] = NULL;
            expect(&c, ACTFAST_ERR_NULL, "NULL buffer");
            c.n = 1;
            expect(&c, ACTFAST_ERR_NULL, "NULL buffer, n = 1");
        }
    assert_int_equal(faults, 0);
}

/* ---- Overlaps ---- */

/* An input and an output; or, where the input is BOTH_OUTPUTS, the two outputs. */
struct pair {
    int input, output;
};
enum { BOTH_OUTPUTS = -1 };

/* Puts the pair's input, or the second output, so many bytes behind its output; it may come to lie
 * at any byte. */
static void slide(struct call *c, const struct pair *pair, int bytes) {
    char *const to = (char *)c->out[pair->output] + bytes;
    if (pair->input == BOTH_OUTPUTS)
        c->out[1] = (void *)to;
    else
        c->in[pair->input] = (const void *)to;
}

static void check_overlaps(enum pass pass, const struct pair *pair) {
    const int length = N * sizeof(float);
    for (int bytes = -length - 8; bytes <= length + 8; bytes++) {
        struct call c = fresh_call(pass);
        const bool apart = bytes <= -length || bytes >= length;
        const bool in_place = bytes == 0 && pair->input != BOTH_OUTPUTS;
        char what[64];
        /* Buffers that are computed on are arrays of floats. */
        if (apart && bytes % (int)sizeof(float) != 0) continue;
        snprintf(what, sizeof what, "input %d of output %d, %d bytes apart", pair->input,
                 pair->output, bytes);
        slide(&c, pair, bytes);
        expect(&c, apart || in_place ? ACTFAST_OK : ACTFAST_ERR_OVERLAP, what);
    }
}

static void overlaps_are_refused_in_place_is_not(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++) {
        const struct pair outputs = {BOTH_OUTPUTS, 0};
        if (pass_shape[pass].outputs > 1) check_overlaps(pass, &outputs);
        for (struct pair p = {0, 0}; p.input < pass_shape[pass].inputs; p.input++)
            for (p.output = 0; p.output < pass_shape[pass].outputs; p.output++)
                check_overlaps(pass, &p);
    }
    assert_int_equal(faults, 0);
}

static void inputs_may_overlap_each_other(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++)
        for (int other = 1; other < pass_shape[pass].inputs; other++)
            for (int shift = -N; shift <= N; shift++) {
                struct call c = fresh_call(pass);
                c.in[other] = c.in[other - 1] + shift;
                expect(&c, ACTFAST_OK, "inputs overlap");
            }
    assert_int_equal(faults, 0);
}

/* In place, the outputs must have what they get out of place. first and second: which input each
 * output is, or that it is none. */
enum { NO_INPUT = -1 };

static void check_in_place(int activation, enum pass pass, int first, int second) {
    struct call c = fresh_call(pass);
    const int outputs = pass_shape[pass].outputs;
    float want[MAX_OUTPUTS][N];
    c.activation = activation;
    int status = run_pass(&c);
    for (int o = 0; o < outputs; o++) memcpy(want[o], c.out[o], sizeof want[o]);
    c = fresh_call(pass);
    c.activation = activation;
    if (first != NO_INPUT) c.out[0] = in_arena(first);
    if (second != NO_INPUT) c.out[1] = in_arena(second);
    status |= run_pass(&c);
    for (int o = 0; o < outputs; o++)
        if (status || memcmp(want[o], c.out[o], sizeof want[o]) != 0)
            fault(&c, o ? "in place, second output" : "in place, first output", status, 0);
}

static void in_place_gives_the_same_results(void **state) {
    (void)state;
    start_counting();
    for (int id = 0; id < actfast_activation_count(); id++)
        for (enum pass pass = 0; pass < PASSES; pass++) {
            const int inputs_of_it = pass_shape[pass].inputs;
            const bool two = pass_shape[pass].outputs > 1;
            if (status_of(id, pass) != ACTFAST_OK) continue;
            for (int i = NO_INPUT; i < inputs_of_it; i++)
                for (int j = NO_INPUT; j < (two ? inputs_of_it : 0); j++)
                    if (i != j || i == NO_INPUT) check_in_place(id, pass, i, j);
        }
    assert_int_equal(faults, 0);
}

/* ---- Precedence ---- */

static void the_first_of_several_errors_is_returned(void **state) {
    (void)state;
    start_counting();
    for (enum pass pass = 0; pass < PASSES; pass++)
        for (unsigned wrong = 1; wrong < WRONGS; wrong++) {
            struct call c = fresh_call(pass);
            char what[32];
            if (wrong & WRONG_ACTIVATION) c.activation = -1;
            if (wrong & WRONG_BACKEND) c.backend = (const void *)arena;
            if (wrong & WRONG_PARAM) c.params = wrong_params;
            if (wrong & WRONG_SIZE) c.n = SIZE_MAX / 4 + 1;
            if (wrong & WRONG_OVERLAP) c.in[1] = c.in[2] = c.out[1] = c.out[0] + 1;
            if (wrong & WRONG_OVERLAP && pass_shape[pass].inputs == 1) c.in[0] = c.out[0] + 1;
            if (wrong & WRONG_NULL) c.in[0] = NULL;
            snprintf(what, sizeof what, "errors 0x%02x", wrong);
            expect(&c, first_error(wrong), what);
        }
    assert_int_equal(faults, 0);
}

/* ---- The two faces of each function ---- */

/* The parameters as further arguments, from the array p. */
#define PARAMS0
#define PARAMS1(a, da)        , p[0]
#define PARAMS2(a, da, b, db) , p[0], p[1]
#define FROM_X(name, ...)     return ACTFAST_ERR_ACTIVATION
#define FROM_OUTPUT(...)      TYPED_FROM_OUTPUT
#define TYPED_FROM_OUTPUT(name, ...)                                                               \
    return actfast_##name##_backward_from_output_f32(x, c->in[1], y, n __VA_ARGS__)
#define ACTIVATION(name, more, valid, bound, loops, learns, inverse, ...)                          \
    static int typed_##name(const struct call *c) {                                                \
        const float *const p = c->params, *const x = c->in[0];                                     \
        float *const y = c->out[0];                                                                \
        const size_t n = c->n;                                                                     \
        (void)p;                                                                                   \
        switch (c->pass) {                                                                         \
        case PASS_value:                                                                           \
            return actfast_##name##_f32(x, y, n more);                                             \
        case PASS_grad:                                                                            \
            return actfast_##name##_grad_f32(x, y, n more);                                        \
        case PASS_backward:                                                                        \
            return actfast_##name##_backward_f32(x, c->in[1], y, n more);                          \
        case PASS_value_and_grad:                                                                  \
            return actfast_##name##_value_and_grad_f32(x, y, c->out[1], n more);                   \
        case PASS_grad2:                                                                           \
            return actfast_##name##_grad2_f32(x, y, n more);                                       \
        case PASS_gated:                                                                           \
            return actfast_##name##_gated_f32(x, c->in[1], y, n more);                             \
        case PASS_gated_backward:                                                                  \
            return actfast_##name##_gated_backward_f32(x, c->in[1], c->in[2], y, c->out[1],        \
                                                       n more);                                    \
        case PASS_biased:                                                                          \
            return actfast_##name##_bias_rows_f32(x, c->in[1], y, 1, n, n, n more);                \
        case PASS_backward_from_output:                                                            \
            inverse(name, more);                                                                   \
        case PASSES:                                                                               \
            break;                                                                                 \
        }                                                                                          \
        return INT_MAX;                                                                            \
    }
#include "activations.def"

static const struct {
    const char *name, *formula;
    int (*typed)(const struct call *);
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
static float many[MAX_INPUTS][MANY];

static void fill_many(void) {
    for (int i = 0; i < MANY; i++) {
        many[0][i] = 0.37f * (float)(i - MANY / 2) * (i % 5 == 0 ? 0.01f : 1.0f);
        many[1][i] = 1.0f + 0.001f * (float)i;
        many[2][i] = 2.0f - 0.003f * (float)i;
    }
    many[0][3] = NAN, many[0][40] = INFINITY, many[0][41] = -INFINITY, many[0][42] = -0.0f;
    many[0][43] = 1e-40f;
}

static void compare_faces(int id, enum pass pass, const float *params, const float *by_number) {
    float out[2][MAX_OUTPUTS][MANY];
    memset(out, 0x55, sizeof out);
    struct call typed = {.activation = id, .pass = pass, .params = params, .n = MANY};
    for (int i = 0; i < MAX_INPUTS; i++) typed.in[i] = many[i];
    struct call numbered = typed;
    numbered.params = by_number;
    for (int o = 0; o < MAX_OUTPUTS; o++) typed.out[o] = out[0][o], numbered.out[o] = out[1][o];
    const int status = listed[id].typed(&typed), other = run_pass(&numbered);
    if (status != status_of(id, pass) || other != status)
        fault(&typed, "typed and by number", status, other);
    if (memcmp(out[0], out[1], sizeof out[0]) != 0)
        fault(&typed, "typed and by number differ", status, other);
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
            for (enum pass pass = 0; pass < PASSES; pass++) {
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
        for (enum pass pass = 0; pass < PASSES; pass++)
            for (int kind = 0; kind < 4; kind++) {
                struct call c = fresh_call(pass);
                c.activation = id;
                c.params = kind == 0 ? bad : listed[id].param_default;
                if (kind == 1) c.n = SIZE_MAX;
                if (kind == 2) c.in[0] = NULL;
                if (kind == 3) c.in[0] = c.out[0] + 1;
                const int got = listed[id].typed(&c);
                const bool wrote = memcmp(arena, before, sizeof arena) != 0;
                const int want = run_pass(&c);
                if (got != want) fault(&c, "typed against by number", got, want);
                if (want != ACTFAST_OK && wrote) fault(&c, "typed wrote", got, want);
                if (kind > 0 && want == ACTFAST_OK) fault(&c, "typed let pass", got, want);
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
        cmocka_unit_test(what_an_activation_does_not_have_is_refused_first),
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
