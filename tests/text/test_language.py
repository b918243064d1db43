"""The language of texts that don't say it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from archive.steps import in_language, prepare
from archive.text.language import LEAST, language
from archive.types import RawItem

TOLD = {
    "en": "The harbour was closed on Monday, and it is said that the crews will have to wait for two days or more in"
    " the port of Rotterdam, which they had left in spring.",
    "de": "Der Hafen wurde am Montag geschlossen, und die Mannschaften müssen nach Angaben der Behörde noch zwei Tage"
    " in Rotterdam warten, wo sie im Frühjahr angelegt hatten.",
    "fr": "Le port a été fermé lundi, et les équipages devront attendre deux jours encore à Rotterdam, selon les"
    " autorités, avant de pouvoir reprendre la mer vers le nord.",
    "nl": "De haven is maandag gesloten en de bemanningen moeten volgens de autoriteiten nog twee dagen in"
    " Rotterdam wachten, waar zij in het voorjaar waren aangekomen.",
}


@pytest.mark.parametrize(("code", "text"), TOLD.items())
def test_the_language_is_told(code: str, text: str) -> None:
    assert language([text]) == code
    assert language(text.split(", ")) == code
    assert language([text], by_model=False) == (code if code == "en" else None)


@pytest.mark.parametrize(("code", "text"), TOLD.items())
def test_items_that_do_not_say_their_language_are_told_it_together(code: str, text: str) -> None:
    items = [RawItem(text, text), RawItem("Riga", "Riga"), RawItem(text, text, language="pt")]
    told = in_language(prepare(items, None, None))
    assert [each.clean.language for each in told if each.clean] == [code, code, "pt"]


def test_too_little_text_tells_nothing() -> None:
    assert language([]) is None
    assert language(["The harbour was closed."]) is None
    assert len("The harbour was closed.") < LEAST


def test_headlines_without_small_words_are_left_to_the_model() -> None:
    headlines = [
        "Harbour closed",
        "Crews wait two days",
        "Minister visits Rotterdam quay",
        "Storm hits northern coast",
    ] * 3
    assert language(headlines) == "en"


def test_english_does_not_wait_for_the_model() -> None:
    program = f"""
import sys
from archive.text.language import language
assert language([{TOLD["en"]!r}]) == "en"
assert "py3langid" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
