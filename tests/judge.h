/* The judge: holds results of the library's backends against the oracle, a chunk of inputs at a
 * time, and keeps the tally. The exhaustive program and the quick tests are loops around it. */
#ifndef ACTFAST_TESTS_JUDGE_H
#define ACTFAST_TESTS_JUDGE_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include <actfast/actfast.h>

#include "bits.h"
#include "grid.h"
#include "oracle_more.h"
#include "ulp.h"

enum { JUDGE_CHUNK = 2048, JUDGE_SUBJECTS = 16, JUDGE_BUCKETS = 13 };

/* Upper ends of the histogram's buckets in ULP; the last bucket takes the rest. */
static const double judge_buckets[JUDGE_BUCKETS] = {0.5, 1, 1.5, 2,  2.5,    3,       4,
                                                    5,   6, 8,   10, 64.001, INFINITY};

struct judge_worst {
    double ulp, want;
    float x, got;
};

/* What is known about one pass of one backend. */
struct judge_tally {
    uint64_t total, right; /* right: the exact result correctly rounded */
    uint64_t faults[FAULT_KINDS];
    uint64_t histogram[JUDGE_BUCKETS];
    struct judge_worst worst[ZONE_COUNT];
    struct judge_worst fault[FAULT_KINDS]; /* the worst of wrong numbers, else the nearest to 0 */
};

/* Another library: computes one pass of n floats, all with dy = 1. Not 0 means that it cannot. */
typedef int judge_peer(void *state, enum judged pass, const float *x, float *out, size_t n);

/* A backend of ours, or a peer. */
struct judge_subject {
    const actfast_backend *backend;
    const char *isa, *accuracy, *library, *version;
    judge_peer *peer;
    void *state;
    unsigned lacks; /* a bit for each pass that a peer does not have */
};

/* One activation with one set of parameters, some passes, some backends. */
struct judge_case {
    int activation;
    const char *name;
    oracle_function *oracle;
    const struct oracle_more *more;
    float params[2];
    unsigned passes; /* a bit for each */
    bool any_dy;     /* gradients are of any size, not between 1/4 and 4 */
    int subjects;
    struct judge_subject subject[JUDGE_SUBJECTS];
    struct ulp_rules rules[JUDGE_SUBJECTS][PASS_COUNT];
    /* The last subject before this one under the same rules, or itself: where their bits are the same, so
     * is the verdict. */
    int twin[JUDGE_SUBJECTS];
};

typedef struct judge_tally judge_tallies[JUDGE_SUBJECTS][PASS_COUNT];

/* Room to work in, one per thread; too large for a stack. */
struct judge_room {
    float x[JUDGE_CHUNK], dy[JUDGE_CHUNK];
    double want[3][JUDGE_CHUNK]; /* f, f', f'' */
    /* Those of the x that are outputs y of f, and there f'; df/dp of all x. */
    size_t outputs;
    float y[JUDGE_CHUNK];
    double slope_at_y[JUDGE_CHUNK], param_slope[JUDGE_CHUNK];
    float rounded[PASS_COUNT][JUDGE_CHUNK]; /* what each pass should give, correctly rounded */
    float got[JUDGE_SUBJECTS][PASS_COUNT][JUDGE_CHUNK], got_grad[JUDGE_CHUNK];
    judge_tallies tallies; /* of this chunk */
};

static inline uint32_t judge_hash(uint32_t bits) {
    uint32_t h = (bits ^ bits >> 15) * 0x2c1b3c6du;
    h = (h ^ h >> 12) * 0x297a2d39u;
    return h ^ h >> 15;
}
/* A gradient for each input, of any sign and mantissa, between 1/4 and 4: backward multiplies. */
static inline float judge_dy(uint32_t bits) {
    const uint32_t h = judge_hash(bits);
    return float_of((h & 0x80000000u) | (125 + (h >> 23 & 3)) << 23 | (h & 0x7fffffu));
}

/* The same of any finite size. */
static inline float judge_any_dy(uint32_t bits) {
    const uint32_t h = judge_hash(bits);
    return float_of((h & 0x80000000u) | (h & 0x7fffffffu) % 0x7f800000u);
}

/* Preparation */

static inline bool judge_is_on_grid(const char *name, const float *params) {
    const struct grid *grid = grid_of(name);
    for (int i = 0; i < grid->count; i++)
        if (memcmp(grid->sets[i], params, (size_t)grid->params * sizeof *params) == 0) return true;
    return false;
}

/* A list of names ends with NULL; an empty one has them all. */
static inline bool judge_is_named(const char *const *names, const char *name) {
    if (names[0] == NULL) return true;
    while (*names && strcmp(*names, name) != 0) names++;
    return *names != NULL;
}

