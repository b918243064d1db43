"""`archive quotes`: who said what about whom, for people on a terminal and for programs behind a pipe."""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsCsv, AsJson, Before, Database, Since, Until, choose_one
from archive.cli.output import day, marked, person_console, print_beside, print_csv, print_json, print_lines
from archive.harmless import harmless, one_line
from archive.web.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console
    from rich.text import Text

    from archive.search import Quote, Quotes

_CSV_COLUMNS = (
    "snippet_id", "dated", "dated_by", "outlet", "speaker", "role", "cue", "quote", "kind", "is_complete", "speaker_id",
    "speaker_as_written", "score", "start", "stop", "url",
)  # fmt: skip
_INDIRECT = "Indirect speech: what was said, in the writer's words"


class Sort(StrEnum):
    """Orders of quotations."""

    newest = "newest"
    oldest = "oldest"


class Kind(StrEnum):
    """Kinds of quotation."""

    direct = "direct"
    fragment = "fragment"
    indirect = "indirect"


def quotes(
    query: Annotated[
        list[str] | None, typer.Argument(help="Words inside the quotation, and fields as in search.", metavar="QUERY")
    ] = None,
    db: Database = DEFAULT_DATABASE,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Who speaks: a name, alias, number, kind:Name, or words of a role.", metavar="NAME"),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", help="Who or what is named inside the quotation, or words of it.", metavar="NAME"),
    ] = None,
    since: Since = None,
    until: Until = None,
    before: Before = None,
    sort: Annotated[Sort, typer.Option("--sort", help="Latest or earliest date first.")] = Sort.newest,
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="One kind only; else direct speech and fragments.")
    ] = None,
    all_kinds: Annotated[bool, typer.Option("--all-kinds", help="Indirect speech as well, in a list apart.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many to show in a list.")] = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show who said what, newest or oldest first: date, speaker, words of saying, quotation, outlet and snippet number.

    Words of the QUERY are looked for inside the quotation: grain, "a phrase",
    begin*, this OR that, -without. Fields ask of the snippet, as in archive
    search: person:, outlet:, on:, text:word …

    A quotation that breaks off ends in “…”. Indirect speech ("she said that …")
    is left out unless you ask for it. Behind a pipe a quotation is one line:
    snippet, date, outlet, speaker, words of saying, kind, quotation, parted by
    tabs.

    Example: archive quotes --by scholz --about ukraine --since 2024-10

    Example: archive quotes 'grain OR wheat' --csv > said.csv
    """
    choose_one(json=as_json, csv=as_csv)
    choose_one(kind=kind is not None, all_kinds=all_kinds)
    from archive.search import quotes as find
    from archive.search.quotations import KINDS, QUOTED

    kinds = (kind.value,) if kind else KINDS if all_kinds else QUOTED
    with reading(db) as conn:
        found = find(
            conn,
            " ".join(query or ()),
            by=by,
            about=about,
            since=since,
            until=until,
            before=before,
            kinds=kinds,
            sort=sort.value,
            limit=limit,
        )
    _tell(found)
    _print(found, as_json=as_json, as_csv=as_csv)


def _print(found: Quotes, *, as_json: bool, as_csv: bool) -> None:

    if as_json:
        print_json([asdict(one) for one in found.quotes])
    elif as_csv:
        rows = ({**asdict(one), "is_complete": int(one.is_complete)} for one in found.quotes)
        print_csv(_CSV_COLUMNS, ([row[name] for name in _CSV_COLUMNS] for row in rows))
    elif sys.stdout.isatty():
        _show(found)
    else:
        print_lines(_line(one) for one in found.quotes)


def _tell(found: Quotes) -> None:
    """Say on standard error what the reader should know, above all if nothing was found."""
    notes = list(found.notes)
    if not found.quotes:
        asked = str(found.query)
        notes.insert(0, f"No quotation found for: {asked}" if asked else "The archive holds no such quotations.")
    if found.left_out:
        notes.append(f"Indirect speech that matches and was left out: {found.left_out:,}. See it with --kind indirect.")
    if found.is_more and not sys.stdout.isatty():
        notes.append("There are more: --limit gives them.")
    for note in notes:
        typer.echo(harmless(note), err=True)


def _line(one: Quote) -> tuple[object, ...]:
    return (one.snippet_id, one.dated, one.outlet, one.speaker, one.cue, one.kind, one.quote + _cut(one))


def _cut(one: Quote) -> str:
    return "" if one.is_complete else " …"


def _show(found: Quotes) -> None:
    """Print quotations for a person, indirect speech under a heading of its own."""
    console = person_console()
    quoted = [one for one in found.quotes if one.kind != "indirect"]
    indirect = [one for one in found.quotes if one.kind == "indirect"]
    _print_list(console, quoted)
    if indirect:
        console.print(_INDIRECT, style="bold")
        console.print()
        _print_list(console, indirect)
    if found.quotes:
        console.print("; ".join(_summary(found, len(quoted), len(indirect))), style="dim")


def _summary(found: Quotes, quoted: int, indirect: int) -> Iterator[str]:

    parts = [counted(quoted, "quotation")] * (quoted > 0) + [f"{indirect:,} of indirect speech"] * (indirect > 0)
    yield f"{' and '.join(parts)}, {found.sort} first, in {found.seconds:.2f} s"
    if found.is_more:
        yield "there are more: --limit"


def _print_list(console: Console, found: Iterable[Quote]) -> None:

    for one in found:
        print_beside(console, partial(_side, one), _body(one))


def _side(one: Quote, between: str) -> Text:
    """When, where, and in which snippet."""
    from rich.text import Text

    facts = [(day(one.dated) or "undated", "bold"), (one_line(one.outlet), ""), (f"#{one.snippet_id}", "dim")]
    return Text(between).join(Text(fact, style) for fact, style in facts if fact)


def _body(one: Quote) -> Text:
    """Who says it, how, and what."""
    from rich.text import Text

    speaker = Text(one_line(one.speaker) or "somebody", "cyan" if one.speaker_id else "")
    about = [one_line(one.role) if one.speaker_id else "", one_line(one.cue), "fragment" * (one.kind == "fragment")]
    for fact in filter(None, about):
        speaker.append(f" · {fact}", "dim")
    quote = marked(one.quote, one.marks)
    quote.append(_cut(one), "dim")
    whole = quote if one.kind == "indirect" else Text.assemble("“", quote, "”")
    return Text("\n").join((speaker, whole))
