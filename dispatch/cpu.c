/* Which tiers this machine can run: the only file that sees cpu_features. A feature is a signed bit
 * there, -1 when set: test for non-zero. */
#include "cpu.h"

#include <stdio.h>

#include "cpu_features_macros.h"

bool act_usable_scalar(void) { return true; }

/* What both architectures do with their lists of features. */
struct feature {
    const char *name;
    bool there;
};

static const char *pick(const struct feature *features, size_t count, int i, bool *there) {
    if (i < 0 || (size_t)i >= count) return NULL;
    *there = features[i].there;
    return features[i].name;
}

#if defined(CPU_FEATURES_ARCH_X86)

#    include "cpuinfo_x86.h"

bool act_usable_sse2(void) { return GetX86Info().features.sse2; }

bool act_usable_avx2(void) {
    const X86Features f = GetX86Info().features;
    return f.avx2 && f.fma3;
}

bool act_usable_avx512(void) {
    const X86Features f = GetX86Info().features;
    return f.avx512f && f.avx512bw && f.avx512dq && f.avx512vl && f.avx2 && f.fma3;
}

void act_cpu_name(char name[ACT_CPU_NAME_SIZE]) {
    const X86Info info = GetX86Info();
    snprintf(name, ACT_CPU_NAME_SIZE, "%s", info.brand_string);
}

const char *act_cpu_feature(int i, bool *there) {
    const X86Features f = GetX86Info().features;
    const struct feature all[] = {
        {"sse2", f.sse2},         {"avx2", f.avx2},         {"fma3", f.fma3},
        {"avx512f", f.avx512f},   {"avx512bw", f.avx512bw}, {"avx512dq", f.avx512dq},
        {"avx512vl", f.avx512vl},
    };
    return pick(all, sizeof all / sizeof all[0], i, there);
}

#elif defined(CPU_FEATURES_ARCH_AARCH64)

#    include "cpuinfo_aarch64.h"

bool act_usable_neon(void) { return GetAarch64Info().features.asimd; }

void act_cpu_name(char name[ACT_CPU_NAME_SIZE]) {
    const Aarch64Info info = GetAarch64Info();
    snprintf(name, ACT_CPU_NAME_SIZE, "AArch64 implementer 0x%02x part 0x%03x", info.implementer,
             info.part);
}

const char *act_cpu_feature(int i, bool *there) {
    const struct feature all[] = {{"asimd", GetAarch64Info().features.asimd}};
    return pick(all, sizeof all / sizeof all[0], i, there);
}

#endif
