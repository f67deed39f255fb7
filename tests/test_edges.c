/* Promise: NaN in gives NaN out; the infinities give the limits; zeros, kinks, tails, thresholds
 * and subnormals give what the list of activations and the header say of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#if defined(__x86_64__)
#    include <immintrin.h>
#endif

#include "harness.h"
#include "modes.h"

/* Four vectors of the widest tier, which are a round of its loops, another vector and a rest. */
enum { PRINT = 5, WIDTH = 83, QUICK_WIDTH = 17, POOL = 4096 };

static const uint64_t seed = 20240612;
static int failures;

/* Valgrind negates the result of a fused -(a*b) + c and not the product, which turns 0 into -0. */
static bool zeros_keep_their_sign = true;

#if defined(__x86_64__)
__attribute__((target("fma"))) static bool fma_is_right(void) {
    volatile float zero = 0;
    const __m128 z = _mm_set1_ps(zero);
    return !signbit(_mm_cvtss_f32(_mm_fnmadd_ps(z, z, z)));
}

static void look_at_zeros(void) {
    if (__builtin_cpu_supports("fma")) zeros_keep_their_sign = fma_is_right();
    if (!zeros_keep_their_sign)
        printf("SKIPPED: this machine, an emulated one, gets the sign of fused zeros wrong; here "
               "the sign of NO zero is tested\n");
}
#else
static void look_at_zeros(void) {}
#endif

/* The output for these operands in a buffer that takes all paths of a loop: a round of vectors, a
 * vector, a rest; in a hurry a vector and a rest. */
static float result_of(const struct call *c, const float operands[MAX_INPUTS], int output) {
    float in[MAX_INPUTS][WIDTH], out[MAX_OUTPUTS][WIDTH];
    struct call here = *c;
    const int width = quick() ? QUICK_WIDTH : WIDTH;
    for (int b = 0; b < MAX_INPUTS; b++) {
        for (int i = 0; i < width; i++) in[b][i] = operands[b];
        here.in[b] = in[b];
    }
    for (int b = 0; b < MAX_OUTPUTS; b++) here.out[b] = out[b];
    here.n = (size_t)width;
    if (run_pass(&here) != 0) failures++;
    for (int i = 1; i < width; i++)
        if (!same(out[output][i], out[output][0])) failures++;
    return out[output][0];
}

static float result(const struct call *c, float x, float dy, int output) {
    return result_of(c, (float[MAX_INPUTS]){x, dy, dy}, output);
}

static void report(const struct call *c, float x, float dy, float got, const char *want) {
    if (failures++ >= PRINT) return;
    call_print(c);
    printf("x = %a, dy = %a, got %a (%.9g), want %s\n", (double)x, (double)dy, (double)got,
           (double)got, want);
}

/* Every backend, activation, set of parameters and pass. */
static void for_all(void (*body)(const struct call *)) {
    float params[2];
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (int set = 0; params_at(a, set, params); set++)
                for (enum pass pass = 0; pass < PASSES; pass++)
                    if (has_pass(a, pass, params))
                        body(&(struct call){actfast_backend_at(b), a, pass, params, {0}, {0}, 0});
    assert_int_equal(failures, 0);
}

/* ---- NaN ---- */

/* What each output depends on: dup = dy*f(gate) alone does not look at every input. */
static bool depends(enum pass pass, int output, int input) {
    return pass != PASS_gated_backward || output == 0 || input != 1;
}

/* A NaN of each kind for one input, every special number for the others. */
static void nan_into(const struct call *c, int input, int output) {
    for (int i = 0; i < NANS * SPECIALS * 2; i++) {
        const float special = special_floats[i / 2 % SPECIALS], other = i % 2 ? -special : special;
        float operands[MAX_INPUTS] = {other, other, other};
        operands[input] = float_of(nan_bits[i / 2 / SPECIALS]);
        const float got = result_of(c, operands, output);
        if (!isnan(got)) report(c, operands[0], operands[1], got, "NaN");
    }
}

static void nan_in(const struct call *c) {
    for (int output = 0; output < pass_shape[c->pass].outputs; output++)
        for (int input = 0; input < pass_shape[c->pass].inputs; input++)
            if (depends(c->pass, output, input)) nan_into(c, input, output);
}

