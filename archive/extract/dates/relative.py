"""Dates told from another date: `yesterday`, `on Monday`, `last week`, `three days ago`, `next spring`.

Here they are read; `told` says what they come to.
"""

from __future__ import annotations

import re
from typing import Final

from archive.extract.dates.drafts import DIGITS, SEASONS, Reader, RelativeDraft, Unit, Which
from archive.extract.dates.false_dates import previous_word
from archive.text.calendar import DAY_NAMES, ENGLISH_MONTHS, MONTH_NAMES, NUMBERS, SHORT_MONTHS, WEEKDAYS
from archive.text.wordlists import alternatives, phrases, word_set, words

_WEEKDAY = f"(?:{'|'.join(DAY_NAMES)})"
_MONTH = rf"(?:{'|'.join(MONTH_NAMES)}|(?:{'|'.join(SHORT_MONTHS)}|Sept)\.)"
_PART = r"(?:\s(?:morning|afternoon|evening|night)(?!\w))?"
_DAY_NAMES: Final = (
    (re.compile(rf"[Yy]esterday(?!\w){_PART}"), -1),
    (re.compile(r"(?:[Tt]oday|[Tt]onight)(?!\w)"), 0),
    (re.compile(rf"[Tt]omorrow(?!\w){_PART}"), 1),
    (re.compile(r"[Tt]he\sday\sbefore\syesterday(?!\w)"), -2),
    (re.compile(r"[Tt]he\sday\safter\stomorrow(?!\w)"), 2),
)
_PERIOD = re.compile(
    r"(?P<the>[Tt]he\s)?(?:(?i:earlier|later)\s)?(?P<which>(?i:this|last|past|next|previous|following|coming))\s"
    r"(?:(?P<unit>week|weekend|month|year)(?![\w-])"
    r"|(?P<season>spring|summer|autumn|fall|winter)(?![\w-])"
    rf"|(?P<weekday>{_WEEKDAY})(?!\w){_PART}"
    rf"|(?P<month>{_MONTH})(?!\w)"
    r"|(?P<day>day|night|morning|afternoon|evening)(?![\w-]))"
)
_SHADED = re.compile(r"(?:[Ee]arlier|[Ll]ater)\sin\sthe\s(?P<unit>week|month|year)(?!\w)")
_END_OF = re.compile(
    r"(?:the\s)?(?i:end|start|beginning|middle|close)\sof\s(?P<which>the|this|last|next)\s(?P<unit>week|month|year)(?!\w)"
)
_WEEKEND = re.compile(r"[Tt]he\sweekend(?![\w-])")
_NTH = re.compile(
    r"[Tt]he\s(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)(?:\sof\s(?P<which>this|last|next)\smonth(?!\w)|(?=[.,;:)]|\Z))"
)
_AGO = re.compile(r"(?P<n>\d{1,3}|[A-Za-z]{1,9})\s(?P<unit>day|week|month|year|decade)s?\sago(?!\w)")
_WEEKDAY_ALONE = re.compile(
    rf"(?P<weekday>{_WEEKDAY})(?!\w)(?:(?:\s?[-–—]\s?|\s(?:to|through|until)\s)(?P<last>{_WEEKDAY})(?!\w)|{_PART}"
    r"(?:,?\s(?:of\s)?(?P<which>last|this|next)\sweek(?!\w))?)"
)
_SEASON_ALONE = re.compile(
    r"(?P<season>spring|summer|autumn|fall|winter)(?=[.,;)]|\Z|\s(?:after|when|before|with|to|for|and|as|at)\s)"
)
_VAGUE_BEFORE = re.compile(rf"\b(?:{alternatives(phrases('false_dates', 'vague'))})\s\Z")
_UNITS: Final[dict[str, Unit]] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "year": "year",
    "decade": "decade",
}
_KINDS: Final[dict[str, Which]] = {
    "this": "this",
    "last": "last",
    "past": "last",
    "previous": "last",
    "next": "next",
    "coming": "next",
}
_SHIFTS: Final[dict[str, int]] = {"last": -1, "this": 0, "next": 1}
_WEEKDAY_NAMES_BEFORE: Final = words("false_dates", "before weekdays")
_WEEKDAY_NAMES_AFTER = re.compile(rf"\s(?:{alternatives(phrases('false_dates', 'after weekdays'))})(?!\w)")
_PREPOSITIONS: Final = word_set("on until till by from since before after")


