"""How well a search understands what is typed: `python tests/bench/search_quality.py ARCHIVE [--seed 1] [--errors]`.

Questions are made of the archive's own names and texts, so any archive will do; one of 20,000 texts takes a minute:

- names with one letter missing, doubled, swapped or wrong: is the right one offered among the first three?
- sentences with a fifth of their words changed or left out, and questions of their rarer words: is the text found,
  and how high (nDCG@10)?
- words typed in other forms (no accents, hyphens, apostrophes, full stops; other quotation marks, spellings, widths):
  is the text among what is found?
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing

from archive.errors import SearchError
from archive.search import search
from archive.text.folding import fold
from archive.text.levelling import FUNCTION_WORDS, level
from archive.text.typed_forms import other_spelling

NAMES, SENTENCES, FORMS = 500, 200, 10
SMALL = "abcdefghijklmnopqrstuvwxyz"
FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
QUESTIONS = ("what happened when {}?", "why did {}", "who said {}?", "what do we know about {}", "how many people {}")
OTHER_FORMS: dict[str, tuple[str, Callable[[str], str]]] = {
    "accents": (r"\b\w*[À-ɏ]\w*\b", fold),
    "decomposed": (r"\b\w*[À-ɏ]\w*\b", lambda word: unicodedata.normalize("NFD", word)),
    "hyphen left out": (r"\b[A-Za-z]{2,7}-[a-z]{2,8}\b", lambda word: word.replace("-", "")),
    "hyphen apart": (r"\b[A-Za-z]{2,9}-[A-Za-z]{2,9}\b", lambda word: word.replace("-", " ")),
    "apostrophe left out": (r"\b[A-Z]['’][A-Z][a-z]{3,}\b", lambda word: re.sub("['’]", "", word)),
    "contraction": (r"\b(?:don|won|isn|doesn|didn)['’]t\b", lambda word: re.sub("['’]", "", word)),
    "thousands": (r"\b\d{1,3},\d{3}\b", lambda word: word.replace(",", "")),
    "thousands parted": (r"(?<![\d.,-])[3-9]\d{3}\b(?![.,]\d)", lambda word: f"{int(word):,}"),
    "no full stops": (r"\b(?:[A-Z]\.){2,3}", lambda word: word.replace(".", "")),
    "full stops": (r"\b(?:US|UK|UN|EU|NATO|DC)\b", lambda word: ".".join(word) + "."),
    "initials": (r"\b[A-Z]\. ?[A-Z]\. [A-Z][a-z]{3,}\b", lambda word: re.sub(r"\. ?(?!\w{2})", "", word)),
    "model": (r"\b[A-Z]{1,5}-\d{1,3}\b", lambda word: word.replace("-", "")),
    "model parted": (r"\b[A-Z]\d{1,2}\b", lambda word: f"{word[0]}-{word[1:]}"),
    "ampersand": (r"\b[A-Z]&[A-Z]\b", lambda word: word.replace("&", "")),
    "full width": (r"\b[A-Z][a-z]{5,}\b", lambda word: word.translate(FULL)),
    "ligature": (r"\b[a-z]*(?:fi|fl)[a-z]{3,}\b", lambda word: word.replace("fi", "ﬁ").replace("fl", "ﬂ")),
    "last name first": (r"\b[A-Z][a-z]{4,} [A-Z][a-z]{4,}\b", lambda words: ", ".join(reversed(words.split()))),
    "other quotes": (r"\b[A-Z][a-z]{4,} [A-Z][a-z]{4,}\b", "„{}“".format),
    "other shore": (r"\b[a-z]{3,}(?:isation|our|ise|ence|centre)s?\b", lambda word: other_spelling(word) or word),
}


def mistyped(name: str, rng: random.Random) -> str:
    """A name with one wrong letter in one of its longer words."""
    words = name.split()
    place = rng.choice([at for at, word in enumerate(words) if len(word) > 3] or [0])
    word = words[place]
    while True:
        at, letter = rng.randrange(len(word)), rng.choice(SMALL)
        wrong = rng.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            )
        )
        if wrong.lower() != word.lower():
            return " ".join((*words[:place], wrong, *words[place + 1 :]))


def changed(text: str, others: list[str], rng: random.Random) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 5)):
        at = rng.randrange(len(words))
        words[at : at + 1] = [] if rng.random() < 0.5 else [rng.choice(others)]
    return " ".join(words)


def question(text: str, others: list[str], rng: random.Random) -> str:
    words = [word for word in re.findall(r"\w[\w'-]*", text) if level(fold(word)) not in FUNCTION_WORDS]
    kept = set(rng.sample(words, min(len(words), max(3, min(6, len(words) // 2)))))
    said = [word for word in words if word in kept] + [rng.choice(others)] * (rng.random() < 0.5)
    return rng.choice(QUESTIONS).format(" ".join(said))


def ids(conn: sqlite3.Connection, query: str, limit: int) -> list[int]:
    try:
        return [hit.id for hit in search(conn, query, limit=limit).hits]
    except SearchError:
        return []


def names(conn: sqlite3.Connection, rng: random.Random, *, errors: bool) -> str:
    known = [name for (name,) in conn.execute("select name from entities where snippet_count > 1 and length(name) > 4")]
    right = tried = 0
    for name in rng.sample(known, min(NAMES, len(known))):
        found = search(conn, typed := mistyped(name, rng))
        if found.total and not found.is_relaxed:
            continue  # it is a word, too
        tried += 1
        offered = [word for one in found.offers for word in map(fold, one.words)]
        is_right = any(fold(name) in word or word in fold(name).split() for word in offered)
        right += is_right
        if errors and not is_right:
            print(f"  {typed}: {name}, not {', '.join(offered)}")
    return f"names mistyped: {right} of {tried} right among three"


def texts(conn: sqlite3.Connection, rng: random.Random, make: Callable[..., str], what: str) -> str:
    rows = [row for row in conn.execute("select id, text from snippets") if 8 <= len(row[1].split()) <= 40]
    others = [word for _, text in rng.sample(rows, 300) for word in re.findall("[a-z]{4,}", text)]
    ranks = []
    for number, text in rng.sample(rows, SENTENCES):
        found = ids(conn, make(text, others, rng), 10)
        ranks.append(found.index(number) + 1 if number in found else 0)
    gain = sum(1 / math.log2(rank + 1) for rank in ranks if rank) / len(ranks)
    return f"{what}: {sum(rank == 1 for rank in ranks)} of {len(ranks)} first, nDCG@10 {gain:.3f}"


def forms(conn: sqlite3.Connection, rng: random.Random, *, errors: bool) -> str:
    rows = conn.execute("select id, text from snippets").fetchall()
    rng.shuffle(rows)
    right = tried = 0
    for what, (pattern, form) in OTHER_FORMS.items():
        of_kind = ((number, text, found[0]) for number, text in rows if (found := re.search(pattern, text)))
        for (number, text, word), _ in zip(of_kind, range(FORMS), strict=False):
            beside = rng.choice([other for other in re.findall(r"[A-Za-z]{6,}", text) if other not in word] or [""])
            is_right = number in ids(conn, f"{form(word)} {beside}", 1000)
            tried, right = tried + 1, right + is_right
            if errors and not is_right:
                print(f"  {what}: {form(word)} {beside} ({word})")
    return f"other forms: {right} of {tried} found"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="show what went wrong")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    with closing(sqlite3.connect(given.archive)) as conn:
        print(names(conn, rng, errors=given.errors))
        print(texts(conn, rng, changed, "sentences changed"))
        print(texts(conn, rng, question, "questions"))
        print(forms(conn, rng, errors=given.errors))


if __name__ == "__main__":
    main()
