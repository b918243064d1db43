"""Cues: whether the words around a date expression look ahead or back.

News tells mostly what has happened; an expression without a year points ahead only if its sentence says so (`will`,
`is due`, `until`, `ahead of`). Cues nearer to the expression weigh more, those before it more than those after it.
The weights were chosen on texts that state the full date, read without it.
"""

from __future__ import annotations

import re
from typing import Final

from archive.text.sentences import ends_sentence
from archive.text.wordlists import alternatives, word_set, words

_INTENTS: Final = words("direction", "intents")
_MOVES: Final = words("direction", "moves")
_OUTLOOKS: Final = words("direction", "outlooks")
_PAST: Final = words("direction", "past")
_CUE = re.compile(
    rf"""(?:
    (?P<strong>
        (?:will|won['’]t|shall|would)\b(?:\s(?:not|be|also|have\sto|instead|only|then|likely)\b){{0,3}}
          (?:\s(?:\w+e[dn]|held|made|put|run|sent|met)\b)?
      | (?:is|are|was|were|be|being|been|originally|previously|now|currently)\s
          (?:due|scheduled|slated|set|expected|planned|to)\b
          (?:\s(?:to|for|on|in)\b)?(?:\sbe\b)?(?:\s(?:\w+ed|held)\b)?
      | (?:set\s(?:to|for)
          |(?:due|scheduled|slated|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|forecast|projected|likely|poised)
          \s(?:to|for|by|on|in))\b(?:\sbe\b)?(?:\s\w+\b)?
      | (?:ahead|advance|anticipation)\sof | upcoming | forthcoming | deadline
      | (?:due|scheduled|expected|slated|planned|next)\s?\Z
      | (?:until|till|through)\s(?:at\sleast\s|the\s|late\s|early\s|mid-?\s?)?\Z
      | (?:expires?|ends?|begins?|starts?|opens?|resumes?|retires?|effect|force|out|down|starting|beginning|effective)
          \s(?:on\s|in\s|from\s|at\s)?(?:late\s|early\s|the\s(?:end|start|beginning)\sof\s)?\Z
    )
    |(?P<future>
        (?:must|should|can|could|may|might)\s(?:be|begin)\b(?:\s(?:\w+ed|held)\b)?
      | to\sbe\s(?:\w+ed|held|made|put|sent)\b
      | to\s(?:hold|begin|start|take\splace|resume|run|leave|retire|step|stand)\b
      | (?:the|its|his|her|their|a)\s(?:scheduled|planned|expected|proposed|next)\b
      | (?:going|about)\sto
      | (?:set(?:s|ting)?|picks?|fix(?:es)?)\s(?:the|a|an)\s(?:\w+\s){{0,3}}date\b
      | (?:{alternatives(_INTENTS)})
          (?:s|d|ed|ing)?\sto\b(?:\s\w+\b)?
      | (?:{alternatives(_MOVES)})(?:s|d|ed|ing)?\b
          (?=[^.;]{{0,60}}\b(?:until|till|to|for|through|from)\s(?:the\s)?\Z)
      | (?:{alternatives(_OUTLOOKS)}|date\s(?:for|to|of))
      | (?:by|for|next)\s?\Z
    )
    |(?P<past>
        (?:{alternatives(_PAST)})
      | (?!need)[a-z]{{2,}}[^e\W]ed
    ))(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_FIRST_WORDS: Final = (
    _PAST
    | _OUTLOOKS
    | word_set(
        "will won shall would is are be being originally now currently due scheduled slated expect expects expected "
        "expecting set sets setting plan planned planning forecast projected likely poised ahead advance "
        "anticipation upcoming forthcoming deadline next through expire expires end ends begin begins start starts "
        "open opens resume resumes retire retires effect force out down starting beginning effective must should "
        "can could may might to the its his her their a going about picks pick fix fixes by for date"
    )
)
"""Words that a cue may open with, beside those that begin with a stem or end in "-ed"."""
_FIRST_STEMS: Final = (*_INTENTS, *_MOVES)
_CLAUSE_EDGE = re.compile(r"[.!?;:](?=[\s\"”’]|\Z)|[–—]|\n")
_CLAUSE_STOP = re.compile(rf"{_CLAUSE_EDGE.pattern}|,\s(?:after|as|while|but|and|which|who|following)\b")
_REACH: Final = 140
"""Characters to either side in which cues count. Chosen by hand, as the strengths and the decay are; no bench tells."""
_STRENGTH: Final = {"strong": 2.0, "future": 1.0, "past": -1.0}
_DECAY: Final = 0.55


def direction(text: str, start: int, stop: int) -> float:
    """Weigh the cues around text[start:stop].

    Returns:
        About -2 to 2: positive for the future, negative for the past, near 0 where the words don't say.
    """
    edges = [match.end() for match in _CLAUSE_EDGE.finditer(text, max(0, start - _REACH), start) if _parts(text, match)]
    left = text[edges[-1] if edges else max(0, start - _REACH) : start]
    score, weight = 0.0, 1.0
    for match in reversed(_cues(left, 0, len(left))):
        score += weight * _STRENGTH[match.lastgroup or "past"]
        weight *= _DECAY
    after = next((match for match in _CLAUSE_STOP.finditer(text, stop, stop + _REACH) if _parts(text, match)), None)
    # At the opening of a sentence the verb can only follow; elsewhere what follows says little.
    weight *= 1.0 if len(left.split()) <= 2 else 0.3
    for match in _cues(text, stop, after.start() if after else min(len(text), stop + _REACH)):
        score += weight * _STRENGTH[match.lastgroup or "past"]
        weight *= _DECAY
    return score


def _parts(text: str, edge: re.Match[str]) -> bool:
    """Whether a mark parts clauses: the full stop of an abbreviation does not."""
    return edge[0] not in {".", "!", "?"} or ends_sentence(text, edge.end())


def _cues(text: str, start: int, stop: int) -> list[re.Match[str]]:
    """The cues in text[start:stop]; only words that can open one are tried."""
    found: list[re.Match[str]] = []
    done = start
    for word in _WORD.finditer(text, start, stop):
        if word.start() < done:
            continue
        lower = word[0].lower()
        if lower in _FIRST_WORDS or lower.endswith("ed") or lower.startswith(_FIRST_STEMS):
            match = _CUE.match(text, word.start(), stop)
            if match is not None and match.end() > match.start():
                done = match.end()
                found.append(match)
    return found
