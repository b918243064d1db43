"""Names of news outlets and agencies, for the places where only such a name can stand.

The question answered here is "what does this tail, bracket or byline name?", never "does this text mention an
outlet?": short names such as "AP" or "Time" are safe in a bracket after a sentence and nowhere else. The commonest
outlets of the world are listed below with what they are called in brackets; the archive's own table of outlets adds
more and has the last word on what an outlet is called.
"""

from __future__ import annotations

import csv
import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Canonical name = other forms. "The" in front never matters.
_AGENCIES = """
Associated Press = AP; The AP
Reuters = Thomson Reuters; Reuters Staff; Reuters World; Reuters News; Thomson Reuters Foundation
Agence France-Presse = AFP; Agence France Presse
Bloomberg = Bloomberg News; Bloomberg.com
United Press International = UPI
Press Association = PA; PA Media; PA news agency
TASS = ITAR-TASS; ТАСС; ИТАР-ТАСС
Interfax = Интерфакс; Interfax news agency
Interfax-Ukraine = Интерфакс-Украина; Інтерфакс-Україна
RIA Novosti = RIA; РИА Новости; RIA News
Ukrinform = Укрінформ; Укринформ
UNIAN = УНИАН; УНІАН
Belta = BelTA; БелТА; БЕЛТА
Xinhua = Xinhua News Agency; 新华社
Kyodo News = Kyodo; 共同; 共同通信
Jiji Press = Jiji; 時事
Yonhap = Yonhap News Agency; Yonhap News
dpa = Deutsche Presse-Agentur; dpa-AFX
ANSA = Ansa
AdnKronos = Adnkronos
EFE = Agencia EFE; EFE News
Europa Press = Europa Press Agency
Lusa = Agência Lusa
Agência Brasil = Agencia Brasil
Folhapress
Press Trust of India = PTI
ANI = Asian News International
IANS = Indo-Asian News Service
Anadolu Agency = AA; Anadolu; Anadolu Ajansı
IRNA = Islamic Republic News Agency
KUNA = Kuwait News Agency
WAM = Emirates News Agency
SPA = Saudi Press Agency
MENA = Middle East News Agency
SANA = Syrian Arab News Agency
WAFA = Wafa
KCNA = Korean Central News Agency
Antara = ANTARA News; Antara News
Bernama = BERNAMA
CNA = Channel NewsAsia; Channel News Asia
NAN = News Agency of Nigeria
APA = Austria Presse Agentur
ATS = Keystone-ATS
Belga = Belga News Agency
ANP = Algemeen Nederlands Persbureau
NTB
Ritzau
PAP = Polish Press Agency; Polska Agencja Prasowa
MTI = Magyar Távirati Iroda
CTK = ČTK; Czech News Agency
BTA = Bulgarian News Agency
Agerpres = AGERPRES
Tanjug = Танјуг
HINA = Hina
BNS = Baltic News Service
AAP = Australian Associated Press
Canadian Press = CP
Catholic News Agency = Catholic News Service
Inter Press Service = IPS
McClatchy = McClatchy Newspapers
Radio Free Europe/Radio Liberty = RFE/RL; RFERL
"""

