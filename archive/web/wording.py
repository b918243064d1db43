"""What the pages say: dates, numbers and rules in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.extract.dates import prefixdate

if TYPE_CHECKING:
    from archive.search import Hit
    from archive.search.beside import Appearance
    from archive.search.offers import Offer

HOW_DATED = prefixdate.HOW_DATED
written = prefixdate.written
HOW_DATED_LONG = {
    "published": "The item came with this date of its own.",
    "text": "The text names this date.",
    "neighbours": "The items around it on the page have dates, and pages are in order.",
    "decision": "A person put this date right.",
    "captured": "The text names no date: it is no later than the day on which the source was captured.",
}
HOW_CAPTURED = {
    "option": "given by whoever ingested it",
    "document": "the document says so itself",
    "name": "from the name of the file",
    "text": "from the dates in the text",
    "file": "the time stamp of the file",
}
NAME_RULES = {
    "alias": "a well-known name of it",
    "alias-weak": "a name that several share; this one is the likeliest",
    "surname": "a well-known surname, and nobody else here bears it",
    "snippet-surname": "a surname whose bearer is named in full in the same text",
    "snippet-forename": "a forename whose bearer is named in full in the same text",
    "snippet-acronym": "an acronym that the same text spells out",
    "snippet-short": "the short form of a name that the same text gives in full",
    "surname-role": "a surname with the office that its bearer held then",
    "full-name": "a name of two words or more, taken as it stands",
    "role": "an office that one person held then",
    "role-here": "an office whose bearer the same text names",
    "role-land": "an office that one person held then in the only country of which the text speaks",
    "spelling": "another spelling of a known name",
    "country-body": "a national body, with its country",
    "body": "a national body without its country: the best-known one",
    "body-open": "a national body: nothing here says of which country",
    "body-archive": "a national body: the archive mostly means this country's",
    "body-source": "a national body: its country is told near it",
    "name": "a name that no table knows, taken as it stands",
    "name-weak": "perhaps no name: nothing here or around says whose",
    "surname-open": "a surname or forename alone: nothing here says whose",
    "name-open": "a name alone that a person or a firm may bear",
    "acronym-open": "an acronym alone: nothing here spells it out",
    "archive": "found because the archive surely names it elsewhere",
    "surname-archive": "a surname alone: the archive mostly means this bearer by it",
    "acronym-archive": "an acronym alone: the archive mostly means this by it",
    "same-person": "another form of the name of a person whom the archive names",
    "surname-source": "a surname alone: this bearer is named in full near it",
    "acronym-source": "an acronym alone: this is named in full near it",
    "decision": "a person has decided so",
}
DATE_RULES = {
    "full": "day, month and year stand in the text",
    "numeric": "a date in figures",
    "month-day": "day and month stand in the text; the year comes from around it",
    "month": "a month",
    "year": "a year",
    "range": "from one date to another",
    "weekday": "a day of the week, counted from the date of the text",
    "relative": "counted from the date of the text",
    "ago": "counted back from the date of the text",
    "season": "a season",
    "quarter": "a quarter of a year",
    "decade": "a decade",
    "feast": "a feast day",
}
KINDS = {"person": "people", "organisation": "organisations", "place": "places"}
"""Kinds of entities, and what several of a kind are called."""
QUOTATION_KINDS = {"direct": "quoted word for word", "fragment": "a few quoted words", "indirect": "said, not quoted"}


class Seen(NamedTuple):
    """Where and when a text appeared, in words: 'Island Post, 25 Oct'."""

    outlet: str
    day: str

    def __str__(self) -> str:
        return ", ".join(filter(None, self))


def elsewhere(hit: Hit) -> tuple[Seen | None, tuple[Seen, ...]]:
    """Which sighting of a hit answers, if its first one does not, and where and when else it appeared."""
    answer = _seen(hit.answer, hit) if hit.answer else None
    return answer, tuple(_seen(one, hit) for one in hit.also if one != hit.answer)


def found_in(answer: Seen | None) -> str:
    """The sighting that answers, as a text alone."""
    if answer is None:
        return ""
    return f"found {'in' if answer.outlet else 'on'} {answer}"


def also(others: tuple[Seen, ...]) -> str:
    """Where and when else a text appeared, as a text alone: the first of these, and how many more."""
    if not others:
        return ""
    return f"also {others[0]}" + (f", and {len(others) - 1:,} more" if len(others) > 1 else "")


def _seen(one: Appearance, hit: Hit) -> Seen:
    """An appearance as it is told beside the first one: a year that is the same goes without saying."""
    year = f" {hit.dated[:4]}" if hit.dated else ""
    return Seen(one.outlet or "", written(one.dated).removesuffix(year) if one.dated else "")


class Offered(NamedTuple):
    """What is offered beside results, as a sentence with a link in it."""

    before: str
    link: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.link}{self.after}"


def offered(offer: Offer) -> Offered:
    """An offer in words: 'Did you mean Ukraine (249)?', '7 more are known only as 2024 · show'."""
    if offer.kind == "spelling":
        meant = offer.words[0] if len(offer.words) == 1 else offer.query
        return Offered("Did you mean ", meant, f" ({offer.count:,})?")
    be = "is" if offer.count == 1 else "are"
    *first, last = map(written, offer.words or [""])
    known = f"{', '.join(first)} or {last}" if first else last
    how = f"{be} known only as {known}" if known else "may be of that time: the day is not known so exactly"
    return Offered(f"{offer.count:,} more {how} · ", "show", "")


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun: '1 snippet', '2,400 snippets'."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def between(first: str | None, last: str | None) -> tuple[str, ...]:
    """From when to when, in words: two dates, one where both are the same, none where nothing is known."""
    if not first or not last:
        return ()
    return tuple(dict.fromkeys((written(first.partition("/")[0]), written(last.rpartition("/")[2]))))


def spanned(first: str | None, last: str | None) -> str:
    """From when to when, as short as can be: '11–14 Oct 2024', '2024 to 17 Oct 2024'; '' where nothing is known."""
    begin, end = (first or "").partition("/")[0], (last or "").rpartition("/")[2]
    return written(f"{begin}/{end}") if begin != end and len(begin) == len(end) else " to ".join(between(first, last))


ABOUT = "≈ "
"""Before a count that is an estimate."""


def about(number: int, *, is_rough: bool) -> str:
    """A count; an estimate says so."""
    return f"{ABOUT}{rounded(number):,}" if is_rough else f"{number:,}"


def estimated(looked_at: int, total: int) -> str | None:
    """The note beside counts that were made in a sample; None where all was counted."""
    if looked_at >= total:
        return None
    return f"Estimates (≈) from {looked_at:,} of {total:,} snippets, spread evenly over the archive."


def size(bytes_: int) -> str:
    """A size in bytes as people say it."""
    amount = float(bytes_)
    for unit in ("bytes", "KB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def rounded(number: int) -> int:
    """An estimate with two digits that mean something."""
    step: int = 10 ** max(0, len(str(number)) - 2)
    return (number + step // 2) // step * step
