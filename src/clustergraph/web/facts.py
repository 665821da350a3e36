"""Records of what the graph says about the nodes and ties of a drawing, in words for a reader.

Plain data: clustergraph.web.phrasing makes them, pages show them.
"""

from __future__ import annotations

from typing import NamedTuple

from clustergraph.languages import Text

# A country is the place of thousands of organisations: a panel names some and counts the rest.
SHOWN = 25
NOTHING = Text("")


class Source(NamedTuple):
    """A document that a statement was taken from.

    title: its label. url: its web address (http or https), if known. locators: where in it, in the
    words of the graph ("paragraph 12"), in natural order. tongue: the tag of the language of the
    title, where known.
    """

    title: Text
    url: str | None = None
    locators: tuple[str, ...] = ()
    tongue: Text = NOTHING


class Value(NamedTuple):
    """One value of a fact.

    text: what to show. iri: the thing it is about, if it is a thing of the graph. url: a web
    address (http or https) to offer as a link. note: role, status, dates or property that go with
    it. sources: the value's own sources, where it is a relator with sources of its own. tongue:
    the tag of the language that the text is in, where known.
    """

    text: Text
    iri: str | None = None
    url: str | None = None
    note: Text = NOTHING
    sources: tuple[Source, ...] = ()
    tongue: Text = NOTHING


class Fact(NamedTuple):
    """A property with its values. name: label of the property, or of the kind of thing that
    refers to the node. more: how many further values exist that are not listed."""

    name: Text
    values: tuple[Value, ...]
    more: int = 0


class Description(NamedTuple):
    """What is known of a node. text: a description in prose, or empty; tongue: the tag of the
    language that it is in. names: other names. links: (property, thing) pairs that it states."""

    text: Text = NOTHING
    tongue: Text = NOTHING
    names: tuple[str, ...] = ()
    links: frozenset[tuple[str, str]] = frozenset()
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()


class Reason(NamedTuple):
    """Why two nodes are tied.

    label: the shared project, membership, event or the linking property. kind: label of its class,
    or empty. period: "2010–2013", "2010–", "2014" or empty.
    label is empty where the graph does not name it. iri: None for a bare text. tongue: the tag of
    the language of the label, where known.
    """

    label: Text
    kind: Text = NOTHING
    period: Text = NOTHING
    iri: str | None = None
    sources: tuple[Source, ...] = ()
    tongue: Text = NOTHING
