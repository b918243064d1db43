"""`archive entity show`: one entity with all that is known of it."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from archive.cli.entity.choose import Name, chosen
from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsJson, Database
from archive.cli.output import print_json
from archive.harmless import one_line
from archive.web.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.store.profile import Profile
    from archive.store.rows import Row

_FACTS = ("description", "country", "wikidata")
_LISTED = 20


def show(name: Name, db: Database = DEFAULT_DATABASE, as_json: AsJson = False) -> None:
    """Show an entity: facts, names, roles over time, how its mentions came about, company, snippets, decisions.

    Example: archive entity show "Mara Velden"
    """
    from archive.store.profile import profile

    with reading(db) as conn:
        found = profile(conn, chosen(conn, name))
    if as_json:
        print_json(asdict(found))
    else:
        typer.echo("\n".join(_told(found)))


def _told(found: Profile) -> Iterator[str]:
    entity = found.entity
    yield f"{entity['id']}  {entity['kind']}:{one_line(entity['name'])}"
    for fact in _FACTS:
        if entity[fact] is not None:
            yield f"{fact + ':':<13} {one_line(entity[fact])}"
    yield f"{'named:':<13} {counted(entity['mentions'], 'mention')} in {counted(entity['snippets'], 'snippet')}, " + (
        f"dated from {entity['first_dated']} to {entity['last_dated']}" if entity["first_dated"] else "undated"
    )
    yield from _listed("names", (f"{each['alias']} ({each['origin']}, {each['mentions']:,})" for each in found.aliases))
    yield from _listed("roles", map(_role, found.roles))
    yield from _listed("mentions by rule", map(_rule, found.rules))
    yield from _listed(
        "named with", (f"{each['name']} ({each['kind']}, {each['snippets']:,})" for each in found.company)
    )
    yield from _listed("latest snippets", map(_snippet, found.latest))
    yield from _listed("decisions", map(_decision, found.decisions))


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    some = list(lines)
    if some:
        yield f"\n{heading}"
        yield from (f"  {one_line(line)}" for line in some[:_LISTED])
    if len(some) > _LISTED:
        yield f"  and {len(some) - _LISTED:,} more (--json has all)"


def _role(each: Row) -> str:
    first, last = each["first_dated"] or "undated", each["last_dated"] or "undated"
    when = first if first == last else f"{first} to {last}"
    return f"{each['role']} ({when}; {each['mentions']:,})"


def _rule(each: Row) -> str:
    return f"{each['rule']}: {each['mentions']:,}, mean score {each['score']:.2f}"


def _snippet(each: Row) -> str:
    facts = f"#{each['id']}  {each['dated'] or 'undated'}  "
    width = min(shutil.get_terminal_size().columns, 120) - len(facts) - 2
    return facts + textwrap.shorten(each["text"], max(width, 20), placeholder=" …")


def _decision(each: Row) -> str:
    from archive.store.corrections import told

    state = "" if each["is_active"] else " — not in force"
    return (
        f"{each['id']}  {each['made_at'][:10]}  {told(each['action'], each['subject'], each['object'])}"
        + (f" ({each['note']})" if each["note"] else "")
        + state
    )
