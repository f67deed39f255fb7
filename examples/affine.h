/* z = x W + bias and its derivatives, in plain loops: what a program would leave to its BLAS. */
#ifndef EXAMPLES_AFFINE_H
#define EXAMPLES_AFFINE_H

#include <stddef.h>

/* Numbers that are learnt. */
struct tensor {
    float *value, *gradient;
    float *mean, *square; /* Adam's running moments of the gradient */
    size_t count;
};

/* All matrices are by row, without gaps: x rows*inputs, W inputs*outputs, z rows*outputs. The bias
 * may be NULL. */
void affine(const float *x, const float *weight, const float *bias, float *z, size_t rows,
            size_t inputs, size_t outputs);

/* From dz the gradients of the weights and the bias and, unless NULL, dx = dz W^T. */
void affine_backward(const float *x, struct tensor *weight, struct tensor *bias, const float *dz,
                     float *dx, size_t rows);

#endif
