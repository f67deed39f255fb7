/* Promise: a tier is usable only if all of its features are there.
 *
 * No machine at hand lacks one feature of AVX-512 and has the others, and no emulator does: so this
 * is dispatch/cpu.c with a processor of our own behind it, in place of the cpu_features library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cpu.h"
#include "cpuinfo_x86.h"

static X86Info processor;

X86Info GetX86Info(void) { return processor; }

/* A feature is a signed bit: it has no address, and is -1 when set. */
#define FEATURE(name)                                                                              \
    static void set_##name(bool on) { processor.features.name = on ? -1 : 0; }
FEATURE(sse)
FEATURE(sse2)
FEATURE(avx)
FEATURE(avx2)
FEATURE(fma3)
FEATURE(f16c)
FEATURE(avx512f)
FEATURE(avx512cd)
FEATURE(avx512bw)
FEATURE(avx512dq)
FEATURE(avx512vl)
#undef FEATURE

static const struct feature {
    const char *name;
    void (*set)(bool on);
} features[] = {
    {" sse ", set_sse},           {" sse2 ", set_sse2},         {" avx ", set_avx},
    {" avx2 ", set_avx2},         {" fma3 ", set_fma3},         {" f16c ", set_f16c},
    {" avx512f ", set_avx512f},   {" avx512cd ", set_avx512cd}, {" avx512bw ", set_avx512bw},
    {" avx512dq ", set_avx512dq}, {" avx512vl ", set_avx512vl},
};
enum { FEATURES = sizeof features / sizeof features[0] };

/* What the tiers are compiled for, written down a second time; a space around each name. */
static const struct tier {
    const char *name;
    bool (*usable)(void);
    const char *needs;
} tiers[] = {
    {"scalar", act_usable_scalar, ""},
    {"sse2", act_usable_sse2, " sse2 "},
    {"avx2", act_usable_avx2, " avx2 fma3 "},
    {"avx512", act_usable_avx512, " avx2 fma3 avx512f avx512bw avx512dq avx512vl "},
};
enum { TIERS = sizeof tiers / sizeof tiers[0] };

static bool needs(const struct tier *t, int f) {
    return strstr(t->needs, features[f].name) != NULL;
}

static void set_all(bool on) {
    for (int f = 0; f < FEATURES; f++) features[f].set(on);
}

static void a_tier_needs_each_of_its_features(void **state) {
    int faults = 0;
    (void)state;
    for (const struct tier *t = tiers; t < tiers + TIERS; t++)
        for (int f = 0; f < FEATURES; f++) {
            set_all(true);
            features[f].set(false);
            if (!needs(t, f) || !t->usable()) continue;
            printf("  %s is usable without%s\n", t->name, features[f].name);
            faults++;
        }
    assert_int_equal(faults, 0);
}

/* A tier that asked for more would be left out on processors that can run it. */
static void a_tier_needs_nothing_else(void **state) {
    int faults = 0;
    (void)state;
    for (const struct tier *t = tiers; t < tiers + TIERS; t++) {
        for (int f = 0; f < FEATURES; f++) features[f].set(needs(t, f));
        if (t->usable()) continue;
        printf("  %s is not usable with all it needs\n", t->name);
        faults++;
    }
    assert_int_equal(faults, 0);
}

static void a_bare_processor_runs_scalar_alone(void **state) {
    (void)state;
    set_all(false);
    for (const struct tier *t = tiers; t < tiers + TIERS; t++)
        assert_int_equal(t->usable(), strcmp(t->name, "scalar") == 0);
}

/* What actfast-info prints: each feature that a tier needs, by its name, and nothing of another. */
static void each_feature_that_a_tier_needs_is_told(void **state) {
    bool there = false;
    (void)state;
    for (int f = 0; f < FEATURES; f++) {
        int told = 0, wanted = 0;
        for (const struct tier *t = tiers; t < tiers + TIERS; t++) wanted |= needs(t, f);
        set_all(false);
        features[f].set(true);
        for (int i = 0; act_cpu_feature(i, &there); i++) {
            char name[16];
            snprintf(name, sizeof name, " %s ", act_cpu_feature(i, &there));
            const bool same = strcmp(name, features[f].name) == 0;
            assert_int_equal(there, same);
            told += same;
        }
        assert_int_equal(told, wanted);
    }
    assert_null(act_cpu_feature(-1, &there));
}

/* The name goes into one line on stderr; the longest that a processor has fits. */
static void the_name_of_the_processor_ends_in_its_room(void **state) {
    char name[ACT_CPU_NAME_SIZE + 1];
    (void)state;
    memset(name, 'x', sizeof name);
    memset(processor.brand_string, 'B', sizeof processor.brand_string - 1);
    processor.brand_string[sizeof processor.brand_string - 1] = 0;
    act_cpu_name(name);
    assert_int_equal(name[ACT_CPU_NAME_SIZE], 'x');
    assert_non_null(memchr(name, 0, ACT_CPU_NAME_SIZE));
    processor.brand_string[0] = 0;
    act_cpu_name(name);
    assert_string_equal(name, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tier_needs_each_of_its_features),
        cmocka_unit_test(a_tier_needs_nothing_else),
        cmocka_unit_test(a_bare_processor_runs_scalar_alone),
        cmocka_unit_test(each_feature_that_a_tier_needs_is_told),
        cmocka_unit_test(the_name_of_the_processor_ends_in_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
