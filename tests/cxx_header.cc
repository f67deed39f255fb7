// Promise: actfast.hpp gives every activation and pass the bits of the typed function, from any kind
// of buffer, and says what is wrong: by an exception, or by a status where there are none.
#include <actfast/actfast.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <vector>
#if __cplusplus >= 202002L
#    include <span>
#endif

using floats = std::vector<float>;

// Of the other translation unit, which is compiled with the other kind of errors.
int other_kind_status(const float *x, float *y, std::size_t nx, std::size_t ny);

namespace {

int failures = 0;

void check(bool holds, const char *what) {
    if (holds) return;
    std::printf("FAILED: %s\n", what);
    failures++;
}

// The status of a call, whichever way it is said.
#ifdef ACTFAST_NO_EXCEPTIONS
template <class Call> int status_of(Call call) { return call(); }
#else
std::string said;

template <class Call> int status_of(Call call) {
    try {
        call();
        return ACTFAST_OK;
    } catch (const std::invalid_argument &e) {
        said = e.what();
        return dynamic_cast<const actfast::error &>(e).status();
    }
}
#endif
#define STATUS(call)        status_of([&] { return call; })
#define RIGHT(call)         check(STATUS(call) == ACTFAST_OK, #call)
#define WRONG(status, call) check(STATUS(call) == (status), #call " gives " #status)

constexpr std::size_t n = 203;

struct buffers {
    floats x = floats(n), a = floats(n), b = floats(n), one = floats(n), two = floats(n),
           want_one = floats(n), want_two = floats(n);
    buffers() {
        for (std::size_t i = 0; i < n; i++) {
            x[i] = static_cast<float>(i) / 16 - 6;
            a[i] = 1 - static_cast<float>(i) / 64;
            b[i] = static_cast<float>(i % 17) / 4 - 2;
        }
    }
    void forget() {
        for (floats *each : {&one, &two, &want_one, &want_two}) each->assign(n, 77);
    }
    void compare(const char *name, const char *pass) {
        const bool same = !std::memcmp(one.data(), want_one.data(), n * sizeof(float)) &&
                          !std::memcmp(two.data(), want_two.data(), n * sizeof(float));
        if (!same) std::printf("%s%s: ", name, pass);
        check(same && want_one[0] != 77, "the bits are those of the typed function");
        forget();
    }
};

// ---- Every activation and pass against the typed functions ----

#define COMMA ,
#define PARAMS0
#define PARAMS1(p, dp)        COMMA 0.75f
#define PARAMS2(p, dp, q, dq) COMMA 0.75f COMMA 3.0f
#define LEARNS                SUM
#define FIXED                 NOTHING
#define FROM_X                NOTHING
#define FROM_OUTPUT(...)      INVERSE
#define NOTHING(name, ...)
#define SUM(name, ...)                                                                             \
    {                                                                                              \
        double dp = 0, want[2];                                                                    \
        RIGHT(actfast::name.param_grad(t.x, t.a, dp __VA_ARGS__));                                 \
        check(!actfast_##name##_param_grad_f32(x, a, n __VA_ARGS__, want) && dp == want[0] &&      \
                  dp != 0,                                                                         \
              #name ".param_grad");                                                                \
    }
#define INVERSE(name, ...)                                                                         \
    RIGHT(actfast::name.backward_from_output(t.a, t.b, t.one __VA_ARGS__));                        \
    actfast_##name##_backward_from_output_f32(a, b, one, n __VA_ARGS__);                           \
    t.compare(#name, ".backward_from_output");

#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, formula, edges)             \
    void check_##name(buffers &t) {                                                                \
        const float *x = t.x.data(), *a = t.a.data(), *b = t.b.data();                             \
        float *one = t.want_one.data(), *two = t.want_two.data();                                  \
        t.forget();                                                                                \
        RIGHT(actfast::name(t.x, t.one params));                                                   \
        actfast_##name##_f32(x, one, n params);                                                    \
        t.compare(#name, "");                                                                      \
        RIGHT(actfast::name.grad(t.x, t.one params));                                              \
        actfast_##name##_grad_f32(x, one, n params);                                               \
        t.compare(#name, ".grad");                                                                 \
        RIGHT(actfast::name.backward(t.x, t.a, t.one params));                                     \
        actfast_##name##_backward_f32(x, a, one, n params);                                        \
        t.compare(#name, ".backward");                                                             \
        RIGHT(actfast::name.value_and_grad(t.x, t.one, t.two params));                             \
        actfast_##name##_value_and_grad_f32(x, one, two, n params);                                \
        t.compare(#name, ".value_and_grad");                                                       \
        RIGHT(actfast::name.grad2(t.x, t.one params));                                             \
        actfast_##name##_grad2_f32(x, one, n params);                                              \
        t.compare(#name, ".grad2");                                                                \
        RIGHT(actfast::name.gated(t.x, t.a, t.one params));                                        \
        actfast_##name##_gated_f32(x, a, one, n params);                                           \
        t.compare(#name, ".gated");                                                                \
        RIGHT(actfast::name.gated_backward(t.x, t.a, t.b, t.one, t.two params));                   \
        actfast_##name##_gated_backward_f32(x, a, b, one, two, n params);                          \
        t.compare(#name, ".gated_backward");                                                       \
        RIGHT(actfast::name.bias_rows(t.x, actfast::input(a, 5), t.one, {10, 5, 7, 6} params));    \
        actfast_##name##_bias_rows_f32(x, a, one, 10, 5, 7, 6 params);                             \
        t.compare(#name, ".bias_rows");                                                            \
        RIGHT(actfast::name.gated_rows(t.x, t.one, {10, 5} params));                               \
        actfast_##name##_gated_rows_f32(x, one, 10, 5, 10, 5 params);                              \
        t.compare(#name, ".gated_rows");                                                           \
        learns(name, params) inverse(name, params);                                                \
        check_description(actfast::name, #name, formula);                                          \
        checked++;                                                                                 \
    }

int checked = 0;

template <class Activation>
void check_description(const Activation &f, const std::string &name, const std::string &formula) {
    check(f.id() == actfast_activation_find(name.c_str()) && f.name() == name &&
              f.formula() == formula,
          "id, name and formula");
    const auto values = f.parameters().pack();
    check(values.count == actfast_activation_param_count(f.id()), "the number of parameters");
    for (int i = 0; i < values.count; i++) {
        const float want = actfast_activation_param_default(f.id(), i);
        check(!std::memcmp(&values.at[i], &want, sizeof want), "the defaults");
    }
}

#include "activations.def"

void check_all() {
    buffers t;
#define PARAMS0
#define PARAMS1(...)
#define PARAMS2(...)
#define LEARNS
#define FIXED
#define FROM_X
#define FROM_OUTPUT(...)
#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, formula, edges)             \
    check_##name(t);
#include "activations.def"
    check(checked == actfast_activation_count(), "all activations");
}

// ---- Parameters and buffers ----

bool is_near(float got, double want) { return std::fabs(static_cast<double>(got) - want) < 1e-6; }

void check_parameters() {
    const float x[1] = {1};
    float y[1];
    RIGHT(actfast::swish(x, y));
    check(is_near(y[0], 0.7310585786), "swish(1)");
    RIGHT(actfast::swish(x, y, 2));
    check(is_near(y[0], 0.8807970780), "swish(1, 2)");
    RIGHT(actfast::swish(x, y, {2.0f}));
    check(is_near(y[0], 0.8807970780), "swish(1, {2})");
    RIGHT(actfast::softplus(x, y, 1, 0.5));
    check(y[0] == 1, "softplus(1, 1, 0.5): beyond the threshold");
    RIGHT(actfast::softplus(x, y, 2));
    check(is_near(y[0], 1.0634640055), "softplus(1, 2): the second parameter has its default");
    const auto sharp = actfast::swish.with({2.0f});
    RIGHT(sharp(x, y));
    check(is_near(y[0], 0.8807970780), "with() keeps the parameter");
    RIGHT(sharp(x, y, 1.0f));
    check(is_near(y[0], 0.7310585786), "the parameter of a call goes first");
#if __cplusplus >= 202002L
    RIGHT(actfast::softplus(x, y, {.threshold = 0.5f}));
    check(y[0] == 1, "softplus(1, {.threshold = 0.5})");
    RIGHT(actfast::swish.with({.beta = 2})(x, y));
    check(is_near(y[0], 0.8807970780), "swish.with({.beta = 2})");
#endif
    WRONG(ACTFAST_ERR_PARAM, actfast::squareplus(x, y, -1.0f));
}

void check_buffers() {
    floats y(3);
    const std::array<float, 3> x = {{-1, 0, 2}};
    const floats want = {0, 0, 2};
    RIGHT(actfast::relu(x, y));
    check(y == want, "std::array to std::vector");
    float plain[3] = {};
    RIGHT(actfast::relu({x.data(), 3}, plain));
    check(floats(plain, plain + 3) == want, "{pointer, n} to an array");
    const float *first = x.data(), *last = first + 3;
    RIGHT(actfast::relu({first, last}, {plain, plain + 3}));
    check(plain[2] == 2, "{first, last}");
    RIGHT(actfast::relu(plain, plain));
    check(plain[2] == 2, "in place");
    RIGHT(actfast::relu(floats(), actfast::output(nullptr, std::size_t(0))));
#if __cplusplus >= 202002L
    y.assign(3, 9);
    RIGHT(actfast::relu(std::span<const float>(x).subspan(1), std::span<float>(y).first(2)));
    check(y == floats({0, 2, 9}), "std::span, and nothing beyond it is written");
#endif
    using actfast::input;
    using actfast::output;
    static_assert(std::is_convertible<const floats &, input>::value, "");
    static_assert(!std::is_convertible<const floats &, output>::value, "const is kept");
    static_assert(!std::is_convertible<const float(&)[3], output>::value, "const is kept");
    static_assert(!std::is_convertible<std::vector<double> &, input>::value, "floats alone");
    static_assert(!std::is_convertible<std::vector<int> &, output>::value, "floats alone");
    static_assert(!std::is_convertible<std::string &, input>::value, "floats alone");
}

// ---- Errors ----

void check_errors() {
    floats x(4, 1), y(3, 7), z(4, 7);
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu(x, y));
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu.grad(y, x));
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu.grad2(x, y));
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu.backward(x, y, z));
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu.backward(x, z, y));
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu.value_and_grad(x, z, y));
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu.gated(x, y, z));
    WRONG(ACTFAST_ERR_SIZE, actfast::gelu.gated_backward(x, x, x, z, y));
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.backward_from_output(x, z, y));
    double dp = 5;
    WRONG(ACTFAST_ERR_SIZE, actfast::swish.param_grad(x, y, dp));
    WRONG(ACTFAST_ERR_PARAM, actfast::swish.param_grad(x, x, dp, INFINITY));
    check(dp == 5, "an error leaves dp as it was");
    WRONG(ACTFAST_ERR_OVERLAP, actfast::gelu({x.data(), 3}, {x.data() + 1, 3}));
    WRONG(ACTFAST_ERR_NULL, actfast::gelu({nullptr, std::size_t(4)}, z));
    check(y == floats(3, 7) && z == floats(4, 7), "an error leaves the buffers as they were");
}

void check_rows() {
    floats x(12, 1), y(12, 7);
    const floats bias(3, 1);
    RIGHT(actfast::relu.bias_rows(x, bias, y, {4, 3}));
    check(y == floats(12, 2), "4 rows of 3");
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.bias_rows(x, bias, y, {5, 3}));
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.bias_rows(x, bias, y, {4, 2}));
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.bias_rows(x, bias, y, {4, 3, 4}));
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.bias_rows(x, bias, y, {4, 3, 3, 4}));
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.bias_rows(x, bias, y, {4, 3, 2}));
    const std::size_t huge = std::numeric_limits<std::size_t>::max();
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.bias_rows(x, bias, y, {huge, 3}));
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.gated_rows(x, y, {1, huge / 2 + 2}));
    RIGHT(actfast::relu.gated_rows(x, y, {3, 2, 4, 5}));
    check(y[0] == 1 && y[2] == 2 && y[11] == 1 && y[10] == 1, "3 rows of 2 | 2, 5 apart in y");
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.gated_rows(x, y, {4, 2}));
    WRONG(ACTFAST_ERR_SIZE, actfast::relu.gated_rows(x, {y.data(), 5}, {3, 2}));
    RIGHT(actfast::relu.gated_rows(x, {y.data(), 6}, {3, 2}));
    RIGHT(actfast::relu.gated_rows(floats(), floats(), {0, 2}));
}

