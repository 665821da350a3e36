"""The page as a file: self-contained, escaped, complete in both languages, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from clustergraph.answers.contracts import CHOICE
from clustergraph.languages import Text
from clustergraph.measures.registry import MEASURES
from clustergraph.questions import queries
from clustergraph.terms import CG
from clustergraph.web.facts import Fact, Reason, Source, Value
from clustergraph.web.page import page
from clustergraph.web.page.styles import _KNOWN, styles
from clustergraph.web.page.view import Edge, Elsewhere, Node, NodeType, Release, Size, View
from clustergraph.web.page.within import within
from clustergraph.web.page.words import WORDS
from clustergraph.web.story import Activity, Part

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "<!-- <script>",
    "\"quoted\" 'twice' & <b>bold</b>",
    'href="javascript:window.pwned = 1"',
    "<img src=x onerror='window.pwned = 1'>",
    "مركز الابتكار (RTL)",
    "Émoji 🚀🔬 Ünïcödé",
    "{{ 7 * 7 }} {% raw %} ${x} \\u003c \u2028 \u2029 \x07",
    "lone \ud800 surrogate",
)


def _node(number: int, label: str, **given: Any) -> Node:
    told: dict[str, Any] = {
        "iri": f"https://example.org/{number}",
        "label": label if isinstance(label, Text) else Text(label),
        "type": f"{CG}Cluster",
        "countries": (Text("Belgium"),),
        "x": 100 * number,
        "y": 10,
        "radius": 10,
        "score": 1.5,
        "rank": number + 1,
    }
    return Node(**(told | given))


def _view(nodes: tuple[Node, ...], edges: tuple[Edge, ...] = (), **given: Any) -> View:
    told: dict[str, Any] = {
        "title": "",
        "lang": "en",
        "network": "partners",
        "ties": Text(""),
        "sizes": (Size("degree", Text("Degree", "Degré"), Text("Number of partners.")),),
        "about": None,
        "hops": None,
        "total": len(nodes),
        "ranked": len(nodes),
        "types": (NodeType(f"{CG}Cluster", Text("cluster", "pôle"), len(nodes)),),
        "countries": (Text("Belgium"),),
    }
    return View(nodes=nodes, edges=edges, **(told | given))


def _hostile_view(lang: str = "en") -> View:
    """A view in which every text that can come from a graph is hostile."""
    texts = [Text(text, text + "é") for text in HOSTILE]
    nodes = tuple(
        _node(
            number,
            text,
            short=text,
            description=text,
            names=(str(text),),
            countries=(text,),
            facts=(Fact(text, (Value(text, note=text, url="https://example.org/?<script>"),)),),
            sources=(Source(text, "javascript:window.pwned = 1", (str(text),)),),
        )
        for number, text in enumerate(texts)
    )
    edges = tuple(
        Edge(nodes[0].iri, node.iri, 2.0, (Reason(node.label, node.label, node.label),))
        for node in nodes[1:]
    )
    away = tuple(
        Elsewhere(f"urn:{n}", name, nodes[0].iri, Text(name)) for n, name in enumerate(HOSTILE)
    )
    told = {"title": texts[0], "kind": texts[1], "period": texts[2], "names": HOSTILE}
    activity = Activity(
        "urn:a", texts[4], (Part(nodes[0].iri, (texts[5],)),), 1, **told,
        pages=((HOSTILE[0], "javascript:window.pwned = 1"),), sources=nodes[0].sources,
    )  # fmt: skip
    types = (NodeType(f"{CG}Cluster", texts[0], len(nodes)),)
    return _view(
        nodes, edges, title=HOSTILE[1], types=types, countries=tuple(texts), lang=lang,
        network="other", ties=texts[2], sizes=(Size("other", texts[3], texts[4]),), hops=1,
        about=nodes[0].iri, activities=(activity,), elsewhere=away, lines=(0, 1),
        releases=(Release(HOSTILE[0], HOSTILE[1], HOSTILE[2]),),
    )  # fmt: skip


class _Elements(HTMLParser):
    """Every element with its attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.rows: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style") and data.strip():
            self.texts.append((self.found[-1][0], data))
        if self.found and self.found[-1][0] == "bdi" and data.strip():
            self.rows.append(data)

    def block(self, name: str) -> Any:
        """The JSON of a data block."""
        text = page_block(self, name)
        return json.loads(zlib.decompress(base64.b64decode(text)))


def page_block(elements: _Elements, name: str) -> str:
    scripts = [attributes for tag, attributes in elements.found if tag == "script"]
    position = [attributes.get("id") for attributes in scripts].index(name)
    return [text for tag, text in elements.texts if tag == "script"][position]


