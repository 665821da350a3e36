"""Functions that bring facts in, and a whole graph elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.graph import engines
from clustergraph.graph.opening import open_graph

if TYPE_CHECKING:
    from clustergraph.graph.location import Location
    from clustergraph.graph.push import Pushed
    from clustergraph.languages import Lang
    from clustergraph.sources.fetch import Fetched
    from clustergraph.sources.identity import Decisions


def build(
    *sources: str,
    graph: str | Path = "graph",
    engine: str = engines.DEFAULT,
    allow_empty: bool = False,
) -> Location:
    """Build a graph folder from the curated facts and any "SOURCE=PATH", and open it.

    The present graph stays in force until the new one is complete. Decisions that you keep in
    ~/.config/clustergraph/decisions.csv are taken with those given. `manifest` of the result tells
    what each source brought; errors are those of `clustergraph.building.build.build`.
    """
    from clustergraph.building import build as library
    from clustergraph.building import decisions
    from clustergraph.questions import indexing, words

    given = decisions.kept([library.source(text) for text in sources])
    library.build(given, Path(graph), engine, allow_empty=allow_empty, alongside=indexing.Alongside)
    location = open_graph(graph)
    words.made(location)
    return location


def decisions(*files: str | Path, output: str | Path | None = None) -> Decisions:
    """What is decided on which organisations are one: in force, or by some files.

    In force are the decisions that are shipped and those that you keep in
    ~/.config/clustergraph/decisions.csv. Files are CSV or SSSOM; `output` is written as SSSOM where
    it ends with .tsv, else as CSV.
    """
    from clustergraph.building import decisions as library
    from clustergraph.formats.output import write_bytes

    found = library.in_force(*map(Path, files))
    if output is not None:
        write_bytes(Path(output), [library.WRITERS[library.form_of(Path(output))](found)])
    return found


def fetch(name: str, output: str | Path = "downloads") -> Fetched:
    """Download an official archive and unpack it into a folder of its name, ready for `build`.

    An interrupted download resumes. Errors are those of `clustergraph.sources.fetch.fetch`.
    """
    from clustergraph.sources import fetch as library

    return library.fetch(name, Path(output))


def template(output: str | Path, name: str = "table", *, lang: Lang = "en") -> Path:
    """Write an empty table for your own partners and projects, .xlsx or .csv, to fill in."""
    from clustergraph.sources.template import TEMPLATES
    from clustergraph.terms import unknown

    if name not in TEMPLATES:
        raise unknown("template", name, TEMPLATES)
    TEMPLATES[name](Path(output), lang)
    return Path(output)


def push(
    graph: Location, endpoint: str, *, update: str | None = None, store: str | None = None
) -> Pushed:
    """Put a graph on a SPARQL endpoint, in the place of what it holds.

    Readers see the old graph until the new one is complete. `update` is where updates go if not
    beside or at the endpoint, `store` a Graph Store address, which loads faster. User, password and
    token come from the environment, as the command takes them.
    """
    from clustergraph.graph import push as library
    from clustergraph.http.limits import Patience

    return library.push(graph, endpoint, update=update, store=store,
                        patience=Patience(graph.timeout))  # fmt: skip
