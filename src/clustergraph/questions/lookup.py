"""What the graph says of names: which things are called something like a text, and what they are.

Knows the queries in queries/names/, which say what counts as a name, a code or a participation;
nothing of what is taken. They hold only few names at once, so that folders, files and endpoints
are asked the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from clustergraph import resources, terms
from clustergraph.languages import Text
from clustergraph.questions import directory
from clustergraph.questions.likest import Like
from clustergraph.questions.ranked import Ranked
from clustergraph.questions.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang
    from clustergraph.questions.directory import Directory
    from clustergraph.questions.entries import Row
    from clustergraph.questions.spelling import Typed

T = TypeVar("T")
# An engine parses the list of wanted IRIs as one VALUES block: keep each block moderate.
_BATCH = 2_000
# The embedded engine finds so many things one by one, and scans the whole graph for more.
_SMALL_BATCH = 64
# Of so many the engine tells all in a fiftieth of the time that the tables take to be opened.
_FEW = 4
# Where an example stands in the queries.
_EXAMPLES = {
    "nodes": re.compile(r"(?<=VALUES \?node \{ )[^}]*(?= \})"),
    "codes": re.compile(r"(?<=VALUES \?name \{ )[^}]*(?= \})"),
    "pattern": re.compile(r'(?<=LCASE\(STR\(\?name\)\), )"[^"]*"'),
}
# What is said of one project, and of several.
_PROJECTS = (Text("{} project", "{} projet"), Text("{:,} projects", "{:,} projets"))
# Where the thing itself was named by its IRI.
IRI = "iri"
# What asks for all names, for all codes, and of all things for what `described` tells.
_EVERY = ("named", "coded", "kinds", "projects", "countries", "identifiers")
_VALUES = re.compile(r"VALUES \?node \{[^}]*\}")
CODE, NAME = "code", "name"


@dataclass
class Thing:
    """What has one of the names sought: the names, each with what it is (code, name, alias or
    iri), and its classes and schemes."""

    names: set[tuple[str, str]] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Named:
    """A thing that a person may have meant.

    kind: the label of its class; country: ISO 3166-1 alpha-2 codes, with spaces between them;
    identifier: the best known, after its register; projects: in how many it takes part. The text
    is "" where nothing is known.
    """

    iri: str
    label: str
    kind: str = ""
    country: str = ""
    identifier: str = ""
    projects: int = 0

    def __str__(self) -> str:
        """In words: `Sirris (organisation, BE, PIC 999622734, 29 projects)`."""
        return self.said()

    def said(self, lang: Lang = "en") -> str:
        """The same with the number of projects in a language."""
        about = self._about(lang)
        return f"{self.label} ({about})" if about else self.label

    def listed(self) -> str:
        """The same after its CURIE, which names it and nothing else."""
        about = ", ".join(filter(None, (self.label, self._about())))
        return f"{terms.compress(self.iri)} ({about})"

    def _about(self, lang: Lang = "en") -> str:
        count = _PROJECTS[self.projects > 1].translated(lang).format(self.projects)
        known = (self.kind, self.country, self.identifier, count if self.projects else "")
        return ", ".join(filter(None, known))


class Classes:
    """The classes of a graph, and which stand above which at any distance."""

    def __init__(self, location: Location) -> None:
        self._above: dict[str, set[str]] = {}
        for name, above in _told(location, _text("classes")):
            self._above.setdefault(name, set()).add(above)

    def known(self, name: str) -> bool:
        """Whether the graph says of a class where it stands."""
        return name in self._above or any(name in above for above in self._above.values())

    def within(self, classes: Iterable[str], wanted: Iterable[str]) -> bool:
        """Whether one of the classes or schemes is one of those wanted, or below it."""
        return not set(wanted).isdisjoint(self._all(classes))

    def nearest(self, classes: Iterable[str]) -> str:
        """The one that says most: our own, lowest class, else a scheme, else any; or ""."""
        some = set(classes)
        lowest = some - {above for each in some for above in self._all([each]) - {each}}
        return min(
            lowest or some, key=lambda each: (not each.startswith(terms.CG), each), default=""
        )

    def _all(self, classes: Iterable[str]) -> set[str]:
        found: set[str] = set()
        left = set(classes)
        while left:
            found |= left
            left = {above for each in left for above in self._above.get(each, ())} - found
        return found


def coded(location: Location, codes: Iterable[str], iris: Iterable[str]) -> dict[str, Thing]:
    """The things with one of the codes as it stands, and those with one of the IRIs."""
    known = _directory(location)
    if known is not None:
        return things(
            location, [*known.coded(codes), *((iri, IRI, "") for iri in kinds(location, iris))]
        )
    literals = " ".join(str(ox.Literal(code)) for code in codes)
    rows = _rows(location, "codes", codes=literals, nodes=_listed(iris))
    return things(location, ((node, kind, name) for node, kind, name in rows))


def called(
    location: Location,
    typed: Typed,
    wanted: Callable[[AbstractSet[str]], bool],
    most: int | None = None,
) -> dict[str, Thing]:
    """The things with a name that is the text, or holds it as whole words, and maybe others.

    wanted: whether classes are those sought. most: of those that hold it, so many may do, which are
    in the most projects.
    """
    known = _directory(location)
    if known is not None:
        return things(location, known.called(typed, wanted, most))
    return things(location, _found(location, "named", typed.name_pattern()))


def coded_loosely(location: Location, typed: Typed) -> dict[str, Thing]:
    """The things with a code that is the text but for signs, or the same code in another usage,
    and maybe others."""
    known = _directory(location)
    if known is not None:
        return things(location, known.coded_loosely(typed.code_keys()))
    return things(location, _found(location, "coded", typed.code_pattern()))


def alike(
    location: Location,
    typed: Typed,
    sought: tuple[str, str],
    wanted: Callable[[AbstractSet[str]], bool],
    least: float,
) -> Iterator[Like]:
    """The names and codes that hold a piece of a text, all that are like it and maybe others; the
    most like of wanted things first, where this takes less time than all at once.

    sought: the patterns by which `called` and `coded_loosely` have passed some over; see `Like`.
    least: how like they are to be, of 100.
    """
    pieces = typed.pieces()
    if not pieces:
        return iter([Like([], [], {})])
    known = _directory(location)
    if known is not None:
        return known.likest.alike(typed, pieces, sought, wanted, least)
    named = list(_found(location, "named", pieces))
    counts = counted(typed, (name for _, _, name in named))
    return iter([Like([*named, *_found(location, "coded", pieces)], [], counts)])


def _found(location: Location, query: str, pattern: str) -> Iterator[Row]:
    rows = _rows(location, query, pattern=str(ox.Literal(pattern)))
    return ((node, kind, name) for node, kind, name in rows)


def _directory(location: Location) -> Directory | None:
    return directory.kept(location, [_text(query) for query in _EVERY])


def prepared(location: Location) -> bool:
    """Whether `prepare` has nothing left to do."""
    return directory.there(location, [_text(query) for query in _EVERY])


def prepare(location: Location) -> None:
    """Keep all names and codes beside a graph folder: to go through them in its store takes a
    second where there are a hundred thousand."""
    queries = {_text(query): query for query in _EVERY}
    directory.keep(location, list(queries), lambda text: _every(location, queries[text]))


def _every(location: Location, query: str) -> list[tuple[str, ...]]:
    """The rows of a query on all names, codes or things."""
    if query in _EVERY[:2]:
        return list(_found(location, query, ""))
    return list(_told(location, _VALUES.sub("", _text(query))))


def things(location: Location, rows: Iterable[tuple[str, str, str]]) -> dict[str, Thing]:
    """What was found (whose, as what, a name), without what describes the vocabulary itself."""
    found: dict[str, Thing] = {}
    for node, kind, name in rows:
        found.setdefault(node, Thing()).names.add((kind, name))
    known = kinds(location, found)
    for node, classes in known.items():
        found[node].classes |= classes
    return {node: thing for node, thing in found.items() if node in known}


def kinds(location: Location, iris: Iterable[str]) -> dict[str, set[str]]:
    """The classes and schemes of things."""
    kept, left = _kept(location, iris, Ranked.kinds)
    found = {node: set(classes) for node, classes in kept.items() if classes}
    for node, cls in _of(location, "kinds", left):
        found.setdefault(node, set()).add(cls)
    return found


def projects(location: Location, iris: Iterable[str]) -> dict[str, int]:
    """In how many projects each organisation takes part; those in none are left out."""
    kept, left = _kept(location, iris, Ranked.projects)
    found = {node: count for node, count in kept.items() if count}
    return found | {node: int(count) for node, count in _of(location, "projects", left)}


def states(location: Location, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """The countries in which things lie: their codes by IRI."""
    kept, left = _kept(location, iris, Ranked.states)
    found = {node: codes for node, codes in kept.items() if codes}
    for node, state, code in _of(location, "countries", left):
        found.setdefault(node, {})[state] = code
    return found


def _identifiers(location: Location, iris: Iterable[str]) -> dict[str, str]:
    """The best known number or code of things, after its register."""
    kept, left = _kept(location, iris, Ranked.identifiers)
    found = {node: told for node, told in kept.items() if told}
    for node, _, register, identifier in _of(location, "identifiers", left):
        found.setdefault(node, f"{register} {identifier}")
    return found


def _kept(
    location: Location, iris: Iterable[str], told: Callable[[Ranked, set[str]], dict[str, T]]
) -> tuple[dict[str, T], set[str]]:
    """What the directory tells of things, and those that it does not know."""
    wanted = set(iris)
    known = _directory(location) if len(wanted) > _FEW or directory.is_open() else None
    kept = told(known.things, wanted) if known else {}
    return kept, wanted - kept.keys()


def territories(location: Location, iris: Iterable[str]) -> dict[str, set[str]]:
    """The larger or later regions of NUTS with the territory of regions, by IRI."""
    found: dict[str, set[str]] = {}
    for node, region in _of(location, "territories", iris):
        found.setdefault(node, set()).add(region)
    return found


def described(
    location: Location, classes: Classes, kinds: Mapping[str, Iterable[str]], lang: str
) -> dict[str, Named]:
    """What is to be said of each thing, from its classes and schemes."""
    labels = location.labels(kinds, lang)
    nearest = {iri: classes.nearest(some) for iri, some in kinds.items()}
    types = location.labels(filter(None, nearest.values()), lang)
    lie = states(location, kinds)
    known = _identifiers(location, kinds)
    counts = projects(location, kinds)
    return {
        iri: Named(
            iri,
            labels[iri],
            types.get(nearest[iri], ""),
            " ".join(sorted(set(lie.get(iri, {}).values()))),
            known.get(iri, ""),
            counts.get(iri, 0),
        )
        for iri in kinds
    }


def _of(location: Location, name: str, iris: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The rows of queries/names/NAME.rq on these things."""
    wanted = sorted(set(iris))
    size = _BATCH if location.stored is None else _SMALL_BATCH
    for start in range(0, len(wanted), size):
        yield from _rows(location, name, nodes=_listed(wanted[start : start + size]))


def _rows(location: Location, name: str, **sought: str) -> Iterator[tuple[str, ...]]:
    """The rows of a query, with what is sought in the place of the examples that stand in it."""
    text = _text(name)
    for variable, ground in sought.items():
        # Cut rather than replaced: a backslash in what is sought stays one.
        parts = _EXAMPLES[variable].split(text)
        text = ground.join(parts)
    yield from _told(location, text)


def _told(location: Location, text: str) -> Iterator[tuple[str, ...]]:
    for row in location.select(text).rows:
        yield tuple("" if cell is None else cell.value for cell in row)


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


@cache
def _text(name: str) -> str:
    return (resources.queries_dir() / "names" / f"{name}.rq").read_text(encoding="utf-8")