/* The backends that this CPU can run and whose names are in both lists. */
static inline void judge_add_backends(struct judge_case *c, const char *const *isas,
                                      const char *const *accuracies) {
    for (int i = 0; i < actfast_backend_count() && c->subjects < JUDGE_SUBJECTS; i++) {
        const actfast_backend *backend = actfast_backend_at(i);
        struct judge_subject s = {.backend = backend,
                                  .isa = actfast_backend_isa(backend),
                                  .accuracy = actfast_backend_accuracy(backend),
                                  .library = "actfast",
                                  .version = actfast_version_string()};
        if (judge_is_named(isas, s.isa) && judge_is_named(accuracies, s.accuracy))
            c->subject[c->subjects++] = s;
    }
}

static inline void judge_add_all_backends(struct judge_case *c) {
    static const char *const all[] = {NULL};
    judge_add_backends(c, all, all);
}

/* Some parameters make y the output of two x. */
static inline bool judge_offers_from_output(const struct judge_case *c) {
    return actfast_backward_from_output_f32(NULL, c->activation, c->params, NULL, NULL, NULL, 0) ==
           0;
}

static inline void judge_find_twin(struct judge_case *c, int s) {
    c->twin[s] = s;
    for (int t = 0; t < s && !c->subject[s].peer; t++) /* peers may lack a pass */
        if (memcmp(c->rules[t], c->rules[s], sizeof c->rules[s]) == 0) c->twin[s] = t;
}

/* Call it when the backends are in; `params` may be NULL for the defaults. value_and_grad is held
 * against the separate passes, which it therefore brings along. */
static inline void judge_prepare(struct judge_case *c, int activation, const float *params,
                                 unsigned passes) {
    c->activation = activation;
    c->name = actfast_activation_name(activation);
    c->oracle = oracle_table[activation];
    c->passes = passes;
    if (passes >> PASS_VALUE_AND_GRAD & 1) c->passes |= 1u << PASS_VALUE | 1u << PASS_GRAD;
    for (int i = 0; i < actfast_activation_param_count(activation) && i < 2; i++)
        c->params[i] = params ? params[i] : actfast_activation_param_default(activation, i);
    c->more = oracle_more_of(c->name);
    if (!c->more->slope) c->passes &= ~(1u << PASS_PARAM_GRAD);
    if (!c->more->from_output || !judge_offers_from_output(c))
        c->passes &= ~(1u << PASS_FROM_OUTPUT);
    double slack = judge_is_on_grid(c->name, c->params) ? 1 : 2;
    for (enum judged pass = 0; pass < PASS_COUNT; pass++) {
        if (pass == PASS_VALUE_AND_GRAD) continue; /* its bits are those of others */
        struct crossings crossings = crossings_of(c->oracle, c->params, pass);
        for (int s = 0; s < c->subjects; s++)
            c->rules[s][pass] = ulp_rules_of(c->name, c->params, c->subject[s].isa,
                                             c->subject[s].accuracy, pass, slack, &crossings);
    }
    for (int s = 0; s < c->subjects; s++) judge_find_twin(c, s);
}

/* Tallies */

static inline void judge_note(struct judge_worst *worst, const struct judge_worst *seen) {
    if (seen->ulp > worst->ulp) *worst = *seen;
}

/* A wrong number is told by how far it is off, a NaN or a zero by where they begin. */
static inline void judge_note_fault(struct judge_tally *tally, int kind, uint64_t count,
                                    const struct judge_worst *seen) {
    struct judge_worst *known = &tally->fault[kind];
    const bool by_distance = 1 << kind & (FAULT_SIGN | FAULT_BOUND | FAULT_BITS);
    const bool nearer = isnan(known->x) || fabsf(seen->x) < fabsf(known->x);
    if (count == 0) return;
    if (tally->faults[kind] == 0 || (by_distance ? seen->ulp > known->ulp : nearer)) *known = *seen;
    tally->faults[kind] += count;
}

static inline void judge_merge(struct judge_tally *into, const struct judge_tally *from) {
    into->total += from->total;
    into->right += from->right;
    for (int i = 0; i < JUDGE_BUCKETS; i++) into->histogram[i] += from->histogram[i];
    for (int i = 0; i < ZONE_COUNT; i++) judge_note(&into->worst[i], &from->worst[i]);
    for (int i = 0; i < FAULT_KINDS; i++)
        judge_note_fault(into, i, from->faults[i], &from->fault[i]);
}

static inline uint64_t judge_faults(const struct judge_tally *tally) {
    uint64_t sum = 0;
    for (int i = 0; i < FAULT_KINDS; i++) sum += tally->faults[i];
    return sum;
}

static inline void judge_add(struct judge_tally *tally, const struct ulp_verdict *verdict, float x,
                             float got, double want) {
    struct judge_worst seen = {verdict->ulp, want, x, got};
    int bucket = 0;
    while (verdict->ulp > judge_buckets[bucket]) bucket++;
    tally->histogram[bucket]++;
    judge_note(&tally->worst[verdict->zone], &seen);
    for (int i = 0; i < FAULT_KINDS && verdict->faults; i++)
        judge_note_fault(tally, i, verdict->faults >> i & 1, &seen);
}

