"""What a page says of itself: title, outlet, language, address, dates; in meta tags, JSON-LD and comments."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from archive.read.links import absolute
from archive.read.record_fields import name_of, stamp_of, text_of
from archive.text.folding import fold
from archive.text.wordlists import either, phrases, ranked, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archive.read.tree import Tree

_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+?)\s*(?:\n|-->)", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--(.{8,600}?)-->", re.DOTALL)
_MADE = re.compile(rf"\b{either('page_metadata', 'made')}", re.IGNORECASE)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d | (?<!\d)\d\d[-./]\d\d[-./](?:\d\d)?\d\d,?\ \d\d:\d\d"
    r" | \d\d?\ \w{3}\ \d{4}\ \d\d:\d\d | \d\d:\d\d:\d\d\ (?P<after>\w{3}\ \d{1,2},\ \d{4})"
    r" | \w{3}\ \d\d?\ \d{4}\ \d\d:\d\d | (?<=@)\d{10}\b",
    re.VERBOSE,
)
"""A day and a time of the day, as servers write them."""
_OTHER_YEAR = re.compile(r"1[34]\d\d\D")
"""A year of the Persian calendar, whose pages often give both."""
_ARTICLE_TYPES = words("page_metadata", "article types")
_AUTHORS = ranked("page_metadata", "authors")
_PUBLISHED_IN_JSON = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_CDATA = re.compile(r"^\s*(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|(?://|/\*)?\s*\]\]>(?:\s*\*/)?\s*$")
"""What pages that are XML put around a script."""
_KINDS = words("page_metadata", "kinds of articles")
_MOST_AUTHORS = 20
_WRITTEN_BY = frozenset(map(fold, phrases("page_metadata", "written by")))
_PUBLISHED = ranked("page_metadata", "published")
_STAMPED = ranked("page_metadata", "stamped")


@dataclass(frozen=True, slots=True)
class Story:
    """An article as JSON-LD describes it."""

    headline: str
    url: str | None = None
    description: str = ""
    body: str = ""
    author: str | None = None
    published: str | None = None
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself."""

    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    base: str = ""
    """Address that relative links start from; empty if the page names none."""
    stamp: str | None = None
    """The page's own date, as it writes it."""
    published: str | None = None
    """When its article was published, as it writes it."""
    saved: str | None = None
    """When it was saved, or made by a server, as that wrote it into a comment."""
    authors: tuple[str, ...] = ()
    """Who wrote its article, by its JSON-LD and by its meta tags."""
    sites: tuple[str, ...] = ()
    """What the outlet, its publisher and its address are called: they are no authors."""
    description: str = ""
    is_article: bool = False
    stories: tuple[Story, ...] = field(default=())

    def resolve(self, link: str) -> str | None:
        """An absolute address for a link, without its fragment; None for what leads nowhere."""
        link = link.strip()
        if (
            not link
            or link.startswith("#")
            or link.lower().startswith(("javascript:", "mailto:", "tel:", "data:", "blob:"))
        ):
            return None
        whole = absolute(self.base, link)
        try:
            return urldefrag(whole).url if whole else None
        except ValueError:
            return None


def about(html: str, tree: Tree, captured_url: str | None = None) -> About:
    """Collect what a page says of itself, in its elements and its comments; it was perhaps fetched from an address."""
    meta = _meta(tree)
    objects = list(_json_ld(tree))
    stories = tuple(_stories(objects))
    main = _main_story(stories, meta.get("og:title") or _title(tree) or "")
    saved, saved_at = _saved(html)
    url = _canonical(tree) or meta.get("og:url") or saved or captured_url
    url = absolute(saved or captured_url or "", url) if url else None
    title = meta.get("og:title") or _title(tree)
    kind = meta.get("og:type", "").lower()
    is_article = kind in _KINDS or main is not None or "article:published_time" in meta
    said: list[str | None] = [*(meta.get(name) for name in _PUBLISHED), main.published if main else None]
    said.append(_page_published(objects) if is_article else None)
    published = min(filter(None, said), key=lambda written: bool(_OTHER_YEAR.match(written)), default=None)
    if main and main.published and _ISO.match(main.published) and published and _ISO.match(published):
        # Some give the day of the last edit in the meta tag.
        published = min(published, main.published)
    stamp = published or next((meta[name] for name in _STAMPED if meta.get(name)), None)
    outlet = meta.get("og:site_name") or meta.get("application-name") or _publisher(objects)
    return About(
        title=title,
        outlet=outlet,
        language=_language(tree, meta),
        url=url,
        base=_base(tree, url or ""),
        stamp=stamp or meta.get("last-modified"),
        saved=saved_at,
        published=published,
        authors=tuple(filter(None, (main.author if main else None, *_authors(tree)))),
        sites=tuple(filter(None, (outlet, _publisher(objects), _host(url)))),
        description=meta.get("description") or meta.get("og:description") or (main.description if main else ""),
        is_article=is_article,
        stories=stories,
    )


