"""A terminal of the tests: what a command sends to it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def on_a_terminal(folder: Path, *args: str, typed: Sequence[tuple[str, str]] = ()) -> str:
    """What a terminal gets of both streams; `typed`: after which text somebody types what."""
    mine, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "clustergraph", *args],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        got, waiting = b"", list(typed)
        while True:
            try:
                piece = os.read(mine, 1 << 16)
            except OSError:
                break
            if not piece:
                break
            got += piece
            if waiting and waiting[0][0].encode() in got:
                os.write(mine, f"{waiting.pop(0)[1]}\n".encode())
        process.wait()
    os.close(mine)
    return got.decode()
