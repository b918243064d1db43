"""Texts that say their beginning twice: a headline glued to itself, a title in front of its own text."""

from __future__ import annotations

import re

from archive.text.wordlists import words

_PROBE = 12
"""Characters by which a second printing is looked for; also the least that a repeated headline has."""
_LONGEST_HEADLINE = 300
_SEPARATOR = re.compile(r"\s*(?:[|:–—•·.]|-(?=\s))\s+")
_OPENERS = words("opening_words")


def fold_repeat(text: str) -> str:
    """Say a beginning once that is printed twice on end: "Putin meets XiPutin meets Xi" is "Putin meets Xi".

    Only beginnings of three words or more; behind the second printing the text may go on.
    """
    probe = text[:_PROBE]
    start = text.find(probe, _PROBE, _LONGEST_HEADLINE + 1 + _PROBE)
    while start != -1:
        first = text[:start].rstrip()
        # The second printing must be the whole first one, and end where a word ends.
        if first.count(" ") >= 2 and text.startswith(first, start) and _ends_word(text, start + len(first)):
            rest = text[_after_repeats(text, first, start) :].lstrip()
            return f"{first} {rest}" if rest else first
        start = text.find(probe, start + 1, _LONGEST_HEADLINE + 1 + _PROBE)
    return text


def _after_repeats(text: str, first: str, start: int) -> int:
    """Offset behind the last of the printings of `first` that follow each other from `start` on."""
    stop = start
    while text.startswith(first, start) and _ends_word(text, start + len(first)):
        stop = start + len(first)
        start = stop + (text[stop : stop + 1] == " ")
    return stop


def without_title(text: str, title: str, is_broken: bool) -> str:
    """Drop a title printed in front of the text that it heads, as a broken line between them tells for sure.

    A text that merely begins alike stays.
    """
    if len(title) < 8 or not text.startswith(title) or len(text) < len(title) + 15:
        return text
    rest = text[len(title) :]
    separator = _SEPARATOR.match(rest)
    body = rest[separator.end() :] if separator else rest.lstrip()
    if body.count(" ") < 3:
        return text
    first = body.lstrip("\"'“‘«([")[:1]
    if not is_broken and (first.islower() or title.count(" ") < 2):
        return text
    glued = rest[:1].isupper() and (title[-1].islower() or title[-1].isdigit())
    word = re.split(r"[\s,.'’]", body.lstrip("\"'“‘«(["), maxsplit=1)[0].lower()
    sure = is_broken or glued or separator is not None or title[-1] in ".!?" or word in _OPENERS
    return body if sure else text


def _ends_word(text: str, stop: int) -> bool:
    """Whether a word ends at an offset, or a new one starts there without a space ("XiThe leaders")."""
    following = text[stop : stop + 1]
    return not following.isalnum() or (following.isupper() and text[stop - 1].islower())
