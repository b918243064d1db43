"""What must hold of decisions, identities, entities and whom mentions and quotations mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.resolve.name_keys import entity_key
from archive.resolve.rulings import check
from archive.store import like_names, name_words, quotations
from archive.store.bare_names import settle_names
from archive.store.checking import Check, Fault, batches, by_sql
from archive.store.decisions import all_decisions, in_force
from archive.store.doubtful_mentions import RULE as CONFIRMED
from archive.store.entity_counts import recount
from archive.store.homes import Homes
from archive.store.identities import by_ids, by_refs
from archive.store.mention_placing import FOUND_RULE, IS_NAME, describe_entities, facts, named_by, place
from archive.store.rows import AMONG, FOUND_AS, listed
from archive.store.surroundings import meant_then_and_now, renew

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from archive.store.identities import Identity


def _decisions(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Decisions that can't be understood, or are undone by what does not undo them."""
    for each in all_decisions(conn):
        try:
            check(each.action, each.subject, each.object)
        except ValueError as error:
            yield Fault(each.id, f"decision {each.id}: {error}")
    rows = conn.execute(
        """select d.id from decisions d left join decisions u on u.id = d.undone_by and u.id > d.id
             and u.action = 'undo' and u.subject = 'decision ' || d.id
           where d.undone_by is not null and u.id is null"""
    )
    yield from (Fault(number, f"decision {number} is undone by none that does so") for (number,) in rows)


def _identities(conn: sqlite3.Connection) -> Iterator[Fault]:
    for number, name, kind, key in conn.execute("select id, name, kind, key from identities"):
        if entity_key(name, kind) != key:
            yield Fault(number, f"“{name}”: {key}")


