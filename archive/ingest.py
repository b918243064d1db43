"""The flow: bytes → raw items → snippets → spans → entities → one SQLite file.

A source is taken in chunks of consecutive items. Where a chunk ends depends on the source alone, and all that is
extracted depends on the chunk and those before it, so a run that was cut off carries on at the next item and ends
with the rows of an undisturbed one.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from archive import __version__
from archive.annotate import NOTHING
from archive.attempts import attempt
from archive.crew import Crew, done, in_order
from archive.errors import ReadError
from archive.extract import names
from archive.extract.dates.dating import Captured, captured, date_items
from archive.read import FetchOptions, ReadOptions, captures, read
from archive.read.budget import Allowance, Budget
from archive.read.secrets import kept, told
from archive.runs import IngestOptions, Progress, Summary
from archive.steps import Asked, cut_off, in_language, open_whole, prepare, published_days, understand, whole_chunks
from archive.store.batch import Chunk, ExtractedItem, NewSource
from archive.store.snippets import known_ids
from archive.store.write import captured_before, finish_ingest, source_state, start_ingest, write_batch
from archive.types import Problem

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from archive.extract.dates.dating import Dated, PageState
    from archive.read import Capture
    from archive.steps import Opened, Prepared, Understood
    from archive.store.database import Database
    from archive.types import Document, Report

SAMPLE_CHUNKS = 2
"""How much of a source is looked at to find out when it was captured."""

SMALL = 1 << 20
"""Bytes up to which a source is read and cleaned as one task."""

LIGHT = 10
"""How many times as long understanding a text takes as cleaning it does."""

GROUP_ITEMS = 500
"""Chunks are understood together until they hold this many items: the recogniser is quicker on many texts at once."""

BATCH_ITEMS = 2000
"""Chunks are written together until they hold this many items: many small files share a transaction."""


KEPT = "the text is kept without (archive reextract looks for names and quotations again)"


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
    is_cut: Callable[[], bool]
    """Whether it holds more than its chunks, which is known once they are read."""


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
        self._budget = Budget(options.max_bytes)
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
        strip = partial(told, strip_query=self.options.strip_query)
        self._tell(replace(problem, uri=strip(problem.uri), reason=strip(problem.reason)))

    def _flush(self) -> None:
        if not self.pending:
            return
        recogniser = partial(names.recogniser, self.options.names)
        counts = write_batch(self.db, self.pending, self.ingest_id, recogniser)
        for failed in counts.failed:
            self.report(Problem("read anew", f"{failed}; {KEPT}"))
        self.summary.counts.add(counts)
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
            self._budget.on_disk += capture.on_disk
            if task := self._opened(capture, stored_items):
                self._under_way.add(capture.sha256)
                if capture.bytes <= SMALL:
                    self.crew.expect(capture.bytes)
                yield (capture, stored_items), task
            else:
                capture.close()
                self.report(Problem(capture.uri, f"left out: {self._budget.told()}"))

    def _opened(self, capture: Capture, stored_items: int) -> Future[Opened | None] | None:
        """A small source as a task; a large one, or one whose bytes are damaged, is read as it comes.

        Returns:
            None for a small one that the run can't afford.
        """
        held = capture.held(SMALL)
        if held is None:
            return done(None)
        if not stored_items and not self._budget.affords(capture.given):
            return None
        allowance = Allowance(self.options.max_seconds, stored_items)
        return self.crew.submit(capture.bytes, open_whole, held, self._reading, self.options.outlet, allowance)

    def _whole(self, capture: Capture, stored_items: int, opened: Opened) -> _Source | None:
        for problem in opened.problems:
            self.report(problem)
        self.progress.read(capture.bytes)
        if opened.document is None:
            return None
        # what an office file or a PDF holds is not known before it is read
        lengths = [len(item.raw) for chunk in opened.chunks for item in chunk]
        self._budget.owe(max(0, sum(lengths) - capture.given), len(lengths))
        return _Source(
            capture, stored_items, opened.document, opened.chunks, lambda: opened.days, lambda: opened.is_cut
        )

    def _streamed(self, capture: Capture, stored_items: int) -> _Source | None:
        try:
            document = read(capture, self._reading, self.report)
        except ReadError as error:
            self.report(Problem(capture.uri, str(error)))
            return None
        allowance = Allowance(self.options.max_seconds, stored_items, self._budget)
        prepared = in_order(self.crew, self._given(capture, document, allowance))
        return _Source(
            capture,
            stored_items,
            document,
            (chunk for _, chunk in prepared),
            lambda: self._days(capture),
            lambda: allowance.reached is not None,
        )

    def _given(
        self, capture: Capture, document: Document, allowance: Allowance
    ) -> Iterator[tuple[None, Future[list[Prepared]]]]:
        outlet = self.options.outlet or document.outlet
        read_before = items = 0
        try:
            for chunk in whole_chunks(document.items, capture, allowance):
                self.progress.read(capture.consumed - read_before)
                read_before = capture.consumed
                items += len(chunk)
                weight = sum(len(item.raw) for item in chunk) // LIGHT
                yield None, self.crew.submit(weight, prepare, chunk, outlet, document.language)
        except ReadError as error:
            self.report(Problem(capture.uri, f"{error}; the items before it are kept", position=items + 1))
        if allowance.reached:
            self.report(cut_off(capture.uri, items, allowance.reached))

    def _days(self, capture: Capture) -> Counter[str]:
        """A long source is read once more for its days, and no further than the run can afford.

        The newest may stand anywhere, and a day of capture found out only there would come too late for what stands
        before it.
        """
        again = replace(capture, consumed=0)  # which tells its own progress, to nobody
        try:
            items = read(again, self._reading, lambda _: None).items
            left = Budget(self._budget.limit, self._budget.on_disk, self._budget.spent - capture.given)
            return published_days(Allowance(self.options.max_seconds, 0, left).of(items, lambda: again.given))
        except ReadError:  # it can be read no longer, of which reading its items tells
            return published_days(())

    def _dated(self, source: _Source) -> Iterator[_Dated]:
        """A source dated chunk by chunk; of those already stored, only what the next ones need is done again."""
        chunks = map(in_language, source.chunks)
        sample = list(islice(chunks, SAMPLE_CHUNKS))
        if source.capture.bytes > SMALL and any(map(self._holds_new, sample)):
            self.crew.expect(source.capture.bytes)
        if not sample and not source.is_cut():
            self.report(Problem(source.capture.uri, f"holds no snippets (it was read as {source.document.format})"))
        when = self._captured(source, sample)
        new = _new_source(source.capture, source.document, self.options, when)
        state: PageState | None = None
        for chunk, is_end in _with_last(chain(sample, chunks)):
            is_last = is_end and not source.is_cut()
            dated, state = date_items([item.said for item in chunk], when, state, read=False)
            pairs = zip(chunk, dated, strict=True)
            yield _Dated(new, [pair for pair in pairs if pair[0].position > source.stored_items], is_last)
        if not sample and not source.is_cut():
            yield _Dated(new, (), is_last=True)

    def _holds_new(self, items: Sequence[Prepared]) -> bool:
        keys = {item.key for item in items if item.key}
        return len(known_ids(self.db.conn, keys)) < len(keys)

    def _captured(self, source: _Source, sample: Sequence[Sequence[Prepared]]) -> Captured:
        """When it was captured; of a source that was cut off, what was found then."""
        if source.stored_items and self.options.captured is None:
            return captured_before(self.db, source.capture.sha256)
        failed: list[str] = []
        when = attempt(
            "when it was captured",
            lambda: captured(
                option=self.options.captured,
                stamp=source.document.stamp,
                name=source.capture.name,
                sample=[item.said for chunk in sample for item in chunk if item.clean],
                days=source.days() if len(sample) == SAMPLE_CHUNKS and self.options.captured is None else None,
                modified=source.capture.modified,
            ),
            Captured(None, None),
            failed,
        )
        for what in failed:
            self.report(Problem(source.capture.uri, f"{what}: say it with --captured"))
        return when

    def _understood(self, chunks: Iterable[_Dated]) -> Iterator[Chunk]:
        """Chunks with what their texts say; texts that the archive has already are not read again."""
        for group, found in in_order(self.crew, map(self._asked, _grouped(chunks))):
            said = dict(zip(group.keys, found, strict=True))
            for chunk in group.chunks:
                items = tuple(_extracted(item, dated, said) for item, dated in chunk.items)
                for item in items:
                    for what in dict.fromkeys(item.failed):
                        self.report(Problem(chunk.source.uri, f"{what}; {KEPT}", position=item.position))
                yield Chunk(chunk.source, items, chunk.is_last)

    def _asked(self, chunks: Sequence[_Dated]) -> tuple[_Group, Future[list[Understood]]]:
        items = [pair for chunk in chunks for pair in chunk.items]
        known = known_ids(self.db.conn, {item.key for item, _ in items if item.key})
        texts: dict[str, Asked] = {}
        for item, dated in items:
            if item.clean and item.key and item.key not in known:
                texts.setdefault(item.key, Asked(item.clean.text, item.clean.title, dated.dated, dated.is_read))
        if not texts:
            return _Group(chunks, []), done([])
        asked = list(texts.values())
        weight = sum(len(each.text) for each in asked)
        self.crew.wait()
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


def _with_last(chunks: Iterable[Sequence[Prepared]]) -> Iterator[tuple[Sequence[Prepared], bool]]:
    """Pair each chunk with whether it is the last."""
    previous = None
    for chunk in chunks:
        if previous is not None:
            yield previous, False
        previous = chunk
    if previous is not None:
        yield previous, True


def _extracted(item: Prepared, dated: Dated, said: Mapping[str, Understood]) -> ExtractedItem:
    found = said.get(item.key or "")
    failed = (*item.failed, *filter(None, [dated.failed]), *(found.failed if found else ()))
    content, found_by = (found.content, found.found_by) if found else (NOTHING, None)
    if found and found.dates is not None and dated.dated == found.dated and not dated.is_read:
        dated = dated._replace(dates=found.dates, is_read=True)
    return ExtractedItem(item.position, item.raw, dated, item.clean, item.hour, item.key, content, found_by, failed)
