"""The pure steps from bytes to what is stored, as tasks that any process can do: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from archive import annotate
from archive.attempts import attempt
from archive.chunks import cut
from archive.errors import ReadError
from archive.extract import names
from archive.extract.dates.dating import NO_DATES, ItemText, are_all_published, expressions, item_text, read_ahead
from archive.extract.dates.own_day import own_days
from archive.extract.dates.stamps import stamp_hour
from archive.normalise import normalise, text_key
from archive.read import read
from archive.text.language import language
from archive.types import CleanItem, Problem

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    from archive.annotate import Content, FoundBy
    from archive.read import Capture, ReadOptions
    from archive.read.budget import Allowance
    from archive.types import DateSpan, Document, RawItem


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
    failed: tuple[str, ...] = ()
    """What could not be found in it, as sentences: the program failed on this item."""


@dataclass(frozen=True, slots=True)
class Opened:
    """All that a small source holds."""

    document: Document | None
    """Without its items; None if nothing can be had from the source."""
    chunks: tuple[list[Prepared], ...]
    days: Counter[str]
    """The days that its items give themselves."""
    problems: tuple[Problem, ...]
    is_cut: bool = False
    """Whether it took too long, and holds more."""


def open_whole(capture: Capture, options: ReadOptions, outlet: str | None, allowance: Allowance) -> Opened:
    """Read and clean a small source from its first item to its last.

    Args:
        capture: Its bytes.
        options: What the user says about it.
        outlet: Who published items that don't say it; the document's own if None.
        allowance: How much of it may be read.
    """
    problems: list[Problem] = []
    try:
        document = read(capture, options, problems.append)
        chunks = list(whole_chunks(document.items, capture, allowance))
    except ReadError as error:
        return Opened(None, (), own_days(()), (*problems, Problem(capture.uri, str(error))))
    if allowance.reached:
        problems.append(cut_off(capture.uri, sum(map(len, chunks)), allowance.reached))
    prepared = tuple(prepare(chunk, outlet or document.outlet, document.language) for chunk in chunks)
    days = published_days(item for chunk in chunks for item in chunk)
    return Opened(
        replace(document, items=iter(())), prepared, days, tuple(problems), is_cut=allowance.reached is not None
    )


def whole_chunks(items: Iterable[RawItem], capture: Capture, allowance: Allowance) -> Iterator[list[RawItem]]:
    """The chunks of a source that are within its allowance: none that is cut short, as it would be dated otherwise."""
    for chunk in cut(allowance.of(items, lambda: capture.given), lambda item: len(item.raw)):
        if not allowance.reached:
            yield chunk


def cut_off(uri: str, items: int, reason: str) -> Problem:
    """What is said of a source that was not read to its end."""
    return Problem(uri, f"cut off after {items:,} items: {reason}")


def published_days(items: Iterable[RawItem]) -> Counter[str]:
    """The days that items give themselves, with how many items each."""
    told: list[str] = []  # which is told of each item once more when it is prepared
    said = (partial(item_text, "", None, item.published, None, item.url) for item in items)
    return own_days(attempt("its own day", each, ItemText(""), told) for each in said)


def prepare(items: Sequence[RawItem], outlet: str | None, spoken: str | None) -> list[Prepared]:
    """Clean the items of a chunk.

    Args:
        items: As their reader found them.
        outlet: Who published those that don't say it.
        spoken: The document's language; where neither it nor an item says one, small words tell it, or nothing yet.
    """
    failed: list[list[str]] = [[] for _ in items]
    cleaned = [_cleaned(item, outlet, spoken, told) for item, told in zip(items, failed, strict=True)]
    guessed = language((clean.text for clean in cleaned if clean and not clean.language), by_model=False)
    prepared = [_prepared(item, clean, guessed, told) for item, clean, told in zip(items, cleaned, failed, strict=True)]
    if are_all_published([each.said for each in prepared]):
        return prepared  # date expressions are found if the text is new
    return [each._replace(said=_ahead(each.said)) for each in prepared]


def in_language(items: Sequence[Prepared]) -> Sequence[Prepared]:
    """The items of a chunk with a language told by a model, where small words did not: one process alone holds it."""
    unsaid = [item.clean.text for item in items if item.clean and not item.clean.language]
    if not unsaid:
        return items
    failed: list[str] = []
    guessed = attempt("the language of some texts", lambda: language(unsaid), None, failed)
    first, *rest = (_spoken(item, guessed) for item in items)
    return [first._replace(failed=(*failed, *first.failed)), *rest]


def _spoken(item: Prepared, guessed: str | None) -> Prepared:
    if item.clean is None or item.clean.language or guessed is None:
        return item
    return item._replace(clean=item.clean._replace(language=guessed))


def _ahead(said: ItemText) -> ItemText:
    return attempt("dates", lambda: read_ahead(said), said, [])  # dating, which tries again, tells


def _cleaned(item: RawItem, outlet: str | None, spoken: str | None, failed: list[str]) -> CleanItem | None:
    """An item cleaned; where that fails, its text as it was found."""
    before = len(failed)
    clean = attempt("its clean text", lambda: normalise(item, outlet=outlet, language=spoken), None, failed)
    if len(failed) == before or not (text := " ".join(item.text.split())):
        return clean
    return CleanItem(text, item.title, url=item.url, author=item.author, outlet=item.outlet or outlet)


def _prepared(item: RawItem, clean: CleanItem | None, guessed: str | None, failed: list[str]) -> Prepared:
    hour = attempt("its hour", lambda: stamp_hour(item.published) if item.published else None, None, failed)
    key = attempt("whether it is known", lambda: text_key(clean.text), None, failed) if clean else None
    if clean is None or key is None:
        return Prepared(item.position, item.raw, hour, None, None, ItemText(""), tuple(failed))
    told = partial(item_text, clean.text, clean.title, item.published, clean.dateline, clean.url)
    said = attempt("its own day", told, ItemText(clean.text, clean.title), failed)
    spoken = clean if clean.language or guessed is None else clean._replace(language=guessed)
    return Prepared(item.position, item.raw, hour, spoken, key, said, tuple(failed))


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
    failed: tuple[str, ...] = ()
    """What of all this could not be found, as sentences."""


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
    found_by = [annotate.found_by(each.text, each.title) for each in asked]
    return [_understood(*each) for each in zip(asked, said, found_by, strict=True)]


def _understood(asked: Asked, content: Content, found_by: FoundBy) -> Understood:
    failed = [*content.failed, *found_by.failed]
    if asked.is_read:
        return Understood(content, found_by, asked.dated, None, tuple(failed))
    dates = attempt("dates", lambda: expressions(asked.text, asked.dated), NO_DATES, failed)
    return Understood(content, found_by, asked.dated, dates, tuple(failed))
