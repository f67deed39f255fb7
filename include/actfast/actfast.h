/** @file
 * libactfast: neural-network activation functions and their derivatives over float buffers.
 *
 * The whole interface is this header; it includes actfast/activations.h, which has the typed functions
 * of each activation. C99 or later, C++11 or later.
 *
 * Common to all functions that compute:
 *   - x is the pre-activation: what the activation is applied to. y = f(x), g = f'(x), h = f''(x); dy
 *     and dx are the derivatives of a loss with respect to y and x.
 *   - n counts floats, not bytes. n = 0 is fine, and then the buffers may be NULL.
 *   - An output may be the very same buffer as an input (y == x, dx == dy, ...). Any other overlap is
 *     an error.
 *   - 0 is returned for success, one of enum actfast_status otherwise; on an error nothing is written.
 *   - The result for an element depends on its value, the parameters and the backend alone: never on
 *     n, the position, the alignment or the neighbours.
 *   - NaN in gives NaN out. f, f' and f'' of +-inf are the limits. Subnormals are honoured as far as
 *     the caller's floating-point mode does (fast may give a zero of the right sign in place of a
 *     subnormal result), and that mode is never changed.
 *   - What is said of results holds for rounding to nearest with subnormals honoured. In other modes
 *     calls work, with errors of up to 60 ULP in accurate; in fast a result below 8*FLT_MIN may be as
 *     far off as a subnormal one. Which floating-point exceptions are raised is not promised: with
 *     invalid or overflow unmasked calls may trap on finite inputs beyond 1e4 in size, with other
 *     than the default parameters on any, as may in fast those of activations that use an exponential;
 *     a library built by Clang may do so anywhere.
 *   - Nothing is allocated, no thread is started, nothing is printed, and any number of threads may
 *     call at once. A call of an optimised build needs less than 10 KiB of stack.
 *
 * Accuracy, the error counted in ULP (units in the last place of the exact result), for every float x,
 * the default parameters and those of the grid in tests/grid.h:
 *
 * <pre>
 *                                          f      f'     f''
 *     accurate; avx2, avx512, neon         3      4      6
 *     accurate; scalar, sse2               3      5      8
 *     fast                                 4      6      10
 * </pre>
 *
 * backward: twice the bound of f' plus 1/2. Where the exact result is subnormal, accurate may be off by
 * 64 units of 2^-149, never in sign, and fast may give a zero of the right sign; where f' is, the same
 * times abs(dy) holds of dy*f'. Within 1/4 of a point x != 0 where the exact derivative changes
 * sign the unit is that of max(abs(result), 1/8). avx2, avx512 and neon give the same bits in accurate;
 * so do scalar and sse2. build/tests/exhaustive measures these errors; docs/accuracy.md has them, and says
 * which were measured over all 2^32 floats and which over every 1021st. */
#ifndef ACTFAST_ACTFAST_H
#define ACTFAST_ACTFAST_H

#include <stddef.h>

#if defined(__GNUC__) || defined(__clang__)
#    define ACTFAST_API __attribute__((visibility("default")))
#else
#    define ACTFAST_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Version ---- */

/** The version of this header; another major version is another interface. */
#define ACTFAST_VERSION_MAJOR 0
/** See #ACTFAST_VERSION_MAJOR. */
#define ACTFAST_VERSION_MINOR 1
/** See #ACTFAST_VERSION_MAJOR. */
#define ACTFAST_VERSION_PATCH 0

/** The version of the library that is loaded, 0xMMmmpp; compare it with the macros of the header. */
ACTFAST_API int actfast_version(void);
/** "major.minor.patch" of the library that is loaded. */
ACTFAST_API const char *actfast_version_string(void);

/* ---- Errors ---- */

/** What calls return. Where several apply, the first of: activation, backend, parameter, size, NULL,
 * overlap. */
enum actfast_status {
    ACTFAST_OK = 0,              /**< success */
    ACTFAST_ERR_NULL = -1,       /**< a buffer is NULL and n > 0 */
    ACTFAST_ERR_SIZE = -2,       /**< n floats do not fit in the address space */
    ACTFAST_ERR_OVERLAP = -3,    /**< an output overlaps another buffer, but is not that buffer */
    ACTFAST_ERR_PARAM = -4,      /**< a parameter is not valid for the activation */
    ACTFAST_ERR_ACTIVATION = -5, /**< no activation of that id or name */
    ACTFAST_ERR_BACKEND = -6     /**< not a backend of this library */
};
/** A sentence for a status; for any other number, one that says that it is unknown. Never NULL. */
ACTFAST_API const char *actfast_strerror(int status);

