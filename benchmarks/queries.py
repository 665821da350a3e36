"""How long every saved query takes on a full-size graph, asked cold: by a new process each time.

    python benchmarks/queries.py [--fraction 1] [--data FOLDER] [--only NAME,NAME] [--no-oxigraph]

The graph is built from made-up CORDIS archives (benchmarks/generate.py) and the curated facts. A
time is that of the whole command `clustergraph query NAME --format csv`, with the start of Python
and the opening of the graph, the best of three. Queries that CORDIS can answer ask about the
organisation with most participations; the others keep their defaults, and search the same graph.

Beside ours stand Oxigraph (`build --engine oxigraph`, equal bytes asked for), and, for what the
rows of CORDIS can answer, DuckDB: SQL written by hand below, on tables loaded from the same CSV
files, likewise in a new process, with the answers compared. A ratio above 1 says that we are
faster. The last lines give the geometric mean and the time to look a name up.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.graph import Location

GOAL_EACH = 2.0
GOAL_MEAN = 0.4
_ID = "https://w3id.org/clustergraph/id/"


def organisation(number: int) -> str:
    """The PIC of an organisation by its rank: the generator draws the first ones most often."""
    return str(888_000_001 + 7 * number)


LARGEST = organisation(0)
# One of middling size: between two giants there are 200,000 chains, which nobody reads.
OTHER = organisation(500)


@dataclass(frozen=True)
class Case:
    """A saved query with hard parameters, and the same question in SQL, if the rows answer it.

    `columns` are those of our answer that the SQL gives, in its order; `where` keeps those of our
    rows whose columns start with the given texts, because curated facts answer too.
    """

    parameters: dict[str, str] = field(default_factory=dict)
    sql: str = ""
    columns: tuple[str, ...] = ()
    where: dict[str, str] = field(default_factory=dict)


_MINE = f"""
    WITH mine AS (SELECT DISTINCT project FROM part WHERE pic = '{LARGEST}'),
    ties AS (SELECT DISTINCT pic, project FROM part JOIN mine USING (project)
             WHERE pic <> '{LARGEST}')"""
_BOTH = f"""
    WITH mine AS (SELECT DISTINCT project FROM part WHERE pic = '{LARGEST}'),
    theirs AS (SELECT DISTINCT project FROM part WHERE pic = '{OTHER}')"""
_ONE = {"organisation": f"organisation:pic-{LARGEST}"}
_TWO = {**_ONE, "other": f"organisation:pic-{OTHER}"}

CASES: dict[str, Case] = {
    "partners-by-country": Case(
        _ONE,
        _MINE + "SELECT country, count(DISTINCT pic) FROM ties JOIN place USING (pic) GROUP BY ALL",
        ("country", "partners"),
    ),
    "partner-involvement": Case(
        _ONE,
        _MINE
        + """SELECT pic, count(DISTINCT project),
               min(least(first, last)), max(greatest(first, last))
             FROM ties JOIN project ON id = project GROUP BY pic""",
        ("partner", "ties", "firstYear", "lastYear"),
    ),
    "partner-quality": Case(
        _ONE,
        _MINE
        + """SELECT pic, count(DISTINCT project),
               count(DISTINCT project) FILTER (role = 'coordinator'), sum(contribution)
             FROM part WHERE pic IN (SELECT pic FROM ties) GROUP BY pic""",
        ("partner", "projects", "led", "contribution"),
    ),
    "partners-in-year": Case(
        {**_ONE, "year": "2018"},
        _MINE
        + """SELECT DISTINCT pic, country, project, first, last
             FROM ties JOIN project ON id = project JOIN place USING (pic)
             WHERE first <= 2018 AND last >= 2018""",
        ("partner", "country", "through", "firstYear", "lastYear"),
    ),
    "projects-under-programme": Case(
        {**_ONE, "programme": "programme:horizon-2020"},
        _MINE
        + """SELECT DISTINCT id, part.pic, role, place.country, cost
             FROM mine JOIN project ON id = mine.project JOIN part ON part.project = id
             JOIN place ON place.pic = part.pic WHERE framework = 'H2020'""",
        ("project", "partner", "roleNotation", "country", "cost"),
    ),
    "cooperation-chains": Case(
        _TWO,
        _BOTH
        + f"""SELECT 1, project, NULL, NULL FROM mine JOIN theirs USING (project) UNION ALL
             SELECT DISTINCT 2, a.project, a.pic, b.project
             FROM part a JOIN mine ON a.project = mine.project
             JOIN part b ON a.pic = b.pic JOIN theirs ON b.project = theirs.project
             WHERE a.pic NOT IN ('{LARGEST}', '{OTHER}') AND a.project <> b.project""",
        ("steps", "through", "between", "onward"),
    ),
    "tie-evidence": Case(
        _TWO,
        _BOTH
        + f"""SELECT project, locator FROM part
             WHERE project IN (SELECT project FROM mine JOIN theirs USING (project))
             AND pic IN ('{LARGEST}', '{OTHER}')""",
        ("through", "locator"),
    ),
    "reachable-programmes": Case(
        _ONE,
        _MINE + "SELECT part, id, 1 FROM mine JOIN project ON id = project",
        ("programme", "via", "steps"),
    ),
    "single-gateways": Case(
        _ONE,
        _MINE
        + f"""SELECT country, min(pic) FROM ties JOIN place USING (pic)
             WHERE country NOT IN (SELECT country FROM place WHERE pic = '{LARGEST}')
             GROUP BY country HAVING count(DISTINCT pic) = 1""",
        ("lost", "gateway"),
    ),
    "single-source-partners": Case(
        _ONE,
        _MINE
        + """SELECT pic, count(DISTINCT project) FROM ties JOIN project ON id = project
             GROUP BY pic HAVING count(DISTINCT framework) = 1""",
        ("partner", "ties"),
    ),
    "incomplete-entities": Case(
        {},
        "SELECT id FROM project WHERE first IS NULL AND last IS NULL",
        ("entity",),
        {"missing": "date", "entity": f"{_ID}project/cordis-"},
    ),
    "event-organisations": Case(_ONE),
    "networks-joined": Case(_ONE),
    "clusters-to-approach": Case(_ONE),
    "value-chain-stages": Case(_ONE),
}

_TABLES = """
CREATE TABLE project AS SELECT id, frameworkProgramme AS framework, legalBasis AS part,
  TRY_CAST(startDate[1:4] AS INTEGER) AS first, TRY_CAST(endDate[1:4] AS INTEGER) AS last,
  TRY_CAST(replace(totalCost, ',', '.') AS DECIMAL(18, 2)) AS cost
