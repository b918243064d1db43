"""Bare names by their surroundings: the article, the page, the press of a country."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examples import FEW
from hypothesis import given
from hypothesis import strategies as st

from archive.annotate import contents
from archive.extract.dates.dating import Dated
from archive.extract.names import default
from archive.store.batch import Chunk, ExtractedItem, NewSource
from archive.store.database import open_archive
from archive.store.decisions import decide, undo
from archive.store.reextract import reextract
from archive.store.sources import delete
from archive.store.write import start_ingest, write_batch
from archive.types import CleanItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive.store.database import Database

ARTICLE = (
    "Jerome Powell spoke in the library on Monday.",
    "Powell, in a grey coat, said little.",
    "The hall was full when Powell left.",
)
OTHER = ("Colin Powell opened a school in 2004.", "Later Powell planted an elm.")


def item(position: int, text: str, *, outlet: str | None = None, url: str | None = None) -> ExtractedItem:
    """A snippet of a source, as ingest makes it."""
    (content,) = contents(default(), [(text, "2024-10-24")])
    clean = CleanItem(text, outlet=outlet, url=url)
    return ExtractedItem(position, text, Dated((), "2024-10-24", "captured"), clean, key=text, content=content)


def write(db: Database, name: str, items: Sequence[ExtractedItem], *, is_last: bool = True) -> None:
    """Write a batch of a source."""
    source = NewSource(name, name, "text", name, 0, None, None)
    write_batch(db, [Chunk(source, tuple(items), is_last=is_last)], start_ingest(db, "t", "{}"), default)


def paragraphs(texts: Sequence[str]) -> list[ExtractedItem]:
    """An article, a paragraph a snippet."""
    return [item(position, text) for position, text in enumerate(texts, 1)]


def meant(db: Database, surface: str) -> list[tuple[str, str]]:
    """Entity and rule of each mention that is written so, in order of the snippets."""
    rows = db.conn.execute(
        """select e.name, m.rule from mentions m join entities e on e.id = m.entity_id
           where m.surface = ? order by m.snippet_id, m.start""",
        [surface],
    )
    return [tuple(row) for row in rows]


def everything(db: Database) -> set[tuple[str, ...]]:
    """Text, name, entity and rule of every mention."""
    rows = db.conn.execute(
        """select s.text, m.surface, e.name, m.rule from mentions m
           join snippets s on s.id = m.snippet_id join entities e on e.id = m.entity_id"""
    )
    return set(rows.fetchall())


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A new archive."""
    made = open_archive(tmp_path / "a.db", create=True)
    yield made
    made.close()


def test_each_article_means_the_one_whom_it_names_in_full(db: Database) -> None:
    write(db, "one", paragraphs(ARTICLE))
    write(db, "two", paragraphs(OTHER))
    assert meant(db, "Powell") == [("Jerome Powell", "surname-source")] * 2 + [("Colin Powell", "surname-source")]


def test_two_bearers_in_one_article_leave_it_to_the_archive(db: Database) -> None:
    write(db, "one", paragraphs([*ARTICLE[:1], *OTHER[:1], *ARTICLE[1:]]))
    assert meant(db, "Powell") == [("Powell", "surname-open")] * 2
    write(db, "two", paragraphs([f"Jerome Powell waited {hours} hours." for hours in range(9)]))
    assert meant(db, "Powell") == [("Jerome Powell", "surname-archive")] * 2


def test_items_with_addresses_of_their_own_do_not_speak_for_each_other(db: Database) -> None:
    write(db, "feed", [item(1, OTHER[0], url="https://a.example/1"), item(2, OTHER[1], url="https://a.example/2")])
    assert meant(db, "Powell") == [("Colin Powell", "surname-archive")]


def test_a_body_is_that_of_the_country_whose_bodies_are_named_around_it(db: Database) -> None:
    texts = [f"Samoa's {body} met again." for body in ("Ministry of Health", "Ministry of Energy", "Ministry of Trade")]
    write(db, "one", paragraphs([*texts, "The Supreme Court ruled on a Russian strike."]))
    assert meant(db, "Supreme Court") == [("Supreme Court of Samoa", "body-source")]


