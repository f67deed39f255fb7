/* libmvec: the plain loops of libm.def, compiled with -ffast-math for each instruction set, so that
 * the compiler vectorises them over glibc's vector functions. Where a formula needs no function it
 * is the compiler's own best loop. */
#include <features.h>

#include "peers.h"

#define TEXT(x)  #x
#define QUOTE(x) TEXT(x)

#define TIER(tier)                                                                                 \
    struct act_job act_libmvec_job_##tier(int activation, enum job_pass pass);                     \
    static bool attach_##tier(struct act_job *job) {                                               \
        job->run = act_libmvec_job_##tier(job->activation, job->pass).run;                         \
        return job->run != NULL;                                                                   \
    }                                                                                              \
    extern const struct act_peer act_peer_libmvec_##tier;                                          \
    const struct act_peer act_peer_libmvec_##tier = {                                              \
        .name = "libmvec",                                                                         \
        .isa = #tier,                                                                              \
        .version = "glibc " QUOTE(__GLIBC__) "." QUOTE(__GLIBC_MINOR__),                           \
        .attach = attach_##tier};
#include "libmvec_tiers.def"
