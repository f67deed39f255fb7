/* What is written about the package holds: its page, types, lock file, what is published. */
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const actfast = require("../index.js");
const { LIBRARY, PACKAGE, SOURCE, folder, run } = require("./places.js");

const PAGE = fs.readFileSync(path.join(SOURCE, "docs", "node.md"), "utf8");
const TSC = path.join(PACKAGE, "node_modules", "typescript", "bin", "tsc");
const GOOD = `
import actfast, { gelu, swish } from "actfast";
import type { Backend } from "actfast";

const x: Float32Array = new Float32Array(3);
const y: Float32Array = swish(x, { beta: 1.5, out: x, backend: "scalar" });
const both: { y: Float32Array; g: Float32Array } = gelu.value_and_grad(x, { out: { y } });
const { dgate, dup } = actfast.silu.gated_backward(x, x, both.g);
const total: number = swish.param_grad(dgate, dup);
const back: Float32Array = actfast.tanh.backward_from_output(x, x);
const out = new Float32Array(4);
const rows: Float32Array = actfast.gelu.gated_rows(new Float32Array(8), 2, { out });
const backend: Backend = actfast.findBackend("scalar", "accurate");
const isa: string = actfast.withBackend(backend, () => actfast.activeBackend().isa);
const beta: number = swish.defaults.beta + actfast.softshrink.defaults.lambda;
const [first, bias] = [Object.values(actfast.activations)[0]!, back.subarray(0, 2)];
const again: Float32Array = first.bias(rows, bias, { backend: null });
const fine = again.length === 4 && isa === "scalar" && beta === 1.5 && total === 0;
if (!fine) throw new Error(swish.formula);
`;
const BAD = {
    "swish(x, { bta: 1 });": "bta",
    "actfast.gelu(x, { beta: 1 });": "beta",
    "actfast.gelu(wide);": "Float64Array",
    "actfast.gelu([1, 2]);": "Float32Array",
    "actfast.gelu.param_grad(x, x);": "param_grad",
    "actfast.gelu.backward_from_output(x, x);": "backward_from_output",
    "actfast.gelu.backward(x);": "Expected 2-3 arguments",
    "swish(x, 1.0);": "no properties in common",
    'swish(x, { beta: "1" });': "not assignable to type 'number'",
    "actfast.gelu.value_and_grad(x, { out: { z: x } });": "'z'",
    "swish.param_grad(x, x, { out: x });": "'out'",
    "actfast.gelu.gated_rows(x);": "Expected 2-3 arguments",
    'actfast.gelu(x, { backend: "mmx" });': "mmx",
    "actfast.nothing(x);": "nothing",
    "actfast.swish = actfast.gelu;": "Cannot assign",
};
const BAD_HEAD = `import actfast, { swish } from "actfast";
const x = new Float32Array(3); const wide = new Float64Array(3);
`;

/* The code blocks of the page, in their order: language and text. */
function blocks() {
    return [...PAGE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, kind, text]) => ({ kind, text }));
}

/* The clone, but with the library that is under test as what the build has made, and set up. */
function standInForAClone(t) {
    const place = folder(t);
    for (const name of fs.readdirSync(SOURCE)) {
        if (!/^(\.|build|bindings$)/.test(name)) {
            fs.symlinkSync(path.join(SOURCE, name), path.join(place, name));
        }
    }
    fs.mkdirSync(path.join(place, "build"));
    fs.symlinkSync(LIBRARY, path.join(place, "build", "libactfast.so"));
    fs.mkdirSync(path.join(place, "bindings"));
    fs.symlinkSync(PACKAGE, path.join(place, "bindings", "node"));
    fs.mkdirSync(path.join(place, "bin"));
    fs.writeFileSync(path.join(place, "bin", "cmake"), "#!/bin/sh\n", { mode: 0o755 });
    return place;
}

/* What commands print, with no library named but by themselves. */
function type(place, commands, env = {}) {
    const result = run("sh", ["-euc", commands], {
        cwd: place,
        env: {
            ACTFAST_NO_SETUP: "1",
            PATH: `${place}/bin:${path.dirname(process.execPath)}:${process.env.PATH}`,
            ...env,
        },
    });
    assert.strictEqual(result.status, 0, result.stdout + result.stderr);
    return result.stdout;
}

test("the quick start of the page runs as it stands", (t) => {
    const [prepare, program, start, shown] = blocks();
    assert.deepStrictEqual(
        [prepare, program, start, shown].map(({ kind }) => kind),
        ["sh", "js", "sh", "text"],
    );
    const place = standInForAClone(t);
    fs.writeFileSync(path.join(place, "quickstart.js"), program.text);
    type(place, prepare.text);
    assert.strictEqual(type(place, start.text), shown.text);
});

test("the programs of the page print what it shows after them", (t) => {
    const place = standInForAClone(t);
    const all = blocks().slice(4);
    let count = 0;
    all.forEach(({ kind, text }, i) => {
        if (kind === "js") {
            fs.writeFileSync(path.join(place, "program.js"), text);
            const printed = type(place, "node program.js", { ACTFAST_LIBRARY: LIBRARY });
            assert.strictEqual(all[i + 1]?.kind, "text", text);
            assert.strictEqual(printed, all[i + 1].text);
            count++;
        }
    });
    assert.ok(count >= 3, `${count} programs`);
    assert.ok(all.every(({ kind }) => ["js", "text", "sh", "mjs"].includes(kind)));
});

