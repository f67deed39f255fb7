/* The library is found where it should be, and what is wrong is said where it is not. */
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const actfast = require("../index.js");
const { LIBRARY, copyPackage, folder, run } = require("./places.js");

const PROGRAM = `
    const actfast = require("./index.js");
    const y = actfast.relu(Float32Array.from([-1, 2]));
    if (y[0] !== 0 || y[1] !== 2) throw new Error("wrong");
    console.log(actfast.libraryPath);`;

function start(place, env = {}) {
    return run(process.execPath, ["-e", PROGRAM], { cwd: place, env });
}

function loaded(result) {
    assert.strictEqual(result.status, 0, result.stderr);
    return result.stdout.trim();
}

function refusal(result) {
    assert.strictEqual(result.status, 1, result.stdout);
    assert.match(result.stderr, /Error: actfast/);
    return result.stderr;
}

/* A folder where the dynamic loader is told to look. */
function installed(t) {
    const place = folder(t);
    fs.copyFileSync(LIBRARY, path.join(place, "libactfast.so.0"));
    return { LD_LIBRARY_PATH: place };
}

function setVersion(place, version) {
    const file = path.join(place, "package.json");
    const fields = JSON.parse(fs.readFileSync(file, "utf8"));
    fs.writeFileSync(file, JSON.stringify({ ...fields, version }));
}

test("the variable names the library", (t) => {
    assert.strictEqual(loaded(start(copyPackage(t), { ACTFAST_LIBRARY: LIBRARY })), LIBRARY);
});

for (const name of ["libactfast.so", "libactfast.so.0"]) {
    test(`${name} beside the package is found`, (t) => {
        const place = copyPackage(t);
        fs.copyFileSync(LIBRARY, path.join(place, name));
        assert.strictEqual(loaded(start(place)), path.join(place, name));
        assert.strictEqual(loaded(start(place, { ACTFAST_LIBRARY: "" })), path.join(place, name));
    });
}

test("an installed library is found", (t) => {
    assert.strictEqual(loaded(start(copyPackage(t), installed(t))), "libactfast.so.0");
});

test("the variable goes before the neighbour and that before the installed one", (t) => {
    const place = copyPackage(t);
    const env = installed(t);
    const beside = path.join(place, "libactfast.so.0");
    fs.copyFileSync(LIBRARY, beside);
    assert.strictEqual(loaded(start(place, env)), beside);
    assert.strictEqual(loaded(start(place, { ...env, ACTFAST_LIBRARY: LIBRARY })), LIBRARY);
});

test("none found is said with all places and what to do", (t) => {
    const place = copyPackage(t);
    const result = start(place);
    if (result.status === 0) {
        t.skip("a libactfast is installed on this machine");
        return;
    }
    const says = refusal(result);
    for (const part of [
        "ACTFAST_LIBRARY: not set",
        path.join(place, "libactfast.so.0"),
        "dynamic loader",
        "cannot open shared object file",
        "Install the library",
    ]) {
        assert.ok(says.includes(part), `${part}: ${says}`);
    }
});

test("what was named has no substitute", (t) => {
    const place = copyPackage(t);
    fs.copyFileSync(LIBRARY, path.join(place, "libactfast.so.0"));
    const missing = path.join(place, "missing.so");
    const says = refusal(start(place, { ACTFAST_LIBRARY: missing }));
    assert.ok(says.includes(`ACTFAST_LIBRARY: ${missing}`) && says.includes("No such file"), says);
});

test("a neighbour that cannot be loaded is said and has no substitute", (t) => {
    const place = copyPackage(t);
    fs.writeFileSync(path.join(place, "libactfast.so.0"), "not a library");
    const says = refusal(start(place, installed(t)));
    assert.match(says, /libactfast\.so\.0: .*(invalid ELF|too short)/);
});

test("another library is not taken for it", (t) => {
    const says = refusal(start(copyPackage(t), { ACTFAST_LIBRARY: "libc.so.6" }));
    assert.match(says, /libc\.so\.6 is no libactfast of version .*actfast_version_string/);
});

/* Versions at shifts of major, minor and patch from that of the library. */
function versionsAt(shifts) {
    const numbers = actfast.libraryVersion.split(".").map(Number);
    return shifts.map((shift) => numbers.map((number, i) => number + shift[i]).join("."));
}

test("a library of another major or an earlier minor version is refused", (t) => {
    const place = copyPackage(t);
    for (const other of versionsAt([[0, 1, 0], [1, 0, 0], [1, -1, 0]])) {
        setVersion(place, other);
        const there = `${LIBRARY}, which is libactfast ${actfast.libraryVersion}`;
        const says = refusal(start(place, { ACTFAST_LIBRARY: LIBRARY }));
        assert.ok(says.includes(`actfast ${other} cannot use ${there}`), says);
    }
});

test("a library of a later minor or another patch version serves", (t) => {
    const place = copyPackage(t);
    for (const other of versionsAt([[0, -1, 0], [0, 0, 99], [0, 0, 0]])) {
        setVersion(place, other);
        loaded(start(place, { ACTFAST_LIBRARY: LIBRARY }));
    }
});

test("the package has the version of the library", () => {
    assert.strictEqual(actfast.version, actfast.libraryVersion);
    assert.strictEqual(actfast.libraryPath, process.env.ACTFAST_LIBRARY);
});

test("without koffi it is said that koffi is missing", (t) => {
    const place = copyPackage(t);
    fs.rmSync(path.join(place, "node_modules"));
    const result = start(place, { ACTFAST_LIBRARY: LIBRARY });
    assert.strictEqual(result.status, 1);
    assert.match(result.stderr, /Cannot find module 'koffi'/);
});