def _read_day_name(text: str, at: int) -> RelativeDraft | None:
    for pattern, offset in _DAY_NAMES:
        match = pattern.match(text, at)
        if match is not None and not _is_paper(text, at):
            return RelativeDraft(at, match.end(), "relative", "day", "offset", offset)
    return None


def _is_paper(text: str, at: int) -> bool:
    """`USA Today`, `Russia Today`, and a capital `Today` inside a sentence are names."""
    word, mark = previous_word(text, at)
    return text[at].isupper() and bool(word) and not mark and text[at - 1] not in "\"“‘'("


def _read_weekday(text: str, at: int) -> RelativeDraft | None:
    match = _WEEKDAY_ALONE.match(text, at)
    if match is None:
        return None
    before = previous_word(text, at)[0]
    if before in _WEEKDAY_NAMES_BEFORE or _WEEKDAY_NAMES_AFTER.match(text, match.end("weekday")):
        return None
    if text[match.end() : match.end() + 1] == "-" and text[match.end() + 1 : match.end() + 2].isupper():
        return None
    day = WEEKDAYS[match["weekday"][:3].lower()]
    if match["last"]:
        last = WEEKDAYS[match["last"][:3].lower()]
        return RelativeDraft(at, match.end(), "range", "weekday", "nearest", day, last)
    if match["which"]:
        return RelativeDraft(at, match.end(), "weekday", "weekday", "offset", day + 7 * _SHIFTS[match["which"]])
    return RelativeDraft(at, match.end(), "weekday", "weekday", "nearest", day)


def _read_period(text: str, at: int) -> RelativeDraft | None:
    """`this week`, `last March`, `next Friday`, `the previous day`."""
    match = _PERIOD.match(text, at)
    if match is None:
        return None
    which = match["which"].lower()
    if match["day"]:
        return _read_day(at, match, which)
    if which not in _KINDS or (which == "next" and match["the"] and not match["weekday"]):
        return None  # `the following` and `the next` count from something else, or tell how long
    if match["unit"]:
        return _read_unit(text, at, match, which)
    return None if which == "past" else _read_named(at, match, _KINDS[which])


def _read_named(at: int, match: re.Match[str], kind: Which) -> RelativeDraft:
    """The season, weekday or month of a period (`last summer`, `next Friday`, `this May`)."""
    if match["season"]:
        return RelativeDraft(at, match.end(), "season", "season", kind, SEASONS[match["season"]])
    if match["weekday"]:
        return RelativeDraft(at, match.end(), "weekday", "weekday", kind, WEEKDAYS[match["weekday"][:3].lower()])
    return RelativeDraft(at, match.end(), "relative", "month-name", kind, ENGLISH_MONTHS[match["month"][:3].lower()])


def _read_unit(text: str, at: int, match: re.Match[str], which: str) -> RelativeDraft | None:
    """A week, month or year; `the last week` and `past week` end at the anchor, `last week` with its Sunday."""
    unit, kind = _UNITS[match["unit"]], _KINDS[which]
    is_owner = text[match.end() : match.end() + 2] in {"'s", "’s"}
    if unit == "weekend":
        return None if which == "past" else RelativeDraft(at, match.end(), "relative", unit, kind)
    if which == "past" or (which == "last" and match["the"] and not is_owner):
        return RelativeDraft(max(at, match.end("the")), match.end(), "relative", unit, "rolling")
    return RelativeDraft(at, match.end(), "relative", unit, "offset", _SHIFTS[kind])


def _read_day(at: int, match: re.Match[str], which: str) -> RelativeDraft | None:
    """`this morning`, `last night`, `the previous day`, `the following day`; a `last day` is no date."""
    part = match["day"]
    if which == "this" and part not in {"day", "night"}:
        return RelativeDraft(at, match.end(), "relative", "day", "offset", 0)
    if which == "last" and part == "night" and not match["the"]:
        return RelativeDraft(at, match.end(), "relative", "day", "offset", -1)
    if not match["the"] or which not in {"previous", "following", "next"}:
        return None
    return RelativeDraft(
        at, match.end(), "relative", "day", "offset", -1 if which == "previous" else 1, is_narrative=True
    )


