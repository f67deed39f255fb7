/** @file
 * The activations: ids and typed functions. Printed by tools/gen_activations_h.c from
 * kernels/activations.def; actfast.h says what all of them have in common. */
#ifndef ACTFAST_ACTIVATIONS_H
#define ACTFAST_ACTIVATIONS_H

#include "actfast.h"

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */

/** The ids, which are what calls by number take. */
enum actfast_activation {
    ACTFAST_RELU = 0, /**< max(x, 0) */
    ACTFAST_LEAKY_RELU = 1, /**< x > 0 ? x : negative_slope*x */
    ACTFAST_SQUAREPLUS = 2, /**< (x + sqrt(x^2 + b))/2 */
    ACTFAST_SOFTPLUS = 3, /**< beta*x > threshold ? x : log(1 + exp(beta*x))/beta */
    ACTFAST_SIGMOID = 4, /**< 1/(1 + exp(-x)) */
    ACTFAST_TANH = 5, /**< tanh(x) */
    ACTFAST_GELU = 6, /**< x*Phi(x) */
    ACTFAST_GELU_TANH = 7, /**< x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3))) */
    ACTFAST_GELU_SIGMOID = 8, /**< x/(1 + exp(-1.702*x)) */
    ACTFAST_SILU = 9, /**< x/(1 + exp(-x)) */
    ACTFAST_SWISH = 10, /**< x/(1 + exp(-beta*x)) */
    ACTFAST_MISH = 11, /**< x*tanh(log(1 + exp(x))) */
    ACTFAST_ELU = 12, /**< x > 0 ? x : alpha*(exp(x) - 1) */
    ACTFAST_SELU = 13, /**< scale*(x > 0 ? x : alpha*(exp(x) - 1)) */
    ACTFAST_CELU = 14, /**< x > 0 ? x : alpha*(exp(x/alpha) - 1) */
    ACTFAST_LOG_SIGMOID = 15, /**< -log(1 + exp(-x)) */
    ACTFAST_SOFTSIGN = 16, /**< x/(1 + abs(x)) */
    ACTFAST_TANHSHRINK = 17, /**< x - tanh(x) */
    ACTFAST_HARD_SIGMOID = 18, /**< max(0, min(1, alpha*x + beta)) */
    ACTFAST_HARD_SWISH = 19, /**< x*max(0, min(1, x/6 + 1/2)) */
    ACTFAST_HARD_TANH = 20, /**< max(min, min(max, x)) */
    ACTFAST_RELU6 = 21, /**< max(0, min(6, x)) */
    ACTFAST_SOFTSHRINK = 22, /**< x > lambda ? x - lambda : x < -lambda ? x + lambda : 0 */
    ACTFAST_HARDSHRINK = 23, /**< abs(x) > lambda ? x : 0 */
    ACTFAST_THRESHOLDED_RELU = 24 /**< x > alpha ? x : 0 */
};

/** @name relu
 * f(x) = max(x, 0)
 *
 * f'(0) = 0.
 * backward_from_output: Nothing is lost.
 * Rounds once: within 0.5 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_relu_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_relu_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_relu_backward_f32(const float *x, const float *dy, float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_relu_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_relu_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_relu_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_relu_gated_backward_f32(const float *gate, const float *up,
                                                const float *dy, float *dgate, float *dup,
                                                size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_relu_gated_rows_f32(const float *x, float *y, size_t rows,
                                            size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_relu_bias_rows_f32(const float *x, const float *bias, float *y,
                                           size_t rows, size_t columns, size_t ldx, size_t ldy);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_relu_backward_from_output_f32(const float *y, const float *dy, float *dx,
                                                      size_t n);
/** @} */

/** @name leaky_relu
 * f(x) = x > 0 ? x : negative_slope*x
 *
 * f'(0) = negative_slope; f(-inf) is a zero when negative_slope is 0.
 * negative_slope: default 0.01.
 * ACTFAST_ERR_PARAM unless is_finite(negative_slope).
 * param_grad: with respect to negative_slope.
 * backward_from_output: Nothing is lost.
 * There ACTFAST_ERR_PARAM unless negative_slope >= 0: y must tell the x.
 * Rounds once: within 0.5 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_leaky_relu_f32(const float *x, float *y, size_t n, float negative_slope);
/** g = f'(x). */
ACTFAST_API int actfast_leaky_relu_grad_f32(const float *x, float *g, size_t n,
                                            float negative_slope);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_leaky_relu_backward_f32(const float *x, const float *dy, float *dx,
                                                size_t n, float negative_slope);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_leaky_relu_value_and_grad_f32(const float *x, float *y, float *g,
                                                      size_t n, float negative_slope);
