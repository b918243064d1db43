"""Corrections of snippets: what a person may decide of one, each refused with a reason where it makes no sense.

The command line and the pages in the browser both correct through these. What is corrected is what a sighting says, the
first one unless another is named, wherever the text is found to say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.errors import StoreError
from archive.extract.dates.captured_day import option_date
from archive.harmless import harmless
from archive.resolve.rulings import KINDS, parse_reference, reference
from archive.resolve.text_rulings import change, hash_of, is_of_text, text_reference
from archive.store.corrections import told
from archive.store.decisions import decide
from archive.store.lookup import find
from archive.store.rows import FIRST
from archive.store.searches import tidied

if TYPE_CHECKING:
    import sqlite3

    from archive.resolve.rulings import Decision
    from archive.resolve.text_rulings import Fact
    from archive.store.database import Database

NONE = frozenset({"", "none", "nobody", "unknown"})
"""What a person writes where there is nothing to say."""
_LONGEST = 300


class Quoted(NamedTuple):
    """A quotation that may have another speaker."""

    start: int
    quote: str
    speaker: str | None


def correct(
    db: Database, snippet_id: int, fact: Fact, value: str, note: str | None = None, *, sighting: int = 1
) -> Decision:
    """Say which day, outlet or author a snippet has.

    Args:
        db: An archive opened for writing.
        snippet_id: The snippet.
        fact: What of it.
        value: As a person writes it; see `NONE`.
        note: Why.
        sighting: Of which of its sightings, from 1, from old to new.

    Raises:
        StoreError: There is no such snippet or sighting, or it says so already.
        ArchiveError: It is no date.
    """
    text_hash, shown, found = _said(db.conn, snippet_id, fact, sighting)
    tidy = "" if value.strip().casefold() in NONE else value.strip()
    if tidy and fact == "date":
        tidy = option_date(tidy, "The date")
    elif tidy:
        tidy = tidied(tidy, _LONGEST)
        if "->" in tidy:
            raise StoreError(f"{tidy!r} would be misread: leave the -> out.")
    if tidy == (shown or ""):
        which = f"{snippet_id}, sighting {sighting}," if sighting > 1 else str(snippet_id)
        raise StoreError(f"The {fact} of snippet {which} is {harmless(tidy or 'none')} already.")
    return decide(db, fact, text_reference(text_hash), change(found, tidy), note)


def hide(db: Database, snippet_id: int, note: str | None = None) -> Decision:
    """Say that a snippet is none: it is shown and counted nowhere.

    Raises:
        StoreError: There is no such snippet, or it is hidden already.
    """
    row = db.conn.execute("select text_hash, variant_of is id from snippets where id = ?", [snippet_id]).fetchone()
    if row is None:
        raise StoreError(f"There is no snippet {snippet_id}.")
    if row[1]:
        raise StoreError(f"Snippet {snippet_id} is hidden already.")
    return decide(db, "hide", text_reference(row[0]), None, note)


def attribute(db: Database, snippet_id: int, start: int, speaker: str, note: str | None = None) -> Decision:
    """Say who speaks in a quotation.

    Args:
        db: An archive opened for writing.
        snippet_id: The snippet.
        start: Where the quotation starts.
        speaker: An entity, as people name it; or a name that is new; or nobody (`NONE`).
        note: Why.

    Raises:
        StoreError: There is no such quotation, or several entities answer to the name.
    """
    text_hash, *_ = _said(db.conn, snippet_id, "author")
    quoted = next((each for each in quotations_of(db.conn, snippet_id) if each.start == start), None)
    if quoted is None:
        raise StoreError(f"Snippet {snippet_id} has no quotation there.")
    now = "" if speaker.strip().casefold() in NONE else _speaker(db.conn, speaker)
    return decide(db, "speaker", text_reference(text_hash), change(quoted.quote.replace("->", "–"), now), note)


def quotations_of(conn: sqlite3.Connection, snippet_id: int) -> list[Quoted]:
    """The quotations of a snippet, with who speaks as it is shown."""
    rows = conn.execute(
        """select q.start, q.quote, coalesce(e.name, q.speaker) from quotations q
           left join entities e on e.id = q.speaker_id where q.snippet_id = ? order by q.start""",
        [snippet_id],
    )
    return [Quoted(*row) for row in rows]


def text_of(conn: sqlite3.Connection, text_hash: str) -> tuple[int, str] | None:
    """Number and text of the snippet of a hash; None where no source shows it now."""
    row = conn.execute("select id, text from snippets where text_hash = ?", [text_hash]).fetchone()
    return (row[0], row[1]) if row else None


def told_here(conn: sqlite3.Connection, decision: Decision) -> str:
    """A decision in words, with the number of the snippet that it is about."""
    words = told(decision.action, decision.subject, decision.object)
    if not is_of_text(decision.subject):
        return words
    here = text_of(conn, hash_of(decision.subject))
    numbered = f"snippet {here[0]}" if here else "a snippet that no source shows now"
    return words.replace("a snippet", numbered, 1) if "a snippet" in words else f"in {numbered} {words}"


def _speaker(conn: sqlite3.Connection, typed: str) -> str:
    found = find(conn, typed)
    if len(found) > 1:
        some = ", ".join(f"{each.reference} (#{each.id})" for each in found[:8])
        raise StoreError(harmless(f"{typed!r} may be one of these; say which by its number: {some}"))
    if found:
        return found[0].reference
    kind, _, name = typed.partition(":")
    if kind.strip() in KINDS and name.strip():
        return reference(*parse_reference(typed))
    return reference("person", tidied(typed, _LONGEST))


_SHOWN = {"date": "g.dated", "outlet": "g.outlet", "author": "g.author"}
_FOUND = {
    "outlet": "iif(f.position is null, g.outlet, f.outlet)",
    "author": "iif(f.position is null, g.author, f.author)",
    "date": """coalesce(g.stamp, iif(f.position is null, iif(g.dated_by = 'published', g.dated, null),
                                     iif(f.dated_by = 'published', f.dated, null)))""",
}


def _said(
    conn: sqlite3.Connection, snippet_id: int, fact: Fact, sighting: int = 1
) -> tuple[str, str | None, str | None]:
    """The hash of a snippet, what one of its sightings says, and what that was found to say."""
    row = conn.execute(
        f"""select s.text_hash, {_SHOWN[fact]}, {_FOUND[fact]} from sightings g join snippets s on s.id = g.snippet_id
            left join found_facts f on f.source_id = g.source_id and f.position = g.position
            where g.snippet_id = ? order by {FIRST} limit 1 offset ?""",
        [snippet_id, sighting - 1],
    ).fetchone()
    if row is None and sighting > 1:
        raise StoreError(f"Snippet {snippet_id} has no sighting {sighting}: archive show {snippet_id} lists them.")
    if row is None:
        raise StoreError(f"There is no snippet {snippet_id}.")
    return row[0], row[1], row[2]
