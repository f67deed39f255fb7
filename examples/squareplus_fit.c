/* Finds, with values of the library alone, the two choices of b in the header that bring
 * squareplus close to softplus: the smallest b that is nowhere below it, and the b that is nearest
 * to it. Shows how far float values go once their rounding errors are averaged away. */
#include <actfast/actfast.h>

#include "fail.h"

#include <math.h>

enum {
    SCAN = 16384,   /* points that look for the extrema of the difference */
    WINDOW = 16384, /* points around an extremum that settle it */
    TERMS = 7,      /* of the polynomial through a window: up to t^6 */
    FLOATS = 257    /* neighbouring floats b that the root is taken over */
};

static const float SCAN_END = -64.0f;
static const double HALF_WIDTH = 0.25; /* of a window: what t^6 leaves over is below 1e-9 */

/* difference = squareplus - softplus at n <= SCAN points; no threshold cuts softplus to x. */
static void differences(float b, const float *x, double *difference, int n) {
    static float squareplus[SCAN], softplus[SCAN];
    must(actfast_squareplus_f32(x, squareplus, (size_t)n, b));
    must(actfast_softplus_f32(x, softplus, (size_t)n, 1.0f, INFINITY));
    for (int i = 0; i < n; i++) difference[i] = (double)squareplus[i] - softplus[i];
}

struct extrema {
    double low_x, low, high_x, high;
};

/* The extrema on a grid. The difference is even, since both functions satisfy f(x) - f(-x) = x, so
 * x <= 0 is enough; and there both are small, so float keeps more of them. */
static struct extrema scan(float b) {
    static float x[SCAN];
    static double difference[SCAN];
    struct extrema found = {0.0, INFINITY, 0.0, -INFINITY};
    for (int i = 0; i < SCAN; i++) x[i] = 0.0f + (float)i / (SCAN - 1) * SCAN_END;
    differences(b, x, difference, SCAN);
    for (int i = 0; i < SCAN; i++) {
        if (difference[i] < found.low) found.low = difference[i], found.low_x = x[i];
        if (difference[i] > found.high) found.high = difference[i], found.high_x = x[i];
    }
    return found;
}

/* Solves the symmetric positive system a c = r; c replaces r. */
static void solve(double a[TERMS][TERMS], double r[TERMS]) {
    for (int k = 0; k < TERMS; k++) {
        for (int i = k + 1; i < TERMS; i++) {
            double factor = a[i][k] / a[k][k];
            for (int j = k; j < TERMS; j++) a[i][j] -= factor * a[k][j];
            r[i] -= factor * r[k];
        }
    }
    for (int k = TERMS - 1; k >= 0; k--) {
        for (int j = k + 1; j < TERMS; j++) r[k] -= a[k][j] * r[j];
        r[k] /= a[k][k];
    }
}

/* The value at the stationary point of the polynomial c nearest to t = 0. */
static double stationary_value(const double c[TERMS]) {
    double t = 0.0, value = 0.0;
    for (int step = 0; step < 20; step++) {
        double slope = 0.0, curvature = 0.0;
        value = 0.0;
        for (int k = TERMS - 1; k >= 0; k--) {
            curvature = curvature * t + 2.0 * slope;
            slope = slope * t + value;
            value = value * t + c[k];
        }
        t -= slope / curvature;
    }
    return value;
}

/* The extremum of the difference near x, without the noise: a float value near 0.7 is off by up to
 * some 1e-7, the least-squares polynomial through thousands of them by a hundredth of that. */
