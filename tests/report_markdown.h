/* Writes what is in a table of records as docs/accuracy.md: for each activation and pass the largest
 * error of each class of backends and of each peer over all sets of parameters, and where. */
#ifndef ACTFAST_TESTS_REPORT_MARKDOWN_H
#define ACTFAST_TESTS_REPORT_MARKDOWN_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "record.h"

/* Tiers of a class give the same bits in `accurate`, so that one row is enough for them. */
struct report_class {
    const char *title, *library, *accuracy, *isas[3]; /* no ISA: any, and the worst is named */
};

static const struct report_class report_classes[] = {
    {"with FMA", "actfast", "accurate", {"avx512", "avx2", "neon"}},
    {"without FMA", "actfast", "accurate", {"sse2", "scalar"}},
    {"fast", "actfast", "fast", {NULL}},
    {"libm", "libm", "peer", {NULL}},
    {"libmvec", "libmvec", "peer", {NULL}},
    {"gcc", "gcc", "peer", {NULL}},
    {"SLEEF", "sleef", "peer", {NULL}},
    {"oneDNN", "onednn", "peer", {NULL}},
    {"XNNPACK", "xnnpack", "peer", {NULL}},
    {"PyTorch", "torch", "peer", {NULL}},
};
enum { REPORT_CLASSES = sizeof report_classes / sizeof report_classes[0] };

/* One activation and pass on a class. */
struct report_cell {
    const struct record *worst; /* NULL: there is none */
    bool differs;               /* value_and_grad from the separate passes */
    double bound;
    uint64_t right, total, stride;
    struct judge_tally faults;
};

static inline bool report_is_in_class(const struct record *r, const struct report_class *c) {
    if (strcmp(r->accuracy, c->accuracy) != 0 || strcmp(r->library, c->library) != 0) return false;
    for (int i = 0; i < 3 && c->isas[i]; i++)
        if (strcmp(r->isa, c->isas[i]) == 0) return true;
    return c->isas[0] == NULL;
}

/* Of runs that saw different shares of the floats the cell has the smallest. */
static inline uint64_t report_stride(uint64_t a, uint64_t b) {
    if (a == 0 || b == 0) return 0;
    return a > b ? a : b;
}

static inline void report_cell_add(struct report_cell *cell, const struct record *r) {
    const struct judge_tally *t = &r->tally;
    if (t->total == 0) return;
    cell->stride = cell->worst ? report_stride(cell->stride, r->stride) : r->stride;
    cell->bound = ulp_max(cell->bound, r->bound);
    cell->differs |= r->pass == PASS_VALUE_AND_GRAD && t->right != t->total;
    for (int i = 0; i < FAULT_KINDS; i++)
        judge_note_fault(&cell->faults, i, t->faults[i], &t->fault[i]);
    cell->right += t->right;
    cell->total += t->total;
    if (cell->worst && t->worst[ZONE_NORMAL].ulp <= cell->worst->tally.worst[ZONE_NORMAL].ulp)
        return;
    cell->worst = r;
}

static inline struct report_cell report_cell_of(const struct record_table *table,
                                                const char *activation, enum judged pass,
                                                const struct report_class *c) {
    struct report_cell cell = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct record *r = &table->record[i];
        if (r->pass == pass && strcmp(r->activation, activation) == 0 && report_is_in_class(r, c))
            report_cell_add(&cell, r);
    }
    return cell;
}

/* 2.74; 3e7; inf; 0.50 where all results are correctly rounded. */
static inline void report_worst_ulp(FILE *to, const struct judge_worst *worst) {
    double power = floor(log10(worst->ulp));
    if (!(worst->ulp > 0))
        fprintf(to, "0.50");
    else if (isinf(worst->got))
        fprintf(to, "inf");
    else if (worst->ulp < 1e4)
        fprintf(to, "%.2f", worst->ulp);
    else
        fprintf(to, "%.0fe%.0f", ceil(worst->ulp / pow(10, power)), power);
}

/* The parameters by name. */
static inline void report_params(FILE *to, const struct record *r) {
    int id = actfast_activation_find(r->activation), count = actfast_activation_param_count(id);
    const char *at = r->params;
    for (int i = 0; i < count; i++) {
        size_t length = strcspn(at, ";");
        fprintf(to, ", %s = %.*s", actfast_activation_param_name(id, i), (int)length, at);
        at += length + (at[length] == ';');
    }
}

