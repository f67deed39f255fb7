/* Backends: one instruction set at one accuracy each. */
"use strict";

const { inspect } = require("node:util");
const { check, native } = require("./library.js");

// One object for each pointer, so that === compares backends.
const known = new Map();

class Backend {
    #pointer;

    /* For backendOf() alone: a pointer that the library did not give is never passed to it. */
    constructor(pointer, registry) {
        if (registry !== known) {
            throw new TypeError("backends come from backends(), findBackend() and activeBackend()");
        }
        this.#pointer = pointer;
    }

    get isa() {
        return native.backend_isa(this.#pointer);
    }

    get accuracy() {
        return native.backend_accuracy(this.#pointer);
    }

    toString() {
        return `${this.isa} ${this.accuracy}`;
    }

    [inspect.custom]() {
        return `<actfast backend ${this}>`;
    }

    static pointerOf(backend) {
        return backend.#pointer;
    }

    static isOne(value) {
        return typeof value === "object" && value !== null && #pointer in value;
    }
}

function backendOf(pointer) {
    if (!known.has(pointer)) {
        known.set(pointer, new Backend(pointer, known));
    }
    return known.get(pointer);
}

function kindOf(value) {
    return value === null ? "null" : (value?.constructor?.name ?? typeof value);
}

/* All backends that this CPU can run, the best first. */
function backends() {
    const count = native.backend_count();
    return Array.from({ length: count }, (_, i) => backendOf(native.backend_at(i)));
}

/* The best backend of that instruction set and accuracy, where undefined or null stands for any.
 * RangeError, which lists what there is, if there is none. */
function findBackend(isa, accuracy) {
    const wanted = [isa, accuracy].filter((word) => word !== undefined && word !== null);
    for (const word of wanted) {
        if (typeof word !== "string") {
            throw new TypeError(`a backend is found by strings, not by ${kindOf(word)}`);
        }
    }
    // C would end the name there, and find what was not asked for.
    const whole = wanted.every((word) => !word.includes("\0"));
    const pointer = whole ? native.backend_find(isa ?? null, accuracy ?? null) : null;
    if (pointer === null) {
        const there = backends().join(", ");
        const name = JSON.stringify(wanted.join(" "));
        throw new RangeError(`no backend ${name} on this machine; there are ${there}`);
    }
    return backendOf(pointer);
}

/* The backend that calls without one use. */
function activeBackend() {
    return backendOf(native.backend_active());
}

/* What a call by number takes: of a Backend, of the name of an instruction set, of nothing. */
function pointerOf(backend) {
    if (backend === undefined || backend === null) {
        return null;
    }
    const found = typeof backend === "string" ? findBackend(backend) : backend;
    if (!Backend.isOne(found)) {
        throw new TypeError(
            `backend must be a Backend or the name of an instruction set, not ${kindOf(backend)}`,
        );
    }
    return Backend.pointerOf(found);
}

/* Makes a backend, or the best one of an instruction set's name, the active one for the whole
 * process and all its threads; null goes back to the one chosen when the library was loaded. */
function activate(backend) {
    check(native.backend_activate(pointerOf(backend)), "activate");
}

/* Calls work() while another backend is active for the whole process, then goes back to the one
 * before. */
function withBackend(backend, work) {
    const before = activeBackend();
    activate(backend);
    let result;
    try {
        result = work();
    } finally {
        activate(before);
    }
    // What has yet to run would run on the backend before.
    if (typeof result?.then === "function") {
        throw new TypeError("withBackend: the function must return when it is done, not a promise");
    }
    return result;
}

module.exports = {
    Backend, activate, activeBackend, backends, findBackend, kindOf, pointerOf, withBackend,
};
