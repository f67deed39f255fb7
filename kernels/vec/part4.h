/* Loading and storing fewer than four floats, for the x86 tiers without masks. AVX2 has masked
 * moves, but AMD's processors store slowly with them, and emulators touch the floats that are
 * masked out. */
#ifndef ACT_VEC_PART4_H
#define ACT_VEC_PART4_H

#include <emmintrin.h>
#include <stddef.h>

/* 0 < n < 4; the spare lanes hold p[0]. */
static inline __attribute__((always_inline)) __m128 load_part4(const float *p, size_t n) {
    return _mm_setr_ps(p[0], n > 1 ? p[1] : p[0], n > 2 ? p[2] : p[0], p[0]);
}

static inline __attribute__((always_inline)) void store_part4(float *p, __m128 x, size_t n) {
    _mm_store_ss(p, x);
    if (n > 1) _mm_store_ss(p + 1, _mm_shuffle_ps(x, x, 0x55));
    if (n > 2) _mm_store_ss(p + 2, _mm_movehl_ps(x, x));
}

#endif
