"""`archive search`: what was found, for people on a terminal and for programs behind a pipe."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsCsv, AsJson, Before, Database, Since, Until, choose_one
from archive.cli.output import (
    LONGEST,
    as_json,
    day,
    excerpted,
    marked,
    person_console,
    print_beside,
    print_csv,
    print_json,
    print_lines,
)
from archive.extract.dates.prefixdate import HOW_DATED
from archive.harmless import harmless, one_line
from archive.web.wording import also, counted, elsewhere, found_in, offered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from archive.search import Hit, Offer, Results

_COLOURS = {"person": "cyan", "organisation": "magenta", "place": "green"}
_NAMES = 8  # that stand below a hit


class Sort(StrEnum):
    """Orders of hits."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(help="What to look for; quote it.", metavar="QUERY", show_default=False),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many hits to show.")] = 20,
    sort: Annotated[Sort, typer.Option("--sort", help="Best first, or by date.")] = Sort.relevance,
    since: Since = None,
    until: Until = None,
    before: Before = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Instead of the hits, show how the query is read, and its SQL.")
    ] = False,
    save: Annotated[
        str | None, typer.Option("--save", help="Keep the query under this name, too.", metavar="NAME")
    ] = None,
    saved: Annotated[
        str | None, typer.Option("--saved", help="Ask the query kept under this name.", metavar="NAME")
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(
            "--names",
            help="Instead of a query: a file of names, one a line or as the column 'name' of a CSV; a table comes out.",
            metavar="FILE",
        ),
    ] = None,
    new: Annotated[
        bool,
        typer.Option("--new", help="With --saved: only what came in since it was last seen; it is seen now."),
    ] = False,
) -> None:
    """Search the snippets; show the best hits, or the newest, with date, outlet and whom they name.

    Words in any inflection: grain, "a phrase", begin*, this OR that, -without,
    (groups), NEAR(two words, 5), title:word, text:word

    Names: person:putin, person:"Vladimir Putin", person:vlad*, place:kyiv,
    org:nato, entity:any

    Appearances: outlet:reuters, author:miller, url:bbc.com, url:/world/ (by
    host or part of the address), source:monday.html or source:3; these and
    dates ask the same appearance of a text, wherever else it was printed

    Speech: said:grain (within a quotation), by:putin (who is quoted),
    about:ukraine (named or said within one); beside by:, the others ask of
    that speaker's quotations

    Dates: on:2024-10, on:2024-10-24, on:2024-09-10/2024-09-17, on:yesterday,
    on:"Oct 24, 2024", on:"last week", after:2024-10 (from 1 October on),
    before:2024-10 (up to 30 September), until:2024-10 (up to 31 October);
    on~:2024-10-24 (what may be of that day, but is known only as 2024);
    mentions-date:2024-10-24, mentions-date:>=2024-10 (what texts speak of)

    Kinds: kind:headline, kind:deck, kind:teaser, kind:item, is:truncated,
    is:variant (cut or edited copies, else folded), is:any (variants too),
    is:undated, lang:en, id:3

    Kept: is:starred, tag:strike, note:harbour, is:noted; is:hidden

    A minus before any of these excludes it; before a query that begins with
    one, put --. A blank query shows the newest. Behind a pipe a hit is one
    line: id, date, outlet, text, entities, and where else it appeared, parted
    by tabs.

    A list of names gives a table: whom each means, in how many snippets, first and last day, outlets, newest text.

    Example: archive search --names names.csv --csv > table.csv

    Example: archive search 'grain OR wheat' --since 2024-09 --sort oldest

    Example: archive search '"ceasefire talks" -person:trump' --csv > talks.csv

    Example: archive search --save wheat 'wheat after:2024-09', and later: archive search --saved wheat --new
    """
    choose_one(json=as_json, csv=as_csv, explain=explain)
    if names is not None:
        if query or saved or save or new or explain:
            raise typer.BadParameter("--names takes the place of a QUERY and of what goes with one")
        from archive.cli.names import tell_names

        tell_names(db, names, as_json=as_json, as_csv=as_csv)
        return
    if (query is None) == (saved is None):
        raise typer.BadParameter("say what to look for: a QUERY, or --saved NAME")
    if save is not None and query is None:
        raise typer.BadParameter("--save keeps a QUERY; give one")
    if new and (saved is None or explain):
        raise typer.BadParameter("--new goes with --saved NAME, and not with --explain")
    from archive.cli.searches import asked_for, keep, seen
    from archive.search import parse, within
    from archive.search import search as run

    text = " ".join(query or ())
    if save is not None:
        keep(db, save, text)
    with reading(db) as conn:
        text, seen_last, last = asked_for(conn, saved) if saved is not None else (text, 0, 0)
        asked = within(parse(text), since=since, until=until, before=before)
        results = run(conn, asked, sort=sort.value, limit=limit, since=seen_last if new else None)
    _tell(results, is_news=new)
    _print(results, as_json=as_json, as_csv=as_csv, explain=explain)
    if new and saved is not None:
        seen(db, saved, last, shown=len(results.hits), total=results.total)


