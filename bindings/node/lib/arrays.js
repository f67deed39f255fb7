/* Between Float32Arrays and the library's buffers: the memory of the arrays is what it works on. */
"use strict";

const { isFloat32Array } = require("node:util").types;
const { kindOf } = require("./backends.js");
const { OVERLAP, address, check } = require("./library.js");

/* The elements that there are, whatever a subclass says of its length. */
const TypedArray = Object.getPrototypeOf(Float32Array);
const { get } = Object.getOwnPropertyDescriptor(TypedArray.prototype, "length");
const lengthOf = (array) => get.call(array);

/* A buffer that was transferred to another thread looks like an empty one. */
function isDetached(array) {
    try {
        return lengthOf(array) === 0 && new Uint8Array(array.buffer).length < 0;
    } catch {
        return true;
    }
}

/* Also arrays of other realms and of shared memory; nothing is converted silently. */
function checkFloats(value, name) {
    if (!isFloat32Array(value)) {
        const hint = Array.isArray(value) || ArrayBuffer.isView(value);
        throw new TypeError(
            `${name} must be a Float32Array, not ${kindOf(value)}` +
                (hint ? `; Float32Array.from(${name}) makes one, rounded` : ""),
        );
    }
    if (isDetached(value)) {
        throw new TypeError(`${name} has lost its memory: its buffer was transferred`);
    }
    return value;
}

function checkSameLength(inputs, names) {
    for (let i = 1; i < inputs.length; i++) {
        const [length, first] = [lengthOf(inputs[i]), lengthOf(inputs[0])];
        if (length !== first) {
            throw new RangeError(`${names[i]} has ${length} elements, ${names[0]} has ${first}`);
        }
    }
}

/* The outputs that the caller gave, undefined for each that is to be made: one array, or an object
 * with an array by the name of each output. */
function readOuts(out, names) {
    if (out === undefined || names.length === 1) {
        return names.map(() => out);
    }
    const other = ArrayBuffer.isView(out) || Array.isArray(out);
    const stray = Object.keys(Object(other ? {} : out)).find((name) => !names.includes(name));
    if (typeof out !== "object" || out === null || other || stray !== undefined) {
        throw new TypeError(`out must be an object of ${names.join(" and ")}`);
    }
    return names.map((name) => out[name]);
}

function checkOuts(outs, names, length) {
    outs.forEach((out, i) => {
        if (out === undefined) {
            return;
        }
        checkFloats(out, `out for ${names[i]}`);
        if (lengthOf(out) !== length) {
            throw new RangeError(
                `out for ${names[i]} has ${lengthOf(out)} elements, the result has ${length}`,
            );
        }
    });
}

/* By address: the same shared memory may have several buffer objects. */
function overlap(a, b) {
    const first = address(a);
    const second = address(b);
    return first < second + BigInt(4 * lengthOf(b)) && second < first + BigInt(4 * lengthOf(a));
}

/* Into new arrays, which are then copied: so an out may overlap an input in any way. */
function fillAside(what, outs, names, length, call) {
    if (outs.length === 2 && outs[0] && outs[1] && overlap(outs[0], outs[1])) {
        throw new RangeError(`${what()}: out for ${names[0]} overlaps out for ${names[1]}`);
    }
    const results = outs.map(() => new Float32Array(length));
    check(call(results), what());
    return results.map((result, i) => {
        if (outs[i]) {
            outs[i].set(result);
        }
        return outs[i] ?? result;
    });
}

/* The results of call(arrays) -> status: the outs themselves, new arrays for those not given. */
function fill(what, outs, names, length, call) {
    checkOuts(outs, names, length);
    let results = outs.map((out) => out ?? new Float32Array(length));
    const status = call(results);
    if (status === OVERLAP) {
        results = fillAside(what, outs, names, length, call);
    } else if (status) {
        check(status, what());
    }
    return names.length === 1
        ? results[0]
        : Object.fromEntries(names.map((name, i) => [name, results[i]]));
}

module.exports = { checkFloats, checkSameLength, fill, lengthOf, readOuts };
