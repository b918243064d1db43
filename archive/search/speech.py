"""Quotations in SQL: which of them hold a word, are somebody's, or are about somebody.

Each piece is written of a quotation `q`, and takes the names of its parameters. A word is sought as everywhere, by the
full-text index, with its stems and folded letters; where in a text it stands, `highlight` tells, and a match counts if
it lies within the quotation's span. No function of our own is needed: the statements run in any SQLite with FTS5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = "select distinct snippet_id as id from quotations"
"""Snippets with a quotation."""
ALL_GAUGE = "select 1 from quotations"

_OPEN, _CLOSE = "char(1)", "char(2)"  # no text holds these: normalising takes control characters out
_JOINTLY = "m.snippet_id = q.snippet_id and m.start > q.speaker_start and m.start < q.speaker_start + length(q.speaker)"
_SPEAKING = "exists (select 1 from quotations q where q.snippet_id = f.rowid{also})"
_WORDS = f"""
  with recursive matches (id, rest, stop, start) as (
    select f.rowid, highlight(snippets_fts, 1, {_OPEN}, {_CLOSE}), 0, -1
    from snippets_fts f
    where snippets_fts match {{match}}{{within}} and {_SPEAKING}
    union all
    select id, substr(rest, instr(rest, {_CLOSE}) + 1),
           stop + instr(rest, {_CLOSE}) - 2, stop + instr(rest, {_OPEN}) - 1
    from matches where instr(rest, {_OPEN}) > 0
  )
  select distinct q.snippet_id, q.start
  from matches cross join quotations q on q.snippet_id = matches.id
  where matches.start >= q.start and matches.stop <= q.stop{{also}}"""


def holding(match: str, also: str | None = None, within: str | None = None) -> str:
    """The select of the quotations (snippet_id, start) that hold what an FTS5 expression of `text` finds.

    `also` is what else `q` must fulfil; `within` an expression that leaves fewer texts to look at.
    """
    fewer = f" and +f.rowid in (select rowid from snippets_fts where snippets_fts match {within})" if within else ""
    return _WORDS.format(match=match, also=_and(also), within=fewer)


def holding_literal(literal: str, also: str | None = None) -> str:
    """The select of the quotations (snippet_id, start) that hold a text as it stands."""
    return f"select q.snippet_id, q.start from quotations q where instr(q.quote, {literal}) > 0{_and(also)}"


def holding_gauge(match: str, also: str | None = None) -> str:
    """A select of a row for each snippet that has a quotation and, somewhere in its text, the words."""
    speaking = _SPEAKING.format(also=_and(also))
    return f"select 1 from snippets_fts f where snippets_fts match {match} and {speaking}"


def by_entities(wanted: str) -> str:
    """The test that an entity speaks, alone or with others; `wanted` is what the number must fulfil: `= :by`."""
    named = f"select 1 from mentions m where {_JOINTLY} and m.entity_id {wanted}"
    return f"(q.speaker_id {wanted} or (instr(q.speaker, ' and ') and exists ({named})))"


def snippets_by(wanted: str) -> str:
    """The select of the snippets (id) in which an entity speaks."""
    return (
        f"select snippet_id as id from quotations where speaker_id {wanted}"
        " union all select q.snippet_id from quotations q indexed by quotations_joint"
        f" cross join mentions m on {_JOINTLY} where instr(q.speaker, ' and ') and m.entity_id {wanted}"
    )


def by_words(texts: str) -> str:
    """The test that the speaker is no entity, but written so or wears such a role; `texts` is a JSON array."""
    written = f"(select value from json_each({texts}))"
    return (
        f"(q.speaker_id is null and q.speaker in {written} or exists (select 1 from mentions r"
        f" where r.snippet_id = q.snippet_id and r.start = q.speaker_start and r.role in {written}))"
    )


def by_words_list(texts: str) -> str:
    """The select of the snippets (id) in which somebody speaks who is called so, or wears such a role."""
    written = f"(select value from json_each({texts}))"
    return (
        f"select snippet_id as id from quotations where speaker_id is null and speaker in {written}"
        " union select q.snippet_id"
        " from mentions r cross join quotations q on q.snippet_id = r.snippet_id and q.speaker_start = r.start"
        f" where r.role in {written}"
    )


def naming(wanted: str) -> str:
    """The test that an entity is mentioned within the quotation."""
    return (
        "exists (select 1 from mentions m where m.snippet_id = q.snippet_id and m.start >= q.start"
        f" and m.start < q.stop and m.entity_id {wanted})"
    )


def naming_list(wanted: str, also: str | None = None) -> str:
    """The select of the quotations (snippet_id, start) within which an entity is mentioned."""
    return (
        "select q.snippet_id, q.start from mentions m cross join quotations q on q.snippet_id = m.snippet_id"
        f" and m.start >= q.start and m.start < q.stop where m.entity_id {wanted}{_and(also)}"
    )


def among(quotations: str) -> str:
    """The test that `q` is one of the quotations of a select, which is made once: hence the plus signs."""
    return f"(+q.snippet_id, +q.start) in ({quotations})"


def snippets_of(quotations: str) -> str:
    """The select of the snippets (id, each once) of such a select."""
    return f"select distinct snippet_id as id from ({quotations})"


def all_of(quotations: Sequence[str]) -> str:
    """The select of the quotations that are in every one of some selects."""
    return quotations[0] if len(quotations) == 1 else _joined("intersect", quotations)


def either(quotations: Sequence[str]) -> str:
    """The select of the quotations that are in any of some selects."""
    return quotations[0] if len(quotations) == 1 else _joined("union", quotations)


def any_of(tests: Sequence[str]) -> str | None:
    """The test that one of several holds; None for none."""
    return (tests[0] if len(tests) == 1 else f"({' or '.join(tests)})") if tests else None


def _joined(how: str, quotations: Sequence[str]) -> str:
    return f"\n  {how} ".join(f"select * from ({one})" for one in quotations)


def _and(test: str | None) -> str:
    return f" and {test}" if test else ""
