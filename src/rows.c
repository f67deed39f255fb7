/* Passes over the rows of a matrix. */
#include <stdint.h>

#include "check.h"
#include "run.h"

/* Rows of `columns` floats, ld apart. */
struct matrix {
    const float *at;
    size_t columns, ld;
};

static size_t span(const struct matrix *m, size_t rows) { return (rows - 1) * m->ld + m->columns; }

static bool fits(const struct matrix *m, size_t rows) {
    return m->columns <= m->ld && m->ld <= SIZE_MAX / sizeof(float) / rows;
}

/* Whether no row touches another one: the matrices are columns of one larger matrix. Calls itself
 * once at most, with the lower address first. NOLINTNEXTLINE(misc-no-recursion) */
static bool lie_side_by_side(const struct matrix *a, const struct matrix *b) {
    if ((uintptr_t)a->at > (uintptr_t)b->at) return lie_side_by_side(b, a);
    const size_t apart = ((uintptr_t)b->at - (uintptr_t)a->at) % (a->ld * sizeof(float));
    return a->ld == b->ld && apart >= a->columns * sizeof(float) &&
           apart + b->columns * sizeof(float) <= b->ld * sizeof(float);
}

static bool overlap(const struct matrix *x, const struct matrix *y, size_t rows) {
    if (x->at == y->at && (x->ld == y->ld || rows == 1)) return false;
    if (lie_side_by_side(x, y)) return false;
    return act_touch(x->at, span(x, rows) * sizeof(float), y->at, span(y, rows) * sizeof(float));
}

static bool bias_lies_apart(const struct act_rows *m, const struct matrix *y) {
    if (m->rows == 1 && m->bias == m->y) return true;
    return !act_touch(m->bias, m->columns * sizeof(float), m->y, span(y, m->rows) * sizeof(float));
}

static int check(const struct act_rows *m, bool gated, const struct matrix *x,
                 const struct matrix *y) {
    /* Two halves of so many columns may have come round to less than one. */
    if (x->columns < m->columns || !fits(x, m->rows) || !fits(y, m->rows)) return ACTFAST_ERR_SIZE;
    if (!x->at || !y->at || (!gated && !m->bias)) return ACTFAST_ERR_NULL;
    if (overlap(x, y, m->rows)) return ACTFAST_ERR_OVERLAP;
    return gated || bias_lies_apart(m, y) ? ACTFAST_OK : ACTFAST_ERR_OVERLAP;
}

int act_run_rows(const actfast_backend *backend, int activation, enum act_pass pass,
                 const struct act_rows *m) {
    struct act_task task;
    int status = act_check_task(&task, ACT_NEEDS_NOTHING, backend, activation, m->params);
    if (status || m->rows == 0 || m->columns == 0) return status;
    const bool gated = pass == ACT_gated_pass;
    const struct matrix x = {m->x, gated ? 2 * m->columns : m->columns, m->ldx};
    const struct matrix y = {m->y, m->columns, m->ldy};
    status = check(m, gated, &x, &y);
    if (status) return status;
    act_kernel *const kernel = act_kernel_of(task.backend, activation, pass, task.params);
    for (size_t row = 0; row < m->rows; row++) {
        const float *const in = m->x + row * m->ldx;
        const struct act_call c = {.in = {in, gated ? in + m->columns : m->bias},
                                   .out = {m->y + row * m->ldy},
                                   .n = m->columns,
                                   .params = task.params};
        act_compute(task.backend, kernel, pass, &c, m->rows * m->columns);
    }
    return ACTFAST_OK;
}
