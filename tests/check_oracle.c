/* Proves oracle.h against MPFR, and against the reference tables.
 *
 *     check_oracle [--points N] [--seed N] [--threads N] [name...]
 *
 * Per function N points (20,000 unless told; 1,500,000 for the full proof): every exponent, the
 * range where things happen, the tails, neighbours of kinks and of zeros; grid and random
 * parameters. Prints the worst error of f, f', f'' as a power of two and fails beyond 2^-40. */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bits.h"
#include "grid.h"
#include "random.h"
#include "reference.h"
#include "truth.h"
#include "ulp.h"

/* How far into its exponential a function is at x: the tail is about e^-stretch. */
enum growth { ALGEBRAIC, LINEAR, BETA, ONE_BY_ALPHA, SQUARE, CUBIC };

static const struct subject {
    const char *name;
    oracle_function *oracle;
    truth_function *truth;
    enum growth growth;
    float kinks[2];
} subjects[] = {
#define SUBJECT(name, growth, ...)                                                                 \
    {                                                                                              \
#        name, oracle_##name, truth_##name, growth, { __VA_ARGS__ }                                \
    }
    SUBJECT(relu, ALGEBRAIC, 0),
    SUBJECT(leaky_relu, ALGEBRAIC, 0),
    SUBJECT(squareplus, ALGEBRAIC, 0),
    SUBJECT(softplus, BETA, 2, 20),
    SUBJECT(sigmoid, LINEAR, 0),
    SUBJECT(tanh, LINEAR, 0),
    SUBJECT(gelu, SQUARE, -26.5f, -37.5f),
    SUBJECT(gelu_tanh, CUBIC, -21),
    SUBJECT(gelu_sigmoid, LINEAR, 0),
    SUBJECT(silu, LINEAR, 0),
    SUBJECT(swish, BETA, 0),
    SUBJECT(mish, LINEAR, 0),
    SUBJECT(elu, LINEAR, 0),
    SUBJECT(selu, LINEAR, 0),
    SUBJECT(celu, ONE_BY_ALPHA, 0),
    SUBJECT(log_sigmoid, LINEAR, 0),
    SUBJECT(softsign, ALGEBRAIC, 0),
    SUBJECT(tanhshrink, LINEAR, 0.5f, -0.5f),
    SUBJECT(hard_sigmoid, ALGEBRAIC, 3, -3),
    SUBJECT(hard_swish, ALGEBRAIC, 3, -3),
    SUBJECT(hard_tanh, ALGEBRAIC, 1, -1),
    SUBJECT(relu6, ALGEBRAIC, 6),
    SUBJECT(softshrink, ALGEBRAIC, 0.5f, -0.5f),
    SUBJECT(hardshrink, ALGEBRAIC, 0.5f, -0.5f),
    SUBJECT(thresholded_relu, ALGEBRAIC, 1),
};

enum { SUBJECTS = sizeof subjects / sizeof subjects[0], POINTS_PER_SET = 500 };

static double stretch(const struct subject *s, double x, const float *p) {
    double a = fabs(x);
    switch (s->growth) {
    case ALGEBRAIC:
        return 0;
    case LINEAR:
        return 2 * a;
    case BETA:
        return a * fabs(p[0]);
    case ONE_BY_ALPHA:
        return a / p[0];
    case SQUARE:
        return a * a / 2;
    case CUBIC:
        return 1.6 * a * (1 + 0.044715 * a * a);
    }
    return 0;
}

/* Enough for 320 bits after what cancels in the definition: 1 + tanh in the tail of gelu_tanh, x^3
 * near zero in tanhshrink, x^2 + b against x^2 in squareplus with x^2/b up to 1e115. */
static mpfr_prec_t bits_needed(const struct subject *s, double x, const float *p) {
    static const int steps[] = {384, 768, 1536, 3328};
    double bits = 320;
    if (s->growth == CUBIC) bits += 3 * fmin(stretch(s, x, p), 1000);
    if (s->growth == ALGEBRAIC) bits = 1536;
    if (fabs(x) < 0x1p-10) bits = fmax(bits, 768);
    for (int i = 0; i < 3; i++)
        if (bits <= steps[i]) return steps[i];
    return steps[3];
}

/* One task: a function with a set of parameters */

struct findings {
    uint64_t points, tails, failures;
    double worst[3]; /* error relative to the exact result, or to 2^-10 near a change of sign */
};

struct task {
    const struct subject *subject;
    float p[2];
    uint64_t random;
    struct crossings crossings[3];
    double reach; /* stretch(reach) = 170: the exact result is about 2^-245 there */
    struct findings *findings;
};

