/* A user of the library as it is installed: exits with 0 if it computes. */
#include <stdio.h>

#include <actfast/actfast.h>

int main(void) {
    const float x[3] = {-1, 0, 1};
    float y[3];
    const int status = actfast_relu_f32(x, y, 3);
    printf("libactfast %s, %s: %s\n", actfast_version_string(), actfast_backend_isa(NULL),
           actfast_strerror(status));
    return status != ACTFAST_OK || y[0] != 0 || y[1] != 0 || y[2] != 1;
}