/** h = f''(x). */
ACTFAST_API int actfast_leaky_relu_grad2_f32(const float *x, float *h, size_t n,
                                             float negative_slope);
/** y = f(gate)*up. */
ACTFAST_API int actfast_leaky_relu_gated_f32(const float *gate, const float *up, float *y,
                                             size_t n, float negative_slope);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_leaky_relu_gated_backward_f32(const float *gate, const float *up,
                                                      const float *dy, float *dgate, float *dup,
                                                      size_t n, float negative_slope);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_leaky_relu_gated_rows_f32(const float *x, float *y, size_t rows,
                                                  size_t columns, size_t ldx, size_t ldy,
                                                  float negative_slope);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_leaky_relu_bias_rows_f32(const float *x, const float *bias, float *y,
                                                 size_t rows, size_t columns, size_t ldx,
                                                 size_t ldy, float negative_slope);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_leaky_relu_backward_from_output_f32(const float *y, const float *dy,
                                                            float *dx, size_t n,
                                                            float negative_slope);
/** dp = the sum of dy*df/dp. */
ACTFAST_API int actfast_leaky_relu_param_grad_f32(const float *x, const float *dy, size_t n,
                                                  float negative_slope, double *dp);
/** @} */

/** @name squareplus
 * f(x) = (x + sqrt(x^2 + b))/2
 *
 * Right in both tails: f(-1e4) = 1e-4 for b = 4, and x^2 never overflows. b = 0 is relu in f, f'
 * and f''.
 * b: default 4.
 * ACTFAST_ERR_PARAM unless b == 0 || is_positive_normal(b).
 * param_grad: with respect to b.
 * backward_from_output: f' is off by twice the relative error of y at most.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_squareplus_f32(const float *x, float *y, size_t n, float b);
/** g = f'(x). */
ACTFAST_API int actfast_squareplus_grad_f32(const float *x, float *g, size_t n, float b);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_squareplus_backward_f32(const float *x, const float *dy, float *dx,
                                                size_t n, float b);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_squareplus_value_and_grad_f32(const float *x, float *y, float *g,
                                                      size_t n, float b);
/** h = f''(x). */
ACTFAST_API int actfast_squareplus_grad2_f32(const float *x, float *h, size_t n, float b);
/** y = f(gate)*up. */
ACTFAST_API int actfast_squareplus_gated_f32(const float *gate, const float *up, float *y,
                                             size_t n, float b);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_squareplus_gated_backward_f32(const float *gate, const float *up,
                                                      const float *dy, float *dgate, float *dup,
                                                      size_t n, float b);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_squareplus_gated_rows_f32(const float *x, float *y, size_t rows,
                                                  size_t columns, size_t ldx, size_t ldy,
                                                  float b);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_squareplus_bias_rows_f32(const float *x, const float *bias, float *y,
                                                 size_t rows, size_t columns, size_t ldx,
                                                 size_t ldy, float b);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_squareplus_backward_from_output_f32(const float *y, const float *dy,
                                                            float *dx, size_t n, float b);
/** dp = the sum of dy*df/dp. */
ACTFAST_API int actfast_squareplus_param_grad_f32(const float *x, const float *dy, size_t n,
                                                  float b, double *dp);
/** @} */

/** @name softplus
 * f(x) = beta*x > threshold ? x : log(1 + exp(beta*x))/beta
 *
 * The test against threshold uses the float product beta*x; beyond it f' = 1 and f'' = 0.
 * threshold = +inf never cuts. Positive down to the last subnormal, never 0 early and never
 * negative.
 * beta: default 1.
 * threshold: default 20.
 * ACTFAST_ERR_PARAM unless is_finite(beta) && beta > 0 && !is_nan(threshold).
 * param_grad: with respect to beta.
 * backward_from_output: f' is off by the relative error of y at most; beta*y takes the place of
 * beta*x in the test against threshold.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_softplus_f32(const float *x, float *y, size_t n, float beta,
                                     float threshold);
/** g = f'(x). */
ACTFAST_API int actfast_softplus_grad_f32(const float *x, float *g, size_t n, float beta,
                                          float threshold);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_softplus_backward_f32(const float *x, const float *dy, float *dx,
                                              size_t n, float beta, float threshold);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_softplus_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                                    float beta, float threshold);
