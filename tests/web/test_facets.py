"""Facets and filters by entity on stock table pages, tried on a real Datasette over real archives."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from asking import configured, fetch
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.store.migrations import APPLICATION_ID
from archive.web.tables import facet_counts, facets, filters
from archive.web.wording import KINDS

PEOPLE = {"Mara Velden": 5, "Tobias Renn": 13, "Ilse Okafor": 1, "Oskar O'Lind": 1}
"""Snippets of the small archive that name each, variants included."""


def page(datasette: Datasette, path: str, **args: Any) -> dict[str, Any]:
    """The JSON of a table page, alike in both versions."""
    extra = "facet_results,facets_timed_out,suggested_facets,count,human_description_en"
    query = urlencode({**args, "_extra": extra}, doseq=True)
    answer = fetch(datasette, f"{path}.json?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    results = found["facet_results"]
    found["facets"] = results["results"] if set(results) == {"results", "timed_out"} else results
    found["total"] = found.get("count", found.get("filtered_table_rows_count"))
    return found


def counts(facet: dict[str, Any]) -> dict[str, int]:
    return {each["label"]: each["count"] for each in facet["results"]}


def ids(datasette: Datasette, url: str) -> set[int]:
    """The snippets on the page that a link leads to."""
    parts = urlsplit(url)
    answer = fetch(datasette, f"{parts.path}?{parts.query}&_shape=array&_size=max")
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()}


def one(path: Path, sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql, params).fetchall()


def naming(path: Path, entity: int) -> set[int]:
    return {id_ for (id_,) in one(path, "select snippet_id from mentions where entity_id = ?", entity)}


@pytest.fixture(scope="module")
def datasette(small_archive: Path) -> Datasette:
    return configured(small_archive)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A database with tables of the same names that is no archive."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(
            """create table snippets (id integer primary key, text text);
            create table mentions (snippet_id integer, entity_id integer);
            create table entities (id integer primary key, name text, kind text, mention_count integer);
            insert into snippets (id, text) values (1, 'a'), (2, 'b'), (3, 'b');
            insert into entities (id, name, kind, mention_count) values (1, 'x', 'person', 1);
            insert into mentions (snippet_id, entity_id) values (1, 1);"""
        )
    return path


def test_all_snippets_count_whom_they_name(datasette: Datasette, small_archive: Path) -> None:
    found = page(datasette, "/archive/snippets", _facet_entity=["person", "organisation", "place"])["facets"]
    assert set(found) == {"people", "organisations", "places"}
    assert counts(found["people"]) == PEOPLE
    stored = dict(one(small_archive, "select name, snippet_count from entities where kind <> 'person'"))
    assert counts(found["places"]) | counts(found["organisations"]) == stored
    assert all(facet["sample"] is None and not facet["truncated"] for facet in found.values())
    numbers = [each["count"] for each in found["people"]["results"]]
    assert numbers == sorted(numbers, reverse=True)


def test_links_filter_by_one_and_by_several_and_back_again(datasette: Datasette, small_archive: Path) -> None:
    people = page(datasette, "/archive/snippets", _facet_entity="person")["facets"]["people"]["results"]
    velden = next(each for each in people if each["label"] == "Mara Velden")
    assert not velden["selected"]
    assert ids(datasette, velden["toggle_url"]) == naming(small_archive, 1)
    both = page(datasette, "/archive/snippets", _facet_entity=["person", "place"], _entity=[1, 4])
    assert both["total"] == len(naming(small_archive, 1) & naming(small_archive, 4)) == 2
    assert both["human_description_en"].startswith("where names Mara Velden and names Norvania")
    assert [each["label"] for each in both["facets"]["people"]["results"] if each["selected"]] == ["Mara Velden"]
    (norvania,) = (each for each in both["facets"]["places"]["results"] if each["label"] == "Norvania")
    assert ids(datasette, norvania["toggle_url"]) == naming(small_archive, 1)


def test_filtered_counts_are_those_of_the_rows_shown(datasette: Datasette, small_archive: Path) -> None:
    found = page(datasette, "/archive/snippets", _facet_entity="person", outlet="The Bay Courier", _not_entity=4)
    expected = one(
        small_archive,
        """select e.name, count(distinct s.id) from snippets s join mentions m on m.snippet_id = s.id
           join entities e on e.id = m.entity_id and e.kind = 'person'
           where s.outlet = 'The Bay Courier' and s.id not in (select snippet_id from mentions where entity_id = 4)
           group by e.id""",
    )
    assert counts(found["facets"]["people"]) == dict(expected)
    assert found["facets"]["people"]["sample"] is None


def test_search_and_entity_go_together(datasette: Datasette) -> None:
    found = page(datasette, "/archive/snippets", _facet_entity=["person", "place"], _search="grain", _entity=1)
    assert counts(found["facets"]["people"]) == {"Mara Velden": 3, "Tobias Renn": 1}
    assert counts(found["facets"]["places"]) == {"Kestrel Bay": 1, "Norvania": 1}
    assert found["total"] == 3


def test_whoever_is_chosen_stays_removable(datasette: Datasette) -> None:
    found = page(datasette, "/archive/snippets", _facet_entity="person", _entity=[1, 3])
    assert found["total"] == 0
    chosen = {each["label"]: each for each in found["facets"]["people"]["results"]}
    assert set(chosen) == {"Mara Velden", "Ilse Okafor"}
    assert all(each["selected"] and each["count"] == 0 for each in chosen.values())
    html = fetch(datasette, "/archive/snippets?_entity=1&_not_entity=3&_where=year%3D2024").text
    assert html.count(">remove</a>") == 3
    assert "names Mara Velden" in html
    assert "does not name Ilse Okafor" in html
    assert 'href="/archive/snippets?_entity=1&_not_entity=3"' in unescape(html)


def test_sample_is_said_to_be_one(datasette: Datasette, small_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "SAMPLES", (5, 2))
    found = page(datasette, "/archive/snippets", _facet_entity="person", _facet=["outlet"], id__gt=3)["facets"]
    assert set(found) == {"people in the first 5 snippets", "outlet in the first 5 snippets"}
    first = "select id from snippets where id > 3 order by id limit 5"
    expected = one(
        small_archive,
        f"""select e.name, count(distinct m.snippet_id) from mentions m join entities e on e.id = m.entity_id
            where e.kind = 'person' and m.snippet_id in ({first}) group by e.id""",
    )
    assert counts(found["people in the first 5 snippets"]) == dict(expected)
    assert sum(counts(found["outlet in the first 5 snippets"]).values()) == 4  # snippet 6 has none
    exact = page(datasette, "/archive/snippets", _facet_entity="person", id__gt=3, id__lt=9)["facets"]
    assert set(exact) == {"people"}
    whole = page(datasette, "/archive/snippets", _facet_entity="person", _facet="outlet")["facets"]
    assert set(whole) == {"people", "outlet"}


@pytest.mark.parametrize(("interrupted", "expected"), [(1, "in the first 2 snippets"), (2, None)])
def test_what_takes_too_long_is_counted_in_fewer_or_named(
    datasette: Datasette, monkeypatch: pytest.MonkeyPatch, interrupted: int, expected: str | None
) -> None:
    monkeypatch.setattr(facets, "SAMPLES", (5, 2))
    execute, tries = facets._ArchiveFacet.execute, []

    async def slow(self: Any, sql: str, params: Any) -> Any:
        tries.append(sql)
        if len(tries) <= interrupted:
            raise QueryInterrupted("interrupted", sql, params)
        return await execute(self, sql, params)

    monkeypatch.setattr(facets._ArchiveFacet, "execute", slow)
    found = page(datasette, "/archive/snippets", _facet_entity="person", id__gt=3, _nosuggest=1)
    assert list(found["facets"]) == ([f"people {expected}"] if expected else [])
    tries.clear()
    html = fetch(datasette, "/archive/snippets?_facet_entity=person&id__gt=3&_nosuggest=1").text
    assert ("These facets timed out: people" in html) == (expected is None)


def test_mentions_are_of_any_of_those_chosen(datasette: Datasette, small_archive: Path) -> None:
    found = page(datasette, "/archive/mentions", _facet_entity=["person"])["facets"]["people"]
    assert counts(found) == dict(one(small_archive, "select name, mention_count from entities where kind = 'person'"))
    chosen = page(datasette, "/archive/mentions", _facet_entity="person", _entity=[1, 2])
    assert chosen["total"] == sum(PEOPLE[name] for name in ("Mara Velden", "Tobias Renn"))
    assert counts(chosen["facets"]["people"]) == counts(found)
    assert "names Mara Velden or names Tobias Renn" in chosen["human_description_en"]
    narrowed = page(datasette, "/archive/mentions", _facet_entity="person", _entity=1, role__notnull=1)
    assert counts(narrowed["facets"]["people"]) == {"Mara Velden": 3, "Tobias Renn": 6, "Ilse Okafor": 1}
    assert narrowed["total"] == 3
    ((others,),) = one(small_archive, "select count(*) from mentions where entity_id not in (1, 2)")
    assert page(datasette, "/archive/mentions", _not_entity=[1, 2])["total"] == others


def test_tables_of_a_snippet_are_filtered_too(datasette: Datasette, small_archive: Path) -> None:
    expected = len(naming(small_archive, 1) & naming(small_archive, 4))
    for table in ("dates", "sightings"):
        rows = fetch(datasette, f"/archive/{table}.json?_shape=array&_entity=1&_entity=4&_not_entity=2").json()
        assert {row["snippet_id"] for row in rows} == naming(small_archive, 1) & naming(small_archive, 4), table
    assert expected == 2
    assert page(datasette, "/archive/mentioned", _entity=3)["total"] == 1
    assert page(datasette, "/archive/entities", _entity=3)["total"] == 8  # not filtered by whom it names


async def never(_: Any) -> bool:
    return False


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("snippets", ["kind", "outlet", "year", "month", "dated_by", "is_truncated"]),
        ("mentions", ["entity_id", "rule"]),
        ("mentioned", ["entity_kind"]),
    ],
)
def test_columns_are_counted_as_by_the_stock_facet(
    datasette: Datasette, monkeypatch: pytest.MonkeyPatch, table: str, columns: list[str]
) -> None:
    every = [{}, {"year": "2023"}, {"_entity": "4", "kind__not": "deck"}, {"text__contains": "nowhere"}]
    for chosen in every if table == "snippets" else [{}, {"score__gt": "0.5"}]:
        ours = page(datasette, f"/archive/{table}", _facet=columns, _facet_size=50, **chosen)["facets"]
        with monkeypatch.context() as patch:
            patch.setattr(facets, "is_archive", never)
            stock = page(datasette, f"/archive/{table}", _facet=columns, _facet_size=50, **chosen)["facets"]
        assert all(facet.pop("sample") is None for facet in ours.values())
        for facet in (*ours.values(), *stock.values()):
            facet["results"].sort(key=lambda line: (-line["count"], str(line["value"])))
        assert ours == stock
        assert set(ours) == set(columns)


def test_links_of_columns_filter_and_back_again(datasette: Datasette) -> None:
    found = page(datasette, "/archive/snippets", _facet="year", year="2023")["facets"]["year"]["results"]
    (chosen,) = found
    assert chosen["selected"]
    assert parse_qs(urlsplit(chosen["toggle_url"]).query).keys() & {"year"} == set()
    everything = page(datasette, "/archive/snippets", _facet="year")["facets"]["year"]["results"]
    assert len(ids(datasette, everything[0]["toggle_url"])) == everything[0]["count"] == 12
    exact = page(datasette, "/archive/snippets", _facet="year", year__exact="2019")["facets"]["year"]["results"]
    assert [each["selected"] for each in exact] == [True]


def test_every_page_counts_the_whole_and_its_links_begin_at_the_first(datasette: Datasette) -> None:
    first = fetch(datasette, "/archive/snippets.json?_size=5&_facet_entity=person&id__gt=1").json()
    second = page(datasette, "/archive/snippets", _size=5, _facet_entity="person", id__gt=1, _next=first["next"])
    people = second["facets"]["people"]
    assert counts(people)["Tobias Renn"] == PEOPLE["Tobias Renn"]
    assert all("_next" not in each["toggle_url"] for each in people["results"])


def test_samples_are_not_of_one_kind_because_of_an_index(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that holds all that is asked for would give its first rows: of one outlet, of one entity."""
    monkeypatch.setattr(facets, "SAMPLES", (6, 6))
    found = page(datasette, "/archive/snippets", _facet="outlet", id__gt=2)["facets"]
    assert counts(found["outlet in the first 6 snippets"]) == {"The Bay Courier": 3, "Norvania Today": 2}
    mentions = page(datasette, "/archive/mentions", _facet_entity="person", snippet_id__gt=2)["facets"]
    assert counts(mentions["people in the first 6 mentions"]) == {"Mara Velden": 2, "Tobias Renn": 1}
    later = page(datasette, "/archive/snippets", _facet_entity="person", dated__gt="2023-02")["facets"]
    assert counts(later["people in the first 6 snippets"]) == {"Mara Velden": 4, "Tobias Renn": 1, "Ilse Okafor": 1}


