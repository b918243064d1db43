"""Links as found in pages and feeds, made absolute; strangers write them, so some are no addresses at all."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def absolute(base: str, link: str) -> str | None:
    """A link's whole address.

    Args:
        base: Address of the document; may be empty.
        link: As written there.

    Returns:
        The address (the link itself where there is no base), or None for what can't be one (`http://[`).
    """
    try:
        whole = urljoin(base, link.strip())
        urlsplit(whole)  # refuses some that urljoin lets through
    except ValueError:
        return None
    return whole or None