/** h = f''(x). */
ACTFAST_API int actfast_softplus_grad2_f32(const float *x, float *h, size_t n, float beta,
                                           float threshold);
/** y = f(gate)*up. */
ACTFAST_API int actfast_softplus_gated_f32(const float *gate, const float *up, float *y,
                                           size_t n, float beta, float threshold);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_softplus_gated_backward_f32(const float *gate, const float *up,
                                                    const float *dy, float *dgate, float *dup,
                                                    size_t n, float beta, float threshold);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_softplus_gated_rows_f32(const float *x, float *y, size_t rows,
                                                size_t columns, size_t ldx, size_t ldy,
                                                float beta, float threshold);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_softplus_bias_rows_f32(const float *x, const float *bias, float *y,
                                               size_t rows, size_t columns, size_t ldx,
                                               size_t ldy, float beta, float threshold);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_softplus_backward_from_output_f32(const float *y, const float *dy,
                                                          float *dx, size_t n, float beta,
                                                          float threshold);
/** dp = the sum of dy*df/dp. dp has room for two: dp[1] = 0. */
ACTFAST_API int actfast_softplus_param_grad_f32(const float *x, const float *dy, size_t n,
                                                float beta, float threshold, double *dp);
/** @} */

/** @name sigmoid
 * f(x) = 1/(1 + exp(-x))
 *
 * Both tails keep their relative accuracy.
 * backward_from_output: 1 - y loses half its digits at x = 8.3 and all beyond 17.3, where dx is
 * 0.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_sigmoid_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_sigmoid_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_sigmoid_backward_f32(const float *x, const float *dy, float *dx,
                                             size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_sigmoid_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_sigmoid_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_sigmoid_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_sigmoid_gated_backward_f32(const float *gate, const float *up,
                                                   const float *dy, float *dgate, float *dup,
                                                   size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_sigmoid_gated_rows_f32(const float *x, float *y, size_t rows,
                                               size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_sigmoid_bias_rows_f32(const float *x, const float *bias, float *y,
                                              size_t rows, size_t columns, size_t ldx,
                                              size_t ldy);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_sigmoid_backward_from_output_f32(const float *y, const float *dy,
                                                         float *dx, size_t n);
/** @} */

/** @name tanh
 * f(x) = tanh(x)
 *
 * Keeps the sign of zero.
 * backward_from_output: 1 - abs(y) loses half its digits at abs(x) = 4.5 and all beyond 9.01,
 * where dx is 0.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_tanh_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_tanh_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_tanh_backward_f32(const float *x, const float *dy, float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_tanh_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_tanh_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_tanh_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_tanh_gated_backward_f32(const float *gate, const float *up,
                                                const float *dy, float *dgate, float *dup,
                                                size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_tanh_gated_rows_f32(const float *x, float *y, size_t rows,
                                            size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_tanh_bias_rows_f32(const float *x, const float *bias, float *y,
                                           size_t rows, size_t columns, size_t ldx, size_t ldy);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_tanh_backward_from_output_f32(const float *y, const float *dy, float *dx,
                                                      size_t n);
/** @} */

/** @name gelu
 * f(x) = x*Phi(x)
 *
 * The exact GELU; Phi is the standard normal distribution. f(-12) = -2.1e-32, f(-inf) = -0.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_gelu_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_gelu_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_gelu_backward_f32(const float *x, const float *dy, float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_gelu_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_gelu_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_gelu_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_gelu_gated_backward_f32(const float *gate, const float *up,
                                                const float *dy, float *dgate, float *dup,
                                                size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_gelu_gated_rows_f32(const float *x, float *y, size_t rows,
                                            size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_gelu_bias_rows_f32(const float *x, const float *bias, float *y,
                                           size_t rows, size_t columns, size_t ldx, size_t ldy);
/** @} */

/** @name gelu_tanh
 * f(x) = x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))
 *
 * f(-inf) = -0.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_gelu_tanh_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_gelu_tanh_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_gelu_tanh_backward_f32(const float *x, const float *dy, float *dx,
                                               size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_gelu_tanh_value_and_grad_f32(const float *x, float *y, float *g,
                                                     size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_gelu_tanh_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_gelu_tanh_gated_f32(const float *gate, const float *up, float *y,
                                            size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_gelu_tanh_gated_backward_f32(const float *gate, const float *up,
                                                     const float *dy, float *dgate, float *dup,
                                                     size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_gelu_tanh_gated_rows_f32(const float *x, float *y, size_t rows,
                                                 size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_gelu_tanh_bias_rows_f32(const float *x, const float *bias, float *y,
                                                size_t rows, size_t columns, size_t ldx,
                                                size_t ldy);
/** @} */

