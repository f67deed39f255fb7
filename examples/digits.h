/* Images of hand-written digits, read from a file and split in those to learn from and the rest. */
#ifndef EXAMPLES_DIGITS_H
#define EXAMPLES_DIGITS_H

#include <stdint.h>

enum { PIXELS = 64, CLASSES = 10 };

struct digits {
    float (*image)[PIXELS]; /* 0…1 */
    int *label;
    int *order; /* shuffled; the last `holdout` of them are never trained on */
    int count, capacity, holdout;
};

/* Reads lines of 64 pixels of 0…16 and a label of 0…9. Exits with status 2 for anything else. */
void digits_read(struct digits *digits, const char *path);

/* Holds every fifth image out, at random. */
void digits_split(struct digits *digits, uint64_t seed);

/* Copies the images order[0…rows-1] and their labels to where a network wants them. */
void digits_gather(const struct digits *digits, const int *order, int rows, float *images,
                   int *labels);

void digits_free(struct digits *digits);

#endif
