/* Promise: a call leaves everything that is the caller's as it was: the registers that the ABI says a
 * function preserves, the stack pointer, the caller's frame, the direction flag, the control of
 * floating-point arithmetic, and an empty x87.
 *
 * The calls come from assembly straight into the library: a C function between would put right what
 * the library gets wrong. ctest sets a small ACTFAST_STREAM_BYTES, so that the longest is streamed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "registers.h"

enum { N = 1100, PRINT = 8 };

enum { SEED = 20251122 };
static const size_t lengths[] = {0, 1, 17, 600, N};
static float x[2 * N], dy[2 * N], out[2][N];
static double dp[2];
static int failures;

/* ---- What is wrong after a call ---- */

enum fault {
    REGISTER = 1,
    STACK_POINTER = 2,
    FRAME = 4,
    CONTROL = 8,
    DIRECTION = 16,
    X87_IN_USE = 32,
    X87_CONTROL = 64
};
static const char *const fault_names[] = {"register",          "stack pointer", "caller's frame",
                                          "control of modes",  "direction",     "x87 in use",
                                          "control of the x87"};

static unsigned faults_of_processor(const struct registers *r, uint16_t x87_before) {
#if defined(__x86_64__)
    enum { STATUS = 0x3f, DIRECTION_FLAG = 0x400, EMPTY = 0xffff };
    unsigned faults = 0;
    if ((r->control_before ^ r->control_after) & ~(uint64_t)STATUS) faults |= CONTROL;
    if (r->flags & DIRECTION_FLAG) faults |= DIRECTION;
    if ((r->x87[2] & 0xffff) != EMPTY) faults |= X87_IN_USE;
    if ((r->x87[0] & 0xffff) != x87_before) faults |= X87_CONTROL;
    return faults;
#else
    (void)x87_before;
    return r->control_before != r->control_after ? CONTROL : 0;
#endif
}

static unsigned faults_of(const struct registers *r, uint16_t x87_before) {
    unsigned faults = faults_of_processor(r, x87_before);
    for (int i = 0; i < REGISTERS_COUNT; i++)
        if (r->seen[i] != r->fill[i]) faults |= REGISTER;
    if (r->stack_before != r->stack_after) faults |= STACK_POINTER;
    for (int i = 0; i < REGISTERS_CANARIES; i++)
        if (r->canaries[i] != REGISTERS_CANARY) faults |= FRAME;
    return faults;
}

/* What a bad function has left behind must not spoil the next one. */
static uint16_t x87_control(void) {
    uint16_t word = 0;
#if defined(__x86_64__)
    __asm__ volatile("fnstcw %0" : "=m"(word));
#endif
    return word;
}

static void restore(const struct registers *r, uint16_t x87) {
#if defined(__x86_64__)
    const uint32_t control = (uint32_t)r->control_before;
    __asm__ volatile("fninit\n fldcw %0" : : "m"(x87));
    __asm__ volatile("ldmxcsr %0" : : "m"(control));
#else
    (void)x87;
    __asm__ volatile("msr fpcr, %0" : : "r"(r->control_before));
#endif
}

static unsigned call(void (*function)(void), const uint64_t *arguments, int *status) {
    static uint64_t state = SEED;
    struct registers *r = &registers_room;
    const uint16_t x87 = x87_control();
    memset(r, 0, sizeof *r);
    for (int i = 0; i < REGISTERS_COUNT; i++) r->fill[i] = random_bits(&state);
    *status = registers_call(function, arguments);
    const unsigned faults = faults_of(r, x87);
    if (faults) restore(r, x87);
    return faults;
}

static void faults_print(unsigned faults) {
    for (int i = 0; i < 7; i++)
        if (faults >> i & 1) printf(" %s", fault_names[i]);
    for (int i = 0; i < REGISTERS_COUNT; i++)
        if (registers_room.seen[i] != registers_room.fill[i]) printf(" %s", registers_names[i]);
    printf("\n");
}

