"""Names of authors as columns want them: "By JANE ROE, Associated Press" is Jane Roe."""

from __future__ import annotations

import re

from archive.normalise.outlets import canonical_outlet
from archive.normalise.text import clean_text
from archive.text.wordlists import either, phrases, words

_BY = re.compile(r"^(?:(?:written |reporting |story |posted |text )?by|por|автор)[:\s]\s*(?=\S)", re.IGNORECASE)
_MAILBOX = re.compile(r"^\S+@\S+\s*\((?P<name>[^()]+)\)$|^(?P<first>[^<>]+?)\s*<\S+@\S+>$")
_TAIL = re.compile(
    r"^(?P<name>.{3,}?)\s*(?:,|\||–|—| -|\bfor\b|\bat\b|/)\s*(?:the )?(?P<outlet>[^,|]{2,60})$", re.IGNORECASE
)
_FROM = re.compile(r"^(?P<name>\S.*?) (?:in|em|en|à) [^\W\d_a-z][\w', .-]+$")
_JOB = re.compile(rf",? (?:{either('authors', 'job, before')} )*{either('authors', 'job')}s?$", re.IGNORECASE)
_NOBODY = phrases("authors", "nobody")
_SMALL_PARTS = words("authors", "small")
_PART = re.compile(r"[^\W\d_]+")


def mend_case(name: str) -> str:
    """A name out of capitals: "MARY O'BRIEN-MCCAIN" is Mary O'Brien-McCain; a name in mixed case stays."""
    return " ".join(_mend_word(word, index) for index, word in enumerate(name.split()))


def tidy_author(author: str) -> tuple[str | None, str | None]:
    """An author field parted into the person and the outlet.

    Args:
        author: As found: "By JANE ROE, Associated Press", "jane@example.org (Jane Roe)", "Reuters".

    Returns:
        Author and outlet; either is None where the field doesn't name it.
    """
    name = clean_text(author, markup=True).strip(" ,;|-–—")
    before = None
    while name != before:
        before = name
        mailbox = _MAILBOX.match(name)
        if mailbox is not None:
            name = mailbox["name"] or mailbox["first"]
        name = _JOB.sub("", _BY.sub("", name)).strip(" ,;|-–—\"'")
    away = _FROM.match(name)
    name = away["name"] if away is not None else name
    outlet = canonical_outlet(name)
    if outlet is not None:
        return None, outlet
    tail = _TAIL.match(name)
    if tail is not None and (outlet := canonical_outlet(tail["outlet"])) is not None:
        return tidy_author(tail["name"])[0], outlet
    if not name or name.casefold() in _NOBODY or "@" in name or not any(map(str.isalpha, name)):
        return None, None
    return mend_case(name), None


def _mend_word(word: str, index: int) -> str:
    letters = [char for char in word if char.isalpha()]
    if len(letters) < 2 or not word.isupper() or re.fullmatch(r"(?:[^\W\d_]\.)+", word):
        return word.lower() if word in {"AND", "Y", "E"} and index else word
    if index and word.lower() in _SMALL_PARTS:
        return word.lower()
    mended = _PART.sub(lambda part: part[0].capitalize(), word)
    mended = re.sub(r"['’](S)\b", lambda match: match[0].lower(), mended)
    return re.sub(r"\bMc([a-z])", lambda match: "Mc" + match[1].upper(), mended)
