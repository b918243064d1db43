"""Labelled sentences of IOB2 files as natural text, so that a recogniser sees what it was made for.

A line is a token, a tab, and a tag (the last column, if there are more); an empty line ends a sentence. Tokens are put
together as a person would write them; where each stands is kept, so that labels become spans in characters.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
"""What counts; other labels (MISC) mark nothing here."""

_WRITTEN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_CLOSING = re.compile(r"[.,;:!?)\]}%…”’»]+|['’](?:s|S|re|ve|ll|d|m|t)?|[nN]['’][tT]")
_ENDINGS = frozenset(("s", "S", "re", "ve", "ll", "d", "m", "t"))
_OPENING = frozenset("([{$£€#@“‘«")
_INNER_HYPHEN = re.compile(r"\w-\w")


class Labelled(NamedTuple):
    """A sentence with its names."""

    text: str
    spans: frozenset[tuple[int, int, str]]
    """Start, stop and kind, in characters."""


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """The IOB2 files of files and folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*.iob2*") if each.is_file())
        else:
            yield path


def labelled(path: Path) -> list[Labelled]:
    """The sentences of a file."""
    sentences = list(_sentences(path))
    # files that split "state-owned" into three have few tokens with a hyphen inside; in others a lone one is a dash
    tokens = [token for sentence in sentences for token, _ in sentence]
    is_split = tokens.count("-") > sum(_INNER_HYPHEN.search(token) is not None for token in tokens)
    return [_labelled(sentence, is_split=is_split) for sentence in sentences]


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        sentence: list[tuple[str, str]] = []
        for line in lines:
            token, *columns = line.rstrip("\r\n").split("\t")
            if columns and token:
                sentence.append((_WRITTEN.get(token, token), columns[-1]))
            elif sentence and not token.strip():
                yield sentence
                sentence = []
        if sentence:
            yield sentence


def _labelled(sentence: Sequence[tuple[str, str]], *, is_split: bool) -> Labelled:
    text, places = written([token for token, _ in sentence], is_split=is_split)
    spans: list[tuple[int, int, str]] = []
    inside = None
    for (start, stop), (_, tag) in zip(places, sentence, strict=True):
        part, _, label = tag.partition("-")
        kind = KINDS.get(label)
        if kind is not None and part == "I" and kind == inside:
            spans[-1] = (spans[-1][0], stop, kind)
        elif kind is not None:
            spans.append((start, stop, kind))
        inside = kind
    return Labelled(text, frozenset(spans))


def written(tokens: Sequence[str], *, is_split: bool = False) -> tuple[str, list[tuple[int, int]]]:
    """A text as the tokens may have stood in it, and where they stand.

    Args:
        tokens: Words and marks, with straight or curly quotes.
        is_split: Whether a lone hyphen joins the words beside it.
    """
    text, places = "", list[tuple[int, int]]()
    is_open, is_glued = False, True
    for at, token in enumerate(tokens):
        closes = _CLOSING.fullmatch(token) is not None
        if token == '"':
            closes = is_open or at == len(tokens) - 1  # the last one ends what another sentence began
            is_open = not closes
        elif token in _ENDINGS and tokens[at - 1] in ("'", "’"):
            closes = at > 1
        joins = is_split and token == "-" and 0 < at < len(tokens) - 1 and _is_word(tokens[at - 1], tokens[at + 1])
        if text and not (is_glued or closes or joins):
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
        is_glued = joins or token in _OPENING or (token == '"' and is_open)
    return text, places


def _is_word(left: str, right: str) -> bool:
    return (left[-1].isalnum() or (left[-1] == "." and len(left) > 1)) and right[0].isalnum()