/* ---- The calls ---- */

struct target {
    void (*function)(void);
    uint64_t arguments[REGISTERS_ARGUMENTS];
};

static uint64_t word(const void *pointer) { return (uintptr_t)pointer; }

/* As run_pass has it, and the same functions. */
#define FUNCTION(name) (void (*)(void)) actfast_##name##_f32
static struct target target_of(const struct call *c) {
    const uint64_t b = word(c->backend), a = (uint64_t)c->activation, p = word(c->params), n = c->n;
    const uint64_t i0 = word(x), i1 = word(dy), i2 = word(dy), o0 = word(out[0]), o1 = word(out[1]);
    switch (c->pass) {
    case PASS_value:
        return (struct target){FUNCTION(forward), {b, a, p, i0, o0, n}};
    case PASS_grad:
        return (struct target){FUNCTION(grad), {b, a, p, i0, o0, n}};
    case PASS_backward:
        return (struct target){FUNCTION(backward), {b, a, p, i0, i1, o0, n}};
    case PASS_value_and_grad:
        return (struct target){FUNCTION(value_and_grad), {b, a, p, i0, o0, o1, n}};
    case PASS_grad2:
        return (struct target){FUNCTION(grad2), {b, a, p, i0, o0, n}};
    case PASS_gated:
        return (struct target){FUNCTION(gated), {b, a, p, i0, i1, o0, n}};
    case PASS_gated_backward:
        return (struct target){FUNCTION(gated_backward), {b, a, p, i0, i1, i2, o0, o1, n}};
    case PASS_biased:
        return (struct target){FUNCTION(bias_rows), {b, a, p, i0, i1, o0, 1, n, n, n}};
    case PASS_backward_from_output:
        return (struct target){FUNCTION(backward_from_output), {b, a, p, i0, i1, o0, n}};
    case PASSES:
        break;
    }
    return (struct target){NULL, {0}};
}

static void check(const struct call *c, const struct target *t, const char *what) {
    int status = 0;
    const unsigned faults = call(t->function, t->arguments, &status);
    if ((status == ACTFAST_OK && !faults) || failures++ >= PRINT) return;
    call_print(c);
    printf("%s, n = %zu, status %d, not as before:", what, c->n, status);
    faults_print(faults);
}

static void check_sums_and_rows(const struct call *c) {
    const uint64_t b = word(c->backend), a = (uint64_t)c->activation, n = c->n;
    const struct target rows = {FUNCTION(gated_rows),
                                {b, a, 0, word(x), word(out[0]), 1, n, 2 * n, n}};
    const struct target sums = {FUNCTION(param_grad), {b, a, 0, word(x), word(dy), n, word(dp)}};
    check(c, &rows, "gated_rows");
    if (actfast_param_grad_f32(c->backend, c->activation, NULL, NULL, NULL, 0, dp) == ACTFAST_OK)
        check(c, &sums, "param_grad");
}

static void check_lengths(struct call *c) {
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        c->n = lengths[i];
        const struct target t = target_of(c);
        check(c, &t, pass_shape[c->pass].name);
        if (c->pass == PASS_value) check_sums_and_rows(c);
    }
}

static void a_call_preserves_what_is_the_callers(void **state) {
    (void)state;
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (enum pass pass = 0; pass < PASSES; pass++)
                if (has_pass(a, pass, NULL))
                    check_lengths(&(struct call){
                        .backend = actfast_backend_at(b), .activation = a, .pass = pass});
    assert_int_equal(failures, 0);
}

/* ---- The measure ---- */

