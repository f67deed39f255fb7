# SLEEF (vector exp and log), cpu_features (the choice of a tier).

find_package(PkgConfig REQUIRED)
pkg_check_modules(SLEEF REQUIRED IMPORTED_TARGET sleef)
find_package(CpuFeatures REQUIRED)
