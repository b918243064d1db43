"""What of an address or a path is kept: no password ever, and no more than its owner wants to show."""

from __future__ import annotations

import re

_PASSWORD = re.compile(r"(?<=://)[^/?#@\s]*(?:@[^/?#@\s]*)*@")
_QUERY = re.compile(r"(?<=://)([^?#\s]*)[?#]\S*")


def without_password(text: str) -> str:
    """A text without the names and the passwords that may stand before the hosts of the addresses in it."""
    return _PASSWORD.sub("", text)


def told(text: str, *, strip_query: bool = False) -> str:
    """A text as it may be printed, or kept: without passwords, and without queries where those are to be left out."""
    text = without_password(text)
    return _QUERY.sub(r"\1", text) if strip_query else text


def kept(uri: str, *, strip_query: bool = False, private: bool = False) -> str:
    """Where a source was found, as an archive keeps it: without folders if private, without queries if asked."""
    uri = told(uri, strip_query=strip_query)
    if "://" in uri.partition("!")[0]:
        return uri
    if not private:
        return uri
    file, mark, member = uri.partition("!")
    return re.split(r"[/\\]", file)[-1] + mark + member
