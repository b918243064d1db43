"""The lists of words in `data/words/`, and their loader."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import archive
from archive.text.wordlists import (
    FOLDER,
    alternatives,
    either,
    lines,
    meanings,
    phrases,
    ranked,
    sections,
    spellings,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(archive.__file__).parent
LISTS = sorted(path.stem for path in FOLDER.iterdir())


def comments(name: str) -> str:
    """What a list says of itself, on top and over its sections."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert text.startswith("# ")
    return " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))


def entries(section: tuple[str, ...]) -> list[str]:
    """The words of a section whose lines are full of them, else its lines; of a word with a meaning, the word."""
    if any(len(line) > 80 and not re.search(r":\s| = ", line) for line in section):
        return " ".join(section).split()
    return [re.split(r":\s| = ", line)[0] for line in section]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_which_module_reads_it_and_is_read_there(name: str) -> None:
    readers = re.findall(r"[\w/]+\.py\b", comments(name))
    assert readers
    for reader in readers:
        code = (PACKAGE / reader.removeprefix("archive/")).read_text(encoding="utf-8")
        assert re.search(rf"""["']{name}["']""", code), f"{reader} does not read {name}.txt"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_each_entry_once(name: str) -> None:
    found = sections(name)
    assert all(own for section, own in found.items() if section), "a section is empty"
    assert any(found.values())
    for section, own in found.items():
        twice = [entry for entry, count in Counter(entries(own)).items() if count > 1]
        assert not twice, f"[{section}]"


def test_no_other_files_lie_among_the_lists() -> None:
    assert {path.suffix for path in FOLDER.iterdir()} == {".txt"}


@pytest.fixture
def birds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A list with a section of each kind."""
    text = """
    # Birds of the fen.
    Heron bittern
      coot

    [calls]
    boom: a bittern
    kraak: a heron, flying
    # A comment between.
    [names]
    heron: hern hernshaw
    [phrases]
    fen bird
    fen bird of *
    bird (small)
    """
    (tmp_path / "birds.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr("archive.text.wordlists.FOLDER", tmp_path)
    yield "birds"
    sections.cache_clear()


def test_a_list_is_read_as_words_phrases_and_meanings(birds: str) -> None:
    assert words(birds) == {"Heron", "bittern", "coot"}
    assert ranked(birds) == ("Heron", "bittern", "coot")
    assert phrases(birds) == {"Heron bittern", "coot"}
    assert meanings(birds, "calls") == {"boom": "a bittern", "kraak": "a heron, flying"}
    assert spellings(birds, "names") == {"hern": "heron", "hernshaw": "heron"}
    assert list(sections(birds)) == ["", "calls", "names", "phrases"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("fen bird of prey", "fen bird of prey"), ("fen birds", "fen bird"), ("bird (small)", "bird (small)")],
)
def test_a_pattern_takes_the_longest_line_that_fits(birds: str, text: str, found: str) -> None:
    match = re.match(either(birds, "phrases"), text)
    assert match is not None
    assert match[0] == found


def test_alternatives_take_any_blank_and_mean_what_they_say() -> None:
    pattern = re.compile(alternatives(["new", "new year", "a.m."]))
    found = pattern.match("new\nyear")
    assert found is not None
    assert found[0] == "new\nyear"
    assert pattern.fullmatch("aXmX") is None


def test_an_unknown_list_or_section_is_a_plain_error(birds: str) -> None:
    with pytest.raises(LookupError, match="no list of words 'fish'"):
        words("fish")
    with pytest.raises(LookupError, match="'birds' has no section 'fish' but '', 'calls'"):
        lines(birds, "fish")
