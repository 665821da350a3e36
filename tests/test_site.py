"""The pages: what each says, how it is found, and what it refuses."""

from __future__ import annotations

import gc
import json
import re
import shutil
from base64 import b64decode
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

import html5lib
import pyoxigraph as ox
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from clustergraph.answers import asking
from clustergraph.answers.answer import Origin
from clustergraph.building.build import build
from clustergraph.graph.opening import open_graph
from clustergraph.languages import LANGUAGES
from clustergraph.questions import names
from clustergraph.resources import OWN_QUERIES
from clustergraph.service.app import application
from clustergraph.service.graphs import Current
from clustergraph.service.kept import Kept
from clustergraph.service.site import Pages
from clustergraph.service.working import Workers
from clustergraph.sources import titled
from clustergraph.terms import BASE, PREFIXES, expand
from clustergraph.web.site import addresses, fielding, pages
from clustergraph.web.site import asking as forms
from clustergraph.web.site.held import Held, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clustergraph.graph.location import Location
    from clustergraph.languages import Lang

pytestmark = pytest.mark.slow

HERE = "http://localhost"
MECATECH = f"{BASE}id/organisation/mecatech"


@pytest.fixture(scope="module")
def client(curated_folder: Path) -> Iterator[TestClient]:
    made = application(Current(str(curated_folder)))
    with TestClient(made, base_url=HERE, follow_redirects=False) as found:
        yield found


class Read(HTMLParser):
    """The texts, links and elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag == "a":
            self.links.append(given["href"])

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.slow
def test_a_page_that_was_made_needs_no_worker(curated_folder: Path) -> None:
    site = Pages(Current(str(curated_folder)), *(Workers(1, 60.0) for _ in range(3)))
    app = Starlette(routes=[Route("/{path:path}", site.show)])
    with TestClient(app, base_url=HERE) as client:
        made = client.get("/organisation/mecatech")
        site.quick = site.waiting = Workers(0, 60.0)
        again = client.get("/organisation/mecatech")
        assert (again.status_code, again.content) == (200, made.content)
        tag = {"If-None-Match": made.headers["etag"]}
        assert client.get("/organisation/mecatech", headers=tag).status_code == 304
        assert client.get("/about").status_code == 503


@pytest.mark.slow
def test_all_that_the_first_page_needs_can_be_read_before(curated_folder: Path) -> None:
    site = Pages(Current(str(curated_folder)), *(Workers(1, 60.0) for _ in range(3)))
    try:
        site.prepare()
    finally:
        gc.unfreeze()
    held = site.site().held
    assert held.indexed
    assert held.tables.activities.roles


@pytest.mark.slow
def test_labels_at_hand_are_those_that_the_graph_gives(curated_graph: Location) -> None:
    rows = curated_graph.select("SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(ISIRI(?s)) }").rows
    iris = [*(row[0].value for row in rows if row[0]), "urn:nothing"]
    at_hand = Held(curated_graph).location.labels_in(iris, LANGUAGES)
    assert at_hand == curated_graph.labels_in(iris, LANGUAGES)
    assert 100 < len(at_hand[0]) < len(iris)


@pytest.mark.slow
def test_every_page_is_served_and_leads_only_to_pages_that_are(
    client: TestClient, curated_graph: Location
) -> None:
    site = Site(Held(curated_graph))
    left = [
        addresses.file(each, lang)
        for lang in LANGUAGES
        for each in pages.addresses(site)
        if not each.startswith(("ask/", "view/")) or each == "ask/"
    ]
    known = {addresses.file(each, lang) for lang in LANGUAGES for each in pages.addresses(site)}
    assert len(left) > 2 * 50
    for path in left:
        found = client.get(f"/{path}")
        assert found.status_code == 200, (path, found.text)
        assert len(found.content) < 100_000
        for link in Read(found.text).links:
            if re.match("https?:|#", link) or re.search("api/|sparql|view/", link):
                continue
            target = str(found.url.join(link).copy_with(query=None)).removeprefix(f"{HERE}/")
            ending = target.rpartition(".")[2]
            assert target in known or (
                ending in ("jsonld", "ttl", "csv", "json")
                and target.replace(f".{ending}", ".html") in known
            ), (path, link)


def test_an_organisation_in_words_with_its_partners_and_sources(client: TestClient) -> None:
    page = client.get("/organisation/luxinnovation")
    told = Read(page.text)
    assert re.search(r"INTERMAT GR\s+project · INTERREG", told.text)
    assert re.search(r"MecaTech\s*Belgium\s*4\s", told.text)
    assert "paragraph 20, paragraph 21" in told.text
    assert "../organisation/mecatech.html" in told.links
    french = client.get("/fr/organisation/luxinnovation.html").text
    assert '<html lang="fr">' in french
    assert "Agence luxembourgeoise pour l’innovation" in french
    assert 'href="../../organisation/luxinnovation.html"' in french


def linked(page: str) -> dict[str, Any]:
    """What a page says to search engines."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found: dict[str, Any] = json.loads(text)
    return found


