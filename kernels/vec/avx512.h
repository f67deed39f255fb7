/* The v_* vocabulary in AVX-512 (F, BW, DQ, VL), sixteen lanes. What each verb means: scalar.h. */
#ifndef ACT_VEC_AVX512_H
#define ACT_VEC_AVX512_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline, unused))

enum { LANES = 16, IN_FLIGHT = 4, IN_FLIGHT_SHORT = 4 };

/* GCC's unmasked forms of some intrinsics read an undefined vector, and two calls with the same
 * arguments are then different to it: a sub-expression that two functions share would be
 * computed twice. With maskz and this mask it is the same instruction without that. */
#define ALL ((__mmask16)0xffff)

typedef __m512 vf;
typedef __mmask16 vm;

#define REGISTER "v"
#include "opaque.h"

INLINE vf v_bits(uint32_t u) { return _mm512_castsi512_ps(_mm512_set1_epi32((int)u)); }

INLINE vf v_set1(float s) { return _mm512_set1_ps(s); }
INLINE vf v_load(const float *p) { return _mm512_loadu_ps(p); }
INLINE void v_store(float *p, vf x) { _mm512_storeu_ps(p, x); }
INLINE vf v_load_part(const float *p, size_t n) {
    return _mm512_mask_loadu_ps(_mm512_set1_ps(*p), (__mmask16)((1u << n) - 1), p);
}
INLINE void v_store_part(float *p, vf x, size_t n) {
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), x);
}
INLINE void v_stream(float *p, vf x) { _mm512_stream_ps(p, x); }
INLINE void v_stream_end(void) { _mm_sfence(); }
INLINE void v_leave(void) { _mm256_zeroupper(); }

INLINE vf v_add(vf a, vf b) { return _mm512_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm512_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm512_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm512_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm512_maskz_sqrt_ps(ALL, a); }
INLINE vf v_fma(vf a, vf b, vf c) { return _mm512_fmadd_ps(a, b, c); }
INLINE vf v_nfma(vf a, vf b, vf c) { return _mm512_fnmadd_ps(opaque(a), opaque(b), c); }
INLINE vf v_fms(vf a, vf b, vf c) { return _mm512_fmsub_ps(a, b, opaque(c)); }

/* 1/b to 2^-14, and how many Newton steps make a float of it. */
enum { RECIP_STEPS = 2 };
INLINE vf v_recip_guess(vf b) { return _mm512_maskz_rcp14_ps(ALL, b); }
/* And 1/sqrt(b) to 2^-14. */
#define HAS_CLOSE_GUESSES 1
INLINE vf v_recip_root_guess(vf b) { return _mm512_maskz_rsqrt14_ps(ALL, b); }

INLINE vf v_neg(vf x) { return opaque(-opaque(x)); }
INLINE vf v_abs(vf x) { return _mm512_and_ps(x, v_bits(0x7fffffffu)); }
INLINE vf v_copysign(vf size, vf sign) {
    return _mm512_or_ps(v_abs(size), _mm512_and_ps(sign, v_bits(0x80000000u)));
}
INLINE vf v_with_sign(vf size, vf sign) {
    return _mm512_or_ps(size, _mm512_and_ps(sign, v_bits(0x80000000u)));
}
INLINE vf v_min(vf a, vf b) { return _mm512_maskz_min_ps(ALL, a, b); }
INLINE vf v_max(vf a, vf b) { return _mm512_maskz_max_ps(ALL, a, b); }

INLINE vm v_lt(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
INLINE vm v_le(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
INLINE vm v_not_lt(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_NLT_UQ); }
INLINE vm v_is_nan(vf x) { return _mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q); }
INLINE int v_any(vm m) { return m; }
INLINE vf v_select(vm m, vf yes, vf no) { return _mm512_mask_mov_ps(no, m, yes); }
INLINE vf v_if(vm m, vf yes) { return _mm512_maskz_mov_ps(m, yes); }
/* By the class of x, four bits each: NaN keeps it (2), a positive number gives 1 (a), others
 * below (0). Two comparisons and two masked moves otherwise. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion" /* in GCC's macro of the intrinsic */
INLINE vf v_step(vf x, vf below) {
    return _mm512_fixupimm_ps(below, x, _mm512_set1_epi32((int)0xa0a0a022u), 0);
}
/* Likewise: yes is kept (0) for what is positive, of the lesser distance. */
INLINE vf v_between(vf lo, vf x, vf hi, vf yes) {
    return _mm512_fixupimm_ps(yes, v_min(v_sub(x, lo), v_sub(hi, x)), _mm512_set1_epi32(0x08080822),
                              0);
}
#pragma GCC diagnostic pop

