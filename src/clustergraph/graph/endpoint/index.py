"""An endpoint as the engine of a graph: the same questions, the same answers, whole or refused.

Knows that servers cut answers silently (Virtuoso after 10,000 rows) and how to notice: each answer
is compared with its COUNT, unless a longer one is known to have come whole. Every form of question
is brought back to SELECT, so that what holds for rows holds for triples. Nothing of HTTP here.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from clustergraph.errors import EndpointError, QueryError
from clustergraph.formats.tables import Stream, Table
from clustergraph.graph import sparql
from clustergraph.graph.endpoint import paging
from clustergraph.graph.sparql import variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clustergraph.formats.tables import Row, Term
    from clustergraph.graph.endpoint.client import Client

_ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
# How many IRIs one question may list, and how many rows are made triples at once.
_BATCH = 1_000
# Pages in a row of which all rows are equal, after which a server is not believed.
_EQUAL_PAGES = 20
_JSON = ox.QueryResultsFormat.JSON


class Remote:
    """The index of an endpoint."""

    def __init__(self, client: Client) -> None:
        self._client = client
        # The longest answer that is known to have come whole: a shorter one cannot have been cut.
        self._whole = 0

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT, all in memory."""
        return Table.of(self.stream(sparql))

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK, by a SELECT: Virtuoso has no yes and no in JSON."""
        asked = paging.split(sparql).select("SELECT (1 AS ?found)", LIMIT="LIMIT 1")
        # Not `stream`: a single row cannot have been cut off.
        file = self._client.ask(asked)
        columns, found = self._measured(file)
        file.close()
        self._places(columns, ("found",))
        return found > 0

    def count(self) -> int:
        """The number of triples."""
        return self._count(paging.split(_ALL))

    def stream(self, sparql: str) -> Stream:
        """The rows of a SELECT, read from disk as they are asked for.

        Raises EndpointError, also between rows, where the answer is not whole.
        """
        parts = paging.split(sparql)
        file = self._client.ask(sparql)
        came, found = self._measured(file)
        try:
            columns = _asked_columns(parts, came)
            self._places(came, columns)
            expected = self._count(parts) if found >= self._whole else found
        except BaseException:
            file.close()
            raise
        if found > expected:
            file.close()
            raise self._wrong(f"{found:,} rows, of which its COUNT is {expected:,}; ask again")
        self._whole = max(self._whole, found if found == expected else 0)
        if found < expected:
            file.close()
            rows = self._pages(parts, columns, expected, found)
        else:
            rows = self._rows(file, came, columns)
        return Stream(columns, self._once(rows) if parts.is_distinct else rows)

    def _places(self, came: tuple[str, ...], asked: tuple[str, ...]) -> list[int]:
        """Where the columns that were asked for stand among those that came."""
        if sorted(came) != sorted(asked):
            names = " ".join(f"?{name}" for name in came)[:200] or "none"
            raise self._wrong(f"other columns than were asked for ({names})")
        return [came.index(name) for name in asked]

    def _once(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows of an answer in which none can stand twice."""
        seen: set[int] = set()
        for row in rows:
            # The same name can be another blank node on another page.
            if not any(isinstance(cell, ox.BlankNode) for cell in row):
                before = len(seen)
                seen.add(hash(row))
                if len(seen) == before:
                    raise self._in_part(
                        "a row came twice where none repeats; the server heeds no OFFSET, or it "
                        "holds several graphs: name one in default-graph-uri"
                    )
            yield row

    def _measured(self, file: IO[bytes]) -> tuple[tuple[str, ...], int]:
        """The columns and the number of rows; EndpointError where the document is damaged."""
        try:
            columns, found = _tally(self._solutions(file))
        except (SyntaxError, OSError, ValueError) as error:
            file.close()
            raise self._damaged(error) from None
        file.seek(0)
        return columns, found

    def _rows(
        self, file: IO[bytes], came: tuple[str, ...], asked: tuple[str, ...]
    ) -> Iterator[Row]:
        with file:
            places = self._places(came, asked)
            # By a name that stays until all else here has ended: rows that nobody wants any more
            # may be let go by another thread, where pyoxigraph crashes in the midst of that.
            solutions = self._solutions(file)
            for solution in solutions:
                row = tuple(solution[place] for place in places)
                for cell in row:
                    if isinstance(cell, ox.Literal) and "\0" in cell.value:
                        raise self._wrong("a text with a NUL character, which no format can hold")
                yield row

    def _solutions(self, file: IO[bytes]) -> ox.QuerySolutions:
        try:
            answer = ox.parse_query_results(file, format=_JSON)
        except (SyntaxError, OSError, ValueError) as error:
            file.close()
            raise self._damaged(error) from None
        if not isinstance(answer, ox.QuerySolutions):
            file.close()
            raise self._wrong("yes or no instead of rows")
        return answer

    def _damaged(self, error: Exception) -> EndpointError:
        return self._wrong(f"JSON that is damaged or cut off ({error})")

    def _wrong(self, what: str) -> EndpointError:
        return EndpointError(f"{self._client.name}: answers with {what}")

    def _in_part(self, why: str) -> EndpointError:
        return EndpointError(f"{self._client.name}: the answer is not whole: {why}")

    def _count(self, parts: paging.Parts) -> int:
        file = self._client.ask(paging.counted(parts))
        came, _found = self._measured(file)
        rows = list(self._rows(file, came, (paging.COUNTED,)))
        if len(rows) != 1 or not isinstance(rows[0][0], ox.Literal):
            raise self._wrong("no number to a COUNT")
        try:
            return int(rows[0][0].value)
        except ValueError:
            raise self._wrong("no number to a COUNT") from None

    # --- Answers that the server cuts

    def _pages(
        self, parts: paging.Parts, columns: tuple[str, ...], expected: int, size: int
    ) -> Iterator[Row]:
        """All rows, in pages of the size at which the server cuts, under a total order."""
        rewrite, start, varied, pages = paging.page, 0, False, 0
        first: Row | None = None
        while start < expected and size:
            try:
                file = self._client.ask(rewrite(parts, columns, start, size))
            except (EndpointError, QueryError):
                if rewrite is paging.wrapped:
                    raise
                rewrite = paging.wrapped
                continue
            came, found = self._measured(file)
            rows = self._rows(file, came, columns)
            # In an order without ties no page begins like the first one, unless all rows are equal.
            for number, row in enumerate(rows):
                first = row if first is None else first
                varied = varied or row != first
                if start and not number and varied and row == first:
                    raise self._in_part("a page came twice, since the server heeds no OFFSET")
                yield row
            start += found
            pages += 1
            if pages > _EQUAL_PAGES and not varied:
                raise self._in_part("the same row comes again and again")
            if found < size and start < expected:
                break
        if start != expected:
            raise self._in_part(
                f"in pages {start:,} rows came, its COUNT is {expected:,}; ask for less, or raise "
                "the limit of the server"
            )

    # --- Triples

    def construct(self, sparql: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT, its template filled here from the rows of its pattern."""
        parts = paging.split(sparql)
        named = variables(parts.template)
        columns = " ".join(f"?{name}" for name in named) or "*"
        table = self.select(parts.select(f"SELECT {columns}"))
        made: list[ox.Triple] = []
        for start in range(0, len(table.rows), _BATCH):
            rows, blanks = _without_blanks(table.rows[start : start + _BATCH])
            answer = ox.Store().query(paging.rebound(parts, table.columns, rows))
            assert isinstance(answer, ox.QueryTriples)
            made += (_with_blanks(triple, blanks) for triple in answer)
        return made

    def describe(self, sparql: str) -> list[ox.Triple]:
        """What the graph says of the things that a DESCRIBE names: the triples they begin.

        What else a server would tell differs from one to the next (SPARQL 1.1, 16.4).
        """
        parts = paging.split(sparql)
        iris = sorted(self._described(parts))
        made: list[ox.Triple] = []
        for start in range(0, len(iris), _BATCH):
            values = " ".join(f"<{iri}>" for iri in iris[start : start + _BATCH])
            asked = parts.around("SELECT ?s ?p ?o", f"VALUES ?s {{ {values} }} ?s ?p ?o")
            made += (ox.Triple(*row) for row in self.select(asked).rows)  # type: ignore[arg-type]
        return made

    def _described(self, parts: paging.Parts) -> set[str]:
        told = parts.head.strip()[len("DESCRIBE") :]
        named = variables(told) or (variables(parts.pattern) if "*" in told else [])
        names = " ".join(f"?{name}" for name in named)
        constants = " ".join(word for word in told.split() if word[0] not in "?$*")
        answer = ox.Store().query(f"{parts.prologue} SELECT ?s {{ VALUES ?s {{ {constants} }} }}")
        assert isinstance(answer, ox.QuerySolutions)
        found: list[Term | None] = [solution[0] for solution in answer]
        if named:
            table = self.select(parts.select(f"SELECT DISTINCT {names}"))
            found += (cell for row in table.rows for cell in row)
        return {term.value for term in found if isinstance(term, ox.NamedNode)}


def _asked_columns(parts: paging.Parts, came: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that a SELECT asks for; of `SELECT *` those that came and it can have."""
    if asked := sparql.projection(f"{parts.head} {{"):
        return tuple(asked)
    named = variables(parts.pattern + parts.modifiers.get("VALUES", ""))
    return tuple(name for name in came if name in named)


def _tally(solutions: ox.QuerySolutions) -> tuple[tuple[str, ...], int]:
    """The columns and the number of rows."""
    found = 0
    try:
        columns = tuple(variable.value for variable in solutions.variables)
        for _ in solutions:
            found += 1
        return columns, found
    finally:
        # It must go in this thread; a traceback would keep it until any other collects it.
        del solutions


_BLANK = "urn:clustergraph:blank:"


def _without_blanks(rows: list[Row]) -> tuple[list[Row], dict[str, ox.BlankNode]]:
    """The rows with IRIs in place of blank nodes, which VALUES cannot hold."""
    blanks: dict[str, ox.BlankNode] = {}

    def named(cell: Term | None) -> Term | None:
        if isinstance(cell, ox.BlankNode):
            blanks[f"{_BLANK}{cell.value}"] = cell
            return ox.NamedNode(f"{_BLANK}{cell.value}")
        return cell

    return [tuple(map(named, row)) for row in rows], blanks


def _with_blanks(triple: ox.Triple, blanks: dict[str, ox.BlankNode]) -> ox.Triple:
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.NamedNode):
        subject = blanks.get(subject.value, subject)
    if isinstance(value, ox.NamedNode):
        value = blanks.get(value.value, value)
    return ox.Triple(subject, triple.predicate, value)
