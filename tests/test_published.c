/* Promise: what the headers and the published table say is what is tested: the bounds, the edges, and
 * results of every backend for every activation, set of parameters and pass. test_accuracy holds the
 * table against what it measures itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "published.h"
#include "valgrind.h"

enum { TEXT = 1 << 20, COMMENT = 4096 };

static const char *const headers[] = {ACT_TEST_DATA "/../../include/actfast/actfast.h",
                                      ACT_TEST_DATA "/../../include/actfast/activations.h"};
static char header[2][TEXT];

static int read_headers(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen(headers[i], "r");
        if (file == NULL) return perror(headers[i]), -1;
        header[i][fread(header[i], 1, TEXT - 1, file)] = '\0';
        fclose(file);
    }
    return 0;
}

/* The comment of an activation but for its formula, the lines joined by single spaces. */
static const char *comment_of(const char *activation) {
    static char comment[COMMENT];
    char title[64];
    snprintf(title, sizeof title, "@name %s\n * f(x) = ", activation);
    const char *from = strstr(header[1], title);
    size_t length = 0;
    if (from == NULL) return "";
    const char *to = strstr(from, "@{");
    for (const char *c = strchr(from + strlen(title), '\n'); c < to && length < COMMENT - 1; c++) {
        if (*c == '*' && c[-1] == ' ' && c[-2] == '\n') continue;
        char next = *c == '\n' ? ' ' : *c;
        if (next == ' ' && length && comment[length - 1] == ' ') continue;
        comment[length++] = next;
    }
    comment[length] = '\0';
    return comment;
}

/* Bounds */

static const char *const isas[] = {"avx2", "avx512", "neon", "scalar", "sse2"};

/* f, f' and f'' with FMA, without, and in `fast`. */
static int count_wrong_bounds(const char *activation, double bounds[3][3]) {
    int wrong = 0;
    for (int i = 0; i < 5; i++)
        for (enum judged pass = PASS_VALUE; pass <= PASS_GRAD2; pass++) {
            wrong += ulp_bound(activation, isas[i], "accurate", pass) != bounds[i > 2][pass];
            wrong += ulp_bound(activation, isas[i], "fast", pass) != bounds[2][pass];
        }
    if (wrong) printf("  %s: its comment has other bounds than are tested\n", activation);
    return wrong;
}

/* Of a line of three numbers behind `title`; false if there is none. */
static bool read_row(const char *text, const char *title, double *row) {
    const char *at = strstr(text, title);
    return at && sscanf(at + strlen(title), " %lf %lf %lf", &row[0], &row[1], &row[2]) == 3;
}

static bool read_bounds(const char *comment, double b[3][3]) {
    const char *within = strstr(comment, "Within ");
    double one = 0;
    if (strstr(comment, "Rounds once: within 0.5 ULP.")) one = 0.5;
    if (within && sscanf(within, "Within %lf ULP.", &one) == 1 && strncmp(within + 8, " ULP.", 5))
        one = 0;
    for (int i = 0; i < 9; i++) b[i / 3][i % 3] = one;
    if (one > 0) return true;
    return within && sscanf(within,
                            "Within %lf, %lf, %lf ULP (f, f', f''); scalar and sse2 %lf, %lf, %lf; "
                            "fast %lf, %lf, %lf.",
                            &b[0][0], &b[0][1], &b[0][2], &b[1][0], &b[1][1], &b[1][2], &b[2][0],
                            &b[2][1], &b[2][2]) == 9;
}