// ---- Backends and activations found by name ----

void check_backends() {
    const actfast::backend before = actfast::backend::active();
    int count = 0;
    buffers t;
    for (actfast::backend b : actfast::backends()) {
        count++;
        check(actfast::backend::find(b.isa(), b.accuracy()) == b, "each backend is found");
        t.forget();
        RIGHT(actfast::gelu.on(b).grad2(t.x, t.one));
        actfast_grad2_f32(b.get(), ACTFAST_GELU, nullptr, t.x.data(), t.want_one.data(), n);
        t.compare("gelu", " on a backend that is not the active one");
        const actfast::scoped_backend guard(b);
        check(actfast::backend::active() == b, "the guard's backend is active");
    }
    check(count == actfast_backend_count(), "all backends");
    check(actfast::backend::active() == before, "after the guard the one before is active");
    {
        const actfast::scoped_backend guard("scalar");
        check(std::string(actfast_backend_isa(nullptr)) == "scalar", "a guard by name");
        check(guard.status() == ACTFAST_OK, "its status");
    }
    check(actfast::backend::active() == before, "once more");
    WRONG(ACTFAST_ERR_BACKEND, actfast::gelu.on(actfast::backend())(t.x, t.one));
    WRONG(ACTFAST_ERR_BACKEND, actfast::backend().activate());
    WRONG(ACTFAST_ERR_BACKEND, actfast::scoped_backend("mmx").status());
    check(actfast::backend::active() == before, "a guard that failed changes nothing");
}

