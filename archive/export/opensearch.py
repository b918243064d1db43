"""Snippets as documents for OpenSearch or Elasticsearch: a file for their bulk API, and a mapping beside it.

A document is a snippet with all that is said of it: its sightings, whom it names, its dates and quotations are nested,
so that one of them is asked as one ("sighted by this outlet on that day"). Sent with:

    curl -X PUT HOST/archive -H 'Content-Type: application/json' --data-binary @FILE.mapping.json
    curl -X POST HOST/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @FILE
"""

from __future__ import annotations

import gzip
import json
from itertools import groupby
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any, Final, cast

from archive.errors import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    _Field = Mapping[str, str | int]

_TEXT: Final[_Field] = {"type": "text", "analyzer": "english"}
_WORD: Final[_Field] = {"type": "keyword", "ignore_above": 8000}
_DAY: Final[_Field] = {"type": "date", "format": "strict_date"}
_COUNT: Final[_Field] = {"type": "integer"}

SNIPPET: Final[Mapping[str, _Field]] = {
    "text": _TEXT, "title": _TEXT, "also": _TEXT, "kind": _WORD, "url": _WORD, "author": _WORD, "outlet": _WORD,
    "language": _WORD, "dateline": _WORD, "note": _TEXT, "dated": _WORD, "dated_by": _WORD, "year": _COUNT,
    "month": _WORD, "variant_of": {"type": "long"},
}  # fmt: skip
"""Columns of a snippet that a document has, and how they are indexed."""

NESTED: Final[Mapping[str, tuple[str, Mapping[str, _Field]]]] = {
    "sightings": (
        """select g.snippet_id, c.name, g.position, g.title, g.url, g.author, g.outlet, g.dated, g.dated_by
           from sightings g join sources c on c.id = g.source_id where g.snippet_id is not null
           order by g.snippet_id, g.source_id, g.position""",
        {
            "source": _WORD, "position": _COUNT, "title": _TEXT, "url": _WORD, "author": _WORD, "outlet": _WORD,
            "dated": _WORD, "dated_by": _WORD,
        },
    ),
    "entities": (
        """select m.snippet_id, e.id, e.name, e.kind, e.wikidata, m.surface, m.role, m.start, m.stop
           from mentions m join entities e on e.id = m.entity_id order by m.snippet_id, m.start""",
        {
            "id": {"type": "long"}, "name": _WORD, "kind": _WORD, "wikidata": _WORD, "surface": _WORD, "role": _WORD,
            "start": _COUNT, "stop": _COUNT,
        },
    ),
    "dates": (
        """select snippet_id, surface, value, first_day, last_day, start, stop from dates order by snippet_id, start""",
        {"surface": _WORD, "value": _WORD, "first_day": _DAY, "last_day": _DAY, "start": _COUNT, "stop": _COUNT},
    ),
    "quotations": (
        """select q.snippet_id, q.quote, q.kind, coalesce(e.name, q.speaker), q.cue, q.start, q.stop
           from quotations q left join entities e on e.id = q.speaker_id order by q.snippet_id, q.start""",
        {"quote": _TEXT, "kind": _WORD, "speaker": _WORD, "cue": _WORD, "start": _COUNT, "stop": _COUNT},
    ),
}  # fmt: skip
"""What is nested in a document: the query for it, first column the snippet, and how the other columns are indexed."""


KEPT: Final[Mapping[str, tuple[str, Mapping[str, _Field]]]] = {
    "tags": ("select snippet_id, tag, made_at from tags order by snippet_id, tag", {"tag": _WORD, "made_at": _WORD}),
    "remarks": ("select snippet_id, note, made_at from notes order by 1, id", {"note": _TEXT, "made_at": _WORD}),
}
"""The same of what a reader keeps: only if asked for."""


def _nested(with_kept: bool) -> Mapping[str, tuple[str, Mapping[str, _Field]]]:
    return {**NESTED, **KEPT} if with_kept else NESTED


def mapping(*, with_kept: bool = False) -> dict[str, Any]:
    """How an index of these documents is to be made."""
    nested = {name: {"type": "nested", "properties": fields} for name, (_, fields) in _nested(with_kept).items()}
    return {"mappings": {"dynamic": "strict", "properties": {**SNIPPET, **nested}}}


def export_opensearch(
    conn: sqlite3.Connection, file: Path, index: str, tell: Callable[[int, int], None], *, with_kept: bool = False
) -> int:
    """Write every snippet as a line that names it and a line that holds it, and the mapping beside; returns how many.

    A file whose name ends in .gz is packed. `tell` is called with how many are written, and of how many.

    Raises:
        StoreError: There is something at the file.
    """
    beside = file.with_name(file.name.removesuffix(".gz") + ".mapping.json")
    for each in (file, beside):
        if each.exists():
            raise StoreError(f"{each} is there already; name another file.")
    draft = file.with_name(f".{file.name}.part")
    file.parent.mkdir(parents=True, exist_ok=True)
    conn.execute("begin")  # one moment for all tables
    try:
        (total,) = conn.execute("select count(*) from snippets").fetchone()
        with _writing(draft, is_packed=file.suffix == ".gz") as stream:
            for written, (number, document) in enumerate(documents(conn, with_kept=with_kept), 1):
                stream.write(json.dumps({"index": {"_index": index, "_id": str(number)}}) + "\n")
                stream.write(json.dumps(document, ensure_ascii=False) + "\n")
                tell(written, total)
        beside.write_text(json.dumps(mapping(with_kept=with_kept), indent=2) + "\n", encoding="utf-8")
        draft.rename(file)
    finally:
        conn.rollback()
        draft.unlink(missing_ok=True)
    return int(total)


def _writing(path: Path, *, is_packed: bool) -> IO[str]:
    if is_packed:
        return cast("IO[str]", gzip.open(path, "wt", encoding="utf-8", newline="\n"))
    return path.open("w", encoding="utf-8", newline="\n")


def documents(conn: sqlite3.Connection, *, with_kept: bool = False) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every snippet's number and document; of each table one cursor runs along, so nothing is held."""
    beside = {name: _Beside(conn, sql, list(fields)) for name, (sql, fields) in _nested(with_kept).items()}
    for number, *values in conn.execute(f"select id, {', '.join(SNIPPET)} from snippets order by id"):
        document: dict[str, Any] = _filled(list(SNIPPET), values)
        document |= {name: rows for name, each in beside.items() if (rows := each.of(number))}
        yield number, document


class _Beside:
    """Rows that belong to snippets, in their order."""

    def __init__(self, conn: sqlite3.Connection, sql: str, names: list[str]) -> None:
        self._names = names
        self._groups = groupby(conn.execute(sql), key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, number: int) -> list[dict[str, Any]]:
        """The rows of a snippet; asked for in order."""
        if self._next is None or self._next[0] != number:
            return []
        rows = [_filled(self._names, row[1:]) for row in self._next[1]]
        self._next = next(self._groups, None)
        return rows


def _filled(names: list[str], values: Any) -> dict[str, Any]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}
