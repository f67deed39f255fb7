/* The v_* vocabulary in SSE2, four lanes, no FMA. What each verb means: scalar.h. */
#ifndef ACT_VEC_SSE2_H
#define ACT_VEC_SSE2_H

#include <emmintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "part4.h"

#define INLINE static inline __attribute__((always_inline, unused))

enum { LANES = 4, IN_FLIGHT = 2, IN_FLIGHT_SHORT = 2 };

typedef __m128 vf;
typedef __m128 vm;

#define REGISTER "x"
#include "opaque.h"

INLINE vf v_bits(uint32_t u) { return _mm_castsi128_ps(_mm_set1_epi32((int)u)); }

INLINE vf v_set1(float s) { return _mm_set1_ps(s); }
INLINE vf v_load(const float *p) { return _mm_loadu_ps(p); }
INLINE void v_store(float *p, vf x) { _mm_storeu_ps(p, x); }
INLINE vf v_load_part(const float *p, size_t n) { return load_part4(p, n); }
INLINE void v_store_part(float *p, vf x, size_t n) { store_part4(p, x, n); }
INLINE void v_stream(float *p, vf x) { _mm_stream_ps(p, x); }
INLINE void v_stream_end(void) { _mm_sfence(); }
INLINE void v_leave(void) {}

INLINE vf v_add(vf a, vf b) { return _mm_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm_sqrt_ps(a); }

INLINE vf v_neg(vf x) { return opaque(_mm_xor_ps(opaque(x), v_bits(0x80000000u))); }

INLINE __m128 low_fma(vf a, vf b, vf c) {
    return _mm_cvtpd_ps(_mm_add_pd(_mm_mul_pd(_mm_cvtps_pd(a), _mm_cvtps_pd(b)), _mm_cvtps_pd(c)));
}
INLINE vf v_fma(vf a, vf b, vf c) {
    const __m128 low = low_fma(a, b, c);
    const __m128 high = low_fma(_mm_movehl_ps(a, a), _mm_movehl_ps(b, b), _mm_movehl_ps(c, c));
    return _mm_movelh_ps(low, high);
}
INLINE vf v_nfma(vf a, vf b, vf c) { return v_fma(v_neg(a), b, c); }
INLINE vf v_fms(vf a, vf b, vf c) { return v_fma(a, b, v_neg(c)); }
INLINE vf v_mla(vf a, vf b, vf c) { return _mm_add_ps(_mm_mul_ps(a, b), c); }
INLINE vf v_nmla(vf a, vf b, vf c) { return v_mla(v_neg(a), b, c); }
INLINE vf v_mls(vf a, vf b, vf c) { return _mm_sub_ps(_mm_mul_ps(a, b), c); }
INLINE vf v_recip(vf b) { return _mm_div_ps(v_set1(1), b); }

INLINE vf v_abs(vf x) { return _mm_and_ps(x, v_bits(0x7fffffffu)); }
INLINE vf v_copysign(vf size, vf sign) {
    return _mm_or_ps(v_abs(size), _mm_and_ps(sign, v_bits(0x80000000u)));
}
INLINE vf v_with_sign(vf size, vf sign) {
    return _mm_or_ps(size, _mm_and_ps(sign, v_bits(0x80000000u)));
}
INLINE vf v_min(vf a, vf b) { return _mm_min_ps(a, b); }
INLINE vf v_max(vf a, vf b) { return _mm_max_ps(a, b); }

INLINE vm v_lt(vf a, vf b) { return _mm_cmplt_ps(a, b); }
INLINE vm v_le(vf a, vf b) { return _mm_cmple_ps(a, b); }
INLINE vm v_not_lt(vf a, vf b) { return _mm_cmpnlt_ps(a, b); }
INLINE vm v_is_nan(vf x) { return _mm_cmpunord_ps(x, x); }
INLINE int v_any(vm m) { return _mm_movemask_ps(m); }
INLINE vf v_select(vm m, vf yes, vf no) {
    return _mm_or_ps(_mm_and_ps(m, yes), _mm_andnot_ps(m, no));
}
INLINE vf v_if(vm m, vf yes) { return _mm_and_ps(m, yes); }
/* All bits set is a NaN. */
INLINE vf v_step(vf x, vf below) {
    return _mm_or_ps(v_select(v_lt(v_set1(0), x), v_set1(1), below), v_is_nan(x));
}
INLINE vf v_between(vf lo, vf x, vf hi, vf yes) {
    const vm inside = _mm_and_ps(v_lt(lo, x), v_lt(x, hi));
    return _mm_or_ps(_mm_and_ps(inside, yes), v_is_nan(x));
}

