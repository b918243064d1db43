"""`archive show`: one snippet with all that is known of it, and why."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE, AsJson, Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.store.overview import Row

_FACTS = ("title", "kind", "dated", "outlet", "author", "url", "language", "dateline", "note", "variant_of")


def show(
    snippet_id: Annotated[int, typer.Argument(help="The snippet's number, as search prints it.", metavar="ID")],
    db: Database = DEFAULT_DATABASE,
    as_json: AsJson = False,
) -> None:
    """Show a snippet with its mentions, dates and sightings, each with the rule by which it is known.

    Example: archive show 12
    """
    from archive.errors import ArchiveError
    from archive.store.database import open_reader
    from archive.store.overview import snippet

    found = snippet(open_reader(db), snippet_id)
    if found is None:
        raise ArchiveError(f"There is no snippet {snippet_id} in {db}.")
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n".join(_told(found)))


def _told(found: Row) -> Iterator[str]:
    from archive.harmless import harmless

    width = min(shutil.get_terminal_size().columns, 100)
    yield from textwrap.wrap(harmless(found["text"]), width)
    yield ""
    for name in _FACTS:
        if found[name] is not None:
            by = f" (known from: {found['dated_by']})" if name == "dated" else ""
            yield f"{name + ':':<12} {harmless(found[name])}{by}"
    if found["is_truncated"]:
        yield "the text is cut short"
    yield from _listed("mentions", [_mention(each) for each in found["mentions"]])
    yield from _listed("dates", [_date(each) for each in found["dates"]])
    yield from _listed("quotations", [_quotation(each) for each in found["quotations"]])
    yield from _listed("sightings", [_sighting(each) for each in found["sightings"]])
    yield from _listed("variants", [f"{each['id']}: {each['text']}" for each in found["variants"]])


def _listed(heading: str, lines: list[str]) -> Iterator[str]:
    from archive.harmless import harmless

    if lines:
        yield f"\n{heading}"
        yield from (f"  {harmless(line)}" for line in lines)


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
    return (
        f"{each['start']:>4}-{each['stop']:<4} {each['speaker'] or '?'}: {each['quote']} "
        f"({each['kind']}{cue}{cut}; {each['score']:.2f})"
    )


def _sighting(each: Row) -> str:
    when = f"captured {each['captured']} by {each['captured_by']}" if each["captured"] else "capture date unknown"
    return f"item {each['position']} of {each['source']} ({each['uri']}, {when}, sha256 {each['sha256'][:12]}…)"
