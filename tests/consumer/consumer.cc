// A user of the library in C++17, as it is installed: exits with 0 if it computes.
#include <array>
#include <iostream>
#include <string_view>

#include <actfast/actfast.hpp>

int main() {
    constexpr std::array<float, 3> x{-1, 0, 1};
    std::array<float, 3> y{};
    actfast::relu(x, y);
    const std::string_view isa = actfast_backend_isa(nullptr);
    std::cout << "libactfast " << actfast_version_string() << ", " << isa << '\n';
    return y != std::array<float, 3>{0, 0, 1};
}
