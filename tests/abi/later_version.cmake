# Promise: names that were released keep their node of the version script, new ones get that of their release.
# cmake -DSOURCE=... -DWORK=... -DCC=... -DNM=... -P later_version.cmake links two names as though the list were
# of 0.9 and 0.10 and the library were 0.11.
cmake_minimum_required(VERSION 3.18)
include(${SOURCE}/cmake/version_script.cmake)

file(MAKE_DIRECTORY ${WORK})
set(CMAKE_CURRENT_BINARY_DIR ${WORK})
file(WRITE ${WORK}/exports.txt
    "actfast_middle ACTFAST_0.10\nactfast_old ACTFAST_0.9\nactfast_old_too ACTFAST_0.9\n")
file(WRITE ${WORK}/names.c
    "void actfast_old(void) {}\nvoid actfast_old_too(void) {}\nvoid actfast_middle(void) {}\n"
    "void actfast_new(void) {}\nvoid act_private(void) {}\n")
act_version_script(${WORK}/exports.txt 0.11.2 ${WORK}/names.map)
execute_process(COMMAND ${CC} -shared -fPIC -Wl,--version-script=names.map names.c -o names.so
    WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status)
execute_process(COMMAND ${NM} -D --defined-only names.so
    WORKING_DIRECTORY ${WORK} OUTPUT_VARIABLE text)
string(REGEX MATCHALL "[a-z_]+@@[A-Z_0-9.]+" got "${text}")
list(SORT got)
set(want actfast_middle@@ACTFAST_0.10 actfast_new@@ACTFAST_0.11
    actfast_old@@ACTFAST_0.9 actfast_old_too@@ACTFAST_0.9)
if(NOT status EQUAL 0 OR NOT got STREQUAL want)
    message(FATAL_ERROR "FAULT: got [${got}], want [${want}]:\n${text}")
endif()

# The nodes are in the order of the versions, each built on the one before.
execute_process(COMMAND ${CMAKE_COMMAND} -E cat ${WORK}/names.map OUTPUT_VARIABLE text)
if(NOT text MATCHES "ACTFAST_0.9 {.*} ACTFAST_0.9;.*} ACTFAST_0.10;\n$")
    message(FATAL_ERROR "FAULT: the nodes do not follow each other:\n${text}")
endif()
