/* Reads the digits, and believes nothing of what it reads. */
#include "digits.h"
#include "fail.h"
#include "random.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static void *resize(void *memory, size_t count, size_t size) {
    memory = realloc(memory, count * size);
    if (!memory) fail("digits", 0, "out of memory");
    return memory;
}

/* The number at *text, which must be plain digits and at most `limit`; -1 for anything else. */
static int read_number(char **text, int limit) {
    int value = 0;
    char *at = *text;
    for (; *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (*at - '0');
        if (value > limit) return -1;
    }
    if (at == *text) return -1;
    *text = at;
    return value;
}

/* Checks one line and appends it; what is wrong with it, or NULL. */
static const char *add_line(struct digits *digits, char *line) {
    int fields = 1;
    for (const char *c = line; *c; c++) fields += *c == ',';
    if (fields != PIXELS + 1) return "not 65 fields";
    if (digits->count == digits->capacity) {
        digits->capacity = digits->capacity ? 2 * digits->capacity : 2048;
        size_t capacity = (size_t)digits->capacity;
        digits->image = resize(digits->image, capacity, sizeof *digits->image);
        digits->label = resize(digits->label, capacity, sizeof *digits->label);
    }
    for (int i = 0; i < PIXELS; i++) {
        int value = read_number(&line, 16);
        if (value < 0 || *line++ != ',') return "a pixel is not an integer of 0 to 16";
        digits->image[digits->count][i] = (float)value / 16.0f;
    }
    int label = read_number(&line, CLASSES - 1);
    if (label < 0 || *line) return "the label is not an integer of 0 to 9";
    digits->label[digits->count++] = label;
    return NULL;
}

void digits_read(struct digits *digits, const char *path) {
    char line[512]; /* the longest valid line has 194 characters */
    FILE *file = fopen(path, "r");
    if (!file) fail(path, 0, strerror(errno));
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        size_t length = strlen(line);
        if (length == sizeof line - 1) fail(path, number, "the line is too long");
        line[strcspn(line, "\r\n")] = '\0';
        if (digits->count == INT_MAX / 4) fail(path, number, "too many images");
        const char *wrong = add_line(digits, line);
        if (wrong) fail(path, number, wrong);
    }
    if (ferror(file)) fail(path, 0, strerror(errno));
    fclose(file);
    if (digits->count == 0) fail(path, 1, "the file is empty");
    if (digits->count < 10) fail(path, digits->count, "fewer than 10 images");
}

void digits_split(struct digits *digits, uint64_t seed) {
    digits->order = resize(NULL, (size_t)digits->count, sizeof *digits->order);
    for (int i = 0; i < digits->count; i++) digits->order[i] = i;
    shuffle(digits->order, digits->count, &seed);
    digits->holdout = digits->count / 5;
}

void digits_gather(const struct digits *digits, const int *order, int rows, float *images,
                   int *labels) {
    for (int row = 0; row < rows; row++) {
        memcpy(images + row * PIXELS, digits->image[order[row]], sizeof *digits->image);
        labels[row] = digits->label[order[row]];
    }
}

void digits_free(struct digits *digits) {
    free(digits->image);
    free(digits->label);
    free(digits->order);
    *digits = (struct digits){0};
}
