/* What is known about one pass of one backend or peer, and tables of that as comma-separated values:
 * what tests/exhaustive prints, docs/accuracy.csv keeps and docs/accuracy.md shows. */
#ifndef ACTFAST_TESTS_RECORD_H
#define ACTFAST_TESTS_RECORD_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"

enum { RECORD_TEXT = 40, RECORD_COLUMNS = 96, RECORD_LINE = 4096 };

struct record {
    char activation[RECORD_TEXT], params[RECORD_TEXT], isa[RECORD_TEXT], accuracy[RECORD_TEXT];
    char library[RECORD_TEXT], version[RECORD_TEXT];
    enum judged pass;
    uint64_t stride; /* 1: all 2^32 floats; 0: not known, and not all */
    double bound;
    struct judge_tally tally;
};

struct record_table {
    struct record *record;
    size_t count, room;
};

/* "default" would hide what was tried, so the numbers are always there; "-" for none. */
static inline const char *record_params(const struct judge_case *c, char *text, size_t size) {
    int count = actfast_activation_param_count(c->activation);
    snprintf(text, size, "-");
    if (count == 1) snprintf(text, size, "%.9g", (double)c->params[0]);
    if (count == 2) snprintf(text, size, "%.9g;%.9g", (double)c->params[0], (double)c->params[1]);
    return text;
}

static inline struct record record_of(const struct judge_case *c, int subject, enum judged pass,
                                      const struct judge_tally *tally, uint64_t stride) {
    const struct judge_subject *s = &c->subject[subject];
    struct record r = {
        .pass = pass, .stride = stride, .bound = c->rules[subject][pass].bound, .tally = *tally};
    snprintf(r.activation, RECORD_TEXT, "%s", c->name);
    snprintf(r.isa, RECORD_TEXT, "%s", s->isa);
    snprintf(r.accuracy, RECORD_TEXT, "%s", s->accuracy);
    snprintf(r.library, RECORD_TEXT, "%s", s->library);
    snprintf(r.version, RECORD_TEXT, "%s", s->version);
    record_params(c, r.params, RECORD_TEXT);
    return r;
}

/* Columns: the list of them below prints their names, a row, and reads one. */

enum record_action { RECORD_NAME, RECORD_WRITE, RECORD_READ };

struct record_columns {
    enum record_action action;
    FILE *to;
    int written;
    /* When reading: the names of the first line and the fields of this one. */
    char names_line[RECORD_LINE], line[RECORD_LINE];
    int names, fields;
    char *name[RECORD_COLUMNS], *field[RECORD_COLUMNS];
};

/* What stands under that name; NULL in a file without that column, or where nothing stands. */
static inline const char *record_begin(struct record_columns *c, const char *name) {
    if (c->action != RECORD_READ && c->written++ > 0) fputc(',', c->to);
    if (c->action == RECORD_NAME) fputs(name, c->to);
    if (c->action != RECORD_READ) return NULL;
    for (int i = 0; i < c->names && i < c->fields; i++)
        if (strcmp(c->name[i], name) == 0) return *c->field[i] ? c->field[i] : NULL;
    return NULL;
}

static inline void record_text(struct record_columns *c, const char *name, char *text) {
    const char *field = record_begin(c, name);
    if (c->action == RECORD_WRITE) fputs(text, c->to);
    if (field) snprintf(text, RECORD_TEXT, "%s", field);
}

static inline void record_count(struct record_columns *c, const char *name, uint64_t *count) {
    const char *field = record_begin(c, name);
    if (c->action == RECORD_WRITE) fprintf(c->to, "%" PRIu64, *count);
    if (field) *count = strtoull(field, NULL, 10);
}

static inline void record_number(struct record_columns *c, const char *name, double *number,
                                 const char *format) {
    const char *field = record_begin(c, name);
    if (c->action == RECORD_WRITE) fprintf(c->to, format, *number);
    if (field) *number = strtod(field, NULL);
}

/* Nothing where there is no such case. */
static inline void record_float(struct record_columns *c, const char *name, float *number,
                                bool seen) {
    const char *field = record_begin(c, name);
    if (c->action == RECORD_WRITE && seen) fprintf(c->to, "%a", (double)*number);
    if (field) *number = strtof(field, NULL);
}

static inline void record_worst(struct record_columns *c, const char *zone,
                                struct judge_worst *worst) {
    char name[4][RECORD_TEXT];
    static const char *const ends[] = {"ulp", "x", "got", "want"};
    for (int i = 0; i < 4; i++) snprintf(name[i], RECORD_TEXT, "%s_%s", zone, ends[i]);
    record_number(c, name[0], &worst->ulp, "%.7g");
    record_float(c, name[1], &worst->x, worst->ulp > 0);
    record_float(c, name[2], &worst->got, worst->ulp > 0);
    record_number(c, name[3], &worst->want, worst->ulp > 0 ? "%a" : "");
}

static inline void record_pass(struct record_columns *c, struct record *r) {
    char text[RECORD_TEXT];
    snprintf(text, sizeof text, "%s", pass_names[r->pass]);
    record_text(c, "pass", text);
    for (enum judged pass = 0; pass < PASS_COUNT; pass++)
        if (strcmp(pass_names[pass], text) == 0) r->pass = pass;
}

