/* What can be wrong with a call, and which of several errors is returned. */
#ifndef ACTFAST_TESTS_PRECEDENCE_H
#define ACTFAST_TESTS_PRECEDENCE_H

#include <math.h>

#include <actfast/actfast.h>

/* In the order in which the header lists them; combinations are the numbers below WRONGS. */
enum wrong {
    WRONG_ACTIVATION = 1,
    WRONG_BACKEND = 2,
    WRONG_PARAM = 4,
    WRONG_SIZE = 8,
    WRONG_NULL = 16,
    WRONG_OVERLAP = 32,
    WRONGS = 64
};

static const float wrong_params[] = {NAN, NAN};

static inline int first_error(unsigned wrong) {
    if (wrong & WRONG_ACTIVATION) return ACTFAST_ERR_ACTIVATION;
    if (wrong & WRONG_BACKEND) return ACTFAST_ERR_BACKEND;
    if (wrong & WRONG_PARAM) return ACTFAST_ERR_PARAM;
    if (wrong & WRONG_SIZE) return ACTFAST_ERR_SIZE;
    if (wrong & WRONG_NULL) return ACTFAST_ERR_NULL;
    return wrong & WRONG_OVERLAP ? ACTFAST_ERR_OVERLAP : ACTFAST_OK;
}

#endif
