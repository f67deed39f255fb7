/* Promise: wrong calls of bias_rows and gated_rows are refused with the status that the header names,
 * the first of several in the order given there, and then nothing is written; the typed functions
 * and the ones by number are the same functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "precedence.h"

enum { PRINT = 8, ARENA = 512, ROWS = 3, COLUMNS = 4, AT_X = 200, AT_Y = 320, AT_BIAS = 20 };

static float arena[ARENA], before[ARENA];
static int faults;

struct rows_call {
    const actfast_backend *backend;
    int activation;
    const float *params, *x, *bias;
    float *y;
    bool gated;
    size_t rows, columns, ldx, ldy;
};

static int run(const struct rows_call *c) {
    if (c->gated)
        return actfast_gated_rows_f32(c->backend, c->activation, c->params, c->x, c->y, c->rows,
                                      c->columns, c->ldx, c->ldy);
    return actfast_bias_rows_f32(c->backend, c->activation, c->params, c->x, c->bias, c->y, c->rows,
                                 c->columns, c->ldx, c->ldy);
}

static struct rows_call fresh_call(bool gated) {
    for (int i = 0; i < ARENA; i++) arena[i] = -2 + 0.01f * (float)i;
    memcpy(before, arena, sizeof before);
    return (struct rows_call){.activation = ACTFAST_SOFTPLUS,
                              .x = arena + AT_X,
                              .bias = arena + AT_BIAS,
                              .y = arena + AT_Y,
                              .gated = gated,
                              .rows = ROWS,
                              .columns = COLUMNS,
                              .ldx = 2 * COLUMNS + 3,
                              .ldy = COLUMNS + 2};
}

static void fault(const struct rows_call *c, const char *what, int got, int want) {
    if (faults++ >= PRINT) return;
    printf("  %s, %zu x %zu, strides %zu and %zu, y - x = %td: %s: status %d, want %d\n",
           c->gated ? "gated_rows" : "bias_rows", c->rows, c->columns, c->ldx, c->ldy,
           (const char *)c->y - (const char *)c->x, what, got, want);
}

/* Runs it, wants that status, and an untouched arena unless there was something to compute. */
static void expect(const struct rows_call *c, int want, const char *what) {
    const int got = run(c);
    const bool computes = want == ACTFAST_OK && c->rows > 0 && c->columns > 0;
    if (got != want) fault(c, what, got, want);
    if (!computes && memcmp(arena, before, sizeof arena) != 0) fault(c, "wrote", got, want);
    memcpy(arena, before, sizeof arena);
}

/* ---- Sizes ---- */

static void a_row_longer_than_its_stride_is_refused(void **state) {
    (void)state;
    faults = 0;
    for (int gated = 0; gated < 2; gated++) {
        const size_t width = gated ? 2 * COLUMNS : COLUMNS;
        for (size_t rows = 1; rows <= ROWS; rows++) {
            struct rows_call c = fresh_call(gated);
            c.rows = rows;
            for (c.ldx = 0; c.ldx < width; c.ldx++) expect(&c, ACTFAST_ERR_SIZE, "short ldx");
            expect(&c, ACTFAST_OK, "ldx of just a row");
            for (c.ldy = 0; c.ldy < COLUMNS; c.ldy++) expect(&c, ACTFAST_ERR_SIZE, "short ldy");
            expect(&c, ACTFAST_OK, "ldy of just a row");
        }
    }
    assert_int_equal(faults, 0);
}

/* Numbers that are small ones again once they are multiplied. */
static void what_does_not_fit_in_memory_is_refused(void **state) {
    const size_t many = SIZE_MAX / sizeof(float);
    const size_t wide[] = {many + 1, SIZE_MAX / 2 + 1, SIZE_MAX / 2 + 3, SIZE_MAX};
    (void)state;
    faults = 0;
    for (int gated = 0; gated < 2; gated++) {
        struct rows_call c = fresh_call(gated);
        for (int i = 0; i < 4; i++) {
            c = fresh_call(gated), c.ldx = wide[i];
            expect(&c, ACTFAST_ERR_SIZE, "ldx too large");
            c = fresh_call(gated), c.ldy = wide[i];
            expect(&c, ACTFAST_ERR_SIZE, "ldy too large");
            c = fresh_call(gated), c.rows = wide[i];
            expect(&c, ACTFAST_ERR_SIZE, "too many rows");
            c = fresh_call(gated), c.rows = 1, c.columns = c.ldx = c.ldy = wide[i];
            expect(&c, ACTFAST_ERR_SIZE, "too many columns");
            c.columns = wide[i] / 2 + 1, c.ldx = c.ldy = SIZE_MAX;
            expect(&c, ACTFAST_ERR_SIZE, "too many columns for two halves");
        }
        c = fresh_call(gated), c.rows = many / c.ldx + 1;
        expect(&c, ACTFAST_ERR_SIZE, "rows*ldx");
        c.rows--;
        expect(&c, ACTFAST_ERR_OVERLAP, "rows*ldx just fits");
        c = fresh_call(gated), c.ldy = 2 * c.ldx, c.rows = many / c.ldy + 1;
        expect(&c, ACTFAST_ERR_SIZE, "rows*ldy");
        c.rows--;
        expect(&c, ACTFAST_ERR_OVERLAP, "rows*ldy just fits");
        c = fresh_call(gated), c.rows = 1, c.columns = gated ? many / 2 : many,
        c.ldx = c.ldy = many;
        expect(&c, ACTFAST_ERR_OVERLAP, "columns just fit");
        c.columns++;
        expect(&c, ACTFAST_ERR_SIZE, "columns just do not fit");
    }
    assert_int_equal(faults, 0);
}