static inline void report_place(FILE *to, const struct report_cell *cell) {
    const struct judge_worst *w = &cell->worst->tally.worst[ZONE_NORMAL];
    static const struct {
        int kind;
        const char *says;
    } faults[] = {{0, "NaN"}, {1, "not inf"}, {2, "wrong sign"}, {3, "0"}};
    const char *between = "";
    if (w->ulp > 0) {
        fprintf(to, "`%a` = %.4g", (double)w->x, (double)w->x);
        report_params(to, cell->worst);
        between = "; ";
    }
    for (int i = 0; i < 4; i++) {
        if (cell->faults.faults[faults[i].kind] == 0) continue;
        const double x = (double)cell->faults.fault[faults[i].kind].x;
        if (isnan(x))
            fprintf(to, "%sNaN is lost", between);
        else
            fprintf(to, "%s%s at %.4g", between, faults[i].says, x);
        between = ", ";
    }
}

static inline void report_share(FILE *to, const struct report_cell *cell) {
    fprintf(to, "%.2f %%", 100 * (double)cell->right / (double)cell->total);
    if (cell->stride == 1)
        fprintf(to, " of all");
    else if (cell->stride > 1)
        fprintf(to, " of 1/%" PRIu64, cell->stride);
    else
        fprintf(to, " of a part");
}

static inline void report_markdown_row(FILE *to, const char *pass, const struct report_class *c,
                                       const struct report_cell *cell) {
    const bool ours = strcmp(c->library, "actfast") == 0;
    const char *isa = c->isas[0] ? "" : cell->worst->isa;
    fprintf(to, "| %s | %s%s%s | ", pass, c->title, *isa ? ", " : "", isa);
    report_worst_ulp(to, &cell->worst->tally.worst[ZONE_NORMAL]);
    if (ours)
        fprintf(to, " | %g | ", cell->bound);
    else
        fprintf(to, " | | ");
    report_place(to, cell);
    fprintf(to, " | ");
    report_share(to, cell);
    fprintf(to, " |\n");
}

static inline void report_markdown_pass(FILE *to, const struct record_table *table,
                                        const char *activation, enum judged pass) {
    const char *title = pass_names[pass];
    for (int k = 0; k < REPORT_CLASSES; k++) {
        struct report_cell cell = report_cell_of(table, activation, pass, &report_classes[k]);
        if (cell.worst == NULL) continue;
        report_markdown_row(to, title, &report_classes[k], &cell);
        title = "";
    }
}

static inline void report_markdown_both(FILE *to, const struct record_table *table,
                                        const char *activation) {
    int seen = 0;
    bool differs = false;
    for (int k = 0; k < REPORT_CLASSES; k++) {
        struct report_cell cell =
            report_cell_of(table, activation, PASS_VALUE_AND_GRAD, &report_classes[k]);
        seen += cell.worst != NULL;
        differs |= cell.differs;
    }
    if (seen) fprintf(to, "\nvalue_and_grad %s.\n", differs ? "DIFFERS" : "has the same bits");
}

static inline bool report_has(const struct record_table *table, const char *activation) {
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->record[i].activation, activation) == 0) return true;
    return false;
}

static inline void report_markdown_activation(FILE *to, const struct record_table *table, int id) {
    const char *name = actfast_activation_name(id);
    fprintf(to, "\n## %s\n\n`%s`\n\n", name, actfast_activation_formula(id));
    fprintf(to,
            "| pass | by | worst | bound | at | correctly rounded |\n|---|---|---|---|---|---|\n");
    for (enum judged pass = 0; pass < PASS_COUNT; pass++)
        if (pass != PASS_VALUE_AND_GRAD) report_markdown_pass(to, table, name, pass);
    report_markdown_both(to, table, name);
}

static inline void report_summary_cell(FILE *to, const struct report_cell *cell) {
    static const char *const says[] = {", NaN", ", not inf", ", wrong sign", ", 0"};
    if (cell->worst) fprintf(to, " ");
    if (cell->worst) report_worst_ulp(to, &cell->worst->tally.worst[ZONE_NORMAL]);
    for (int i = 0; i < 4 && cell->worst; i++)
        if (cell->faults.faults[i] > 0 && !isnan(cell->faults.fault[i].x))
            fprintf(to, "%s", says[i]);
    fprintf(to, " |");
}

