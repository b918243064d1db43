"""What the archive is unsure of about names, as questions that a person can answer with yes or no.

Nothing is stored: the questions are derived from the names and mentions as they are, less what decisions have
answered. So an answer is never asked for again, and one that is undone is open once more.

| sort | asks | yes | no |
| --- | --- | --- | --- |
| `bare` | does a surname or acronym, which several may mean, mean this one? | merge | split |
| `majority` | does it mean the one to whom the archive's majority gave it, though others bear it? | merge | split |
| `alike` | are two names of one kind, see `resolve.likeness`, one? | merge | split |
| `kinds` | is a name of two kinds one and the same? | merge | split |
| `name` | is what the recogniser found with little confidence a name at all? | rename to itself | hide |

The split is the one that takes nothing away: it says that two entities are not the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from archive.resolve.likeness import Name, alike
from archive.resolve.rulings import Ref, Rulings, active, ref, reference
from archive.store.corrections import a
from archive.store.decisions import all_decisions
from archive.store.profile import named
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from archive.resolve.rulings import Action, Decision
    from archive.types import EntityKind

Sort = Literal["bare", "majority", "alike", "kinds", "name"]

# What is asked about is chosen by hand; no bench tells which questions a person wants.
FIRST = 4_000
"""Questions are looked for among so many names, those mentioned most, before they are among more."""

WIDER = 5
"""So many times more, each time, when those have been asked."""

MOST = 100_000
"""Among the names after these nothing is asked."""

BEARERS = 3
"""How many possible bearers of a bare name are asked about, the most mentioned ones."""

SHARE = 0.2
"""And of all mentions of those who bear it, a bearer must have this share: who knows which of forty Smiths is meant?"""

UNSURE = 0.6
"""Mean score of its mentions below which a name is asked about."""

FEW = 10
"""Mentions above which a name is taken for one, whatever its score."""

EXAMPLES = 2

IN_COMMON = 4
"""How many things that two names have in common are told."""

LOOKED_AT = 500
"""In so many of their latest mentions."""

_OPEN = ("surname-open", "name-open", "body-open", "acronym-open")
_FOREMOST = "select id from entities order by mention_count desc, id limit ?"
_ONLY = "b.key = ? and b.kind = ?"


class Party(NamedTuple):
    """A name that a question is about."""

    id: int
    kind: EntityKind
    name: str
    mentions: int
    description: str | None = None

    @property
    def ref(self) -> Ref:
        """Its kind and folded name."""
        return ref(self.name, self.kind)

    @property
    def reference(self) -> str:
        """How decisions name it."""
        return reference(self.kind, self.name)


class Ruling(NamedTuple):
    """A decision to be made."""

    action: Action
    subject: str
    object: str | None


class Example(NamedTuple):
    """A snippet in which a name stands at `text[start:stop]`."""

    snippet_id: int
    text: str
    start: int
    stop: int
    dated: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about one name, or two."""

    sort: Sort
    goes: Party
    """Whom yes would merge away, or the only one."""
    stays: Party | None
    why: str
    """Why it is asked, for a person."""
    mentions: int
    """How many hang on the answer."""


def doubts(conn: sqlite3.Connection, *, kind: EntityKind | None = None, among: int = MOST) -> list[Doubt]:
    """All open questions, those on which most mentions hang first.

    More names mean more questions, but before those that were there come only few: the names are mentioned less.

    Args:
        conn: An archive.
        kind: Only about names of this kind.
        among: Only about so many names, those mentioned most.
    """
    answered = _Answered(all_decisions(conn))
    found: dict[frozenset[tuple[str, int]], Doubt] = {}
    for doubt in (*_bare(conn, among), *_majority(conn, among), *_alike(conn, among), *_unsure(conn, among)):
        about = frozenset((doubt.sort if one is None else "two", one.id if one else 0) for one in _parties(doubt))
        if (kind is None or kind in {one.kind for one in _parties(doubt) if one}) and not answered.has(doubt):
            found.setdefault(about, doubt)
    return sorted(found.values(), key=lambda each: (-each.mentions, each.sort, each.goes.name, each.goes.id))


