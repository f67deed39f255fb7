/* Asks Linux's sysfs for the caches, then sysconf(), which knows less of them. */
#include "caches.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The first word of /sys/devices/system/cpu/cpu0/cache/index<i>/<name>. */
static bool read_word(int i, const char *name, char word[12]) {
    char path[96];
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", i, name);
    FILE *file = fopen(path, "r");
    if (!file) return false;
    const bool got = fscanf(file, "%11s", word) == 1;
    fclose(file);
    return got;
}

/* Sizes are written like 48K. */
static bool read_from_sysfs(int i, struct act_cache *cache) {
    char level[12], size[12], *unit;
    if (!read_word(i, "level", level) || !read_word(i, "type", cache->type) ||
        !read_word(i, "size", size))
        return false;
    cache->level = (int)strtol(level, NULL, 10);
    cache->bytes = strtol(size, &unit, 10) * (*unit == 'K' ? 1024 : *unit == 'M' ? 1024 * 1024 : 1);
    cache->type[0] = (char)tolower((unsigned char)cache->type[0]);
    return true;
}

static int ask_sysconf(struct act_cache caches[ACT_MAX_CACHES]) {
    int count = 0;
#ifdef _SC_LEVEL1_DCACHE_SIZE
    const struct act_cache known[] = {
        {1, "data", sysconf(_SC_LEVEL1_DCACHE_SIZE)},
        {1, "instruction", sysconf(_SC_LEVEL1_ICACHE_SIZE)},
        {2, "unified", sysconf(_SC_LEVEL2_CACHE_SIZE)},
        {3, "unified", sysconf(_SC_LEVEL3_CACHE_SIZE)},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].bytes > 0) caches[count++] = known[i];
    }
#else
    (void)caches;
#endif
    return count;
}

int act_caches(struct act_cache caches[ACT_MAX_CACHES]) {
    int count = 0;
    while (count < ACT_MAX_CACHES && read_from_sysfs(count, &caches[count])) count++;
    return count ? count : ask_sysconf(caches);
}
