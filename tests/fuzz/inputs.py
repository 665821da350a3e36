"""Damaged input of each kind, made from a seed: the same seed, the same case."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

from fuzz.harness import Case

if TYPE_CHECKING:
    import random
    from pathlib import Path

TURTLE = b"""@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
o:acme a cg:Cluster ; rdfs:label "Acme"@en, "Acm\xc3\xa9" ; cg:country "BE" .
o:bolt a cg:Company ; rdfs:label "Bolt" .
<urn:p> a cg:Project ; rdfs:label "P" ; cg:startDate "2020-01-01"^^xsd:date ;
  cg:endDate "2023-12-31"^^xsd:date ; cg:totalCost "12.5"^^xsd:decimal .
<urn:x> a cg:Participation ; cg:participant o:acme ; cg:inProject <urn:p> ;
  cg:contribution "100"^^xsd:decimal .
"""
PROJECTS = b"""id;acronym;frameworkProgramme;startDate;endDate;totalCost;ecMaxContribution
101000001;ONE;HORIZON;2022-01-01;2024-12-31;1000,5;500
101000002;TWO;HORIZON;2023-05-01;2025-04-30;2000;600
"""
ORGANISATIONS = b"""projectID;organisationID;name;country;role;nutsCode;totalCost;ecContribution
101000001;900000001;ACME;BE;coordinator;BE33;10;5
101000002;900000002;BOLT;LU;participant;LU00;20;6
101000002;900000001;ACME;BE;participant;BE33;30;7
"""
TABLE = b"""kind,name,country,partner,project,programme,start,end,website,reference,budget
cluster,Acme,BE,,,,,,https://acme.be,https://acme.be/x,
partnership,MecaTech,BE,Acme,,,2020-01-01,2022-12-31,,,
project,MecaTech,BE,Acme,ONE,H2020,2020-01-01,2022-12-31,,https://a.be,1000
"""
QUERY = b"""PREFIX cg: <https://w3id.org/clustergraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a a cg:Cluster ; rdfs:label ?b .
  OPTIONAL { ?a cg:locatedIn ?x } FILTER(?b != "z" && STRLEN(STR(?b)) > 1) }
GROUP BY ?a ORDER BY ?a LIMIT 20
"""
TOKENS = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"9" * 5_000,
    b"-1",
    b"1e999",
    b"NaN",
    b"9999-12-31",
    b"0000-00-00",
    b"-0044-03-15",
    b"99999999999999999999-01-01",
    b"\x1b]0;x\x07",
    b"=1+1",
    b"[",
    b"%",
    b"<",
    b">",
    b'"',
    b"'",
    b"\\",
    b"\\u0000",
    b"\\uD800",
    b"\n",
    b"\r",
    b";",
    b",",
    b"\t",
    b"(" * 600,
    b"{" * 600,
    b"a." * 3_000,
    "\u202e\u2067".encode(),
    "é".encode() * 300,
    b"https://x.be/?a[b]=1",
    b"https://x.be/100%",
    b"<script>",
    b"$x",
    b"?x",
    b"_:b",
    b"<urn:a>",
    b"^^<http://www.w3.org/2001/XMLSchema#date>",
    b"@en-" + b"x" * 50,
    b"UNION",
    b"SERVICE:c",
    b"OPTIONAL {",
    b"}",
    b"1/0",
    b"99:99:99",
    b"26:30",
    b"1.5e-300",
    b"0x10",
    "١٢٣".encode(),
    b"x" * 70_000,
    b"#",
    b"N/A",
    b"TRUE",
    b"2020-02-30",
    b"31/12/2020",
    b"VALUES",
    b"REGEX",
    b"ZZZ",
    b"XX",
]


def damaged(chance: random.Random, data: bytes) -> bytes:
    """Data with a few changes: pieces cut, doubled, moved or replaced, bytes flipped."""
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        to = min(to, at + chance.choice((1, 5, 40, 400)))
        token = chance.choice(TOKENS)
        data = chance.choice(
            (
                data[:at] + token + data[at:],
                data[:at] + token + data[to:],
                data[:at] + data[to:],
                data[:to] + data[at:],
                data[:at],
                data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
            )
        )
    return data


def _built(source: str, *more: list[str]) -> list[list[str]]:
    """Build, and whatever is made of a graph; a graph that was built can be read."""
    return [["build", source, "--graph", "g"], ["export", "o.nt", "--graph", "g"], *more]


_AFTER = [
    ["view", "-o", "o.html", "--graph", "g", "--network", "everything"],
    ["export", "o.rdf", "--graph", "g"],
    ["export", "o.jsonld", "--graph", "g"],
    ["centrality", "degree", "--graph", "g"],
    ["evolution", "--graph", "g"],
    ["reconcile", "-o", "o.csv", "--graph", "g"],
    ["info", "--graph", "g"],
    ["flows", "--graph", "g"],
]


def after(chance: random.Random) -> list[list[str]]:
    """What is made of a graph that a source came into."""
    return [["export", "o.nt", "--graph", "g"], chance.choice(_AFTER)]


def rdf(chance: random.Random) -> Case:
    """One's own RDF, in a file of any ending."""
    ending = chance.choice(("ttl", "ttl", "ttl", "nt", "rdf", "jsonld", "xml"))
    name = f"facts.{ending}"
    files = {name: damaged(chance, TURTLE)}
    if chance.random() < 0.3:
        return Case(files, [["info", "--graph", name]])
    return Case(files, _built(f"rdf={name}", chance.choice(_AFTER)))


