/* The plain loops of libm.def, compiled with -ffast-math for each instruction set: libmvec where the
 * compiler vectorises them over glibc's vector functions; gcc where a formula needs none, so that
 * the loop is the best one that the compiler makes. */
#include <features.h>
#include <string.h>

#include "peers.h"

#define TEXT(x)  #x
#define QUOTE(x) TEXT(x)

static bool is_plain(int activation) {
    static const char *const names[] = {
#define LIBM(name, ...)
#define PLAIN(name, ...) #name,
#include "libm.def"
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!strcmp(names[i], actfast_activation_name(activation))) return true;
    }
    return false;
}

#define TIER(tier)                                                                                 \
    struct act_job act_libmvec_job_##tier(int activation, enum job_pass pass);                     \
    static bool attach_##tier(struct act_job *job) {                                               \
        job->run = act_libmvec_job_##tier(job->activation, job->pass).run;                         \
        return job->run != NULL;                                                                   \
    }                                                                                              \
    static bool attach_libmvec_##tier(struct act_job *job) {                                       \
        return !is_plain(job->activation) && attach_##tier(job);                                   \
    }                                                                                              \
    static bool attach_gcc_##tier(struct act_job *job) {                                           \
        return is_plain(job->activation) && attach_##tier(job);                                    \
    }                                                                                              \
    extern const struct act_peer act_peer_libmvec_##tier, act_peer_gcc_##tier;                     \
    const struct act_peer act_peer_libmvec_##tier = {                                              \
        .name = "libmvec",                                                                         \
        .isa = #tier,                                                                              \
        .version = "glibc " QUOTE(__GLIBC__) "." QUOTE(__GLIBC_MINOR__),                           \
        .attach = attach_libmvec_##tier};                                                          \
    const struct act_peer act_peer_gcc_##tier = {.name = "gcc",                                    \
                                                 .isa = #tier,                                     \
                                                 .version = __VERSION__ " -O3 -ffast-math",        \
                                                 .attach = attach_gcc_##tier};
#include "libmvec_tiers.def"
