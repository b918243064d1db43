"""The fields of a query: what people call them, and which values they take."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from archive.errors import SearchError
from archive.search.days import is_day_value, possible_days, settled
from archive.search.query import (
    COLUMNS,
    DAYS,
    FIELDS,
    KINDS,
    LOOKED_UP,
    STATES,
    And,
    Column,
    Field,
    Filter,
    Query,
    join,
    unparse,
)
from archive.text.wordlists import spellings

NAMES: dict[str, Field | Column] = {
    **{name: name for name in (*FIELDS, *COLUMNS)},
    **{other: cast("Field | Column", name) for other, name in spellings("search_fields", "fields").items()},
}
"""Fields by all their names, in lower case."""
FROM = "from"
"""A day, or an outlet: its value tells."""
_LANGUAGES = spellings("search_fields", "languages")
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?")
_NUMBER = re.compile(r"#?0*(\d{1,18})", re.ASCII)


def field_called(name: str, value: str) -> Field | Column | None:
    """The field of that name, for a value; None for no field."""
    lowered = name.lower()
    if lowered == FROM:
        return "after" if is_day_value(value) else "outlet"
    if lowered == "is" and value.lower().removesuffix("s") in KINDS:
        return "kind"
    return NAMES.get(lowered)


def is_field(name: str) -> bool:
    """Whether a field is called so."""
    return name.lower() in NAMES or name.lower() == FROM


def nearest_field(name: str) -> str | None:
    """The field whose name is most like one that is none."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    best = process.extractOne(name.lower(), list(NAMES), scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return best[0] if best else None


def is_possible(field: Field | Column, value: str) -> bool:
    """Whether a field takes a value."""
    if field in DAYS:
        return is_day_value(value)
    match field:
        case "is":
            return value.lower() in STATES
        case "kind":
            return value.lower().removesuffix("s") in KINDS
        case "lang":
            return _language(value) is not None
        case "id":
            return _NUMBER.fullmatch(value) is not None
    return True


def checked(term: Filter) -> Filter:
    """The filter with its value as it is kept.

    Raises:
        SearchError: The field has fixed values and this is none of them.
    """
    field, value = term.field, term.value
    if field in (*LOOKED_UP, "url"):
        return term
    if not is_possible(field, value):
        raise SearchError(_refused(field, value))
    kept: str | None = value.lower()
    if field in DAYS:
        kept = settled(value)
    elif field == "kind":
        kept = value.lower().removesuffix("s")
    elif field == "lang":
        kept = _language(value)
    elif field == "id" and (number := _NUMBER.fullmatch(value)):
        kept = number[1]
    return replace(term, value=kept or value)


def within(query: Query, *, since: str | None = None, until: str | None = None, before: str | None = None) -> Query:
    """A query of some days alone: from one on, to another, which count, or before one; each a prefix date or a word.

    Raises:
        SearchError: One of these is no date.
    """
    given: dict[Field, str | None] = {"after": since, "until": until, "before": before}
    days = [checked(Filter(field, value.strip())) for field, value in given.items() if value and value.strip()]
    if not days:
        return query
    root = join(And, [*([query.root] if query.root else []), *days])
    return replace(query, text=unparse(root), root=root)


def _language(value: str) -> str | None:
    lowered = value.lower().replace("_", "-")
    return _LANGUAGES.get(lowered) or (lowered if _CODE.fullmatch(lowered) else None)


def _refused(field: Field, value: str) -> str:
    shown = value if len(value) <= 60 else value[:59] + "…"
    written = f"{field}:“{shown}”"
    match field:
        case "is" | "kind":
            known = ", ".join(f"{field}:{one}" for one in (STATES if field == "is" else KINDS))
            return f"{written} is not known. Write one of {known}."
        case "lang":
            return f"{written} is no language. Write its code, such as lang:en, or its name in English."
        case "id":
            return f"{written} is no number of a snippet. Write id:3."
    if days := possible_days(value):
        return (
            f"{written} may be one of two days. Write the year first: {' or '.join(f'{field}:{day}' for day in days)}."
        )
    return (
        f"{written} is no date of the calendar. Write {field}:2024, {field}:2024-10, {field}:2024-10-24, a range "
        f'{field}:2024-09-10/2024-09-17, {field}:"Oct 24, 2024", today, yesterday, a weekday or {field}:"last week".'
    )
