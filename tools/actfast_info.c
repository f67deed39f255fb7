/* actfast-info: what the library found on this machine, and what it chose because of that. Linked with
 * the static library, for the reason of the choice is not part of the public interface. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "caches.h"
#include "cpu.h"
#include "dispatch.h"
#include "json.h"
#include "program.h"

static const char help[] =
    "Usage: actfast-info [--json]\n"
    "\n"
    "Prints what libactfast found on this machine and what it chose: its version, the CPU and its\n"
    "caches, the backends that are built in and those that are usable, which one is active and "
    "why,\n"
    "and from what size on outputs are written past the caches.\n"
    "\n"
    "Options:\n"
    "  --json     the same as JSON\n"
    "  --help     this text\n"
    "  --version  the version\n"
    "\n"
    "ACTFAST_ISA, ACTFAST_ACCURACY and ACTFAST_STREAM_BYTES are obeyed as by any program.\n"
    "Exits with 0, or with 2 if an option is wrong or the output cannot be written.\n";

/* ---- What there is to say ---- */

struct backend {
    const char *isa;
    const char *accuracy;
    bool usable;
    bool active;
};

/* All that are built in, best first. */
static struct backend backends[] = {
#define TIER(isa, accuracy) {#isa, #accuracy, false, false},
#include "tiers.def"
};
enum { BACKENDS = sizeof backends / sizeof backends[0] };

static struct {
    char cpu[ACT_CPU_NAME_SIZE];
    char architecture[sizeof((struct utsname *)0)->machine];
    struct act_cache caches[ACT_MAX_CACHES];
    int cache_count;
    char reason[ACT_REASON_SIZE];
    size_t stream_bytes; /* SIZE_MAX: never */
} found;

static void look(void) {
    struct utsname system;
    act_cpu_name(found.cpu);
    if (!*found.cpu) snprintf(found.cpu, sizeof found.cpu, "unknown");
    snprintf(found.architecture, sizeof found.architecture, "%s",
             uname(&system) < 0 ? "unknown" : system.machine);
    found.cache_count = act_caches(found.caches);
    act_reason(found.reason);
    found.stream_bytes = act_stream_bytes();
    for (struct backend *b = backends; b < backends + BACKENDS; b++) {
        const actfast_backend *backend = actfast_backend_find(b->isa, b->accuracy);
        b->usable = backend != NULL;
        b->active = backend && backend == actfast_backend_active();
    }
}

/* ---- Text ---- */

static void print_features(bool wanted) {
    const char *name;
    bool there, any = false;
    for (int i = 0; (name = act_cpu_feature(i, &there)); i++) {
        if (there != wanted) continue;
        printf(" %s", name);
        any = true;
    }
    printf(any ? "\n" : " none\n");
}

static void print_text(void) {
    printf("libactfast: %s\n", actfast_version_string());
    printf("revision: %s\ncompiler: %s\nbuild type: %s\n", act_revision(), act_compiler(),
           act_build_type());
    printf("CPU: %s\narchitecture: %s\n", found.cpu, found.architecture);
    printf("features:");
    print_features(true);
    printf("missing features:");
    print_features(false);
    for (const struct act_cache *c = found.caches; c < found.caches + found.cache_count; c++)
        printf("cache: level %d, %s, %ld bytes\n", c->level, c->type, c->bytes);
    for (const struct backend *b = backends; b < backends + BACKENDS; b++)
        printf("backend: %s %s, %s\n", b->isa, b->accuracy,
               b->active   ? "active"
               : b->usable ? "usable"
                           : "not usable on this machine");
    printf("reason: %s\n", found.reason);
    if (found.stream_bytes == SIZE_MAX)
        printf("streams outputs: never\n");
    else
        printf("streams outputs: from %zu bytes\n", found.stream_bytes);
}

/* ---- JSON ---- */

/* A member of an object that holds a text, behind one before it. */
static void write_member(const char *key, const char *value) {
    printf(",\n  \"%s\": ", key);
    act_write_json_string(stdout, value);
}

static const char *truth(bool value) { return value ? "true" : "false"; }

static void write_features(void) {
    const char *name;
    bool there;
    printf(",\n  \"features\": {");
    for (int i = 0; (name = act_cpu_feature(i, &there)); i++)
        printf("%s\"%s\": %s", i ? ", " : "", name, truth(there));
    printf("}");
}

static void write_caches(void) {
    printf(",\n  \"caches\": [");
    for (int i = 0; i < found.cache_count; i++) {
        const struct act_cache *c = &found.caches[i];
        printf("%s\n    {\"level\": %d, \"type\": ", i ? "," : "", c->level);
        act_write_json_string(stdout, c->type);
        printf(", \"bytes\": %ld}", c->bytes);
    }
    printf("]");
}

static void write_backends(void) {
    printf(",\n  \"backends\": [");
    for (int i = 0; i < BACKENDS; i++) {
        const struct backend *b = &backends[i];
        printf("%s\n    {\"isa\": \"%s\", \"accuracy\": \"%s\", \"usable\": %s, \"active\": %s}",
               i ? "," : "", b->isa, b->accuracy, truth(b->usable), truth(b->active));
    }
    printf("]");
}

static void print_json(void) {
    printf("{\n  \"version\": \"%s\"", actfast_version_string());
    write_member("revision", act_revision());
    write_member("compiler", act_compiler());
    write_member("build_type", act_build_type());
    write_member("cpu", found.cpu);
    write_member("architecture", found.architecture);
    write_features();
    write_caches();
    write_backends();
    write_member("reason", found.reason);
    if (found.stream_bytes == SIZE_MAX)
        printf(",\n  \"stream_bytes\": null\n}\n");
    else
        printf(",\n  \"stream_bytes\": %zu\n}\n", found.stream_bytes);
}

int main(int argc, char **argv) {
    static const char program[] = "actfast-info";
    bool json = false;
    if (!act_answered(argc, argv, program, help)) {
        for (int i = 1; i < argc; i++) {
            if (strcmp(argv[i], "--json") != 0) return act_refuse(program, argv[i]);
            json = true;
        }
        look();
        if (json)
            print_json();
        else
            print_text();
    }
    if (!fflush(stdout) && !ferror(stdout)) return 0;
    fprintf(stderr, "%s: the output cannot be written\n", program);
    return ACT_EXIT_ERROR;
}
