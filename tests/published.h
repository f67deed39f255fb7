/* docs/accuracy.csv, what the project says in public about its errors, and what is held against it. */
#ifndef ACTFAST_TESTS_PUBLISHED_H
#define ACTFAST_TESTS_PUBLISHED_H

#include "record.h"

#define PUBLISHED_PATH ACT_TEST_DATA "/../../docs/accuracy.csv"

/* Empty if it cannot be read. */
static inline const struct record_table *published_table(void) {
    static struct record_table table;
    if (table.count == 0 && !record_read_csv(&table, PUBLISHED_PATH)) table.count = 0;
    return &table;
}

/* The row of a measurement; of neon, which is not in the table, that of its class in `accurate`. */
static inline const struct record *published_of(const struct record *fresh) {
    struct record like = *fresh;
    if (strcmp(like.isa, "neon") == 0 && strcmp(like.accuracy, "accurate") == 0)
        snprintf(like.isa, RECORD_TEXT, "avx2");
    return record_find(published_table(), &like);
}

/* Whether a fresh measurement is no worse than what is published. A table of every n-th float says
 * nothing of a run that saw others. */
static inline bool published_holds(FILE *to, const struct record *fresh) {
    const struct record *known = published_of(fresh);
    if (known == NULL) {
        if (strcmp(fresh->isa, "neon") == 0) return true; /* `fast`: the bounds are all there is */
        fprintf(to, "  %s(%s) %s %s %s is not in docs/accuracy.csv\n", fresh->activation,
                fresh->params, pass_names[fresh->pass], fresh->isa, fresh->accuracy);
        return false;
    }
    if (known->stride != 1 && known->stride != fresh->stride) return true;
    bool holds = true;
    for (int zone = 0; zone < ZONE_COUNT; zone++) {
        const struct judge_worst *worst = &fresh->tally.worst[zone];
        double published = ulp_max(known->tally.worst[zone].ulp, 0.5);
        if (worst->ulp <= published + 0.01) continue;
        fprintf(to, "  %s(%s) %s %s %s: %.4f ULP at %a, but docs/accuracy.csv has %.4f\n",
                fresh->activation, fresh->params, pass_names[fresh->pass], fresh->isa,
                fresh->accuracy, worst->ulp, (double)worst->x, published);
        holds = false;
    }
    return holds;
}

#endif
