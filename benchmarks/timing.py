"""How long something takes, one after the other, when all that can be looked up once has been."""

import gc
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["seconds"]

_One = TypeVar("_One")


def seconds(run: Callable[[_One], object], many: Sequence[_One]) -> list[float]:
    """The seconds that ``run`` takes for each of ``many``, at the second time and without the garbage collector."""
    for one in many:
        run(one)
    gc.collect()
    gc.disable()
    try:
        times = []
        for one in many:
            start = time.perf_counter()
            run(one)
            times.append(time.perf_counter() - start)
    finally:
        gc.enable()
    return times
