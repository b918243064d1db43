"""A URL to a temporary file, within limits of time, size and redirects."""

from __future__ import annotations

import email.utils
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import httpx

from archive.errors import ReadError
from archive.read.capture import Spool

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator


_DAYS = ("Memento-Datetime", "Last-Modified", "Date")
"""What tells the day of a document; the first is that of archives of the web."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """The limits of a fetch."""

    timeout: float = 30.0
    """Seconds to wait for the server at any one step."""
    deadline: float = 600.0
    """Seconds that the whole transfer may take: a server that drips is no better than a silent one."""
    max_bytes: int = 512 * 1024 * 1024
    """Largest document accepted, after the transfer's own compression is undone."""
    max_redirects: int = 5
    user_agent: str = "snippet-archive"


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
    """Fetch a document into a temporary file.

    Args:
        url: An `http://` or `https://` address.
        options: The limits.

    Returns:
        The document, with its temporary file to be closed by the caller.

    Raises:
        ReadError: No answer, an answer other than success, or a limit passed; says which.
    """
    spool = Spool()
    try:
        return _download(url, options, spool)
    except httpx.TooManyRedirects:
        reason = f"redirected more than {options.max_redirects} times"
    except httpx.TimeoutException:
        reason = f"no answer within {options.timeout:g} seconds"
    except httpx.UnsupportedProtocol:
        reason = "leads to an address that is not http:// or https://"
    except httpx.DecodingError:
        reason = "the server's compression is damaged"
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        reason = f"not a usable address: {error}"
    except httpx.HTTPError as error:
        reason = f"could not be fetched: {error or type(error).__name__}"
    except OSError as error:
        reason = f"could not be kept: {error.strerror or error}"
    except ReadError:
        spool.close()
        raise
    spool.close()
    raise ReadError(reason)


def _download(url: str, options: FetchOptions, spool: Spool) -> Fetched:
    with (
        httpx.Client(
            follow_redirects=True,
            max_redirects=options.max_redirects,
            timeout=options.timeout,
            headers={"User-Agent": options.user_agent, "Accept": "*/*"},
        ) as client,
        client.stream("GET", url) as answer,
    ):
        if not answer.is_success:
            raise ReadError(f"the server answered {answer.status_code} {answer.reason_phrase}".rstrip())
        announced = answer.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > options.max_bytes:
            raise ReadError(f"the document is larger than the limit of {options.max_bytes:,} bytes")
        spool.fill(_within(answer.iter_bytes(), options.deadline), options.max_bytes, "the document")
        final = str(answer.url)
        return Fetched(
            spool=spool,
            uri=final,
            name=_name(final),
            modified=next(filter(None, (_day(answer.headers.get(name)) for name in _DAYS)), None),
            content_type=answer.headers.get("Content-Type"),
        )


def _within(blocks: Iterator[bytes], seconds: float) -> Iterator[bytes]:
    start = time.monotonic()
    for block in blocks:
        if time.monotonic() - start > seconds:
            raise ReadError(f"the transfer took longer than {seconds:g} seconds")
        yield block


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
