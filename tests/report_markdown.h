/* Writes what the judge found as docs/accuracy.md: for each activation and pass the largest error of
 * a class of tiers over all sets of parameters, and where. */
#ifndef ACTFAST_TESTS_REPORT_MARKDOWN_H
#define ACTFAST_TESTS_REPORT_MARKDOWN_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "report.h"

/* Tiers of a class give the same bits in `accurate`, so that one column is enough for them. */
struct report_class {
    const char *title, *isas[3], *accuracy;
};

static const struct report_class report_classes[] = {
    {"with FMA", {"avx512", "avx2", "neon"}, "accurate"},
    {"without FMA", {"sse2", "scalar", NULL}, "accurate"},
};
enum { REPORT_CLASSES = sizeof report_classes / sizeof report_classes[0] };

/* One activation and pass on a class of tiers. */
struct report_cell {
    bool seen, differs; /* differs: value_and_grad from the separate passes */
    double bound, tiny;
    struct judge_worst worst;
    char params[40]; /* of the worst case */
    uint64_t right, total;
};

static inline bool report_is_in_class(const struct judge_subject *s, const struct report_class *c) {
    if (strcmp(s->accuracy, c->accuracy) != 0) return false;
    for (int i = 0; i < 3 && c->isas[i]; i++)
        if (strcmp(s->isa, c->isas[i]) == 0) return true;
    return false;
}

static inline void report_cell_add(struct report_cell *cell, const struct report_row *row) {
    const struct judge_tally *t = row->tally;
    if (t->total == 0) return;
    cell->bound = ulp_max(cell->bound, row->bound);
    cell->tiny = ulp_max(cell->tiny, t->worst[ZONE_TINY].ulp);
    cell->differs |= row->pass == PASS_VALUE_AND_GRAD && t->right != t->total;
    if (!cell->seen || t->worst[ZONE_NORMAL].ulp > cell->worst.ulp) {
        cell->worst = t->worst[ZONE_NORMAL];
        report_params(row->c, cell->params, sizeof cell->params);
    }
    cell->seen = true;
    cell->right += t->right;
    cell->total += t->total;
}

static inline void report_cell_print(FILE *to, const struct report_cell *cell, enum judged pass) {
    if (!cell->seen) {
        fprintf(to, " | | | |");
    } else if (pass == PASS_VALUE_AND_GRAD) {
        fprintf(to, " | %s | | |", cell->differs ? "DIFFERS" : "the bits of the two passes");
    } else {
        fprintf(to, " %g |", cell->bound);
        if (cell->worst.ulp > 0)
            fprintf(to, " %.2f | `%a`%s%s |", cell->worst.ulp, (double)cell->worst.x,
                    strcmp(cell->params, "-") == 0 ? "" : "; ",
                    strcmp(cell->params, "-") == 0 ? "" : cell->params);
        else
            fprintf(to, " 0.50 | |");
        fprintf(to, " %.2f %% |", 100 * (double)cell->right / (double)cell->total);
    }
}

static inline void report_markdown_head(FILE *to, const char *name, const char *formula) {
    fprintf(to, "\n## %s\n\n`%s`\n\n| pass |", name, formula);
    for (int i = 0; i < REPORT_CLASSES; i++)
        fprintf(to, " bound | %s: worst | at | correctly rounded |", report_classes[i].title);
    fprintf(to, "\n|---|");
    for (int i = 0; i < REPORT_CLASSES; i++) fprintf(to, "---|---|---|---|");
    fprintf(to, "\n");
}

static inline void report_markdown_row(FILE *to, enum judged pass,
                                       const struct report_cell cells[REPORT_CLASSES]) {
    bool seen = false;
    for (int i = 0; i < REPORT_CLASSES; i++) seen |= cells[i].seen;
    if (!seen) return;
    fprintf(to, "| %s |", pass_names[pass]);
    for (int i = 0; i < REPORT_CLASSES; i++) report_cell_print(to, &cells[i], pass);
    fprintf(to, "\n");
}

/* What every number below means, and how it was made. */
static inline void report_markdown_intro(FILE *to, const struct judge_case *c, uint32_t stride) {
    fprintf(to, "# Accuracy\n\nWritten by `build/tests/exhaustive %s--markdown`; libactfast %s,\n",
            stride == 1 ? "" : "--strided ", actfast_version_string());
    if (stride == 1)
        fprintf(to, "all 2^32 floats");
    else
        fprintf(to, "every %uth of the 2^32 floats and the points where formulas change",
                (unsigned)stride);
    fprintf(to, ", the parameters of `tests/grid.h`.\n\nMeasured here:");
    for (int i = 0; i < c->subjects; i++)
        fprintf(to, "%s %s %s", i ? "," : "", c->subject[i].isa, c->subject[i].accuracy);
    fprintf(to,
            ". avx2, avx512 and neon give the same bits in `accurate`, and so do scalar and sse2\n"
            "(`tests/test_same_bits.c`, also on AArch64), so each pair or three is one column.\n\n"
            "Errors are in ULP of the exact result, where that is normal and not within 1/4 of a "
            "change of its sign away from 0;\nwhere it is subnormal, or near such a point, the "
            "allowances of the README hold and were met. \"at\" is the float with the\nlargest "
            "error and the parameters there; 0.50 means that all results are correctly rounded.\n\n"
            "from_output is dx = dy*f' as a function of the float y; param_grad is df/dp of a "
            "single element. Gated units and rows\nwith a bias have the bits of these passes and "
            "one more rounding.\n");
}

#endif
