/* The types of actfast. Printed by print_types.js from the list of the library that it loads. */
export = actfast;

declare namespace actfast {
    type Isa = "scalar" | "sse2" | "avx2" | "avx512" | "neon";
    type Accuracy = "accurate" | "fast";

    /** One instruction set at one accuracy; === compares. */
    interface Backend {
        readonly isa: Isa;
        readonly accuracy: Accuracy;
        toString(): string;
    }

    /** The backend of this call alone; a name stands for the best one of that instruction set. */
    interface OnBackend {
        backend?: Backend | Isa | null;
    }

    interface Into<Out> extends OnBackend {
        /** Where the results go; may be an input or overlap one in any way. */
        out?: Out;
    }

    /** What all activations have; P are the parameters. */
    interface Activation<P = {}> {
        (x: Float32Array, options?: P & Into<Float32Array>): Float32Array;
        grad(x: Float32Array, options?: P & Into<Float32Array>): Float32Array;
        backward(x: Float32Array, dy: Float32Array, options?: P & Into<Float32Array>): Float32Array;
        value_and_grad(x: Float32Array,
            options?: P & Into<{ y?: Float32Array; g?: Float32Array }>): { y: Float32Array; g: Float32Array };
        grad2(x: Float32Array, options?: P & Into<Float32Array>): Float32Array;
        gated(gate: Float32Array, up: Float32Array, options?: P & Into<Float32Array>): Float32Array;
        gated_backward(gate: Float32Array, up: Float32Array, dy: Float32Array,
            options?: P & Into<{ dgate?: Float32Array; dup?: Float32Array }>): { dgate: Float32Array; dup: Float32Array };
        bias(x: Float32Array, bias: Float32Array, options?: P & Into<Float32Array>): Float32Array;
        gated_rows(x: Float32Array, columns: number,
            options?: P & Into<Float32Array>): Float32Array;
        /** f(x), in C's notation. */
        readonly formula: string;
        readonly defaults: Readonly<Required<P>>;
    }

    /** What only some have. */
    interface HasBackwardFromOutput<P> {
        backward_from_output(y: Float32Array, dy: Float32Array,
            options?: P & Into<Float32Array>): Float32Array;
    }

    /** What only some have. */
    interface HasParamGrad<P> {
        param_grad(x: Float32Array, dy: Float32Array, options?: P & OnBackend): number;
    }

    /** f(x) = max(x, 0) */
    const relu: Activation<{}> &
        HasBackwardFromOutput<{}>;

    /** f(x) = x > 0 ? x : negative_slope*x; defaults {negative_slope: 0.01} */
    const leaky_relu: Activation<{ negative_slope?: number }> &
        HasBackwardFromOutput<{ negative_slope?: number }> &
        HasParamGrad<{ negative_slope?: number }>;

    /** f(x) = (x + sqrt(x^2 + b))/2; defaults {b: 4} */
    const squareplus: Activation<{ b?: number }> &
        HasBackwardFromOutput<{ b?: number }> &
        HasParamGrad<{ b?: number }>;

    /** f(x) = beta*x > threshold ? x : log(1 + exp(beta*x))/beta; defaults {beta: 1, threshold: 20} */
    const softplus: Activation<{ beta?: number; threshold?: number }> &
        HasBackwardFromOutput<{ beta?: number; threshold?: number }> &
        HasParamGrad<{ beta?: number; threshold?: number }>;

    /** f(x) = 1/(1 + exp(-x)) */
    const sigmoid: Activation<{}> &
        HasBackwardFromOutput<{}>;

    /** f(x) = tanh(x) */
    const tanh: Activation<{}> &
        HasBackwardFromOutput<{}>;

    /** f(x) = x*Phi(x) */
    const gelu: Activation<{}>;

    /** f(x) = x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3))) */
    const gelu_tanh: Activation<{}>;

    /** f(x) = x/(1 + exp(-1.702*x)) */
    const gelu_sigmoid: Activation<{}>;

    /** f(x) = x/(1 + exp(-x)) */
    const silu: Activation<{}>;

    /** f(x) = x/(1 + exp(-beta*x)); defaults {beta: 1} */
    const swish: Activation<{ beta?: number }> &
        HasParamGrad<{ beta?: number }>;

    /** f(x) = x*tanh(log(1 + exp(x))) */
    const mish: Activation<{}>;

    /** f(x) = x > 0 ? x : alpha*(exp(x) - 1); defaults {alpha: 1} */
    const elu: Activation<{ alpha?: number }> &
        HasBackwardFromOutput<{ alpha?: number }> &
        HasParamGrad<{ alpha?: number }>;

    /** f(x) = scale*(x > 0 ? x : alpha*(exp(x) - 1)) */
    const selu: Activation<{}> &
        HasBackwardFromOutput<{}>;

    /** f(x) = x > 0 ? x : alpha*(exp(x/alpha) - 1); defaults {alpha: 1} */
    const celu: Activation<{ alpha?: number }> &
        HasParamGrad<{ alpha?: number }>;

    /** f(x) = -log(1 + exp(-x)) */
    const log_sigmoid: Activation<{}>;

    /** f(x) = x/(1 + abs(x)) */
    const softsign: Activation<{}>;

    /** f(x) = x - tanh(x) */
    const tanhshrink: Activation<{}>;

    /** f(x) = max(0, min(1, alpha*x + beta)); defaults {alpha: 0.16666667, beta: 0.5} */
    const hard_sigmoid: Activation<{ alpha?: number; beta?: number }>;

    /** f(x) = x*max(0, min(1, x/6 + 1/2)) */
    const hard_swish: Activation<{}>;

    /** f(x) = max(min, min(max, x)); defaults {min: -1, max: 1} */
    const hard_tanh: Activation<{ min?: number; max?: number }>;

    /** f(x) = max(0, min(6, x)) */
    const relu6: Activation<{}>;

    /** f(x) = x > lambda ? x - lambda : x < -lambda ? x + lambda : 0; defaults {lambda: 0.5} */
    const softshrink: Activation<{ lambda?: number }>;

    /** f(x) = abs(x) > lambda ? x : 0; defaults {lambda: 0.5} */
    const hardshrink: Activation<{ lambda?: number }>;

    /** f(x) = x > alpha ? x : 0; defaults {alpha: 1} */
    const thresholded_relu: Activation<{ alpha?: number }>;

    /** All activations by name. */
    const activations: { readonly [name: string]: Activation<any> };
    const version: string;
    const libraryVersion: string;
    /** What was loaded. */
    const libraryPath: string;

    /** All backends that this CPU can run, the best first. */
    function backends(): Backend[];
    /** The best backend of that instruction set and accuracy; RangeError if there is none. */
    function findBackend(isa?: Isa | null, accuracy?: Accuracy | null): Backend;
    /** The backend that calls without one use. */
    function activeBackend(): Backend;
    /** For the whole process, all threads included; null: the one chosen at load. */
    function activate(backend: Backend | Isa | null): void;
    /** Calls work() while another backend is active; it must not return a promise. */
    function withBackend<Result>(backend: Backend | Isa | null, work: () => Result): Result;
}