/* Valid ones, one in eight far beyond what is promised: the oracle must stand there too. */
static void random_params(struct task *task) {
    uint64_t *r = &task->random;
    const char *name = task->subject->name;
    float size = random_bits(r) % 8 == 0 ? random_power(r, -37, 38) : random_power(r, -3, 3);
    float signed_size = (float)random_sign(r) * size;
    float *p = task->p;
    bool positive = strcmp(name, "softplus") == 0 || strcmp(name, "celu") == 0;
    bool not_negative = strstr(name, "shrink") != NULL;
    if (random_bits(r) % 16 == 0 && !positive) size = signed_size = 0;
    p[0] = positive || not_negative ? size : signed_size;
    p[1] = (float)random_between(r, -30, 30);
    if (strcmp(name, "squareplus") == 0) p[0] = size == 0 ? 0 : random_power(r, -37, 38);
    if (strcmp(name, "hard_tanh") == 0) p[1] = p[0] + random_power(r, -3, 3);
    if (strcmp(name, "softplus") == 0 && random_bits(r) % 4 == 0) p[1] = INFINITY;
}

static void task_prepare(struct task *task) {
    const struct subject *s = task->subject;
    task->crossings[0] = (struct crossings){0};
    task->crossings[1] = crossings_of(s->oracle, task->p, PASS_GRAD);
    task->crossings[2] = crossings_of(s->oracle, task->p, PASS_GRAD2);
    task->reach = 20;
    if (s->growth == ALGEBRAIC) return;
    task->reach = 1;
    while (stretch(s, task->reach, task->p) < 170 && task->reach < 1e38) task->reach *= 1.01;
    while (stretch(s, task->reach, task->p) > 170 && task->reach > 1e-38) task->reach /= 1.01;
}

/* A point up to 2^20 floats away from a kink or from where a derivative changes sign. */
static float point_near_special(struct task *task) {
    uint64_t *r = &task->random;
    const struct crossings *c = &task->crossings[1 + random_bits(r) % 2];
    double special = task->subject->kinks[random_bits(r) % 2];
    if (random_bits(r) % 3 == 0) special = task->p[random_bits(r) % 2] * random_sign(r);
    if (task->subject->growth == BETA && random_bits(r) % 3 == 0) special = task->p[1] / task->p[0];
    if (c->count > 0 && random_bits(r) % 2) special = c->at[random_bits(r) % (unsigned)c->count];
    float near = (float)special;
    if (!isfinite(near)) return 1;
    const uint32_t away = (uint32_t)(random_bits(r) >> (43 + random_bits(r) % 21));
    near = float_of(bits_of(near) + (random_bits(r) & 1 ? away : -away));
    return isfinite(near) ? near : 1;
}

static float point_of(struct task *task) {
    uint64_t *r = &task->random;
    switch (random_bits(r) % 10) {
    case 0:
    case 1:
    case 2: {
        int exponent = (int)(random_bits(r) % 277) - 149;
        return (float)(random_sign(r) * ldexp(random_between(r, 1, 1.99999988), exponent));
    }
    case 3:
    case 4:
        return (float)random_between(r, -20, 20);
    case 5:
        return (float)random_between(r, -task->reach / 10, task->reach / 10);
    case 6:
    case 7:
        return (float)random_between(r, -task->reach, task->reach);
    case 8:
        return (float)(random_sign(r) * ldexp(1, (int)(random_bits(r) % 277) - 149));
    default:
        return point_near_special(task);
    }
}

/* In the tail beyond all doubles only the sign counts; where MPFR cannot tell it either, it is that
 * of the oracle nearer by, which has been held against MPFR itself. */
static bool tail_is_right(const struct task *task, double x, int k, double have,
                          const mpfr_t truth) {
    const struct subject *s = task->subject;
    if (fabs(have) > 0x1p-155 || have == 0) return false;
    if (stretch(s, x, task->p) <= 1000) return !signbit(have) == (mpfr_sgn(truth) > 0);
    while (stretch(s, x, task->p) > 1000) x /= 2;
    struct oracle_value near = s->oracle(x, task->p);
    double other = (const double[]){near.f, near.f1, near.f2}[k];
    return !signbit(have) == !signbit(other);
}

/* Within 1/4 of a change of sign (or a quarter or 2^-9 of its distance from 0, when that is very
 * small or large) the error may be absolute. */
