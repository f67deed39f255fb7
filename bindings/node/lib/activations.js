/* A function for each activation of the library, and on it one for each of its passes. */
"use strict";

const { checkFloats, checkSameLength, fill, lengthOf, readOuts } = require("./arrays.js");
const { kindOf, pointerOf } = require("./backends.js");
const { check, native } = require("./library.js");

// ---- The kinds of passes: run(call, inputs, sizes) with a call as readCall() makes it ----

function runElementwise(call, inputs) {
    const { outs, head, bound } = call;
    const n = lengthOf(inputs[0]);
    checkSameLength(inputs, bound.inputs);
    return fill(call.what, outs, bound.outputs, n, (results) =>
        bound.function(...head, ...inputs, ...results, n),
    );
}

function runBias(call, [x, bias]) {
    const { outs, head, bound } = call;
    const [n, columns] = [lengthOf(x), lengthOf(bias)];
    if (columns ? n % columns : n) {
        throw new RangeError(
            `x has ${n} elements, bias has ${columns}: x must be rows of as many elements`,
        );
    }
    const rows = columns ? n / columns : 0;
    return fill(call.what, outs, bound.outputs, n, ([y]) =>
        bound.function(...head, x, bias, y, rows, columns, columns, columns),
    );
}

function runGatedRows(call, [x], columns) {
    const { outs, head, bound } = call;
    if (typeof columns !== "number") {
        throw new TypeError(`columns must be a number, not ${kindOf(columns)}`);
    }
    const n = lengthOf(x);
    if (!Number.isSafeInteger(columns) || columns < 1 || n % (2 * columns)) {
        throw new RangeError(
            `x has ${n} elements, which are no rows of twice ${columns} columns`,
        );
    }
    const rows = n / (2 * columns);
    return fill(call.what, outs, bound.outputs, n / 2, ([y]) =>
        bound.function(...head, x, y, rows, columns, 2 * columns, columns),
    );
}

function runParamGrad(call, inputs) {
    const { head, bound } = call;
    checkSameLength(inputs, bound.inputs);
    const sums = new Float64Array(bound.parameters.length);
    const status = bound.function(...head, ...inputs, lengthOf(inputs[0]), sums);
    if (status) {
        check(status, call.what());
    }
    return sums[0];
}

// ---- The list of passes ----

function pass(name, nativeName, inputs, outputs, run = runElementwise, sizes = []) {
    return { name, nativeName, inputs, outputs, run, sizes };
}

// The first is the activation itself; sizes are numbers that follow the inputs.
const PASSES = [
    pass("", "forward", ["x"], ["y"]),
    pass("grad", "grad", ["x"], ["g"]),
    pass("backward", "backward", ["x", "dy"], ["dx"]),
    pass("value_and_grad", "value_and_grad", ["x"], ["y", "g"]),
    pass("grad2", "grad2", ["x"], ["h"]),
    pass("gated", "gated", ["gate", "up"], ["y"]),
    pass("gated_backward", "gated_backward", ["gate", "up", "dy"], ["dgate", "dup"]),
    pass("bias", "bias_rows", ["x", "bias"], ["y"], runBias),
    pass("gated_rows", "gated_rows", ["x"], ["y"], runGatedRows, ["columns"]),
    pass("backward_from_output", "backward_from_output", ["y", "dy"], ["dx"]),
    pass("param_grad", "param_grad", ["x", "dy"], [], runParamGrad),
];

// Passes that not every activation has; a call of no elements tells.
const SOME_HAVE = {
    backward_from_output: [null, null, null, 0],
    param_grad: [null, null, 0, new Float64Array(2)],
};

function has(id, { name }) {
    return !(name in SOME_HAVE) || native[name](null, id, null, ...SOME_HAVE[name]) === 0;
}

/* The shortest number that is this float: 0.01, not 0.009999999776482582. */
function shortest(float) {
    for (let digits = 1; digits <= 9; digits++) {
        const number = Number(float.toPrecision(digits));
        if (Math.fround(number) === float) {
            return number;
        }
    }
    return float;
}

