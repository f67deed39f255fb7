/* Which inputs to try: every n-th bit pattern, or all, and the ones where things happen. */
#ifndef ACTFAST_TESTS_INPUTS_H
#define ACTFAST_TESTS_INPUTS_H

#include <float.h>
#include <math.h>
#include <stdint.h>

#include "judge.h"

enum { INPUTS_SPECIAL = 16384, INPUTS_AROUND = 24 };

struct inputs {
    uint64_t strided, count; /* count includes the special ones, which come last */
    uint32_t stride;
    uint32_t special[INPUTS_SPECIAL];
    int specials;
};

static inline void inputs_add(struct inputs *in, uint32_t bits) {
    if (in->specials < INPUTS_SPECIAL) in->special[in->specials++] = bits;
}

/* A point and its neighbours on both sides, with both signs. */
static inline void inputs_add_around(struct inputs *in, double point) {
    uint32_t bits = bits_of(fabsf((float)point));
    for (int i = -INPUTS_AROUND; i <= INPUTS_AROUND; i++) {
        uint32_t near = (bits + (uint32_t)i) & 0x7fffffffu;
        inputs_add(in, near);
        inputs_add(in, near | 0x80000000u);
    }
}

static inline void inputs_add_parameters(struct inputs *in, const struct judge_case *c) {
    float p = c->params[0], q = c->params[1];
    inputs_add_around(in, p);
    inputs_add_around(in, q);
    if (p != 0) {
        inputs_add_around(in, q / p); /* softplus' threshold, hard_sigmoid's first kink */
        inputs_add_around(in, (1 - q) / p);
    }
    inputs_add_around(in, sqrtf(fabsf(p)));
}

static inline void inputs_add_special(struct inputs *in, const struct judge_case *c) {
    static const double points[] = {0,  FLT_MIN, FLT_MAX, 0.5, 1,  2,   3,    6,
                                    20, 88,      104,     13,  10, 9.1, 1e10, 1e19};
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) inputs_add_around(in, points[i]);
    for (uint32_t exponent = 0; exponent < 512; exponent++)
        for (int i = -1; i <= 1; i++) inputs_add(in, (exponent << 23) + (uint32_t)i);
    inputs_add(in, 0x7fc12345u); /* NaNs: quiet with a payload, negative, signalling */
    inputs_add(in, 0xffc00000u);
    inputs_add(in, 0x7f800001u);
    inputs_add_parameters(in, c);
    for (enum judged pass = PASS_GRAD; pass <= PASS_GRAD2; pass++) {
        struct crossings crossings = crossings_of(c->oracle, c->params, pass);
        for (int i = 0; i < crossings.count; i++) inputs_add_around(in, crossings.at[i]);
    }
}

/* An odd stride visits all low bits too. A stride of 1 has no need of special points. */
static inline void inputs_prepare(struct inputs *in, const struct judge_case *c, uint32_t stride) {
    in->stride = stride;
    in->strided = (UINT64_C(0x100000000) + stride - 1) / stride;
    in->specials = 0;
    if (stride > 1) inputs_add_special(in, c);
    in->count = in->strided + (uint64_t)in->specials;
}

static inline float inputs_at(const struct inputs *in, uint64_t index) {
    if (index < in->strided) return float_of((uint32_t)(index * in->stride));
    return float_of(in->special[index - in->strided]);
}

/* Judges inputs [first, last) of a case. */
static inline int inputs_judge(const struct inputs *in, uint64_t first, uint64_t last,
                               const struct judge_case *c, struct judge_room *room,
                               judge_tallies tallies) {
    for (uint64_t at = first; at < last; at += JUDGE_CHUNK) {
        size_t n = last - at < JUDGE_CHUNK ? (size_t)(last - at) : JUDGE_CHUNK;
        for (size_t i = 0; i < n; i++) room->x[i] = inputs_at(in, at + i);
        int status = judge_chunk(c, room, n, tallies);
        if (status != 0) return status;
    }
    return 0;
}

#endif
