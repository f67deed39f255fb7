/* PyTorch as a subject of the judge: a process of its own (peers/torch_values.py) computes what is
 * written to it. */
#ifndef ACT_TORCH_H
#define ACT_TORCH_H

#include <stdbool.h>

#include "judge.h"

/* Starts the command; false if it does not answer. */
bool torch_start(const char *command);
void torch_stop(void);

bool torch_has(const char *activation);
/* `activation` must stay where it is. */
struct judge_subject torch_subject(const char *activation);

#endif
