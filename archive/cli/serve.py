"""`archive serve`: archives in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE, Database

Archives = Annotated[
    list[Path] | None,
    typer.Argument(help="Archives to serve; instead of --db.", metavar="FILE", show_default=False),
]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)]
Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets others in.", metavar="ADDRESS")]
OpenBrowser = Annotated[bool, typer.Option("--open", help="Open a browser.")]

AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host", help="Another name under which it is reached, as of a proxy; repeatable.", metavar="NAME"
    ),
]
Edit = Annotated[bool, typer.Option("--edit", help="Let the pages keep, correct and decide; this machine only.")]


def serve(
    databases: Archives = None,
    db: Database = DEFAULT_DATABASE,
    port: Port = 8001,
    host: Host = "127.0.0.1",
    open_browser: OpenBrowser = False,
    edit: Edit = False,
    allow_host: AllowHost = None,
) -> None:
    """Serve archives with Datasette: browse, filter, search, ask in SQL, save as CSV. Ctrl-C stops it.

    With --edit, whoever can reach the server from this machine may star, tag and note snippets, correct them and the
    names in them, undo that, and save searches. Without it nothing can be changed.

    It answers to localhost, to plain addresses and to this machine's name only, so that no page from elsewhere can read
    what is served here.

    Example: archive serve --open
    """
    from archive.web import serve as web

    chosen = databases or [db]
    named = ", ".join(map(str, chosen))
    web.serve(
        chosen,
        host=host,
        port=port,
        open_browser=open_browser,
        edit=edit,
        allow_hosts=allow_host or (),
        announce=lambda url: typer.echo(f"{named} at {url}-/archive, tables and SQL at {url} (Ctrl-C stops)", err=True),
    )


def open_rooms(
    databases: Archives = None,
    db: Database = DEFAULT_DATABASE,
    port: Port = 8001,
    host: Host = "127.0.0.1",
    edit: Edit = False,
    allow_host: AllowHost = None,
) -> None:
    """Open archives in a browser: the same as archive serve --open.

    Example: archive open
    """
    serve(databases, db, port, host, open_browser=True, edit=edit, allow_host=allow_host)
