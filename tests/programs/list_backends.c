/* Prints what the public interface says of the backends: the usable ones, best first, then the active
 * one. The test of actfast-info holds that program against it. */
#include <stdio.h>

#include "actfast/actfast.h"

static void print(const actfast_backend *backend) {
    printf("%s %s\n", actfast_backend_isa(backend), actfast_backend_accuracy(backend));
}

int main(void) {
    for (int i = 0; i < actfast_backend_count(); i++) print(actfast_backend_at(i));
    print(actfast_backend_active());
    return 0;
}
