/* Whether Valgrind runs the test; it loads itself as a library before all others. */
#ifndef ACTFAST_TESTS_VALGRIND_H
#define ACTFAST_TESTS_VALGRIND_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline bool under_valgrind(void) {
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded && strstr(preloaded, "vgpreload");
}

#endif
