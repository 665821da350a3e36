"""The saved queries with hard parameters, and the same questions in SQL.

`CASES` are asked by benchmarks/queries.py of the made-up archives (benchmarks/generate.py): about
the organisation with most participations, the country and the topic with most projects, the
largest programme. Questions that only the curated facts can answer keep their defaults.
"""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ID = "https://w3id.org/clustergraph/id/"


def organisation(number: int) -> str:
    """The PIC of an organisation by its rank: the generator draws the first ones most often."""
    return str(888_000_001 + 7 * number)


LARGEST = organisation(0)
# One of middling size: between two giants there are 200,000 chains, which nobody reads.
OTHER = organisation(500)
# The second level of the made-up fields of science: about 40 fields lie under it.
FIELD = "1039"


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
# The columns of money that participations have, in the order in which they are summed below.
_MONEY = ("gross", "grossUnstated", "net", "netUnstated")
_COUNTRY = {"region": "place:germany"}
# A programme and those below it share the start of their codes; of H2020 the parts have two levels.
_LOCAL = """
    WITH local AS (SELECT DISTINCT pic FROM place WHERE country = 'DE'),
    rows AS (SELECT part.*, first FROM part JOIN local USING (pic) JOIN project ON id = project)"""

CASES: dict[str, Case] = {
    "partners": Case(
        _ONE, _MINE + "SELECT pic, project FROM ties", ("partner", "through"), {"tieLabel": "part"}
    ),
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
               count(DISTINCT project) FILTER (role = 'coordinator'), sum(contribution),
               count(*) - count(contribution), sum(net), count(*) - count(net)
             FROM part WHERE pic IN (SELECT pic FROM ties) GROUP BY pic""",
        ("partner", "projects", "led", *_MONEY),
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
    # The largest has many partners in every country.
    "single-gateways": Case(
        {"organisation": f"organisation:pic-{OTHER}"},
        _MINE.replace(LARGEST, OTHER)
        + f"""SELECT country, min(pic) FROM ties JOIN place USING (pic)
             WHERE country NOT IN (SELECT country FROM place WHERE pic = '{OTHER}')
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
        {"missing": "date", "entity": f"{ID}project/cordis-"},
    ),
    "programme-figures": Case(
        {"programme": "programme:horizon-2020"},
        """WITH under AS (SELECT *, regexp_extract(part, '^H2020-EU[.][0-9]+[.]') AS branch
             FROM project WHERE framework = 'H2020'),
           told AS (SELECT 'H2020' AS part, * EXCLUDE (part) FROM under
             UNION ALL SELECT branch AS part, * EXCLUDE (part) FROM under),
           money AS (SELECT part, count(*) AS projects, sum(granted) AS total
             FROM told GROUP BY part)
           SELECT part, any_value(projects), count(DISTINCT pic), count(*), any_value(total),
             sum(contribution),
               count(*) - count(contribution), sum(net), count(*) - count(net)
           FROM told JOIN part AS taking ON taking.project = id JOIN money USING (part)
           GROUP BY part""",
        ("part", "projects", "organisations", "participations", "support", *_MONEY),
    ),
    "programme-mix": Case(
        _COUNTRY,
        _LOCAL
        + """SELECT first - (first - 2000) % 7 AS period, framework, count(DISTINCT project),
               count(DISTINCT pic), sum(contribution),
               count(*) - count(contribution), sum(net), count(*) - count(net)
             FROM rows JOIN (SELECT id, framework FROM project) ON id = project GROUP BY ALL""",
        ("from", "framework", "projects", "organisations", *_MONEY),
    ),
    "support-by-year": Case(
        {**_COUNTRY, "topic": f"https://w3id.org/clustergraph/scheme/euroscivoc/{FIELD}"},
        _LOCAL.replace("WITH", "WITH RECURSIVE")
        + f""", below AS (SELECT '{FIELD}' AS code
             UNION SELECT broader.code FROM broader JOIN below ON parent = below.code)
           SELECT first, role, count(DISTINCT project), count(DISTINCT pic), sum(contribution),
               count(*) - count(contribution), sum(net), count(*) - count(net)
             FROM rows WHERE project IN (SELECT project FROM field JOIN below USING (code))
             GROUP BY ALL""",
        ("year", "roleNotation", "projects", "organisations", *_MONEY),
    ),
    "prospects": Case(
        {"region": "place:belgium", "atLeast": "5"},
        """WITH home AS (SELECT DISTINCT project FROM part JOIN place USING (pic)
             WHERE place.country = 'BE')
           SELECT target.country, pic, count(DISTINCT project)
           FROM part JOIN home USING (project)
           JOIN (SELECT DISTINCT pic, country FROM place WHERE country IN
             ('NL', 'DE', 'LU', 'FR', 'RO')) AS target USING (pic)
           WHERE pic NOT IN (SELECT pic FROM place WHERE country = 'BE')
           GROUP BY ALL HAVING count(DISTINCT project) >= 5""",
        ("target", "prospect", "projects"),
    ),
    "foreign-groups": Case(_COUNTRY),
    "money-by-organisation": Case({"region": "any"}),
    "money-by-year": Case({"region": "any"}),
    "organisation-sheet": Case(_ONE),
    "position-among-peers": Case({**_ONE, **_COUNTRY}),
    "projects-by-words": Case({"words": "a"}),
    "regional-cooperation": Case({**_ONE, **_COUNTRY}),
    "facts-by-record": Case(_ONE),
    "networks-joined": Case(_ONE),
    "clusters-to-approach": Case(_ONE),
}

