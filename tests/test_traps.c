/* Promise: with floating-point exceptions unmasked no call traps on ordinary finite inputs, neither in
 * an element nor in a spare lane: not at all for a division by zero, and for invalid and overflow with
 * no function but those of a table, which evaluate a side of a choice that is not taken. */
#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "harness.h"
#include "valgrind.h"

enum { N = 4097, PRINT = 20, UNMASKED = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW };

/* Clang takes it that nobody unmasks exceptions: it evaluates both sides of a choice and divides in lanes
 * that it has filled with zeros. What traps then is its choice, in hard_swish and squareplus a division
 * by zero among it. */
#ifdef __clang__
static const bool compiler_may_trap = true;
#else
static const bool compiler_may_trap = false;
#endif

/* A build without optimisation is twenty times slower. */
#ifdef __OPTIMIZE__
static bool few(void) { return quick(); }
#else
static bool few(void) { return true; }
#endif

static const uint64_t seed = 20251121;

/* ---- Inputs ---- */

/* Those in steps hit the narrowest range that is known to trap: 127.03 to 127.43. */
enum kind { WITHIN_32, WITHIN_256, SPREAD, SIZED, SUBNORMAL, ZERO, KINDS };
static const char *const kind_names[KINDS] = {"within 32",          "within 256", "within 1e4",
                                              "of any size to 1e4", "subnormal",  "zero"};

static float x[KINDS][N], factors[2][N], biases[N];

static float input_of(enum kind kind, int i, uint64_t *state) {
    const float sign = (float)random_sign(state);
    switch (kind) {
    case WITHIN_32:
        return (float)(i - N / 2) / 64;
    case WITHIN_256:
        return (float)(i - N / 2) / 8;
    case SPREAD:
        return (float)random_between(state, -1e4, 1e4);
    case SIZED:
        return sign * random_power(state, -37, 4);
    case SUBNORMAL:
        return copysignf(float_of((uint32_t)(random_bits(state) % 0x7fffff) + 1), sign);
    default:
        return copysignf(0, sign);
    }
}

static void fill(void) {
    uint64_t state = seed;
    for (int i = 0; i < N; i++) {
        for (enum kind kind = 0; kind < KINDS; kind++) x[kind][i] = input_of(kind, i, &state);
        for (int f = 0; f < 2; f++)
            factors[f][i] = (float)(random_sign(&state) * random_between(&state, 0.25, 4));
        biases[i] = (float)random_between(&state, -4, 4);
    }
}

/* ---- One case in a child, which a trap ends ---- */

/* The sums over the same elements are one more pass here. */
enum { SUMS = PASSES, ALL_PASSES };

static const char *name_of(int pass) { return pass == SUMS ? "param_grad" : pass_shape[pass].name; }

/* Where the child is, for the parent to read when it is gone. */
struct place {
    enum kind kind;
    size_t first, n;
    float x;
};
static volatile struct place *place;

/* The child's exit status, by what trapped. */
enum ended { SURVIVED, REFUSED, INVALID, BY_ZERO, OVERFLOWED, OTHER };
static const char *const ended_names[] = {"survived",         "refused",  "invalid",
                                          "division by zero", "overflow", "another trap"};

static void trapped(int number, siginfo_t *info, void *context) {
    (void)number, (void)context;
    switch (info->si_code) {
    case FPE_FLTINV:
        _exit(INVALID);
    case FPE_FLTDIV:
        _exit(BY_ZERO);
    case FPE_FLTOVF:
        _exit(OVERFLOWED);
    default:
        _exit(OTHER);
    }
}

static bool unmask(int exceptions) {
    feclearexcept(FE_ALL_EXCEPT);
    return feenableexcept(exceptions) != -1 && fegetexcept() == exceptions;
}

static void catch_traps(void) {
    struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO};
    sigaction(SIGFPE, &action, NULL);
}

struct trial {
    struct call call; /* in[0] is set for each kind of input */
    bool sums;
    int exceptions; /* those that are unmasked */
};

static int run(const struct trial *t, const float *in, size_t first, size_t n) {
    static float out[MAX_OUTPUTS][N];
    struct call c = t->call;
    double dp[2];
    const bool biased = c.pass == PASS_biased;
    c.in[0] = in + first;
    c.in[1] = (biased ? biases : factors[0]) + first;
    c.in[2] = factors[1] + first;
    for (int i = 0; i < MAX_OUTPUTS; i++) c.out[i] = out[i] + first;
    c.n = n;
    if (!t->sums) return run_pass(&c);
    return actfast_param_grad_f32(c.backend, c.activation, c.params, c.in[0], c.in[1], n, dp);
}

/* What the pass reads as x: an output of the activation for the one that starts from there. */
static const float *input_for(const struct trial *t, enum kind kind) {
    static float y[N];
    if (t->sums || t->call.pass != PASS_backward_from_output) return x[kind];
    actfast_forward_f32(t->call.backend, t->call.activation, t->call.params, x[kind], y, N);
    return y;
}

/* Each element alone first, so that the first one that traps is known; then lengths with spare lanes
 * after whole vectors, and enough for a second block. */
static void try_all(const struct trial *t, const float *in) {
    static const size_t lengths[] = {3, 7, 8, 13, 17, 33};
    const size_t step = few() ? 8 : 1;
    int refused = 0;
    for (size_t i = 0; i < N; i += step) {
        place->first = i, place->n = 1, place->x = in[i];
        refused |= run(t, in, i, 1);
    }
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
        for (size_t i = 0; i + lengths[l] <= N; i += lengths[l] * step) {
            place->first = i, place->n = lengths[l], place->x = in[i];
            refused |= run(t, in, i, lengths[l]);
        }
    place->first = 0, place->n = N, place->x = in[0];
    refused |= run(t, in, 0, N);
    if (refused) _exit(REFUSED);
}