static double settle(float b, double x) {
    static float point[WINDOW];
    static double difference[WINDOW];
    double a[TERMS][TERMS] = {{0}}, r[TERMS] = {0}, moment[2 * TERMS - 1] = {0};
    for (int i = 0; i < WINDOW; i++) {
        point[i] = (float)(x + HALF_WIDTH * ((2 * i + 1.0) / WINDOW - 1.0));
    }
    differences(b, point, difference, WINDOW);
    for (int i = 0; i < WINDOW; i++) {
        double t = (point[i] - x) / HALF_WIDTH, power = 1.0;
        for (int k = 0; k < 2 * TERMS - 1; k++, power *= t) {
            moment[k] += power;
            if (k < TERMS) r[k] += power * difference[i];
        }
    }
    for (int i = 0; i < TERMS; i++) {
        for (int j = 0; j < TERMS; j++) a[i][j] = moment[i + j];
    }
    solve(a, r);
    return stationary_value(r);
}

/* Rises with b, and is 0 at the b that is asked for. */
typedef double condition(float b);

/* The smallest difference. It falls to 0 at -inf too: where the scan ends lower than anywhere else,
 * nothing is below 0, and its sign is all that counts. */
static double lowest(float b, const struct extrema *found) {
    return found->low_x == SCAN_END ? found->low : settle(b, found->low_x);
}

/* Nowhere below: the smallest difference is 0. */
static double touches(float b) {
    struct extrema found = scan(b);
    return lowest(b, &found);
}

/* Nearest: both extrema rise with b, so the larger of -low and high is least where they agree. */
static double balances(float b) {
    struct extrema found = scan(b);
    return lowest(b, &found) + settle(b, found.high_x);
}

/* The root between 1 and 3: bisection to a float, then a straight line through the condition at the
 * floats around it, since the answer lies between two of them. */
static double root(condition *zero_at) {
    float low = 1.0f, high = 3.0f, b;
    double sum_b = 0.0, sum_f = 0.0, sum_bb = 0.0, sum_bf = 0.0;
    for (float middle = 2.0f; middle > low && middle < high; middle = 0.5f * (low + high)) {
        if (zero_at(middle) < 0.0)
            low = middle;
        else
            high = middle;
    }
    b = high;
    for (int i = 0; i < FLOATS / 2; i++) b = nextafterf(b, 0.0f);
    for (int i = 0; i < FLOATS; i++, b = nextafterf(b, 4.0f)) {
        double from_high = (double)b - high, f = zero_at(b);
        sum_b += from_high;
        sum_f += f;
        sum_bb += from_high * from_high;
        sum_bf += from_high * f;
    }
    double slope = (FLOATS * sum_bf - sum_b * sum_f) / (FLOATS * sum_bb - sum_b * sum_b);
    return high + (sum_b - sum_f / slope) / FLOATS;
}

/* Prints found against known; 1 if they differ by more than `allowed`. */
static int compare(const char *what, double found, double known, double allowed) {
    int wrong = !(fabs(found - known) <= allowed);
    printf("  %-9s %.9f   known %.9f   off by %+.1e, allowed %.0e%s\n", what, found, known,
           found - known, allowed, wrong ? "   TOO MUCH" : "");
    return wrong;
}

int main(void) {
    int wrong = 0;
    /* The averages need errors that are small to begin with, whatever is active. */
    must(actfast_backend_activate(actfast_backend_find(actfast_backend_isa(NULL), "accurate")));
    printf("actfast %s, backend %s %s\n", actfast_version_string(), actfast_backend_isa(NULL),
           actfast_backend_accuracy(NULL));

    double upper = root(touches);
    struct extrema found = scan((float)upper);
    printf("smallest b with squareplus >= softplus everywhere: 4 ln(2)^2\n");
    wrong += compare("b", upper, 1.9218120556728057, 1e-8);
    printf("  at that float b the difference on the grid is between %.1e at x = %g and %.6f at "
           "x = %g\n",
           found.low, found.low_x, found.high, found.high_x);

    double minimax = root(balances);
    found = scan((float)minimax);
    printf("b with the least max |squareplus - softplus|\n");
    wrong += compare("b", minimax, 1.5238210325187507, 1e-8);
    wrong += compare("distance", settle((float)minimax, found.high_x), 0.0759314499359700, 1e-8);
    printf("  reached above at x = +-%.3f, below at x = %g\n", -found.high_x, found.low_x);
    return wrong ? 1 : 0;
}