@pytest.fixture(scope="module")
def hostile() -> _Elements:
    return _Elements(page(_hostile_view()))


def test_nothing_outside_the_file_is_referred_to(hostile: _Elements) -> None:
    references = [
        value
        for tag, attributes in hostile.found
        for name, value in attributes.items()
        if name in ("src", "href", "srcset", "data", "action", "poster", "background")
    ]
    assert references == ["data:,"]
    styles = "".join(text for tag, text in hostile.texts if tag == "style")
    assert "url(" not in styles
    assert "@import" not in styles
    assert not {"iframe", "object", "embed", "base", "img"} & {tag for tag, _ in hostile.found}


def test_the_policy_allows_its_scripts_and_no_fetching(hostile: _Elements) -> None:
    (policy,) = [
        attributes["content"]
        for tag, attributes in hostile.found
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    scripts = [
        text
        for (tag, attributes), (_tag, text) in zip(
            [each for each in hostile.found if each[0] == "script"],
            [each for each in hostile.texts if each[0] == "script"],
            strict=True,
        )
        if attributes.get("type") in (None, "module")
    ]
    assert len(scripts) == 3
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]


@pytest.mark.parametrize(
    ("english", "french", "told"),
    [
        ("United Kingdom", "Royaume-Uni", ("in the United Kingdom", "au Royaume-Uni")),
        ("Netherlands", "Pays-Bas", ("in the Netherlands", "aux Pays-Bas")),
        ("Germany", "Allemagne", ("in Germany", "en Allemagne")),
        ("Iran", "Iran", ("in Iran", "en Iran")),
        ("Mexico", "Mexique", ("in Mexico", "au Mexique")),
        ("Malta", "Malte", ("in Malta", "à Malte")),
        ("Italy", "Italie", ("in Italy", "en Italie")),
        ("Morocco", "Maroc", ("in Morocco", "au Maroc")),
    ],
)
def test_one_is_in_a_country_as_people_say(
    english: str, french: str, told: tuple[str, str]
) -> None:
    found = within(Text(english, french))
    assert (str(found), found.fr) == told


def test_hostile_names_stay_data(hostile: _Elements) -> None:
    assert [tag for tag, _ in hostile.found].count("script") == 7
    labels = [node["label"][0] for node in hostile.block("view")["nodes"]]
    readable = [text.encode("utf-8", "replace").decode() for text in HOSTILE]
    assert labels == readable
    for name in ("view", "told", "beyond", "network"):
        assert not re.search("[<>&\u2028\u2029]", page_block(hostile, name))
    assert hostile.rows[:4] == list(HOSTILE[:4])
    assert not any(name.startswith("on") for _, attributes in hostile.found for name in attributes)


def test_the_title_is_escaped_once() -> None:
    elements = _Elements(page(_view((), title='<b>"A" & B</b>')))
    assert "b" not in {tag for tag, _ in elements.found}
    assert (
        page(_view((), title='<b>"A" & B</b>')).count("&lt;b&gt;&#34;A&#34; &amp; B&lt;/b&gt;") == 2
    )


def test_positions_shapes_and_ties_are_those_of_the_view() -> None:
    nodes = (_node(0, "A", x=-5, y=7, radius=20), _node(1, "B", radius=10))
    reasons = (Reason(Text("P"), Text("project", "projet"), Text("2010–")),) * 2
    edges = (Edge(nodes[0].iri, nodes[1].iri, 4.0, reasons),)
    elements = _Elements(page(_view(nodes, edges, lines=(0,))))
    drawn = elements.block("network")
    first, second = drawn["nodes"]
    assert (first["id"], first["x"], first["y"], first["shape"]) == (0, -5, 7, "dot")
    assert first["size"] == 2 * second["size"]
    assert drawn["options"]["physics"] == {"enabled": False}
    told = elements.block("view")
    assert told["ties"] == {"sources": [0], "targets": [1], "weights": [4], "reasons": [[0, 0]]}
    assert told["lines"] == [0]
    assert elements.block("told")["reasons"] == [
        {"label": "P", "kind": ["project", "projet"], "period": "2010–"}
    ]


def test_ties_are_told_by_what_their_ends_add_to_those_before() -> None:
    nodes = tuple(_node(number, f"N{number}") for number in range(9))
    ends = [(0, 5), (0, 2), (1, 8), (2, 1), (2, 4)]
    edges = tuple(Edge(nodes[one].iri, nodes[other].iri, 0.5) for one, other in ends)
    told = _Elements(page(_view(nodes, edges))).block("view")["ties"]
    assert told == {
        "sources": [0, 0, 1, 1, 0],
        "targets": [5, -3, 8, 1, 3],
        "weights": [0.5] * 5,
        "reasons": [],
    }


