/* The quick tests of the benchmarks: `smoke names BENCH` checks that actfast-bench has a case for
 * all there is, `smoke summary SUMMARY` that actfast-summary has a row for every activation, `smoke
 * baseline` that the libm loops compute what the library does. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "libm.h"

/* ---- names ---- */

/* All that a command prints, with a newline before the first line; NULL if it fails. */
static char *output_of(const char *command) {
    size_t used = 1, room = (size_t)1 << 16;
    char *text = malloc(room);
    FILE *pipe = text ? popen(command, "r") : NULL;
    if (!pipe) return free(text), NULL;
    text[0] = '\n';
    for (size_t got; (got = fread(text + used, 1, room - used - 1, pipe)) > 0;) {
        used += got;
        if (room - used > 1) continue;
        char *more = realloc(text, room *= 2);
        if (!more) break;
        text = more;
    }
    text[used] = 0;
    if (pclose(pipe) != 0) return free(text), NULL;
    return text;
}

static int misses(const char *list, int activation, int pass, const char *isa,
                  const char *accuracy) {
    char line[128];
    snprintf(line, sizeof line, "\n%s/%s/%s/%s/4096\n", actfast_activation_name(activation),
             act_pass_name((enum job_pass)pass), isa, accuracy);
    if (strstr(list, line)) return 0;
    printf("no case %s", line + 1);
    return 1;
}

static int check_names(const char *bench) {
    char command[4096];
    snprintf(command, sizeof command, "'%s' --benchmark_list_tests", bench);
    char *list = output_of(command);
    if (!list) return printf("%s does not list its cases\n", bench), 1;
    int missing = 0, cases = 0;
    for (int a = 0; a < actfast_activation_count(); a++) {
        for (int pass = 0; pass < JOB_PASSES; pass++) {
            if (!act_has_pass(a, (enum job_pass)pass)) continue;
            for (int i = 0; i < actfast_backend_count(); i++, cases++) {
                const actfast_backend *b = actfast_backend_at(i);
                missing +=
                    misses(list, a, pass, actfast_backend_isa(b), actfast_backend_accuracy(b));
            }
            /* An activation may be younger than its baseline. */
            if (act_libm_job(a, (enum job_pass)pass).run)
                missing += misses(list, a, pass, "libm", "-");
        }
    }
    free(list);
    printf("%d cases of the library, %d names missing\n", cases, missing);
    return missing != 0;
}

/* ---- summary ---- */

static int check_summary(const char *summary) {
    char command[4096], line[64];
    snprintf(command, sizeof command, "'%s' --seconds=0.1", summary);
    char *table = output_of(command);
    if (!table) return printf("%s fails\n", summary), 1;
    int missing = 0;
    for (int a = 0; a < actfast_activation_count(); a++) {
        snprintf(line, sizeof line, "\n%s ", actfast_activation_name(a));
        missing += !strstr(table, line);
    }
    printf("%s%d rows missing\n", table, missing);
    free(table);
    return missing != 0;
}

/* ---- baseline ---- */

enum { N = 4096 };

static double larger(double worst, double difference) {
    return isnan(difference) ? INFINITY : fmax(worst, fabs(difference));
}

/* The largest difference of the first output, and of the second where there is one; an infinity where
 * one of them is not a number. */
static double distance(struct act_job ours, struct act_job theirs) {
    static float first[N], second[N];
    ours.run(&ours);
    memcpy(first, ours.y, sizeof first);
    memcpy(second, ours.g, sizeof second);
    theirs.run(&theirs);
    double worst = 0;
    for (size_t i = 0; i < N; i++) {
        worst = larger(worst, (double)first[i] - (double)theirs.y[i]);
        if (ours.pass == JOB_value_and_grad)
            worst = larger(worst, (double)second[i] - (double)theirs.g[i]);
    }
    return worst;
}

static int check_baseline(void) {
    static const double tolerance = 2e-5; /* the naive formulas cancel */
    struct act_buffers buffers = {.inputs = ACT_INPUTS_NORMAL};
    int failed = 0;
    for (int a = 0; a < actfast_activation_count(); a++) {
        for (int pass = 0; pass < JOB_PASSES; pass++) {
            struct act_job ours = act_library_job(NULL, a, (enum job_pass)pass);
            struct act_job theirs = act_libm_job(a, (enum job_pass)pass);
            if (!theirs.run) continue;
            if (!act_job_attach(&ours, &buffers, N) || !act_job_attach(&theirs, &buffers, N))
                return printf("not enough memory\n"), 1;
            const double d = distance(ours, theirs);
            if (d <= tolerance) continue;
            printf("%s %s: the libm loop is %g off\n", actfast_activation_name(a),
                   act_pass_name((enum job_pass)pass), d);
            failed++;
        }
    }
    act_buffers_free(&buffers);
    printf("%d loops differ\n", failed);
    return failed != 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && !strcmp(argv[1], "names")) return check_names(argv[2]);
    if (argc == 3 && !strcmp(argv[1], "summary")) return check_summary(argv[2]);
    if (argc == 2 && !strcmp(argv[1], "baseline")) return check_baseline();
    fprintf(stderr, "usage: smoke names BENCH | smoke summary SUMMARY | smoke baseline\n");
    return 2;
}