static void nothing_to_do_needs_no_buffers_and_no_strides(void **state) {
    static const size_t sizes[] = {0, 1, COLUMNS, SIZE_MAX / 4 + 1, SIZE_MAX};
    (void)state;
    faults = 0;
    for (int gated = 0; gated < 2; gated++)
        for (int i = 0; i < 5 * 5 * 5; i++) {
            struct rows_call c = fresh_call(gated);
            c.ldx = sizes[i % 5], c.ldy = sizes[i / 5 % 5];
            c.rows = 0, c.columns = sizes[i / 25];
            expect(&c, ACTFAST_OK, "no rows");
            c.rows = sizes[i / 25], c.columns = 0;
            expect(&c, ACTFAST_OK, "no columns");
            c.x = c.bias = c.y = NULL;
            expect(&c, ACTFAST_OK, "no columns, NULL");
            c.rows = 0, c.columns = sizes[i / 25];
            expect(&c, ACTFAST_OK, "no rows, NULL");
            c.activation = -1;
            expect(&c, ACTFAST_ERR_ACTIVATION, "no rows of no activation");
        }
    assert_int_equal(faults, 0);
}

static void null_buffers_are_refused(void **state) {
    (void)state;
    faults = 0;
    for (int gated = 0; gated < 2; gated++)
        for (int which = 0; which < 3 - gated; which++) {
            struct rows_call c = fresh_call(gated);
            if (which == 0) c.x = NULL;
            if (which == 1) c.y = NULL;
            if (which == 2) c.bias = NULL;
            expect(&c, ACTFAST_ERR_NULL, "NULL buffer");
        }
    struct rows_call c = fresh_call(true);
    c.bias = NULL;
    expect(&c, ACTFAST_OK, "gated rows have no bias");
    assert_int_equal(faults, 0);
}

/* ---- Overlaps ---- */

static bool touch(uintptr_t a, size_t a_floats, uintptr_t b, size_t b_floats) {
    return a < b + b_floats * sizeof(float) && b < a + a_floats * sizeof(float);
}

/* The rule of the header, by looking at every pair of rows. */
static bool may_lie_so(const struct rows_call *c) {
    const size_t width = c->gated ? 2 * c->columns : c->columns;
    const uintptr_t x = (uintptr_t)c->x, y = (uintptr_t)c->y;
    if (!touch(x, (c->rows - 1) * c->ldx + width, y, (c->rows - 1) * c->ldy + c->columns))
        return true;
    if (x == y) return c->ldx == c->ldy || c->rows == 1;
    bool rows_touch = c->ldx != c->ldy;
    for (size_t i = 0; i < c->rows; i++)
        for (size_t j = 0; j < c->rows; j++)
            rows_touch = rows_touch || touch(x + i * c->ldx * sizeof(float), width,
                                             y + j * c->ldy * sizeof(float), c->columns);
    return !rows_touch;
}

/* Every byte that y can begin at, from before x to behind it. What is computed on is floats. */
static void slide(struct rows_call *c) {
    const int bytes = (int)(sizeof(float) * (ROWS * c->ldx + 4));
    for (int at = -bytes; at <= bytes; at++) {
        c->y = (void *)((char *)(arena + AT_X) + at);
        const bool may = may_lie_so(c);
        if (may && at % (int)sizeof(float) != 0) continue;
        expect(c, may ? ACTFAST_OK : ACTFAST_ERR_OVERLAP, "y slid along x");
    }
}

static void overlaps_are_refused_in_place_and_side_by_side_are_not(void **state) {
    (void)state;
    faults = 0;
    for (int gated = 0; gated < 2; gated++)
        for (size_t rows = 1; rows <= ROWS; rows++)
            for (int gap = 0; gap < 8; gap++)
                for (int other = -1; other <= 1; other++) {
                    struct rows_call c = fresh_call(gated);
                    c.rows = rows;
                    c.ldx = (size_t)((gated ? 2 : 1) * COLUMNS + gap);
                    c.ldy = (size_t)((int)c.ldx + other);
                    if (c.ldy >= COLUMNS && c.ldy < 100) slide(&c);
                }
    assert_int_equal(faults, 0);
}