/* Judging */

/* df/dp of each element: sums of one term, with dy = 1. */
static inline int judge_run_param_grad(const struct judge_case *c, const actfast_backend *backend,
                                       const struct judge_room *room, float *out, size_t n) {
    static const float dy = 1;
    int status = 0;
    for (size_t i = 0; i < n; i++) {
        double dp[2] = {0};
        status |=
            actfast_param_grad_f32(backend, c->activation, c->params, &room->x[i], &dy, 1, dp);
        /* A sum of zeros is +0 whatever their signs. */
        if (dp[0] == 0) dp[0] = copysign(0, room->param_slope[i]);
        out[i] = (float)dp[0];
    }
    return status;
}

static inline int judge_run(const struct judge_case *c, int subject, enum judged pass,
                            struct judge_room *room, size_t n) {
    const actfast_backend *backend = c->subject[subject].backend;
    const float *p = c->params, *x = room->x;
    float *out = room->got[subject][pass];
    if (c->subject[subject].peer)
        return c->subject[subject].peer(c->subject[subject].state, pass, x, out, n);
    switch (pass) {
    case PASS_VALUE:
        return actfast_forward_f32(backend, c->activation, p, x, out, n);
    case PASS_GRAD:
        return actfast_grad_f32(backend, c->activation, p, x, out, n);
    case PASS_GRAD2:
        return actfast_grad2_f32(backend, c->activation, p, x, out, n);
    case PASS_BACKWARD:
        return actfast_backward_f32(backend, c->activation, p, x, room->dy, out, n);
    case PASS_FROM_OUTPUT:
        return actfast_backward_from_output_f32(backend, c->activation, p, room->y, room->dy, out,
                                                room->outputs);
    case PASS_PARAM_GRAD:
        return judge_run_param_grad(c, backend, room, out, n);
    default:
        return actfast_value_and_grad_f32(backend, c->activation, p, x, out, room->got_grad, n);
    }
}

static inline void judge_same_bits(struct judge_tally *tally, const float *x, const float *got,
                                   const float *want, size_t n) {
    const bool all_same = memcmp(got, want, n * sizeof *got) == 0;
    if (all_same) tally->right += n;
    for (size_t i = 0; i < n && !all_same; i++) {
        if (same(got[i], want[i])) {
            tally->right++;
            continue;
        }
        double ulp = fabs((double)got[i] - want[i]) / ulp_of(want[i]);
        struct ulp_verdict verdict = {isfinite(ulp) ? ulp : 0, ZONE_NORMAL, FAULT_BITS};
        judge_add(tally, &verdict, x[i], got[i], want[i]);
    }
    tally->total += n;
}

static inline const double *judge_slope(const struct judge_room *room, enum judged pass) {
    if (pass == PASS_FROM_OUTPUT) return room->slope_at_y;
    if (pass == PASS_PARAM_GRAD) return room->param_slope;
    return room->want[pass == PASS_BACKWARD ? PASS_GRAD : pass];
}

/* One that is not the exact result correctly rounded. */
static inline void judge_other(const struct ulp_rules *rules, struct judge_tally *tally, float x,
                               float got, float rounded, double slope, double dy) {
    struct ulp_verdict verdict = ulp_judge(rules, x, got, slope, dy);
    judge_add(tally, &verdict, x, got, slope * dy);
    /* Any NaN is as good as another, and a zero may have either sign if that is no fault. */
    if (!verdict.faults && (got == rounded || isnan(got))) tally->right++;
}

enum { JUDGE_BLOCK = 16 };

/* Compilers vectorise it. */
static inline bool judge_is_block_right(const float *got, const float *rounded) {
    uint32_t different = 0;
    for (int i = 0; i < JUDGE_BLOCK; i++) different |= bits_of(got[i]) ^ bits_of(rounded[i]);
    return different == 0;
}

/* Most results are the exact one correctly rounded: only the others need to be measured. */
static inline void judge_results(const struct ulp_rules *rules, struct judge_tally *tally,
                                 const struct judge_room *room, int subject, enum judged pass,
                                 size_t n) {
    const float *got = room->got[subject][pass], *rounded = room->rounded[pass];
    const float *at = pass == PASS_FROM_OUTPUT ? room->y : room->x;
    const double *slope = judge_slope(room, pass);
    const bool times_dy = pass == PASS_BACKWARD || pass == PASS_FROM_OUTPUT;
    uint64_t right = 0;
    for (size_t i = 0; i < n; i++) {
        if (i % JUDGE_BLOCK == 0 && i + JUDGE_BLOCK <= n &&
            judge_is_block_right(got + i, rounded + i)) {
            right += JUDGE_BLOCK;
            i += JUDGE_BLOCK - 1;
            continue;
        }
        if (bits_of(got[i]) == bits_of(rounded[i]))
            right++;
        else
            judge_other(rules, tally, at[i], got[i], rounded[i], slope[i],
                        times_dy ? room->dy[i] : 1);
    }
    tally->total += n;
    tally->right += right;
    tally->histogram[0] += right;
}