def _meta(tree: Tree) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.parser.css("meta"):
        attributes = node.attributes
        content = " ".join((attributes.get("content") or attributes.get("value") or "").split())
        names = (attributes.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        for name in names:
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def _title(tree: Tree) -> str | None:
    node = tree.parser.css_first("title")
    return " ".join(node.text(deep=True).split()) or None if node is not None else None


def _canonical(tree: Tree) -> str | None:
    node = tree.parser.css_first('link[rel~="canonical"]')
    link = (node.attributes.get("href") or "").strip() if node is not None else ""
    return link or None


def _base(tree: Tree, url: str) -> str:
    node = tree.parser.css_first("base[href]")
    link = (node.attributes.get("href") or "").strip() if node is not None else ""
    return absolute(url, link) or url


def _language(tree: Tree, meta: Mapping[str, str]) -> str | None:
    node = tree.parser.css_first("html")
    attributes = node.attributes if node is not None else {}
    written = (
        attributes.get("lang") or attributes.get("xml:lang") or meta.get("content-language") or meta.get("og:locale")
    )
    return written.strip() or None if written else None


def _saved(html: str) -> tuple[str | None, str | None]:
    """Address and date that a browser wrote into the page when it saved it, or a server when it made it."""
    if found := _SINGLE_FILE.search(html[:20_000]):
        return found[1], re.sub(r"\s*\([^)]*\)$", "", found[2])
    found = _SAVED.search(html[:20_000])
    return (found[1] if found else None), _made(html)


def _made(html: str) -> str | None:
    """When a server, a cache or an archive of the web made the page, by a comment at its end or start."""
    for comment in (*reversed(_COMMENT.findall(html[-20_000:])), *_COMMENT.findall(html[:5_000])):
        moment = _MOMENT.search(comment) if _MADE.search(comment) else None
        if moment is not None:
            return stamp_of(moment["after"] or moment[0])
    return None


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _authors(tree: Tree) -> Iterator[str]:
    """The authors whom each kind of meta tag names, a tag each or all in one."""
    named: dict[str, list[str]] = {}
    for node in tree.parser.css("meta"):
        written = " ".join((node.attributes.get("content") or node.attributes.get("value") or "").split())
        name = (node.attributes.get("property") or node.attributes.get("name") or "").strip().lower()
        if written and not written.startswith(("http:", "https:", "//", "@")):
            named.setdefault(name, []).append(re.sub(r"^by\s+", "", written, flags=re.IGNORECASE))
    if fold(next(iter(named.get("twitter:label1", [])), "")) in _WRITTEN_BY:
        named.setdefault("author", named.get("twitter:data1", []))
    return (", ".join(dict.fromkeys(named[name])) for name in _AUTHORS if name in named)


def _json_ld(tree: Tree) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD blocks, outer ones first."""
    for node in tree.parser.css('script[type="application/ld+json"]'):
        written = _CDATA.sub("", node.text(deep=True))
        try:
            waiting = [json.loads(written, strict=False)]
        except (ValueError, RecursionError):
            # Many pages carry broken JSON-LD; of that, only the day counts, if it gives no more than one.
            days = set(_PUBLISHED_IN_JSON.findall(written))
            if len(days) == 1:
                yield {"@type": "WebPage", "datePublished": days.pop()}
            continue
        for _ in range(5000):
            if not waiting:
                break
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(reversed(value))
            elif isinstance(value, dict):
                yield value
                waiting.extend(inner for inner in reversed(value.values()) if isinstance(inner, list | dict))


def _types(value: Mapping[str, Any]) -> set[str]:
    written = value.get("@type")
    names = written if isinstance(written, list) else [written]
    return {str(name).rsplit("/", 1)[-1].lower() for name in names}


def _stories(objects: list[dict[str, Any]]) -> Iterator[Story]:
    people = {value["@id"]: value for value in objects if isinstance(value.get("@id"), str) and name_of(value)}
    for value in objects:
        headline = text_of(value.get("headline")) or text_of(value.get("name"))
        if not headline or not _types(value) & _ARTICLE_TYPES:
            continue
        link = value.get("url") or value.get("mainEntityOfPage")
        link = link.get("@id") if isinstance(link, dict) else link
        yield Story(
            headline=" ".join(headline.split()),
            url=link if isinstance(link, str) else None,
            description=text_of(value.get("description")).strip(),
            body=text_of(value.get("articleBody")).strip(),
            author=name_of(_resolved(value.get("author"), people)),
            published=stamp_of(value.get("datePublished") or value.get("dateCreated")),
            is_live="liveblogposting" in _types(value),
        )


def _resolved(author: Any, people: Mapping[str, Any]) -> Any:
    """An author, or several, where a graph only points to who they are."""
    if isinstance(author, list):
        return [_resolved(each, people) for each in author[:_MOST_AUTHORS]]
    if isinstance(author, dict) and not name_of(author) and isinstance(author.get("@id"), str):
        return people.get(author["@id"])
    return author


def _main_story(stories: tuple[Story, ...], title: str) -> Story | None:
    """The story that the page is about: the only one, or the one that its title names."""
    if len(stories) == 1 or (stories and stories[0].is_live):
        return stories[0]
    title = title.casefold()
    return next((story for story in stories if title and story.headline.casefold() in title), None)


def _page_published(objects: list[dict[str, Any]]) -> str | None:
    """When the page itself was published, where its JSON-LD describes no article but the page."""
    pages = (value for value in objects if _types(value) & {"webpage", "itempage"})
    return next((stamp for page in pages if (stamp := stamp_of(page.get("datePublished")))), None)


def _publisher(objects: list[dict[str, Any]]) -> str | None:
    for value in objects:
        publisher = value.get("publisher")
        name = name_of(publisher) if isinstance(publisher, dict) else None
        if name or _types(value) & {"newsmediaorganization", "website"}:
            return name or name_of(value.get("name"))
    return None