static inline void report_markdown_summary(FILE *to, const struct record_table *table,
                                           enum judged pass, const char *title) {
    fprintf(to, "\n## %s\n\n| |", title);
    for (int k = 0; k < REPORT_CLASSES; k++) fprintf(to, " %s |", report_classes[k].title);
    fprintf(to, "\n|---|");
    for (int k = 0; k < REPORT_CLASSES; k++) fprintf(to, "---|");
    for (int id = 0; id < actfast_activation_count(); id++) {
        const char *name = actfast_activation_name(id);
        if (!report_has(table, name)) continue;
        fprintf(to, "\n| %s |", name);
        for (int k = 0; k < REPORT_CLASSES; k++) {
            struct report_cell cell = report_cell_of(table, name, pass, &report_classes[k]);
            report_summary_cell(to, &cell);
        }
    }
    fprintf(to, "\n");
}

/* What was judged over all floats of one activation on one instruction set, at both accuracies: the passes up to
 * value_and_grad with all sets of parameters, with the default ones, or which passes with these. */
static inline void report_coverage_cell(FILE *to, const struct record_table *table, int id,
                                        const char *isa) {
    struct judge_case c = {.activation = id};
    char defaults[RECORD_TEXT];
    unsigned partly = 0, partly_default = 0, seen = 0;
    for (int i = 0; i < actfast_activation_param_count(id) && i < 2; i++)
        c.params[i] = actfast_activation_param_default(id, i);
    record_params(&c, defaults, sizeof defaults);
    for (size_t i = 0; i < table->count; i++) {
        const struct record *r = &table->record[i];
        if (strcmp(r->activation, actfast_activation_name(id)) != 0 || strcmp(r->isa, isa) != 0 ||
            strcmp(r->library, "actfast") != 0 || r->pass > PASS_VALUE_AND_GRAD)
            continue;
        seen |= 1u << r->pass;
        if (r->stride == 1) continue;
        partly |= 1u << r->pass;
        if (strcmp(r->params, defaults) == 0) partly_default |= 1u << r->pass;
    }
    if (seen && partly == 0) {
        fprintf(to, " all |");
        return;
    }
    if (seen && partly_default == 0) {
        fprintf(to, " default parameters |");
        return;
    }
    for (enum judged pass = PASS_VALUE; pass <= PASS_VALUE_AND_GRAD; pass++)
        if (seen >> pass & 1 & ~(partly_default >> pass)) fprintf(to, " %s", pass_names[pass]);
    fprintf(to, " |");
}

static inline bool report_saw_all(const struct record_table *table, const char *name) {
    for (size_t i = 0; i < table->count; i++) {
        const struct record *r = &table->record[i];
        if (strcmp(r->activation, name) == 0 && r->stride == 1 &&
            strcmp(r->library, "actfast") == 0)
            return true;
    }
    return false;
}

static inline void report_markdown_coverage(FILE *to, const struct record_table *table) {
    static const char *const isas[] = {"avx512", "avx2", "sse2", "scalar"};
    fprintf(to, "\n## Judged over all 2^32 floats\n\n"
                "At both accuracies, value, grad, grad2, backward and value_and_grad: \"all\" is "
                "with every set of\n"
                "parameters, a pass that is named with the default ones. What is not here saw "
                "every 1021st float.\n\n|");
    for (int i = 0; i < 4; i++) fprintf(to, " | %s", isas[i]);
    fprintf(to, " |\n|---|---|---|---|---|");
    for (int id = 0; id < actfast_activation_count(); id++) {
        if (!report_saw_all(table, actfast_activation_name(id))) continue;
        fprintf(to, "\n| %s |", actfast_activation_name(id));
        for (int i = 0; i < 4; i++) report_coverage_cell(to, table, id, isas[i]);
    }
    fprintf(to, "\n");
}

/* Which peers there are, each once. */
static inline void report_markdown_peers(FILE *to, const struct record_table *table) {
    const char *between = "\nMeasured:";
    for (int k = 0; k < REPORT_CLASSES; k++)
        for (size_t i = 0; i < table->count; i++) {
            const struct record *r = &table->record[i];
            if (!report_is_in_class(r, &report_classes[k]) || strcmp(r->accuracy, "peer") != 0)
                continue;
            fprintf(to, "%s %s (%s)", between, report_classes[k].title, r->version);
            between = ",";
            break;
        }
    fprintf(to, ".\n");
}

