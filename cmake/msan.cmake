# MemorySanitizer (Clang, x86-64): shims around the libraries that are not instrumented.
add_library(actfast_msan_shims OBJECT tests/msan_shims.c)
set_target_properties(actfast_msan_shims PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_compile_options(actfast_msan_shims PRIVATE -mavx512f -mprefer-vector-width=128)
target_link_libraries(actfast_msan_shims PRIVATE CpuFeatures::cpu_features)
target_sources(actfast PRIVATE $<TARGET_OBJECTS:actfast_msan_shims>)
target_sources(actfast_static PRIVATE $<TARGET_OBJECTS:actfast_msan_shims>)

set(ACTFAST_WRAPPED -Wl,--wrap=GetX86Info)
foreach(name finz_exp2f16_u35avx512f finz_exp2f8_u35avx2 cinz_expf4_u10sse2 cinz_expf1_u10purec)
    list(APPEND ACTFAST_WRAPPED -Wl,--wrap=Sleef_${name})
endforeach()
target_link_options(actfast PRIVATE ${ACTFAST_WRAPPED})
target_link_options(actfast_static INTERFACE ${ACTFAST_WRAPPED})
