/* The floating-point modes that a caller may be in. */
#ifndef ACTFAST_TESTS_MODES_H
#define ACTFAST_TESTS_MODES_H

#include <fenv.h>
#include <stdint.h>
#if defined(__x86_64__)
#    include <xmmintrin.h>
#endif

enum mode { NEAREST, UPWARD, DOWNWARD, TOWARDZERO, FLUSH, MODES };
static const char *const mode_names[MODES] = {"to nearest", "upward", "downward", "toward zero",
                                              "subnormals are zeros"};

/* All that controls arithmetic, nothing that only records what happened. */
static inline uint64_t mode_control(void) {
#if defined(__x86_64__)
    uint16_t x87;
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    return (_mm_getcsr() & 0xffc0u) | (uint64_t)x87 << 32;
#elif defined(__aarch64__)
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    return fpcr;
#else
    return (uint64_t)fegetround();
#endif
}

/* Flush to zero, and on x86 denormals are zeros. */
static inline void mode_flush_subnormals(void) {
#if defined(__x86_64__)
    _mm_setcsr(_mm_getcsr() | 0x8040u);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(mode_control() | UINT64_C(1) << 24));
#endif
}

static inline void mode_enter(enum mode mode) {
    static const int rounding[MODES] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO,
                                        FE_TONEAREST};
    fesetround(rounding[mode]);
    if (mode == FLUSH) mode_flush_subnormals();
}

static inline void mode_leave(const fenv_t *normal) { fesetenv(normal); }

#endif