def test_activities_name_their_members_roles_and_money_by_number() -> None:
    nodes = (_node(0, "A"), _node(1, "B"))
    lead = Text("lead partner", "chef de file")
    parts = (
        Part(nodes[0].iri, (lead,), 1000.4, 600.2),
        Part(nodes[1].iri),
        Part(nodes[0].iri, net=40.0),
    )
    activity = Activity("urn:p", Text("P"), parts, 5, programmes=("urn:h",), first=2014)
    told = _Elements(page(_view(nodes, activities=(activity,), named={"urn:h": Text("H")})))
    block = told.block("view")
    (written,) = told.block("told")["activities"]
    assert written["parts"] == [[0, [0], 1000, 600], [1], [0, [], None, 40]]
    assert (written["members"], written["first"], written["programmes"]) == (5, 2014, [0])
    assert (block["roles"], block["groups"]) == ([["lead partner", "chef de file"]], ["H"])
    assert block["counts"] == {
        "country": [2],
        "programme": [2],
        "topic": [0],
        "role": [1],
        "community": [],
    }
    assert (block["begun"], block["dated"]) == ([2014, 2014], True)


def test_without_script_heading_sources_and_list_are_plain_html() -> None:
    release = Release("CORDIS", "H2020", "reuse with credit")
    text = page(_view((_node(0, "Alone"),), releases=(release,)))
    plain = re.sub("<script.*?</script>", "", text, flags=re.DOTALL)
    for expected in ("Network of partners", "<bdi>Alone</bdi>", "Belgium", "reuse with credit"):
        assert expected in plain


@pytest.mark.slow
def test_equal_views_give_equal_bytes_under_any_hash_seed() -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import hashlib, test_page\n"
        "text = test_page.page(test_page._hostile_view())\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    digests = {_run(script, PYTHONHASHSEED=str(seed)) for seed in (1, 2)}
    assert len(digests) == 1


