/* Introspection, version and error texts. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "actfast/actfast.h"
#include "tier.h"

static const struct {
    const char *name;
    const char *formula;
    int param_count;
    struct {
        const char *name;
        float value;
    } param[ACT_MAX_PARAMS];
} activations[ACT_ACTIVATIONS] = {
#define PARAMS0                                                                                    \
    0, {                                                                                           \
        { NULL, 0 }                                                                                \
    }
#define PARAMS1(p, dp)                                                                             \
    1, {                                                                                           \
        { #p, dp }                                                                                 \
    }
#define PARAMS2(p, dp, q, dq)                                                                      \
    2, {                                                                                           \
        {#p, dp}, { #q, dq }                                                                       \
    }
#define ACTIVATION(name, params, valid, bound, loops, learns, inverse, formula, edges)             \
    {#name, formula, params},
#include "activations.def"
};

static bool is_id(int id) { return id >= 0 && id < ACT_ACTIVATIONS; }
static bool is_param(int id, int i) {
    return is_id(id) && i >= 0 && i < activations[id].param_count;
}

int actfast_activation_count(void) { return ACT_ACTIVATIONS; }

int actfast_activation_find(const char *name) {
    for (int id = 0; name && id < ACT_ACTIVATIONS; id++) {
        if (!strcmp(name, activations[id].name)) return id;
    }
    return ACTFAST_ERR_ACTIVATION;
}

const char *actfast_activation_name(int id) { return is_id(id) ? activations[id].name : NULL; }

const char *actfast_activation_formula(int id) {
    return is_id(id) ? activations[id].formula : NULL;
}

int actfast_activation_param_count(int id) {
    return is_id(id) ? activations[id].param_count : ACTFAST_ERR_ACTIVATION;
}

const char *actfast_activation_param_name(int id, int i) {
    return is_param(id, i) ? activations[id].param[i].name : NULL;
}

float actfast_activation_param_default(int id, int i) {
    return is_param(id, i) ? activations[id].param[i].value : NAN;
}

#define TEXT(x)                           #x
#define VERSION_TEXT(major, minor, patch) TEXT(major) "." TEXT(minor) "." TEXT(patch)

int actfast_version(void) {
    return ACTFAST_VERSION_MAJOR << 16 | ACTFAST_VERSION_MINOR << 8 | ACTFAST_VERSION_PATCH;
}

const char *actfast_version_string(void) {
    return VERSION_TEXT(ACTFAST_VERSION_MAJOR, ACTFAST_VERSION_MINOR, ACTFAST_VERSION_PATCH);
}

const char *actfast_strerror(int status) {
    switch (status) {
    case ACTFAST_OK:
        return "success";
    case ACTFAST_ERR_NULL:
        return "a buffer is NULL though n is not 0";
    case ACTFAST_ERR_SIZE:
        return "so many floats do not fit in the address space";
    case ACTFAST_ERR_OVERLAP:
        return "an output overlaps another buffer other than by being the same input buffer";
    case ACTFAST_ERR_PARAM:
        return "a parameter is not valid for this activation";
    case ACTFAST_ERR_ACTIVATION:
        return "no activation has this id or name";
    case ACTFAST_ERR_BACKEND:
        return "not a backend of this library on this machine";
    default:
        return "unknown status";
    }
}
