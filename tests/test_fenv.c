/* Promise: the caller's floating-point mode is never changed, whatever it is, and in none of them
 * do ordinary inputs give anything but ordinary results. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "modes.h"

/* x from -8 to 8; NEAR is how many steps make 1/4, within which of a change of sign a derivative
 * cancels. One element more than whole vectors, so that all loops run. */
enum { N = 1025, STEPS_PER_UNIT = 64, NEAR = 16, PRINT = 5, ANY = 4096 + 3 };

static const uint64_t seed = 20240613;
static int failures;

/* ---- Every backend, activation and pass, with the default parameters ---- */

static void for_all(void (*body)(struct call *)) {
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (enum pass pass = 0; pass < PASSES; pass++)
                if (has_pass(a, pass, NULL))
                    body(&(struct call){actfast_backend_at(b), a, pass, NULL, {0}, {0}, 0});
    assert_int_equal(failures, 0);
}

/* Nothing here computes in the mode but the pass. */
static uint64_t run_in(enum mode mode, const struct call *c) {
    fenv_t normal;
    fegetenv(&normal);
    mode_enter(mode);
    const uint64_t before = mode_control();
    const int rounding = fegetround(), status = run_pass(c);
    const uint64_t changed = before ^ mode_control();
    const bool turned = fegetround() != rounding;
    mode_leave(&normal);
    failures += status != 0 || turned;
    return changed;
}

/* ---- The mode stays ---- */

static float any[MAX_INPUTS][ANY];

static void attach(struct call *c, float out[MAX_OUTPUTS][ANY]) {
    for (int b = 0; b < MAX_INPUTS; b++) c->in[b] = any[b];
    for (int b = 0; b < MAX_OUTPUTS; b++) c->out[b] = out[b];
}

static void mode_stays(struct call *c) {
    static float out[MAX_OUTPUTS][ANY];
    static const size_t lengths[] = {0, 1, 15, 16, 512, ANY};
    attach(c, out);
    for (enum mode mode = 0; mode < MODES; mode++)
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            if (quick() && i == 4) continue;
            c->n = quick() && lengths[i] == ANY ? 300 : lengths[i];
            const uint64_t changed = run_in(mode, c);
            if (changed == 0 || failures++ >= PRINT) continue;
            call_print(c);
            printf("n = %zu, %s: control bits %#llx changed\n", c->n, mode_names[mode],
                   (unsigned long long)changed);
        }
}

static void the_mode_of_the_caller_is_never_changed(void **state) {
    (void)state;
    for_all(mode_stays);
}

/* Sums over the same, by those that learn. */
static void mode_stays_in_sums(struct call *c) {
    double dp[2];
    fenv_t normal;
    if (c->pass != PASS_value ||
        actfast_param_grad_f32(c->backend, c->activation, NULL, any[0], any[1], ANY, dp) != 0)
        return;
    for (enum mode mode = 0; mode < MODES; mode++) {
        fegetenv(&normal);
        mode_enter(mode);
        const uint64_t before = mode_control();
        actfast_param_grad_f32(c->backend, c->activation, NULL, any[0], any[1], ANY, dp);
        const uint64_t changed = before ^ mode_control();
        mode_leave(&normal);
        if (changed == 0 || failures++ >= PRINT) continue;
        call_print(c);
        printf("param_grad, %s: control bits %#llx changed\n", mode_names[mode],
               (unsigned long long)changed);
    }
}

static void sums_never_change_the_mode(void **state) {
    (void)state;
    for_all(mode_stays_in_sums);
}

#if defined(__x86_64__)
/* The precision of the x87 is the caller's too. */
static void x87_stays(struct call *c) {
    static float out[MAX_OUTPUTS][ANY];
    fenv_t normal;
    uint16_t word;
    fegetenv(&normal);
    __asm__ volatile("fnstcw %0" : "=m"(word));
    word = (uint16_t)((word & ~0x0300) | 0x0200);
    __asm__ volatile("fldcw %0" : : "m"(word));
    const uint64_t before = mode_control();
    attach(c, out);
    c->n = 100;
    const int status = run_pass(c);
    const uint64_t changed = before ^ mode_control();
    mode_leave(&normal);
    failures += status != 0;
    if (changed == 0 || failures++ >= PRINT) return;
    call_print(c);
    printf("x87 in double precision: control bits %#llx changed\n", (unsigned long long)changed);
}

static void the_precision_of_the_x87_is_never_changed(void **state) {
    (void)state;
    for_all(x87_stays);
}
#endif

/* ---- Results in each mode ---- */

static bool changes_sign_nearby(const float *want, int i) {
    for (int k = i - NEAR; k <= i + NEAR; k++)
        if (k >= 0 && k < N && !signbit(want[k]) != !signbit(want[i])) return true;
    return false;
}

static bool is_close(const struct call *c, int output, const float *want, int i, float got) {
    const bool derivative = c->pass != PASS_value && output + (c->pass != PASS_value_and_grad) > 0;
    double size = fabs((double)want[i]);
    if (derivative && changes_sign_nearby(want, i)) size = fmax(size, 1.0 / 8);
    return fabs((double)got - (double)want[i]) <= 1e-5 * size;
}

static void compare(const struct call *c, enum mode mode, int output, const float *want) {
    for (int i = 0; i < N; i++) {
        const float got = c->out[output][i];
        if (is_close(c, output, want, i, got) || failures++ >= PRINT) continue;
        call_print(c);
        printf("%s: x = %a, got %a, want about %a\n", mode_names[mode], (double)c->in[0][i],
               (double)got, (double)want[i]);
    }
}

static void modes_agree(struct call *c) {
    static float x[N], dy[N], want[2][N], out[2][N];
    uint64_t state = seed;
    /* A sum with a bias, and a y in place of x, are no ordinary ones wherever it is near 0. */
    if (c->pass == PASS_biased || c->pass == PASS_backward_from_output) return;
    for (int i = 0; i < N; i++) {
        x[i] = (float)(i - N / 2) / STEPS_PER_UNIT;
        dy[i] = (float)random_between(&state, 0.5, 2);
    }
    c->in[0] = x, c->in[1] = c->in[2] = dy, c->n = N;
    for (enum mode mode = 0; mode < MODES; mode++) {
        for (int b = 0; b < 2; b++) c->out[b] = mode == NEAREST ? want[b] : out[b];
        run_in(mode, c);
        for (int b = 0; b < pass_shape[c->pass].outputs; b++) compare(c, mode, b, want[b]);
    }
}

static void results_are_ordinary_in_every_mode(void **state) {
    (void)state;
    for_all(modes_agree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mode_of_the_caller_is_never_changed),
        cmocka_unit_test(sums_never_change_the_mode),
#if defined(__x86_64__)
        cmocka_unit_test(the_precision_of_the_x87_is_never_changed),
#endif
        cmocka_unit_test(results_are_ordinary_in_every_mode),
    };
    uint64_t state = seed;
    header_print("fenv");
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    for (int i = 0; i < ANY; i++)
        for (int b = 0; b < MAX_INPUTS; b++) any[b][i] = random_float(&state);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