/* To the last bit of c, whichever that is: v_exp_either() has finer steps. */
INLINE vf v_next_step(vf a, vf b, vf c) {
    return _mm512_fmadd_round_ps(a, b, c, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

/* 2^(j/16), and what these lack of it (tools/exp_fast.sollya). */
enum { EXP2_STEPS = 16, EXP2_UNDERFLOWS = 1 };
INLINE vf exp2_times(vf t, vf n, float up) {
    const __m512 table = _mm512_setr_ps(
        up * 0x1p0f, up * 0x1.0b5586p0f, up * 0x1.172b84p0f, up * 0x1.2387a6p0f, up * 0x1.306fep0f,
        up * 0x1.3dea64p0f, up * 0x1.4bfdaep0f, up * 0x1.5ab07ep0f, up * 0x1.6a09e6p0f,
        up * 0x1.7a1148p0f, up * 0x1.8ace54p0f, up * 0x1.9c4918p0f, up * 0x1.ae89fap0f,
        up * 0x1.c199bep0f, up * 0x1.d5818ep0f, up * 0x1.ea4afap0f);
    const __m512 entry = _mm512_maskz_permutexvar_ps(ALL, _mm512_castps_si512(t), table);
    return _mm512_maskz_scalef_ps(ALL, entry, n);
}
INLINE vf v_exp2(vf t, vf n) { return exp2_times(t, n, 1); }
INLINE vf v_exp2_up(vf t, vf n) { return exp2_times(t, n, 0x1p24f); }
INLINE vf v_exp2_error(vf t) {
    const __m512 table = _mm512_setr_ps(
        0, 0x1.8d96d4p-25f, -0x1.9c0c22p-27f, 0x1.964904p-25f, 0x1.125002p-25f, 0x1.370be4p-25f,
        -0x1.0a355p-25f, -0x1.00d8acp-27f, 0x1.26055cp-26f, -0x1.05cb44p-25f, 0x1.67a1cap-28f,
        0x1.a3b5e4p-28f, -0x1.f9c304p-27f, -0x1.6961b4p-28f, -0x1.a5217cp-28f, 0x1.61428ep-28f);
    return _mm512_maskz_permutexvar_ps(ALL, _mm512_castps_si512(t), table);
}

/* 2^n for a multiple n of 1/32, whose last five bits are t's, from 2^(j/32) to 2^-24.1
 * (tools/exp_fast.sollya). */
#define EXP2_FINER_STEPS 32
INLINE vf v_exp2_finer(vf t, vf n) {
    const __m512 low = _mm512_setr_ps(0x1p0f, 0x1.059b0ep0f, 0x1.0b5586p0f, 0x1.11301ep0f,
                                      0x1.172b84p0f, 0x1.1d4874p0f, 0x1.2387a6p0f, 0x1.29e9ep0f,
                                      0x1.306fep0f, 0x1.371a74p0f, 0x1.3dea64p0f, 0x1.44e086p0f,
                                      0x1.4bfdaep0f, 0x1.5342b6p0f, 0x1.5ab07ep0f, 0x1.6247ecp0f);
    const __m512 high = _mm512_setr_ps(0x1.6a09e6p0f, 0x1.71f75ep0f, 0x1.7a1148p0f, 0x1.82589ap0f,
                                       0x1.8ace54p0f, 0x1.93737cp0f, 0x1.9c4918p0f, 0x1.a5503cp0f,
                                       0x1.ae89fap0f, 0x1.b7f77p0f, 0x1.c199bep0f, 0x1.cb720ep0f,
                                       0x1.d5818ep0f, 0x1.dfc974p0f, 0x1.ea4afap0f, 0x1.f50766p0f);
    const __m512 entry = _mm512_maskz_permutex2var_ps(ALL, low, _mm512_castps_si512(t), high);
    return _mm512_maskz_scalef_ps(ALL, entry, n);
}

#define PIECES 32
/* table[k], k the last five bits of v. */
INLINE vf entry_of(const float table[PIECES], __m512i k) {
    return _mm512_maskz_permutex2var_ps(ALL, _mm512_loadu_ps(table), k,
                                        _mm512_loadu_ps(table + 16));
}
INLINE vf v_piece(const float table[PIECES], vf v) {
    return entry_of(table, _mm512_maskz_srli_epi32(ALL, _mm512_castps_si512(v), 20));
}
/* For t = k + OCTAVE_MAGIC, k < 256 a whole number: table[k], for k < PIECES, and y/2^k where that
 * is a normal float. */
#define HAS_OCTAVES  1
#define OCTAVE_MAGIC 0x1.8p23f
INLINE vf v_octave(const float table[PIECES], vf t) {
    return entry_of(table, _mm512_castps_si512(t));
}
INLINE vf v_over_octaves(vf y, vf t) {
    const __m512i k = _mm512_maskz_slli_epi32(ALL, _mm512_castps_si512(t), 23);
    return _mm512_castsi512_ps(_mm512_sub_epi32(_mm512_castps_si512(y), k));
}

INLINE vf v_root_scale(vf b) {
    const __m512i half = _mm512_maskz_srli_epi32(
        ALL, _mm512_add_epi32(_mm512_castps_si512(b), _mm512_set1_epi32(0x3f800000)), 1);
    return _mm512_castsi512_ps(_mm512_and_si512(half, _mm512_set1_epi32(0x7f800000)));
}

INLINE __m512d v_sum_eight(__m512d sum, const float *a, const float *b) {
    return _mm512_fmadd_pd(_mm512_cvtps_pd(_mm256_loadu_ps(a)), _mm512_cvtps_pd(_mm256_loadu_ps(b)),
                           sum);
}
INLINE void v_sum_products(double sum[16], const float *a, const float *b, size_t n) {
    __m512d low = _mm512_loadu_pd(sum), high = _mm512_loadu_pd(sum + 8);
    for (size_t i = 0; i < n; i += 16) {
        low = v_sum_eight(low, a + i, b + i);
        high = v_sum_eight(high, a + i + 8, b + i + 8);
    }
    _mm512_storeu_pd(sum, low), _mm512_storeu_pd(sum + 8, high);
}

#endif