/** @name gelu_sigmoid
 * f(x) = x/(1 + exp(-1.702*x))
 *
 * f(-inf) = -0.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_gelu_sigmoid_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_gelu_sigmoid_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_gelu_sigmoid_backward_f32(const float *x, const float *dy, float *dx,
                                                  size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_gelu_sigmoid_value_and_grad_f32(const float *x, float *y, float *g,
                                                        size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_gelu_sigmoid_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_gelu_sigmoid_gated_f32(const float *gate, const float *up, float *y,
                                               size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_gelu_sigmoid_gated_backward_f32(const float *gate, const float *up,
                                                        const float *dy, float *dgate,
                                                        float *dup, size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_gelu_sigmoid_gated_rows_f32(const float *x, float *y, size_t rows,
                                                    size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_gelu_sigmoid_bias_rows_f32(const float *x, const float *bias, float *y,
                                                   size_t rows, size_t columns, size_t ldx,
                                                   size_t ldy);
/** @} */

/** @name silu
 * f(x) = x/(1 + exp(-x))
 *
 * f(-inf) = -0.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_silu_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_silu_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_silu_backward_f32(const float *x, const float *dy, float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_silu_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_silu_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_silu_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_silu_gated_backward_f32(const float *gate, const float *up,
                                                const float *dy, float *dgate, float *dup,
                                                size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_silu_gated_rows_f32(const float *x, float *y, size_t rows,
                                            size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_silu_bias_rows_f32(const float *x, const float *bias, float *y,
                                           size_t rows, size_t columns, size_t ldx, size_t ldy);
/** @} */

/** @name swish
 * f(x) = x/(1 + exp(-beta*x))
 *
 * beta may have any sign; 0 gives x/2, 1 is silu in f, f' and f''. f is -0 or +0 at the infinity
 * where beta*x is -inf.
 * beta: default 1.
 * ACTFAST_ERR_PARAM unless is_finite(beta).
 * param_grad: with respect to beta.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_swish_f32(const float *x, float *y, size_t n, float beta);
/** g = f'(x). */
ACTFAST_API int actfast_swish_grad_f32(const float *x, float *g, size_t n, float beta);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_swish_backward_f32(const float *x, const float *dy, float *dx, size_t n,
                                           float beta);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_swish_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                                 float beta);
/** h = f''(x). */
ACTFAST_API int actfast_swish_grad2_f32(const float *x, float *h, size_t n, float beta);
/** y = f(gate)*up. */
ACTFAST_API int actfast_swish_gated_f32(const float *gate, const float *up, float *y, size_t n,
                                        float beta);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_swish_gated_backward_f32(const float *gate, const float *up,
                                                 const float *dy, float *dgate, float *dup,
                                                 size_t n, float beta);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_swish_gated_rows_f32(const float *x, float *y, size_t rows,
                                             size_t columns, size_t ldx, size_t ldy, float beta);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_swish_bias_rows_f32(const float *x, const float *bias, float *y,
                                            size_t rows, size_t columns, size_t ldx, size_t ldy,
                                            float beta);
/** dp = the sum of dy*df/dp. */
ACTFAST_API int actfast_swish_param_grad_f32(const float *x, const float *dy, size_t n,
                                             float beta, double *dp);
/** @} */

/** @name mish
 * f(x) = x*tanh(log(1 + exp(x)))
 *
 * f(-inf) = -0.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_mish_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_mish_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_mish_backward_f32(const float *x, const float *dy, float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_mish_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_mish_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_mish_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_mish_gated_backward_f32(const float *gate, const float *up,
                                                const float *dy, float *dgate, float *dup,
                                                size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_mish_gated_rows_f32(const float *x, float *y, size_t rows,
                                            size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_mish_bias_rows_f32(const float *x, const float *bias, float *y,
                                           size_t rows, size_t columns, size_t ldx, size_t ldy);
/** @} */

