"""One raw item made clean: text, title and the columns beside them.

Text and title are cleaned, then peeled: fragments of the page, editor's note, byline and dateline, outlet at the
end, a headline printed twice, a title in front of its own text. Peeling repeats until nothing comes off, which is
why normalising the result again changes nothing.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from archive.normalise.editors_notes import take_note
from archive.normalise.fragments import strip_fragments
from archive.normalise.furniture import is_byline, is_furniture
from archive.normalise.item_fields import tidy_language, tidy_url
from archive.normalise.openings import take_opening
from archive.normalise.outlets import canonical_outlet
from archive.normalise.people import tidy_author
from archive.normalise.repeats import fold_repeat, without_title
from archive.normalise.shape import is_headline, is_truncated
from archive.normalise.tails import take_tail
from archive.normalise.text import clean_text
from archive.types import CleanItem, RawItem, SnippetKind

_BEFORE_TITLE = re.compile(r"(?:\s|<[^<>]*>)*")
_MOST_ROUNDS = 500
"""Far more than an honest text needs; a text of nothing but bullets must not hold up the rest."""


@dataclass(slots=True)
class _Draft:
    """An item while it is being peeled; the first finding of each kind is kept."""

    text: str
    title: str | None
    author: str | None
    outlet: str | None
    dateline: str | None = None
    notes: tuple[str, ...] = ()


def normalise(item: RawItem, *, outlet: str | None = None, language: str | None = None) -> CleanItem | None:
    """Make a snippet of a raw item.

    Args:
        item: As its reader found it.
        outlet: The document's outlet, for items that name none themselves (column, dateline or tail).
        language: The document's language.

    Returns:
        None if the item is page furniture: nothing to read in its text nor in its title. Normalising the text of
        the result again gives the same text.
    """
    default = _tidy_outlet(outlet)
    draft = _draft(item, outlet)
    _peel(draft, default)
    if is_furniture(draft.text):
        return None
    kind = _kind(item.kind, draft.text, draft.title)
    truncated = is_truncated(draft.text, kind)
    return CleanItem(
        text=draft.text,
        title=draft.title,
        kind="teaser" if kind == "item" and truncated else kind,
        url=tidy_url(item.url),
        author=draft.author,
        outlet=draft.outlet or default,
        language=tidy_language(item.language) or tidy_language(language),
        dateline=draft.dateline,
        note=" ".join(draft.notes) or None,
        is_truncated=truncated,
    )


def _draft(item: RawItem, site: str | None) -> _Draft:
    author, author_outlet = tidy_author(item.author, item.outlet or site) if item.author else (None, None)
    title = clean_text(item.title, markup=item.markup) if item.title else None
    text = clean_text(item.text, markup=item.markup)
    if title and title != text:
        text = without_title(text, title, _breaks_after(item.text, title))
    return _Draft(text, title or None, author, _tidy_outlet(item.outlet) or author_outlet)


def _peel(draft: _Draft, default: str | None) -> None:
    for _ in range(_MOST_ROUNDS):
        if not (_peel_text(draft, default) | _peel_title(draft, default) | _settle_title(draft)):
            return


def _peel_text(draft: _Draft, default: str | None) -> bool:
    """Take one layer of each kind off the text; whether anything came off."""
    before = draft.text
    if stripped := strip_fragments(draft.text):
        draft.text, draft.outlet = stripped.text, draft.outlet or _tidy_outlet(stripped.outlet)
    if (noted := take_note(draft.text)) and not is_furniture(noted.text):
        draft.text, draft.notes = noted.text, (*draft.notes, noted.note)
    if opening := take_opening(draft.text):
        draft.text = opening.text
        draft.author = draft.author or (tidy_author(opening.author)[0] if opening.author else None)
        draft.outlet = draft.outlet or _tidy_outlet(opening.outlet)
        draft.dateline = draft.dateline or opening.dateline
    if tail := take_tail(draft.text, draft.outlet or default):
        draft.text, draft.outlet = tail.text, draft.outlet or _tidy_outlet(tail.outlet)
    draft.text = fold_repeat(draft.text)
    if draft.title:
        draft.text = without_title(draft.text, draft.title, is_broken=False)
    if draft.text == before:
        return False
    draft.text = clean_text(draft.text)
    return True


def _peel_title(draft: _Draft, default: str | None) -> bool:
    if not draft.title:
        return False
    before = draft.title
    if stripped := strip_fragments(draft.title):
        draft.title = stripped.text or before
    if tail := take_tail(draft.title, draft.outlet or default):
        draft.title, draft.outlet = tail.text, draft.outlet or _tidy_outlet(tail.outlet)
    draft.title = fold_repeat(draft.title)
    if draft.title == before:
        return False
    draft.title = clean_text(draft.title) or None
    return True


def _settle_title(draft: _Draft) -> bool:
    """A title that is the text, or all there is to read, becomes the text; one that is furniture is dropped."""
    if not draft.title:
        return False
    if is_furniture(draft.title):
        draft.title = None
        return True
    if draft.text != draft.title and not is_furniture(draft.text):
        return False
    if is_byline(draft.text):
        draft.author = draft.author or tidy_author(draft.text)[0]
    draft.text, draft.title = draft.title, None
    return True


def _kind(given: SnippetKind | None, text: str, title: str | None) -> SnippetKind:
    if given is not None:
        return given
    return "headline" if title is None and is_headline(text) else "item"


def _breaks_after(raw: str, title: str) -> bool:
    """Whether the source has a line or a tag end right behind the title, which a clean text no longer shows."""
    before = _BEFORE_TITLE.match(raw, 0, len(title) + 400)
    stop = (before.end() if before else 0) + len(title)
    return raw.endswith(title, 0, stop) and raw[stop : stop + 6].lstrip(" \t").startswith(("\n", "\r", "<"))


@functools.lru_cache(maxsize=4096)
def _tidy_outlet(name: str | None) -> str | None:
    """An outlet field under its usual name, if that is known, else as it is."""
    cleaned = clean_text(name).strip(" |-–—:") if name else ""
    return (canonical_outlet(cleaned) or cleaned) if cleaned else None
