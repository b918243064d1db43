"""The grammar of dates: a row a form, each with an example that is run as a test.

A row says with which words a form opens (behind its article), how it goes on, who makes a point of its parts (`compose`), and shows one in
brackets, told on Friday, 25 October 2024 unless it names another day. A blank is any white space; what `{}` stand for
is told below. Where a row ends in `{point}`, any other form goes on there, so that `the first week of` takes a month,
a year or `next month`: forms are composed, not listed. Of all rows that match at a place, the one that reads farthest
wins: a phrase is read whole.

Patterns are tried at one place of the text only and have no unbounded part, so that reading is linear whatever the
input.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.dates import compose
from archive.extract.dates.compose import DECADES
from archive.extract.dates.drafts import SEASONS
from archive.extract.dates.feasts import FEAST_STARTS, FEASTS
from archive.text.calendar import (
    DAY_NAMES,
    ENGLISH_DAY,
    ENGLISH_MONTH,
    ENGLISH_MONTH_WORDS,
    NUMBERS,
    ORDINALS,
    WEEKDAYS,
)
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.extract.dates.compose import Found


class Row(NamedTuple):
    """A form of dates."""

    opens: str
    """Sets of opening words (`OPENERS`), or such words themselves."""
    form: str
    build: Callable[[str, re.Match[str], Found | None], Found | None]
    example: str


_N31 = r"(?:3[01]|[12]\d|0?[1-9])"
_NUMBER = r"(?:1\d{3}|2[01]\d\d)"
_NOT_LONGER = r"(?![\w%°])(?![.:]\d|,\d{3}(?!\d))"
_WORDS: Final = {
    "an ordinal": "|".join((*(word.replace("-", r"[\s-]") for word in ORDINALS), "last", "final", r"[1-9]\d?(?:st|nd|rd|th)")),
    "a count": r"\d{1,3}|" + "|".join(NUMBERS),
    "a weekday": "|".join(DAY_NAMES),
}
PARTS: Final = {
    "the": r"(?:(?P<the>[Tt]he)\s)?",
    "month": rf"(?P<month>(?i:{ENGLISH_MONTH}))(?![^\W\d_])",
    "day": rf"(?P<day>{_N31})(?:st|nd|rd|th)?",
    "nthword": rf"(?P<nth>(?i:{'|'.join(word.replace('-', '[ -]') for word in ORDINALS)}))(?![^\W_])",
    "nth": rf"(?P<nth>(?i:{_WORDS['an ordinal']}))(?![^\W_])",
    "weekday": rf"(?P<weekday>(?i:{_WORDS['a weekday']}))(?!\w)",
    "anyday": rf"(?P<weekday>(?i:{ENGLISH_DAY}))(?:(?i:day)|\.|(?=,|\s))",
    "year": rf"(?P<year>{_NUMBER}){_NOT_LONGER}",
    "tail": rf"(?P<tail>(?:\s?,\s{{0,2}}|\s{{1,2}}(?:(?:of|in)\s)?)(?P<year>{_NUMBER}){_NOT_LONGER}"
    rf"|\s(?:of\s)?['’](?P<short>\d\d){_NOT_LONGER}|,?\s(?:of\s)?(?P<whose>this|last|next)\syear(?![\w'’]))?",
    "of year": rf",?\s(?:(?:of|in|fiscal)\s)?{{year}}|,?\s(?:of\s)?(?P<whose>this|last|next)\syear(?!\w)|\sof\s(?P<whole>the)\syear(?!\w)",
    "n": r"(?P<n>\d\d?)",
    "sep": r"(?P<sep>[./-])",
    "to": r"\s?[-–—/]\s?|\s(?:to|and|through|until)\s",
    "count": rf"(?P<count>(?i:{_WORDS['a count']}))[\s-]",
    "unit": r"(?P<unit>day|week|fortnight|month|quarter|year|decade)s?(?!\w)",
    "which": r"(?P<which>(?i:this|current|last|past|previous|next|coming|upcoming))",
    "part": r"(?:\s(?:morning|afternoon|evening|night)(?!\w))?",
    "season": rf"(?P<season>(?i:{'|'.join(SEASONS)}))(?![\w-])",
    "quarter": r"(?P<half>[QHqh])(?P<number>[1-4])(?!\w)",
    "edge": r"(?i:beginning|start|end|middle|close|turn|latter part|early part)",
    "feast": rf"(?P<feast>(?i:{FEASTS}))(?![\w-])",
}
"""What stands for the parts of forms."""

OPENERS: Final = {
    "number": frozenset(("0",)),
    "long": frozenset(("0000",)),
    "lone": frozenset(("0000.",)),
    "month": ENGLISH_MONTH_WORDS,
    "weekday": frozenset((*WEEKDAYS, "tues", "thur", "thurs", *map(str.lower, DAY_NAMES))),
    "nth": frozenset((*ORDINALS, "last", "final", "twenty", "thirty")),
    "count": frozenset(NUMBERS),
    "which": word_set("this current last past previous next coming upcoming following latest"),
    "season": frozenset(SEASONS),
    "feast": FEAST_STARTS,
    "edge": word_set("beginning start end middle close turn latter early"),
    "period": word_set("day week weekend month year"),
    "decade": frozenset(f"{stem}s" for stem in DECADES),
}
"""Words with which forms open, in lower case, behind the article if they have one; `0` stands for any number of up to
three digits, `0000` for one of four,
`0000.` for one behind which no form goes on."""

ROWS: Final = (
    # Days and months of the calendar.
    Row("month", r"{month}\.?[ \t\xa0]{0,3}[/-]?(?:the )?{day}{not longer}{tail}", compose.date, "on [Oct. 24=2024-10-24]."),
    Row("month", r"{month} (?:the )?{nth}{tail}", compose.date, "on [October twenty-fourth=2024-10-24]."),
    Row("month", r"{month}-{day}-{year}", compose.date, "on [Sep-23-2020=2020-09-23]."),
    Row("month", r"{month}{tail}", compose.date, "in [October 2022=2022-10]."),
    Row("number", r"{day}\.?(?: {0,3}|-)(?:(?:day )?of )?{month}{tail}", compose.date, "on [24 October=2024-10-24]."),
    Row("number", r"{day}[-/]{month}\.?[-/](?P<year>{number}|\d\d)(?!\w)", compose.date, "on [23/Sep/2020=2020-09-23]."),
    Row("long", r"{year}[ /-]{month}\.?(?:[ /-]{day})?(?!\w)", compose.date, "in [2017 April=2017-04]."),
    Row("nth", r"{the}{nthword} (?:day )?of {month}{tail}", compose.date, "on [the third of May 2021=2021-05-03]."),
    Row("weekday", r"{anyday},?(?: |-)(?:the )?{point}", compose.weekday_date, "on [Thursday, Oct. 24=2024-10-24]."),
    Row("which", r"{which} {anyday},?(?: |-)(?:the )?{point}", compose.weekday_date, "on [next Tuesday, Nov. 5=2024-11-05]."),
    Row("weekday", r"{anyday} (?:the )?{day}{day ends}", compose.weekday_day, "on [Sunday 13=2024-10-13]."),
    Row("weekday", r"{anyday} the {nth}(?!\w)", compose.weekday_day, "on [Friday the thirteenth=2024-09-13]."),
    Row("number", r"{day}(?:er|º|°|\.)? (?:de |d['’])?(?P<word>[^\W\d_]{3,14})\.?(?!\w)"
        r"(?P<tail>,? (?:de |del )?(?P<year>{number})(?!\w))?", compose.foreign, "am [24. Oktober 2022=2022-10-24]."),
    # Runs of days before or after their month.
    Row("number", r"{day}\.?(?P<link>{to}){last}\.? (?:of )?{month}{tail}", compose.days, "from [3 to 5 May=2024-05-03/2024-05-05]."),
    Row("number", r"{day}(?P<link>{to}){month} {last}{not longer}{tail}", compose.days, "from [02 to April 07=2024-04-02/2024-04-07]."),
    # In numbers.
    Row("long", r"(?P<year>{number}){sep}{n}(?P=sep)(?P<right>\d\d?)(?=T\d\d:|\W|\Z)(?!/|-\w|\.\d)", compose.iso,
        "of [2018-12-05=2018-12-05]."),
    Row("number", r"{n}{sep}(?P<right>\d\d?)(?P=sep)(?P<year>(?:1[5-9]|20)\d\d|\d\d)(?!\w|[/%]|[.,:]\d|-\d(?!\d?[./-]))",
        compose.small_numbers, "of [28.02.22=2022-02-28]."),
    Row("number", r"{n}/(?P<right>\d\d?)(?P<link> ?[-–] ?)(?P<n2>\d\d?)/(?P<right2>\d\d?)(?:/|, ?)(?P<year>20\d\d)(?!\w)",
        compose.small_range, "of [10/1-10/7/2018=2018-10-01/2018-10-07]."),
    Row("number", r"{n}/(?P<right>\d\d?)(?!\w|[/%°-]|[.,:]\d)", compose.day_and_month, "on [22/04=2024-04-22]."),
    Row("number", r"(?P<n>0?[1-9]|1[0-2])[/-](?P<year>(?:19|20)\d\d)(?![\w/-])", compose.month_number, "of [11/2016=2016-11]."),
    # Years and runs of them.
    Row("long lone", r"{year}", compose.year, "in [2018=2018]."),
    Row("long", r"(?P<year>{number})(?P<link> ?[-–—/] ?| (?:to|through|until|till|and) )(?P<last>{number}|\d\d)(?![\w%]|[.,]\d|-\d)",
        compose.years, "in [2018–20=2018/2020]."),
    Row("long", r"(?P<decade>(?:1[5-9]|20)\d0)['’]?s(?!\w)", compose.decade, "in the [1990s=1990/1999]."),
    Row("number", r"['’](?P<decade>[2-9]0)s(?!\w)", compose.decade, "in the [’80s=1980/1989]."),
    Row("number decade", r"[Tt]he (?P<decade>[2-9]0|{decades})s(?!\w)", compose.decade, "in [the seventies=1970/1979]."),
    Row("nineteen twenty two month", r"(?:{month}\.? )?(?P<century>nineteen|twenty|two thousand)(?P<rest>(?:[ -](?:and|hundred|oh|{units}))*)(?!\w)",
        compose.spoken_year, "in [nineteen ninety-six=1996]."),
    # Seasons, quarters, halves.
    Row("season", r"{season}(?: of|,)?(?: the year)? (?P<year>(?:1[5-9]|20)\d\d)(?:[-–/](?:20)?\d\d)?(?!\w)", compose.season,
        "in [spring 2023=2023-03/2023-05]."),
    Row("season", r"{season} (?:of )?(?P<whose>this|last|next) year(?!\w)", compose.season, "in [spring last year=2023-03/2023-05]."),
    Row("season", r"{season}(?=[.,;)]|\Z| (?:after|when|before|with|to|for|and|as|at) )", compose.lone_season,
        "since [spring=2024-03/2024-05]."),
    Row("q h", r"{quarter}(?:{of year})?", compose.quarter, "in [Q3 2022=2022-07/2022-09]."),
    Row("long", r"{year}[ -]?{quarter}", compose.quarter, "in [2016 H1=2016-01/2016-06]."),
    Row("nth", r"{the}(?:fiscal[ -])?{nth}[ -](?P<half>quarter|half)(?!\w)(?:{of year})?", compose.quarter,
        "in [the third quarter of 2022=2022-07/2022-09]."),
    Row("this", r"[Tt]his (?P<whose>year['’]s|year-(?:ago|earlier)) {nth}[ -](?P<half>quarter|half)(?!\w)", compose.quarter,
        "in [this year's second half=2024-07/2024-12]."),
    Row("year", r"[Tt]he (?P<whose>year['’]s|year-(?:ago|earlier)) {nth}[ -](?P<half>quarter|half)(?!\w)", compose.quarter,
        "in [the year-ago third quarter=2023-07/2023-09]."),
    Row("long", r"[Tt]he {year} {nth}[ -](?P<half>quarter|half)(?!\w)", compose.quarter, "in [the 2022 third quarter=2022-07/2022-09]."),
    # Parts of a longer time: the value of an edge is the whole, of a weekday the day.
    Row("edge very", r"{the}(?:very )?{edge} of (?:the )?{point}", compose.edge, "by [the end of 2025=2025]."),
    Row("early mid late", r"(?i:(?:early|mid|late)(?:[-–\s]to[-–\s](?:early|mid|late))?)(?: ?[-–] ?| )(?:in )?{point}",
        compose.edge, "in [early May=2024-05]."),
    Row("nth", r"{the}{nth} {weekday} (?:of|in) {point}", compose.nth_weekday, "on [the last Friday of May=2024-05-31]."),
    Row("nth", r"{the}{nth} (?:(?:full|two|three|four|five|six|\d) )?(?:week|weekend|day|half|month)s? (?:of|in) {point}",
        compose.edge, "in [the last week of May 2016=2016-05]."),
    Row("nth", r"{the}{nth} (?P<count>{counts}) (?P<unit>month|quarter)s(?:{of year})", compose.run,
        "in [the first nine months of 2022=2022-01/2022-09]."),
    # Told from the day of the text.
    Row("yesterday today tonight tomorrow overnight", r"(?P<word>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Oo]vernight)(?!\w){part}",
        compose.day_name, "He left [yesterday=2024-10-24]."),
    Row("day", r"[Tt]he day (?P<word>before yesterday|after tomorrow)(?!\w)", compose.day_name, "left [the day before yesterday=2024-10-23]."),
    Row("weekday", r"{weekday}{part}", compose.weekday, "on [Monday=2024-10-21]."),
    Row("weekday", r"{weekday}{part},? (?:of )?(?P<which>this|last|next) week(?!\w)", compose.weekday, "on [Monday last week=2024-10-14]."),
    Row("weekday", r"{weekday} week(?!\w)", compose.weekday_week, "due [Tuesday week=2024-11-05]."),
    Row("weekday", r"{weekday},? {point}", compose.weekday_in_week, "on [Tuesday two weeks from now=2024-11-05]."),
    Row("which", r"(?P<which>(?i:this|last|next)) week(?: on|,| -)? {weekday}", compose.weekday, "on [next week Tuesday=2024-10-29]."),
    Row("which earlier later",
        r"{the}(?:(?i:earlier|later) )?{which} (?P<unit>week|weekend|month|quarter|year|decade|fiscal year)(?![\w-])", compose.turn,
        "until [last month=2024-09]."),
    Row("which", r"{the}(?P<which>latest|last|past|previous|next|current) (?:full )?(?P<unit>quarter|fiscal year)(?![\w-])", compose.turn,
        "in [the latest quarter=2024-07/2024-09]."),
    Row("which earlier later", r"{the}(?:(?i:earlier|later) )?{which} {season}", compose.turn, "since [last summer=2024-06/2024-08]."),
    Row("which earlier later", r"{the}(?:(?i:earlier|later) )?(?P<which>(?i:this|last|next|previous|following|coming)) {weekday}{part}",
        compose.turn, "on [last Friday=2024-10-18]."),
    Row("which earlier later", r"{the}(?:(?i:earlier|later) )?{which} (?P<month>{months})(?!\w)", compose.turn, "since [last November=2023-11]."),
    Row("which", r"{the}(?P<which>(?i:this|last|previous|following|next)) (?P<day>day|night|morning|afternoon|evening)(?![\w-])",
        compose.day_part, "[This morning=2024-10-25] it rained."),
    Row("earlier later", r"(?i:earlier|later) in the (?P<unit>week|month|year)(?!\w)", compose.turn, "[earlier in the week=2024-10-21/2024-10-27]."),
    Row("edge very", r"{the}{edge} of (?P<which>the|this|last|next) (?P<unit>week|month|quarter|year)(?!\w)", compose.turn,
        "by [the end of the year=2024]."),
    Row("period", r"year[ -]end(?!\w)", compose.turn, "by [year-end=2024]."),
    Row("period", r"[Tt]he (?P<unit>week|weekend|month|year) (?P<way>before last|after next)(?!\w)", compose.turn,
        "in [the week before last=2024-10-07/2024-10-13]."),
    Row("period", r"{the}week (?:of|beginning|starting|ending)(?: on)? {point}", compose.week_of, "in [the week of Oct. 8=2024-10-07/2024-10-13]."),
    Row("now", r"now(?!\w)", compose.now, "between [now and 2030=2024-10-25/2030]."),
    Row("period", r"[Tt]he weekend(?![\w-]| (?:of|after (?:the )?next|before) )", compose.weekend, "over [the weekend=2024-10-19/2024-10-20]."),
    Row("number", r"[Tt]he (?P<day>{n31})(?:st|nd|rd|th)(?=[.,;:)]|\Z)", compose.nth_day, "on [the 12th=2024-10-12]."),
    Row("number", r"{the}(?P<day>{n31})(?:st|nd|rd|th) of (?P<which>this|last|next) month(?!\w)", compose.nth_day,
        "on [the 12th of last month=2024-09-12]."),
    # Counted: so many units before or after now, what was told, or a date.
    Row("number count", r"{count}{unit} (?P<way>{ways})(?!\w)", compose.counted, "died [three weeks ago=2024-10-04]."),
    Row("number count", r"{count}{unit}(?:,|,? and)? (?P<count2>{counts}) (?P<unit2>day|week|month|year)s?(?:(?:,|,? and)? (?P<count3>{counts}) (?P<unit3>day)s?)?"
        r" (?P<way>{ways})(?!\w)", compose.counted, "died [two months and three days ago=2024-08-22]."),
    Row("number count", r"{count}{unit}(?:['’]s? time)?(?!\w)", compose.counted_in, "opens in [two weeks=2024-11-08]."),
    Row("number count", r"{count}{unit} (?P<way>before|after|from|on) {point}", compose.counted, "died [two days after Christmas 2020=2020-12-27]."),
    Row("period", r"[Tt]he (?P<unit>year|month|day|week)[ -](?P<way>ago|earlier|before)(?= (?:period|quarter|month|level|figure)|[.,;]|\Z)",
        compose.counted, "Sales rose from [the year before=2023]."),
    # Feasts and named days.
    Row("feast", r"{feast}(?:,? (?:of |in )?(?P<year>(?:1[5-9]|20)\d\d)(?!\w))?", compose.feast, "on [Christmas Eve 2019=2019-12-24]."),
    Row("which", r"{which} {feast}", compose.feast, "since [last Easter=2024-03-31]."),
)  # fmt: skip
"""The forms."""
