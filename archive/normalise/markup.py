"""HTML out of text: tags become nothing or a space, entities become the characters they stand for.

Two situations. A fragment known to be HTML is read as a browser would read it. From text that should be plain
only what can't be anything else goes: a known element written as a tag, an entity with its semicolon; so "a < b",
"AT&T" and "?a=1&copy=2" stay as they are.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from archive.text.patterns import lazy_regex

_BLOCKS = (
    "address|article|aside|blockquote|br|button|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hr|img|input|li|main|nav|ol|option|p|pre|section|select|summary|table|tbody|td|tfoot|th|thead|"
    "tr|ul|video|audio|body|html"
)
_INLINES = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|embed|figure|font|i|iframe|ins|kbd|label|link|map|mark|"
    "meta|noscript|object|picture|q|s|samp|script|small|source|span|strike|strong|style|sub|sup|time|track|tt|u|var|wbr"
)
_SILENT = ["script", "style", "noscript", "template", "iframe", "object", "svg", "math", "head", "title"]

_MOST_OPEN = 2000
"""Tags left open, beyond which no parser is asked: each costs a parser a look at all around it."""
_TAG = lazy_regex(r"<[^<>]*>")
_BLOCK_TAG = lazy_regex(rf"<(?=/?(?:{_BLOCKS})\b)", re.IGNORECASE)
_EVIDENT_TAG = lazy_regex(
    # A whole tag of a known element, one with an attribute, one cut off by the end of the text, or a comment.
    rf"</?(?:{_BLOCKS}|{_INLINES})(?:\s*/?>|\s+[\w:-]+\s*=|\s+[\w:-]+\s*/?>)|<(?:a|p|br|img|div|span)(?:\s[\w-]*)?$"
    r"|<!--|<!\[CDATA\[|<!doctype\b",
    re.IGNORECASE,
)
_ENTITY = lazy_regex(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&nbsp(?![\w=;])")
_REPEATED_AMPERSAND = lazy_regex(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")
_CUT_ENTITY = lazy_regex(r"&(?:#[xX]?[0-9A-Fa-f]{0,6}|nbsp?|quot?|[lr][sd]quo?)$")


def has_tags(text: str) -> bool:
    """Whether a text that ought to be plain evidently holds HTML tags."""
    return "<" in text and _EVIDENT_TAG.search(text) is not None


def strip_tags(text: str) -> str:
    """The text of an HTML fragment as a reader sees it, without scripts and styles.

    Returns:
        The text with entities resolved, a space where a block or a line ended, white space not collapsed.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - plain texts do not wait for it

    opened = text.replace("<![CDATA[", "").replace("]]>", "")
    opened = _BLOCK_TAG.sub(" <", opened)
    if opened.count("<") - 2 * opened.count("</") > _MOST_OPEN:
        return html.unescape(_TAG.sub("", opened))
    tree = LexborHTMLParser(opened)
    tree.strip_tags(_SILENT)
    return tree.body.text(deep=True, separator="") if tree.body is not None else ""


def unescape(text: str) -> str:
    """Resolve entities that end in a semicolon, however often their ampersand was escaped again.

    An entity that the end of a cut text broke in two ("don&#82") is dropped. Unknown names stay.
    """
    single = _REPEATED_AMPERSAND.sub("&", text)
    return _CUT_ENTITY.sub("", _ENTITY.sub(_character, single))


def _character(match: re.Match[str]) -> str:
    entity = match[0]
    if entity == "&nbsp":
        return " "
    if entity[1] != "#" and entity[1:] not in html5:
        return entity
    return html.unescape(entity)