INLINE vf v_next_step(vf a, vf b, vf c) {
    const __m128 below = _mm_max_ps(v_mla(a, b, v_set1(-128.5f)), v_set1(-0x1p22f));
    return _mm_add_ps(_mm_cvtepi32_ps(_mm_cvttps_epi32(below)), _mm_add_ps(c, v_set1(128)));
}

enum { EXP2_STEPS = 1, EXP2_UNDERFLOWS = 0 };
INLINE vf v_exp2(vf t, vf n) {
    return (void)n, _mm_castsi128_ps(_mm_slli_epi32(_mm_castps_si128(t), 23));
}
INLINE vf v_exp2_up(vf t, vf n) {
    const __m128i up = _mm_add_epi32(_mm_castps_si128(t), _mm_set1_epi32(24));
    return (void)n, _mm_castsi128_ps(_mm_slli_epi32(up, 23));
}
INLINE vf v_exp2_error(vf t) { return (void)t, _mm_setzero_ps(); }

/* There is no lookup in a register: a table is kept piece by piece, so that one load has four rows of
 * a lane's piece, and four of them are turned into rows of lanes. */
#define PIECES                          8
#define PIECE_0(a, ...)                 a,
#define PIECE_1(a, b, ...)              b,
#define PIECE_2(a, b, c, ...)           c,
#define PIECE_3(a, b, c, d, ...)        d,
#define PIECE_4(a, b, c, d, e, ...)     e,
#define PIECE_5(a, b, c, d, e, f, ...)  f,
#define PIECE_6(a, b, c, d, e, f, g, h) g,
#define PIECE_7(a, b, c, d, e, f, g, h) h,
#define PIECES_ROOM(rows)               (((rows) + 3) / 4 * 4)
#define PIECES_TABLE(name, rows, ROWS)                                                             \
    static const float name[PIECES][PIECES_ROOM(rows)] = {                                         \
        {ROWS(PIECE_0)}, {ROWS(PIECE_1)}, {ROWS(PIECE_2)}, {ROWS(PIECE_3)},                        \
        {ROWS(PIECE_4)}, {ROWS(PIECE_5)}, {ROWS(PIECE_6)}, {ROWS(PIECE_7)}}
typedef struct {
    vf row[12];
} pieces;
INLINE pieces v_pieces(const float *table, int rows, vf v) {
    const __m128i k = _mm_and_si128(_mm_srli_epi32(_mm_castps_si128(v), 22), _mm_set1_epi32(7));
    const int room = PIECES_ROOM(rows);
    pieces p;
    int i = 0;
    do {
        p.row[i] = _mm_loadu_ps(table + room * _mm_extract_epi16(k, 0) + i);
        p.row[i + 1] = _mm_loadu_ps(table + room * _mm_extract_epi16(k, 2) + i);
        p.row[i + 2] = _mm_loadu_ps(table + room * _mm_extract_epi16(k, 4) + i);
        p.row[i + 3] = _mm_loadu_ps(table + room * _mm_extract_epi16(k, 6) + i);
        _MM_TRANSPOSE4_PS(p.row[i], p.row[i + 1], p.row[i + 2], p.row[i + 3]);
        i += 4;
    } while (i < rows);
    return p;
}
INLINE vf v_row(pieces p, int i) { return p.row[i]; }

INLINE vf v_root_scale(vf b) {
    const __m128i half =
        _mm_srli_epi32(_mm_add_epi32(_mm_castps_si128(b), _mm_set1_epi32(0x3f800000)), 1);
    return _mm_castsi128_ps(_mm_and_si128(half, _mm_set1_epi32(0x7f800000)));
}

INLINE __m128d v_sum_pair(__m128d sum, __m128 a, __m128 b) {
    return _mm_add_pd(sum, _mm_mul_pd(_mm_cvtps_pd(a), _mm_cvtps_pd(b)));
}
INLINE void v_sum_products(double sum[16], const float *a, const float *b, size_t n) {
    for (size_t i = 0; i < n; i += 4) {
        double *const s = sum + i % 16;
        const vf u = _mm_loadu_ps(a + i), v = _mm_loadu_ps(b + i);
        _mm_storeu_pd(s, v_sum_pair(_mm_loadu_pd(s), u, v));
        _mm_storeu_pd(s + 2,
                      v_sum_pair(_mm_loadu_pd(s + 2), _mm_movehl_ps(u, u), _mm_movehl_ps(v, v)));
    }
}

#endif