void check_names() {
    const floats x = {1};
    floats y(1);
    const actfast::activation f = actfast::find("softplus");
    RIGHT(f(x, y));
    check(is_near(y[0], 1.3132616875), "found, with the defaults");
    RIGHT(f(x, y, 1.0f, 0.5f));
    check(y[0] == 1, "found, with parameters");
    RIGHT(f.with({1.0f, 0.5f})(x, y));
    check(y[0] == 1, "found, and parameters kept");
    WRONG(ACTFAST_ERR_PARAM, f(x, y, 1.0f));
    WRONG(ACTFAST_ERR_PARAM, f(x, y, {1.0f, 2.0f, 3.0f}));
    WRONG(ACTFAST_ERR_PARAM, actfast::find("gelu")(x, y, 1.0f));
    double dp = 0;
    RIGHT(actfast::find("swish").param_grad(x, x, dp));
    check(std::fabs(dp - 0.1966119332) < 1e-6, "param_grad of one that was found");
    WRONG(ACTFAST_ERR_ACTIVATION, actfast::find("gelu").param_grad(x, x, dp));
    WRONG(ACTFAST_ERR_ACTIVATION, actfast::find("gelu").backward_from_output(x, x, y));
    WRONG(ACTFAST_ERR_ACTIVATION, actfast::find("gelo")(x, y));
    WRONG(ACTFAST_ERR_ACTIVATION, actfast::find(nullptr)(x, y));
}

