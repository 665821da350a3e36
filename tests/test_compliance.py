"""The same questions to every kind of graph: folders, a file, servers. They answer alike.

Every saved query, every network and every export is compared, byte by byte, with the graph folder
of the default engine. What a server cannot do alike is named in docs/endpoints.md.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import clustergraph as cg
from clustergraph import resources
from clustergraph.answers import info
from clustergraph.building import build
from clustergraph.cli import run
from clustergraph.formats import triples
from clustergraph.formats.tables import Table
from clustergraph.graph.fetching import fetched
from clustergraph.graph.opening import open_graph
from clustergraph.graph.push import push
from clustergraph.networks import export
from clustergraph.questions import queries
from clustergraph.vocabulary import rules, validate
from clustergraph.web.page import gather

if TYPE_CHECKING:
    import servers
    from clustergraph.graph.location import Location

SHIPPED = {
    f"{path.parent.name}/{path.stem}": queries.load(path)
    for path in sorted(resources.queries_dir().glob("*/*.rq"))
    if path.parent.name not in ("parts", "profiles")
}
ALL = {**queries.saved(), **SHIPPED}
PROFILES = sorted((resources.queries_dir() / "profiles").glob("*.rq"))
RULES = rules.rules()

pytestmark = pytest.mark.slow

KINDS = ("oxigraph folder", "file", "file with entailment", "oxigraph serve", "virtuoso", "serve")
# What a server answers wrongly, whatever was tried: named in docs/endpoints.md too.
DEVIATIONS = {
    "virtuoso": {
        "clusters-to-approach",
        "facts-by-record",
    }
}
# The folder's own record of its build, which a file and an endpoint lack, and how many triples are
# held, to which a reasoner adds.
OF_THE_STORE = ("graph", "build", "engine", "sources", "triples")
TARGET = "https://w3id.org/clustergraph/test/compliance"


@pytest.fixture(scope="module")
def reference(curated_graph: Location) -> Location:
    return curated_graph


def _pushed(server: servers.Server, reference: Location, target: str) -> Location:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.credentials.items():
            patch.setenv(name, value)
        where = f"{server.query}{target}"
        push(reference, where, update=server.update)
    return open_graph(where)


@pytest.fixture(scope="module", params=KINDS)
def location(
    request: pytest.FixtureRequest,
    reference: Location,
    tmp_path_factory: pytest.TempPathFactory,
) -> Location:
    """The curated graph in each other kind of place."""
    if request.param == "oxigraph folder":
        where = tmp_path_factory.mktemp("compliance") / "graph"
        build.build([], where, "oxigraph")
        return open_graph(where)
    if request.param == "file":
        return open_graph(request.getfixturevalue("curated_file"))
    if request.param == "file with entailment":
        return open_graph(request.getfixturevalue("entailed_file"))
    if request.param == "serve":
        return open_graph(f"{request.getfixturevalue('our_server')}/sparql")
    if request.param == "oxigraph serve":
        return _pushed(request.getfixturevalue("oxigraph_server"), reference, "")
    server = request.getfixturevalue("virtuoso_server")
    return _pushed(server, reference, f"?default-graph-uri={TARGET}")


@pytest.fixture
def triple_by_triple(request: pytest.FixtureRequest) -> None:
    """Skip where more triples are held, because a reasoner added what follows from the others."""
    if request.node.callspec.params["location"] == "file with entailment":
        pytest.skip("the triples themselves are asked for, and there are more of them")


@cache
def _opened(where: str) -> Location:
    return open_graph(where)


def _cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple("" if cell is None else str(cell) for cell in row) for row in table.rows]


def test_there_is_something_to_compare() -> None:
    assert len(ALL) >= 30
    assert len(RULES) >= 15
    assert len(export.WRITERS) >= 7


def test_the_deviations_are_documented(repo: Path) -> None:
    told = (repo / "docs" / "endpoints.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for names in DEVIATIONS.values() for name in names)


def _days(name: str) -> dict[str, str]:
    """A folder knows the release of its sources, a file or an endpoint does not."""
    return {each.name: "2013-01-01" for each in ALL[name].parameters if each.default == "release"}


@cache
def _expected_rows(where: str, name: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The answer of the graph folder, to which all other places are compared."""
    expected = queries.rows(_opened(where), ALL[name], _days(name))
    return expected.columns, _cells(expected)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_every_query_is_answered_alike(
    name: str, location: Location, reference: Location, request: pytest.FixtureRequest
) -> None:
    if name in DEVIATIONS.get(request.node.callspec.params["location"], ()):
        reason = "a known error of the server, in docs/endpoints.md"
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    days = _days(name)
    found = queries.rows(location, ALL[name], days)
    assert (found.columns, _cells(found)) == _expected_rows(reference.where, name)


