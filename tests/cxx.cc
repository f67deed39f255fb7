// Promise: a C++11 program includes the headers, links and computes, from a static initialiser too.
#include <actfast/actfast.h>

#include <cmath>
#include <cstdio>

namespace {

float gelu_of(float x) {
    float y = 0;
    return actfast_gelu_f32(&x, &y, 1) == ACTFAST_OK ? y : -1;
}

const float early = gelu_of(1);

bool is_right(float y) { return std::fabs(y - 0.841344746f) < 1e-6f; }

} // namespace

int main() {
    const float params[] = {1, 20};
    const float x[] = {-1, 0, 1};
    float y[3];
    const int status = actfast_forward_f32(nullptr, ACTFAST_SOFTPLUS, params, x, y, 3);
    const bool right = is_right(early) && is_right(gelu_of(1)) && status == ACTFAST_OK &&
                       std::fabs(y[1] - 0.693147181f) < 1e-6f;
    std::printf("early %g, now %g, %s: %s\n", static_cast<double>(early),
                static_cast<double>(gelu_of(1)), actfast_backend_isa(nullptr),
                right ? "right" : "FAILED");
    return right ? 0 : 1;
}
