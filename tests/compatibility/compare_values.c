/* Compares the library, on every backend, with the values of another framework.
 *
 *     compare_values < VALUES
 *
 * VALUES is what values.py prints; numbers are what strtod reads:
 *
 *     case NAME                  begins a case; the name goes to the end of the line
 *     call ACTIVATION P...       what of ours is compared
 *     allow ULP SIZE ULP SIZE    the largest errors of y, then of g: so many ULP of their value,
 *                                plus so much
 *     row X UP Y G               y = f(x)*up and g = f'(x)*up; a value that is nan is not compared
 *
 * The gated passes compute a case with an up other than 1, forward and backward all others.
 *
 * Fails if a value differs by more, and if there is nothing to compare. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <actfast/actfast.h>

#include "backends.h"
#include "ulp.h"

enum { LINE = 512, ROWS = 16384, PARAMS = 2, PRINT = 3 };

enum result { RESULT_Y, RESULT_G, RESULTS };

static const char *const result_names[] = {"y", "g"};

struct allowance {
    double ulp, size;
};

struct values {
    char name[LINE], call[LINE];
    int activation, count;
    struct allowance allowed[RESULTS];
    bool gated;
    float params[PARAMS], x[ROWS], up[ROWS], got[RESULTS][ROWS];
    double want[RESULTS][ROWS];
};

struct tally {
    long cases, values, faults;
    double worst; /* as a share of what is allowed */
    char worst_name[LINE];
};

static void give_up(const char *why, const char *line) {
    fprintf(stderr, "compare_values: %s: %s\n", why, line);
    exit(2);
}

static int read_numbers(const char *line, double *numbers, int most) {
    int count = 0;
    for (;;) {
        char *end;
        line += strspn(line, " \n");
        if (*line == '\0') return count;
        if (count == most) give_up("too many numbers", line);
        numbers[count++] = strtod(line, &end);
        if (end == line) give_up("not a number", line);
        line = end;
    }
}

static void read_call(struct values *v, const char *line) {
    char name[LINE];
    double params[PARAMS];
    int length = 0;
    if (sscanf(line, "%511s%n", name, &length) != 1) give_up("no activation", line);
    v->activation = actfast_activation_find(name);
    if (v->activation < 0) give_up("no such activation", name);
    int count = read_numbers(line + length, params, PARAMS);
    if (count != actfast_activation_param_count(v->activation))
        give_up("not its number of parameters", line);
    for (int i = 0; i < count; i++) v->params[i] = (float)params[i];
    snprintf(v->call, sizeof v->call, "%.*s", (int)strcspn(line, "\n"), line);
}

static void read_allowance(struct values *v, const char *line) {
    double numbers[4];
    if (read_numbers(line, numbers, 4) != 4) give_up("not four numbers", line);
    for (int r = 0; r < RESULTS; r++)
        v->allowed[r] = (struct allowance){numbers[2 * r], numbers[2 * r + 1]};
}

static void read_row(struct values *v, const char *line) {
    double numbers[4];
    if (read_numbers(line, numbers, 4) != 4) give_up("not four numbers", line);
    if (v->count == ROWS) give_up("too many rows", v->name);
    v->x[v->count] = (float)numbers[0];
    v->up[v->count] = (float)numbers[1];
    v->gated |= v->up[v->count] != 1;
    v->want[RESULT_Y][v->count] = numbers[2];
    v->want[RESULT_G][v->count++] = numbers[3];
}

/* The error as a share of what is allowed; above 1 it is a fault. */
static double share(const struct allowance *allowed, float got, double want) {
    if ((double)got == want) return 0;
    if (!isfinite(want) || !isfinite(got)) return INFINITY;
    return fabs((double)got - want) / (allowed->ulp * ulp_of(want) + allowed->size);
}

static void judge(struct tally *tally, const struct values *v, const actfast_backend *backend) {
    int printed = 0;
    for (int r = 0; r < RESULTS; r++)
        for (int i = 0; i < v->count; i++) {
            double want = v->want[r][i];
            if (isnan(want)) continue;
            double error = share(&v->allowed[r], v->got[r][i], want);
            tally->values++;
            if (error > tally->worst) {
                tally->worst = error;
                snprintf(tally->worst_name, LINE, "%s", v->name);
            }
            if (error <= 1) continue;
            tally->faults++;
            if (printed++ < PRINT)
                printf("  %s is not %s on %s: x = %g, up = %g: %s is %.9g, theirs %.9g\n", v->name,
                       v->call, actfast_backend_isa(backend), (double)v->x[i], (double)v->up[i],
                       result_names[r], (double)v->got[r][i], want);
        }
}

static int run(struct values *v, const actfast_backend *backend) {
    static float dy[ROWS], dup[ROWS];
    const size_t n = (size_t)v->count;
    float *y = v->got[RESULT_Y], *g = v->got[RESULT_G];
    int status;
    for (size_t i = 0; i < n; i++) dy[i] = 1;
    if (v->gated)
        status = actfast_gated_f32(backend, v->activation, v->params, v->x, v->up, y, n);
    else
        status = actfast_forward_f32(backend, v->activation, v->params, v->x, y, n);
    if (status) return status;
    if (v->gated)
        return actfast_gated_backward_f32(backend, v->activation, v->params, v->x, v->up, dy, g,
                                          dup, n);
    return actfast_backward_f32(backend, v->activation, v->params, v->x, dy, g, n);
}

static void compare(struct tally *tally, struct values *v) {
    if (v->name[0] == '\0') return;
    if (v->count == 0) give_up("a case without rows", v->name);
    tally->cases++;
    for (int b = 0; b < actfast_backend_count(); b++) {
        const actfast_backend *backend = actfast_backend_at(b);
        int status = run(v, backend);
        if (status) give_up(actfast_strerror(status), v->name);
        judge(tally, v, backend);
    }
}

static void begin(struct values *v, const char *line) {
    memset(v, 0, sizeof *v);
    v->activation = ACTFAST_ERR_ACTIVATION;
    snprintf(v->name, sizeof v->name, "%.*s", (int)strcspn(line, "\n"), line);
}

int main(void) {
    static struct values v;
    struct tally tally = {0};
    char line[LINE];
    backends_print();
    while (fgets(line, sizeof line, stdin)) {
        if (strncmp(line, "case ", 5) == 0) {
            compare(&tally, &v);
            begin(&v, line + 5);
        } else if (strncmp(line, "call ", 5) == 0) {
            read_call(&v, line + 5);
        } else if (strncmp(line, "allow ", 6) == 0) {
            read_allowance(&v, line + 6);
        } else if (strncmp(line, "row ", 4) == 0) {
            read_row(&v, line + 4);
        } else {
            give_up("not a line of a case", line);
        }
    }
    compare(&tally, &v);
    printf("%ld cases, %ld values, %ld of them wrong; the largest error is %.2f of what is allowed "
           "(%s)\n",
           tally.cases, tally.values, tally.faults, tally.worst, tally.worst_name);
    return tally.values == 0 || tally.faults != 0;
}
