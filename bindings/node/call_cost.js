/* Prints what a call costs on an array so small that only the call counts. */
"use strict";

const actfast = require("./index.js");

const CALLS = 100000;

function nanoseconds(call) {
    const times = Array.from({ length: 7 }, () => {
        const start = process.hrtime.bigint();
        for (let i = 0; i < CALLS; i++) {
            call();
        }
        return Number(process.hrtime.bigint() - start) / CALLS;
    });
    return Math.min(...times);
}

const x = new Float32Array(8);
const y = new Float32Array(8);
const CASES = {
    "x.map(Math.exp)": () => x.map(Math.exp),
    "actfast.gelu(x)": () => actfast.gelu(x),
    "actfast.gelu(x, { out: y })": () => actfast.gelu(x, { out: y }),
    "actfast.swish(x, { beta: 2 })": () => actfast.swish(x, { beta: 2 }),
};

for (const [name, call] of Object.entries(CASES)) {
    console.log(`${name.padEnd(30)} ${nanoseconds(call).toFixed(0).padStart(5)} ns`);
}
