/* The package, and the names for `import { gelu }`, which Node reads in this text.
 * Printed by print_types.js from the list of the library that it loads. */
"use strict";

exports.relu =
exports.leaky_relu =
exports.squareplus =
exports.softplus =
exports.sigmoid =
exports.tanh =
exports.gelu =
exports.gelu_tanh =
exports.gelu_sigmoid =
exports.silu =
exports.swish =
exports.mish =
exports.elu =
exports.selu =
exports.celu =
exports.log_sigmoid =
exports.softsign =
exports.tanhshrink =
exports.hard_sigmoid =
exports.hard_swish =
exports.hard_tanh =
exports.relu6 =
exports.softshrink =
exports.hardshrink =
exports.thresholded_relu =
exports.activations =
exports.version =
exports.libraryVersion =
exports.libraryPath =
exports.activate =
exports.activeBackend =
exports.backends =
exports.findBackend =
exports.withBackend =
    undefined;

module.exports = require("./lib/actfast.js");
