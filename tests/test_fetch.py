"""Downloads from a server on this machine that stalls, breaks, lies and sends other things."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import stat
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import filelock
import pytest

from clustergraph.answers import info
from clustergraph.building import build
from clustergraph.errors import OutputError, RequestError, SourceError
from clustergraph.graph.opening import open_graph
from clustergraph.sources import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUICK = fetch.Patience(timeout=0.4, tries=3, pause=0.01)
MODIFIED = "Fri, 01 Aug 2025 10:00:00 GMT"
Behaviour = Any
Get = Callable[..., fetch.Fetched]


def packed(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 7, 31, 1, 2, 4)), content)
    return stream.getvalue()


# Not compressible, so that the archive is many socket buffers long.
NOISE = hashlib.shake_128(b"noise").digest(3_000_000)
GOOD = packed(**{"project.csv": b"id;acronym\n1;A\n", "csv/organization.csv": NOISE})


@dataclass
class Server:
    """Plays one behaviour a request, the last one for ever; keeps what was asked."""

    base: str = ""
    plays: list[Behaviour] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def next(self, headers: dict[str, str]) -> Behaviour:
        self.asked.append(headers)
        return self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]


@pytest.fixture
def server() -> Iterator[Server]:
    played = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                played.next(dict(self.headers))(self)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    played.base = f"http://127.0.0.1:{http.server_address[1]}/data/"
    yield played
    http.shutdown()
    thread.join()
    http.server_close()


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, length: int = -1, **headers: str
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body) if length < 0 else length))
    handler.end_headers()
    handler.wfile.write(body)


def serves(data: bytes = GOOD, *, etag: str = '"one"', until: int | None = None) -> Behaviour:
    """Serve data, ranges too; with `until`, stop at that byte of the whole."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range")
        go_on = asked and handler.headers.get("If-Range") == etag
        start = int(asked.removeprefix("bytes=").rstrip("-")) if go_on and asked else 0
        headers = {"ETag": etag, "Last_Modified": MODIFIED, "Content_Type": "application/zip"}
        if start >= len(data):
            send(handler, 416, b"", **{"Content_Range": f"bytes */{len(data)}"})
            return
        if go_on:
            headers["Content_Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        body = data[start:until]
        send(handler, 206 if go_on else 200, body, len(data) - start, **headers)
        handler.wfile.flush()

    return play


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    return lambda handler: send(handler, status, body, **headers)


def ignores_range(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, GOOD, ETag='"one"')


@pytest.fixture
def get(server: Server, tmp_path: Path) -> Get:
    def run(*plays: Behaviour, **options: Any) -> fetch.Fetched:
        server.plays = list(plays)
        options = {"patience": QUICK, "base_url": server.base, **options}
        return fetch.fetch("cordis-he", tmp_path / "data", **options)

    return run


def left(tmp_path: Path) -> set[str]:
    """What lies in the data folder, the lock apart."""
    return {path.name for path in (tmp_path / "data").iterdir()} - {".cordis-he.lock"}


def test_an_archive_arrives_with_a_record_of_it(get: Get, tmp_path: Path, server: Server) -> None:
    told: list[tuple[int, int]] = []
    fetched = get(serves(), report=lambda done, total: told.append((done, total)))
    digest = hashlib.sha256(GOOD).hexdigest()
    assert fetched == fetch.Fetched(tmp_path / "data/cordis-he", "2025-08-01", len(GOOD), digest)
    assert (fetched.path / "project.csv").read_bytes() == b"id;acronym\n1;A\n"
    assert (fetched.path / "csv/organization.csv").read_bytes() == NOISE
    assert json.loads((fetched.path / "fetched.json").read_text()) == {
        "name": "cordis-he",
        "url": f"{server.base}cordis-HORIZONprojects-csv.zip",
        "release": "2025-08-01",
        "size": len(GOOD),
        "sha256": digest,
        "files": {"project.csv": 15, "csv/organization.csv": len(NOISE)},
    }
    assert left(tmp_path) == {"cordis-he"}
    assert told == sorted(told) and told[-1] == (len(GOOD), len(GOOD)) and len(told) > 3
    assert server.asked[0]["User-Agent"].startswith("clustergraph/")


def test_the_release_falls_back_to_the_newest_file(get: Get) -> None:
    assert get(answers(200, GOOD)).release == "2025-07-31"


@pytest.mark.parametrize("year", ["9" * 20, "soon"])
def test_the_release_falls_back_where_the_server_tells_no_date(get: Get, year: str) -> None:
    odd = answers(200, GOOD, Last_Modified=f"Fri, 01 Aug {year} 10:00:00 GMT")
    assert get(odd).release == "2025-07-31"


def test_an_archive_that_is_not_ready_is_waited_for(get: Get, server: Server) -> None:
    assert get(answers(202, b"being made"), serves()).size == len(GOOD)
    with pytest.raises(SourceError, match="answers 202 Accepted, 3 tries"):
        get(answers(202, b"being made"))
    with pytest.raises(SourceError, match="answers 204 No Content; download it by hand"):
        get(answers(204))


def test_the_same_archive_gives_the_same_folder(get: Get) -> None:
    first = (get(serves()).path / "fetched.json").read_bytes()
    assert (get(serves()).path / "fetched.json").read_bytes() == first


def test_a_broken_transfer_goes_on_where_it_stopped(get: Get, server: Server) -> None:
    fetched = get(serves(until=1_000_000), serves(until=2_000_000), serves())
    assert fetched.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert [ask.get("Range") for ask in server.asked] == [None, "bytes=1000000-", "bytes=2000000-"]
    assert server.asked[1]["If-Range"] == '"one"'


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        # RFC 9110, 13.1.5: If-Range compares strongly, so a weak tag is never sent in it.
        ({"ETag": '"one"', "Last_Modified": MODIFIED}, '"one"'),
        ({"ETag": 'W/"one"', "Last_Modified": MODIFIED}, MODIFIED),
        ({"ETag": 'W/"one"'}, None),
        ({}, None),
    ],
)
def test_only_what_tells_versions_apart_for_certain_is_sent_as_if_range(
    get: Get, server: Server, headers: dict[str, str], expected: str | None
) -> None:

    def cut(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, GOOD[:1000], len(GOOD), **headers)

    assert get(cut, answers(200, GOOD, **headers)).size == len(GOOD)
    assert server.asked[1].get("If-Range") == expected
    assert server.asked[1].get("Range") == ("bytes=1000-" if expected else None)


