/* z = x W + bias and its derivatives, in plain loops: what a program would leave to its BLAS. */
#include "affine.h"

#include <string.h>

void affine(const float *x, const float *weight, const float *bias, float *z, size_t rows,
            size_t inputs, size_t outputs) {
    for (size_t row = 0; row < rows; row++, x += inputs, z += outputs) {
        for (size_t o = 0; o < outputs; o++) z[o] = bias ? bias[o] : 0.0f;
        for (size_t i = 0; i < inputs; i++) {
            const float *w = weight + i * outputs;
            for (size_t o = 0; o < outputs; o++) z[o] += x[i] * w[o];
        }
    }
}

void affine_backward(const float *x, struct tensor *weight, struct tensor *bias, const float *dz,
                     float *dx, size_t rows) {
    const size_t outputs = bias->count, inputs = weight->count / outputs;
    memset(weight->gradient, 0, weight->count * sizeof *weight->gradient);
    memset(bias->gradient, 0, bias->count * sizeof *bias->gradient);
    for (size_t row = 0; row < rows; row++, x += inputs, dz += outputs) {
        for (size_t o = 0; o < outputs; o++) bias->gradient[o] += dz[o];
        for (size_t i = 0; i < inputs; i++) {
            float *gradient = weight->gradient + i * outputs;
            for (size_t o = 0; o < outputs; o++) gradient[o] += x[i] * dz[o];
        }
        for (size_t i = 0; dx && i < inputs; i++) {
            const float *w = weight->value + i * outputs;
            float sum = 0.0f;
            for (size_t o = 0; o < outputs; o++) sum += dz[o] * w[o];
            *dx++ = sum;
        }
    }
}
