"""One way of making damaged input for each command; what its options are is asked of it itself."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from fuzz import inputs, sources
from fuzz.harness import Case
from fuzz.inputs import WORDS, damaged

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

GRAPH = b"""@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix j: <https://w3id.org/clustergraph/id/project/> .
@prefix n: <https://w3id.org/clustergraph/id/participation/> .
@prefix l: <https://w3id.org/clustergraph/id/place/> .
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
l:belgium a cg:Country ; rdfs:label "Belgium"@en, "Belgique"@fr ; cg:isoCode "BE" .
l:france a cg:Country ; rdfs:label "France" ; cg:isoCode "FR" .
l:wallonia a cg:Region ; rdfs:label "Wallonia" ; cg:within l:belgium ; cg:nutsCode "BE3" .
o:acme a cg:Cluster ; rdfs:label "Acme"@en, "Acm\xc3\xa9"@fr ; cg:locatedIn l:wallonia .
o:bolt a cg:Organisation ; rdfs:label "Bolt" ; cg:locatedIn l:france ; cg:kind <urn:kind> .
o:core a cg:Organisation ; rdfs:label "Core" ; cg:locatedIn l:belgium .
o:duct a cg:Organisation ; rdfs:label "Duct \\"x\\"" .
j:p1 a cg:Project ; rdfs:label "ONE" ; dcterms:title "A green bridge" ;
  cg:startDate "2019-01-01"^^xsd:date ; cg:endDate "2022-12-31"^^xsd:date .
