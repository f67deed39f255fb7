/* Chooses a backend when the library loads, publishes it in one pointer, finds backends by name. */
#include "dispatch.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"

#define TIER(isa, accuracy) extern const actfast_backend act_##isa##_##accuracy;
#include "tiers.def"

/* All that are built in, best first; the last two, scalar's, run anywhere. */
static const struct {
    const actfast_backend *backend;
    bool (*usable)(void);
} built[] = {
#define TIER(isa, accuracy) {&act_##isa##_##accuracy, act_usable_##isa},
#include "tiers.def"
};
enum { BUILT = sizeof built / sizeof built[0], USABLE_KNOWN = 1 << BUILT };

struct act_state act_state = {
    .active = &act_scalar_accurate, .stream_bytes = SIZE_MAX, .chosen = &act_scalar_accurate};

static int usable_mask(void) {
    int mask = atomic_load_explicit(&act_state.usable, memory_order_relaxed);
    if (mask) return mask;
    mask = USABLE_KNOWN;
    for (int i = 0; i < BUILT; i++) mask |= built[i].usable() << i;
    atomic_store_explicit(&act_state.usable, mask, memory_order_relaxed);
    return mask;
}

static bool matches(const actfast_backend *b, const char *isa, const char *accuracy) {
    return (!isa || !strcmp(isa, b->isa)) && (!accuracy || !strcmp(accuracy, b->accuracy));
}

bool act_is_backend(const actfast_backend *backend) {
    const int mask = usable_mask();
    for (int i = 0; i < BUILT; i++) {
        if (built[i].backend == backend) return mask >> i & 1;
    }
    return false;
}

int actfast_backend_count(void) {
    const int mask = usable_mask();
    int count = 0;
    for (int i = 0; i < BUILT; i++) count += mask >> i & 1;
    return count;
}

const actfast_backend *actfast_backend_at(int i) {
    if (i < 0) return NULL;
    const int mask = usable_mask();
    for (int k = 0; k < BUILT; k++) {
        if (mask >> k & 1 && i-- == 0) return built[k].backend;
    }
    return NULL;
}

const actfast_backend *actfast_backend_find(const char *isa, const char *accuracy) {
    const int mask = usable_mask();
    for (int i = 0; i < BUILT; i++) {
        if (mask >> i & 1 && matches(built[i].backend, isa, accuracy)) return built[i].backend;
    }
    return NULL;
}

const actfast_backend *actfast_backend_active(void) { return act_active(); }

int actfast_backend_activate(const actfast_backend *backend) {
    const bool by_name = backend;
    if (!backend) backend = atomic_load_explicit(&act_state.chosen, memory_order_relaxed);
    if (!act_is_backend(backend)) return ACTFAST_ERR_BACKEND;
    atomic_store_explicit(&act_state.activated, by_name, memory_order_relaxed);
    atomic_store_explicit(&act_state.active, backend, memory_order_relaxed);
    return ACTFAST_OK;
}

const char *actfast_backend_isa(const actfast_backend *backend) {
    if (!backend) backend = act_active();
    return act_is_backend(backend) ? backend->isa : NULL;
}

const char *actfast_backend_accuracy(const actfast_backend *backend) {
    if (!backend) backend = act_active();
    return act_is_backend(backend) ? backend->accuracy : NULL;
}

/* ---- The choice at load ---- */

