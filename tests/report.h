/* Prints what the judge found: a table to read, or what exceeds the bounds. */
#ifndef ACTFAST_TESTS_REPORT_H
#define ACTFAST_TESTS_REPORT_H

#include <inttypes.h>
#include <stdio.h>

#include "record.h"

static inline void report_table_head(FILE *to) {
    fprintf(to, "%-17s %-14s %-14s %-7s %-8s %5s %7s %7s %7s %8s  %s\n", "activation", "params",
            "pass", "isa", "accuracy", "bound", "worst", "cross", "tiny", "right %",
            "worst case: x, got, want");
}

static inline void report_faults(FILE *to, const struct record *r, const char *prefix) {
    for (int i = 0; i < FAULT_KINDS; i++) {
        const struct judge_worst *w = &r->tally.fault[i];
        if (r->tally.faults[i] == 0) continue;
        fprintf(to,
                "%s%s(%s) %s %s %s: %" PRIu64 " %s faults, worst at x = %a: got %a, want %a, "
                "%.2f ULP of at most %g\n",
                prefix, r->activation, r->params, pass_names[r->pass], r->isa, r->accuracy,
                r->tally.faults[i], fault_names[i], (double)w->x, (double)w->got, w->want, w->ulp,
                r->bound);
    }
}

/* Correctly rounded results are not measured: at most 1/2 is all that is known of them. */
static inline void report_ulp(FILE *to, double ulp) {
    if (ulp > 0)
        fprintf(to, ulp < 1e4 ? " %7.3f" : " %7.1g", ulp);
    else
        fprintf(to, " %7s", "<=0.5");
}

static inline void report_table_row(FILE *to, const struct record *r) {
    const struct judge_tally *t = &r->tally;
    const struct judge_worst *w = &t->worst[ZONE_NORMAL];
    const bool ours = strcmp(r->library, "actfast") == 0;
    fprintf(to, "%-17s %-14s %-14s %-7s %-8s ", r->activation, r->params, pass_names[r->pass],
            r->isa, ours ? r->accuracy : r->library);
    if (r->pass == PASS_VALUE_AND_GRAD) {
        fprintf(to, " bits %s", t->right == t->total ? "same as the two passes" : "differ");
    } else {
        fprintf(to, "%5g", r->bound);
        report_ulp(to, w->ulp);
        report_ulp(to, t->worst[ZONE_CROSSING].ulp);
        report_ulp(to, t->worst[ZONE_TINY].ulp);
        fprintf(to, " %8.3f", 100 * (double)t->right / (double)t->total);
    }
    if (w->ulp > 0) fprintf(to, "  %a, %a, %a", (double)w->x, (double)w->got, w->want);
    fprintf(to, "%s\n", judge_faults(t) > 0 ? "  EXCEEDED" : "");
}

/* The worst case of each kind and the histogram, below a row of the table. */
static inline void report_details(FILE *to, const struct record *r) {
    static const char *const zones[] = {"worst", "worst below FLT_MIN", "worst near a zero"};
    const struct judge_tally *t = &r->tally;
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