/* Not even between the rows of y; with x it may do what it likes. */
static void the_bias_may_overlap_x_but_not_y(void **state) {
    (void)state;
    faults = 0;
    for (size_t rows = 1; rows <= ROWS; rows++) {
        struct rows_call c = fresh_call(false);
        c.rows = rows;
        const int length = (int)(sizeof(float) * ((rows - 1) * c.ldy + COLUMNS));
        for (int at = -20; at <= length + 4; at++) {
            c.bias = (const void *)((const char *)(arena + AT_Y) + at);
            const bool apart = at <= -COLUMNS * (int)sizeof(float) || at >= length;
            const bool may = apart || (rows == 1 && at == 0);
            if (may && at % (int)sizeof(float) != 0) continue;
            expect(&c, may ? ACTFAST_OK : ACTFAST_ERR_OVERLAP, "bias slid along y");
        }
        for (int shift = -COLUMNS; shift < 40; shift++) {
            c.bias = c.x + shift;
            expect(&c, ACTFAST_OK, "bias slid along x");
        }
    }
    assert_int_equal(faults, 0);
}

/* ---- Precedence ---- */

static void the_first_of_several_errors_is_returned(void **state) {
    (void)state;
    faults = 0;
    for (int gated = 0; gated < 2; gated++)
        for (unsigned wrong = 1; wrong < WRONGS; wrong++) {
            struct rows_call c = fresh_call(gated);
            if (wrong & WRONG_ACTIVATION)
                c.activation = wrong & WRONG_BACKEND ? -1 : actfast_activation_count();
            if (wrong & WRONG_BACKEND) c.backend = (const void *)arena;
            if (wrong & WRONG_PARAM) c.params = wrong_params;
            if (wrong & WRONG_SIZE) c.ldx = COLUMNS - 1;
            if (wrong & WRONG_OVERLAP) c.y = arena + AT_X + 1;
            if (wrong & WRONG_NULL) c.x = NULL;
            expect(&c, first_error(wrong), "several errors");
            c.rows = 0;
            expect(&c, first_error(wrong & (WRONG_SIZE - 1)), "several errors, no rows");
        }
    assert_int_equal(faults, 0);
}

/* ---- The two faces of each function ---- */

#define PARAMS0
#define PARAMS1(a, da)        , p[0]
#define PARAMS2(a, da, b, db) , p[0], p[1]
#define ACTIVATION(name, more, ...)                                                                \
    static int typed_##name(const struct rows_call *c) {                                           \
        const float *const p = c->params;                                                          \
        (void)p;                                                                                   \
        if (c->gated)                                                                              \
            return actfast_##name##_gated_rows_f32(c->x, c->y, c->rows, c->columns, c->ldx,        \
                                                   c->ldy more);                                   \
        return actfast_##name##_bias_rows_f32(c->x, c->bias, c->y, c->rows, c->columns, c->ldx,    \
                                              c->ldy more);                                        \
    }
#include "activations.def"

static int (*const typed[])(const struct rows_call *) = {
#define ACTIVATION(name, ...) typed_##name,
#include "activations.def"
};

/* The same status and the same arena, whatever comes of the call. */
static void compare_faces(struct rows_call *c, const float *params, const float *by_number) {
    static float after[ARENA];
    c->params = params;
    const int status = typed[c->activation](c);
    memcpy(after, arena, sizeof after);
    memcpy(arena, before, sizeof arena);
    c->params = by_number;
    const int other = run(c);
    if (status != other) fault(c, "typed and by number", status, other);
    if (memcmp(after, arena, sizeof after) != 0) fault(c, "typed and by number differ", 0, 0);
    memcpy(arena, before, sizeof arena);
}

static void typed_functions_equal_those_by_number(void **state) {
    static const float others[] = {1.25f, 7.0f}, bad[] = {NAN, NAN};
    (void)state;
    faults = 0;
    for (int b = 0; b < actfast_backend_count(); b++) {
        assert_int_equal(actfast_backend_activate(actfast_backend_at(b)), ACTFAST_OK);
        for (int id = 0; id < actfast_activation_count(); id++)
            for (int i = 0; i < 2 * 4; i++) {
                const float defaults[] = {actfast_activation_param_default(id, 0),
                                          actfast_activation_param_default(id, 1)};
                struct rows_call c = fresh_call(i % 2);
                c.activation = id;
                if (i / 2 == 1) c.ldx = 1;
                if (i / 2 == 2) c.x = NULL;
                if (i / 2 == 3) c.y = arena + AT_X + 1;
                compare_faces(&c, defaults, NULL);
                compare_faces(&c, others, others);
                compare_faces(&c, bad, bad);
            }
    }
    assert_int_equal(actfast_backend_activate(NULL), ACTFAST_OK);
    assert_int_equal(faults, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_longer_than_its_stride_is_refused),
        cmocka_unit_test(what_does_not_fit_in_memory_is_refused),
        cmocka_unit_test(nothing_to_do_needs_no_buffers_and_no_strides),
        cmocka_unit_test(null_buffers_are_refused),
        cmocka_unit_test(overlaps_are_refused_in_place_and_side_by_side_are_not),
        cmocka_unit_test(the_bias_may_overlap_x_but_not_y),
        cmocka_unit_test(the_first_of_several_errors_is_returned),
        cmocka_unit_test(typed_functions_equal_those_by_number),
    };
    header_print("arguments of rows");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
