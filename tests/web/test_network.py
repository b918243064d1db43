"""The network: which ties are drawn, names that don't collide, hostile names, and its page, files and picture."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree as ET

import networkx
import numpy as np
import pytest
from asking import configured, fetch
from datasette.app import Datasette
from examples import FEW, SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.search import prepare, total_of
from archive.web.addresses import Links
from archive.web.network import comentions
from archive.web.network.comentions import Wish, read_network, wish
from archive.web.network.drawing import LITTLE, NARROW, WIDE, Box, Frame, drawing, labels, svg, text_width
from archive.web.network.graph import Network, Node, Tie, apart, graphml, layout, npmi, ties, together
from archive.web.pages.network import little_network, network_page
from archive.web.visit import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINKS = Links("/", "clips")
HOSTILE = "<svg onload=alert(2)>\"'&]]>\x00\x1b\u202eevil\ufffe</title><script>alert(1)</script>"
SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("person", "organisation", "place")

named = st.lists(st.sets(st.integers(0, 30), max_size=6), max_size=60)


def counted(snippets: Sequence[Iterable[int]]) -> tuple[dict[int, int], dict[tuple[int, int], int]]:
    """Counts of whom some snippets name."""
    namings = [(at, one) for at, named in enumerate(snippets) for one in named]
    rows = np.array(namings, np.int64).reshape(-1, 2)
    return together(rows[:, 0], rows[:, 1])


def made(snippets: list[set[int]], name: str = "Nº {} of Kestrel Bay") -> Network:
    single, pairs = counted(snippets)
    nodes = tuple(
        Node(number, name.format(number), KINDS[number % 3], count)
        for number, count in sorted(single.items(), key=lambda each: (-each[1], each[0]))
    )
    return Network(nodes, tuple(ties(single, pairs, max(1, len(snippets)))), len(pairs))


def crowd(count: int) -> Network:
    """Many nodes, each named with its neighbours."""
    return made([{at, (at + 1) % count, (at * 7 + 3) % count} for at in range(count) for _ in range(1 + at % 4)])


def test_counting_takes_each_pair_of_a_snippet_once() -> None:
    single, pairs = counted([[3, 1], [1, 3, 2, 3], [], [1]])
    assert single == {1: 3, 3: 2, 2: 1}
    assert pairs == {(1, 3): 2, (1, 2): 1, (2, 3): 1}


def test_closeness_is_0_by_chance_and_1_for_those_never_apart() -> None:
    assert npmi(25, 50, 50, 100) == pytest.approx(0)
    assert npmi(10, 10, 10, 100) == pytest.approx(1)
    assert npmi(1, 50, 50, 100) < 0
    assert npmi(7, 7, 7, 7) == 0


def test_a_tie_must_be_more_than_chance_to_be_drawn() -> None:
    """1 is named everywhere; 2 and 3 belong together; 4 to 9 come with 1 as everybody does."""
    snippets = [{1, 2, 3}] * 20 + [{1, 4 + at % 6} for at in range(60)] + [{1}] * 20
    single, pairs = counted(snippets)
    drawn = [(tie.one, tie.other) for tie in ties(single, pairs, len(snippets))]
    assert drawn[0] == (2, 3)
    assert {(1, number) for number in range(4, 10)} <= set(drawn), "nobody is left alone"
    assert (1, 3) not in drawn, "3 has its own, and 1 with it is chance"


def test_a_centre_is_tied_to_everybody() -> None:
    single, pairs = counted([{1, other} for other in range(2, 40)] + [{1, 2, 3}] * 3)
    kept = ties(single, pairs, 41, centre=1)
    assert {tie.other for tie in kept if tie.one == 1} == set(range(2, 40))


@SOME
@given(named)
def test_ties_are_few_and_true_and_leave_nobody_alone(snippets: list[set[int]]) -> None:
    single, pairs = counted(snippets)
    kept = ties(single, pairs, max(1, len(snippets)))
    assert len(kept) <= 4 * len(single)
    assert len({(tie.one, tie.other) for tie in kept}) == len(kept)
    assert all(pairs[tie.one, tie.other] == tie.count and -1 <= tie.npmi <= 1 for tie in kept)
    assert {node for pair in pairs for node in pair} == {node for tie in kept for node in (tie.one, tie.other)}


@FEW
@given(named)
def test_a_layout_is_the_same_each_time_and_inside_its_square(snippets: list[set[int]]) -> None:
    network = made(snippets)
    places = layout(network)
    assert places == layout(network)
    assert set(places) == {node.id for node in network.nodes}
    assert all(0 <= at <= 1 for place in places.values() for at in place)
    assert len(set(places.values())) == len(places)


@pytest.mark.parametrize("frame", [WIDE, NARROW, LITTLE, Frame(1000, 680, 12, 30, zoom=3, x=1, y=0)])
@pytest.mark.parametrize("count", [1, 2, 12, 50, 150])
def test_names_touch_neither_each_other_nor_shapes_nor_the_edge(frame: Frame, count: int) -> None:
    drawn = drawing(crowd(count), frame)
    shown = [mark for mark in drawn.marks if not mark.label.is_late]
    paper = Box(0, 0, frame.width * frame.zoom, frame.height * frame.zoom)
    for at, mark in enumerate(shown):
        assert paper.holds(mark.label.box)
        assert not [one for one in shown[at + 1 :] if one.label.box.meets(mark.label.box)]
        assert not [one for one in drawn.marks if one is not mark and one.box.meets(mark.label.box)]
    assert shown
    if frame is WIDE and count <= 50:
        assert len(shown) >= 0.8 * count


@SOME
@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.floats(0, 300), st.floats(0, 200), st.floats(1, 20)), min_size=1, max_size=25
    )
)
def test_labels_of_any_names_keep_apart(given_: list[tuple[str, float, float, float]]) -> None:
    found = labels(
        [one[0] for one in given_], [11.0] * len(given_), [one[1:3] for one in given_],
        [one[3] for one in given_], (300, 200),
    )  # fmt: skip
    lasting = [one.box for one in found if not one.is_late]
    assert not [1 for at, one in enumerate(lasting) for other in lasting[at + 1 :] if one.meets(other)]
    assert all(Box(0, 0, 300, 200).holds(box) for box in lasting)


def test_discs_part_even_from_the_same_place() -> None:
    points = apart([(50, 50)] * 9, [6] * 9, (200, 100), 2)
    for at, (x, y) in enumerate(points):
        assert 6 <= x <= 194
        assert 6 <= y <= 94
        assert all((x - other_x) ** 2 + (y - other_y) ** 2 > 11.5**2 for other_x, other_y in points[at + 1 :])


def test_wide_letters_count_as_wide() -> None:
    assert text_width("北京市") > 3
    assert text_width("Zoë") == pytest.approx(text_width("Zoe\u0308"), abs=0.2)
    assert text_width("ill") < text_width("WWW")


def test_larger_by_area_and_different_in_shape() -> None:
    nodes = (Node(1, "A", "person", 400), Node(2, "B", "organisation", 100), Node(3, "C", "place", 100))
    drawn = drawing(Network(nodes, (), 0), WIDE)
    assert drawn.marks[0].radius == pytest.approx(2 * drawn.marks[1].radius)
    written = ET.fromstring(svg(drawn, lambda node: f"/{node.id}", is_file=True))
    assert [link[1].tag.removeprefix(SVG) for link in written.iter(f"{SVG}a")] == ["circle", "rect", "polygon"]


def test_hostile_names_stay_text_in_both_files() -> None:
    network = Network(
        (Node(1, HOSTILE, "person", 3), Node(2, "O'Lind & Sons", "organisation", 2)), (Tie(1, 2, 2, 0.5),), 1
    )
    written = svg(
        drawing(network, WIDE), lambda node: f"/e?a=1&b={node.id}", lambda *_: "/s", title=HOSTILE, is_file=True
    )
    tree = ET.fromstring(written)
    assert not list(tree.iter(f"{SVG}script"))
    assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on")]
    assert "<script" not in written
    assert any("<script>alert(1)</script>" in (each.text or "") for each in tree.iter(f"{SVG}title"))
    assert {each.get("href") for each in tree.iter(f"{SVG}a")} == {"/e?a=1&b=1", "/e?a=1&b=2", "/s"}
    read = networkx.parse_graphml(graphml(network).decode())
    assert read.nodes["2"] == {"label": "O'Lind & Sons", "kind": "organisation", "snippets": 2}
    assert read.nodes["1"]["label"].startswith("<svg onload=alert(2)>")
    assert read.edges["1", "2"] == {"snippets": 2, "npmi": 0.5}


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({}, Wish()),
        ({"size": "100", "kind": "place", "entity": "7", "q": "grain"}, Wish("grain", 7, "place", 100)),
        (
            {"size": "9999999", "kind": "<b>", "entity": "9" * 40, "zoom": "nan", "x": "inf", "y": "-3"},
            Wish(x=1.0, y=0.0),
        ),
        ({"size": "0", "zoom": "1e9", "x": "½", "entity": "-1"}, Wish(size=2, zoom=4.0)),
        ({"size": "500"}, Wish(size=150)),
    ],
)
def test_any_address_makes_a_sound_wish(given_: dict[str, str], expected: Wish) -> None:
    assert wish(given_) == expected


@pytest.fixture(scope="module")
def path(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive, with somebody of a hostile name beside Mara Velden."""
    copy = Path(shutil.copy(small_archive, tmp_path_factory.mktemp("network") / "clips.db"))
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute("insert into snippets (id, text, text_hash) values (50, 'evil met Velden and Renn', 'h50')")
        conn.execute("insert into entities (id, name, kind) values (90, ?, 'person')", (HOSTILE.replace("\x00", ""),))
        for start, stop, surface, entity in [(0, 4, "evil", 90), (9, 15, "Velden", 1), (20, 24, "Renn", 2)]:
            conn.execute(
                """insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)
                   values (50, ?, ?, ?, ?, 'name', 0.8)""",
                (start, stop, surface, entity),
            )
        conn.execute(
            """update entities set (mention_count, snippet_count) = (
                 select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)"""
        )
        conn.commit()
    return copy


