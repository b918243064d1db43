"""Guards: what stands in quotation marks and is no speech.

Titles of works, names and nicknames, code names, words spoken of as words, slogans on banners, abbreviations in
brackets. The guards look at the passage itself and at the words on either side of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame
    from archive.extract.quotations.marks import Marked

_SMALL: Final = word_set(
    """
    a an the of and or for in on at to with by from as vs is le la les de des du del der die das el los y et i und
    van von
    """
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_SENTENCE_PRONOUNS: Final = frozenset(("i", "i'm", "i’m", "i've", "i’ve", "we", "it", "you", "he", "she", "they"))

# The noun or participle right before a passage that is its name.
_NAMERS: Final = word_set(
    """
    aka alias aliased banner banners billed book bearing brand branded campaign codename codenamed code-named
    chapter christened column comedy documentary drama dubbed entitled entry episode essay exhibition film franchise
    game hashtag headline headlined hit hymn inscribed inscription keyword labelled label lyrics magazine manga
    manifesto marked masterpiece meme memoir monicker moniker motto movie musical name named nickname nicknamed
    novel novella opera operation painting pamphlet phrase phrases placard placards play podcast poem portrait
    product pseudonym read reading reads rebranded record remake renamed retitled sculpture sequel series serial
    ship short show sign signs single sitcom slogan slogans so-called song spelled spelt spoof starring stamped
    storm symphony tale term termed terms thriller titled title track trawler trilogy tune vessel volume word words
    album albums anthem ballad blockbuster bestseller best-seller cartoon concerto cyclone debut hurricane typhoon
    yacht app website blog newsletter t-shirt project programme program initiative category class motion bill act
    paper tattooed tattoo labeled soundtrack musical remix known tagged genre virus worm malware level codeword
    password brigade gang district monument
    """
)
_THINGS: Final = word_set(
    """
    banner banners board caption door flag graffiti headline inscription label map monument note placard placards plaque
    poster posters screen shirt sign signs slogan song stamp sticker stickers t-shirt title tombstone
    """
)
_USED: Final = word_set(
    """
    mention mentions use uses using usage word words phrase phrases term terms slogan chants
    """
)
_CHARGED: Final = word_set("charged convicted guilty jailed sentenced imprisoned indicted alleged suspected")
_NAMED_AFTER: Final = word_set(
    """
    album app award band banner banners book brand campaign day exhibition film game hashtag list movie novel
    operation play policy prize programme program project protest protests rally scandal series show single slogan
    song status storm summit tour virus level alert zone law bill act doctrine strategy initiative movement
    """
)
_ABBREVIATION: Final = re.compile(r"(?:[A-Z]\.?){2,8}s?|[#@]\w+|[A-Z]?[a-z]?[A-Z]{2,6}\d*")


def is_name_like(passage: str) -> bool:
    """Whether every weighty word of a short passage is capitalised, as in a title, and no sentence is there."""
    words = _WORD.findall(passage)
    if not words or len(words) > 9 or passage[-1] in "!?…" or (passage[-1] == "." and len(words) > 2):
        return False
    weighty = [word for word in words if word.lower() not in _SMALL]
    if not weighty or any(word.lower() in _SENTENCE_PRONOUNS and len(words) > 2 for word in words):
        return False
    return all(not word[0].islower() for word in weighty) and not (words[0][0].islower())


def is_code(passage: str) -> bool:
    """Whether a passage is an abbreviation, a hashtag or a handle."""
    return _ABBREVIATION.fullmatch(passage.strip(" ,.")) is not None


def is_named_here(frame: Frame, at: int) -> bool:
    """Whether the words around the passage at a token say that it is a name, a title or a word as such."""
    letters, before = frame.letters, at - 1
    if before < 0:
        return False
    if letters[before] == "," and before:
        return _is_apposed_title(frame, at)
    word, previous = frame.word(before), frame.word(before - 1) if before else ""
    if word in _NAMERS:
        return letters[before] != "v" or word in ("reading", "reads", "read", "termed")
    is_known_as = letters[before] == "s" and previous in ("known", "billed", "marketed")
    is_usage = letters[before] == "o" and previous in _USED
    is_charge = any(frame.word(k) in _CHARGED for k in range(max(0, before - 3), before + 1))
    return letters[before] == "(" or is_known_as or is_usage or is_charge


def _is_apposed_title(frame: Frame, at: int) -> bool:
    """Whether a passage after a comma is the title of what stands before it: her memoir, "The Long Field"."""
    passage = frame.passages[frame.refs[at]]
    if frame.word(at - 2) not in _NAMERS or frame.letters[at - 2] == "v":
        return False
    return len(_WORD.findall(frame.text[passage.start : passage.stop])) < 10


def is_nickname(text: str, passage: Marked) -> bool:
    """Whether a passage stands between the parts of a name: Dwayne "The Rock" Johnson."""
    inside = text[passage.start : passage.stop]
    if len(inside) > 30 or inside[-1] in ",.!?":
        return False
    before = text[max(0, passage.outer_start - 24) : passage.outer_start]
    after = text[passage.outer_stop : passage.outer_stop + 2]
    if len(after) < 2 or after[0] != " " or not after[1].isupper() or not before.endswith(" "):
        return False
    words = before.split()
    return bool(words) and words[-1][0].isupper() and words[-1][-1].isalpha() and is_name_like(inside)


def is_thing(speaker: str | None) -> bool:
    """Whether what is said to say something is a thing with words on it: "a sign says"."""
    return speaker is not None and speaker.rpartition(" ")[2].lower() in _THINGS


def is_followed_by_head(frame: Frame, at: int) -> bool:
    """Whether a passage is the name in front of a noun: the "red zone" policy."""
    following = at + 1
    return following < len(frame.letters) and frame.word(following) in _NAMED_AFTER
