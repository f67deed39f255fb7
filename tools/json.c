/* Writes JSON's strings. */
#include "json.h"

void act_write_json_string(FILE *file, const char *text) {
    fputc('"', file);
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c < ' ')
            fprintf(file, "\\u%04x", c);
        else if (c > '~')
            fputc('?', file);
        else
            fprintf(file, c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
    fputc('"', file);
}
