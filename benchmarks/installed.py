"""What an installation weighs: each package that clustergraph brings, the largest first, and whose
requirement it is.

    python benchmarks/installed.py [--extra mcp]

Counts the files of each distribution as they lie on this machine, compiled ones left out, since
they are made as they are used. The extras of a developer are not counted.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import deque
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
MEGABYTE = 1_000_000


def wanted(extras: list[str]) -> list[str]:
    """What pyproject.toml requires."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    more = (line for extra in extras for line in project["optional-dependencies"][extra])
    return [*project["dependencies"], *more]


def closure(lines: list[str]) -> dict[str, str]:
    """Each distribution that is needed, with the one that first asks for it."""
    found: dict[str, str] = {}
    waiting = deque(("clustergraph-kg", Requirement(line), "") for line in lines)
    while waiting:
        asker, needed, extra = waiting.popleft()
        name = canonicalize_name(needed.name)
        if needed.marker and not needed.marker.evaluate({"extra": extra}):
            continue
        if name in found:
            continue
        found[name] = asker
        for line in metadata.requires(name) or ():
            for each in needed.extras or {""}:
                waiting.append((name, Requirement(line), each))
    return found


def size(name: str) -> int:
    """The bytes of the files of a distribution."""
    files = metadata.files(name) or ()
    places = (Path(str(each.locate())) for each in files if each.suffix != ".pyc")
    return sum(place.stat().st_size for place in places if place.is_file())


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extra", action="append", default=[], metavar="NAME")
    found = closure(wanted(parser.parse_args().extra))
    sizes = {name: size(name) for name in found}
    print(f"{len(found)} packages, {sum(sizes.values()) / MEGABYTE:,.0f} MB")
    for name in sorted(sizes, key=lambda each: (-sizes[each], each)):
        if sizes[name] >= MEGABYTE:
            print(f"{sizes[name] / MEGABYTE:8.1f} MB  {name} ({found[name]})")


if __name__ == "__main__":
    main()
