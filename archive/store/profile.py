"""One entity with all that an archive knows of it: names, roles, rules, company, latest snippets, decisions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from archive.resolve.name_keys import folded
from archive.resolve.rulings import Rulings, active, parse_reference, parse_split, ref
from archive.resolve.text_rulings import is_of_text
from archive.store.decisions import all_decisions
from archive.store.rows import Row, as_dicts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from archive.resolve.rulings import Decision, Ref
    from archive.store.lookup import Entity
    from archive.types import EntityKind

COMPANY = 10
LATEST = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """What an archive knows of an entity; rows as dicts, ready for JSON."""

    entity: Row
    aliases: list[Row]
    """alias, origin, mentions (that are written so)."""
    roles: list[Row]
    """role, mentions, first_dated, last_dated; the earliest first."""
    rules: list[Row]
    """rule, mentions, score (the mean)."""
    company: list[Row]
    """id, kind, name, snippets: with whom it is named, the most frequent first."""
    latest: list[Row]
    """id, dated, outlet, text: snippets that name it, without folded variants, newest first."""
    decisions: list[Row]
    """Those that speak of it, undone ones included: the fields of a decision, and is_active."""


def profile(conn: sqlite3.Connection, entity: Entity) -> Profile:
    """Everything that is known of an entity."""
    return Profile(
        entity=asdict(entity),
        aliases=aliases(conn, entity.id),
        roles=as_dicts(
            conn,
            """select m.role, count(*) as mentions, min(s.dated) as first_dated, max(s.dated) as last_dated
               from mentions m join snippets s on s.id = m.snippet_id
               where m.entity_id = ? and m.role is not null
               group by m.role order by 3 is null, 3, 2 desc, 1""",
            entity.id,
        ),
        rules=as_dicts(
            conn,
            """select rule, count(*) as mentions, round(avg(score), 3) as score
               from mentions where entity_id = ? group by rule order by 2 desc, 1""",
            entity.id,
        ),
        company=_company(conn, entity.id),
        latest=as_dicts(
            conn,
            """select id, dated, outlet, text from snippets
               where id in (select snippet_id from mentions where entity_id = ?) and variant_of is null
               order by dated desc, id desc limit ?""",
            entity.id,
            LATEST,
        ),
        decisions=list(_told(all_decisions(conn), entity.ref)),
    )


def aliases(conn: sqlite3.Connection, entity_id: int) -> list[Row]:
    """Names by which an entity is known (alias, origin, mentions), those written most often first."""
    written = dict(
        conn.execute("select surface, count(*) from mentions where entity_id = ? group by surface", [entity_id])
    )
    known = dict(conn.execute("select alias, origin from aliases where entity_id = ?", [entity_id]))
    rows = [
        {"alias": alias, "origin": known.get(alias, "text"), "mentions": written.get(alias, 0)}
        for alias in {**written, **known}
    ]
    return sorted(rows, key=lambda row: (-row["mentions"], row["alias"]))


def spellings(conn: sqlite3.Connection, entity_id: int, alias: str) -> list[tuple[str, int]]:
    """How an alias is written in the mentions of an entity, with counts; empty where none bears it."""
    wanted = folded(alias)
    return [
        (row["alias"], row["mentions"])
        for row in aliases(conn, entity_id)
        if row["mentions"] and folded(row["alias"]) == wanted
    ]


def decisions_about(decisions: Sequence[Decision], of: Iterable[Ref]) -> list[Decision]:
    """Decisions that speak of entities under any name that leads to them; undoing is not among them.

    Args:
        decisions: All there are.
        of: Kind and folded name of the entities.
    """
    rulings = Rulings(active(decisions))
    wanted = set(of)
    wanted |= {into for each in wanted if (into := rulings.of(each)) is not None}
    return [
        each
        for each in decisions
        if each.action != "undo" and not wanted.isdisjoint({r for n in named(each) for r in (n, rulings.of(n))})
    ]


def named(decision: Decision) -> Iterator[Ref]:
    """The entities that a decision speaks of, folded; none for an undo."""
    return (ref(name, kind) for kind, name in spoken_of(decision))


def spoken_of(decision: Decision) -> Iterator[tuple[EntityKind, str]]:
    """Kind and name of the entities that a decision speaks of, as it names them; none for an undo."""
    if decision.action == "undo" or is_of_text(decision.subject):
        return
    kind, name = parse_reference(decision.subject)
    yield kind, name
    if decision.action == "merge":
        yield parse_reference(decision.object or "")
    elif decision.action == "split":
        split = parse_split(decision.object or "")
        yield split.kind or kind, split.name
    elif decision.action == "rename":
        yield kind, decision.object or ""


def _told(decisions: Sequence[Decision], of: Ref) -> Iterator[Row]:
    hold = {each.id for each in active(decisions)}
    for each in decisions_about(decisions, [of]):
        yield asdict(each) | {"is_active": each.id in hold}


def _company(conn: sqlite3.Connection, entity_id: int) -> list[Row]:
    return as_dicts(
        conn,
        """select e.id, e.kind, e.name, t.snippets
           from (select b.entity_id, count(distinct b.snippet_id) as snippets
                 from (select distinct snippet_id from mentions where entity_id = ?1) a
                 join mentions b on b.snippet_id = a.snippet_id and b.entity_id <> ?1
                 group by b.entity_id order by 2 desc, 1 limit ?2) t
           join entities e on e.id = t.entity_id order by t.snippets desc, e.id""",
        entity_id,
        COMPANY,
    )