@pytest.mark.slow
@pytest.mark.usefixtures("triple_by_triple")
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: str(path.stem))
def test_every_profile_makes_the_same_triples(
    path: Path, location: Location, reference: Location
) -> None:
    expected, found = (queries.query(each, queries.load(path)) for each in (reference, location))
    assert isinstance(expected, list)
    assert len(expected) > 20
    assert found == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", ["claims", "contact-points", "partners-by-country"])
def test_french_labels_are_the_same(name: str, location: Location, reference: Location) -> None:
    english, expected, found = (
        queries.query(each, ALL[name], lang=lang)
        for each, lang in ((reference, "en"), (reference, "fr"), (location, "fr"))
    )
    assert isinstance(english, Table)
    assert isinstance(expected, Table)
    assert isinstance(found, Table)
    assert _cells(found) == _cells(expected) != _cells(english)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_finds_alike(name: str, location: Location, reference: Location) -> None:
    expected, found = (each.select(RULES[name].text) for each in (reference, location))
    assert sorted(_cells(found)) == sorted(_cells(expected))


@pytest.mark.slow
@pytest.mark.parametrize("name", queries.networks())
def test_every_network_is_the_same(name: str, location: Location, reference: Location) -> None:
    expected, found = (cg.network(each, name) for each in (reference, location))
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    assert sorted(found.edges(data=True), key=str) == sorted(expected.edges(data=True), key=str)


@cache
def _expected_files(where: str, ending: str, bare: bool) -> list[bytes]:
    """What the graph folder is exported as, `bare` without what it tells of itself."""
    reference = _opened(where)
    if bare:
        reference = replace(reference, manifest=None, about=())
    with tempfile.TemporaryDirectory() as folder:
        paths = export.export(reference, Path(folder) / f"graph{ending}").paths
        return [path.read_bytes() for path in paths]


@pytest.mark.slow
@pytest.mark.usefixtures("triple_by_triple")
@pytest.mark.parametrize("ending", export.WRITERS)
def test_every_export_is_the_same(
    ending: str, location: Location, reference: Location, tmp_path: Path
) -> None:
    # A file or a server says nothing of where its triples come from.
    bare = location.manifest is None
    (tmp_path / "found").mkdir()
    paths = export.export(location, tmp_path / "found" / f"graph{ending}").paths
    assert [path.read_bytes() for path in paths] == _expected_files(reference.where, ending, bare)


@pytest.mark.slow
@pytest.mark.usefixtures("triple_by_triple")
def test_a_large_graph_is_fetched_property_by_property(
    location: Location, reference: Location, tmp_path: Path
) -> None:
    path = fetched(location.index, tmp_path / "graph.nt.gz", at_once=100)
    assert gzip.decompress(path.read_bytes()) == b"".join(reference.lines())


@pytest.mark.slow
def test_the_findings_are_the_same(location: Location, reference: Location) -> None:
    expected, found = (validate.validate(each) for each in (reference, location))
    assert found == expected
    assert found


def test_every_triple_is_counted(location: Location, reference: Location) -> None:
    more = location.count() - reference.count()
    assert more > 1000 if location.where.endswith("entailed.nt") else more == 0


def test_info_tells_the_same(location: Location, reference: Location) -> None:
    def told(each: Location) -> str:
        return json.dumps(vars(info.info(each)) | dict.fromkeys(OF_THE_STORE))

    assert told(location) == told(reference)


MECATECH = "<https://w3id.org/clustergraph/id/organisation/mecatech>"
FORMS = (
    f"ASK {{ {MECATECH} a ?class }}",
    f"ASK {{ {MECATECH} a {MECATECH} }}",
    f"DESCRIBE {MECATECH}",
    "PREFIX cg: <https://w3id.org/clustergraph/ontology#> DESCRIBE ?p WHERE { ?p a cg:Project }",
    """PREFIX cg: <https://w3id.org/clustergraph/ontology#>
    CONSTRUCT { ?project cg:by ?who ; cg:named "a \\"name\\" }"@en }
    WHERE { ?part cg:inProject ?project ; cg:participant ?who } ORDER BY ?who LIMIT 3""",
    "CONSTRUCT WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label }",
)


@pytest.mark.usefixtures("triple_by_triple")
@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_query_is_answered_alike(
    text: str, location: Location, reference: Location
) -> None:
    def told(each: Location) -> bool | list[str]:
        answer = queries.query(each, queries.parse(text, "test", "test.rq"))
        if isinstance(answer, bool):
            return answer
        assert isinstance(answer, list)
        return [triples.line(each) for each in answer]

    assert told(location) == told(reference)