@pytest.mark.slow
def test_made_in_a_plain_ascii_locale_without_touching_the_working_folder(tmp_path: Any) -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import locale, pathlib, test_page\n"
        "assert locale.getpreferredencoding(False).lower() not in ('utf-8', 'utf8')\n"
        "pathlib.Path('page.html').write_bytes(test_page.page(test_page._hostile_view('fr')).encode())"
    )
    _run(script, cwd=str(tmp_path), LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert "Rechercher un nom" in (tmp_path / "page.html").read_text("utf-8")


def _run(script: str, cwd: str | None = None, **environment: str) -> str:
    folders = [os.path.dirname(__file__), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", script, *folders],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_both_languages_have_the_same_words() -> None:
    for key, text in WORDS.items():
        french = text.translated("fr")
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", french)), key
        assert french.strip()


def test_every_word_that_the_scripts_ask_for_is_there_and_every_other_is_used(repo: Path) -> None:
    template = resources.files("clustergraph.web.page") / "assets" / "page.html"
    scripts = [path.read_text(encoding="utf-8") for path in (repo / "page" / "src").glob("*.js")]
    assert len(scripts) > 10
    assets = "".join([template.read_text(encoding="utf-8"), *scripts])
    asked = set(re.findall(r"\{\{ words\.(\w+)", assets)) - {"ties", "counted", "known"}
    asked |= set(re.findall(r'data-(?:word|name|hint)="(\w+)"', assets))
    given = WORDS.keys()
    assert len(asked) > 20
    assert asked <= given
    quoted = set(re.findall(r"[\"'`](\w+)[\"'`]|\b(?=take_)(\w+):", assets))
    quoted = {name for pair in quoted for name in pair}
    counted = {f"{key}_{form}" for key in quoted for form in ("one", "other")}
    sized = {f"size_{size}" for size in MEASURES}
    composed = {key for key in given if "." in key} | {"hops_one", "hops_other", "left_out_about"}
    composed |= {"around", "about_around"}
    assert {key for key in given if "." not in key} - asked - quoted - counted - sized <= composed


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_shipped_network_is_named_and_explained(lang: Any) -> None:
    names = queries.networks()
    assert len(names) >= 3
    for name in names:
        assert WORDS[f"title.{name}"].translated(lang)
        assert names[name].counts.translated(lang)


def test_a_network_of_ones_own_is_explained_by_its_question() -> None:
    ties = Text("Who met whom?", "Qui a rencontré qui ?")
    told = _Elements(page(_view((), network="mine", ties=ties))).block("view")["words"]
    assert told["en"]["ties"] == "Who met whom?"
    # In French no line begins with a question mark.
    assert told["fr"]["ties"] == "Qui a rencontré qui\u00a0?"


def test_what_is_left_out_is_said() -> None:
    node = _node(0, "A")
    told = _Elements(page(_view((node,), total=9000, ranked=9000))).block("view")["words"]
    assert told["en"]["left_out"] == "Only 1 of 9,000 entries are shown."
    assert told["fr"]["rank"] == "rang {rank} sur 9\u202f000"
    middle = _Elements(page(_view((node,), total=9000, about=node.iri))).block("view")["words"]
    assert middle["en"]["left_out"] == (
        "Only 1 of 9,000 entries are shown: A, its partners, and those most tied to them."
    )


@pytest.mark.parametrize(
    ("lang", "hops", "expected"),
    [
        ("en", 1, "Showing A and everything within one connection of it."),
        ("en", 2, "Showing A and everything within 2 connections of it."),
        ("fr", 2, "La page montre A et tout ce qui s’y rattache en 2 étapes au plus."),
    ],
)
def test_what_it_is_about_is_said(lang: str, hops: int, expected: str) -> None:
    node = _node(0, "A")
    told = _Elements(page(_view((node,), about=node.iri, hops=hops))).block("view")
    assert told["words"][lang]["around"] == expected


def test_no_two_kinds_look_alike() -> None:
    assert len(set(_KNOWN.values())) == len(_KNOWN)
    own = styles([f"{CG}Cluster", f"{CG}Agency", "https://example.org/Mine", f"{CG}Other"])
    assert len(set(own.values())) == 4


def test_every_class_of_the_vocabulary_has_a_look(curated_graph: Any) -> None:
    table = curated_graph.select(
        "SELECT ?class WHERE { ?class a <http://www.w3.org/2002/07/owl#Class> "
        f'FILTER(STRSTARTS(STR(?class), "{CG}")) }}'
    )
    names = {iri.removeprefix(CG) for iri in table.iris()}
    assert len(names) > 15
    # An engagement is always one of its subclasses; a record is no entry of a drawing.
    assert names - {"Engagement", "Record"} == _KNOWN.keys()


def test_titles_of_sources_say_that_they_are_english_where_the_page_is_not() -> None:
    releases = (Release("Facts of a source", "2026-01", "CC0"),)
    english, french = (
        page(_view((_node(0, "A"),), lang=lang, releases=releases)) for lang in ("en", "fr")
    )
    assert "<bdi>Facts of a source</bdi>" in english
    assert '<bdi lang="en">Facts of a source</bdi>' in french


@pytest.mark.parametrize("nodes", [0, 1])
def test_pages_with_nothing_to_tie(nodes: int) -> None:
    told = _Elements(page(_view((_node(0, "Alone"),)[:nodes]))).block("view")
    assert (len(told["nodes"]), told["ties"]["weights"]) == (nodes, [])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_was_chosen_is_said_in_words(lang: Any) -> None:
    names = [each.name for each in CHOICE if each.name != "network"]
    chosen = {name: Text(f"<{name}> {{value}}") for name in names}
    words = _Elements(page(_view((), chosen=chosen))).block("view")["words"][lang]
    assert all(value in words["chosen"] for value in chosen.values())
    assert words["chosen"].startswith(
        {"en": "Chosen: programme ", "fr": "Sélection\u00a0: programme "}[lang]
    )
    assert _Elements(page(_view(()))).block("view")["words"][lang]["chosen"] == ""


def test_french_texts_of_the_graph_are_set_as_those_of_the_page() -> None:
    told = Text("What: this?", "Quoi : ceci ?")
    source = Source(told, None, ())
    node = _node(0, Text("A: b", "A : b"), description=told, sources=(source,),
                 facts=(Fact(told, (Value(told, note=told),)),))  # fmt: skip
    elements = _Elements(page(_view((node,))))
    payload = elements.block("view") | elements.block("told")
    assert payload["nodes"][0]["label"] == ["A: b", "A\u00a0: b"]
    set_ = ["What: this?", "Quoi\u00a0: ceci\u00a0?"]
    (details,), (document,) = payload["details"], payload["documents"]
    (fact,) = details["facts"]
    assert [details["text"], fact["name"], document["title"]] == [set_] * 3
    assert [fact["values"][0][key] for key in ("text", "note")] == [set_] * 2
