/* Arrays are worked on where they lie: offsets, outputs, overlap, shared memory. */
"use strict";

const assert = require("node:assert");
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const test = require("node:test");
const vm = require("node:vm");
const { Worker } = require("node:worker_threads");
const koffi = require("koffi");
const { ACTIVATIONS, actfast, assertSameBits, floats } = require("./common.js");

const { gelu, relu, swish } = actfast;
const PACKAGE = path.resolve(__dirname, "..");

test("C is given the memory of the array itself, at the offset of the view", () => {
    const libc = koffi.load(null);
    // memcpy of nothing returns the address that it was given; declared as the passes are.
    const addressOf = libc.func("memcpy", "uintptr_t", ["float *", "float *", "size_t"]);
    const all = new Float32Array(1000);
    const start = BigInt(addressOf(all, all, 0));
    for (const offset of [0, 1, 7, 999]) {
        const view = all.subarray(offset);
        assert.strictEqual(BigInt(addressOf(view, view, 0)), start + BigInt(4 * offset));
    }
});

test("a subclass cannot pretend to be longer than its memory", () => {
    class Longer extends Float32Array {
        get length() {
            return 64;
        }
        get byteLength() {
            return 256;
        }
    }
    const x = new Longer(new ArrayBuffer(16));
    assert.strictEqual(relu(x).length, 4);
    assert.throws(() => relu(new Float32Array(64), { out: x }), /has 4 elements/);
});

// A copy of either array would be seen: 256 MiB each, and a tenth of that is allowed.
test("a call on 256 MiB takes no memory of that size", () => {
    const program = `
        const actfast = require(${JSON.stringify(PACKAGE)});
        const x = new Float32Array(64 * 2 ** 20).fill(1);
        const y = new Float32Array(x.length).fill(2);
        const before = process.resourceUsage().maxRSS;
        actfast.relu(x, { out: y });
        actfast.gelu.backward(x, y, { out: y });
        actfast.relu(x, { out: x });
        console.log(process.resourceUsage().maxRSS - before, before);`;
    const child = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
    const [grown, before] = child.stdout.split(" ").map(Number);
    assert.ok(before > 512 * 1024, child.stderr);
    assert.ok(grown < 25 * 1024, `${grown} KiB more`);
});

test("views are read and written at their offsets, and nothing around them is", () => {
    const x = floats(100);
    for (const offset of [0, 1, 3, 16, 61]) {
        for (const n of [0, 1, 5, 16, 39]) {
            const buffer = new ArrayBuffer(400);
            const y = new Float32Array(buffer).fill(42);
            const out = new Float32Array(buffer, 4 * offset, n);
            const result = swish(x.subarray(offset, offset + n), { beta: 1.5, out });
            assert.strictEqual(result, out);
            assert.strictEqual(result.buffer, buffer);
            const want = new Float32Array(100).fill(42);
            want.set(swish(x.slice(offset, offset + n), { beta: 1.5 }), offset);
            assertSameBits(y, want, `offset ${offset}, ${n} elements`);
        }
    }
});

test("inputs are never changed, and results are new arrays where no out is given", () => {
    for (const { name, passes } of ACTIVATIONS) {
        for (const { name: pass, inputs, sizes } of passes) {
            const given = inputs.map((_, i) => floats(64, i + 1));
            const kept = given.map((array) => array.slice());
            const call = pass ? actfast[name][pass] : actfast[name];
            const made = call(...given, ...sizes.map(() => 8));
            given.forEach((array, i) => assertSameBits(array, kept[i], `${name}.${pass}`));
            const results = made instanceof Float32Array ? [made] : Object.values(Object(made));
            for (const result of results) {
                assert.ok(given.every((array) => array.buffer !== result.buffer));
            }
        }
    }
});

test("an out is filled and returned, in place or elsewhere", () => {
    const x = floats(1000);
    const want = gelu(x);
    const y = new Float32Array(1000);
    assert.strictEqual(gelu(x, { out: y }), y);
    assertSameBits(y, want);
    const inPlace = x.slice();
    assert.strictEqual(gelu(inPlace, { out: inPlace }), inPlace);
    assertSameBits(inPlace, want);
});

test("an out that overlaps an input in any way gets the results of separate arrays", () => {
    const want = gelu(floats(1000));
    for (const [from, to] of [[0, 1], [1, 0], [0, 500], [500, 0], [3, 20]]) {
        const all = new Float32Array(1600);
        all.set(floats(1000), from);
        const out = all.subarray(to, to + 1000);
        assert.strictEqual(gelu(all.subarray(from, from + 1000), { out }), out);
        assertSameBits(out, want, `${from} to ${to}`);
    }
    const x = floats(60);
    const biased = gelu.bias(x, floats(60).subarray(0, 6));
    gelu.bias(x, x.subarray(0, 6), { out: x });
    assertSameBits(x, biased);
});

