// The other half of cxx_header.cc: returns statuses where that one throws, and the other way round.
#include <actfast/actfast.hpp>

int other_kind_status(const float *x, float *y, std::size_t nx, std::size_t ny);

int other_kind_status(const float *x, float *y, std::size_t nx, std::size_t ny) {
#ifdef ACTFAST_NO_EXCEPTIONS
    return actfast::gelu({x, nx}, {y, ny});
#else
    try {
        actfast::gelu({x, nx}, {y, ny});
        return ACTFAST_OK;
    } catch (const actfast::error &error) {
        return error.status();
    }
#endif
}