def test_columns_of_views_are_counted(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    for samples, expected in (((100, 10), 39), ((4, 2), 4)):
        monkeypatch.setattr(facets, "SAMPLES", samples)
        found = page(datasette, "/archive/mentioned", _facet=["entity_kind", "a b"], score__gt=0)["facets"]
        (facet,) = found.values()
        assert sum(counts(facet).values()) == expected


def names_of(suggested: list[dict[str, str]]) -> list[str]:
    return [each["name"] for each in suggested]


def test_archives_suggest_what_is_known_to_have_few_values(datasette: Datasette) -> None:
    suggested = page(datasette, "/archive/snippets", _facet="kind", _facet_entity="person")["suggested_facets"]
    assert set(names_of(suggested)) == {"organisations", "places", *facets.SUGGESTED["snippets"]} - {"kind"}
    (outlet,) = (each for each in suggested if each["name"] == "outlet")
    parts = urlsplit(outlet["toggle_url"])
    assert parse_qs(parts.query)["_facet"] == ["kind", "outlet"]
    entities = page(datasette, "/archive/entities")["suggested_facets"]
    assert names_of(entities) == list(facets.SUGGESTED["entities"])
    assert names_of(page(datasette, "/archive/co_mentions")["suggested_facets"]) == []


def test_suggested_columns_are_there(datasette: Datasette) -> None:
    for table, columns in facets.SUGGESTED.items():
        found = page(datasette, f"/archive/{table}", _facet=list(columns))["facets"]
        assert set(found) == set(columns), table


def test_other_databases_have_the_stock_facets(other: Path) -> None:
    foreign = configured(other)
    found = page(foreign, "/other/snippets", _facet_entity="person", _entity="x")
    assert (found["facets"], found["total"]) == ({}, 3)
    assert names_of(found["suggested_facets"]) == ["text"]
    chosen = page(foreign, "/other/snippets", _facet="text", _sort_desc="text")
    assert counts(chosen["facets"]["text"]) == {"b": 2, "a": 1}
    assert "sample" not in chosen["facets"]["text"]
    assert chosen["suggested_facets"] == []


def test_archives_side_by_side_are_counted_apart(small_archive: Path, other: Path, tmp_path: Path) -> None:
    second = Path(shutil.copy(small_archive, tmp_path / "second clippings.db"))
    with closing(sqlite3.connect(second)) as conn:
        conn.execute("update entities set name = 'Petra Sund', snippet_count = 7, mention_count = 7 where id = 2")
        conn.commit()
    datasette = configured(small_archive, second, other)
    assert counts(page(datasette, "/archive/snippets", _facet_entity="person")["facets"]["people"]) == PEOPLE
    people = page(datasette, "/second~20clippings/snippets", _facet_entity="person")["facets"]["people"]
    assert counts(people)["Petra Sund"] == 7
    assert all("/second~20clippings/snippets.json?" in each["toggle_url"] for each in people["results"])


def test_facets_of_the_metadata_are_there_unasked(small_archive: Path) -> None:
    tables = {"snippets": {"facets": [{"entity": "person"}, "outlet", "kind"], "facet_size": 2}}
    datasette = configured(small_archive, databases={"archive": {"tables": tables}})
    found = page(datasette, "/archive/snippets")["facets"]
    assert set(found) == {"people", "outlet", "kind"}
    assert [facet["hideable"] for facet in found.values()] == [False] * 3
    assert len(found["people"]["results"]) == 2
    assert found["people"]["truncated"]
    larger = page(datasette, "/archive/snippets", _facet_size="max")["facets"]["people"]
    assert counts(larger) == PEOPLE
    unlisted = page(datasette, "/archive/snippets", _entity=8, id__gt=0)["facets"]["people"]
    assert counts(unlisted) == {"Oskar O'Lind": 1}
    assert "Tobias Renn</a>" in fetch(datasette, "/archive/snippets").text


def test_rights_are_kept(small_archive: Path) -> None:
    for hidden in ("mentions", "entities"):
        tables = {hidden: {"allow": {"id": "editor"}}}
        datasette = configured(small_archive, databases={"archive": {"tables": tables}})
        found = page(datasette, "/archive/snippets", _facet_entity="person")
        assert (found["facets"], found["total"]) == ({}, 21)
        assert not {"people"} & {each["name"] for each in found["suggested_facets"]}
        assert fetch(datasette, "/archive/snippets?_entity=1").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        *("_entity=x", "_entity=", "_entity=1+or+1", "_entity=-1", "_not_entity=%00", f"_entity={'9' * 40}"),
        "&".join(f"_entity={number}" for number in range(30)),
    ],
)
def test_what_is_no_entity_is_refused(datasette: Datasette, query: str) -> None:
    answer = fetch(datasette, f"/archive/snippets?_facet_entity=person&{query}")
    assert answer.status_code == 400
    assert "_entity" in answer.text