test("two results have an object of outs, of which each may be left away", () => {
    const x = floats(100);
    const want = gelu.value_and_grad(x);
    assertSameBits(want.y, gelu(x));
    assertSameBits(want.g, gelu.grad(x));
    const g = new Float32Array(100);
    const got = gelu.value_and_grad(x, { out: { g } });
    assert.strictEqual(got.g, g);
    assertSameBits(got.y, want.y);
    assertSameBits(g, want.g);
    const copy = x.slice();
    const both = gelu.value_and_grad(copy, { out: { y: copy, g } });
    assert.strictEqual(both.y, copy);
    assertSameBits(copy, want.y);
    assertSameBits(g, want.g);
});

test("two outs that overlap are refused, and nothing is written", () => {
    const x = floats(10);
    const all = new Float32Array(15).fill(42);
    const out = { y: all.subarray(0, 10), g: all.subarray(5) };
    assert.throws(() => gelu.value_and_grad(x, { out }), {
        name: "RangeError",
        message: "gelu.value_and_grad: out for y overlaps out for g",
    });
    assert.ok(all.every((value) => value === 42));
    const shared = new SharedArrayBuffer(40);
    const again = structuredClone(shared);
    const twice = { y: new Float32Array(shared), g: new Float32Array(again) };
    assert.throws(() => gelu.value_and_grad(x, { out: twice }), { name: "RangeError" });
});

test("results do not depend on where an array is cut", () => {
    const x = floats(777);
    const whole = gelu(x);
    for (const cut of [1, 16, 100, 500, 776]) {
        const y = new Float32Array(777);
        gelu(x.subarray(0, cut), { out: y.subarray(0, cut) });
        gelu(x.subarray(cut), { out: y.subarray(cut) });
        assertSameBits(y, whole);
    }
});

test("arrays of no elements are fine in every pass", () => {
    const none = new Float32Array(0);
    for (const { name, passes } of ACTIVATIONS) {
        for (const { name: pass, inputs, outputs, sizes } of passes) {
            const call = pass ? actfast[name][pass] : actfast[name];
            const made = call(...inputs.map(() => none), ...sizes.map(() => 4));
            const results = outputs.length === 2 ? Object.values(made) : [made];
            for (const result of results) {
                assert.strictEqual(outputs.length ? result.length : result, 0);
            }
        }
    }
});

test("threads on slices of shared memory compute the bits of one call", async () => {
    const n = 40000;
    const shared = new Float32Array(new SharedArrayBuffer(8 * n));
    shared.set(floats(n));
    const program = `
        const { parentPort, workerData } = require("node:worker_threads");
        const { gelu } = require(${JSON.stringify(PACKAGE)});
        const { shared, from, to, n } = workerData;
        gelu(shared.subarray(from, to), { out: shared.subarray(n + from, n + to) });
        parentPort.postMessage("done");`;
    const cuts = [0, 9999, 20001, 33333, n];
    const workers = cuts.slice(1).map((to, i) => {
        const workerData = { shared, from: cuts[i], to, n };
        const worker = new Worker(program, { eval: true, workerData });
        return new Promise((done, fail) => worker.once("exit", done).once("error", fail));
    });
    assert.deepStrictEqual(await Promise.all(workers), [0, 0, 0, 0]);
    assertSameBits(shared.subarray(n), gelu(floats(n)));
});

test("an array of another realm is an array", () => {
    const other = vm.runInNewContext("new Float32Array([-1, 2])");
    assert.ok(!(other instanceof Float32Array));
    assert.deepStrictEqual([...relu(other)], [0, 2]);
});

