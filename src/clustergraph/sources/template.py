"""The template of the `table` source: its columns, the words they take, and the empty file.

The same registry of columns serves the reader, the sheet that explains them and the documents.
Knows nothing of triples or of how rows are read.
"""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from clustergraph import resources
from clustergraph.errors import OutputError, RequestError
from clustergraph.formats import output, rdf, workbooks
from clustergraph.terms import PREFIXES, fold, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

PARTICIPATION, PARTNERSHIP, MEMBERSHIP = "participation", "partnership", "membership"
RELATIONS = {
    PARTICIPATION: "the organisation takes part in a project",
    PARTNERSHIP: "the organisation and another one cooperate",
    MEMBERSHIP: "the organisation belongs to a cluster, network or other body",
}
# A row that begins with this is for the reader of the file, not for the graph.
COMMENT = "#"
ROWS, EXPLAINED, CHOICES = "rows", "columns", "choices"

_ALL = tuple(RELATIONS)
_BETWEEN = (PARTNERSHIP, MEMBERSHIP)
_PROJECT = (PARTICIPATION,)
# Spreadsheets show drop-downs down to this row.
_LAST_ROW = 2000


@dataclass(frozen=True)
class Field:
    """A column of the template.

    relations: the relations for which it is read; scheme: the concept scheme whose concepts it
    takes; examples: one cell for each of the example rows.
    """

    name: str
    meaning: str
    relations: tuple[str, ...] = _ALL
    scheme: str = ""
    required: bool = False
    width: int = 16
    examples: tuple[str, ...] = ("", "", "", "")


