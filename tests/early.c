/* Promise: a call that comes before the library's own constructor works and is right; the choice at
 * load follows afterwards, unless the program has made one of its own by then (ACT_EARLY_ACTIVATES=1).
 *
 * What .preinit_array names is called before every constructor of the program. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <actfast/actfast.h>

enum { N = 100 };
static float x[N], y[N];
static int status = INT_MAX, count;
static const char *isa;
static const actfast_backend *activated;

static void compute(void) {
    for (int i = 0; i < N; i++) x[i] = 0.1f * (float)(i - N / 2);
    status = actfast_gelu_f32(x, y, N);
    isa = actfast_backend_isa(NULL);
    count = actfast_backend_count();
}

__attribute__((section(".preinit_array"),
               used)) static void (*const before_constructors)(void) = compute;

/* Before the library's constructor, too, but with the environment. */
__attribute__((constructor(101))) static void activate(void) {
    if (!getenv("ACT_EARLY_ACTIVATES")) return;
    activated = actfast_backend_find("scalar", "fast");
    if (actfast_backend_activate(activated) != ACTFAST_OK) activated = NULL;
}

int main(void) {
    const char *wanted = getenv("ACTFAST_ISA");
    int faults = 0;
    if (status != ACTFAST_OK || !isa || count != actfast_backend_count()) {
        printf("early call: status %d on %s of %d backends\n", status, isa ? isa : "none", count);
        faults++;
    }
    for (int i = 0; i < N; i++) {
        const double want = 0.5 * (double)x[i] * erfc(-(double)x[i] * sqrt(0.5));
        if (fabs((double)y[i] - want) <= 1e-6 * fabs(want)) continue;
        if (faults++ < 3) printf("gelu(%a) = %a, want %a\n", (double)x[i], (double)y[i], want);
    }
    if (getenv("ACT_EARLY_ACTIVATES") && (!activated || actfast_backend_active() != activated)) {
        printf("scalar fast was activated, but %s %s is active\n", actfast_backend_isa(NULL),
               actfast_backend_accuracy(NULL));
        faults++;
    }
    if (wanted && actfast_backend_find(wanted, NULL) &&
        strcmp(actfast_backend_isa(NULL), wanted) != 0) {
        printf("ACTFAST_ISA=%s, but %s is active\n", wanted, actfast_backend_isa(NULL));
        faults++;
    }
    printf("early call on %s, now %s: %s\n", isa ? isa : "none", actfast_backend_isa(NULL),
           faults ? "FAILED" : "right");
    return faults != 0;
}
