/* A user of the library as it is installed: exits with 0 if it computes, NaN for NaN. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <actfast/actfast.h>

/* However this file is compiled. */
static int is_nan(float y) {
    uint32_t bits;
    memcpy(&bits, &y, sizeof bits);
    return (bits & 0x7fffffff) > 0x7f800000;
}

static int keeps_nan(void) {
    const uint32_t bits = 0x7fc00000;
    float x, y;
    memcpy(&x, &bits, sizeof x);
    return actfast_tanh_f32(&x, &y, 1) == ACTFAST_OK && is_nan(y) &&
           actfast_softplus_f32(&y, &y, 1, 1, x) == ACTFAST_ERR_PARAM;
}

int main(void) {
    const float x[3] = {-1, 0, 1};
    float y[3];
    const int status = actfast_relu_f32(x, y, 3);
    printf("libactfast %s, %s: %s\n", actfast_version_string(), actfast_backend_isa(NULL),
           actfast_strerror(status));
    return status != ACTFAST_OK || y[0] != 0 || y[1] != 0 || y[2] != 1 || !keeps_nan();
}