FIELDS: tuple[Field, ...] = (
    Field(
        "relation",
        "What the row states. A row that begins with # is a comment and is not read.",
        required=True,
        examples=(
            f"{COMMENT} {PARTICIPATION}",
            f"{COMMENT} {PARTICIPATION}",
            f"{COMMENT} {PARTNERSHIP}",
            f"{COMMENT} {MEMBERSHIP}",
        ),
    ),
    Field(
        "organisation",
        "Name of the organisation, as it calls itself; may be blank beside an organisation_id.",
        width=30,
        required=True,
        examples=(
            "Nowhere Optics (fictitious)",
            "Nirgendwo Antriebe (fictitious)",
            "Nowhere Cluster (fictitious)",
            "Nowhere Optics (fictitious)",
        ),
    ),
    Field(
        "organisation_id",
        "Which known organisation it is: a PIC of nine digits, an identifier such as "
        "organisation:luxinnovation, or the exact label that the graph shows. Blank: an "
        "organisation of its own, told apart by name and country; a name alone never joins it "
        "to a known one.",
        width=24,
    ),
    Field(
        "country",
        "Country: two letters (ISO 3166-1: BE, LU, GB) or its English or French name. Needed "
        "unless organisation_id is given.",
        width=9,
        examples=("BE", "DE", "BE", "BE"),
    ),
    Field(
        "nuts",
        "NUTS region, three to five characters, in that country (BE3, BE33, BE332).",
        width=9,
        examples=("BE332", "DE212", "BE3", ""),
    ),
    Field(
        "kind",
        "Kind of organisation.",
        scheme="organisation-kind",
        width=20,
        examples=("private-company", "private-company", "business-support", ""),
    ),
    Field("vat", "VAT number, as the organisation writes it.", width=16),
    Field(
        "website",
        "Web address of the organisation, with https://.",
        width=24,
        examples=("https://optics.example", "", "", ""),
    ),
    Field(
        "with",
        "With whom or in what: acronym or short name of the project, name of the partner, or "
        "name of the body it belongs to.",
        width=30,
        required=True,
        examples=(
            "NO-LENS",
            "NO-DRIVE",
            "Réseau Nulle-Part (fictitious)",
            "Nowhere Cluster (fictitious)",
        ),
    ),
    Field(
        "with_id",
        "For a project: the number that the programme gave it (ESA contract, EUREKA E! number), "
        "the same in every row of the project; or project:… for one that the graph holds. For a "
        "partner or body: as in organisation_id.",
        width=24,
        examples=("4000000001", "E! 0000", "", ""),
    ),
    Field(
        "with_country",
        "Country of the partner or body, as in country. Needed unless with_id is given.",
        relations=_BETWEEN,
        width=9,
        examples=("", "", "FR", "BE"),
    ),
    Field(
        "project_title",
        "Full title of the project.",
        relations=_PROJECT,
        width=36,
        examples=("Lenses that do not exist", "Drives that do not exist", "", ""),
    ),
    Field(
        "programme",
        "Programme that supports the project: a known one by its name, or a new one. A part of a "
        "programme follows it after >, as in EUREKA > Eurostars.",
        relations=_PROJECT,
        width=26,
        examples=("ESA programmes", "EUREKA > Eurostars", "", ""),
    ),
    Field(
        "role",
        "Role of the organisation; blank where the source names none.",
        relations=(PARTICIPATION, MEMBERSHIP),
        scheme="role",
        width=18,
        examples=("prime-contractor", "coordinator", "", "member"),
    ),
    Field(
        "start",
        "First day, month or year of the project, partnership or membership: 2021-03-31, "
        "31/03/2021, 2021-03 or 2021.",
        width=12,
        examples=("2021-03-01", "2022", "2019-06", "2018"),
    ),
    Field(
        "end",
        "Last day, month or year; blank: goes on, or not known.",
        width=12,
        examples=("2023-02-28", "2024", "", ""),
    ),
    Field(
        "contribution",
        "Support granted to this organisation in the project, in EUR.",
        relations=_PROJECT,
        width=14,
        examples=("120000.50", "", "", ""),
    ),
    Field(
        "total_cost",
        "Cost of the whole project, in EUR.",
        relations=_PROJECT,
        width=14,
        examples=("400000.00", "", "", ""),
    ),
    Field(
        "topic",
        "Topics of the project, partnership or membership, separated by semicolons. A word that is "
        "not among the known topics is kept as a keyword.",
        scheme="topic",
        width=24,
        examples=("materials; optics", "mechanical-engineering", "", ""),
    ),
    Field(
        "reference",
        "Web address of a document that states it.",
        width=30,
        examples=("https://optics.example/projects", "", "", ""),
    ),
    Field(
        "note",
        "Anything a reader of the graph should know.",
        width=30,
        examples=(
            "an example: delete this row",
            "an example: delete this row",
            "an example: delete this row",
            "an example: delete this row",
        ),
    ),
)
COLUMNS = tuple(field.name for field in FIELDS)


# --- Words of the concept schemes


@dataclass(frozen=True)
class Concept:
    """A concept as people may write it: by local name, label in any language, or notation."""

    iri: str
    name: str
    label: str
    keys: frozenset[str]


@cache
def concepts(scheme: str) -> tuple[Concept, ...]:
    """The concepts of a scheme ("role"), in the order of the ontology's file."""
    skos = PREFIXES["skos"]
    words: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for triple in rdf.read(resources.ontology_dir() / "schemes.ttl"):
        iri = getattr(triple.subject, "value", "")
        if iri.startswith(PREFIXES[scheme]):
            found = words.setdefault(iri, {})
            value = (getattr(triple.object, "language", "") or "", str(triple.object.value))  # type: ignore[union-attr]
            found.setdefault(triple.predicate.value.removeprefix(skos), []).append(value)
    return tuple(_concept(iri, found) for iri, found in words.items() if "prefLabel" in found)


def _concept(iri: str, found: dict[str, list[tuple[str, str]]]) -> Concept:
    texts = [text for _language, text in found["prefLabel"] + found.get("notation", [])]
    label = dict(found["prefLabel"]).get("en", "")
    name = local_name(iri)
    return Concept(iri, name, label, frozenset(map(fold, (name, *texts))))


def concept(scheme: str, text: str) -> str | None:
    """The IRI of the concept that a text means, or None."""
    key = fold(text)
    return next((found.iri for found in concepts(scheme) if key in found.keys), None)


