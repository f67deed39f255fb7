/* Tables as text, CSV and JSON. */
#include "report.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "json.h"

/* ---- Text ---- */

/* Three lines: who, on which instruction set, how accurate. `last` is one more column. */
static void print_names(const struct act_table *t, const char *last,
                        bool (*shows)(const struct act_column *)) {
    bool any_accuracy = false;
    for (int c = 0; c < t->columns; c++)
        any_accuracy |= shows(&t->column[c]) && *t->column[c].accuracy;
    for (int line = 0; line < (any_accuracy ? 3 : 2); line++) {
        printf("%-18s", "");
        for (int c = 0; c < t->columns; c++) {
            const struct act_column *column = &t->column[c];
            const char *const names[] = {column->who, column->isa, column->accuracy};
            if (shows(column)) printf(" %9s", names[line]);
        }
        if (line == 0) printf(" %9s", last);
        printf("\n");
    }
}

static bool shows_all(const struct act_column *c) { return !c->absent; }

static bool shows_peers(const struct act_column *c) { return c->kind == ACT_PEER; }

static void print_number(double value, int digits) {
    if (isnan(value))
        printf(" %9s", "-");
    else
        printf(" %9.*f", digits, value);
}

void act_print_heading(const struct act_table *t) {
    printf("\n== %s, %zu floats: picoseconds per element ==\n", t->pass, t->n);
    print_names(t, "", shows_all);
}

void act_print_row(const struct act_table *t, int row) {
    printf("%-18s", t->row[row].activation);
    for (int c = 0; c < t->columns; c++) {
        if (shows_all(&t->column[c])) print_number(t->row[row].cell[c].ns * 1000, 0);
    }
    printf("\n");
    fflush(stdout);
}

/* The smallest and the geometric mean of some ratios. */
struct tally {
    double worst;
    double log_sum;
    int count;
};

static void count_in(struct tally *t, double ratio) {
    if (isnan(ratio)) return;
    t->worst = t->count ? fmin(t->worst, ratio) : ratio;
    t->log_sum += log(ratio);
    t->count++;
}

static double worst_of(const struct tally *t) { return t->count ? t->worst : NAN; }

static double mean_of(const struct tally *t) { return t->count ? exp(t->log_sum / t->count) : NAN; }

static double best_peer(const struct act_table *t, int row, int accuracy) {
    double best = NAN;
    for (int c = 0; c < t->columns; c++) {
        if (t->column[c].kind == ACT_PEER) best = fmin(best, t->row[row].cell[c].to[accuracy]);
    }
    return best;
}

/* Over the rows; the column after the last is the best peer of each row. */
static struct tally tally_of(const struct act_table *t, int c, int accuracy) {
    struct tally tally = {0, 0, 0};
    for (int r = 0; r < t->rows; r++) {
        count_in(&tally,
                 c < t->columns ? t->row[r].cell[c].to[accuracy] : best_peer(t, r, accuracy));
    }
    return tally;
}

/* `value` takes one number from each column's tally. */
static void print_tallies(const struct act_table *t, const char *title, int accuracy,
                          double (*value)(const struct tally *)) {
    printf("%-18s", title);
    for (int c = 0; c <= t->columns; c++) {
        if (c < t->columns && !shows_peers(&t->column[c])) continue;
        const struct tally tally = tally_of(t, c, accuracy);
        print_number(value(&tally), 2);
    }
    printf("\n");
}

static void print_ratios_to(const struct act_table *t, int accuracy, const char *name) {
    printf("\n-- %s, %zu floats: time of the peer / time of actfast %s %s --\n", t->pass, t->n,
           t->column[0].isa, name);
    print_names(t, "best", shows_peers);
    for (int r = 0; r < t->rows; r++) {
        printf("%-18s", t->row[r].activation);
        for (int c = 0; c < t->columns; c++) {
            if (shows_peers(&t->column[c])) print_number(t->row[r].cell[c].to[accuracy], 2);
        }
        print_number(best_peer(t, r, accuracy), 2);
        printf("\n");
    }
    print_tallies(t, "worst", accuracy, worst_of);
    print_tallies(t, "geometric mean", accuracy, mean_of);
}