@pytest.fixture(scope="module")
def conn(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        yield conn


def test_counts_of_the_archive_agree_with_its_tables(conn: sqlite3.Connection) -> None:
    found = read_network(conn, Wish())
    assert found
    assert not found.is_rough
    stored = dict(conn.execute("select id, snippet_count from entities where snippet_count > 0"))
    assert {node.id: node.count for node in found.network.nodes} == stored
    rows = conn.execute("select left_id, right_id, snippets from co_mentions")
    pairs = {(left, right): snippets for left, right, snippets in rows}
    assert found.network.pairs == len(pairs)
    assert all(pairs[tie.one, tie.other] == tie.count for tie in found.network.ties)


def test_every_tie_leads_to_the_snippets_that_it_counts(conn: sqlite3.Connection) -> None:
    for wished in (Wish(query="grain"), Wish(entity=1), Wish(query="person:velden OR place:norvania")):
        found = read_network(conn, wished)
        assert found
        assert found.network.ties
        for tie in found.network.ties:
            query = found.tie_queries[tie.one, tie.other]
            assert total_of(conn, prepare(conn, query)).shown == tie.count, query


def test_around_somebody_all_are_tied_to_them(conn: sqlite3.Connection) -> None:
    found = read_network(conn, Wish(entity=1))
    assert found
    assert found.network.nodes[0].id == found.network.centre == 1
    tied = {node for tie in found.network.ties if 1 in (tie.one, tie.other) for node in (tie.one, tie.other)}
    assert tied == {node.id for node in found.network.nodes}
    of_search = read_network(conn, Wish(query="person:velden"))
    assert of_search
    assert of_search.network == found.network
    assert read_network(conn, Wish(entity=12345)) is None


def test_kind_and_size_choose(conn: sqlite3.Connection) -> None:
    for wished in (Wish(kind="place"), Wish(kind="place", query="norvania OR bay"), Wish(kind="person", size=2)):
        found = read_network(conn, wished)
        assert found
        assert {node.kind for node in found.network.nodes} == {wished.kind}
        assert len(found.network.nodes) <= wished.size
    around = read_network(conn, Wish(entity=1, kind="place"))
    assert around
    assert [node.kind for node in around.network.nodes] == ["person", "place", "place"]


def test_a_sample_says_that_it_is_one(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copy(path, tmp_path / "many.db")
    monkeypatch.setattr(comentions, "EXACT", 100)
    monkeypatch.setattr(comentions, "SAMPLE", 2_000)
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute(
            """with recursive n(i) as (select 1000 union all select i + 1 from n where i < 4999)
               insert into snippets (id, text, text_hash) select i, 'Velden met Renn', 'many' || i from n"""
        )
        for start, surface, entity in [(0, "Velden", 1), (11, "Renn", 2)]:
            conn.execute(
                """insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)
                   select id, ?, ?, ?, ?, 'name', 0.8 from snippets where id > 999""",
                (start, start + len(surface), surface, entity),
            )
        conn.execute(
            """update entities set (mention_count, snippet_count) = (
                 select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)"""
        )
        found = read_network(conn, Wish())
    assert found
    assert found.is_rough
    assert found.looked_at < 1_100
    tie = next(tie for tie in found.network.ties if (tie.one, tie.other) == (1, 2))
    assert 3_600 <= tie.count <= 4_400
    page = network_page(LINKS, found)
    assert "Estimates (≈) from" in (page.note or "")
    assert page.tie_about == "≈ "
    assert page.node_about == "", "nodes have their stored counts"


def test_an_entity_has_a_little_picture(conn: sqlite3.Connection) -> None:
    picture = little_network(conn, LINKS, 1)
    assert picture
    tree = ET.fromstring(picture)
    assert tree.get("aria-hidden") == "true"
    links = list(tree.iter("a"))
    assert links[0].get("href") == "/-/archive/clips/entity/1"
    assert {link.get("tabindex") for link in links} == {"-1"}
    assert little_network(conn, LINKS, 8) is None


@pytest.fixture(scope="module")
def datasette(path: Path) -> Datasette:
    return configured(path)


@pytest.mark.parametrize(
    "query", ["", "?q=grain", "?entity=1", "?entity=1&q=renn&kind=person", "?zoom=2&x=0&y=1", "?q=zebra", "?size=150"]
)
def test_the_page_is_whole(datasette: Datasette, query: str) -> None:
    answer = fetch(datasette, f"/-/archive/clips/network{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-security-policy"] == POLICY
    html = answer.text
    assert html.count("<h1") == html.count("<main") == 1
    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert "onload=alert(2)>" not in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    if "zebra" in query:
        assert "Nobody to draw" in html
        return
    for link in {href.replace("&amp;", "&") for href in re.findall(r'<a[^>]* href="(/-/archive/[^"#]+)', html)}:
        assert fetch(datasette, link).status_code == 200, link


def test_the_page_says_what_is_wrong(datasette: Datasette) -> None:
    assert fetch(datasette, "/-/archive/clips/network?entity=999999").status_code == 404
    answer = fetch(datasette, "/-/archive/clips/network?q=on:2024-99")
    assert answer.status_code == 400
    assert "no date of the calendar" in answer.text
    for text in ("'; drop table snippets; --", '"', "((((", "<script>alert(1)</script>", "\u202e"):
        answer = fetch(datasette, f"/-/archive/clips/network?q={quote(text)}&entity=1")
        assert answer.status_code in (200, 400)
        assert "<script>alert" not in answer.text


def test_steps_of_the_zoom_show_more_and_lead_back(path: Path) -> None:
    found = read_network_page(path, Wish(zoom=2.0))
    assert parse_qs(urlsplit(found.smaller or "").query) == {"zoom": ["1.5"]}
    assert read_network_page(path, Wish(zoom=1.5, x=0.3)).smaller == "/-/archive/clips/network"
    assert parse_qs(urlsplit(found.larger or "").query)["zoom"] == ["3"]
    assert [sign for sign, _, _ in found.aside] == ["←", "↑", "↓", "→"]
    corner = read_network_page(path, Wish(zoom=2.0, x=0.0, y=0.0))
    assert [url is None for _, _, url in corner.aside] == [True, True, False, False]
    assert 'viewBox="0.0 0.0 1000 680"' in corner.wide
    assert 'viewBox="500.0 340.0 1000 680"' in found.wide
    assert read_network_page(path, Wish()).smaller is None
    assert read_network_page(path, Wish(zoom=4.0)).larger is None


def read_network_page(path: Path, wished: Wish) -> Any:
    with closing(sqlite3.connect(path)) as conn:
        found = read_network(conn, wished)
    assert found
    return network_page(LINKS, found)


def test_files_hold_the_same_network(datasette: Datasette) -> None:
    picture = fetch(datasette, "/-/archive/clips/network.svg?entity=1")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert 'attachment; filename="network.svg"' in picture.headers["content-disposition"]
    tree = ET.fromstring(picture.content)
    nodes = [link for link in tree.iter(f"{SVG}a") if "node" in (link.get("class") or "")]
    hrefs = [link.get("href") or "" for link in tree.iter(f"{SVG}a")]
    assert all(re.match(r"http://[^/]+/-/archive/clips/(entity/\d+|search\?q=)", href) for href in hrefs)
    plain = fetch(datasette, "/-/archive/clips/network.graphml?entity=1")
    assert 'filename="network.graphml"' in plain.headers["content-disposition"]
    read = networkx.parse_graphml(plain.text)
    assert len(read.nodes) == len(nodes)
    assert len(read.edges) == len(hrefs) - len(nodes)


def test_pages_lead_to_the_network(datasette: Datasette) -> None:
    assert 'href="/-/archive/clips/network"' in fetch(datasette, "/-/archive/clips").text
    assert 'href="/-/archive/clips/network?q=grain"' in fetch(datasette, "/-/archive/clips/search?q=grain").text
    entity = fetch(datasette, "/-/archive/clips/entity/1").text
    assert 'href="/-/archive/clips/network?entity=1"' in entity
    assert '<figure class="network little">' in entity
