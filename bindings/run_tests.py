"""Runs a folder of pytest tests for ctest: run_tests.py FOLDER MODULE...

Without one of the modules nothing can be tested: that is said loudly, and the status is 77, which ctest
shows as skipped."""
import importlib.util
import os
import sys

SKIPPED = 77


def main():
    folder, modules = sys.argv[1], sys.argv[2:]
    missing = [name for name in ["pytest", *modules] if not importlib.util.find_spec(name)]
    if missing:
        print(f"SKIPPED: {sys.executable} has no {', '.join(missing)}, NOTHING is tested of {folder}; "
              "cmake/setup.sh python torch installs them on Debian and Ubuntu")
        return SKIPPED
    library = os.environ["ACTFAST_LIBRARY"]
    if not os.path.exists(library):
        print(f"{library} is not there")
        return 1
    import pytest
    return pytest.main(["-ra", "-p", "no:cacheprovider", folder])


if __name__ == "__main__":
    sys.exit(main())
