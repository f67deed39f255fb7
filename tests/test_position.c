/* Promise: the result for an element depends on its value, the parameters and the backend alone,
 * never on n, the position, the alignment or the neighbours; an output may be an input; nothing
 * outside the buffers is read or written, and inputs are not written at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "streaming.h"

enum { POOL = 8192, ROOM = 7168, MARGIN = 64, PRINT = 5, SHIFTS = 16, NO_ALIAS = -1 };

static const uint64_t seed = 20240611;
/* A NaN, so that reading it shows too. */
static const uint32_t poison = 0x7fa5a5a5;

static int failures;

/* The inputs that all calls take theirs from. */
static float pool[MAX_INPUTS][POOL];
/* What calls with n = 1 make of them. */
static float want[MAX_OUTPUTS][POOL];
enum { BUFFERS = MAX_INPUTS + MAX_OUTPUTS };
static struct guarded memory[BUFFERS];

/* One call: where its buffers lie, and which elements of the pool it works on. */
struct place {
    size_t from, n;
    unsigned shift; /* in floats, from the low end; SHIFTS: flush with the high end */
    int alias;      /* which output is which input: output + 2*input, or NO_ALIAS */
};

/* What a buffer holds after a call. */
struct expected {
    float *at;
    const struct guarded *memory;
    const float *values;
};

/* ---- References ---- */

static void fill_pool(void) {
    uint64_t state = seed;
    for (int i = 0; i < POOL; i++) {
        for (int b = 0; b < MAX_INPUTS; b++) pool[b][i] = random_element(i, &state);
    }
}

static void fill_want(const struct call *c, size_t count) {
    struct call one = *c;
    one.n = 1;
    for (size_t i = 0; i < count; i++) {
        for (int b = 0; b < MAX_INPUTS; b++) one.in[b] = &pool[b][i];
        for (int b = 0; b < MAX_OUTPUTS; b++) one.out[b] = &want[b][i];
        if (run_pass(&one) != 0) failures++;
    }
}

/* ---- One call ---- */

static void report(const struct call *c, const struct place *p, const char *what, ptrdiff_t i,
                   float got, float expect) {
    if (failures++ >= PRINT) return;
    call_print(c);
    printf("n = %zu, shift %u, alias %d: %s at %td", p->n, p->shift, p->alias, what, i);
    if (i >= 0 && (size_t)i < p->n)
        for (int b = 0; b < pass_shape[c->pass].inputs; b++)
            printf(", input %a", (double)pool[b][p->from + (size_t)i]);
    printf(", got %a (%08x), want %a (%08x)\n", (double)got, bits_of(got), (double)expect,
           bits_of(expect));
}

/* Each buffer runs through all alignments, against those of the others. Two outputs agree for
 * even n, which streaming asks for, and differ for odd n. */
static float *lay(const struct guarded *m, const struct place *p, int buffer) {
    static const unsigned factor[BUFFERS] = {1, 3, 7, 5, 5}, offset[BUFFERS] = {0, 0, 0, 0, 6};
    if (p->shift == SHIFTS) return m->high - p->n;
    const unsigned apart = p->n % 2 ? offset[buffer] : 0;
    return m->low + (p->shift * factor[buffer] + apart) % SHIFTS;
}

static size_t before(const struct expected *e) {
    const size_t room = (size_t)(e->at - e->memory->low);
    return room < MARGIN ? room : MARGIN;
}

static size_t after(const struct expected *e, size_t n) {
    const size_t room = (size_t)(e->memory->high - (e->at + n));
    return room < MARGIN ? room : MARGIN;
}

static void poison_all(const struct expected *e, size_t n) {
    const float p = float_of(poison);
    for (float *at = e->at - before(e); at < e->at + n + after(e, n); at++) memcpy(at, &p, 4);
}

static void check(const struct call *c, const struct place *p, const struct expected *e,
                  bool is_input) {
    const ptrdiff_t n = (ptrdiff_t)p->n;
    const char *what = is_input ? "input changed" : "wrong result";
    if (!is_input || memcmp(e->at, e->values, p->n * sizeof(float)) != 0)
        for (ptrdiff_t i = 0; i < n; i++)
            if (is_input ? bits_of(e->at[i]) != bits_of(e->values[i])
                         : !same(e->at[i], e->values[i]))
                report(c, p, what, i, e->at[i], e->values[i]);
    for (ptrdiff_t i = -(ptrdiff_t)before(e); i < n + (ptrdiff_t)after(e, p->n); i++)
        if ((i < 0 || i >= n) && bits_of(e->at[i]) != poison)
            report(c, p, "touched outside", i, e->at[i], float_of(poison));
}

