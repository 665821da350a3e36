"""A graph as a store with an RDFS reasoner holds it: what is stated, and all that follows.

The rules and the axioms are those of RDF Schema (W3C recommendation of 25 February 2014), as owlrl
applies them. Triples that no store can hold, with a literal as subject or predicate, are left out,
and so are what owlrl invents for literals: blank nodes, and the same text without its language.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# In a process of its own: owlrl puts its own literal conversions into rdflib, for good.
_CLOSURE = """
import sys
from owlrl import DeductiveClosure, RDFS_Semantics
from rdflib import BNode, Graph, URIRef
stated = Graph().parse(sys.stdin.buffer, format="nt")
graph = Graph() + stated
DeductiveClosure(RDFS_Semantics, axiomatic_triples=True).expand(graph)
for subject, predicate, value in sorted(set(graph) - set(stated)):
    if isinstance(subject, URIRef) and isinstance(predicate, URIRef):
        # owlrl takes texts of two languages for equal.
        same = str(value) in map(str, stated.objects(subject, predicate))
        if not isinstance(value, BNode) and not same:
            print(subject.n3(), predicate.n3(), value.n3(), ".")
"""


def entailed(stated: Path, wanted: Path) -> Path:
    """Write the N-Triples file `stated` with its RDFS entailment to `wanted`."""
    done = subprocess.run(
        [sys.executable, "-c", _CLOSURE], input=stated.read_bytes(), capture_output=True, check=True
    )
    # A literal of several lines would break the file: N-Triples has one triple a line.
    assert done.stdout.count(b" .\n") == done.stdout.count(b"\n") > 1000
    wanted.write_bytes(stated.read_bytes() + done.stdout)
    return wanted
