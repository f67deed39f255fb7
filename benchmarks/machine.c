/* Pins the thread. */
#ifdef __linux__
#    define _GNU_SOURCE /* sched_setaffinity */
#    include <sched.h>
#endif

#include "machine.h"

#ifdef __linux__
int act_pin(int cpu) {
    if (cpu < 0) cpu = sched_getcpu();
    if (cpu < 0 || cpu >= CPU_SETSIZE) return -1;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) ? -1 : cpu;
}
#else
int act_pin(int cpu) {
    (void)cpu;
    return -1;
}
#endif