static void check_place(const struct call *c, const struct place *p) {
    struct call here = *c;
    struct expected e[BUFFERS], *const out = e + MAX_INPUTS;
    const int inputs = pass_shape[c->pass].inputs, outputs = pass_shape[c->pass].outputs;
    for (int b = 0; b < BUFFERS; b++) {
        const bool is_input = b < MAX_INPUTS;
        const float *values = is_input ? pool[b] : want[b - MAX_INPUTS];
        e[b] = (struct expected){lay(&memory[b], p, b), &memory[b], values + p->from};
        if (is_input ? b < inputs : b - MAX_INPUTS < outputs) poison_all(&e[b], p->n);
    }
    if (p->alias != NO_ALIAS) out[p->alias % 2] = e[p->alias / 2];
    for (int b = 0; b < MAX_OUTPUTS; b++) here.out[b] = out[b].at;
    for (int b = 0; b < MAX_INPUTS; b++) {
        here.in[b] = e[b].at;
        if (b < inputs) memcpy(e[b].at, e[b].values, p->n * sizeof(float));
    }
    if (p->alias != NO_ALIAS) out[p->alias % 2].values = want[p->alias % 2] + p->from;
    here.n = p->n;
    const int status = run_pass(&here);
    if (status != 0) report(c, p, actfast_strerror(status), -1, 0, 0);
    for (int b = 0; b < inputs; b++)
        if (p->alias == NO_ALIAS || p->alias / 2 != b) check(c, p, &e[b], true);
    for (int b = 0; b < outputs; b++) check(c, p, &out[b], false);
}

/* ---- Every backend, activation, set of parameters and pass ---- */

/* `longest` is the largest n that the body holds against calls with n = 1, or 0. */
static void for_all(void (*body)(const struct call *), size_t longest) {
    float params[2];
    failures = 0;
    for (int b = 0; b < actfast_backend_count(); b++)
        for (int a = 0; a < actfast_activation_count(); a++)
            for (int set = 0; params_at(a, set, params) && !(quick() && set > 0); set++)
                for (enum pass pass = 0; pass < PASSES; pass++) {
                    if (!has_pass(a, pass, params)) continue;
                    struct call c = {actfast_backend_at(b), a, pass, params, {0}, {0}, 0};
                    fill_want(&c, longest ? POOL - ROOM + longest : 0);
                    body(&c);
                }
    assert_int_equal(failures, 0);
}

static size_t from_for(size_t n, unsigned shift) { return (n * 61 + shift * 997) % (POOL - ROOM); }

/* One length at all alignments and against both ends. */
static void check_length(const struct call *c, size_t n, unsigned step) {
    for (unsigned shift = 0; shift <= SHIFTS; shift += shift < SHIFTS ? step : 1)
        check_place(c, &(struct place){from_for(n, shift), n, shift, NO_ALIAS});
}

enum {
    LONGEST = 4 * SHIFTS + 3,
    LONGEST_LONG = 1030,
    LONGEST_IN_PLACE = 2000,
    LONGEST_STREAMED = 6000
};
static void positions(const struct call *c) {
    /* Every third length still leaves every remainder by 4, 8 and 16. */
    for (size_t n = 0; n <= LONGEST; n += quick() ? 3 : 1) check_length(c, n, quick() ? 4 : 1);
}

static void results_do_not_depend_on_position(void **state) {
    (void)state;
    for_all(positions, LONGEST);
}

/* The lengths around whole blocks, and those around a few vectors. */
static void long_positions(const struct call *c) {
    const size_t step = quick() ? 7 : 1;
    for (size_t n = 120; n <= 136; n += step) check_length(c, n, 4);
    for (size_t n = 500; n <= 530; n += step) check_length(c, n, 4);
    for (size_t n = 1020; n <= LONGEST_LONG; n += step) check_length(c, n, 4);
}

static void results_do_not_depend_on_position_around_blocks(void **state) {
    (void)state;
    for_all(long_positions, LONGEST_LONG);
}

/* ---- In place ---- */

static void aliases(const struct call *c, size_t n, unsigned shift) {
    for (int out = 0; out < pass_shape[c->pass].outputs; out++)
        for (int in = 0; in < pass_shape[c->pass].inputs; in++)
            check_place(c, &(struct place){from_for(n, shift), n, shift, out + 2 * in});
}

