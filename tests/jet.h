/* Numbers of many bits that carry two derivatives: write f once, get f, f' and f'' by the chain
 * rule. Built on MPFR, so that nothing of the oracle's own algebra is repeated here.
 *
 * Jets live in one pool per thread; jets_start() takes all of them back. */
#ifndef ACTFAST_TESTS_JET_H
#define ACTFAST_TESTS_JET_H

#include <assert.h>
#include <mpfr.h>

enum { JETS = 96 };

struct jet {
    mpfr_t d[3]; /* value, first and second derivative by x */
};

static _Thread_local struct jet jets[JETS];
static _Thread_local int jets_used;
static _Thread_local mpfr_prec_t jets_bits;

static inline void jets_start(mpfr_prec_t bits) {
    for (int i = 0; i < 3 * JETS && bits != jets_bits; i++) {
        if (jets_bits == 0)
            mpfr_init2(jets[i / 3].d[i % 3], bits);
        else
            mpfr_set_prec(jets[i / 3].d[i % 3], bits);
    }
    jets_bits = bits;
    jets_used = 0;
}

static inline void jets_end(void) {
    for (int i = 0; i < 3 * JETS && jets_bits != 0; i++) mpfr_clear(jets[i / 3].d[i % 3]);
    jets_bits = 0;
    mpfr_free_cache();
}

static inline struct jet *jet_new(void) {
    assert(jets_used < JETS);
    return &jets[jets_used++];
}

/* Constants and the variable */

static inline struct jet *jet_number(double value) {
    struct jet *r = jet_new();
    mpfr_set_d(r->d[0], value, MPFR_RNDN);
    mpfr_set_ui(r->d[1], 0, MPFR_RNDN);
    mpfr_set_ui(r->d[2], 0, MPFR_RNDN);
    return r;
}

static inline struct jet *jet_decimal(const char *digits) {
    struct jet *r = jet_number(0);
    mpfr_set_str(r->d[0], digits, 10, MPFR_RNDN);
    return r;
}

static inline struct jet *jet_pi(void) {
    struct jet *r = jet_number(0);
    mpfr_const_pi(r->d[0], MPFR_RNDN);
    return r;
}

static inline struct jet *jet_variable(double x) {
    struct jet *r = jet_number(x);
    mpfr_set_ui(r->d[1], 1, MPFR_RNDN);
    return r;
}

/* Arithmetic */

static inline struct jet *jet_add(const struct jet *a, const struct jet *b) {
    struct jet *r = jet_new();
    for (int k = 0; k < 3; k++) mpfr_add(r->d[k], a->d[k], b->d[k], MPFR_RNDN);
    return r;
}

static inline struct jet *jet_sub(const struct jet *a, const struct jet *b) {
    struct jet *r = jet_new();
    for (int k = 0; k < 3; k++) mpfr_sub(r->d[k], a->d[k], b->d[k], MPFR_RNDN);
    return r;
}

/* (ab)'' = a''b + 2a'b' + ab'' */
static inline struct jet *jet_mul(const struct jet *a, const struct jet *b) {
    struct jet *r = jet_new(), *t = jet_new();
    mpfr_mul(r->d[0], a->d[0], b->d[0], MPFR_RNDN);
    mpfr_fmma(r->d[1], a->d[1], b->d[0], a->d[0], b->d[1], MPFR_RNDN);
    mpfr_mul(t->d[0], a->d[1], b->d[1], MPFR_RNDN);
    mpfr_mul_ui(t->d[0], t->d[0], 2, MPFR_RNDN);
    mpfr_fmma(t->d[1], a->d[2], b->d[0], a->d[0], b->d[2], MPFR_RNDN);
    mpfr_add(r->d[2], t->d[0], t->d[1], MPFR_RNDN);
    return r;
}

/* g(a) for a function whose value and two derivatives at a are in g: g' a' and g'' a'^2 + g' a''.
 */
static inline struct jet *jet_chain(const struct jet *a, const struct jet *g) {
    struct jet *r = jet_new(), *t = jet_new();
    mpfr_set(r->d[0], g->d[0], MPFR_RNDN);
    mpfr_mul(r->d[1], g->d[1], a->d[1], MPFR_RNDN);
    mpfr_sqr(t->d[0], a->d[1], MPFR_RNDN);
    mpfr_fmma(r->d[2], g->d[2], t->d[0], g->d[1], a->d[2], MPFR_RNDN);
    return r;
}

