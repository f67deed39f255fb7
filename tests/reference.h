/* Reads the tables of correctly rounded values in tests/data/reference, a row at a time. */
#ifndef ACTFAST_TESTS_REFERENCE_H
#define ACTFAST_TESTS_REFERENCE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef ACT_TEST_DATA
#    define ACT_TEST_DATA "tests/data"
#endif

struct reference_row {
    float x, params[2], value[3]; /* value: f, f', f'' */
    double rest[3];               /* exact - value, in ULP of the exact result */
};

struct reference {
    FILE *file;
    int params;
};

/* False when there is no table of that name. The first line names the columns: x, p..., 3 and 3. */
static inline bool reference_open(struct reference *r, const char *activation) {
    char line[512];
    snprintf(line, sizeof line, "%s/reference/%s.csv", ACT_TEST_DATA, activation);
    r->file = fopen(line, "r");
    if (r->file == NULL || fgets(line, sizeof line, r->file) == NULL) return false;
    r->params = -6;
    for (const char *c = line; *c != '\0'; c++) r->params += *c == ',';
    return r->params >= 0 && r->params <= 2;
}

static inline float reference_float(char **at) {
    float value = strtof(*at, at);
    if (**at == ',') ++*at;
    return value;
}

static inline bool reference_next(struct reference *r, struct reference_row *row) {
    char line[512], *at = line;
    if (fgets(line, sizeof line, r->file) == NULL) {
        fclose(r->file);
        return false;
    }
    *row = (struct reference_row){.x = reference_float(&at)};
    for (int i = 0; i < r->params; i++) row->params[i] = reference_float(&at);
    for (int i = 0; i < 3; i++) row->value[i] = reference_float(&at);
    for (int i = 0; i < 3; i++) row->rest[i] = (double)reference_float(&at);
    return true;
}

#endif