static void nan_in_gives_nan_out(void **state) {
    (void)state;
    for_all(nan_in);
}

/* The y that f gives, where a pass asks for y; else x. */
static float first_operand(const struct call *c, float x) {
    struct call forward = *c;
    forward.pass = PASS_value;
    return c->pass == PASS_backward_from_output ? result(&forward, x, 1, 0) : x;
}

/* The other operands are 1: 0*inf and inf - inf are the caller's. */
static void no_nan_in(const struct call *c) {
    for (int i = 0; i < SPECIALS * 2; i++)
        for (int output = 0; output < pass_shape[c->pass].outputs; output++) {
            const float x = i % 2 ? -special_floats[i / 2] : special_floats[i / 2];
            if (isnan(x)) continue;
            const float got = result(c, first_operand(c, x), 1, output);
            if (isnan(got)) report(c, x, 1, got, "a number");
        }
}

static void no_nan_in_gives_no_nan_out(void **state) {
    (void)state;
    for_all(no_nan_in);
}

/* ---- Infinities ---- */

/* f(-inf), f(+inf), f'(-inf), f'(+inf). -0 stands for itself, 0 for either zero, NAN for any
 * number: a threshold of -inf cuts everywhere but at -inf, and which limit that makes is open. */
static const struct limits {
    const char *name;
    float params[2];
    float at[4];
} limits_table[] = {
    {"relu", {0}, {0, INFINITY, 0, 1}},
    {"leaky_relu", {0.01f}, {-INFINITY, INFINITY, 0.01f, 1}},
    {"leaky_relu", {0}, {0, INFINITY, 0, 1}},
    {"leaky_relu", {-2.5f}, {INFINITY, INFINITY, -2.5f, 1}},
    {"squareplus", {4}, {0, INFINITY, 0, 1}},
    {"squareplus", {0}, {0, INFINITY, 0, 1}},
    {"squareplus", {FLT_MIN}, {0, INFINITY, 0, 1}},
    {"squareplus", {1e30f}, {0, INFINITY, 0, 1}},
    {"softplus", {1, 20}, {0, INFINITY, 0, 1}},
    {"softplus", {10, INFINITY}, {0, INFINITY, 0, 1}},
    {"softplus", {0.5f, -INFINITY}, {NAN, INFINITY, NAN, 1}},
    {"softplus", {2, 1}, {0, INFINITY, 0, 1}},
    {"sigmoid", {0}, {0, 1, 0, 0}},
    {"tanh", {0}, {-1, 1, 0, 0}},
    {"gelu", {0}, {-0.0f, INFINITY, 0, 1}},
    {"gelu_tanh", {0}, {-0.0f, INFINITY, 0, 1}},
    {"gelu_sigmoid", {0}, {-0.0f, INFINITY, 0, 1}},
    {"silu", {0}, {-0.0f, INFINITY, 0, 1}},
    {"swish", {1}, {-0.0f, INFINITY, 0, 1}},
    {"swish", {1e30f}, {-0.0f, INFINITY, 0, 1}},
    {"swish", {0}, {-INFINITY, INFINITY, 0.5f, 0.5f}},
    {"swish", {-1}, {-INFINITY, 0, 1, 0}},
    {"mish", {0}, {-0.0f, INFINITY, 0, 1}},
    {"elu", {1}, {-1, INFINITY, 0, 1}},
    {"elu", {0}, {0, INFINITY, 0, 1}},
    {"elu", {-2}, {2, INFINITY, 0, 1}},
    {"selu", {0}, {-1.75809934f, INFINITY, 0, 1.05070099f}},
    {"celu", {1}, {-1, INFINITY, 0, 1}},
    {"celu", {0.25f}, {-0.25f, INFINITY, 0, 1}},
    {"log_sigmoid", {0}, {-INFINITY, 0, 1, 0}},
    {"softsign", {0}, {-1, 1, 0, 0}},
    {"tanhshrink", {0}, {-INFINITY, INFINITY, 1, 1}},
    {"hard_sigmoid", {1 / 6.0f, 0.5f}, {0, 1, 0, 0}},
    {"hard_sigmoid", {-3, 0.25f}, {1, 0, 0, 0}},
    {"hard_swish", {0}, {0, INFINITY, 0, 1}},
    {"hard_tanh", {-1, 1}, {-1, 1, 0, 0}},
    {"hard_tanh", {0.5f, 2}, {0.5f, 2, 0, 0}},
    {"relu6", {0}, {0, 6, 0, 0}},
    {"softshrink", {0.5f}, {-INFINITY, INFINITY, 1, 1}},
    {"softshrink", {0}, {-INFINITY, INFINITY, 1, 1}},
    {"hardshrink", {0.5f}, {-INFINITY, INFINITY, 1, 1}},
    {"hardshrink", {0}, {-INFINITY, INFINITY, 1, 1}},
    {"thresholded_relu", {1}, {0, INFINITY, 0, 1}},
    {"thresholded_relu", {-1}, {0, INFINITY, 0, 1}},
};

