// The activations for C++. Printed by tools/gen_activations_hpp.c from
// kernels/activations.def; a part of actfast.hpp, not to be included alone.
// clang-format off

// f(x) = max(x, 0)
struct relu_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<relu_params> relu{ACTFAST_RELU};

// f(x) = x > 0 ? x : negative_slope*x
struct leaky_relu_params {
    float negative_slope = 0.01f;
    static constexpr int count = 1;
    static constexpr bool learns = true;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{negative_slope, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<leaky_relu_params> leaky_relu{ACTFAST_LEAKY_RELU};

// f(x) = (x + sqrt(x^2 + b))/2
struct squareplus_params {
    float b = 4.0f;
    static constexpr int count = 1;
    static constexpr bool learns = true;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{b, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<squareplus_params> squareplus{ACTFAST_SQUAREPLUS};

// f(x) = beta*x > threshold ? x : log(1 + exp(beta*x))/beta
struct softplus_params {
    float beta = 1.0f;
    float threshold = 20.0f;
    static constexpr int count = 2;
    static constexpr bool learns = true;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{beta, threshold}, count}; }
};
ACTFAST_CONSTANT basic_activation<softplus_params> softplus{ACTFAST_SOFTPLUS};

// f(x) = 1/(1 + exp(-x))
struct sigmoid_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<sigmoid_params> sigmoid{ACTFAST_SIGMOID};

// f(x) = tanh(x)
struct tanh_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<tanh_params> tanh{ACTFAST_TANH};

// f(x) = x*Phi(x)
struct gelu_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<gelu_params> gelu{ACTFAST_GELU};

// f(x) = x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))
struct gelu_tanh_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<gelu_tanh_params> gelu_tanh{ACTFAST_GELU_TANH};

// f(x) = x/(1 + exp(-1.702*x))
struct gelu_sigmoid_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<gelu_sigmoid_params> gelu_sigmoid{ACTFAST_GELU_SIGMOID};

// f(x) = x/(1 + exp(-x))
struct silu_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<silu_params> silu{ACTFAST_SILU};

// f(x) = x/(1 + exp(-beta*x))
struct swish_params {
    float beta = 1.0f;
    static constexpr int count = 1;
    static constexpr bool learns = true;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{beta, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<swish_params> swish{ACTFAST_SWISH};

// f(x) = x*tanh(log(1 + exp(x)))
struct mish_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<mish_params> mish{ACTFAST_MISH};

// f(x) = x > 0 ? x : alpha*(exp(x) - 1)
struct elu_params {
    float alpha = 1.0f;
    static constexpr int count = 1;
    static constexpr bool learns = true;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{alpha, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<elu_params> elu{ACTFAST_ELU};

// f(x) = scale*(x > 0 ? x : alpha*(exp(x) - 1))
struct selu_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = true;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<selu_params> selu{ACTFAST_SELU};

// f(x) = x > 0 ? x : alpha*(exp(x/alpha) - 1)
struct celu_params {
    float alpha = 1.0f;
    static constexpr int count = 1;
    static constexpr bool learns = true;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{alpha, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<celu_params> celu{ACTFAST_CELU};

// f(x) = -log(1 + exp(-x))
struct log_sigmoid_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<log_sigmoid_params> log_sigmoid{ACTFAST_LOG_SIGMOID};

// f(x) = x/(1 + abs(x))
struct softsign_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<softsign_params> softsign{ACTFAST_SOFTSIGN};

// f(x) = x - tanh(x)
struct tanhshrink_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<tanhshrink_params> tanhshrink{ACTFAST_TANHSHRINK};

// f(x) = max(0, min(1, alpha*x + beta))
struct hard_sigmoid_params {
    float alpha = 0.16666667f;
    float beta = 0.5f;
    static constexpr int count = 2;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{alpha, beta}, count}; }
};
ACTFAST_CONSTANT basic_activation<hard_sigmoid_params> hard_sigmoid{ACTFAST_HARD_SIGMOID};

// f(x) = x*max(0, min(1, x/6 + 1/2))
struct hard_swish_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<hard_swish_params> hard_swish{ACTFAST_HARD_SWISH};

// f(x) = max(min, min(max, x))
struct hard_tanh_params {
    float min = -1.0f;
    float max = 1.0f;
    static constexpr int count = 2;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{min, max}, count}; }
};
ACTFAST_CONSTANT basic_activation<hard_tanh_params> hard_tanh{ACTFAST_HARD_TANH};

// f(x) = max(0, min(6, x))
struct relu6_params {
    static constexpr int count = 0;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{0, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<relu6_params> relu6{ACTFAST_RELU6};

// f(x) = x > lambda ? x - lambda : x < -lambda ? x + lambda : 0
struct softshrink_params {
    float lambda = 0.5f;
    static constexpr int count = 1;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{lambda, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<softshrink_params> softshrink{ACTFAST_SOFTSHRINK};

// f(x) = abs(x) > lambda ? x : 0
struct hardshrink_params {
    float lambda = 0.5f;
    static constexpr int count = 1;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{lambda, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<hardshrink_params> hardshrink{ACTFAST_HARDSHRINK};

// f(x) = x > alpha ? x : 0
struct thresholded_relu_params {
    float alpha = 1.0f;
    static constexpr int count = 1;
    static constexpr bool learns = false;
    static constexpr bool from_output = false;
    constexpr detail::values pack() const { return {{alpha, 0}, count}; }
};
ACTFAST_CONSTANT basic_activation<thresholded_relu_params> thresholded_relu{ACTFAST_THRESHOLDED_RELU};

// clang-format on
