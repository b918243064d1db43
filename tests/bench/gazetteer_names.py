"""Organisations and persons out of the raw files, and who holds which office now."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import yaml
from gazetteer_places import DIVISIONS
from gazetteer_raw import (
    Bakery,
    alpha3,
    country_name,
    demonyms,
    factbook,
    iso_day,
    phoenix,
    read_csv,
    territories,
    titled,
    with_article,
)

from archive.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SECTIONS = {"UK": "gb", "IND": "in", "ISL": "is"}

# Bodies that every country has: canonical name, then what else they are called. '{c}' is the country, '{the}' the
# country in a sentence, '{d}' its demonym.
BODIES = (
    ("{d} Armed Forces", "Armed Forces of {the}", "{c} Armed Forces"),
    ("{d} Army", "Army of {the}", "{c} Army"),
    ("{d} Air Force", "{c} Air Force", "Air Force of {the}"),
    ("{d} Navy", "Navy of {the}", "{c} Navy"),
    ("{d} Coast Guard", "{c} Coast Guard"),
    ("{d} National Police", "National Police of {the}", "{c} National Police"),
    ("{d} Police", "{c} Police"),
    ("Government of {the}", "{d} Government", "{c} Government"),
    ("Parliament of {the}", "{d} Parliament", "{c} Parliament"),
    ("National Assembly of {the}", "{d} National Assembly"),
    ("Senate of {the}", "{d} Senate"),
    ("Supreme Court of {the}", "{d} Supreme Court", "{c} Supreme Court"),
    ("Constitutional Court of {the}", "{d} Constitutional Court"),
    ("Central Bank of {the}", "{d} Central Bank"),
    ("Ministry of Foreign Affairs of {the}", "{d} Foreign Ministry", "{d} Ministry of Foreign Affairs"),
    ("Ministry of Defence of {the}", "{d} Defence Ministry", "{d} Defense Ministry", "{d} Ministry of Defence",
     "{d} Ministry of Defense", "Ministry of Defense of {the}"),
    ("Ministry of the Interior of {the}", "{d} Interior Ministry", "{d} Ministry of Interior",
     "Ministry of Interior of {the}", "{d} Ministry of the Interior"),
    ("Ministry of Health of {the}", "{d} Health Ministry", "{d} Ministry of Health"),
    ("Ministry of Finance of {the}", "{d} Finance Ministry", "{d} Ministry of Finance"),
    ("Ministry of Justice of {the}", "{d} Justice Ministry", "{d} Ministry of Justice"),
    ("Communist Party of {the}", "{d} Communist Party"),
)  # fmt: skip


def firms(bakery: Bakery) -> Iterator[list[str]]:
    """Companies of the S&P 500, under the name that people say."""
    for _, security, _, industry, *_ in read_csv(bakery.raw / "sp500.csv"):
        name = re.sub(r" \((?:Class|The).*\)$", "", security)
        short = re.sub(r",? (?:Inc\.?|Corporation|Corp\.?|Company|Co\.|plc|Ltd\.?|Holdings|& Co\.)$", "", name)
        if name in bakery.known or short in bakery.known:
            continue
        strong, weak = bakery.claims([name, short])
        yield [name, "organisation", f"American company ({industry.lower()})", "United States", "", strong, "", weak]


def publishers(bakery: Bakery) -> Iterator[list[str]]:
    """News outlets of fundus, by the country of their section."""
    codes = {entry["code"]: country_name(entry["name"]) for entry in territories(bakery.raw)}
    known_outlets = {alias.lower() for alias in bakery.known}
    country = ""
    for line in (bakery.raw / "publishers.md").read_text(encoding="utf-8").splitlines():
        if section := re.match(r"## (\w+)-Publishers", line):
            country = codes.get(SECTIONS.get(section[1], section[1].lower()), "")
        name = html.unescape(re.sub(r"<[^>]+>", "", line)).strip() if "<div>" in line else ""
        bare = re.sub(r" \(\w+\)$|^The ", "", name)
        known = {spelling.lower() for spelling in (bare, name)} & known_outlets
        if len(bare) < 4 or not country or known:
            continue
        strong, weak = bakery.claims([bare])
        yield [name, "organisation", f"news outlet in {with_article(country)}", country, "", strong, "", weak]


def national_bodies(bakery: Bakery) -> Iterator[list[str]]:
    """Armed forces, courts and ministries of the countries in the news, or named so by the measured news."""
    owners = demonyms(bakery)
    for entry in sorted(factbook(bakery.raw), key=lambda entry: entry["country"]):
        country = entry["country"]
        words = re.split(r"[,;/(]| or ", entry["demonym_adjective"])
        demonym = next((word.strip() for word in words if owners.get(word.strip()) == country), None)
        for templates in BODIES if demonym else ():
            forms = [form.format(c=country, d=demonym, the=with_article(country)) for form in templates]
            is_wanted = country in DIVISIONS or any(bakery.counts(form).seen for form in forms)
            if (is_wanted or not bakery.evidence) and not any(form in bakery.known for form in forms):
                what = f"national body of {with_article(country)}"
                yield [forms[0], "organisation", what, country, "", "|".join(dict.fromkeys(forms)), "", ""]


def parties(bakery: Bakery) -> Iterator[list[str]]:
    """Parties that the measured news names; a name that parties of several countries bear is nobody's alone."""
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in factbook(bakery.raw):
        for written in entry["parties"].split("<br>"):
            name = re.sub(r"\s*[\[(;,].*$| or .*$|^note.*$", "", re.sub(r"<[^>]+>", "", written)).strip()
            if 1 < len(name.split()) < 7 and name[0].isupper() and "note" not in name:
                owners[name].add(entry["country"])
    for name, where in sorted(owners.items()):
        if name in bakery.known or (bakery.evidence and not bakery.counts(name).seen):
            continue
        if len(where) > 1:
            yield [name, "organisation", "party", "", "", "", "", name]
            continue
        country = min(where)
        strong = name if country in name or len(name.split()) > 2 else ""
        yield [
            name,
            "organisation",
            f"party in {with_article(country)}",
            country,
            "",
            strong,
            "",
            "" if strong else name,
        ]


