"""Blocks of work on several threads, their results in the order of the blocks.

The number of threads is Numba's: NUMBA_NUM_THREADS, or numba.set_num_threads.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Block = TypeVar("Block")
Result = TypeVar("Result")


def in_order(work: Callable[[Block], Result], blocks: Iterable[Block]) -> Iterator[Result]:
    """`work` of each block, in order, whichever thread is ready first.

    `work` must release the GIL to gain. Few results wait at a time, so memory stays small; when
    the caller stops, so does the work, at the end of the blocks begun.
    """
    import numba

    threads = numba.get_num_threads()
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for block in blocks:
                waiting.append(pool.submit(work, block))
                if len(waiting) >= 4 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
