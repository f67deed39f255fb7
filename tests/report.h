/* Prints what the judge found: a table to read, or comma-separated values to work with. */
#ifndef ACTFAST_TESTS_REPORT_H
#define ACTFAST_TESTS_REPORT_H

#include <inttypes.h>
#include <stdio.h>

#include "judge.h"

enum report_format { REPORT_TABLE, REPORT_CSV, REPORT_MARKDOWN };

/* One row: a pass of a backend. */
struct report_row {
    const struct judge_case *c;
    const struct judge_subject *subject;
    const struct judge_tally *tally;
    enum judged pass;
    double bound;
};

static inline struct report_row report_row_of(const struct judge_case *c, int subject,
                                              enum judged pass, judge_tallies tallies) {
    return (struct report_row){c, &c->subject[subject], &tallies[subject][pass], pass,
                               c->rules[subject][pass].bound};
}

/* "default" would hide what was tried, so the numbers are always there; "-" for none. */
static inline const char *report_params(const struct judge_case *c, char *text, size_t size) {
    int count = actfast_activation_param_count(c->activation);
    snprintf(text, size, "-");
    if (count == 1) snprintf(text, size, "%.9g", (double)c->params[0]);
    if (count == 2) snprintf(text, size, "%.9g;%.9g", (double)c->params[0], (double)c->params[1]);
    return text;
}

static inline void report_header(FILE *to, enum report_format format) {
    if (format == REPORT_TABLE) {
        fprintf(to, "%-17s %-14s %-14s %-6s %-8s %5s %7s %7s %7s %8s  %s\n", "activation", "params",
                "pass", "isa", "accuracy", "bound", "worst", "cross", "tiny", "right %",
                "worst case: x, got, want");
        return;
    }
    if (format == REPORT_MARKDOWN) return;
    fprintf(to, "activation,params,pass,isa,accuracy,inputs,correctly_rounded,bound");
    static const char *const zones[] = {"normal", "tiny", "crossing"};
    for (int i = 0; i < ZONE_COUNT; i++)
        fprintf(to, ",%s_ulp,%s_x,%s_got,%s_want", zones[i], zones[i], zones[i], zones[i]);
    for (int i = 0; i < FAULT_KINDS; i++) fprintf(to, ",%s_faults", fault_names[i]);
    for (int i = 0; i < JUDGE_BUCKETS; i++) fprintf(to, ",ulp_to_%g", judge_buckets[i]);
    fprintf(to, "\n");
}

static inline void report_csv_row(FILE *to, const struct report_row *row) {
    char params[40];
    const struct judge_tally *t = row->tally;
    fprintf(to, "%s,%s,%s,%s,%s,%" PRIu64 ",%" PRIu64 ",%g", row->c->name,
            report_params(row->c, params, sizeof params), pass_names[row->pass], row->subject->isa,
            row->subject->accuracy, t->total, t->right, row->bound);
    for (int i = 0; i < ZONE_COUNT; i++)
        fprintf(to, ",%.4f,%a,%a,%a", t->worst[i].ulp, (double)t->worst[i].x,
                (double)t->worst[i].got, t->worst[i].want);
    for (int i = 0; i < FAULT_KINDS; i++) fprintf(to, ",%" PRIu64, t->faults[i]);
    for (int i = 0; i < JUDGE_BUCKETS; i++) fprintf(to, ",%" PRIu64, t->histogram[i]);
    fprintf(to, "\n");
}

static inline void report_faults(FILE *to, const struct report_row *row, const char *prefix) {
    for (int i = 0; i < FAULT_KINDS; i++) {
        const struct judge_worst *w = &row->tally->fault[i];
        if (row->tally->faults[i] == 0) continue;
        char params[40];
        fprintf(to,
                "%s%s(%s) %s %s %s: %" PRIu64 " %s faults, worst at x = %a: got %a, want %a, "
                "%.2f ULP of at most %g\n",
                prefix, row->c->name, report_params(row->c, params, sizeof params),
                pass_names[row->pass], row->subject->isa, row->subject->accuracy,
                row->tally->faults[i], fault_names[i], (double)w->x, (double)w->got, w->want,
                w->ulp, row->bound);
    }
}

/* Correctly rounded results are not measured: at most 1/2 is all that is known of them. */
static inline void report_ulp(FILE *to, double ulp) {
    if (ulp > 0)
        fprintf(to, " %7.3f", ulp);
    else
        fprintf(to, " %7s", "<=0.5");
}

static inline void report_table_row(FILE *to, const struct report_row *row) {
    char params[40];
    const struct judge_tally *t = row->tally;
    const struct judge_worst *w = &t->worst[ZONE_NORMAL];
    fprintf(to, "%-17s %-14s %-14s %-6s %-8s ", row->c->name,
            report_params(row->c, params, sizeof params), pass_names[row->pass], row->subject->isa,
            row->subject->accuracy);
    if (row->pass == PASS_VALUE_AND_GRAD) {
        fprintf(to, " bits %s", t->right == t->total ? "same as the two passes" : "differ");
    } else {
        fprintf(to, "%5g", row->bound);
        report_ulp(to, w->ulp);
        report_ulp(to, t->worst[ZONE_CROSSING].ulp);
        report_ulp(to, t->worst[ZONE_TINY].ulp);
        fprintf(to, " %8.3f", 100 * (double)t->right / (double)t->total);
    }
    if (w->ulp > 0) fprintf(to, "  %a, %a, %a", (double)w->x, (double)w->got, w->want);
    fprintf(to, "%s\n", judge_faults(t) > 0 ? "  EXCEEDED" : "");
}

/* The worst case of each kind and the histogram, below a row of the table. */
static inline void report_details(FILE *to, const struct report_row *row) {
    static const char *const zones[] = {"worst", "worst below FLT_MIN", "worst near a zero"};
    const struct judge_tally *t = row->tally;
    for (int i = 0; i < ZONE_COUNT; i++) {
        const struct judge_worst *w = &t->worst[i];
        if (w->ulp > 0)
            fprintf(to, "    %-20s %10.4f ULP at %a: got %a, want %a\n", zones[i], w->ulp,
                    (double)w->x, (double)w->got, w->want);
    }
    fprintf(to, "    ULP up to");
    for (int i = 0; i < JUDGE_BUCKETS; i++)
        if (t->histogram[i] > 0) fprintf(to, "  %g: %" PRIu64, judge_buckets[i], t->histogram[i]);
    fprintf(to, "\n");
}

#endif
