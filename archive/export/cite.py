"""Citations of snippets: as text and Markdown for people, as BibTeX, RIS and CSL-JSON for programs such as Zotero.

A newspaper's item is an article in it; what names no outlet is a page of the web, or else a document. What has no title
is cited by its opening words, in brackets. A day that is not known to the day is given as exactly as it is, and a date
that is not the published one says so in the note.

Source: the forms are those that the import translators of Zotero read (github.com/zotero/translators: RIS, BibTeX, CSL
JSON), and the fields those of BibTeX, BibLaTeX, RIS (2011) and the schema of CSL-JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.extract.dates.prefixdate import HOW_DATED, common, parts, written
from archive.normalise.outlets import looks_like_outlet
from archive.resolve.name_keys import PARTICLES
from archive.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST_TITLE = 80
"""Characters of the opening words that stand for a title."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says of a snippet."""

    id: int
    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    dated: str | None = None
    """Prefix date or range."""
    dated_by: str | None = None
    captured: str | None = None
    permalink: str | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Form(NamedTuple):
    """A form of citations."""

    name: str
    suffix: str
    content_type: str
    one: Callable[[Cited], str]
    head: str = ""
    between: str = "\n"
    tail: str = ""


def citations(form: Form, items: Iterable[Cited]) -> Iterator[str]:
    """Citations as a file, piece by piece."""
    yield form.head
    for number, item in enumerate(items):
        yield (form.between if number else "") + form.one(item)
    yield form.tail


def as_text(item: Cited) -> str:
    """A citation for people: the text, and beneath it where it stood."""
    return "\n".join([f"“{_line(item.text)}”", *_facts(item, f"“{_line(item.title)}”" if item.title else None)]) + "\n"


def markdown(item: Cited) -> str:
    """The same in Markdown: a quotation, its facts beneath."""
    quoted = "\n>\n".join(f"> {_escaped(_line(part))}" for part in item.text.split("\n") if part.strip())
    title = f"*{_escaped(_line(item.title))}*" if item.title else None
    first, *links = _facts(item, title, _escaped)
    shown = [f"<{_angled(link)}>" if "://" in link else _escaped(link) for link in links]
    facts = "  \n> ".join([f"— {first}", *shown])  # two blanks end a line and no paragraph
    return f"{quoted}\n>\n> {facts}\n"


def bibtex(item: Cited) -> str:
    """An entry for BibTeX and BibLaTeX."""
    year, month, day = _day(item) or (None, None, None)
    fields = {
        "author": _braced(" and ".join(map(_bibtex_name, authors(item.author)))) if item.author else None,
        "title": f"{{{_braced(_latex(title_of(item)))}}}",
        "journal" if item.outlet else "howpublished": _braced(_latex(item.outlet or item.url or "")),
        "date": _braced(item.dated) if item.dated else None,
        "year": _braced(str(year)) if year else None,
        "month": _MONTHS[month - 1] if month else None,
        "day": _braced(str(day)) if day else None,
        "url": _braced(_url(item.url)) if item.url else None,
        "urldate": _braced(item.captured) if item.url and item.captured and len(item.captured) == 10 else None,
        "abstract": _braced(_latex(_line(item.text))),
        "langid": _braced(_latex(item.language)) if item.language else None,
        "keywords": _braced(_latex(", ".join(item.tags))) if item.tags else None,
        "note": _braced(_latex(" ".join(_remarks(item)))) if _remarks(item) else None,
    }
    given = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value and value != "{}")
    return f"@{'article' if item.outlet else 'misc'}{{{key(item)},\n{given}}}\n"


def ris(item: Cited) -> str:
    """A reference in the form of RIS."""
    year, month, day = _day(item) or (None, None, None)
    when = f"{year:04}/{f'{month:02}' if month else ''}/{f'{day:02}' if day else ''}/" if year else None
    captured = (
        item.captured.replace("-", "/") + "/" if item.url and item.captured and len(item.captured) == 10 else None
    )
    lines: list[tuple[str, str | None]] = [
        ("TY", "NEWS" if item.outlet else "ELEC" if item.url else "GEN"),
        ("TI", title_of(item)),
        *(("AU", ", ".join(filter(None, name))) for name in authors(item.author)),
        ("T2", item.outlet),
        ("DA", when),
        ("PY", f"{year:04}" if year else None),
        ("UR", item.url),
        ("Y2", captured),
        ("LA", item.language),
        ("AB", item.text),
        *(("KW", tag) for tag in item.tags),
        *(("N1", remark) for remark in _remarks(item)),
        ("ID", key(item)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value is not None)


def csl(item: Cited) -> str:
    """An item of CSL-JSON."""
    fields: dict[str, Any] = {
        "id": key(item),
        "type": "article-newspaper" if item.outlet else "webpage" if item.url else "article",
        "title": title_of(item),
        "author": [
            {"family": family, "given": given} if given else {"literal": family}
            for family, given in authors(item.author)
        ],
        "container-title": item.outlet,
        "issued": _csl_date(item.dated),
        "URL": item.url,
        "accessed": _csl_date(item.captured) if item.url else None,
        "language": item.language,
        "abstract": item.text,
        "keyword": ", ".join(item.tags),
        "note": "\n".join(_remarks(item)),
    }
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False, indent=1)