static inline struct jet *jet_inverse(const struct jet *a) {
    struct jet *g = jet_new();
    mpfr_ui_div(g->d[0], 1, a->d[0], MPFR_RNDN);
    mpfr_sqr(g->d[1], g->d[0], MPFR_RNDN);
    mpfr_mul(g->d[2], g->d[1], g->d[0], MPFR_RNDN);
    mpfr_mul_ui(g->d[2], g->d[2], 2, MPFR_RNDN);
    mpfr_neg(g->d[1], g->d[1], MPFR_RNDN);
    return jet_chain(a, g);
}

static inline struct jet *jet_div(const struct jet *a, const struct jet *b) {
    return jet_mul(a, jet_inverse(b));
}

/* Functions */

static inline struct jet *jet_exp(const struct jet *a) {
    struct jet *g = jet_new();
    mpfr_exp(g->d[0], a->d[0], MPFR_RNDN);
    mpfr_set(g->d[1], g->d[0], MPFR_RNDN);
    mpfr_set(g->d[2], g->d[0], MPFR_RNDN);
    return jet_chain(a, g);
}

/* e^a - 1 */
static inline struct jet *jet_expm1(const struct jet *a) {
    struct jet *r = jet_exp(a);
    mpfr_expm1(r->d[0], a->d[0], MPFR_RNDN);
    return r;
}

/* log(1 + a): 1/(1+a), -1/(1+a)^2 */
static inline struct jet *jet_log1p(const struct jet *a) {
    struct jet *g = jet_new();
    mpfr_log1p(g->d[0], a->d[0], MPFR_RNDN);
    mpfr_add_ui(g->d[1], a->d[0], 1, MPFR_RNDN);
    mpfr_ui_div(g->d[1], 1, g->d[1], MPFR_RNDN);
    mpfr_sqr(g->d[2], g->d[1], MPFR_RNDN);
    mpfr_neg(g->d[2], g->d[2], MPFR_RNDN);
    return jet_chain(a, g);
}

/* tanh: sech^2, -2 tanh sech^2 */
static inline struct jet *jet_tanh(const struct jet *a) {
    struct jet *g = jet_new();
    mpfr_tanh(g->d[0], a->d[0], MPFR_RNDN);
    mpfr_sech(g->d[1], a->d[0], MPFR_RNDN);
    mpfr_sqr(g->d[1], g->d[1], MPFR_RNDN);
    mpfr_mul(g->d[2], g->d[0], g->d[1], MPFR_RNDN);
    mpfr_mul_si(g->d[2], g->d[2], -2, MPFR_RNDN);
    return jet_chain(a, g);
}

/* sqrt: 1/(2r), -1/(4r^3) */
static inline struct jet *jet_sqrt(const struct jet *a) {
    struct jet *g = jet_new();
    mpfr_sqrt(g->d[0], a->d[0], MPFR_RNDN);
    mpfr_mul_ui(g->d[1], g->d[0], 2, MPFR_RNDN);
    mpfr_ui_div(g->d[1], 1, g->d[1], MPFR_RNDN);
    mpfr_pow_ui(g->d[2], g->d[1], 3, MPFR_RNDN);
    mpfr_mul_si(g->d[2], g->d[2], -2, MPFR_RNDN);
    return jet_chain(a, g);
}

/* erfc: -2/sqrt(pi) e^(-a^2), and that times -2a */
static inline struct jet *jet_erfc(const struct jet *a) {
    struct jet *g = jet_new();
    mpfr_sqr(g->d[1], a->d[0], MPFR_RNDN);
    mpfr_neg(g->d[1], g->d[1], MPFR_RNDN);
    mpfr_exp(g->d[1], g->d[1], MPFR_RNDN);
    mpfr_const_pi(g->d[2], MPFR_RNDN);
    mpfr_sqrt(g->d[2], g->d[2], MPFR_RNDN);
    mpfr_div(g->d[1], g->d[1], g->d[2], MPFR_RNDN);
    mpfr_mul_si(g->d[1], g->d[1], -2, MPFR_RNDN);
    mpfr_mul(g->d[2], g->d[1], a->d[0], MPFR_RNDN);
    mpfr_mul_si(g->d[2], g->d[2], -2, MPFR_RNDN);
    mpfr_erfc(g->d[0], a->d[0], MPFR_RNDN);
    return jet_chain(a, g);
}

#endif
