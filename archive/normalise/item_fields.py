"""An item's other fields, tidied: its address without tracking, its language as a bare code."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from archive.text.patterns import lazy_regex
from archive.text.wordlists import either, spellings, word_set

_TRACKING = lazy_regex(either("tracking_parameters") + "(?:=.*)?", re.IGNORECASE)
_UNSEEN = lazy_regex(r"[\x00-\x1f\x7f\u200b\ufeff]")
_SCHEME = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d+(?:/|$))")

_LANGUAGES = spellings("languages")
"""Three-letter codes and names of languages, to two-letter codes."""
_NO_LANGUAGE = word_set("und mul zxx xx")


def tidy_url(url: str | None) -> str | None:
    """An address without tracking parameters, password and fragment, unless the fragment is a route ("#!/news/1").

    Returns:
        None where there is nothing to follow: empty, a bare fragment, or a scheme other than http(s), which a page
        should never link to ("javascript:"). A relative address stays relative.
    """
    if not url:
        return None
    address = _UNSEEN.sub("", url).strip().replace("&amp;", "&").replace(" ", "%20")
    if address.isascii() and not set(address) & set("?#\\[@") and address.startswith(("https://", "http://")):
        host, slash, path = address.partition("://")[2].partition("/")
        return f"{address.partition('://')[0]}://{host.lower()}{slash}{path}" if host else None
    try:
        parts = urlsplit(address)
        address = urlunsplit(
            (
                parts.scheme,
                parts.netloc.rpartition("@")[2].lower(),
                parts.path,
                _without_tracking(parts.query),
                _route(parts.fragment),
            )
        )
    except ValueError:  # a bracketed host that is no IPv6 address; nothing to tidy, and nobody can follow it
        return None
    if parts.scheme not in {"", "http", "https"} or (not parts.scheme and _SCHEME.match(address)):
        return None
    return address if address and not (parts.scheme and not parts.netloc) else None


def tidy_language(language: str | None) -> str | None:
    """The primary code of a language tag or name: "en-GB" is "en", "English" is "en"; None if it is neither."""
    if not language:
        return None
    primary = re.split(r"[-_.@,; ]", language.strip().casefold(), maxsplit=1)[0]
    if primary in _LANGUAGES:
        return _LANGUAGES[primary]
    is_code = 2 <= len(primary) <= 3 and primary.isascii() and primary.isalpha() and primary not in _NO_LANGUAGE
    return primary if is_code else None


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part)) if query else ""


def _route(fragment: str) -> str:
    return fragment if fragment.startswith("!") else ""
