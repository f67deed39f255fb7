/* Where a measurement runs. */
#ifndef ACT_MACHINE_H
#define ACT_MACHINE_H

/* Keeps the calling thread on one CPU: that number, or the one it is on if negative. Returns the
 * CPU, or -1 where the system cannot. */
int act_pin(int cpu);

#endif
