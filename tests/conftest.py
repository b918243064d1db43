"""What several test files share: a small archive made for the tests, the ../shared folder, and a header line."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import built  # noqa: F401 - from now on commands are built once
import pytest
from hypothesis import HealthCheck, settings
from places import SHARED
from sharing import SHARED_AT_ONCE, make_pile
from sighting import sight

from archive.store import name_words
from archive.store.database import close_archive, open_archive
from archive.store.sightings import show_first
from archive.store.tallies import recount

IS_CI = bool(os.environ.get("CI"))
settings.register_profile(
    "archive",
    deadline=None,  # nothing here depends on how much else the machine has to do
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=IS_CI,  # a change is judged by what it changes; new examples are found by those who work on it
    print_blob=IS_CI,
)
settings.load_profile("archive")

ENTITIES = {  # id: (name, kind, country, aliases)
    1: ("Mara Velden", "person", "Norvania", ["Velden"]),
    2: ("Tobias Renn", "person", "Norvania", ["Renn"]),
    3: ("Ilse Okafor", "person", None, ["Okafor"]),
    4: ("Norvania", "place", "Norvania", ["Republic of Norvania"]),
    5: ("Kestrel Bay", "place", "Norvania", []),
    6: ("Northern Grain Union", "organisation", None, ["NGU"]),
    7: ("Harbour Workers' League", "organisation", None, ["the League"]),
    8: ("Oskar O'Lind", "person", None, ["O'Lind"]),
}


class Row(NamedTuple):
    """A snippet of the small archive, with what is found in it."""

    text: str
    kind: str = "teaser"
    dated: str | None = None
    dated_by: str | None = None
    outlet: str | None = "The Bay Courier"
    source: int = 1
    variant_of: int | None = None
    is_truncated: bool = False
    names: tuple[tuple[str, int, str | None], ...] = ()
    """Of each mention: surface, entity, role."""
    date: tuple[str, str, str, str, str | None] | None = None
    """Surface, value, first day, last day, runner-up."""


SNIPPETS = [
    Row("Velden orders a second grain reserve", "headline", "2024-10-24", "text", names=(("Velden", 1, None),)),
    Row(
        "Norvanian President Mara Velden said on Oct. 24 that Norvania would open a second grain reserve.",
        dated="2024-10-24",
        dated_by="text",
        date=("Oct. 24", "2024-10-24", "2024-10-24", "2024-10-24", None),
        names=(("Mara Velden", 1, "Norvanian President"), ("Norvania", 4, None)),
    ),
    Row(
        "Norvanian President Mara Velden said on Oct. 24 that Norvania would open",
        dated="2024-10-24",
        dated_by="text",
        is_truncated=True,
        variant_of=2,
        date=("Oct. 24", "2024-10-24", "2024-10-24", "2024-10-24", None),
        names=(("Mara Velden", 1, "Norvanian President"), ("Norvania", 4, None)),
    ),
    Row(
        "Foreign Minister Tobias Renn met Velden in Kestrel Bay on Oct. 21 to prepare the grain talks.",
        dated="2024-10-21",
        dated_by="text",
        date=("Oct. 21", "2024-10-21", "2024-10-21", "2024-10-21", "2023-10-21"),
        names=(("Tobias Renn", 2, "Foreign Minister"), ("Velden", 1, None), ("Kestrel Bay", 5, None)),
    ),
    Row(
        "The Harbour Workers' League will strike in Kestrel Bay, says its chair Ilse Okafor.",
        dated="2024-10",
        dated_by="neighbours",
        outlet="Norvania Today",
        names=(("Harbour Workers' League", 7, None), ("Kestrel Bay", 5, None), ("Ilse Okafor", 3, "chair")),
    ),
    Row("Rain is expected along the coast all week.", "item", "2024-10-25", "captured", outlet=None),
    Row(
        "Candidate Mara Velden promised cheaper bread in 2019.",
        "item",
        "2019",
        "text",
        source=2,
        date=("2019", "2019", "2019-01-01", "2019-12-31", None),
        names=(("Mara Velden", 1, "Candidate"),),
    ),
    Row(
        "The Northern Grain Union (NGU) signed with Norvania in September.",
        "deck",
        "2024-09",
        "text",
        outlet="Norvania Today",
        source=2,
        date=("September", "2024-09", "2024-09-01", "2024-09-30", "2023-09"),
        names=(("Northern Grain Union", 6, None), ("Norvania", 4, None)),
    ),
    Row(
        "<script>alert('bread')</script> & <b>bold</b> claims by Oskar O'Lind.",
        "item",
        outlet=None,
        source=2,
        names=(("Oskar O'Lind", 8, None),),
    ),
    *(
        Row(
            f"Tobias Renn opened talks number {n} on Norvania's harbours.",
            "item",
            f"2023-{n:02}-15",
            "published",
            outlet="Norvania Today",
            source=2,
            names=(("Tobias Renn", 2, "Minister" if n < 6 else None), ("Norvania", 4, None)),
        )
        for n in range(1, 13)
    ),
]
FURNITURE = "Show More"
"""Raw text of the one sighting that has no snippet; snippet 1 is sighted in both sources."""


def pytest_report_header() -> str:
    """The versions that matter when a test behaves differently elsewhere."""
    names = ("datasette", "sqlite-utils")
    return ", ".join([f"SQLite {sqlite3.sqlite_version}", *(f"{name} {version(name)}" for name in names)])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs that lies beside a developer's clone."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder of real inputs, ../shared beside the clone")
    return SHARED


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real archive of invented snippets; read it, and copy it before you change it."""
    path = tmp_path_factory.mktemp("small") / "archive.db"
    db = open_archive(path, create=True)
    _fill(db.conn)
    close_archive(db)
    return path


