/* The table of references. */
#include "reference.h"

#include <string.h>

#define TIER(isa)                                                                                  \
    void act_reference_sqrt_##isa(const struct act_job *job);                                      \
    void act_reference_relu_##isa(const struct act_job *job);                                      \
    void act_reference_fma_##isa(const struct act_job *job);                                       \
    void act_reference_streams_##isa(const struct act_job *job);
#include "reference_tiers.def"

static void run_memcpy(const struct act_job *job) {
    memcpy(job->y, job->x, job->n * sizeof *job->y);
}

static const struct act_reference references[] = {
    {"memcpy", "libc", {.run = run_memcpy}},
#define TIER(isa)                                                                                  \
    {"relu", #isa, {.run = act_reference_relu_##isa}},                                             \
        {"sqrt", #isa, {.run = act_reference_sqrt_##isa}},                                         \
        {"fma", #isa, {.run = act_reference_fma_##isa}},                                           \
        {"streams", #isa, {.run = act_reference_streams_##isa}},
#include "reference_tiers.def"
};
enum { REFERENCES = sizeof references / sizeof references[0] };

static bool is_usable(const struct act_reference *r) {
    return !strcmp(r->isa, "libc") || actfast_backend_find(r->isa, NULL);
}

int act_reference_count(void) {
    int count = 0;
    for (int i = 0; i < REFERENCES; i++) count += is_usable(&references[i]);
    return count;
}

struct act_reference act_reference_at(int i) {
    for (int k = 0; k < REFERENCES; k++) {
        if (is_usable(&references[k]) && i-- == 0) return references[k];
    }
    return (struct act_reference){0};
}

struct act_reference act_reference_find(const char *operation, const char *isa) {
    for (int i = 0; i < act_reference_count(); i++) {
        const struct act_reference r = act_reference_at(i);
        if (!strcmp(r.operation, operation) && !strcmp(r.isa, isa)) return r;
    }
    return (struct act_reference){0};
}
