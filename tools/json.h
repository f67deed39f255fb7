/* JSON's strings, for all programs that write JSON. */
#ifndef ACT_JSON_H
#define ACT_JSON_H

#include <stdio.h>

/* Writes the text in quotes. It is taken for ASCII: any other byte becomes a question mark. */
void act_write_json_string(FILE *file, const char *text);

#endif
