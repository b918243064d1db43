"""`archive serve`: the stock Datasette over archives, under any file name, with settings that suit them.

Everything that can be decided beforehand is decided by pure functions: which names Datasette gives to the files,
which metadata it is to read, with which command line. `serve` alone touches the disk and the network.
Importing this imports Datasette (0.6 s): commands do so when they run.
"""

from __future__ import annotations

import errno
import json
import re
import signal
import socket
import tempfile
from contextlib import nullcontext
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml
from datasette.cli import cli
from datasette.utils import tilde_encode

from archive.errors import ArchiveError
from archive.store.database import is_at_rest, open_reader
from archive.web import guard, permit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

Metadata = dict[str, Any]

TEMPLATE_NAME = "archive"
"""The name under which metadata.yml describes an archive: that of db/archive.db."""

SETTINGS = {
    # A facet over a filtered table reads the rows themselves; at the stock 200 ms it would just be missing.
    "facet_time_limit_ms": "1000",
    # For one's own SQL. Not more: pages of views wait as long for a count that a big archive does not deliver.
    "sql_time_limit_ms": "2500",
    # At the stock 100 MB a CSV breaks off with status 200 and an error for its last line.
    "max_csv_mb": "0",
    # A page of text, not of numbers.
    "default_page_size": "50",
}
"""Datasette's settings, each with the reason why it departs from the default; they hold for 0.65 and 1.0."""


def metadata_path() -> Path:
    """Where metadata.yml lies: inside the installed package, or at the top of a clone.

    Raises:
        ArchiveError: It is in neither place.
    """
    packaged = Path(str(resources.files("archive").joinpath("data", "metadata.yml")))
    cloned = Path(str(resources.files("archive"))).parent / "metadata.yml"
    for path in (packaged, cloned):
        if path.is_file():
            return path
    raise ArchiveError("metadata.yml is missing from this installation; install snippet-archive anew.")


def database_names(databases: Sequence[Path]) -> list[str]:
    """The names that Datasette gives to files: their stems, counted on where two are the same."""
    names: list[str] = []
    for path in databases:
        name, count = path.stem, 2
        while name in names:
            name, count = f"{path.stem}_{count}", count + 1
        names.append(name)
    return names


def metadata_for(template: Metadata, names: Sequence[str]) -> Metadata:
    """Metadata that describes archives of other names, links included; those on the home page lead to the first."""
    blocks = template.get("databases") or {}
    top = {key: value for key, value in template.items() if key != "databases"}
    if len(names) > 1:
        top = _in_all_rooms(top)
    described = {name: name if name in blocks else TEMPLATE_NAME for name in names}
    return {
        **_renamed(top, TEMPLATE_NAME, names[0]),
        "databases": {
            name: _renamed(blocks[block], block, name) for name, block in described.items() if block in blocks
        },
    }


def _in_all_rooms(value: Any) -> Any:
    """A copy in which the link into the reading room of one archive leads to the list of them all."""
    if isinstance(value, dict):
        return {key: _in_all_rooms(each) for key, each in value.items()}
    room = f'href="/-/archive/{TEMPLATE_NAME}"'
    return value.replace(room, 'href="/-/archive"') if isinstance(value, str) else value


def _renamed(value: Any, old: str, new: str) -> Any:
    """A copy in which links into the database `old` lead into `new`."""
    if isinstance(value, dict):
        return {key: _renamed(each, old, new) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, old, new) for each in value]
    if isinstance(value, str):
        name = tilde_encode(new)
        link = rf'href="(/(?:-/archive/)?){re.escape(tilde_encode(old))}(?=[/#?"])'
        return re.sub(link, lambda found: f'href="{found[1]}{name}', value)
    return value


def datasette_arguments(
    databases: Sequence[Path],
    metadata: Path,
    *,
    datasette_version: str,
    host: str = "127.0.0.1",
    port: int = 8001,
    open_browser: bool = False,
) -> list[str]:
    """The arguments of `datasette` that serve these archives well, which the metadata of `metadata_for` describe.

    Datasette 1.0 reads queries and facets from its configuration and titles from the metadata, and is given the one
    file as both; 0.65 knows metadata only.
    """
    described_by = ["--metadata", str(metadata)]
    if not datasette_version.startswith("0."):
        described_by += ["--config", str(metadata)]
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, value)]
    return [
        "serve",
        *(str(path) for path in databases if not is_at_rest(path)),
        *(part for path in databases if is_at_rest(path) for part in ("--immutable", str(path))),
        *described_by,
        *settings,
        *("--host", host, "--port", str(port)),
        *(["--open"] if open_browser else []),
    ]


def serve(
    databases: Sequence[Path],
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    open_browser: bool = False,
    edit: bool = False,
    allow_hosts: Sequence[str] = (),
    announce: Callable[[str], None],
) -> None:
    """Serve archives until the user stops it (Ctrl-C) or the system does (SIGTERM).

    Port 0 takes a free one. Editing goes with an address of this machine alone. `allow_hosts` are other names under
    which it is reached, such as that of a proxy before it; `announce` is told the address once all is ready.

    Raises:
        ArchiveError: A file is missing or no archive, the port is taken, Datasette refuses, or others could edit.
    """
    if edit:
        permit.check_host(host)
    for path in databases:
        open_reader(path).conn.close()
    paths = list(dict.fromkeys(path.absolute() for path in databases))
    port = _free_port(host, port)
    names = database_names(paths)
    with tempfile.TemporaryDirectory(prefix="archive-serve-") as folder:
        metadata = Path(folder) / "metadata.json"
        metadata.write_text(json.dumps(metadata_for(_template(), names)), encoding="ascii")
        arguments = datasette_arguments(
            paths,
            metadata,
            datasette_version=version("datasette"),
            host=host,
            port=port,
            open_browser=open_browser,
        )
        announce(f"http://{_in_url(host)}:{port}/")
        previous = signal.signal(signal.SIGTERM, _leave)
        try:
            with (
                guard.answering_to({host, socket.gethostname(), *allow_hosts}),
                permit.granted() if edit else nullcontext(),
            ):
                cli.main(args=arguments, prog_name="datasette", standalone_mode=False)
        except click.Abort:
            return  # Ctrl-C, which Datasette 1.0 passes on
        except click.ClickException as error:
            raise ArchiveError(f"Datasette: {error.format_message()}") from error
        finally:
            signal.signal(signal.SIGTERM, previous)


def _template() -> Metadata:
    loaded: Metadata = yaml.safe_load(metadata_path().read_text("utf-8"))
    return loaded


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End by an exception, so that the temporary folder goes too."""
    raise SystemExit(0)


def _free_port(host: str, port: int) -> int:
    """The port, or a free one for 0, after trying that the address can be listened on."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # as the server does: an address that its last owner has just left is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            bound: int = probe.getsockname()[1]
            return bound
    except OSError as error:
        raise ArchiveError(_explain_address(host, port, error)) from error


def _explain_address(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use; name another one: archive serve --port {min(port + 1, 65535)}"
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used without special rights; name one above 1023 with --port."
    return f"{host} can't be listened on ({error.strerror}); the usual --host is 127.0.0.1."


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