_OUTLETS = """
BBC
BBC News
BBC Sport
BBC World
BBC World Service
CNN = CNN.com; CNN International
Deutsche Welle = DW; DW.com; DW News
Al Jazeera = Aljazeera; Al-Jazeera; Al Jazeera English; AlJazeera.com
Al Arabiya = Al-Arabiya; Al Arabiya English
The Kyiv Independent = Kyiv Independent; KyivIndependent.com
Kyiv Post
Ukrainska Pravda = Українська правда; Украинская правда; Ukrayinska Pravda
European Pravda = Європейська правда
Suspilne = Суспільне
Hromadske = Громадське
NV = New Voice of Ukraine
Liga.net = LIGA.net
Euromaidan Press
The Moscow Times
Meduza = Медуза
Novaya Gazeta = Новая газета; Novaya Gazeta Europe
Kommersant = Коммерсантъ; Коммерсант
Vedomosti = Ведомости
Izvestia = Известия
RBC = РБК
RT = Russia Today
Sputnik
The Insider
Belsat
Nasha Niva
Radio Liberty = Radio Svoboda; Радіо Свобода
Voice of America = VOA; VOA News
Euronews
France 24 = France24
RFI = Radio France Internationale
Le Monde
Le Figaro
Libération
Le Parisien
Mediapart
Der Spiegel = Spiegel; Spiegel Online
Die Zeit
Die Welt
Bild
Frankfurter Allgemeine Zeitung = FAZ; Frankfurter Allgemeine
Süddeutsche Zeitung = SZ
Tagesschau
ZDF
ARD
Neue Zürcher Zeitung = NZZ
Der Standard
El País = El Pais
El Mundo
La Vanguardia
ABC.es
Clarín
La Nación
O Globo
Folha de S.Paulo = Folha de S. Paulo; Folha
O Estado de S. Paulo = Estadão; Estadão Conteúdo
G1
UOL
Público
Jornal de Notícias
Corriere della Sera
La Repubblica = Repubblica
La Stampa
RAI News
Politiken
Aftenposten
Dagens Nyheter
Svenska Dagbladet
Yle
Helsingin Sanomat
Gazeta Wyborcza
Rzeczpospolita
TVP
ERR News = ERR
Delfi
LRT
LSM
Postimees
Swissinfo
The Brussels Times
Politico = Politico Europe; POLITICO Europe; POLITICO
EUobserver
Euractiv
The Local
The Guardian = Guardian; theguardian.com
The Observer
The Times
The Sunday Times
The Telegraph = The Daily Telegraph; Daily Telegraph; Telegraph
The Independent
Evening Standard
Financial Times = FT; FT.com
The Economist = Economist
Daily Mail = Mail Online; MailOnline
Daily Mirror
Daily Express
The Sun
Metro
Sky News
ITV News = ITV
Channel 4 News
The Spectator
New Statesman
The Scotsman
The Herald
The Irish Times = Irish Times
Irish Independent
Irish Examiner
RTÉ = RTE; RTÉ News; RTE News
The New York Times = New York Times; NYT; NY Times; N.Y. Times; NYTimes.com
The Washington Post = Washington Post; WaPo; WashPost
The Wall Street Journal = Wall Street Journal; WSJ
USA Today
Los Angeles Times = L.A. Times; LA Times
New York Post
New York Daily News
Chicago Tribune
The Boston Globe = Boston Globe
Houston Chronicle
San Francisco Chronicle
Miami Herald
The Seattle Times = Seattle Times
The Philadelphia Inquirer = Philadelphia Inquirer
The Dallas Morning News = Dallas Morning News
The Baltimore Sun = Baltimore Sun
The Denver Post = Denver Post
The Atlanta Journal-Constitution = Atlanta Journal-Constitution
Christian Science Monitor = The Christian Science Monitor
NPR = National Public Radio
PBS = PBS NewsHour; PBS News
ABC News = ABC News America
CBS News = CBS
NBC News = NBC
MSNBC
CNBC
Fox News = FOX News; FoxNews.com
Axios
The Hill
The Intercept
The Atlantic
The New Yorker
Newsweek
Time = TIME; Time Magazine
Forbes
Fortune
Barron's
MarketWatch
Business Insider
HuffPost = Huffington Post; The Huffington Post
BuzzFeed News = BuzzFeed
Vox
Vice News = VICE News
Slate
ProPublica
Foreign Policy
Foreign Affairs
The Daily Beast = Daily Beast
National Review
Wired = WIRED
The Verge
TechCrunch
Ars Technica
Engadget
Gizmodo
Space.com
ESPN
Yahoo News = Yahoo! News; Yahoo
MSN
Google News
U.S. News & World Report
Stars and Stripes
Defense News
Bellingcat
International Herald Tribune = IHT
CBC News = CBC; CBC.ca
CTV News = CTV
Global News
The Globe and Mail = Globe and Mail
National Post
Toronto Star
ABC News Australia = ABC Australia; ABC Online
The Australian
The Sydney Morning Herald = Sydney Morning Herald; SMH
The Age
News.com.au
SBS News
Herald Sun
RNZ = Radio New Zealand
The New Zealand Herald = New Zealand Herald; NZ Herald
Stuff.co.nz
NDTV
The Hindu
The Times of India = Times of India; TOI
The Indian Express = Indian Express
Hindustan Times
India Today
Deccan Herald
The Economic Times = Economic Times
Dawn
Geo News
The Express Tribune = Express Tribune
The Daily Star
bdnews24.com
Kathmandu Post = The Kathmandu Post
The Straits Times = Straits Times
South China Morning Post = SCMP
The Japan Times = Japan Times
Nikkei Asia = Nikkei; Nikkei Asian Review
Asahi Shimbun = The Asahi Shimbun
The Mainichi = Mainichi
Yomiuri Shimbun = The Yomiuri Shimbun
NHK = NHK World
The Korea Herald = Korea Herald
The Korea Times = Korea Times
JoongAng Daily = Korea JoongAng Daily
China Daily
Global Times
People's Daily
CGTN
Caixin
Taiwan News
Focus Taiwan
Taipei Times
Bangkok Post
The Nation Thailand
VnExpress = VnExpress International
The Jakarta Post = Jakarta Post
Philippine Daily Inquirer
Rappler
ABS-CBN News = ABS-CBN
GMA News
Philippine Star = The Philippine Star
Haaretz = Ha'aretz
The Jerusalem Post = Jerusalem Post
The Times of Israel = Times of Israel
Ynet = Ynetnews
i24NEWS
Arab News
Gulf News
Khaleej Times
The National
Al-Monitor
Middle East Eye
Asharq Al-Awsat
Daily Sabah
Hürriyet Daily News = Hurriyet Daily News; Hürriyet; Hurriyet
Press TV
Tehran Times
Iran International
Ahram Online = Al-Ahram
AllAfrica = allAfrica.com
Premium Times
The Punch
Vanguard
Daily Nation
The East African
News24
IOL
Mail & Guardian
Daily Maverick
Eurasianet
Civil.ge
OC Media
Armenpress
Trend News Agency = Trend
Balkan Insight = BIRN
MercoPress
Telesur = teleSUR
Infobae
Wikinews
"""

