"""Every saved query on real data: Horizon 2020 of April 2016 with INTERREG 2014–2020.

What is asked about is what the data have most of, so that hardly an answer is empty. The two
engines must give the same rows in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clustergraph.graph import engines, sparql
from clustergraph.questions import queries
from clustergraph.terms import XSD

if TYPE_CHECKING:
    from pathlib import Path

    from clustergraph.formats import tables
    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow

SAVED = queries.saved()
# Questions about what neither source tells: there the curated facts answer, or nothing does.
# The members of INTERMAT have no project with dates in the real rows.
SILENT = {"foreign-groups", "member-projects-ending"}
# Those whose defaults, from the curated page, are answered best.
CURATED = {
    "claims", "clusters-to-approach", "event-organisations", "goals-and-indicators",
    "network-members", "networks-joined", "target-activities", "target-gaps", "testimonials",
    "value-chain-stages",
}  # fmt: skip
# Parameters left as they are: only the curated organisation tells what it aims at, and only the
# calls of INTERREG have dates.
KEPT = {"prospects": "organisation", "open-calls": "programme"}
# What the titles of INTERREG have; those of Horizon 2020 are blank in these rows.
WORDS = {"projects-by-words": {"words": "tourism"}}

_MOST = """
PREFIX cg: <https://w3id.org/clustergraph/ontology#>
SELECT ?organisation (COUNT(*) AS ?projects)
WHERE {{
  {{ SELECT DISTINCT ?organisation ?project
    WHERE {{ ?taking cg:participant ?organisation ; cg:inProject ?project . }} }}
}}
GROUP BY ?organisation HAVING(COUNT(*) <= {most})
ORDER BY DESC(?projects) ?organisation LIMIT 1
"""


@pytest.fixture(scope="module")
def oxigraph(real_graph: Location, tmp_path_factory: pytest.TempPathFactory) -> engines.Index:
    lines: Path = tmp_path_factory.mktemp("oxigraph") / "graph.nt"
    with lines.open("wb") as file:
        file.writelines(real_graph.lines())
    return engines.ENGINES["oxigraph"].load(lines)


@pytest.fixture(scope="module")
def asked(real_graph: Location) -> dict[str, str]:
    """A value for each parameter: what the data have most of, or much of."""

    def most(limit: int) -> str:
        return str(real_graph.select(_MOST.format(most=limit)).rows[0][0].value)  # type: ignore[union-attr]

    return {
        "organisation": most(1_000_000),
        "other": most(40),
        "programme": "programme:horizon-2020",
        "region": "place:belgium",
        "topic": "topic:keep-tourism",
        "year": "2016",
    }


def _rows(table: tables.Table) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in table.rows]


def _text(cell: tables.Term | None) -> str:
    """The term; of a decimal its value alone, since Oxigraph does not keep how it was written."""
    if isinstance(cell, ox.Literal) and cell.datatype.value == f"{XSD}decimal":
        return str(float(cell.value))
    return "" if cell is None else str(cell)


@pytest.mark.parametrize("name", SAVED)
def test_both_engines_give_the_same_rows(
    name: str, real_graph: Location, oxigraph: engines.Index, asked: dict[str, str]
) -> None:
    query = SAVED[name]
    wanted = {} if name in CURATED else asked | WORDS.get(name, {})
    values = {
        given.name: wanted[given.name]
        for given in query.parameters
        if given.name in wanted and given.name != KEPT.get(name) and given.default != "any"
    }
    ground = sparql.fill(query.text, queries.fill(real_graph, query, values))
    ours = real_graph.select(ground)
    assert bool(ours.rows) != (name in SILENT)
    assert _rows(ours) == _rows(oxigraph.select(ground))


def test_the_published_figures_of_horizon_2020(real_graph: Location) -> None:
    table = queries.rows(
        real_graph, SAVED["programme-figures"], {"programme": "programme:horizon-2020"}
    )
    columns = ("part", "projects", "organisations", "participations")
    whole = [cell.value for name in columns if (cell := table.column(name)[0])]
    assert whole[0].endswith("horizon-2020")
    assert list(map(int, whole[1:])) == [7_574, 12_326, 31_868]
    # Its direct parts share organisations, but no projects.
    parts = table.rows[1:]
    assert len(parts) > 5
    assert sum(int(row[table.columns.index("projects")].value) for row in parts) == 7_574  # type: ignore[union-attr]
