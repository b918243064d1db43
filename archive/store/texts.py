"""What people decide of texts, applied: what sightings say, which snippets are hidden, who speaks in a quotation.

What was found is kept beside (`found_facts`, `found_speakers`), so that undoing gives back exactly what there was. A
writer that changes sightings itself lifts the corrections first, and has them applied again after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.extract.dates.anchor import Anchor
from archive.extract.dates.dating import Dated
from archive.extract.dates.expressions import find_dates
from archive.resolve.rulings import parse_reference, ref
from archive.resolve.text_rulings import quote_key
from archive.store.identities import by_refs
from archive.store.mention_placing import place
from archive.store.redating import dated_sightings
from archive.store.rows import AMONG, FIRST, listed
from archive.store.sightings import show_first
from archive.store.snippets import days_of, known_ids, redate

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from archive.resolve.rulings import Rulings
    from archive.resolve.text_rulings import TextRulings

DECIDED = "decision"
"""How a day is known that a person gave."""

SAID = """coalesce(g.outlet, ''), coalesce(g.author, ''),
  coalesce(g.stamp, iif(g.dated_by = 'published', g.dated, ''), '')"""
"""What decisions on outlet, author and day know a sighting by; of the day that is its date field."""

_FACTS = "outlet, author, dated, dated_by, hour"


def concerned(conn: sqlite3.Connection, texts: TextRulings) -> set[int]:
    """The snippets of which something is decided, or was."""
    rows = conn.execute(
        """select g.snippet_id from found_facts cross join sightings g using (source_id, position)
           union select snippet_id from found_speakers
           union select id from snippets indexed by snippets_hidden where variant_of = id"""
    )
    return {*(number for (number,) in rows), *known_ids(conn, texts.hashes).values()}


def state(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> dict[int, tuple[object, ...]]:
    """What snippets say, as far as it can be decided."""
    rows = conn.execute(
        f"""select s.id, s.variant_of is s.id,
              (select group_concat(said, ' ') from (
                 select json_array({_FACTS}, source_id, position) as said from sightings
                 where snippet_id = s.id order by source_id, position)),
              (select group_concat(said, ' ') from (
                 select json_array(start, speaker, speaker_start, speaker_id) as said from quotations
                 where snippet_id = s.id order by start))
            from snippets s where s.id {AMONG}""",
        [listed(snippet_ids)],
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def heed(conn: sqlite3.Connection, snippet_ids: Collection[int], texts: TextRulings) -> set[int]:
    """Let snippets say what people decided of them; returns those that have another day than before.

    Args:
        conn: Inside a transaction, `tallied`.
        snippet_ids: Those that came, that came again, or of which something else is decided now.
        texts: What is decided.
    """
    corrected = (
        f"select snippet_id from sightings join found_facts using (source_id, position) where snippet_id {AMONG}"
    )
    ids = {number for (number,) in conn.execute(corrected, [listed(snippet_ids)])}
    decided = known_ids(conn, texts.hashes).values()
    ids.update(set(decided).intersection(snippet_ids))
    before = days_of(conn, ids)
    lift(conn, ids)
    _say(conn, ids, texts)
    show_first(conn, ids)
    redated = {number for number, day in days_of(conn, ids).items() if day != before[number]}
    redate_by_first(conn, redated)
    return redated


def lift(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Let sightings say what they were found to say, until decisions are heeded again."""
    rows = conn.execute(
        f"""select f.{_FACTS.replace(", ", ", f.")}, f.source_id, f.position
            from sightings g join found_facts f using (source_id, position) where g.snippet_id {AMONG}""",
        [listed(snippet_ids)],
    ).fetchall()
    _set(conn, rows)
    conn.executemany("delete from found_facts where source_id = ? and position = ?", [row[5:] for row in rows])


def _say(conn: sqlite3.Connection, snippet_ids: Collection[int], texts: TextRulings) -> None:
    found = conn.execute(
        f"""select g.{_FACTS.replace(", ", ", g.")}, g.source_id, g.position, s.text_hash, {SAID}
            from sightings g join snippets s on s.id = g.snippet_id where g.snippet_id {AMONG}""",
        [listed(snippet_ids)],
    ).fetchall()
    changed = []
    for *facts, source_id, position, text_hash, outlet, author, stamp in found:
        ruled = texts.facts.get(text_hash, {})
        now = [ruled.get(("outlet", outlet), outlet) or None, ruled.get(("author", author), author) or None, *facts[2:]]
        if ("date", stamp) in ruled:
            now[2:] = [ruled["date", stamp] or None, DECIDED, None]
        if now != facts:
            conn.execute(
                f"insert into found_facts ({_FACTS}, source_id, position) values (?, ?, ?, ?, ?, ?, ?)",
                [*facts, source_id, position],
            )
            changed.append((*now, source_id, position))
    _set(conn, changed)


