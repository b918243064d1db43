"""Whether a text is a mail: asked of every text, so it imports no reader."""

from __future__ import annotations

import re

from archive.text.wordlists import word_set

ENVELOPE = re.compile(rb"From \S+ .*\d{1,2}:\d\d")
"""The line that begins a message in a box."""
_FIELD = re.compile(r"([!-9;-~]{1,80}):(?:[ \t]|$)")
_USUAL = word_set(
    "to date subject message-id mime-version received return-path delivered-to list-id reply-to cc dkim-signature"
)
_SENT = word_set("to received message-id delivered-to return-path list-id")
"""Headers that a mail has on its way, and a page saved in the form of one lacks."""


def is_mail(body: str) -> bool:
    """Whether a text begins with the headers of a mail, or of the first one in a box.

    A page that a browser saved in the form of a message (MHTML) has such headers, but was never sent.
    """
    names: set[str] = set()
    is_page = False
    for number, line in enumerate(body[: 64 * 1024].splitlines()):
        if not line.strip():
            break
        if (number == 0 and ENVELOPE.match(line.encode())) or (line[0] in " \t" and names):
            is_page = is_page or "multipart/related" in line
            continue
        found = _FIELD.match(line)
        if found is None:
            return False
        names.add(found[1].lower())
        is_page = is_page or "multipart/related" in line.lower()
    return "from" in names and len(names & _USUAL) >= 2 and (not is_page or bool(names & _SENT))
