/* What a result depends on besides the code: the CPU, the compiler, the build. */
#ifndef ACT_MACHINE_H
#define ACT_MACHINE_H

/* The CPU's own name, "unknown CPU" where the system does not tell. */
const char *act_cpu_name(void);
/* "GNU 12.2.0". */
const char *act_compiler(void);
/* CMake's build type. */
const char *act_build_type(void);

/* Keeps the calling thread on one CPU: that number, or the one it is on if negative. Returns the
 * CPU, or -1 where the system cannot. */
int act_pin(int cpu);

#endif