static const struct limits *limits_of(const struct call *c) {
    for (size_t i = 0; i < sizeof limits_table / sizeof limits_table[0]; i++) {
        const struct limits *l = &limits_table[i];
        if (strcmp(l->name, actfast_activation_name(c->activation)) == 0 &&
            l->params[0] == c->params[0] && l->params[1] == c->params[1])
            return l;
    }
    return NULL;
}

/* Those of selu are decimals, and its -alpha a product of two. */
static bool is_limit(const struct call *c, float got, float want) {
    if (want == 0) return got == 0 && (!zeros_keep_their_sign || !signbit(want) || signbit(got));
    if (got == want) return true;
    return c->activation == ACTFAST_SELU && fabsf(got - want) <= 0x1p-21f * fabsf(want);
}

static void infinity(const struct call *c) {
    const struct limits *limits = limits_of(c);
    if (c->pass >= PASSES_OF_X) return; /* they have the bits of these, as other tests hold */
    if (!limits) report(c, INFINITY, 1, NAN, "no row for these parameters in the table");
    for (int i = 0; i < 2; i++)
        for (int output = 0; output < pass_shape[c->pass].outputs; output++) {
            const bool derivative = c->pass == PASS_grad || c->pass == PASS_backward || output == 1;
            const float x = i ? INFINITY : -INFINITY;
            const float dy = c->pass == PASS_backward ? -2 : 1, got = result(c, x, dy, output);
            float want = 0; /* that of f'' */
            if (c->pass != PASS_grad2) want = limits ? limits->at[derivative * 2 + i] : NAN;
            /* The sign of dy reaches a zero too, which then may have either. */
            want = want == 0 && c->pass == PASS_backward ? 0 : want * dy;
            char text[32];
            snprintf(text, sizeof text, "%g", (double)want);
            if (isnan(want) ? isnan(got) : !is_limit(c, got, want)) report(c, x, dy, got, text);
        }
}

static void infinities_give_the_limits(void **state) {
    (void)state;
    for_all(infinity);
}

/* ---- Points ---- */

/* The result lies between the two, zeros of either sign being equal; where they have the same bits
 * it is those. */
struct point {
    const char *name;
    float params[2];
    enum pass pass;
    float x, low, high;
};

/* A float known to a few units of 2^-149, which is what accurate promises of subnormals. */
#define SUBNORMAL(v) (v) - 64 * 0x1p-149f, (v) + 64 * 0x1p-149f
#define NEARLY(v)    (v) * (1 - 0x1p-21f), (v) * (1 + 0x1p-21f)
#define EXACTLY(v)   (v), (v)
#define ANY_ZERO     -0.0f, 0.0f

static bool fits(const struct point *p, const struct call *c, float got) {
    if (p->low == 0 && p->high == 0 && !zeros_keep_their_sign) return got == 0;
    if (bits_of(p->low) == bits_of(p->high)) return bits_of(got) == bits_of(p->low);
    /* fast may flush. */
    const bool subnormal = fabsf(p->low) < FLT_MIN && fabsf(p->high) < FLT_MIN && p->low != p->high;
    if (subnormal && got == 0 && is_fast(c->backend)) return !signbit(got) == (p->high > 0);
    return fmin(p->low, p->high) <= got && got <= fmax(p->low, p->high);
}

