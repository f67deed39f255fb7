/* Promise: in `accurate`, avx2, avx512 and neon give the same bits, and so do scalar and sse2;
 * whatever the compiler and its options.
 *
 *     test_same_bits [--full] [--update]
 *
 * Results of 2^20 inputs (2^24 with --full) per activation, parameter set and pass are hashed and
 * held against tests/data/bits.txt, so that a change of bits is a change in that file. --update
 * writes it anew; it keeps the lines of instruction sets that this CPU does not have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "backends.h"
#include "judge.h"
#include "report.h"

enum { MANY = 64, LINES = 4096, QUICK = 1 << 20, FULL = 1 << 24 };

/* value_and_grad has no bits of its own: test_accuracy holds it against value and grad. */
enum { HASHED_PASSES = PASS_VALUE_AND_GRAD };

struct line {
    char key[120]; /* activation, parameters, pass, class */
    uint64_t quick, full;
};

static struct table {
    struct line line[LINES];
    int count;
} committed, fresh;

static const char *const file_name = ACT_TEST_DATA "/bits.txt";
static bool full;

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

/* The hashes are the last two words of a line, the key is what comes before; # begins a comment. */
static void load_table(struct table *table) {
    char text[256];
    FILE *file = fopen(file_name, "r");
    while (file != NULL && fgets(text, sizeof text, file) != NULL) {
        struct line line = {{0}, 0, 0};
        char *second = strrchr(text, ' '), *first = NULL;
        if (text[0] == '#' || second == NULL) continue;
        line.full = strtoull(second, NULL, 16);
        *second = '\0';
        first = strrchr(text, ' ');
        if (first == NULL) continue;
        line.quick = strtoull(first, NULL, 16);
        *first = '\0';
        snprintf(line.key, sizeof line.key, "%.*s", (int)sizeof line.key - 1, text);
        add_line(table, &line);
    }
    if (file != NULL) fclose(file);
}

/* Hashing */

/* Multiples of an odd number near 2^32/golden ratio: any first part of them is evenly spread. */
static void fill_inputs(struct judge_room *room, uint32_t first) {
    for (uint32_t i = 0; i < JUDGE_CHUNK; i++) {
        uint32_t bits = (first + i) * 0x9e3779b1u;
        room->x[i] = judge_float(bits);
        room->dy[i] = judge_dy(bits);
    }
}

static uint64_t hash_floats(uint64_t h, const float *values) {
    for (size_t i = 0; i < JUDGE_CHUNK; i++) {
        uint32_t bits = isnan(values[i]) ? 0x7fc00000u : judge_bits(values[i]);
        h = (h ^ bits) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    return h;
}

/* quick is the state of the hash on the way to full. */
static int hash_results(const struct judge_case *c, struct line lines[][HASHED_PASSES],
                        uint32_t inputs) {
    static struct judge_room room;
    int failed = 0;
    for (uint32_t at = 0; at < inputs; at += JUDGE_CHUNK) {
        fill_inputs(&room, at);
        for (int s = 0; s < c->subjects; s++)
            for (enum judged pass = 0; pass < PASS_VALUE_AND_GRAD; pass++) {
                struct line *line = &lines[s][pass];
                failed += judge_run(c, s, pass, &room, JUDGE_CHUNK) != 0;
                line->full = hash_floats(line->full, room.got[pass]);
                if (at + JUDGE_CHUNK == QUICK) line->quick = line->full;
            }
    }
    return failed;
}

/* Which input it is that two backends disagree about. */
static void print_difference(const struct judge_case *c, enum judged pass, int a, int b) {
    static struct judge_room one, other;
    for (uint32_t at = 0; at < FULL; at += JUDGE_CHUNK) {
        fill_inputs(&one, at);
        fill_inputs(&other, at);
        judge_run(c, a, pass, &one, JUDGE_CHUNK);
        judge_run(c, b, pass, &other, JUDGE_CHUNK);
        for (size_t i = 0; i < JUDGE_CHUNK; i++) {
            float x = one.got[pass][i], y = other.got[pass][i];
            if (judge_bits(x) == judge_bits(y) || (isnan(x) && isnan(y))) continue;
            printf("    x = %a: %s gives %a, %s %a\n", (double)one.x[i], c->subject[a].isa,
                   (double)x, c->subject[b].isa, (double)y);
            return;
        }
    }
}

static int check_line(const struct judge_case *c, struct line lines[][HASHED_PASSES], int s,
                      enum judged pass) {
    const struct line *have = &lines[s][pass], *want = find_line(&committed, have->key);
    int wrong = 0;
    for (int other = 0; other < s; other++)
        if (strcmp(lines[other][pass].key, have->key) == 0 &&
            lines[other][pass].full != have->full) {
            printf("  %s: %s and %s differ\n", have->key, c->subject[other].isa, c->subject[s].isa);
            print_difference(c, pass, other, s);
            wrong++;
        }
    if (want == NULL)
        printf("  %s: no such line, test_same_bits --update writes one\n", have->key);
    else if (want->quick == have->quick && (!full || want->full == have->full))
        return wrong;
    else
        printf("  %s: %s has other bits than %s\n", have->key, c->subject[s].isa, file_name);
    return wrong + 1;
}

static int check_params(int activation, const float *params, bool update) {
    static struct line lines[JUDGE_SUBJECTS][HASHED_PASSES];
    struct judge_case c = {0};
    char text[40];
    int wrong = 0;
    judge_add_backends(&c, NULL, "accurate");
    judge_prepare(&c, activation, params, 0);
    memset(lines, 0, sizeof lines);
    for (int s = 0; s < c.subjects; s++)
        for (enum judged pass = 0; pass < PASS_VALUE_AND_GRAD; pass++)
            snprintf(lines[s][pass].key, sizeof lines[s][pass].key, "%s %s %s %s", c.name,
                     report_params(&c, text, sizeof text), pass_names[pass],
                     class_of(c.subject[s].isa));
    wrong += hash_results(&c, lines, full || update ? FULL : QUICK);
    for (int s = 0; s < c.subjects; s++)
        for (enum judged pass = 0; pass < PASS_VALUE_AND_GRAD; pass++) {
            if (!update)
                wrong += check_line(&c, lines, s, pass);
            else if (find_line(&fresh, lines[s][pass].key) == NULL)
                add_line(&fresh, &lines[s][pass]);
            else if (find_line(&fresh, lines[s][pass].key)->full != lines[s][pass].full)
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
                  "# hash of the results for 2^20 and for 2^24 inputs.\n");
    for (int i = 0; i < fresh.count; i++)
        fprintf(file, "%s %016" PRIx64 " %016" PRIx64 "\n", fresh.line[i].key, fresh.line[i].quick,
                fresh.line[i].full);
    return fclose(file) != 0;
}

int main(int argc, char **argv) {
    static int ids[MANY];
    struct CMUnitTest tests[MANY] = {{0}};
    size_t count = 0;
    bool update = false;
    for (int i = 1; i < argc; i++) {
        full = full || strcmp(argv[i], "--full") == 0;
        update = update || strcmp(argv[i], "--update") == 0;
    }
    backends_print();
    load_table(&committed);
    if (update) return update_table();
    for (int id = 0; id < actfast_activation_count() && id < MANY; id++) {
        ids[id] = id;
        tests[count].name = actfast_activation_name(id);
        tests[count].test_func = instruction_sets_and_compilers_give_the_same_bits;
        tests[count++].initial_state = &ids[id];
    }
    return _cmocka_run_group_tests("same bits", tests, count, NULL, NULL);
}
