"""`archive tag`, `untag`, `note`, `kept`: what a reader keeps."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from archive.cli.files import reading, to_read, to_write
from archive.cli.options import DEFAULT_DATABASE, AsJson, Database, number
from archive.cli.output import print_json, print_rows
from archive.harmless import one_line
from archive.web.wording import counted

app = typer.Typer(
    name="kept",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="""List what is kept (stars, tags, notes), or carry it to another archive.

    Example: archive kept export kept.csv
    """,
)

_EXCERPT = 60


class Format(StrEnum):
    """Forms of a file of kept things."""

    csv = "csv"
    json = "json"


Given = Annotated[
    list[str], typer.Argument(help="Numbers of snippets, and last the tag.", metavar="ID… TAG", show_default=False)
]


def tag(given: Given, db: Database = DEFAULT_DATABASE) -> None:
    """Put a tag on snippets, to find them again: tag:TAG. A star is the tag "starred": is:starred.

    Example: archive tag 12 40 "port strike"
    """
    from archive.store import kept
    from archive.store.database import opened

    numbers, name = _parted(given)
    with opened(db) as archive:
        new = kept.tag(archive, numbers, name)
    typer.echo(f"{counted(new, 'snippet')} tagged {one_line(name)!r}{_of(new, len(numbers), 'had it already')}")


def untag(given: Given, db: Database = DEFAULT_DATABASE) -> None:
    """Take a tag off snippets.

    Example: archive untag 12 40 "port strike"
    """
    from archive.store import kept
    from archive.store.database import opened

    numbers, name = _parted(given)
    with opened(db) as archive:
        gone = kept.untag(archive, numbers, name)
    typer.echo(f"{counted(gone, 'snippet')} no longer tagged {one_line(name)!r}{_of(gone, len(numbers), 'was not')}")


def note(
    snippet_id: Annotated[
        int | None, typer.Argument(parser=number, help="The snippet.", metavar="ID", show_default=False)
    ] = None,
    text: Annotated[
        list[str] | None, typer.Argument(help="What to remark.", metavar="TEXT", show_default=False)
    ] = None,
    delete: Annotated[
        int | None, typer.Option("--delete", parser=number, help="Take away the note of this number.", metavar="NOTE")
    ] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Remark something on a snippet, to find it again: note:WORD, is:noted.

    Example: archive note 12 "Ask the port about the night shift."
    """
    from archive.store import kept
    from archive.store.database import opened

    if delete is not None:
        with opened(db) as archive:
            was_on = kept.delete_note(archive, delete)
        typer.echo(f"Note {delete} on snippet {was_on} is deleted.")
        return
    if snippet_id is None or not text:
        raise typer.BadParameter("say on which snippet, and what: ID TEXT; or --delete NOTE")
    with opened(db) as archive:
        made = kept.add_note(archive, snippet_id, " ".join(text))
    typer.echo(f"Note {made.id} is on snippet {snippet_id}.")


@app.command("list")
def list_kept(db: Database = DEFAULT_DATABASE, as_json: AsJson = False) -> None:
    """List stars, tags and notes, snippet by snippet.

    Example: archive kept list
    """
    from archive.store.kept import everything, note_numbers

    with reading(db) as conn:
        rows, numbers = everything(conn), note_numbers(conn)
    if as_json:
        print_json([row._asdict() for row in rows])
        return
    if not rows:
        typer.echo("Nothing is kept yet: archive tag ID… TAG, archive note ID TEXT", err=True)
        return
    shown = [
        (
            row.snippet_id or "aside",
            f"#{one_line(row.tag)}" if row.tag else f"note {numbers.pop(0) if row.snippet_id else ''}".strip(),
            row.made_at[:10],
            one_line(row.note or row.text or row.text_hash)[:_EXCERPT],
        )
        for row in rows
    ]
    print_rows(("snippet", "kept", "made", "text"), shown)


@app.command("export")
def export_kept(
    file: Annotated[str, typer.Argument(help="Where to; - is standard output.", metavar="FILE")] = "-",
    form: Annotated[
        Format | None, typer.Option("--format", help="By the name of the file if left out; else CSV.")
    ] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Write stars, tags and notes as CSV or JSON, to keep, or to import where the same texts are.

    Example: archive kept export kept.csv
    """
    from archive.store.kept import export_csv, export_json

    write = export_json if form == Format.json or (form is None and file.endswith(".json")) else export_csv
    with reading(db) as conn, to_write(file) as stream:
        written = write(conn, stream)
    if file != "-":
        typer.echo(f"{counted(written, 'tag or note', 'tags and notes')} → {file}", err=True)


@app.command("import")
def import_kept(
    file: Annotated[str, typer.Argument(help="A file that export wrote; - is standard input.", metavar="FILE")],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Add the stars, tags and notes of a file, by the texts that they are on.

    What is on a text that the archive does not have is laid aside, and comes with the text.

    Example: archive kept import kept.csv
    """
    from archive.store import kept
    from archive.store.database import opened

    with opened(db) as archive, to_read(file) as (stream, name):
        done = kept.import_kept(archive, stream, name)
    typer.echo(
        f"{counted(done.added, 'tag or note', 'tags and notes')} added, {done.known:,} known already"
        + f", {done.aside:,} laid aside: no source shows their texts yet" * bool(done.aside)
    )


def _parted(given: list[str]) -> tuple[list[int], str]:
    *numbers, name = given
    wrong = next((each for each in numbers if not each.removeprefix("#").isdecimal()), None)
    if not numbers or wrong is not None:
        said = f"{wrong!r} is no number of a snippet" if wrong is not None else "say which snippets"
        raise typer.BadParameter(f"{said}; write ID… TAG, and quote a tag of several words")
    return [int(each.removeprefix("#")) for each in numbers], name


def _of(done: int, asked: int, others: str) -> str:
    return f"; {asked - done:,} {others}" if done < asked else ""
