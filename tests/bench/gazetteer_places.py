"""Places out of the raw files: countries, their first-level divisions, capitals and all cities."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from gazetteer_raw import (
    GENERIC,
    NOT_NAMES,
    Bakery,
    Evidence,
    country_name,
    demonyms,
    factbook,
    read_csv,
    territories,
    with_article,
)

from archive.text.folding import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator

# Items that stand for a whole realm there, for the country here.
QIDS = {"Denmark": "Q35", "Netherlands": "Q55"}

SUBREGIONS = {
    "Middle Africa": "Central Africa", "Northern Africa": "North Africa", "Eastern Africa": "East Africa",
    "Western Africa": "West Africa", "South-eastern Asia": "South-East Asia", "Northern America": "North America",
    "Australia and New Zealand": "Oceania", "Melanesia": "Oceania", "Micronesia": "Oceania", "Polynesia": "Oceania",
    "Eastern Asia": "East Asia", "Southern Asia": "South Asia", "Caribbean": "the Caribbean",
}  # fmt: skip

# What a first-level division is called, for the countries whose divisions are in the news.
DIVISIONS = {
    "Afghanistan": "Province", "Argentina": "Province", "Australia": "", "Austria": "", "Bangladesh": "Division",
    "Belarus": "Region", "Brazil": "", "Canada": "", "Chile": "Region", "China": "", "Colombia": "Department",
    "Democratic Republic of the Congo": "Province", "Ecuador": "Province", "Egypt": "Governorate",
    "Ethiopia": "Region", "France": "", "Germany": "", "Greece": "", "India": "", "Indonesia": "",
    "Iran": "Province", "Iraq": "Governorate", "Italy": "", "Japan": "Prefecture", "Kenya": "County",
    "Malaysia": "", "Mali": "Region", "Mexico": "", "Mozambique": "Province", "Myanmar": "", "Netherlands": "",
    "Niger": "Region", "Nigeria": "State", "Pakistan": "", "Peru": "Department", "Philippines": "", "Poland": "",
    "Russia": "", "Saudi Arabia": "Region", "Somalia": "", "South Africa": "", "Spain": "", "Sudan": "",
    "Switzerland": "", "Syria": "Governorate", "Thailand": "Province", "Turkey": "Province",
    "Ukraine": "Oblast", "United States": "", "Venezuela": "", "Yemen": "Governorate",
}  # fmt: skip

DIVISION_WORDS = {
    "China": "province", "India": "state", "United States": "state", "Brazil": "state", "Mexico": "state",
    "Australia": "state", "Germany": "state", "Canada": "province", "Russia": "republic", "Pakistan": "province",
    "Venezuela": "state", "Sudan": "state", "Malaysia": "state", "Indonesia": "province", "South Africa": "province",
    "Netherlands": "province", "Switzerland": "canton", "Austria": "state",
}  # fmt: skip

# Misspellings of the cities' source.
DIVISION_NAMES = {
    "Basilicate": "Basilicata", "The Marches": "Marche", "Castille and Leon": "Castile and León",
    "Castille-La Mancha": "Castilla–La Mancha", "Oromiya": "Oromia", "Ghowr": "Ghor", "Khowst": "Khost",
    "Binshangul Gumuz": "Benishangul-Gumuz", "Tombouctou": "Timbuktu", "Lower Shabeelle": "Lower Shabelle",
    "Middle Shabele": "Middle Shabelle", "Michoacan": "Michoacán", "Nuevo Leon": "Nuevo León",
    "San Luis Potosi": "San Luis Potosí", "Queretaro": "Querétaro", "Yucatan": "Yucatán", "FCT": "",
    "Northern Darfur": "North Darfur", "Southern Darfur": "South Darfur", "Western Darfur": "West Darfur",
    "Eastern Darfur": "East Darfur", "Southern Kordofan": "South Kordofan", "Rif-dimashq": "Rif Dimashq",
    "Suwayda": "As-Suwayda", "Tarapaca": "Tarapacá", "Biobio": "Biobío", "Bogota D.C.": "",
}  # fmt: skip

# Orthographies whose marks an English text keeps; elsewhere they are a transliterator's.
LATIN = frozenset(
    "Argentina|Austria|Belgium|Bolivia|Brazil|Canada|Chile|Colombia|Costa Rica|Croatia|Cuba|Czech Republic|Denmark|"
    "Dominican Republic|Ecuador|El Salvador|Estonia|Finland|France|Germany|Guatemala|Honduras|Hungary|Iceland|Ireland|"
    "Italy|Latvia|Lithuania|Luxembourg|Mexico|Nicaragua|Norway|Panama|Paraguay|Peru|Poland|Portugal|Romania|Slovakia|"
    "Slovenia|Spain|Sweden|Switzerland|Turkey|Uruguay|Venezuela".split("|")
)


def countries(bakery: Bakery) -> Iterator[list[str]]:
    for entry in territories(bakery.raw):
        if not entry["is_country"] or entry.get("is_historical"):
            continue
        name = country_name(entry["name"])
        subregion = SUBREGIONS.get(entry.get("subregion", ""), entry.get("subregion", ""))
        qid = QIDS.get(name, entry["qid"])
        # The strong names of the source are written for sanctions lists, not for news; the curated table has ours.
        by_hand = any(row[0] == name and row[1] == "place" for row in bakery.curated)
        strong = "" if by_hand and name in bakery.known else name
        strong = strong or (name if not by_hand else "")
        yield [name, "place", f"country in {subregion}", name, qid, strong, "", ""]


def divisions(bakery: Bakery) -> Iterator[list[str]]:
    """Provinces, states and oblasts: with their items where the territories have them, else from the cities."""
    codes = {entry["code"]: country_name(entry["name"]) for entry in territories(bakery.raw)}
    found: dict[tuple[str, str], str] = {}
    for entry in territories(bakery.raw):
        country = codes.get(entry.get("parent", ""), "")
        if country in DIVISIONS and not {"(", ","} & set(entry["name"]) and not entry.get("is_historical"):
            found[entry["name"], country] = entry["qid"]
    bare_found = {(unaccented(GENERIC.sub("", name)), country) for name, country in found}
    with_items = {country for _, country in found if country not in ("Pakistan", "Spain", "Malaysia", "Brazil")}
    for _, raw_country, name, _ in read_csv(bakery.raw / "world-cities.csv"):
        country = country_name(raw_country)
        title = DIVISION_NAMES.get(name, umlauts(name, country))
        bare = GENERIC.sub("", title)
        if title and country in DIVISIONS and country not in with_items and (bare, country) not in bare_found:
            found.setdefault((bare if DIVISIONS[country] else title, country), "")
    cities = {(unaccented(row[0]), country_name(row[1])) for row in read_csv(bakery.raw / "world-cities.csv")}
    shared = Counter(GENERIC.sub("", name) for name, _ in found)
    for (name, country), qid in sorted(found.items()):
        is_city = bool(DIVISIONS[country]) and (unaccented(name), country) in cities
        yield from division(bakery, name, country, qid, is_shared=is_city or shared[name] > 1)


def umlauts(name: str, country: str) -> str:
    """The source writes Turkish and Swedish names with 'oe' for 'ö'."""
    if country not in ("Turkey", "Sweden"):
        return name
    return name.replace("OE", "Ö").replace("oe", "ö").replace("ue", "ü").replace("ae", "ä")


def division(bakery: Bakery, name: str, country: str, qid: str, *, is_shared: bool) -> Iterator[list[str]]:
    kind = DIVISIONS[country]
    bare = re.sub(r" (?:Oblast|Krai|Province)$", "", name)
    word = (kind or name[len(bare) + 1 :] or DIVISION_WORDS.get(country, "region")).lower()
    title = f"{bare} {kind}" if kind else name
    if len(bare) < 3 or any(row[0] == title and row[1] == "place" for row in bakery.curated):
        return
    words = {word, "region"} if country in ("Russia", "Ukraine", "Belarus") else {word}
    if country in ("Sudan", "Venezuela") or kind == "Department":
        words.add("state")
    aliases = [title]
    for each in sorted(words):
        if each not in bare.lower():
            aliases += [f"{bare} {each}", f"{bare} {each.capitalize()}"]
    if not is_shared and bare != title:
        aliases.append(bare)
    strong, weak = bakery.claims(aliases)
    # A state or province with an item of its own is what its bare name means ('Virginia', 'Delaware').
    if title == bare and title not in bakery.known and title not in NOT_NAMES:
        is_sure = not is_shared and (qid or bakery.stands_alone(bare))
        others = [alias for alias in f"{strong}|{weak}".split("|") if alias and alias != bare]
        strong, weak = "|".join([bare, *others]) if is_sure else "|".join(others), "" if is_sure else bare
    yield [title, "place", f"{word} of {with_article(country)}", country, qid, strong, "", weak]


def capitals(bakery: Bakery) -> Iterator[list[str]]:
    for entry in factbook(bakery.raw):
        name = re.split(r"\s*[(;,]", entry["capital"])[0]
        if not name or len(name.split()) > 3 or name[0].islower() or name == entry["country"]:
            continue
        if name in bakery.known:
            continue
        strong, weak = bakery.claims([name])
        yield [name, "place", f"capital of {with_article(entry['country'])}", entry["country"], "", strong, "", weak]


def cities(bakery: Bakery) -> Iterator[tuple[str, str, str, str]]:
    """All cities, the likeliest bearer of a name first; strong where the news places it without asking."""
    taken = {(row[0], row[1]) for row in bakery.curated if row[1] == "place"}
    by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for raw_name, raw_country, raw_region, _ in read_csv(bakery.raw / "world-cities.csv"):
        country = country_name(raw_country)
        name = raw_name if country in LATIN else unaccented(raw_name)
        region = umlauts(raw_region.removesuffix(" City"), country)
        if len(name) > 2 and name[0].isupper() and (country, region) not in by_name[name]:
            by_name[name].append((country, region))
    demonyms_known = demonyms(bakery)
    for name in sorted(by_name):
        if name in NOT_NAMES or name in demonyms_known:
            continue
        counts = bakery.counts(name)
        homes = ranked(by_name[name], counts)
        if name.startswith("University") or (counts.lower > 20 and homes[0][0] * 4 < max(20, counts.seen)):
            continue
        first, rival = homes[0][0], homes[1][0] if len(homes) > 1 else 0
        for rank, (_, country, region) in enumerate(homes):
            is_known = name in bakery.known or (name, "place") in taken
            if rank == 0 and not is_known:
                sure = first >= max(3, counts.seen // 4, 5 * rival) and bakery.stands_alone(name)
                yield name, country, region, "strong" if sure else "weak"
            elif not any(row[0] == name and row[3] == country and row[1] == "place" for row in bakery.curated):
                home = region if country == "United States" and region else country
                yield f"{name}, {home}", country, region, "weak"


def ranked(homes: list[tuple[str, str]], counts: Evidence) -> list[tuple[int, str, str]]:
    """The homes of a city's name by how often the news confirms them; a bare country counts for its likeliest city."""
    scored = sorted((-counts.where.get(f"{country}/{region}", 0), country, region) for country, region in homes)
    seen_countries: set[str] = set()
    totals = []
    for score, country, region in scored:
        alone = counts.where.get(f"{country}/", 0) if country not in seen_countries else 0
        seen_countries.add(country)
        totals.append((alone - score, country, region))
    return sorted(totals, key=lambda total: (-total[0], total[1:]))