_HEAD_WORDS = re.compile(
    r"\b(?:News|Times|Post|Herald|Tribune|Gazette|Telegraph|Journal|Chronicle|Observer|Courier|Inquirer|Examiner"
    r"|Bulletin|Dispatch|Radio|TV|Television|Broadcasting|Press|Magazine|Daily|Weekly|Sentinel|Globe|Pravda|Novosti"
    r"|Independent|Zeitung|Presse|Nachrichten|Gazeta|Jornal|Diario|Giornale|Newspaper|Newswire|Wire)\b"
    r"|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|news|co\.uk|com\.au|ua|ru|de|fr|eu|uk|in|tv|io)$"
)
# First words that make such a name a phrase: "Breaking News", "Hard Times", "Bad Press".
_PHRASE = re.compile(
    r"^(?:Breaking|Latest|Top|Live|Good|Bad|Fake|Hard|Old|End|More|Our|In|Sports?|Business|Last|Modern|Part|Prime|Big"
    r"|Free|Full|Local|Day|Week|Opinion|War|The News|The Press|News|Press|Radio|TV|Video|Happy|Tough|Best|Worst)\b"
)
_TITLE_CASED = re.compile(r"(?:(?:[A-Z0-9&][\w.'’&/!-]*|of|and|the|de|der|del|la|le)(?: |$)){1,6}")
_VIA = re.compile(r"^(.{2,40}?)(?: via | / |/| and )(.{2,60})$")
_NON_WORD = re.compile(r"[^\w/&+!.]+")


def canonical_outlet(name: str) -> str | None:
    """The usual name of the outlet that a string names, or None if it names none that is known.

    "The", case and punctuation don't matter: "the guardian" is The Guardian. Two outlets at once ("AFP via ABC
    News", "Reuters/AP") give the first, which had the story. Short all-capital names need their capitals: "AP".
    """
    key = _fold(name)
    if not key or len(key) > 80:
        return None
    found = _known().get(key)
    if found is not None:
        return found if len(key) > 3 or not name.strip(" .").islower() or found.islower() else None
    both = _VIA.match(name.strip())
    return canonical_outlet(both[1]) if both and canonical_outlet(both[2]) else None


def is_agency(name: str) -> bool:
    """Whether a string names a news agency, whose bracket makes a dateline."""
    return canonical_outlet(name) in _agencies()


def looks_like_outlet(name: str) -> bool:
    """Whether a string that is in no table is built like the name of a newspaper, a station or a site."""
    return (
        len(name) <= 50
        and _TITLE_CASED.fullmatch(name) is not None
        and (" " in name or "." in name)
        and _HEAD_WORDS.search(name) is not None
        and _PHRASE.match(name) is None
    )


@functools.cache
def outlet_pattern() -> str:
    """A regular expression for the known names of outlets as they are written, the longest first."""
    names = {name for table in (_AGENCIES, _OUTLETS) for line in _lines(table) for name in line}
    return "|".join(re.escape(name).replace("\\ ", " ") for name in sorted(names, key=len, reverse=True))


def _fold(name: str) -> str:
    words = _NON_WORD.sub(" ", name.replace("’", "'").casefold()).strip(" .").split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _lines(table: str) -> Iterator[list[str]]:
    """Each line of a table as its names, the canonical one first."""
    for line in table.strip().splitlines():
        usual, _, others = line.partition(" = ")
        names = [usual, *(other.strip() for other in others.split(";") if other.strip())]
        canonical = next((_gazetteer()[_fold(name)] for name in names if _fold(name) in _gazetteer()), usual)
        yield list(dict.fromkeys((canonical, *names)))


@functools.cache
def _agencies() -> frozenset[str]:
    return frozenset(names[0] for names in _lines(_AGENCIES))


@functools.cache
def _known() -> dict[str, str]:
    """Folded name to canonical name. A form of one short word in the archive's table is left to the lists above."""
    known: dict[str, str] = {}
    for table in (_AGENCIES, _OUTLETS):
        for names in _lines(table):
            for name in names:
                known.setdefault(_fold(name), names[0])
    for form, canonical in _table():
        if " " in form or "." in form or len(form) > 5:
            known.setdefault(_fold(form), canonical)
    return known


@functools.cache
def _gazetteer() -> dict[str, str]:
    """Folded form to the name under which the archive knows the outlet as an entity."""
    names: dict[str, str] = {}
    for form, canonical in _table():
        names.setdefault(_fold(form), canonical)
    return names


def _table() -> Iterator[tuple[str, str]]:
    """Every form of every outlet in the archive's table, with its canonical name."""
    with (files("archive") / "data" / "outlets.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for form in (row["name"], *(row["aliases"] or "").split("|")):
                if form:
                    yield form, row["name"]
