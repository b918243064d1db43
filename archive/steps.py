"""The pure steps from bytes to what is stored, as tasks that any process can do: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from archive import annotate
from archive.chunks import cut
from archive.errors import ReadError
from archive.extract import names
from archive.extract.dates.dating import ItemText, are_all_published, expressions, item_text, read_ahead
from archive.extract.dates.own_day import own_days
from archive.extract.dates.stamps import stamp_hour
from archive.normalise import normalise, text_key
from archive.read import read
from archive.text.language import language
from archive.types import Problem

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from archive.annotate import Content, FoundBy
    from archive.read import Capture, ReadOptions
    from archive.types import CleanItem, DateSpan, Document, RawItem


class Prepared(NamedTuple):
    """An item read and cleaned."""

    position: int
    raw: str
    hour: str | None
    """Time of the day at which it was published, where it came with one."""
    clean: CleanItem | None
    """None for page furniture, of which nothing but its place is kept."""
    key: str | None
    """Digest of the folded text, by which two snippets are the same."""
    said: ItemText
    """What dating needs of it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """All that a small source holds."""

    document: Document | None
    """Without its items; None if nothing can be had from the source."""
    chunks: tuple[list[Prepared], ...]
    days: Counter[str]
    """The days that its items give themselves."""
    problems: tuple[Problem, ...]


def open_whole(capture: Capture, options: ReadOptions, outlet: str | None) -> Opened:
    """Read and clean a small source from its first item to its last.

    Args:
        capture: Its bytes.
        options: What the user says about it.
        outlet: Who published items that don't say it; the document's own if None.
    """
    problems: list[Problem] = []
    try:
        document = read(capture, options, problems.append)
        chunks = list(cut(document.items, lambda item: len(item.raw)))
    except ReadError as error:
        return Opened(None, (), own_days(()), (*problems, Problem(capture.uri, str(error))))
    prepared = tuple(prepare(chunk, outlet or document.outlet, document.language) for chunk in chunks)
    days = published_days(item for chunk in chunks for item in chunk)
    return Opened(replace(document, items=iter(())), prepared, days, tuple(problems))


def published_days(items: Iterable[RawItem]) -> Counter[str]:
    """The days that items give themselves, with how many items each."""
    return own_days(item_text("", None, item.published, None, item.url) for item in items)


def prepare(items: Sequence[RawItem], outlet: str | None, spoken: str | None) -> list[Prepared]:
    """Clean the items of a chunk.

    Args:
        items: As their reader found them.
        outlet: Who published those that don't say it.
        spoken: The document's language; where neither it nor an item says one, it is told by the texts.
    """
    cleaned = [normalise(item, outlet=outlet, language=spoken) for item in items]
    unsaid = [clean.text for clean in cleaned if clean and not clean.language]
    guessed = language(unsaid) if unsaid else None
    prepared = [_prepared(item, clean, guessed) for item, clean in zip(items, cleaned, strict=True)]
    if are_all_published([each.said for each in prepared]):
        return prepared  # date expressions are found if the text is new
    return [each._replace(said=read_ahead(each.said)) for each in prepared]


def _prepared(item: RawItem, clean: CleanItem | None, guessed: str | None) -> Prepared:
    hour = stamp_hour(item.published) if item.published else None
    if clean is None:
        return Prepared(item.position, item.raw, hour, None, None, ItemText(""))
    said = item_text(clean.text, clean.title, item.published, clean.dateline, clean.url)
    spoken = clean if clean.language else replace(clean, language=guessed)
    return Prepared(item.position, item.raw, hour, spoken, text_key(clean.text), said)


class Asked(NamedTuple):
    """A text that is to be understood."""

    text: str
    title: str | None
    dated: str | None
    """Prefix date or range."""
    is_read: bool = True
    """False where its date expressions have yet to be found."""


class Understood(NamedTuple):
    """What there is to know of a text."""

    content: Content
    found_by: FoundBy
    dated: str | None
    """The date with which it was asked about."""
    dates: tuple[DateSpan, ...] | None
    """Its date expressions, which count from that, where they had yet to be found."""


def contents(texts: Sequence[tuple[str, str | None]], spec: str | None) -> list[Content]:
    """What texts say.

    Args:
        texts: Each with its prefix date or range, None if unknown.
        spec: Which recogniser finds names, as `extract.names.recogniser` takes it.
    """
    return annotate.contents(names.recogniser(spec), texts) if texts else []


def understand(asked: Sequence[Asked], spec: str | None) -> list[Understood]:
    """What texts say, as `contents` has it, by what they are found, and which dates they speak of."""
    said = contents([(each.text, each.dated) for each in asked], spec)
    return [
        Understood(
            content,
            annotate.found_by(each.text, each.title),
            each.dated,
            None if each.is_read else expressions(each.text, each.dated),
        )
        for content, each in zip(said, asked, strict=True)
    ]
