/* What dispatch asks of the CPU: one usable_ for each tier. */
#ifndef ACT_CPU_H
#define ACT_CPU_H

#include <stdbool.h>

/* Whether CPU and operating system can run the tier. */
#define TIER(isa, accuracy) bool act_usable_##isa(void);
#include "tiers.def"

enum { ACT_CPU_NAME_SIZE = 64 };

/* What the CPU calls itself, "" if it does not say. */
void act_cpu_name(char name[ACT_CPU_NAME_SIZE]);

/* The i-th feature that the tiers ask for, and whether CPU and operating system have it; NULL past
 * the end. */
const char *act_cpu_feature(int i, bool *there);

#endif