def _print(results: Results, *, as_json: bool, as_csv: bool, explain: bool) -> None:
    from archive.search.hits import CSV_COLUMNS, csv_row

    if explain:
        typer.echo("\n".join(_explained(results)))
    elif as_json:
        print_json([_with_marks(hit) for hit in results.hits])
    elif as_csv:
        print_csv(CSV_COLUMNS, map(csv_row, results.hits))
    elif sys.stdout.isatty():
        _show(results)
    else:
        print_lines(map(_line, results.hits))


def _tell(results: Results, *, is_news: bool = False) -> None:
    """Say on standard error what the reader should know, above all if nothing was found."""
    notes = list(results.notes)
    if not results.hits and is_news:
        notes.insert(0, f"Nothing new for: {results.query.text}")
    elif not results.hits:
        notes.insert(0, f"Nothing found for: {results.query.text}" if results.query.text else "The archive is empty.")
        if results.folded:
            notes.append(f"Folded variants that match: {results.folded:,}. Add is:any to see them.")
    notes += (_offered(offer) for offer in results.offers)
    if 0 < len(results.hits) < results.total and not sys.stdout.isatty():
        notes.append(f"These are the first {len(results.hits):,} of {results.total:,}; --limit gives more.")
    for note in notes:
        typer.echo(harmless(note), err=True)


def _offered(offer: Offer) -> str:
    """What is offered, with the query to type for it."""
    said = offered(offer)
    if offer.kind == "days":
        return f"{said.before.removesuffix(' · ')}: {offer.query}"
    return str(said) + (f" {offer.query}" if offer.query.casefold() != said.link.casefold() else "")


def _explained(results: Results) -> Iterator[str]:
    """How a query was read, what it finds and how."""
    yield f"Read as: {harmless(results.query)}" if results.query.root else "Read as: everything"
    yield f"Found: {_found(results)}"
    yield f"\n{results.sql}\n"
    yield as_json(dict(results.params))


def _found(results: Results) -> str:
    folded = f", {counted(results.folded, 'variant')} folded" if results.folded else ""
    order = "best first" if results.sort == "relevance" else f"{results.sort} first"
    return f"{counted(results.total, 'snippet')}{folded}, {order}, in {results.seconds:.2f} s"


def _with_marks(hit: Hit) -> dict[str, object]:
    from archive.search.hits import json_object

    answer = hit.answer and hit.answer._asdict()
    return json_object(hit) | {"answer": answer, "marks": hit.marks, "title_marks": hit.title_marks}


def _line(hit: Hit) -> tuple[object, ...]:
    """The fields of the line for a hit behind a pipe."""
    text = f"{hit.title} — {hit.text}" if hit.title else hit.text
    return hit.id, hit.dated, hit.outlet, text, "; ".join(entity.name for entity in hit.entities), _elsewhere(hit)


def _elsewhere(hit: Hit) -> str:
    """Which sighting answers, and where and when else the text appeared."""
    answer, others = elsewhere(hit)
    return "; ".join(filter(None, (found_in(answer), also(others))))


def _show(results: Results) -> None:
    """Print hits for a person: date and outlet at the side of the text, what matched marked."""
    console = person_console()
    for hit in results.hits:
        print_beside(console, partial(_side, hit), _body(hit))
    if results.hits:
        console.print(_summary(results), style="dim")


def _summary(results: Results) -> str:
    return (f"{len(results.hits):,} of " if len(results.hits) < results.total else "") + _found(results)


def _side(hit: Hit, between: str) -> Text:
    """When, how that is known, where, and how often."""
    from rich.text import Text

    answer, others = elsewhere(hit)
    dated = f"({HOW_DATED.get(hit.dated_by or '', hit.dated_by or 'how is unknown')})"
    copies = [f"{hit.sightings:,} sightings"] * (hit.sightings > 1)
    copies += [counted(hit.variants, "variant")] * (hit.variants > 0)
    facts = [
        (day(hit.dated) or "undated", "bold"),
        (one_line(dated) if hit.dated else "", "dim"),
        (one_line(hit.outlet), ""),
        (one_line(found_in(answer)), "yellow"),
        (one_line(also(others)), ""),
        (", ".join(copies), "dim"),
        (f"#{hit.id}", "dim"),
    ]
    return Text(between).join(Text(fact, style) for fact, style in facts if fact)


def _body(hit: Hit) -> Text:
    """Title, text and entities."""
    from rich.text import Text

    from archive.text.sentences import is_open

    text = excerpted(hit.text, hit.marks)
    if is_open(hit.text, hit.is_truncated) and len(hit.text) <= LONGEST:
        text.append(" …", "dim")
    title = marked(hit.title or "", hit.title_marks, "bold")
    names = [Text(one_line(entity.name), _COLOURS.get(entity.kind, "")) for entity in hit.entities[:_NAMES]]
    names += [Text(f"{more:,} more", "dim")] if (more := len(hit.entities) - _NAMES) > 0 else []
    return Text("\n").join(part for part in (title, text, Text(" · ").join(names)) if part)
