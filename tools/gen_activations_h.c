/* Prints include/actfast/activations.h from the list of activations. */
#include <stdio.h>
#include <string.h>

#include "activation_list.h"

enum { WIDTH = 97 };

enum offer { BY_ALL, BY_LEARNED, BY_INVERTIBLE };

static const struct {
    const char *suffix;
    const char *says;
    const char *buffers;
    const char *last; /* what comes behind the parameters */
    enum offer offer;
} passes[] = {
    {"", "y = f(x).", "const float *x, float *y, size_t n", "", BY_ALL},
    {"_grad", "g = f'(x).", "const float *x, float *g, size_t n", "", BY_ALL},
    {"_backward", "dx = dy*f'(x).", "const float *x, const float *dy, float *dx, size_t n", "",
     BY_ALL},
    {"_value_and_grad", "y = f(x) and g = f'(x) in one pass.",
     "const float *x, float *y, float *g, size_t n", "", BY_ALL},
    {"_grad2", "h = f''(x).", "const float *x, float *h, size_t n", "", BY_ALL},
    {"_gated", "y = f(gate)*up.", "const float *gate, const float *up, float *y, size_t n", "",
     BY_ALL},
    {"_gated_backward", "dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass.",
     "const float *gate, const float *up, const float *dy, float *dgate, float *dup, size_t n", "",
     BY_ALL},
    {"_gated_rows", "y[r][c] = f(x[r][c])*x[r][columns + c].",
     "const float *x, float *y, size_t rows, size_t columns, size_t ldx, size_t ldy", "", BY_ALL},
    {"_bias_rows", "y[r][c] = f(x[r][c] + bias[c]).",
     "const float *x, const float *bias, float *y, size_t rows, size_t columns, size_t ldx, size_t "
     "ldy",
     "", BY_ALL},
    {"_backward_from_output", "dx = dy*f'(x), given y = f(x).",
     "const float *y, const float *dy, float *dx, size_t n", "", BY_INVERTIBLE},
    {"_param_grad", "dp = the sum of dy*df/dp.", "const float *x, const float *dy, size_t n",
     "double *dp", BY_LEARNED},
};
enum { PASSES = sizeof passes / sizeof passes[0] };

/* A line of a comment, broken between words. */
static void print_wrapped(const char *text) {
    size_t used = (size_t)printf(" *");
    while (*text) {
        const size_t word = strcspn(text, " ");
        if (used + 1 + word > WIDTH) used = (size_t)printf("\n *") - 1;
        printf(" %.*s", (int)word, text);
        used += 1 + word;
        text += word + strspn(text + word, " ");
    }
    printf("\n");
}

static const char *bound_text(const char *bound) {
    if (!strcmp(bound, "ROUNDS_ONCE")) return "Rounds once: within 0.5 ULP.";
    if (!strcmp(bound, "WITHIN_TWO")) return "Within 2 ULP.";
    return "Within 3, 4, 6 ULP (f, f', f''); scalar and sse2 3, 5, 8; fast 4, 6, 10.";
}

static void print_comment(const struct row *r) {
    char text[400];
    printf("/** @name %s\n * f(x) = %s\n *\n", r->name, r->formula);
    print_wrapped(r->edges);
    for (const struct param *p = r->params; p->name; p++) {
        snprintf(text, sizeof text, "%s: default %g.", p->name, (double)p->value);
        print_wrapped(text);
    }
    if (r->params[0].name) {
        snprintf(text, sizeof text, "ACTFAST_ERR_PARAM unless %s.", r->valid);
        print_wrapped(text);
    }
    if (r->learns) {
        snprintf(text, sizeof text, "param_grad: with respect to %s.", r->params[0].name);
        print_wrapped(text);
    }
    if (r->inverse) {
        snprintf(text, sizeof text, "backward_from_output: %s", r->loss);
        print_wrapped(text);
    }
    if (r->inverse && strcmp(r->inverse, "true") != 0) {
        snprintf(text, sizeof text, "There ACTFAST_ERR_PARAM unless %s: y must tell the x.",
                 r->inverse);
        print_wrapped(text);
    }
    printf(" * %s\n * @{ */\n", bound_text(r->bound));
}

static bool offers(const struct row *r, enum offer offer) {
    return offer == BY_ALL || (offer == BY_LEARNED ? r->learns : r->inverse != NULL);
}

/* One argument, on a line of its own if need be; returns the column it ends in. */
static int print_argument(int indent, int used, const char *type, const char *name) {
    const int length = (int)(strlen(type) + strlen(name));
    const bool first = used == indent;
    if (!first && used + length + 3 > WIDTH) {
        printf(",\n%*s%s%s", indent, "", type, name);
        return indent + length;
    }
    printf("%s%s%s", first ? "" : ", ", type, name);
    return used + length + (first ? 0 : 2);
}

static void print_prototypes(const struct row *r) {
    for (int i = 0; i < PASSES; i++) {
        if (!offers(r, passes[i].offer)) continue;
        printf("/** %s%s */\n", passes[i].says,
               passes[i].offer == BY_LEARNED && r->params[1].name
                   ? " dp has room for two: dp[1] = 0."
                   : "");
        const int indent = printf("ACTFAST_API int actfast_%s%s_f32(", r->name, passes[i].suffix);
        int used = indent;
        char buffers[200];
        snprintf(buffers, sizeof buffers, "%s", passes[i].buffers);
        for (char *each = strtok(buffers, ","); each; each = strtok(NULL, ","))
            used = print_argument(indent, used, "", each + strspn(each, " "));
        for (const struct param *p = r->params; p->name; p++)
            used = print_argument(indent, used, "float ", p->name);
        if (*passes[i].last) print_argument(indent, used, "", passes[i].last);
        printf(");\n");
    }
    printf("/** @} */\n\n");
}

int main(void) {
    printf("/** @file\n * The activations: ids and typed functions. Printed by "
           "tools/gen_activations_h.c from\n"
           " * kernels/activations.def; actfast.h says what all of them have in common. */\n"
           "#ifndef ACTFAST_ACTIVATIONS_H\n#define ACTFAST_ACTIVATIONS_H\n\n"
           "#include \"actfast.h\"\n\n"
           "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n/* clang-format off */\n\n"
           "/** The ids, which are what calls by number take. */\nenum actfast_activation {\n");
    for (int i = 0; i < ROWS; i++) {
        printf("    ACTFAST_");
        for (const char *s = rows[i].name; *s; s++) putchar(*s >= 'a' && *s <= 'z' ? *s - 32 : *s);
        printf(" = %d%s /**< %s */\n", i, i + 1 < ROWS ? "," : "", rows[i].formula);
    }
    printf("};\n\n");
    for (int i = 0; i < ROWS; i++) {
        print_comment(&rows[i]);
        print_prototypes(&rows[i]);
    }
    printf("/* clang-format on */\n\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
    return 0;
}
