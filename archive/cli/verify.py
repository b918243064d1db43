"""`archive verify`, `archive backup` and `archive restore`: proof that an archive is whole, and copies that are."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE, AsJson
from archive.cli.options import Database as DatabasePath
from archive.errors import StoreError
from archive.harmless import harmless

if TYPE_CHECKING:
    from archive.store.database import Database
    from archive.store.verify import Finding


def verify(
    db: DatabasePath = DEFAULT_DATABASE,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what follows from the rest: index, counts, places, variants.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prove that an archive is whole: every text, span, count, place and index against all others.

    Says what is wrong, where, and how often; the exit code is then 1. Nothing is changed without --repair, which mends
    in one transaction what can be worked out from the rest. Where nothing can be written, a copy is looked at, in a
    temporary folder.

    Example: archive verify --db db/archive.db
    """
    from archive.cli import progress
    from archive.store import verify as proof
    from archive.store.database import copied, is_writable, opened

    mended: list[str] = []
    with opened(db) if repair or is_writable(db) else copied(db) as archive, progress.of_checks() as tell:
        findings = proof.verify(archive, tell)
        if repair and any(each.faults for each in findings):
            mended = proof.repair(archive, tell)
            findings = proof.verify(archive, tell)
        remarks = proof.remarks(archive)
    is_sound = not any(each.faults for each in findings)
    if as_json:
        found = {"db": str(db), "is_sound": is_sound, "mended": mended, "remarks": remarks}
        typer.echo(json.dumps({**found, "checks": [asdict(each) for each in findings]}, ensure_ascii=False, indent=2))
    else:
        _tell(findings, mended, remarks, db)
    if not is_sound:
        raise typer.Exit(1)


def _tell(findings: list[Finding], mended: list[str], remarks: list[str], db: Path) -> None:
    for each in findings:
        typer.echo(f"{'WRONG' if each.faults else 'ok':6}{each.name:20}{each.claim}")
        for where in each.examples:
            typer.echo(f"      {harmless(where)}")
        if each.faults > len(each.examples):
            typer.echo(f"      … {each.faults:,} in all")
    if mended:
        typer.echo(f"mended: {', '.join(mended)}")
    for remark in remarks:
        typer.echo(f"note: {harmless(remark)}")
    wrong = [each for each in findings if each.faults]
    if not wrong:
        typer.echo(f"{db} is whole: {len(findings)} checks")
        return
    can = sum(each.can_be_mended for each in wrong)
    advice = " --repair mends what follows from the rest." if can and not mended else ""
    typer.echo(f"{db}: {len(wrong)} of {len(findings)} checks failed.{advice}")


def backup(
    target: Annotated[Path, typer.Argument(help="Where the copy goes; a file that is not there yet.", metavar="FILE")],
    db: DatabasePath = DEFAULT_DATABASE,
    as_json: AsJson = False,
) -> None:
    """Copy an archive as it is at one moment, also while it is being written and served; the copy is proven first.

    To have it back: archive restore.

    Example: archive backup backups/archive-2024-10-25.db
    """
    _copy(db, target, as_json=as_json)


def restore(
    copy: Annotated[Path, typer.Argument(help="A copy that archive backup made.", metavar="FILE")],
    db: DatabasePath = DEFAULT_DATABASE,
    force: Annotated[bool, typer.Option("--force", help="Let it take the place of an archive that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a copy back in its place. An archive is one file: this copies it, and proves the copy before it has its name.

    What is there already is only replaced with --force, and only while nothing has it open.

    Example: archive restore backups/archive-2024-10-25.db --db db/archive.db
    """
    if db.exists() and not force:
        raise StoreError(f"{db} is there already; --force puts the copy in its place.")
    if db.exists() and copy.exists() and db.samefile(copy):
        raise StoreError(f"{db} is that copy already.")
    _copy(copy, db, as_json=as_json, replace=force)


def _copy(db: Path, target: Path, *, as_json: bool, replace: bool = False) -> None:
    from archive.cli import progress
    from archive.store import verify as proof
    from archive.store.backup import backup as run
    from archive.store.database import open_reader

    def prove(made: Database) -> None:
        wrong = [each.name for each in proof.verify(made, lambda _: None) if each.faults]
        if wrong:
            raise StoreError(f"The copy is not whole ({', '.join(wrong)}), so {db} is not: archive verify --db {db}")

    with progress.of_many("pages") as tell:
        size = run(open_reader(db), target, tell, prove, replace=replace)
    said = {"from": str(db), "to": str(target), "bytes": size}
    typer.echo(json.dumps(said) if as_json else f"{db} → {target}: {size / 1e6:,.1f} MB, proven")
