"""The schema's versions. A new archive is made by `schema.sql` as it stands; an older one is brought to the same.

Each migration runs inside the transaction of the upgrade, and finds nothing to do in an archive made after it.
"""

from __future__ import annotations

import re
import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlite_utils import Database

APPLICATION_ID = 0x41524356
"""'ARCV' in the file's header: tells an archive from any other SQLite file."""

migrations = Migrations("archive")

_NAMED = re.compile(r"^create (?:table|view|index) (?P<name>\w+)(?: on (?P<table>\w+))?", re.MULTILINE)


@migrations()
def m001_first_schema(db: Database) -> None:
    """Make the tables, indexes, triggers and views of a new archive."""
    for statement in _statements():
        db.conn.execute(statement)
    db.conn.execute(f"pragma application_id = {APPLICATION_ID}")


@migrations()
def m002_identities(db: Database) -> None:
    """Keep what the resolver found apart from what majority and decisions make of it."""
    conn = db.conn
    if "identities" in db.table_names():
        return
    for view in ("mentioned", "co_mentions"):
        conn.execute(f"drop view {view}")
    for index in ("mentions_entity", "mentions_surface", "mentions_settled", "quotations_speaker"):
        conn.execute(f"drop index {index}")
    conn.execute("alter table mentions rename to old_mentions")
    conn.execute("drop table quotations")  # nothing wrote any
    new = {"identities", "short_names", "mentions", "hidden_mentions", "possible_mentions", "quotations"}
    for statement in _statements({*new, "mentioned", "co_mentions"}):
        conn.execute(statement)
    _fill_identities(conn)
    conn.execute("drop table old_mentions")
    conn.execute("drop table entity_keys")


def _fill_identities(conn: sqlite3.Connection) -> None:
    conn.create_function("folded", 1, _folded, deterministic=True)
    conn.execute(
        """insert into identities (key, kind, name, is_bare, entity_id, placed_id)
           select k.key, k.kind, e.name, 0, e.id, e.id from entity_keys k join entities e on e.id = k.entity_id
           where k.sort = 'name' group by e.id order by e.id"""
    )
    # a bare name that had been settled gets an identity and a number of its own
    conn.execute(
        """insert into identities (key, kind, name, is_bare, meant_id, entity_id, placed_id)
           select k.key, k.kind,
                  coalesce(e.name, (select min(m.surface) from old_mentions m
                                    where m.entity_id = k.entity_id and folded(m.surface) = k.key), k.key), 1, i.id,
                  case when i.id is null then k.entity_id
                       else (select max(id) from entities) + row_number() over (order by k.key, k.kind) end,
                  k.entity_id
           from entity_keys k
           left join entities e on e.id = k.entity_id
             and not exists (select 1 from entity_keys n where n.entity_id = e.id and n.sort = 'name')
           left join identities i on i.entity_id = k.entity_id
           where k.sort = 'bare'
             and not exists (select 1 from identities o where o.key = k.key and o.kind = k.kind)"""
    )
    conn.execute(
        """insert into short_names select k.key, k.kind, i.id
           from entity_keys k join identities i on i.entity_id = k.entity_id where k.sort = 'short'"""
    )
    conn.execute(
        """insert into mentions
             (snippet_id, start, stop, surface, entity_id, role, rule, score, identity_id, found_rule)
           select m.snippet_id, m.start, m.stop, m.surface, m.entity_id, m.role, m.rule, m.score,
                  coalesce(
                    case when m.rule in ('surname-archive', 'acronym-archive', 'surname-open', 'acronym-open') then
                      (select i.id from identities i
                       where i.key = folded(m.surface) and i.kind = e.kind and i.placed_id = m.entity_id) end,
                    (select i.id from identities i where i.entity_id = m.entity_id)),
                  null
           from old_mentions m join entities e on e.id = m.entity_id"""
    )
    conn.execute("update identities set mentions = (select count(*) from mentions where identity_id = identities.id)")


def _folded(surface: str) -> str:
    from archive.resolve.name_keys import folded  # noqa: PLC0415 - needed once in an archive's life

    return folded(surface)


def _statements(names: Collection[str] = ()) -> Iterator[str]:
    """The statements of `schema.sql`, or those that make these tables and views, and the indexes on them.

    One at a time, since `executescript` would commit the transaction that it runs in.
    """
    statement = ""
    for line in resources.files("archive.store").joinpath("schema.sql").read_text("utf-8").splitlines(keepends=True):
        statement += line
        if not sqlite3.complete_statement(statement):
            continue
        named = _NAMED.search(statement)
        if not names or (named and not {named["table"] or named["name"]}.isdisjoint(names)):
            yield statement
        statement = ""
