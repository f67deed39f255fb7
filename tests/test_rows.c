/* Promise: bias_rows and gated_rows give, row by row, the bits of the activation of the rounded sum
 * and of gated; whatever the strides, in place and side by side in one matrix; and nothing between
 * the rows or around them is written, nor anything outside read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "streaming.h"

enum { PRINT = 5, MAX_ROWS = 5, MAX_COLUMNS = 1200, ROOM = 24576, MARGIN = 64, ALIGNMENTS = 16 };

static const uint64_t seed = 20240617;
/* A NaN, so that reading it shows too. */
static const uint32_t poison = 0x7fa5a5a5;
static int failures;

/* What the rows are made of: cell r, c of a matrix is element r*MAX_COLUMNS + c. */
enum { X, UP, CELLS = MAX_ROWS * MAX_COLUMNS };
static float pool[2][CELLS], bias_pool[MAX_COLUMNS];
static float want_bias[CELLS], want_gated[CELLS];

/* Two memories, and what should be in them afterwards. */
static struct guarded memory[2], bias_memory;
static float image[2][ROOM];

enum kind { APART, AT_THE_END, IN_PLACE, RIGHT, LEFT, LATER, KINDS };
static const char *const kind_names[] = {"apart", "at the end", "in place",
                                         "right", "left",       "later"};

struct shape {
    bool gated;
    enum kind kind;
    size_t rows, columns, gap_x, gap_y;
};

/* A matrix within one of the memories. */
struct window {
    int memory;
    float *at;
    size_t columns, ld;
};

static size_t span(const struct window *w, size_t rows) {
    return rows && w->columns ? (rows - 1) * w->ld + w->columns : 0;
}

/* ---- Where the matrices lie ---- */

static void lay_apart(const struct shape *s, struct window *x, struct window *y) {
    x->ld = x->columns + s->gap_x, y->ld = y->columns + s->gap_y;
    x->memory = 0, y->memory = 1;
    const bool end = s->kind == AT_THE_END;
    x->at = end ? memory[0].high - span(x, s->rows) : memory[0].low + s->columns % ALIGNMENTS;
    y->at = end ? memory[1].high - span(y, s->rows) : memory[1].low + s->columns * 3 % ALIGNMENTS;
}

/* As columns of one larger matrix; y on either side, or beginning a row later. */
static void lay_in_one(const struct shape *s, struct window *x, struct window *y) {
    const bool in_place = s->kind == IN_PLACE, left = s->kind == LEFT;
    float *const base = memory[0].low + s->columns % ALIGNMENTS;
    x->memory = y->memory = 0;
    x->ld = y->ld = x->columns + s->gap_x + (in_place ? 0 : y->columns + s->gap_y);
    x->at = base + (left ? y->columns + s->gap_y : 0);
    y->at = in_place || left ? base : base + x->columns + s->gap_x;
    if (s->kind == LATER) y->at += y->ld;
    if (in_place && s->rows == 1) y->ld += 3;
}

static void lay(const struct shape *s, struct window *x, struct window *y) {
    x->columns = s->gated ? 2 * s->columns : s->columns, y->columns = s->columns;
    if (s->kind == APART || s->kind == AT_THE_END)
        lay_apart(s, x, y);
    else
        lay_in_one(s, x, y);
}

/* ---- What should be there ---- */

static void each_row(const struct window *w, size_t rows, float *base, const float *values,
                     size_t from, size_t count) {
    for (size_t r = 0; r < rows; r++)
        memcpy(base + r * w->ld + from, values + r * MAX_COLUMNS, count * sizeof *values);
}

/* The same into the memory and its image. */
static void put_x(const struct shape *s, const struct window *x) {
    float *const bases[] = {x->at, image[x->memory] + (x->at - memory[x->memory].low)};
    for (int i = 0; i < 2; i++) {
        each_row(x, s->rows, bases[i], pool[X], 0, s->columns);
        if (s->gated) each_row(x, s->rows, bases[i], pool[UP], s->columns, s->columns);
    }
}

