"""The grammar of dates: forms of which each is a row with an example, in `data/words/date_forms.txt`.

Here stands what the parts of forms are, and with which words forms open. Patterns are tried at one place of the text
only and have no unbounded part, so that reading is linear whatever the input.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.dates import composers
from archive.extract.dates.drafts import SEASONS
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

    from archive.extract.dates.form import Form, Found


class Row(NamedTuple):
    """A form of dates."""

    opens: str
    """Sets of opening words (`OPENERS`), or such words themselves."""
    form: str
    build: Callable[[Form], Found | None]
    example: str


def rows() -> tuple[Row, ...]:
    """The forms in the order of their list."""
    return tuple(_row(opens, line) for opens in sections("date_forms") if opens for line in lines("date_forms", opens))


def _row(opens: str, line: str) -> Row:
    form, _, told = line.partition(" = ")
    composer, _, example = told.partition(": ")
    return Row(opens, form, getattr(composers, composer), example)


_ORDINAL = "|".join(word.replace("-", "[ -]") for word in ORDINALS)
_PARTS: Final = {
    "number": r"(?:1\d{3}|2[01]\d\d)",
    "n31": r"(?:3[01]|[12]\d|0?[1-9])",
    "th": r"(?:st|nd|rd|th)",
    "not longer": r"(?![\w%°])(?![.:]\d|,\d{3}(?!\d))",
    "counts": r"\d{1,3}|" + "|".join(NUMBERS),
    "the": r"(?:(?P<the>[Tt]he) )?",
    "foreign": r"(?P<foreign>[^\W\d_]{3,14})(?!\w)",
    "months": rf"(?i:{ENGLISH_MONTH})(?![^\W\d_])",
    "month": rf"(?P<month>(?i:{ENGLISH_MONTH}))(?![^\W\d_])",
    "month day": rf"(?:{{n31}}{{th}}?|(?i:{_ORDINAL})(?![^\W_]))",
    "day": r"(?P<day>{month day})",
    "cardinal": r"(?P<cardinal>(?i:{units})(?:[ -](?i:{units}))?)(?!\w)",
    "day ends": r"(?= ?(?:[.;:)!?](?!\d)|,(?!\d)|and |or |to |[-–](?!\d)|\Z))",
    "nth": rf"(?P<nth>(?i:{_ORDINAL}|last|final|latter|[1-9]\d?{{th}}))(?![^\W_])",
    "weekday": rf"(?P<weekday>(?i:{'|'.join(DAY_NAMES)}))(?!\w)",
    "weekdays": "|".join(DAY_NAMES),
    "anyday": rf"(?P<weekday>(?i:{ENGLISH_DAY}))(?:(?i:day)|\.|(?=[, ]))",
    "year": r"(?P<year>{number}){not longer}",
    "said": r"(?P<spoken>(?i:(?:seven|eigh|nine)teen|twenty|two thousand)"
    r"(?i:(?:[ -]and)?[ -](?:hundred|oh|zero|{units}))*)(?![\w-])",
    "of year": r"(?P<tail>(?: ?, {0,2}| {1,2}(?:(?:of|in|fiscal) )?|[-/])(?:{year}|{said})"
    r"|(?: (?:of )?)?['’](?P<short>\d\d){not longer}"
    r"|,? (?:of )?(?P<whose>this|last|next|(?<=of )the) year(?![\w'’])"
    r"| of (?P<that>that|the same) year(?!\w))",
    "tail": "{of year}?",
    "alone": "(?P<alone>{year})",
    "n": r"(?P<n>\d\d?)",
    "right": r"(?P<right>\d\d?)",
    "sep": r"(?P<sep>[./-])",
    "count": r"(?P<count>(?i:{counts}))[ -]",
    "unit": r"(?P<unit>day|week|fortnight|month|quarter|year|decade|century|centurie)s?(?!\w)",
    "ways": r"(?P<way>ago|earlier|before|prior|previously|later|from now|from today|hence)(?!\w)",
    "which": r"(?P<which>(?i:this past|this|current|last|past|previous|next|coming|upcoming)|(?<=[Tt]he )following)",
    "month end": r"(?:2[89]|3[01]){th}?(?!\d)",
    "up to month": r"(?:to|through|ended|ending)(?: (?:in|on))? (?:{month end} )?{month}(?:\.? {month end})?"
    r"(?!\.? ?\d\d?\b){tail}",
    "part": r"(?: (?:morning|afternoon|evening|night)(?!\w))?",
    "season": rf"(?P<season>(?i:{'|'.join(SEASONS)}))(?![\w-])",
    "quarter": r"(?P<half>[QHqh])(?P<number>[1-4])(?!\w)",
    "half": r"(?P<half>quarter|half)s?(?!\w)",
    "edge": r"(?i:beginning|start|end|middle|close|turn|latter part|early part)",
    "decades": "|".join(DECADES),
    "units": "|".join((*NUMBERS, *(f"{stem[:-2]}y" for stem in DECADES))),
    "feast": rf"(?P<feast>(?i:{FEASTS}))(?![\w-])",
}
"""What stands for the parts of forms."""
_PART = re.compile(r"\{([a-z][a-z ]*\d*)\}")

OPENERS: Final = {
    "number": frozenset(("0",)),
    "long": frozenset(("0000",)),
    "lone": frozenset(("0000.",)),
    "month": ENGLISH_MONTH_WORDS,
    "weekday": frozenset((*WEEKDAYS, "tues", "thur", "thurs", *map(str.lower, DAY_NAMES))),
    "nth": frozenset((*ORDINALS, "last", "final", "latter", "twenty", "thirty")),
    "count": frozenset(NUMBERS),
    "which": word_set("this current last past previous next coming upcoming following latest"),
    "season": frozenset(SEASONS),
    "feast": FEAST_STARTS,
    "edge": word_set("beginning start end middle close turn latter early"),
    "period": word_set("day week weekend month quarter year"),
    "decade": frozenset(f"{stem}s" for stem in DECADES),
}
"""Words with which forms open, in lower case, behind the article if they have one: `0` is any number of up to three
digits, `0000` one of four, `0000.` one of four with nothing behind it that a form could go on with."""

Reader = tuple[re.Pattern[str], "Callable[[Form], Found | None]", bool]
"""A form as a pattern, its composer, and whether another form goes on where it ends."""


_COUNTED: Final = ("{count}{unit}", "{count}(?:(?P<unit>")
_ARTICLES: Final = ("[Tt]he ", "(?P<the>[Tt]he) ")
BESIDE: Final = "beside "
"""What stands before an opening word for the forms that are points only beside another one."""


def readers(forms: Iterable[Row]) -> dict[str, list[Reader]]:
    """The readers of forms by the words with which they open: `the week` behind an article, `two unit` if counted."""
    table: dict[str, list[Reader]] = {}
    for row in forms:
        reader = (_pattern(row.form), row.build, row.form.endswith("{point}"))
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
