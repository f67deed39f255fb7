/* From the fuzzer's bytes to a call: a plan, the contents of its buffers and the cuts to try. */
#ifndef ACTFAST_TESTS_FUZZ_DECODE_H
#define ACTFAST_TESTS_FUZZ_DECODE_H

#include "grid.h"
#include "model.h"

/* ---- Bytes ---- */

struct bytes {
    const uint8_t *at;
    size_t left;
};

/* What is beyond the end is 0. */
static inline uint32_t take(struct bytes *in, int count) {
    uint32_t value = 0;
    for (int i = 0; i < count && in->left > 0; i++) {
        value |= (uint32_t)*in->at++ << 8 * i;
        in->left--;
    }
    return value;
}

/* ---- The arena ---- */

/* All buffers lie in here, with room for slides on both sides; what no output covers is a canary. */
enum { ARENA_MARGIN = 2048, ARENA_SIZE = 640 * 1024 };

struct arena {
    _Alignas(64) char bytes[ARENA_SIZE];
    size_t used;
};

enum { MANY = 2048, MANY_ROWS = 12, MANY_COLUMNS = 70 };

/* ---- The task ---- */

static inline const actfast_backend *decode_backend(uint32_t choice) {
    static const char none[64];
    const int count = actfast_backend_count();
    choice %= 32;
    if (choice == 31) return (const actfast_backend *)(const void *)none;
    if (choice == 30) return NULL;
    return actfast_backend_at((int)choice % count);
}

static inline int decode_activation(uint32_t choice) {
    static const int bad[] = {-1, INT_MIN, INT_MAX};
    const int count = actfast_activation_count();
    if (choice >= 253) return bad[choice - 253];
    return choice == 252 ? count : (int)choice % count;
}

/* Defaults, sets of the grid, sets of the harness, or any bits at all. */
static inline void decode_params(struct plan *p, struct bytes *in) {
    const uint32_t how = take(in, 1);
    const bool known = p->activation >= 0 && p->activation < actfast_activation_count();
    const char *const name = known ? actfast_activation_name(p->activation) : "";
    const struct grid *const grid = grid_of(name);
    p->bounded = true;
    memcpy(p->values, grid->sets[how / 4 % (uint32_t)grid->count], sizeof p->values);
    p->params = p->values;
    if (how % 4 == 0) {
        if (known) params_at(p->activation, 0, p->values);
        p->params = NULL;
    } else if (how % 4 == 2) {
        p->bounded = false;
        if (!known || !params_at(p->activation, (int)(how / 4), p->values))
            p->values[0] = p->values[1] = 0;
    } else if (how % 4 == 3) {
        p->bounded = false;
        for (int i = 0; i < 2; i++) p->values[i] = float_of(take(in, 4));
    }
}

/* ---- Sizes ---- */

/* Sizes that overflow in one step of the way or another. */
static inline size_t decode_huge(uint32_t choice) {
    static const size_t sizes[] = {SIZE_MAX / 4 + 1, SIZE_MAX / 4,     SIZE_MAX / 2 + 1,
                                   SIZE_MAX,         SIZE_MAX / 8 + 1, SIZE_MAX / 8,
                                   SIZE_MAX - 3,     INT_MAX,          SIZE_MAX / 4 - 1,
                                   SIZE_MAX / 2 - 1, SIZE_MAX - 1,     UINT32_MAX};
    return sizes[choice % (sizeof sizes / sizeof sizes[0])];
}

static inline size_t decode_n(const struct plan *p, struct bytes *in) {
    const uint32_t how = take(in, 1);
    if (how < 2) return decode_huge(take(in, 1));
    if (how == 2 && p->kind == KIND_param_grad)
        return ACTFAST_PARAM_GRAD_BLOCK - 8 + take(in, 2) % 64;
    return take(in, 2) % (how < 128 ? 80 : MANY);
}

static inline void decode_rows(struct plan *p, struct bytes *in) {
    const uint32_t how = take(in, 1), gated = p->kind == KIND_gated_rows ? 2 : 1;
    p->rows = take(in, 1) % MANY_ROWS;
    p->columns = take(in, 1) % MANY_COLUMNS;
    p->ldx = gated * p->columns + take(in, 1) % 40;
    p->ldy = how & 1 ? p->ldx : p->columns + take(in, 1) % 40;
    if (how < 240) return;
    size_t *const size[] = {&p->rows, &p->columns, &p->ldx, &p->ldy};
    *size[how % 4] = how & 4 ? decode_huge(take(in, 1)) : take(in, 1);
    if (how & 8) *size[take(in, 1) % 4] = decode_huge(take(in, 1));
}

