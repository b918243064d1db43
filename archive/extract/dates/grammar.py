"""The grammar of dates: parts and forms of them, each form a row with an example, in `data/words/date_forms.txt`.

Here it becomes patterns, by the words with which forms open. They are tried at one place of the text only and have no
unbounded part, so that reading is linear whatever the input.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.dates import composers
from archive.extract.dates.drafts import SEASONS
from archive.extract.dates.false_dates import ROWS as GUARDS
from archive.extract.dates.feasts import FEAST_STARTS, FEASTS
from archive.extract.dates.form import DECADES
from archive.text.calendar import (
    DAY_NAMES,
    ENGLISH_DAY,
    ENGLISH_MONTH,
    ENGLISH_MONTH_WORDS,
    NUMBERS,
    ORDINALS,
    WEEKDAYS,
)
from archive.text.patterns import lazy_regex
from archive.text.wordlists import lines, sections, word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from archive.extract.dates.drafts import Draft
    from archive.extract.dates.form import Form


class Row(NamedTuple):
    """A form of dates."""

    opens: str
    """Sets of opening words (`OPENERS`), or such words themselves."""
    form: str
    build: Callable[[Form], Draft | None]
    example: str


def rows() -> tuple[Row, ...]:
    """The forms in the order of their list."""
    return tuple(_row(opens, line) for opens in sections("date_forms") if opens for line in lines("date_forms", opens))


def _row(opens: str, line: str) -> Row:
    form, _, told = line.partition(" = ")
    composer, _, example = told.partition(": ")
    return Row(opens, form, getattr(composers, composer), example)


_PARTS: Final = {
    "months": ENGLISH_MONTH,
    "weekdays": "|".join(DAY_NAMES),
    "short weekdays": ENGLISH_DAY,
    "seasons": "|".join(SEASONS),
    "feasts": FEASTS,
    "ordinals": "|".join(word.replace("-", "[ -]") for word in ORDINALS),
    "numbers": "|".join(NUMBERS),
    "tens": "|".join((*NUMBERS, *(f"{stem[:-2]}y" for stem in DECADES))),
    "decades": "|".join(DECADES),
    **{part: pattern for part, _, pattern in (line.partition(" = ") for line in lines("date_forms"))},
}
"""What stands for the parts of forms: words of the calendar, and what the list says."""
_PART = re.compile(r"\{([a-z][a-z ]*\d*)\}")

OPENERS: Final = {
    "number": frozenset(("0", "0/")),
    "marked": frozenset(("0/",)),
    "long": frozenset(("0000",)),
    "lone": frozenset(("0000.",)),
    "month": ENGLISH_MONTH_WORDS,
    "weekday": frozenset((*WEEKDAYS, "tues", "thur", "thurs", *map(str.lower, DAY_NAMES))),
    "nth": frozenset((*ORDINALS, *word_set("opening closing last final latter back twenty thirty"))),
    "count": frozenset(NUMBERS),
    "which": word_set("this current last past previous next coming upcoming following latest"),
    "season": frozenset(SEASONS),
    "feast": FEAST_STARTS,
    "edge": word_set("beginning start end middle close turn latter early"),
    "period": word_set("day night week weekend month quarter year"),
    "decade": frozenset(f"{stem}s" for stem in DECADES),
}
"""Words with which forms open, in lower case, behind the article if they have one: `0` is any number of up to three
digits, `0/` one with a mark behind it, `0000` one of four, `0000.` one of four with nothing behind it that a form could
go on with."""

Reader = tuple[re.Pattern[str], "Callable[[Form], Draft | None]", bool, tuple[str, ...]]
"""A form as a pattern, its composer, whether another form goes on where it ends, and its parts that have guards."""


_COUNTED: Final = ("{count}{unit}", "{count}(?P<unit>", "{count}years", "(?<=\\b[Ii]n )(?P<in_count>")
_ARTICLES: Final = ("[Tt]he ", "(?P<the>[Tt]he) ")
BESIDE: Final = "beside "
"""What stands before an opening word for the forms that are points only beside another one."""


def readers(forms: Iterable[Row]) -> dict[str, list[Reader]]:
    """The readers of forms by the words with which they open: `the week` behind an article, `two unit` if counted."""
    table: dict[str, list[Reader]] = {}
    for row in forms:
        pattern = _pattern(row.form)
        guarded = tuple(part for part in GUARDS if f"(?P<{part}>" in pattern.pattern)
        reader = (pattern, row.build, row.form.endswith("{point}"), guarded)
        beside = BESIDE if row.opens.startswith(BESIDE) else ""
        opens = row.opens.removeprefix(beside).split()
        for word in {word for name in opens for word in OPENERS.get(name, {name})}:
            if row.form.startswith(_COUNTED):
                table.setdefault(f"{word} unit", []).append(reader)
            elif not row.form.startswith(_ARTICLES):
                table.setdefault(beside + word, []).append(reader)
            if row.form.startswith((*_ARTICLES, "{the}")):
                table.setdefault(f"the {word}", []).append(reader)
    return table


def _pattern(form: str) -> re.Pattern[str]:
    while (expanded := _PART.sub(lambda part: _PARTS[part[1]], form.replace("{point}", ""))) != form:
        form = expanded
    return lazy_regex(form.replace(" ", r"\s"))