test("anything but Float32Array is a TypeError that says what to do", () => {
    const wrong = [
        [[1, 2], "x must be a Float32Array, not Array; Float32Array.from(x) makes one, rounded"],
        [new Float64Array(2), "x must be a Float32Array, not Float64Array; Float32Array.from(x)"],
        [new ArrayBuffer(8), "x must be a Float32Array, not ArrayBuffer"],
        [Buffer.alloc(8), "x must be a Float32Array, not Buffer; Float32Array.from(x)"],
        [1.5, "x must be a Float32Array, not Number"],
        [12345678n, "x must be a Float32Array, not BigInt"],
        ["x", "x must be a Float32Array, not String"],
        [null, "x must be a Float32Array, not null"],
        [undefined, "x must be a Float32Array, not undefined"],
        [{ length: 2 }, "x must be a Float32Array, not Object"],
    ];
    for (const [value, message] of wrong) {
        const says = (error) => error instanceof TypeError && error.message.startsWith(message);
        assert.throws(() => gelu(value), says, message);
    }
    const x = new Float32Array(2);
    assert.throws(() => gelu.backward(x), { name: "TypeError", message: /^dy must be a Float32/ });
    for (const out of [[0, 0], null, new Float64Array(2)]) {
        const says = { name: "TypeError", message: /^out for y must be a Float32Array/ };
        assert.throws(() => gelu(x, { out }), says);
    }
    for (const out of [x, [x, x], null, 1, { y: x, z: x }]) {
        assert.throws(() => gelu.value_and_grad(x, { out }), {
            name: "TypeError",
            message: "out must be an object of y and g",
        });
    }
});

test("an array whose memory was transferred is refused", () => {
    const x = floats(4);
    structuredClone(x.buffer, { transfer: [x.buffer] });
    assert.throws(() => gelu(x), { name: "TypeError", message: /^x has lost its memory/ });
    assert.throws(() => gelu(new Float32Array(0), { out: x }), { name: "TypeError" });
});

test("memory that is taken away while the options are read is not touched", () => {
    for (const option of ["beta", "out", "backend"]) {
        const x = floats(1e6);
        const options = {
            get [option]() {
                structuredClone(x.buffer, { transfer: [x.buffer] });
                return undefined;
            },
        };
        assert.throws(() => swish(x, options), { name: "TypeError", message: /lost its memory/ });
    }
});

test("lengths that do not fit are a RangeError", () => {
    const x = new Float32Array(6);
    const short = new Float32Array(5);
    const wrong = [
        [() => gelu.backward(x, short), "dy has 5 elements, x has 6"],
        [() => gelu.gated_backward(x, x, short), "dy has 5 elements, gate has 6"],
        [() => gelu(x, { out: short }), "out for y has 5 elements, the result has 6"],
        [() => gelu.value_and_grad(x, { out: { g: short } }), "out for g has 5 elements"],
        [() => gelu.bias(x, short), "x has 6 elements, bias has 5"],
        [() => gelu.bias(x, new Float32Array(0)), "x has 6 elements, bias has 0"],
        [() => gelu.gated_rows(x, 2), "x has 6 elements, which are no rows of twice 2 columns"],
        [() => gelu.gated_rows(x, 0), "x has 6 elements, which are no rows of twice 0 columns"],
        [() => gelu.gated_rows(x, 1.5), "x has 6 elements, which are no rows of twice 1.5"],
        [() => gelu.gated_rows(x, 3, { out: x }), "out for y has 6 elements, the result has 3"],
        [() => swish.param_grad(x, short), "dy has 5 elements, x has 6"],
    ];
    for (const [call, message] of wrong) {
        const says = (error) => error instanceof RangeError && error.message.startsWith(message);
        assert.throws(call, says, message);
    }
    assert.throws(() => gelu.gated_rows(x), { name: "TypeError", message: /^columns must be/ });
});

test("parameters and options that are wrong are refused by name", () => {
    const x = new Float32Array(2);
    const wrong = [
        [{ beta: NaN }, RangeError, "swish(beta=NaN): a parameter is not valid"],
        [{ beta: 1e39 }, RangeError, "swish(beta=Infinity): a parameter is not valid"],
        [{ beta: "1" }, TypeError, "swish: beta must be a number, not String"],
        [{ beta: null }, TypeError, "swish: beta must be a number, not null"],
        [{ beta: 1n }, TypeError, "swish: beta must be a number, not BigInt"],
        [{ bta: 1 }, TypeError, "swish has no option bta; there are beta, out, backend"],
        [1.5, TypeError, "swish: after x come options, an object, not Number"],
        [null, TypeError, "swish: after x come options, an object, not null"],
        [x, TypeError, "swish: after x come options, an object, not Float32Array"],
        [[x], TypeError, "swish: after x come options, an object, not Array"],
    ];
    for (const [options, kind, message] of wrong) {
        const says = (error) => error instanceof kind && error.message.startsWith(message);
        assert.throws(() => swish(x, options), says, message);
    }
    assert.throws(() => swish(x, {}, {}), { message: "swish takes x and options, and no more" });
    assert.throws(() => swish.param_grad(x, x, { out: x }), { message: /no option out/ });
    assertSameBits(swish(x, { beta: undefined, out: undefined, backend: undefined }), swish(x));
    assertSameBits(x, new Float32Array(2));
});
