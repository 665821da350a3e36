"""Two CSV tables with the column names that Gephi expects; text is always quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.formats import delimited
from clustergraph.formats.networks.model import DIRECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from clustergraph.formats.networks.model import Network


def nodes(network: Network) -> Iterator[bytes]:
    """The nodes; `Id` is the IRI."""
    named = network.nodes.rename({"iri": "id"})
    yield _csv(named, {_title(name): name for name in named.columns})


def ties(network: Network) -> Iterator[bytes]:
    """The ties, from `Source` to `Target`."""
    import polars as pl

    words = pl.lit("Directed"), pl.lit("Undirected")
    way = pl.when(DIRECTED).then(words[0]).otherwise(words[1]).alias("type")
    found = network.ties.select("source", "target", way, pl.exclude("source", "target", DIRECTED))
    yield _csv(found, {_title(name): name for name in found.columns})


def _title(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _csv(frame: pl.DataFrame, columns: dict[str, str]) -> bytes:
    import polars as pl

    found = frame.select(columns.values()).with_columns(
        pl.col(pl.String).map_batches(_guarded, return_dtype=pl.String)
    )
    return written(found.rename({name: title for title, name in columns.items()}))


def _guarded(texts: pl.Series) -> pl.Series:
    """Texts as `delimited.guarded` has them: nearly all stay as they are."""
    import polars as pl

    odd = texts.filter(texts.str.contains(delimited.MAYBE).fill_null(value=False)).unique()
    if not len(odd):
        return texts
    return texts.replace(odd, odd.map_elements(delimited.guarded, return_dtype=pl.String))


def written(frame: pl.DataFrame) -> bytes:
    """The table with quotes around texts, none around the names of columns and nothing for null."""
    rows: str = frame.write_csv(
        include_header=False, quote_style="non_numeric", line_terminator="\r\n"
    )
    return (",".join(frame.columns) + "\r\n" + rows).encode()