def _set(conn: sqlite3.Connection, rows: Iterable[tuple[object, ...]]) -> None:
    conn.executemany(
        f"update sighting_rows set ({_FACTS}) = (?, ?, ?, ?, ?) where source_id = ? and position = ?", rows
    )


def redate_by_first(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Find the date expressions of snippets anew, as their first sightings have them read."""
    of_one = "select g.source_id, g.position, g.dated_by from sightings g where g.snippet_id = ?"
    places: dict[tuple[int, int], int] = {}
    redated: dict[int, Dated] = {}
    for number in snippet_ids:
        *place_, by = conn.execute(f"{of_one} order by {FIRST} limit 1", [number]).fetchone()
        if by == DECIDED:
            text, day = conn.execute("select text, dated from snippets where id = ?", [number]).fetchone()
            redated[number] = Dated(tuple(find_dates(text, Anchor(day) if day else None)), day, None)
        else:
            places[place_[0], place_[1]] = number
    redated.update((places[where], dated) for where, dated in dated_sightings(conn, places))
    redate(conn, redated)


def hide(conn: sqlite3.Connection, snippet_ids: Collection[int], texts: TextRulings) -> None:
    """Take snippets out of everybody's way that are decided to be hidden, and bring back others.

    Of its copies another one is the fullest then: they are to be folded anew.
    """
    hidden = set(known_ids(conn, texts.hidden).values()).intersection(snippet_ids)
    conn.execute(f"update snippets set variant_of = null where variant_of = id and id {AMONG}", [listed(snippet_ids)])
    conn.execute(f"update snippets set variant_of = id where id {AMONG}", [listed(hidden)])


def place_within(conn: sqlite3.Connection, snippet_ids: Collection[int], rulings: Rulings) -> None:
    """Place the mentions of snippets that were hidden, or that are shown again."""
    some = [listed(snippet_ids)] * 2
    named = f"select identity_id from {{}} where identity_id is not null and snippet_id {AMONG}"
    rows = conn.execute(f"{named.format('mentions')} union {named.format('hidden_mentions')}", some)
    place(conn, [number for (number,) in rows], rulings, within=snippet_ids)


def attribute(conn: sqlite3.Connection, rulings: Rulings) -> None:
    """Let quotations be by whom people decided that they are; whoever is named nowhere has no number yet."""
    if not rulings.texts.speakers and conn.execute("select 1 from found_speakers limit 1").fetchone() is None:
        return
    conn.execute(
        """update quotations set (speaker, speaker_start) = (select f.speaker, f.speaker_start from found_speakers f
             where f.snippet_id = quotations.snippet_id and f.start = quotations.start),
             speaker_id = (select m.entity_id from mentions m join found_speakers f
               on f.snippet_id = m.snippet_id and f.speaker_start = m.start
               where f.snippet_id = quotations.snippet_id and f.start = quotations.start)
           where (snippet_id, start) in (select snippet_id, start from found_speakers)"""
    )
    conn.execute("delete from found_speakers")
    for text_hash, number in known_ids(conn, rulings.texts.speakers).items():
        decided = rulings.texts.speakers[text_hash]
        quoted = conn.execute("select start, quote from quotations where snippet_id = ?", [number]).fetchall()
        for start, quote in quoted:
            if (key := quote_key(quote)) in decided:
                _attribute(conn, (number, start), decided[key], rulings)


def _attribute(conn: sqlite3.Connection, quotation: tuple[int, int], speaker: str, rulings: Rulings) -> None:
    conn.execute(
        """insert into found_speakers (snippet_id, start, speaker, speaker_start)
           select snippet_id, start, speaker, speaker_start from quotations where snippet_id = ? and start = ?""",
        quotation,
    )
    name = entity_id = None
    if speaker:
        kind, name = parse_reference(speaker)
        found = {ref(name, kind), rulings.of(ref(name, kind), name)} - {None}
        placed = [each.placed_id for each in by_refs(conn, filter(None, found)).values() if each.placed_id]
        row = conn.execute(f"select id from entities where id {AMONG} order by mention_count desc", [listed(placed)])
        entity_id = next((number for (number,) in row), None)
    conn.execute(
        """update quotations set speaker = ?, speaker_start = null, speaker_id = ?
           where snippet_id = ? and start = ?""",
        [name, entity_id, *quotation],
    )
