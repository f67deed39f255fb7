/* Every activation and pass computes what the library's own typed function does, to the bit. */
"use strict";

const assert = require("node:assert");
const test = require("node:test");
const koffi = require("koffi");
const {
    ACTIVATIONS, actfast, assertOtherBits, assertSameBits, callTyped, floats, parametersOf,
} = require("./common.js");

const N = 1003;
const X = floats(N);
const DY = floats(N, 2);
const UP = floats(N, 3);
const COLUMNS = 17;
const ROWS = 59;
const MATRIX = X.subarray(0, ROWS * COLUMNS);
const BIAS = floats(COLUMNS, 4);
const PAIRS = floats(2 * ROWS * COLUMNS, 5);
const EDGES = Float32Array.from([NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-40, 3e38, -3e38, 1]);
const ELEMENTWISE = {
    "": { suffix: "", inputs: [X], results: ["y"] },
    grad: { suffix: "grad_", inputs: [X], results: ["g"] },
    backward: { suffix: "backward_", inputs: [X, DY], results: ["dx"] },
    value_and_grad: { suffix: "value_and_grad_", inputs: [X], results: ["y", "g"] },
    grad2: { suffix: "grad2_", inputs: [X], results: ["h"] },
    gated: { suffix: "gated_", inputs: [X, UP], results: ["y"] },
    gated_backward: { suffix: "gated_backward_", inputs: [X, UP, DY], results: ["dgate", "dup"] },
    backward_from_output: { suffix: "backward_from_output_", inputs: [X, DY], results: ["dx"] },
};

function functionOf(activation, pass) {
    const built = actfast[activation.name];
    return pass ? built[pass] : built;
}

/* Results of a pass through the package, as a list. */
function compute(activation, pass, args, options) {
    const made = functionOf(activation, pass)(...args, options);
    return made instanceof Float32Array ? [made] : Object.values(made);
}

function checkElementwise(activation, pass, inputs, params, options) {
    const { suffix, results } = ELEMENTWISE[pass];
    const n = inputs[0].length;
    const want = results.map(() => new Float32Array(n));
    callTyped(activation, suffix, [...inputs, ...want], [n], params);
    const got = compute(activation, pass, inputs, options);
    const what = `${activation.name}.${pass} ${JSON.stringify(params)}`;
    want.forEach((array, i) => assertSameBits(got[i], array, what));
}

for (const activation of ACTIVATIONS) {
    const others = parametersOf(activation);
    const passes = activation.passes.map((pass) => pass.name);

    test(`${activation.name}: elementwise passes, also with parameters and at the edges`, () => {
        for (const pass of passes.filter((name) => name in ELEMENTWISE)) {
            const { inputs } = ELEMENTWISE[pass];
            checkElementwise(activation, pass, inputs, activation.defaults, undefined);
            checkElementwise(activation, pass, inputs, others, others);
            const edges = inputs.map(() => EDGES);
            checkElementwise(activation, pass, edges, activation.defaults, {});
        }
    });

    test(`${activation.name}: rows`, () => {
        const shape = [ROWS, COLUMNS, COLUMNS, COLUMNS];
        const want = new Float32Array(ROWS * COLUMNS);
        callTyped(activation, "bias_rows_", [MATRIX, BIAS, want], shape, others);
        assertSameBits(compute(activation, "bias", [MATRIX, BIAS], others)[0], want);
        shape[2] = 2 * COLUMNS;
        callTyped(activation, "gated_rows_", [PAIRS, want], shape, others);
        assertSameBits(compute(activation, "gated_rows", [PAIRS, COLUMNS], others)[0], want);
    });

    test(`${activation.name}: each parameter matters, and is taken by its name`, () => {
        for (const name of Object.keys(others)) {
            const given = { [name]: others[name] };
            const want = new Float32Array(N);
            callTyped(activation, "", [X, want], [N], { ...activation.defaults, ...given });
            const got = actfast[activation.name](X, given);
            assertSameBits(got, want);
            assertOtherBits(got, actfast[activation.name](X));
        }
    });
}

test("param_grad is there where the library has it, and gives its sum", () => {
    let count = 0;
    const moved = [];
    for (const activation of ACTIVATIONS) {
        const has = "param_grad" in actfast[activation.name];
        const sums = new Float64Array(2);
        const native = koffi
            .load(actfast.libraryPath)
            .func("actfast_param_grad_f32", "int", [
                "void *", "int", "float *", "float *", "float *", "size_t", "double *",
            ]);
        const params = parametersOf(activation);
        const packed = Float32Array.from(Object.values(params));
        const status = native(null, activation.id, packed, X, DY, N, sums);
        assert.strictEqual(status === 0, has, activation.name);
        if (has) {
            const got = actfast[activation.name].param_grad(X, DY, params);
            assert.strictEqual(got, sums[0]);
            count++;
            if (got !== actfast[activation.name].param_grad(X, DY)) {
                moved.push(activation.name);
            }
        }
    }
    // Of those that are linear in the parameter it does not depend on it.
    assert.deepStrictEqual(moved, ["squareplus", "softplus", "swish", "celu"]);
    assert.ok(count >= 6, `${count} with param_grad`);
});

test("backward_from_output is there where a typed function is", () => {
    const library = koffi.load(actfast.libraryPath);
    let count = 0;
    for (const { name } of ACTIVATIONS) {
        const has = "backward_from_output" in actfast[name];
        const find = () => library.func(`actfast_${name}_backward_from_output_f32`, "int", []);
        if (has) {
            find();
            count++;
        } else {
            assert.throws(find, name);
        }
    }
    assert.ok(count >= 8, `${count} with backward_from_output`);
});

test("all activations of the list are there, with formula, defaults, names", () => {
    assert.ok(ACTIVATIONS.length >= 25);
    assert.deepStrictEqual(Object.keys(actfast.activations), ACTIVATIONS.map((one) => one.name));
    for (const { name, id, formula, defaults } of ACTIVATIONS) {
        assert.strictEqual(actfast.activations[name], actfast[name]);
        assert.strictEqual(actfast[name].name, name);
        assert.strictEqual(actfast[name].backward.name, `${name}.backward`);
        assert.strictEqual(actfast[name].formula, formula);
        assert.deepStrictEqual(actfast[name].defaults, defaults);
        const native = koffi
            .load(actfast.libraryPath)
            .func("actfast_activation_param_default", "float", ["int", "int"]);
        Object.values(defaults).forEach((value, i) => {
            assert.strictEqual(Math.fround(value), native(id, i));
            assert.ok(String(value).length <= 10, `${name}: ${value}`);
        });
    }
});
