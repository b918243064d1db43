"""The `archive` command: one module a subcommand, each a few lines that call the rest."""

from __future__ import annotations

import copy
import gc
import os
import sqlite3
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from archive import __version__
from archive.cli.agenda import agenda
from archive.cli.compare import compare
from archive.cli.correct import correct, hide
from archive.cli.entity import app as entity_app
from archive.cli.export import app as export_app
from archive.cli.info import info
from archive.cli.ingest import ingest
from archive.cli.keep import app as kept_app
from archive.cli.keep import note, tag, untag
from archive.cli.quotes import quotes
from archive.cli.reextract import reextract
from archive.cli.search import search
from archive.cli.searches import searches
from archive.cli.serve import open_rooms, serve
from archive.cli.show import show
from archive.cli.source import app as source_app
from archive.cli.timeline import timeline
from archive.cli.verify import backup, restore, verify
from archive.cli.wording import Commands, every_command
from archive.errors import ArchiveError

app = typer.Typer(
    name="archive",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help in plain lines: boxes would take longer to import than all else
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"archive {__version__}")
        raise typer.Exit


@app.callback()
def archive(
    context: typer.Context,
    db: Annotated[
        Path | None,
        typer.Option(
            "--db",
            envvar="ARCHIVE_DB",
            show_envvar=False,
            help="The archive for the command that follows; its own --db wins, ARCHIVE_DB stands in for both.",
            metavar="FILE",
        ),
    ] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Turn a pile of news snippets into one searchable SQLite file.

    Begin with: archive ingest PATH…, then: archive search "QUERY", or archive open.

    Example: archive ingest --sample && archive open
    """
    if db is not None:
        context.default_map = _defaults(context.command, {"db": str(db)})


def _defaults(group: Any, values: dict[str, str]) -> dict[str, Any]:
    """The same values where no option says otherwise, for every command."""
    found: dict[str, Any] = {}
    for names, _ in every_command(group):
        inner = found
        for name in names[:-1]:
            inner = inner.setdefault(name, {})
        inner[names[-1]] = values
    return found


app.command()(ingest)
app.command()(search)
app.command()(searches)
app.command()(quotes)
app.command()(timeline)
app.command()(agenda)
app.command()(compare)
app.command()(serve)
app.command("open")(open_rooms)
app.command()(info)
app.command()(show)
app.command()(tag)
app.command()(untag)
app.command()(note)
app.add_typer(kept_app)
app.command()(correct)
app.command()(hide)
app.add_typer(entity_app)
app.add_typer(source_app)
app.add_typer(export_app)
app.command()(reextract)
app.command()(verify)
app.command()(backup)
app.command()(restore)


def _with_one(name: str | None) -> typer.Typer:
    """The app with the command of a name alone, as Typer takes a while to build all; all if none is called so."""
    one = copy.copy(app)
    one.registered_commands = [each for each in app.registered_commands if _called(each) == name]
    one.registered_groups = [
        each for each in app.registered_groups if each.typer_instance and _called(each.typer_instance.info) == name
    ]
    return one if one.registered_commands or one.registered_groups else app


def _called(info: Any) -> str:
    return str(info.name or info.callback.__name__)


def main() -> None:
    """Run the command; whatever a user can cause ends in a message and an exit code, not in a traceback."""
    # Nothing is multiplied here that would be worth threads: to start them takes numpy a fifth of its import.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is made at first stays: looking through it for garbage again and again takes a tenth of a short run.
    gc.set_threshold(200_000, 20, 20)
    try:
        _with_one(next(iter(sys.argv[1:]), None))(prog_name="archive")
    except ArchiveError as error:
        typer.echo(f"archive: {error}", err=True)
        sys.exit(1)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        from archive.store.database import explain_sqlite

        typer.echo(f"archive: {explain_sqlite('The archive', error)}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # `archive search … | head`: nobody is reading any more, and Python would complain once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"archive: {where}{error.strerror or error}", err=True)
        sys.exit(1)
    finally:
        gc.freeze()  # and looking through it once more at the end, before all of it goes, takes a quarter
