# What a project looks like before and after libactfast has become a part of it.
set(ACTFAST_GUARDED CMAKE_BUILD_TYPE CMAKE_C_FLAGS CMAKE_C_STANDARD CMAKE_C_VISIBILITY_PRESET
    CMAKE_POSITION_INDEPENDENT_CODE CMAKE_MODULE_PATH CMAKE_RUNTIME_OUTPUT_DIRECTORY BUILD_SHARED_LIBS
    BUILD_TESTING)
set(ACTFAST_GUARDED_PROPERTIES COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES LINK_DIRECTORIES
    LINK_LIBRARIES LINK_OPTIONS TESTS BUILDSYSTEM_TARGETS)

# All that is guarded, as one text.
macro(guest_state result)
    set(${result} "")
    foreach(variable IN LISTS ACTFAST_GUARDED)
        string(APPEND ${result} "${variable}=${${variable}}\n")
    endforeach()
    foreach(property IN LISTS ACTFAST_GUARDED_PROPERTIES)
        get_directory_property(value ${property})
        string(APPEND ${result} "${property}=${value}\n")
    endforeach()
endmacro()

macro(guest_arrives)
    get_cmake_property(guest_cache CACHE_VARIABLES)
    guest_state(guest_before)
endmacro()

function(guest_fault)
    message(FATAL_ERROR "FAULT: as a part of another project libactfast leaves behind: " ${ARGN})
endfunction()

# Targets and tests of a directory and those below it.
function(guest_look_into source)
    get_directory_property(targets DIRECTORY ${source} BUILDSYSTEM_TARGETS)
    get_directory_property(tests DIRECTORY ${source} TESTS)
    get_directory_property(below DIRECTORY ${source} SUBDIRECTORIES)
    list(FILTER targets EXCLUDE REGEX "^actfast")
    if(targets OR tests)
        guest_fault("targets [${targets}], tests [${tests}] of ${source}")
    endif()
    foreach(directory IN LISTS below)
        guest_look_into(${directory})
    endforeach()
endfunction()

# Names of the cache may come from the library's own options, its dependencies and CMake's own modules.
function(guest_leaves_no_trace)
    guest_state(after)
    if(NOT after STREQUAL guest_before)
        guest_fault("before\n${guest_before}after\n${after}")
    endif()
    get_cmake_property(new CACHE_VARIABLES)
    list(REMOVE_ITEM new ${guest_cache})
    list(FILTER new EXCLUDE REGEX
        "^(ACTFAST_|actfast_|SLEEF_|pkgcfg_lib_SLEEF_|__pkg_config|PKG_CONFIG_|CpuFeatures_DIR$|CMAKE_INSTALL_|FETCHCONTENT_)")
    list(FILTER new EXCLUDE REGEX
        "^(FIND_PACKAGE_MESSAGE_DETAILS_PkgConfig|prefix_result|_GNUInstallDirs_.*|CMAKE_PROJECT_VERSION.*)$")
    if(new)
        guest_fault("names in the cache [${new}]")
    endif()
    foreach(option TESTS BENCHMARKS EXAMPLES PROGRAMS INSTALL BUNDLE WERROR)
        if(NOT DEFINED ACTFAST_${option} OR ACTFAST_${option})
            guest_fault("ACTFAST_${option}=${ACTFAST_${option}}")
        endif()
    endforeach()
    get_directory_property(below SUBDIRECTORIES)
    if(NOT below)
        guest_fault("nothing: it is not there")
    endif()
    foreach(directory IN LISTS below)
        guest_look_into(${directory})
    endforeach()
endfunction()
