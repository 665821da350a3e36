"""Pages made together, here and in another process, are those that are made one by one."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clustergraph import processes
from clustergraph.errors import RequestError
from clustergraph.graph.opening import open_graph
from clustergraph.service import making
from clustergraph.service.making import Making
from clustergraph.web.site import pages
from clustergraph.web.site.held import Held, Site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clustergraph.graph.location import Location

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(curated_graph: Location) -> Site:
    return Site(Held(curated_graph))


def _wanted(site: Site, count: int) -> list[making.Wanted]:
    found = sorted(site.index.entries)
    return [(each, lang) for each in found[:: len(found) // count] for lang in ("en", "fr")]


def test_pages_asked_for_at_once_are_those_made_alone(site: Site) -> None:
    wanted, together = _wanted(site, 20), Making(site)
    found = [together.page(*each) for each in wanted]
    assert [each.result() for each in found] == [pages.show(site, *each)[1] for each in wanted]


def test_many_are_made_by_few_asks(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go, made = threading.Event(), threading.Event(), list[int]()

    def things(site: Site, wanted: Sequence[making.Wanted]) -> list[bytes]:
        begun.set()
        go.wait()
        made.append(len(wanted))
        return [each.encode() for each, _ in wanted]

    monkeypatch.setattr(pages, "things", things)
    together = Making(site)
    first = together.page("first", "en")
    begun.wait()
    others = [together.page(f"{n}", "en") for n in range(20)]
    go.set()
    assert first.result() == b"first"
    assert [each.result() for each in others] == [f"{n}".encode() for n in range(20)]
    assert made == [1, 8, 8, 4]


def test_nothing_is_made_for_who_has_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go, made = threading.Event(), threading.Event(), list[tuple[str, str]]()

    def things(site: Site, wanted: Sequence[making.Wanted]) -> list[bytes]:
        begun.set()
        go.wait()
        made.extend(wanted)
        return [each.encode() for each, _ in wanted]

    monkeypatch.setattr(pages, "things", things)
    together = Making(site)
    first = together.page("first", "en")
    begun.wait()
    # One who waits in vain while it is made, one before, and one who has patience.
    gone, last = together.page("gone", "en"), together.page("last", "en")
    assert gone.cancel() and first.cancel()
    go.set()
    assert last.result() == b"last"
    assert made == [("first", "en"), ("last", "en")]


def test_what_is_wrong_with_one_page_is_told_to_who_asked_for_it(site: Site) -> None:
    good, *_ = _wanted(site, 20)
    together = Making(site)
    some = [making._Waiting(each, Future()) for each in (good, ("organisation/nobody", "en"))]
    assert making._told(some, together._make)
    assert some[0].page.result() == pages.show(site, *good)[1]
    with pytest.raises(RequestError, match="no page 'organisation/nobody'"):
        some[1].page.result()
    with pytest.raises(RequestError, match="nobody"):
        together.page("organisation/nobody", "fr").result()


def test_another_process_makes_the_same_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_WORTH_IT", 1)
    monkeypatch.setattr(processes, "processors", lambda: 2)
    wanted, together = _wanted(site, 20), Making(site)
    together.widen()
    try:
        assert len(together._free) == 2
        beside = together._free.pop()
        assert beside(wanted) == pages.things(site, wanted)
        with pytest.raises(RequestError, match="nobody"):
            beside([("organisation/nobody", "en")])
        assert beside(wanted[:1]) == pages.things(site, wanted[:1])
        # One that is gone is not asked again, and whoever waited for it has the page all the same.
        together._free.append(beside)
        assert together._beside
        together._beside._process.kill()  # type: ignore[union-attr]
        assert together.page(*wanted[3]).result() == pages.show(site, *wanted[3])[1]
        assert len(together._free) == 1
    finally:
        assert together.end()


def test_another_process_keeps_to_the_same_bounds(
    curated_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    location = open_graph(curated_folder, timeout=7.0, memory=3 << 28)
    monkeypatch.setattr(making, "_WORTH_IT", 1)
    monkeypatch.setattr(processes, "processors", lambda: 2)
    monkeypatch.setattr(processes, "send", lambda process, *what, last=False: sent.extend(what))
    beside = making._Beside(Site(Held(location)))
    beside.end()
    assert location.manifest
    assert sent[-1] == (location.where, 7.0, 3 << 28, location.manifest.build_id)


def test_a_process_that_finds_another_build_makes_nothing(
    curated_graph: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_WORTH_IT", 1)
    monkeypatch.setattr(processes, "processors", lambda: 2)
    assert curated_graph.manifest
    manifest = replace(curated_graph.manifest, build_id="of yesterday")
    together = Making(Site(Held(replace(curated_graph, manifest=manifest))))
    together.widen()
    assert len(together._free) == 1
    assert together.end()
    # Who has ended hires nobody any more.
    together.widen()
    assert len(together._free) == 1