FROM read_csv('{folder}/*/project.csv', delim=';', header=true, quote='"', all_varchar=true,
  max_line_size=10000000, parallel=false);
CREATE TABLE part AS SELECT projectID AS project, organisationID AS pic, role,
  TRY_CAST(replace(ecContribution, ',', '.') AS DECIMAL(18, 2)) AS contribution,
  CASE country WHEN 'UK' THEN 'GB' WHEN 'EL' THEN 'GR' ELSE country END AS country,
  'organization.csv:' || (line + 1) AS locator
FROM (SELECT *, row_number() OVER (PARTITION BY filename) + 0 AS line FROM read_csv(
  '{folder}/*/organization.csv', delim=';', header=true, quote='"', all_varchar=true,
  filename=true, parallel=false));
CREATE TABLE place AS SELECT DISTINCT pic, country FROM part;
"""


def duck(archives: list[Path], database: Path) -> None:
    """Load the CSV files of the archives into DuckDB tables."""
    import duckdb

    with tempfile.TemporaryDirectory(dir=database.parent) as scratch:
        for archive in archives:
            with zipfile.ZipFile(archive) as zipped:
                for name in ("project.csv", "organization.csv"):
                    zipped.extract(name, Path(scratch) / archive.stem)
        with duckdb.connect(str(database)) as connection:
            connection.execute(_TABLES.format(folder=scratch))


# The other engine's turn, in a process of its own as well.
_ASK_DUCK = """
import csv, sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
csv.writer(sys.stdout).writerows(connection.execute(sys.argv[2]).fetchall())
"""


def best(command: list[str], runs: int) -> tuple[float, str]:
    """The shortest of some runs in seconds, and what was written to stdout."""
    shortest, written = math.inf, ""
    for _ in range(runs):
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True)
        shortest = min(shortest, time.perf_counter() - started)
        written = done.stdout
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return shortest, written


def command(name: str, graph: Path) -> list[str]:
    """The command that asks a saved query, with the parameters of its case."""
    asked = [sys.executable, "-m", "clustergraph.cli", "query", name, "--graph", str(graph)]
    case = CASES.get(name, Case())
    given = (("-p", f"{key}={value}") for key, value in case.parameters.items())
    return [*asked, "--format", "csv", *(word for pair in given for word in pair)]


class Keys:
    """What DuckDB calls the things that our answers name by IRI."""

    def __init__(self, location: Location) -> None:
        prefix = "PREFIX cg: <https://w3id.org/clustergraph/ontology#> SELECT ?thing ?key WHERE"
        self._keys = {
            str(thing.value): key.value
            for pattern in ("cg:isoCode", "cg:code")
            for thing, key in location.select(f"{prefix} {{ ?thing {pattern} ?key }}").rows
        }

    def of(self, cell: str) -> str:
        """The key of an IRI, or a number without needless zeros, or the text."""
        if cell in self._keys:
            return self._keys[cell]
        for start in (f"{_ID}organisation/pic-", f"{_ID}project/cordis-"):
            cell = cell.removeprefix(start)
        return cell.rstrip("0").rstrip(".") if _is_decimal(cell) else cell


def _is_decimal(cell: str) -> bool:
    return "." in cell and cell.replace(".", "", 1).isdecimal()


def agree(case: Case, ours: str, theirs: str, keys: Keys) -> bool:
    """Whether both answers have the same rows, whatever their order and names of things."""
    told = csv.DictReader(io.StringIO(ours))
    chosen = [
        row for row in told if all(row[key].startswith(start) for key, start in case.where.items())
    ]
    left = sorted(tuple(keys.of(_cell(row, name)) for name in case.columns) for row in chosen)
    right = sorted(tuple(map(keys.of, row)) for row in csv.reader(io.StringIO(theirs)))
    return left == right


def _cell(row: dict[str, str], name: str) -> str:
    if name == "roleNotation":
        words = row["roleLabel"].split()
        return "".join([*words[:1], *map(str.capitalize, words[1:])])
    return row[name] or ""


@dataclass(frozen=True)
class Timed:
    """One query: its rows, our seconds, those of the others (None: not asked), agreement."""

    name: str
    rows: int
    ours: float
    oxigraph: float | None
    duckdb: float | None
    equal: bool

    def line(self) -> str:
        """The row of the table that is printed."""
        slow = "" if self.ours <= GOAL_EACH else " MISSED"
        return (
            f"| {self.name} | {self.rows:,} | {self.ours:.2f}{slow} | "
            f"{_beside(self.oxigraph, self.ours)} | {_beside(self.duckdb, self.ours)} | "
            f"{'yes' if self.equal else 'NO'} |"
        )


def _beside(theirs: float | None, ours: float) -> str:
    return "– | –" if theirs is None else f"{theirs:.2f} | {theirs / ours:.2f}"


def measure(
    name: str, graph: Path, oxigraph: Path | None, database: Path, keys: Keys, runs: int
) -> Timed:
    """Ask one saved query everywhere."""
    case = CASES.get(name, Case())
    ours, answer = best(command(name, graph), runs)
    other = duckdb = None
    equal = True
    if oxigraph is not None:
        other, same = best(command(name, oxigraph), 1)
        equal = same == answer
    if case.sql:
        duckdb, rows = best([sys.executable, "-c", _ASK_DUCK, str(database), case.sql], runs)
        equal = equal and agree(case, answer, rows, keys)
    count = sum(1 for _ in csv.reader(io.StringIO(answer))) - 1
    return Timed(name, count, ours, other, duckdb, equal)


def prepare(chosen: argparse.Namespace) -> tuple[Path, Path | None, Path]:
    """Build what is not there yet: our graph, that of Oxigraph, the DuckDB file."""
    archives = build.data(chosen.data, chosen.fraction)
    where = archives[0].parent
    graphs = {}
    for engine in ("sparq",) if chosen.no_oxigraph else ("sparq", "oxigraph"):
        graphs[engine] = where / f"graph-{engine}"
        if not (graphs[engine] / "manifest.json").exists():
            build.build(archives, graphs[engine], engine)
    database = where / "rows.duckdb"
    if not database.exists():
        duck(archives, database)
    return graphs["sparq"], graphs.get("oxigraph"), database


def report(timed: list[Timed], graph: Path, label: str, runs: int) -> Iterator[str]:
    """The closing lines: the mean, and the look-up of a name."""
    mean = math.exp(sum(math.log(one.ours) for one in timed) / len(timed))
    missed = sum(one.ours > GOAL_EACH for one in timed)
    yield (
        f"geometric mean {mean:.2f} s (goal {GOAL_MEAN}); "
        f"{missed} of {len(timed)} over {GOAL_EACH:.0f} s; "
        f"{sum(not one.equal for one in timed)} with unequal answers"
    )
    asked = command("goals-and-indicators", graph)
    for what, text in (("exact", label), ("in small letters", label.lower())):
        seconds, _ = best([*asked, "-p", f"organisation={text}"], runs)
        yield f"an organisation by its label, {what}: {seconds:.2f} s"


def main() -> None:
    """The command line."""
    from clustergraph import queries
    from clustergraph.graph import open_graph

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fraction", type=float, default=1.0)
    parser.add_argument("--data", type=Path, default=Path("benchmark-data"))
    parser.add_argument("--only", default="", help="names of queries, with commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-oxigraph", action="store_true")
    chosen = parser.parse_args()
    graph, oxigraph, database = prepare(chosen)
    location = open_graph(graph)
    keys, largest = Keys(location), f"{_ID}organisation/pic-{LARGEST}"
    print("| query | rows | seconds | Oxigraph | ratio | DuckDB | ratio | equal |")
    print("|---|---|---|---|---|---|---|---|")
    timed = []
    for name in chosen.only.split(",") if chosen.only else queries.saved():
        timed.append(measure(name, graph, oxigraph, database, keys, chosen.runs))
        print(timed[-1].line(), flush=True)
    label = location.labels([largest])[largest]
    print(*report(timed, graph, label, chosen.runs), sep="\n")


if __name__ == "__main__":
    main()