/** @name elu
 * f(x) = x > 0 ? x : alpha*(exp(x) - 1)
 *
 * f'(0) = alpha, f''(0) = 0; f(-inf) = -alpha.
 * alpha: default 1.
 * ACTFAST_ERR_PARAM unless is_finite(alpha).
 * param_grad: with respect to alpha.
 * backward_from_output: y + alpha loses half its digits at x = -8.3 and all beyond -17.3, where
 * dx is 0.
 * There ACTFAST_ERR_PARAM unless alpha >= 0: y must tell the x.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_elu_f32(const float *x, float *y, size_t n, float alpha);
/** g = f'(x). */
ACTFAST_API int actfast_elu_grad_f32(const float *x, float *g, size_t n, float alpha);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_elu_backward_f32(const float *x, const float *dy, float *dx, size_t n,
                                         float alpha);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_elu_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                               float alpha);
/** h = f''(x). */
ACTFAST_API int actfast_elu_grad2_f32(const float *x, float *h, size_t n, float alpha);
/** y = f(gate)*up. */
ACTFAST_API int actfast_elu_gated_f32(const float *gate, const float *up, float *y, size_t n,
                                      float alpha);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_elu_gated_backward_f32(const float *gate, const float *up,
                                               const float *dy, float *dgate, float *dup,
                                               size_t n, float alpha);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_elu_gated_rows_f32(const float *x, float *y, size_t rows, size_t columns,
                                           size_t ldx, size_t ldy, float alpha);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_elu_bias_rows_f32(const float *x, const float *bias, float *y,
                                          size_t rows, size_t columns, size_t ldx, size_t ldy,
                                          float alpha);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_elu_backward_from_output_f32(const float *y, const float *dy, float *dx,
                                                     size_t n, float alpha);
/** dp = the sum of dy*df/dp. */
ACTFAST_API int actfast_elu_param_grad_f32(const float *x, const float *dy, size_t n,
                                           float alpha, double *dp);
/** @} */

/** @name selu
 * f(x) = scale*(x > 0 ? x : alpha*(exp(x) - 1))
 *
 * alpha = 1.6732632423543772 and scale = 1.0507009873554805. f'(0) = scale*alpha, f''(0) = 0.
 * backward_from_output: y + scale*alpha loses half its digits at x = -8.3 and all beyond -17.3.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_selu_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_selu_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_selu_backward_f32(const float *x, const float *dy, float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_selu_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_selu_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_selu_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_selu_gated_backward_f32(const float *gate, const float *up,
                                                const float *dy, float *dgate, float *dup,
                                                size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_selu_gated_rows_f32(const float *x, float *y, size_t rows,
                                            size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_selu_bias_rows_f32(const float *x, const float *bias, float *y,
                                           size_t rows, size_t columns, size_t ldx, size_t ldy);
/** dx = dy*f'(x), given y = f(x). */
ACTFAST_API int actfast_selu_backward_from_output_f32(const float *y, const float *dy, float *dx,
                                                      size_t n);
/** @} */

/** @name celu
 * f(x) = x > 0 ? x : alpha*(exp(x/alpha) - 1)
 *
 * alpha = 1 is elu in f, f' and f''. f'(0) = 1, f''(0) = 0; f(-inf) = -alpha.
 * alpha: default 1.
 * ACTFAST_ERR_PARAM unless is_finite(alpha) && alpha > 0.
 * param_grad: with respect to alpha.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_celu_f32(const float *x, float *y, size_t n, float alpha);
/** g = f'(x). */
ACTFAST_API int actfast_celu_grad_f32(const float *x, float *g, size_t n, float alpha);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_celu_backward_f32(const float *x, const float *dy, float *dx, size_t n,
                                          float alpha);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_celu_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                                float alpha);
/** h = f''(x). */
ACTFAST_API int actfast_celu_grad2_f32(const float *x, float *h, size_t n, float alpha);
/** y = f(gate)*up. */
ACTFAST_API int actfast_celu_gated_f32(const float *gate, const float *up, float *y, size_t n,
                                       float alpha);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_celu_gated_backward_f32(const float *gate, const float *up,
                                                const float *dy, float *dgate, float *dup,
                                                size_t n, float alpha);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_celu_gated_rows_f32(const float *x, float *y, size_t rows,
                                            size_t columns, size_t ldx, size_t ldy, float alpha);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_celu_bias_rows_f32(const float *x, const float *bias, float *y,
                                           size_t rows, size_t columns, size_t ldx, size_t ldy,
                                           float alpha);
/** dp = the sum of dy*df/dp. */
ACTFAST_API int actfast_celu_param_grad_f32(const float *x, const float *dy, size_t n,
                                            float alpha, double *dp);
/** @} */

