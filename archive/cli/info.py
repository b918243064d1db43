"""`archive info`: what an archive holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from archive.cli.options import DEFAULT_DATABASE, AsJson, Database
from archive.harmless import harmless
from archive.web.wording import KINDS, counted

if TYPE_CHECKING:
    from archive.store.overview import Overview


def info(db: Database = DEFAULT_DATABASE, as_json: AsJson = False) -> None:
    """Show what an archive holds: counts, span of dates, who is named most, file size, schema version.

    Example: archive info --db db/archive.db
    """
    from archive.store.database import open_reader
    from archive.store.overview import overview

    found = overview(open_reader(db), db)
    typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else _told(found))


def _told(found: Overview) -> str:
    counts = found.counts
    number = {what.removesuffix("s"): counted(count, what.removesuffix("s")) for what, count in counts.items()}
    lines = [
        f"{found.path}: {found.bytes / 1e6:,.1f} MB, schema version {found.schema_version}",
        f"{number['snippet']} ({number['variant']}), {number['sighting']} in {number['source']}",
        f"{counted(counts['entities'], 'entity', 'entities')}, {number['mention']}, {number['date']}, "
        f"{number['quotation']}, {number['decision']}",
        f"dated from {found.first_dated or '?'} to {found.last_dated or '?'}",
    ]
    for kind, entities in found.top.items():
        named = ", ".join(f"{harmless(each['name'])} ({each['snippet_count']:,})" for each in entities)
        lines.append(f"{KINDS[kind]} named most (in so many snippets): {named or 'none'}")
    if found.unfinished:
        lines.append(f"Cut off: {counted(found.unfinished, 'source')}. Ingest again, it carries on")
    return "\n".join(lines)
