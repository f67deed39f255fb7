/* The v_* vocabulary in AVX2 and FMA3, eight lanes. What each verb means: scalar.h. */
#ifndef ACT_VEC_AVX2_H
#define ACT_VEC_AVX2_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "part4.h"

#define INLINE static inline __attribute__((always_inline, unused))

enum { LANES = 8, IN_FLIGHT = 2, IN_FLIGHT_SHORT = 4 };

typedef __m256 vf;
typedef __m256 vm;

#define REGISTER "x"
#include "opaque.h"

INLINE vf v_bits(uint32_t u) { return _mm256_castsi256_ps(_mm256_set1_epi32((int)u)); }

INLINE vf v_set1(float s) { return _mm256_set1_ps(s); }
INLINE vf v_load(const float *p) { return _mm256_loadu_ps(p); }
INLINE void v_store(float *p, vf x) { _mm256_storeu_ps(p, x); }
INLINE vf v_load_part(const float *p, size_t n) {
    const __m128 low = n < 4 ? load_part4(p, n) : _mm_loadu_ps(p);
    const __m128 high = n > 4 ? load_part4(p + 4, n - 4) : _mm_set1_ps(*p);
    return _mm256_insertf128_ps(_mm256_castps128_ps256(low), high, 1);
}
INLINE void v_store_part(float *p, vf x, size_t n) {
    const __m128 low = _mm256_castps256_ps128(x);
    if (n < 4) {
        store_part4(p, low, n);
        return;
    }
    _mm_storeu_ps(p, low);
    if (n > 4) store_part4(p + 4, _mm256_extractf128_ps(x, 1), n - 4);
}
INLINE void v_stream(float *p, vf x) { _mm256_stream_ps(p, x); }
INLINE void v_stream_end(void) { _mm_sfence(); }
INLINE void v_leave(void) { _mm256_zeroupper(); }

INLINE vf v_add(vf a, vf b) { return _mm256_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm256_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm256_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm256_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm256_sqrt_ps(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return _mm256_fmadd_ps(a, b, c); }
INLINE vf v_nfma(vf a, vf b, vf c) { return _mm256_fnmadd_ps(opaque(a), opaque(b), c); }
INLINE vf v_fms(vf a, vf b, vf c) { return _mm256_fmsub_ps(a, b, opaque(c)); }

/* 1/b to 1.5*2^-12, cut to the bits that processors give, to 2^-10 for certain, and how many Newton
 * steps make a float of it. An emulator may give the nearest float, from which v_recip would not come
 * from below. */
enum { RECIP_STEPS = 3 };
INLINE vf v_recip_guess(vf b) { return _mm256_and_ps(_mm256_rcp_ps(b), v_bits(0xfffff000u)); }

INLINE vf v_neg(vf x) { return opaque(-opaque(x)); }
INLINE vf v_abs(vf x) { return _mm256_and_ps(x, v_bits(0x7fffffffu)); }
INLINE vf v_copysign(vf size, vf sign) {
    return _mm256_or_ps(v_abs(size), _mm256_and_ps(sign, v_bits(0x80000000u)));
}
INLINE vf v_with_sign(vf size, vf sign) {
    return _mm256_or_ps(size, _mm256_and_ps(sign, v_bits(0x80000000u)));
}
INLINE vf v_min(vf a, vf b) { return _mm256_min_ps(a, b); }
INLINE vf v_max(vf a, vf b) { return _mm256_max_ps(a, b); }

INLINE vm v_lt(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_LT_OQ); }
INLINE vm v_le(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_LE_OQ); }
INLINE vm v_not_lt(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_NLT_UQ); }
INLINE vm v_is_nan(vf x) { return _mm256_cmp_ps(x, x, _CMP_UNORD_Q); }
INLINE int v_any(vm m) { return _mm256_movemask_ps(m); }
INLINE vf v_select(vm m, vf yes, vf no) { return _mm256_blendv_ps(no, yes, m); }
INLINE vf v_if(vm m, vf yes) { return _mm256_and_ps(m, yes); }
/* All bits set is a NaN. */
INLINE vf v_step(vf x, vf below) {
    const vm above = v_lt(v_set1(0), x);
    const vf step = _mm256_or_ps(_mm256_and_ps(above, v_set1(1)), _mm256_andnot_ps(above, below));
    return _mm256_or_ps(step, v_is_nan(x));
}
INLINE vf v_between(vf lo, vf x, vf hi, vf yes) {
    const vm inside = _mm256_and_ps(v_lt(lo, x), v_lt(x, hi));
    return _mm256_or_ps(_mm256_and_ps(inside, yes), v_is_nan(x));
}

