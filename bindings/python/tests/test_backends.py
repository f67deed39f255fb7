"""Backends are found, and steered for the process and for a call; other threads run meanwhile."""
import ctypes
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from common import floats, same_bits

import actfast
from actfast import _library


@pytest.fixture(autouse=True)
def back_to_the_choice_at_load():
    yield
    actfast.activate(None)


def test_the_list_is_that_of_the_library_best_first():
    there = actfast.backends()
    native = ctypes.CDLL(_library.path)
    assert len(there) == native.actfast_backend_count() > 0
    assert there[-1].isa == "scalar"
    assert len({(b.isa, b.accuracy) for b in there}) == len(there)
    for b in there:
        assert actfast.find_backend(b.isa, b.accuracy) == b
        assert pickle.loads(pickle.dumps(b)) == b and hash(b) == hash(pickle.loads(pickle.dumps(b)))
        assert b.isa in repr(b) and b.accuracy in repr(b)
    assert actfast.find_backend() == there[0] == actfast.find_backend(accuracy="accurate")


def test_a_context_makes_a_backend_active_and_puts_back_the_one_before():
    before = actfast.active_backend()
    for b in actfast.backends():
        with actfast.backend(b.isa, b.accuracy) as inside:
            assert inside == b == actfast.active_backend()
            with actfast.backend("scalar"):
                assert actfast.active_backend().isa == "scalar"
            assert actfast.active_backend() == b
        assert actfast.active_backend() == before
        with pytest.raises(KeyError), actfast.backend(b):
            assert actfast.active_backend() == b
            raise KeyError
        assert actfast.active_backend() == before
    again = actfast.backend("scalar")
    with again, again:
        pass
    assert actfast.active_backend() == before


def test_a_context_holds_for_the_whole_process():
    with actfast.backend("scalar"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(actfast.active_backend).result().isa == "scalar"


def test_a_call_takes_a_backend_of_its_own():
    # Two backends that do not give the same bits everywhere tell which one has run.
    wide, x = actfast.backends()[0], floats(20000)
    if wide.isa in ("sse2", "scalar"):
        pytest.skip("this CPU has no backend with FMA, whose bits would differ")
    scalar = actfast.find_backend("scalar")
    by_wide, by_scalar = actfast.tanhshrink(x), None
    with actfast.backend("scalar"):
        by_scalar = actfast.tanhshrink(x)
        assert same_bits(actfast.tanhshrink(x, backend=wide), by_wide)
    assert not same_bits(by_wide, by_scalar)
    for given in (scalar, "scalar"):
        assert same_bits(actfast.tanhshrink(x, backend=given), by_scalar)
        matrix = x.reshape(100, 200)
        zero = np.zeros(200, np.float32)
        assert same_bits(
            actfast.tanhshrink.bias(matrix, zero, backend=given), by_scalar.reshape(100, 200)
        )
        ones = np.ones((100, 200), np.float32)
        assert same_bits(
            actfast.tanhshrink.gated_rows(np.hstack([matrix, ones]), backend=given),
            by_scalar.reshape(100, 200),
        )
        assert actfast.swish.param_grad(x, x, backend=given) != actfast.swish.param_grad(x, x)
    assert actfast.active_backend() == wide


def test_what_is_not_there_is_a_value_error_that_lists_what_is():
    for call in (
        lambda: actfast.find_backend("mmx"),
        lambda: actfast.find_backend("scalar\0junk"),
        lambda: actfast.backend("mmx"),
        lambda: actfast.gelu(floats(3), backend="mmx"),
        lambda: actfast.activate("mmx"),
        lambda: actfast.backend("scalar", "sloppy"),
    ):
        with pytest.raises(ValueError, match="no backend .*there are .*scalar accurate"):
            call()
    for call in (
        lambda: actfast.gelu(floats(3), backend=7),
        lambda: actfast.find_backend(b"avx2"),
        lambda: actfast.activate(0),
    ):
        with pytest.raises(TypeError):
            call()


def test_threads_on_slices_of_one_array_give_the_bits_of_one_call():
    x, threads = floats(1 << 20), 7
    want = actfast.swish(x, beta=1.5), actfast.swish.grad(x, beta=1.5)
    y, g = np.empty_like(x), np.empty_like(x)
    edges = np.linspace(0, x.size, 50).astype(int)

    def work(part):
        actfast.swish.value_and_grad(x[part], beta=1.5, out=(y[part], g[part]))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, [slice(a, b) for a, b in zip(edges, edges[1:])]))
    assert same_bits(y, want[0]) and same_bits(g, want[1])


def ticks_during(call):
    """How often another thread of Python, which does nothing but sleep, woke up meanwhile."""
    ticks, done = 0, threading.Event()

    def tick():
        nonlocal ticks
        while not done.is_set():
            time.sleep(0.001)
            ticks += 1

    ticker = threading.Thread(target=tick)
    ticker.start()
    time.sleep(0.02)
    before, start = ticks, time.perf_counter()
    call()
    counted, took = ticks - before, time.perf_counter() - start
    done.set()
    ticker.join()
    return counted, took


def test_other_threads_of_python_run_during_a_call():
    x = floats(1 << 22)
    y = np.empty_like(x)
    while True:
        counted, took = ticks_during(lambda: actfast.mish(x, out=y, backend="scalar"))
        if took > 0.2:
            break
        x = np.concatenate([x, x])
        y = np.empty_like(x)
    # With the lock held all the while it could tick once before the call and once after it.
    assert counted >= 5, (counted, took)


def test_the_active_backend_may_change_while_threads_compute():
    x = floats(5000)
    wants = []
    for b in actfast.backends():
        wants.append(actfast.gelu(x, backend=b))
    stop, wrong = threading.Event(), []

    def work():
        while not stop.is_set():
            y = actfast.gelu(x)
            if not any(same_bits(y, want) for want in wants):
                wrong.append(y)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        for b in actfast.backends():
            with actfast.backend(b):
                pass
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
