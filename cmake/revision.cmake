# Writes revision.h (-DOUTPUT=...) with what git says of the sources (-DSOURCE=...), if that is new: run by every build.
cmake_minimum_required(VERSION 3.18)

set(revision unknown)
if(EXISTS ${SOURCE}/.git) # and not the repository that another project has around these sources
    execute_process(COMMAND git -C ${SOURCE} describe --always --dirty
        OUTPUT_VARIABLE described RESULT_VARIABLE status ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(status EQUAL 0)
        set(revision ${described})
    endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT
"/* The revision of the sources. Written by cmake/revision.cmake. */
#define ACT_REVISION \"@revision@\"
" @ONLY)
