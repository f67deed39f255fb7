/* For builds under MemorySanitizer alone: what comes from libraries that know nothing of it is
 * initialised, and what goes to SLEEF has to be. The linker puts these functions in between (--wrap).
 * It would report a spare lane that reaches an exponential without having been loaded. */
#include <cpu_features_macros.h>
#include <cpuinfo_x86.h>
#include <immintrin.h>
#include <sanitizer/msan_interface.h>

#define SHIM(type, name)                                                                           \
    type __real_##name(type x);                                                                    \
    type __wrap_##name(type x);                                                                    \
    type __wrap_##name(type x) {                                                                   \
        __msan_check_mem_is_initialized(&x, sizeof x);                                             \
        type y = __real_##name(x);                                                                 \
        __msan_unpoison(&y, sizeof y);                                                             \
        return y;                                                                                  \
    }
SHIM(__m512, Sleef_finz_exp2f16_u35avx512f)
SHIM(__m256, Sleef_finz_exp2f8_u35avx2)
SHIM(__m128, Sleef_cinz_expf4_u10sse2)
SHIM(float, Sleef_cinz_expf1_u10purec)

X86Info __real_GetX86Info(void);
X86Info __wrap_GetX86Info(void);
X86Info __wrap_GetX86Info(void) {
    X86Info info = __real_GetX86Info();
    __msan_unpoison(&info, sizeof info);
    return info;
}
