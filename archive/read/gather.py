"""Paths to captures: files, folders, packed files, standard input and addresses, each in its turn."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import re
import stat
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from archive.errors import ReadError
from archive.read import web_archives
from archive.read.capture import (
    BOMB_BYTES,
    BOMB_RATIO,
    STREAM_ERRORS,
    Capture,
    Spool,
    blocks_of,
    digest,
)
from archive.read.office_kind import kind_in
from archive.read.secrets import without_password
from archive.read.source import FetchOptions, NotModifiedError
from archive.types import Problem, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAX_INPUT = 1 << 40
"""Most bytes taken from standard input or a pipe: a guard against an endless one."""
MAX_NESTED = 1 << 30
"""Largest zip file inside a zip file."""
MAX_DEPTH = 3
"""Zip files inside zip files inside …"""

_URL = re.compile(r"https?://", re.IGNORECASE)
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_NO_NEWS = re.compile(r".*\.(?:db|sqlite3?)(?:-(?:wal|shm|journal))?|desktop\.ini|~\$.*", re.IGNORECASE | re.DOTALL)
"""Names of databases, and of what Windows and Office leave beside files."""
_PAGE = re.compile(r"\.x?html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Bytes that may turn out to be one capture, or a packed file that holds several."""

    uri: str
    name: str
    open: Callable[[], BinaryIO]
    modified: datetime.date | None = None
    content_type: str | None = None
    path: Path | None = None
    """The file itself, where there is one: a zip file needs it."""
    on_disk: int = 0
    """Bytes that it takes where it lies."""
    release: Callable[[], None] = lambda: None


def captures(paths: Sequence[str], report: Report, *, fetch: FetchOptions | None = None) -> Iterator[Capture]:
    """Everything to be read behind the paths, in their order.

    Nothing is opened before its turn. What can't be reached is reported, and the rest goes on.

    Args:
        paths: Files, folders (walked, sorted), zip files (each member), `-` for standard input, and
            `http(s)://` addresses. Gzip, known by its bytes, is one capture of its content.
        report: Told of every path, member or address left out.
        fetch: Limits for addresses.

    Yields:
        Captures, to be closed by the caller.
    """
    for path in paths:
        try:
            yield from _from(path, report, fetch or FetchOptions())
        except NotModifiedError:
            continue
        except ReadError as error:
            report(Problem(printable(path), str(error)))
        except OSError as error:
            report(Problem(printable(path), _reason(error)))


def is_address(path: str) -> bool:
    """Whether what was given is an address rather than a path."""
    return _URL.match(path) is not None


def files_below(path: str, report: Report) -> Iterator[str]:
    """The files that a path stands for: itself, or what is read of a folder; only names are looked at."""
    try:
        is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError) as error:
        report(Problem(printable(path), _reason(error) if isinstance(error, OSError) else "not a usable path"))
        return
    yield from map(str, _walk(Path(path), set(), report)) if is_folder else (path,)


def printable(path: str) -> str:
    r"""A path that can be stored and shown; bytes that are not UTF-8 become `\xNN`, and an address says no password."""
    return without_password(os.fsencode(path).decode("utf-8", "backslashreplace"))


def _from(path: str, report: Report, fetch: FetchOptions) -> Iterator[Capture]:
    if path == "-":
        return _expand(_standard_input(), report)
    if is_address(path):
        return _expand(_address(path, fetch), report)
    try:
        status = Path(path).stat()
    except ValueError as error:
        raise ReadError(f"not a usable path: {error}") from error
    if stat.S_ISDIR(status.st_mode):
        return _folder(path, report)
    if stat.S_ISREG(status.st_mode):
        return _expand(_file(path, status), report)
    return _expand(_pipe(path), report)


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "no such file or folder"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission to read it is missing"
    return f"can't be read: {error.strerror or error}"


def _file(path: str, status: os.stat_result) -> _Origin:
    file = Path(path)
    return _Origin(
        uri=printable(path),
        name=printable(file.name),
        open=lambda: cast("BinaryIO", file.open("rb", buffering=0)),
        modified=_day(status.st_mtime),
        path=file,
        on_disk=status.st_size,
    )


