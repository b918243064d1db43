"""The flow: bytes → raw items → snippets → spans → entities → one SQLite file.

A source is taken in chunks of consecutive items. Where a chunk ends depends on the source alone, and all that is
extracted depends on the chunk and those before it, so a run that was cut off carries on at the next item and ends
with the rows of an undisturbed one.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

from archive import __version__
from archive.annotate import NOTHING, contents
from archive.chunks import cut
from archive.errors import ReadError
from archive.extract import names
from archive.extract.dates.dating import Captured, ItemText, PageState, captured, date_items, item_text
from archive.extract.dates.own_day import own_days
from archive.extract.dates.stamps import stamp_hour
from archive.normalise import normalise, text_key
from archive.read import ReadOptions, captures, read
from archive.store.batch import Chunk, Counts, ExtractedItem, NewSource
from archive.store.snippets import known_ids
from archive.store.write import finish_ingest, source_state, start_ingest, write_batch
from archive.text.language import language
from archive.types import Problem

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlite_utils import Database

    from archive.extract.dates.dating import Dated
    from archive.read import Capture
    from archive.types import CleanItem, Document, RawItem, Report

    Pair = tuple[RawItem, CleanItem | None]

SAMPLE_CHUNKS = 2
"""How much of a source is looked at to find out when it was captured."""

BATCH_ITEMS = 2000
"""Chunks are written together until they hold this many items: many small files share a transaction."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the user says about all the sources of a run."""

    captured: str | None = None
    name: str | None = None
    outlet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    names: str | None = None
    """Which recogniser finds names, as `extract.names.recogniser` takes it; the one that ships if None."""
    dates: Literal["day-first", "month-first"] | None = None
    """Whether 03/10/2024 is a day of October or of March, in tables that don't tell."""


@dataclass(slots=True)
class Summary:
    """What a run did."""

    counts: Counts = field(default_factory=Counts)
    unchanged: int = 0
    """Sources whose bytes the archive already had."""
    problems: int = 0
    seconds: float = 0.0

    def as_dict(self) -> dict[str, int | float]:
        """The summary for `--json`."""
        rate = self.counts.sightings / self.seconds if self.seconds else 0.0
        return {
            **asdict(self.counts),
            "unchanged_sources": self.unchanged,
            "problems": self.problems,
            "seconds": round(self.seconds, 3),
            "items_per_second": round(rate, 1),
        }


class Progress:
    """Is told how far a run has come; this one keeps it to itself."""

    def source(self, name: str) -> None:
        """A source begins."""

    def read(self, size: int) -> None:
        """So many more bytes of the files have been read."""

    def items(self, count: int) -> None:
        """So many more items have been stored."""


def ingest(db: Database, paths: Sequence[str], options: IngestOptions, report: Report, progress: Progress) -> Summary:
    """Ingest every source found at the paths.

    Args:
        db: An archive opened for writing.
        paths: Files, folders, URLs, or '-' for standard input.
        options: What the user says about them.
        report: Called for everything that has to be left out.
        progress: Told what has been stored.
    """
    return _Run(db, options, report, progress).run(paths)


