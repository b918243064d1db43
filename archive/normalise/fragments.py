"""Pieces of the page that stick to a text: "5 min read", bullets, "Read more", "The post … appeared first on …".

They are cut off at the start and at the end, never inside. What is cut stays in the sighting's raw text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.text.patterns import lazy_regex
from archive.text.wordlists import either, lines, word_set

_AGO = r"(?:just now|(?:an?|one|\d{1,3}) (?:secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?) ago)"
_MIN_READ = r"\d{1,3}[- ]min(?:ute)?s?\.?[- ](?:read|watch|listen)"
_SEPARATORS = r"[\s|·•–—,:-]*"
_MORE = either("fragments", "more")
_ALSO = either("fragments", "also")

_LEAD = lazy_regex(
    rf"(?:[•·▪●■◆►▶▸‣◦∙➤✔●○□]+\s*|[*+-]\s+(?=\S)|\d{{1,2}}\)\s+(?=[^\W\d_])"
    rf"|(?i:{_MIN_READ})\b{_SEPARATORS}"
    rf"|\(?(?i:(?:last )?updated:?\s+{_AGO})\)?{_SEPARATORS}"
    rf"|(?i:{_AGO})\s*[|·•]\s*"
    r"|\((?i:updated):?\s*\)\s*"
    rf"|{_ALSO}\s*:\s+(?=\S)"
    r"|(?:UPDATE|WRAPUP|RPT|REFILE) ?\d{0,2}-(?=[^\W\d_])"
    r"|(?i:advertisement|skip advertisement)\s+(?=[A-Z\"“])"
    r"|\((?:Photo|Image|Picture|Foto)(?: credit| by)?: [^()]{2,80}\)\s*)+"
)
_NUMBER = lazy_regex(r"\d{1,2}\.\s+(?=[A-Z][a-z]+ \S+ \S)")
# "1. FC Köln", "3. Oktober", "2. Weltkrieg": ordinals of German and its neighbours.
_ORDINAL = lazy_regex(
    r"\d{1,2}\.\s+(?:FC|FSV|SC|SV|Bundesliga|Liga|Weltkrieg|Jahr|Platz|Tag|Mal|Runde|Klasse"
    r"|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-z]*)\b"
)

_ENDED = r"(?:(?<=[.!?…。！？”\"’»)\]])|(?<=\.\s)|(?<=[!?…。”\"’»)\]]\s))"
_AT_END = (
    lazy_regex(rf"[\s|·•–—,-]*(?:\b|[(\[]){_MIN_READ}[.)\]]?$", re.IGNORECASE),
    lazy_regex(rf"[\s|·•–—,-]*\(?(?:last )?updated:?\s+{_AGO}\)?\.?$", re.IGNORECASE),
    lazy_regex(rf"\s*[|·•]\s*{_AGO}$", re.IGNORECASE),
    lazy_regex(r"\s*\(updated:?\s*\)$", re.IGNORECASE),
    lazy_regex(rf"(?:{_ENDED}\s*{_MORE}|\s*[\[(]{_MORE})\s?(?:…|\.{{3}}|»|›|>+|→|\.|:)*[\])]?$"),
    lazy_regex(rf"\s+{_MORE}\s?(?:…|\.{{3}}|»|›|>+|→)[\])]?$"),
    lazy_regex(r"\s*submitted by\s*\S+\s*(?:to\s+\S+\s*)?\[link\]\s*(?:\[(?:\d+ )?comments?\])?$"),
    lazy_regex(r"\s*\[link\]\s*\[(?:\d+ )?comments?\]$"),
    lazy_regex(r"\s*[\[(](?:more|read more|continued|cont\.)(?:…|\.{3})?[\])]$", re.IGNORECASE),
)
_LAST_WORD = lazy_regex(r"[^\W_]+(?=[.:]?$)")
_SIGNS_AT_END = tuple(word_set(") ] … ... » › > →"))
_WORDS_AT_END = word_set("read Read READ watch Watch listen Listen ago Ago") | {
    last[0] for phrase in lines("fragments", "more") if (last := _LAST_WORD.search(phrase))
}
"""What every pattern of `_AT_END` ends in, the one or the other; asking for it first spares most texts the patterns."""
_LONGEST_WORD = max(map(len, _WORDS_AT_END)) + 2
_TO_END = (
    ("Continue reading", False, lazy_regex(rf"{_ENDED}\s*Continue reading\b.{{0,200}}$")),
    (
        ":",
        True,
        lazy_regex(rf"{_ENDED}\s*{_ALSO}\s*:\s[^.!?]{{2,160}}[.!?]?$"),
    ),
    (
        ":",
        True,
        lazy_regex(
            rf"{_ENDED}\s*[\[(]?{either('fragments', 'picture')}(?: credit| by|/[\w ]+)?"
            r"\s?:\s?[^.!?:]{2,80}[\])]?\.?$"
        ),
    ),
    ("submitted by", False, lazy_regex(r"\s*submitted by\s+/?u/\S+(?: to r/\S+)?$")),
)
"""Fragments that run on to the end in words of their own, with a string that each must hold, and whether it has to
stand behind the last sentence."""
_FIRST_ON = lazy_regex(
    rf"\s*{either('fragments', 'post')} .{{1,300}}?{either('fragments', 'appeared on')}"
    r"\s+(?P<outlet>(?:[^.]|\.(?=\w)){2,60}?)\.?$"
)
_FIRST_ON_CUES = lines("fragments", "appeared on")
# A cut marked in brackets, or counted by an aggregator, is left as the plain sign of a cut.
_BRACKETED_CUT = lazy_regex(r"\s*(?:…|\.{3})?\s*(?:[\[(]\s?(?:…|\.{3})\s?[\])]|\[\+\d+ chars\])$")


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without a fragment, and the outlet if the fragment named one."""

    text: str
    outlet: str | None = None