/* BAD(name, body): a function that does one thing wrong. */
#define BAD(name, body)                                                                            \
    void name(void);                                                                               \
    __asm__(".text\n .globl " #name "\n .hidden " #name "\n" #name ":\n" body "\n ret\n");

#if defined(__x86_64__)
BAD(bad_rbx, "endbr64\n xorl %ebx, %ebx")
BAD(bad_rbp, "endbr64\n incq %rbp")
BAD(bad_r12, "endbr64\n xorl %r12d, %r12d")
BAD(bad_r13, "endbr64\n decq %r13")
BAD(bad_r14, "endbr64\n notq %r14")
BAD(bad_r15, "endbr64\n negq %r15")
BAD(bad_stack, "endbr64\n ret $16")
BAD(bad_frame, "endbr64\n movb $0, 40(%rsp)")
BAD(bad_far_frame, "endbr64\n movb $0, 295(%rsp)")
BAD(bad_control, "endbr64\n stmxcsr -4(%rsp)\n xorl $0x2000, -4(%rsp)\n ldmxcsr -4(%rsp)")
BAD(bad_direction, "endbr64\n std")
BAD(bad_x87, "endbr64\n fld1")
BAD(bad_x87_control, "endbr64\n fnstcw -2(%rsp)\n xorw $0x400, -2(%rsp)\n fldcw -2(%rsp)")
static const struct bad {
    void (*function)(void);
    unsigned faults;
} registers[] = {{bad_rbx, REGISTER}, {bad_rbp, REGISTER}, {bad_r12, REGISTER},
                 {bad_r13, REGISTER}, {bad_r14, REGISTER}, {bad_r15, REGISTER}},
  others[] = {{bad_stack, STACK_POINTER},    {bad_frame, FRAME},         {bad_far_frame, FRAME},
              {bad_control, CONTROL},        {bad_direction, DIRECTION}, {bad_x87, X87_IN_USE},
              {bad_x87_control, X87_CONTROL}};
#elif defined(__aarch64__)
BAD(bad_x19, "hint #34\n mvn x19, x19")
BAD(bad_x24, "hint #34\n mvn x24, x24")
BAD(bad_x28, "hint #34\n mvn x28, x28")
BAD(bad_x29, "hint #34\n mvn x29, x29")
BAD(bad_d8, "hint #34\n fneg d8, d8")
BAD(bad_d15, "hint #34\n fneg d15, d15")
BAD(bad_stack, "hint #34\n add sp, sp, #16")
BAD(bad_frame, "hint #34\n strb wzr, [sp, #16]")
BAD(bad_far_frame, "hint #34\n strb wzr, [sp, #271]")
BAD(bad_control, "hint #34\n mrs x9, fpcr\n eor x9, x9, #0x1000000\n msr fpcr, x9")
static const struct bad {
    void (*function)(void);
    unsigned faults;
} registers[] = {{bad_x19, REGISTER}, {bad_x24, REGISTER}, {bad_x28, REGISTER},
                 {bad_x29, REGISTER}, {bad_d8, REGISTER},  {bad_d15, REGISTER}},
  others[] = {{bad_stack, STACK_POINTER},
              {bad_frame, FRAME},
              {bad_far_frame, FRAME},
              {bad_control, CONTROL}};
#endif
BAD(bad_in_nothing, "")

static void assert_seen(const struct bad *bad, size_t count) {
    static const uint64_t none[REGISTERS_ARGUMENTS];
    int status;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(call(bad[i].function, none, &status), bad[i].faults);
        assert_int_equal(call(bad_in_nothing, none, &status), 0);
    }
}

static void the_measure_sees_a_clobbered_register(void **state) {
    (void)state;
    assert_seen(registers, sizeof registers / sizeof registers[0]);
}

static void the_measure_sees_each_other_fault(void **state) {
    (void)state;
    assert_seen(others, sizeof others / sizeof others[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_measure_sees_a_clobbered_register),
        cmocka_unit_test(the_measure_sees_each_other_fault),
        cmocka_unit_test(a_call_preserves_what_is_the_callers),
    };
    header_print("registers");
    printf("seed %d\n", SEED);
    fflush(stdout);
    for (int i = 0; i < 2 * N; i++) x[i] = 0.05f * (float)(i - N), dy[i] = 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