static int check_point(const struct point *p, int activation) {
    int calls = 0;
    for (int b = 0; b < actfast_backend_count(); b++, calls++) {
        struct call c = {actfast_backend_at(b), activation, p->pass, p->params, {0}, {0}, 0};
        const float got = result(&c, p->x, 1, 0);
        char text[64];
        snprintf(text, sizeof text, "%.9g to %.9g", (double)p->low, (double)p->high);
        if (!fits(p, &c, got)) report(&c, p->x, 1, got, text);
    }
    return calls;
}

static void check_points(const struct point *points, size_t count) {
    int calls = 0;
    failures = 0;
    for (size_t i = 0; i < count; i++) {
        const int activation = actfast_activation_find(points[i].name);
        assert_true(activation >= 0);
        calls += check_point(&points[i], activation);
    }
    assert_true(calls > 0);
    assert_int_equal(failures, 0);
}
#define CHECK_POINTS(points) check_points(points, sizeof(points) / sizeof *(points))

static void odd_functions_keep_the_sign_of_zero_in_every_mode(void **state) {
    (void)state;
    static const char *const odd[] = {"tanh",       "softsign",   "tanhshrink",
                                      "softshrink", "hardshrink", "hard_tanh"};
    struct point points[12];
    size_t count = 0;
    for (int i = 0; i < 12; i++) {
        const float zero = i % 2 ? -0.0f : 0.0f;
        const int activation = actfast_activation_find(odd[i / 2]);
        assert_true(activation >= 0);
        points[count] = (struct point){odd[i / 2], {0}, PASS_value, zero, zero, zero};
        params_at(activation, 0, points[count++].params);
    }
    fenv_t normal;
    fegetenv(&normal);
    failures = 0;
    for (enum mode mode = NEAREST; mode < MODES; mode++) {
        mode_enter(mode);
        for (size_t i = 0; i < count; i++) {
            check_point(&points[i], actfast_activation_find(points[i].name));
        }
        mode_leave(&normal);
        if (failures) fail_msg("in the mode \"%s\"", mode_names[mode]);
    }
}