j:p2 a cg:Project ; rdfs:label "TWO" ; cg:startDate "2021"^^xsd:gYear .
n:1 a cg:Participation ; cg:participant o:acme ; cg:inProject j:p1 ; cg:contribution 100.5 .
n:2 a cg:Participation ; cg:participant o:bolt ; cg:inProject j:p1 ; cg:contribution 7 .
n:3 a cg:Participation ; cg:participant o:core ; cg:inProject j:p1 .
n:4 a cg:Participation ; cg:participant o:acme ; cg:inProject j:p2 .
n:5 a cg:Participation ; cg:participant o:duct ; cg:inProject j:p2 ; cg:contribution 0 .
<urn:m> a cg:Membership ; cg:memberOf o:acme ; cg:member o:core .
"""
HEADED = b"""#+ title: Mine
#+ question: What is there?
#+ parameters:
#+   organisation: {type: iri, class: cg:Organisation, default: Acme}
#+   n: {type: integer, default: "2"}
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
SELECT ?p WHERE { ?x cg:participant $organisation ; cg:inProject ?p . FILTER($n > 1) } ORDER BY ?p
"""
DECISIONS = b"""left,right,decision,why
organisation:acme,organisation:bolt,different,they are not
organisation:core,organisation:pic-999999999,same,they are
"""
SSSOM = b"""#curie_map:
#  organisation: https://w3id.org/clustergraph/id/organisation/
#mapping_set_id: https://example.org/x
#license: https://creativecommons.org/publicdomain/zero/1.0/
subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification
organisation:acme\tAcme\tskos:exactMatch\torganisation:bolt\tsemapv:ManualMappingCuration
"""
_ENDINGS = ("csv", "json", "xlsx", "parquet", "md", "tsv", "xml", "txt", "", "csv/x", "d/o.csv")
_PICTURES = ("ttl", "nt", "rdf", "jsonld", "graphml", "gexf", "net", "dot", "csv", "png", "svg",
             "parquet", "cypher", "html", "json", "xlsx", "zip", "", "ods")  # fmt: skip
# What a person would write for an option of that name; the others take any word.
_GOOD: dict[str, tuple[str, ...]] = {
    "network": ("partners", "everything", "member-projects"),
    "weighting": ("shared", "newman"),
    "country": ("BE", "FR", "Belgium", "be"),
    "region": ("BE3", "Wallonia", "FR"),
    "near": ("BE3", "BE"),
    "years": ("2019..2022", "2020", "2018.."),
    "stable": ("1", "2"),
    "min_contribution": ("5", "1e3"),
    "members_of": ("Acme",),
    "organisations": ("Acme;Bolt", "o.txt"),
    "measures": ("degree", "betweenness,pagerank", "degree,degree"),
    "top": ("1", "3"),
    "by": ("country", "region", "programme", "topic"),
    "seed": ("0", "7"),
    "samples": ("10",),
    "from": ("Acme", "2019"),
    "to": ("Bolt", "2022"),
    "step": ("1", "2"),
    "window": ("3", "1"),
    "about": ("Acme",),
    "remove": ("Bolt", "Core"),
    "add_project": ("p.ttl",),
    "decisions": ("d.csv",),
    "accept_from": ("100", "75"),
    "timeout": ("10", "0.01"),
    "memory": ("1", "0.000001"),
    "lang": ("en", "fr"),
    "kind": ("Organisation", "company"),
    "source": ("cordis", "table"),
    "with": ("Acme",),
    "include": ("Bolt",),
    "exclude": ("Core",),
    "size": ("2..3", "3"),
    "against": ("Core",),
    "order": ("goals", "wallonia", "interreg"),
}
_MANY = {
    "centrality": ("degree", "betweenness", "pagerank", "constraint", "eigenvector", "closeness"),
    "path": ("Acme", "Bolt", "Duct"),
    "explain": ("Acme", "Bolt", "Core"),
    "evolution": ("degree", "betweenness"),
    "recommend": ("Acme", "Bolt"),
    "gaps": ("Acme", "Bolt"),
    "scorecard": ("Acme", "Duct"),
    "brief": ("Acme", "Belgium", "ONE"),
    "find": ("Acme", "Belg", "ONE", "Duct"),
    "search": ("green bridge", "bridges OR", '"green'),
    "docs": ("ontology",),
    "describe": ("partners", "centrality", "q.rq", "path"),
    "template": ("table",),
    "query": ("partners", "claims", "q.rq", "mine.rq", "-"),
    "export": ("o.nt",),
}


@cache
def _command(name: str) -> click.Command:
    from clustergraph.cli.program import cli

    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def _word(chance: random.Random, good: tuple[str, ...]) -> str:
    """A good word, mostly; else an odd one, or a good one with changes."""
    how = chance.random()
    if good and how < 0.6:
        return chance.choice(good)
    if how < 0.85 or not good:
        return chance.choice(WORDS).replace("\0", "")
    odd = damaged(chance, chance.choice(good).encode())
    return odd.replace(b"\0", b"").decode(errors="surrogateescape")


def _option(chance: random.Random, option: click.Option) -> list[str]:
    name = option.opts[0]
    if option.is_flag:
        return [chance.choice([*option.opts, *option.secondary_opts])]
    if isinstance(option.type, click.Choice):
        return [name, _word(chance, tuple(map(str, option.type.choices)))]
    if "-o" in option.opts or "--output" in option.opts:
        return ["-o", f"o.{chance.choice(_ENDINGS)}"]
    if name == "--param":
        key = chance.choice(("organisation", "n", "year", "programme", "network", "x"))
        return ["-p", f"{key}={_word(chance, ('Acme', '2', 'H2020'))}"]
    key = (option.name or "").removeprefix("_")
    return [name, _word(chance, _GOOD.get(key, ()))]


def _options(chance: random.Random, name: str) -> list[str]:
    """Some options of a command, of all those that it declares."""
    among = [
        each
        for each in _command(name).params
        if isinstance(each, click.Option) and each.name not in ("where", "host", "port", "into")
    ]
    wanted = chance.choice((0, 1, 1, 2, 2, 3)) if among else 0
    found = [part for each in chance.choices(among, k=wanted) for part in _option(chance, each)]
    required = [each for each in among if each.required and each.opts[0] not in found]
    return found + [part for each in required for part in _option(chance, each)]


def _arguments(chance: random.Random, name: str) -> list[str]:
    words = []
    for each in _command(name).params:
        if isinstance(each, click.Argument):
            if name == "export":
                words.append(f"o.{chance.choice(_PICTURES)}")
                continue
            count = chance.choice((1, 1, 2)) if each.nargs == -1 else 1
            words += [_word(chance, _MANY.get(name, ())) for _ in range(count)]
    # A word that looks like an option is one.
    return words


def _files(chance: random.Random) -> dict[str, bytes]:
    """The graph, and the files that options name; one of them damaged, now and then."""
    files = {"f.ttl": GRAPH, "p.ttl": inputs.TURTLE, "d.csv": DECISIONS, "o.txt": b"Acme\nBolt\n",
             "q.rq": inputs.QUERY, "mine.rq": HEADED}  # fmt: skip
    if chance.random() < 0.4:
        name = chance.choice(list(files))
        files[name] = damaged(chance, files[name])
    return files


def asked(name: str) -> Callable[[random.Random], Case]:
    """Cases of a command that asks a graph."""

    def make(chance: random.Random) -> Case:
        command = [name, *_arguments(chance, name), *_options(chance, name)]
        if any(each.name == "where" for each in _command(name).params):
            command += ["--graph", "f.ttl"]
        return Case(_files(chance), [command], stdin=damaged(chance, inputs.QUERY))

    return make


def build(chance: random.Random) -> Case:
    """Sources of every kind, and what is asked of the graph that comes of them."""
    makers = (inputs.rdf, inputs.rows, inputs.rows, sources.keep, sources.nuts)
    case = chance.choice(makers)(chance)
    if chance.random() < 0.1:
        case.commands[0] += _options(chance, "build")
    return case


def query(chance: random.Random) -> Case:
    """Questions of one's own and saved ones, with parameters and options."""
    makers = (inputs.queries, inputs.queries, inputs.parameters, asked("query"))
    return chance.choice(makers)(chance)


