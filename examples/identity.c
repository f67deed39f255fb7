/* Measures, with values of the library alone, how closely x = f(x) - f(-x) holds for the rectifiers
 * that satisfy it: a layer with such an activation can pass its input on exactly, by two units. */
#include <actfast/actfast.h>

#include "fail.h"

#include <float.h>
#include <math.h>

enum { HALF = 1 << 18, BLOCK = 4096 }; /* the grid: HALF steps from 0 to 20, and the same below 0 */

static const double ALLOWED = 4.0; /* ULP of x */

/* One ULP of x: the distance between floats of its size. */
static double ulp(float x) {
    int exponent;
    frexp(fmax(fabs((double)x), (double)FLT_MIN), &exponent);
    return ldexp(1.0, exponent - FLT_MANT_DIG);
}

struct worst {
    double error;
    float x;
};

/* The grid points first … first + BLOCK - 1. */
static void measure_block(const actfast_backend *backend, int activation, int first,
                          struct worst *worst) {
    float x[BLOCK], minus_x[BLOCK], y[BLOCK], minus_y[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
        x[i] = 20.0f * (float)(first + i) / (float)HALF;
        minus_x[i] = -x[i];
    }
    must(actfast_forward_f32(backend, activation, NULL, x, y, BLOCK));
    must(actfast_forward_f32(backend, activation, NULL, minus_x, minus_y, BLOCK));
    for (int i = 0; i < BLOCK; i++) {
        /* In double, which adds no rounding of its own. */
        double error = fabs((double)y[i] - minus_y[i] - x[i]) / ulp(x[i]);
        /* Written so that NaN counts as the worst. */
        if (!(error <= worst->error)) *worst = (struct worst){error, x[i]};
    }
}

/* Prints the row; 1 if the identity does not hold. */
static int measure(const actfast_backend *backend, int activation) {
    struct worst worst = {0.0, 0.0f};
    const char *name = actfast_activation_name(activation);
    for (int first = -HALF; first <= HALF; first += BLOCK) {
        /* The last block would run past 20; it overlaps the one before it instead. */
        int start = first > HALF - BLOCK + 1 ? HALF - BLOCK + 1 : first;
        measure_block(backend, activation, start, &worst);
    }
    int wrong = !(worst.error <= ALLOWED);
    printf("%-7s %-9s %-10s %8.2f ULP at x = %.9g%s\n", actfast_backend_isa(backend),
           actfast_backend_accuracy(backend), name, worst.error, (double)worst.x,
           wrong ? "   TOO MUCH" : "");
    return wrong;
}

int main(void) {
    static const int activations[] = {ACTFAST_RELU, ACTFAST_GELU, ACTFAST_GELU_TANH, ACTFAST_SILU,
                                      ACTFAST_SWISH};
    int wrong = 0;
    printf("actfast %s\n", actfast_version_string());
    printf("largest |f(x) - f(-x) - x| at %d points of [-20, 20], allowed %g ULP of x\n",
           2 * HALF + 1, ALLOWED);
    for (int b = 0; b < actfast_backend_count(); b++) {
        for (size_t i = 0; i < sizeof activations / sizeof *activations; i++) {
            wrong += measure(actfast_backend_at(b), activations[i]);
        }
    }
    return wrong ? 1 : 0;
}
