# The README shows quickstart.c (-DPROGRAM=…, -DREADME=…), all but its first line, which says what it is for.
file(READ ${PROGRAM} program)
file(READ ${README} readme)
string(REGEX REPLACE "^[^\n]*\n(.*)$" "\\1" program "${program}")
string(FIND "${readme}" "```c\n${program}```\n" at)
if(at EQUAL -1)
    message(FATAL_ERROR "the README's program is not ${PROGRAM}")
endif()