def armed_groups(bakery: Bakery) -> Iterator[list[str]]:
    """Armed groups that the news has named, of the many that the list has."""
    codes = alpha3(bakery.raw)
    for names, code in phoenix(bakery.raw / "phoenix-armed-groups.txt"):
        forms = [titled(re.sub(r"\s*\(.*?\)\s*", "", name)) for name in names]
        if any(form in bakery.known for form in forms):
            continue
        seen = [form for form in forms if bakery.counts(form).seen and len(form.split()) > 1]
        if not bakery.evidence:
            seen = forms
        if seen:
            country = codes.get(code.strip("[]")[:3], "")
            where = f" in {with_article(country)}" if country else ""
            fresh = [form for form in dict.fromkeys(seen) if form not in bakery.known]
            # Two words may be anybody's ('Red Line'); longer names of armed groups are nobody else's.
            strong = [form for form in fresh if len(form.split()) > 2]
            weak = [form for form in fresh if form not in strong]
            row = [seen[0], "organisation", f"armed group{where}", country, "", "|".join(strong), "", "|".join(weak)]
            yield row


def past_leaders(bakery: Bakery) -> Iterator[list[str]]:
    """People in a government since 2000 whom the news has named as the list spells them."""
    codes = alpha3(bakery.raw)
    for names, code in phoenix(bakery.raw / "phoenix-country-actors.txt"):
        terms = re.findall(r"(\w{3})GOV (?:>(\d{6})|\d{6,8}-(\d{6,8}))", code)
        recent = [term for term in terms if (term[1] or term[2])[-6:-4] < "50" and (term[1] or len(term[2]) == 6)]
        if not recent or not re.search(r"GOV", code):
            continue
        forms = [form for form in map(titled, names) if 2 <= len(form.split()) <= 4 and form.replace(" ", "").isalpha()]
        if not forms or any(form in bakery.known for form in forms):
            continue
        seen = [form for form in forms if bakery.counts(form).seen > 1] if bakery.evidence else forms
        country = codes.get(recent[-1][0], "")
        if seen and country and not seen[0].startswith(("President", "King", "Prime", "Minister")):
            yield [seen[0], "person", f"politician in {with_article(country)}", country, "", "|".join(seen), "", ""]


