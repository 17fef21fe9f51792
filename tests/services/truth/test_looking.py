"""One look at a page, at a real server: what it answers, where it leads, whom we never ask."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from time import monotonic, sleep

import pytest

from services.truth.looking import (
    Asker,
    NoAnswer,
    NoSuchName,
    NotAsked,
    Seen,
    is_public,
    look,
)

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
HERE = Asker(agent="Rotonde link check (+https://rotonde.example.org)", pause=0, private=True)


@dataclass
class Site:
    """A server on this machine; `pages` are path → (status, headers), `asked` what came."""

    url: str = ""
    pages: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    no_head: bool = False
    asked: list[tuple[str, str, str]] = field(default_factory=list)


def serve(site: Site) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            site.asked.append((self.command, self.path, self.headers["User-Agent"]))
            status, headers = site.pages.get(self.path, (404, {}))
            if site.no_head and self.command == "HEAD":
                status, headers = 405, {}
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        do_HEAD = do_GET = answer  # noqa: N815 - the names the server looks for

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    server = serve(opened)
    yield opened
    server.shutdown()
    server.server_close()


def seen(site: Site, path: str) -> Seen:
    return look(site.url + path, HERE, at=NOW)


def test_a_page_that_is_there_is_asked_once_and_told_who_asks(site) -> None:
    site.pages["/?a=1"] = (200, {})
    assert seen(site, "/?a=1") == Seen(200)
    assert site.asked == [("HEAD", "/?a=1", HERE.agent)]


def test_who_does_not_know_head_is_asked_for_the_page(site) -> None:
    site.pages["/x"], site.no_head = (200, {}), True
    assert seen(site, "/x") == Seen(200)
    assert [method for method, *_rest in site.asked] == ["HEAD", "GET"]


def test_a_page_that_is_gone(site) -> None:
    assert seen(site, "/nothing").status == 404


def test_permanent_redirects_tell_where_it_is_now(site) -> None:
    site.pages["/old"] = (301, {"Location": "/new"})
    site.pages["/new"] = (308, {"Location": "/newest"})
    site.pages["/newest"] = (200, {})
    assert seen(site, "/old") == Seen(200, site.url + "/newest")


def test_what_is_elsewhere_only_today_has_not_moved(site) -> None:
    site.pages["/old"] = (302, {"Location": "/new"})
    site.pages["/new"] = (301, {"Location": "/newest"})
    site.pages["/newest"] = (200, {})
    assert seen(site, "/old") == Seen(200)


def test_nobody_runs_in_circles(site) -> None:
    site.pages["/a"] = (302, {"Location": "/a"})
    with pytest.raises(NoAnswer):
        seen(site, "/a")
    assert len(site.asked) < 10


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120), ("Mon, 01 Mar 2027 10:00:00 GMT", 3600), ("soon", 0), ("", 0), ("-1", 0)],
)
def test_who_asks_us_to_wait_is_heard_and_not_asked_again(site, told, seconds) -> None:
    site.pages["/"] = (429, {"Retry-After": told})
    assert seen(site, "/") == Seen(429, wait=seconds)
    assert len(site.asked) == 1


def test_nobody_there(site) -> None:
    with pytest.raises(NoAnswer):
        look("http://127.0.0.1:1/", HERE, at=NOW)


def test_a_name_that_is_none() -> None:
    with pytest.raises(NoSuchName):
        look("https://nothing.invalid/", HERE, at=NOW)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://2130706433/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://example.org:99999/",
    ],
)
def test_our_own_network_and_other_schemes_are_never_asked(url) -> None:
    with pytest.raises(NotAsked):
        look(url, Asker(agent="x", pause=0), at=NOW)


def test_nor_by_way_of_a_redirect(site, monkeypatch) -> None:
    site.pages["/"] = (302, {"Location": "ftp://127.0.0.1/"})
    with pytest.raises(NotAsked):
        seen(site, "/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4001::1", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("::7f00:1", False),
        ("::1", False),
        ("fec0::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("224.0.0.1", False),
    ],
)
def test_which_addresses_are_of_the_open_internet(address, public) -> None:
    assert is_public(address) is public


class Drip(BaseRequestHandler):
    """Sends a header now and then, and never the last one."""

    def handle(self) -> None:
        self.request.recv(1000)
        with suppress(OSError):
            self.request.sendall(b"HTTP/1.1 200 OK\r\n")
            for number in range(90):
                self.request.sendall(b"X-%d: 1\r\n" % number)
                sleep(0.1)


@pytest.fixture
def dripping() -> Iterator[str]:
    server = ThreadingTCPServer(("127.0.0.1", 0), Drip)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_who_drips_is_hung_up_on(dripping) -> None:
    begun = monotonic()
    with pytest.raises(NoAnswer):
        look(dripping, replace(HERE, seconds=0.5), at=NOW)
    assert monotonic() - begun < 4


def test_a_long_way_round_takes_no_longer_than_a_look_may(site) -> None:
    site.pages = {f"/{n}": (302, {"Location": f"/{n + 1}"}) for n in range(4)} | {"/4": (200, {})}
    with pytest.raises(NoAnswer):
        look(f"{site.url}/0", replace(HERE, pause=0.3, in_all=0.7), at=NOW)
    assert len(site.asked) < 4
