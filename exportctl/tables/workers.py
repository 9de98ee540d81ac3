"""Work shared among processes: answers come back in the order of the questions, and only as many are under way as keep
every process busy.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, TypeVar

from exportctl.errors import BrokenRun

__all__ = ["CHUNK", "in_order"]

_Q = TypeVar("_Q")
_A = TypeVar("_A")
CHUNK = 50
_AHEAD = 2


def in_order(
    answer: Callable[[Sequence[_Q]], _A], questions: Iterable[_Q], *, workers: int | None, about: int | None
) -> Iterator[_A]:
    """``answer`` to ``questions``, `CHUNK` at a time, in their order.

    ``workers`` processes share them: all cores when left out, and no more than ``about`` so many questions are worth.
    """
    several = iter(questions)
    chunks: Iterator[list[_Q]] = iter(lambda: list(islice(several, CHUNK)), [])
    worth = max(about // CHUNK, 1) if about is not None else os.cpu_count() or 1
    number = min(workers or os.cpu_count() or 1, worth)
    if number == 1:
        yield from map(answer, chunks)
        return
    # Started afresh, not forked: a progress bar's thread may hold a lock at that moment.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(number, mp_context=context, initializer=_begin, initargs=(answer,))
    try:
        under_way: deque[Future[_A]] = deque()
        for chunk in chunks:
            under_way.append(pool.submit(_work, chunk))
            if len(under_way) > _AHEAD * number:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as error:
        raise BrokenRun() from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_answer: list[Callable[[Sequence[Any]], Any]] = []


def _begin(answer: Callable[[Sequence[Any]], Any]) -> None:
    """Hand a worker what it works with once, not with every chunk; it ends with the process that began it."""
    _answer[:] = [answer]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(questions: Sequence[Any]) -> Any:
    return _answer[0](questions)