/* ---- Backends ---- */

/** A backend is one instruction set at one accuracy. Each is immutable, lives for ever, and runs on
 * this CPU: one that does not is never handed out. When the library loads it makes the best one
 * active: the widest instruction set that the CPU and the operating system support, at `accurate`.
 * The environment steers that, read once at load:
 *
 * <pre>
 *   ACTFAST_ISA           scalar, sse2, avx2, avx512 or neon
 *   ACTFAST_ACCURACY      accurate or fast
 *   ACTFAST_STREAM_BYTES  outputs of at least so many bytes are written past the caches; 0: never;
 *                         the default is half of the last cache, at most 16 MiB (not in place, nor
 *                         in rows of fewer than 384 floats, nor two outputs whose addresses differ
 *                         by other than a multiple of 64)
 *   ACTFAST_VERBOSE       1: one line on stderr that says what was chosen and why
 * </pre>
 *
 * A name that is unknown, not built in or not usable on this CPU is not obeyed: the automatic
 * choice stands. */
typedef struct actfast_backend actfast_backend;

/** How many backends this CPU can run. */
ACTFAST_API int actfast_backend_count(void);
/** The i-th of them, the best instruction set first and accurate before fast; NULL unless 0 <= i <
 * count. */
ACTFAST_API const actfast_backend *actfast_backend_at(int i);
/** The best backend of that instruction set and accuracy, where NULL stands for any; NULL if there
 * is none. */
ACTFAST_API const actfast_backend *actfast_backend_find(const char *isa, const char *accuracy);
/** The one that calls without a backend use. */
ACTFAST_API const actfast_backend *actfast_backend_active(void);
/** Makes `backend` the active one for the whole process, from any thread; NULL goes back to the
 * choice made at load. Calls under way finish with the one they began with. ACTFAST_ERR_BACKEND if
 * it is not a backend. */
ACTFAST_API int actfast_backend_activate(const actfast_backend *backend);
/** "scalar", "sse2", "avx2", "avx512" or "neon"; NULL stands for the active backend. NULL if it is
 * not a backend. */
ACTFAST_API const char *actfast_backend_isa(const actfast_backend *backend);
/** "accurate" or "fast"; NULL stands for the active backend. NULL if it is not a backend. */
ACTFAST_API const char *actfast_backend_accuracy(const actfast_backend *backend);

/* ---- Activations by number ---- */

/** How many activations there are. Ids run from 0 to count - 1 and never change once released;
 * actfast/activations.h names them. */
ACTFAST_API int actfast_activation_count(void);
/** The id for a name such as "gelu_tanh"; ACTFAST_ERR_ACTIVATION if there is none, also for NULL. */
ACTFAST_API int actfast_activation_find(const char *name);
/** Such as "gelu_tanh"; NULL for a bad id. */
ACTFAST_API const char *actfast_activation_name(int id);
/** f(x) as the list has it, in C's notation; NULL for a bad id. */
ACTFAST_API const char *actfast_activation_formula(int id);
/** 0, 1 or 2; ACTFAST_ERR_ACTIVATION for a bad id. */
ACTFAST_API int actfast_activation_param_count(int id);
/** The name of the i-th parameter, from 0; NULL for a bad id or i. */
ACTFAST_API const char *actfast_activation_param_name(int id, int i);
/** The default of the i-th parameter, from 0; NaN for a bad id or i. */
ACTFAST_API float actfast_activation_param_default(int id, int i);

/** Choices of b for squareplus: the default. */
#define ACTFAST_SQUAREPLUS_B_DEFAULT 4.0f
/** 4*ln(2)^2, the smallest b for which squareplus is nowhere below softplus. */
#define ACTFAST_SQUAREPLUS_B_UPPER 1.92181205567280569855f
/** The b that comes closest to softplus, at a largest distance of 0.075931. */
#define ACTFAST_SQUAREPLUS_B_MINIMAX 1.52382103f

/** @name Passes
 * For callers that choose at run time. backend NULL: the active one. params: one float
 * for each parameter, in the order of the typed function; NULL: the defaults.
 * @{ */

/** y = f(x). */
ACTFAST_API int actfast_forward_f32(const actfast_backend *backend, int activation,
                                    const float *params, const float *x, float *y, size_t n);
/** g = f'(x). */
ACTFAST_API int actfast_grad_f32(const actfast_backend *backend, int activation,
                                 const float *params, const float *x, float *g, size_t n);
