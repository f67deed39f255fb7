/* The process that has PyTorch, and the pipes to and from it. */
#include "torch.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;
static FILE *to, *from;
static char version[64];

static void be_child(const char *command, const int down[2], const int up[2]) {
    dup2(down[0], 0);
    dup2(up[1], 1);
    close(down[1]);
    close(up[0]);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* Its first line is the version. */
bool torch_start(const char *command) {
    int down[2], up[2];
    if (pipe(down) != 0 || pipe(up) != 0) return false;
    child = fork();
    if (child == 0) be_child(command, down, up);
    close(down[0]);
    close(up[1]);
    to = fdopen(down[1], "wb");
    from = fdopen(up[0], "rb");
    if (child < 0 || !to || !from || !fgets(version, sizeof version, from)) return false;
    version[strcspn(version, "\n")] = '\0';
    return true;
}

void torch_stop(void) {
    fclose(to);
    fclose(from);
    waitpid(child, NULL, 0);
}

/* A question is a line with the name and n, then n floats; the answer a 1, then n values of f and n of
 * its gradient; or a 0 for an activation that PyTorch does not have. */
static bool ask(const char *activation, const float *x, size_t n) {
    int32_t known = 0;
    fprintf(to, "%s %zu\n", activation, n);
    fwrite(x, sizeof *x, n, to);
    fflush(to);
    return fread(&known, sizeof known, 1, from) == 1 && known;
}

bool torch_has(const char *activation) { return ask(activation, &(float){0}, 0); }

static int run(void *state, enum judged pass, const float *x, float *out, size_t n) {
    static float answer[2][JUDGE_CHUNK];
    if (!ask(state, x, n)) return -1;
    if (fread(answer[0], sizeof(float), n, from) != n) return -1;
    if (fread(answer[1], sizeof(float), n, from) != n) return -1;
    memcpy(out, answer[pass == PASS_GRAD], n * sizeof *out);
    return 0;
}

struct judge_subject torch_subject(const char *activation) {
    return (struct judge_subject){.library = "torch",
                                  .version = version,
                                  .isa = "", /* it chooses */
                                  .accuracy = "peer",
                                  .peer = run,
                                  .state = (void *)(uintptr_t)activation};
}
