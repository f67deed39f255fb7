/* Fuzzes the functions that compute: the status is the one that the contract asks for, no byte
 * beyond the outputs changes, and the results are those of the same elements in other buffers, cut
 * elsewhere, on the other backends, and of the oracle.
 *
 * Built with libFuzzer (ACTFAST_FUZZ). How many elements were computed is printed at the end. */
#include <inttypes.h>

#include "compare.h"

static struct arena arena, before, given;

static void print_elements(void) {
    fprintf(stderr, "fuzz_calls: %" PRIu64 " elements computed\n", elements);
}

/* Large outputs are streamed past the caches: from so many bytes on, set before the library's own
 * constructor looks. */
__attribute__((constructor(101))) static void stream_early(void) {
    setenv("ACTFAST_STREAM_BYTES", "3000", 0);
}

/* Nothing but the outputs may have changed, and those may be any NaN in place of another. */
static void check_arena(const struct plan *p, const struct results *want) {
    size_t at = 0;
    for (int o = 0; o < outputs_of(p->kind); o++)
        for (size_t r = 0; r < result_rows(p); r++)
            for (size_t c = 0; c < result_columns(p); c++, at++) {
                const size_t offset = result_offset(p, &arena, o, r, c);
                float got;
                memcpy(&got, arena.bytes + offset, sizeof got);
                if (!same(got, want->value[at]))
                    fail_at(p, "another place", at, got, want->value[at]);
                memcpy(before.bytes + offset, &got, sizeof got);
            }
    if (p->kind == KIND_param_grad) check_sum(p, &arena, &before, want);
    if (memcmp(arena.bytes, before.bytes, arena.used) != 0) fail(p, "a byte beyond the outputs");
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    backends_print();
    return atexit(print_elements);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct results want;
    struct bytes in = {data, size};
    struct plan p = {0};
    if (!decode(&p, &arena, &in)) return -1;
    memcpy(before.bytes, arena.bytes, arena.used);
    memcpy(given.bytes, arena.bytes, arena.used);
    const int status = plan_run(&p), asked = model_status(&p);
    if (status != asked) fail_status(&p, status, asked);
    if (status != ACTFAST_OK || !plan_computes(&p)) {
        if (p.kind == KIND_param_grad && status == ACTFAST_OK) return 0;
        if (memcmp(arena.bytes, before.bytes, arena.used) != 0) fail(&p, "written on an error");
        return 0;
    }
    compute_apart(&p, &arena, &given, &in, &want);
    check_arena(&p, &want);
    check_backends(&p, &arena, &given, &want);
    return 0;
}