void check_words() {
#ifndef ACTFAST_NO_EXCEPTIONS
    floats x(4, 1), y(3, 7);
    STATUS(actfast::swish.grad(x, y));
    check(said == "actfast: swish.grad: the sizes of the buffers do not match", said.c_str());
    STATUS(actfast::swish(x, x, INFINITY));
    check(said == std::string("actfast: swish: ") + actfast_strerror(ACTFAST_ERR_PARAM),
          said.c_str());
    STATUS(actfast::backend::find("mmx"));
    check(said == "actfast: backend::find: no backend 'mmx any' on this machine", said.c_str());
#else
    static_assert(std::is_same<decltype(actfast::gelu(floats(), floats())), int>::value, "");
    check(!actfast::backend::find("mmx"), "no backend of that name");
#endif
}

void check_both_kinds() {
    const floats x = {1, 2};
    floats y(2);
    check(other_kind_status(x.data(), y.data(), 2, 2) == ACTFAST_OK && is_near(y[1], 1.9544997),
          "the other kind of errors in one program: computes");
    check(other_kind_status(x.data(), y.data(), 2, 1) == ACTFAST_ERR_SIZE,
          "the other kind of errors in one program: says what is wrong");
}

} // namespace

int main() {
    check_all();
    check_parameters();
    check_buffers();
    check_errors();
    check_rows();
    check_backends();
    check_names();
    check_words();
    check_both_kinds();
    std::printf("C++ %ld: %d activations, %s\n", static_cast<long>(__cplusplus), checked,
                failures ? "FAILED" : "right");
    return failures ? 1 : 0;
}
