"""Holds docs/choosing.md to the list: each activation has its section, in the order of the list, with its own
picture, and a row of the table that says what it learns and whether y is enough, as the library says.

choosing.py LIBRARY"""
import ctypes
import re
import sys

import pages

PAGE = pages.SOURCE / "docs" / "choosing.md"


def activations(library):
    """Name, learnable parameter and whether backward works from y, as the library answers for no element."""
    library.actfast_activation_name.restype = ctypes.c_char_p
    library.actfast_activation_param_name.restype = ctypes.c_char_p
    nothing, no_size = ctypes.c_void_p(), ctypes.c_size_t(0)
    sums = (ctypes.c_double * 2)()
    for i in range(library.actfast_activation_count()):
        name = library.actfast_activation_name(i).decode()
        head = (nothing, i, nothing, nothing, nothing)
        learns = not library.actfast_param_grad_f32(*head, no_size, sums)
        inverts = not library.actfast_backward_from_output_f32(*head, nothing, no_size)
        parameter = library.actfast_activation_param_name(i, 0).decode() if learns else ""
        yield name, parameter, inverts


def main():
    text = PAGE.read_text(encoding="utf-8")
    sections = re.findall(r"^### (.*)\n\n!\[.*\]\(pictures/(\w+)\.svg\)\n\n(?=\w)", text, re.M)
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]]
        for row in re.findall(r"^\| \[\w+\]\(#.*$", text, re.M)
    ]
    wanted = list(activations(ctypes.CDLL(sys.argv[1])))
    faults = []
    if sections != [(name, name) for name, _, _ in wanted]:
        faults.append("the sections and their pictures are not those of the list, in its order")
    if [row[0] for row in rows] != [f"[{name}](#{name})" for name, _, _ in wanted]:
        faults.append("the rows of the table are not those of the list, in its order")
    for row, (name, parameter, inverts) in zip(rows, wanted):
        if row[-2:] != [parameter, "yes" if inverts else ""]:
            faults.append(f"{name}: learns `{row[-2]}`, from y `{row[-1]}`")
    print(*faults, sep="\n")
    print(f"{len(wanted)} activations, {len(faults)} faults")
    return 1 if faults or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
