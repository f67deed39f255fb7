/* Promise: in `accurate`, avx2, avx512 and neon give the same bits, and so do scalar and sse2;
 * whatever the compiler and its options.
 *
 *     test_same_bits [--full] [--update]
 *
 * Results of 2^20 inputs (2^24 with --full, 2^16 with ACT_TEST_QUICK) per activation, parameter set and
 * pass, and sums of param_grad, are hashed and held against tests/data/bits.txt, so that a change of
 * bits is a change in that file. --update writes it anew; it keeps the lines of instruction sets that
 * this CPU does not have. With ACT_TEST_IDS=even or odd half of the activations are tried. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "harness.h"
#include "judge.h"
#include "record.h"

enum { MANY = 64, LINES = 4096, CHUNK = JUDGE_CHUNK };

enum size { QUICK, USUAL, FULL, SIZES };
static const uint32_t inputs_of[SIZES] = {1 << 16, 1 << 20, 1 << 24};

/* What has bits of its own: every pass but value_and_grad, which test_accuracy holds against value
 * and grad; and after the passes the sums of param_grad. */
enum { SUMS = PASSES, KINDS };

static const char *kind_name(int kind) {
    return kind == SUMS ? "param_grad" : pass_shape[kind].name;
}

static bool has_kind(const struct judge_case *c, int kind) {
    if (kind == SUMS) return c->more->slope != NULL;
    return kind != PASS_value_and_grad && has_pass(c->activation, (enum pass)kind, c->params);
}

struct line {
    char key[120];        /* activation, parameters, pass, class */
    uint64_t hash[SIZES]; /* of so many inputs, each the state of the hash on the way to the next */
};

static struct table {
    struct line line[LINES];
    int count;
} committed, fresh;

static const char *const file_name = ACT_TEST_DATA "/bits.txt";
static enum size size = USUAL;

static const char *class_of(const char *isa) {
    return strcmp(isa, "scalar") == 0 || strcmp(isa, "sse2") == 0 ? "no-fma" : "fma";
}

static struct line *find_line(struct table *table, const char *key) {
    for (int i = 0; i < table->count; i++)
        if (strcmp(table->line[i].key, key) == 0) return &table->line[i];
    return NULL;
}

static void add_line(struct table *table, const struct line *line) {
    if (table->count < LINES) table->line[table->count++] = *line;
}

/* The hashes are the last words of a line, the key is what comes before; # begins a comment. */
static void load_table(struct table *table) {
    char text[256];
    FILE *file = fopen(file_name, "r");
    while (file != NULL && fgets(text, sizeof text, file) != NULL) {
        struct line line = {{0}, {0}};
        int words = 0;
        if (text[0] == '#') continue;
        for (char *word; words < SIZES && (word = strrchr(text, ' ')) != NULL; words++) {
            line.hash[SIZES - 1 - words] = strtoull(word, NULL, 16);
            *word = '\0';
        }
        if (words < SIZES) continue;
        snprintf(line.key, sizeof line.key, "%.*s", (int)sizeof line.key - 1, text);
        add_line(table, &line);
    }
    if (file != NULL) fclose(file);
}

/* Hashing */

static struct {
    float x[CHUNK], second[CHUNK], third[CHUNK], y[CHUNK], ordinary[CHUNK];
    float out[MAX_OUTPUTS][CHUNK];
    double sums[CHUNK];
} room;

/* Multiples of an odd number near 2^32/golden ratio: any first part of them is evenly spread. y is
 * what f can give: all of those are monotone. */
static void fill_inputs(const struct judge_case *c, uint32_t first) {
    const float low = (float)c->oracle(-INFINITY, c->params).f;
    const float high = (float)c->oracle(INFINITY, c->params).f;
    for (uint32_t i = 0; i < CHUNK; i++) {
        const uint32_t bits = (first + i) * 0x9e3779b1u;
        const float x = float_of(bits);
        room.x[i] = x;
        room.second[i] = judge_dy(bits);
        room.third[i] = judge_dy(~bits);
        room.y[i] = x < low ? low : x > high ? high : x;
        room.ordinary[i] = (float)((int32_t)bits * 0x1p-28);
    }
}