CARRIED = 10
"""The snippet that several outlets carried, in the archive of `carried`."""
APPEARANCES = [  # outlet, day, hour, headline, author, address
    ("Norvania Today", "2023-01-15", "08:00Z", "Renn opens harbour talks", "Ilja Moor", "https://today.example/10"),
    ("Coast Wire", "2023-01-15", "14:30Z", "Renn opens harbour talks", None, "https://wire.example/renn"),
    ("The Island Post", "2023-01-16", "09:30+01:00", "Minister at the quay", None, "https://post.example/9"),
    ("The Bay Courier", "2023-01-16", None, None, "Ada Brook", "https://bay.example/8"),
    ("Norvania Today", "2023-03-01", None, "Once more: harbour talks", None, "https://today.example/99"),
]
"""Its sightings, from old to new: the first is of source 2, the others of source 1."""


@pytest.fixture(scope="session")
def carried(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive, with a text that several outlets carried on several days; read it only."""
    path = tmp_path_factory.mktemp("carried") / "archive.db"
    path.write_bytes(small_archive.read_bytes())
    db = open_archive(path)
    for nth, (outlet, dated, hour, title, author, url) in enumerate(APPEARANCES):
        said = (outlet, dated, hour, title, author, url)
        if nth:
            place = (1, 100 - nth)  # the order of arrival is another one
            db.conn.execute(
                """insert into sighting_rows (source_id, position, snippet_id, raw, dated_by)
                   values (?, ?, ?, ?, 'published')""",
                (*place, CARRIED, f"{title}: as {outlet} had it"),
            )
        else:
            place = (2, CARRIED)
        db.conn.execute(
            """update sighting_rows set (outlet, dated, hour, title, author, url) = (?, ?, ?, ?, ?, ?)
               where source_id = ? and position = ?""",
            (*said, *place),
        )
    show_first(db.conn, [CARRIED])
    recount(db.conn)
    db.conn.commit()
    close_archive(db)
    return path


def _fill(conn: sqlite3.Connection) -> None:
    conn.executemany(
        """insert into sources (id, uri, name, format, sha256, bytes, captured, captured_by, ingested_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (1, "bay.html", "Bay news", "html", "a" * 64, 4096, "2024-10-25", "option", "2024-10-25T08:00:00Z"),
            (2, "talks.jsonl", "Talks", "jsonl", "b" * 64, 512, "2024-10-01", "document", "2024-10-26T09:30:00Z"),
        ],
    )
    for id_, (name, kind, country, aliases) in ENTITIES.items():
        conn.execute("insert into entities (id, name, kind, country) values (?, ?, ?, ?)", (id_, name, kind, country))
        conn.executemany(
            """insert into aliases (entity_id, alias, origin)
           values (?, ?, 'text')""",
            [(id_, alias) for alias in aliases],
        )
        name_words.add(conn, ((id_, each) for each in (name, *aliases)))
    for id_, row in enumerate(SNIPPETS, 1):
        _insert_snippet(conn, id_, row)
    conn.execute(
        "insert into sighting_rows (source_id, position, raw) values (1, ?, ?)", (len(SNIPPETS) + 1, FURNITURE)
    )
    conn.execute(
        """insert into sighting_rows (source_id, position, snippet_id, raw)
       values (2, ?, 1, ?)""",
        (len(SNIPPETS) + 1, SNIPPETS[0].text.upper()),
    )
    sight(conn)
    conn.execute(
        """update entities set (mention_count, snippet_count, first_dated, last_dated) = (
             select count(*), count(distinct m.snippet_id), min(s.dated), max(s.dated)
             from mentions m join snippets s on s.id = m.snippet_id where m.entity_id = entities.id)"""
    )
    conn.execute(
        "insert into ingests (started_at, finished_at, version, options) values (?, ?, '0.1.0', '{}')",
        ("2024-10-26T09:29:58Z", "2024-10-26T09:30:00Z"),
    )
    conn.commit()


def _insert_snippet(conn: sqlite3.Connection, id_: int, row: Row) -> None:
    conn.execute(
        """insert into snippets (id, text, kind, outlet, language, is_truncated, dated, dated_by,
                                 variant_of, text_hash) values (?, ?, ?, ?, 'en', ?, ?, ?, ?, ?)""",
        (
            id_,
            row.text,
            row.kind,
            row.outlet,
            row.is_truncated,
            row.dated,
            row.dated_by,
            row.variant_of,
            hashlib.blake2b(row.text.casefold().encode(), digest_size=16).hexdigest(),
        ),
    )
    conn.execute(
        """insert into sighting_rows (source_id, position, snippet_id, raw)
       values (?, ?, ?, ?)""",
        (row.source, id_, id_, f"  {row.text} "),
    )
    for surface, entity, role in row.names:
        start = row.text.index(surface)
        conn.execute(
            """insert into mentions (snippet_id, start, stop, surface, entity_id, role, rule, score)
               values (?, ?, ?, ?, ?, ?, 'gazetteer', 0.9)""",
            (id_, start, start + len(surface), surface, entity, role),
        )
    if row.date:
        surface, value, first_day, last_day, alternative = row.date
        start = row.text.index(surface)
        conn.execute(
            """insert into dates (snippet_id, start, stop, surface, value, first_day, last_day, rule, alternative)
               values (?, ?, ?, ?, ?, ?, ?, 'month-day', ?)""",
            (id_, start, start + len(surface), surface, value, first_day, last_day, alternative),
        )


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder of sources of every way."""
    return make_pile(tmp_path / "pile")


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is shared from the first task on, in many small ones."""
    for name, size in SHARED_AT_ONCE.items():
        monkeypatch.setattr(f"archive.{name}", size)
