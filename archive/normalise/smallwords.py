"""The small words of a few languages: those that mark running prose, and those that no finished text ends in.

Headlines leave out much of the first kind; a text that breaks off behind the second kind was cut. Which language a
text is in is told by the small words themselves, so that "die" is a verb in English and an article in German.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.text.wordlists import sections, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class SmallWords:
    """The small words of one language, in lower case."""

    language: str
    """Its English name, in lower case."""
    prose: frozenset[str]
    """Words that headlines leave out or avoid."""
    last: frozenset[str]
    """Words that nothing finished ends in."""
    seldom_last: frozenset[str]
    """Words that only short headlines end in ("what to look for")."""
    articles: frozenset[str]
    """Articles, where headlines do without."""

    def among(self, tokens: frozenset[str]) -> frozenset[str]:
        """Those of the language's words that stand among some; not those that only prose has."""
        return (self.last & tokens) | (self.seldom_last & tokens) | (self.articles & tokens)


def _languages() -> Iterator[SmallWords]:
    """The small words of each language of the list, in its order."""
    found = sections("small_words")
    for language in dict.fromkeys(name.partition(":")[0] for name in found if name):
        groups = (f"{language}: {group}" for group in ("prose", "last", "seldom last", "articles"))
        yield SmallWords(
            language, *(words("small_words", group) if group in found else frozenset() for group in groups)
        )


_ENGLISH, *_OTHERS = _languages()


def small_words(tokens: Iterable[str]) -> SmallWords:
    """The small words of the language that a text's lower-case words are most likely in.

    English, unless another language shows at least two of its own and more than English does: "war" alone is no
    German.
    """
    present = frozenset(tokens)
    best, most = _ENGLISH, max(1, _hits(present, _ENGLISH))
    for language in _OTHERS:
        hits = _hits(present, language)
        if hits > most:
            best, most = language, hits
    return best


def _hits(present: frozenset[str], language: SmallWords) -> int:
    return len(language.among(present))