FUNDED = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/clustergraph/scheme/role/> .
@prefix : <https://w3id.org/clustergraph/id/organisation/> .
@prefix project: <https://w3id.org/clustergraph/id/project/> .
@prefix programme: <https://w3id.org/clustergraph/id/programme/> .
@prefix call: <https://w3id.org/clustergraph/id/call/> .
@prefix place: <https://w3id.org/clustergraph/id/place/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a a cg:Organisation ; rdfs:label "Alpha" ; cg:locatedIn place:nl .
:z a cg:Organisation ; rdfs:label "Zeta" ; cg:locatedIn place:fr .
:lost a cg:Organisation ; rdfs:label "Lost" .
place:nl a cg:Country ; rdfs:label "Netherlands"@en , "Pays-Bas"@fr .
place:fr a cg:Country ; rdfs:label "France"@en , "France"@fr .
role:coordinator rdfs:label "coordinator"@en , "coordinateur"@fr .
role:participant rdfs:label "participant"@en , "participant"@fr .
programme:whole a cg:Programme ; rdfs:label "Whole" .
programme:part a cg:Programme ; rdfs:label "Part" ; cg:partOfProgramme programme:whole .
call:one a cg:Call ; rdfs:label "Call one" .
project:p a cg:Project ; rdfs:label "Bridge" ; cg:projectCost 9000.4 ;
  cg:startDate "2019-03-01"^^xsd:date ; cg:endDate "2021-02-28"^^xsd:date .
project:q a cg:Project ; rdfs:label "Tunnel" ; cg:startDate "2015-01-01"^^xsd:date .
<urn:award> a cg:Award ; cg:awardedTo project:p ; cg:underProgramme programme:part ;
  cg:underCall call:one ; cg:awardContribution 6000 .
<urn:1> a cg:Participation ; cg:participant :z ; cg:inProject project:p ;
  cg:role role:coordinator ; cg:participantContribution 4000 .
<urn:2> a cg:Participation ; cg:participant :a ; cg:inProject project:p ;
  cg:role role:participant ; cg:participantContribution 2000 .
<urn:3> a cg:Participation ; cg:participant :a ; cg:inProject project:q ;
  cg:role role:participant .
