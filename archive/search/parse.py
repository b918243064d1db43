"""Reading a query: any text whatsoever becomes a tree, or a SearchError that says how to write it.

The language, loosest first:

    query   = all ("OR" all)*                       a b OR c is (a b) OR c
    all     = item (["AND"] item)*
    item    = ["-" | "NOT"] ( "(" query ")" | NEAR(word "a phrase" begin*, 5) | SOME(word "a phrase" begin*, 2)
                              | [field ":"] value )
    value   = word | "a phrase" | begin* | "a phr"* | after a field also "(" query ")", 'a phrase', Oct 24, 2024

People type half of that, and paste the rest. So whatever can be understood is mended, with a note: a quote that is
not closed, a parenthesis too many, a lone minus, OR with nothing beside it. In a short query, and beside fields, the
small words join as the large ones do: `grain or wheat`, `grain and wheat`, `grain and not wheat`; in a long one, which
is a sentence that was pasted, they are words. An error is raised only where a guess would answer another question: a
date that is none, an unknown `is:`, a query beyond all size. Nothing here knows SQL.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from archive.errors import SearchError
from archive.search.days import ends_in_day, is_day_value, is_exact, possible_days
from archive.search.fields import checked, field_called, is_field, is_possible, nearest_field
from archive.search.query import (
    COLUMNS,
    DAYS,
    FIELD_NAME,
    LOOKED_UP,
    QUOTES,
    And,
    Column,
    Field,
    Filter,
    Near,
    Node,
    Not,
    Or,
    Query,
    Some,
    Term,
    is_day_in_digits,
    join,
    leaves,
    unparse,
)
from archive.search.typed import cleaned, is_composed, is_searchable, shown

MAX_LENGTH = 10_000
MAX_TERMS = 250
MAX_DEPTH = 20
NEAR_DISTANCE = 10
MAX_DISTANCE = 1_000

_FIELD = re.compile(rf"({FIELD_NAME}):(?!//)")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(rf"[^\s(){QUOTES}]+")
_WORDS = re.compile(rf"[^(){QUOTES}]+")
_PHRASE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)([{QUOTES}]?)(\*?)")
_NEAR_PART = re.compile(rf"{_PHRASE.pattern}|[^\s,(){QUOTES}]+|,")
_NEAR_END = re.compile(r"\)|$")
_SINGLE = re.compile(rf"['‘‚]([^{QUOTES}()]+?)['’‘](?!\w)")
_SPOKEN = re.compile(
    r"or(?= [^)])|(?:and|but) not(?= [^)])|and(?= [^)])|not(?= (?:\(|[" + QUOTES + rf"]|{FIELD_NAME}:\S))"
)
_LIST = re.compile(r"(?<=[^\W\d_])[,;](?=[^\W\d_])")
_NUMBERS = re.compile(r"#\d{1,18}(?: #\d{1,18})*", re.ASCII)
_DAY_WORDS = 6
"""Words of a day at most, such as 'from 3 to 5 October 2024'."""

WORD_FORMS = 'Search for words, "a phrase", begin*, person:name, outlet:name, on:2024-10.'
"""How to write a query, in a sentence: for messages."""


def parse(text: str) -> Query:
    """Read a query: whatever a person typed."""
    clean = cleaned(text)
    if len(clean) > MAX_LENGTH:
        raise SearchError(
            f"The query has {len(clean):,} characters; {MAX_LENGTH:,} is the most. Search for its rarer words instead."
        )
    reader = _Reader(clean, is_composed=is_composed(clean))
    root = reader.numbers() or reader.query(None, 0)
    if root is None and clean:
        raise SearchError(f"There is nothing to search for in {shown(clean)}. {WORD_FORMS}")
    if sum(len(one.terms) if isinstance(one, Near | Some) else 1 for one in leaves(root)) > MAX_TERMS:
        raise SearchError(f"The query has more than {MAX_TERMS} terms. Search for its rarer words instead.")
    return Query(clean, root, reader.all_notes())


@dataclass(slots=True)
class _Reader:
    """A place in the text, and the notes made on the way there."""

    text: str
    is_composed: bool = True
    """Whether small words may be operators."""
    at: int = 0
    notes: dict[str, None] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    def is_done(self) -> bool:
        self.skip_space()
        return self.at >= len(self.text)

    def skip_space(self) -> None:
        while self.text.startswith(" ", self.at):
            self.at += 1

    def note(self, sentence: str) -> None:
        self.notes[sentence] = None

    def all_notes(self) -> tuple[str, ...]:
        if not self.dropped:
            return tuple(self.notes)
        left_out = " ".join(dict.fromkeys(self.dropped))
        return (*self.notes, f"Left out, for want of a letter or digit: {shown(left_out)}.")

    def numbers(self) -> Node | None:
        """The snippets of a query that is their numbers alone, as lists show them: #3."""
        if not _NUMBERS.fullmatch(self.text):
            return None
        root = join(Or, [checked(Filter("id", number)) for number in dict.fromkeys(self.text.split())])
        self.note(f"Read as {shown(unparse(root))}, the number of a snippet.")
        return root

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

    def keyword(self, *words: str) -> bool:
        """Take one of the operators, if it stands here by itself."""
        self.skip_space()
        for word in words:
            stop = self.at + len(word)
            if self.text.startswith(word, self.at) and (stop == len(self.text) or self.text[stop] in f" (){QUOTES}"):
                self.at = stop
                return True
        return False

    def query(self, within: Field | Column | None, depth: int) -> Node | None:
        """Read alternatives up to the end or a closing parenthesis; plain values belong to the field `within`."""
        if depth > MAX_DEPTH:
            raise SearchError(f"Parentheses are nested more than {MAX_DEPTH} deep. Write the query without some.")
        parts: list[Node | None] = []
        is_mixed = False
        while not parts or self.is_or():
            node, is_bare_and = self.all_of(within, depth)
            parts.append(node)
            is_mixed |= is_bare_and
        if len(parts) > 1 and None in parts:
            self.note("An OR with nothing to search for beside it was left out.")
        root = join(Or, [node for node in parts if node is not None])
        if is_mixed and isinstance(root, Or):
            self.note(f"Read as {shown(unparse(root))}: OR joins whole groups; parentheses say otherwise.")
        return root

    def is_or(self) -> bool:
        return self.keyword("OR", "|", "||") or self.spoken("or")

    def all_of(self, within: Field | Column | None, depth: int) -> tuple[Node | None, bool]:
        """Read items that must all match; also say whether several of them stand there without parentheses."""
        found: list[Node] = []
        while not self.is_done():
            before = self.at
            if self.text[self.at] == ")":
                if depth:
                    break
                self.note("A closing parenthesis without an opening one was left out.")
                self.at += 1
                continue
            if self.keyword("OR", "|", "||") or (found and self.spoken("or")):
                self.at = before
                break
            if self.keyword("AND", "&&", "&") or (found and self.spoken("and")):
                continue
            node = self.item(within, depth)
            if node is not None:
                found.append(node)
        return join(And, found), len(found) > 1

    def item(self, within: Field | Column | None, depth: int) -> Node | None:
        is_negated = self.negation()
        if self.is_done() or self.text[self.at] == ")":
            if is_negated:
                self.note("A NOT or minus with nothing after it was left out.")
            return None
        node = self.primary(within, depth)
        if node is None or not is_negated:
            return node
        return node.node if isinstance(node, Not) else Not(node)

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

    def primary(self, within: Field | Column | None, depth: int) -> Node | None:
        char = self.text[self.at]
        if char == "(":
            return self.group(within, depth)
        if (quoted := self.quoted("‘‚", " ")) is not None:
            return self.leaf(*quoted, within)
        if self.text.startswith(("NEAR(", "SOME("), self.at):
            return self.near(within)
        name = _FIELD.match(self.text, self.at)
        if name and is_field(name[1]):
            return self.field_value(name, within, depth)
        return self.word(within)

    def group(self, within: Field | Column | None, depth: int) -> Node | None:
        self.at += 1
        node = self.query(within, depth + 1)
        if self.is_done():
            self.note("A parenthesis was not closed: it is read as closed at the end.")
        else:
            self.at += 1
        return node

    def quoted(self, singles: str, needed: str = "") -> tuple[str, bool] | None:
        """Take a phrase in quotation marks; in some single ones too, where these close and it holds what is needed."""
        char = self.text[self.at : self.at + 1]
        if char and char in QUOTES:
            return self.phrase()
        single = _SINGLE.match(self.text, self.at) if char and char in singles else None
        if single is None or needed not in single[1]:
            return None
        self.at = single.end()
        return _term_text(single[1])

    def phrase(self) -> tuple[str, bool]:
        found = _PHRASE.match(self.text, self.at)
        assert found is not None  # noqa: S101 - the caller saw the quote
        self.at = found.end()
        if not found[2]:
            self.note("A quote was not closed: the phrase is read up to the end.")
        return _term_text(found[1], bool(found[3]))

    def word(self, within: Field | Column | None) -> Node | None:
        found = _WORD.match(self.text, self.at)
        assert found is not None  # noqa: S101 - the caller saw neither space, parenthesis nor quote
        if _LIST.search(found[0]):  # musk,woodward
            self.at = found.end()
            return join(And, list(filter(None, (self.leaf(*_term_text(one), within) for one in _LIST.split(found[0])))))
        self.at = found.end()
        word = found[0].lstrip("+")
        inner = word.rstrip("*")
        if "*" in inner and is_searchable(inner):
            self.note(f"A * counts only at the end of a word: it was left out of {shown(word)}.")
        if (name := _FIELD.match(inner)) and is_searchable(inner[name.end() :]):
            nearest = nearest_field(name[1])
            hint = f" Did you mean {nearest}:?" if nearest else ""
            self.note(f"{name[1]}: is no field, so {shown(inner)} is searched for as words.{hint}")
        if within is None and self.is_composed and is_day_in_digits(inner):
            if is_day_value(inner):
                self.note(f"Read {shown(inner)} as a day; in quotation marks it is searched for.")
                return self.leaf(inner, False, "on")
            if days := possible_days(inner):
                asked = " or ".join(f"on:{day}" for day in days)
                self.note(f"{shown(inner)} may be {asked}, so it is searched for as words.")
        return self.leaf(*_term_text(word), within)

    def field_value(self, name: re.Match[str], within: Field | Column | None, depth: int) -> Node | None:
        """Read what follows `field:`; after a space, the next word is taken where that makes sense."""
        colon = name.end()
        self.at = colon
        is_spaced = self.text.startswith(" ", colon)
        self.skip_space()
        following = _WORD.match(self.text, self.at)
        phrase = _PHRASE.match(self.text, self.at) or _SINGLE.match(self.text, self.at)
        ahead = phrase[1] if phrase else following[0] if following else ""
        key = self.field_named(name[1], _term_text(ahead)[0])
        if key in COLUMNS and self.text.startswith("NEAR(", self.at):
            return self.near(key)
        if self.text[self.at : self.at + 1] == "(":
            if not is_spaced:
                return self.group(key, depth)
        elif (quoted := self.quoted("" if is_spaced else "'‘‚")) is not None:
            return self.leaf(*quoted, key)
        elif following and not (is_spaced and _is_operator(following[0])):
            run = self.day_run() if key in DAYS else None
            value, is_prefix = _term_text((run or following[0]).rstrip(",;"))
            stop = self.at + len(run or following[0])
            if not is_spaced:
                self.at = stop
                return self.leaf(value, is_prefix, key)
            if is_possible(key, value) and (key in DAYS or name[1].lower() == key):
                self.at = stop
                self.note(f"{name[1]}: is read with the word after it; write it without a space: {name[1]}:{value}")
                return self.leaf(value, is_prefix, key)
        self.at = colon
        self.note(f"{name[0]} has no value, so {shown(name[1])} is searched for as a word.")
        return self.leaf(name[1], False, within)

    def field_named(self, name: str, value: str) -> Field | Column:
        """The field of a name that is one; what is said in two ways is told."""
        key = field_called(name, self.day_run() or value)
        assert key is not None  # noqa: S101 - the caller asked
        if key != name.lower() and name.lower() == "from":
            self.note(f"{name}: is read as {key}:.")
        return key

    def day_run(self) -> str | None:
        """The words here that are a day together, as many as are: 'Oct 24, 2024'."""
        words = list(itertools.islice(_WORD.finditer(self.text, self.at), _DAY_WORDS))
        if not words or words[0].start() != self.at or is_exact(words[0][0]):
            return None
        for last in reversed(words[1:]):
            run = self.text[self.at : last.end()]
            if _WORDS.fullmatch(run) and is_day_value(run.rstrip(",;")) and ends_in_day(run):
                return run
        return None

    def leaf(self, text: str, is_prefix: bool, within: Field | Column | None) -> Node | None:
        """Make a term or filter of a value; one that holds nothing to be found is noted and dropped."""
        if not is_searchable(text):
            self.dropped.append(text or '""')
            return None
        match within:
            case None:
                return Term(text, is_prefix)
            case "title" | "text" | "said":
                return Term(text, is_prefix, within)
            case _:
                return self.filter(within, text, is_prefix and within in LOOKED_UP)

    def filter(self, within: Field, text: str, is_prefix: bool) -> Filter:
        kept = checked(Filter(within, text, is_prefix))
        if within in DAYS and kept.value != text.lower() and not is_exact(text):
            self.note(f"{within}:{shown(text)} is read as {unparse(kept)}.")
        return kept

    def near(self, within: Field | Column | None) -> Node | None:
        """Read NEAR(one "two three" fo*, 5), or SOME( of the same form."""
        is_some = self.text.startswith("SOME(", self.at)
        self.at += len("NEAR(")
        parts: list[Term | None] = []  # None is a comma
        stop = self.at
        for part in _NEAR_PART.finditer(self.text, self.at):
            if ")" in self.text[stop : part.start()]:
                break
            stop = part.end()
            if part[0] == ",":
                parts.append(None)
                continue
            text, is_prefix = _term_text(part[1], bool(part[3])) if part[1] is not None else _term_text(part[0])
            parts.append(Term(text, is_prefix))
        end = _NEAR_END.search(self.text, stop)
        self.at = end.end() if end else len(self.text)
        if not (end and end[0]):
            self.note(f"{'SOME' if is_some else 'NEAR'}( was not closed: it is read up to the end.")
        distance = self.near_distance(parts, 2 if is_some else NEAR_DISTANCE)
        column: Column | None = within if within in COLUMNS else None
        terms = [replace(term, column=None) for term in parts if term is not None and self.has_words(term)]
        terms = list(dict.fromkeys(terms)) if is_some else terms
        if len(terms) > 1 and is_some:
            named = tuple(replace(term, column=column if column != "said" else None) for term in terms)
            return Some(named, min(max(1, distance), len(named)))
        if len(terms) > 1:
            return Near(tuple(terms), distance, column)
        return replace(terms[0], column=column) if terms else None

    def near_distance(self, parts: list[Term | None], usual: int) -> int:
        """Take the number off the end of NEAR's parts."""
        match parts:
            case [*_, None, Term(text)] if text.isdecimal():
                del parts[-2:]
                return min(int(text), MAX_DISTANCE)
            case [*_, None, Term(text)] if len(parts) > 2:
                self.note(f"NEAR takes a number of words after its comma, as in NEAR(a b, 5); {usual} is used.")
        return usual

    def has_words(self, term: Term) -> bool:
        if not is_searchable(term.text):
            self.dropped.append(term.text or '""')
        return is_searchable(term.text)


def _term_text(raw: str, is_prefix: bool = False) -> tuple[str, bool]:
    """A term's text without stars and needless white space, and whether it ended with a star."""
    return _SPACE.sub(" ", raw.replace("*", " ")).strip(), is_prefix or raw.rstrip().endswith("*")


def _is_operator(word: str) -> bool:
    return word in ("OR", "AND", "NOT", "|", "-") or bool(_FIELD.match(word))