/* The columns up to the histogram are older than the others: files without these can be read. */
static inline void record_columns(struct record_columns *c, struct record *r) {
    static const char *const zones[] = {"normal", "tiny", "crossing"};
    struct judge_tally *t = &r->tally;
    char name[RECORD_TEXT];
    c->written = 0;
    record_text(c, "activation", r->activation);
    record_text(c, "params", r->params);
    record_pass(c, r);
    record_text(c, "isa", r->isa);
    record_text(c, "accuracy", r->accuracy);
    record_count(c, "inputs", &t->total);
    record_count(c, "correctly_rounded", &t->right);
    record_number(c, "bound", &r->bound, "%g");
    for (int i = 0; i < ZONE_COUNT; i++) record_worst(c, zones[i], &t->worst[i]);
    for (int i = 0; i < FAULT_KINDS; i++) {
        snprintf(name, sizeof name, "%s_faults", fault_names[i]);
        record_count(c, name, &t->faults[i]);
    }
    for (int i = 0; i < JUDGE_BUCKETS; i++) {
        snprintf(name, sizeof name, "ulp_to_%g", judge_buckets[i]);
        record_count(c, name, &t->histogram[i]);
    }
    for (int i = 0; i < FAULT_KINDS; i++) {
        snprintf(name, sizeof name, "%s_x", fault_names[i]);
        record_float(c, name, &t->fault[i].x, t->faults[i] > 0);
    }
    record_count(c, "stride", &r->stride);
    record_text(c, "library", r->library);
    record_text(c, "version", r->version);
}

static inline void record_print(FILE *to, enum record_action action, const struct record *record) {
    struct record_columns c = {.action = action, .to = to};
    struct record copy = {0};
    if (record) copy = *record;
    record_columns(&c, &copy);
    fputc('\n', to);
}

static inline void record_csv_head(FILE *to) { record_print(to, RECORD_NAME, NULL); }

static inline void record_csv_row(FILE *to, const struct record *r) {
    record_print(to, RECORD_WRITE, r);
}

/* Tables */

static inline bool record_is_same(const struct record *a, const struct record *b) {
    return a->pass == b->pass && strcmp(a->activation, b->activation) == 0 &&
           strcmp(a->params, b->params) == 0 && strcmp(a->isa, b->isa) == 0 &&
           strcmp(a->accuracy, b->accuracy) == 0 && strcmp(a->library, b->library) == 0;
}

static inline struct record *record_find(const struct record_table *table,
                                         const struct record *like) {
    for (size_t i = 0; i < table->count; i++)
        if (record_is_same(&table->record[i], like)) return &table->record[i];
    return NULL;
}

/* Takes the place of what is known of the same; false if there is no memory. */
static inline bool record_add(struct record_table *table, const struct record *r) {
    struct record *same = record_find(table, r);
    if (same != NULL) return *same = *r, true;
    if (table->count == table->room) {
        size_t room = 2 * table->room + 256;
        struct record *more = realloc(table->record, room * sizeof *more);
        if (more == NULL) return false;
        table->record = more;
        table->room = room;
    }
    table->record[table->count++] = *r;
    return true;
}

/* The order of the list, then that of the passes; ours before others. */
static inline int record_order(const void *left, const void *right) {
    const struct record *a = left, *b = right;
    int by = actfast_activation_find(a->activation) - actfast_activation_find(b->activation);
    if (by == 0) by = strcmp(a->params, b->params);
    if (by == 0) by = (int)a->pass - (int)b->pass;
    if (by == 0) by = !!strcmp(a->library, "actfast") - !!strcmp(b->library, "actfast");
    if (by == 0) by = strcmp(a->library, b->library);
    if (by == 0) by = strcmp(a->accuracy, b->accuracy);
    return by ? by : strcmp(a->isa, b->isa);
}

static inline void record_sort(struct record_table *table) {
    if (table->count) qsort(table->record, table->count, sizeof *table->record, record_order);
}

static inline int record_split(char *line, char **field) {
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at && count < RECORD_COLUMNS; count++) {
        field[count] = at;
        at = strchr(at, ',');
        if (at) *at++ = '\0';
    }
    return count;
}

/* What older files do not say: only a row of all floats tells its stride, and for from_output,
 * which is asked for fewer, the row before of the same run. */
static inline void record_complete(struct record *r, const struct record *before) {
    const uint64_t all = UINT64_C(0x100000000);
    if (*r->library == '\0') snprintf(r->library, RECORD_TEXT, "actfast");
    if (r->stride != 0) return;
    if (r->pass == PASS_FROM_OUTPUT)
        r->stride = before->stride;
    else
        r->stride = r->tally.total >= all;
}

/* False if the file cannot be read or has other columns. */
static inline bool record_read_csv(struct record_table *table, const char *path) {
    struct record_columns c = {.action = RECORD_READ};
    struct record before = {0};
    FILE *file = fopen(path, "r");
    if (file == NULL) return false;
    bool good = fgets(c.names_line, sizeof c.names_line, file) != NULL;
    c.names = record_split(c.names_line, c.name);
    good = good && strcmp(c.name[0], "activation") == 0;
    while (good && fgets(c.line, sizeof c.line, file)) {
        struct record r = {0};
        if (strncmp(c.line, "activation,", 11) == 0) continue; /* files one behind the other */
        c.fields = record_split(c.line, c.field);
        good = c.fields == c.names;
        record_columns(&c, &r);
        record_complete(&r, &before);
        good = good && record_add(table, &r);
        before = r;
    }
    fclose(file);
    return good;
}

#endif