def demo(chance: random.Random) -> Case:
    """A place that is taken, or cannot be; the demo itself is long, and has a test of its own."""
    where = chance.choice(("f.ttl", "f.ttl/x", "\0", "x" * 300, "/proc/x", "/dev/null/x", ""))
    command = ["demo", "--into", where.replace("\0", "x" * 5_000)]
    return Case({"f.ttl": b""}, [command if where else ["demo", chance.choice(WORDS)]])


def push(chance: random.Random) -> Case:
    """Words that are no address; a server that lies is asked apart."""
    command = ["push", chance.choice(WORDS).replace("\0", ""), *_options(chance, "push")]
    return Case(_files(chance), [[*command, "--graph", "f.ttl"]])


def fetch(chance: random.Random) -> Case:
    """Names of archives, and places for them, with a mirror where nobody listens."""

    def prepare(where: Path) -> None:
        os.environ["CLUSTERGRAPH_FETCH_BASE"] = chance.choice(
            ("http://x.example/", "ftp://127.0.0.1/", "http://[", "x", "https://a:b@127.0.0.1/")
        )

    name = _word(chance, ("cordis-he", "cordis-h2020"))
    return Case({"o.x": b""}, [["fetch", name, *_options(chance, "fetch")]], prepare=prepare)


def decisions(chance: random.Random) -> Case:
    """Files of decisions, damaged, in both forms and under either name."""
    text = damaged(chance, chance.choice((DECISIONS, SSSOM)))
    name = chance.choice(("d.csv", "d.sssom.tsv", "d.tsv", "d"))
    options = _options(chance, "decisions")
    return Case({name: text}, [["decisions", *options, *[name] * chance.choice((0, 1, 1, 2))]])


def serve(chance: random.Random) -> Case:
    """Requests to the service, by the addresses that it has."""

    def ask(where: Path) -> list[str]:
        from starlette.testclient import TestClient

        from clustergraph.service.app import application
        from clustergraph.service.graphs import Current

        broken = []
        app = application(Current("f.ttl", 5.0))
        with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
            for _ in range(8):
                method, address, given = _request(chance)
                answer = client.request(method, address, **given)
                wrong = answer.status_code >= 500 and answer.status_code not in (503, 504)
                if wrong or b"Traceback" in answer.content:
                    broken.append(f"{method} {address[:200]!a} {given!a:.300}: {answer.text[:300]}")
        return broken

    return Case({"f.ttl": GRAPH}, [], act=ask)


