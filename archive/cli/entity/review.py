"""`archive entity review`: what the archive is unsure of, one question at a time.

On a terminal single keys answer; from a pipe each line is one, so that a review can be scripted. Every answer is a
decision, stored at once.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.entity.choose import Kind, as_kind
from archive.cli.entity.keys import single_keys
from archive.cli.options import DEFAULT_DATABASE, Database
from archive.harmless import harmless, one_line
from archive.web.wording import counted

if TYPE_CHECKING:
    from archive.store.database import Database as Archive
    from archive.store.review_questions import Doubt, Example, Party
    from archive.types import EntityKind

_KEYS = "y yes{} · n no · s skip · u undo the last answer · q quit · ? help"
_HELP = """y  yes: they are merged; or it is a name
o  yes, the other way round: the second is merged into the first
n  no: they stay apart for ever; or what is no name is hidden
s  skip: it is asked next time
u  undo the last answer given here, and ask again
q  quit; every answer so far is kept, and archive entity undo takes any of them back"""
_AROUND = 90  # characters of a text to show on either side of a name
_COLOURS = {"person": "cyan", "organisation": "magenta", "place": "green"}


def review(
    db: Database = DEFAULT_DATABASE,
    limit: Annotated[int | None, typer.Option("--limit", "-n", min=1, help="How many questions to ask.")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only about people, organisations or places.")] = None,
) -> None:
    """Answer what the archive is unsure of: are these two one, is this a name? What hangs on most mentions comes first.

    Keys: y yes, o yes, but the other one's name stays, n no, s skip, u undo the last answer, q quit. From a pipe, each
    line is a key. What was answered is never asked again, unless it is undone.

    Example: archive entity review --kind person --limit 20
    """
    from archive.store.database import opened

    with opened(db) as archive:
        _Review(archive, as_kind(kind) if kind else None, limit).run()


class _Review:
    """One sitting: questions asked, answers given."""

    def __init__(self, archive: Archive, kind: EntityKind | None, limit: int | None) -> None:
        from rich.console import Console

        from archive.store.review_questions import FIRST, doubts

        self._archive = archive
        self._kind = kind
        self._among = FIRST
        self._queue = doubts(archive.conn, kind=kind, among=FIRST)
        self._most = limit
        self._answers: list[tuple[int, int]] = []
        """Of each answer: the place of its question in the queue, and the decision's number."""
        self._skipped: set[int] = set()
        self._console = Console(highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())

    def run(self) -> None:
        at, asked = 0, 0
        with suppress(KeyboardInterrupt), single_keys() as self._key:
            while self._has(at) and asked < self._limit():
                if not self._is_open(at):
                    at += 1
                    continue
                answer = self._ask(at, asked)
                if answer == "q":
                    break
                if answer == "u":
                    at, asked = self._undo(at, asked)
                    continue
                self._take(at, answer)
                at, asked = at + 1, asked + 1
        self._end()

    def _has(self, at: int) -> bool:
        """Whether there is a question at a place, if need be one about names that are mentioned less."""
        from archive.store.review_questions import doubts, wider

        while at >= len(self._queue) and (among := wider(self._archive.conn, self._among)):
            self._among = among
            self._add(at, doubts(self._archive.conn, kind=self._kind, among=among))
        return at < len(self._queue)

    def _add(self, at: int, more: list[Doubt]) -> None:
        asked_of = {_about(each) for each in self._queue}
        self._queue[at:at] = [each for each in more if _about(each) not in asked_of]

    def _limit(self) -> int:
        return min(self._most or len(self._queue), len(self._queue))

    def _is_open(self, at: int) -> bool:
        from archive.store.review_questions import still_open

        return bool(still_open(self._archive.conn, [self._queue[at]]))

    def _ask(self, at: int, asked: int) -> str:
        from archive.store.review_questions import other_way

        has_other_way = other_way(self._queue[at]) is not None
        self._show(self._queue[at], f"{asked + 1:,} of {self._limit():,}")
        self._say(_KEYS.format(" · o the other way round" * has_other_way), "dim")
        while True:
            key = self._key() or "q"
            if key in {"y", "n", "s", "q"} or (key == "u" and self._answers) or (key == "o" and has_other_way):
                return key
            self._say("Nothing has been answered yet." if key == "u" else _HELP)

    def _take(self, at: int, answer: str) -> None:
        from archive.store.corrections import told
        from archive.store.decisions import decide
        from archive.store.review_questions import follow_ups, no, other_way, yes

        doubt = self._queue[at]
        if answer == "s":
            self._skipped.add(at)
            return
        reverse = other_way(doubt) if answer == "o" else None
        ruling = reverse or (no(doubt) if answer == "n" else yes(doubt))
        done = decide(self._archive, ruling.action, ruling.subject, ruling.object, "review")
        self._answers.append((at, done.id))
        self._say(f"decision {done.id}: {told(ruling.action, ruling.subject, ruling.object)}\n", "dim")
        self._add(at + 1, follow_ups(self._archive.conn, doubt))

    def _undo(self, at: int, asked: int) -> tuple[int, int]:
        """Take the last answer back; its question is the next one, and those skipped after it come again."""
        from archive.store.decisions import undo

        before, decision_id = self._answers.pop()
        undo(self._archive, decision_id)
        again = {each for each in self._skipped if before < each < at}
        self._skipped -= again
        self._say(f"decision {decision_id} is undone\n", "dim")
        return before, asked - 1 - len(again)

    def _end(self) -> None:
        from archive.store.review_questions import still_open, wider

        left = len(still_open(self._archive.conn, self._queue))
        among = f" among the {self._among:,} names mentioned most" * bool(wider(self._archive.conn, self._among))
        self._say(f"{counted(len(self._answers), 'question')} answered, {left:,} left{among}.")

    def _show(self, doubt: Doubt, place: str) -> None:
        from archive.store.review_questions import asks, examples, in_common

        self._say(f"{place} · {counted(doubt.mentions, 'mention')}", "dim")
        self._say(asks(doubt), "bold")
        self._say(f"Asked because: {doubt.why}")
        if shared := in_common(self._archive.conn, doubt):
            self._say(f"Told of both: {shared}")
        for party in (doubt.goes, doubt.stays):
            for example in examples(self._archive.conn, party) if party else ():
                self._example(example, party)

    def _example(self, example: Example, party: Party | None) -> None:
        from rich.text import Text

        before, name, after = _cut(example)
        facts = " · ".join(fact for fact in (example.dated, example.outlet, f"#{example.snippet_id}") if fact)
        colour = _COLOURS.get(party.kind, "") if party else ""
        line = Text.assemble("  ", before, (f"‹{name}›", f"bold {colour}"), after, (f"  ({one_line(facts)})", "dim"))
        self._console.print(line)

    def _say(self, text: str, style: str = "") -> None:
        from rich.text import Text

        self._console.print(Text(harmless(text), style))


def _about(doubt: Doubt) -> tuple[str, int, int | None]:
    return doubt.sort, doubt.goes.id, doubt.stays.id if doubt.stays else None


def _cut(example: Example) -> tuple[str, str, str]:
    """The text around a name, cut at words, without anything that steers a terminal."""
    before, after = example.text[: example.start], example.text[example.stop :]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return one_line(before), one_line(example.text[example.start : example.stop]), one_line(after)
