/* Random numbers for tests: splitmix64, the same everywhere for a seed. */
#ifndef ACTFAST_TESTS_RANDOM_H
#define ACTFAST_TESTS_RANDOM_H

#include <math.h>
#include <stdint.h>

static inline uint64_t random_bits(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static inline double random_between(uint64_t *state, double low, double high) {
    return low + (high - low) * ((double)(random_bits(state) >> 11) * 0x1p-53);
}

static inline double random_sign(uint64_t *state) { return random_bits(state) & 1 ? 1 : -1; }

/* 10 to a power between the two. */
static inline float random_power(uint64_t *state, double low, double high) {
    return (float)pow(10, random_between(state, low, high));
}

#endif
