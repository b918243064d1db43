"""A chat of WhatsApp, as its export or as copied from its window, or one copied from Telegram: a message an item.

Who sent it is its author, or a channel of Telegram its outlet. What the program itself says (that messages are
encrypted, who came or left, that a picture was left out) is no message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.read.name_lines import name_likeness
from archive.types import RawItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DAY = r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
_HOUR = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\.?)?"
_HEADS = tuple(
    re.compile(rf"\u200e?{when}{who}", re.IGNORECASE)
    for when, who in (
        (rf"\[(?P<when>{_DAY},\s{_HOUR})\]\s", r"(?:(?P<sender>[^:\n]{1,80}):\s)?"),
        (rf"\[(?P<when>{_HOUR},\s{_DAY})\]\s", r"(?P<sender>[^:\n]{1,80}):\s"),
        (rf"(?P<when>{_DAY},\s{_HOUR})\s-\s", r"(?:(?P<sender>[^:\n]{1,80}):\s)?"),
        (r"(?P<sender>[^\[\]:\n]{1,80}),\s", rf"\[(?P<when>{_DAY}\s{_HOUR})\]\s*$"),
    )
)
"""How a message opens: exported by one kind of phone, copied, exported by another kind; copied from Telegram."""
_BY_PROGRAM = re.compile(r"\u200e.*|<[^<>]+>|null")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def is_chat(lines: Sequence[str]) -> bool:
    """Whether a text opens with a message, and has another of somebody's."""
    first = next((line for line in lines if line.strip()), "")
    return _head(first) is not None and sum(bool((head := _head(line)) and head["sender"]) for line in lines) > 1


def messages(lines: Iterable[tuple[int, str]]) -> Iterator[RawItem]:
    """The messages of a chat; lines without a time go on with the one above."""
    head, number, raw = None, 0, []
    for at, line in lines:
        found = _head(line)
        if found is None:
            raw.append(line)
            continue
        if head:
            yield from _message(head, raw, number)
        head, number, raw = found, at, [line]
    if head:
        yield from _message(head, raw, number)


def _head(line: str) -> re.Match[str] | None:
    return next(filter(None, (head.match(line) for head in _HEADS)), None)


def _message(head: re.Match[str], raw: list[str], number: int) -> Iterator[RawItem]:
    said = head.string[head.end() :]
    text = "\n".join(line for line in ("" if _BY_PROGRAM.fullmatch(said) else said, *raw[1:]) if line.strip())
    address = _ADDRESS.search(text)
    if head["sender"] and text:
        sender = head["sender"].strip("\u200e~ ")
        is_channel = head.re is _HEADS[-1] and name_likeness(sender) < 2
        yield RawItem(
            _ADDRESS.sub("", text).strip() or text,
            "\n".join(raw),
            url=address[0] if address else None,
            author=None if is_channel else sender,
            outlet=sender if is_channel else None,
            published=head["when"],
            line=number,
        )
