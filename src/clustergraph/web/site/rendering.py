"""Templates to bytes: links, texts, numbers and the policy that a browser is given.

Whatever a template prints is escaped. Knows templates and addresses; nothing of graphs.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from clustergraph.languages import LANGUAGES, Text, filled, grouped
from clustergraph.web.site.addresses import KINDS, file, relative
from clustergraph.web.site.shipped import FRAME, LAND
from clustergraph.web.site.spelling import spelled
from clustergraph.web.site.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from types import CodeType

    from clustergraph.languages import Lang

# Scripts and styles of the site itself alone, pictures also in the page, nothing from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'"
)
# The same where tools of others run: they write styles, ask the site, and one is WebAssembly.
TOOLS = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'"
)
# The script that `examples.examples` makes of a graph, where pages look for it.
EXAMPLES = "examples.js"
# The page in which a browser shows what has no page of its own.
SHORT = "thing"
# Names and links that are kept at hand: neighbours have the same partners.
_KNOWN = 1 << 14


class _Context(Context):
    """Values of a template whose functions are called as they are: none of ours asks for the
    values, and to look whether one does takes longer than most of them."""

    def call(
        self, __obj: Callable[..., Any], *args: Any,
        _loop_vars: object = None, _block_vars: object = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        return __obj(*args, **kwargs)


# What HTML must not hold as it is.
_ESCAPED = re.compile("[&<>\"']").search


def _escape(value: object) -> str:
    """What `escape` gives of a value, without an object of its own where nothing is to escape:
    of thousands of names and numbers on a page hardly one has something."""
    kind = type(value)
    if kind is int:
        return str(value)
    if kind is str:
        text = cast("str", value)
        return escape(text) if _ESCAPED(text) else text
    return value if isinstance(value, Markup) else escape(value)


class _Template(jinja2.Template):
    """A template whose generated code, which names `escape`, escapes as above."""

    @classmethod
    def from_code(
        cls, environment: jinja2.Environment, code: CodeType, globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> jinja2.Template:  # fmt: skip
        found = super().from_code(environment, code, globals, uptodate)
        found.root_render_func.__globals__["escape"] = _escape
        return found


class _Environment(jinja2.Environment):
    context_class = _Context
    template_class = _Template


@cache
def _environment() -> jinja2.Environment:
    folder = resources.files(__package__) / "templates"
    found = _Environment(
        loader=jinja2.FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["coded"] = _coded
    return found


def _coded(text: str) -> Markup:
    """A text in which names that are typed stand between backticks."""
    parts = [escape(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape(text)
    shown = (f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
    return Markup("".join(shown))  # noqa: S704  escaped


def _say(lang: Lang, name: str, **values: str | int) -> str:
    """Words of the site, with their places filled in."""
    if not values:
        return _word(lang, name)
    return filled(WORDS[name], **values).translated(lang)


@cache
def _word(lang: Lang, name: str) -> str:
    return WORDS[name].translated(lang)


def _in(lang: Lang, text: str) -> str:
    return text.translated(lang) if isinstance(text, Text) else text


@lru_cache(_KNOWN)
def _link(up: int, page: str, lang: Lang, ending: str = ".html") -> str:
    """The way to a page from a file with so many folders above it; see `Site.reach`."""
    if page.startswith("#"):
        return f"{relative('/' * up, file(SHORT, lang))}{page}"
    return relative("/" * up, file(page, lang, ending))


@lru_cache(_KNOWN)
def _linked(text: str, page: str, up: int, lang: Lang) -> Markup:
    """A name as a link to a page of this site."""
    return _named(spelled(text, page), _link(up, page, lang), None)


@lru_cache(_KNOWN)
def _named(text: str, href: str | None, outside: str | None) -> Markup:
    """A name as a link to its page, or else to an address outside, where it has any."""
    shown = escape(text)
    if href:
        return Markup(f'<a href="{escape(href)}" dir="auto">{shown}</a>')  # noqa: S704  escaped
    if outside:
        told = f'<a href="{escape(outside)}" rel="noopener noreferrer" dir="auto">{shown}</a>'
        return Markup(told)  # noqa: S704
    return Markup(f"<bdi>{shown}</bdi>")  # noqa: S704


def render(
    template: str,
    here: str,
    lang: Lang,
    place: Callable[[str], str | None],
    depth: int | None = None,
    policy: str = POLICY,
    **told: Any,
) -> bytes:
    """A page at an address as UTF-8. place: the address of the page of an IRI, if it has one.
    depth: how many folders it is seen in, where these are not those of the address. policy: what
    the browser is to allow."""
    own = file(here, lang) if depth is None else "x/" * depth
    up = own.count("/") if depth is None else depth

    def link(page: str, ending: str = ".html", to: Lang | None = None) -> str:
        return _link(up, page, to or lang, ending)

    def named(name: str, iri: str | None, outside: str | None = None) -> Markup:
        found = place(iri) if iri else None
        if found is None:
            return _named(_in(lang, name), None, outside)
        return _linked(_in(lang, name), found, up, lang)

    def way(iri: str) -> str | None:
        found = place(iri)
        return _link(up, found, lang) if found else None

    found = (
        _environment()
        .get_template(template)
        .render(
            **told,
            here=here,
            lang=lang,
            languages=LANGUAGES,
            link=link,
            file=file(here, lang),
            named=named,
            way=way,
            land=(LAND, FRAME),
            root=partial(relative, own),
            say=partial(_say, lang),
            t=partial(_in, lang),
            n=partial(grouped, lang=lang),
            kinds=KINDS,
            policy=policy,
        )
    )
    # A lone surrogate cannot be written as UTF-8: show it as the replacement character.
    return found.encode("utf-8", "replace")
