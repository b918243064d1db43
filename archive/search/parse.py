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

import re
from dataclasses import replace

from archive.errors import SearchError
from archive.search.cursor import PHRASE, SINGLE, WORD, Cursor, term_text
from archive.search.days import is_day_value, is_exact, possible_days
from archive.search.fields import checked, field_called, is_field, is_possible, nearest_field
from archive.search.query import (
    COLUMNS,
    DAYS,
    LIST,
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
from archive.search.typed import FIELD_START, cleaned, is_composed, is_searchable, shown

MAX_LENGTH = 10_000
MAX_TERMS = 250
MAX_DEPTH = 20
NEAR_DISTANCE = 10
MAX_DISTANCE = 1_000

_NEAR_PART = re.compile(rf"{PHRASE.pattern}|[^\s,(){QUOTES}]+|,")
_NEAR_END = re.compile(r"\)|$")
_NUMBERS = re.compile(r"#\d{1,18}(?: #\d{1,18})*", re.ASCII)

WORD_FORMS = 'Search for words, "a phrase", begin*, person:name, outlet:name, on:2024-10.'
"""How to write a query, in a sentence: for messages."""


def parse(text: str) -> Query:
    """Read a query: whatever a person typed.

    Returns:
        The tree and notes on what was mended; blank text gives the query that matches everything.

    Raises:
        SearchError: Nothing in it can be searched for, a value is impossible, or it is beyond all size.
    """
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


class _Reader(Cursor):
    """The grammar: each method reads what it is named after, from where the cursor stands."""

    def numbers(self) -> Node | None:
        """The snippets of a query that is their numbers alone, as lists show them: #3."""
        if not _NUMBERS.fullmatch(self.text):
            return None
        root = join(Or, [checked(Filter("id", number)) for number in dict.fromkeys(self.text.split())])
        self.note(f"Read as {shown(unparse(root))}, the number of a snippet.")
        return root

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

    def primary(self, within: Field | Column | None, depth: int) -> Node | None:
        char = self.text[self.at]
        if char == "(":
            return self.group(within, depth)
        if (quoted := self.quoted("‘‚", " ")) is not None:
            return self.leaf(*quoted, within)
        if self.text.startswith(("NEAR(", "SOME("), self.at):
            return self.near(within)
        name = FIELD_START.match(self.text, self.at)
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

    def word(self, within: Field | Column | None) -> Node | None:
        found = WORD.match(self.text, self.at)
        assert found is not None  # noqa: S101 - the caller saw neither space, parenthesis nor quote
        if LIST.search(found[0]):  # musk,woodward
            self.at = found.end()
            return join(And, list(filter(None, (self.leaf(*term_text(one), within) for one in LIST.split(found[0])))))
        self.at = found.end()
        word = found[0].lstrip("+")
        inner = word.rstrip("*")
        if "*" in inner and is_searchable(inner):
            self.note(f"A * counts only at the end of a word: it was left out of {shown(word)}.")
        if (name := FIELD_START.match(inner)) and is_searchable(inner[name.end() :]):
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
        return self.leaf(*term_text(word), within)

    def field_value(self, name: re.Match[str], within: Field | Column | None, depth: int) -> Node | None:
        """Read what follows `field:`; after a space, the next word is taken where that makes sense."""
        colon = name.end()
        self.at = colon
        is_spaced = self.text.startswith(" ", colon)
        self.skip_space()
        following = WORD.match(self.text, self.at)
        phrase = PHRASE.match(self.text, self.at) or SINGLE.match(self.text, self.at)
        ahead = phrase[1] if phrase else following[0] if following else ""
        key = self.field_named(name[1], term_text(ahead)[0])
        if key in COLUMNS and self.text.startswith("NEAR(", self.at):
            return self.near(key)
        if self.text[self.at : self.at + 1] == "(":
            if not is_spaced:
                return self.group(key, depth)
        elif (quoted := self.quoted("" if is_spaced else "'‘‚")) is not None:
            return self.leaf(*quoted, key)
        elif following and not (is_spaced and _is_operator(following[0])):
            run = self.day_run() if key in DAYS else None
            value, is_prefix = term_text((run or following[0]).rstrip(",;"))
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

    def leaf(self, text: str, is_prefix: bool, within: Field | Column | None) -> Node | None:
        """Make a term or filter of a value; one that holds nothing to be found is noted and dropped."""
        if not self.is_kept(text):
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
            text, is_prefix = term_text(part[1], bool(part[3])) if part[1] is not None else term_text(part[0])
            parts.append(Term(text, is_prefix))
        end = _NEAR_END.search(self.text, stop)
        self.at = end.end() if end else len(self.text)
        if not (end and end[0]):
            self.note(f"{'SOME' if is_some else 'NEAR'}( was not closed: it is read up to the end.")
        distance = self.near_distance(parts, 2 if is_some else NEAR_DISTANCE)
        column: Column | None = within if within in COLUMNS else None
        terms = [replace(term, column=None) for term in parts if term is not None and self.is_kept(term.text)]
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


def _is_operator(word: str) -> bool:
    return word in ("OR", "AND", "NOT", "|", "-") or bool(FIELD_START.match(word))