static void kinks_have_the_derivative_of_the_list(void **state) {
    (void)state;
    static const struct point points[] = {
        {"relu", {0}, PASS_grad, 0, ANY_ZERO},
        {"relu", {0}, PASS_grad, -0.0f, ANY_ZERO},
        {"relu", {0}, PASS_grad, 0x1p-149f, EXACTLY(1)},
        {"relu", {0}, PASS_grad, -0x1p-149f, ANY_ZERO},
        {"relu", {0}, PASS_grad2, 0, ANY_ZERO},
        {"relu", {0}, PASS_grad2, -0.0f, ANY_ZERO},
        {"relu", {0}, PASS_value, -0.0f, ANY_ZERO},
        {"leaky_relu", {0.01f}, PASS_grad, 0, EXACTLY(0.01f)},
        {"leaky_relu", {0.01f}, PASS_grad, -0.0f, EXACTLY(0.01f)},
        {"leaky_relu", {-3}, PASS_grad, 0, EXACTLY(-3)},
        {"leaky_relu", {0.01f}, PASS_grad, 0x1p-149f, EXACTLY(1)},
        {"leaky_relu", {0.01f}, PASS_grad2, 0, ANY_ZERO},
        {"squareplus", {0}, PASS_grad, 0, ANY_ZERO},
        {"squareplus", {0}, PASS_grad2, 0, ANY_ZERO},
        {"elu", {2}, PASS_grad, 0, EXACTLY(2)},
        {"elu", {2}, PASS_grad2, 0, ANY_ZERO},
        {"selu", {0}, PASS_grad, 0, NEARLY(1.75809934f)},
        {"hard_swish", {0}, PASS_grad, -3, ANY_ZERO},
        {"hard_swish", {0}, PASS_grad, 3, EXACTLY(1)},
        {"hard_swish", {0}, PASS_grad2, 3, ANY_ZERO},
        {"hard_tanh", {-1, 1}, PASS_grad, 1, ANY_ZERO},
        {"hard_tanh", {-1, 1}, PASS_grad, -1, ANY_ZERO},
        {"hard_tanh", {-1, INFINITY}, PASS_value, INFINITY, EXACTLY(INFINITY)},
        {"hard_tanh", {-1, INFINITY}, PASS_grad, INFINITY, EXACTLY(1)},
        {"hard_tanh", {-1, INFINITY}, PASS_grad, -INFINITY, ANY_ZERO},
        {"hard_tanh", {-INFINITY, 1}, PASS_grad, -INFINITY, EXACTLY(1)},
        {"hard_tanh", {-INFINITY, 1}, PASS_grad, INFINITY, ANY_ZERO},
        {"hard_tanh", {-INFINITY, INFINITY}, PASS_grad, INFINITY, EXACTLY(1)},
        {"hard_tanh", {-INFINITY, INFINITY}, PASS_grad, -INFINITY, EXACTLY(1)},
        {"hard_tanh", {INFINITY, INFINITY}, PASS_grad, INFINITY, ANY_ZERO},
        {"hard_sigmoid", {0.5f, 0}, PASS_grad, 0x1p-149f, EXACTLY(0.5f)},
        {"hard_sigmoid", {0.5f, 0}, PASS_grad, 0, ANY_ZERO},
        {"hard_sigmoid", {0.5f, 0}, PASS_grad, -0x1p-149f, ANY_ZERO},
        {"hard_sigmoid", {-0.5f, 1}, PASS_grad, 0x1p-149f, EXACTLY(-0.5f)},
        {"hard_sigmoid", {-0.5f, 1}, PASS_grad, -0x1p-149f, ANY_ZERO},
        {"relu6", {0}, PASS_grad, 0, ANY_ZERO},
        {"relu6", {0}, PASS_grad, 6, ANY_ZERO},
        {"softshrink", {0.5f}, PASS_grad, 0.5f, ANY_ZERO},
        {"hardshrink", {0.5f}, PASS_grad, -0.5f, ANY_ZERO},
        {"thresholded_relu", {1}, PASS_grad, 1, ANY_ZERO},
    };
    CHECK_POINTS(points);
}

static void softplus_cuts_where_the_product_exceeds_the_threshold(void **state) {
    (void)state;
    static const struct point points[] = {
        {"softplus", {10, INFINITY}, PASS_value, 1e38f, EXACTLY(1e38f)},
        {"softplus", {10, INFINITY}, PASS_grad, 1e38f, EXACTLY(1)},
        {"softplus", {10, INFINITY}, PASS_grad2, 1e38f, ANY_ZERO},
        {"softplus", {1, INFINITY}, PASS_value, 25, NEARLY(25)},
        {"softplus", {1, INFINITY}, PASS_grad2, 25, 1.38e-11f, 1.39e-11f},
        {"softplus", {1, -INFINITY}, PASS_value, -5, EXACTLY(-5)},
        {"softplus", {1, -INFINITY}, PASS_grad, -5, EXACTLY(1)},
        {"softplus", {1, -INFINITY}, PASS_grad2, -5, ANY_ZERO},
        {"softplus", {1, -INFINITY}, PASS_value, -1e38f, EXACTLY(-1e38f)},
        {"softplus", {1, 20}, PASS_value, 20.5f, EXACTLY(20.5f)},
        {"softplus", {1, 20}, PASS_grad, 20.5f, EXACTLY(1)},
        {"softplus", {1, 20}, PASS_grad2, 20.5f, ANY_ZERO},
        {"softplus", {1, 20}, PASS_grad2, 20, 2.06e-9f, 2.062e-9f},
        {"softplus", {2, 1}, PASS_value, 0.5f, NEARLY(0.656630844f)},
        {"softplus", {2, 1}, PASS_value, 0x1.000002p-1f, EXACTLY(0x1.000002p-1f)},
        {"softplus", {2, 1}, PASS_grad, 0.5f, NEARLY(0.731058579f)},
        {"softplus", {2, 1}, PASS_grad, 0x1.000002p-1f, EXACTLY(1)},
        {"softplus", {2, 1}, PASS_grad2, 0.5f, NEARLY(0.393223866f)},
        {"softplus", {2, 1}, PASS_grad2, 0x1.000002p-1f, ANY_ZERO},
    };
    CHECK_POINTS(points);
}

