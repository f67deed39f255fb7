/* Prints index.d.ts or index.js from the list of the library that is loaded:
 *
 *     node print_types.js index.d.ts
 *
 * cmake --build build --target update-node-types writes both anew. */
"use strict";

const { describeAll } = require("./lib/activations.js");
const actfast = require("./lib/actfast.js");

const TYPES_HEAD = `\
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
`;

const TYPES_TAIL = `
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
`;

function declarePass(one) {
    const optional = one.outputs.map((name) => `${name}?: Float32Array`).join("; ");
    const made = one.outputs.map((name) => `${name}: Float32Array`).join("; ");
    let options = "OnBackend";
    let result = "number";
    if (one.outputs.length === 1) {
        [options, result] = ["Into<Float32Array>", "Float32Array"];
    } else if (one.outputs.length > 1) {
        [options, result] = [`Into<{ ${optional} }>`, `{ ${made} }`];
    }
    const words = one.inputs.map((name) => `${name}: Float32Array`);
    words.push(...one.sizes.map((name) => `${name}: number`));
    const line = `        ${one.name}(${words.join(", ")}, options?: P & ${options}): ${result};\n`;
    return line.length <= 101 ? line : line.replace(", options", ",\n            options");
}

function declareInterface(comment, name, lines) {
    return `\n    /** ${comment} */\n    interface ${name} {\n${lines.join("")}    }\n`;
}

/* One interface for what all activations have, one for each pass that only some have. */
function printTypes(activations) {
    const common = activations[0].passes.filter((one) =>
        activations.every((activation) => activation.passes.includes(one)),
    );
    const others = new Set(activations.flatMap((activation) => activation.passes));
    common.forEach((one) => others.delete(one));
    const interfaceOf = (one) =>
        `Has${one.name.replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase())}`;
    const parts = [TYPES_HEAD];
    parts.push(
        declareInterface("What all activations have; P are the parameters.", "Activation<P = {}>", [
            ...common.map(declarePass),
            "        /** f(x), in C's notation. */\n        readonly formula: string;\n",
            "        readonly defaults: Readonly<Required<P>>;\n",
        ]),
    );
    for (const one of others) {
        parts.push(
            declareInterface("What only some have.", `${interfaceOf(one)}<P>`, [declarePass(one)]),
        );
    }
    for (const { name, formula, defaults, passes } of activations) {
        const fields = Object.keys(defaults).map((word) => `${word}?: number`);
        const type = `<{ ${fields.join("; ")} }>`.replace("{  }", "{}");
        const has = passes.filter((one) => others.has(one)).map(interfaceOf);
        const shown = JSON.stringify(defaults).replace(/"/g, "").replace(/[:,]/g, "$& ");
        const ending = fields.length ? `; defaults ${shown}` : "";
        parts.push(`\n    /** f(x) = ${formula}${ending} */\n`);
        const all = ["Activation", ...has].map((word) => word + type).join(" &\n        ");
        parts.push(`    const ${name}: ${all};\n`);
    }
    return parts.join("") + TYPES_TAIL;
}

/* Node reads the names that a module can be asked for by name from its text, before it is run. */
function printIndex() {
    const lines = Object.keys(actfast).map((name) => `exports.${name} =\n`);
    return (
        "/* The package, and the names for `import { gelu }`, which Node reads in this text.\n" +
        " * Printed by print_types.js from the list of the library that it loads. */\n" +
        `"use strict";\n\n${lines.join("")}    undefined;\n\n` +
        'module.exports = require("./lib/actfast.js");\n'
    );
}

const PRINTED = { "index.d.ts": () => printTypes(describeAll()), "index.js": printIndex };

if (!(process.argv[2] in PRINTED)) {
    process.stderr.write(`usage: print_types.js ${Object.keys(PRINTED).join(" | ")}\n`);
    process.exit(2);
}
process.stdout.write(PRINTED[process.argv[2]]());
