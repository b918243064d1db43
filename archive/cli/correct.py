"""`archive correct`, `archive hide`: what a snippet says of itself, put right by decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.entity.change import say
from archive.cli.options import DEFAULT_DATABASE, Database, Note, number
from archive.errors import ArchiveError
from archive.harmless import one_line

if TYPE_CHECKING:
    import sqlite3

    from archive.resolve.rulings import Decision
    from archive.resolve.text_rulings import Fact

Number = Annotated[
    int,
    typer.Argument(parser=number, help="The snippet's number, as search prints it.", metavar="ID", show_default=False),
]


def correct(
    snippet_id: Number,
    date: Annotated[str | None, typer.Option(help="Its day, month or year; or none.", metavar="DATE")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it; or none.", metavar="NAME")] = None,
    author: Annotated[
        str | None, typer.Option(help="Who wrote it, several with commas between; or none.", metavar="NAME")
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Who speaks in its quotation; or nobody.", metavar="NAME")] = None,
    quotation: Annotated[
        int | None, typer.Option(help="Which quotation, from 1, where it has several.", metavar="N", min=1)
    ] = None,
    sighting: Annotated[
        int, typer.Option(help="Of which sighting, from 1, where they say different things.", metavar="N", min=1)
    ] = 1,
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Put right what a snippet says of itself: its date, outlet or author, or who speaks in it.

    It holds wherever this text is found to say the same, now and ever after; archive entity undo takes it back.

    Example: archive correct 12 --date 2024-10-12 --outlet "The Ledger" --author "Ada Moss"

    Example: archive correct 12 --date 2024-10-14 --sighting 2

    Example: archive correct 40 --speaker "Mara Velden" --quotation 2
    """
    from archive.store import text_corrections
    from archive.store.database import opened

    asked: list[tuple[Fact, str | None]] = [("date", date), ("outlet", outlet), ("author", author)]
    if speaker is None and all(value is None for _, value in asked):
        raise typer.BadParameter("say what: --date, --outlet, --author or --speaker")
    with opened(db) as archive:
        start = _quotation(archive.conn, snippet_id, quotation) if speaker is not None else 0
        for fact, value in asked:
            if value is not None:
                done = text_corrections.correct(archive, snippet_id, fact, value, note, sighting=sighting)
                which = f", sighting {sighting}," if sighting > 1 else ""
                say(done, f"the {fact} of snippet {snippet_id}{which} is {one_line(value)} now", db)
                _tell_first(archive.conn, snippet_id, done)
        if speaker is not None:
            done = text_corrections.attribute(archive, snippet_id, start, speaker, note)
            who = (done.object or "").rpartition("->")[2].strip() or "nobody"
            say(done, f"the speaker in snippet {snippet_id} is {who} now", db)


def _tell_first(conn: sqlite3.Connection, snippet_id: int, done: Decision) -> None:
    """Say so where another sighting, of an earlier day than the corrected one, speaks for the snippet."""
    from archive.resolve.text_rulings import parse_change

    now = parse_change(done.object or "").now
    (shown,) = conn.execute("select dated from snippets where id = ?", [snippet_id]).fetchone()
    if done.action == "date" and shown and shown != now:
        typer.echo(f"Of its sightings the first one is of {shown}: that is the date it is shown with.")


def hide(snippet_id: Number, note: Note = None, db: Database = DEFAULT_DATABASE) -> None:
    """Hide a snippet: it is shown and counted nowhere but under is:hidden, now and ever after.

    Example: archive hide 12 --note "an advertisement"
    """
    from archive.store import text_corrections
    from archive.store.database import opened

    with opened(db) as archive:
        done = text_corrections.hide(archive, snippet_id, note)
    say(done, f"snippet {snippet_id} is hidden", db)


def _quotation(conn: sqlite3.Connection, snippet_id: int, number: int | None) -> int:
    """Where the quotation that is meant starts."""
    from archive.store.text_corrections import quotations_of

    found = quotations_of(conn, snippet_id)
    if not found:
        raise ArchiveError(f"Snippet {snippet_id} has no quotation.")
    if (number is None and len(found) > 1) or (number or 1) > len(found):
        lines = [f"  {at}  {one_line(each.speaker) or '?'}: {one_line(each.quote)}" for at, each in enumerate(found, 1)]
        raise ArchiveError("\n".join([f"Snippet {snippet_id} has these quotations; say which: --quotation N", *lines]))
    return found[(number or 1) - 1].start
