"""Keeping an ingest going: folders are looked through when something changes in them, addresses asked every so often.

Nothing here waits or prints: `Following.turn` does what is due, and says when it wants to be called again. A file that
is still being written is left until it has been quiet for a moment. An address is asked whether it has changed since
the last time; one that fails is told once, and asked less and less often until it answers again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.crew import Crew
from archive.errors import ArchiveError
from archive.ingest import ingest
from archive.read import FetchOptions
from archive.read.gather import files_below, is_address, printable
from archive.read.opml import feeds_in
from archive.read.secrets import told
from archive.runs import Progress
from archive.search.saved import latest, news
from archive.store.database import opened
from archive.store.fetches import Fetched, remember, remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from archive.runs import IngestOptions
    from archive.search.saved import News
    from archive.store.database import Database
    from archive.types import Problem

QUIET = 2.0
"""Seconds for which a file must not have changed before it is read."""
RARELY = 24 * 3600.0
"""Seconds after which an address that keeps failing is asked again, unless all are asked less often anyway."""
PATIENCE = 120.0
"""Seconds that the transfer of an address may take: the others wait for it."""
SHOWN = 20
"""Snippets of each saved search that are handed on as news."""
MOST_COMPLAINTS = 1_000
"""Complaints that are remembered, and things that are complained of."""
SHORTEST = 5.0
"""Seconds after which what failed is tried again at the earliest."""


class Event(NamedTuple):
    """Something that happened, to be told in a line."""

    what: str
    """new, problem, recovered or news."""
    where: str
    said: str


class Turn(NamedTuple):
    """What a turn came to."""

    wait: float | None
    """Seconds after which the next one is due, if nothing changes before; None: only when something changes."""
    news: tuple[News, ...]
    """Saved searches that find something among what came in."""


class Following:
    """Paths and addresses that are followed, and what is known of them."""

    def __init__(
        self,
        db: Path,
        paths: Sequence[str],
        options: IngestOptions,
        every: float,
        tell: Callable[[Event], None],
        crew: Callable[[], AbstractContextManager[Crew]] = Crew,
    ) -> None:
        self._db = db
        self._options = options
        self._said = _Complaints(tell)
        self._files = _Files([path for path in paths if not is_address(path)])
        self._addresses = _Addresses([path for path in paths if is_address(path)], every)
        self._crew = crew
        self._retry = _Retry(SHORTEST, max(every, SHORTEST))

    def turn(self, now: float, wall: float) -> Turn:
        """Do what is due.

        Args:
            now: Seconds of a clock that never goes back.
            wall: Seconds since 1970, as files have them.
        """
        files = self._files.ready(now, wall, self._said.problem)
        self._addresses.know(self._files.feeds)
        urls = self._addresses.due(now)
        found: tuple[News, ...] = ()
        if (files or urls) and self._retry.is_due(now):
            try:
                found = self._ingest(files, urls, now)
                self._retry.succeeded()
            except ArchiveError as error:
                self._retry.failed(now)
                self._said.once(str(self._db), str(error))
        waits = [QUIET if self._files.waiting else None, self._addresses.wait(now)]
        wait = min((each for each in waits if each is not None), default=None)
        return Turn(self._retry.wait(now) if self._retry.failures else wait, found)

    def _ingest(self, files: Sequence[str], urls: Sequence[str], now: float) -> tuple[News, ...]:
        with opened(self._db, create=True) as db, self._crew() as crew:
            before = latest(db.conn)
            if files:
                self._take(db, files, crew, None, files[0] if len(files) == 1 else f"{len(files):,} files")
                self._files.taken()
            for url in urls:
                visit, shown = _Visit(db, self._options), told(printable(url), strip_query=self._options.strip_query)
                self._take(db, [url], crew, visit, shown)
                visit.keep()
                self._addresses.asked(url, now, is_well=visit.is_well)
                if visit.is_well:
                    self._said.recovered(shown)
            if latest(db.conn) == before:
                return ()
            return tuple(news(db.conn, SHOWN, self._said.of_search, since=before))

    def _take(self, db: Database, paths: Sequence[str], crew: Crew, visit: _Visit | None, where: str) -> None:
        fetch = FetchOptions(deadline=PATIENCE, allow_private=self._options.allow_private, visit=visit)
        done = ingest(db, paths, self._options, self._said.problem, Progress(), crew, fetch)
        if done.counts.sightings:
            counts = done.counts
            self._said.tell(Event("new", printable(where), f"{counts.snippets:,} new of {counts.sightings:,} items"))


class _Stamp(NamedTuple):
    """What shows that a file has changed."""

    changed: int
    size: int

    @classmethod
    def of(cls, file: str) -> _Stamp | None:
        """The stamp of a file; None where there is none any more."""
        try:
            status = Path(file).stat()
        except OSError:
            return None
        return cls(status.st_mtime_ns, status.st_size)


class _Files:
    """Files and folders that are followed; a list of feeds among them stands for its feeds."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._read: dict[str, _Stamp] = {}
        self._ready: dict[str, _Stamp] = {}
        self._lists: dict[str, list[str]] = {}
        self.waiting: dict[str, tuple[_Stamp, float]] = {}
        """Files that may still be written, and since when they are as they are."""

    @property
    def feeds(self) -> list[str]:
        """The addresses of all lists of feeds."""
        return [url for urls in self._lists.values() for url in urls]

    def ready(self, now: float, wall: float, report: Callable[[Problem], None]) -> list[str]:
        """Files that are new or have changed, and are quiet."""
        self._ready = {}
        for path in self._paths:
            for file in files_below(path, report):
                self._look_at(file, now, wall, is_named=file == path)
        return list(self._ready)

    def taken(self) -> None:
        """What was ready has been read."""
        self._read |= self._ready

    def _look_at(self, file: str, now: float, wall: float, *, is_named: bool) -> None:
        stamp = _Stamp.of(file)
        if stamp is None or self._read.get(file) == stamp:
            self.waiting.pop(file, None)
        elif not self._is_quiet(file, stamp, now, wall):
            pass
        elif is_named and (feeds := feeds_in(file)) is not None:
            self._lists[file] = feeds
            self._read[file] = stamp
        else:
            self._ready[file] = stamp

    def _is_quiet(self, file: str, stamp: _Stamp, now: float, wall: float) -> bool:
        """Whether a file has been as it is for long enough, by its own time or by what was seen of it."""
        known, since = self.waiting.get(file, (None, now))
        if known != stamp:
            since = now
        self.waiting[file] = (stamp, since)
        is_quiet = wall - stamp.changed / 1e9 >= QUIET or now - since >= QUIET
        if is_quiet:
            del self.waiting[file]
        return is_quiet