/** @name log_sigmoid
 * f(x) = -log(1 + exp(-x))
 *
 * Never positive; keeps its relative accuracy to the last subnormal.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_log_sigmoid_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_log_sigmoid_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_log_sigmoid_backward_f32(const float *x, const float *dy, float *dx,
                                                 size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_log_sigmoid_value_and_grad_f32(const float *x, float *y, float *g,
                                                       size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_log_sigmoid_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_log_sigmoid_gated_f32(const float *gate, const float *up, float *y,
                                              size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_log_sigmoid_gated_backward_f32(const float *gate, const float *up,
                                                       const float *dy, float *dgate, float *dup,
                                                       size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_log_sigmoid_gated_rows_f32(const float *x, float *y, size_t rows,
                                                   size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_log_sigmoid_bias_rows_f32(const float *x, const float *bias, float *y,
                                                  size_t rows, size_t columns, size_t ldx,
                                                  size_t ldy);
/** @} */

/** @name softsign
 * f(x) = x/(1 + abs(x))
 *
 * Keeps the sign of zero; f''(0) = 0; f(+-inf) = +-1.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_softsign_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_softsign_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_softsign_backward_f32(const float *x, const float *dy, float *dx,
                                              size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_softsign_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_softsign_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_softsign_gated_f32(const float *gate, const float *up, float *y,
                                           size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_softsign_gated_backward_f32(const float *gate, const float *up,
                                                    const float *dy, float *dgate, float *dup,
                                                    size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_softsign_gated_rows_f32(const float *x, float *y, size_t rows,
                                                size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_softsign_bias_rows_f32(const float *x, const float *bias, float *y,
                                               size_t rows, size_t columns, size_t ldx,
                                               size_t ldy);
/** @} */

/** @name tanhshrink
 * f(x) = x - tanh(x)
 *
 * Does not cancel near 0, where it is x^3/3.
 * Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_tanhshrink_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_tanhshrink_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_tanhshrink_backward_f32(const float *x, const float *dy, float *dx,
                                                size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_tanhshrink_value_and_grad_f32(const float *x, float *y, float *g,
                                                      size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_tanhshrink_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_tanhshrink_gated_f32(const float *gate, const float *up, float *y,
                                             size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_tanhshrink_gated_backward_f32(const float *gate, const float *up,
                                                      const float *dy, float *dgate, float *dup,
                                                      size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_tanhshrink_gated_rows_f32(const float *x, float *y, size_t rows,
                                                  size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_tanhshrink_bias_rows_f32(const float *x, const float *bias, float *y,
                                                 size_t rows, size_t columns, size_t ldx,
                                                 size_t ldy);
/** @} */

/** @name hard_sigmoid
 * f(x) = max(0, min(1, alpha*x + beta))
 *
 * f' is 0 at the kinks; where they are is decided exactly.
 * alpha: default 0.166667.
 * beta: default 0.5.
 * ACTFAST_ERR_PARAM unless is_finite(alpha) && is_finite(beta).
 * Within 2 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_hard_sigmoid_f32(const float *x, float *y, size_t n, float alpha,
                                         float beta);
/** g = f'(x). */
ACTFAST_API int actfast_hard_sigmoid_grad_f32(const float *x, float *g, size_t n, float alpha,
                                              float beta);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_hard_sigmoid_backward_f32(const float *x, const float *dy, float *dx,
                                                  size_t n, float alpha, float beta);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_hard_sigmoid_value_and_grad_f32(const float *x, float *y, float *g,
                                                        size_t n, float alpha, float beta);
/** h = f''(x). */
ACTFAST_API int actfast_hard_sigmoid_grad2_f32(const float *x, float *h, size_t n, float alpha,
                                               float beta);
/** y = f(gate)*up. */
ACTFAST_API int actfast_hard_sigmoid_gated_f32(const float *gate, const float *up, float *y,
                                               size_t n, float alpha, float beta);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_hard_sigmoid_gated_backward_f32(const float *gate, const float *up,
                                                        const float *dy, float *dgate,
                                                        float *dup, size_t n, float alpha,
                                                        float beta);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_hard_sigmoid_gated_rows_f32(const float *x, float *y, size_t rows,
                                                    size_t columns, size_t ldx, size_t ldy,
                                                    float alpha, float beta);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_hard_sigmoid_bias_rows_f32(const float *x, const float *bias, float *y,
                                                   size_t rows, size_t columns, size_t ldx,
                                                   size_t ldy, float alpha, float beta);
