/* How this build was made: what a sanitizer or no optimisation adds is not the library's. */
#ifndef ACTFAST_TESTS_INSTRUMENTED_H
#define ACTFAST_TESTS_INSTRUMENTED_H

#include <stdbool.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool instrumented = true;
#elif defined(__has_feature)
static const bool instrumented = __has_feature(address_sanitizer) ||
                                 __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer);
#else
static const bool instrumented = false;
#endif

#ifdef __OPTIMIZE__
static const bool optimised = true;
#else
static const bool optimised = false;
#endif

#endif
