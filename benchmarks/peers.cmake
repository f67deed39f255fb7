# The peers of actfast-compare: each is built where its package is found.

add_library(actfast_peers INTERFACE)
target_include_directories(actfast_peers INTERFACE ${CMAKE_CURRENT_BINARY_DIR}/peers)
set(ACTFAST_PEER_LINES "")
set(ACTFAST_PEERS_FOUND "")

# act_peer_objects(target source...): objects that actfast-compare is linked from.
function(act_peer_objects target)
    add_library(${target} OBJECT ${ARGN})
    act_benchmark_common(${target})
    target_include_directories(${target} PRIVATE peers ${CMAKE_CURRENT_BINARY_DIR}/peers)
    target_compile_options(${target} PRIVATE -O3)
    target_link_libraries(${target} PRIVATE actfast)
    target_sources(actfast_peers INTERFACE $<TARGET_OBJECTS:${target}>)
endfunction()

# ---- oneDNN 2 (libdnnl-dev) ----
find_path(ACTFAST_DNNL_INCLUDE oneapi/dnnl/dnnl_version.h)
find_library(ACTFAST_DNNL_LIBRARY dnnl)
if(ACTFAST_DNNL_INCLUDE AND ACTFAST_DNNL_LIBRARY)
    file(STRINGS ${ACTFAST_DNNL_INCLUDE}/oneapi/dnnl/dnnl_version.h line REGEX "define DNNL_VERSION_MAJOR 2")
    if(line)
        act_peer_objects(actfast_peer_onednn peers/onednn.c)
        target_include_directories(actfast_peer_onednn SYSTEM PRIVATE ${ACTFAST_DNNL_INCLUDE})
        target_link_libraries(actfast_peers INTERFACE ${ACTFAST_DNNL_LIBRARY} ${CMAKE_DL_LIBS})
        string(APPEND ACTFAST_PEER_LINES "PEER(onednn)\n")
        list(APPEND ACTFAST_PEERS_FOUND oneDNN)
    endif()
endif()

# ---- XNNPACK (libxnnpack-dev, libpthreadpool-dev) ----
find_path(ACTFAST_XNNPACK_INCLUDE xnnpack.h)
find_path(ACTFAST_PTHREADPOOL_INCLUDE pthreadpool.h)
find_library(ACTFAST_XNNPACK_LIBRARY XNNPACK)
if(ACTFAST_XNNPACK_INCLUDE AND ACTFAST_PTHREADPOOL_INCLUDE AND ACTFAST_XNNPACK_LIBRARY)
    # Later ones have other operators, and no version to ask for.
    include(CheckCSourceCompiles)
    set(CMAKE_REQUIRED_INCLUDES ${ACTFAST_XNNPACK_INCLUDE} ${ACTFAST_PTHREADPOOL_INCLUDE})
    set(CMAKE_REQUIRED_FLAGS -Werror)
    set(CMAKE_REQUIRED_LIBRARIES ${ACTFAST_XNNPACK_LIBRARY})
    check_c_source_compiles("#include <xnnpack.h>
        enum xnn_status (*create)(size_t, size_t, size_t, uint32_t, xnn_operator_t *) = xnn_create_sigmoid_nc_f32;
        int main(void) { return !create; }" ACTFAST_XNNPACK_IS_KNOWN)
    unset(CMAKE_REQUIRED_INCLUDES)
    unset(CMAKE_REQUIRED_FLAGS)
    unset(CMAKE_REQUIRED_LIBRARIES)
endif()
if(ACTFAST_XNNPACK_IS_KNOWN)
    act_peer_objects(actfast_peer_xnnpack peers/xnnpack.c)
    target_include_directories(actfast_peer_xnnpack SYSTEM PRIVATE
        ${ACTFAST_XNNPACK_INCLUDE} ${ACTFAST_PTHREADPOOL_INCLUDE})
    target_link_libraries(actfast_peers INTERFACE ${ACTFAST_XNNPACK_LIBRARY})
    # It does not tell its version; the package does, where there is one.
    execute_process(COMMAND dpkg-query -W -f "\${Version}" libxnnpack-dev
        OUTPUT_VARIABLE version RESULT_VARIABLE status ERROR_QUIET)
    if(NOT status EQUAL 0)
        set(version "as installed")
    endif()
    target_compile_definitions(actfast_peer_xnnpack PRIVATE ACT_XNNPACK_VERSION="${version}")
    string(APPEND ACTFAST_PEER_LINES "PEER(xnnpack)\n")
    list(APPEND ACTFAST_PEERS_FOUND XNNPACK)
endif()

# ---- SLEEF by hand (the library itself needs it) ----
foreach(isa IN LISTS ACTFAST_TIERS)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/peers/sleef_${isa}.c)
        act_peer_objects(actfast_peer_sleef_${isa} peers/sleef_${isa}.c)
        act_tier_flags(${isa} flags)
        target_compile_options(actfast_peer_sleef_${isa} PRIVATE ${flags} -fno-math-errno)
        target_include_directories(actfast_peer_sleef_${isa} PRIVATE ${SLEEF_INCLUDE_DIRS})
        string(APPEND ACTFAST_PEER_LINES "PEER(sleef_${isa})\n")
    endif()
endforeach()
target_link_libraries(actfast_peers INTERFACE PkgConfig::SLEEF)
list(APPEND ACTFAST_PEERS_FOUND SLEEF)

# ---- libmvec (libc's), which GCC calls for plain loops under -ffast-math, and GCC where they call nothing ----
find_library(ACTFAST_MVEC_LIBRARY mvec)
set(ACTFAST_MVEC_LINES "")
if(ACTFAST_MVEC_LIBRARY AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
    foreach(isa IN LISTS ACTFAST_TIERS)
        if(NOT isa STREQUAL scalar)
            act_peer_objects(actfast_peer_libmvec_${isa}_loops libm.c)
            act_tier_flags(${isa} flags)
            target_compile_options(actfast_peer_libmvec_${isa}_loops PRIVATE ${flags} -ffast-math)
            target_compile_definitions(actfast_peer_libmvec_${isa}_loops PRIVATE
                ACT_LIBM_JOB=act_libmvec_job_${isa})
            string(APPEND ACTFAST_MVEC_LINES "TIER(${isa})\n")
            string(APPEND ACTFAST_PEER_LINES "PEER(libmvec_${isa})\nPEER(gcc_${isa})\n")
        endif()
    endforeach()
    act_peer_objects(actfast_peer_libmvec peers/libmvec.c)
    target_link_libraries(actfast_peers INTERFACE ${ACTFAST_MVEC_LIBRARY})
    list(APPEND ACTFAST_PEERS_FOUND libmvec)
endif()
file(CONFIGURE OUTPUT peers/libmvec_tiers.def CONTENT
"/* The instruction sets with a libmvec peer. Written by benchmarks/peers.cmake. */
@ACTFAST_MVEC_LINES@#undef TIER
" @ONLY)

file(CONFIGURE OUTPUT peers/peers.def CONTENT
"/* The peers that are built in. Written by benchmarks/peers.cmake. */
@ACTFAST_PEER_LINES@#undef PEER
" @ONLY)
target_include_directories(actfast_peers INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/peers)
message(STATUS "actfast-compare: peers found: ${ACTFAST_PEERS_FOUND}")
