"""Mails: a message (`.eml`) or a box of them (`.mbox`), read a message at a time.

What a message says in HTML is read as a page is, so that the stories of a newsletter or an alert become items; a plain
one as a text. Items without a day of their own are of the day on which the mail was sent.
"""

from __future__ import annotations

import email
import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from itertools import chain
from typing import TYPE_CHECKING

from archive.read import text
from archive.read.mail_head import ENVELOPE
from archive.read.page import MAX_PAGE, document_of, text_in
from archive.read.source import MAX_RECORD, guarded, source_in
from archive.text.wordlists import phrases
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import Message

    from archive.read.source import Source

_GATHERERS = phrases("mail")
_SIGNATURE = re.compile(r"^-- ?\r?$", re.MULTILINE)
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
_ADDRESSES = re.compile(r"\s*<?https?://\S+>?")
_FAULTS = (MessageError, LookupError, ValueError, TypeError, AttributeError)
"""What the email package raises on headers and bodies that strangers made up."""


def read(source: Source) -> Document:
    """Open a mail or a box of mails."""
    mails = _messages(source)
    first = next(mails, None)
    second = next(mails, None)
    one = first if first and second is None else None
    every = chain((mail for mail in (first, second) if mail), mails)
    return Document(
        "mail",
        _items(source, every),
        title=_header(one, "Subject") or None if one else None,
        stamp=_header(one, "Date") or None if one else None,
    )


def _messages(source: Source) -> Iterator[Message]:
    for number, data in enumerate(_cut(guarded(source.capture, source.notes)), 1):
        if len(data) > MAX_PAGE:
            source.notes.each("size", f"mail {number} is longer than {MAX_PAGE:,} bytes: its end")
        try:
            yield email.message_from_bytes(data[:MAX_PAGE])
        except (RecursionError, *_FAULTS):
            source.notes.each("mail", f"mail {number} is nested too deeply, or broken")


def _cut(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The messages of a box, a little more than `MAX_PAGE` bytes of each; a message alone is the only one."""
    mail: list[bytes] = []
    size = 0
    after_blank = True
    for line in _lines(blocks):
        if after_blank and ENVELOPE.match(line):
            if mail:
                yield b"\n".join(mail)
            mail, size = [], 0
        elif size <= MAX_PAGE and (mail or line.strip()):
            mail.append(line)
            size += len(line) + 1
        after_blank = line in (b"", b"\r")
    if mail:
        yield b"\n".join(mail)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    tail = b""
    for block in blocks:
        *lines, tail = (tail + block).split(b"\n")
        yield from lines
        if len(tail) > MAX_RECORD:
            yield tail
            tail = b""
    if tail:
        yield tail


def _items(source: Source, mails: Iterable[Message]) -> Iterator[RawItem]:
    for mail in mails:
        try:
            yield from _told(source, mail)
        except (RecursionError, *_FAULTS) as error:
            source.notes.each("mail", f"a mail that can't be read: {error}")
    source.notes.more("mail", "further mails that can't be read")
    source.notes.more("size", "further mails that are too long")


def _told(source: Source, mail: Message) -> list[RawItem]:
    """The items of a mail, each with what the mail says of all of them."""
    name, address = parseaddr(_header(mail, "From"))
    gathers = any(part in address.lower() for part in _GATHERERS)
    is_list = "List-Id" in mail or "List-Unsubscribe" in mail
    outlet = None if gathers or not is_list else parseaddr(_header(mail, "List-Id"))[0] or name or None
    author = name or None if not gathers and not is_list else None
    title = None if gathers else _header(mail, "Subject") or None
    sent = _header(mail, "Date") or None
    return [
        item._replace(
            title=item.title or (title if item.kind is None and title != item.text else None),
            published=item.published or sent,
            outlet=item.outlet or outlet,
            author=item.author or author,
            line=None,
        )
        for item in _body(source, mail)
    ]


def _body(source: Source, mail: Message) -> Iterator[RawItem]:
    parts = [part for part in mail.walk() if part.get_content_disposition() != "attachment"]
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    for part in pages:
        yield from document_of(text_in(part, source.notes), None).items
    if not pages:
        for part in parts:
            if part.get_content_type() == "text/plain":
                yield from _plain(source, text_in(part, source.notes))


def _plain(source: Source, body: str) -> Iterator[RawItem]:
    """The items of a body without HTML: the signature and what is quoted of other mails belong to others."""
    own = _QUOTED.sub("", _SIGNATURE.split(body, maxsplit=1)[0])
    for item in text.read(source_in(source, own)).items if own.strip() else ():
        if _ADDRESSES.sub("", item.text).strip():
            yield item


def _header(mail: Message, name: str) -> str:
    written = str(mail.get(name) or "")
    try:
        return " ".join(str(make_header(decode_header(written))).split())
    except _FAULTS:
        return " ".join(written.split())