def wider(conn: sqlite3.Connection, among: int) -> int | None:
    """Among how many names to look after so many; None where there are no more."""
    every = conn.execute("select count(*) from (select 1 from entities limit ?)", [among + 1]).fetchone()[0]
    return min(among * WIDER, MOST) if every > among and among < MOST else None


def asks(doubt: Doubt) -> str:
    """A question in words."""
    goes, stays = doubt.goes, doubt.stays
    if stays is None:
        return f"Is “{goes.name}” the name of {a(goes.kind)}?"
    if doubt.sort in {"bare", "majority"}:
        return f"Does “{goes.name}” ({_times(goes)}) stand for {_called(stays)}?"
    return f"Is {_called(goes)} the same as {_called(stays)}?"


def _called(party: Party) -> str:
    described = f", {party.description}" if party.description else ""
    return f"“{party.name}” ({party.kind}{described}; {_times(party)})"


def _times(party: Party) -> str:
    return f"{party.mentions:,} mention{'s' * (party.mentions != 1)}"


def still_open(conn: sqlite3.Connection, some: Iterable[Doubt]) -> list[Doubt]:
    """Of questions found a while ago those that are open yet: not merged, hidden, renamed or answered meanwhile."""
    answered = _Answered(all_decisions(conn))
    return [each for each in some if all(_is_there(conn, one) for one in _parties(each)) and not answered.has(each)]


def follow_ups(conn: sqlite3.Connection, doubt: Doubt) -> list[Doubt]:
    """Questions that an answer may have raised: a bare name that is not the one may be the other."""
    if doubt.sort not in {"bare", "majority"}:
        return []
    answered = _Answered(all_decisions(conn))
    some = (*_bare(conn, MOST, doubt.goes.ref), *_majority(conn, MOST, doubt.goes.ref))
    return [each for each in some if not answered.has(each)]


def _is_there(conn: sqlite3.Connection, party: Party | None) -> bool:
    if party is None:
        return True
    if party.id < 0:
        row = conn.execute("select 1 from identities where id = ? and meant_id is not null", [-party.id]).fetchone()
        return row is not None
    row = conn.execute("select name, kind from entities where id = ?", [party.id]).fetchone()
    return row is not None and tuple(row) == (party.name, party.kind)  # on a page's connection it is no tuple


def yes(doubt: Doubt) -> Ruling:
    """The decision that a yes stands for."""
    if doubt.stays is None:
        return Ruling("rename", doubt.goes.reference, doubt.goes.name)
    return Ruling("merge", doubt.goes.reference, doubt.stays.reference)


def other_way(doubt: Doubt) -> Ruling | None:
    """The decision that merges the two the other way round; None where that would make no sense."""
    if doubt.stays is None or doubt.sort not in {"alike", "kinds"}:
        return None
    return Ruling("merge", doubt.stays.reference, doubt.goes.reference)


def no(doubt: Doubt) -> Ruling:
    """The decision that a no stands for."""
    if doubt.stays is None:
        return Ruling("hide", doubt.goes.reference, None)
    return Ruling("split", doubt.goes.reference, doubt.stays.reference)


def examples(conn: sqlite3.Connection, of: Party) -> list[Example]:
    """A few snippets that show how a name of the question is used, the latest ones."""
    # a bare name that was settled has no entity, but its mentions say what they were found to be
    whose, number = ("identity_id", -of.id) if of.id < 0 else ("entity_id", of.id)
    found: dict[int, Example] = {}
    for condition in ("s.variant_of is null", "s.variant_of is not null"):
        rows = conn.execute(
            f"""select s.id, s.text, m.start, m.stop, s.dated, s.outlet
                from (select * from mentions m where {_by(whose)} order by snippet_id desc, start limit {LOOKED_AT}) m
                cross join snippets s on s.id = m.snippet_id
                where {condition} order by m.snippet_id desc, m.start""",
            [number],
        )
        for row in rows:
            if len(found) == EXAMPLES:
                return list(found.values())
            found.setdefault(row[0], Example(*row))
    return list(found.values())


