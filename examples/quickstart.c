/* The shortest useful program: floats through GELU, and a loss's derivative back through it. */
#include <actfast/actfast.h>

#include <stdio.h>

int main(void) {
    const float x[] = {-3.0f, -1.0f, 0.0f, 1.0f, 3.0f}, dy[] = {1.0f, 1.0f, 1.0f, 1.0f, 1.0f};
    float y[5], dx[5];
    int status = actfast_gelu_f32(x, y, 5);
    if (!status) status = actfast_gelu_backward_f32(x, dy, dx, 5);
    if (status) {
        fprintf(stderr, "actfast: %s\n", actfast_strerror(status));
        return 1;
    }
    printf("backend: %s %s\n", actfast_backend_isa(NULL), actfast_backend_accuracy(NULL));
    for (int i = 0; i < 5; i++) printf("gelu(%g) = %g, dx = %g\n", x[i], y[i], dx[i]);
    return 0;
}
