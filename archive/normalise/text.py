"""Text as a reader sees it: encoding damage mended, markup and invisible characters gone, white space single.

What an author typed stays: curly quotes, dashes, ellipses, joiners in Persian or Indic words and in emoji. What a
program made of letters does not: ligatures, and letters and figures of full width. `clean_text` works towards a fixed
point, so cleaning twice changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import urlsafe_b64encode
from hashlib import blake2b

from archive.normalise.markup import has_tags, strip_tags, unescape
from archive.text.folding import reshaped
from archive.text.patterns import lazy_regex

_PASSES = 6
"""Honest text settles in two or three; more means nesting made to wear us out."""

# White space that str.split() does not know: Mongolian vowel separator, Braille blank, Hangul fillers.
_ODD_SPACE = lazy_regex("[\u180e\u2800\u3164\uffa0\u115f\u1160]")
_TERMINAL = lazy_regex("\x1b\\[[0-9;?]*[A-Za-z]")
_HIGH_CONTROL = re.compile("[\x80-\x9f]")
_CONTROL = lazy_regex("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# Zero width, soft hyphen, byte order mark, direction marks, interlinear notes, non-characters.
_ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
)
_INVISIBLE = lazy_regex(f"[{_ZERO_WIDTH}]")
_UNSEEN = lazy_regex(f"[{_ZERO_WIDTH}\u115f\u1160\u180e\u200c\u200d\u2800\u3164\uffa0\U000e0000-\U000e007f]")
_TAG_CHARACTERS = lazy_regex("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")
# Scripts whose letters change shape or meaning at a joiner: Arabic to Tibetan, Myanmar, Khmer, Mongolian.
_JOINING = "\u0600-\u08ff\u0900-\u0fff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe"
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_JOINER = lazy_regex(
    f"(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])|(?<=[{_JOINING}])[\u200c\u200d](?![\u200c\u200d])|([\u200c\u200d])"
)
_SURROGATE = lazy_regex("[\ud800-\udfff]")
# UTF-8 read as something else leaves pairs of odd characters, or one before a space that was 0xA0. Letters of
# scripts that no Western encoding yields, and the typographer's marks, are not odd: that spares most honest text
# ftfy's slow look.
_EVEN = "\x00-\x7f‘’“”–—…«»№\u00a0А-яЁёІіЇїЄєҐґЎў\u0590-\u1cff\u2e80-\ud7ff"
_MAYBE_MOJIBAKE = lazy_regex(f"[^{_EVEN}][^\x00-\x7f]|[^\x00-\x7f][^{_EVEN}]|[ÂÃÄÅÎÏÐÑâãä] ")

_FOLDED = lazy_regex("[`‘’‚‛ʼʻ′´“”„‟″«»‐‑‒–—―−\u200c\u200d\ufe0e\ufe0f]")
_FOLDS = str.maketrans(
    {
        **dict.fromkeys("`‘’‚‛ʼʻ′´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200c\u200d\ufe0e\ufe0f", ""),
    }
)
_DASHES = lazy_regex(r" ?-[- ]*")


def clean_text(text: str, *, markup: bool = False) -> str:
    """Mend and tidy a text without changing a word of it.

    Args:
        text: Text as found, in any state.
        markup: Whether it is an HTML fragment. Plain text that evidently holds tags is stripped of them too.

    Returns:
        NFC text on one line, trimmed, without tags, entities, control and invisible characters. Idempotent.
    """
    if _is_plain(text):
        return text
    if markup and ("<" in text or "&" in text):
        text = strip_tags(_mend_characters(text))
    for _ in range(_PASSES):
        cleaned = _clean_once(text)
        if cleaned == text:
            return text
        text = cleaned
    return _settle(text)


def text_key(text: str) -> str:
    """What makes two snippets the same text: a digest of the text with its typography folded.

    Folded are the kinds of quotes, dashes and ellipses, white space (none counts around a dash), joiners, and
    Unicode's compatibility forms (full width, ligatures, superscripts). Case and punctuation are content: "US" is
    not "us". A text that differs in them alone is a variant, not the same.

    Returns:
        16 letters, digits, '-' and '_': 12 bytes of BLAKE2b in base64. That two texts of a billion share theirs has
        a chance of one in 10¹¹; who sets out to make two that do hides one of their own.
    """
    folded = unicodedata.normalize("NFKC", text.replace("´", "'")) if not text.isascii() else text
    if "`" in folded if folded.isascii() else _FOLDED.search(folded):
        folded = folded.translate(_FOLDS)
    folded = " ".join(folded.split())
    if "-" in folded:
        folded = _DASHES.sub("-", folded)
    digest = blake2b(folded.replace("''", '"').encode("utf-8", "surrogatepass"), digest_size=12).digest()
    return urlsafe_b64encode(digest).decode()


def _is_plain(text: str) -> bool:
    """Whether there is nothing to do: printable ASCII, single spaces, no sign of markup."""
    return (
        text.isascii()
        and text.isprintable()
        and "<" not in text
        and "&" not in text
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
    )


def _mend_characters(text: str) -> str:
    """Control characters and halves of surrogate pairs out: what comes after can trust the string."""
    if _SURROGATE.search(text):
        from ftfy.fixes import fix_surrogates

        text = fix_surrogates(text)
    if text.isascii():
        return text if text.isprintable() else _CONTROL.sub("", _TERMINAL.sub("", text))
    text = _TERMINAL.sub("", text)
    if _HIGH_CONTROL.search(text):
        from ftfy.fixes import fix_c1_controls

        text = fix_c1_controls(text)
    return _CONTROL.sub("", text)


def _clean_once(text: str) -> str:
    text = _mend_encoding(text) if not text.isascii() else text
    text = _mend_characters(text)
    if "<" in text and has_tags(text):
        text = strip_tags(text)
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = _drop_unseen(text)
        text = reshaped(text)
        text = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def _mend_encoding(text: str) -> str:
    """Undo UTF-8 read as something else, before C1 characters are dropped: they are its best evidence."""
    if not _MAYBE_MOJIBAKE.search(text):
        return text
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(text):
        return text
    options = TextFixerConfig(unescape_html=False, uncurl_quotes=False, explain=False, max_decode_length=100_000)
    return fix_encoding(text, options)


def _drop_unseen(text: str) -> str:
    if not _UNSEEN.search(text):
        return text
    text = _ODD_SPACE.sub(" ", text)
    text = _TAG_CHARACTERS.sub("", _INVISIBLE.sub("", text))
    return _JOINER.sub(_keep_joiner, text)


def _keep_joiner(match: re.Match[str]) -> str:
    return "" if match[1] else match[0]


def _settle(text: str) -> str:
    """Bring a text to rest that is still changing: without what markup is made of nothing can unfold."""
    text = text.replace("<", " ").replace("&", " ")
    for _ in range(_PASSES):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned.replace("<", " ").replace("&", " ")
    return text