function describe(id) {
    const defaults = {};
    for (let i = 0; i < native.activation_param_count(id); i++) {
        const value = native.activation_param_default(id, i);
        defaults[native.activation_param_name(id, i)] = shortest(value);
    }
    return {
        id,
        name: native.activation_name(id),
        formula: native.activation_formula(id),
        defaults: Object.freeze(defaults),
        passes: PASSES.filter((one) => has(id, one)),
    };
}

/* All activations in the order of their ids. */
function describeAll() {
    return Array.from({ length: native.activation_count() }, (_, id) => describe(id));
}

// ---- Functions ----

function checkOptions(options, bound) {
    const isObject = typeof options === "object" && options !== null;
    if (!isObject || Array.isArray(options) || ArrayBuffer.isView(options)) {
        throw new TypeError(
            `${bound.what}: after ${bound.last} come options, an object, not ${kindOf(options)}`,
        );
    }
    const stray = Object.keys(options).find((name) => !bound.options.includes(name));
    if (stray !== undefined) {
        const there = bound.options.join(", ");
        throw new TypeError(`${bound.what} has no option ${stray}; there are ${there}`);
    }
}

/* The parameters as the library takes them: floats, NULL if none is given. */
function pack(bound, options) {
    const { parameters, defaults, what } = bound;
    if (!parameters.some((name) => options[name] !== undefined)) {
        return null;
    }
    return Float32Array.from(parameters, (name) => {
        const value = options[name] === undefined ? defaults[name] : options[name];
        if (typeof value !== "number") {
            throw new TypeError(`${what}: ${name} must be a number, not ${kindOf(value)}`);
        }
        return value;
    });
}

/* All that the caller's objects say is read before any length is, and no code of the caller runs
 * between that and the call: it could take the memory away. */
function readCall(bound, given) {
    let options = {};
    if (given !== undefined) {
        checkOptions(given, bound);
        options = { ...given };
    }
    const params = pack(bound, options);
    const describeCall = () => {
        if (!params) {
            return bound.what;
        }
        const values = bound.parameters.map((name, i) => `${name}=${shortest(params[i])}`);
        return `${bound.what}(${values.join(", ")})`;
    };
    return {
        bound,
        what: describeCall,
        head: [pointerOf(options.backend), bound.id, params],
        outs: readOuts(options.out, bound.outputs),
    };
}

function bind(activation, one) {
    const parameters = Object.keys(activation.defaults);
    return {
        id: activation.id,
        what: one.name ? `${activation.name}.${one.name}` : activation.name,
        function: native[one.nativeName],
        inputs: one.inputs,
        outputs: one.outputs,
        last: [...one.inputs, ...one.sizes].at(-1),
        parameters,
        defaults: activation.defaults,
        options: [...parameters, ...(one.outputs.length ? ["out"] : []), "backend"],
    };
}

function build(activation, one) {
    const bound = bind(activation, one);
    const count = one.inputs.length + one.sizes.length;
    const run = (...given) => {
        if (given.length > count + 1) {
            throw new TypeError(`${bound.what} takes ${bound.last} and options, and no more`);
        }
        const call = readCall(bound, given[count]);
        const inputs = bound.inputs.map((name, i) => checkFloats(given[i], name));
        return one.run(call, inputs, given[bound.inputs.length]);
    };
    Object.defineProperty(run, "name", { value: bound.what });
    return Object.defineProperty(run, "length", { value: count });
}

/* The function of each activation by its name, with its passes as properties. */
function buildAll() {
    const functions = {};
    for (const activation of describeAll()) {
        const [forward, ...others] = activation.passes;
        const built = build(activation, forward);
        for (const one of others) {
            built[one.name] = build(activation, one);
        }
        const { formula, defaults } = activation;
        functions[activation.name] = Object.freeze(Object.assign(built, { formula, defaults }));
    }
    return Object.freeze(functions);
}

module.exports = { buildAll, describeAll };
