"""Changing an archive from its pages, under `archive serve --edit` alone: corrections, and searches to be kept.

A request passes `permit` first. Then the change is made as the command line makes it, on a connection of its own that
is closed again; the answer leads to where the entity is now (303), and whatever is refused is a page that says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from datasette.utils.asgi import Response

from archive.errors import ArchiveError, StoreError
from archive.resolve.rulings import KINDS
from archive.search.saved import checked, latest
from archive.store import corrections, searches
from archive.store.database import opened
from archive.store.decisions import decide as make
from archive.store.decisions import undo
from archive.store.lookup import Entity, entity, find, nearest
from archive.store.moved import moved
from archive.store.splits import Becomes, parts_of
from archive.web import permit
from archive.web.addresses import number_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from archive.store.database import Database
    from archive.types import EntityKind
    from archive.web.visit import Visit

Form = Mapping[str, str]
T = TypeVar("T")

LONGEST_FORM = 20_000
"""Bytes of a form; one of ours has a few hundred."""
WAIT_SECONDS = 5.0
"""How long to wait for another writer, while a reader waits for the page."""
MOST_CHOICES = 15


@dataclass(frozen=True, slots=True)
class Done:
    """A decision was made."""

    entity: int
    """Where to look now."""
    decision: int


@dataclass(frozen=True, slots=True)
class Choice:
    """It is not clear into which entity another is to be merged."""

    goes: Entity
    typed: str
    is_ambiguous: bool
    """Whether several answer to what was typed; else none does, and these are the nearest."""
    found: tuple[Entity, ...]
    note: str


def decide(archive: Database, number: int, form: Form) -> Done | Choice:
    """Make the decision that a form on the page of an entity asks for, in an archive that is open for writing.

    `action` says which; the rest is in `into`, `new`, `kind`, `written`, `words`, `snippet`, `decision` and `note`.

    Raises:
        ArchiveError: It makes no sense; the message says why.
    """
    action, note = form.get("action", ""), form.get("note", "").strip() or None
    if action == "undo":
        return Done(number, undo(archive, number_of(form, "decision")).id)
    found = entity(archive.conn, number)
    if found is None:
        raise StoreError(_gone(archive.conn, number))
    if action == "merge":
        return _merge(archive, found, form.get("into", ""), note)
    if action == "rename":
        return Done(number, corrections.rename(archive, found, form.get("new", ""), note).id)
    if action == "retype":
        return Done(number, corrections.retype(archive, found, _kind(form.get("kind", "")), note).id)
    if action == "hide":
        return Done(number, corrections.hide(archive, found, note).id)
    if action == "split":
        return _split(archive, found, form, note)
    raise StoreError("The form does not say what is to be done.")


def _merge(archive: Database, goes: Entity, typed: str, note: str | None) -> Done | Choice:
    if not typed.strip():
        raise StoreError("Say into which entity: its number, kind:Name, a name or an alias.")
    found = find(archive.conn, typed)
    if len(found) == 1:
        return Done(found[0].id, corrections.merge(archive, goes, found[0], note).id)
    others = found or nearest(archive.conn, typed)
    shown = tuple(each for each in others if each.id != goes.id)[:MOST_CHOICES]
    return Choice(goes, " ".join(typed.split()), bool(found), shown, note or "")


def _split(archive: Database, found: Entity, form: Form, note: str | None) -> Done:
    """Take mentions away; what is left blank says nothing."""
    new, kind = form.get("new", "").strip(), form.get("kind", "")
    becomes = Becomes(corrections.valid_name(new) if new else None, _kind(kind) if kind else None)
    written, words, snippet = (form.get(name, "").strip() for name in ("written", "words", "snippet"))
    if sum(map(bool, (written, words, snippet))) != 1:
        raise StoreError("Say which mentions go: how they are written, words beside them, or a snippet; one of these.")
    if not written and not new:
        raise StoreError("Say whom these mentions name instead.")
    number = number_in(snippet.removeprefix("#"))
    if snippet and number is None:
        raise StoreError(f"{snippet!r} is no number of a snippet.")
    (part,) = parts_of(
        archive.conn, found, becomes,
        written=[written] * bool(written), words=[words] * bool(words), snippets=[number] if number else [],
    )  # fmt: skip
    made = make(archive, "split", found.reference, part.object, note)
    return Done(found.id, made.id)


def number_of(form: Form, name: str) -> int:
    """The number in a field of a form.

    Raises:
        StoreError: There is none.
    """
    number = number_in(form.get(name))
    if number is None:
        raise StoreError(f"The form does not say which {name}.")
    return number


def _kind(text: str) -> EntityKind:
    if text not in KINDS:
        raise StoreError(f"A name is of one of these kinds: {', '.join(KINDS)}.")
    return text


def _gone(conn: sqlite3.Connection, number: int) -> str:
    was = moved(conn, str(number))
    if was is None:
        return f"There is no entity {number}."
    if was.now is None:
        return f"Entity {number} was {was.reference}, which is hidden."
    return f"Entity {number} was {was.reference}, which is now {was.now.id}, {was.now.reference}."


def keep(archive: Database, form: Form) -> None:
    """Save, delete or mark as seen the search that a form names.

    Raises:
        ArchiveError: It can't be; the message says why.
    """
    action, name = form.get("action", ""), form.get("name", "")
    if action == "save":
        searches.save(archive, name, checked(archive.conn, form.get("query", "")), latest(archive.conn))
    elif action == "delete":
        searches.delete(archive, name)
    elif action == "seen":
        newest, last = latest(archive.conn), number_in(form.get("last"))
        searches.mark_seen(archive, name, newest if last is None else min(last, newest))
    else:
        raise StoreError("The form does not say what is to be done.")


async def change_entity(visit: Visit) -> Response:
    """`POST /-/archive/DB/entity/ID/edit`."""
    number = visit.number()
    back = visit.links.entity(number)
    done = await changed(visit, lambda archive, form: decide(archive, number, form), lambda _: back)
    if isinstance(done, Response):
        return done
    if isinstance(done, Choice):
        return await visit.show("edit_choose.html", choice=done, back=back, number=number)
    return see(visit.links.entity(done.entity, decision=done.decision))


async def change_searches(visit: Visit) -> Response:
    """`POST /-/archive/DB/searches`."""

    def back(form: Form) -> str:
        return visit.links.search(form["query"]) if form.get("query") else visit.links.home

    return await changed(visit, keep, back) or see(f"{visit.links.home}#searches")


async def changed(visit: Visit, work: Callable[[Database, Form], T], back: Callable[[Form], str]) -> T | Response:
    """What comes of a form that changes an archive, on a connection of its own; or the answer that refuses it."""
    form = await form_of(visit)
    if isinstance(form, Response):
        return form
    try:
        return await asyncio.to_thread(_written, Path(visit.db.path), lambda archive: work(archive, form))
    except ArchiveError as error:
        return await refused(visit, 409, str(error), back(form))


async def form_of(visit: Visit) -> dict[str, str] | Response:
    """What a form says, or the answer to a request that may change nothing."""
    request, home = visit.request, visit.links.home
    if request.method != "POST":
        answer = await refused(visit, 405, "This address takes forms only.", home)
        answer.headers["allow"] = "POST"
        return answer
    reason = permit.refusal(request)
    if reason is None and not visit.db.is_mutable:
        reason = "This archive is served as one that never changes."
    if reason:
        return await refused(visit, 403, reason, home)
    length = number_in(request.headers.get("content-length"))
    if length is None or length > LONGEST_FORM or "transfer-encoding" in request.headers:
        return await refused(visit, 413, "That is too long for a form of these pages.", home)
    try:
        given = parse_qsl((await request.post_body()).decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return await refused(visit, 400, "That is no form of these pages.", home)
    form = dict(given)
    if not permit.is_secret(form.pop("secret", "")):
        reason = "The form is not from this run of the server. Load its page again, and repeat what you did."
        return await refused(visit, 403, reason, home)
    return form


async def refused(visit: Visit, status: int, problem: str, back: str) -> Response:
    """The page that says why nothing was changed."""
    return await visit.show("edit_refused.html", status, problem=problem, back=back)


def see(address: str) -> Response:
    """What leads on to a page after a change."""
    return Response.text("", status=303, headers={"location": address, "cache-control": "no-store"})


def _written(path: Path, work: Callable[[Database], T]) -> T:
    with opened(path, wait=WAIT_SECONDS) as archive:
        return work(archive)
