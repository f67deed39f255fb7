/* What a call must compute: the same elements in buffers of their own, cut elsewhere, on every
 * backend; and what the oracle says of f, f' and f''. */
#ifndef ACTFAST_TESTS_FUZZ_COMPARE_H
#define ACTFAST_TESTS_FUZZ_COMPARE_H

#include "decode.h"
#include "judge.h"

enum { MOST_RESULTS = ARENA_SIZE / sizeof(float) };

/* The outputs one after the other, row by row; of param_grad the sums. */
struct results {
    size_t count;
    float value[MOST_RESULTS];
    double sum[2];
};

static uint64_t elements;

/* ---- Failure ---- */

static inline void plan_print(const struct plan *p) {
    const char *name = actfast_activation_name(p->activation);
    fprintf(stderr,
            "kind %d, activation %d (%s), params %s%g %g, n %zu, rows %zu, columns %zu, ldx "
            "%zu, ldy %zu, backend %s\n",
            p->kind, p->activation, name ? name : "none", p->params ? "" : "default ",
            (double)p->values[0], (double)p->values[1], p->n, p->rows, p->columns, p->ldx, p->ldy,
            actfast_backend_isa(p->backend) ? actfast_backend_isa(p->backend) : "none");
    for (int i = 0; i < buffers_of(p->kind); i++)
        fprintf(stderr, "  buffer %d at %p\n", i, (void *)p->at[i]);
}

static inline void fail(const struct plan *p, const char *what) {
    fprintf(stderr, "%s\n", what);
    plan_print(p);
    abort();
}

static inline void fail_status(const struct plan *p, int got, int want) {
    fprintf(stderr, "status %d, the contract says %d: ", got, want);
    fail(p, actfast_strerror(want));
}

static inline void fail_at(const struct plan *p, const char *what, size_t at, float got,
                           float want) {
    fprintf(stderr, "element %zu: got %a (%08x), want %a (%08x): ", at, (double)got, bits_of(got),
            (double)want, bits_of(want));
    fail(p, what);
}

/* ---- Where results lie ---- */

static inline size_t result_rows(const struct plan *p) {
    return p->kind == KIND_param_grad ? 0 : is_rows(p->kind) ? p->rows : 1;
}

static inline size_t result_columns(const struct plan *p) {
    return is_rows(p->kind) ? p->columns : p->n;
}

static inline size_t result_offset(const struct plan *p, const struct arena *arena, int output,
                                   size_t row, size_t column) {
    const char *const at = p->at[inputs_of(p->kind) + output];
    return (size_t)(at - arena->bytes) + (row * p->ldy + column) * sizeof(float);
}

/* Whether a call that succeeds writes anything. */
static inline bool plan_computes(const struct plan *p) {
    return is_rows(p->kind) ? p->rows > 0 && p->columns > 0 : p->n > 0;
}

/* ---- The same elements elsewhere ---- */

/* n elements of one row, in buffers with no relation to the plan's, in two calls. */
static inline void compute_row(const struct plan *p, const actfast_backend *backend, enum pass pass,
                               const char *const from[MAX_INPUTS], size_t n, size_t cut,
                               float *const out[MAX_OUTPUTS]) {
    static float in[MAX_INPUTS][MOST_RESULTS / MAX_INPUTS];
    struct call c = {backend, p->activation, pass, p->params, {0}, {0}, cut};
    for (int b = 0; b < pass_shape[pass].inputs; b++) {
        memcpy(in[b], from[b], n * sizeof(float));
        c.in[b] = in[b];
    }
    for (int b = 0; b < pass_shape[pass].outputs; b++) c.out[b] = out[b];
    if (run_pass(&c) != ACTFAST_OK) fail(p, "refused elsewhere");
    for (int b = 0; b < pass_shape[pass].inputs; b++) c.in[b] += cut;
    for (int b = 0; b < pass_shape[pass].outputs; b++) c.out[b] += cut;
    c.n = n - cut;
    if (run_pass(&c) != ACTFAST_OK) fail(p, "refused elsewhere");
    elements += n;
}

/* What the plan's input i held before the call. */
static inline const char *input_of(const struct plan *p, const struct arena *arena,
                                   const struct arena *before, int i) {
    return before->bytes + (p->at[i] - arena->bytes);
}

static inline void compute_rows(const struct plan *p, const actfast_backend *backend,
                                const struct arena *arena, const struct arena *before, size_t cut,
                                struct results *r) {
    const bool gated = p->kind == KIND_gated_rows;
    for (size_t row = 0; row < p->rows; row++, r->count += p->columns) {
        const char *const x = input_of(p, arena, before, 0) + row * p->ldx * sizeof(float);
        const char *const second =
            gated ? x + p->columns * sizeof(float) : input_of(p, arena, before, 1);
        compute_row(p, backend, gated ? PASS_gated : PASS_biased,
                    (const char *const[MAX_INPUTS]){x, second}, p->columns, cut % p->columns,
                    (float *const[MAX_OUTPUTS]){r->value + r->count});
    }
}

static inline void compute_sum(const struct plan *p, const actfast_backend *backend,
                               const struct arena *arena, const struct arena *before,
                               struct results *r) {
    static float in[2][MOST_RESULTS / 2];
    for (int b = 0; b < 2; b++) memcpy(in[b], input_of(p, arena, before, b), p->n * sizeof(float));
    if (actfast_param_grad_f32(backend, p->activation, p->params, in[0], in[1], p->n, r->sum))
        fail(p, "refused elsewhere");
    elements += p->n;
}

