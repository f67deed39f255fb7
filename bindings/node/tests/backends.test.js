/* Backends are found, named, compared, and made active for a call, a function or the process. */
"use strict";

const assert = require("node:assert");
const test = require("node:test");
const { inspect } = require("node:util");
const { ACTIVATIONS, actfast, assertSameBits, callTyped, floats } = require("./common.js");

const { activate, activeBackend, backends, findBackend, withBackend } = actfast;
const X = floats(1003);

test("the first backend is the active one, and scalar is always there", () => {
    const all = backends();
    assert.ok(all.length >= 1);
    assert.ok(all.some((one) => one.isa === "scalar" && one.accuracy === "accurate"));
    assert.strictEqual(new Set(all.map(String)).size, all.length);
    assert.strictEqual(all[0], findBackend());
    assert.strictEqual(backends()[0], all[0]);
    assert.strictEqual(inspect(findBackend("scalar")), "<actfast backend scalar accurate>");
});

test("a backend is found by instruction set and accuracy", () => {
    for (const one of backends()) {
        assert.strictEqual(findBackend(one.isa, one.accuracy), one);
    }
    assert.strictEqual(findBackend(null, "accurate").accuracy, "accurate");
});

test("one that is not there is a RangeError that lists what is", () => {
    for (const args of [["mmx"], ["scalar", "exact"], ["scalar\0"], [""]]) {
        assert.throws(() => findBackend(...args), {
            name: "RangeError",
            message: new RegExp(`there are .*scalar accurate`),
        });
    }
    assert.throws(() => actfast.gelu(X, { backend: "mmx" }), { name: "RangeError" });
});

test("what is no backend is a TypeError", () => {
    const forged = Object.create(Object.getPrototypeOf(findBackend()));
    for (const backend of [1, 12345n, {}, [], true, Symbol("avx2"), forged]) {
        const says = { name: "TypeError", message: /^backend must be a Backend or the name/ };
        assert.throws(() => actfast.gelu(X, { backend }), says);
        assert.throws(() => activate(backend), says);
    }
    assert.throws(() => findBackend(1), { name: "TypeError" });
    assert.throws(() => new (findBackend().constructor)(0n), { name: "TypeError" });
});

test("a call, a function and the process can have a backend each, and it computes", () => {
    const before = activeBackend();
    for (const one of backends()) {
        for (const activation of ACTIVATIONS) {
            const want = new Float32Array(X.length);
            withBackend(one, () => {
                assert.strictEqual(activeBackend(), one);
                callTyped(activation, "", [X, want], [X.length], activation.defaults);
                assertSameBits(actfast[activation.name](X), want);
            });
            assert.strictEqual(activeBackend(), before);
            assertSameBits(actfast[activation.name](X, { backend: one }), want, `${one}`);
        }
        activate(one);
        assert.strictEqual(activeBackend(), one);
        activate(null);
        assert.strictEqual(activeBackend(), before);
    }
});

// Scalar code has no FMA: the bits show which backend it was.
test("the backend of a call is not the active one", (t) => {
    const fused = backends().find((one) => ["avx2", "avx512", "neon"].includes(one.isa));
    if (!fused) {
        t.skip("no backend with FMA on this machine");
        return;
    }
    const bits = (backend) => Buffer.from(actfast.mish(X, { backend }).buffer).toString("hex");
    assert.notStrictEqual(bits("scalar"), bits(fused));
    withBackend("scalar", () => assert.notStrictEqual(bits(fused), bits(undefined)));
});

test("withBackend gives the result and puts the backend back, also after an error", () => {
    activate(null);
    const before = activeBackend();
    const other = backends().find((one) => one !== before);
    assert.strictEqual(withBackend("scalar", () => activeBackend().isa), "scalar");
    assert.strictEqual(activeBackend(), before);
    const fail = () => {
        throw new Error("mine");
    };
    assert.throws(() => withBackend(other ?? before, fail), { message: "mine" });
    assert.strictEqual(activeBackend(), before);
    assert.throws(() => withBackend("mmx", fail), { name: "RangeError" });
    assert.throws(() => withBackend("scalar", async () => 1), { message: /not a promise/ });
    assert.strictEqual(activeBackend(), before);
});