static uint64_t hash_bits(uint64_t h, uint64_t bits) {
    h = (h ^ bits) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static uint64_t hash_floats(uint64_t h, const float *values) {
    for (size_t i = 0; i < CHUNK; i++)
        h = hash_bits(h, isnan(values[i]) ? 0x7fc00000u : bits_of(values[i]));
    return h;
}

static int run_kind(const struct judge_case *c, int s, int kind) {
    const struct call call = {
        .backend = c->subject[s].backend,
        .activation = c->activation,
        .pass = (enum pass)kind,
        .params = c->params,
        .in = {kind == PASS_backward_from_output ? room.y : room.x, room.second, room.third},
        .out = {room.out[0], room.out[1]},
        .n = CHUNK};
    return run_pass(&call);
}

/* Slopes of some of the inputs, by sums of one term; then the sum over inputs of ordinary size. */
enum { SLOPES = CHUNK / 16 };

static int run_sums(const struct judge_case *c, int s) {
    int failed = 0;
    double dp[2];
    for (size_t i = 0; i <= SLOPES; i++) {
        const bool one = i < SLOPES;
        failed += actfast_param_grad_f32(c->subject[s].backend, c->activation, c->params,
                                         one ? room.x + i : room.ordinary, room.second + i,
                                         one ? 1 : CHUNK - SLOPES, dp) != 0;
        room.sums[i] = dp[0];
    }
    return failed;
}

static uint64_t hash_kind(uint64_t h, int kind) {
    for (int o = 0; kind != SUMS && o < pass_shape[kind].outputs; o++)
        h = hash_floats(h, room.out[o]);
    for (size_t i = 0; kind == SUMS && i <= SLOPES; i++) {
        uint64_t bits;
        memcpy(&bits, &room.sums[i], sizeof bits);
        h = hash_bits(h, isnan(room.sums[i]) ? 0x7ff8u : bits);
    }
    return h;
}

static int hash_results(const struct judge_case *c, struct line lines[][KINDS]) {
    static uint64_t state[JUDGE_SUBJECTS][KINDS];
    int failed = 0;
    memset(state, 0, sizeof state);
    for (uint32_t at = 0; at < inputs_of[size]; at += CHUNK) {
        fill_inputs(c, at);
        for (int s = 0; s < c->subjects; s++)
            for (int kind = 0; kind < KINDS; kind++) {
                if (!has_kind(c, kind)) continue;
                failed += (kind == SUMS ? run_sums(c, s) : run_kind(c, s, kind)) != 0;
                state[s][kind] = hash_kind(state[s][kind], kind);
                for (int k = 0; k < SIZES; k++)
                    if (at + CHUNK == inputs_of[k]) lines[s][kind].hash[k] = state[s][kind];
            }
    }
    return failed;
}

/* Which input it is that two backends disagree about. */
static void print_difference(const struct judge_case *c, int pass, int a, int b) {
    static float other[MAX_OUTPUTS][CHUNK];
    for (uint32_t at = 0; at < inputs_of[FULL] && pass != SUMS; at += CHUNK) {
        fill_inputs(c, at);
        run_kind(c, b, pass);
        memcpy(other, room.out, sizeof other);
        run_kind(c, a, pass);
        for (int i = 0; i < pass_shape[pass].outputs * CHUNK; i++) {
            const float x = room.out[i / CHUNK][i % CHUNK], y = other[i / CHUNK][i % CHUNK];
            if (same(x, y)) continue;
            printf("    x = %a: %s gives %a, %s %a\n", (double)room.x[i % CHUNK], c->subject[a].isa,
                   (double)x, c->subject[b].isa, (double)y);
            return;
        }
    }
}

static int check_line(const struct judge_case *c, struct line lines[][KINDS], int s, int pass) {
    const struct line *have = &lines[s][pass], *want = find_line(&committed, have->key);
    int wrong = 0;
    for (int other = 0; other < s; other++)
        if (strcmp(lines[other][pass].key, have->key) == 0 &&
            lines[other][pass].hash[size] != have->hash[size]) {
            printf("  %s: %s and %s differ\n", have->key, c->subject[other].isa, c->subject[s].isa);
            print_difference(c, pass, other, s);
            wrong++;
        }
    if (want == NULL)
        printf("  %s: no such line, test_same_bits --update writes one\n", have->key);
    else if (want->hash[size] == have->hash[size])
        return wrong;
    else
        printf("  %s: %s has other bits than %s\n", have->key, c->subject[s].isa, file_name);
    return wrong + 1;
}

static int check_params(int activation, const float *params, bool update) {
    static struct line lines[JUDGE_SUBJECTS][KINDS];
    struct judge_case c = {0};
    char text[40];
    int wrong = 0;
    judge_add_backends(&c, (const char *const[]){NULL}, (const char *const[]){"accurate", NULL});
    judge_prepare(&c, activation, params, 0);
    memset(lines, 0, sizeof lines);
    for (int s = 0; s < c.subjects; s++)
        for (int kind = 0; kind < KINDS; kind++)
            snprintf(lines[s][kind].key, sizeof lines[s][kind].key, "%s %s %s %s", c.name,
                     record_params(&c, text, sizeof text), kind_name(kind),
                     class_of(c.subject[s].isa));
    wrong += hash_results(&c, lines);
    for (int s = 0; s < c.subjects; s++)
        for (int pass = 0; pass < KINDS; pass++) {
            if (!has_kind(&c, pass)) continue;
            if (!update)
                wrong += check_line(&c, lines, s, pass);
            else if (find_line(&fresh, lines[s][pass].key) == NULL)
                add_line(&fresh, &lines[s][pass]);
            else if (find_line(&fresh, lines[s][pass].key)->hash[FULL] != lines[s][pass].hash[FULL])
                wrong += check_line(&c, lines, s, pass);
        }
    return wrong;
}

static int check_activation(int activation, bool update) {
    const struct grid *grid = grid_of(actfast_activation_name(activation));
    int wrong = 0;
    for (int i = 0; i < grid->count; i++) wrong += check_params(activation, grid->sets[i], update);
    return wrong;
}

static void instruction_sets_and_compilers_give_the_same_bits(void **state) {
    assert_int_equal(check_activation(*(const int *)*state, false), 0);
}

/* Nothing is written while backends of a class disagree. */
static int update_table(void) {
    int wrong = 0;
    for (int id = 0; id < actfast_activation_count(); id++) wrong += check_activation(id, true);
    for (int i = 0; i < committed.count; i++)
        if (find_line(&fresh, committed.line[i].key) == NULL) add_line(&fresh, &committed.line[i]);
    FILE *file = wrong ? NULL : fopen(file_name, "w");
    if (file == NULL) {
        printf("%s is not written\n", file_name);
        return 1;
    }
    fprintf(file, "# Written by test_same_bits --update: activation, parameters, pass, class,\n"
                  "# hashes of the results for 2^16, 2^20 and 2^24 inputs.\n");
    for (int i = 0; i < fresh.count; i++) {
        fprintf(file, "%s", fresh.line[i].key);
        for (int k = 0; k < SIZES; k++) fprintf(file, " %016" PRIx64, fresh.line[i].hash[k]);
        fprintf(file, "\n");
    }
    return fclose(file) != 0;
}

/* Half of the activations, for two processes at once. */
static bool is_asked_for(int id) {
    const char *half = getenv("ACT_TEST_IDS");
    return half == NULL || strcmp(half, id % 2 == 0 ? "odd" : "even") != 0;
}

int main(int argc, char **argv) {
    static int ids[MANY];
    struct CMUnitTest tests[MANY] = {{0}};
    size_t count = 0;
    bool update = false;
    if (quick()) size = QUICK;
    for (int i = 1; i < argc; i++) {
        update = update || strcmp(argv[i], "--update") == 0;
        if (update || strcmp(argv[i], "--full") == 0) size = FULL;
    }
    header_print("same bits");
    load_table(&committed);
    if (update) return update_table();
    for (int id = 0; id < actfast_activation_count() && id < MANY; id++) {
        if (!is_asked_for(id)) continue;
        ids[id] = id;
        tests[count].name = actfast_activation_name(id);
        tests[count].test_func = instruction_sets_and_compilers_give_the_same_bits;
        tests[count++].initial_state = &ids[id];
    }
    return _cmocka_run_group_tests("same bits", tests, count, NULL, NULL);
}
