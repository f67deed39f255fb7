# How the binary is built: its segments, markers and guards; its instructions as a whole; the same bytes twice;
# other architectures refused. After promises.cmake: `core` and `tiers` are its.
# What the compiler adds to a shared library.
set(foreign $<TARGET_FILE:CpuFeatures::cpu_features>)
foreach(file crti.o crtbeginS.o crtendS.o crtn.o)
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=${file}
        OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(IS_ABSOLUTE "${path}")
        string(APPEND foreign ",${path}")
    endif()
endforeach()

function(act_check_hardening name check)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND}
        -DCHECK=${check} -DREADELF=${CMAKE_READELF} -DNM=${CMAKE_NM} "-DFLAGS=${CMAKE_C_FLAGS}"
        -DLIBRARY=$<TARGET_FILE:actfast> "-DCORE=${core}" "-DTIERS=${tiers}" "-DFOREIGN=${foreign}"
        -DBRANCH=${ACTFAST_BRANCH_FLAG} -DGUARD=${ACTFAST_HAS_STACK_PROTECTOR} ${ARGN}
        -P ${CMAKE_CURRENT_SOURCE_DIR}/check_hardening.cmake)
endfunction()

act_check_hardening(the_library_is_read_only_once_loaded image)
if(ACTFAST_INSTALL)
    act_check_hardening(the_installed_library_looks_nowhere_else image -DINSTALL=${PROJECT_BINARY_DIR})
endif()
act_check_hardening(jumps_land_where_they_are_meant_to markers)
act_check_hardening(the_core_has_stack_guards_the_kernels_none guards)

# act_check_refusal(name processor bytes order sentence): what becomes of a build for such a machine.
function(act_check_refusal name processor bytes order sentence)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND}
        -DSOURCE=${PROJECT_SOURCE_DIR} -DWORK=${CMAKE_CURRENT_BINARY_DIR}/${name}
        -DCOMPILER=${CMAKE_C_COMPILER} -DPROCESSOR=${processor} -DBYTES=${bytes} -DORDER=${order}
        "-DWANT=${sentence}" -P ${CMAKE_CURRENT_SOURCE_DIR}/check_refusal.cmake)
endfunction()

act_check_refusal(a_build_for_32_bit_x86_is_refused i686 4 LITTLE_ENDIAN "the processor i686")
act_check_refusal(a_build_for_x32_is_refused x86_64 4 LITTLE_ENDIAN "x86_64 with 32-bit addresses")
act_check_refusal(a_build_for_32_bit_arm_is_refused armv7l 4 LITTLE_ENDIAN "the processor armv7l")
act_check_refusal(a_build_for_ilp32_is_refused aarch64 4 LITTLE_ENDIAN "aarch64 with 32-bit addresses")
act_check_refusal(a_build_for_aarch64_be_is_refused aarch64_be 8 BIG_ENDIAN "the processor aarch64_be")
act_check_refusal(a_build_for_big_endian_is_refused aarch64 8 BIG_ENDIAN "big-endian aarch64")
act_check_refusal(a_build_for_s390x_is_refused s390x 8 BIG_ENDIAN "the processor s390x")
# The same way of asking, so that a refusal of everything would be seen.
act_check_refusal(a_build_for_this_machine_is_not_refused
    ${CMAKE_SYSTEM_PROCESSOR} 8 LITTLE_ENDIAN accepted)