# Each way to pack breaks in a way of its own.
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def rows(chance: random.Random) -> Case:
    """CORDIS, a table of one's own, or a spreadsheet."""
    kind = chance.choice(("cordis", "table", "table", "xlsx", "zip", "decisions"))
    if kind == "cordis":
        files = {"in/project.csv": PROJECTS, "in/organization.csv": ORGANISATIONS}
        chosen = chance.choice(list(files))
        files[chosen] = damaged(chance, files[chosen])
        return Case(files, _built("cordis=in", chance.choice(_AFTER)))
    if kind == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", chance.choice(PACKINGS)) as archive:
            archive.writestr("project.csv", damaged(chance, PROJECTS))
            archive.writestr("organization.csv", ORGANISATIONS)
        return Case({"in.zip": damaged(chance, packed.getvalue())}, _built("cordis=in.zip"))
    if kind == "xlsx":
        return Case({"t.xlsx": _workbook(chance)}, _built("table=t.xlsx", chance.choice(_AFTER)))
    if kind == "decisions":
        return Case(
            {"d.csv": damaged(chance, b"a,b,decision\nx,y,same\n")}, _built("decisions=d.csv")
        )
    return Case({"t.csv": damaged(chance, TABLE)}, _built("table=t.csv", chance.choice(_AFTER)))


def _workbook(chance: random.Random) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    values = odd_cells()
    for line in TABLE.decode().splitlines():
        cells: list[object] = list(line.split(","))
        for _ in range(chance.choice((0, 1, 3))):
            cells[chance.randrange(len(cells))] = chance.choice(values)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    data = file.getvalue()
    return damaged(chance, data) if chance.random() < 0.3 else data


def odd_cells() -> list[Any]:
    """What a cell of a spreadsheet can hold beside text."""
    import datetime

    return [
        datetime.timedelta(hours=30),
        datetime.time(12, 30),
        datetime.datetime(9999, 12, 31),
        1e300,
        -1,
        True,
        "=1/0",
        "#N/A",
        None,
        10**17,
        0.1,
        "x" * 3_000,
        "1.234,56 €",
        "31/12/2020",
        "_x0000_",
        "\u202e",
        "ZZ1",
    ]


def queries(chance: random.Random) -> Case:
    """Queries of one's own, asked twice of the same graph."""
    form = chance.choice(("csv", "table", "json", "xml", "markdown", "csv-exact"))
    command = ["query", "q.rq", "--graph", "f.ttl", "--timeout", "10", "--format", form]
    files = {"f.ttl": TURTLE, "q.rq": damaged(chance, QUERY)}
    return Case(files, [[*command, "-o", "1.txt"], [*command, "-o", "2.txt"]], ("1.txt", "2.txt"))


WORDS = [
    "",
    " ",
    "Acme",
    "MecaTech",
    "acme'\"",
    "BE",
    "UK",
    "EL",
    "BE33",
    "9" * 5_000,
    "-1",
    "0",
    "nan",
    "inf",
    "1e400",
    "2020..",
    "..2020",
    "2020..2010",
    "9999",
    "10000..99999",
    "x" * 9_000,
    "ab " * 900,
    "\x1b]0;x\x07",
    "<urn:a>",
    "organisation:mecatech",
    "urn:a b",
    "%00",
    "\udcff",
    "é",
    "a\nb",
    "*",
    "true",
    "--",
    "-p",
    "[",
    "(",
    "\\",
    "999999999999-1",
    "2020-13-45",
    "0.5",
    "١٢",
    "CNRS",
    "none",
]
_PARAMETERS = [
    ("partners", "organisation"),
    ("partners-in-year", "year"),
    ("partners-by-country", "organisation"),
    ("cooperation-chains", "organisation"),
    ("programme-figures", "programme"),
    ("claims", "status"),
    ("target-activities", "proximity"),
    ("reachable-programmes", "organisation"),
    ("tie-evidence", "organisation"),
    ("member-projects", "network"),
]


def parameters(chance: random.Random) -> Case:
    """Parameters of saved questions."""
    name, parameter = chance.choice(_PARAMETERS)
    value = chance.choice(WORDS)
    if chance.random() < 0.3:
        value = damaged(chance, value.encode(errors="surrogateescape")).decode(
            errors="surrogateescape"
        )
    value = value.replace("\0", "")
    return Case(
        {"f.ttl": TURTLE}, [["query", name, "--graph", "f.ttl", "-p", f"{parameter}={value}"]]
    )


ASKED = [
    ["info"],
    ["info", "--verify"],
    ["query", "claims"],
    ["export", "o.ttl"],
    ["centrality", "degree"],
    ["validate"],
]


def folder(curated: Path, chance: random.Random) -> Case:
    """A graph folder in which one file is damaged, gone, or something else."""

    def damage(where: Path) -> None:
        shutil.copytree(curated, where / "g")
        path = chance.choice(sorted(each for each in (where / "g").rglob("*") if each.is_file()))
        data, how = path.read_bytes(), chance.randrange(4)
        path.unlink()
        if how == 1:
            path.mkdir()
        elif how == 2:
            os.mkfifo(path)
        elif how == 3:
            path.write_bytes(damaged(chance, data))

    asked = [[*command, "--graph", "g"] for command in (chance.choice(ASKED),)]
    return Case({}, asked, prepare=damage)
