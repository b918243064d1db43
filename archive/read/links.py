"""Links as found in pages and feeds, made absolute; strangers write them, so some are no addresses at all."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from urllib.parse import parse_qs, urljoin, urlsplit

from archive.text.wordlists import meanings

_REDIRECTS = meanings("redirects")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)")
"""What the archive of the web sets before the address of a page that it keeps."""


def absolute(base: str, link: str) -> str | None:
    """A link's whole address, or the one to which that only leads on; None for what can't be one, such as 'http://['."""
    try:
        whole = _ARCHIVED.sub("", urljoin(base, link.strip()), count=1)
        urlsplit(whole)  # refuses some that urljoin lets through
        whole = _led_to(whole) if "=http" in whole else whole
    except ValueError:
        return None
    return whole or None


def _led_to(address: str) -> str:
    """The address to which another one only leads on (`https://www.google.com/url?url=…`); else the same."""
    parts = urlsplit(address)
    place = f"{parts.hostname or ''}{parts.path}".lower()
    wanted = next((names for pattern, names in _REDIRECTS.items() if fnmatchcase(place, pattern)), "")
    given = parse_qs(parts.query, max_num_fields=100) if wanted else {}
    found = (value for name in wanted.split() for value in given.get(name, []))
    return next((value for value in found if value.startswith(("http://", "https://"))), address)
