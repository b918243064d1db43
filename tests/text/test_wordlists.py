"""Word lists: how they are written, and that each of them is read by the module that it names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive.text import wordlists
from archive.text.wordlists import alternatives, lines, meanings, phrases, words

PACKAGE = Path(archive.__file__).parent
LISTS = sorted(wordlists.FOLDER.glob("*.txt"))


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    text = "# For nothing.\n\nred  green\nblue\n\n[of two]\n# Phrases.\nlight blue: sky: clear\n\n[none]\n"
    (tmp_path / "sample.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(wordlists, "FOLDER", tmp_path)
    yield "sample"
    wordlists._sections.cache_clear()


def test_words_stand_apart_and_sections_by_themselves(sample: str) -> None:
    assert words(sample) == {"red", "green", "blue"}
    assert lines(sample) == ("red  green", "blue")
    assert words(sample, "none") == set()
    assert phrases(sample, "of two") == {"light blue: sky: clear"}
    assert meanings(sample, "of two") == {"light blue": "sky: clear"}


def test_a_section_that_is_not_there_is_an_error(sample: str) -> None:
    with pytest.raises(KeyError, match="three"):
        words(sample, "three")


def test_alternatives_take_the_longest_phrase_and_any_blank() -> None:
    pattern = re.compile(alternatives(["new", "new year", "a.m."]))
    found = pattern.match("new\nyear")
    assert found is not None
    assert found[0] == "new\nyear"
    assert pattern.fullmatch("aXmX") is None


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_lists_say_on_top_which_module_reads_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    readers = re.findall(r"archive/([\w/]+\.py)", text)
    assert readers
    for reader in readers:
        code = (PACKAGE / reader).read_text(encoding="utf-8")
        assert re.search(rf"['\"]{path.stem}(?:\.txt)?['\"]", code), f"{reader} reads no {path.name}"
