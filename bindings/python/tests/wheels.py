"""Makes the wheel of a package as pip does, of a copy of its folder."""
import shutil
import subprocess
import sys


def build(project, place):
    """The wheel, which lies in `place`; nothing is fetched."""
    copy = place / "project"
    shutil.copytree(
        project, copy, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
    )
    program = (
        "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(place)],
        cwd=copy,
        check=True,
        capture_output=True,
        timeout=500,
    )
    (wheel,) = place.glob("*.whl")
    return wheel
