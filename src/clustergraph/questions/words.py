"""The words in the texts of projects: an index of their stems, and what a person seeks in it.

Knows texts in English and French; nothing of what they are about. The index of a graph folder is
kept beside its store, made during a build and again where it is missing: it is no part of what a
build is known by, since the library names its files at random. That of an RDF file lives in memory.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clustergraph._version import __version__
from clustergraph.errors import GraphError, LimitError, RequestError
from clustergraph.graph import folder
from clustergraph.graph.progress import silent
from clustergraph.languages import Text
from clustergraph.questions import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report

# Raised when the index holds other things than before.
_LAYOUT = "1"
# The folder of the index, in the cache of a build.
NAME = f"words-{__version__}-{_LAYOUT}"
_STEMMERS = {"en": "english", "fr": "french"}
# The field of words as they are, in which beginnings are sought.
_WHOLE = "whole"
_MEMORY = 64 << 20
# What may be sought: a phrase, the beginning of a word, or a word.
_SOUGHT = re.compile(r'"([^"]*)"|(\w+)\*|(\w+)')
# Words on each side of the first one found.
_AROUND = 12


@dataclass(frozen=True)
class Found:
    """A thing whose texts hold what was sought. score: how well, by BM25."""

    iri: str
    score: float


class Words:
    """The index of the texts in a graph."""

    def __init__(self, index: Any) -> None:
        for lang in _STEMMERS:
            index.register_tokenizer(lang, _analyzer(lang))
        index.register_tokenizer(_WHOLE, _plain().build())
        self.index = index

    def search(self, text: str, count: int) -> tuple[list[Found], int]:
        """The things in which all that is sought occurs, the best first, and how many there are."""
        searcher = self.index.searcher()
        # The engine takes memory for as many as it is told, or else ends the program.
        most = max(1, min(count, searcher.num_docs))
        found = searcher.search(self._query(text), limit=most)
        hits = [
            Found(searcher.doc(address)["iri"][0], round(score, 4)) for score, address in found.hits
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.iri))
        return hits, found.count

    def _query(self, text: str) -> Any:
        import tantivy

        sought = _sought(text)
        parts = [(tantivy.Occur.Must, self._anyhow(each)) for each in sought]
        # A word as it was typed is worth more than another with its stem.
        typed = (_folded(word) for _, _, word in sought if word)
        terms = (tantivy.Query.term_query(self.index.schema, _WHOLE, word) for word in typed)
        parts += [(tantivy.Occur.Should, term) for term in terms]
        return tantivy.Query.boolean_query(parts)

    def _anyhow(self, sought: tuple[str, str, str]) -> Any:
        """What is sought, in one language or the other."""
        import tantivy

        phrase, start, word = sought
        if start:
            beginning = f"{re.escape(_folded(start))}.*"
            return tantivy.Query.regex_query(self.index.schema, _WHOLE, beginning)
        some = [self._one(lang, phrase or word) for lang in _STEMMERS]
        return tantivy.Query.disjunction_max_query(some)

    def _one(self, lang: str, text: str) -> Any:
        from tantivy import Query

        schema, stems = self.index.schema, _analyzer(lang).analyze(text)
        if len(stems) > 1:
            return Query.phrase_query(schema, lang, stems)
        return Query.term_query(schema, lang, stems[0]) if stems else Query.empty_query()


def opened(location: Location, report: Report = silent) -> Words:
    """The index of a graph, made where there is none yet.

    Raises RequestError for an endpoint, whose texts would have to be fetched.
    """
    import tantivy

    if location.is_endpoint:
        raise RequestError(
            Text(
                "an endpoint has no index of words; search a graph folder or an RDF file, or ask "
                "the question 'projects-by-words'",
                "un point d’accès n’a pas d’index des mots\xa0: cherchez dans un dossier ou un "
                "fichier RDF, ou posez la question «\xa0projects-by-words\xa0»",
            )
        )
    if location.manifest is None or isinstance(location.nt, tuple):
        return _filled(Words(tantivy.Index(_schema())), texts.of_graph(location), report)
    place = location.nt.path.parent / folder.CACHE / NAME
    with suppress(ValueError, OSError):
        if place.is_dir():
            return Words(tantivy.Index.open(str(place)))
    return _kept(location, place, report)


def made(location: Location, report: Report = silent) -> None:
    """Make the index of a graph that has just been built, so that the first search need not; the
    build stands, whatever becomes of it."""
    with suppress(GraphError, LimitError):
        opened(location, report)


def make(place: Path, found: Iterable[texts.Texts], report: Report = silent) -> None:
    """Make the index of these texts in a folder that is not there yet.

    Raises OSError or ValueError where that fails.
    """
    import tantivy

    place.mkdir(parents=True)
    _filled(Words(tantivy.Index(_schema(), path=str(place))), found, report)


def _kept(location: Location, place: Path, report: Report) -> Words:
    """A new index at its place, or in memory where nothing can be written there."""
    import tantivy

    try:
        place.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{place.name}-", dir=place.parent) as scratch:
            path = Path(scratch) / "index"
            make(path, texts.of_graph(location), report)
            # Another process may have been as fast, or what is there is damaged.
            shutil.rmtree(place, ignore_errors=True)
            place.unlink(missing_ok=True)
            path.rename(place)
            return Words(tantivy.Index.open(str(place)))
    except (OSError, ValueError):
        return _filled(Words(tantivy.Index(_schema())), texts.of_graph(location), report)


def _filled(words: Words, found: Iterable[texts.Texts], report: Report) -> Words:
    import tantivy

    report("indexing the words", 0.0)
    # One thread, so that documents keep their order and equal scores theirs.
    writer = words.index.writer(heap_size=_MEMORY, num_threads=1)
    for iri, said in found:
        document = tantivy.Document()
        document.add_text("iri", iri)
        for text, lang in said:
            # A text of which nobody knows the language may be in either.
            for field in (lang,) if lang in _STEMMERS else _STEMMERS:
                document.add_text(field, text)
            document.add_text(_WHOLE, text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    words.index.reload()
    report("indexing the words", 1.0)
    return words


def snippet(texts: list[str], sought: str) -> str:
    """The piece of a text that holds the most of what was sought, its words in **stars**."""
    stems = {stem for phrase, _, word in _sought(sought) for stem in _stems(phrase or word)}
    starts = tuple(_folded(start) for _, start, _ in _sought(sought) if start)
    pieces = (_piece(text, frozenset(stems), starts) for text in texts)
    return max(pieces, key=lambda piece: piece[0], default=(0, ""))[1]


def _piece(text: str, stems: frozenset[str], starts: tuple[str, ...]) -> tuple[int, str]:
    """How many of the stems a text holds, and the words around the first."""
    words = list(re.finditer(r"\w+", text))
    found = {}
    for at, word in enumerate(words):
        hit = stems & _stems(word[0]) or (starts and _folded(word[0]).startswith(starts))
        if hit:
            found[at] = hit
    if not found:
        return 0, ""
    first = max(0, next(iter(found)) - _AROUND)
    last = min(len(words), first + 2 * _AROUND) - 1
    shown, end = "", words[first].start()
    for at in range(first, last + 1):
        mark = "**" if at in found else ""
        shown += f"{text[end : words[at].start()]}{mark}{words[at][0]}{mark}"
        end = words[at].end()
    kinds = {stem for hit in found.values() if isinstance(hit, frozenset) for stem in hit}
    whole = f"{'… ' * (first > 0)}{shown}{' …' * (last + 1 < len(words))}"
    return max(len(kinds), 1), " ".join(whole.split())


def _sought(text: str) -> list[tuple[str, str, str]]:
    """The phrases, beginnings and words that a person types; RequestError where there are none."""
    found = [(phrase, start, word) for phrase, start, word in _SOUGHT.findall(text)]
    found = [each for each in found if re.search(r"\w", "".join(each))]
    if not found:
        raise RequestError(
            Text(f"no word to look for in '{text}'", f"aucun mot à chercher dans «\xa0{text}\xa0»")
        )
    return found


@cache
def _stems(text: str) -> frozenset[str]:
    """The stems of the words of a text, in both languages."""
    return frozenset(stem for lang in _STEMMERS for stem in _analyzer(lang).analyze(text))


@cache
def _analyzer(lang: str) -> Any:
    """From a text to its stems: accents go first, as people leave them out."""
    from tantivy import Filter

    return _plain().filter(Filter.stemmer(_STEMMERS[lang])).build()


def _plain() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    bare = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    return bare.filter(Filter.ascii_fold())


@cache
def _folded(word: str) -> str:
    """A word in small letters without accents."""
    return "".join(_plain().build().analyze(word))


def _schema() -> Any:
    from tantivy import SchemaBuilder

    schema = SchemaBuilder().add_text_field("iri", stored=True, tokenizer_name="raw")
    for lang in _STEMMERS:
        schema.add_text_field(lang, tokenizer_name=lang)
    schema.add_text_field(_WHOLE, tokenizer_name=_WHOLE, index_option="basic")
    return schema.build()