def legislators(bakery: Bakery) -> Iterator[list[str]]:
    """Members of the United States Congress; a representative's name is often shared, a senator's is known."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = yaml.load((bakery.raw / "us-legislators-current.yaml").read_text("utf-8"), Loader=loader)
    states = {
        entry["code"][3:].upper(): entry["name"] for entry in territories(bakery.raw) if entry["code"][:3] == "us-"
    }
    states["GA"] = "Georgia"
    for entry in entries:
        name, term = entry["name"], entry["terms"][-1]
        plain = f"{name['first']} {name['last']}"
        title = re.sub(r" \(.*\)$", "", entry["id"].get("wikipedia") or name.get("official_full") or plain)
        known_as = f"{name.get('nickname') or name['first']} {name['last']}"
        forms = [title, name.get("official_full") or plain, known_as, plain]
        fresh = [form for form in dict.fromkeys(forms) if form not in bakery.known]
        if not fresh or title in bakery.known:
            continue
        is_senator = term["type"] == "sen"
        what = "American senator" if is_senator else "member of the United States House of Representatives"
        qid = entry["id"].get("wikidata", "")
        sure = [form for form in fresh if is_senator or bakery.counts(form).seen > 2]
        unsure = [form for form in fresh if form not in sure]
        row = [title, "person", f"{what} from {states.get(term['state'], term['state'])}", "United States", qid]
        yield [*row, "|".join(sure), "", "|".join(unsure)]


def leaders(bakery: Bakery) -> list[tuple[str, str, str, str]]:
    """Heads of state and government now: office, country, name as the factbook has it, day of entry."""
    pattern = re.compile(
        r"^(President|Prime Minister|King|Queen|Chancellor|Amir) (?!of )(.+?) \(since (\d+ \w+ \d{4})\)"
    )
    found = []
    for entry in factbook(bakery.raw):
        for key in ("chief_of_state", "head_of_government"):
            written = re.sub(r" \((?!since)[^)]*\)|Crown Prince |Dr\. |;[^(]*(?= \()", "", entry[key])
            if match := pattern.match(written):
                office = {"Amir": "emir"}.get(match[1], match[1].lower())
                found.append((office, entry["country"], match[2], iso_day(match[3])))
    realms: dict[str, set[str]] = defaultdict(set)
    for _, country, name, _ in found:
        realms[name].add(country)
    # Who heads several realms is known by hand in the one that matters.
    return [leader for leader in found if len(realms[leader[2]]) == 1]


def leader_names(bakery: Bakery) -> dict[tuple[str, str], str]:
    """The factbook's spelling of a leader, in its country, to the canonical name that the curated table has for him."""
    by_country: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    for row in bakery.curated:
        if row[1] == "person":
            words = {fold(word) for alias in row[5].split("|") for word in re.split(r"[ -]", alias)}
            by_country[row[3]].append((row[0], words))
    names = {}
    for _, country, name, _ in leaders(bakery):
        if " of " in name:
            continue
        words = {fold(word) for word in re.split(r"[ -]", name)}
        surname = {fold(word) for word in re.split(r"[ -]", name) if word.isupper() and len(word) > 2}
        same = [known for known, theirs in by_country[country] if surname <= theirs and len(words & theirs) > 1]
        names[country, name] = same[0] if same else titled(name)
    return names


def present_leaders(bakery: Bakery) -> Iterator[list[str]]:
    known = {row[0] for row in bakery.curated}
    names = leader_names(bakery)
    by_hand = {(office, country) for office, country, *_ in read_csv(bakery.tables / "curated_offices.csv")}
    for office, country, written, _ in leaders(bakery):
        name = "" if (office, country) in by_hand else names.get((country, written), "")
        if name and name not in known and name not in bakery.known and len(name.split()) > 1:
            known.add(name)
            yield [name, "person", f"{office.title()} of {with_article(country)}", country, "", name, "", ""]


def offices(bakery: Bakery) -> Iterator[tuple[str, str, str, str, str]]:
    names = leader_names(bakery)
    by_hand = {(office, country) for office, country, *_ in read_csv(bakery.tables / "curated_offices.csv")}
    for office, country, written, since in leaders(bakery):
        if (office, country) not in by_hand and (country, written) in names:
            yield office, country, names[country, written], since, ""


def outlets(bakery: Bakery, baked: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """Names that hang at the end of news texts: every outlet with its other names."""
    outlet = re.compile(
        r"newspaper|broadcaster|news agency|news site|news group|magazine|news outlet|journal\b|aggregator"
    )
    for row in [*bakery.curated, *baked]:
        is_name = " " in row[0] or bakery.is_name(row[0])
        if row[1] == "organisation" and outlet.search(row[2]) and is_name:
            aliases = [alias for column in row[5:8] for alias in column.split("|") if alias and alias != row[0]]
            yield row[0], "|".join(dict.fromkeys(aliases))
