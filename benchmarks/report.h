/* What actfast-compare measured, as text, CSV and JSON. */
#ifndef ACT_REPORT_H
#define ACT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Of a column: the library, a library that does the same, the plain libm loop, a bare loop. */
enum act_kind { ACT_OURS, ACT_PEER, ACT_BASELINE, ACT_REFERENCE };

struct act_column {
    enum act_kind kind;
    const char *who;
    const char *isa;
    const char *accuracy;
    bool absent; /* not timed at this size: the text leaves it out */
};

/* Times are per element; NaN stands for what there is not. */
struct act_cell {
    double ns;
    double cycles;
    double to[2];     /* this time / that of our accurate and our fast backend, for the same ISA */
    double over_half; /* of value_and_grad: its time / that of the slower of value and grad */
    double beyond_kernel; /* of a small call: its nanoseconds less those of the kernel alone */
    double ulp;           /* largest distance from our accurate result, in its ULP */
    float ulp_at;         /* and the input where it is */
};

enum { ACT_MAX_COLUMNS = 32 };

/* One pass at one size: a row for each activation. */
struct act_table {
    struct act_table *next;
    const char *pass;
    size_t n;
    int columns;
    struct act_column column[ACT_MAX_COLUMNS];
    int rows;
    struct act_row {
        const char *activation;
        struct act_cell cell[ACT_MAX_COLUMNS];
    } row[];
};

/* Name and value of what was measured and where. */
struct act_context {
    const char *key;
    char value[160];
};

/* The heading of a table, a row of it (picoseconds), and what is made of it when it is whole: the
 * ratios of the peers to us, worst and geometric mean, and the differences if they were looked at.
 */
void act_print_heading(const struct act_table *t);
void act_print_row(const struct act_table *t, int row);
void act_print_ratios(const struct act_table *t);

/* A line, or an object, for each measurement, then for each peer and the best of them the worst
 * ratio to us and the geometric mean of all, under these names in place of an activation's. */
void act_write_csv(FILE *file, const struct act_context *context, const struct act_table *tables);
void act_write_json(FILE *file, const struct act_context *context, const struct act_table *tables);

#endif