static double error_scale(const struct task *task, double x, int k, double truth) {
    const struct crossings *c = &task->crossings[k];
    for (int i = 0; i < c->count; i++) {
        double away = fabs(c->at[i]);
        if (fabs(x - c->at[i]) <= fmax(fmin(0.25, away / 4), away * 0x1p-9))
            return fmax(fabs(truth), 0x1p-10 * fmax(1, fabs(task->p[0])));
    }
    return fabs(truth);
}

static void compare(const struct task *task, double x, int k, double have, const mpfr_t truth) {
    struct findings *found = task->findings;
    struct jet *difference = jet_new();
    double exact = mpfr_get_d(truth, MPFR_RNDN);
    mpfr_sub_d(difference->d[0], truth, have, MPFR_RNDN);
    double error = fabs(mpfr_get_d(difference->d[0], MPFR_RNDN));
    if (error != 0) error /= error_scale(task, x, k, exact);
    if (error > 0x1p-40 && fabs(exact) < 0x1p-160) {
        found->tails++;
        if (tail_is_right(task, x, k, have, truth)) return;
    }
    if (error > found->worst[k]) found->worst[k] = error;
    if (error <= 0x1p-40) return;
    if (found->failures++ < 5)
        printf("WRONG %s f%d(%a; %a, %a): oracle %a, exact %a\n", task->subject->name, k, x,
               (double)task->p[0], (double)task->p[1], have, exact);
}

static void check_point(const struct task *task, float x) {
    const struct subject *s = task->subject;
    jets_start(bits_needed(s, x, task->p));
    struct jet *truth = s->truth(jet_variable(x), x, task->p);
    struct oracle_value have = s->oracle(x, task->p);
    compare(task, x, 0, have.f, truth->d[0]);
    compare(task, x, 1, have.f1, truth->d[1]);
    compare(task, x, 2, have.f2, truth->d[2]);
    task->findings->points++;
}

/* The grid's sets and the random ones take turns. */
static void check_function(const struct subject *s, uint64_t points, uint64_t seed,
                           struct findings *found) {
    const struct grid *grid = grid_of(s->name);
    struct task task = {.subject = s, .findings = found, .random = seed};
    uint64_t per_set = points / 20 < POINTS_PER_SET ? points / 20 : POINTS_PER_SET;
    uint64_t sets = (points + per_set - 1) / per_set;
    for (uint64_t i = 0; i < sets; i++) {
        if (i % 2 == 0 || grid->params == 0)
            memcpy(task.p, grid->sets[i / 2 % (uint64_t)grid->count], sizeof task.p);
        else
            random_params(&task);
        if (i < 2 || grid->params > 0) task_prepare(&task);
        for (uint64_t j = 0; j < per_set; j++) check_point(&task, point_of(&task));
    }
}

/* The tables are rounded to floats; their rest tells how, to four decimals. */
static bool row_agrees(const struct task *task, float x, int k, double have,
                       const struct reference_row *row) {
    float want = row->value[k];
    if (isnan(want)) return isnan(have);
    if (isinf(want) || want == 0) return (float)have == want;
    double error = fabs(have - (want + row->rest[k] * ulp_of(have)));
    return error < 1e-4 * ulp_of(have) || error < 0x1p-40 * error_scale(task, x, k, have);
}

static uint64_t check_reference(const struct subject *s, uint64_t *rows) {
    struct task task = {.subject = s, .p = {NAN}};
    struct reference reference = {0};
    struct reference_row row;
    uint64_t failures = 0;
    if (!reference_open(&reference, s->name)) return 1;
    while (reference_next(&reference, &row)) {
        if (memcmp(task.p, row.params, sizeof task.p) != 0) {
            memcpy(task.p, row.params, sizeof task.p);
            task_prepare(&task);
        }
        struct oracle_value v = s->oracle(row.x, row.params);
        double have[] = {v.f, v.f1, v.f2};
        for (int k = 0; k < 3; k++) {
            if (row_agrees(&task, row.x, k, have[k], &row) || failures++ >= 5) continue;
            printf("WRONG %s f%d(%a; %a, %a): oracle %a, table %a\n", s->name, k, (double)row.x,
                   (double)row.params[0], (double)row.params[1], have[k], (double)row.value[k]);
        }
        ++*rows;
    }
    return failures;
}