def test_odd_requests_get_an_answer(datasette: Datasette) -> None:
    assert page(datasette, "/archive/snippets", _entity=999_999)["human_description_en"] == "where names entity 999999"
    odd = page(datasette, "/archive/snippets", _facet_entity=["planet", "' or 1=1", ""], _facet=["nope", "a]b"])
    assert odd["facets"] == {}
    assert page(datasette, "/archive/snippets", _entity=[1, 1, 1])["total"] == 5


def test_names_are_escaped(small_archive: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(small_archive, tmp_path / "archive.db"))
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("update entities set name = '<script>alert(1)</script>' where id = 1")
        conn.commit()
    html = fetch(configured(path), "/archive/snippets?_facet_entity=person&_entity=1").text
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


@SOME
@given(
    rows=st.lists(st.tuples(st.sampled_from(list(KINDS)), st.integers(0, 12), st.integers(0, 6)), max_size=40),
    most=st.integers(1, 6),
    chosen=st.lists(st.integers(1, 40), max_size=3),
)
def test_stored_counts_give_the_first_of_each_kind(
    rows: list[tuple[str, int, int]], most: int, chosen: list[int]
) -> None:
    """Whoever walks the index by mentions must not miss the first by snippets."""
    entities = [(id_, kind, snippets + more, snippets) for id_, (kind, snippets, more) in enumerate(rows, 1)]
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("create table entities (id integer primary key, name, kind, mention_count, snippet_count)")
        conn.executemany(
            """insert into entities (id, name, kind, mention_count, snippet_count)
               values (?1, 'n' || ?1, ?2, ?3, ?4)""",
            entities,
        )
        params = {
            "facet_most": most,
            "facet_kinds": json.dumps(list(KINDS)),
            "facet_chosen": json.dumps(chosen),
        }
        for table in facet_counts.COUNTED:
            found = conn.execute(facet_counts.stored_sql(table, list(KINDS)), params).fetchall()
            for kind in KINDS:
                ranked = sorted(
                    (row for row in entities if row[1] == kind and row[2]),
                    key=lambda row: (-(row[3] if table == "snippets" else row[2]), row[0]),
                )
                expected = {row[0] for row in ranked[:most]} | {
                    r[0] for r in entities if r[1] == kind and r[0] in chosen
                }
                assert {row[1] for row in found if row[0] == kind} == expected


@given(wanted=st.lists(st.integers(0, 99), max_size=4), unwanted=st.lists(st.integers(0, 99), max_size=4))
def test_conditions_name_every_parameter(wanted: list[int], unwanted: list[int]) -> None:
    arguments = [("_entity", id_) for id_ in wanted] + [("_not_entity", id_) for id_ in unwanted]
    for table in filters.FILTERED:
        conditions, params = filters.entity_conditions(table, arguments)
        text = " and ".join(conditions) + " "
        assert all(f":{name} " in text.replace(")", " ").replace(",", " ") for name in params)
        assert len(params) == len(arguments)


def test_mark_of_an_archive_is_what_counts(small_archive: Path) -> None:
    assert one(small_archive, "pragma application_id") == [(APPLICATION_ID,)]
