"""Runs pytest tests for ctest: run_tests.py MODULE,MODULE... PATH...

Without one of the modules nothing can be tested: that is said loudly, and the status is 77, which
ctest shows as skipped."""
import importlib.util
import os
import sys

SKIPPED = 77


def main():
    # The folder of this script has one called torch, which is not PyTorch.
    sys.path.pop(0)
    modules, paths = ["pytest", *sys.argv[1].split(",")], sys.argv[2:]
    missing = [name for name in modules if not importlib.util.find_spec(name)]
    if missing:
        print(
            f"SKIPPED: {sys.executable} has no {', '.join(missing)}, NOTHING is tested of "
            f"{' '.join(paths)}; cmake/setup.sh python torch installs it on Debian and Ubuntu"
        )
        return SKIPPED
    library = os.environ["ACTFAST_LIBRARY"]
    if not os.path.exists(library):
        print(f"{library} is not there")
        return 1
    import pytest

    return pytest.main(["-ra", "-p", "no:cacheprovider", *paths])


if __name__ == "__main__":
    sys.exit(main())