_XSD = "http://www.w3.org/2001/XMLSchema#"
# A literal as it goes to a server, and as it comes back where that differs: by value.
LITERALS: dict[str, dict[str, str]] = {
    f'"1234.50"^^<{_XSD}decimal>': {"*": f'"1234.5"^^<{_XSD}decimal>'},
    f'"01"^^<{_XSD}integer>': {"*": f'"1"^^<{_XSD}integer>'},
    f'"true"^^<{_XSD}boolean>': {"virtuoso": f'"1"^^<{_XSD}boolean>'},
    f'"2015"^^<{_XSD}gYear>': {},
    f'"2015-01-02"^^<{_XSD}date>': {},
    f'"http://example.org/"^^<{_XSD}anyURI>': {},
    '"676982"^^<http://www.w3.org/2000/01/rdf-schema#Literal>': {},
    '"L\'Oréal"@fr': {},
    '"a\\tb\\n\\r\\\\ \\"q\\" \U0001f600"': {},
    '""': {},
}


@pytest.mark.parametrize("kind", ["oxigraph serve", "virtuoso"])
def test_literals_come_back_by_their_value(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    sent = tmp_path / "literals.nt"
    sent.write_text("".join(f"<urn:{n}> <urn:p> {term} .\n" for n, term in enumerate(LITERALS)))
    server = request.getfixturevalue(f"{kind.split()[0]}_server")
    there = _pushed(server, open_graph(sent), f"?default-graph-uri={TARGET}/literals")
    expected = [back.get(kind, back.get("*", term)) for term, back in LITERALS.items()]
    assert [str(triple.object) for triple in there.triples()] == expected


COMMANDS = (
    "info --format json",
    "validate --format json",
    "query partners --format table",
    "query partners-by-country --format markdown",
    "query contact-points --format csv",
    "query contact-points --format parquet -o OUT.parquet",
    "query partners -p organisation=Luxinnovation --format json",
    "centrality --format csv",
    "centrality --programme INTERREG --format csv",
    "communities --format csv",
    "backbone --alpha 0.5 --format csv",
    "network-info --format csv",
    "brokers --by country --format csv",
    "flows --format csv",
    "path Materalia AWEX --format csv",
    "explain MecaTech Luxinnovation --format csv",
    "evolution strength --format csv",
    "what-if --remove Luxinnovation --format csv",
    "view -o OUT.html",
    "view --network everything --about MecaTech -o OUT.html",
    "export OUT.ttl",
    "export OUT.gexf",
    "reconcile",
)


# What the graph folder prints and writes: code, output, file.
_PRINTED: dict[tuple[str, str, bool], tuple[int, bytes, bytes]] = {}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_prints_the_same(
    command: str,
    location: Location,
    reference: Location,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    def told(where: str, name: str) -> tuple[int, bytes, bytes]:
        output = tmp_path / f"{name}.{command.rpartition('.')[2]}"
        arguments = [str(output) if word.startswith("OUT") else word for word in command.split()]
        code = run([*arguments, "--graph", where])
        printed = capfdbinary.readouterr().out
        return code, printed, output.read_bytes() if output.exists() else b""

    kind = request.node.callspec.params["location"]
    if command.startswith("view"):
        # Which releases a graph was built from is known of a folder only.
        monkeypatch = request.getfixturevalue("monkeypatch")
        monkeypatch.setattr(gather, "_releases", lambda location: ())
        if kind != "oxigraph folder":
            monkeypatch.setattr(gather, "_build", lambda location: "")
    if command == "export OUT.ttl":
        request.getfixturevalue("triple_by_triple")
    target = f"?default-graph-uri={TARGET}" if kind == "virtuoso" else ""
    # The folder prints the same for every other place, but for a page, which names its build.
    asked = (command, reference.where, command.startswith("view") and kind == "oxigraph folder")
    expected = _PRINTED.get(asked) or told(reference.where, "expected")
    _PRINTED[asked] = expected
    found = told(location.where + target, "found")
    if command.startswith("info"):
        printed = [json.loads(text) for _, text, _ in (expected, found)]
        facts = [each | dict.fromkeys(OF_THE_STORE) for each in printed]
        assert facts[0] == facts[1]
        assert (expected[0], found[0]) == (0, 0)
    elif command == "export OUT.ttl":
        # A folder says of itself where its triples come from, a file or a server cannot.
        held = [
            {quad.triple for quad in ox.parse(written, ox.RdfFormat.TURTLE)} - {*each.description()}
            for (_, _, written), each in ((expected, reference), (found, location))
        ]
        assert held[0] == held[1] == {*reference.triples()}
        assert (expected[0], found[0]) == (0, 0)
    else:
        assert found == expected
        assert found[0] == 0 and (found[1] or found[2])