static void put_want(const struct shape *s, const struct window *y) {
    each_row(y, s->rows, image[y->memory] + (y->at - memory[y->memory].low),
             s->gated ? want_gated : want_bias, 0, s->columns);
}

/* All that a matrix covers and a margin, as far as there is memory. */
struct part {
    size_t from, to;
};

static struct part part_of(const struct window *w, size_t rows) {
    const size_t at = (size_t)(w->at - memory[w->memory].low), end = at + span(w, rows) + MARGIN;
    return (struct part){at < MARGIN ? 0 : at - MARGIN,
                         end < memory[w->memory].room ? end : memory[w->memory].room};
}

static void poison_part(const struct shape *s, const struct window *w) {
    const struct part part = part_of(w, s->rows);
    for (size_t i = part.from; i < part.to; i++) {
        memcpy(memory[w->memory].low + i, &poison, sizeof poison);
        memcpy(image[w->memory] + i, &poison, sizeof poison);
    }
}

static void report(const struct call *c, const struct shape *s, const char *what, size_t at,
                   float got, float want) {
    if (failures++ >= PRINT) return;
    call_print(c);
    printf("%s rows, %s, %zu x %zu, gaps %zu and %zu: %s at %zu: got %a (%08x), want %a (%08x)\n",
           s->gated ? "gated" : "bias", kind_names[s->kind], s->rows, s->columns, s->gap_x,
           s->gap_y, what, at, (double)got, bits_of(got), (double)want, bits_of(want));
}

static void check_part(const struct call *c, const struct shape *s, const struct window *w,
                       const char *what) {
    const struct part part = part_of(w, s->rows);
    for (size_t i = part.from; i < part.to; i++) {
        const float got = memory[w->memory].low[i], want = image[w->memory][i];
        const bool right = bits_of(want) == poison ? bits_of(got) == poison : same(got, want);
        if (!right) report(c, s, what, i, got, want);
    }
}

/* ---- One call ---- */

static void check_shape(const struct call *c, const struct shape *s) {
    struct window x, y;
    int status;
    lay(s, &x, &y);
    float *const bias = bias_memory.high - s->columns;
    memcpy(bias, bias_pool, s->columns * sizeof *bias);
    poison_part(s, &x), poison_part(s, &y);
    put_x(s, &x);
    if (s->gated)
        status = actfast_gated_rows_f32(c->backend, c->activation, c->params, x.at, y.at, s->rows,
                                        s->columns, x.ld, y.ld);
    else
        status = actfast_bias_rows_f32(c->backend, c->activation, c->params, x.at, bias, y.at,
                                       s->rows, s->columns, x.ld, y.ld);
    put_want(s, &y);
    if (status != 0) report(c, s, actfast_strerror(status), 0, 0, 0);
    check_part(c, s, &x, "in x");
    check_part(c, s, &y, "in y");
    if (memcmp(bias, bias_pool, s->columns * sizeof *bias) != 0) report(c, s, "bias", 0, 0, 0);
}

static void check_all_kinds(const struct call *c, size_t rows, size_t columns, size_t step) {
    static const size_t gaps[] = {0, 1, 7, 16};
    struct shape s = {.rows = rows, .columns = columns};
    for (int gated = 0; gated < 2; gated++)
        for (s.kind = 0; s.kind < KINDS; s.kind++)
            for (size_t g = (rows + columns) % step; g < 16; g += step) {
                s.gated = gated, s.gap_x = gaps[g % 4], s.gap_y = gaps[g / 4];
                check_shape(c, &s);
            }
}

/* ---- Every backend, activation and set of parameters ---- */