def in_common(conn: sqlite3.Connection, doubt: Doubt) -> str | None:
    """What the texts tell of both parties of a question, for a person; None where they have nothing in common."""
    if doubt.stays is None:
        return None
    one, other = (_told_of(conn, party) for party in (doubt.goes, doubt.stays))
    shared = [name for name in one if name in other]
    return ", ".join(shared[:IN_COMMON]) if shared else None


def _by(whose: str) -> str:
    """Whether a mention is of `?1`; of an identity in two parts, each by its index (`FOUND_AS`)."""
    if whose == "entity_id":
        return "m.entity_id = ?1"
    return "(m.entity_id = ?1 and m.identity_id = ?1 or m.identity_id = ?1 and m.identity_id <> m.entity_id)"


def _told_of(conn: sqlite3.Connection, of: Party) -> list[str]:
    """The titles of a name, and who and what is named with it, in the latest texts; the most frequent first."""
    whose, number = ("identity_id", -of.id) if of.id < 0 else ("entity_id", of.id)
    rows = conn.execute(
        f"""with own as (
                select snippet_id, role from mentions m where {_by(whose)}
                order by snippet_id desc limit {LOOKED_AT}),
              told (name, snippet_id, nth) as (
                select role, snippet_id, 0 from own where role is not null
                union all
                select e.name, o.snippet_id, 1 from own o join mentions m on m.snippet_id = o.snippet_id
                join entities e on e.id = m.entity_id where m.{whose} is not ?1)
            select name from told group by name order by min(nth), count(distinct snippet_id) desc, name""",
        [number],
    )
    return [name for (name,) in rows]