class _Retry:
    """When to try again what fails: after twice the time for every failure that follows upon another."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._due = 0.0
        self.failures = 0

    def is_due(self, now: float) -> bool:
        return now >= self._due

    def wait(self, now: float) -> float:
        return max(0.0, self._due - now)

    def failed(self, now: float) -> None:
        self._due = now + min(self._longest, self._first * 2.0 ** min(self.failures, 30))
        self.failures += 1

    def succeeded(self, due: float = 0.0) -> None:
        self._due = due
        self.failures = 0


class _Addresses:
    """Addresses that are asked every so often."""

    def __init__(self, urls: Sequence[str], every: float) -> None:
        self._given = urls
        self._every = every
        self._known: dict[str, _Retry] = {}
        self.know(())

    def know(self, feeds: Iterable[str]) -> None:
        """The addresses to ask: those that were given, and those of lists of feeds as they are now."""
        wanted = dict.fromkeys((*self._given, *feeds))
        self._known = {url: self._known.get(url) or _Retry(self._every, max(self._every, RARELY)) for url in wanted}

    def due(self, now: float) -> list[str]:
        return [url for url, one in self._known.items() if one.is_due(now)]

    def wait(self, now: float) -> float | None:
        return min((one.wait(now) for one in self._known.values()), default=None)

    def asked(self, url: str, now: float, *, is_well: bool) -> None:
        """An address has answered, or not."""
        one = self._known[url]
        one.succeeded(now + self._every) if is_well else one.failed(now)


class _Visit:
    """One visit of an address: what the last answer said of itself is sent along, and that of this one kept."""

    def __init__(self, db: Database, options: IngestOptions) -> None:
        self._db = db
        self._strip_query = options.strip_query
        self._heard: Fetched | None = None
        self.is_well = False
        """Whether it answered, be it that nothing has changed."""

    def conditions(self, url: str) -> Mapping[str, str]:
        known = remembered(self._db.conn, self._key(url))
        sent = {"If-None-Match": known.etag, "If-Modified-Since": known.modified} if known else {}
        return {name: value for name, value in sent.items() if value}

    def answered(self, url: str, etag: str | None, modified: str | None, content: Path) -> None:
        with content.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        self._heard = Fetched(self._key(url), etag, modified, sha256)
        self.is_well = True

    def unchanged(self) -> None:
        self.is_well = True

    def _key(self, url: str) -> str:
        """What an address is remembered under: of a query that is not to be kept, only a digest."""
        url = printable(url)
        shown = told(url, strip_query=self._strip_query)
        return shown if not self._strip_query else f"{shown}#{hashlib.sha256(url.encode()).hexdigest()}"

    def keep(self) -> None:
        """Remember the answer, now that what it brought is stored."""
        if self._heard:
            remember(self._db, self._heard)


class _Complaints:
    """Tells what happens; what is wrong with something only once, until it is well again."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self.tell = tell
        self._told: dict[str, set[str]] = {}

    def once(self, where: str, said: str) -> None:
        if len(self._told) > MOST_COMPLAINTS:
            self._told.clear()
        known = self._told.setdefault(where, set())
        if said not in known and len(known) < MOST_COMPLAINTS:
            known.add(said)
            self.tell(Event("problem", where, said))

    def problem(self, problem: Problem) -> None:
        self.once(problem.uri, str(problem).removeprefix(problem.uri).removeprefix(": "))

    def of_search(self, name: str, error: ArchiveError) -> None:
        self.once(name, str(error))

    def recovered(self, where: str) -> None:
        """What failed before is well again: should it fail once more, that is told."""
        if self._told.pop(where, None):
            self.tell(Event("recovered", where, "answers again"))
