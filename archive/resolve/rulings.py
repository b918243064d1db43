"""Decisions, compiled: what people have ruled about entities, as a pure map over what names were found to be.

Decisions speak of entities by kind and name, so they can be carried to another archive, and they may come before the
entity does. They are taken one after another, as if each were carried out upon every mention there is or will ever
be: a merge moves those of its subject, a split some of them. To undo one is to leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from archive.resolve.name_keys import entity_key, folded
from archive.resolve.text_rulings import FACTS, TextRulings, check_text, is_of_text
from archive.types import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Action = Literal["merge", "split", "rename", "retype", "hide", "date", "outlet", "author", "speaker", "undo"]
ACTIONS: tuple[str, ...] = get_args(Action)
KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
_KINDS: dict[str, EntityKind] = {kind: kind for kind in KINDS}

_NEEDS_OBJECT = frozenset({"merge", "split", "rename", "retype"})
_ARROW = "->"
_IN_SNIPPET = "#"
_WITH_WORDS = "~"
_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's ruling about entities or a text, a row of the `decisions` table."""

    id: int
    made_at: str
    action: Action
    subject: str
    """The entity, as `reference` writes it, or the text, as `text_reference` does; for 'undo' the decision:
    'decision 12'."""
    object: str | None
    """merge: the entity that stays; split: the alias, or `#` and a snippet's text hash, or `~` and words that stand in
    the text, and ` -> ` the new name, with its kind in front if that is another; or another entity, which is then never
    joined with the subject; rename: the new name; retype: the new kind. Of a text: what was found, and what it is."""
    note: str | None = None
    undone_by: int | None = None


class Ref(NamedTuple):
    """What makes two names the same before any decision: kind and folded canonical name."""

    key: str
    kind: EntityKind


class Split(NamedTuple):
    """What a split takes away, and how the entity made of it is called."""

    name: str
    alias: str | None = None
    """Folded surface form, where the mentions written so go."""
    text_hash: str | None = None
    """Of a snippet, where its mentions go."""
    words: str | None = None
    """Words, where the mentions go in whose text they stand."""
    kind: EntityKind | None = None
    """What the mentions become, if not of the same kind."""
    is_apart: bool = False
    """Whether the object is another entity: nothing is taken away, the two are kept apart."""


class Step(NamedTuple):
    """From this moment on mentions of one reference (those that match) belong to another."""

    at: int
    """The decision's number."""
    into: Ref | None
    """None: hidden."""
    alias: str | None = None
    hashes: frozenset[str] | None = None
    """Of the texts in which it is taken; None: in all."""


def reference(kind: EntityKind, name: str) -> str:
    """How decisions name an entity: 'person:Vladimir Putin'."""
    return f"{kind}:{name}"


def parse_reference(text: str) -> tuple[EntityKind, str]:
    """Kind and name of a reference.

    Raises:
        ValueError: It has no kind in front, or no name.
    """
    kind, colon, name = text.partition(":")
    name = " ".join(name.split())
    if not colon or kind.strip() not in KINDS or not name:
        raise ValueError(f"{text!r} names no entity; write {' or '.join(f'{kind}:Name' for kind in KINDS)}")
    return _kind(kind.strip()), name


def split_object(
    alias: str | None = None,
    text_hash: str | None = None,
    name: str | None = None,
    *,
    words: str | None = None,
    kind: EntityKind | None = None,
) -> str:
    """The object of a split: an alias, one snippet, or words of a text, and the name and kind of what they become."""
    what = f"{_IN_SNIPPET}{text_hash}" if text_hash else f"{_WITH_WORDS}{words}" if words else str(alias)
    new = (name or alias) if kind else name
    return what if new is None else f"{what} {_ARROW} {reference(kind, new) if kind else new}"


def parse_split(text: str) -> Split:
    """What the object of a split says.

    Raises:
        ValueError: It names nothing, or a snippet or words without a name for the mentions.
    """
    if text.partition(":")[0] in KINDS:
        kind, other = parse_reference(text)
        return Split(other, kind=kind, is_apart=True)
    what, arrow, new = (part.strip() for part in text.partition(_ARROW))
    new_kind, name = parse_reference(new) if new.partition(":")[0] in KINDS else (None, new)
    mark, rest = what[:1], what[1:].strip()
    if mark in {_IN_SNIPPET, _WITH_WORDS}:
        if not name or not rest:
            asked, form = ("a snippet's hash", "#HASH") if mark == _IN_SNIPPET else ("words", "~WORDS")
            raise ValueError(f"{text!r} needs {asked} and a name: {form} {_ARROW} NAME")
        if mark == _IN_SNIPPET:
            return Split(name, text_hash=rest, kind=new_kind)
        return Split(name, words=" ".join(rest.split()), kind=new_kind)
    if not what or (arrow and not name):
        raise ValueError(f"{text!r} is no alias; write ALIAS or ALIAS {_ARROW} NAME")
    return Split(name or what, alias=folded(what), kind=new_kind)


