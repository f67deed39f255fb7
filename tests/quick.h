/* How much work the tests do: emulators and checkers of memory are twenty times slower than the machine. */
#ifndef ACT_TESTS_QUICK_H
#define ACT_TESTS_QUICK_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline bool quick(void) {
    const char *text = getenv("ACT_TEST_QUICK");
    return text && *text && strcmp(text, "0") != 0;
}

#endif