INLINE vf v_next_step(vf a, vf b, vf c) {
    const vf eighths = _mm256_mul_ps(a, _mm256_mul_ps(b, v_set1(8)));
    const vf k = _mm256_round_ps(eighths, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    return _mm256_fmadd_ps(k, v_set1(0.125f), c);
}

/* The table has the bits of 2^(j/8 + up), less those that j itself and the exponent's bias leave
 * when t is shifted (tools/exp_fast.sollya). */
enum { EXP2_STEPS = 8, EXP2_UNDERFLOWS = 0 };
INLINE vf exp2_times(vf t, int up) {
    const __m256i table =
        _mm256_setr_epi32(0, -0x46a3e, -0x7c810, -0xa0129, -0xafb0d, -0xa98d6, -0x8bb03, -0x53f39);
    const __m256i entry = _mm256_permutevar8x32_epi32(
        _mm256_add_epi32(table, _mm256_set1_epi32(up << 23)), _mm256_castps_si256(t));
    const __m256i shifted = _mm256_slli_epi32(_mm256_castps_si256(t), 20);
    return _mm256_castsi256_ps(_mm256_add_epi32(entry, shifted));
}
INLINE vf v_exp2(vf t, vf n) { return (void)n, exp2_times(t, 0); }
INLINE vf v_exp2_up(vf t, vf n) { return (void)n, exp2_times(t, 24); }
INLINE vf v_exp2_error(vf t) {
    const __m256 table =
        _mm256_setr_ps(0, -0x1.9c0c22p-27f, 0x1.125002p-25f, -0x1.0a355p-25f, 0x1.26055cp-26f,
                       0x1.67a1cap-28f, -0x1.f9c304p-27f, -0x1.a5217cp-28f);
    return _mm256_permutevar8x32_ps(table, _mm256_castps_si256(t));
}

#define PIECES 8
INLINE vf v_piece(const float table[PIECES], vf v) {
    const __m256i k = _mm256_srli_epi32(_mm256_castps_si256(v), 22);
    return _mm256_permutevar8x32_ps(_mm256_loadu_ps(table), k);
}

INLINE vf v_root_scale(vf b) {
    const __m256i half = _mm256_srli_epi32(
        _mm256_add_epi32(_mm256_castps_si256(b), _mm256_set1_epi32(0x3f800000)), 1);
    return _mm256_castsi256_ps(_mm256_and_si256(half, _mm256_set1_epi32(0x7f800000)));
}

INLINE __m256d v_sum_four(__m256d sum, const float *a, const float *b) {
    return _mm256_fmadd_pd(_mm256_cvtps_pd(_mm_loadu_ps(a)), _mm256_cvtps_pd(_mm_loadu_ps(b)), sum);
}
INLINE void v_sum_products(double sum[16], const float *a, const float *b, size_t n) {
    __m256d s0 = _mm256_loadu_pd(sum), s1 = _mm256_loadu_pd(sum + 4);
    __m256d s2 = _mm256_loadu_pd(sum + 8), s3 = _mm256_loadu_pd(sum + 12);
    for (size_t i = 0; i < n; i += 16) {
        s0 = v_sum_four(s0, a + i, b + i);
        s1 = v_sum_four(s1, a + i + 4, b + i + 4);
        s2 = v_sum_four(s2, a + i + 8, b + i + 8);
        s3 = v_sum_four(s3, a + i + 12, b + i + 12);
    }
    _mm256_storeu_pd(sum, s0), _mm256_storeu_pd(sum + 4, s1);
    _mm256_storeu_pd(sum + 8, s2), _mm256_storeu_pd(sum + 12, s3);
}

#endif
