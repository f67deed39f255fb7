/* What all programs of the project say about themselves: their options, their version, their build. */
#ifndef ACT_PROGRAM_H
#define ACT_PROGRAM_H

#include <stdbool.h>

/* What the programs exit with where something is wrong. */
enum { ACT_EXIT_ERROR = 2 };

/* Prints the text for --help, the version for --version, whichever is first among the arguments;
 * false if there is neither. */
bool act_answered(int argc, char **argv, const char *program, const char *help);

/* Complains about an argument on stderr; returns ACT_EXIT_ERROR. */
int act_refuse(const char *program, const char *argument);

/* "GNU 12.2.0". */
const char *act_compiler(void);
/* CMake's build type. */
const char *act_build_type(void);
/* What `git describe --always --dirty` said of the sources when they were built; "unknown" where
 * they were no repository. */
const char *act_revision(void);

#endif
