"""Says on stderr whom or what the names in a request were taken for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from clustergraph.cli.printing import say
from clustergraph.cli.program import spell
from clustergraph.errors import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.languages import Lang


@contextmanager
def naming(lang: Lang) -> Iterator[None]:
    """Say what every name that is resolved inside the block was taken for, once it is done."""
    from clustergraph.questions.taken import remembering

    with remembering(lang) as known:
        yield
    say(*(spelled(each.parts(lang), spell) for each in known.taken))
