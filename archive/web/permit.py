"""Who may change an archive through the pages: whoever sits at the machine whose user said so on the command line.

`archive serve --edit` grants it, inside its own process, for as long as it serves; no request, file or environment
does, so that plain Datasette only ever reads. A request is let through when it was sent to a name of this machine (or
else a foreign page that had its name point here could send it), comes from a page of this very server, and bears the
secret that the forms of this process hold. That holds whatever Datasette itself checks, which differs by version.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]@/\s]+)(?::\d{1,5})?")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host")
_PATHS = re.compile(r"/-/archive/[^/]+/(?:(?:entity|snippet)/[0-9]{1,18}/edit|searches|decisions|review)")

_secrets: list[str] = []
"""The secret of this process while it may change archives; none otherwise."""


@contextmanager
def granted() -> Iterator[str]:
    """Let this process change archives while the block runs; gives the secret of its forms."""
    secret = secrets.token_urlsafe(32)
    _secrets.append(secret)
    try:
        yield secret
    finally:
        _secrets.remove(secret)


def check_host(host: str) -> None:
    """Make sure that only this machine can reach an address.

    Raises:
        ArchiveError: Others might reach it.
    """
    if not is_loopback(host):
        raise ArchiveError(
            f"--edit lets whoever reaches the server change the archive, so it goes with this machine's own address "
            f"only: leave --host {host} out, or take 127.0.0.1, ::1 or localhost."
        )


def is_loopback(host: str) -> bool:
    """Whether a name or address, without a port, is of this machine alone."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(header: str) -> str | None:
    """The host that a Host header names, without the port; None if it is none."""
    found = _HOST.fullmatch(header)
    return found[1] if found else None


def secret_for(request: Any) -> str | None:
    """What the forms of a page are to hold; None where there are to be none."""
    return _secrets[-1] if _secrets and _misdirected(request) is None else None


def refusal(request: Any) -> str | None:
    """Why a request may change nothing, as far as can be told before its form is read; None if it may."""
    if not _secrets:
        return "This server only shows archives. To correct from the browser, start it with: archive serve --edit"
    misdirected = _misdirected(request)
    if misdirected:
        return misdirected
    origin = request.headers.get("origin")
    own = f"{request.scheme}://{request.headers.get('host', '')}"
    if origin is not None and origin.casefold() != own.casefold():
        return "This was sent from a page of another site."
    if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return "This was sent from a page of another site."
    return None


def is_secret(given: str) -> bool:
    """Whether a form holds the secret of this process."""
    return any(secrets.compare_digest(given.encode(), one.encode()) for one in _secrets)


def guards(path: str, base: str) -> bool:
    """Whether a path, below Datasette's base address, is one of those that change something and are checked here."""
    return bool(path.startswith(base) and _PATHS.fullmatch("/" + path.removeprefix(base)))


def _misdirected(request: Any) -> str | None:
    host = host_of(request.headers.get("host", ""))
    if host is None or not is_loopback(host):
        return "Archives can be changed at this machine's own address only, such as http://127.0.0.1."
    if any(name in request.headers for name in _FORWARDED):
        return "Archives can be changed from this machine only, and this came by way of another server."
    return None