test("a project of one's own has the package by its name, as the page says", (t) => {
    const [install] = blocks().slice(4).filter(({ kind }) => kind === "sh");
    const [program] = blocks().filter(({ kind }) => kind === "mjs");
    const place = standInForAClone(t);
    const project = path.join(place, "project");
    fs.mkdirSync(project);
    // Nothing is fetched: koffi lies in the package's own folder, which npm 9.2 would copy.
    const env = { npm_config_offline: "true", npm_config_install_links: "false" };
    env.npm_config_cache = folder(t);
    type(project, install.text, env);
    fs.writeFileSync(path.join(project, "program.mjs"), program.text);
    const says = type(project, "node program.mjs", { ACTFAST_LIBRARY: LIBRARY });
    assert.strictEqual(says, "1.9544997215270996 swish\n");
});

for (const name of ["index.d.ts", "index.js"]) {
    test(`the committed ${name} follows the list`, () => {
        const printer = path.join(PACKAGE, "print_types.js");
        const env = { ACTFAST_LIBRARY: LIBRARY };
        const printed = run(process.execPath, [printer, name], { env });
        assert.strictEqual(
            printed.stdout,
            fs.readFileSync(path.join(PACKAGE, name), "utf8"),
            `cmake --build build --target update-node-types ${printed.stderr}`,
        );
    });
}

test("Node finds every name of the package without running it", (t) => {
    const names = Object.keys(actfast);
    const program = path.join(folder(t), "program.mjs");
    const from = JSON.stringify(path.join(PACKAGE, "index.js"));
    fs.writeFileSync(
        program,
        `import all, { ${names.join(", ")} } from ${from};
        const named = { ${names.join(", ")} };
        for (const name in all) if (all[name] !== named[name] || !all[name]) throw new Error(name);
        console.log(Object.keys(named).length);`,
    );
    const result = run(process.execPath, [program], { env: { ACTFAST_LIBRARY: LIBRARY } });
    assert.strictEqual(result.stdout, `${names.length}\n`, result.stderr);
});

/* A project of programs with tsc's settings, in which `actfast` is this package. */
function typeScriptProject(t, kind, program) {
    const place = folder(t);
    fs.mkdirSync(path.join(place, "node_modules"));
    fs.symlinkSync(PACKAGE, path.join(place, "node_modules", "actfast"));
    fs.writeFileSync(path.join(place, "package.json"), JSON.stringify({ type: kind }));
    fs.writeFileSync(path.join(place, "program.ts"), program);
    const words = ["--strict", "--module", "nodenext", "--target", "es2022"];
    const checked = run(process.execPath, [TSC, ...words, "program.ts"], { cwd: place });
    return { place, checked };
}

for (const kind of ["module", "commonjs"]) {
    test(`a right program in TypeScript compiles and runs as ${kind}`, (t) => {
        const { place, checked } = typeScriptProject(t, kind, GOOD);
        assert.strictEqual(checked.status, 0, checked.stdout);
        const env = { ACTFAST_LIBRARY: LIBRARY };
        const result = run(process.execPath, ["program.js"], { cwd: place, env });
        assert.strictEqual(result.status, 0, result.stderr);
    });
}

test("wrong programs do not compile, each for its own reason", (t) => {
    const lines = Object.keys(BAD);
    const program = BAD_HEAD + lines.map((line) => `${line}\n`).join("");
    const { checked } = typeScriptProject(t, "module", program);
    assert.notStrictEqual(checked.status, 0);
    const first = BAD_HEAD.split("\n").length;
    lines.forEach((line, i) => {
        const at = new RegExp(`^program\\.ts\\(${first + i},.*(?:\\n .*)*`, "m");
        const error = at.exec(checked.stdout)?.[0] ?? "no error";
        assert.ok(error.includes(BAD[line]), `${line}: ${error}`);
    });
});

test("what is published is all that the package needs, and works", (t) => {
    const place = folder(t);
    const env = { npm_config_cache: folder(t), npm_config_offline: "true" };
    const pack = ["pack", "--silent", "--pack-destination", place];
    const made = run("npm", pack, { cwd: PACKAGE, env });
    assert.strictEqual(made.stdout.trim(), `actfast-${actfast.version}.tgz`, made.stderr);
    type(place, `tar -xzf actfast-${actfast.version}.tgz`);
    const files = fs.readdirSync(path.join(place, "package"));
    assert.deepStrictEqual(files.sort(), ["index.d.ts", "index.js", "lib", "package.json"]);
    fs.symlinkSync(path.join(PACKAGE, "node_modules"), path.join(place, "node_modules"));
    const program = 'console.log(require("./package").relu(Float32Array.of(-1, 2)).join())';
    const words = ["-e", program];
    const result = run(process.execPath, words, { cwd: place, env: { ACTFAST_LIBRARY: LIBRARY } });
    assert.strictEqual(result.stdout, "0,2\n", result.stderr);
});

test("the lock file has hashes, and no place of fetching but npm's own registry", () => {
    const lock = JSON.parse(fs.readFileSync(path.join(PACKAGE, "package-lock.json"), "utf8"));
    const packages = Object.entries(lock.packages).filter(([name]) => name);
    assert.ok(packages.length > 3);
    for (const [name, { integrity, resolved = "https://registry.npmjs.org/" }] of packages) {
        assert.match(integrity, /^sha512-/, name);
        assert.ok(resolved.startsWith("https://registry.npmjs.org/"), `${name}: ${resolved}`);
    }
});
