// libactfast for C++14 and later: a function object for each activation, header-only.
//
//     std::vector<float> x = ..., y(x.size()), g(x.size());
//     actfast::gelu(x, y);                            // y = f(x)
//     actfast::swish(x, y, 1.5f);                     // parameters by position, ...
//     actfast::swish.grad(x, g, {1.5f});              // ... in braces, ...
//     actfast::softplus(x, y, {.beta = 2});           // ... or by name, in C++20
//     actfast::swish.with({1.5f}).on(actfast::backend::find("avx2"))(x, y);
//
// Each has .grad .backward .value_and_grad .grad2 .gated .gated_backward .gated_rows .bias_rows
// and, where an activation has them, .backward_from_output and .param_grad: the passes of
// actfast.h, which says what they compute, in its order of buffers.
//
// A buffer is anything with data() and size() of floats (std::vector, std::array, std::span), an
// array, {pointer, n} or {first, last}. Those of one call must have the same size. Nothing is
// copied and nothing allocated but the text of an exception.
//
// What is wrong is thrown as an actfast::error, which is a std::invalid_argument. With
// ACTFAST_NO_EXCEPTIONS, or where the compiler has none (-fno-exceptions), each call returns a
// status of actfast.h instead, ACTFAST_ERR_SIZE where sizes differ. Both may be in one program.
#ifndef ACTFAST_ACTFAST_HPP
#define ACTFAST_ACTFAST_HPP

#include "actfast.h"

#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>

#if !defined(ACTFAST_NO_EXCEPTIONS) && !defined(__cpp_exceptions)
#    define ACTFAST_NO_EXCEPTIONS 1
#endif
#ifndef ACTFAST_NO_EXCEPTIONS
#    include <stdexcept>
#    include <string>
#endif

#if __cplusplus >= 201703L
#    define ACTFAST_CONSTANT  inline constexpr
#    define ACTFAST_NODISCARD [[nodiscard]]
#else
#    define ACTFAST_CONSTANT constexpr
#    define ACTFAST_NODISCARD
#endif

