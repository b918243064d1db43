"""What a text's shape tells: whether it is cut off, whether it is a headline.

Prose ends in a full stop (or what stands for one, in quotes or brackets or not); prose without one was cut, be it at
300 characters, 50 words or in mid-word. Headlines have none either, so the two are told apart first: a headline is
one short sentence, sparing with articles, auxiliaries and commas.
"""

from __future__ import annotations

from archive.normalise.smallwords import SmallWords, small_words
from archive.text.patterns import lazy_regex
from archive.text.sentences import CLOSERS, STOPS, ends_with_abbreviation, sentence_ends

_MOST_HEADLINE_WORDS = 22
_LEAST_PROSE_WORDS = 8
"""Below that, a text without a full stop may be anything short: no cut is claimed."""

_ELLIPSIS = ("…", "...", "[…]", "[...]", "(…)", "(...)")
_TOKEN = lazy_regex(r"[^\W_]+(?:['’.-][^\W_]+)*")
_UNSPACED = lazy_regex(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Thai, Lao, Khmer, Myanmar and Tibetan end sentences with a space or a sign of their own: nothing to go by.
_STOPLESS = lazy_regex(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
# "…, WSJ reports", "…, officials say": how headlines name their source.
_ATTRIBUTION = lazy_regex(
    r", (?:[\w.'’-]+ ){1,4}(?:says?|reports?|finds?|warns?|shows?|suggests?|claims?|reveals?|confirms?)$"
)
_ACRONYM_LAST = lazy_regex(r"(?:\b[A-Z]\.){2,}$")
_QUOTES = (("“", "”"), ("„", "“”"), ("«", "»"), ("(", ")"), ("「", "」"), ("『", "』"))
_HEADLINE_STOPS = ("?", "!", "？", "！", "؟")
_STOPS = tuple(STOPS)
_PROSE_STOPS = tuple(set(STOPS) - set(_HEADLINE_STOPS))


def is_closed(text: str) -> bool:
    """Whether a text ends as finished prose does: a stop, perhaps inside quotes or brackets, or a closing one."""
    if text.endswith(_ELLIPSIS) or ends_with_abbreviation(text):
        return False
    bare = text.rstrip(CLOSERS)
    if bare.endswith(_STOPS):
        return True
    return bare != text and not _opens_only(text, bare)


def is_truncated(text: str, kind: str | None = None) -> bool:
    """Whether a clean text was cut off, by missing closing punctuation; a headline, only if an ellipsis says so."""
    if text.endswith(_ELLIPSIS):
        return _weight(text) >= 4
    if kind == "headline" or is_closed(text) or _STOPLESS.search(text):
        return False
    weight = _weight(text)
    if weight < _LEAST_PROSE_WORDS - (3 if kind == "teaser" else 0):
        return False
    return not _reads_as_headline(text, weight, teaser=kind in {"teaser", "deck"})


def is_headline(text: str) -> bool:
    """Whether a clean text has the shape of a headline: one short sentence without a full stop."""
    bare = text.rstrip(CLOSERS)
    if bare.endswith(_PROSE_STOPS) and not _ACRONYM_LAST.search(text[-12:]):
        return False
    if text.endswith(_ELLIPSIS) or ends_with_abbreviation(text):
        return False
    weight = _weight(text)
    if weight > _MOST_HEADLINE_WORDS or len(text) > 180:
        return False
    if bare.endswith(_HEADLINE_STOPS) and bare != text:
        return False
    return weight < _LEAST_PROSE_WORDS or _reads_as_headline(text, weight, teaser=False)


def _reads_as_headline(text: str, weight: int, *, teaser: bool) -> bool:
    """Whether a text without a full stop is a whole headline rather than prose that was cut."""
    if weight > _MOST_HEADLINE_WORDS or _has_open_quote(text) or text[-1] in ",;:–—-(":
        return False
    tokens = _TOKEN.findall(text)
    lowered = [token.lower() for token in tokens]
    small = small_words(lowered)
    if lowered and (lowered[-1] in small.last or (weight > 12 and lowered[-1] in small.seldom_last)):
        return False
    long_words = [token for token in tokens if len(token) > 3]
    title_cased = bool(long_words) and sum(token[0].isupper() for token in long_words) >= 0.8 * len(long_words)
    if title_cased or (not teaser and _ATTRIBUTION.search(text[-80:])):
        return True
    # The longer a text, the fewer small words a headline may have; figures chosen on real headlines and cut prose.
    allowed = 5.25 - weight * 0.225 - (1 if teaser else 0)
    return _prose_score(lowered, small, text) <= allowed


def _prose_score(lowered: list[str], small: SmallWords, text: str) -> float:
    """How much a text without a full stop sounds like running prose, by its small words and its joints."""
    articles = sum(word in small.articles for word in lowered)
    prose = sum(word in small.prose for word in lowered)
    return articles + 0.75 * prose + 0.5 * text.count(", ") + 1.5 * len(sentence_ends(text, 2))


def _weight(text: str) -> int:
    """Length in words; two characters of a script without spaces count for one."""
    unspaced = len(_UNSPACED.findall(text)) if not text.isascii() else 0
    return text.count(" ") + 1 + unspaced // 2


def _has_open_quote(text: str) -> bool:
    """Whether a quote or bracket was opened and never closed."""
    if any(text.count(opening) > sum(map(text.count, closing)) for opening, closing in _QUOTES):
        return True
    return text.count('"') % 2 == 1


def _opens_only(text: str, bare: str) -> bool:
    """Whether the quote at the end is one that opens: a straight one behind a space, or an odd one."""
    closers = text[len(bare) :]
    return bare[-1:] == " " or (closers == "'" and text.count("'") == 1) or (closers == '"' and text.count('"') == 1)
