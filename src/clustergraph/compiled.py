"""What Python has compiled of a module (.pyc), where it cannot be read again.

A disk that is full while Python compiles leaves such files, and nothing mends them. Knows how
Python loads modules; nothing of what is in them.
"""

from __future__ import annotations

from traceback import walk_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What in the loader of Python reads such a file, and how it calls its path there.
_READING, _PATH = "_compile_bytecode", "bytecode_path"


def told(error: BaseException) -> str | None:
    """What to say of an error that has come, by whatever way, from a file that is damaged; None of
    any other."""
    for each in _behind(error):
        for frame, _ in walk_tb(each.__traceback__):
            path = frame.f_locals.get(_PATH)
            if frame.f_code.co_name == _READING and isinstance(path, str):
                return (
                    f"{path}: damaged ({each}), as a full disk leaves what Python compiles: delete "
                    "it and run the command again"
                )
    return None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it was raised for, or while they were handled."""
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
