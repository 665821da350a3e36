"""The HTTP room: which way a request takes, and what nobody on that way may read.

Endpoints and downloads are tested where they are; here is what both have from the room. The proxy
is a real one on loopback.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

import faults
import proxies
from clustergraph.cli import run
from clustergraph.errors import EndpointError, SourceError
from clustergraph.graph.endpoint.client import Client
from clustergraph.http import exchange
from clustergraph.http.credentials import Credentials
from clustergraph.http.exchange import Request, answered
from clustergraph.http.failures import Refused
from clustergraph.http.limits import Limits, Patience
from clustergraph.sources import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ASK = "SELECT ?s WHERE { ?s ?p ?o }"
ONCE = Patience(timeout=10, tries=1)
TOKEN = Credentials(token="t0ken")
ANN = Credentials("ann", "s3cret")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials and no proxies but those that a test sets."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"CLUSTERGRAPH_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def server() -> Iterator[faults.Faults]:
    with faults.serving() as running:
        running.url("ok", ok)
        yield running


@pytest.fixture
def proxy(server: faults.Faults, monkeypatch: pytest.MonkeyPatch) -> Iterator[proxies.Proxy]:
    """The proxy that the environment names; every host that it is asked for is `server`."""
    with proxies.proxying(server.base) as running:
        monkeypatch.setenv("http_proxy", running.url)
        yield running


def ok(handler: faults.Handler) -> None:
    handler.reply(faults.results("a"))


def ask(url: str, known: Credentials | None = None) -> bytes:
    with Client(url, ONCE, known).ask(ASK) as file:
        return file.read()


# --- Proxies


def test_a_host_elsewhere_is_asked_through_the_proxy(
    server: faults.Faults, proxy: proxies.Proxy
) -> None:
    assert ask("http://graph.invalid/ok") == faults.results("a")
    assert proxy.read[0].startswith("POST http://graph.invalid/ok HTTP/1.1\n")
    assert len(server.received) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_this_machine_is_never_asked_through_a_proxy(
    host: str, proxy: proxies.Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTERGRAPH_TOKEN", "t0ken")
    with faults.serving(host) as here:
        assert ask(here.url("ok", ok)) == faults.results("a")
        assert here.received[0].headers["Authorization"] == "Bearer t0ken"
    assert proxy.read == []


def test_a_mirror_on_this_machine_is_not_either(
    server: faults.Faults, proxy: proxies.Proxy, tmp_path: Path
) -> None:
    server.url("cordis-HORIZONprojects-csv.zip", lambda handler: handler.reply(b"", status=404))
    with pytest.raises(SourceError, match="404 Not Found"):
        fetch.fetch("cordis-he", tmp_path, base_url=server.base)
    assert len(server.received) == 1
    assert proxy.read == []


@pytest.mark.parametrize("known", [TOKEN, ANN])
def test_what_is_secret_and_not_encrypted_goes_to_no_proxy(
    known: Credentials, proxy: proxies.Proxy
) -> None:
    with pytest.raises(EndpointError, match="there is no host of that name"):
        ask("http://graph.invalid/ok", known)
    assert proxy.read == []


def test_a_proxy_can_be_ruled_out(proxy: proxies.Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "example.org,graph.invalid")
    with pytest.raises(EndpointError, match="there is no host of that name"):
        ask("http://graph.invalid/ok")
    assert proxy.read == []


def test_a_proxy_needs_no_scheme(proxy: proxies.Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy.url.removeprefix("http://"))
    assert ask("http://graph.invalid/ok") == faults.results("a")
    assert len(proxy.read) == 1


def test_a_proxy_that_is_not_one_of_http_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://ann:s3cret@127.0.0.1:9")
    with pytest.raises(EndpointError, match="http_proxy names a proxy that is not") as raised:
        ask("http://graph.invalid/ok")
    assert "s3cret" not in str(raised.value)


def test_a_redirect_to_this_machine_leaves_the_proxy(
    server: faults.Faults, proxy: proxies.Proxy
) -> None:
    server.url("moved", faults.redirect(server.url("ok")))
    assert ask("http://graph.invalid/moved") == faults.results("a")
    assert len(proxy.read) == 1
    assert len(server.received) == 2


@pytest.mark.slow
def test_a_proxy_reads_nothing_of_what_is_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=graph.invalid -addext"
    asked += f" subjectAltName=DNS:graph.invalid -keyout {key} -out {made}"
    subprocess.run(["openssl", *asked.split()], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    exchange._authorities.cache_clear()
    try:
        with faults.serving(tls=(made, key)) as there, proxies.proxying(there.base) as proxy:
            there.url("ok", ok)
            monkeypatch.setenv("https_proxy", proxy.url)
            assert ask("https://graph.invalid/ok", TOKEN) == faults.results("a")
            assert there.received[0].headers["Authorization"] == "Bearer t0ken"
        assert len(proxy.read) == 1
        assert proxy.read[0].startswith("CONNECT graph.invalid:443 ")
        assert "t0ken" not in proxy.read[0] and "Authorization" not in proxy.read[0]
    finally:
        exchange._authorities.cache_clear()


def test_the_command_tells_a_proxy_nothing(
    server: faults.Faults,
    proxy: proxies.Proxy,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CLUSTERGRAPH_TOKEN", "s3cret")
    server.url("denies", lambda handler: handler.reply(b"", "text/plain", 403))
    assert run(["info", "--graph", server.url("denies")]) == 2
    assert "403 Forbidden" in capsys.readouterr().err
    assert server.received[0].headers["Authorization"] == "Bearer s3cret"
    assert proxy.read == []


# --- Redirects and credentials


def challenge(handler: faults.Handler) -> None:
    if handler.headers.get("Authorization", "").startswith("Digest"):
        ok(handler)
    else:
        said = 'Digest realm="R", nonce="n", qop="auth", algorithm="MD5"'
        handler.reply(b"", "text/plain", 401, WWW_Authenticate=said)


def test_a_challenge_is_answered_to_the_host_of_the_address(server: faults.Faults) -> None:
    assert ask(server.url("guarded", challenge), ANN) == faults.results("a")
    sent = [each.headers["Authorization"].split()[0] for each in server.received]
    assert sent == ["Basic", "Digest"]


def test_a_challenge_of_another_host_is_not_answered(server: faults.Faults) -> None:
    with faults.serving("127.0.0.2") as other:
        url = server.url("moved", faults.redirect(other.url("guarded", challenge)))
        with pytest.raises(EndpointError, match="401 Unauthorized"):
            ask(url, ANN)
        assert len(other.received) == 1
        assert "Authorization" not in other.received[0].headers


def test_a_way_back_does_not_bring_credentials_back(server: faults.Faults) -> None:
    with faults.serving("127.0.0.2") as other:
        back = other.url("back", faults.redirect(server.url("ok")))
        assert ask(server.url("away", faults.redirect(back)), TOKEN) == faults.results("a")
    assert [each.headers.get("Authorization") for each in server.received] == ["Bearer t0ken", None]


def test_a_challenge_that_is_none_is_one_line(server: faults.Faults) -> None:
    said = 'Digest realm="R", nonce="n", algorithm="ROT13"'
    url = server.url(
        "odd", lambda handler: handler.reply(b"", "text/plain", 401, WWW_Authenticate=said)
    )
    with pytest.raises(EndpointError, match="401 Unauthorized"):
        ask(url, ANN)


def test_see_other_is_followed_by_a_get_only(server: faults.Faults) -> None:
    url = server.url("other", faults.redirect("ok", 303))
    with Limits(10) as limits, answered(Request("GET", url), limits) as answer:
        assert (answer.status, b"".join(answer.chunks())) == (200, faults.results("a"))
    with Limits(10) as limits, answered(Request("POST", url, b""), limits) as answer:
        assert answer.status == 303


def test_an_address_that_is_none_is_refused() -> None:
    with (
        Limits(10) as limits,
        pytest.raises(Refused, match="not one of HTTP"),
        answered(Request("GET", "http://127.0.0.1:99999/"), limits),
    ):
        pass


# --- Names


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine whose name server does not answer; the hosts that were looked up."""
    asked: list[str] = []

    def lookup(host: str, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


def test_offline_an_endpoint_is_tried_again(offline: list[str]) -> None:
    with pytest.raises(EndpointError, match=r"Temporary failure .* \(tried 3 times\)"):
        Client("https://graph.invalid/sparql", Patience(tries=3, pause=0.01)).ask(ASK)
    assert offline == ["graph.invalid"] * 3


def test_offline_a_download_says_so_at_once(offline: list[str], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be reached \(Temporary .* are you online\?"):
        fetch.fetch("cordis-he", tmp_path)
    assert offline == ["cordis.europa.eu"]


# --- Limits


def test_a_host_that_takes_nothing_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/store"
        with pytest.raises(EndpointError, match=r"no complete answer within 0\.5 s"):
            Client(url, Patience(0.5)).store("urn:g", bytes(50_000_000))


def test_what_is_not_http_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def greet() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(100_000)
                connection.sendall(b"220 mail.example.org ready\r\n")
                # Whoever closes with something unread takes back what was sent.
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(100_000):
                    pass

        thread = threading.Thread(target=greet)
        thread.start()
        url = f"http://127.0.0.1:{other.getsockname()[1]}/sparql"
        with pytest.raises(EndpointError, match=r"no answer of HTTP came \(tried 1 times\)"):
            ask(url)
        thread.join()


def test_nothing_compressed_is_asked_for(server: faults.Faults, tmp_path: Path) -> None:
    """What a server sends is counted, resumed and limited as it comes."""
    ask(server.url("ok"))
    server.url("cordis-HORIZONprojects-csv.zip", lambda handler: handler.reply(b"", status=404))
    with pytest.raises(SourceError):
        fetch.fetch("cordis-he", tmp_path, base_url=server.base)
    assert [each.headers["Accept-Encoding"] for each in server.received] == ["identity"] * 2


# --- The start of the program

LOADED = """
import sys
from clustergraph.cli import run
run(sys.argv[1:])
assert not {"httpx", "httpcore", "SPARQLWrapper"} & set(sys.modules), sorted(sys.modules)
"""


@pytest.mark.parametrize("asked", [["--help"], ["fetch", "--help"], ["query", "--help"]])
def test_help_does_not_wait_for_httpx(asked: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED, *asked], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage:")