static const char *environment(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* Half the last cache, which then has no room for input and output together; at most 16 MiB,
 * since what the system reports may be the sum of many caches. */
static size_t default_stream_bytes(void) {
    enum { MOST = 16 << 20 };
    long cache = -1;
#ifdef _SC_LEVEL3_CACHE_SIZE
    cache = sysconf(_SC_LEVEL3_CACHE_SIZE);
    if (cache <= 0) cache = sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
    return cache > 0 && cache / 2 < MOST ? (size_t)cache / 2 : MOST;
}

static bool is_number(const char *text) { return strspn(text, "0123456789") == strlen(text); }

/* ACTFAST_STREAM_BYTES: a decimal number; 0 is never; anything else changes nothing. */
static size_t chosen_stream_bytes(void) {
    const char *text = environment("ACTFAST_STREAM_BYTES");
    if (!text || !is_number(text)) return default_stream_bytes();
    const unsigned long long bytes = strtoull(text, NULL, 10);
    return bytes == 0 || bytes > SIZE_MAX ? SIZE_MAX : (size_t)bytes;
}

/* One of the environment's names and what became of it, appended to `why`. */
static void explain(char *why, size_t size, const char *variable, const char *value, bool obeyed,
                    bool built_in) {
    if (!value) return;
    char shown[24];
    size_t length = 0;
    for (; length < sizeof shown - 1 && value[length]; length++) {
        const char c = value[length];
        shown[length] = (char)(c > ' ' && c <= '~' ? c : '?');
    }
    shown[length] = 0;
    const size_t used = strlen(why);
    snprintf(why + used, size - used, "%s%s=%s %s", used ? ", " : "", variable, shown,
             obeyed     ? "obeyed"
             : built_in ? "not obeyed: not usable on this machine"
                        : "not obeyed: not built in");
}

static bool is_built_in(const char *isa, const char *accuracy) {
    for (int i = 0; i < BUILT; i++) {
        if (matches(built[i].backend, isa, accuracy)) return true;
    }
    return false;
}

void act_reason(char reason[ACT_REASON_SIZE]) {
    const actfast_backend *chosen = atomic_load_explicit(&act_state.chosen, memory_order_relaxed);
    const char *isa = environment("ACTFAST_ISA");
    const char *accuracy = environment("ACTFAST_ACCURACY");
    *reason = 0;
    explain(reason, ACT_REASON_SIZE, "ACTFAST_ISA", isa, matches(chosen, isa, NULL),
            is_built_in(isa, NULL));
    explain(reason, ACT_REASON_SIZE, "ACTFAST_ACCURACY", accuracy, matches(chosen, NULL, accuracy),
            is_built_in(chosen->isa, accuracy));
    if (!*reason) snprintf(reason, ACT_REASON_SIZE, "the best this machine can run");
}

static void report(const actfast_backend *chosen) {
    const char *bytes = environment("ACTFAST_STREAM_BYTES");
    char cpu[ACT_CPU_NAME_SIZE], reason[ACT_REASON_SIZE], streams[64] = "never streams outputs";
    act_cpu_name(cpu);
    act_reason(reason);
    if (act_stream_bytes() < SIZE_MAX)
        snprintf(streams, sizeof streams, "streams outputs from %zu bytes", act_stream_bytes());
    fprintf(stderr, "libactfast %s on %s: %s %s (%s); %s%s\n", actfast_version_string(), cpu,
            chosen->isa, chosen->accuracy, reason, streams,
            bytes && !is_number(bytes) ? ", ACTFAST_STREAM_BYTES not obeyed: no number" : "");
}

/* What the names ask for, else what the first of them asks for, else what the second does, else
 * the best. */
static const actfast_backend *chosen_backend(const char *isa, const char *accuracy) {
    const actfast_backend *b = actfast_backend_find(isa, accuracy ? accuracy : "accurate");
    if (!b && isa) b = actfast_backend_find(isa, "accurate");
    if (!b && accuracy) b = actfast_backend_find(NULL, accuracy);
    return b ? b : actfast_backend_find(NULL, "accurate");
}

__attribute__((constructor)) static void choose(void) {
    const char *isa = environment("ACTFAST_ISA");
    const char *accuracy = environment("ACTFAST_ACCURACY");
    const char *verbose = environment("ACTFAST_VERBOSE");
    const actfast_backend *chosen = chosen_backend(isa, accuracy);
    atomic_store_explicit(&act_state.stream_bytes, chosen_stream_bytes(), memory_order_relaxed);
    atomic_store_explicit(&act_state.chosen, chosen, memory_order_relaxed);
    if (!atomic_load_explicit(&act_state.activated, memory_order_relaxed))
        atomic_store_explicit(&act_state.active, chosen, memory_order_relaxed);
    if (verbose && !strcmp(verbose, "1")) report(chosen);
}
