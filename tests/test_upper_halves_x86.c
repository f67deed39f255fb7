/* Promise: a call leaves the upper halves of the vector registers clean, so that the caller's SSE code
 * is not slowed down by them.
 *
 * XGETBV with 1 tells which parts of the registers are in use: bit 2 the upper halves of YMM0 to 15, bit
 * 6 those of ZMM0 to 15. ZMM16 to 31, bit 7, have no SSE form and do no harm. */
#include <cpuid.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <x86intrin.h>

#include <cmocka.h>

#include "harness.h"

enum { N = 1100, PRINT = 4, UPPER_HALVES = 1 << 2 | 1 << 6 };

static float x[N], dy[N], out[2][N];
static int failures;

static bool processor_tells(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return false;
    return __get_cpuid_count(0xD, 1, &a, &b, &c, &d) && (a & 4);
}

static unsigned in_use(void) {
    unsigned low, high;
    __asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(1));
    return low & UPPER_HALVES;
}

static void clean(void) { __asm volatile("vzeroupper"); }

static void dirty(void) { __asm volatile("vpcmpeqd %%ymm3, %%ymm3, %%ymm3" : : : "xmm3"); }

static void check(const struct call *c, int (*run)(const struct call *)) {
    clean();
    const unsigned before = in_use();
    const int status = run(c);
    const unsigned after = in_use();
    if (status == ACTFAST_OK && before == 0 && after == 0) return;
    if (failures++ >= PRINT) return;
    call_print(c);
    printf("n = %zu, status %d, in use before 0x%02x, after 0x%02x\n", c->n, status, before, after);
}

/* Lengths with and without a rest, and one that is streamed. */
static void calls_leave_the_upper_halves_clean(void **state) {
    static const size_t lengths[] = {0, 1, 15, 16, 33, 1100};
    (void)state;
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (int i = 0; i < 6; i++) {
                struct call c = {actfast_backend_at(b), a,         PASS_value, NULL, {x, dy, dy},
                                 {out[0], out[1]},      lengths[i]};
                check(&c, run_param_grad);
                check(&c, run_gated_row);
                for (; c.pass < PASSES; c.pass++)
                    if (has_pass(a, c.pass, NULL)) check(&c, run_pass);
            }
    assert_int_equal(failures, 0);
}

/* Else the test would see nothing whatever happens. */
static void the_measure_tells_dirty_from_clean(void **state) {
    (void)state;
    dirty();
    const unsigned after_dirty = in_use();
    clean();
    assert_int_not_equal(after_dirty, 0);
    assert_int_equal(in_use(), 0);
}

/* ---- What the caller would notice ---- */

/* Cycles of SSE code whose operations overlap, unless each has to keep an upper half that is in use. */
static uint64_t cycles_of_sse(void) {
    enum { TURNS = 2000 };
    unsigned turns = TURNS;
    const uint64_t start = __rdtsc();
    __asm volatile("xorps %%xmm1, %%xmm1\n"
                   "1: sqrtps %%xmm1, %%xmm0\n"
                   "decl %0\n"
                   "jnz 1b"
                   : "+r"(turns)
                   :
                   : "xmm0", "xmm1", "cc");
    return __rdtsc() - start;
}

/* The least of many, which an interruption does not reach. */
static uint64_t cycles_after(void (*before)(void)) {
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < 50; i++) {
        before();
        const uint64_t cycles = cycles_of_sse();
        if (cycles < least) least = cycles;
    }
    return least;
}

static const actfast_backend *called;

static void dirty_all(void) {
    __asm volatile("vpcmpeqd %%ymm0, %%ymm0, %%ymm0\n vpcmpeqd %%ymm1, %%ymm1, %%ymm1"
                   :
                   :
                   : "xmm0", "xmm1");
}

static void call_and_stay(void) {
    const int gelu = actfast_activation_find("gelu");
    actfast_forward_f32(called, gelu, NULL, x, out[0], N);
    actfast_grad_f32(called, gelu, NULL, x, out[0], N);
}

/* On a CPU where such code is not slower, which the first line tells, this cannot fail. */
static void sse_code_is_as_fast_after_a_call(void **state) {
    const uint64_t clean_cycles = cycles_after(clean);
    const uint64_t dirty_cycles = cycles_after(dirty_all);
    (void)state;
    clean();
    printf("SSE code: %llu cycles, %llu with upper halves in use\n",
           (unsigned long long)clean_cycles, (unsigned long long)dirty_cycles);
    for (int b = 0; b < actfast_backend_count(); b++) {
        called = actfast_backend_at(b);
        const uint64_t cycles = cycles_after(call_and_stay);
        printf("  after a call of %s/%s: %llu\n", actfast_backend_isa(called),
               actfast_backend_accuracy(called), (unsigned long long)cycles);
        assert_true(cycles < clean_cycles + clean_cycles / 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_measure_tells_dirty_from_clean),
        cmocka_unit_test(calls_leave_the_upper_halves_clean),
        cmocka_unit_test(sse_code_is_as_fast_after_a_call),
    };
    header_print("upper halves");
    if (!processor_tells() || !actfast_backend_find("avx2", NULL)) {
        printf("SKIPPED: this CPU does not tell what is in use, NOTHING is tested\n");
        return 0;
    }
    for (int i = 0; i < N; i++) x[i] = 0.05f * (float)(i - N / 2), dy[i] = 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