FORMS = {
    "text": Form("Text", "txt", "text/plain", as_text),
    "markdown": Form("Markdown", "md", "text/markdown", markdown),
    "bibtex": Form("BibTeX", "bib", "application/x-bibtex", bibtex),
    "ris": Form("RIS", "ris", "application/x-research-info-systems", ris, between="\r\n"),
    "csl": Form("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl, "[\n", ",\n", "\n]\n"),
}
"""By the name under which a form is asked for."""


def authors(named: str | None) -> list[tuple[str, str]]:
    """Family and given name of each author; of a body, or of one name, the whole and nothing.

    A particle goes with the family: 'von der Leyen', 'Ursula'.
    """
    return [_parted(" ".join(name.split())) for name in (named or "").split(",") if name.strip()]


def _parted(name: str) -> tuple[str, str]:
    words = [name] if looks_like_outlet(name) else name.split()
    at = len(words) - 1
    while at > 1 and fold(words[at - 1]) in PARTICLES and words[at - 1].islower():
        at -= 1
    return " ".join(words[max(at, 0) :]), " ".join(words[: max(at, 0)])


def title_of(item: Cited) -> str:
    """Its title, or the words with which it opens in brackets."""
    if item.title:
        return _line(item.title)
    whole = _line(item.text)
    if len(whole) <= LONGEST_TITLE:
        return f"[{whole}]"
    return f"[{whole[:LONGEST_TITLE].rpartition(' ')[0] or whole[:LONGEST_TITLE]} …]"


def key(item: Cited) -> str:
    """What names it in a document; its number makes it the only one of an archive."""
    who = next((family for family, _ in authors(item.author)), item.outlet or "snippet")
    slug = "".join(re.findall("[a-z0-9]+", fold(who)))[:30] or "snippet"
    return f"{slug}{(item.dated or '')[:4]}-{item.id}"


def _facts(item: Cited, title: str | None, shown: Callable[[str], str] = str) -> list[str]:
    """Who, what, where and when in a line; then its address, when it was captured, where it is in the archive."""
    when = written(item.dated)
    how = f" ({HOW_DATED[item.dated_by]})" if item.dated_by in HOW_DATED else ""
    author, outlet = (shown(_line(each)) if each else None for each in (item.author, item.outlet))
    facts = [", ".join(filter(None, [author, title, outlet, f"{when}{how}"]))]
    facts += [_line(item.url)] if item.url else []
    facts += [f"Captured {written(item.captured)}"] if item.captured else []
    return facts + ([item.permalink] if item.permalink else [])


def _remarks(item: Cited) -> list[str]:
    how = HOW_DATED.get(item.dated_by or "") if item.dated_by != "published" else None
    dated = [f"Dated {item.dated}, {how}."] if item.dated and (how or "/" in item.dated) else []
    return [*dated, *([item.permalink] if item.permalink else []), *map(_line, item.notes)]


def _day(item: Cited) -> tuple[int, int | None, int | None] | None:
    """Year, month and day, as far as all of a range have them."""
    if not item.dated:
        return None
    first, slash, last = item.dated.partition("/")
    exact = common(first, last) if slash else first
    return parts(exact) if exact else None


def _csl_date(value: str | None) -> dict[str, Any] | None:
    if not value:
        return None
    return {"date-parts": [[part for part in parts(each) if part] for each in value.split("/")]}


def _line(text: str) -> str:
    return " ".join(text.split())


_LATEX = {
    "\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}  # fmt: skip
_NOT_PLAIN = re.compile(r"[\\~^&%$#_{}]|-(?=-)")


def _latex(text: str) -> str:
    return _NOT_PLAIN.sub(lambda found: _LATEX.get(found[0], "-{}"), _line(text))


def _url(address: str) -> str:
    """An address in a field that is taken as it stands, but for what would end or comment it."""
    escapes = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
    return "".join(escapes.get(sign, sign) for sign in _line(address)).replace("%", r"\%")


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _bibtex_name(name: tuple[str, str]) -> str:
    family, given = map(_latex, name)
    return f"{family}, {given}" if given else f"{{{family}}}"


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def _escaped(text: str) -> str:
    """A stranger's line that Markdown shows as it stands."""
    return re.sub(r"^(\d+)([.)])|^([-+=])", r"\1\\\2\3", _MARKDOWN.sub(r"\\\1", text).replace("&", "&amp;"))


def _angled(address: str) -> str:
    return address.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
