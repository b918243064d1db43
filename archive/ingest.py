"""The flow: bytes → raw items → snippets → spans → entities → one SQLite file.

A source is taken in chunks of consecutive items. Where a chunk ends depends on the source alone, and all that is
extracted depends on the chunk and those before it, so a run that was cut off carries on at the next item and ends
with the rows of an undisturbed one.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from archive import __version__
from archive.annotate import NOTHING
from archive.chunks import cut
from archive.crew import Crew, done, in_order
from archive.errors import ReadError
from archive.extract import names
from archive.extract.dates.dating import captured, date_items
from archive.read import FetchOptions, ReadOptions, captures, read
from archive.read.secrets import kept
from archive.steps import Asked, open_whole, prepare, published_days, understand
from archive.store.batch import Chunk, Counts, ExtractedItem, NewSource
from archive.store.snippets import known_ids
from archive.store.write import finish_ingest, source_state, start_ingest, write_batch
from archive.types import Problem

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from sqlite_utils import Database

    from archive.annotate import Content, FoundBy
    from archive.extract.dates.dating import Captured, Dated, PageState
    from archive.read import Capture
    from archive.steps import Opened, Prepared
    from archive.types import Document, Report

    _Understood = tuple[Content, FoundBy]

SAMPLE_CHUNKS = 2
"""How much of a source is looked at to find out when it was captured."""

SMALL = 1 << 20
"""Bytes up to which a source is read and cleaned as one task."""

GROUP_ITEMS = 500
"""Chunks are understood together until they hold this many items: the recogniser is quicker on many texts at once."""

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
    strip_query: bool = False
    """Keep addresses without what follows their path."""
    private: bool = False
    """Keep names of files without their folders."""
    allow_private: bool = False
    """Whether a public address may lead to a private one."""
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

    def ready(self, count: int) -> None:
        """So many more items are read and understood, and will be stored with their batch."""

    def items(self, count: int) -> None:
        """So many more items have been stored."""


def ingest(
    db: Database,
    paths: Sequence[str],
    options: IngestOptions,
    report: Report,
    progress: Progress,
    crew: Crew | None = None,
    fetch: FetchOptions | None = None,
) -> Summary:
    """Ingest every source found at the paths.

    Args:
        db: An archive opened for writing.
        paths: Files, folders, URLs, or '-' for standard input.
        options: What the user says about them.
        report: Called for everything that has to be left out.
        progress: Told what has been stored.
        crew: Who reads, cleans and understands; this process alone if None. The rows are the same whoever does.
        fetch: Limits for addresses, and what is remembered of them.
    """
    fetch = fetch or FetchOptions(allow_private=options.allow_private)
    return _Run(db, options, report, progress, crew or Crew(), fetch).run(paths)


class _Source(NamedTuple):
    """A source under way: prepared as a whole, or as it is read."""

    capture: Capture
    stored_items: int
    document: Document
    chunks: Iterable[list[Prepared]]
    days: Callable[[], Counter[str]]
    """The days that all its items give themselves."""


class _Dated(NamedTuple):
    """A chunk whose items have their days."""

    source: NewSource
    items: Sequence[tuple[Prepared, Dated]]
    is_last: bool


class _Run:
    """One run: sources are opened, dated, understood and stored, each step some way ahead of the next."""

    def __init__(
        self,
        db: Database,
        options: IngestOptions,
        report: Report,
        progress: Progress,
        crew: Crew,
        fetch: FetchOptions,
    ) -> None:
        self.db = db
        self.options = options
        self.progress = progress
        self.crew = crew
        self.fetch = fetch
        self.summary = Summary()
        self.pending: list[Chunk] = []
        self._reading = ReadOptions(columns=options.columns, dates=options.dates)
        self._under_way: set[str] = set()
        self._tell = report

    def run(self, paths: Sequence[str]) -> Summary:
        started = time.perf_counter()
        self.ingest_id = start_ingest(self.db, __version__, json.dumps(asdict(self.options)))
        for chunk in self._understood(chain.from_iterable(map(self._dated, self._sources(paths)))):
            self.pending.append(chunk)
            self.progress.ready(len(chunk.items))
            if sum(len(each.items) for each in self.pending) >= BATCH_ITEMS:
                self._flush()
        self._flush()
        finish_ingest(self.db, self.ingest_id, self.summary.problems)
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def report(self, problem: Problem) -> None:
        self.summary.problems += not problem.is_remark
        self._tell(problem)

    def _flush(self) -> None:
        if not self.pending:
            return
        recogniser = partial(names.recogniser, self.options.names)
        self.summary.counts.add(write_batch(self.db, self.pending, self.ingest_id, recogniser))
        self.progress.items(sum(len(chunk.items) for chunk in self.pending))
        self._under_way.difference_update(chunk.source.sha256 for chunk in self.pending if chunk.is_last)
        self.pending.clear()

    def _sources(self, paths: Sequence[str]) -> Iterator[_Source]:
        """What can be read of what is found, in its order; small sources are prepared some way ahead."""
        for (capture, stored_items), opened in in_order(self.crew, self._found(paths)):
            with capture:
                self.progress.source(capture.name)
                source = (
                    self._streamed(capture, stored_items)
                    if opened is None
                    else self._whole(capture, stored_items, opened)
                )
                if source is None:
                    self._under_way.discard(capture.sha256)
                else:
                    yield source

    def _found(self, paths: Sequence[str]) -> Iterator[tuple[tuple[Capture, int], Future[Opened | None]]]:
        """Captures that are not in the archive to their end, each with how many of its items are."""
        for capture in captures(paths, self.report, fetch=self.fetch):
            is_complete, stored_items = source_state(self.db, capture.sha256)
            if is_complete or capture.sha256 in self._under_way:
                capture.close()
                self.summary.unchanged += 1
                self.progress.read(capture.bytes)
                continue
            self._under_way.add(capture.sha256)
            yield (capture, stored_items), self._opened(capture)

    def _opened(self, capture: Capture) -> Future[Opened | None]:
        """A small source as a task; a large one, or one whose bytes are damaged, is read as it comes."""
        held = capture.held(SMALL)
        if held is None:
            return done(None)
        return self.crew.submit(capture.bytes, open_whole, held, self._reading, self.options.outlet)

    def _whole(self, capture: Capture, stored_items: int, opened: Opened) -> _Source | None:
        for problem in opened.problems:
            self.report(problem)
        self.progress.read(capture.bytes)
        if opened.document is None:
            return None
        return _Source(capture, stored_items, opened.document, opened.chunks, lambda: opened.days)

    def _streamed(self, capture: Capture, stored_items: int) -> _Source | None:
        try:
            document = read(capture, self._reading, self.report)
        except ReadError as error:
            self.report(Problem(capture.uri, str(error)))
            return None
        prepared = in_order(self.crew, self._given(capture, document))
        return _Source(capture, stored_items, document, (chunk for _, chunk in prepared), lambda: self._days(capture))

    def _given(self, capture: Capture, document: Document) -> Iterator[tuple[None, Future[list[Prepared]]]]:
        outlet = self.options.outlet or document.outlet
        read_before = 0
        for chunk in cut(document.items, lambda item: len(item.raw)):
            self.progress.read(capture.consumed - read_before)
            read_before = capture.consumed
            weight = sum(len(item.raw) for item in chunk)
            yield None, self.crew.submit(weight, prepare, chunk, outlet, document.language)

    def _days(self, capture: Capture) -> Counter[str]:
        """A long source is read once more for its days, and no further.

        The newest may stand anywhere, and a day of capture found out only there would come too late for what stands
        before it.
        """
        again = replace(capture, consumed=0)  # which tells its own progress, to nobody
        return published_days(read(again, self._reading, lambda _: None).items)

    def _dated(self, source: _Source) -> Iterator[_Dated]:
        """A source dated chunk by chunk; of those already stored, only what the next ones need is done again."""
        chunks = iter(source.chunks)
        sample = list(islice(chunks, SAMPLE_CHUNKS))
        if not sample:
            self.report(Problem(source.capture.uri, f"holds no snippets (it was read as {source.document.format})"))
        when = captured(
            option=self.options.captured,
            stamp=source.document.stamp,
            name=source.capture.name,
            sample=[item.said for chunk in sample for item in chunk if item.clean],
            days=source.days() if len(sample) == SAMPLE_CHUNKS and self.options.captured is None else None,
            modified=source.capture.modified,
        )
        new = _new_source(source.capture, source.document, self.options, when)
        state: PageState | None = None
        for chunk, is_last in _with_last(chain(sample, chunks)):
            dated, state = date_items([item.said for item in chunk], when, state)
            pairs = zip(chunk, dated, strict=True)
            yield _Dated(new, [pair for pair in pairs if pair[0].position > source.stored_items], is_last)
        if not sample:
            yield _Dated(new, (), is_last=True)

    def _understood(self, chunks: Iterable[_Dated]) -> Iterator[Chunk]:
        """Chunks with what their texts say; texts that the archive has already are not read again."""
        for group, found in in_order(self.crew, map(self._asked, _grouped(chunks))):
            said = dict(zip(group.keys, found, strict=True))
            for chunk in group.chunks:
                items = tuple(_extracted(item, dated, said) for item, dated in chunk.items)
                yield Chunk(chunk.source, items, chunk.is_last)

    def _asked(self, chunks: Sequence[_Dated]) -> tuple[_Group, Future[list[_Understood]]]:
        items = [pair for chunk in chunks for pair in chunk.items]
        known = known_ids(self.db.conn, {item.key for item, _ in items if item.key})
        texts: dict[str, Asked] = {}
        for item, dated in items:
            if item.clean and item.key and item.key not in known:
                texts.setdefault(item.key, Asked(item.clean.text, item.clean.title, dated.dated))
        asked = list(texts.values())
        weight = sum(len(each.text) for each in asked)
        return _Group(chunks, list(texts)), self.crew.submit(weight, understand, asked, self.options.names)


class _Group(NamedTuple):
    """Chunks whose texts are understood together, and the keys of those texts."""

    chunks: Sequence[_Dated]
    keys: Sequence[str]


def _grouped(chunks: Iterable[_Dated]) -> Iterator[list[_Dated]]:
    """Chunks together until they hold enough to be worth a task."""
    group: list[_Dated] = []
    for chunk in chunks:
        group.append(chunk)
        if sum(len(each.items) for each in group) >= GROUP_ITEMS:
            yield group
            group = []
    if group:
        yield group


def _new_source(capture: Capture, document: Document, options: IngestOptions, when: Captured) -> NewSource:
    return NewSource(
        uri=kept(capture.uri, strip_query=options.strip_query, private=options.private),
        name=options.name or document.title or capture.name,
        format=document.format,
        sha256=capture.sha256,
        bytes=capture.bytes,
        captured=when.value,
        captured_by=when.by,
    )


def _with_last(chunks: Iterable[list[Prepared]]) -> Iterator[tuple[list[Prepared], bool]]:
    """Pair each chunk with whether it is the last."""
    previous = None
    for chunk in chunks:
        if previous is not None:
            yield previous, False
        previous = chunk
    if previous is not None:
        yield previous, True


def _extracted(item: Prepared, dated: Dated, said: Mapping[str, _Understood]) -> ExtractedItem:
    content, found_by = said.get(item.key or "", (NOTHING, None))
    return ExtractedItem(item.position, item.raw, dated, item.clean, item.hour, item.key, content, found_by)