def words_of(decisions: Iterable[Decision]) -> set[str]:
    """The words by which splits tell texts."""
    found = (parse_split(each.object or "").words for each in decisions if each.action == "split")
    return {words for words in found if words is not None}


def check(action: str, subject: str, object_: str | None) -> None:
    """Makes sure that a decision can be understood.

    Raises:
        ValueError: Says what is wrong with it.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is no action; it is one of {', '.join(ACTIONS)}")
    if action == "undo":
        undone(subject)
        return
    if is_of_text(subject):
        check_text(action, object_, parse_reference)
        return
    if action in (*FACTS, "speaker"):
        raise ValueError(f"{subject!r} names no snippet")
    parse_reference(subject)
    if action in _NEEDS_OBJECT and not (object_ or "").strip():
        raise ValueError(f"{action} needs an object")
    if action == "merge":
        parse_reference(object_ or "")
    elif action == "split":
        parse_split(object_ or "")
    elif action == "retype":
        _kind(object_ or "")


def undone(subject: str) -> int:
    """The number of the decision that an undo takes back.

    Raises:
        ValueError: The subject is not of the form 'decision 12'.
    """
    word, _, number = subject.partition(" ")
    if word != "decision" or not number.isdecimal():
        raise ValueError(f"{subject!r} is no decision; write 'decision NUMBER'")
    return int(number)


def ref(name: str, kind: EntityKind) -> Ref:
    """The reference of a canonical name."""
    return Ref(entity_key(name, kind), kind)


def is_active(decision: Decision, by_id: dict[int, Decision]) -> bool:
    """Whether a decision holds: not undone, or by an undo that was itself undone."""
    undo = by_id.get(decision.undone_by) if decision.undone_by is not None else None
    return undo is None or not is_active(undo, by_id)


def active(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold, in order; undoing is none of them."""
    by_id = {decision.id: decision for decision in decisions}
    return [each for each in by_id.values() if each.action != "undo" and is_active(each, by_id)]


