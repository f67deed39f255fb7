"""Backends: one instruction set at one accuracy each."""
from ._library import check, native


class Backend:
    """One instruction set at one accuracy. Backends come from `backends()`, `find_backend()` and
    `active_backend()`; there are no others."""

    __slots__ = ("_pointer",)

    def __init__(self, pointer):
        self._pointer = pointer

    @property
    def isa(self):
        """scalar, sse2, avx2, avx512 or neon."""
        return native.actfast_backend_isa(self._pointer).decode()

    @property
    def accuracy(self):
        """accurate or fast."""
        return native.actfast_backend_accuracy(self._pointer).decode()

    def __eq__(self, other):
        return isinstance(other, Backend) and self._pointer == other._pointer

    def __hash__(self):
        return hash(self._pointer)

    def __repr__(self):
        return f"<actfast backend {self.isa} {self.accuracy}>"

    def __reduce__(self):
        return find_backend, (self.isa, self.accuracy)


def backends():
    """All backends that this CPU can run, the best first."""
    return [Backend(native.actfast_backend_at(i)) for i in range(native.actfast_backend_count())]


def find_backend(isa=None, accuracy=None):
    """The best backend of that instruction set and accuracy, where None stands for any.

    Raises ValueError, which lists what there is, if there is none."""
    for argument in (isa, accuracy):
        if not isinstance(argument, (str, type(None))):
            raise TypeError(f"a backend is found by strings, not by {type(argument).__name__}")
    names = [None if argument is None else argument.encode() for argument in (isa, accuracy)]
    # C would end the name there, and find what was not asked for.
    whole = all(name is None or b"\0" not in name for name in names)
    pointer = native.actfast_backend_find(*names) if whole else None
    if not pointer:
        wanted = " ".join(argument for argument in (isa, accuracy) if argument is not None)
        there = ", ".join(f"{b.isa} {b.accuracy}" for b in backends())
        raise ValueError(f"no backend {wanted!r} on this machine; there are {there}")
    return Backend(pointer)


def active_backend():
    """The backend that calls without one use."""
    return Backend(native.actfast_backend_active())


def activate(backend):
    """Makes a backend, or the best one of an instruction set's name, the active one for the whole
    process and all its threads; None goes back to the one chosen when the library was loaded."""
    check(native.actfast_backend_activate(pointer_of(backend)), "activate")


def pointer_of(backend):
    """What a call by number takes: of a Backend, of the name of an instruction set, of None."""
    if backend is None:
        return None
    if isinstance(backend, str):
        backend = find_backend(backend)
    if not isinstance(backend, Backend):
        raise TypeError(
            "backend must be a Backend, the name of an instruction set or None, "
            f"not {type(backend).__name__}"
        )
    return backend._pointer


class backend:
    """A context in which another backend is active; then the one before it is again.

    with actfast.backend("avx2"):
        y = actfast.gelu(x)

    The active backend belongs to the PROCESS, not to the thread: calls of other threads meanwhile
    use it too, and contexts that overlap in several threads leave whichever was put back last.
    Where that matters, give each call its own: actfast.gelu(x, backend="avx2").

    Raises ValueError at once if there is no such backend here."""

    def __init__(self, isa=None, accuracy=None):
        self._backend = isa if isinstance(isa, Backend) else find_backend(isa, accuracy)
        self._before = []

    def __enter__(self):
        self._before.append(active_backend())
        activate(self._backend)
        return self._backend

    def __exit__(self, *exception):
        activate(self._before.pop())
