"""What looks like names and is nobody: events, laws, works, stock indices, and the credits of photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from archive.extract.names.classes import letters
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, phrases, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.extract.names.view import View

_PLACES: Final = frozenset(letters("known-place"))
_WARS: Final = words("events", "wars")
_INDICES: Final = phrases("events", "indices")
_INDEX: Final = lazy_regex(rf"(?<!\w)(?:{alternatives(_INDICES)})(?!\w)")
_TELLING: Final = frozenset(index.split()[0] for index in _INDICES) | _WARS
_HOLDER: Final = rf"(?:{alternatives(phrases('events', 'credits'))})(?!\w)"
_NAME: Final = r"(?:[^\W\d_][\w.'’-]{0,20} ){1,3}[^\W\d_][\w'’-]{1,20}"
_CREDIT: Final = lazy_regex(
    rf"(?:{_NAME}|(?i:photo|picture|image)s?) ?/ ?{_HOLDER}(?: [Ii]mages| [Pp]hoto)?(?: via [\w ]{{2,20}})?"
    rf"|(?:{_HOLDER} )?(?i:photo|photograph|picture)s?(?: by |: | ?/ ?){_NAME}(?: ?/ ?[^.;)]{{2,30}})?"
)


def blocked_ranges(view: View) -> list[tuple[int, int]]:
    """Where names and what is inside them are no mentions, in characters."""
    tokens, text = view.tokens, view.text
    found = [
        (tokens.starts[first], tokens.stops[last])
        for first, last, kind, rule, _ in view.found
        if kind is None and (rule != "goods" or "-" in tokens.words[first])
    ]
    if not _TELLING.isdisjoint(tokens.words):
        found += _wars(view)
        found += [match.span() for match in _INDEX.finditer(text)]
    if "/" in text or "hoto" in text:
        found += [match.span() for match in _CREDIT.finditer(text)]
    return found


def _wars(view: View) -> Iterator[tuple[int, int]]:
    """The place and the war of "the Iran war"."""
    for at, word in enumerate(view.tokens.words):
        first = at
        while word in _WARS and first and view.letters[first - 1] in _PLACES:
            first -= 1
        if first < at:
            yield view.tokens.starts[first], view.tokens.stops[at]