_TABLES = """
CREATE TABLE project AS SELECT id, frameworkProgramme AS framework, legalBasis AS part,
  TRY_CAST(startDate[1:4] AS INTEGER) AS first, TRY_CAST(endDate[1:4] AS INTEGER) AS last,
  TRY_CAST(replace(totalCost, ',', '.') AS DECIMAL(18, 2)) AS cost,
  TRY_CAST(replace(ecMaxContribution, ',', '.') AS DECIMAL(18, 2)) AS granted
FROM read_csv('{folder}/*/project.csv', delim=';', header=true, quote='"', all_varchar=true,
  max_line_size=10000000, parallel=false);
CREATE TABLE part AS SELECT projectID AS project, organisationID AS pic, role,
  TRY_CAST(replace(ecContribution, ',', '.') AS DECIMAL(18, 2)) AS contribution,
  TRY_CAST(replace(netEcContribution, ',', '.') AS DECIMAL(18, 2)) AS net,
  CASE country WHEN 'UK' THEN 'GB' WHEN 'EL' THEN 'GR' ELSE country END AS country,
  'organization.csv:' || (row - min(row) OVER (PARTITION BY filename) + 2) AS locator
FROM (SELECT *, row_number() OVER () AS row FROM read_csv('{folder}/*/organization.csv',
  delim=';', header=true, quote='"', all_varchar=true, filename=true, parallel=false));
CREATE TABLE place AS SELECT DISTINCT pic, country FROM part;
CREATE TABLE path AS SELECT projectID AS project, string_split(euroSciVocCode[2:], '/') AS codes
FROM read_csv('{folder}/*/euroSciVoc.csv', delim=';', header=true, quote='"', all_varchar=true,
  parallel=false);
CREATE TABLE field AS SELECT DISTINCT project, codes[-1] AS code FROM path;
CREATE TABLE broader AS SELECT DISTINCT unnest(codes[2:]) AS code, unnest(codes[:-2]) AS parent
FROM path;
"""


def duckdb_file(archives: list[Path], database: Path) -> None:
    """Load the CSV files of the archives into DuckDB tables."""
    import duckdb

    with tempfile.TemporaryDirectory() as scratch:
        for archive in archives:
            with zipfile.ZipFile(archive) as zipped:
                for name in ("project.csv", "organization.csv", "euroSciVoc.csv"):
                    zipped.extract(name, Path(scratch) / archive.stem)
        with duckdb.connect(str(database)) as connection:
            connection.execute(_TABLES.format(folder=scratch))
