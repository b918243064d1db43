"""A place in what was typed: takes what stands there, and notes what it mended on the way."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from archive.search.days import ends_in_day, is_day_value, is_exact
from archive.search.query import FIELD_NAME, QUOTES
from archive.search.typed import is_searchable, shown

WORD = re.compile(rf"[^\s(){QUOTES}]+")
PHRASE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)([{QUOTES}]?)(\*?)")
SINGLE = re.compile(rf"['‘‚]([^{QUOTES}()]+?)['’‘](?!\w)")
"""A phrase in single quotation marks."""
_WORDS = re.compile(rf"[^(){QUOTES}]+")
_SPOKEN = re.compile(
    r"or(?= [^)])|(?:and|but) not(?= [^)])|and(?= [^)])|not(?= (?:\(|[" + QUOTES + rf"]|{FIELD_NAME}:\S))"
)
_DAY_WORDS = 6
"""Words of a day at most, such as 'from 3 to 5 October 2024'."""


@dataclass(slots=True)
class Cursor:
    """A place in the text, and the notes made on the way there."""

    text: str
    is_composed: bool = True
    """Whether small words may be operators."""
    at: int = 0
    notes: dict[str, None] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    def is_done(self) -> bool:
        """Whether nothing but spaces is left; they are skipped."""
        self.skip_space()
        return self.at >= len(self.text)

    def skip_space(self) -> None:
        """Go on to what is no space."""
        while self.text.startswith(" ", self.at):
            self.at += 1

    def note(self, sentence: str) -> None:
        """Tell something, once."""
        self.notes[sentence] = None

    def all_notes(self) -> tuple[str, ...]:
        """What was told, and what was dropped."""
        if not self.dropped:
            return tuple(self.notes)
        left_out = " ".join(dict.fromkeys(self.dropped))
        return (*self.notes, f"Left out, for want of a letter or digit: {shown(left_out)}.")

    def is_kept(self, text: str) -> bool:
        """Whether a text can be found; one that can't is told of at the end."""
        if not is_searchable(text):
            self.dropped.append(text or '""')
            return False
        return True

    def keyword(self, *words: str) -> bool:
        """Take one of the operators, if it stands here by itself."""
        self.skip_space()
        for word in words:
            stop = self.at + len(word)
            if self.text.startswith(word, self.at) and (stop == len(self.text) or self.text[stop] in f" (){QUOTES}"):
                self.at = stop
                return True
        return False

    def spoken(self, *words: str) -> bool:
        """Take a small word that joins, if it stands here between others."""
        self.skip_space()
        found = _SPOKEN.match(self.text, self.at) if self.is_composed and self.at else None
        if found is None or found[0] not in words:
            return False
        self.at = found.end()
        if found[0] != "and":
            meaning = "OR" if found[0] == "or" else "NOT"
            self.note(f"Read “{found[0]}” as {meaning}; in quotation marks it is searched for.")
        return True

    def negation(self) -> bool:
        """Take a minus or NOT, or several: they count as one."""
        is_negated = False
        while not self.is_done():
            if self.keyword("NOT") or self.spoken("not", "and not", "but not"):
                is_negated = True
            elif self.text[self.at] == "-":
                stop = self.at + len(self.text[self.at :]) - len(self.text[self.at :].lstrip("-"))
                is_lone = stop == len(self.text) or self.text[stop] in " )"
                if stop - self.at > 1 and not is_lone:
                    self.note("Several minuses in a row are read as one.")
                if is_lone:
                    self.note("A lone minus was left out; to exclude a word, put the minus right before it.")
                self.at = stop
                is_negated |= not is_lone
            else:
                break
        return is_negated

    def quoted(self, singles: str, needed: str = "") -> tuple[str, bool] | None:
        """Take a phrase in quotation marks; in some single ones too, where these close and it holds what is needed."""
        char = self.text[self.at : self.at + 1]
        if char and char in QUOTES:
            return self.phrase()
        single = SINGLE.match(self.text, self.at) if char and char in singles else None
        if single is None or needed not in single[1]:
            return None
        self.at = single.end()
        return term_text(single[1])

    def phrase(self) -> tuple[str, bool]:
        """Take a phrase in quotation marks, up to the end where they aren't closed."""
        found = PHRASE.match(self.text, self.at)
        assert found is not None  # noqa: S101 - the caller saw the quote
        self.at = found.end()
        if not found[2]:
            self.note("A quote was not closed: the phrase is read up to the end.")
        return term_text(found[1], bool(found[3]))

    def day_run(self) -> str | None:
        """The words here that are a day together, as many as are: 'Oct 24, 2024'."""
        words = list(itertools.islice(WORD.finditer(self.text, self.at), _DAY_WORDS))
        if not words or words[0].start() != self.at or is_exact(words[0][0]):
            return None
        for last in reversed(words[1:]):
            run = self.text[self.at : last.end()]
            if _WORDS.fullmatch(run) and is_day_value(run.rstrip(",;")) and ends_in_day(run):
                return run
        return None


def term_text(raw: str, is_prefix: bool = False) -> tuple[str, bool]:
    """A term's text without stars and needless white space, and whether it ended with a star."""
    return " ".join(raw.replace("*", " ").split()), is_prefix or raw.rstrip().endswith("*")