@cache
def _programmes() -> tuple[str, ...]:
    """The labels of the curated programmes, for the drop-down."""
    labels = {}
    for path in sorted(resources.data_dir().glob("*.ttl")):
        for triple in rdf.read(path):
            subject, value = triple.subject, triple.object
            if (
                getattr(subject, "value", "").startswith(PREFIXES["programme"])
                and triple.predicate.value == f"{PREFIXES['rdfs']}label"
                and getattr(value, "language", None) in (None, "en")
            ):
                labels[subject] = str(value.value)  # type: ignore[union-attr]
    return tuple(sorted(labels.values()))


def choices(field: Field) -> tuple[str, ...]:
    """The words that a column offers; () where it takes free text."""
    if field.name == "relation":
        return tuple(RELATIONS)
    if field.name == "programme":
        return _programmes()
    return tuple(found.name for found in concepts(field.scheme)) if field.scheme else ()


# --- Writing


def write(path: Path) -> None:
    """Write the template with example rows, as .xlsx or .csv by the extension.

    The same version writes the same bytes. Raises RequestError for another extension, OutputError
    where the file is there already or cannot be written.
    """
    writers: dict[str, Callable[[], bytes]] = {".xlsx": _xlsx, ".csv": _csv}
    make = writers.get(path.suffix.lower())
    if make is None:
        raise RequestError(f"{path}: a template is .xlsx or .csv: give the file such a name")
    if os.path.lexists(path) and (not path.exists() or path.is_file()):
        # Somebody may have filled it in.
        raise OutputError(f"{path}: is there already: name another file")
    output.write_bytes(path, [make()])


def _examples() -> Iterator[tuple[str, ...]]:
    return zip(*(field.examples for field in FIELDS), strict=True)


def _csv() -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([COLUMNS, *_examples()])
    # Spreadsheets take a CSV file without this mark for one of the system's old code page.
    return text.getvalue().encode("utf-8-sig")


def explanations() -> Iterator[tuple[str, str, str, str]]:
    """For each column: its name, the relations that use it, what it means, what it may hold."""
    for field in FIELDS:
        where = "every row" if field.relations == _ALL else ", ".join(field.relations)
        yield field.name, where, field.meaning, ", ".join(choices(field)) or "text"


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    rows = book.active
    assert rows is not None
    rows.title = ROWS
    _fill(rows, [COLUMNS, *_examples()], [field.width for field in FIELDS])
    explained = book.create_sheet(EXPLAINED)
    table = [("column", "read for", "what it means", "takes"), *explanations()]
    _fill(explained, table, [18, 26, 70, 70])
    _offer(rows, book.create_sheet(CHOICES))
    return workbooks.settled(book)


def _fill(sheet: Worksheet, table: Iterable[tuple[str, ...]], widths: list[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for line, cells in enumerate(table, 1):
        comment = cells[0].startswith(COMMENT)
        font = Font(bold=line == 1, italic=comment, color="808080" if comment else "000000")
        for place, text in enumerate(cells, 1):
            cell = sheet.cell(line, place, text or None)
            cell.font = font
            cell.alignment = Alignment(wrap_text=sheet.title == EXPLAINED, vertical="top")
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"


def _offer(rows: Worksheet, listed: Worksheet) -> None:
    """Drop-downs in the sheet of rows, fed from a sheet: inline lists end at 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = [(place, choices(field)) for place, field in enumerate(FIELDS, 1) if choices(field)]
    for at, (place, words) in enumerate(offered, 1):
        for line, word in enumerate((COLUMNS[place - 1], *words), 1):
            listed.cell(line, at, word)
        column = get_column_letter(at)
        span = f"'{CHOICES}'!${column}$2:${column}${len(words) + 1}"
        # A suggestion, not a lock: labels, new programmes and keywords are read as well.
        drop = DataValidation(type="list", formula1=span, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(place)
        drop.add(f"{letter}2:{letter}{_LAST_ROW}")
        rows.add_data_validation(drop)


# What `clustergraph template NAME` can write.
TEMPLATES: dict[str, Callable[[Path], None]] = {"table": write}
