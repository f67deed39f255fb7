/* The activations: ids and typed functions. Printed by tools/gen_activations_h.c from
 * kernels/activations.def; actfast.h says what all of them have in common. */
#ifndef ACTFAST_ACTIVATIONS_H
#define ACTFAST_ACTIVATIONS_H

#include "actfast.h"

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */

enum actfast_activation {
    ACTFAST_RELU = 0,
    ACTFAST_LEAKY_RELU = 1,
    ACTFAST_SQUAREPLUS = 2,
    ACTFAST_SOFTPLUS = 3,
    ACTFAST_SIGMOID = 4,
    ACTFAST_TANH = 5,
    ACTFAST_GELU = 6,
    ACTFAST_GELU_TANH = 7,
    ACTFAST_GELU_SIGMOID = 8,
    ACTFAST_SILU = 9,
    ACTFAST_SWISH = 10,
    ACTFAST_MISH = 11
};

/* f(x) = max(x, 0)
 * f'(0) = 0.
 * Rounds once: within 0.5 ULP. */
ACTFAST_API int actfast_relu_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_relu_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_relu_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_relu_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_relu_grad2_f32(const float *x, float *h, size_t n);

/* f(x) = x > 0 ? x : negative_slope*x
 * f'(0) = negative_slope; f(-inf) is a zero when negative_slope is 0.
 * negative_slope: default 0.01.
 * ACTFAST_ERR_PARAM unless is_finite(negative_slope).
 * Rounds once: within 0.5 ULP. */
ACTFAST_API int actfast_leaky_relu_f32(const float *x, float *y, size_t n, float negative_slope);
ACTFAST_API int actfast_leaky_relu_grad_f32(const float *x, float *g, size_t n,
                                            float negative_slope);
ACTFAST_API int actfast_leaky_relu_backward_f32(const float *x, const float *dy, float *dx, size_t n,
                                                float negative_slope);
ACTFAST_API int actfast_leaky_relu_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                                      float negative_slope);
ACTFAST_API int actfast_leaky_relu_grad2_f32(const float *x, float *h, size_t n,
                                             float negative_slope);

/* f(x) = (x + sqrt(x^2 + b))/2
 * Right in both tails: f(-1e4) = 1e-4 for b = 4, and x^2 never overflows. b = 0 is relu in every
 * pass.
 * b: default 4.0.
 * ACTFAST_ERR_PARAM unless b == 0 || is_positive_normal(b).
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_squareplus_f32(const float *x, float *y, size_t n, float b);
ACTFAST_API int actfast_squareplus_grad_f32(const float *x, float *g, size_t n, float b);
ACTFAST_API int actfast_squareplus_backward_f32(const float *x, const float *dy, float *dx, size_t n,
                                                float b);
ACTFAST_API int actfast_squareplus_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                                      float b);
ACTFAST_API int actfast_squareplus_grad2_f32(const float *x, float *h, size_t n, float b);

/* f(x) = beta*x > threshold ? x : log(1 + exp(beta*x))/beta
 * The test against threshold uses the float product beta*x; beyond it f' = 1 and f'' = 0.
 * threshold = +inf never cuts. Positive down to the last subnormal, never 0 early and never
 * negative.
 * beta: default 1.0.
 * threshold: default 20.0.
 * ACTFAST_ERR_PARAM unless is_finite(beta) && beta > 0 && !is_nan(threshold).
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_softplus_f32(const float *x, float *y, size_t n, float beta,
                                     float threshold);
ACTFAST_API int actfast_softplus_grad_f32(const float *x, float *g, size_t n, float beta,
                                          float threshold);
ACTFAST_API int actfast_softplus_backward_f32(const float *x, const float *dy, float *dx, size_t n,
                                              float beta, float threshold);
ACTFAST_API int actfast_softplus_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                                    float beta, float threshold);
ACTFAST_API int actfast_softplus_grad2_f32(const float *x, float *h, size_t n, float beta,
                                           float threshold);

/* f(x) = 1/(1 + exp(-x))
 * Both tails keep their relative accuracy.
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_sigmoid_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_sigmoid_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_sigmoid_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_sigmoid_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_sigmoid_grad2_f32(const float *x, float *h, size_t n);

/* f(x) = tanh(x)
 * Keeps the sign of zero.
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_tanh_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_tanh_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_tanh_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_tanh_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_tanh_grad2_f32(const float *x, float *h, size_t n);

/* f(x) = x*Phi(x)
 * The exact GELU; Phi is the standard normal distribution. f(-12) = -2.1e-32, f(-inf) = -0.
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_gelu_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_gelu_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_gelu_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_gelu_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_gelu_grad2_f32(const float *x, float *h, size_t n);

/* f(x) = x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))
 * f(-inf) = -0.
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_gelu_tanh_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_gelu_tanh_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_gelu_tanh_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_gelu_tanh_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_gelu_tanh_grad2_f32(const float *x, float *h, size_t n);

/* f(x) = x/(1 + exp(-1.702*x))
 * f(-inf) = -0.
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_gelu_sigmoid_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_gelu_sigmoid_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_gelu_sigmoid_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_gelu_sigmoid_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_gelu_sigmoid_grad2_f32(const float *x, float *h, size_t n);

/* f(x) = x/(1 + exp(-x))
 * f(-inf) = -0.
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_silu_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_silu_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_silu_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_silu_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_silu_grad2_f32(const float *x, float *h, size_t n);

/* f(x) = x/(1 + exp(-beta*x))
 * beta may have any sign; 0 gives x/2. f is -0 or +0 at the infinity where beta*x is -inf.
 * beta: default 1.0.
 * ACTFAST_ERR_PARAM unless is_finite(beta).
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_swish_f32(const float *x, float *y, size_t n, float beta);
ACTFAST_API int actfast_swish_grad_f32(const float *x, float *g, size_t n, float beta);
ACTFAST_API int actfast_swish_backward_f32(const float *x, const float *dy, float *dx, size_t n,
                                           float beta);
ACTFAST_API int actfast_swish_value_and_grad_f32(const float *x, float *y, float *g, size_t n,
                                                 float beta);
ACTFAST_API int actfast_swish_grad2_f32(const float *x, float *h, size_t n, float beta);

/* f(x) = x*tanh(log(1 + exp(x)))
 * f(-inf) = -0.
 * Accuracy: the table in actfast.h. */
ACTFAST_API int actfast_mish_f32(const float *x, float *y, size_t n);
ACTFAST_API int actfast_mish_grad_f32(const float *x, float *g, size_t n);
ACTFAST_API int actfast_mish_backward_f32(const float *x, const float *dy, float *dx, size_t n);
ACTFAST_API int actfast_mish_value_and_grad_f32(const float *x, float *y, float *g, size_t n);
ACTFAST_API int actfast_mish_grad2_f32(const float *x, float *h, size_t n);

/* clang-format on */

#ifdef __cplusplus
}
#endif

#endif
