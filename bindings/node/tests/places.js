/* Copies of the package in folders of their own, and programs that are run there. */
"use strict";

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const PACKAGE = path.resolve(__dirname, "..");
const SOURCE = path.resolve(PACKAGE, "..", "..");
const LIBRARY = fs.realpathSync(process.env.ACTFAST_LIBRARY);

/* A new folder that goes when the test ends. */
function folder(t) {
    const made = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "actfast-")));
    t.after(() => fs.rmSync(made, { recursive: true, force: true }));
    return made;
}

/* A copy of what is published, with koffi but without a library beside it. */
function copyPackage(t) {
    const place = path.join(folder(t), "actfast");
    fs.mkdirSync(place);
    for (const name of ["package.json", "index.js", "index.d.ts", "lib"]) {
        fs.cpSync(path.join(PACKAGE, name), path.join(place, name), { recursive: true });
    }
    fs.symlinkSync(path.join(PACKAGE, "node_modules"), path.join(place, "node_modules"));
    return place;
}

/* Status and what is printed, without what this process was told of libraries. */
function run(command, words, options = {}) {
    const env = { ...process.env, ...options.env };
    for (const name of ["ACTFAST_LIBRARY", "LD_LIBRARY_PATH", "NODE_PATH", "NODE_TEST_CONTEXT"]) {
        if (options.env?.[name] === undefined) {
            delete env[name];
        }
    }
    const kept = { encoding: "utf8", timeout: 100000, cwd: options.cwd };
    return spawnSync(command, words, { ...kept, env });
}

module.exports = { LIBRARY, PACKAGE, SOURCE, copyPackage, folder, run };
