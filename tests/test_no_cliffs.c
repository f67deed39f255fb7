/* Promise: parameters beyond the grid cost at most twice the bounds, for every x; gradients of any size cost
 * nothing.
 *
 * Seed and number of parameter sets: ACTFAST_TEST_SEED (1) and ACTFAST_TEST_SETS (1000). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "backends.h"
#include "inputs.h"
#include "judge.h"
#include "random.h"
#include "report.h"

enum { MANY = 64 };

static uint64_t seed = 1, sets = 1000;

static float any_finite(uint64_t *random) {
    float value;
    do value = float_of((uint32_t)random_bits(random));
    while (!isfinite(value));
    return value;
}

static float any_threshold(uint64_t *random) {
    static const float some[] = {INFINITY, -INFINITY, 0, 20, -0.0f};
    uint64_t pick = random_bits(random) % 10;
    return pick < 5 ? some[pick] : (float)random_between(random, -200, 200);
}

/* Half of them such that hard_sigmoid's kinks are where it looks for bounds. */
static float any_offset(uint64_t *random) {
    const bool usual = random_bits(random) % 2;
    return (float)random_between(random, usual ? 0.5 : -10, usual ? 2 : 10);
}

/* Valid parameters, and in *width how far from 0 the function does something with them. */
static void draw_params(const char *name, uint64_t *random, float *p, double *width) {
    float size = random_power(random, -3, 3);
    p[0] = (float)random_sign(random) * size;
    p[1] = 0;
    *width = 120;
    if (strcmp(name, "leaky_relu") == 0) p[0] = any_finite(random);
    if (strcmp(name, "squareplus") == 0) p[0] = random_power(random, -30, 30);
    if (strcmp(name, "squareplus") == 0) *width = 10 * sqrt(p[0]);
    if (strcmp(name, "softplus") == 0) p[0] = size, p[1] = any_threshold(random);
    if (strcmp(name, "softplus") == 0 || strcmp(name, "swish") == 0) *width = 120 / size;
    if (strcmp(name, "celu") == 0) p[0] = size, *width = 120 * size;
    if (strcmp(name, "hard_sigmoid") == 0) p[1] = any_offset(random);
    if (strcmp(name, "hard_tanh") == 0) p[1] = p[0] + random_power(random, -3, 3);
    if (strstr(name, "shrink") != NULL) p[0] = size;
}

/* Any bit pattern, or one of where things happen; some are the infinities, zeros and kinks themselves. */
static void draw_inputs(struct judge_room *room, uint64_t *random, double width,
                        const struct judge_case *c) {
    static struct inputs points;
    points.specials = 0;
    inputs_add(&points, bits_of(INFINITY)), inputs_add(&points, bits_of(-INFINITY));
    inputs_add(&points, 0), inputs_add(&points, bits_of(-0.0f));
    inputs_add_parameters(&points, c);
    for (size_t i = 0; i < JUDGE_CHUNK; i++) {
        room->x[i] = float_of((uint32_t)random_bits(random));
        if (i % 2) room->x[i] = (float)random_between(random, -width, width);
        if (i % 4 == 0 && i / 4 < (size_t)points.specials)
            room->x[i] = float_of(points.special[i / 4]);
    }
}

/* The tiers with FMA give the same bits in `accurate`, and so do those without. */
static uint64_t count_other_bits(const struct judge_case *c, const struct judge_room *room) {
    const char *const without[] = {"sse2", "scalar", NULL};
    int first[2] = {-1, -1};
    uint64_t others = 0;
    for (int s = 0; s < c->subjects; s++) {
        if (strcmp(c->subject[s].accuracy, "accurate") != 0) continue;
        int *like = &first[judge_is_named(without, c->subject[s].isa)];
        if (*like < 0) *like = s;
        for (enum judged pass = 0; pass < PASS_COUNT; pass++) {
            const size_t n = pass == PASS_FROM_OUTPUT ? room->outputs : JUDGE_CHUNK;
            for (size_t i = 0; i < n && c->passes >> pass & 1; i++)
                others += !same(room->got[s][pass][i], room->got[*like][pass][i]);
        }
    }
    return others;
}

/* The worst set of parameters for a pass of a backend. */
struct cliff {
    float params[2];
    struct judge_tally tally;
    uint64_t sets;
};

static double height(const struct judge_tally *tally) {
    double worst = 0;
    for (int i = 0; i < FAULT_KINDS; i++) worst = fmax(worst, tally->fault[i].ulp);
    return worst;
}

static void keep_worst(const struct judge_case *c, judge_tallies tallies,
                       struct cliff cliffs[][PASS_COUNT]) {
    for (int s = 0; s < c->subjects; s++)
        for (enum judged pass = 0; pass < PASS_COUNT; pass++) {
            struct cliff *cliff = &cliffs[s][pass];
            const struct judge_tally *tally = &tallies[s][pass];
            if (judge_faults(tally) == 0) continue;
            if (cliff->sets++ > 0 && height(tally) <= height(&cliff->tally)) continue;
            memcpy(cliff->params, c->params, sizeof cliff->params);
            cliff->tally = *tally;
        }
}