def _request(chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    values = {"organisation": _word(chance, ("Acme",)), "format": _word(chance, ("csv", "json"))}
    extra = {_word(chance, ("limit", "offset", "lang", "years")): _word(chance, ("2", "fr"))}
    accept = chance.choice(("*/*", "text/csv", "application/sparql-results+xml", "x", "a/b;q=x"))
    params = {
        # No client sends more in an address.
        key.encode(errors="surrogateescape")[:900]: value.encode(errors="surrogateescape")[:2_000]
        for key, value in (values | extra).items()
        if chance.random() < 0.6
    }
    given: dict[str, Any] = {"headers": {"accept": accept}, "params": params}
    how = chance.randrange(4)
    if how == 0:
        media = chance.choice(("application/sparql-query", "application/x-www-form-urlencoded", ""))
        content = damaged(chance, inputs.QUERY)
        given |= {"content": content, "headers": {"accept": accept, "content-type": media}}
        return "POST", "/sparql", given
    if how == 1:
        query = damaged(chance, inputs.QUERY).decode(errors="replace")
        given["params"] = {"query": query[:2_000]}
        return "GET", "/sparql", given
    name = _word(chance, ("partners", "path", "centrality", "claims", "info"))
    safe = name.encode(errors="surrogateescape").hex("%", 1)
    where = chance.choice(("/api/ask/", "/api/ask/", "/api/describe/"))
    return chance.choice(("GET", "GET", "GET", "DELETE")), f"{where}%{safe}"[:2_000], given


_ASKED = (
    b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",'
    b'"capabilities":{},"clientInfo":{"name":"x","version":"1"}}}\n'
    b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n'
)
_CALLS = (
    b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"find",'
    b'"arguments":{"name":"Acme"}}}\n',
    b'{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"ask","arguments":'
    b'{"name":"partners","parameters":{"organisation":"Acme"}}}}\n',
    b'{"jsonrpc":"2.0","id":4,"method":"tools/list"}\n',
    b'{"jsonrpc":"2.0","id":5,"method":"resources/read","params":{"uri":'
    b'"clustergraph://manifest"}}\n',
    b'{"jsonrpc":"2.0","id":6,"method":"prompts/get","params":{"name":"briefing"}}\n',
    b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"path","arguments":'
    b'{"one":"Acme","other":"Bolt"}}}\n',
)


def mcp(chance: random.Random) -> Case:
    """What an assistant sends, damaged."""
    calls = [chance.choice(_CALLS) for _ in range(chance.choice((1, 2, 3)))]
    sent = [damaged(chance, call) if chance.random() < 0.7 else call for call in calls]
    opening = _ASKED if chance.random() < 0.9 else damaged(chance, _ASKED)
    return Case(
        {"f.ttl": GRAPH}, [["mcp", "--graph", "f.ttl"]], stdin=opening + b"\n".join(sent) + b"\n"
    )


# Each command has its own way; a test holds this list against the commands that there are.
_ASKING = (
    *("template", "info", "validate", "reconcile", "describe", "find", "search", "centrality"),
    *("communities", "backbone", "network-info", "brokers", "flows", "path", "explain"),
    *("evolution", "what-if", "recommend", "view", "export", "docs", "gaps", "scorecard"),
    *("consortium", "brief", "publish"),
)
MAKERS: dict[str, Callable[[random.Random], Case]] = {
    "build": build,
    "fetch": fetch,
    "decisions": decisions,
    **{name: asked(name) for name in _ASKING},
    "query": query,
    "demo": demo,
    "push": push,
    "serve": serve,
    "mcp": mcp,
}


def any_of(names: tuple[str, ...], chance: random.Random) -> Case:
    """A case of one of several commands, by chance."""
    name = chance.choice(names)
    case = MAKERS[name](chance)
    case.command = name
    return case
