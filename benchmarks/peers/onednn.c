/* oneDNN 2 (Debian: libdnnl-dev): its element-wise primitive, called as a framework calls it: made
 * once, executed many times. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <oneapi/dnnl/dnnl.h>

#include "peers.h"

#define TEXT(x)  #x
#define QUOTE(x) TEXT(x)

static dnnl_engine_t engine;
static dnnl_stream_t stream;

/* Debian's oneDNN runs on whichever OpenMP it brings along. */
static void use_one_thread(void) {
    void *program = dlopen(NULL, RTLD_NOW);
    void (*set_threads)(int) = NULL;
    void *symbol = program ? dlsym(program, "omp_set_num_threads") : NULL;
    memcpy(&set_threads, &symbol, sizeof symbol);
    if (set_threads) set_threads(1);
}

static bool start(const char *isa) {
    use_one_thread();
    if (isa) {
        const bool avx2 = !strcmp(isa, "avx2");
        if (!avx2 && strcmp(isa, "avx512")) return false;
        dnnl_set_max_cpu_isa(avx2 ? dnnl_cpu_isa_avx2 : dnnl_cpu_isa_all);
    }
    return !dnnl_engine_create(&engine, dnnl_cpu, 0) &&
           !dnnl_stream_create(&stream, engine, dnnl_stream_default_flags);
}

/* ---- Which function ---- */

/* Its two constants: the first or second parameter of the activation, or a number. */
enum source { FIRST, SECOND, NUMBER };
struct constant {
    enum source source;
    float number;
};

static const struct function {
    const char *name;
    dnnl_alg_kind_t kind;
    struct constant alpha, beta;
} functions[] = {
    {"relu", dnnl_eltwise_relu, {NUMBER, 0}, {NUMBER, 0}},
    {"leaky_relu", dnnl_eltwise_relu, {FIRST, 0}, {NUMBER, 0}},
    {"softplus", dnnl_eltwise_soft_relu, {NUMBER, 0}, {NUMBER, 0}},
    {"sigmoid", dnnl_eltwise_logistic, {NUMBER, 0}, {NUMBER, 0}},
    {"tanh", dnnl_eltwise_tanh, {NUMBER, 0}, {NUMBER, 0}},
    {"gelu", dnnl_eltwise_gelu_erf, {NUMBER, 0}, {NUMBER, 0}},
    {"gelu_tanh", dnnl_eltwise_gelu_tanh, {NUMBER, 0}, {NUMBER, 0}},
    {"gelu_sigmoid", dnnl_eltwise_swish, {NUMBER, 1.702f}, {NUMBER, 0}},
    {"silu", dnnl_eltwise_swish, {NUMBER, 1}, {NUMBER, 0}},
    {"swish", dnnl_eltwise_swish, {FIRST, 0}, {NUMBER, 0}},
    {"mish", dnnl_eltwise_mish, {NUMBER, 0}, {NUMBER, 0}},
    {"elu", dnnl_eltwise_elu, {FIRST, 0}, {NUMBER, 0}},
    {"log_sigmoid", dnnl_eltwise_logsigmoid, {NUMBER, 0}, {NUMBER, 0}},
    {"hard_swish", dnnl_eltwise_hardswish, {NUMBER, 0}, {NUMBER, 0}},
    {"hard_tanh", dnnl_eltwise_clip, {FIRST, 0}, {SECOND, 0}},
    {"relu6", dnnl_eltwise_clip, {NUMBER, 0}, {NUMBER, 6}},
};

static const struct function *find(int activation) {
    const char *name = actfast_activation_name(activation);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (!strcmp(functions[i].name, name)) return &functions[i];
    }
    return NULL;
}

static float value_of(struct constant c, const struct act_job *job) {
    return c.source == NUMBER ? c.number : job->p[c.source == SECOND];
}

/* ---- The primitive ---- */

struct state {
    dnnl_primitive_t primitive;
    dnnl_memory_t memory[3];
    dnnl_exec_arg_t args[3];
    int count;
};

static void run(const struct act_job *job) {
    const struct state *s = job->state;
    dnnl_primitive_execute(s->primitive, stream, s->count, s->args);
    dnnl_stream_wait(stream);
}

static bool make_primitive(struct state *s, const struct act_job *job, dnnl_memory_desc_t *md) {
    const struct function *f = find(job->activation);
    const float alpha = value_of(f->alpha, job), beta = value_of(f->beta, job);
    dnnl_eltwise_desc_t forward, backward;
    dnnl_primitive_desc_t hint = NULL, chosen = NULL;
    bool fine = !dnnl_eltwise_forward_desc_init(&forward, dnnl_forward_training, f->kind, md, alpha,
                                                beta) &&
                !dnnl_primitive_desc_create(&hint, &forward, NULL, engine, NULL);
    if (fine && job->pass == JOB_backward) {
        fine = !dnnl_eltwise_backward_desc_init(&backward, f->kind, md, md, alpha, beta) &&
               !dnnl_primitive_desc_create(&chosen, &backward, NULL, engine, hint);
    }
    fine = fine && !dnnl_primitive_create(&s->primitive, chosen ? chosen : hint);
    if (chosen) dnnl_primitive_desc_destroy(chosen);
    if (hint) dnnl_primitive_desc_destroy(hint);
    return fine;
}

static bool add_buffer(struct state *s, const dnnl_memory_desc_t *md, int role, const float *p) {
    if (dnnl_memory_create(&s->memory[s->count], md, engine, (void *)(size_t)p)) return false;
    s->args[s->count] = (dnnl_exec_arg_t){role, s->memory[s->count]};
    s->count++;
    return true;
}

static void release(struct act_job *job) {
    struct state *s = job->state;
    for (int i = 0; i < s->count; i++) dnnl_memory_destroy(s->memory[i]);
    if (s->primitive) dnnl_primitive_destroy(s->primitive);
    free(s);
    job->state = NULL;
}

static bool attach(struct act_job *job) {
    const bool backward = job->pass == JOB_backward;
    if ((job->pass != JOB_value && !backward) || !find(job->activation)) return false;
    struct state *s = calloc(1, sizeof *s);
    if (!s) return false;
    job->state = s;
    job->run = run;
    dnnl_memory_desc_t md;
    const dnnl_dims_t dims = {(dnnl_dim_t)job->n};
    bool fine = !dnnl_memory_desc_init_by_tag(&md, 1, dims, dnnl_f32, dnnl_a) &&
                make_primitive(s, job, &md) && add_buffer(s, &md, DNNL_ARG_SRC, job->x) &&
                add_buffer(s, &md, backward ? DNNL_ARG_DIFF_SRC : DNNL_ARG_DST, job->y) &&
                (!backward || add_buffer(s, &md, DNNL_ARG_DIFF_DST, job->dy));
    if (!fine) release(job);
    return fine;
}

extern const struct act_peer act_peer_onednn;
const struct act_peer act_peer_onednn = {
    .name = "onednn",
    .version =
        QUOTE(DNNL_VERSION_MAJOR) "." QUOTE(DNNL_VERSION_MINOR) "." QUOTE(DNNL_VERSION_PATCH),
    .start = start,
    .attach = attach,
    .release = release,
};