def _read_shaded(text: str, at: int) -> RelativeDraft | None:
    """`earlier in the week`."""
    match = _SHADED.match(text, at)
    return match and RelativeDraft(at, match.end(), "relative", _UNITS[match["unit"]], "offset")


def _read_end_of(text: str, at: int) -> RelativeDraft | None:
    """`the end of the year`: what the phrase cuts out is not said by the value."""
    match = _END_OF.match(text, at)
    if match is None:
        return None
    offset = _SHIFTS.get(match["which"], 0)
    return RelativeDraft(at, match.end(), "relative", _UNITS[match["unit"]], "offset", offset)


def _read_ago(text: str, at: int) -> RelativeDraft | None:
    match = _AGO.match(text, at)
    if match is None or _VAGUE_BEFORE.search(text, max(0, at - 20), at):
        return None
    number = int(match["n"]) if match["n"].isdigit() else NUMBERS.get(match["n"].lower(), 0)
    if not number or number > 200 or (match["unit"] == "decade" and number > 10):
        return None
    return RelativeDraft(at, match.end(), "ago", _UNITS[match["unit"]], "offset", -number)


def _read_weekend(text: str, at: int) -> RelativeDraft | None:
    match = _WEEKEND.match(text, at)
    return match and RelativeDraft(at, match.end(), "relative", "weekend", "nearest")


def _read_nth(text: str, at: int) -> RelativeDraft | None:
    """`on the 24th`: only after a preposition of time, for most ordinals rank something else."""
    match = _NTH.match(text, at)
    if match is None:
        return None
    if match["which"] is None and previous_word(text, at)[0].lower() not in _PREPOSITIONS:
        return None
    which = _KINDS.get(match["which"], "nearest")
    return RelativeDraft(at, match.end(), "relative", "nth", which, int(match["day"]))


def _read_season(text: str, at: int) -> RelativeDraft | None:
    """`since spring`, `in the summer`: small letters, after a preposition, and no noun behind."""
    match = _SEASON_ALONE.match(text, at)
    if match is None:
        return None
    before = text[max(0, at - 12) : at].lower()
    pattern = (
        r"\b(?:in|during|over|this|by|until)\sthe\s\Z"
        if match[0] == "fall"
        else (r"\b(?:in|since|by|until|during|over|throughout)\s(?:the\s)?(?:early\s|late\s)?\Z")
    )
    if not re.search(pattern, before):
        return None
    return RelativeDraft(at, match.end(), "season", "season", "nearest", SEASONS[match["season"]])


_THE = re.compile(r"[Tt]he\s(?:week|end|start|beginn|middle|close|previous|foll|last|past|next|coming|day|\d)")


def _read_the(text: str, at: int) -> RelativeDraft | None:
    """What starts with the article; one look tells whether anything does, for it is everywhere."""
    if _THE.match(text, at) is None:
        return None
    for read in (_read_period, _read_weekend, _read_end_of, _read_nth, _read_day_name):
        draft = read(text, at)
        if draft is not None:
            return draft
    return None


def _table() -> dict[str, tuple[Reader, ...]]:
    table: dict[str, tuple[Reader, ...]] = {"the": (_read_the,), DIGITS: (_read_ago,)}
    for first_words, readers in (
        ("yesterday today tonight tomorrow", (_read_day_name,)),
        (" ".join(DAY_NAMES).lower(), (_read_weekday,)),
        ("this last past next previous coming", (_read_period,)),
        ("earlier later", (_read_period, _read_shaded)),
        ("end start beginning middle close", (_read_end_of,)),
        (" ".join(NUMBERS), (_read_ago,)),
        (" ".join(SEASONS), (_read_season,)),
    ):
        table.update(dict.fromkeys(first_words.split(), readers))
    return table


RELATIVE_READERS: Final = _table()
"""Readers by the first word of what they read, in lower case; `DIGITS` for a number."""
