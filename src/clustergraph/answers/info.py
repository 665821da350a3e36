"""What a graph holds: triples, entities per class, sources, and how complete organisations are.

Asks the questions under queries/info/ and reads the manifest; counts nothing itself.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clustergraph.errors import RequestError
from clustergraph.graph import folder
from clustergraph.questions.queries import rows, shipped

if TYPE_CHECKING:
    from clustergraph.formats.tables import Term
    from clustergraph.graph.location import Location


@dataclass(frozen=True)
class Info:
    """Counts; `completeness` are shares of all organisations, between 0 and 1."""

    graph: str
    build: str | None
    engine: str | None
    triples: int
    classes: dict[str, int]
    sources: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    organisations: int
    completeness: dict[str, float]


def info(location: Location) -> Info:
    """Everything the `info` command shows of a graph."""
    manifest = location.manifest
    counts = _records(location, "organisations")[0]
    total = int(counts.pop("organisations"))
    return Info(
        graph=location.where,
        build=manifest.build_id if manifest else None,
        engine=f"{manifest.engine} {manifest.engine_version}" if manifest else None,
        triples=location.count(),
        classes={row["classLabel"]: int(row["count"]) for row in _records(location, "classes")},
        sources=[asdict(entry) for entry in manifest.sources] if manifest else [],
        documents=_records(location, "sources"),
        organisations=total,
        completeness={
            name: _part(int(count), total) if total else 0.0 for name, count in counts.items()
        },
    )


def _part(count: int, total: int) -> float:
    """A share with four digits after the point, 0 or 1 only where it is."""
    if count in (0, total):
        return count / total
    return min(max(round(count / total, 4), 0.0001), 0.9999)


def verify(where: str | Path) -> list[str]:
    """What has changed in the files of a graph folder since it was built, by checksum."""
    if "://" in str(where):
        raise RequestError("only the files of a graph folder can be verified, not an endpoint")
    where = Path(where)
    while True:
        written, manifest = folder.written(where), folder.read_manifest(where)
        try:
            wrong = folder.damage(where, manifest, checksums=True)
        except OSError as error:
            wrong = [str(error)]
        # Else another build has come into force meanwhile.
        if folder.written(where) == written:
            return wrong


def _records(location: Location, name: str) -> list[dict[str, Any]]:
    table = rows(location, shipped("info", name))
    return [
        {column: _value(cell) for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def _value(cell: Term | None) -> str:
    return cell.value if cell is not None else ""
