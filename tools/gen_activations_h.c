/* Prints include/actfast/activations.h from the list of activations. */
#include <stdio.h>
#include <string.h>

struct param {
    const char *name;
    float value;
};

struct row {
    const char *name;
    struct param params[3];
    const char *valid;
    const char *bound;
    const char *formula;
    const char *edges;
};

/* clang-format off */
#define PARAMS0 {NULL, 0}
#define PARAMS1(p, dp) {#p, dp}
#define PARAMS2(p, dp, q, dq) {#p, dp}, {#q, dq}
/* clang-format on */
#define ACTIVATION(name, params, valid, bound, loops, formula, edges)                              \
    {#name, {params}, #valid, #bound, formula, edges},
static const struct row rows[] = {
#include "activations.def"
};
enum { ROWS = sizeof rows / sizeof rows[0], WIDTH = 97 };

static const struct {
    const char *suffix;
    const char *buffers;
} passes[] = {
    {"", "const float *x, float *y, size_t n"},
    {"_grad", "const float *x, float *g, size_t n"},
    {"_backward", "const float *x, const float *dy, float *dx, size_t n"},
    {"_value_and_grad", "const float *x, float *y, float *g, size_t n"},
    {"_grad2", "const float *x, float *h, size_t n"},
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
    return "Accuracy: the table in actfast.h.";
}

static void print_comment(const struct row *r) {
    char text[400];
    printf("/* f(x) = %s\n", r->formula);
    print_wrapped(r->edges);
    for (const struct param *p = r->params; p->name; p++) {
        snprintf(text, sizeof text, "%s: default %g.", p->name, (double)p->value);
        print_wrapped(text);
    }
    if (r->params[0].name) {
        snprintf(text, sizeof text, "ACTFAST_ERR_PARAM unless %s.", r->valid);
        print_wrapped(text);
    }
    printf(" * %s */\n", bound_text(r->bound));
}

static void print_prototypes(const struct row *r) {
    for (int i = 0; i < PASSES; i++) {
        const int column = printf("ACTFAST_API int actfast_%s%s_f32(", r->name, passes[i].suffix);
        printf("%s", passes[i].buffers);
        int used = column + (int)strlen(passes[i].buffers);
        for (const struct param *p = r->params; p->name; p++) {
            const int more = (int)(strlen(", float ") + strlen(p->name));
            if (used + more > WIDTH) {
                printf(",\n%*sfloat %s", column, "", p->name);
                used = column;
            } else {
                printf(", float %s", p->name);
            }
            used += more;
        }
        printf(");\n");
    }
    printf("\n");
}

int main(void) {
    printf(
        "/* The activations: ids and typed functions. Printed by tools/gen_activations_h.c from\n"
        " * kernels/activations.def; actfast.h says what all of them have in common. */\n"
        "#ifndef ACTFAST_ACTIVATIONS_H\n#define ACTFAST_ACTIVATIONS_H\n\n"
        "#include \"actfast.h\"\n\n"
        "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n/* clang-format off */\n\n"
        "enum actfast_activation {\n");
    for (int i = 0; i < ROWS; i++) {
        printf("    ACTFAST_");
        for (const char *s = rows[i].name; *s; s++) putchar(*s >= 'a' && *s <= 'z' ? *s - 32 : *s);
        printf(" = %d%s\n", i, i + 1 < ROWS ? "," : "");
    }
    printf("};\n\n");
    for (int i = 0; i < ROWS; i++) {
        print_comment(&rows[i]);
        print_prototypes(&rows[i]);
    }
    printf("/* clang-format on */\n\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
    return 0;
}
