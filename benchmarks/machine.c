/* Reads the CPU's name, pins the thread. */
#ifdef __linux__
#    define _GNU_SOURCE /* sched_setaffinity */
#    include <sched.h>
#endif

#include "machine.h"

#include <stdio.h>
#include <string.h>

const char *act_compiler(void) { return ACT_COMPILER; }

const char *act_build_type(void) { return ACT_BUILD_TYPE; }

const char *act_cpu_name(void) {
    static char name[128] = "unknown CPU";
    char line[256];
    FILE *info = fopen("/proc/cpuinfo", "r");
    if (!info) return name;
    while (fgets(line, sizeof line, info)) {
        const char *value = strchr(line, ':');
        if (!value || (strncmp(line, "model name", 10) && strncmp(line, "CPU part", 8))) continue;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(value + 2, "\n"), value + 2);
        break;
    }
    fclose(info);
    return name;
}

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