class _Answered:
    """What people have decided, as an answer to questions."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        holding = active(decisions)
        self._rulings = Rulings(holding)
        self._pairs: set[frozenset[Ref]] = set()
        self._names: set[Ref] = set()
        for decision in holding:
            refs = list(named(decision))
            self._pairs |= {frozenset(refs), frozenset(map(self._now, refs))}
            if decision.action in {"merge", "rename", "retype"}:
                self._names |= {*refs, *map(self._now, refs)}

    def has(self, doubt: Doubt) -> bool:
        goes, stays = doubt.goes.ref, doubt.stays and doubt.stays.ref
        if stays is None:
            return goes in self._names or self._now(goes) in self._names
        pairs = {frozenset((goes, stays)), frozenset((self._now(goes), self._now(stays)))}
        return not pairs.isdisjoint(self._pairs)

    def _now(self, found: Ref) -> Ref:
        return self._rulings.of(found) or found


def _parties(doubt: Doubt) -> tuple[Party, Party | None]:
    return doubt.goes, doubt.stays


def _bare(conn: sqlite3.Connection, among: int, only: Ref | None = None) -> Iterator[Doubt]:
    """Surnames and acronyms that nothing has settled, with those who may be meant."""
    rows = conn.execute(
        f"""select {_of("g")}, {_of("e")}
           from identities b
           join entities g on g.id = b.entity_id
           join short_names s on s.key = b.key and s.kind = b.kind
           join identities c on c.id = s.identity_id
           join entities e on e.id = c.placed_id and e.id <> g.id
           where b.is_bare and b.meant_id is null and {_ONLY if only else f"b.entity_id in ({_FOREMOST})"}
           order by g.id, e.mention_count desc, e.id""",
        only or [among],
    )
    for goes, pairs in groupby(map(_parties_of, rows), key=lambda pair: pair[0]):
        bearers = list(dict.fromkeys(bearer for _, bearer in pairs))
        least = SHARE * sum(bearer.mentions for bearer in bearers)
        for stays in [bearer for bearer in bearers[:BEARERS] if bearer.mentions >= least]:
            others = _listed(other for other in bearers if other != stays)
            why = f"the short name could mean others too: {others}" if others else "only this one bears the short name"
            yield Doubt("bare", goes, stays, why, goes.mentions)


def _majority(conn: sqlite3.Connection, among: int, only: Ref | None = None) -> Iterator[Doubt]:
    """Surnames and acronyms that the archive's majority settled though there are others who bear them.

    The number of an identity is none of an entity: as a party it is told from entities by its sign.
    """
    foremost = "select id from identities where meant_id is not null and is_bare order by mentions desc, id limit ?"
    rows = conn.execute(
        f"""select -b.id, b.kind, b.name, b.mentions, null, {_of("e")}, {_of("o")}
           from identities b
           join identities m on m.id = b.meant_id
           join entities e on e.id = m.placed_id
           join short_names s on s.key = b.key and s.kind = b.kind
           join identities c on c.id = s.identity_id and c.id <> m.id
           join entities o on o.id = c.placed_id and o.id <> e.id
           where b.is_bare and b.mentions > 0 and {_ONLY if only else f"b.id in ({foremost})"}
           order by b.id, o.mention_count desc, o.id""",
        only or [among],
    )
    for (goes, stays), some in groupby(map(_parties_of, rows), key=lambda three: three[:2]):
        others = _listed(dict.fromkeys(other for _, _, other in some))
        yield Doubt("majority", goes, stays, f"taken for the one named most; others: {others}", goes.mentions)


def _of(table: str) -> str:
    """SQL for the fields of a `Party`, of an entity."""
    return f"{table}.id, {table}.kind, {table}.name, {table}.mention_count, {table}.description"


def _parties_of(row: tuple[Any, ...]) -> tuple[Party, ...]:
    """The parties that stand side by side in a row."""
    size = len(Party._fields)
    return tuple(Party(*row[at : at + size]) for at in range(0, len(row), size))


def _listed(parties: Iterable[Party]) -> str:
    some = list(parties)
    more = f" and {len(some) - BEARERS:,} more" if len(some) > BEARERS else ""
    return ", ".join(f"{each.name} ({each.mentions:,})" for each in some[:BEARERS]) + more


def _alike(conn: sqlite3.Connection, among: int) -> Iterator[Doubt]:
    rows = conn.execute(f"select id, kind, name, mention_count from entities where id in ({_FOREMOST})", [among])
    pairs = list(alike(map(Name._make, rows)))
    told = _described(conn, {each.id for pair in pairs for each in (pair.goes, pair.stays)})
    for goes, stays, why in pairs:
        sort: Sort = "alike" if goes.kind == stays.kind else "kinds"
        yield Doubt(
            sort,
            Party(*goes, told.get(goes.id)),
            Party(*stays, told.get(stays.id)),
            why,
            min(goes.mentions, stays.mentions),
        )


def _described(conn: sqlite3.Connection, ids: set[int]) -> dict[int, str]:
    return dict(conn.execute(f"select id, description from entities where id {AMONG}", [listed(ids)]).fetchall())


def _unsure(conn: sqlite3.Connection, among: int) -> Iterator[Doubt]:
    """Names mentioned a few times and found with little confidence each time.

    What the resolver leaves open has a low score by its rule, whoever found it: that says nothing of the name. Nor
    does any score of a name that the gazetteer lists.
    """
    rows = conn.execute(
        f"""select {_of("e")}, avg(m.score)
            from (select * from entities where id in ({_FOREMOST}) and mention_count <= {FEW} and description is null) e
            cross join mentions m on m.entity_id = e.id
            group by e.id
            having avg(m.score) < {UNSURE}
              and 2 * sum(m.score < {UNSURE} and m.rule not in {_OPEN}) > e.mention_count""",
        [among],
    )
    for *row, mean in rows:
        party = Party(*row)
        why = f"found with little confidence ({mean:.2f} of 1)"
        yield Doubt("name", party, None, why, party.mentions)
