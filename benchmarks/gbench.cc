/* The only C++ of the tree: Google Benchmark behind the C functions of gbench.h. */
#include "gbench.h"

#include <benchmark/benchmark.h>

static void measure(benchmark::State &state, const gbench_case &c) {
    if (const char *trouble = c.prepare(c.argument)) {
        state.SkipWithError(trouble);
        return;
    }
    for (auto _ : state) {
        c.run(c.argument);
        benchmark::ClobberMemory();
    }
    const auto iterations = static_cast<int64_t>(state.iterations());
    state.SetItemsProcessed(iterations * static_cast<int64_t>(c.elements));
    state.SetBytesProcessed(iterations * static_cast<int64_t>(c.bytes));
}

void gbench_start(int *argc, char **argv) { benchmark::Initialize(argc, argv); }

bool gbench_has_unknown_arguments(int argc, char **argv) {
    return benchmark::ReportUnrecognizedArguments(argc, argv);
}

void gbench_context(const char *key, const char *value) { benchmark::AddCustomContext(key, value); }

void gbench_register(const gbench_case *c) {
    benchmark::RegisterBenchmark(c->name, [copy = *c](benchmark::State &s) { measure(s, copy); });
}

void gbench_run(void) {
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
