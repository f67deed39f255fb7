# A short run of actfast-bench (-DBENCH=…) prints JSON that says what was measured and how it was built.
cmake_minimum_required(VERSION 3.19) # string(JSON)

execute_process(
    COMMAND ${BENCH} --benchmark_filter=^silu/value/.*/4096$ --benchmark_min_time=0.001 --benchmark_format=json
    OUTPUT_VARIABLE json ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
foreach(key version build_type compiler cpu active_backend inputs)
    string(JSON value GET "${json}" context actfast_${key})
    message(STATUS "${key}: ${value}")
endforeach()
string(JSON count LENGTH "${json}" benchmarks)
if(count LESS 2)
    message(FATAL_ERROR "${count} cases ran, not every backend and libm")
endif()
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
    string(JSON name GET "${json}" benchmarks ${i} name)
    string(JSON rate GET "${json}" benchmarks ${i} items_per_second)
    string(JSON bytes GET "${json}" benchmarks ${i} bytes_per_second)
    message(STATUS "${name}: ${rate} elements/s, ${bytes} bytes/s")
endforeach()
