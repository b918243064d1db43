"""`archive entity split`: mentions that an entity was given by mistake, taken away by how or where they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.entity.change import say
from archive.cli.entity.choose import Kind, Name, as_kind, chosen
from archive.cli.options import DEFAULT_DATABASE, Database, Note
from archive.web.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable


def split(
    name: Name,
    aliases: Annotated[
        list[str] | None,
        typer.Argument(help="Mentions written so go away; several may be named.", metavar="ALIAS", show_default=False),
    ] = None,
    new: Annotated[
        str | None, typer.Option("--name", help="What they name instead; the alias if left out.", metavar="NEW")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="What it is; of the same kind if left out.", show_default=False)
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option("--with", help="Mentions in texts with these words go away; repeatable.", metavar="WORDS"),
    ] = None,
    snippets: Annotated[
        list[str] | None,
        typer.Option("--snippet", help="Mentions in this snippet go away; repeatable.", metavar="ID"),
    ] = None,
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Take mentions away from an entity: those written in one way, in texts with certain words, or in certain snippets.

    They become an entity of their own, or go to the one that has the new name already. It holds for what comes later.

    Example: archive entity split "Mara Velden" Velden "M. Velden" --name "Otto Velden"

    Example: archive entity split Wetherby --with "shares of" --name "Wetherby Group" --kind organisation

    Example: archive entity split "Mara Velden" --snippet 12 --snippet 40 --name "Otto Velden"
    """
    from archive.store import corrections
    from archive.store.database import opened
    from archive.store.decisions import decide
    from archive.store.lookup import same_name
    from archive.store.splits import Becomes, parts_of

    if not (aliases or words or snippets):
        raise typer.BadParameter("say which mentions: name an ALIAS, --with or --snippet")
    if new is None and (words or snippets):
        raise typer.BadParameter("say with --name whom these mentions name instead", param_hint="--name")
    becomes = Becomes(None if new is None else corrections.valid_name(new), as_kind(kind) if kind else None)
    with opened(db) as archive:
        found = chosen(archive.conn, name)
        parts = parts_of(
            archive.conn, found, becomes, written=aliases or (), words=words or (), snippets=_numbers(snippets or ())
        )
        for part in parts:
            done = decide(archive, "split", found.reference, part.object, note)
            now = next(iter(same_name(archive.conn, part.becomes, becomes.kind or found.kind)), None)
            whose = f"of {now.reference} ({now.id}), which has {now.mentions:,}" if now else "apart"
            moved = "is" if part.mentions == 1 else "are"
            say(done, f"{counted(part.mentions, 'mention')} of {found.reference} {part.told} {moved} now {whose}", db)


def _numbers(snippets: Iterable[str]) -> list[int]:
    words = [word for each in snippets for word in re.split(r"[\s,]+", each) if word]
    if (snippets and not words) or not all(word.isdecimal() and len(word) < 19 for word in words):
        raise typer.BadParameter("write numbers of snippets, as search prints them", param_hint="--snippet")
    return list(map(int, words))