/* Whether the buffers fit in the arena, which calls that must fail need not. */
static inline bool plan_fits(const struct plan *p) {
    wide sum = 0;
    for (int i = 0; i < buffers_of(p->kind); i++) sum += buffer_size(p, i);
    return sum < ARENA_SIZE - 4 * ARENA_MARGIN && p->rows < 256;
}

/* ---- Places ---- */

/* One after the other, with a canary or nothing between them. */
static inline void place_apart(struct plan *p, struct arena *arena, struct bytes *in) {
    size_t offset = ARENA_MARGIN;
    for (int i = 0; i < buffers_of(p->kind); i++) {
        const wide size = buffer_size(p, i);
        offset += take(in, 1) % 32 * sizeof(float);
        if (p->kind == KIND_param_grad && i == 2)
            offset = (offset + sizeof(double) - 1) / sizeof(double) * sizeof(double);
        p->at[i] = arena->bytes + offset;
        offset += plan_fits(p) ? (size_t)size : 256;
    }
    arena->used = offset + ARENA_MARGIN;
}

/* Puts buffer i where it meets another one, or nearly so, or at NULL. */
static inline void place_anew(struct plan *p, int i, struct bytes *in) {
    const uint32_t how = take(in, 1);
    const int other = (int)(take(in, 1) % (uint32_t)buffers_of(p->kind));
    const bool fits = plan_fits(p);
    const size_t mine = fits ? (size_t)buffer_size(p, i) : 0;
    const size_t theirs = fits ? (size_t)buffer_size(p, other) : 0;
    const ptrdiff_t slide =
        (int8_t)(uint8_t)take(in, 1) * (how & 64 ? 1 : (ptrdiff_t)sizeof(float));
    if (how % 8 == 0) p->at[i] = NULL;
    if (other == i || p->at[other] == NULL || p->at[i] == NULL) return;
    if (how % 8 < 4) p->at[i] = p->at[other];
    if (how % 8 == 4 || how % 8 == 5) p->at[i] = p->at[other] + slide;
    if (how % 8 == 6) p->at[i] = p->at[other] + theirs + slide;
    if (how % 8 == 7) p->at[i] = p->at[other] - mine + slide;
}

/* A slide too many may lead out of the arena; such a plan is not carried out. */
static inline bool is_inside(const struct plan *p, const struct arena *arena) {
    const wide first = (wide)(uintptr_t)arena->bytes;
    for (int i = 0; i < buffers_of(p->kind); i++) {
        const wide at = (wide)(uintptr_t)p->at[i];
        const wide size = plan_fits(p) ? buffer_size(p, i) : 0;
        if (p->at[i] && (at < first || at + size > first + arena->used)) return false;
    }
    return true;
}

/* Kernels may be given floats where floats can lie. */
static inline bool is_aligned(const struct plan *p) {
    for (int i = 0; i < buffers_of(p->kind); i++)
        if ((uintptr_t)p->at[i] % sizeof(float)) return false;
    return true;
}

/* ---- Contents ---- */

/* Bits of the input, random floats, a walk over neighbours, or one value with another in it. */
static inline void fill(struct arena *arena, struct bytes *in) {
    const uint32_t how = take(in, 1) % 4, first = take(in, 4), second = take(in, 4);
    const size_t count = arena->used / sizeof(float);
    uint64_t state = first;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits = 0;
        if (how == 0) bits = in->left ? take(in, 4) : (uint32_t)random_bits(&state);
        if (how == 1) bits = bits_of(random_float(&state));
        if (how == 2) bits = first + (uint32_t)i * second;
        if (how == 3) bits = i % 17 == second % 17 ? second : first;
        memcpy(arena->bytes + i * sizeof bits, &bits, sizeof bits);
    }
}

/* Returns false for a plan that cannot be carried out. */
static inline bool decode(struct plan *p, struct arena *arena, struct bytes *in) {
    p->kind = (int)take(in, 1) % KINDS;
    p->activation = decode_activation(take(in, 1));
    p->backend = decode_backend(take(in, 1));
    decode_params(p, in);
    if (is_rows(p->kind))
        decode_rows(p, in);
    else
        p->n = decode_n(p, in);
    place_apart(p, arena, in);
    for (uint32_t moves = take(in, 1) % 4; moves > 0; moves--)
        place_anew(p, (int)(take(in, 1) % (uint32_t)buffers_of(p->kind)), in);
    if (!is_inside(p, arena)) return false;
    if (p->rows >= 256 && (wide)p->rows * p->ldx <= SIZE_MAX / 4) return false; /* not painted */
    const bool runs = model_status(p) == ACTFAST_OK && p->n > 0 && !is_rows(p->kind);
    const bool runs_rows = model_status(p) == ACTFAST_OK && is_rows(p->kind) && p->rows > 0;
    if ((runs || (runs_rows && p->columns > 0)) && (!plan_fits(p) || !is_aligned(p))) return false;
    fill(arena, in);
    return true;
}

#endif