def _know_again(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    """Where the entity's name goes with the key, the identity's is wrong; where it is the identity's, the key is."""
    for each in by_ids(conn, identity_ids).values():
        for (name,) in conn.execute("select name from entities where id = ?", [each.entity_id]).fetchall():
            if entity_key(name, each.kind) == each.key:
                conn.execute("update identities set name = ? where id = ?", [name, each.id])
            elif name == each.name:
                key = entity_key(name, each.kind)
                conn.execute("update or ignore identities set key = ? where id = ?", [key, each.id])


def _nearby(conn: sqlite3.Connection) -> Iterator[Fault]:
    for rows in batches(conn.execute("select id from snippets order by id").fetchall()):
        *_, changed = meant_then_and_now(conn, [number for (number,) in rows])
        yield from (Fault(number, f"snippet {number}") for number in sorted({number for _, number in changed}))


def _decide_nearby(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    renew(conn, snippet_ids, in_force(conn))


def _placing(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Names and mentions that are not where their source, the archive's majority and people's decisions put them."""
    rulings = in_force(conn)
    ids = [number for (number,) in conn.execute("select id from identities where mentions > 0 order by id")]
    for some in batches(ids):
        every = by_ids(conn, some)
        homes = Homes.of(conn, every.values(), rulings)
        found = conn.execute(_PLACED, [listed(some)] * len(FOUND_AS))
        rows = [
            (number, surface, shown, homes.home(number, surface, text_hash, snippet_id, rule).ref)
            for number, snippet_id, surface, text_hash, rule, shown in found
        ]
        rows += [(number, each.name, each.placed_id, homes.home(number).ref) for number, each in every.items()]
        numbers = {ref: each.entity_id for ref, each in by_refs(conn, {ref for *_, ref in rows if ref}).items()}
        for number, surface, shown, ref in rows:
            if shown != (numbers.get(ref) if ref else None):
                yield Fault(number, f"“{surface}” of entity {shown or '(hidden)'}")


_PLACED = " union all ".join(
    f"""select m.identity_id, m.snippet_id, m.surface, (select text_hash from snippets where id = m.snippet_id),
          {FOUND_RULE}, {"null" if source.startswith("hidden") else "m.entity_id"} from {source.format(AMONG)}"""
    for source in FOUND_AS
)


def _majority(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Bare names that would mean somebody else if they were settled now."""
    every = by_ids(conn, [number for (number,) in conn.execute("select id from identities")])
    moved = settle_names(conn, [each.ref for each in every.values()], in_force(conn)).moved
    return (Fault(number, f"“{every[number].name}”") for number in sorted(moved))


def _settle(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    rulings = in_force(conn)
    refs = [each.ref for each in by_ids(conn, identity_ids).values()]
    place(conn, settle_names(conn, refs, rulings).moved, rulings)


def _place(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    place(conn, identity_ids, in_force(conn))


def _shown(conn: sqlite3.Connection) -> Iterator[Identity]:
    """The identities that are shown as entities."""
    shown = "select i.id from identities i join entities e on e.id = i.entity_id order by i.id"
    for rows in batches(conn.execute(shown).fetchall()):
        yield from by_ids(conn, [number for (number,) in rows]).values()


def _descriptions(conn: sqlite3.Connection) -> Iterator[Fault]:
    rulings = in_force(conn)
    for number, name in conn.execute(
        "select id, name from entities where id not in (select entity_id from identities)"
    ).fetchall():
        yield Fault(number, f"“{name}” is no identity's")
    for each in _shown(conn):
        there = conn.execute(
            "select name, kind, description, country, wikidata from entities where id = ?", [each.entity_id]
        ).fetchone()
        if there != facts(each, rulings):
            yield Fault(each.entity_id, f"“{each.name}”: {', '.join(map(str, there))}")


def _aliases(conn: sqlite3.Connection) -> Iterator[Fault]:
    rows = conn.execute(_WRITTEN).fetchall()
    yield from (Fault(number, f"entity {number}: “{alias}”") for number, alias in rows)
    rulings = in_force(conn)
    there = conn.cursor()
    for each in _shown(conn):
        known: dict[str, str] = {}
        for _, alias, origin in named_by(each, facts(each, rulings)[0], rulings):
            known.setdefault(alias, origin)
        there.execute("select alias, origin from aliases where entity_id = ? and origin <> 'text'", [each.entity_id])
        for alias, _ in sorted({*there} ^ known.items()):
            yield Fault(each.entity_id, f"entity {each.entity_id}: “{alias}”")


_SURFACES = f"select distinct entity_id, surface from mentions where {IS_NAME}"
_WRITTEN = f"""
select * from ({_SURFACES} except select entity_id, alias from aliases)
union all
select * from (select entity_id, alias from aliases where origin = 'text' except {_SURFACES})"""


def _describe(conn: sqlite3.Connection, entity_ids: Collection[int]) -> None:
    rows = conn.execute(f"select id from identities where entity_id {AMONG}", [listed(entity_ids)])
    refs = [each.ref for each in by_ids(conn, [number for (number,) in rows]).values()]
    describe_entities(conn, refs, in_force(conn))


def _count_identities(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    conn.execute(f"""update identities set mentions = {_NAMINGS} where id {AMONG}""", [listed(identity_ids)])


def _alike(conn: sqlite3.Connection) -> Iterator[Fault]:
    for rows in batches(conn.execute("select id from identities where mentions > 0 order by id").fetchall()):
        some = by_ids(conn, [number for (number,) in rows])
        for number in like_names.wrong(conn, [each for each in some.values() if not each.is_bare]):
            yield Fault(number, f"“{some[number].name}”")


def _compare(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    like_names.forget(conn, identity_ids)
    like_names.add(conn, list(by_ids(conn, identity_ids).values()))


def _words(conn: sqlite3.Connection) -> Iterator[Fault]:
    yield from (Fault(each, f"entity {each}" if each else "words of no name") for each in name_words.wanting(conn))


_NAMINGS = " + ".join(
    f"(select count(*) from {source.format('= identities.id')} and coalesce(m.found_rule, m.rule) <> '{CONFIRMED}')"
    for source in FOUND_AS
)

ENTITIES: tuple[Check, ...] = (
    Check("decisions", "a decision can be understood, and what undoes it came after it", _decisions),
    Check(
        "namings",
        "so many mentions were found to be an identity as it says",
        by_sql(f"select id, '“' || name || '”: ' || mentions from identities where mentions <> ({_NAMINGS})"),
        _count_identities,
    ),
    Check("identities", "a name is known by its key", _identities, _know_again),
    Check("alike", "it is known of each name which others may be one's with it", _alike, _compare),
    Check("nearby", "a bare name means whom those around it tell", _nearby, _decide_nearby, tries=True),
    Check("majority", "a bare name means whom the archive mostly names so in full", _majority, _settle, tries=True),
    Check("placing", "mentions are where the majority and people's decisions put them", _placing, _place),
    Check("descriptions", "an entity is what its name, the gazetteer and decisions say", _descriptions, _describe),
    Check("aliases", "an entity is called as texts, the gazetteer and decisions call it", _aliases, _describe),
    Check(
        "counts",
        "an entity is named so often, and from when to when, as it says",
        by_sql(
            """select e.id, '“' || e.name || '”: ' || e.mention_count || ' mentions' from entities e
                left join mentions m on m.entity_id = e.id left join snippets s on s.id = m.snippet_id
                group by e.id having count(m.start) = 0 or
                  (e.mention_count, e.snippet_count, coalesce(e.first_dated, ''), coalesce(e.last_dated, '')) <>
                  (count(*), count(distinct m.snippet_id), coalesce(min(s.dated), ''), coalesce(max(s.dated), ''))"""
        ),
        recount,
    ),
    Check("names", "an entity is found by the words of its names", _words, lambda conn, _: name_words.refill(conn)),
    Check(
        "speakers",
        "who speaks is whom the mention of the speaker names",
        by_sql(
            f"""select snippet_id, 'snippet ' || snippet_id || ', at character ' || start from quotations
                where speaker_start is not null and speaker_id is not {quotations.SPEAKER}"""
        ),
        quotations.follow,
    ),
)
