/* Says which backends a test runs on, and loudly which it cannot. */
#ifndef ACTFAST_TESTS_BACKENDS_H
#define ACTFAST_TESTS_BACKENDS_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <actfast/actfast.h>

static inline bool is_fast(const actfast_backend *backend) {
    return strcmp(actfast_backend_accuracy(backend), "fast") == 0;
}

/* The names of the other architecture are no loss; they are left out by what is usable here. */
static inline void backends_print(void) {
    static const char *const x86[] = {"avx512", "avx2", "sse2"};
    const int is_x86 = actfast_backend_find("neon", NULL) == NULL;
    printf("backends:");
    for (int i = 0; i < actfast_backend_count(); i++)
        printf(" %s/%s", actfast_backend_isa(actfast_backend_at(i)),
               actfast_backend_accuracy(actfast_backend_at(i)));
    printf("\n");
    for (int i = 0; i < 3 && is_x86; i++)
        if (actfast_backend_find(x86[i], NULL) == NULL)
            printf("SKIPPED: this CPU cannot run %s, NOTHING is tested for it\n", x86[i]);
    fflush(stdout);
}

#endif
