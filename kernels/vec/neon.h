/* The v_* vocabulary in AArch64 NEON, four lanes, with FMA. What each verb means: scalar.h. */
#ifndef ACT_VEC_NEON_H
#define ACT_VEC_NEON_H

#include <arm_neon.h>
#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline, unused))

enum { LANES = 4, IN_FLIGHT = 4, IN_FLIGHT_SHORT = 4 };

typedef float32x4_t vf;
typedef uint32x4_t vm;

#define REGISTER "w"
#include "opaque.h"

INLINE vf v_bits(uint32_t u) { return vreinterpretq_f32_u32(vdupq_n_u32(u)); }

INLINE vf v_set1(float s) { return vdupq_n_f32(s); }
INLINE vf v_load(const float *p) { return vld1q_f32(p); }
INLINE void v_store(float *p, vf x) { vst1q_f32(p, x); }
INLINE vf v_load_part(const float *p, size_t n) {
    vf x = vld1q_dup_f32(p);
    if (n > 1) x = vld1q_lane_f32(p + 1, x, 1);
    if (n > 2) x = vld1q_lane_f32(p + 2, x, 2);
    return x;
}
INLINE void v_store_part(float *p, vf x, size_t n) {
    vst1q_lane_f32(p, x, 0);
    if (n > 1) vst1q_lane_f32(p + 1, x, 1);
    if (n > 2) vst1q_lane_f32(p + 2, x, 2);
}
/* AArch64 has no intrinsic for stores past the caches; its cores detect streams of full lines by
 * themselves. */
INLINE void v_stream(float *p, vf x) { vst1q_f32(p, x); }
INLINE void v_stream_end(void) {}
INLINE void v_leave(void) {}

INLINE vf v_add(vf a, vf b) { return vaddq_f32(a, b); }
INLINE vf v_sub(vf a, vf b) { return vsubq_f32(a, b); }
INLINE vf v_mul(vf a, vf b) { return vmulq_f32(a, b); }
INLINE vf v_div(vf a, vf b) { return vdivq_f32(a, b); }
INLINE vf v_sqrt(vf a) { return vsqrtq_f32(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return vfmaq_f32(c, a, b); }
INLINE vf v_nfma(vf a, vf b, vf c) { return vfmsq_f32(c, opaque(a), opaque(b)); }
INLINE vf v_fms(vf a, vf b, vf c) { return vfmaq_f32(vnegq_f32(opaque(c)), a, b); }

/* 1/b to 2^-8, and how many Newton steps make a float of it. */
enum { RECIP_STEPS = 3 };
INLINE vf v_recip_guess(vf b) { return vrecpeq_f32(b); }

INLINE vf v_neg(vf x) { return opaque(vnegq_f32(opaque(x))); }
INLINE vf v_abs(vf x) { return vabsq_f32(x); }
INLINE vf v_copysign(vf size, vf sign) { return vbslq_f32(vdupq_n_u32(0x80000000u), sign, size); }
INLINE vf v_with_sign(vf size, vf sign) { return v_copysign(size, sign); }
INLINE vf v_min(vf a, vf b) { return vbslq_f32(vcltq_f32(a, b), a, b); }
INLINE vf v_max(vf a, vf b) { return vbslq_f32(vcgtq_f32(a, b), a, b); }

INLINE vm v_lt(vf a, vf b) { return vcltq_f32(a, b); }
INLINE vm v_le(vf a, vf b) { return vcleq_f32(a, b); }
INLINE vm v_not_lt(vf a, vf b) { return vmvnq_u32(vcltq_f32(a, b)); }
INLINE vm v_is_nan(vf x) { return vmvnq_u32(vceqq_f32(x, x)); }
INLINE int v_any(vm m) { return vmaxvq_u32(m) != 0; }
INLINE vf v_select(vm m, vf yes, vf no) { return vbslq_f32(m, yes, no); }
INLINE vf v_if(vm m, vf yes) {
    return vreinterpretq_f32_u32(vandq_u32(m, vreinterpretq_u32_f32(yes)));
}
INLINE vf v_step(vf x, vf below) {
    return v_select(v_is_nan(x), x, v_select(v_lt(v_set1(0), x), v_set1(1), below));
}
INLINE vf v_between(vf lo, vf x, vf hi, vf yes) {
    return v_select(v_is_nan(x), x, v_if(vandq_u32(v_lt(lo, x), v_lt(x, hi)), yes));
}

INLINE vf v_next_step(vf a, vf b, vf c) {
    return vaddq_f32(vrndnq_f32(vmaxq_f32(vmulq_f32(a, b), vdupq_n_f32(-0x1p22f))), c);
}

enum { EXP2_STEPS = 1, EXP2_UNDERFLOWS = 0 };
INLINE vf v_exp2(vf t, vf n) {
    return (void)n, vreinterpretq_f32_u32(vshlq_n_u32(vreinterpretq_u32_f32(t), 23));
}
INLINE vf v_exp2_up(vf t, vf n) {
    const uint32x4_t up = vaddq_u32(vreinterpretq_u32_f32(t), vdupq_n_u32(24));
    return (void)n, vreinterpretq_f32_u32(vshlq_n_u32(up, 23));
}
INLINE vf v_exp2_error(vf t) { return (void)t, vdupq_n_f32(0); }

#define PIECES 8
INLINE vf v_piece(const float table[PIECES], vf v) {
    const uint32x4_t k = vandq_u32(vshrq_n_u32(vreinterpretq_u32_f32(v), 22), vdupq_n_u32(7));
    const uint32x4_t bytes = vmlaq_u32(vdupq_n_u32(0x03020100u), k, vdupq_n_u32(0x04040404u));
    const uint8x16x2_t entries = {
        {vreinterpretq_u8_f32(vld1q_f32(table)), vreinterpretq_u8_f32(vld1q_f32(table + 4))}};
    return vreinterpretq_f32_u8(vqtbl2q_u8(entries, vreinterpretq_u8_u32(bytes)));
}

INLINE vf v_root_scale(vf b) {
    const uint32x4_t half =
        vshrq_n_u32(vaddq_u32(vreinterpretq_u32_f32(b), vdupq_n_u32(0x3f800000u)), 1);
    return vreinterpretq_f32_u32(vandq_u32(half, vdupq_n_u32(0x7f800000u)));
}

INLINE void v_sum_four(double *sum, float32x4_t a, float32x4_t b) {
    vst1q_f64(sum, vfmaq_f64(vld1q_f64(sum), vcvt_f64_f32(vget_low_f32(a)),
                             vcvt_f64_f32(vget_low_f32(b))));
    vst1q_f64(sum + 2, vfmaq_f64(vld1q_f64(sum + 2), vcvt_high_f64_f32(a), vcvt_high_f64_f32(b)));
}
INLINE void v_sum_products(double sum[16], const float *a, const float *b, size_t n) {
    for (size_t i = 0; i < n; i += 4) v_sum_four(sum + i % 16, vld1q_f32(a + i), vld1q_f32(b + i));
}

#endif