/* Only what f can give is an output: monotone as all of these are, anything between the limits. */
static inline void judge_ask_oracle_at_y(const struct judge_case *c, struct judge_room *room,
                                         size_t n) {
    double low = c->oracle(-INFINITY, c->params).f, high = c->oracle(INFINITY, c->params).f;
    room->outputs = 0;
    for (size_t i = 0; i < n; i++) {
        float y = room->x[i];
        if (y < low || y > high) continue;
        size_t o = room->outputs++;
        room->y[o] = y;
        room->slope_at_y[o] = c->more->from_output(y, c->params);
        room->rounded[PASS_FROM_OUTPUT][o] = (float)(room->slope_at_y[o] * room->dy[o]);
    }
}

static inline bool judge_wants(const struct judge_case *c, enum judged pass) {
    return c->passes >> pass & 1;
}

/* Each pass in a loop of its own, which compilers vectorise. */
static inline void judge_round(const struct judge_case *c, struct judge_room *room, size_t n) {
    for (enum judged pass = PASS_VALUE; pass <= PASS_GRAD2; pass++)
        for (size_t i = 0; i < n && judge_wants(c, pass); i++)
            room->rounded[pass][i] = (float)room->want[pass][i];
    if (!judge_wants(c, PASS_BACKWARD) && !judge_wants(c, PASS_FROM_OUTPUT)) return;
    for (size_t i = 0; i < n; i++) {
        const uint32_t bits = bits_of(room->x[i]);
        room->dy[i] = c->any_dy ? judge_any_dy(bits) : judge_dy(bits);
    }
    for (size_t i = 0; i < n; i++)
        room->rounded[PASS_BACKWARD][i] = (float)(room->want[PASS_GRAD][i] * room->dy[i]);
}

static inline void judge_ask_oracle(const struct judge_case *c, struct judge_room *room, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct oracle_value v = c->oracle(room->x[i], c->params);
        room->want[0][i] = v.f;
        room->want[1][i] = v.f1;
        room->want[2][i] = v.f2;
    }
    judge_round(c, room, n);
    if (judge_wants(c, PASS_FROM_OUTPUT)) judge_ask_oracle_at_y(c, room, n);
    for (size_t i = 0; i < n && judge_wants(c, PASS_PARAM_GRAD); i++) {
        room->param_slope[i] = c->more->slope(room->x[i], c->params);
        room->rounded[PASS_PARAM_GRAD][i] = (float)room->param_slope[i];
    }
}

/* One pass of one subject, computed and judged; what its twin was told is told again for the same bits. */
static inline int judge_pass(const struct judge_case *c, struct judge_room *room, int s,
                             enum judged pass, size_t n) {
    struct judge_tally *tally = &room->tallies[s][pass];
    float(*got)[JUDGE_CHUNK] = room->got[s];
    const int twin = c->twin[s], status = judge_run(c, s, pass, room, n);
    memset(tally, 0, sizeof *tally);
    if (status != 0) return status;
    const size_t count = pass == PASS_FROM_OUTPUT ? room->outputs : n;
    if (pass == PASS_VALUE_AND_GRAD) {
        judge_same_bits(tally, room->x, got[pass], got[PASS_VALUE], n);
        judge_same_bits(tally, room->x, room->got_grad, got[PASS_GRAD], n);
    } else if (twin != s && memcmp(got[pass], room->got[twin][pass], count * sizeof(float)) == 0) {
        *tally = room->tallies[twin][pass];
    } else {
        judge_results(&c->rules[s][pass], tally, room, s, pass, count);
    }
    return 0;
}

/* Judges room->x[0..n), n <= JUDGE_CHUNK; the oracle is asked once for all passes and backends.
 * Returns what the library returned, so that a refusal is not mistaken for a result. */
static inline int judge_chunk(const struct judge_case *c, struct judge_room *room, size_t n,
                              judge_tallies tallies) {
    judge_ask_oracle(c, room, n);
    for (int s = 0; s < c->subjects; s++)
        for (enum judged pass = 0; pass < PASS_COUNT; pass++) {
            if (!((c->passes & ~c->subject[s].lacks) >> pass & 1)) continue;
            int status = judge_pass(c, room, s, pass, n);
            if (status != 0) return status;
            judge_merge(&tallies[s][pass], &room->tallies[s][pass]);
        }
    return 0;
}

#endif
