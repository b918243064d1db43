"""The `archive` command: one module a subcommand, each a few lines that call the rest."""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
from typing import Annotated

import typer

from archive import __version__
from archive.cli.entity import app as entity_app
from archive.cli.export import app as export_app
from archive.cli.info import info
from archive.cli.ingest import ingest
from archive.cli.quotes import quotes
from archive.cli.reextract import reextract
from archive.cli.search import search
from archive.cli.searches import searches
from archive.cli.serve import serve
from archive.cli.show import show
from archive.cli.source import app as source_app
from archive.cli.verify import backup, verify
from archive.errors import ArchiveError

app = typer.Typer(
    name="archive",
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
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Turn a pile of news snippets into one searchable SQLite file.

    Begin with: archive ingest PATHS…, then: archive search "QUERY", or archive serve --open.
    """


app.command()(ingest)
app.command()(search)
app.command()(searches)
app.command()(quotes)
app.command()(serve)
app.command()(info)
app.command()(show)
app.add_typer(entity_app)
app.add_typer(source_app)
app.add_typer(export_app)
app.command()(reextract)
app.command()(verify)
app.command()(backup)


def main() -> None:
    """Run the command; whatever a user can cause ends in a message and an exit code, not in a traceback."""
    # What is made at first stays: looking through it for garbage again and again takes a tenth of a short run.
    gc.set_threshold(50_000, 20, 20)
    try:
        app()
    except ArchiveError as error:
        typer.echo(f"archive: {error}", err=True)
        sys.exit(1)
    except sqlite3.Error as error:
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
