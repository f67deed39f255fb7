/* Prints include/actfast/activations.hpp from the list of activations. */
#include <stdio.h>
#include <stdlib.h>

#include "activation_list.h"

/* The shortest decimal that is this float: 0.01, not 0.00999999978. */
static void print_float(float value) {
    char text[32];
    int digits = 0;
    do {
        snprintf(text, sizeof text, "%.*g", ++digits, (double)value);
    } while (strtof(text, NULL) != value && digits < 9);
    if (value == (float)(int)value)
        printf("%d.0f", (int)value);
    else
        printf("%sf", text);
}

static void print_params(const struct row *r) {
    int count = 0;
    printf("// f(x) = %s\nstruct %s_params {\n", r->formula, r->name);
    for (const struct param *p = r->params; p->name; p++, count++) {
        printf("    float %s = ", p->name);
        print_float(p->value);
        printf(";\n");
    }
    printf("    static constexpr int count = %d;\n", count);
    printf("    static constexpr bool learns = %s;\n", r->learns ? "true" : "false");
    printf("    static constexpr bool from_output = %s;\n", r->inverse != NULL ? "true" : "false");
    printf("    constexpr detail::values pack() const { return {{");
    for (int i = 0; i < count; i++) printf("%s%s", i ? ", " : "", r->params[i].name);
    if (!count) printf("0, 0");
    if (count == 1) printf(", 0");
    printf("}, count}; }\n};\n");
    printf("ACTFAST_CONSTANT basic_activation<%s_params> %s{ACTFAST_", r->name, r->name);
    for (const char *s = r->name; *s; s++) putchar(*s >= 'a' && *s <= 'z' ? *s - 32 : *s);
    printf("};\n\n");
}

int main(void) {
    printf("// The activations for C++. Printed by tools/gen_activations_hpp.c from\n"
           "// kernels/activations.def; a part of actfast.hpp, not to be included alone.\n"
           "// clang-format off\n\n");
    for (int i = 0; i < ROWS; i++) print_params(&rows[i]);
    printf("// clang-format on\n");
    return 0;
}
