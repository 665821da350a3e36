"""The review of pairs that may be one: who sees it, what is written, what the next build does."""

from __future__ import annotations

import csv
import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import html5lib
import pytest
from starlette.testclient import TestClient

from clustergraph.building import build
from clustergraph.graph.opening import open_graph
from clustergraph.service.app import application
from clustergraph.service.graphs import Current
from clustergraph.service.review import Desk
from clustergraph.sources import identity
from clustergraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

HERE = "http://127.0.0.1"
ORG = PREFIXES["organisation"]
TABLE = """relation,organisation,country,with,with_country
partnership,Acme Photonics SA,BE,Delta Optics,BE
partnership,ACME PHOTONICS,BE,Gamma Optics,BE
partnership,Acme Photonics nv,BE,Gamma Optics,BE
"""


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    (tmp_path / "ours.csv").write_text(TABLE)
    build.build([("table", tmp_path / "ours.csv")], tmp_path / "graph")
    return tmp_path / "graph"


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "decisions.csv"


@pytest.fixture
def client(graph: Path, decided: Path) -> Iterator[TestClient]:
    app = application(Current(str(graph)), desk=Desk((decided,), "Ada"))
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        client.headers["origin"] = HERE
        yield client


def address(client: TestClient) -> str:
    return f"/{client.app.state.review}"  # type: ignore[attr-defined]


class Form(HTMLParser):
    """The values with which a page's own form would be sent, by a browser without script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given["name"] != "q":
            self.values[given["name"]] = given["value"]
        if tag == "button" and given.get("name") == "decision":
            self.words.append(given["value"])


def open_pair(client: TestClient, lang: str = "") -> dict[str, str]:
    found = client.get(f"{lang}{address(client)}")
    assert found.status_code == 200
    return Form(found.text).values


def decide(client: TestClient, word: str, **more: str) -> None:
    form = {**open_pair(client), "decision": word, **more}
    found = client.post(address(client), data=form)
    assert found.status_code == 303
    assert client.get(found.headers["location"]).status_code == 200


def written(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_both_stand_side_by_side_with_reasons_and_three_buttons(client: TestClient) -> None:
    page = client.get(address(client)).text
    values, shown = Form(page), html.unescape(page)
    assert values.words == ["same", "different", "later"]
    assert {values.values[side].removeprefix(f"{ORG}table-") for side in ("left", "right")} <= {
        "acme-photonics-sa-be", "acme-photonics-be", "acme-photonics-nv-be"
    }  # fmt: skip
    assert values.values["why"].startswith("same name")
    assert values.values["who"] == "Ada"
    heads = re.findall(r'<th scope="col">(.*?)</th>', shown)
    assert len(heads) == 2
    assert all("Acme" in head or "ACME" in head for head in heads)
    assert re.search(r'<th scope="row">Country</th><td dir="auto">BE</td>', shown)
    for lang in ("", "/fr"):
        parser = html5lib.HTMLParser()
        parser.parse(client.get(f"{lang}{address(client)}").content)
        assert parser.errors == []
    assert "Est-ce la même" in client.get(f"/fr{address(client)}").text


def test_decisions_are_written_with_who_and_why_and_the_next_build_applies_them(
    client: TestClient, graph: Path, decided: Path, tmp_path: Path
) -> None:
    before = client.get(address(client)).text
    assert ">3 pairs" in before.replace("<p>", ">")
    first = open_pair(client)
    decide(client, "same", why="Même TVA; vérifié", who="Zoé")
    (line,) = written(decided)
    assert (line["decision"], line["why"], line["who"]) == ("same", "Même TVA; vérifié", "Zoé")
    assert {f"{ORG}{line[side].partition(':')[2]}" for side in ("left", "right")} == {
        first["left"], first["right"]
    }  # fmt: skip
    assert open_pair(client)["who"] == "Zoé"
    build.build([("table", tmp_path / "ours.csv"), ("decisions", decided)], graph)
    gone = [iri for iri in (first["left"], first["right"]) if not _has(graph, iri)]
    assert len(gone) == 1
    # The server has the new graph from the next request on, in which the pair is one.
    assert gone[0] not in open_pair(client).values()


def _has(graph: Path, iri: str) -> bool:
    return any(f"<{iri}>".encode() in line for line in open_graph(graph).lines())


def test_later_comes_last_and_different_is_not_asked_again(
    client: TestClient, decided: Path
) -> None:
    first = open_pair(client)
    decide(client, "later")
    assert not decided.exists()
    second = open_pair(client)
    assert (second["left"], second["right"]) != (first["left"], first["right"])
    decide(client, "different")
    decide(client, "different")
    assert (open_pair(client)["left"], open_pair(client)["right"]) == (
        first["left"], first["right"]
    )  # fmt: skip
    decide(client, "different")
    assert "nothing left" in client.get(address(client)).text
    assert [line["decision"] for line in written(decided)] == ["different"] * 3
    assert identity.read(decided).settled(first["left"], first["right"])


def test_a_decision_is_taken_once_and_only_on_what_is_shown(
    client: TestClient, decided: Path
) -> None:
    form = {**open_pair(client), "decision": "different"}
    for _ in range(2):
        assert client.post(address(client), data=form).status_code == 303
    for changed in ({"left": f"{ORG}mecatech"}, {"decision": "person"}, {"right": ""}):
        assert client.post(address(client), data={**form, **changed}).status_code == 303
    assert len(written(decided)) == 1


def test_what_contradicts_another_decision_is_said_and_not_written(
    client: TestClient, decided: Path
) -> None:
    form = {**open_pair(client), "decision": "same"}
    one, other = (form[side].replace(ORG, "organisation:") for side in ("left", "right"))
    decided.parent.mkdir()
    # Each of the two is one with another that somebody wrote by hand: these cannot be one.
    known = f"""left,right,decision,why
{one},organisation:mecatech,same,x
{other},organisation:luxinnovation,same,x
"""
    decided.write_text(known)
    found = client.post(address(client), data=form)
    assert found.status_code == 409
    assert "are both written by hand" in found.text
    assert decided.read_text() == known
    decided.write_text(f"{known}{one},{other},perhaps,x\n")
    found = client.get(address(client))
    assert (found.status_code, "neither same" in found.text) == (400, True)


def test_only_who_knows_the_address_sees_or_decides(client: TestClient, decided: Path) -> None:
    form = {**open_pair(client), "decision": "same"}
    token = address(client).strip("/").rpartition("/")[2]
    assert len(token) >= 20
    for path in ("/review/", "/review/x/", f"/review/{token[:-1]}/", f"/review/{token}/x",
                 "/fr/review/", "/review/index.html"):  # fmt: skip
        assert client.get(path).status_code == 404, path
        assert client.post(path, data=form).status_code == 404, path
    for origin in ("null", "http://evil.example", "http://127.0.0.1.evil.example"):
        sent = client.post(address(client), data=form, headers={"origin": origin})
        assert sent.status_code == 403, origin
    assert client.post(address(client), content=b"x" * 20_000).status_code == 413
    assert not decided.exists()
    shown = client.get(address(client))
    assert shown.headers["referrer-policy"] == "same-origin"
    assert shown.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in shown.headers["content-security-policy"]


def test_without_a_review_there_is_none(graph: Path) -> None:
    with TestClient(application(Current(str(graph))), base_url=HERE) as client:
        assert client.app.state.review is None  # type: ignore[attr-defined]
        assert client.get("/review/").status_code == 404
        assert client.post("/review/x/").status_code == 405
