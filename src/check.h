/* Conditions on parameters, as the list of activations names them. */
#ifndef ACT_CHECK_H
#define ACT_CHECK_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

static inline bool is_nan(float p) { return p != p; }
static inline bool is_finite(float p) { return fabsf(p) <= FLT_MAX; }
static inline bool is_positive_normal(float p) { return p >= FLT_MIN && p <= FLT_MAX; }

#endif
