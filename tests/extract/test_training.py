"""What the recogniser of names is trained on: public sets brought to one form, invented sentences, silver labels."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from typing import Any

import pytest
from places import BENCH


@pytest.fixture
def sets(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("names_sets")


@pytest.fixture
def carriers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("names_carriers")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Public lists of an invented world."""
    (tmp_path / "universities.json").write_text(
        '[{"name": "University of Vesper"}, {"name": "Lindow Polytechnic (LP)"}, {"name": "école"}]', encoding="utf-8"
    )
    header = "Symbol,Name\n"
    (tmp_path / "nyse.csv").write_text(
        f'{header}A,"Salt Reef Technologies, Inc. Common Stock"\nB,Vesper Gold ETF\n', encoding="utf-8"
    )
    (tmp_path / "nasdaq.csv").write_text(f"{header}C,Heron Bancorp - Class A Ordinary Shares\n", encoding="utf-8")
    (tmp_path / "clubs-vs.txt").write_text(
        "=====\n=  Vesper\n\nFC Vesper, 1907,  Vesper\n  | Vesper Rovers | $$Salt$$ Vesper\n  | ヴェスパー\n",
        encoding="utf-8",
    )
    return tmp_path


def test_a_set_is_brought_to_four_labels(sets: Any) -> None:
    text = "# id 1\nAda\tB-politician\nQuill\tI-politician\nof\tO\nSalt\tI-band\nReef\tI-country\n\nRain\tB-weather\n"
    assert list(sets.sentences(text)) == [
        [("Ada", "B-PER"), ("Quill", "I-PER"), ("of", "O"), ("Salt", "B-ORG"), ("Reef", "B-LOC")],
        [("Rain", "O")],
    ]


def test_names_that_are_listed_apart_are_marked(sets: Any) -> None:
    document = {
        "sents": [["The", "Salt", "Guild", "met", "."], ["Ada", "left", "in", "1907"]],
        "vertexSet": [
            [{"pos": [1, 3], "sent_id": 0, "type": "ORG"}],
            [{"pos": [0, 1], "sent_id": 1, "type": "PER"}],
            [{"pos": [3, 4], "sent_id": 1, "type": "TIME"}],
        ],
    }
    assert [[tag for _, tag in sentence] for sentence in sets.related(document)] == [
        ["O", "B-ORG", "I-ORG", "O", "O"],
        ["B-PER", "O", "O", "O"],
    ]


def test_a_file_with_another_sum_is_refused(sets: Any, tmp_path: Path) -> None:
    (tmp_path / "salt.conll").write_text("Ada\tB-PER\n", encoding="utf-8")
    source = sets.Source("salt.conll", "vesper/salt", "salt.conll", "c0ffee", "0" * 64, "CC0 1.0")
    with pytest.raises(ValueError, match="SHA-256"):
        sets.fetch(source, tmp_path)


def test_every_source_has_an_address_a_version_and_a_licence(sets: Any) -> None:
    for source in sets.sources():
        assert source.address.startswith("https://"), source
        assert len(source.commit) == 40, source
        assert source.licence, source
        assert len(source.sha256) == 64, source


def test_every_sentence_can_be_filled(carriers: Any, raw: Path) -> None:
    filled = list(carriers.filled(raw, 2, random.Random(1)))
    assert len(filled) > 200
    for text, spans in filled:
        assert "{" not in text
        ends = 0
        for start, stop, kind in spans:
            assert ends <= start < stop <= len(text)
            assert text[start:stop] == text[start:stop].strip()
            assert kind in ("person", "organisation", "place", "other")
            ends = stop
    assert filled == list(carriers.filled(raw, 2, random.Random(1)))


def test_names_of_public_lists_are_those_that_people_say(carriers: Any, raw: Path) -> None:
    lists = carriers._lists(raw)
    assert lists["university"] == ["Lindow Polytechnic", "University of Vesper"]
    assert {"Salt Reef Technologies, Inc.", "Salt Reef Technologies", "Salt Reef", "Heron Bancorp", "Heron"} <= set(
        lists["firm"]
    )
    assert not [firm for firm in lists["firm"] if "ETF" in firm]
    assert lists["club"] == ["FC Vesper", "Vesper Rovers"]
    listed = carriers.listed(raw, random.Random(1), 5)
    assert "University of Vesper" in listed["organisation", False]
    assert all(" " not in name for name in listed["organisation", True])


def test_silver_labels_say_how_sure_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    labelled = importlib.import_module("names_silver").labelled
    span = importlib.import_module("names_examples").Span
    spans = [span(0, 9, "person"), span(14, 20, "place")]
    assert list(labelled("Ada Quill saw Vesper.", spans, 0.7)) == [
        "# confidence 0.700",
        "Ada\tB-PER",
        "Quill\tI-PER",
        "saw\tO",
        "Vesper\tB-LOC",
        ".\tO",
        "",
    ]


def test_a_silver_text_has_its_names_and_events_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    examples = importlib.import_module("names_examples")
    text = "Oslo Graving Rooms sent Ada Quill to the Norvan Championship."
    spans = [examples.Span(0, 18, "organisation"), examples.Span(24, 33, "person")]
    marked = examples.Teacher().silver(text, spans, 1.0)
    assert [(text[start:stop], kind) for start, stop, kind in marked.spans] == [
        ("Oslo Graving Rooms", "organisation"),
        ("Ada Quill", "person"),
        ("Norvan Championship", "other"),
    ]