static void be_the_child(const struct trial *t) {
    catch_traps();
    for (enum kind kind = 0; kind < KINDS; kind++) {
        const float *in = input_for(t, kind);
        place->kind = kind;
        if (!unmask(t->exceptions)) _exit(REFUSED);
        try_all(t, in);
        fedisableexcept(UNMASKED);
    }
    _exit(SURVIVED);
}

static enum ended outcome(void (*body)(const struct trial *), const struct trial *t) {
    int status = 0;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        body(t);
        _exit(SURVIVED);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return OTHER;
    return WEXITSTATUS(status) <= OTHER ? (enum ended)WEXITSTATUS(status) : OTHER;
}

/* ---- What is known to trap ---- */

enum {
    FROM_OUTPUT = 1 << PASS_backward_from_output,
    FROM_X = ((1 << PASSES) - 1) & ~FROM_OUTPUT,
    OF_PARAM = 1 << SUMS
};

/* Invalid or overflow in `fast` on avx512, where the results are right all the same: the polynomial of
 * an exponential that nobody asks for, of an x above 71, leaves the floats. */
static const struct known {
    const char *name;
    int passes;
} known[] = {
    {"elu", FROM_X | OF_PARAM},
    {"selu", FROM_X},
    {"celu", FROM_X | OF_PARAM},
};

static bool is_known(const actfast_backend *backend, int activation, int pass) {
    if (!is_fast(backend) || strcmp(actfast_backend_isa(backend), "avx512") != 0) return false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if ((known[i].passes >> pass & 1) &&
            strcmp(known[i].name, actfast_activation_name(activation)) == 0)
            return true;
    }
    return false;
}

/* ---- All of them ---- */

static int failures;

static bool has(int activation, int pass) {
    double dp[2];
    if (pass != SUMS) return has_pass(activation, (enum pass)pass, NULL);
    return actfast_param_grad_f32(NULL, activation, NULL, NULL, NULL, 0, dp) == ACTFAST_OK;
}

static enum ended trial(const actfast_backend *backend, int activation, int pass, int exceptions) {
    struct trial t = {{.backend = backend, .activation = activation}, pass == SUMS, exceptions};
    if (!t.sums) t.call.pass = (enum pass)pass;
    return outcome(be_the_child, &t);
}

static void complain(const actfast_backend *backend, int activation, int pass, enum ended ended) {
    if (failures++ >= PRINT) return;
    printf("  %s %s %s/%s: ", actfast_activation_name(activation), name_of(pass),
           actfast_backend_isa(backend), actfast_backend_accuracy(backend));
    if (ended == SURVIVED)
        printf("does not trap any more, take it out of the table\n");
    else
        printf("%s: inputs %s, n = %zu from x = %a\n", ended_names[ended], kind_names[place->kind],
               place->n, (double)place->x);
}

static void for_all(void (*body)(const actfast_backend *, int, int)) {
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (int pass = 0; pass < ALL_PASSES; pass++)
                if (has(a, pass)) body(actfast_backend_at(b), a, pass);
    assert_int_equal(failures, 0);
}

static void divides(const actfast_backend *backend, int activation, int pass) {
    const enum ended ended = trial(backend, activation, pass, FE_DIVBYZERO);
    if (ended != SURVIVED) complain(backend, activation, pass, ended);
}

static void no_call_divides_by_zero(void **state) {
    (void)state;
    for_all(divides);
}

/* Fewer inputs may miss what one in the table traps on. */
static void traps(const actfast_backend *backend, int activation, int pass) {
    const bool expected = is_known(backend, activation, pass);
    if (expected && few()) return;
    const enum ended ended = trial(backend, activation, pass, FE_INVALID | FE_OVERFLOW);
    const bool trapped_as_known = ended == INVALID || ended == OVERFLOWED;
    if (expected ? !trapped_as_known : ended != SURVIVED)
        complain(backend, activation, pass, ended);
}

static void no_call_traps_but_those_known_to(void **state) {
    (void)state;
    for_all(traps);
}

/* ---- The measure ---- */

static volatile float nothing = 0, large = 1e38f, result;

static void divide_by_zero(const struct trial *t) {
    (void)t;
    catch_traps();
    unmask(UNMASKED);
    result = 1 / nothing;
}

static void make_nan(const struct trial *t) {
    (void)t;
    catch_traps();
    unmask(UNMASKED);
    result = nothing / nothing;
}

static void overflow(const struct trial *t) {
    (void)t;
    catch_traps();
    unmask(UNMASKED);
    result = large * large;
}

static void the_measure_sees_each_trap(void **state) {
    (void)state;
    assert_int_equal(outcome(divide_by_zero, NULL), BY_ZERO);
    assert_int_equal(outcome(make_nan, NULL), INVALID);
    assert_int_equal(outcome(overflow, NULL), OVERFLOWED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_measure_sees_each_trap),
        cmocka_unit_test(no_call_divides_by_zero),
        cmocka_unit_test(no_call_traps_but_those_known_to),
    };
    header_print("traps");
    printf("seed %llu\n", (unsigned long long)seed);
    if (compiler_may_trap) {
        printf("SKIPPED: built by Clang, which lets calls trap at will, NOTHING is tested\n");
        return 0;
    }
    const bool can_trap = unmask(UNMASKED);
    fedisableexcept(FE_ALL_EXCEPT);
    if (!can_trap || under_valgrind()) {
        printf("SKIPPED: no floating-point exception traps here, NOTHING is tested\n");
        return 0;
    }
    place = mmap(NULL, sizeof *place, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if ((void *)place == MAP_FAILED) return 1;
    fill();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
