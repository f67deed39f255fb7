/* For a tier to include where it has its vf, of which REGISTER is the class of registers. */
#ifndef ACT_VEC_OPAQUE_H
#define ACT_VEC_OPAQUE_H

/* x, and the compiler cannot see from what is made of it to what it was made of. Clang moves a sign from
 * one side of a product to another, -(a*b) to (-a)*b, which in a directed mode rounds the other way.
 * -frounding-math would keep it from that, but from most else, too: kernels would take up to 1.4
 * times as long. */
INLINE vf opaque(vf x) {
#ifdef __clang__
    __asm__("" : "+" REGISTER(x));
#endif
    return x;
}

#endif
