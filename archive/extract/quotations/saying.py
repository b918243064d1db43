"""Verbs and phrases of saying, in every form, with what each may introduce.

The verbs stand in `data/words/saying.txt`, with what each of the seven kinds is.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from archive.text.wordlists import lines, words

CueKind = Literal["say", "speak", "tell", "vow", "name", "judge", "act"]
Form = Literal["past", "third", "base", "ing", "participle"]


class Cue(NamedTuple):
    """One form of a verb of saying."""

    verb: str
    kind: CueKind
    form: Form
    """`past` serves as participle too, unless the verb has one of its own."""
    is_noun: bool
    """Whether the form is also a noun: "claims", "report"."""


_KINDS: Final[tuple[CueKind, ...]] = get_args(CueKind)
_VOWELS: Final = "aeiou"

PLATFORMS: Final = words("saying_cues", "platforms")
UTTERANCES: Final = words("saying_cues", "utterances")


def contracted(section: str) -> frozenset[str]:
    """Function words of a section, with either apostrophe: "don't", "don’t"."""
    return frozenset(form for word in words("function_words", section) for form in (word, word.replace("'", "’")))


def _forms(entry: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, participle and -ing form of a table's entry."""
    base, *given = entry.replace("*", "").replace("+", "").split("/")
    stem = base + base[-1] if "+" in entry else base
    y_ending = base.endswith("y") and base[-2] not in _VOWELS
    if given:
        third, past = given[0], given[1]
    else:
        sibilant = base.endswith(("s", "sh", "ch", "x", "z"))
        third = f"{base[:-1]}ies" if y_ending else f"{base}es" if sibilant else f"{base}s"
        past = f"{base[:-1]}ied" if y_ending else f"{base}d" if base.endswith("e") else f"{stem}ed"
    participle = given[2] if len(given) > 2 else past
    dropped = base[:-1] if base.endswith("e") and not base.endswith("ee") else stem
    ing = given[3] if len(given) > 3 else f"{dropped}ing"
    return base, third, past, participle, ing


def _table() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for kind in _KINDS:
        for entry in " ".join(lines("saying", kind)).split():
            is_noun = "*" in entry
            base, third, past, participle, ing = _forms(entry)
            forms: list[tuple[Form, str]] = [("base", base), ("third", third), ("past", past), ("ing", ing)]
            if past == base:
                forms.reverse()  # "put" is rather the past
            for form, word in forms:
                table.setdefault(word, Cue(base, kind, form, is_noun and form in {"base", "third"}))
            table.setdefault(participle, Cue(base, kind, "participle", is_noun=False))
    table["labeled"], table["labeling"] = table["labelled"], table["labelling"]
    return table


CUES: Final = _table()
"""Every form in lower case."""
