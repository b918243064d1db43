"""A URL to a temporary file, within limits of time, size and redirects.

One clock runs from the first connection to the last byte: it ends servers that drip headers as well as bodies. A public
address may not lead to a private one, so that nobody's page makes this program look into the network that it runs in.
"""

from __future__ import annotations

import email.utils
import io
import ipaddress
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

import httpx

from archive.errors import ReadError
from archive.read.capture import DamagedError, Gunzip, Spool, blocks_of
from archive.read.secrets import without_password
from archive.read.source import NotModifiedError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from archive.read.source import FetchOptions


_DAYS = ("Memento-Datetime", "Last-Modified", "Date")
"""What tells the day of a document; the first is that of archives of the web."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document that a server gave."""

    spool: Spool
    uri: str
    """Where it was found in the end, after redirects."""
    name: str
    modified: datetime.date | None
    content_type: str | None


def download(url: str, options: FetchOptions) -> Fetched:
    """Fetch a document into a temporary file, to be closed by the caller.

    Raises:
        ReadError: No answer, an answer other than success, or a limit passed; says which.
    """
    spool = Spool()
    clock = _Clock(options.deadline)
    try:
        return _download(url, options, spool, clock)
    except Exception as error:
        spool.close()
        if clock.has_rung:
            raise ReadError(f"the transfer took longer than {options.deadline:g} seconds") from error
        if isinstance(error, ReadError):
            raise
        raise ReadError(_reason(error, options)) from error


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (httpx.TooManyRedirects, "redirected more than {options.max_redirects} times"),
    (httpx.TimeoutException, "no answer within {options.timeout:g} seconds"),
    (httpx.UnsupportedProtocol, "leads to an address that is not http:// or https://"),
    (httpx.HTTPError, "could not be fetched: {error}"),
    (DamagedError, "the transfer was cut short or damaged: {error}"),
    (httpx.InvalidURL, "not a usable address: {error}"),
    (ValueError, "not a usable address: {error}"),
    (OSError, "could not be kept: {error}"),
)
"""Why a fetch failed, by what was raised; the first that fits."""


def _reason(error: Exception, options: FetchOptions) -> str:
    for kind, said in _REASONS:
        if isinstance(error, kind):
            return said.format(error=str(error) or type(error).__name__, options=options)
    raise error


class _Clock:
    """Ends a transfer that takes too long, whatever it is waiting for."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.has_rung = False

    @contextmanager
    def over(self, client: httpx.Client) -> Iterator[None]:
        """While the block runs, the client is closed when time is up: what it waits for fails at the next byte."""
        timer = threading.Timer(self._seconds, self._ring, [client])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _ring(self, client: httpx.Client) -> None:
        self.has_rung = True
        client.close()

    def within(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Blocks as long as there is time."""
        for block in blocks:
            if self.has_rung:
                raise ReadError("")
            yield block


def _download(url: str, options: FetchOptions, spool: Spool, clock: _Clock) -> Fetched:
    client = httpx.Client(
        follow_redirects=True,
        max_redirects=options.max_redirects,
        timeout=options.timeout,
        headers={
            "User-Agent": options.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            **(options.visit.conditions(url) if options.visit else {}),
        },
        event_hooks={} if options.allow_private or _is_private(url) else _PUBLIC_ALONE,
    )
    with client, clock.over(client), client.stream("GET", url) as answer:
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            if options.visit:
                options.visit.unchanged()
            raise NotModifiedError(url)
        if not answer.is_success:
            raise ReadError(f"the server answered {answer.status_code} {answer.reason_phrase}".rstrip())
        announced = answer.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > options.max_bytes:
            raise ReadError(f"the document is larger than the limit of {options.max_bytes:,} bytes")
        packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise ReadError(f"the server packed the document as {packing}, which it was not asked for")
        _keep(clock.within(answer.iter_raw()), spool, options.max_bytes, is_packed="gzip" in packing)
        if options.visit:
            options.visit.answered(url, answer.headers.get("ETag"), answer.headers.get("Last-Modified"), spool.path)
        final = without_password(str(answer.url))
        return Fetched(
            spool=spool,
            uri=final,
            name=_name(final),
            modified=next(filter(None, (_day(answer.headers.get(name)) for name in _DAYS)), None),
            content_type=answer.headers.get("Content-Type"),
        )


def _keep(blocks: Iterator[bytes], spool: Spool, limit: int, *, is_packed: bool) -> None:
    """Keep a document; one that was packed for the transfer is unpacked, bit by bit and within the limit."""
    if not is_packed:
        spool.fill(blocks, limit, "the document")
        return
    packed = Spool()
    try:
        packed.fill(blocks, limit, "the document")
        with io.BufferedReader(Gunzip(packed.path.open("rb"))) as content:
            spool.fill(blocks_of(content), limit, "the document")
    finally:
        packed.close()


def _refuse_private(request: httpx.Request) -> None:
    """Refuse to go from a public address to a private one.

    Raises:
        ReadError: That is what a redirect asks for.
    """
    if _is_private(str(request.url)):
        _refuse(request)


def _refuse_answer(answer: httpx.Response) -> None:
    """Refuse the answer of a private address whose name led elsewhere when it was looked up before (DNS rebinding).

    Where a proxy is asked, the other end is the proxy, which may be anywhere.

    Raises:
        ReadError: It is one.
    """
    stream = answer.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream and not getproxies().keys() - {"no"} else None
    if peer and not _is_public(peer[0]):
        _refuse(answer.request)


_PUBLIC_ALONE: dict[str, list[Callable[..., Any]]] = {"request": [_refuse_private], "response": [_refuse_answer]}


def _refuse(request: httpx.Request) -> NoReturn:
    raise ReadError(
        f"leads to {request.url.host}, an address of this machine or of a local network; --allow-private follows it"
    )


def _is_private(url: str) -> bool:
    """Whether the host of an address is of this machine or of a local network, under any of its numbers."""
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False  # connecting will say what is wrong
    return not all(_is_public(str(each[4][0])) for each in found)


def _is_public(number: str) -> bool:
    """Whether a number is one of the internet's, also where one of IPv4 stands within one of IPv6."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _WITH_IPV4):
            address = ipaddress.IPv4Address(address.packed[-4:])
        else:
            address = address.sixtofour or address
    return address.is_global and not address.is_multicast and address not in _OWN_TRANSLATION


_WITH_IPV4 = [ipaddress.ip_network(each) for each in ("::/96", "::ffff:0:0/96", "64:ff9b::/96")]
_OWN_TRANSLATION = ipaddress.ip_network("64:ff9b:1::/48")


def _name(url: str) -> str:
    parts = urlsplit(url)
    return unquote(PurePosixPath(parts.path).name) or parts.netloc


def _day(header: str | None) -> datetime.date | None:
    """The day of an HTTP date; servers also send nonsense, which is no date."""
    if not header:
        return None
    try:
        return email.utils.parsedate_to_datetime(header).date()
    except ValueError:
        return None