class _Run:
    """One run: collects chunks into batches and counts."""

    def __init__(self, db: Database, options: IngestOptions, report: Report, progress: Progress) -> None:
        self.db = db
        self.options = options
        self.progress = progress
        self.summary = Summary()
        self.pending: list[Chunk] = []
        self._tell = report
        self._recogniser = names.recogniser(options.names)

    def run(self, paths: Sequence[str]) -> Summary:
        started = time.perf_counter()
        self.ingest_id = start_ingest(self.db, __version__, json.dumps(asdict(self.options)))
        for capture in captures(paths, self.report):
            with capture:
                self._take(capture)
        self._flush()
        finish_ingest(self.db, self.ingest_id, self.summary.problems)
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def report(self, problem: Problem) -> None:
        self.summary.problems += 1
        self._tell(problem)

    def _take(self, capture: Capture) -> None:
        is_complete, stored_items = source_state(self.db, capture.sha256)
        if is_complete or any(chunk.source.sha256 == capture.sha256 for chunk in self.pending):
            self.summary.unchanged += 1
            self.progress.read(capture.bytes)
            return
        self.progress.source(capture.name)
        try:
            document = read(capture, ReadOptions(columns=self.options.columns, dates=self.options.dates), self.report)
        except ReadError as error:
            self.report(Problem(capture.uri, str(error)))
            return
        done = 0
        for chunk in self._chunks(capture, document, stored_items):
            self.progress.read(capture.consumed - done)
            done = capture.consumed
            self.pending.append(chunk)
            if sum(len(each.items) for each in self.pending) >= BATCH_ITEMS:
                self._flush()

    def _flush(self) -> None:
        if not self.pending:
            return
        self.summary.counts.add(write_batch(self.db, self.pending, self.ingest_id, self._recogniser))
        self.progress.items(sum(len(chunk.items) for chunk in self.pending))
        self.pending.clear()

    def _chunks(self, capture: Capture, document: Document, stored_items: int) -> Iterator[Chunk]:
        """Extract a source chunk by chunk; of those already stored, only what the next ones need is done again."""
        chunks = cut(_cleaned(document, self.options), lambda pair: len(pair[0].raw))
        sample = [chunk for _, chunk in zip(range(SAMPLE_CHUNKS), chunks, strict=False)]
        if not sample:
            self.report(Problem(capture.uri, f"holds no snippets (it was read as {document.format})"))
        when = captured(
            option=self.options.captured,
            stamp=document.stamp,
            name=capture.name,
            sample=[_item_text(raw, clean) for chunk in sample for raw, clean in chunk if clean],
            days=self._days(capture) if len(sample) == SAMPLE_CHUNKS else None,
            modified=capture.modified,
        )
        source = _new_source(capture, document, self.options, when)
        state: PageState | None = None
        for chunk, is_last in _with_last(chain(sample, chunks)):
            dated, state = date_items([_item_text(raw, clean) for raw, clean in chunk], when, state)
            if chunk[-1][0].position > stored_items:
                fresh = [
                    (raw, clean, each)
                    for (raw, clean), each in zip(chunk, dated, strict=True)
                    if raw.position > stored_items
                ]
                yield Chunk(source, tuple(_extract(self.db, self._recogniser, fresh)), is_last)
            elif is_last:
                yield Chunk(source, (), is_last)
        if not sample:
            yield Chunk(source, (), is_last=True)

    def _days(self, capture: Capture) -> Counter[str] | None:
        """The days that all items of a long source give themselves: it is read once more for them, and no further.

        The newest may stand anywhere, and a day of capture found out only there would come too late for what stands
        before it.
        """
        if self.options.captured is not None:
            return None
        again = replace(capture, consumed=0)  # which tells its own progress, to nobody
        options = ReadOptions(columns=self.options.columns, dates=self.options.dates)
        items = read(again, options, lambda _: None).items
        return own_days(item_text("", None, item.published, None, item.url) for item in items)


def _new_source(capture: Capture, document: Document, options: IngestOptions, when: Captured) -> NewSource:
    return NewSource(
        uri=capture.uri,
        name=options.name or document.title or capture.name,
        format=document.format,
        sha256=capture.sha256,
        bytes=capture.bytes,
        captured=when.value,
        captured_by=when.by,
    )


def _cleaned(document: Document, options: IngestOptions) -> Iterator[Pair]:
    outlet = options.outlet or document.outlet
    for raw in document.items:
        yield raw, normalise(raw, outlet=outlet, language=document.language)


def _with_last(chunks: Iterable[list[Pair]]) -> Iterator[tuple[list[Pair], bool]]:
    """Pair each chunk with whether it is the last."""
    previous = None
    for chunk in chunks:
        if previous is not None:
            yield previous, False
        previous = chunk
    if previous is not None:
        yield previous, True


def _item_text(raw: RawItem, clean: CleanItem | None) -> ItemText:
    if clean is None:
        return ItemText("")  # page furniture, of which nothing but its place is kept
    return item_text(clean.text, clean.title, raw.published, clean.dateline, clean.url)


def _extract(
    db: Database, recogniser: names.Recogniser, items: Sequence[tuple[RawItem, CleanItem | None, Dated]]
) -> Iterator[ExtractedItem]:
    keys = [text_key(clean.text) if clean else None for _, clean, _ in items]
    known = known_ids(db.conn, {key for key in keys if key})
    unsaid = [clean.text for _, clean, _ in items if clean and not clean.language]
    guessed = language(unsaid) if unsaid else None
    texts: dict[str, tuple[str, str | None]] = {}
    for (_, clean, dated), key in zip(items, keys, strict=True):
        if clean and key and key not in known:
            texts.setdefault(key, (clean.text, dated.dated))
    found = dict(zip(texts, contents(recogniser, list(texts.values())), strict=True))
    for (raw, clean, dated), key in zip(items, keys, strict=True):
        yield ExtractedItem(
            position=raw.position,
            raw=raw.raw,
            dated=dated,
            hour=stamp_hour(raw.published) if raw.published else None,
            clean=replace(clean, language=guessed) if clean and not clean.language else clean,
            key=key,
            content=found.get(key or "", NOTHING),
        )