/** dx = dy*f'(x). */
ACTFAST_API int actfast_backward_f32(const actfast_backend *backend, int activation,
                                     const float *params, const float *x, const float *dy,
                                     float *dx, size_t n);
/** y = f(x) and g = f'(x) in one pass, the same bits as the two separate ones; y or g may be x, not
 * both. */
ACTFAST_API int actfast_value_and_grad_f32(const actfast_backend *backend, int activation,
                                           const float *params, const float *x, float *y, float *g,
                                           size_t n);
/** h = f''(x). */
ACTFAST_API int actfast_grad2_f32(const actfast_backend *backend, int activation,
                                  const float *params, const float *x, float *h, size_t n);

/** Gated units: y = f(gate)*up, of which SwiGLU is silu, GEGLU gelu, ReGLU relu and GLU sigmoid. The
 * bits are those of the activation followed by one multiplication. */
ACTFAST_API int actfast_gated_f32(const actfast_backend *backend, int activation,
                                  const float *params, const float *gate, const float *up, float *y,
                                  size_t n);
/** dgate = dy*up*f'(gate) and dup = dy*f(gate) in one pass; the bits are those of backward given
 * dy*up, and of the activation followed by one multiplication. dgate and dup may each be an input. */
ACTFAST_API int actfast_gated_backward_f32(const actfast_backend *backend, int activation,
                                           const float *params, const float *gate, const float *up,
                                           const float *dy, float *dgate, float *dup, size_t n);

/** dx = dy*f'(x), given y = f(x) in place of x, for those activations of which y tells the x:
 * ACTFAST_ERR_ACTIVATION for the others. activations.h says which, and what is lost: y is rounded,
 * and where f is flat its last digits are all that f' can be had from. As a function of the float
 * y, f' is within 4 ULP; a y that f cannot give has no meaning. */
ACTFAST_API int actfast_backward_from_output_f32(const actfast_backend *backend, int activation,
                                                 const float *params, const float *y,
                                                 const float *dy, float *dx, size_t n);

/** Where param_grad may be cut; see actfast_param_grad_f32(). */
#define ACTFAST_PARAM_GRAD_BLOCK 65536

/** dp = the sum of dy*df/dp over all elements: the gradient with respect to the parameters, one
 * double each. Learnable is the first parameter of some activations, as activations.h says, and
 * any second one gets 0; ACTFAST_ERR_ACTIVATION for the other activations. dp may not overlap an
 * input, and is 0 for n = 0.
 *
 * The error is below 1e-6 of the sum of abs(dy*df/dp). df/dp is a float on its way into the sum:
 * one below FLT_MIN may be off by 64 units of 2^-149 more, one beyond FLT_MAX is infinite. The
 * order of the summation depends on n alone: avx2, avx512 and neon give the same bits, so do
 * scalar and sse2. Who cuts the work at multiples of ACTFAST_PARAM_GRAD_BLOCK elements, one call
 * for each block, and adds the results in the order of the blocks, gets the bits of a single call,
 * on any number of threads. */
ACTFAST_API int actfast_param_grad_f32(const actfast_backend *backend, int activation,
                                       const float *params, const float *x, const float *dy,
                                       size_t n, double *dp);
/** @} */

/** @name Rows
 * Matrices of `rows` rows; the first elements of two rows are ldx, or ldy, floats apart. Where
 * rows or columns is 0 nothing is done. ACTFAST_ERR_SIZE if a row is longer than the distance to
 * the next, or rows*ldx or rows*ldy floats do not fit in the address space. y may be x if ldx ==
 * ldy; with ldx == ldy the two may also lie side by side, as columns of one larger matrix. Any other
 * overlap is an error, also that of what lies between the rows.
 * @{ */

/** y[r][c] = f(x[r][c] + bias[c]). bias has `columns` floats and may not overlap y (with one row it
 * may be y). The bits are those of the activation of the rounded sum. */
ACTFAST_API int actfast_bias_rows_f32(const actfast_backend *backend, int activation,
                                      const float *params, const float *x, const float *bias,
                                      float *y, size_t rows, size_t columns, size_t ldx,
                                      size_t ldy);
/** y[r][c] = f(x[r][c])*x[r][columns + c]: x has rows of 2*columns floats, gate and up. */
ACTFAST_API int actfast_gated_rows_f32(const actfast_backend *backend, int activation,
                                       const float *params, const float *x, float *y, size_t rows,
                                       size_t columns, size_t ldx, size_t ldy);
/** @} */

#ifdef __cplusplus
}
#endif

#include "activations.h"

#endif