static void tails_are_right(void **state) {
    (void)state;
    static const struct point points[] = {
        {"gelu", {0}, PASS_value, -12, -2.14e-32f, -2.12e-32f},
        {"softplus", {1, 20}, PASS_value, -100, 3.71e-44f, 3.9e-44f},
        {"softplus", {1, 20}, PASS_value, -103, 0x1p-149f, 64 * 0x1p-149f},
        {"squareplus", {4}, PASS_value, -1e4f, NEARLY(1e-4f)},
        {"squareplus", {4}, PASS_value, 2e19f, NEARLY(2e19f)},
        {"squareplus", {4}, PASS_value, -2e19f, NEARLY(5e-20f)},
        {"squareplus", {4}, PASS_value, 3e38f, NEARLY(3e38f)},
        {"squareplus", {4}, PASS_value, -3e38f, SUBNORMAL(3.33333333e-39f)},
        {"squareplus", {4}, PASS_value, FLT_MAX, 3.4028232e38f, FLT_MAX},
        {"squareplus", {4}, PASS_value, -FLT_MAX, SUBNORMAL(2.93873605e-39f)},
        {"squareplus", {4}, PASS_grad, 2e19f, EXACTLY(1)},
        {"squareplus", {4}, PASS_grad, 3e38f, EXACTLY(1)},
        {"squareplus", {4}, PASS_grad, -2e19f, SUBNORMAL(2.5e-39f)},
        {"squareplus", {4}, PASS_grad, -3e38f, 0, 64 * 0x1p-149f},
        {"squareplus", {4}, PASS_grad2, 3e38f, 0, 64 * 0x1p-149f},
        {"squareplus", {4}, PASS_grad2, -2e19f, 0, 64 * 0x1p-149f},
        {"sigmoid", {0}, PASS_value, -87, NEARLY(1.64581145e-38f)},
    };
    CHECK_POINTS(points);
}

static void a_result_too_small_is_a_zero_of_its_sign(void **state) {
    (void)state;
    static const struct point points[] = {
        {"elu", {0.5f}, PASS_value, -0x1p-149f, EXACTLY(-0.0f)},
        {"elu", {0.25f}, PASS_value, -0x1p-149f, EXACTLY(-0.0f)},
        {"elu", {-0.5f}, PASS_value, -0x1p-149f, EXACTLY(0.0f)},
        {"elu", {1e-30f}, PASS_value, -1e-20f, EXACTLY(-0.0f)},
        {"celu", {0.5f}, PASS_value, -0x1p-149f, EXACTLY(-0x1p-149f)},
        {"celu", {1e-38f}, PASS_value, -0x1p-149f, EXACTLY(-0x1p-149f)},
        {"celu", {1e30f}, PASS_value, -0x1p-149f, EXACTLY(-0x1p-149f)},
        {"leaky_relu", {0.25f}, PASS_value, -0x1p-149f, EXACTLY(-0.0f)},
        {"silu", {0}, PASS_value, -0x1p-149f, EXACTLY(-0.0f)},
    };
    CHECK_POINTS(points);
}