static bool shows_ours(const struct act_column *c) { return c->kind == ACT_OURS && !c->absent; }

static void print_beyond_kernel(const struct act_table *t) {
    printf("\n-- %s, %zu floats: nanoseconds of a call beyond its kernel --\n", t->pass, t->n);
    print_names(t, "", shows_ours);
    for (int r = 0; r < t->rows; r++) {
        printf("%-18s", t->row[r].activation);
        for (int c = 0; c < t->columns; c++) {
            if (shows_ours(&t->column[c])) print_number(t->row[r].cell[c].beyond_kernel, 1);
        }
        printf("\n");
    }
}

static void print_differences(const struct act_table *t) {
    printf("\n-- %s, %zu floats: largest distance from actfast %s accurate, in ULP --\n", t->pass,
           t->n, t->column[0].isa);
    print_names(t, "", shows_all);
    for (int r = 0; r < t->rows; r++) {
        printf("%-18s", t->row[r].activation);
        for (int c = 0; c < t->columns; c++) {
            if (!shows_all(&t->column[c])) continue;
            const double ulp = t->row[r].cell[c].ulp;
            if (ulp < 1e4 || isnan(ulp))
                print_number(ulp, 1);
            else
                printf(" %9.1e", ulp);
        }
        printf("\n");
    }
}

static void print_halves(const struct act_table *t) {
    printf("\n-- value_and_grad, %zu floats: its time / that of the slower of value and grad --\n",
           t->n);
    for (int r = 0; r < t->rows; r++) {
        printf("%-18s", t->row[r].activation);
        for (int c = 0; c < t->columns; c++) {
            const double ratio = t->row[r].cell[c].over_half;
            if (!isnan(ratio))
                printf("  %s %s %.2f", t->column[c].isa, t->column[c].accuracy, ratio);
        }
        printf("\n");
    }
}

/* Whether any cell of the table has the number that `offset` bytes into it stands. */
static bool has(const struct act_table *t, size_t offset) {
    for (int r = 0; r < t->rows; r++) {
        for (int c = 0; c < t->columns; c++) {
            double value;
            memcpy(&value, (const char *)&t->row[r].cell[c] + offset, sizeof value);
            if (!isnan(value)) return true;
        }
    }
    return false;
}

void act_print_ratios(const struct act_table *t) {
    static const char *const accuracies[] = {"accurate", "fast"};
    for (int a = 0; a < 2; a++) {
        if (has(t, offsetof(struct act_cell, to) + (size_t)a * sizeof(double)))
            print_ratios_to(t, a, accuracies[a]);
    }
    if (has(t, offsetof(struct act_cell, over_half))) print_halves(t);
    if (has(t, offsetof(struct act_cell, beyond_kernel))) print_beyond_kernel(t);
    if (has(t, offsetof(struct act_cell, ulp))) print_differences(t);
}

/* ---- Files ---- */

struct value {
    const char *key;
    double number;
};
enum { VALUES = 8 };

static void values_of(const struct act_cell *cell, struct value values[VALUES]) {
    const struct value all[VALUES] = {
        {"ns_per_element", cell->ns},
        {"cycles_per_element", cell->cycles},
        {"ratio_to_accurate", cell->to[0]},
        {"ratio_to_fast", cell->to[1]},
        {"ratio_to_slower_half", cell->over_half},
        {"call_ns_beyond_kernel", cell->beyond_kernel},
        {"ulp_from_accurate", cell->ulp},
        {"ulp_at", isnan(cell->ulp) ? NAN : (double)cell->ulp_at},
    };
    memcpy(values, all, sizeof all);
}

static const char *const kinds[] = {"actfast", "peer", "baseline", "reference"};

/* One line of CSV or one object of JSON. */
struct record {
    const char *activation;
    const struct act_table *table;
    struct act_column column;
    struct act_cell cell;
    size_t before; /* how many there were already */
};

