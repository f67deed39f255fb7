/* The package: a function for each activation of the library that was found, and its backends. */
"use strict";

const { buildAll } = require("./activations.js");
const backends = require("./backends.js");
const { native, place, version } = require("./library.js");

const activations = buildAll();

module.exports = {
    ...activations,
    activations,
    version,
    libraryVersion: native.version_string(),
    libraryPath: place,
    activate: backends.activate,
    activeBackend: backends.activeBackend,
    backends: backends.backends,
    findBackend: backends.findBackend,
    withBackend: backends.withBackend,
};
