"""Looks whether a page answers, without reading it. Knows nothing of Django.

Only http and https, only public addresses: a link in the directory must not make our server ask
its own network. The name is looked up once and that very address is asked, so a name that changes
its mind between looking and asking leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Timer
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3

MOST_HOPS = 5
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
# What the registries give out to hosts; the rest is private, wraps another address or is unused.
_UNICAST = ipaddress.ip_network("2000::/3")


class NoSuchName(Exception):
    """Nobody knows the host."""


class NotAsked(Exception):
    """Not http, or not a public address: we do not ask there."""


class NoAnswer(Exception):
    """No connection, no answer in time, or one that nobody can trust."""


@dataclass(frozen=True)
class Asker:
    """How we introduce ourselves; `private` lets tests ask their own machine.

    An answer may take `seconds`, a whole look with its redirects `in_all`.
    """

    agent: str
    pause: float = 1.0
    private: bool = False
    seconds: float = 10.0
    in_all: float = 30.0


@dataclass(frozen=True)
class Seen:
    """The last answer; `moved_to` where permanent redirects led, `wait` seconds if asked to."""

    status: int
    moved_to: str = ""
    wait: int = 0


def look(url: str, asker: Asker, *, at: datetime) -> Seen:
    """HEAD, and GET where that says nothing good. Raises NoSuchName, NotAsked, NoAnswer."""
    until = time.monotonic() + asker.in_all
    seen = _follow("HEAD", url, asker, at, until)
    if seen.status < 400 or seen.status == 429:
        return seen
    time.sleep(asker.pause)
    return _follow("GET", url, asker, at, until)


def _follow(method: str, url: str, asker: Asker, at: datetime, until: float) -> Seen:
    here, moved_to, for_good = url, "", True
    for hop in range(MOST_HOPS + 1):
        if hop:
            time.sleep(asker.pause)
        seconds = min(asker.seconds, until - time.monotonic())
        if seconds <= 0:
            raise NoAnswer("not in time")
        status, headers = _ask(method, here, asker, seconds)
        target = headers.get("Location", "")
        if status not in _REDIRECTS or not target:
            return Seen(status, moved_to, _wait(headers.get("Retry-After", ""), at))
        here = urljoin(here, target)
        for_good = for_good and status in _FOR_GOOD
        if for_good:
            moved_to = here
    raise NoAnswer("redirected in circles")


def _ask(method: str, url: str, asker: Asker, seconds: float) -> tuple[int, urllib3.HTTPHeaderDict]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAsked(url) from None
    if parts.scheme not in _PORTS or not host:
        raise NotAsked(url)
    address = _address(host, port or _PORTS[parts.scheme], asker)
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": asker.agent, "Accept": "*/*"}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    begun = time.monotonic()
    try:
        with _pool(parts.scheme, host, address, port, seconds) as pool:
            answer = pool.urlopen(
                method,
                target,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
            )
            answer.close()  # nobody reads the page
    except (urllib3.exceptions.HTTPError, OSError, UnicodeError) as failed:
        raise NoAnswer(str(failed)) from None
    if time.monotonic() - begun >= seconds:
        raise NoAnswer("not in time")  # what was cut off reads like an end
    return answer.status, answer.headers


def _pool(
    scheme: str, host: str, address: str, port: int | None, seconds: float
) -> urllib3.HTTPConnectionPool | urllib3.HTTPSConnectionPool:
    timeout = urllib3.Timeout(total=seconds)
    if scheme == "http":
        return _Pool(address, port or 80, timeout=timeout)
    return _SecurePool(
        address,
        port or 443,
        timeout=timeout,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
        server_hostname=host,
        assert_hostname=host,
    )


class _Bounded(urllib3.connection.HTTPConnection):
    """Hangs up when its time is over: a server that drips is never late with the next byte."""

    def connect(self) -> None:
        begun = time.monotonic()
        super().connect()
        left = float(self.timeout or 0) - (time.monotonic() - begun)
        self._hang_up = Timer(max(left, 0), _hung_up, [self.sock])
        self._hang_up.daemon = True
        self._hang_up.start()

    def close(self) -> None:
        if hasattr(self, "_hang_up"):
            self._hang_up.cancel()
        super().close()


class _BoundedSecure(_Bounded, urllib3.connection.HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Bounded


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _BoundedSecure


def _hung_up(connection: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        # Not the method of a TLS socket, which would pull the layer from under who is reading.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _address(host: str, port: int, asker: Asker) -> str:
    """The first address of `host`, if all of them are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise NoSuchName(host) from None
    addresses = [str(each[4][0]) for each in found]
    if not asker.private and not all(is_public(each) for each in addresses):
        raise NotAsked(host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet; those wrapped in IPv6 count as themselves."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped or ip.sixtofour:
            ip = ip.ipv4_mapped or ip.sixtofour or ip
        elif ip.teredo or ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


def _wait(told: str, at: datetime) -> int:
    """Retry-After in seconds: a number, or a day and time."""
    if told.strip().isdigit():
        return min(int(told.strip()[:9]), 10**8)
    try:
        until = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, int((until - at).total_seconds()))