static void summarise(FILE *file, struct record *record,
                      void (*write)(FILE *, const struct record *)) {
    static double (*const values[])(const struct tally *) = {worst_of, mean_of};
    static const char *const names[] = {"worst", "geometric mean"};
    const struct act_table *t = record->table;
    for (int c = 0; c <= t->columns; c++) {
        const struct act_column best = {ACT_PEER, "best", "", "", false};
        record->column = c < t->columns ? t->column[c] : best;
        if (record->column.kind != ACT_PEER) continue;
        for (int v = 0; v < 2; v++) {
            const struct tally accurate = tally_of(t, c, 0), fast = tally_of(t, c, 1);
            if (!accurate.count && !fast.count) continue;
            record->activation = names[v];
            record->cell = (struct act_cell){
                NAN, NAN, {values[v](&accurate), values[v](&fast)}, NAN, NAN, NAN, 0};
            write(file, record);
            record->before++;
        }
    }
}

/* Calls `write` for every cell that was measured, and for the summaries. */
static void each_record(FILE *file, const struct act_table *tables,
                        void (*write)(FILE *, const struct record *)) {
    struct record record = {.before = 0};
    for (const struct act_table *t = tables; t; t = t->next) {
        record.table = t;
        for (int r = 0; r < t->rows; r++) {
            for (int c = 0; c < t->columns; c++) {
                record.activation = t->row[r].activation;
                record.column = t->column[c];
                record.cell = t->row[r].cell[c];
                if (isnan(record.cell.ns)) continue;
                write(file, &record);
                record.before++;
            }
        }
        summarise(file, &record, write);
    }
}

static void write_csv_line(FILE *file, const struct record *r) {
    struct value values[VALUES];
    values_of(&r->cell, values);
    fprintf(file, "%s,%s,%zu,%s,%s,%s,%s", r->activation, r->table->pass, r->table->n,
            kinds[r->column.kind], r->column.who, r->column.isa, r->column.accuracy);
    for (int i = 0; i < VALUES; i++) {
        fprintf(file, ",");
        if (!isnan(values[i].number)) fprintf(file, "%.6g", values[i].number);
    }
    fprintf(file, "\n");
}

void act_write_csv(FILE *file, const struct act_context *context, const struct act_table *tables) {
    struct value values[VALUES];
    values_of(&(struct act_cell){0}, values);
    for (const struct act_context *c = context; c->key; c++)
        fprintf(file, "# %s: %s\n", c->key, c->value);
    fprintf(file, "activation,pass,floats,kind,who,isa,accuracy");
    for (int i = 0; i < VALUES; i++) fprintf(file, ",%s", values[i].key);
    fprintf(file, "\n");
    each_record(file, tables, write_csv_line);
}

static void write_json_object(FILE *file, const struct record *r) {
    struct value values[VALUES];
    values_of(&r->cell, values);
    const char *const texts[][2] = {
        {"activation", r->activation}, {"pass", r->table->pass}, {"kind", kinds[r->column.kind]},
        {"who", r->column.who},        {"isa", r->column.isa},   {"accuracy", r->column.accuracy}};
    fprintf(file, "%s\n    {\"floats\": %zu", r->before ? "," : "", r->table->n);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        fprintf(file, ", \"%s\": ", texts[i][0]);
        act_write_json_string(file, texts[i][1]);
    }
    for (int i = 0; i < VALUES; i++) {
        if (isfinite(values[i].number))
            fprintf(file, ", \"%s\": %.6g", values[i].key, values[i].number);
    }
    fprintf(file, "}");
}

void act_write_json(FILE *file, const struct act_context *context, const struct act_table *tables) {
    fprintf(file, "{\n  \"context\": {");
    for (const struct act_context *c = context; c->key; c++) {
        fprintf(file, "%s\n    ", c == context ? "" : ",");
        act_write_json_string(file, c->key);
        fprintf(file, ": ");
        act_write_json_string(file, c->value);
    }
    fprintf(file, "\n  },\n  \"results\": [");
    each_record(file, tables, write_json_object);
    fprintf(file, "\n  ]\n}\n");
}