static void subnormals_are_honoured(void **state) {
    (void)state;
    static const struct point points[] = {
        {"relu", {0}, PASS_value, 1e-40f, EXACTLY(1e-40f)},
        {"relu", {0}, PASS_value, 0x1p-149f, EXACTLY(0x1p-149f)},
        {"leaky_relu", {0.01f}, PASS_value, 1e-40f, EXACTLY(1e-40f)},
        {"leaky_relu", {0.5f}, PASS_value, -1e-40f, EXACTLY(-5e-41f)},
        {"squareplus", {0}, PASS_value, 1e-40f, EXACTLY(1e-40f)},
        {"tanh", {0}, PASS_value, 1e-40f, SUBNORMAL(1e-40f)},
        {"tanh", {0}, PASS_value, -1e-40f, SUBNORMAL(-1e-40f)},
        {"silu", {0}, PASS_value, 1e-40f, SUBNORMAL(5e-41f)},
        {"silu", {0}, PASS_value, -1e-40f, SUBNORMAL(-5e-41f)},
        {"swish", {0}, PASS_value, -1e-40f, SUBNORMAL(-5e-41f)},
        {"gelu", {0}, PASS_value, 1e-40f, SUBNORMAL(5e-41f)},
        {"gelu_tanh", {0}, PASS_value, 1e-40f, SUBNORMAL(5e-41f)},
        {"gelu_sigmoid", {0}, PASS_value, -1e-40f, SUBNORMAL(-5e-41f)},
        {"mish", {0}, PASS_value, 1e-40f, SUBNORMAL(6e-41f)},
        {"softsign", {0}, PASS_value, 1e-40f, SUBNORMAL(1e-40f)},
        {"elu", {1}, PASS_value, -1e-40f, SUBNORMAL(-1e-40f)},
        {"sigmoid", {0}, PASS_value, 1e-40f, NEARLY(0.5f)},
        {"sigmoid", {0}, PASS_value, -100, SUBNORMAL(3.7835e-44f)},
    };
    CHECK_POINTS(points);
}

/* ---- SquarePlus without its plus ---- */

static float in_pool[MAX_INPUTS][POOL];
static float plain_out[MAX_OUTPUTS][POOL], special_out[MAX_OUTPUTS][POOL];

static const struct special {
    int activation;
    float param;
    int plain;
} special[] = {
    {ACTFAST_SQUAREPLUS, 0, ACTFAST_RELU},
    {ACTFAST_SQUAREPLUS, -0.0f, ACTFAST_RELU},
    {ACTFAST_SWISH, 1, ACTFAST_SILU},
    {ACTFAST_CELU, 1, ACTFAST_ELU},
};

static void check_special(const actfast_backend *backend, enum pass pass, const struct special *s) {
    const float params[2] = {s->param};
    struct call c = {backend, s->plain, pass, NULL, {0}, {0}, POOL};
    for (int b = 0; b < MAX_INPUTS; b++) c.in[b] = in_pool[b];
    for (int b = 0; b < MAX_OUTPUTS; b++) c.out[b] = plain_out[b];
    failures += run_pass(&c) != 0;
    c.activation = s->activation;
    c.params = params;
    for (int b = 0; b < MAX_OUTPUTS; b++) c.out[b] = special_out[b];
    failures += run_pass(&c) != 0;
    for (int b = 0; b < pass_shape[pass].outputs; b++)
        for (int i = 0; i < POOL; i++) {
            char text[32];
            if (same(plain_out[b][i], special_out[b][i])) continue;
            snprintf(text, sizeof text, "%a", (double)plain_out[b][i]);
            report(&c, in_pool[0][i], in_pool[1][i], special_out[b][i], text);
        }
}

static void some_parameters_make_another_activation(void **state) {
    (void)state;
    uint64_t random = seed;
    failures = 0;
    for (int i = 0; i < POOL; i++)
        for (int b = 0; b < MAX_INPUTS; b++) in_pool[b][i] = random_float(&random);
    for (int b = 0; b < actfast_backend_count(); b++)
        for (enum pass pass = 0; pass < PASSES; pass++)
            for (size_t i = 0; i < sizeof special / sizeof special[0]; i++)
                if (has_pass(special[i].activation, pass, NULL))
                    check_special(actfast_backend_at(b), pass, &special[i]);
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nan_in_gives_nan_out),
        cmocka_unit_test(no_nan_in_gives_no_nan_out),
        cmocka_unit_test(infinities_give_the_limits),
        cmocka_unit_test(odd_functions_keep_the_sign_of_zero_in_every_mode),
        cmocka_unit_test(kinks_have_the_derivative_of_the_list),
        cmocka_unit_test(softplus_cuts_where_the_product_exceeds_the_threshold),
        cmocka_unit_test(tails_are_right),
        cmocka_unit_test(subnormals_are_honoured),
        cmocka_unit_test(a_result_too_small_is_a_zero_of_its_sign),
        cmocka_unit_test(some_parameters_make_another_activation),
    };
    header_print("edges");
    look_at_zeros();
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