/* What the rows should give, from passes over plain buffers. */
static void fill_want(const struct call *c) {
    static float sum[CELLS];
    for (int i = 0; i < CELLS; i++) {
        volatile float rounded = pool[X][i] + bias_pool[i % MAX_COLUMNS];
        sum[i] = rounded;
    }
    failures +=
        actfast_forward_f32(c->backend, c->activation, c->params, sum, want_bias, CELLS) != 0;
    failures += actfast_gated_f32(c->backend, c->activation, c->params, pool[X], pool[UP],
                                  want_gated, CELLS) != 0;
}

static void for_all(void (*body)(const struct call *)) {
    float params[2];
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (int set = 0; params_at(a, set, params) && !(quick() && set > 0); set++) {
                struct call c = {actfast_backend_at(b), a, PASS_value, params, {0}, {0}, 0};
                fill_want(&c);
                body(&c);
            }
    assert_int_equal(failures, 0);
}

/* All widths up to a few vectors; each with some of the gaps, in turns. */
static void small(const struct call *c) {
    for (size_t rows = 0; rows <= MAX_ROWS; rows += quick() ? 2 : 1)
        for (size_t columns = 0; columns <= 70; columns += quick() ? 7 : 1)
            check_all_kinds(c, rows, columns, 7);
}

static void rows_give_the_bits_of_plain_buffers(void **state) {
    (void)state;
    for_all(small);
}

/* Around the blocks of the loops, and those of streaming. */
static void wide(const struct call *c) {
    static const size_t columns[] = {383, 384, 385, 511, 512, 513, 768, 1024, MAX_COLUMNS};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i += quick() ? 3 : 1)
        for (size_t rows = 1; rows <= MAX_ROWS; rows += 2) check_all_kinds(c, rows, columns[i], 9);
}

static void wide_rows_give_the_bits_of_plain_buffers(void **state) {
    (void)state;
    for_all(wide);
}

/* ---- One row ---- */

/* The bias of a single row may be its output. */
static void bias_in_place(const struct call *c) {
    for (size_t columns = 1; columns <= 70; columns += quick() ? 9 : 1) {
        const struct shape s = {.rows = 1, .columns = columns};
        float *const y = bias_memory.high - columns;
        memcpy(y, bias_pool, columns * sizeof *y);
        const int status = actfast_bias_rows_f32(c->backend, c->activation, c->params, pool[X], y,
                                                 y, 1, columns, columns + 5, columns);
        if (status != 0) report(c, &s, actfast_strerror(status), 0, 0, 0);
        for (size_t i = 0; i < columns; i++)
            if (!same(y[i], want_bias[i])) report(c, &s, "bias in place", i, y[i], want_bias[i]);
    }
}

static void the_bias_of_a_single_row_may_be_its_output(void **state) {
    (void)state;
    for_all(bias_in_place);
}

int main(int argc, char **argv) {
    const struct CMUnitTest rows[] = {
        cmocka_unit_test(rows_give_the_bits_of_plain_buffers),
        cmocka_unit_test(wide_rows_give_the_bits_of_plain_buffers),
        cmocka_unit_test(the_bias_of_a_single_row_may_be_its_output),
        cmocka_unit_test(streaming_gives_the_same_bits),
    };
    const struct CMUnitTest stream[] = {
        cmocka_unit_test(wide_rows_give_the_bits_of_plain_buffers),
    };
    const bool streaming = argc > 1 && strcmp(argv[1], "streaming") == 0;
    uint64_t random = seed;
    header_print(streaming ? "rows, streaming" : "rows");
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    for (int i = 0; i < 2; i++) memory[i] = guarded_make(ROOM);
    bias_memory = guarded_make(MAX_COLUMNS);
    for (int i = 0; i < CELLS; i++)
        for (int b = 0; b < 2; b++) pool[b][i] = random_element(i, &random);
    for (int i = 0; i < MAX_COLUMNS; i++) bias_pool[i] = random_element(i, &random);
    if (streaming) return cmocka_run_group_tests(stream, NULL, NULL);
    return cmocka_run_group_tests(rows, NULL, NULL);
}
