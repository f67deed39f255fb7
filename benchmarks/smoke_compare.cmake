# A short run of actfast-compare (-DCOMPARE=…) writes the same measurements as CSV and as JSON.
cmake_minimum_required(VERSION 3.19) # string(JSON)

execute_process(
    COMMAND ${COMPARE} --functions=relu,silu --floats=64,1000 --rounds=1 --check --csv=compare.csv --json=compare.json
    OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
message("${text}")
file(STRINGS compare.csv lines REGEX "^[^#]")
list(LENGTH lines lines_count)
file(READ compare.json json)
string(JSON count LENGTH "${json}" results)
string(JSON version GET "${json}" context actfast)
math(EXPR expected "${lines_count} - 1")
if(NOT count EQUAL expected OR count LESS 24)
    message(FATAL_ERROR "${count} results as JSON, ${expected} as CSV")
endif()
foreach(word "geometric mean" "worst" "in ULP" "slower of value and grad")
    string(FIND "${text}" "${word}" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "no \"${word}\" in the text")
    endif()
endforeach()
