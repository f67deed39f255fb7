/* How the examples give up: a sentence on stderr and exit status 2. */
#ifndef EXAMPLES_FAIL_H
#define EXAMPLES_FAIL_H

#include <actfast/actfast.h>

#include <stdio.h>
#include <stdlib.h>

/* `what` is wrong with `where`: a file, its line (0: none in particular), or a function. */
static inline _Noreturn void fail(const char *where, int line, const char *what) {
    fflush(stdout);
    if (line > 0)
        fprintf(stderr, "%s:%d: %s\n", where, line, what);
    else
        fprintf(stderr, "%s: %s\n", where, what);
    exit(2);
}

/* Every call into the library goes through this: it returns 0, or says what was wrong with it. */
static inline void must(int status) {
    if (status != ACTFAST_OK) fail("libactfast", 0, actfast_strerror(status));
}

/* Room for count items, all zero. */
static inline void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) fail("memory", 0, "there is not enough");
    return memory;
}

#endif
