/* What the tests share: inputs, the library's own typed functions, comparison by bits. */
"use strict";

const assert = require("node:assert");
const koffi = require("koffi");
const actfast = require("../index.js");
const { describeAll } = require("../lib/activations.js");

const ACTIVATIONS = describeAll();
const library = koffi.load(actfast.libraryPath);

// Valid for the parameter of that name in every activation, and not the default of any.
const PARAMETERS = {
    negative_slope: 0.25,
    b: 1.5,
    beta: 1.25,
    threshold: 3,
    alpha: 0.75,
    min: -0.5,
    max: 2,
    lambda: 0.375,
};

function parametersOf(activation) {
    const names = Object.keys(activation.defaults);
    return Object.fromEntries(names.map((name) => [name, PARAMETERS[name]]));
}

/* Numbers of all sizes that matter, the same ones each time: xorshift of a seed. */
function floats(n, seed = 1) {
    let state = seed * 2654435761;
    return Float32Array.from({ length: n }, () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state / 2 ** 31) * 6;
    });
}

/* actfast_NAME_SUFFIXf32 straight from the library, which shares nothing with the passes by number
 * but the kernels: buffers, then n or the sizes of rows, then the parameters. */
function callTyped(activation, suffix, buffers, sizes, params) {
    const values = Object.values(params);
    const typed = library.func(`actfast_${activation.name}_${suffix}f32`, "int", [
        ...buffers.map(() => "void *"),
        ...sizes.map(() => "size_t"),
        ...values.map(() => "float"),
    ]);
    assert.strictEqual(typed(...buffers, ...sizes, ...values), 0);
}

/* Bits, where any NaN is as good as another. */
function bitsOf(array) {
    assert.ok(array instanceof Float32Array);
    const bits = new Uint32Array(array.slice().buffer);
    return bits.map((word, i) => (Number.isNaN(array[i]) ? 0x7fc00000 : word));
}

function assertSameBits(got, want, message) {
    assert.deepStrictEqual(bitsOf(got), bitsOf(want), message);
}

function assertOtherBits(got, other, message) {
    assert.notDeepStrictEqual(bitsOf(got), bitsOf(other), message);
}

module.exports = {
    ACTIVATIONS,
    actfast,
    assertOtherBits,
    assertSameBits,
    callTyped,
    floats,
    parametersOf,
};