def _day(seconds: float) -> datetime.date | None:
    try:
        return datetime.date.fromtimestamp(seconds)
    except (ValueError, OverflowError, OSError):
        return None


def _standard_input() -> _Origin:
    if sys.stdin is None:  # a program started without a terminal may have none
        raise ReadError("there is no standard input")
    modified = None
    with contextlib.suppress(OSError, ValueError):
        status = os.fstat(sys.stdin.fileno())
        if stat.S_ISREG(status.st_mode):
            modified = _day(status.st_mtime)
    stream = cast("BinaryIO", getattr(sys.stdin, "buffer", sys.stdin))
    return _spooled("-", "standard input", blocks_of(stream), modified)


def _pipe(path: str) -> _Origin:
    with Path(path).open("rb") as stream:
        return _spooled(printable(path), printable(Path(path).name), blocks_of(stream), None)


def _address(url: str, options: FetchOptions) -> _Origin:
    from archive.read.fetch import download  # httpx takes as long to import as a small file to read

    fetched = download(url, options)
    size = fetched.spool.path.stat().st_size
    return _kept(fetched.spool, size, fetched.uri, fetched.name, fetched.modified, fetched.content_type)


def _spooled(
    uri: str, name: str, blocks: Iterator[bytes], modified: datetime.date | None, limit: int = MAX_INPUT
) -> _Origin:
    spool = Spool()
    size = spool.fill(blocks, limit, name)
    return _kept(spool, size, uri, name, modified)


def _kept(
    spool: Spool, size: int, uri: str, name: str, modified: datetime.date | None, content_type: str | None = None
) -> _Origin:
    path = spool.path
    return _Origin(uri, name, lambda: path.open("rb"), modified, content_type, path, size, spool.close)


def _folder(path: str, report: Report) -> Iterator[Capture]:
    """The files below a folder; a folder that is met again by way of links is not entered twice."""
    found = 0
    for file in _walk(Path(path), set(), report):
        found += 1
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):
                raise ReadError("neither a file nor a folder (a device or a pipe)")
            yield from _expand(_file(str(file), status), report)
        except ReadError as error:
            report(Problem(printable(str(file)), str(error)))
        except OSError as error:
            report(Problem(printable(str(file)), _reason(error)))
    if not found:
        report(Problem(printable(path), "the folder holds nothing to read"))


def _walk(folder: Path, seen: set[tuple[int, int]], report: Report) -> Iterator[Path]:
    """Files, sorted level by level, without hidden ones and databases.

    A browser saves the pictures and scripts of `page.html` in a folder `page_files` beside it: those
    are parts of a page, nothing to read.
    """
    try:
        status = folder.stat()
        key = (status.st_dev, status.st_ino)
        if key in seen:
            return
        seen.add(key)
        inside = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        report(Problem(printable(str(folder)), _reason(error)))
        return
    pages = {_PAGE.sub("", path.name) for path in inside if _PAGE.search(path.name)}
    for path in inside:
        name = path.name
        if name.startswith(".") or _NO_NEWS.fullmatch(name):
            continue
        if not path.is_dir():
            yield path
        elif not (name.endswith(("_files", ".files")) and name[:-6] in pages):
            yield from _walk(path, seen, report)


def _expand(origin: _Origin, report: Report, depth: int = 0) -> Iterator[Capture]:
    with origin.open() as stream:
        head = stream.read(4096)
    packed = head[:4] in _ZIP_MAGIC
    if kind := web_archives.kind_of(head):
        yield from _pages(origin, kind, report)
        return
    if packed and depth < MAX_DEPTH:
        yield from _unzip(origin, report, depth)
        return
    if packed:
        origin.release()
        raise ReadError(f"zip files nested more than {MAX_DEPTH} deep are not opened")
    yield _capture(origin)