def strip_fragments(text: str) -> Stripped | None:
    """Cut one fragment off the start and one off the end of a clean text; call again until there is none.

    Returns:
        None if nothing sticks to the text.
    """
    stripped = _strip_lead(text)
    trailed, outlet = _strip_trail(stripped)
    return Stripped(trailed, outlet) if trailed != text else None


def _strip_lead(text: str) -> str:
    lead = _LEAD.match(text)
    if lead is not None:
        return text[lead.end() :]
    if text[:1] in {"»", "›"} and "«" not in text and "‹" not in text:
        return text[1:].lstrip()
    number = _NUMBER.match(text) if text[:1].isdigit() else None
    if number is not None and _ORDINAL.match(text) is None:
        return text[number.end() :]
    return text


def _strip_trail(text: str) -> tuple[str, str | None]:
    window = text[-420:]
    offset = len(text) - len(window)
    if _may_end_in_fragment(text):
        cut = _BRACKETED_CUT.search(window)
        if cut is not None:
            return _mark_cut(text[: offset + cut.start()]), None
        for pattern in _AT_END:
            if match := pattern.search(window):
                return text[: offset + match.start()].rstrip(), None
    last = _behind_last_sentence(window) if ":" in window else ""
    for cue, is_last, pattern in _TO_END:
        if cue in (last if is_last else window) and (match := pattern.search(window)):
            return text[: offset + match.start()].rstrip(), None
    if any(cue in window for cue in _FIRST_ON_CUES) and (match := _FIRST_ON.search(window)):
        return text[: offset + match.start()], match["outlet"]
    return text, None


def _may_end_in_fragment(text: str) -> bool:
    if text.endswith(_SIGNS_AT_END):
        return True
    last = _LAST_WORD.search(text, max(0, len(text) - _LONGEST_WORD))
    return last is not None and last[0] in _WORDS_AT_END


def _behind_last_sentence(text: str) -> str:
    """What follows the last mark that may end a sentence, not counting one at the very end."""
    return text[max(text.rfind(mark, 0, -1) for mark in ".!?") + 1 :]


def _mark_cut(text: str) -> str:
    """A text with an ellipsis behind it: the sign of a cut that stays, so that it is seen the next time too."""
    bare = text.rstrip(" …")
    return bare + (" …" if bare[-1:] in ".!?" else "…") if bare else ""
