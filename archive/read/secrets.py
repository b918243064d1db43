"""What of an address or a path is kept: no password ever, and no more than its owner wants to show."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PASSWORD = re.compile(r"^(https?://)[^/?#@\s]*(?:@[^/?#@\s]*)*@", re.IGNORECASE)


def without_password(address: str) -> str:
    """An address without the name and the password that may stand before its host; other text as it is."""
    return _PASSWORD.sub(r"\1", address)


def kept(uri: str, *, strip_query: bool = False, private: bool = False) -> str:
    """Where a source was found, as an archive keeps it.

    Args:
        uri: Path, `path!member`, address, or `-`.
        strip_query: Leave out what follows the path of an address: tokens stand there.
        private: Keep the names of files, without the folders that they lie in.
    """
    uri = without_password(uri)
    if "://" in uri.partition("!")[0]:
        parts = urlsplit(uri)
        return parts._replace(query="", fragment="").geturl() if strip_query else uri
    if not private:
        return uri
    file, mark, member = uri.partition("!")
    return re.split(r"[/\\]", file)[-1] + mark + member