"""


@pytest.fixture(scope="module")
def funded(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = tmp_path_factory.mktemp("funded") / "funded.ttl"
    path.write_text(FUNDED, encoding="utf-8")
    return Site(Held(open_graph(path)))


def said(site: Site, address: str, lang: str = "en") -> str:
    """The text of a page, each gap as a stroke."""
    _, page = pages.show(site, address, lang)  # type: ignore[arg-type]
    text = Read(re.sub(r"(?s)<script.*?</script>", "", page.decode())).text
    return re.sub(r"[^\S\n]*\n\s*", "|", text.replace("\xa0", " ").replace("\u202f", " "))


@pytest.mark.parametrize(
    ("address", "lang", "told"),
    [
        ("organisation/a", "en", "Projects2|Partners1|CountriesFrance (1)|"),
        ("organisation/a", "en", "€2,000 (known for 1 of 2 participations)|Years2015–2021|"),
        ("organisation/a", "fr", "2 000 € (connues pour 1 participation sur 2)|Années2015–2021|"),
        ("organisation/a", "en", "BridgeWholeMar 2019 – Feb 2021participant€2,000€9,000|"),
        ("organisation/lost", "en", "missing here|where it is|its website|any project"),
        ("project/p", "en", "ProgrammeWhole › Part|CallCall one|Cost in all€9,000|Support€6,000|"),
        ("project/p", "en", "|ZetaFrancecoordinator€4,000|AlphaNetherlandsparticipant€2,000|"),
        ("project/p", "fr", "|ZetaFrancecoordinateur4 000 €|AlphaPays-Basparticipant2 000 €|"),
        ("project/q", "en", "What is missing here|its programme|contributions in euro|"),
        ("programme/whole", "en", "Projects1|Organisations2|CountriesFrance (1) · Netherlands (1)"),
        ("programme/whole", "en", "Support€6,000 (known for 1 of 1 project)|Years2019–2021|"),
        ("call/one", "en", "|Bridge|"),
        ("coverage", "en", "|Whole1100%2100%100%|"),
        ("coverage", "fr", "|Programme par programme|ProgrammeProjetsdates connues"),
        ("about", "fr", "Modifications|Ce que disent les sources n’a pas été corrigé."),
        ("", "en", "These data|Downloads: The whole graph"),
        ("place/nl", "en", "Activities begun, by year2015: 1 · 2019: 1|"),
    ],
)  # fmt: skip
def test_a_thing_in_figures(funded: Site, address: str, lang: str, told: str) -> None:
    assert told in said(funded, address, lang), said(funded, address, lang)


def test_search_engines_are_told_what_a_page_is_about(funded: Site) -> None:
    _, page = pages.show(funded, "project/p", "en")
    found = linked(page.decode())
    assert found["@type"] == "ResearchProject" and found["name"] == "Bridge"
    assert [each["name"] for each in found["member"]] == ["Alpha", "Zeta"]
    _, page = pages.show(funded, "organisation/a", "fr")
    assert linked(page.decode())["location"]["name"] == "Pays-Bas"


def test_no_reader_is_shown_an_identifier_of_ours(client: TestClient) -> None:
    for address in ("organisation/mecatech", "project/intermat-gr", "fr/place/belgium"):
        text = re.sub(
            r"(?s)<code>.*?</code>|<script.*?</script>", "", client.get(f"/{address}").text
        )
        assert re.findall(r"(?m)^\s*[a-z-]+:[\w-]+\s*$", Read(text).text) == []


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.2, application/json", "application/json"),
        ("text/html;q=0, */*", "application/ld+json"),
        ("text/*;q=0.9, text/html;q=0.1, text/turtle;q=0.2", "text/csv"),
        ("text/turtle;q=nan, text/csv;q=0.1", "text/csv"),
        ("text/csv", "text/csv"),
    ],
)
def test_a_thing_comes_in_the_form_that_is_liked(
    client: TestClient, accept: str, media: str
) -> None:
    found = client.get("/organisation/mecatech", headers={"Accept": accept})
    assert found.headers["content-type"].startswith(media)
    assert found.headers["vary"] == "Accept"
    assert client.get("/organisation/mecatech", headers={"Accept": "image/png"}).status_code == 406


def test_the_data_of_a_thing_are_its_statements(
    client: TestClient, curated_graph: Location
) -> None:
    turtle = client.get("/organisation/mecatech.ttl").content
    found = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    thing = ox.NamedNode(MECATECH)
    assert found == {
        each for each in curated_graph.triples() if thing in (each.subject, each.object)
    }
    linked = client.get("/organisation/mecatech.jsonld").content
    assert {q.triple for q in ox.parse(linked, format=ox.RdfFormat.JSON_LD)} == found
    told = client.get("/organisation/mecatech.json").json()
    assert told["iri"] == MECATECH
    assert told["description"]["fr"] and told["facts"]
    csv = client.get("/organisation/mecatech.csv").text.splitlines()
    assert csv[0] == "property,value,iri,note,source"
    assert any("Luxinnovation" in line for line in csv)


def test_an_iri_leads_to_its_page(client: TestClient) -> None:
    found = client.get("/id/organisation/mecatech")
    assert (found.status_code, found.headers["location"]) == (303, "/organisation/mecatech")
    assert client.get("/id/organisation/nobody").status_code == 404
    folder = client.get("/fr/organisation")
    assert (folder.status_code, folder.headers["location"]) == (301, "/fr/organisation/index.html")
    for path, place in (("/api/", "/api.html"), ("/fr/coverage/", "/fr/coverage.html")):
        single = client.get(path)
        assert (single.status_code, single.headers["location"]) == (301, place)
    assert client.get("/organisation//").status_code == 404


def test_a_page_that_still_holds_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/organisation/mecatech.html")
    again = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    found = client.get("/organisation/mecatech.html", headers=again)
    assert (found.status_code, found.content) == (304, b"")
    assert client.get("/fr/organisation/mecatech.html", headers=again).status_code == 200
    head = client.head("/organisation/mecatech.html")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(first.content))


def test_nothing_from_elsewhere_may_run_or_be_fetched(client: TestClient) -> None:
    for path in ("", "organisation/mecatech", "search.html?q=%3Cscript%3E", "nothing"):
        found = client.get(f"/{path}")
        policy = found.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert found.headers["x-content-type-options"] == "nosniff"
        for tag, given in Read(found.text).tags:
            assert "style" not in given and not any(name.startswith("on") for name in given)
            if tag in ("script", "img", "link"):
                assert not re.match("(https?:)?//", given.get("src", given.get("href", "")))
    assert "<script>" not in client.get("/search.html?q=%3Cscript%3E").text


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/organisation/mecatech.html", {"Range": "bytes=0-9"}, 200),
        ("GET", "/assets/site.css", {"Range": "bytes=what"}, 200),
        ("HEAD", "/api/ask/partners", {}, 200),
        ("HEAD", "/nothing", {}, 404),
        ("GET", "/%ff%fe.html", {}, 404),
        ("GET", "/search.html?q=%ff%c3", {}, 400),
        ("GET", "/api/find?name=%ff", {}, 400),
        ("GET", "//organisation//mecatech.html", {}, 404),
        ("GET", "/organisation/..%2f..%2fpasswd", {}, 404),
        ("GET", "/assets/%2e%2e/words.py", {}, 404),
        ("GET", "/assets/vendored/..%2f..%2fwords.py", {}, 404),
        ("GET", "/assets/vendored/vendored.json", {}, 404),
        ("GET", "/organisation/nul.html", {}, 404),
        ("GET", "/view/organisation/nul.html", {}, 404),
        ("GET", "/view/project/intermat-gr.html", {}, 404),
        ("GET", "/view/", {}, 404),
        ("GET", "/view/organisation/mecatech.ttl", {}, 404),
        ("GET", "/sparql.html/", {}, 404),
        ("GET", "/index.html", {"If-None-Match": '"', "If-Modified-Since": "never"}, 200),
        ("GET", "/index.html", {"Accept-Language": "xx-yy;q=x"}, 200),
        ("GET", "/de/index.html", {}, 404),
        ("GET", "/api/ask/partners?lang=xx", {}, 400),
        ("DELETE", "/index.html", {}, 405),
        ("PUT", "/sparql", {}, 405),
        ("GET", f"/api/ask/partners?organisation={'a' * 7000}", {}, 400),
    ],
)
def test_what_is_strange_has_its_status(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    assert client.request(method, f"{HERE}{path}", headers=headers).status_code == status


def test_bodies_that_are_too_long_are_not_read(client: TestClient) -> None:
    body = bytes(10_000_000)
    for path, kind, status in (
        ("/sparql", "application/sparql-query", 413), ("/sparql", "text/plain", 413),
        ("/api/ask/partners", "text/plain", 405), ("/index.html", "text/plain", 405),
    ):  # fmt: skip
        found = client.post(path, content=body, headers={"Content-Type": kind})
        assert found.status_code == status, path
        if status == 413:
            assert found.json()["status"] == 413 and "262,144 bytes" in found.json()["detail"]


@pytest.mark.parametrize("path", ["nothing", "ask/", "ask/partners/x", "find/", "ask", "%00", "é"])
def test_a_program_is_told_of_a_wrong_address_as_of_any_error(
    client: TestClient, path: str
) -> None:
    found = client.get(f"/api/{path}", headers={"Accept": "text/html"})
    assert found.status_code == 404
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["status"] == 404 and found.json()["title"]
    # People find the page that tells of these addresses.
    assert client.get("/api/").headers["location"] == "/api.html"
    assert client.get("/api.html").status_code == 200


def test_french_pages_name_sources_and_hints_in_french(client: TestClient) -> None:
    named = "Faits réunis par les responsables de clustergraph"
    page = client.get("/fr/organisation/mecatech").text
    assert f"<footer><p>Source\xa0: {named} (" in page and "Facts curated" not in page
    assert f"<td>{named}</td>" in client.get("/fr/about.html").text
    assert "<footer><p>Source: Facts curated by" in client.get("/organisation/mecatech").text
    shown = client.get("/fr/ask/centrality?top=3").text
    assert f"Source\xa0: {named} (" in shown
    release = "CORDIS, EU research projects, H2020"
    assert titled(release) == release
    assert titled(release).fr == "CORDIS, projets de recherche de l’UE, H2020"
    assert titled("CORDIS, EU research projectsies").fr == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hints_of_forms_name_no_files_and_no_values_that_are_typed(lang: Lang) -> None:
    for contract in asking.contracts().values():
        for each in contract.remote.parameters:
            hint = fielding.hinted(each).translated(lang)
            assert not re.search(r"queries/|\.rq\b|\bNAME\b|^true\b|\(shared\)", hint), hint


def test_what_has_an_empty_name_is_called_by_its_address(tmp_path: Path) -> None:
    """Others link to it, and a link without a word can be neither seen nor chosen."""
    lines = [
        f'<{BASE}id/organisation/{one}> a cg:Organisation ; rdfs:label "{name}" .\n'
        f"<{BASE}id/participation/{one}> a cg:Participation ; "
        f"cg:participant <{BASE}id/organisation/{one}> ; cg:inProject <{BASE}id/project/p> ."
        for one, name in (("blank", ""), ("spaces", "  \u00a0"), ("named", "Named"))
    ]
    heads = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("cg", "rdfs")]
    project = f'<{BASE}id/project/p> a cg:Project ; rdfs:label " " .'
    file = tmp_path / "blank.ttl"
    file.write_text("\n".join([*heads, *lines, project]), encoding="utf-8")
    with TestClient(application(Current(str(file))), base_url=HERE) as alone:
        for page in ("organisation/", "organisation/blank", "organisation/named", "project/p"):
            found = html5lib.parse(alone.get(f"/{page}").text, namespaceHTMLElements=False)
            words = [" ".join(each.itertext()).strip() for tag in ("a", "h1", "title")
                     for each in found.iter(tag)]  # fmt: skip
            assert all(words), page
        assert ">spaces</a>" in alone.get("/organisation/named").text


def test_nobody_is_told_where_on_this_machine_a_graph_lies(curated_file: Path) -> None:
    """A page, a chart and a workbook go to others; the name of the file is enough."""
    with TestClient(application(Current(str(curated_file))), base_url=HERE) as alone:
        page = alone.get("/fr/ask/centrality?top=3")
        book = alone.get("/api/ask/centrality?measures=degree&format=xlsx")
    assert "Source\xa0: graph.nt" in page.text and str(curated_file) not in page.text
    with ZipFile(BytesIO(book.content)) as held:
        told = b"".join(map(held.read, held.namelist())).decode()
    assert "graph.nt" in told and str(curated_file) not in told
    address = Origin("https://host.example/sparql?apikey=secret")
    assert str(address) == "Source: https://host.example/sparql"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("centrality?measures=degre", "« degre » est inconnu ici : vouliez-vous dire degree"),
        ("centrality?country=FR&programme=INTERREG&years=1990", "ne convient à programme"),
        ("path?one=mecatech&other=esa", "ne prend part à rien de ce que compte ici le réseau"),
        ("path?one=mecatech&other=mecatech", "les deux noms désignent MecaTech : donnez-en"),
        ("consortium?with=luxinnovation", "3 candidats sont connus : baissez « "),
        ("backbone?alpha=7", "donnez une probabilité supérieure à 0"),
        ("communities?resolution=0", "donnez un nombre supérieur à 0"),
        ("centrality?basis=any&ask=1", "de quel programme ? donnez « Programme »"),
    ],
)
def test_french_pages_say_in_french_what_does_not_fit(
    client: TestClient, asked: str, said: str
) -> None:
    page = Read(client.get(f"/fr/ask/{asked}").text).text.replace("\xa0", " ")
    assert said in page
    assert not re.search(
        r"https://w3id|organisation:|\bthe network\b", page.partition("Réponse")[0]
    )


def test_search_finds_names_as_find_does(client: TestClient) -> None:
    page = client.get("/search.html", params={"q": "luxinovation"})
    assert "organisation/luxinnovation.html" in Read(page.text).links
    none = client.get("/fr/search.html", params={"q": "xyzxyzxyz"})
    assert "Rien ne porte un nom semblable" in none.text
    found = client.get("/api/find", params={"name": "mecatech"}).json()
    assert found["rows"][0]["iri"] == MECATECH


def test_a_question_is_a_form_and_its_answer_a_table_with_links(client: TestClient) -> None:
    form = Read(client.get("/ask/partners.html").text)
    assert ("input", "organisation") in [(tag, given.get("name")) for tag, given in form.tags]
    page = client.get("/ask/partners.html", params={"organisation": "luxinnovation", "ask": "1"})
    told = Read(page.text)
    assert "../organisation/mecatech.html" in told.links
    assert "../api/ask/partners?organisation=luxinnovation&format=csv&lang=en" in told.links
    wrong = client.get("/ask/partners.html", params={"organisation": "nobody at all"})
    assert wrong.status_code == 400
    assert "nobody at all" in Read(wrong.text).text
    twice = client.get("/ask/centrality.html", params={"country": ["BE", "LU"]})
    assert twice.status_code == 400
    assert "“Country” is given twice" in Read(twice.text).text
    choice = Read(client.get("/fr/ask/centrality.html").text)
    offered = [given.get("value") for tag, given in choice.tags if tag == "option"]
    assert {"degree", "betweenness", "partners"} <= set(offered)


@pytest.mark.slow
def test_a_thing_leads_to_all_that_can_be_asked_of_it(client: TestClient) -> None:
    """Recommendations, gaps, scorecard, consortium and chain are one click from an organisation."""
    page = client.get("/organisation/luxinnovation").text
    links = [each for each in Read(page).links if "../ask/" in each]
    named = {urlsplit(each).path.rpartition("/")[2].removesuffix(".html"): each for each in links}
    assert {"recommend", "gaps", "scorecard", "consortium", "path", "brief"} <= set(named)
    for name, link in named.items():
        found = client.get(urljoin(f"{HERE}/organisation/luxinnovation", link))
        # That the curated facts give no consortium is an answer, said on the page.
        assert found.status_code == (400 if name == "consortium" else 200), name
        assert ('role="alert"' in found.text) == (name == "consortium"), name
    chain = client.get(urljoin(f"{HERE}/organisation/luxinnovation", named["path"])).text
    assert "MecaTech" in chain
    assert "Luxinnovation" in chain
    listed = client.get(urljoin(f"{HERE}/organisation/luxinnovation", named["index"])).text
    asked = [urljoin(f"{HERE}/ask/", each) for each in Read(listed).links if "?" in each]
    assert len(asked) > 20
    partners = next(each for each in asked if "/ask/partners.html" in each)
    assert "Materalia" in client.get(partners).text
    assert client.get("/ask/?about=organisation/nobody").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["ask/centrality?top=3", "ask/scorecard?organisation=mecatech", "fr/ask/communities?ask=1"],
)
def test_what_is_ranked_is_drawn_and_said_in_words(client: TestClient, address: str) -> None:
    page = client.get(f"/{address}").text
    (given,) = [given for tag, given in Read(page).tags if tag == "img"]
    head, _, body = given["src"].partition(",")
    assert head == "data:image/svg+xml;base64"
    root = ElementTree.fromstring(b64decode(body))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 10
    assert given["alt"]
    assert "img-src &#39;self&#39; data:" in page


@pytest.mark.slow
def test_a_page_is_made_once_of_one_build_and_again_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, table, made = tmp_path / "graph", tmp_path / "ours.csv", []
    head = "relation,organisation,country,with,with_country\n"
    table.write_text(f"{head}partnership,Acme Photonics,BE,Delta Optics,BE\n")
    build([("table", table)], folder)
    real = pages.show

    def counted(*args: Any) -> tuple[int, bytes]:
        made.append(args[1:3])
        return real(*args)

    monkeypatch.setattr(pages, "show", counted)
    page = "organisation/table-acme-photonics-be"
    with TestClient(application(Current(str(folder))), base_url=HERE) as client:
        shown = [client.get(f"/{page}").content for _ in range(3)]
        assert made == [(page, "en")]
        assert shown[0] == shown[1] == shown[2]
        client.get(f"/fr/{page}")
        assert made[1:] == [(page, "fr")]
        table.write_text(f"{table.read_text()}partnership,Acme Photonics,BE,Gamma Optics,BE\n")
        build([("table", table)], folder)
        assert b"Gamma" not in shown[0]
        assert b"Gamma" in client.get(f"/{page}").content
        assert len(made) == 3


def test_the_page_longest_not_asked_for_makes_room() -> None:
    kept = Kept(room=10)
    kept.put("a", b"1234")
    kept.put("b", b"1234")
    assert kept.get("a") == b"1234"
    kept.put("c", b"123")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (b"1234", None, b"123")
    kept.put("a", b"1")
    kept.put("d", b"123456")
    assert [kept.get(each) for each in "acd"] == [b"1", b"123", b"123456"]


def test_what_has_no_rows_has_no_picture(client: TestClient) -> None:
    page = client.get("/ask/centrality?country=NL&programme=h2020").text
    assert "<img" not in page


def test_every_operation_has_its_form_with_all_parameters(curated_graph: Location) -> None:
    site = Site(Held(curated_graph))
    known = asking.contracts()
    assert len(known) > 50
    for name, contract in known.items():
        _, page = pages.show(site, f"ask/{name}", "en")
        named = [given.get("name") for _, given in Read(page.decode()).tags if "name" in given]
        assert {each.name for each in contract.remote.parameters} <= set(named), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_forms_speak_the_language_of_their_readers(curated_graph: Location, lang: Lang) -> None:
    """No parameter, and no choice but codes, is shown as a program writes it."""
    for name, contract in asking.contracts().items():
        for each in forms.fields(curated_graph, contract.remote, {}, lang):
            assert each.name in fielding.FIELDS, (name, each.name)
            assert each.label == fielding.FIELDS[each.name].translated(lang)
            raw = [word for word, _ in each.choices if not fielding.known(word, each.name)]
            assert not raw, (name, raw)
            # Something is chosen already, or the form says what it means that nothing is.
            assert not each.choices or each.many or bool(each.unchosen) != bool(each.given), name


def test_an_answer_calls_things_and_columns_by_their_names(curated_graph: Location) -> None:
    found = forms.answered(curated_graph, "scorecard", {"organisation": "mecatech"}, "fr")
    heads = [head for head, _ in found.heads]
    assert heads[:3] == ["Groupe", "Indicateur", "Organisation"]
    rows = {row[1].text: row for row in found.rows}
    abroad = rows["Nombre de partenaires internationaux"]
    assert [cell.text for cell in abroad[2:3]] == ["MecaTech"]
    follows = rows["Dépendance à peu de partenaires"][heads.index("Suit")]
    assert follows.text == "indice de Herfindahl-Hirschman"
    ranked = forms.answered(curated_graph, "centrality", {}, "en")
    assert [head for head, _ in ranked.heads][:2] == ["Rank", "Name"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_shows_usual_values_by_names_that_mean_them(
    curated_graph: Location, lang: Lang
) -> None:
    seen = set()
    for contract in asking.contracts().values():
        for field, parameter in zip(
            forms.fields(curated_graph, contract.remote, {}, lang),
            contract.remote.parameters,
            strict=True,
        ):
            usual = expand(str(parameter.default))
            assert field.given != ("any",) and field.open == (parameter.default in ("any", "0000"))
            if usual and usual not in seen:
                (shown,) = field.given
                assert ":" not in shown
                seen.add(usual)
                assert (
                    names.find(curated_graph, shown, (parameter.cls or "cg:Organisation",)).iri
                    == usual
                )
    assert len(seen) >= 9


def test_a_form_left_as_it_is_gives_the_usual_answer(client: TestClient) -> None:
    page = client.get("/fr/ask/money-by-organisation.html").text
    given = {tag["name"]: tag.get("value", "") for kind, tag in Read(page).tags if kind == "input"}
    del given["q"]
    assert given["region"] == "Wallonie" and given["network"] == given["since"] == ""
    assert page.count('placeholder="sans restriction"') >= 3
    usual = client.get("/api/ask/money-by-organisation?lang=fr").json()["rows"]
    asked = client.get("/api/ask/money-by-organisation?lang=fr", params={"region": "Wallonie"})
    assert asked.json()["rows"] == usual
    answer = client.get("/fr/ask/money-by-organisation.html", params={**given, "ask": "1"})
    assert answer.status_code == 200 and 'id="answer"' in answer.text


def test_names_can_be_chosen_and_taken_from_those_that_are_meant(client: TestClient) -> None:
    form = client.get("/fr/ask/centrality.html").text
    told = Read(form)
    lists = {given["id"] for tag, given in told.tags if tag == "datalist"}
    used = {given["list"] for _, given in told.tags if "list" in given}
    assert used == lists >= {"l-country", "l-programme", "l-topic"}
    offered = {given["value"] for tag, given in told.tags if tag == "option"}
    assert {"Luxembourg", "Pays-Bas", "MecaTech", "INTERREG"} <= offered
    assert "Contribution brute, au moins" in told.text and "min contribution" not in told.text
    wrong = client.get("/fr/ask/partners.html", params={"organisation": "luxinovation"})
    assert wrong.status_code == 400 and "Laquelle est-ce" in wrong.text
    assert "organisation:luxinnovation" not in Read(wrong.text).text
    (link,) = [each for each in Read(wrong.text).links if "organisation=" in each]
    answer = client.get(urljoin("/fr/ask/partners.html", link))
    assert answer.status_code == 200 and "MecaTech" in answer.text


def test_no_request_has_a_file_or_an_address_opened(
    client: TestClient, curated_folder: Path
) -> None:
    opening = [
        (name, each.name)
        for name, contract in asking.contracts().items()
        for each in contract.parameters
        if each.type == "graph"
    ]
    assert ("what-if", "add_project") in opening
    told = client.get("/api/openapi.json").json()["paths"]
    for name, parameter in opening:
        assert parameter not in {
            each["name"] for each in told[f"/api/ask/{name}"]["get"]["parameters"]
        }
        assert parameter not in client.get(f"/api/describe/{name}").text
        for value in ("", str(curated_folder), "http://127.0.0.1:1/sparql"):
            for address in (f"/api/ask/{name}", f"/ask/{name}.html"):
                refused = client.get(address, params={parameter: value, "ask": "1"})
                assert refused.status_code in ((200, 400) if not value else (400,)), address


@pytest.mark.parametrize(
    "path",
    [
        "organisation/../../etc/passwd", "organisation/..%2f..%2fetc%2fpasswd", "%2e%2e/x",
        "assets/../app.py", "assets/%2e%2e%2fpages.py", "assets/nothing.js",
        "organisation/mecatech/", "organisation//mecatech", "organisation/all/1",
        "organisation/all/99", "organisation/all/x", "project/mecatech", "fr/fr/about",
        "about.ttl", "ask/nothing", "%00", "organisation/%ff%fe", "id/nothing", "nul", "a" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_page_is_404(client: TestClient, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


def test_the_list_of_a_kind_stands_in_its_folder(client: TestClient) -> None:
    assert client.get("/organisation/").status_code == 200


@pytest.mark.parametrize(
    "path", ["nothing", "organisation/nobody", "fr/place/a/b", "id/x/y", "a%2Fb/c", "x//y"]
)
def test_links_of_a_missing_page_lead_home_and_do_not_echo(client: TestClient, path: str) -> None:
    found = client.get(f"/{path}")
    assert found.status_code == 404
    read = Read(found.text)
    links = [*read.links, *(given["href"] for tag, given in read.tags if tag == "link")]
    assert len(links) > 8
    for link in links:
        if not link.startswith("#"):
            assert client.get(urljoin(f"{HERE}/{path}", link)).status_code == 200, link
    assert path.rpartition("/")[2] not in links


def test_a_graph_that_cannot_be_read_is_said_on_every_way(
    curated_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(curated_folder, folder)
    with TestClient(application(Current(str(folder))), base_url=HERE) as client:
        (folder / "manifest.json").write_text("{}")
        for path in ("", "organisation/mecatech", "id/organisation/mecatech", "api/find?name=x",
                     "sparql?query=ASK%7B%7D"):  # fmt: skip
            assert client.get(f"/{path}").status_code == 503, path


def test_a_question_of_ones_own_changes_every_tag(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN_QUERIES, str(tmp_path))
    paths = ("/ask/", "/api/ask/centrality?top=1")
    before = [client.get(path).headers["etag"] for path in paths]
    (tmp_path / "mine.rq").write_text("#+ title: Mine\nSELECT (1 AS ?n) {}\n")
    for path, tag in zip(paths, before, strict=True):
        found = client.get(path, headers={"If-None-Match": tag})
        assert found.status_code == 200
        assert client.get(path, headers={"If-None-Match": "*"}).status_code == 304
        part = found.headers["etag"].strip('"')[:8]
        assert client.get(path, headers={"If-None-Match": part}).status_code == 200


def test_addresses_are_safe_and_never_shared() -> None:
    prefix = f"{BASE}id/organisation/"
    ends = [
        "mecatech", "MecaTech", "con", "aux", "com1", "index", "all", "%C3%A9l%C3%A8ve", "élève",
        "a.b", "a-b", "..", "-", "a" * 300, "a" * 299 + "b", "日本", "x%2Fy", "x y",
    ]  # fmt: skip
    made = [addresses.address(prefix + end) for end in ends]
    assert len({each for each in made if each}) == len(ends)
    for each in made:
        assert each and re.fullmatch(r"organisation/[a-z0-9]+(-[a-z0-9]+)*", each)
        assert len(each) < 120
        name = each.partition("/")[2]
        assert name not in ("con", "aux", "com1", "index", "all")
    assert made[0] == "organisation/mecatech"
    assert addresses.address(f"{BASE}id/award/x") is None
    assert addresses.address(prefix) is None


HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe", "]]>--><!--", "javascript:alert(1)",
)  # fmt: skip


def test_hostile_names_are_only_text(tmp_path: Path) -> None:
    lines = []
    for number, name in enumerate(HOSTILE):
        thing = f"<{BASE}id/organisation/x{number}>"
        lines += [
            f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            f"<{BASE}ontology#Organisation> .",
            f"{thing} <http://www.w3.org/2000/01/rdf-schema#label> {ox.Literal(name)} .",
            f"{thing} <http://purl.org/dc/terms/description> {ox.Literal(name)} .",
            f"{thing} <http://xmlns.com/foaf/0.1/homepage> <javascript:alert%28{number}%29> .",
        ]
    path = tmp_path / "hostile.nt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    site = Site(Held(open_graph(path)))
    for number, name in enumerate(HOSTILE):
        _, page = pages.show(site, f"organisation/x{number}", "en")
        read = Read(page.decode())
        assert name in read.text
        # One script is data, which says the name, too, and ends where it should; one is ours.
        assert {tag for tag, _ in read.tags} <= PLAIN | {"script"}
        assert [given for tag, given in read.tags if tag == "script"] == [DATA, OURS]
        assert linked(page.decode())["name"] == name
        assert not [link for link in read.links if link.startswith("javascript:")]
        _, page = pages.show(site, "search", "en", {"q": [name]})
        assert {tag for tag, _ in Read(page.decode()).tags} <= PLAIN
        _, page = pages.show(site, "ask/partners", "en", {"organisation": [name]})
        scripts = [given for tag, given in Read(page.decode()).tags if tag == "script"]
        assert scripts == [OURS]


DATA = {"type": "application/ld+json"}
OURS = {"src": "../assets/table.js", "defer": ""}
PLAIN = {
    "html", "head", "meta", "title", "link", "body", "a", "header", "nav", "form", "label",
    "input", "button", "main", "h1", "h2", "p", "ul", "ol", "li", "bdi", "dl", "dt", "dd", "code",
    "footer", "span", "br", "table", "thead", "tbody", "tr", "th", "td", "b",
}  # fmt: skip


def test_pages_say_the_build_and_its_sources(client: TestClient, curated_folder: Path) -> None:
    build = json.loads((curated_folder / "manifest.json").read_text())["build_id"]
    assert build in client.get("/about.html").text
    assert build[:12] in client.get("/").text
    assert "<td>rôle de point de contact</td>" in client.get("/fr/coverage.html").text
    assert "cg:Organisation" in client.get("/terms.html").text


@pytest.mark.slow
def test_every_template_gives_html_without_an_error(curated_graph: Location) -> None:
    site = Site(Held(curated_graph))
    asked = {"ask/partners": {"organisation": ["luxinnovation"]}, "search": {"q": ["lux"]}}
    addresses_ = [
        "", "search", "organisation/", "organisation/mecatech", "project/intermat-gr",
        "place/belgium", "ask/", "ask/partners", "ask/centrality", "coverage", "terms",
        "downloads", "about",
    ]  # fmt: skip
    shown = [
        pages.show(site, each, lang, asked.get(each))[1]
        for each in addresses_
        for lang in LANGUAGES
    ]
    failed = pages.failed(site, "en", 0, "late", "", "?q=a&b=<b>")
    for page in [*shown, pages.missing(site, "fr", 1), failed]:
        parser = html5lib.HTMLParser()
        parser.parse(page)
        assert parser.errors == []


def test_names_that_are_typed_are_shown_as_such(client: TestClient) -> None:
    assert "With <code>programme</code>: count" in client.get("/ask/centrality.html").text
    assert "`" not in client.get("/fr/ask/brokers.html").text


def test_capitals_of_a_source_are_read_in_small_letters_but_acronyms_stay(tmp_path: Path) -> None:
    facts = tmp_path / "facts.ttl"
    facts.write_text("""
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix p: <https://w3id.org/clustergraph/id/project/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
o:a a cg:Organisation ; rdfs:label "AGENCIA ESTATAL GMBH" .
o:b a cg:Organisation ; rdfs:label "B" .
p:x a cg:Project ; rdfs:label "INTERMAT GR" .
<urn:1> a cg:Participation ; cg:participant o:a ; cg:inProject p:x .
<urn:2> a cg:Participation ; cg:participant o:b ; cg:inProject p:x .
""")
    with TestClient(application(Current(str(facts))), base_url=HERE) as client:
        other, project = (
            client.get(f"/{each}.html").text for each in ("organisation/b", "project/x")
        )
        found = client.get("/search.html?q=agencia").text
    for page in (other, project, found):
        assert ">Agencia Estatal GmbH</a>" in page
    assert ">INTERMAT GR</a>" in other and "<title>INTERMAT GR – " in project


def test_codes_of_a_column_are_shown_in_words(curated_graph: Location) -> None:
    found = forms.answered(curated_graph, "incomplete-entities", {}, "fr")
    assert {row[2].text for row in found.rows} == {"date", "identifiant", "lieu"}


def test_notes_call_parameters_as_the_form_does(curated_graph: Location) -> None:
    usual = forms.answered(
        curated_graph, "partners", {"organisation": "organisation:mecatech"}, "fr"
    )
    assert usual.notes[0].startswith("Organisation\xa0: MecaTech (pôle, BE")
    typed = forms.answered(curated_graph, "partners", {"organisation": "Mécatech"}, "en")
    assert typed.notes[0].startswith("Organisation Mécatech: MecaTech (cluster, BE")
    whole = forms.answered(curated_graph, "network-info", {}, "fr")
    told = {row[0].text: (row[1].text, row[2].text) for row in whole.rows}
    assert told["Densité"] == ("0,4667", "liens / liens possibles")
    assert whole.picture is not None
    assert whole.picture.text.startswith("Degrés dans le réseau « Partenaires »")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("fr/ask/brokers.html?top=5", "nommez deux lieux, «\xa0Entre\xa0» et «\xa0Et\xa0»"),
        ("ask/brokers.html?top=5", "name two places, “Between” and “And”, or a grouping, “By”"),
        ("fr/ask/what-if.html?weighting=shared", "donnez «\xa0Sans l’organisation\xa0»"),
        ("fr/ask/centrality.html?top=0", "premiers\xa0» 0 : il faut un nombre entier, 1 ou"),
        ("fr/ask/centrality.html?years=2020..2014", "«\xa0Années\xa0» 2020..2014 : la période"),
        ("fr/ask/path.html?one=mecatech&other=zzqq", "rien ne s’appelle « zzqq »"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_words_of_the_form(
    client: TestClient, address: str, said: str
) -> None:
    found = client.get(f"/{address}")
    assert found.status_code == 400
    assert said in unescape(found.text)
