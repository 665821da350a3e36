"""Files of decisions: the one that a user keeps, adding a decision to one, writing them anew.

Knows files; what follows from a decision is known where they are read.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from clustergraph import resources, terms
from clustergraph.errors import OutputError
from clustergraph.formats.output import write_bytes
from clustergraph.sources import identity, sssom
from clustergraph.sources.identity import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

# The column of who decided, which a file may have.
_WHO = "who"
# Of a spreadsheet's export in any country.
_DELIMITERS = ",;\t"
# Of the decisions that are shipped.
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"
# Above the header can stand a title, or Excel's `sep=;`.
_HEADER_WITHIN = 5


def kept(given: Sequence[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """The sources that were given, with the decisions that a user keeps, if there are any."""
    own = resources.own_decisions()
    if not own.is_file() or any(path.resolve() == own.resolve() for _, path in given):
        return [*given]
    return [*given, ("decisions", own)]


def in_force(*given: Path) -> identity.Decisions:
    """What some files decide; without any, what is shipped and what a user keeps."""
    if given:
        return identity.read(*given)
    return identity.taken(*(path for _, path in kept([])))


def as_csv(decided: identity.Decisions) -> bytes:
    """A file of decisions in the form of those that are shipped, sorted."""
    rows = [
        (one.left, one.right, identity.SAME if one.same else identity.DIFFERENT, one.why)
        for one in decided.taken
    ]
    rows += [(iri, "", identity.PERSON, why) for iri, why in decided.persons.items()]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted({(*map(terms.compress, row[:2]), *row[2:]) for row in rows}))
    return lines.getvalue().encode()


def as_sssom(decided: identity.Decisions) -> bytes:
    """The same as SSSOM, without natural persons: a person is no mapping."""
    said = {(one.left, one.right, one.same, one.why) for one in decided.taken}
    ours = decided is identity.shipped()
    return sssom.write(said, _CC_BY if ours else sssom.UNSPECIFIED)


# One entry a form of files of decisions.
WRITERS: dict[str, Callable[[identity.Decisions], bytes]] = {"csv": as_csv, "sssom": as_sssom}


def form_of(path: Path) -> str:
    """The form that a file's name asks for: SSSOM for .tsv, CSV for .csv or none; RequestError for
    another."""
    ending = path.suffix.lower()
    if ending not in ("", ".csv", ".tsv"):
        raise terms.unknown_format(path, ending, (".csv", ".tsv"))
    return "sssom" if ending == ".tsv" else "csv"


def add(path: Path, decision: Iterable[str], who: str = "") -> None:
    """Add a line with the values of COLUMNS and who decided; a file that is not there is begun.

    Where the file has no column for who it was, that stands after the reason. Raises OutputError
    where the file has no such columns, or cannot be written.
    """
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror})") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from None
    if not data.strip():
        data = f"{','.join((*COLUMNS, *([_WHO] if who else [])))}\n".encode()
    ending = b"\r\n" if b"\r\n" in data else b"\n"
    data += b"" if data.endswith(b"\n") else ending
    header, delimiter = _form(path, data)
    values = dict(zip(COLUMNS, decision, strict=True))
    if who and _WHO in header:
        values[_WHO] = who
    elif who:
        values["why"] += f" ({who})"
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(
        [values.get(name, "") for name in header]
    )
    write_bytes(path, [data, line.getvalue().encode(_encoding(data), "replace"), ending])


def _encoding(data: bytes) -> str:
    """UTF-8, or what Windows writes where the file is none."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _form(path: Path, data: bytes) -> tuple[list[str], str]:
    """The columns of a file, and the sign between them."""
    # The names of the columns are plain ASCII, so that any such encoding will do.
    text = data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    for line in text.splitlines()[:_HEADER_WITHIN]:
        for delimiter in _DELIMITERS:
            names = [
                each.strip().casefold() for each in next(csv.reader([line], delimiter=delimiter))
            ]
            if set(COLUMNS) <= set(names):
                return names, delimiter
    raise OutputError(f"{path}: no columns {', '.join(COLUMNS)}: the decision cannot be added")
