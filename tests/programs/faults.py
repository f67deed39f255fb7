"""Counts what is not as it should be, for scripts that are tests."""

import sys

faults = 0


def expect(got, wanted, what):
    global faults
    if got != wanted:
        faults += 1
        print(f"FAULT: {what}: {got!r}, not {wanted!r}")


def leave():
    """Ends the script with the status of its faults."""
    sys.exit(1 if faults else 0)