static void each_comment_has_the_bounds_that_are_tested(void **state) {
    (void)state;
    int wrong = 0;
    for (int id = 0; id < actfast_activation_count(); id++) {
        double bounds[3][3];
        const char *name = actfast_activation_name(id);
        if (read_bounds(comment_of(name), bounds)) {
            wrong += count_wrong_bounds(name, bounds);
        } else {
            printf("  %s: its comment has no bounds\n", name);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void the_table_of_the_header_has_the_bounds_that_are_tested(void **state) {
    (void)state;
    double bounds[3][3];
    assert_true(read_row(header[0], "accurate; avx2, avx512, neon ", bounds[0]));
    assert_true(read_row(header[0], "accurate; scalar, sse2 ", bounds[1]));
    assert_true(read_row(header[0], "     fast ", bounds[2]));
    assert_int_equal(count_wrong_bounds("gelu", bounds), 0);
    assert_non_null(strstr(header[0], "backward: twice the bound of f' plus 1/2."));
    for (int i = 0; i < 5; i++)
        assert_true(ulp_bound("gelu", isas[i], "accurate", PASS_BACKWARD) ==
                    2 * bounds[i > 2][1] + 0.5);
}

/* Edges: "f'(0) = alpha", "f''(-3) = f''(3) = 0", "f(+-inf) = +-1" */

struct edge {
    enum judged pass;
    char x[32], value[64];
};

static bool begins_edge(const char *text, const char *at) {
    return *at == 'f' && (at == text || at[-1] == ' ') && (at[1] == '(' || at[1] == '\'');
}

/* One "f'(x) = " at `at`, which moves behind it; false, and moves by one, if there is none. */
static bool read_left(const char **at, struct edge *edge) {
    int length = 0;
    const char *quotes = *at + 1;
    size_t order = strspn(quotes, "'");
    const char *end = quotes + order;
    bool is = order <= 2 && sscanf(end, "(%31[^)]) = %n", edge->x, &length) == 1 && length > 0;
    edge->pass = order == 0 ? PASS_VALUE : order == 1 ? PASS_GRAD : PASS_GRAD2;
    *at = is ? end + length : *at + 1;
    return is;
}

/* A name in the text ("alpha = 1.67…"), a parameter, or a number. */
static double factor(const char *text, int activation, const float *params, const char *name) {
    char definition[96], *end;
    double number = strtod(name, &end);
    if (*end == '\0') return number;
    for (int i = 0; i < actfast_activation_param_count(activation); i++)
        if (strcmp(name, actfast_activation_param_name(activation, i)) == 0) return params[i];
    snprintf(definition, sizeof definition, "%s = ", name);
    const char *at = strstr(text, definition);
    return at ? strtod(at + strlen(definition), NULL) : NAN;
}

/* A product with a sign before it, which takes the upper or lower of "+-". */
static double evaluate(const char *text, int activation, const float *params,
                       const char *expression, int upper) {
    char copy[64];
    double product = 1;
    if (strncmp(expression, "+-", 2) == 0) product = upper, expression += 2;
    if (*expression == '-') product = -1, expression++;
    snprintf(copy, sizeof copy, "%s", expression);
    for (char *each = strtok(copy, "*"); each; each = strtok(NULL, "*"))
        product *= factor(text, activation, params, each);
    return product;
}

static bool is_edge_right(const char *value, float got, double want) {
    if (isnan(want)) return false;
    /* Valgrind's fused multiply-add loses the sign of a zero. */
    if (want == 0) return got == 0 && (*value != '-' || signbit(got) || under_valgrind());
    if (isinf(want)) return got == want;
    return fabs(got - want) <= (strchr(value, 'e') ? 0.05 : 1e-6) * fabs(want);
}

/* On every backend. */
static int check_edge(const char *text, int activation, const float *params,
                      const struct edge *edge, int upper) {
    int wrong = 0;
    float x = (float)evaluate(text, activation, params, edge->x, upper), got = NAN;
    double want = evaluate(text, activation, params, edge->value, upper);
    for (int i = 0; i < actfast_backend_count(); i++) {
        const actfast_backend *b = actfast_backend_at(i);
        if (edge->pass == PASS_VALUE) actfast_forward_f32(b, activation, params, &x, &got, 1);
        if (edge->pass == PASS_GRAD) actfast_grad_f32(b, activation, params, &x, &got, 1);
        if (edge->pass == PASS_GRAD2) actfast_grad2_f32(b, activation, params, &x, &got, 1);
        if (is_edge_right(edge->value, got, want)) continue;
        printf("  %s: %s at %s is said to be %s, but is %g by %s %s\n",
               actfast_activation_name(activation), pass_names[edge->pass], edge->x, edge->value,
               (double)got, actfast_backend_isa(b), actfast_backend_accuracy(b));
        wrong++;
    }
    return wrong;
}

/* With the defaults; where the value is made of a parameter, also with another one. */
static int check_edge_with_parameters(const char *text, int activation, const struct edge *edge) {
    float params[2] = {0}, others[2] = {0};
    int wrong = 0;
    for (int i = 0; i < actfast_activation_param_count(activation); i++) {
        params[i] = actfast_activation_param_default(activation, i);
        others[i] = 0.75f * params[i];
    }
    for (int upper = -1; upper <= 1; upper += 2) {
        wrong += check_edge(text, activation, params, edge, upper);
        if (evaluate(text, activation, params, edge->value, upper) !=
            evaluate(text, activation, others, edge->value, upper))
            wrong += check_edge(text, activation, others, edge, upper);
    }
    return wrong;
}

/* Counts the statements in *found. */
static int check_edges(int activation, int *found) {
    struct edge edges[4];
    int wrong = 0, count = 0;
    const char *name = actfast_activation_name(activation), *text = comment_of(name);
    if (strstr(text, "Keeps the sign of zero") || strstr(text, "keeps the sign of zero")) {
        wrong += check_edge(text, activation, NULL, &(struct edge){PASS_VALUE, "-0", "-0"}, 1);
        ++*found;
    }
    for (const char *at = text; *at;) {
        if (!begins_edge(text, at)) {
            at++;
            continue;
        }
        const char *quotes = at + 1, *behind = quotes + strspn(quotes, "'");
        if (!read_left(&at, &edges[count])) {
            const char *close = strchr(behind, ')');
            if (*behind != '(' || (close && strncmp(close, ") is ", 5) == 0)) continue; /* words */
            printf("  %s: cannot be read: %.30s\n", name, behind);
            wrong++;
            continue;
        }
        count++;
        if (begins_edge(text, at) && count < 4) continue;
        char value[64] = "";
        sscanf(at, "%63[^ ,;]", value);
        size_t length = strlen(value);
        if (length && value[length - 1] == '.') value[length - 1] = '\0';
        for (*found += count; count > 0; count--) {
            memcpy(edges[count - 1].value, value, sizeof value);
            wrong += check_edge_with_parameters(text, activation, &edges[count - 1]);
        }
    }
    return wrong;
}

static void the_edges_of_each_comment_are_so(void **state) {
    (void)state;
    int wrong = 0, found = 0;
    for (int id = 0; id < actfast_activation_count(); id++) wrong += check_edges(id, &found);
    printf("  %d statements about edges\n", found);
    assert_true(found >= 26);
    assert_int_equal(wrong, 0);
}

/* The table */

/* The judge had all the inputs that the stride says, and put each of them somewhere. */
static bool is_complete(const struct record *r) {
    const uint64_t all = UINT64_C(0x100000000), times = r->pass == PASS_VALUE_AND_GRAD ? 2 : 1;
    uint64_t sum = 0;
    for (int i = 0; i < JUDGE_BUCKETS; i++) sum += r->tally.histogram[i];
    if (r->pass != PASS_VALUE_AND_GRAD && sum != r->tally.total) return false;
    if (r->stride == 0 || r->tally.total == 0 || r->tally.right > r->tally.total) return false;
    if (r->pass == PASS_FROM_OUTPUT) return true; /* asked for what f can give */
    if (r->stride == 1) return r->tally.total == times * all;
    return r->tally.total >= times * (all / r->stride);
}

/* What README.md says was judged over all floats. */
static bool is_to_be_whole(const struct record *r) {
    const bool derived = r->pass == PASS_FROM_OUTPUT || r->pass == PASS_PARAM_GRAD;
    const bool narrow = !strcmp(r->isa, "sse2") || !strcmp(r->isa, "scalar");
    const int activation = actfast_activation_find(r->activation);
    struct judge_case c = {.activation = activation};
    char defaults[RECORD_TEXT];
    for (int i = 0; i < actfast_activation_param_count(activation); i++)
        c.params[i] = actfast_activation_param_default(activation, i);
    record_params(&c, defaults, sizeof defaults);
    return activation <= ACTFAST_MISH && !derived && (!narrow || !strcmp(r->params, defaults));
}

static int check_published(const struct record_table *table, const struct record *like) {
    const struct record *r = record_find(table, like);
    const char *fault = NULL;
    if (r == NULL)
        fault = "is missing";
    else if (judge_faults(&r->tally) > 0)
        fault = "has faults";
    else if (r->bound != like->bound)
        fault = "has another bound than is tested";
    else if (r->bound > 0 && r->tally.worst[ZONE_NORMAL].ulp > r->bound + 0x1p-14)
        fault = "exceeds its bound";
    else if (r->bound > 0 && (r->tally.worst[ZONE_TINY].ulp > 64.001 ||
                              r->tally.worst[ZONE_CROSSING].ulp > r->bound + 0x1p-14))
        fault = "exceeds an allowance";
    else if (!is_complete(r))
        fault = "is not of the inputs that it names";
    else if (is_to_be_whole(r) && r->stride != 1)
        fault = "is not of all floats";
    if (fault)
        printf("  docs/accuracy.csv: %s(%s) %s %s %s %s\n", like->activation, like->params,
               pass_names[like->pass], like->isa, like->accuracy, fault);
    return fault != NULL;
}

static int check_published_case(const struct record_table *table, int activation,
                                const float *params) {
    static const struct judge_tally none;
    static const char *const tiers[] = {"avx512", "avx2", "sse2", "scalar"};
    static struct judge_case c;
    int wrong = 0;
    memset(&c, 0, sizeof c);
    for (int i = 0; i < 8; i++)
        c.subject[c.subjects++] = (struct judge_subject){.isa = tiers[i / 2],
                                                         .accuracy = i % 2 ? "fast" : "accurate",
                                                         .library = "actfast",
                                                         .version = ""};
    judge_prepare(&c, activation, params, (1u << PASS_COUNT) - 1);
    for (enum judged pass = 0; pass < PASS_COUNT; pass++)
        for (int s = 0; s < c.subjects && c.passes >> pass & 1; s++) {
            struct record like = record_of(&c, s, pass, &none, 0);
            wrong += check_published(table, &like);
        }
    return wrong;
}

static void the_published_table_is_whole_and_within_the_bounds(void **state) {
    (void)state;
    int wrong = 0;
    const struct record_table *table = published_table();
    assert_true(table->count > 0);
    for (int id = 0; id < actfast_activation_count(); id++) {
        const struct grid *grid = grid_of(actfast_activation_name(id));
        for (int i = 0; i < grid->count; i++)
            wrong += check_published_case(table, id, grid->sets[i]);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_comment_has_the_bounds_that_are_tested),
        cmocka_unit_test(the_table_of_the_header_has_the_bounds_that_are_tested),
        cmocka_unit_test(the_edges_of_each_comment_are_so),
        cmocka_unit_test(the_published_table_is_whole_and_within_the_bounds),
    };
    if (under_valgrind()) printf("SKIPPED: Valgrind: the sign of NO zero is tested\n");
    return cmocka_run_group_tests(tests, read_headers, NULL);
}