/* Limits that neither MPFR nor the tables cover: parameters at the border of what is valid. */
static uint64_t check_corners(void) {
    static const float inf = INFINITY;
    static const struct {
        oracle_function *oracle;
        float x, p[2];
        struct oracle_value want;
    } corners[] = {
        {oracle_leaky_relu, -INFINITY, {0}, {0, 0, 0}},
        {oracle_leaky_relu, -INFINITY, {-2}, {INFINITY, -2, 0}},
        {oracle_squareplus, -INFINITY, {3e38f}, {0, 0, 0}},
        {oracle_squareplus, 0, {0}, {0, 0, 0}},
        {oracle_squareplus, -3, {0}, {0, 0, 0}},
        {oracle_squareplus, 3, {0}, {3, 1, 0}},
        {oracle_swish, INFINITY, {0}, {INFINITY, 0.5, 0}},
        {oracle_swish, -INFINITY, {0}, {-INFINITY, 0.5, 0}},
        {oracle_swish, INFINITY, {-1}, {0, 0, 0}},
        {oracle_swish, -INFINITY, {-1}, {-INFINITY, 1, 0}},
        {oracle_softplus, -5, {1, -INFINITY}, {-5, 1, 0}},
        {oracle_softplus, -INFINITY, {1, -INFINITY}, {0, 0, 0}},
        {oracle_softplus, INFINITY, {1, INFINITY}, {INFINITY, 1, 0}},
        {oracle_hard_sigmoid, INFINITY, {0, 0.25f}, {0.25, 0, 0}},
        {oracle_hard_sigmoid, -INFINITY, {-1, 0.25f}, {1, 0, 0}},
        {oracle_hard_tanh, INFINITY, {-1, INFINITY}, {INFINITY, 1, 0}},
        {oracle_hard_tanh, -INFINITY, {-1, INFINITY}, {-1, 0, 0}},
        {oracle_hard_tanh, 5, {2, 2}, {2, 0, 0}},
    };
    uint64_t failures = 0;
    for (size_t i = 0; i < sizeof corners / sizeof corners[0]; i++) {
        struct oracle_value have = corners[i].oracle(corners[i].x, corners[i].p);
        struct oracle_value want = corners[i].want;
        if (have.f == want.f && have.f1 == want.f1 && have.f2 == want.f2) continue;
        failures++;
        printf("WRONG corner %zu: %a %a %a\n", i, have.f, have.f1, have.f2);
    }
    const float p[] = {10, inf};
    struct oracle_value steep = oracle_softplus(1e38f, p);
    if ((float)steep.f != 1e38f || steep.f1 != 1) failures++;
    return failures;
}

/* The program */

static struct program {
    uint64_t points, seed;
    int threads, names;
    char **name;
    atomic_int next;
    atomic_uint_fast64_t failures;
} program = {.points = 20000, .seed = 1};

static bool wanted(const char *name) {
    for (int i = 0; i < program.names; i++)
        if (strcmp(program.name[i], name) == 0) return true;
    return program.names == 0;
}

static void check_subject(const struct subject *s, uint64_t number) {
    struct findings found = {0};
    uint64_t rows = 0, wrong_rows = check_reference(s, &rows);
    check_function(s, program.points, program.seed * 1000003 + number, &found);
    printf("%-17s %9" PRIu64 " points, %6" PRIu64 " in far tails; worst 2^", s->name, found.points,
           found.tails);
    for (int k = 0; k < 3; k++)
        printf("%.1f%s", fmax(-99, log2(found.worst[k])), k < 2 ? " 2^" : "");
    printf("; %" PRIu64 " rows; %s\n", rows, found.failures + wrong_rows ? "FAILED" : "ok");
    fflush(stdout);
    program.failures += found.failures + wrong_rows;
}

static void *work(void *unused) {
    (void)unused;
    int i;
    while ((i = program.next++) < SUBJECTS)
        if (wanted(subjects[i].name)) check_subject(&subjects[i], (uint64_t)i);
    jets_end();
    return NULL;
}

int main(int argc, char **argv) {
    program.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        uint64_t value = strtoull(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--points") == 0) program.points = value;
        if (strcmp(argv[i], "--seed") == 0) program.seed = value;
        if (strcmp(argv[i], "--threads") == 0) program.threads = (int)value;
    }
    program.name = argv + i;
    program.names = argc - i;
    pthread_t threads[64];
    if (program.threads > 64) program.threads = 64;
    printf("oracle against MPFR: %" PRIu64 " points a function, seed %" PRIu64 "\n", program.points,
           program.seed);
    for (int t = 0; t < program.threads; t++) pthread_create(&threads[t], NULL, work, NULL);
    for (int t = 0; t < program.threads; t++) pthread_join(threads[t], NULL);
    program.failures += check_corners();
    printf("%s\n", program.failures ? "FAILED" : "all right");
    return program.failures != 0;
}
