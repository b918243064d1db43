"""Gets what the recogniser of names is trained on: fetches it, checks it, and writes it as the trainer reads it.

    python tests/bench/names_sets.py FOLDER

`names_sets.csv` lists the files: where each is public, at which commit, under which licence, and its SHA-256. What is
not yet in `FOLDER/raw` is fetched; a file with another sum is refused (of a whole repository, the texts taken out of
it are summed). Then `FOLDER/train` and `FOLDER/dev` hold the
labelled sets as IOB2 (`PER`, `ORG`, `LOC`, `MISC`), and `FOLDER/corpus.jsonl.gz` the news texts. Nothing else is
needed but the silver set, which `names_silver.py` makes of those texts.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Sentence = list[tuple[str, str]]
"""Tokens with their tags."""

_TABLE = Path(__file__).with_suffix(".csv")

# What the sets call a name, brought to four labels; whatever is not here is no name.
_LABELS = {
    **dict.fromkeys("PER person politician writer scientist researcher musicalartist".split(), "PER"),
    **dict.fromkeys(
        "ORG organisation politicalparty university band academicjournal magazine corporation group".split(), "ORG"
    ),
    **dict.fromkeys("LOC location country".split(), "LOC"),
    **dict.fromkeys(
        "MISC misc album algorithm award book chemicalcompound chemicalelement conference discipline election enzyme "
        "event field literarygenre metrics musicalinstrument musicgenre poem product programlang protein song task "
        "theory creative-work".split(),
        "MISC",
    ),
}


class Source(NamedTuple):
    """A public file, as a line of the table has it."""

    file: str
    repository: str
    path: str
    commit: str
    sha256: str
    licence: str

    @property
    def address(self) -> str:
        """Where it is; a whole repository where no path is told."""
        if self.path:
            return f"https://raw.githubusercontent.com/{self.repository}/{self.commit}/{self.path}"
        return f"https://codeload.github.com/{self.repository}/tar.gz/{self.commit}"


def sources() -> list[Source]:
    """The files that are needed."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        return [Source(*row) for row in rows]


def fetch(source: Source, raw: Path) -> None:
    """Brings a file into the folder, unless it is there, and checks it.

    Raises:
        ValueError: It is not the file that it should be.
    """
    target = raw / source.file
    if not target.exists():
        print("fetching", source.address, file=sys.stderr)
        with urllib.request.urlopen(source.address) as answer:
            target.write_bytes(answer.read())
    if source.path:  # of a whole repository the texts are checked: how it is packed may change
        check(target, hashlib.sha256(target.read_bytes()).hexdigest(), source.sha256)


def check(target: Path, found: str, sha256: str) -> None:
    """Compares sums.

    Raises:
        ValueError: They differ.
    """
    if found != sha256:
        raise ValueError(f"{target} is not what was published then: its SHA-256 is {found}, not {sha256}")


def sentences(text: str, separator: str = "\t", token: int = 0, tag: int = -1) -> Iterator[Sentence]:
    """The sentences of a file with a token a line."""
    sentence: Sentence = []
    for line in text.splitlines():
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif not line.startswith("# "):
            columns = line.rstrip().split(separator)
            label = _LABELS.get(columns[tag][2:])
            goes_on = columns[tag][0] == "I" and sentence and sentence[-1][1][2:] == label
            sentence.append((columns[token], f"{'I' if goes_on else 'B'}-{label}" if label else "O"))
    if sentence:
        yield sentence


def related(document: dict[str, Any]) -> Iterator[Sentence]:
    """The sentences of a document of DocRED, whose names are listed apart."""
    tags = [["O"] * len(words) for words in document["sents"]]
    for mention in (mention for entity in document["vertexSet"] for mention in entity):
        (begin, end), label = mention["pos"], mention["type"]
        if label in _LABELS:
            tags[mention["sent_id"]][begin:end] = [f"B-{label}", *[f"I-{label}"] * (end - begin - 1)]
    for words, own in zip(document["sents"], tags, strict=True):
        yield list(zip(words, own, strict=True))


def write(path: Path, made: Sequence[Sentence]) -> None:
    """Writes sentences as IOB2."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ("".join(f"{token}\t{tag}\n" for token, tag in sentence) for sentence in made)
    path.write_text("\n".join(lines), encoding="utf-8")


def write_sets(raw: Path, folder: Path) -> None:
    """Writes the labelled sets."""

    def text(name: str) -> str:
        return (raw / name).read_text(encoding="utf-8")

    train, dev = folder / "train", folder / "dev"
    domains = ("politics", "science", "literature", "music", "ai")
    parts = [f"crossner-{domain}-{part}.txt" for domain in domains for part in ("train", "dev", "test")]
    write(train / "crossner.iob2", [sentence for part in parts for sentence in sentences(text(part))])
    # Of English EWT the part called dev is learnt from, and the part called test judges.
    write(train / "uner-ewt.iob2", list(sentences(text("uner-ewt-dev.iob2"), token=1, tag=2)))
    write(dev / "uner-ewt.iob2", list(sentences(text("uner-ewt-test.iob2"), token=1, tag=2)))
    pud = list(sentences(text("uner-pud-test.iob2"), token=1, tag=2))
    write(train / "uner-pud.iob2", pud[:700])
    write(dev / "uner-pud.iob2", pud[700:])
    write(train / "wnut17.iob2", list(sentences(text("wnut17-train.conll"))))
    write(dev / "wnut17.iob2", list(sentences(text("wnut17-dev.conll"))))
    tweets = [sentence for part in "abegh" for sentence in sentences(text(f"btc-{part}.conll"))]
    write(train / "btc.iob2", tweets[:6338])
    write(dev / "btc.iob2", tweets[6338:])
    with zipfile.ZipFile(raw / "multiner.zip") as packed:
        reports = packed.read("Final_English.txt").decode("utf-8")
    write(train / "multiner-reports.iob2", list(sentences(reports, " ")))
    documents = [document for part in ("dev", "test") for document in json.loads(text(f"redocred-{part}.json"))]
    write(train / "redocred.iob2", [sentence for document in documents for sentence in related(document)])


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAYS = re.compile(r"/(?:200[2-9]|201\d|202[0-3])-[\d-]+\.yaml$")
_OUTLETS = re.compile(r"(?:\s*\([^()]{2,60}\))+$")


def write_corpus(archive: Path, target: Path) -> str:
    """Writes the texts of the news summaries, each with its day; returns their SHA-256."""
    digest = hashlib.sha256()
    with tarfile.open(archive) as packed, gzip.open(target, "wt", encoding="utf-8") as out:
        for name in sorted(member.name for member in packed.getmembers() if _DAYS.search(member.name)):
            stream = packed.extractfile(name)
            day = yaml.load(stream.read(), Loader=_LOADER) if stream else {}
            for texts in (day.get("Intelligence_Payload") or {}).values():
                for text in texts:
                    line = {"date": str(day["Date"]), "text": _OUTLETS.sub("", str(text))}
                    written = json.dumps(line, ensure_ascii=False) + "\n"
                    digest.update(written.encode())
                    out.write(written)
    return digest.hexdigest()


def main() -> None:
    """Fetches, checks and writes everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to put it")
    options = parser.parse_args()
    raw = options.folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for source in sources():
        fetch(source, raw)
    write_sets(raw, options.folder)
    for source in sources():
        if not source.path:
            corpus = options.folder / "corpus.jsonl.gz"
            check(corpus, write_corpus(raw / source.file, corpus), source.sha256)


if __name__ == "__main__":
    main()