def _capture(origin: _Origin) -> Capture:
    """The bytes of an origin, whole."""
    with origin.open() as stream:
        sha256, size = digest(stream)
    return Capture(
        uri=origin.uri,
        name=origin.name,
        sha256=sha256,
        bytes=size,
        modified=origin.modified,
        content_type=origin.content_type,
        _raw=origin.open,
        _release=origin.release,
        on_disk=origin.on_disk,
    )


def _pages(origin: _Origin, kind: web_archives.Kind, report: Report) -> Iterator[Capture]:
    try:
        with origin.open() as stream:
            pages = web_archives.pages(kind, stream, origin.uri, origin.modified, report)
            for nth, page in enumerate(pages):
                yield replace(page, on_disk=origin.on_disk if nth == 0 else 0)
    finally:
        origin.release()


class _Zip:
    """A zip file whose members can be opened at any time, also after its turn is over.

    Its directory is read once for all members; the temporary copy behind it, if there is one, lives as
    long as this object does.
    """

    def __init__(self, path: Path, keep: object) -> None:
        self._path = path
        self._keep = keep
        self._zip: zipfile.ZipFile | None = None

    def file(self) -> zipfile.ZipFile:
        if self._zip is None:
            self._zip = zipfile.ZipFile(self._path)
        return self._zip

    def open(self, member: zipfile.ZipInfo) -> BinaryIO:
        return cast("BinaryIO", self.file().open(member))

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()
            self._zip = None


def _unzip(origin: _Origin, report: Report, depth: int) -> Iterator[Capture]:
    if origin.path is None:
        with origin.open() as stream:
            spooled = _spooled(origin.uri, origin.name, blocks_of(stream), origin.modified, MAX_NESTED)
        origin = replace(spooled, on_disk=origin.on_disk)
    path = cast("Path", origin.path)
    packed = _Zip(path, origin.release)
    try:
        if kind_in(packed.file()):
            yield _capture(origin)
            return
        yield from _members(origin, path.stat().st_size, packed, report, depth)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ReadError(f"the zip file is damaged: {error}") from error
    finally:
        packed.close()


def _members(origin: _Origin, size: int, packed: _Zip, report: Report, depth: int) -> Iterator[Capture]:
    members = [each for each in packed.file().infolist() if each.file_size or not each.filename.endswith("/")]
    if sum(member.compress_size for member in members) > size:
        raise ReadError("the members of the zip file overlap: it looks like a bomb")
    wanted = [member for member in members if not _is_hidden(member.filename)]
    if web_archives.is_wacz(member.filename for member in wanted):
        wanted = [member for member in wanted if web_archives.is_wacz_part(member.filename)]
    if not wanted:
        raise ReadError("the zip file holds nothing to read")
    if hidden := [member.filename for member in members if _is_hidden(member.filename)]:
        left_out = f"left out {len(hidden):,} members that are hidden or databases, such as {hidden[0]}"
        report(Problem(origin.uri, left_out, is_remark=True))
    for member in wanted:
        inner = _member(origin, size, packed, member)
        try:
            _check(member)
            yield from _expand(inner, report, depth + 1)
        except ReadError as error:
            report(Problem(inner.uri, str(error)))
        except (NotImplementedError, *STREAM_ERRORS) as error:
            report(Problem(inner.uri, f"can't be unpacked: {error}"))


def _is_hidden(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    is_hidden = any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in parts)
    return is_hidden or bool(_NO_NEWS.fullmatch(parts[-1]))


def _member(origin: _Origin, size: int, packed: _Zip, member: zipfile.ZipInfo) -> _Origin:
    name = member.filename.encode("utf-8", "backslashreplace").decode() or "(no name)"
    try:
        modified = datetime.date(*member.date_time[:3])
    except ValueError:
        modified = None
    share = member.compress_size * origin.on_disk // max(1, size)
    return _Origin(
        f"{origin.uri}!{name}", name.rsplit("/", 1)[-1], lambda: packed.open(member), modified, on_disk=share
    )


def _check(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise ReadError("protected by a password: unpack it first")
    if member.file_size > BOMB_BYTES and member.file_size > BOMB_RATIO * member.compress_size:
        raise ReadError(f"grows more than {BOMB_RATIO} times when unpacked: it looks like a bomb")