static void in_place(const struct call *c) {
    static const size_t lengths[] = {500, 511, 512, 513, 523, 1023, 1024, 1025, LONGEST_IN_PLACE};
    for (size_t n = 0; n <= LONGEST; n += quick() ? 5 : 1) {
        aliases(c, n, (unsigned)n % SHIFTS);
        aliases(c, n, SHIFTS);
    }
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i += quick() ? 4 : 1) {
        aliases(c, lengths[i], (unsigned)i);
        aliases(c, lengths[i], SHIFTS);
    }
}

static void in_place_gives_the_same(void **state) {
    (void)state;
    for_all(in_place, LONGEST_IN_PLACE);
}

/* ---- Cuts ---- */

/* Three parts of one buffer, from three calls, against the whole. */
static void check_cut(const struct call *c, size_t n, size_t first, size_t second) {
    const size_t cut[] = {0, first, second, n};
    static float whole[MAX_OUTPUTS][POOL], parts[MAX_OUTPUTS][POOL];
    struct call all = *c;
    all.n = n;
    for (int b = 0; b < MAX_INPUTS; b++) all.in[b] = pool[b] + n % 7;
    for (int b = 0; b < MAX_OUTPUTS; b++) all.out[b] = whole[b];
    failures += run_pass(&all) != 0;
    for (int i = 0; i < 3; i++) {
        struct call part = all;
        part.n = cut[i + 1] - cut[i];
        for (int b = 0; b < MAX_INPUTS; b++) part.in[b] += cut[i];
        for (int b = 0; b < MAX_OUTPUTS; b++) part.out[b] = parts[b] + cut[i];
        failures += run_pass(&part) != 0;
    }
    for (int b = 0; b < pass_shape[c->pass].outputs; b++)
        for (size_t i = 0; i < n; i++)
            if (!same(whole[b][i], parts[b][i]) && failures++ < PRINT) {
                call_print(c);
                printf("n = %zu cut at %zu and %zu, output %d, element %zu: x = %a, whole %a, "
                       "parts %a\n",
                       n, first, second, b, i, (double)all.in[0][i], (double)whole[b][i],
                       (double)parts[b][i]);
            }
}

static void cuts(const struct call *c) {
    uint64_t state = seed + 1;
    const size_t n = 67;
    for (size_t at = 0; at <= n; at += quick() ? 3 : 1) check_cut(c, n, at, at + (n - at) / 2);
    for (int i = 0; i < (quick() ? 4 : 40); i++) {
        const size_t length = 900 + random_bits(&state) % 1200;
        const size_t first = random_bits(&state) % (length + 1);
        check_cut(c, length, first, first + random_bits(&state) % (length - first + 1));
    }
}

static void a_buffer_cut_anywhere_gives_the_same_bits(void **state) {
    (void)state;
    for_all(cuts, 0);
}

/* ---- Streaming ---- */

/* From lengths just below what is streamed to those of several blocks; even ones too, since two
 * outputs are streamed only where their alignments agree. */
static void streamed(const struct call *c) {
    for (size_t n = 1000; n <= LONGEST_STREAMED; n += quick() ? 2501 : 333) {
        check_length(c, n, quick() ? 5 : 1);
        aliases(c, n, SHIFTS);
    }
    check_length(c, 1023, 5);
    check_length(c, 1024, 5);
}

static void streamed_results_do_not_depend_on_position(void **state) {
    (void)state;
    for_all(streamed, LONGEST_STREAMED);
}

int main(int argc, char **argv) {
    const struct CMUnitTest position[] = {
        cmocka_unit_test(results_do_not_depend_on_position),
        cmocka_unit_test(results_do_not_depend_on_position_around_blocks),
        cmocka_unit_test(in_place_gives_the_same),
        cmocka_unit_test(a_buffer_cut_anywhere_gives_the_same_bits),
        cmocka_unit_test(streaming_gives_the_same_bits),
    };
    const struct CMUnitTest stream[] = {
        cmocka_unit_test(streamed_results_do_not_depend_on_position),
    };
    const bool streaming = argc > 1 && strcmp(argv[1], "streaming") == 0;
    header_print(streaming ? "streaming" : "position");
    printf("seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    for (int i = 0; i < BUFFERS; i++) memory[i] = guarded_make(ROOM);
    fill_pool();
    if (streaming) return cmocka_run_group_tests(stream, NULL, NULL);
    return cmocka_run_group_tests(position, NULL, NULL);
}
