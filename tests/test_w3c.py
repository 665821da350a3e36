"""The query evaluation tests of the W3C: a query written anew for an engine keeps its rows.

tests/w3c/sparql-query-tests.zip holds those of SPARQL 1.0 and 1.1 that read one default graph,
without entailment and federation, as rdflib 7.1.4 ships them, under the licence beside them.
"""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest

from clustergraph.errors import QueryError
from clustergraph.formats import tables
from clustergraph.graph import engines, planning, sparql
from clustergraph.graph.aggregating import aggregated
from clustergraph.graph.arithmetic import bracketed
from clustergraph.graph.dates import spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

_ARCHIVE = Path(__file__).parent / "w3c" / "sparql-query-tests.zip"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE, ".n3": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
}  # fmt: skip
_RESULTS = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON}
# Here the default engine is right: it keeps `1.0e0` and `01` as written; the reference engine
# has one spelling of each number.
SPELLINGS = {
    "csv-tsv-res/tsv03", "expr-builtin/dawg-datatype-1", "expr-builtin/dawg-str-1",
    "expr-builtin/dawg-str-2", "expr-builtin/sameTerm-eq", "expr-builtin/sameTerm-not-eq",
    "expr-builtin/sameTerm-simple", "expr-equals/eq-2-1", "expr-equals/eq-2-2",
    "expr-equals/eq-graph-1", "expr-equals/eq-graph-2", "sort/dawg-sort-7",
}  # fmt: skip
Rows = list[str]


class Case(NamedTuple):
    """One test: its name, the query with its base, the data, and the expected rows if stated."""

    name: str
    text: str
    data: bytes
    expected: Rows | None


def _term(term: ox.NamedNode | ox.Literal | ox.BlankNode) -> str:
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def _rows(answer: tables.Stream) -> Rows:
    """The rows in a canonical order; blank nodes are one another's equal."""
    found = [
        sorted(f"{name}={_term(cell)}" for name, cell in cells if cell)
        for cells in (zip(answer.columns, row, strict=True) for row in answer.rows)
    ]
    return sorted(map(" ".join, found))


def _expected(path: Path) -> Rows | None:
    if path.suffix not in _RESULTS:
        return None
    answer = ox.parse_query_results(path=path, format=_RESULTS[path.suffix])
    if isinstance(answer, ox.QueryBoolean):
        return [str(bool(answer))]
    return _rows(tables.stream_solutions(answer))


def _cases(folder: Path) -> Iterator[Case]:
    for manifest in sorted(folder.glob("*/*/manifest.ttl")):
        base = manifest.as_uri()
        store = ox.Store()
        store.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=base)
        found = store.query(
            f"SELECT ?test ?query ?result (GROUP_CONCAT(COALESCE(STR(?data), '')) AS ?graphs) {{ "
            f"?test <{_TYPE}> <{_MF}QueryEvaluationTest> ; <{_MF}action> ?do ; "
            f"<{_MF}result> ?result . "
            f"?do <{_QT}query> ?query OPTIONAL {{ ?do <{_QT}data> ?data }} }} "
            "GROUP BY ?test ?query ?result ORDER BY ?test"
        )
        for test, query, result, graphs in found:
            path = Path(query.value.removeprefix("file://"))
            if path.exists() and sparql.form(text := path.read_text()) in ("SELECT", "ASK"):
                data = b"".join(map(_lines, graphs.value.split()))
                name = f"{manifest.parent.name}/{test.value.partition('#')[2]}"
                expected = _expected(Path(result.value.removeprefix("file://")))
                yield Case(name, f"BASE <{path.as_uri()}>\n{text}", data, expected)


def _lines(address: str) -> bytes:
    path = Path(address.removeprefix("file://"))
    quads = ox.parse(path=str(path), format=_FORMATS[path.suffix], base_iri=address)
    return "".join(f"{quad.triple} .\n" for quad in quads).encode()


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    folder = tmp_path_factory.mktemp("w3c")
    with zipfile.ZipFile(_ARCHIVE) as archive:
        archive.extractall(folder)
    return list(_cases(folder))


def _asked(index: engines.Index, text: str) -> Rows | None:
    """The rows; None where the engine refuses the query."""
    try:
        if sparql.form(text) == "ASK":
            return [str(index.ask(text))]
        return _rows(index.stream(text))
    except QueryError:
        return None


def _loaded(case: Case, folder: Path) -> dict[str, engines.Index]:
    path = folder / "data.nt"
    path.write_bytes(case.data)
    return {name: engine.load(path) for name, engine in engines.ENGINES.items()}


@pytest.mark.parametrize("seed", range(3))
def test_a_query_in_order_has_its_own_rows(cases: list[Case], seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    rewritten = 0
    wrong = []
    for case in cases:
        reference = _loaded(case, tmp_path)["oxigraph"]
        expected = _asked(reference, case.text)
        ways: dict[str, Callable[[str], str]] = {
            "planned": lambda text: planning.planned(text, lambda _: draw.randrange(100)),
            "aggregated": aggregated,
            "bracketed": bracketed,
            "spelled": spelled,
        }
        for name, way in ways.items():
            text = way(case.text)
            rewritten += text != case.text
            if expected is not None and _asked(reference, text) != expected:
                wrong.append((name, case.name))
    assert wrong == []
    assert rewritten > 50


def test_the_default_engine_answers_as_the_recommendation_says(
    cases: list[Case], tmp_path: Path
) -> None:
    wrong, asked = set(), 0
    for case in cases:
        opened = _loaded(case, tmp_path)
        reference = _asked(opened["oxigraph"], case.text)
        # Where the reference engine differs, too, it is a matter of what literals are kept as.
        if reference is None or (case.expected is not None and reference != case.expected):
            continue
        asked += 1
        if _asked(opened["sparq"], case.text) != reference:
            wrong.add(case.name)
    assert asked > 350
    assert wrong == SPELLINGS
