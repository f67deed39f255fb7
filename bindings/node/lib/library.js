/* Finds libactfast, loads it and declares its functions. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const koffi = require("koffi");
const { version } = require("../package.json");

const NAMES = ["libactfast.so.0", "libactfast.so"];
const BESIDE = path.dirname(__dirname);
const VARIABLE = "ACTFAST_LIBRARY";
// The status that calls with other buffers may mend; all others are the caller's to see.
const OVERLAP = -3;

const INTROSPECTION = {
    version_string: ["const char *", []],
    strerror: ["const char *", ["int"]],
    backend_count: ["int", []],
    backend_at: ["void *", ["int"]],
    backend_find: ["void *", ["const char *", "const char *"]],
    backend_active: ["void *", []],
    backend_activate: ["int", ["void *"]],
    backend_isa: ["const char *", ["void *"]],
    backend_accuracy: ["const char *", ["void *"]],
    activation_count: ["int", []],
    activation_name: ["const char *", ["int"]],
    activation_formula: ["const char *", ["int"]],
    activation_param_count: ["int", ["int"]],
    activation_param_name: ["const char *", ["int", "int"]],
    activation_param_default: ["float", ["int", "int"]],
};

// What begins the passes by number: backend, activation, parameters; and what follows.
const HEAD = ["void *", "int", "float *"];
const PASSES = {
    forward: [...Array(2).fill("float *"), "size_t"],
    grad: [...Array(2).fill("float *"), "size_t"],
    backward: [...Array(3).fill("float *"), "size_t"],
    value_and_grad: [...Array(3).fill("float *"), "size_t"],
    grad2: [...Array(2).fill("float *"), "size_t"],
    gated: [...Array(3).fill("float *"), "size_t"],
    gated_backward: [...Array(5).fill("float *"), "size_t"],
    backward_from_output: [...Array(3).fill("float *"), "size_t"],
    param_grad: ["float *", "float *", "size_t", "double *"],
    bias_rows: [...Array(3).fill("float *"), ...Array(4).fill("size_t")],
    gated_rows: [...Array(2).fill("float *"), ...Array(4).fill("size_t")],
};

/* Whom to ask for the library. What is named or lies beside the package is meant: if it cannot be
 * loaded, another one is no substitute. */
function places() {
    const named = process.env[VARIABLE];
    if (named) {
        return [named];
    }
    const beside = NAMES.map((name) => path.join(BESIDE, name)).filter(fs.existsSync);
    return beside.length ? beside.slice(0, 1) : NAMES;
}

function load() {
    const tried = [];
    for (const place of places()) {
        try {
            return { library: koffi.load(place), place };
        } catch (error) {
            tried.push(`  ${place}: ${error.message}\n`);
        }
    }
    throw new Error(
        "actfast found no libactfast that it can load.\n" +
            `  ${VARIABLE}: ${process.env[VARIABLE] || "not set"}\n` +
            `  beside the package: ${BESIDE}/${NAMES[0]} or ${NAMES[1]}\n` +
            "  installed: where the dynamic loader looks\n" +
            `What was tried:\n${tried.join("")}` +
            "Install the library (after cmake --install, run ldconfig) or let " +
            `${VARIABLE} name the file.`,
    );
}

function declare(library, place) {
    const native = {};
    try {
        for (const [name, [result, parameters]] of Object.entries(INTROSPECTION)) {
            native[name] = library.func(`actfast_${name}`, result, parameters);
        }
        for (const [name, parameters] of Object.entries(PASSES)) {
            native[name] = library.func(`actfast_${name}_f32`, "int", [...HEAD, ...parameters]);
        }
    } catch (error) {
        const why = `${place} is no libactfast of version ${version}: ${error.message}`;
        throw new Error(`actfast: ${why}`, { cause: error });
    }
    return native;
}

/* What a minor version has, all later ones of the same major version have too. */
function checkVersion(native, place) {
    const there = native.version_string();
    const [[major, minor], [majorWanted, minorWanted]] = [there, version].map((text) =>
        text.split(".").map(Number),
    );
    if (major !== majorWanted || minor < minorWanted) {
        throw new Error(`actfast ${version} cannot use ${place}, which is libactfast ${there}`);
    }
}

const { library, place } = load();
const native = declare(library, place);
checkVersion(native, place);

/* Throws a RangeError for any status but 0. */
function check(status, what) {
    if (status) {
        throw new RangeError(`${what}: ${native.strerror(status)}`);
    }
}

module.exports = { OVERLAP, address: koffi.address, check, native, place, version };