def test_a_later_run_goes_on_too(get: Get, server: Server) -> None:
    with pytest.raises(SourceError, match=r"closed at 1,000,000 .* run the command again to go on"):
        get(serves(until=1_000_000))
    get(serves())
    assert server.asked[-1]["Range"] == "bytes=1000000-"


def test_a_whole_part_is_not_asked_for_again(get: Get, server: Server, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/.cordis-he.part").write_bytes(GOOD)
    notes = {"url": f"{server.base}{fetch.ARCHIVES['cordis-he']}", "modified": MODIFIED}
    (tmp_path / "data/.cordis-he.json").write_text(json.dumps({**notes, "etag": '"one"'}))
    assert get(serves()).release == "2025-08-01"
    assert len(server.asked) == 1


def test_a_part_of_another_release_is_dropped(get: Get) -> None:
    newer = packed(**{"project.csv": b"newer"})
    with pytest.raises(SourceError, match="closed at"):
        get(serves(until=1_000_000))
    assert (get(serves(newer, etag='"two"')).path / "project.csv").read_bytes() == b"newer"


def test_a_206_of_another_release_is_not_mixed_in(get: Get, server: Server) -> None:
    mixed = answers(206, GOOD[1000:], ETag='"two"', Content_Range=f"bytes 1000-9/{len(GOOD)}")
    fetched = get(serves(until=1000), mixed, serves())
    assert fetched.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert "Range" not in server.asked[2]


def test_a_server_that_ignores_ranges_sends_all_again(get: Get) -> None:
    assert get(serves(until=1_000_000), ignores_range).size == len(GOOD)


def test_a_server_that_stalls_is_left_and_asked_again(get: Get, server: Server) -> None:
    asked_again, over = threading.Event(), threading.Event()
    waited: list[bool] = []

    def stalls(handler: BaseHTTPRequestHandler) -> None:
        serves(until=500_000)(handler)
        asked_again.wait(30)
        over.set()

    def goes_on(handler: BaseHTTPRequestHandler) -> None:
        waited.append(over.is_set())
        asked_again.set()
        serves()(handler)

    assert get(stalls, goes_on).size == len(GOOD)
    assert len(server.asked) == 2
    assert waited == [False]


@pytest.mark.slow
def test_a_server_that_always_stalls_is_an_error(get: Get) -> None:
    over = threading.Event()
    with pytest.raises(SourceError, match="the server stopped sending, 3 tries"):
        get(lambda handler: over.wait(60))
    over.set()


def test_a_500_is_tried_again_but_not_for_ever(get: Get, server: Server) -> None:
    assert get(answers(500), answers(503), serves()).size == len(GOOD)
    server.asked.clear()
    with pytest.raises(SourceError, match="answers 500 Internal Server Error, 3 tries"):
        get(answers(500))
    assert len(server.asked) == 3


def test_a_404_says_what_to_do_at_once(get: Get, server: Server) -> None:
    with pytest.raises(SourceError, match=r"404 Not Found; download it by hand .*cordis=FILE"):
        get(answers(404))
    assert len(server.asked) == 1


def test_a_web_page_is_not_an_archive(get: Get, tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><title>Maintenance</title>"
    with pytest.raises(SourceError, match="a web page came instead of an archive"):
        get(answers(200, page, Content_Type="text/html; charset=utf-8"))
    with pytest.raises(SourceError, match="not a zip archive"):
        get(answers(200, page, Content_Type="application/zip"))
    assert left(tmp_path) == set()


def test_a_shortened_archive_is_damaged(get: Get, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"the archive is damaged .* run the command again"):
        get(answers(200, GOOD[:-100]))
    assert left(tmp_path) == set()


def test_names_that_are_no_text_are_damage(get: Get, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("projét.csv", "id")
    bad = packed.getvalue().replace("é".encode(), b"\xb8\xb8")
    with pytest.raises(SourceError, match=r"the archive is damaged .*utf-8"):
        get(answers(200, bad))
    assert left(tmp_path) == set()


def test_a_flipped_byte_inside_is_found(get: Get) -> None:
    bad = bytearray(GOOD)
    bad[len(bad) // 2] ^= 1
    with pytest.raises(SourceError, match="the archive is damaged"):
        get(answers(200, bytes(bad)))


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_damage_is_found_however_an_archive_is_packed(kind: int, get: Get) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as archive:
        archive.writestr("project.csv", bytes(range(256)) * 20)
    bad = bytearray(packed.getvalue())
    for at in range(80, 110):
        bad[at] ^= 255
    with pytest.raises(SourceError, match=r"the archive is damaged .* run the command again"):
        get(answers(200, bytes(bad)))


def test_a_place_that_is_not_in_the_archive_is_damage(get: Get) -> None:
    bad = bytearray(GOOD)
    # Where the list of files begins, as its end has it, is far behind the end.
    end = bad.rindex(b"PK\5\6")
    bad[end + 12 : end + 16] = b"\xff\xff\xff\x7f"
    with pytest.raises(SourceError, match="the archive is damaged"):
        get(answers(200, bytes(bad)))


@pytest.mark.parametrize("wrong", [1000, -1000])
def test_a_wrong_length_is_found(get: Get, wrong: int) -> None:
    with pytest.raises(SourceError, match="closed at" if wrong > 0 else "damaged"):
        get(lambda handler: send(handler, 200, GOOD, len(GOOD) + wrong))


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:evil.csv"]
)
def test_nothing_lands_outside_the_folder(get: Get, tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="would land outside the folder: refused"):
        get(answers(200, packed(**{"project.csv": b"x", name: b"evil"})))
    assert left(tmp_path) == set()
    assert not list(tmp_path.rglob("*evil*"))


def test_links_are_refused(get: Get) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("project.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(SourceError, match="is a link or device"):
        get(answers(200, stream.getvalue()))


def claiming(size: int) -> bytes:
    """An archive whose list of contents says that its one file unpacks to so many bytes."""
    data = bytearray(packed(**{"project.csv": bytes(2_000_000)}))
    # In the central directory, the unpacked size stands 24 bytes after the signature.
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, size)
    return bytes(data)


def test_a_bomb_is_refused_before_it_unpacks(get: Get) -> None:
    with pytest.raises(SourceError, match=r"unpacks to 4,000,000,000 bytes: refused"):
        get(answers(200, claiming(4_000_000_000)))


def test_a_bomb_that_hides_its_size_is_damaged(get: Get) -> None:
    with pytest.raises(SourceError, match="the archive is damaged"):
        get(answers(200, claiming(10)))


def test_a_way_to_pack_that_is_not_known_is_no_damage(get: Get, tmp_path: Path) -> None:
    data = bytearray(packed(**{"project.csv": b"x"}))
    # The method stands 8 bytes after one signature and 10 after the other; 98 is PPMd.
    struct.pack_into("<H", data, data.index(b"PK\x03\x04") + 8, 98)
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, 98)
    with pytest.raises(SourceError, match=r"packed in a way .* unpack it by another program"):
        get(answers(200, bytes(data)))
    assert left(tmp_path) == set()


def test_our_own_record_cannot_be_sent(get: Get) -> None:
    with pytest.raises(SourceError, match="our own record"):
        get(answers(200, packed(**{"Fetched.json": b"{}"})))


def test_a_failed_fetch_leaves_the_present_files(get: Get, tmp_path: Path) -> None:
    get(serves())
    with pytest.raises(SourceError):
        get(answers(200, GOOD[:-100]))
    assert (tmp_path / "data/cordis-he/csv/organization.csv").read_bytes() == NOISE


def test_a_fetch_killed_while_swapping_is_mended(get: Get, tmp_path: Path) -> None:
    get(serves()).path.rename(tmp_path / "data/.cordis-he.old")
    with pytest.raises(SourceError):
        get(answers(404))
    assert left(tmp_path) == {"cordis-he"}


def test_a_folder_of_the_users_is_not_replaced(get: Get, tmp_path: Path, server: Server) -> None:
    (tmp_path / "data/cordis-he").mkdir(parents=True)
    with pytest.raises(OutputError, match="move it away first"):
        get(serves())
    assert not server.asked


def test_two_fetches_at_once_do_not_mix(get: Get, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with (
        filelock.FileLock(tmp_path / "data/.cordis-he.lock"),
        pytest.raises(OutputError, match="another fetch is running"),
    ):
        get(serves())


def test_redirects_are_followed_few_times_and_to_safe_places(get: Get, server: Server) -> None:
    there = answers(302, Location=f"{server.base}elsewhere.zip")
    assert get(there, serves()).size == len(GOOD)
    with pytest.raises(RequestError, match=r"http://example\.org/x\.zip is refused"):
        get(answers(302, Location="http://example.org/x.zip"))
    with pytest.raises(SourceError, match="answers 302"):
        get(there)


@pytest.mark.parametrize(
    "base",
    ["http://cordis.europa.eu/data/", "ftp://127.0.0.1/", "file:///etc/", "http://10.0.0.1/"],
)
def test_addresses_that_are_not_safe_are_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(RequestError, match="is refused"):
        fetch.fetch("cordis-he", tmp_path, base_url=base)


def test_the_environment_names_a_mirror(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fetch.BASE_VARIABLE, server.base.rstrip("/"))
    server.plays = [serves()]
    assert fetch.fetch("cordis-fp7", tmp_path).size == len(GOOD)


def test_an_unknown_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="unknown archive 'cordis-hh': did you mean cordis-he"):
        fetch.fetch("cordis-hh", tmp_path)


def test_a_folder_that_cannot_be_made_is_named(get: Get, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(OutputError, match=r"cannot write .*data"):
        get(serves())


# --- What was fetched, in the graph

PROJECTS = b"id;acronym;frameworkProgramme\n101000001;A;HORIZON\n"
ORGANISATIONS = b"projectID;organisationID;name;role\n101000001;900000001;ACME;coordinator\n"
RELEASE = packed(**{"project.csv": PROJECTS, "organization.csv": ORGANISATIONS})


@pytest.mark.slow
def test_a_graph_remembers_the_archives_that_it_was_built_from(get: Get, tmp_path: Path) -> None:
    fetched = get(serves(RELEASE))
    build.build([("cordis", fetched.path)], tmp_path / "g")
    sources = info.info(open_graph(tmp_path / "g")).sources
    assert [entry["fetched"] for entry in sources[:-1]] == [None, None]
    assert sources[-1]["fetched"] == {
        "name": "cordis-he",
        "url": json.loads((fetched.path / "fetched.json").read_text())["url"],
        "release": "2025-08-01",
        "size": len(RELEASE),
        "sha256": hashlib.sha256(RELEASE).hexdigest(),
    }


def test_files_that_are_not_as_they_arrived_are_not_built(get: Get, tmp_path: Path) -> None:
    path = get(serves(RELEASE)).path
    (path / "project.csv").write_bytes(PROJECTS[:-20])
    with pytest.raises(SourceError, match=r"project\.csv: has 30 bytes, 50 arrived; fetch the arc"):
        build.build([("cordis", path)], tmp_path / "g")
    (path / "project.csv").unlink()
    with pytest.raises(SourceError, match=r"project\.csv: is missing, 50 arrived"):
        build.build([("cordis", path)], tmp_path / "g")


@pytest.mark.parametrize("record", [b"", b"{}", b"[]", b'{"files": 3}', b"\xff"])
def test_a_damaged_record_is_told(tmp_path: Path, record: bytes) -> None:
    (tmp_path / "fetched.json").write_bytes(record)
    with pytest.raises(SourceError, match=r"fetched\.json: damaged .* fetch the archive again"):
        build.build([("cordis", tmp_path)], tmp_path / "g")


@pytest.mark.slow
def test_the_program_fetches_builds_and_shows(server: Server, tmp_path: Path) -> None:
    server.plays = [serves(RELEASE, until=300), serves(RELEASE)]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "clustergraph.cli", *arguments],
            cwd=tmp_path,
            env={**os.environ, fetch.BASE_VARIABLE: server.base},
            capture_output=True,
            encoding="utf-8",
        )

    done = run("fetch", "cordis-he")
    assert done.returncode == 0, done
    digest = hashlib.sha256(RELEASE).hexdigest()[:12]
    assert f"release 2025-08-01, {len(RELEASE)} bytes, SHA-256 {digest}" in done.stderr
    assert run("build", "cordis=downloads/cordis-he").returncode == 0
    shown = [line.split() for line in run("info").stdout.splitlines()]
    assert ["cordis-he", "2025-08-01", str(len(RELEASE)), digest] in shown
    told = json.loads(run("info", "--format", "json").stdout)["sources"][-1]["fetched"]
    assert (told["release"], told["size"]) == ("2025-08-01", len(RELEASE))
    server.plays = [answers(404)]
    failed = run("fetch", "cordis-h2020")
    assert (failed.returncode, failed.stderr.count("\n")) == (2, 1)
    assert "404 Not Found; download it by hand" in failed.stderr
