"""Keeping, correcting and deciding in the browser: what is sent from a snippet's page, decisions, the review.

All may look; only `archive serve --edit` may change (`permit`), and changes as the command line does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from datasette.utils.asgi import Forbidden

from archive.errors import ArchiveError, StoreError
from archive.resolve.text_rulings import FACTS
from archive.store import kept, text_corrections
from archive.store.decisions import decide, undo
from archive.web import permit
from archive.web.addresses import number_in
from archive.web.editing import Form, changed, number_of, see
from archive.web.pages.decisions import decisions_page
from archive.web.pages.review import review_page, review_queue
from archive.web.remembered import memory
from archive.web.versions import may_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from datasette.utils.asgi import Response

    from archive.resolve.rulings import Action
    from archive.store.database import Database
    from archive.web.visit import Visit

ANSWERS: dict[str, Action] = {"merge": "merge", "split": "split", "rename": "rename", "hide": "hide"}
"""Actions with which a question of the review is answered."""


def keep(archive: Database, number: int, form: Form) -> int | None:
    """Do what a form on a snippet's page asks for by `action`; gives the number of the decision, if it made one.

    Raises:
        ArchiveError: It makes no sense; the message says why.
    """
    action, note = form.get("action", ""), form.get("note", "").strip() or None
    only_kept: dict[str, Callable[[], object]] = {
        "star": lambda: kept.tag(archive, [number], kept.STARRED),
        "unstar": lambda: kept.untag(archive, [number], kept.STARRED),
        "tag": lambda: kept.tag(archive, [number], form.get("tag", "")),
        "untag": lambda: kept.untag(archive, [number], form.get("tag", "")),
        "remark": lambda: kept.add_note(archive, number, form.get("remark", "")),
        "unremark": lambda: kept.delete_note(archive, number_of(form, "remark")),
    }
    if action in only_kept:
        only_kept[action]()
        return None
    fact = next((each for each in FACTS if each == action), None)
    if fact is not None:
        sighting = number_in(form.get("sighting")) or 1
        return text_corrections.correct(archive, number, fact, form.get("value", ""), note, sighting=sighting).id
    if action == "speaker":
        start = number_of(form, "quotation")
        return text_corrections.attribute(archive, number, start, form.get("value", ""), note).id
    if action == "hide":
        return text_corrections.hide(archive, number, note).id
    if action == "undo":
        return undo(archive, number_of(form, "decision")).id
    raise StoreError("The form does not say what is to be done.")


async def change_snippet(visit: Visit) -> Response:
    """`POST /-/archive/DB/snippet/ID/edit`."""
    number = visit.number()

    def back(form: Form) -> str:
        return _back(visit, form) or visit.links.snippet(number)

    def work(archive: Database, form: Form) -> str:
        made = keep(archive, number, form)
        return back(form) if made is None else visit.links.snippet(number, decision=made)

    done = await changed(visit, work, back)
    return see(done) if isinstance(done, str) else done


def _back(visit: Visit, form: Form) -> str | None:
    """The page of this archive from which a form was sent."""
    back = form.get("back", "")
    is_ours = back.startswith((f"{visit.links.home}/", f"{visit.links.home}?")) or back == visit.links.home
    return back if is_ours and back.isprintable() and back.isascii() and "\\" not in back else None


async def decisions(visit: Visit) -> Response:
    """`/-/archive/DB/decisions?action=…&page=…`, and `POST` there to undo one."""
    await _may_see(visit)
    if visit.request.method == "POST":
        return await _decided(visit, lambda archive, form: undo(archive, number_of(form, "decision")).id)
    action, made = visit.args.get("action") or "", number_in(visit.args.get("decision"))
    made = made if permit.secret_for(visit.request) else None
    page = await visit.read(lambda conn: decisions_page(conn, visit.links, action, visit.page(), made))
    return await visit.show("decisions.html", page=page)


async def _decided(visit: Visit, decide_on: Callable[[Database, Form], int]) -> Response:
    def back(form: Form) -> str:
        return _back(visit, form) or visit.links.decisions()

    def work(archive: Database, form: Form) -> str:
        made = decide_on(archive, form)
        return back(form).partition("#")[0] if "back" in form else visit.links.decisions(made=made)

    done = await changed(visit, work, back)
    return see(done) if isinstance(done, str) else done


async def review(visit: Visit) -> Response:
    """`/-/archive/DB/review?kind=…&from=…`, and `POST` there to answer a question."""
    await _may_see(visit)
    if visit.request.method == "POST":
        return await _decided(visit, _answer)
    kind = visit.args.get("kind") or ""
    try:
        find = partial(visit.read, partial(review_queue, kind=kind))
        queue = await memory(visit.db).get(("review", kind), find)
        page = await visit.read(lambda conn: review_page(conn, queue, visit.page("from")))
    except ArchiveError as error:
        return await visit.show("problem.html", 503, problem=f"{error} At the command line: archive entity review")
    return await visit.show("review.html", page=page)


def _answer(archive: Database, form: Form) -> int:
    action = ANSWERS.get(form.get("action", ""))
    if action is None:
        raise StoreError("The form does not say what the answer is.")
    return decide(archive, action, form.get("subject", ""), form.get("object") or None, "review").id


async def _may_see(visit: Visit) -> None:
    if not await may_view(visit.datasette, visit.request.actor, visit.db.name, "decisions"):
        raise Forbidden("view-table")