static uint64_t report_cliffs(struct judge_case *c, struct cliff cliffs[][PASS_COUNT]) {
    uint64_t faults = 0;
    for (int s = 0; s < c->subjects; s++)
        for (enum judged pass = 0; pass < PASS_COUNT; pass++) {
            struct cliff *cliff = &cliffs[s][pass];
            if (cliff->sets == 0) continue;
            faults += cliff->sets;
            memcpy(c->params, cliff->params, sizeof c->params);
            struct record r = record_of(c, s, pass, &cliff->tally, 0);
            printf("  %" PRIu64 " sets of parameters are bad, the worst:\n", cliff->sets);
            report_faults(stdout, &r, "    ");
        }
    return faults;
}

static void random_parameters_stay_within_twice_the_bounds(void **state) {
    static struct judge_room room;
    static judge_tallies tallies;
    static struct cliff cliffs[JUDGE_SUBJECTS][PASS_COUNT];
    struct judge_case c = {0};
    int activation = *(const int *)*state;
    uint64_t random = seed * 1000003 + (uint64_t)activation, refused = 0, others = 0;
    memset(cliffs, 0, sizeof cliffs);
    judge_add_all_backends(&c);
    for (uint64_t i = 0; i < sets; i++) {
        float params[2];
        double width;
        draw_params(actfast_activation_name(activation), &random, params, &width);
        judge_prepare(&c, activation, params, (1u << PASS_COUNT) - 1);
        draw_inputs(&room, &random, width, &c);
        memset(tallies, 0, sizeof tallies);
        refused += judge_chunk(&c, &room, JUDGE_CHUNK, tallies) != 0;
        keep_worst(&c, tallies, cliffs);
        others += count_other_bits(&c, &room);
    }
    assert_int_equal(refused, 0);
    assert_int_equal(report_cliffs(&c, cliffs), 0);
    assert_int_equal(others, 0);
}

/* On the grid, by its bounds. */
static void gradients_may_be_of_any_size(void **state) {
    static struct judge_room room;
    static judge_tallies tallies;
    static struct cliff cliffs[JUDGE_SUBJECTS][PASS_COUNT];
    uint64_t random = seed, bad = 0;
    (void)state;
    for (int id = 0; id < actfast_activation_count(); id++) {
        const struct grid *grid = grid_of(actfast_activation_name(id));
        struct judge_case c = {.any_dy = true};
        judge_add_all_backends(&c);
        memset(cliffs, 0, sizeof cliffs);
        for (int set = 0; set < grid->count; set++) {
            judge_prepare(&c, id, grid->sets[set], 1u << PASS_BACKWARD | 1u << PASS_FROM_OUTPUT);
            memset(tallies, 0, sizeof tallies);
            for (int chunk = 0; chunk < 16; chunk++) {
                draw_inputs(&room, &random, 120, &c);
                assert_int_equal(judge_chunk(&c, &room, JUDGE_CHUNK, tallies), 0);
            }
            keep_worst(&c, tallies, cliffs);
        }
        bad += report_cliffs(&c, cliffs);
    }
    assert_int_equal(bad, 0);
}

/* Where beta*x does not exceed the threshold, there might as well be none. */
static void softplus_does_not_see_a_threshold_that_does_not_bite(void **state) {
    static float x[JUDGE_CHUNK], with[JUDGE_CHUNK], without[JUDGE_CHUNK];
    uint64_t random = seed, differences = 0;
    int id = actfast_activation_find("softplus");
    (void)state;
    for (uint64_t i = 0; i < sets; i++)
        for (int b = 0; b < actfast_backend_count(); b++) {
            const actfast_backend *backend = actfast_backend_at(b);
            const float p[] = {random_power(&random, -3, 3),
                               (float)random_between(&random, -9, 99)};
            const float none[] = {p[0], INFINITY};
            for (size_t j = 0; j < JUDGE_CHUNK; j++)
                x[j] = (float)random_between(&random, -120, 120) / p[0];
            actfast_forward_f32(backend, id, p, x, with, JUDGE_CHUNK);
            actfast_forward_f32(backend, id, none, x, without, JUDGE_CHUNK);
            for (size_t j = 0; j < JUDGE_CHUNK; j++) {
                const float *want = p[0] * x[j] > p[1] ? x : without;
                differences += bits_of(with[j]) != bits_of(want[j]);
            }
        }
    assert_int_equal(differences, 0);
}

static uint64_t asked(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

int main(void) {
    static int ids[MANY];
    struct CMUnitTest tests[MANY + 2] = {
        cmocka_unit_test(softplus_does_not_see_a_threshold_that_does_not_bite),
        cmocka_unit_test(gradients_may_be_of_any_size)};
    size_t count = 2;
    seed = asked("ACTFAST_TEST_SEED", seed);
    sets = asked("ACTFAST_TEST_SETS", sets);
    backends_print();
    printf("seed %" PRIu64 ", %" PRIu64 " sets of parameters\n", seed, sets);
    for (int id = 0; id < actfast_activation_count() && id < MANY; id++) {
        if (actfast_activation_param_count(id) == 0) continue;
        ids[id] = id;
        tests[count].name = actfast_activation_name(id);
        tests[count].test_func = random_parameters_stay_within_twice_the_bounds;
        tests[count++].initial_state = &ids[id];
    }
    return _cmocka_run_group_tests("no cliffs", tests, count, NULL, NULL);
}
