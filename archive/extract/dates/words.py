"""The words dates are written with: months in the languages of common news sites, weekdays and numbers.

Names are keyed as `fold` leaves them: without accents and case. A word that means different months in
different languages (Croatian and Polish `listopad`) stands for the language with more news pages.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word without accents and case, the form in which names are looked up."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("ı", "i")


# One entry a month; English, Germanic, Romance, Slavic and a few others.
_MONTH_NAMES: Final = (
    "january jan januari januar jänner janvier janv enero ene janeiro gennaio gen stycznia styczeń sty января "
    "январь янв січня січень січ ledna leden ianuarie ocak oca januarja jaenner tammikuuta "
    "يناير",
    "february feb februari februar février févr fev febrero febr fevereiro febbraio lutego luty lut лютого "
    "лютий лют февраля февраль фев февр února únor februarie şubat helmikuuta feber فبراير",
    "march mar maart mrt märz maerz mrz mars marzo março marco marca marzec марта март мар березня "
    "березень бер března březen martie mart maret maaliskuuta marts مارس",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр квітня квітень кві "
    "dubna duben aprilie nisan nis huhtikuuta أبريل",
    "may mei mai mayo maio maggio mag maja maj мая май травня травень трав тра května květen mayıs toukokuuta مايو",
    "june jun juni juin junio junho giugno giu czerwca czerwiec cze июня июнь июн червня червень чер "
    "června červen iunie haziran haz kesäkuuta يونيو",
    "july jul juli juillet juil julio julho luglio lug lipca lipiec lip июля июль июл липня липень лип "
    "července červenec iulie temmuz tem heinäkuuta يوليو",
    "august aug augustus août agosto ago sierpnia sierpień sie августа август авг серпня серпень сер "
    "srpna srpen augusti ağustos agu agustus elokuuta avgust أغسطس",
    "september sept sep septembre septiembre setiembre setembro set settembre września wrzesień wrz "
    "сентября сентябрь сен сент вересня вересень вер září septembrie eylül eyl syyskuuta سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott października październik paź "
    "октября октябрь окт жовтня жовтень жов října říjen octombrie ekim eki lokakuuta أكتوبر",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя нояб листопада "
    "листопад лис listopadu noiembrie kasım kas marraskuuta نوفمبر",
    "december dec dezember dez décembre diciembre dic dezembro dicembre grudnia grudzień gru декабря "
    "декабрь дек грудня грудень гру prosince prosinec decembrie aralık ara joulukuuta desember des "
    "ديسمبر",
)

MONTHS: Final = {fold(name): month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
"""Month (1 to 12) by folded name or usual abbreviation, in all languages known."""

MONTH_SPELLINGS: Final = frozenset(name for names in _MONTH_NAMES for name in names.split())
"""The same names as they are written, in lower case."""

_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec"
ENGLISH_MONTHS: Final = {name: month for month, name in enumerate(_ENGLISH.split(), 1)}
"""Month (1 to 12) by the first three letters of its English name, in lower case."""

_WEEK = "mon tue wed thu fri sat sun"
WEEKDAYS: Final = {name: day for day, name in enumerate(_WEEK.split())}
"""Weekday (Monday is 0) by the first three letters of its English name, in lower case."""

_NUMBERS = (
    "zero|a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty"
)
NUMBERS: Final = {word: n for n, words in enumerate(_NUMBERS.split("|")) for word in words.split()}
"""Small numbers by their English words, `a` and `an` for one."""