namespace actfast {
// Functions of the two kinds differ in what they return, so they must differ in their linker names.
#ifdef ACTFAST_NO_EXCEPTIONS
inline namespace returns_status {
using outcome = int;
#    define ACTFAST_OUTCOME ACTFAST_NODISCARD outcome
#else
inline namespace throws_errors {
using outcome = void;
#    define ACTFAST_OUTCOME outcome

class error : public std::invalid_argument {
  public:
    error(int status, const std::string &text) : std::invalid_argument(text), status_(status) {}
    // One of enum actfast_status.
    int status() const noexcept { return status_; }

  private:
    int status_;
};
#endif

// Floats in a row, which belong to somebody else.
template <class T> class buffer {
    template <class C>
    using has_floats = std::enable_if_t<
        !std::is_same<std::remove_cv_t<std::remove_reference_t<C>>, buffer>::value &&
        std::is_convertible<std::remove_pointer_t<decltype(std::declval<C &>().data())> (*)[],
                            T (*)[]>::value &&
        std::is_convertible<decltype(std::declval<C &>().size()), std::size_t>::value>;

  public:
    constexpr buffer(T *data, std::size_t size) : data_(data), size_(size) {}
    // A template, so that a literal 0 is a size.
    template <class U, class = std::enable_if_t<std::is_convertible<U *, T *>::value>>
    constexpr buffer(T *first, U *last)
        : data_(first), size_(static_cast<std::size_t>(static_cast<T *>(last) - first)) {}
    template <std::size_t N> constexpr buffer(T (&array)[N]) : data_(array), size_(N) {}
    template <class C, class = has_floats<C>>
    constexpr buffer(C &&container) : data_(container.data()), size_(container.size()) {}

    constexpr T *data() const { return data_; }
    constexpr std::size_t size() const { return size_; }

  private:
    T *data_;
    std::size_t size_;
};

using input = buffer<const float>;
using output = buffer<float>;

// Rows of a matrix. ldx and ldy are the floats from row to row, 0: the rows touch.
struct shape {
    std::size_t rows;
    std::size_t columns;
    std::size_t ldx;
    std::size_t ldy;
    constexpr shape(std::size_t rows_, std::size_t columns_, std::size_t ldx_ = 0,
                    std::size_t ldy_ = 0)
        : rows(rows_), columns(columns_), ldx(ldx_), ldy(ldy_) {}
};

namespace detail {

struct values {
    float at[2];
    int count;
};

#ifdef ACTFAST_NO_EXCEPTIONS
inline outcome finish(int status, const char *, const char *) { return status; }
inline outcome differ(const char *, const char *) { return ACTFAST_ERR_SIZE; }
#else
[[noreturn]] inline void fail(int status, const char *name, const char *pass, const char *text) {
    throw error(status,
                std::string("actfast: ") + (name ? name : "activation") + pass + ": " + text);
}
inline void finish(int status, const char *name, const char *pass) {
    if (status) fail(status, name, pass, actfast_strerror(status));
}
[[noreturn]] inline void differ(const char *name, const char *pass) {
    fail(ACTFAST_ERR_SIZE, name, pass, "the sizes of the buffers do not match");
}
#endif

template <class First, class... Rest> constexpr bool same_size(First first, Rest... rest) {
    bool same = true;
    const std::size_t sizes[] = {rest.size()...};
    for (const std::size_t size : sizes) same = same && size == first.size();
    return same;
}

// Whether rows of that width lie in so many floats; a distance below the width is the library's to
// see.
constexpr bool holds(std::size_t size, std::size_t rows, std::size_t width, std::size_t distance) {
    if (rows == 0 || width == 0) return true;
    if (width > size) return false;
    return distance == 0 || rows - 1 <= (size - width) / distance;
}

} // namespace detail

// ---- Backends ----

// One instruction set at one accuracy; none if there is no such one here.
class backend {
  public:
    constexpr backend() : pointer_(nullptr) {}
    constexpr explicit backend(const actfast_backend *pointer) : pointer_(pointer) {}

    // The best of that instruction set and accuracy, nullptr: of any. If there is none: an error,
    // or, without exceptions, a backend that is false and that no call takes.
    static backend find(const char *isa, const char *accuracy = nullptr) {
        const backend found(actfast_backend_find(isa, accuracy));
#ifndef ACTFAST_NO_EXCEPTIONS
        if (!found)
            detail::fail(ACTFAST_ERR_BACKEND, "backend::find", "",
                         (std::string("no backend '") + (isa ? isa : "any") + " " +
                          (accuracy ? accuracy : "any") + "' on this machine")
                             .c_str());
#endif
        return found;
    }
    static backend active() { return backend(actfast_backend_active()); }

    constexpr explicit operator bool() const { return pointer_ != nullptr; }
    constexpr const actfast_backend *get() const { return pointer_; }
    const char *isa() const { return pointer_ ? actfast_backend_isa(pointer_) : ""; }
    const char *accuracy() const { return pointer_ ? actfast_backend_accuracy(pointer_) : ""; }
    // For the whole process.
    ACTFAST_OUTCOME activate() const {
        return detail::finish(pointer_ ? actfast_backend_activate(pointer_) : ACTFAST_ERR_BACKEND,
                              "backend", ".activate");
    }

    friend constexpr bool operator==(backend a, backend b) { return a.pointer_ == b.pointer_; }
    friend constexpr bool operator!=(backend a, backend b) { return a.pointer_ != b.pointer_; }

  private:
    const actfast_backend *pointer_;
};

// All that this CPU can run, the best first: for (actfast::backend b : actfast::backends()) ...
class backends {
  public:
    class iterator {
      public:
        constexpr explicit iterator(int at) : at_(at) {}
        backend operator*() const { return backend(actfast_backend_at(at_)); }
        iterator &operator++() {
            at_++;
            return *this;
        }
        friend constexpr bool operator!=(iterator a, iterator b) { return a.at_ != b.at_; }

      private:
        int at_;
    };
    iterator begin() const { return iterator(0); }
    iterator end() const { return iterator(actfast_backend_count()); }
};

// As long as it lives another backend is active, for the whole process; then the one before it is.
class scoped_backend {
  public:
    explicit scoped_backend(backend wanted)
        : before_(actfast_backend_active()),
          status_(wanted ? actfast_backend_activate(wanted.get()) : ACTFAST_ERR_BACKEND) {
#ifndef ACTFAST_NO_EXCEPTIONS
        detail::finish(status_, "scoped_backend", "");
#endif
    }
    explicit scoped_backend(const char *isa, const char *accuracy = nullptr)
        : scoped_backend(backend::find(isa, accuracy)) {}
    ~scoped_backend() {
        if (status_ == ACTFAST_OK) actfast_backend_activate(before_);
    }
    scoped_backend(const scoped_backend &) = delete;
    scoped_backend &operator=(const scoped_backend &) = delete;
    // Without exceptions: whether the backend is the active one now.
    int status() const { return status_; }

  private:
    const actfast_backend *before_;
    int status_;
};

// ---- Activations ----

// Parameters of an activation that is known at run time alone: none for the defaults, or all.
struct any_params {
    static constexpr int count = 2;
    static constexpr bool learns = true;
    static constexpr bool from_output = true;
    any_params() = default;
    any_params(std::initializer_list<float> list) {
        for (const float value : list)
            if (values_.count++ < 2) values_.at[values_.count - 1] = value;
    }
    detail::values pack() const { return values_; }

  private:
    detail::values values_{{0, 0}, 0};
};

// An activation with its parameters and the backend it runs on, the active one if none was given.
// Each pass takes other parameters behind its buffers: numbers, or Params.
template <class Params> class basic_activation {
    template <class... P>
    using numbers = std::enable_if_t<(
        sizeof...(P) <= static_cast<std::size_t>(Params::count) &&
        std::is_same<std::integer_sequence<bool, true, std::is_arithmetic<P>::value...>,
                     std::integer_sequence<bool, std::is_arithmetic<P>::value..., true>>::value)>;

  public:
    using params = Params;

    constexpr explicit basic_activation(int id) : id_(id) {}

    // The same activation with other parameters, on another backend.
    constexpr basic_activation with(const Params &values) const {
        basic_activation other = *this;
        other.params_ = values;
        return other;
    }
    constexpr basic_activation on(backend wanted) const {
        basic_activation other = *this;
        other.backend_ = wanted.get();
        other.backend_is_missing_ = !wanted;
        return other;
    }

    constexpr int id() const { return id_; }
    constexpr const Params &parameters() const { return params_; }
    // nullptr for a bad id.
    const char *name() const { return actfast_activation_name(id_); }
    const char *formula() const { return actfast_activation_formula(id_); }

    // y = f(x).
    ACTFAST_OUTCOME operator()(input x, output y, const Params &p) const {
        const int status = !detail::same_size(x, y) ? different : run(p, [&](const float *v) {
            return actfast_forward_f32(backend_, id_, v, x.data(), y.data(), x.size());
        });
        return finish(status, "");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME operator()(input x, output y, P... p) const {
        return (*this)(x, y, choose(p...));
    }

    // g = f'(x).
    ACTFAST_OUTCOME grad(input x, output g, const Params &p) const {
        const int status = !detail::same_size(x, g) ? different : run(p, [&](const float *v) {
            return actfast_grad_f32(backend_, id_, v, x.data(), g.data(), x.size());
        });
        return finish(status, ".grad");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME grad(input x, output g, P... p) const {
        return grad(x, g, choose(p...));
    }

    // dx = dy*f'(x).
    ACTFAST_OUTCOME backward(input x, input dy, output dx, const Params &p) const {
        const int status = !detail::same_size(x, dy, dx) ? different : run(p, [&](const float *v) {
            return actfast_backward_f32(backend_, id_, v, x.data(), dy.data(), dx.data(), x.size());
        });
        return finish(status, ".backward");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME backward(input x, input dy, output dx, P... p) const {
        return backward(x, dy, dx, choose(p...));
    }

    // y = f(x) and g = f'(x), in one pass.
    ACTFAST_OUTCOME value_and_grad(input x, output y, output g, const Params &p) const {
        const int status = !detail::same_size(x, y, g) ? different : run(p, [&](const float *v) {
            return actfast_value_and_grad_f32(backend_, id_, v, x.data(), y.data(), g.data(),
                                              x.size());
        });
        return finish(status, ".value_and_grad");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME value_and_grad(input x, output y, output g, P... p) const {
        return value_and_grad(x, y, g, choose(p...));
    }

    // h = f''(x).
    ACTFAST_OUTCOME grad2(input x, output h, const Params &p) const {
        const int status = !detail::same_size(x, h) ? different : run(p, [&](const float *v) {
            return actfast_grad2_f32(backend_, id_, v, x.data(), h.data(), x.size());
        });
        return finish(status, ".grad2");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME grad2(input x, output h, P... p) const {
        return grad2(x, h, choose(p...));
    }

    // y = f(gate)*up.
    ACTFAST_OUTCOME gated(input gate, input up, output y, const Params &p) const {
        const int status =
            !detail::same_size(gate, up, y) ? different : run(p, [&](const float *v) {
                return actfast_gated_f32(backend_, id_, v, gate.data(), up.data(), y.data(),
                                         gate.size());
            });
        return finish(status, ".gated");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME gated(input gate, input up, output y, P... p) const {
        return gated(gate, up, y, choose(p...));
    }

    // dgate = dy*up*f'(gate) and dup = dy*f(gate), in one pass.
    ACTFAST_OUTCOME gated_backward(input gate, input up, input dy, output dgate, output dup,
                                   const Params &p) const {
        const int status =
            !detail::same_size(gate, up, dy, dgate, dup) ? different : run(p, [&](const float *v) {
                return actfast_gated_backward_f32(backend_, id_, v, gate.data(), up.data(),
                                                  dy.data(), dgate.data(), dup.data(), gate.size());
            });
        return finish(status, ".gated_backward");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME gated_backward(input gate, input up, input dy, output dgate, output dup,
                                   P... p) const {
        return gated_backward(gate, up, dy, dgate, dup, choose(p...));
    }

    // dx = dy*f'(x), given y = f(x); only activations that have it.
    ACTFAST_OUTCOME backward_from_output(input y, input dy, output dx, const Params &p) const {
        static_assert(Params::from_output, "y does not tell the x of this activation");
        const int status = !detail::same_size(y, dy, dx) ? different : run(p, [&](const float *v) {
            return actfast_backward_from_output_f32(backend_, id_, v, y.data(), dy.data(),
                                                    dx.data(), y.size());
        });
        return finish(status, ".backward_from_output");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME backward_from_output(input y, input dy, output dx, P... p) const {
        return backward_from_output(y, dy, dx, choose(p...));
    }

    // y[r][c] = f(x[r][c] + bias[c]).
    ACTFAST_OUTCOME bias_rows(input x, input bias, output y, shape s, const Params &p) const {
        const std::size_t ldx = s.ldx ? s.ldx : s.columns, ldy = s.ldy ? s.ldy : s.columns;
        const int status =
            !(bias.size() == s.columns && detail::holds(x.size(), s.rows, s.columns, ldx) &&
              detail::holds(y.size(), s.rows, s.columns, ldy))
                ? different
                : run(p, [&](const float *v) {
                      return actfast_bias_rows_f32(backend_, id_, v, x.data(), bias.data(),
                                                   y.data(), s.rows, s.columns, ldx, ldy);
                  });
        return finish(status, ".bias_rows");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME bias_rows(input x, input bias, output y, shape s, P... p) const {
        return bias_rows(x, bias, y, s, choose(p...));
    }

    // y[r][c] = f(x[r][c])*x[r][columns + c].
    ACTFAST_OUTCOME gated_rows(input x, output y, shape s, const Params &p) const {
        const std::size_t ldx = s.ldx ? s.ldx : 2 * s.columns, ldy = s.ldy ? s.ldy : s.columns;
        const int status =
            !(detail::holds(x.size(), s.rows, 2 * s.columns, ldx) &&
              detail::holds(y.size(), s.rows, s.columns, ldy))
                ? different
                : run(p, [&](const float *v) {
                      return actfast_gated_rows_f32(backend_, id_, v, x.data(), y.data(), s.rows,
                                                    s.columns, ldx, ldy);
                  });
        return finish(status, ".gated_rows");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME gated_rows(input x, output y, shape s, P... p) const {
        return gated_rows(x, y, s, choose(p...));
    }

    // The sum of dy*df/dp over all elements, p the first parameter; only activations that have it.
    ACTFAST_OUTCOME param_grad(input x, input dy, double &dp, const Params &p) const {
        static_assert(Params::learns, "this activation has no parameter that is learned");
        double sums[2] = {0, 0};
        const int status = !detail::same_size(x, dy) ? different : run(p, [&](const float *v) {
            return actfast_param_grad_f32(backend_, id_, v, x.data(), dy.data(), x.size(), sums);
        });
        if (status == ACTFAST_OK) dp = sums[0];
        return finish(status, ".param_grad");
    }
    template <class... P, class = numbers<P...>>
    ACTFAST_OUTCOME param_grad(input x, input dy, double &dp, P... p) const {
        return param_grad(x, dy, dp, choose(p...));
    }

  private:
    static constexpr int different = 1;

    constexpr Params choose() const { return params_; }
    template <class First, class... P> static constexpr Params choose(First first, P... p) {
        return Params{static_cast<float>(first), static_cast<float>(p)...};
    }

    // The call with the parameters as the library takes them, unless it cannot be right.
    template <class Call> int run(const Params &p, Call call) const {
        const detail::values values = p.pack();
        const int count = actfast_activation_param_count(id_);
        if (count < 0) return ACTFAST_ERR_ACTIVATION;
        if (backend_is_missing_) return ACTFAST_ERR_BACKEND;
        if (values.count && values.count != count) return ACTFAST_ERR_PARAM;
        return call(values.count ? values.at : nullptr);
    }

    outcome finish(int status, const char *pass) const {
        if (status == different) return detail::differ(name(), pass);
        return detail::finish(status, name(), pass);
    }

    int id_;
    Params params_{};
    const actfast_backend *backend_ = nullptr;
    bool backend_is_missing_ = false;
};

using activation = basic_activation<any_params>;

// The activation of that name, with the defaults for its parameters. If there is none: an error,
// or, without exceptions, one whose calls all return ACTFAST_ERR_ACTIVATION.
inline activation find(const char *name) {
    const int id = actfast_activation_find(name);
#ifndef ACTFAST_NO_EXCEPTIONS
    if (id < 0) detail::finish(id, name, "");
#endif
    return activation(id);
}

#include "activations.hpp"

} // namespace
} // namespace actfast

#undef ACTFAST_CONSTANT
#undef ACTFAST_NODISCARD
#undef ACTFAST_OUTCOME

#endif
