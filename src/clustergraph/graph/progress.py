"""How far a long piece of work is: who does it reports, a face shows. Knows no work and no face."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
# Gets the name of a stage and the share of it that is done.
Report = Callable[[str, float], None]
# Items after which progress is reported.
_STEP = 50_000


def silent(stage: str, share: float) -> None:
    """A report that nobody reads."""


def watched(items: Iterable[T], total: int, report: Callable[[float], None]) -> Iterator[T]:
    """The items as they come, telling now and then which share of `total` has passed."""
    for number, item in enumerate(items, 1):
        if number % _STEP == 0:
            report(number / total)
        yield item