class Rulings:
    """Decisions in force, ready to be asked about any mention.

    Args:
        decisions: Those that hold, in the order in which they were made.
        standing: The hashes of the texts in which the words of splits stand, by these words; those of new texts too.
    """

    def __init__(
        self, decisions: Sequence[Decision] = (), standing: Mapping[str, frozenset[str]] = MappingProxyType({})
    ) -> None:
        self._standing = standing
        self._steps: dict[Ref, list[Step]] = {}
        self._names: dict[Ref, str] = {}
        self._kinds: dict[Ref, EntityKind] = {}
        self._spelt: dict[Ref, str] = {}
        self._called: dict[Ref, list[str]] = {}
        self._apart: set[frozenset[Ref]] = set()
        self.texts = TextRulings()
        """What is decided of texts."""
        self.pinned: set[Ref] = set()
        """References whose meaning a person has settled: the archive's majority has no say in it."""
        self.split_off: set[Ref] = set()
        """Bare names that stand for themselves since they were split off."""
        for decision in decisions:
            (self.texts.take if is_of_text(decision.subject) else self._take)(decision)

    def of(self, found: Ref, surface: str = "", text_hash: str = "") -> Ref | None:
        """Where a mention belongs.

        Args:
            found: What the resolver, or the archive's majority, found it to be.
            surface: The mention as written.
            text_hash: Of its snippet.

        Returns:
            The reference that it belongs to by the decisions; None if it is hidden.
        """
        here, last = self.last(found, surface, text_hash)
        return None if last is not None and last.into is None else here

    def moves(self, found: Ref) -> bool:
        """Whether any mention found to be this belongs elsewhere."""
        return found in self._steps

    def name(self, of: Ref) -> str | None:
        """The name that a person gave, if one did."""
        return self._names.get(of)

    def kind(self, of: Ref) -> EntityKind:
        """Kind of an entity, as decided or as found."""
        return self._kinds.get(of, of.kind)

    def spelt(self, of: Ref) -> str:
        """The name of an entity that only decisions speak of, as they write it."""
        return self._names.get(of) or self._spelt.get(of, of.key)

    def aliases(self, of: Ref) -> list[str]:
        """Names that an entity bore before decisions renamed it, or merged others into it."""
        return self._called.get(of, [])

    def are_apart(self, one: Ref, other: Ref) -> bool:
        """Whether a person said that the two are not the same."""
        return frozenset((one, other)) in self._apart

    def route(self, found: Ref) -> frozenset[tuple[Ref, Step]]:
        """All steps that mentions found to be this may take: two rulings that agree in them agree in where they end."""
        steps: set[tuple[Ref, Step]] = set()
        ahead = [found]
        while ahead:
            here = ahead.pop()
            for step in self._steps.get(here, ()):
                if (here, step) not in steps:
                    steps.add((here, step))
                    ahead += [step.into] if step.into is not None else []
        return frozenset(steps)

    def bound_for(self, ends: Collection[Ref]) -> set[Ref]:
        """All references of which some mentions may belong to one of these."""
        return {each for each in self._steps if any(step.into in ends for _, step in self.route(each))}

    def look(self, of: Ref) -> tuple[str | None, EntityKind, tuple[str, ...]]:
        """All that decisions say of an entity's row: name, kind, further aliases."""
        return self._names.get(of), self.kind(of), tuple(self.aliases(of))

    def refs(self) -> set[Ref]:
        """All references that any decision speaks of."""
        return {
            *self._steps,
            *self._names,
            *self._kinds,
            *self._spelt,
            *self._called,
            *self.pinned,
            *chain(*self._apart),
        }

    def last(self, found: Ref, surface: str = "", text_hash: str = "") -> tuple[Ref, Step | None]:
        """The last name on the way of a mention, and the last step on it, which may have hidden it; see `of`."""
        here, last = found, None
        written = folded(surface) if found in self._steps else ""
        while (step := self._next(here, last.at if last else -1, written, text_hash)) is not None:
            last = step
            if step.into is None:
                break
            here = step.into
        return here, last

    def _next(self, here: Ref, now: int, surface: str, text_hash: str) -> Step | None:
        for step in self._steps.get(here, ()):
            if step.at <= now or (step.alias is not None and step.alias != surface):
                continue
            if step.hashes is None or text_hash in step.hashes:
                return step
        return None

    def _find(self, kind: EntityKind, name: str) -> Ref | None:
        """Whom a reference means, after the decisions taken so far; None where that is hidden."""
        asked = ref(name, kind)
        self._spelt.setdefault(asked, name)
        return self.of(asked, name)

    def _take(self, decision: Decision) -> None:
        kind, name = parse_reference(decision.subject)
        subject = self._find(kind, name)
        if subject is None:
            return
        at, what = decision.id, decision.object or ""
        if decision.action == "split":
            self._split(at, subject, ref(name, kind), parse_split(what))
            return
        self.pinned.update((ref(name, kind), subject))
        if decision.action == "merge":
            self._merge(at, subject, name, *parse_reference(what))
        elif decision.action == "rename":
            self._rename(at, subject, name, " ".join(what.split()))
        elif decision.action == "retype":
            self._kinds[subject] = _kind(what)
            self._lead(at, ref(self._names.get(subject, name), _kind(what)), subject)
        else:
            self._step(subject, Step(at, None))

    def _merge(self, at: int, subject: Ref, called: str, kind: EntityKind, name: str) -> None:
        target = self._find(kind, name)
        if target is None or target == subject:
            return
        self._step(subject, Step(at, target))
        self._called.setdefault(target, []).extend([called, *self._called.get(subject, ())])

    def _split(self, at: int, subject: Ref, asked: Ref, split: Split) -> None:
        if split.is_apart:
            kind = split.kind or subject.kind
            other = self._find(kind, split.name) or subject
            for one in (subject, asked):
                self._apart.update(frozenset((one, each)) for each in (other, ref(split.name, kind)))
            return
        apart = ref(split.name, split.kind or self.kind(subject))
        if apart == subject:
            return
        self._spelt.setdefault(apart, split.name)
        hashes = frozenset((split.text_hash,)) if split.text_hash is not None else None
        if split.words is not None:
            hashes = self._standing.get(split.words, _NOWHERE)
        self._step(subject, Step(at, apart, split.alias, hashes))
        if split.alias is None:
            return
        # the alias alone, wherever the archive's majority would have it, is what was split off
        bare = Ref(split.alias, subject.kind)
        self.pinned.add(bare)
        if bare == apart:
            self.split_off.add(bare)
        elif bare != subject:
            self._step(bare, Step(at, apart))

    def _rename(self, at: int, subject: Ref, old: str, new: str) -> None:
        self._names[subject] = new
        if old != new:
            self._called.setdefault(subject, []).append(old)
        self._lead(at, ref(new, self.kind(subject)), subject)

    def _lead(self, at: int, new: Ref, subject: Ref) -> None:
        """Whatever is found under the new name or kind, now or later, is the same entity."""
        if new != subject and self.of(new) != subject:
            self._step(new, Step(at, subject))
            self.pinned.add(new)

    def _step(self, source: Ref, step: Step) -> None:
        self._steps.setdefault(source, []).append(step)


def _kind(text: str) -> EntityKind:
    kind = _KINDS.get(text)
    if kind is None:
        raise ValueError(f"{text!r} is no kind of entity; it is one of {', '.join(KINDS)}")
    return kind
