"""Checking a graph against the shapes and rules of the ontology.

Shapes are SHACL Core (W3C recommendation of 20 July 2017), run by one of the ENGINES; rules are
SPARQL queries. Both are read from ontology/, so a new check is a new shape or a new rule. Knows
nothing of what the checks are about.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph import resources
from clustergraph.errors import VERIFY, GraphError
from clustergraph.formats import rdf
from clustergraph.graph.opening import open_graph
from clustergraph.languages import LANGUAGES, Text
from clustergraph.terms import BASE, PREFIXES, RDF_TYPE
from clustergraph.vocabulary.findings import SEVERITIES, SHAPES, Finding
from clustergraph.vocabulary.rules import apply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import rdflib
    from rdflib.term import Node

    from clustergraph.formats.tables import Term
    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report
    from clustergraph.languages import Lang

_SH = PREFIXES["sh"]
_ONTOLOGY = f"{BASE}ontology"


def validate(
    location: Location,
    engine: str | None = None,
    report: Report = lambda stage, share: None,
    *,
    lang: Lang = "en",
) -> list[Finding]:
    """Every finding, the worst first, then by rule, thing, property and value; its message and
    label in `lang`.

    The ontology and its schemes are added where the graph does not hold them. `engine`, a name in
    ENGINES, runs the shapes; the rules run in the engine that holds the graph, and
    `report(rule, share)` is called as each begins.
    """
    location = _with_ontology(location)
    with ThreadPoolExecutor(1) as beside:
        # Neither engine holds Python's lock while it works.
        ruled = beside.submit(lambda: list(apply(location, report, lang)))
        found = [*_by_shapes(location, engine or default_engine(), lang), *ruled.result()]
    focuses = (finding.focus for finding in found if "://" in finding.focus)
    labels = location.labels(focuses, lang)
    named = [_named(finding, labels.get(finding.focus, finding.focus)) for finding in found]
    # One value can fail two constraints of one shape: the message is the same, so say it once.
    return list({_key(finding): finding for finding in sorted(named, key=_order)}.values())


def _named(finding: Finding, label: str) -> Finding:
    return replace(finding, focus_label=label)


def _key(finding: Finding) -> tuple[str, ...]:
    return (finding.rule, finding.focus, finding.path or "", str(finding.value or ""))


def _order(finding: Finding) -> tuple[int, tuple[str, ...], str]:
    return SEVERITIES.index(finding.severity), _key(finding), finding.component


def _with_ontology(location: Location) -> Location:
    """The location itself, or for a file of bare data one that also holds the ontology."""
    if location.ask(f"ASK {{ <{_ONTOLOGY}> a <{PREFIXES['owl']}Ontology> }}"):
        return location
    folder = resources.ontology_dir()
    with tempfile.TemporaryDirectory() as scratch:
        merged = Path(scratch) / "merged.nt"
        with merged.open("wb") as file:
            file.writelines(location.lines())
            for name in ("clustergraph.ttl", "schemes.ttl"):
                file.writelines(f"{triple} .\n".encode() for triple in rdf.read(folder / name))
        return open_graph(merged)


# --- Shapes


def _with_shacl(data: Path) -> Iterator[Finding]:
    """The findings of `shacl`, which is written in Rust and thirty times faster than pySHACL."""
    import shacl

    for result in shacl.Shapes.from_file(str(_shapes_file())).validate_file(str(data)).results:
        yield Finding(
            result.severity.lower(),
            _bare(result.source_shape or "").removeprefix(SHAPES),
            _bare(result.focus_node),
            "",
            None if result.path is None else _steps(result.path),
            None if result.value is None else _parsed(result.value),
            "",
            result.component_iri,
        )


def _bare(term: str) -> str:
    """The IRI, or the name of the blank node, that stands in N-Triples."""
    return term[1:-1] if term.startswith("<") else term.removeprefix("_:")


def _steps(path: str) -> str:
    return f"^{_bare(path[1:])}" if path.startswith("^") else _bare(path)


def _parsed(text: str) -> Term:
    (quad,) = ox.parse(f"<{BASE}value> <{_SH}value> {text} .", format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.NamedNode | ox.Literal | ox.BlankNode)
    return quad.object


def _with_pyshacl(data: Path) -> Iterator[Finding]:
    """The findings of pySHACL, the reference; at a hundred thousand triples it takes seconds."""
    import pyshacl
    from rdflib import SH, Graph

    with _values_as_written():
        graph = Graph().parse(data, format="nt")
    shapes = Graph().parse(_shapes_file(), format="turtle")
    # The graph is ours alone, so pySHACL need not copy it; the class axioms are part of it.
    _conforms, report, _text = pyshacl.validate(
        graph, shacl_graph=shapes, advanced=False, inference="none", inplace=True
    )
    for result in report.objects(None, SH.result):
        yield _from_result(report, result)


@contextmanager
def _values_as_written() -> Iterator[None]:
    """Keep rdflib from mending what it reads: it drops the time zone of a date, for one."""
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


# One entry an engine: it reads an N-Triples file and gives findings without labels and messages.
# The first that can be imported is the default: `shacl` has no wheel for every platform.
ENGINES: dict[str, Callable[[Path], Iterator[Finding]]] = {
    "shacl": _with_shacl,
    "pyshacl": _with_pyshacl,
}


def default_engine() -> str:
    """The name of the engine that runs the shapes unless another is asked for."""
    return next(name for name in ENGINES if find_spec(name))


def _shapes_file() -> Path:
    return resources.ontology_dir() / "shapes.ttl"


def _by_shapes(location: Location, engine: str, lang: Lang) -> list[Finding]:
    wanted = _looked_at()
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data.nt"
        with data.open("wb") as file:
            for batch in location.batches():
                # Many lines at once: one by one takes twice as long.
                lines = batch.split(b"\n")[:-1]
                try:
                    chosen = [line for line in lines if line.split(b" ", 2)[1] in wanted]
                except IndexError:
                    raise GraphError(f"{location.where}: damaged; run: ", VERIFY) from None
                file.write(b"\n".join([*chosen, b""]))
        found = list(ENGINES[engine](data))
    messages = _messages()
    return [replace(one, message=messages[one.rule].translated(lang)) for one in found]


@cache
def _messages() -> dict[str, Text]:
    """The message of each shape; an engine gives it in all languages, in any order."""
    said: dict[str, dict[str | None, str]] = {}
    for triple in rdf.read(_shapes_file()):
        if triple.predicate.value == f"{_SH}message" and isinstance(triple.object, ox.Literal):
            name = str(triple.subject)[1:-1].removeprefix(SHAPES)
            said.setdefault(name, {})[triple.object.language] = triple.object.value
    return {name: Text(*(texts.get(tag, "") for tag in LANGUAGES)) for name, texts in said.items()}


@cache
def _looked_at() -> frozenset[bytes]:
    """The properties, in N-Triples, whose triples the shapes may look at.

    That is each IRI that the shapes name as an object, be it in a path or as a target; the other
    triples, half of a large graph, need not be parsed. No shape is closed, which would look at all.
    """
    named = {triple.object for triple in rdf.read(_shapes_file())}
    named |= {ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{PREFIXES['rdfs']}subClassOf")}
    return frozenset(str(term).encode() for term in named if isinstance(term, ox.NamedNode))


def _from_result(report: rdflib.Graph, result: Node) -> Finding:
    from rdflib import SH

    value = report.value(result, SH.value)
    return Finding(
        str(report.value(result, SH.resultSeverity)).removeprefix(_SH).lower(),
        str(report.value(result, SH.sourceShape)).removeprefix(SHAPES),
        str(report.value(result, SH.focusNode)),
        "",
        _path(report, report.value(result, SH.resultPath)),
        None if value is None else _term(value),
        "",
        str(report.value(result, SH.sourceConstraintComponent)),
    )


def _path(report: rdflib.Graph, path: Node | None) -> str | None:
    from rdflib import SH, BNode

    if isinstance(path, BNode):
        return f"^{report.value(path, SH.inversePath)}"
    return None if path is None else str(path)


def _term(node: Node) -> Term:
    from rdflib import BNode, Literal

    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or _STRING)))
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


_STRING = f"{PREFIXES['xsd']}string"
