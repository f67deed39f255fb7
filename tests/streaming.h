/* A test program once more in a process of its own, with outputs that go past the caches. */
#ifndef ACTFAST_TESTS_STREAMING_H
#define ACTFAST_TESTS_STREAMING_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The library reads the environment when it is loaded, hence a second process: this program with
 * the argument "streaming", outputs of a page or more past the caches. Returns its exit status. */
static inline int status_with_streaming(void) {
    /* The name and not the link itself, which is the checker's where one runs the program. */
    char name[PATH_MAX] = "", argument[] = "streaming";
    char *const arguments[] = {name, argument, NULL};
    int status = -1;
    if (readlink("/proc/self/exe", name, sizeof name - 1) <= 0) return status;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        setenv("ACTFAST_STREAM_BYTES", "4096", 1);
        execv(name, arguments);
        perror(name);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

static void streaming_gives_the_same_bits(void **state) {
    (void)state;
#ifdef ACT_TEST_EMULATED
    printf("SKIPPED: under an emulator ctest starts the program a second time, not this test\n");
    skip();
#endif
    assert_int_equal(status_with_streaming(), 0);
}

#endif