/** @} */

/** @name hard_swish
 * f(x) = x*max(0, min(1, x/6 + 1/2))
 *
 * f'(-3) = 0, f'(3) = 1, f''(-3) = f''(3) = 0.
 * Within 2 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_hard_swish_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_hard_swish_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_hard_swish_backward_f32(const float *x, const float *dy, float *dx,
                                                size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_hard_swish_value_and_grad_f32(const float *x, float *y, float *g,
                                                      size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_hard_swish_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_hard_swish_gated_f32(const float *gate, const float *up, float *y,
                                             size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_hard_swish_gated_backward_f32(const float *gate, const float *up,
                                                      const float *dy, float *dgate, float *dup,
                                                      size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_hard_swish_gated_rows_f32(const float *x, float *y, size_t rows,
                                                  size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_hard_swish_bias_rows_f32(const float *x, const float *bias, float *y,
                                                 size_t rows, size_t columns, size_t ldx,
                                                 size_t ldy);
/** @} */

/** @name hard_tanh
 * f(x) = max(min, min(max, x))
 *
 * f' is 0 at min and max.
 * min: default -1.
 * max: default 1.
 * ACTFAST_ERR_PARAM unless min <= max.
 * Rounds once: within 0.5 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_hard_tanh_f32(const float *x, float *y, size_t n, float min, float max);
/** g = f'(x). */
ACTFAST_API int actfast_hard_tanh_grad_f32(const float *x, float *g, size_t n, float min,
                                           float max);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_hard_tanh_backward_f32(const float *x, const float *dy, float *dx,
                                               size_t n, float min, float max);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_hard_tanh_value_and_grad_f32(const float *x, float *y, float *g,
                                                     size_t n, float min, float max);
/** h = f''(x). */
ACTFAST_API int actfast_hard_tanh_grad2_f32(const float *x, float *h, size_t n, float min,
                                            float max);
/** y = f(gate)*up. */
ACTFAST_API int actfast_hard_tanh_gated_f32(const float *gate, const float *up, float *y,
                                            size_t n, float min, float max);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_hard_tanh_gated_backward_f32(const float *gate, const float *up,
                                                     const float *dy, float *dgate, float *dup,
                                                     size_t n, float min, float max);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_hard_tanh_gated_rows_f32(const float *x, float *y, size_t rows,
                                                 size_t columns, size_t ldx, size_t ldy,
                                                 float min, float max);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_hard_tanh_bias_rows_f32(const float *x, const float *bias, float *y,
                                                size_t rows, size_t columns, size_t ldx,
                                                size_t ldy, float min, float max);
/** @} */

