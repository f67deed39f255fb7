# SLEEF (vector exp), cpu_features (the choice of a tier). Their targets are visible to whoever
# links the static library, in whatever directory of a larger project.
set(ACTFAST_HINT "is needed. On Debian and Ubuntu cmake/setup.sh installs what is missing.")

find_package(PkgConfig QUIET)
if(NOT PkgConfig_FOUND)
    message(FATAL_ERROR "pkg-config ${ACTFAST_HINT}")
endif()

pkg_check_modules(SLEEF QUIET IMPORTED_TARGET GLOBAL sleef>=3.5)
if(NOT SLEEF_FOUND)
    message(FATAL_ERROR "SLEEF 3.5 or later (libsleef-dev) ${ACTFAST_HINT}")
endif()

if(NOT TARGET CpuFeatures::cpu_features)
    find_package(CpuFeatures 0.7 QUIET)
    if(NOT CpuFeatures_FOUND)
        message(FATAL_ERROR "cpu_features 0.7 or later (libcpu-features-dev) ${ACTFAST_HINT}")
    endif()
    set_target_properties(CpuFeatures::cpu_features PROPERTIES IMPORTED_GLOBAL TRUE)
endif()
