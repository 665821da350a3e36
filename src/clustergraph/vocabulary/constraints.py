"""The rules as SHACL: shapes with `sh:sparql` constraints, for engines other than ours.

The queries are those of ontology/rules/, put as SHACL asks for (W3C recommendation of 20 July 2017,
section 5.2.1): `$this` is what is looked at, and MINUS and VALUES are not allowed. What to look
at is a `sh:SPARQLTarget` (SHACL Advanced Features, section 3.1), since a rule may look at anything
that has a property. Knows nothing of what the rules are about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.languages import LANGUAGES
from clustergraph.terms import BASE, PREFIXES
from clustergraph.vocabulary.findings import SHAPES
from clustergraph.vocabulary.rules import rules

if TYPE_CHECKING:
    from clustergraph.vocabulary.rules import Rule

_RULES = f"{BASE}rules"
_HEAD = f"""\
# Written by `clustergraph docs rules`: the rules of rules/ as SPARQL-based constraints of SHACL,
# for any engine that has them and SPARQL-based targets. Use it beside shapes.ttl, on a graph that
# holds the ontology.

@prefix css: <{SHAPES}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> .
@prefix owl: <{PREFIXES["owl"]}> .
@prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix sh: <{PREFIXES["sh"]}> .
@prefix xsd: <{PREFIXES["xsd"]}> .

<{_RULES}> a owl:Ontology ;
    rdfs:label "clustergraph rules"@en , "règles clustergraph"@fr ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
"""
_PREFIX = re.compile(r"^PREFIX ([\w-]*): <([^>]*)>\n", re.MULTILINE)
_COMMENT = re.compile(r"^\s*#.*\n", re.MULTILINE)
_ORDER = re.compile(r"^ORDER BY .*\n?", re.MULTILINE)
_VALUES = re.compile(r"VALUES (\?\w+) \{ ([^}]*) \}")


def shapes() -> str:
    """A file of shapes in Turtle, one for each rule."""
    prefixes = {name: iri for rule in rules().values() for name, iri in _PREFIX.findall(rule.text)}
    declared = " ,\n        ".join(f"css:prefix-{name}" for name in sorted(prefixes))
    pieces = [f"{_HEAD}    sh:declare {declared} .\n"]
    pieces += [
        f'css:prefix-{name} sh:prefix "{name}" ; sh:namespace "{iri}"^^xsd:anyURI .\n'
        for name, iri in sorted(prefixes.items())
    ]
    return "\n".join([*pieces[:1], "".join(pieces[1:]), *map(_shape, rules().values())])


def _shape(rule: Rule) -> str:
    # What is said stands on the shape: Jena takes no message in two languages on a constraint.
    name, query = rule.name, constraint(rule)
    messages = " ,\n        ".join(
        str(ox.Literal(rule.message.translated(lang), language=lang)) for lang in LANGUAGES
    )
    target = f"SELECT DISTINCT $this WHERE {{ {{\n{query}}} }}"
    return f"""\
css:{name} a sh:NodeShape ;
    rdfs:label {ox.Literal(rule.title, language="en")} ;
    sh:message {messages} ;
    sh:target css:{name}-target ;
    sh:severity sh:{rule.severity.capitalize()} ;
    sh:sparql css:{name}-sparql .

css:{name}-target a sh:SPARQLTarget ;
    sh:prefixes <{_RULES}> ;
    sh:select {_quoted(target)} .

css:{name}-sparql a sh:SPARQLConstraint ;
    sh:prefixes <{_RULES}> ;
    sh:select {_quoted(query)} .
"""


def constraint(rule: Rule) -> str:
    """The query of a rule as a constraint, without its prefixes."""
    text = _ORDER.sub("", _COMMENT.sub("", _PREFIX.sub("", rule.text)))
    text = _VALUES.sub(_each, text)
    return text.replace("MINUS {", "FILTER NOT EXISTS {").replace("?focus", "$this")


def _each(values: re.Match[str]) -> str:
    """VALUES of one variable in other words."""
    variable, terms = values.groups()
    each = " UNION ".join(f"{{ BIND({term} AS {variable}) }}" for term in terms.split())
    return f"{{ {each} }}"


def _quoted(text: str) -> str:
    return '"""' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'