static inline void compute_on(const struct plan *p, const actfast_backend *backend,
                              const struct arena *arena, const struct arena *before, size_t cut,
                              struct results *r) {
    r->count = 0;
    if (is_rows(p->kind)) {
        compute_rows(p, backend, arena, before, cut, r);
    } else if (p->kind == KIND_param_grad) {
        compute_sum(p, backend, arena, before, r);
    } else {
        const char *from[MAX_INPUTS] = {0};
        for (int b = 0; b < inputs_of(p->kind); b++) from[b] = input_of(p, arena, before, b);
        compute_row(p, backend, (enum pass)p->kind, from, p->n, cut % p->n,
                    (float *const[MAX_OUTPUTS]){r->value, r->value + p->n});
        r->count = p->n * (size_t)outputs_of(p->kind);
    }
}

static inline void compute_apart(const struct plan *p, const struct arena *arena,
                                 const struct arena *before, struct bytes *in,
                                 struct results *want) {
    compute_on(p, p->backend, arena, before, take(in, 2), want);
}

/* The sum that the call wrote; then it is marked as allowed to have changed. */
static inline bool same_sum(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static inline void check_sum(const struct plan *p, const struct arena *arena, struct arena *before,
                             const struct results *want) {
    const size_t offset = (size_t)(p->at[2] - arena->bytes),
                 count = (size_t)actfast_activation_param_count(p->activation);
    for (size_t i = 0; i < count; i++) {
        double got;
        memcpy(&got, arena->bytes + offset + i * sizeof got, sizeof got);
        if (!same_sum(got, want->sum[i])) fail(p, "another sum in another place");
    }
    memcpy(before->bytes + offset, arena->bytes + offset, count * sizeof(double));
}

/* ---- Other backends ---- */

static inline bool has_fma(const actfast_backend *b) {
    const char *const isa = actfast_backend_isa(b);
    return strcmp(isa, "scalar") != 0 && strcmp(isa, "sse2") != 0;
}

/* Those that promise each other's bits. */
static inline bool are_siblings(const actfast_backend *a, const actfast_backend *b) {
    return strcmp(actfast_backend_accuracy(a), "accurate") == 0 &&
           strcmp(actfast_backend_accuracy(b), "accurate") == 0 && has_fma(a) == has_fma(b);
}

static inline void check_same(const struct plan *p, const struct results *got,
                              const struct results *want) {
    for (size_t i = 0; i < want->count; i++)
        if (!same(got->value[i], want->value[i]))
            fail_at(p, "other bits on a sibling", i, got->value[i], want->value[i]);
    if (p->kind == KIND_param_grad && !same_sum(got->sum[0], want->sum[0]))
        fail(p, "another sum on a sibling");
}

/* The judge's rules for the plan's activation and parameters, of which there are few. */
static inline const struct judge_case *rules_for(const struct plan *p) {
    enum { CASES = 256 };
    static struct judge_case cases[CASES];
    static int count;
    for (int i = 0; i < count; i++)
        if (cases[i].activation == p->activation &&
            memcmp(cases[i].params, p->values, sizeof p->values) == 0)
            return &cases[i];
    if (count == CASES) return NULL;
    struct judge_case *c = &cases[count++];
    judge_add_all_backends(c);
    judge_prepare(c, p->activation, p->values, (1u << PASS_COUNT) - 1);
    memcpy(c->params, p->values, sizeof p->values);
    return c;
}

/* f, f' or f'' against the oracle, on the index-th backend. */
static inline void check_bounds(const struct plan *p, int index, const struct arena *arena,
                                const struct arena *before, const struct results *got) {
    const enum judged pass = p->kind == PASS_value  ? PASS_VALUE
                             : p->kind == PASS_grad ? PASS_GRAD
                                                    : PASS_GRAD2;
    const struct judge_case *const c = rules_for(p);
    const char *const in = input_of(p, arena, before, 0);
    for (size_t i = 0; c && i < p->n; i++) {
        float x;
        memcpy(&x, in + i * sizeof x, sizeof x);
        const struct oracle_value v = c->oracle(x, c->params);
        const double want = pass == PASS_VALUE ? v.f : pass == PASS_GRAD ? v.f1 : v.f2;
        const struct ulp_verdict verdict =
            ulp_judge(&c->rules[index][pass], x, got->value[i], want, 1);
        if (verdict.faults) {
            fprintf(stderr, "x = %a, %.3f ULP: ", (double)x, verdict.ulp);
            fail_at(p, "beyond its bound", i, got->value[i], (float)want);
        }
    }
}

static inline void check_backends(const struct plan *p, const struct arena *arena,
                                  const struct arena *before, const struct results *want) {
    static struct results got;
    const actfast_backend *const own = p->backend ? p->backend : actfast_backend_active();
    const bool judged =
        p->bounded && (p->kind == PASS_value || p->kind == PASS_grad || p->kind == PASS_grad2);
    for (int i = 0; i < actfast_backend_count(); i++) {
        const actfast_backend *const other = actfast_backend_at(i);
        if (!judged && (other == own || !are_siblings(own, other))) continue;
        compute_on(p, other, arena, before, p->n / 3, &got);
        if (are_siblings(own, other)) check_same(p, &got, want);
        if (judged) check_bounds(p, i, arena, before, &got);
    }
}

#endif