/** @name relu6
 * f(x) = max(0, min(6, x))
 *
 * f' is 0 at 0 and 6.
 * Rounds once: within 0.5 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_relu6_f32(const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_relu6_grad_f32(const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_relu6_backward_f32(const float *x, const float *dy, float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_relu6_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_relu6_grad2_f32(const float *x, float *h, size_t n);
/** y = f(gate)*up. */
ACTFAST_API int actfast_relu6_gated_f32(const float *gate, const float *up, float *y, size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_relu6_gated_backward_f32(const float *gate, const float *up,
                                                 const float *dy, float *dgate, float *dup,
                                                 size_t n);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_relu6_gated_rows_f32(const float *x, float *y, size_t rows,
                                             size_t columns, size_t ldx, size_t ldy);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_relu6_bias_rows_f32(const float *x, const float *bias, float *y,
                                            size_t rows, size_t columns, size_t ldx, size_t ldy);
/** @} */

/** @name softshrink
 * f(x) = x > lambda ? x - lambda : x < -lambda ? x + lambda : 0
 *
 * f' is 0 at the kinks. Keeps the sign of zero.
 * lambda: default 0.5.
 * ACTFAST_ERR_PARAM unless is_finite(lambda) && lambda >= 0.
 * Rounds once: within 0.5 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_softshrink_f32(const float *x, float *y, size_t n, float lambda);
/** g = f'(x). */
ACTFAST_API int actfast_softshrink_grad_f32(const float *x, float *g, size_t n, float lambda);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_softshrink_backward_f32(const float *x, const float *dy, float *dx,
                                                size_t n, float lambda);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_softshrink_value_and_grad_f32(const float *x, float *y, float *g,
                                                      size_t n, float lambda);
/** h = f''(x). */
ACTFAST_API int actfast_softshrink_grad2_f32(const float *x, float *h, size_t n, float lambda);
/** y = f(gate)*up. */
ACTFAST_API int actfast_softshrink_gated_f32(const float *gate, const float *up, float *y,
                                             size_t n, float lambda);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_softshrink_gated_backward_f32(const float *gate, const float *up,
                                                      const float *dy, float *dgate, float *dup,
                                                      size_t n, float lambda);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_softshrink_gated_rows_f32(const float *x, float *y, size_t rows,
                                                  size_t columns, size_t ldx, size_t ldy,
                                                  float lambda);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_softshrink_bias_rows_f32(const float *x, const float *bias, float *y,
                                                 size_t rows, size_t columns, size_t ldx,
                                                 size_t ldy, float lambda);
/** @} */

/** @name hardshrink
 * f(x) = abs(x) > lambda ? x : 0
 *
 * f' is 0 at the kinks.
 * lambda: default 0.5.
 * ACTFAST_ERR_PARAM unless is_finite(lambda) && lambda >= 0.
 * Rounds once: within 0.5 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_hardshrink_f32(const float *x, float *y, size_t n, float lambda);
/** g = f'(x). */
ACTFAST_API int actfast_hardshrink_grad_f32(const float *x, float *g, size_t n, float lambda);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_hardshrink_backward_f32(const float *x, const float *dy, float *dx,
                                                size_t n, float lambda);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_hardshrink_value_and_grad_f32(const float *x, float *y, float *g,
                                                      size_t n, float lambda);
/** h = f''(x). */
ACTFAST_API int actfast_hardshrink_grad2_f32(const float *x, float *h, size_t n, float lambda);
/** y = f(gate)*up. */
ACTFAST_API int actfast_hardshrink_gated_f32(const float *gate, const float *up, float *y,
                                             size_t n, float lambda);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_hardshrink_gated_backward_f32(const float *gate, const float *up,
                                                      const float *dy, float *dgate, float *dup,
                                                      size_t n, float lambda);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_hardshrink_gated_rows_f32(const float *x, float *y, size_t rows,
                                                  size_t columns, size_t ldx, size_t ldy,
                                                  float lambda);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_hardshrink_bias_rows_f32(const float *x, const float *bias, float *y,
                                                 size_t rows, size_t columns, size_t ldx,
                                                 size_t ldy, float lambda);
/** @} */

/** @name thresholded_relu
 * f(x) = x > alpha ? x : 0
 *
 * f' is 0 at the kink.
 * alpha: default 1.
 * ACTFAST_ERR_PARAM unless is_finite(alpha).
 * Rounds once: within 0.5 ULP.
 * @{ */
/** y = f(x). */
ACTFAST_API int actfast_thresholded_relu_f32(const float *x, float *y, size_t n, float alpha);
/** g = f'(x). */
ACTFAST_API int actfast_thresholded_relu_grad_f32(const float *x, float *g, size_t n,
                                                  float alpha);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_thresholded_relu_backward_f32(const float *x, const float *dy, float *dx,
                                                      size_t n, float alpha);
/** y = f(x) and g = f'(x) in one pass. */
ACTFAST_API int actfast_thresholded_relu_value_and_grad_f32(const float *x, float *y, float *g,
                                                            size_t n, float alpha);
/** h = f''(x). */
ACTFAST_API int actfast_thresholded_relu_grad2_f32(const float *x, float *h, size_t n,
                                                   float alpha);
/** y = f(gate)*up. */
ACTFAST_API int actfast_thresholded_relu_gated_f32(const float *gate, const float *up, float *y,
                                                   size_t n, float alpha);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass. */
ACTFAST_API int actfast_thresholded_relu_gated_backward_f32(const float *gate, const float *up,
                                                            const float *dy, float *dgate,
                                                            float *dup, size_t n, float alpha);
/** y[r][c] = f(x[r][c])*x[r][columns + c]. */
ACTFAST_API int actfast_thresholded_relu_gated_rows_f32(const float *x, float *y, size_t rows,
                                                        size_t columns, size_t ldx, size_t ldy,
                                                        float alpha);
/** y[r][c] = f(x[r][c] + bias[c]). */
ACTFAST_API int actfast_thresholded_relu_bias_rows_f32(const float *x, const float *bias,
                                                       float *y, size_t rows, size_t columns,
                                                       size_t ldx, size_t ldy, float alpha);
/** @} */

/* clang-format on */

#ifdef __cplusplus
}
#endif

#endif
