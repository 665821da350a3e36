"""What an operation asks for and what it answers: the contract that every face is made from.

A saved query and an analysis have the same one. Knows types of values and columns, and how both are
written as JSON Schema (draft 2020-12); nothing of graphs, faces or what is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from clustergraph.errors import ParameterName, RequestError
from clustergraph.languages import LANGUAGES, Text
from clustergraph.terms import unknown, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clustergraph.languages import Lang

# The type of a column of which nothing is said.
ANY = "any"
# By the type of a parameter or a column, how JSON Schema says it. A `decimal` is exact, a `number`
# computed; a `partial-date` is a day, a month or a year, as exactly as the source gives it; a
# `term` is whatever stands in a graph, now an IRI and now a text.
JSON_TYPES: dict[str, dict[str, str]] = {
    "iri": {"type": "string", "format": "iri"},
    "string": {"type": "string"},
    "name": {"type": "string"},
    "years": {"type": "string", "pattern": r"^(\d{4}(\.\.(\d{4})?)?|\.\.\d{4})$"},
    "graph": {"type": "string"},
    "integer": {"type": "integer"},
    "year": {"type": "integer"},
    "number": {"type": "number"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "partial-date": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    "boolean": {"type": "boolean"},
    "term": {},
    ANY: {},
}


@dataclass(frozen=True)
class Parameter:
    """A value that an operation asks for.

    type: an entry of JSON_TYPES; a `name` is what a person calls a thing of class `cls`. default:
    taken where none is given; None without one. values: the names that may be given, read when
    first needed. many: whether several may be given. leading: whether it comes first, and so needs
    no name where a face can do without. minimum, maximum: the least number that may be given, and
    the highest. anything: whether `any` may be given, for whichever thing.
    """

    name: str
    type: str
    description: Text = field(default_factory=lambda: Text(""))
    default: Any = None
    cls: str | None = None
    values: Callable[[], Iterable[str]] | None = None
    required: bool = False
    many: bool = False
    leading: bool = False
    minimum: float | None = None
    maximum: float | None = None
    metavar: str = ""
    anything: bool = False
    opposite: str = ""

    def accept(self, value: Any) -> Any:
        """The value to compute with, from what a person or a program gives.

        Raises RequestError where it is missing or does not fit.
        """
        if value is None or (self.many and not value):
            if self.required:
                raise RequestError(Text("give ", "donnez "), ParameterName(self.name))
            return self.default
        if self.many:
            given = [value] if isinstance(value, str) else value
            return tuple(self._one(each) for each in given)
        return self._one(value)

    def _one(self, value: Any) -> Any:
        if self.values is not None:
            known = list(self.values())
            if str(value) not in known:
                one = self.name.removesuffix("s") if self.many else self.name
                raise unknown(one.replace("_", " "), str(value), known)
            return value
        value = whole(value) if isinstance(value, str) else value
        made = _READ.get(self.type, lambda given: given)
        try:
            found = made(value)
        except (TypeError, ValueError, OverflowError):
            raise self._wrong(value) from None
        if self.minimum is not None and not found >= self.minimum:
            raise self._wrong(value)
        if self.maximum is not None and not found <= self.maximum:
            raise self._wrong(value)
        return found

    def _wrong(self, value: Any) -> RequestError:
        kind = _WORDS.get(self.type, Text(self.type))
        english, french = f" {value}: not {kind}", f" {value} : il faut {kind.translated('fr')}"
        if self.minimum is not None:
            english, french = (
                f"{english}, {self.minimum:g} or more",
                f"{french}, {self.minimum:g} ou plus",
            )
        if self.maximum is not None:
            english, french = (
                f"{english}, at most {self.maximum:g}",
                f"{french}, au plus {self.maximum:g}",
            )
        return RequestError(ParameterName(self.name), Text(english, french))

    def schema(self, lang: Lang = "en") -> dict[str, Any]:
        """The JSON Schema of its values."""
        one: dict[str, Any] = dict(JSON_TYPES[self.type])
        if self.values is not None:
            one["enum"] = [self._made(each) for each in self.values()]
        if self.minimum is not None:
            one["minimum"] = self.minimum
        if self.maximum is not None:
            one["maximum"] = self.maximum
        if self.cls is not None:
            one["x-class"] = self.cls
        if self.type == "date" and self.default is not None and not _day(self.default):
            # A word may stand for a day, such as that of the newest release.
            one = {"anyOf": [one, {"type": "string", "enum": [self.default]}]}
        found = {"type": "array", "items": one} if self.many else one
        told = {"description": self.description.translated(lang)} if self.description else {}
        given = {"default": self._typed()} if self.default is not None else {}
        return {**found, **told, **given}

    def _typed(self) -> Any:
        """The default as the schema has it: a number as one, several as a list."""
        if self.many:
            several = isinstance(self.default, list | tuple)
            return list(self.default) if several else [self.default]
        return self._made(self.default)

    def _made(self, value: Any) -> Any:
        return _MADE.get(JSON_TYPES[self.type].get("type", ""), lambda it: it)(value)


def _day(text: Any) -> bool:
    try:
        date.fromisoformat(str(text))
    except ValueError:
        return False
    return True


# What every operation takes, through a face that has no option for it.
LANG = Parameter(
    "lang",
    "string",
    Text("The language of labels and notes.", "La langue des libellés et des remarques."),
    default="en",
    values=lambda: LANGUAGES,
)


def _boolean(value: Any) -> bool:
    if str(value).lower() not in ("true", "false"):
        raise ValueError(value)
    return str(value).lower() == "true"


def _integer(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(value)
    return int(value)


def _text(value: Any) -> str:
    """A number may be given for a text that can be one."""
    if not isinstance(value, str | int | float):
        raise ValueError(value)
    return str(value)


_WORDS = {
    "string": Text("a text", "un texte"),
    "integer": Text("a whole number", "un nombre entier"),
    "number": Text("a number", "un nombre"),
    "boolean": Text("true or false", "true ou false"),
}
# By the type in JSON Schema, how a default is written as one.
_MADE: dict[str, Callable[[Any], Any]] = {"integer": int, "number": float}
_READ: dict[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "number": float,
    "boolean": _boolean,
    "string": _text,
}


@dataclass(frozen=True)
class Column:
    """A column of an answer. type: an entry of JSON_TYPES. unit: of its numbers, such as EUR.
    words: what readers call its values, where these are codes."""

    name: str
    type: str = ANY
    label: Text = field(default_factory=lambda: Text(""))
    meaning: Text = field(default_factory=lambda: Text(""))
    unit: str = ""
    words: tuple[tuple[str, Text], ...] = ()

    def schema(self, lang: Lang = "en") -> dict[str, Any]:
        """The JSON Schema of its cells; each may be empty."""
        kind = JSON_TYPES[self.type]
        told = {"title": self.label, "description": self.meaning}
        words = {key: text.translated(lang) for key, text in told.items() if text}
        return {
            **kind,
            **({"type": [kind["type"], "null"]} if kind else {}),
            **words,
            **({"x-unit": self.unit} if self.unit else {}),
        }


@dataclass(frozen=True, repr=False)
class Contract:
    """What an operation is called, asks for and answers.

    question: what it answers, as a user would put it. description: what else to know, paragraphs
    with an empty line between; names of parameters stand in `backticks`. more: gives the columns
    that are described elsewhere, when first needed.
    """

    name: str
    title: Text
    question: Text
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    description: Text = field(default_factory=lambda: Text(""))
    more: Callable[[], tuple[Column, ...]] = tuple

    def __repr__(self) -> str:
        return f"<{self.name}: {', '.join(each.name for each in self.parameters)}>"

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; RequestError with the nearest where there is none."""
        known = {each.name: each for each in self.parameters}
        if name not in known:
            if not known:
                raise RequestError(
                    Text(
                        f"'{self.name}' has no parameters, got '{name}'",
                        f"«\xa0{self.name}\xa0» n’a pas de paramètre, donc pas «\xa0{name}\xa0»",
                    )
                )
            raise unknown(f"parameter of '{self.name}'", name, known)
        return known[name]

    def every_column(self) -> tuple[Column, ...]:
        """All columns that an answer may have."""
        return (*self.columns, *self.more())

    def column(self, name: str) -> Column:
        """The column of that name; one of any type where the contract does not say."""
        return next((each for each in self.every_column() if each.name == name), Column(name))

    def answered(self, names: Iterable[str]) -> Contract:
        """The contract of one answer: its columns only, in their order."""
        known = {each.name: each for each in self.every_column()}
        found = tuple(known.get(name, Column(name)) for name in names)
        return replace(self, columns=found, more=tuple)

    def types(self) -> dict[str, str]:
        """The types of the columns by their names, of those of which one is said."""
        return {each.name: each.type for each in self.every_column() if each.type != ANY}

    @property
    def remote(self) -> Contract:
        """The same for whoever asks from elsewhere, who is not to have a file of this machine or
        an address that it reaches opened."""
        return replace(self, parameters=tuple(p for p in self.parameters if p.type != "graph"))

    def accept(self, given: dict[str, Any]) -> dict[str, Any]:
        """A value for every parameter, from those given and the defaults; errors as above."""
        for name in given:
            self.parameter(name)
        return {each.name: each.accept(given.get(each.name)) for each in self.parameters}

    def schema(self, lang: Lang = "en") -> dict[str, Any]:
        """The contract as JSON Schema: of the parameters, and of a row of the answer."""
        required = [each.name for each in self.parameters if each.required]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.name,
            "description": self.question.translated(lang),
            "type": "object",
            "properties": {
                "parameters": {
                    "type": "object",
                    "properties": {each.name: each.schema(lang) for each in self.parameters},
                    "required": required,
                    "additionalProperties": False,
                },
                "rows": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            each.name: each.schema(lang) for each in self.every_column()
                        },
                    },
                },
            },
        }
