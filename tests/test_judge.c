/* Promise: the judge sees one wrong result among many, of every kind, wherever it stands, and no other: a
 * library that is right but for that is judged like ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "judge.h"

/* What is wrong, in which pass, and of which float. */
struct plant {
    const struct judge_case *c;
    enum fault kind;
    enum judged pass;
    size_t at;
};

static float spoiled(const struct plant *plant, float right) {
    const double bound = plant->c->rules[0][plant->pass].bound;
    switch (plant->kind) {
    case FAULT_NAN:
        return NAN;
    case FAULT_INF:
        return copysignf(INFINITY, right);
    case FAULT_SIGN:
        return -right;
    case FAULT_ZERO:
        return copysignf(0, right);
    default:
        return (float)(right + (bound + 1) * ulp_of(right));
    }
}

static int library(void *state, enum judged pass, const float *x, float *out, size_t n) {
    const struct plant *plant = state;
    for (size_t i = 0; i < n; i++) {
        const struct oracle_value v = plant->c->oracle(x[i], plant->c->params);
        out[i] = (float)(pass == PASS_VALUE ? v.f : pass == PASS_GRAD2 ? v.f2 : v.f1);
    }
    if (plant->kind && pass == plant->pass) out[plant->at] = spoiled(plant, out[plant->at]);
    return 0;
}

/* The tally of one chunk of silu; the second of two such libraries has the plant, the first is right. */
static const struct judge_tally *judge_plant(struct plant plant) {
    static struct judge_room room;
    static judge_tallies tallies;
    static struct judge_case c;
    struct plant none = {.c = &c};
    memset(&c, 0, sizeof c), memset(tallies, 0, sizeof tallies);
    plant.c = &c;
    for (int s = 0; s < 2; s++)
        c.subject[c.subjects++] = (struct judge_subject){.isa = "avx2",
                                                         .accuracy = "accurate",
                                                         .library = "planted",
                                                         .version = "",
                                                         .peer = library,
                                                         .state = s ? &plant : &none};
    judge_prepare(&c, actfast_activation_find("silu"), NULL,
                  1u << PASS_VALUE | 1u << PASS_GRAD | 1u << PASS_GRAD2);
    for (size_t i = 0; i < JUDGE_CHUNK; i++) room.x[i] = 0.5f + 0x1p-11f * (float)i;
    assert_int_equal(judge_chunk(&c, &room, JUDGE_CHUNK, tallies), 0);
    for (enum judged pass = PASS_VALUE; pass <= PASS_GRAD2; pass++) {
        assert_int_equal(judge_faults(&tallies[0][pass]), 0);
        assert_int_equal(tallies[0][pass].right, JUDGE_CHUNK);
        if (pass != plant.pass) assert_int_equal(judge_faults(&tallies[1][pass]), 0);
    }
    return &tallies[1][plant.pass];
}

static int index_of(enum fault kind) {
    int index = 0;
    while (1 << index != (int)kind) index++;
    return index;
}

static void one_wrong_result_is_seen_wherever_it_is(void **state) {
    static const enum fault kinds[] = {FAULT_NAN, FAULT_INF, FAULT_SIGN, FAULT_ZERO, FAULT_BOUND};
    static const size_t places[] = {0, 1, JUDGE_BLOCK - 1, JUDGE_BLOCK, 1000, JUDGE_CHUNK - 1};
    (void)state;
    for (enum judged pass = PASS_VALUE; pass <= PASS_GRAD2; pass++)
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
            for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
                const struct judge_tally *tally =
                    judge_plant((struct plant){NULL, kinds[k], pass, places[p]});
                const struct judge_worst *seen = &tally->fault[index_of(kinds[k])];
                assert_int_equal(tally->faults[index_of(kinds[k])], 1);
                assert_int_equal(tally->right, JUDGE_CHUNK - 1);
                assert_int_equal(tally->total, JUDGE_CHUNK);
                assert_true(seen->x == 0.5f + 0x1p-11f * (float)places[p]);
            }
}

static void what_is_right_has_no_fault(void **state) {
    (void)state;
    const struct judge_tally *tally = judge_plant((struct plant){0});
    assert_int_equal(judge_faults(tally), 0);
    assert_int_equal(tally->histogram[0], JUDGE_CHUNK);
}

/* value_and_grad is held against the bits of its halves. */
static void other_bits_are_counted_one_by_one(void **state) {
    static float x[JUDGE_CHUNK], got[JUDGE_CHUNK], want[JUDGE_CHUNK];
    struct judge_tally tally = {0};
    (void)state;
    judge_same_bits(&tally, x, got, want, JUDGE_CHUNK);
    assert_int_equal(judge_faults(&tally), 0);
    got[JUDGE_CHUNK - 1] = 0x1p-149f, got[7] = -0.0f;
    judge_same_bits(&tally, x, got, want, JUDGE_CHUNK);
    assert_int_equal(tally.faults[index_of(FAULT_BITS)], 2);
    assert_int_equal(tally.right, 2 * JUDGE_CHUNK - 2);
    assert_int_equal(tally.total, 2 * JUDGE_CHUNK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_has_no_fault),
        cmocka_unit_test(one_wrong_result_is_seen_wherever_it_is),
        cmocka_unit_test(other_bits_are_counted_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