/* What every number below means, and how it was made. */
static inline void report_markdown_intro(FILE *to, const struct record_table *table) {
    fprintf(to,
            "# Accuracy\n\n"
            "Written by `build/tests/exhaustive --markdown --from docs/accuracy.csv`; libactfast "
            "%s, the parameters of\n`tests/grid.h`. That file keeps what the judge "
            "(`build/tests/exhaustive --csv`, for peers `build/benchmarks/judge_peers`)\nhas "
            "measured, each number of it; see [below](#how-to-measure-it-again).\n\n"
            "![Error against x](accuracy.svg)\n\n",
            actfast_version_string());
    fprintf(
        to,
        "Errors are in ULP of the exact result, where that is normal and not within 1/4 of a "
        "change of its sign away from 0;\nwhere it is subnormal, or near such a point, the "
        "allowances of the README hold and were met, and zeros that `fast` may\ngive count as "
        "errors of at most 0.5. 0.50 means that all results are correctly rounded, 2e7 (2^24) "
        "that nothing is left\nof one, inf that a finite one came out infinite. \"at\" is the "
        "float with the largest error and the parameters there, then,\nof peers, wrong signs "
        "with the worst x, NaN and zeros with the x nearest to 0. \"of all\" is of all 2^32 "
        "floats, \"of 1/1021\"\nof every 1021st and the points where formulas change, on the "
        "instruction set that saw "
        "fewest.\n\n"
        "avx2, avx512 and neon (\"with FMA\") give the same bits in `accurate`, and so do "
        "scalar and sse2 (`tests/test_same_bits.c`,\nalso on AArch64); of `fast` and of peers "
        "the instruction set is named where the error is largest. `fast` on neon is held to the\n"
        "bounds by `tests/test_accuracy.c` on AArch64 and has no row. from_output is dx = dy*f'\n"
        "as a function of the float y; param_grad is df/dp of a single element. Gated units "
        "and rows with a bias have the bits\nof these passes and one more rounding.\n\n"
        "Peers are judged with their default parameters: libm, libmvec, gcc (where a formula "
        "calls nothing) and SLEEF\ncomposed as `benchmarks/libm.def` and "
        "`benchmarks/peers/sleef.inc` have it, the others by their own functions; grad is\n"
        "backward of 1 where there is no grad. Their zeros may have "
        "either sign, and stand for any subnormal.");
    report_markdown_peers(to, table);
}

static inline void report_markdown_outro(FILE *to) {
    fprintf(to,
            "\n## How to measure it again\n\n"
            "<!-- not run: hours, and the peers are not needed to build -->\n```sh\n"
            "build/tests/exhaustive --csv --state run.state > run.csv  # all 2^32; may be stopped "
            "and goes on;\n#   in its place, for every 1021st: build/tests/exhaustive --csv "
            "--strided > run.csv\n"
            "build/benchmarks/judge_peers > peers.csv\n"
            "build/tests/exhaustive --csv --from docs/accuracy.csv --from run.csv --from peers.csv "
            "> all.csv\nmv all.csv docs/accuracy.csv                              # rows of later "
            "files take the place of earlier ones\n"
            "build/tests/exhaustive --markdown --from docs/accuracy.csv > docs/accuracy.md\n"
            "build/benchmarks/judge_peers --curve > docs/accuracy-curves.csv\n"
            "cmake --build build --target update-accuracy-picture\n```\n\n"
            "judge_peers has the peers that were installed when it was built, and PyTorch by\n"
            "`--torch \"/usr/bin/python3 benchmarks/peers/torch_values.py\"`; "
            "`cmake/setup.sh compare` installs them.\n");
}

static inline void report_markdown(FILE *to, const struct record_table *table) {
    report_markdown_intro(to, table);
    report_markdown_summary(to, table, PASS_VALUE, "The worst of f, in ULP");
    report_markdown_summary(to, table, PASS_GRAD, "The worst of f', in ULP");
    report_markdown_coverage(to, table);
    for (int id = 0; id < actfast_activation_count(); id++)
        if (report_has(table, actfast_activation_name(id)))
            report_markdown_activation(to, table, id);
    report_markdown_outro(to);
}

#endif
