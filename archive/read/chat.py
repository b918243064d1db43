"""A chat of WhatsApp, as its export or as copied from its window: a message an item, its sender as author.

What the program itself says (that messages are encrypted, who came or left, that a picture was left out) is no message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.types import RawItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DAY = r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
_HOUR = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\.?)?"
_STAMPED = re.compile(
    rf"\u200e?(?:\[(?P<at>{_DAY},\s{_HOUR})\]\s|\[(?P<hour>{_HOUR}),\s(?P<day>{_DAY})\]\s|(?P<then>{_DAY},\s{_HOUR})\s-\s)"
    r"(?:(?P<sender>[^:\n]{1,80}):\s)?(?P<said>.*)",
    re.IGNORECASE,
)
_BY_PROGRAM = re.compile(r"\u200e.*|<[^<>]+>|null")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def is_chat(lines: Sequence[str]) -> bool:
    """Whether a text opens with a message, and has another of somebody's."""
    found = [one for line in lines if (one := _STAMPED.match(line))]
    first = next((line for line in lines if line.strip()), "")
    return len(found) > 1 and _STAMPED.match(first) is not None and sum(bool(one["sender"]) for one in found) > 1


def messages(lines: Iterable[tuple[int, str]]) -> Iterator[RawItem]:
    """The messages of a chat; lines without a time go on with the one above."""
    head, number, raw = None, 0, []
    for at, line in lines:
        found = _STAMPED.match(line)
        if found is None:
            raw.append(line)
            continue
        if head:
            yield from _message(head, raw, number)
        head, number, raw = found, at, [line]
    if head:
        yield from _message(head, raw, number)


def _message(head: re.Match[str], raw: list[str], number: int) -> Iterator[RawItem]:
    said = head["said"] if head["sender"] and not _BY_PROGRAM.fullmatch(head["said"]) else ""
    text = "\n".join(filter(None, (said, *raw[1:])))
    address = _ADDRESS.search(text)
    rest = _ADDRESS.sub("", text).strip()
    if head["sender"] and text.strip():
        yield RawItem(
            rest or text,
            "\n".join(raw),
            url=address[0] if address else None,
            author=head["sender"].strip("\u200e~ "),
            published=head["at"] or head["then"] or f"{head['day']}, {head['hour']}",
            line=number,
        )
