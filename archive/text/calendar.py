"""The words of the calendar: months and weekdays in the languages of common news sites, small numbers in English.

Names are keyed as `fold` leaves them, without accents and case. A word that means different months in different
languages (Croatian and Polish `listopad`) stands for the language with more news pages.
"""

from __future__ import annotations

from typing import Final

from archive.text.folding import fold

MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_MONTHS: Final = tuple(name[:3] for name in MONTH_NAMES)
"""The first three letters of English months: Jan to Dec."""

_MONTHS: Final = (
    "january jan januari januar jänner janvier janv enero ene janeiro gennaio gen stycznia styczeń sty января "
    "январь янв січня січень січ ledna leden ianuarie ocak oca januarja jaenner tammikuuta "
    "يناير",
    "february feb februari februar février févr fev febrero febr fevereiro febbraio lutego luty lut лютого "
    "лютий лют февраля февраль фев февр února únor februarie şubat helmikuuta feber فبراير",
    "march mar maart mrt märz maerz mrz mars marzo março marco marca marzec марта март мар березня "
    "березень бер března březen martie mart maret maaliskuuta marts مارس",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр квітня квітень квіт кві "
    "dubna duben aprilie nisan nis huhtikuuta أبريل",
    "may mei mai mayo maio maggio mag maja maj мая май травня травень трав тра května květen mayıs toukokuuta مايو",
    "june jun juni juin junio junho giugno giu czerwca czerwiec cze июня июнь июн червня червень черв чер "
    "června červen iunie haziran haz kesäkuuta يونيو",
    "july jul juli juillet juil julio julho luglio lug lipca lipiec lip июля июль июл липня липень лип "
    "července červenec iulie temmuz tem heinäkuuta يوليو",
    "august aug augustus août agosto ago sierpnia sierpień sie августа август авг серпня серпень серп сер "
    "srpna srpen augusti ağustos agu agustus elokuuta avgust أغسطس",
    "september sept sep septembre septiembre setiembre setembro set settembre września wrzesień wrz "
    "сентября сентябрь сен сент вересня вересень вер září septembrie eylül eyl syyskuuta سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott października październik paź "
    "октября октябрь окт жовтня жовтень жовт жов října říjen octombrie ekim eki lokakuuta أكتوبر",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя нояб листопада "
    "листопад лист лис listopadu noiembrie kasım kas marraskuuta نوفمبر",
    "december dec dezember dez décembre diciembre dic dezembro dicembre grudnia grudzień gru декабря "
    "декабрь дек грудня грудень груд гру prosince prosinec decembrie aralık ara joulukuuta desember des "
    "ديسمبر",
)

MONTHS: Final = {fold(name): month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
"""Month (1 to 12) by folded name or usual abbreviation, in all languages known."""
MONTH_SPELLINGS: Final = frozenset(name for names in _MONTHS for name in names.split())
"""The same names as they are written, in lower case."""

ANY_MONTH: Final = "(?:" + "|".join(sorted(MONTH_SPELLINGS | MONTHS.keys(), key=len, reverse=True)) + ")"
"""A regular expression for any of them, with and without its accents."""

ENGLISH_MONTHS: Final = {name.lower(): month for month, name in enumerate(SHORT_MONTHS, 1)}
"""Month (1 to 12) by the first three letters of its English name, in lower case."""
ENGLISH_MONTH: Final = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|jun(?:e|\.)?|jul(?:y|\.)?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
"""A regular expression for the name of a month in English, or its abbreviation, in lower case."""
ENGLISH_MONTH_WORDS: Final = frozenset((*map(str.lower, MONTH_NAMES), *ENGLISH_MONTHS, "sept"))
"""English months and their abbreviations, in lower case, without full stops."""

WEEKDAYS: Final = {name[:3].lower(): day for day, name in enumerate(DAY_NAMES)}
"""Weekday (Monday is 0) by the first three letters of its English name, in lower case."""
ENGLISH_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs|r)?|fri|sat(?:ur)?|sun)"
"""A regular expression for what stands before "day" in the name of a weekday in English, or alone, in lower case."""

_DAYS: Final = (
    "montag lunes lundi lunedì segunda poniedziałek понедельник понеділок",
    "dienstag martes mardi martedì terça wtorek вторник вівторок",
    "mittwoch miércoles mercredi mercoledì quarta środa среда середа",
    "donnerstag jueves jeudi giovedì quinta czwartek четверг четвер",
    "freitag viernes vendredi venerdì sexta piątek пятница п'ятниця",
    "samstag sábado samedi sabato sobota суббота субота",
    "sonntag domingo dimanche domenica niedziela воскресенье неділя",
)
ANY_DAY: Final = "(?:" + "|".join((f"{ENGLISH_DAY}(?:day)?", *" ".join(_DAYS).split())) + ")"
"""A regular expression for the name of a weekday in the languages of common news sites, in lower case."""
WEEKDAY_WORDS: Final = {
    **{name.lower(): day for day, name in enumerate(DAY_NAMES)},
    **{name[:3].lower(): day for day, name in enumerate(DAY_NAMES)},
    **{fold(name): day for day, names in enumerate(_DAYS) for name in names.split()},
}
"""Weekday (Monday is 0) by its folded name in the same languages, and by its English abbreviation."""

_NUMBERS = (
    "zero|a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty"
)
NUMBERS: Final = {word: n for n, words in enumerate(_NUMBERS.split("|")) for word in words.split()}
"""Small numbers by their English words, `a` and `an` for one."""

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    "twentieth",
)
ORDINALS: Final = {
    **dict(zip(_ORDINALS, range(1, 21), strict=True)),
    **{f"twenty-{word}": 20 + n for n, word in enumerate(_ORDINALS[:9], 1)},
    "thirtieth": 30,
    "thirty-first": 31,
}
"""The ordinal numbers of the days of a month by their English words."""
