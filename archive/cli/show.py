"""`archive show`: one snippet with all that is known of it, and why."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsJson, Database, number
from archive.errors import ArchiveError
from archive.harmless import harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.store.rows import Row

_FACTS = ("title", "kind", "dated", "outlet", "author", "url", "language", "dateline", "note", "variant_of")


def show(
    snippet_id: Annotated[
        int, typer.Argument(parser=number, help="The snippet's number, as search prints it.", metavar="ID")
    ],
    db: Database = DEFAULT_DATABASE,
    as_json: AsJson = False,
) -> None:
    """Show a snippet with its mentions, dates and sightings, each with the rule by which it is known.

    Example: archive show 12
    """
    from archive.store.overview import snippet

    with reading(db) as conn:
        found = snippet(conn, snippet_id)
    if found is None:
        raise ArchiveError(f"There is no snippet {snippet_id} in {db}.")
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n".join(_told(found)))


def _told(found: Row) -> Iterator[str]:
    width = min(shutil.get_terminal_size().columns, 100)
    yield from textwrap.wrap(harmless(found["text"]), width)
    yield ""
    for name in _FACTS:
        if found[name] is not None and (name, found[name]) != ("variant_of", found["id"]):
            by = f" (known from: {found['dated_by']})" if name == "dated" else ""
            yield f"{name + ':':<12} {harmless(found[name])}{by}"
    if found["variant_of"] == found["id"]:
        yield "hidden by a decision"
    if found["is_truncated"]:
        yield "the text is cut short"
    for what, line in _LINES.items():
        if found[what]:
            yield f"\n{what}"
            for at, each in enumerate(found[what], 1):
                number = f"{at}  " if what == "sightings" and len(found[what]) > 1 else ""
                yield from (f"  {harmless(part)}" for part in f"{number}{line(each)}".split("\n"))


def _mention(each: Row) -> str:
    role = f", {each['role']}" if each["role"] else ""
    return (
        f"{each['start']:>4}-{each['stop']:<4} {each['surface']} → {each['entity']} ({each['kind']}{role}; "
        f"{each['rule']}, {each['score']:.2f})"
    )


def _date(each: Row) -> str:
    other = f", else {each['alternative']}" if each["alternative"] else ""
    return f"{each['start']:>4}-{each['stop']:<4} {each['surface']} → {each['value']} ({each['rule']}{other})"


def _quotation(each: Row) -> str:
    cut = "" if each["is_complete"] else ", cut short"
    cue = f", {each['cue']}" if each["cue"] else ""
    role = f", by role: {each['by_role']}" if each["by_role"] else ""
    return (
        f"{each['start']:>4}-{each['stop']:<4} {each['speaker'] or '?'}: {each['quote']} "
        f"({each['kind']}{cue}{role}{cut}; {each['score']:.2f})"
    )


def _sighting(each: Row) -> str:
    """Three lines: when and who, what it was called and where it stands, and the item it was read from."""
    day = f"{each['dated']}{' ' + each['hour'] if each['hour'] else ''} ({each['dated_by']})" if each["dated"] else None
    facts = [day or "undated", each["outlet"], each["author"]]
    when = f"captured {each['captured']} by {each['captured_by']}" if each["captured"] else "capture date unknown"
    lines = [
        ", ".join(map(one_line, filter(None, facts))),
        ": ".join(map(one_line, filter(None, (each["title"], each["url"])))),
        f"item {each['position']} of {one_line(each['source'])} "
        f"({one_line(each['uri'])}, {when}, sha256 {each['sha256'][:12]}…)",
    ]
    return "\n    ".join(filter(None, lines))


def _variant(each: Row) -> str:
    return f"{each['id']}: {each['text']}"


def _tag(each: Row) -> str:
    return f"{each['tag']} ({each['made_at'][:10]})"


def _note(each: Row) -> str:
    note = str(each["note"]).replace("\n", "\n    ")
    return f"{each['id']} ({each['made_at'][:10]}): {note}"


_LINES = {
    "tags": _tag,
    "notes": _note,
    "mentions": _mention,
    "dates": _date,
    "quotations": _quotation,
    "sightings": _sighting,
    "variants": _variant,
}
"""What is known of a snippet beside its own columns, and the line in which each of it is told."""
