/* Answers --help and --version, and what the build was. */
#include "program.h"

#include <stdio.h>
#include <string.h>

#include "actfast/actfast.h"
#include "revision.h"

bool act_answered(int argc, char **argv, const char *program, const char *help) {
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--help")) return fputs(help, stdout), true;
        if (!strcmp(argv[i], "--version"))
            return printf("%s (libactfast) %s\n", program, actfast_version_string()), true;
    }
    return false;
}

int act_refuse(const char *program, const char *argument) {
    fprintf(stderr, "%s: %s is not an option; %s --help lists them\n", program, argument, program);
    return ACT_EXIT_ERROR;
}

const char *act_compiler(void) { return ACT_COMPILER; }

const char *act_build_type(void) { return ACT_BUILD_TYPE; }

const char *act_revision(void) { return ACT_REVISION; }
