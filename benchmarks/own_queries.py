"""Queries of one's own of the kinds that a planner may take wrongly: ours beside Oxigraph.

    python benchmarks/own_queries.py GRAPH [--limit 20]

Property paths beside mandatory labels, two labels, types, filters, OPTIONAL, aggregates, dates.
Each is asked of an opened graph folder and of Oxigraph with the same triples in memory, loaded
once, in a copy of its process that is stopped at the limit; printed are the seconds of both, the
rows, and whether the rows are equal (the number of them, where LIMIT leaves the choice to the
engine). MISSED is what takes longer than twice the better engine and 0.2 s.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from clustergraph.errors import ClustergraphError
from clustergraph.graph import engines
from clustergraph.graph.asked import Asked
from clustergraph.graph.bounds import Bounds
from clustergraph.graph.opening import open_graph

if TYPE_CHECKING:
    from clustergraph.graph.engines import Index

PREFIXES = """PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX place: <https://w3id.org/clustergraph/id/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# Bytes for an answer beside the triples.
_MEMORY = 16 << 30
_TAKES = "?p cg:inProject ?project ; cg:participant ?org ."
_LABELS = "?org rdfs:label ?a . ?project rdfs:label ?b ."
# How a place is reached, which labels are asked for, and what comes on top.
_PLACES = (
    "?org cg:locatedIn ?x . ?x cg:within* place:belgium .",
    "?org cg:locatedIn/cg:within* place:belgium .",
    "?org cg:locatedIn ?x . ?x cg:within* ?c . ?c a cg:Country ; cg:isoCode 'LU' .",
)
_FORMS = (
    ("SELECT ?a ?b", _LABELS, ""),
    ("SELECT ?a ?b", _LABELS, "LIMIT 3"),
    ("SELECT DISTINCT ?org ?a", "?org rdfs:label ?a .", ""),
    ("SELECT ?org (COUNT(DISTINCT ?project) AS ?n)", "", "GROUP BY ?org"),
    ("SELECT ?a (COUNT(*) AS ?n)", f"OPTIONAL {{ {_LABELS} }}", "GROUP BY ?a"),
    ("SELECT ?a ?b", f"OPTIONAL {{ ?project cg:start ?d }} {_LABELS}", ""),
    ("SELECT ?a ?b", f"BIND(STR(?org) AS ?s) {_LABELS} FILTER(CONTAINS(?a, 'UNIV'))", ""),
    ("SELECT ?a ?b", f"?project a/rdfs:subClassOf* cg:Project . {_LABELS}", "LIMIT 5"),
    ("SELECT ?y (COUNT(*) AS ?n)", "?project cg:start ?d . BIND(YEAR(?d) AS ?y)", "GROUP BY ?y"),
    ("SELECT ?a ?b", f"{{ ?p cg:role ?r }} UNION {{ ?p cg:order ?r }} {_LABELS}", ""),
    ("SELECT ?b ?t", "?q cg:inProject ?project ; cg:participant ?t . ?project rdfs:label ?b", ""),
)
_ALONE = (
    "SELECT ?o ?k { ?o a ?k . ?k rdfs:subClassOf* cg:Organisation . ?o rdfs:label ?l }",
    "SELECT ?k (COUNT(*) AS ?n) { ?o a/rdfs:subClassOf* ?k . ?k rdfs:label ?l } GROUP BY ?k",
    "SELECT ?m ?b { ?x org:organization ?n ; org:member ?m . ?m rdfs:label ?a . ?n rdfs:label ?b }",
    "SELECT ?m ?c { ?x org:member ?m . ?m cg:locatedIn ?y . ?y cg:within* ?c . ?c a cg:Country }",
    "SELECT ?c (COUNT(DISTINCT ?o) AS ?n) { ?o cg:locatedIn ?x . ?x cg:within* ?c . "
    "?c a cg:Country } GROUP BY ?c",
    "SELECT ?p { ?p a cg:Project ; cg:start ?d FILTER(?d >= '2016-01-01'^^xsd:date) }",
    "SELECT ?p ?l { ?p a cg:Project ; rdfs:label ?l FILTER NOT EXISTS { ?p cg:end ?e } }",
)
QUERIES = (
    *(
        f"{head} WHERE {{ {_TAKES} {place} {more} }} {tail}"
        for place, (head, more, tail) in product(_PLACES, _FORMS)
    ),
    *_ALONE,
)


def asked(index: Index, text: str) -> tuple[float, list[str] | None]:
    """Seconds and the sorted rows; None where the limit came first."""
    started = time.perf_counter()
    try:
        rows = sorted(map(str, index.select(PREFIXES + text).rows))
    except ClustergraphError:
        return time.perf_counter() - started, None
    return time.perf_counter() - started, rows


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("graph")
    parser.add_argument("--limit", type=float, default=20)
    chosen = parser.parse_args()
    location = open_graph(chosen.graph, timeout=chosen.limit)
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch) / "graph.nt"
        with lines.open("wb") as file:
            file.writelines(location.batches())
        # Loaded once in this process: each that a stopped question ends is a copy of it.
        loaded = engines.ENGINES["oxigraph"].load(lines)
    other = Asked(lambda: loaded, Bounds(chosen.limit, _MEMORY), lambda: None)
    compare(location.index, other)


def compare(index: Index, other: Index) -> None:
    """Ask both every query, and print what came."""
    missed = unequal = stopped = 0
    for number, text in enumerate(QUERIES, 1):
        # The process that a stopped question ended is started before the clock.
        for each in (index, other):
            each.ask("ASK {}")
        (ours, mine), (theirs, its) = asked(index, text), asked(other, text)
        slow = mine is None or (its is not None and ours > 2 * theirs + 0.2)
        equal = its is None or mine == its or ("LIMIT" in text and len(mine or ()) == len(its))
        missed, unequal, stopped = missed + slow, unequal + (not equal), stopped + (its is None)
        told = "stopped" if mine is None else f"{len(mine):,} rows"
        word = "MISSED" if slow else ""
        beside = "stopped" if its is None else f"{theirs:.2f}"
        print(
            f"{number} {ours:.2f} {beside} {told} {'' if equal else 'UNEQUAL'} {word} {text}",
            flush=True,
        )
    print(
        f"{len(QUERIES)} queries, {missed} missed, {unequal} unequal; the other stopped {stopped}"
    )


if __name__ == "__main__":
    main()