def test_no_body_is_that_of_a_country_of_which_its_text_is_silent_that_speaks_of_others(db: Database) -> None:
    texts = [f"Samoa's {body} met again." for body in ("Supreme Court", "Ministry of Energy", "Ministry of Trade")]
    write(db, "one", paragraphs([*texts, "Fiji and Tonga wait; the Supreme Court ruled."]))
    assert meant(db, "Supreme Court") == [
        ("Supreme Court of Samoa", "country-body"),
        ("Supreme Court of the United States", "body"),
    ]


def test_a_body_is_that_of_the_country_of_its_press(db: Database) -> None:
    write(db, "one", [item(1, "The Supreme Court registered the cases.", outlet="Ukrinform")])
    write(db, "two", [item(1, "The Supreme Court waited for a day.", outlet="Al Jazeera")])
    assert meant(db, "Supreme Court") == [
        ("Supreme Court of Ukraine", "body-source"),
        ("Supreme Court of the United States", "body"),
    ]


def test_a_person_has_the_last_word(db: Database) -> None:
    write(db, "one", paragraphs(ARTICLE))
    before = meant(db, "Powell")
    decide(db, "merge", "person:Powell", "person:Colin Powell")
    assert meant(db, "Powell") == [("Colin Powell", "decision")] * 2
    undo(db)
    assert meant(db, "Powell") == before
    decide(db, "split", "person:Powell", "person:Jerome Powell")
    assert {name for name, _ in meant(db, "Powell")} == {"Powell"}
    undo(db)
    assert meant(db, "Powell") == before


def test_finding_names_anew_and_deleting_a_source_come_to_the_same(db: Database) -> None:
    write(db, "two", paragraphs([*OTHER[:1], ARTICLE[2]]))
    before = everything(db)
    write(db, "one", paragraphs(ARTICLE))
    both = everything(db)
    reextract(db, None, lambda done, count: None)
    assert everything(db) == both
    (source_id,) = db.conn.execute("select id from sources where name = 'one'").fetchone()
    delete(db, source_id)
    assert everything(db) == before


TEXTS = [*ARTICLE, *OTHER, "Texas is dry.", "Mr. Powell sang.", "Putin left.", "Igor Putin sang.", "Putin sang."]


@FEW
@given(st.data())
def test_batches_and_the_order_of_sources_tell_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sources = {
        name: paragraphs(data.draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8))) for name in ("one", "two")
    }
    folder = tmp_path_factory.mktemp("order")
    cuts = {name: data.draw(st.integers(0, len(items))) for name, items in sources.items()}
    with (
        closing(open_archive(folder / "a.db", create=True)) as one,
        closing(open_archive(folder / "b.db", create=True)) as other,
    ):
        for name, items in sources.items():
            write(one, name, items)
        for name, items in reversed(sources.items()):
            write(other, name, items[: cuts[name]], is_last=False)
            write(other, name, items[cuts[name] :])
        assert everything(one) == everything(other)
        for archive in (one, other):
            assert archive.conn.execute("pragma foreign_key_check").fetchall() == []


def test_a_person_who_is_called_like_a_place_is_told_by_the_archive(db: Database) -> None:
    write(db, "one", paragraphs(["Police chief Kate Street resigned.", "Then came Kate Street again."]))
    assert meant(db, "Kate Street") == [("Kate Street", "full-name"), ("Kate Street", "surname-source")]
    assert db.conn.execute("select name, kind from entities").fetchall() == [("Kate Street", "person")]


def test_a_firm_that_is_called_like_a_person_is_told_by_the_archive(db: Database) -> None:
    write(db, "one", paragraphs(["Ford recalled 90,000 vans.", "On Monday Ford said nothing.", "Premier Ford slept."]))
    assert meant(db, "Ford") == [("Ford", "alias-weak"), ("Ford", "surname-source"), ("Ford", "surname-open")]
    kinds = db.conn.execute("select kind, mention_count from entities order by kind").fetchall()
    assert kinds == [("organisation", 2), ("person", 1)]


def test_a_name_that_is_explained_later_is_read_anew(db: Database) -> None:
    """A name that stood there before anybody was known by it means whom a later text explains, as one written then."""
    early = paragraphs(
        ("The Palestinian Authority sold wheat to Chad.", "The PA will resume security control over the city.")
    )
    write(db, "early", early)
    write(db, "late", paragraphs(("The Palestinian Authority (PA) is no more.",)))
    before = everything(db)
    reextract(db, None, lambda *_: None)
    assert before == everything(db)
    assert meant(db, "PA")[0] == ("Palestinian Authority", "acronym-source")
