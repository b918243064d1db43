"""The words that tell a name's kind: titles, roles, head words of organisations and places, words that name nothing.

Facts of English, kept as plain tables; what they do is decided by the patterns.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from archive.text.wordlists import word_set

COMMON_WORDS = Path(__file__).parents[2] / "data" / "common_words.txt"


HONORIFICS = word_set(
    """
    Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Messrs. Sir Dame Lord Lady Madame Prof. Rev. Hon. Professor Reverend
    Miss Mx.
    """
)

# Written large before a name; those in lower case are ROLES.
TITLES = word_set(
    """
    Admiral Adm. Administrator Adviser Advisor Aide Ambassador Archbishop Attorney Ayatollah Baron
    Baroness Brigadier Captain Capt. Cardinal Chairman Chairperson Chairwoman Chancellor Chief Coach Col.
    Colonel Cmdr. Commander Commissioner Comptroller Congressman Congresswoman Constable Consul Coordinator
    Corporal Cpl. Councillor Councilman Councilwoman Count Countess Czar Dean Detective Dictator Director
    Duchess Duke Earl Emir Emperor Empress Envoy Fr. Father Gen. General Gov. Governor Imam Insp. Inspector
    Judge Justice Lance Laureate Leader Lieutenant Lt. Maj. Major Marshal Mayor Minister Monsignor Mullah
    Officer Ombudsman Pastor Patriarch Pfc. Pope Premier Pres. President President-elect Prince Princess
    Principal Private Prosecutor Pvt. Queen Rabbi Rep. Representative Sec. Secretary Secretary-General Sen.
    Senator Sergeant Sgt. Sheik Sheikh Sheriff Solicitor Spc. Speaker Spokesman Spokesperson Spokeswoman Sultan
    Superintendent Taoiseach Treasurer Tsar Undersecretary Vicar Vice-President Whip Warden King Bishop
    Sister Brother Mother Apostle Deacon Archduke Shah Sayyid Maulana Mufti Rear Chair Actor Actress
    Author Journalist Rapper Singer Businessman Comedian Entrepreneur CEO CFO COO MP MEP MSP
    """
)
# Titles that are surnames as well: "Stephen King".
TITLE_SURNAMES = word_set(
    """
    King Bishop Prince Pope Judge Dean Marshal Duke Earl Baron Major Chancellor Constable Lance Father
    Brother Count
    """
)

ROLES = word_set(
    """
    academic activist actor actress administrator adviser advisor aide ambassador analyst anchor architect
    archbishop artist astronaut athlete attorney author ayatollah ballerina banker baron bassist
    billionaire biologist bishop blogger boss boxer broadcaster businessman businesswoman campaigner
    candidate captain cardinal cartoonist ceo chairman chairperson chairwoman chancellor chef chemist
    chief cleric coach co-founder colonel columnist comedian commander commentator commissioner composer
    conductor congressman congresswoman conservationist contender correspondent councillor critic cyclist
    dancer daughter defender designer detective dictator diplomat director dissident doctor drummer
    economist editor educator emperor engineer entrepreneur envoy executive explorer father filmmaker
    financier footballer founder fugitive general goalkeeper golfer governor guitarist gymnast head
    historian host humorist husband incumbent industrialist inventor investor jockey journalist judge
    justice king lawmaker lawyer leader legend lieutenant magnate mastermind mathematician mayor
    midfielder militant millionaire minister model mogul monk mother mountaineer musician nationalist
    nominee novelist officer oligarch opponent organist owner painter partner pastor philanthropist
    philosopher photographer physician physicist pianist pilot pitcher playwright poet politician pope
    popstar premier presenter president president-elect priest prince princess principal producer
    professor programmer prosecutor psychologist publisher quarterback queen rapper referee reporter
    representative researcher rival sailor salesman scholar scientist screenwriter sculptor secretary
    secretary-general senator sergeant sheikh sheriff singer singer-songwriter skater skier soccer
    sociologist soldier solicitor son songwriter speaker spokesman spokesperson spokeswoman star statesman
    strategist striker student sultan superintendent surgeon suspect swimmer teacher tenor terrorist
    theologian trainer tycoon undersecretary veteran victim violinist virologist vocalist warlord
    whistleblower widow wife winger winner wrestler writer youtuber brother sister
    """
)

# Stand before a title or role and belong to it.
ROLE_MODIFIERS = word_set(
    """
    acting assistant associate chief co current defence defense deputy economic economy energy exiled ex
    finance first foreign former general incumbent interim interior international jailed junior justice
    late leading longtime main military minority majority national navy opposition outgoing party police
    press prime presidential principal private public regional retired rebel ruling senior separatist
    special state supreme then trade transitional vice veteran security health intelligence environment
    education culture transport information affairs ex- then- vice- Defence Defense Economic Economy
    Energy Finance First Foreign Interior Press Prime Special Vice Supreme Permanent Crown Grand
    Opposition Health Security Affairs Education Home Under Transport Environment Intelligence far-right
    far-left right-wing left-wing pro-Russian legal human rights campaign communications
    """
)

# Before a title and never part of a name.
BEFORE_TITLES = word_set(
    """
    Acting Assistant Associate Chief Current Deputy Embattled Exiled Ex Ex- Former Incoming Incumbent
    Interim Jailed Late Left-wing Longtime Outgoing Retired Right-wing Ruling Senior Shadow Then Then-
    Veteran
    """
)

# Take "of", "for", "on" after them, and other words before them.
ORGANISATION_HEADS = word_set(
    """
    Academy Administration Agency Alliance Archdiocese Army Assembly Association Authority Bank Board
    Brigade Brotherhood Bureau Cabinet Caucus Center Centers Centre Centres Chamber Church Club Coalition
    Collective College Command Commission Committee Company Confederation Congregation Congress Consortium
    Consulate Cooperative Corporation Corps Council Court Courts Department Diet Diocese Directorate Duma
    Embassy Faculty Federation Fellowship Foundation Front Fund Government Group Guard Guards House
    Institute Institution Institutes Junta Knesset League Legislature Ministry Mission Movement Network
    Office Order Organisation Organization Parliament Partnership Party Patriarchate Police Prosecutor's
    Registry Secretariat Senate Service Services Society Syndicate Synod Taskforce Treasury Tribunal Trust
    Union University Sejm Bundestag Rada Majlis Orchestra Observatory Laboratory Legion Guild Forces Force
    Survey Initiative Cartel Clan Militia Regiment Division Battalion Squadron Fleet Unit
    """
)
# Only end a name.
ORGANISATION_TAILS = word_set(
    """
    AG AFC Airline Airlines Airways Aerospace Aviation Automotive Bancorp Bros. Broadcasting Cars Circus
    Co. Co Corp Corp. Constabulary Electric Electronics Energy Entertainment Enterprises Express FC F.C.
    SC CF GmbH Holdings Hotels Inc Inc. Industries Insurance Investments LLC LLP LP Labs Ltd Ltd. Limited
    Media Mobile Mobility Motor Motors Navy NV Oil Partners Petroleum Pharma Pharmaceuticals Pictures Plc
    PLC plc Press Productions Publishing Railways Records Resources SA SE SpA S.A. Semiconductor Software
    Solutions Steel Stores Studios Systems Technologies Technology Telecom Television TV Times Post
    Journal Herald Tribune News Gazette Telegraph Chronicle Mirror Observer Radio Magazine Weekly
    Newspaper Wire Militias Resistance Arms Zeitung Socialists Democrats Greens Communists Marines Nations
    Exchange Watch Reserve Forum Brigades Sports Lines Brothers Foods Communications Brands Worldwide
    Financial Fighters Unions Jihad Bloc Klan Patrol Team Today Mail Independent Daily Global Lords
    Commons Deputies Representatives United Bee Inquirer Enquirer Examiner Courier Dispatch Advertiser Ledger
    Statesman
    """
)
# An organisation even alone, where no sentence starts.
LONE_HEADS = word_set(
    """
    Congress Parliament Senate Knesset Duma Bundestag Bundesrat Sejm Majlis Rada Diet Treasury Interpol
    Europol Folketing Storting Riksdag Seimas Saeima Riigikogu Eduskunta Verkhovna Politburo Mossad Hamas
    """
)

PLACE_TAILS = word_set(
    """
    Airbase Airfield Airport Area Alley Archipelago Arena Atoll Avenue Barracks Base Basin Bay Beach
    Borough Boulevard Bridge Building Camp Canal Canyon Castle Cathedral Cemetery Channel City Cliffs
    Coast County Cove Creek Crossing Dam Delta Desert District Dome Downtown Estate Falls Farm Field Fjord
    Forest Garden Gardens Gate Glacier Governorate Gulf Hall Harbor Harbour Heights Highlands Hill Hills
    Hotel Island Islands Isle Isles Isthmus Jail Krai Lagoon Lakes Mall Mansion Marina Memorial Mine
    Monastery Monument Mosque Mountain Mountains Municipality Oasis Oblast Ocean Okrug Pagoda Palace Park
    Parish Pass Peak Peninsula Penitentiary Pier Plain Plains Plant Plaza Plateau Prefecture Prison
    Province Pyramid Raceway Raion Ranch Range Rainforest Reef Refinery Region Reservoir Resort Ridge
    River Road Rock Sanctuary Sea Shore Shrine Skyscraper Speedway Spring Springs Square Stadium State
    Station Strait Straits Street Strip Subdistrict Suburb Synagogue Temple Terminal Territory Theater
    Theatre Tower Towers Town Township Trench Tunnel Valley Village Volcano Wall Ward Wetlands Woods Zoo
    Barrage Hospital Clinic School Museum Zone Highway Complex Shoal Subway Metro Expressway Cosmodrome
    Underground Hemisphere Cave Caves Territories Refuge Rapids Gorge Facility Abbey Alps Capitol Pole
    Republic Kingdom Cay Caye Voivodeship Airstrip Velodrome Racecourse
    """
)
# Written small and yet part of the name, by the definition of a mention.
PLACE_TAILS_SMALL = word_set(
    """
    region province oblast governorate raion krai prefecture peninsula beach voivodeship
    """
)
# Begin the name of a place.
PLACE_HEADS = word_set(
    """
    Lake Mount Mt. Mt Cape Fort Ft. Port Saint St. St San Santa Santo São Los Las La El Le Isla Rio Villa
    Camp Puerto Cerro Bab Tel Tell Deir Wadi Jebel Jabal Khan Bandar
    """
)
DIRECTIONS = word_set(
    """
    New North South East West Northern Southern Eastern Western Central Upper Lower Greater Inner Outer
    Great Middle Far Northeast Northwest Southeast Southwest
    """
)
PLACES_OF = word_set(
    """
    Gulf Strait Bay Sea Isle Republic Kingdom Port Cape Horn Province Region City State County
    Commonwealth Principality Emirate Bight Straits Duchy Union Territory Archipelago Municipality
    """
)
LOCALITIES = word_set(
    """
    city town village capital municipality suburb district province state neighborhood neighbourhood
    hamlet port commune township borough region island county department oblast peninsula villages towns
    cities outskirts coast area governorate settlement prefecture resort
    """
)
PREPOSITIONS = word_set(
    """
    in at near outside around across throughout toward towards into inside off from to through between
    beyond within above reaching northern southern eastern western central northeastern northwestern
    southeastern southwestern south-eastern south-western north-eastern north-western downtown
    """
)
PARTICLES = word_set(
    """
    van von der den de la le di da dos das do del della du des bin ibn al el ben bint ter ten zu y e abu
    ould wa
    """
)
LARGE_PARTICLES = word_set(
    """
    De Van Von Vander Der Den Di Da Del Della Dos Du Bin Ibn Al Abu Ter Ten Ould Mc Mac Ben
    """
)
SAYING = word_set(
    """
    says said say tells told claims claimed adds added announces announced states stated denies denied
    warns warned insists insisted argues argued admits admitted declares declared wrote writes tweeted
    explained vows vowed confirms confirmed resigns resigned dies died
    """
)

NAMELESS = word_set(
    """
    January February March April June July August September October November December Jan. Feb. Mar. Apr.
    Aug. Sept. Sep. Oct. Nov. Dec. Jan Feb Apr Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday
    Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays Christmas
    Easter Ramadan Hanukkah Diwali Eid Passover Halloween Thanksgiving COVID Covid COVID-19 Covid-19
    SARS-CoV-2 Coronavirus Ebola Zika Omicron Islam Christianity Judaism God Internet Bible Quran Koran
    Brexit Earth Mars Venus Jupiter Saturn I I'm I've I'll I'd English Mandarin Cantonese Latin Hebrew
    Nobel Pulitzer Emmy Grammy Oscars Boeing Airbus Tupolev Antonov Ilyushin Cessna Embraer Kalashnikov
    Iskander Javelin HIMARS
    """
)
# Like demonyms: no name alone, but part of one.
ADJECTIVES = word_set(
    """
    Islamic Muslim Muslims Christian Christians Jew Jews Jewish Catholic Catholics Protestant Protestants
    Sunni Sunnis Shia Shias Shi'ite Shi'ites Shiite Shiites Hindu Hindus Buddhist Buddhists Sikh Sikhs
    Orthodox Anglican Evangelical Mormon Nazi Nazis Communist Communists Marxist Maoist Republican
    Republicans Democrat Democrats Democratic Labour Liberal Liberals Conservative Conservatives Tory
    Tories Socialist Socialists Islamist Islamists Salafist Jihadist Zionist Zionists Western European
    Asian African Latin Arab Arabs Kurdish Kurd Kurds Nordic Baltic Balkan Arctic Caribbean Polynesian
    Roma Tamil Bedouin Druze Yazidi Yazidis Uyghur Uyghurs Uighur Uighurs Rohingya Tatar Tatars Chechen
    Chechens Basque Catalan Scottish Welsh Texan Californian Hispanic Latino Latinos Aboriginal Indigenous
    Inuit Maori Zulu Tutsi Hutu Anglo-American Soviet Ottoman Byzantine Roman Romans
    """
)
# Events, works, laws, weapons: the name that one of these ends is no mention.
EVENT_TAILS = word_set(
    """
    War Wars Cup Open Prix Championship Championships Olympics Olympic Games Series Act Treaty Agreement
    Accord Accords Award Awards Prize Prizes Medal Bowl Summit Festival Day Convention Protocol Resolution
    Statute Battle Siege Massacre Revolution Uprising Intifada Genocide Election Elections Referendum
    Trophy Tour Final Finals Marathon Masters Bill Amendment Plan Declaration Crisis Conflict Scandal
    Papers Conference Exhibition Expo Derby Stakes Earthquake Flood Floods Fire Attacks Bombing Shooting
    Shootings Incident Affair Laureate Flight Vaccine Virus Offensive Ceasefire Rally Protests Riots
    Season Race Match Playoffs Tournament Rifle Missile Missiles Jet Aircraft Helicopter Tank Syndrome
    Disease Disorder Fever Flu Visa Anniversary Pact Slam Contest Paralympics Classic Game Show Shuttle
    Telescope
    """
)
EVENT_HEADS = word_set(
    """
    Hurricane Typhoon Cyclone Storm Operation Battle Siege Treaty USS HMS MV MS RMS SS FV INS
    """
)

NO_ACRONYMS = word_set(
    """
    AD AM PM BC BCE CE UTC GMT EST EDT PST PDT CST CDT MST BST CET CEST IST AEST AEDT ET PT TV PC CD DVD
    HD LED LCD GPS CEO CFO COO CTO MP MPS MEP MSP MLA MPP VP MD PHD AIDS HIV DNA RNA SARS MERS IED IEDS
    GDP GNP VAT IPO ID IQ UFO UFOS UAV UAVS SUV SUVS USS HMS MV MS RMS SS FV LGBT LGBTQ LGBTQI USD EUR GBP
    AUD CAD JPY CHF LNG LPG LP DUI DIY FAQ PR HR IT IP AI VR VIP WMD ICBM ICBMS MLRS NGO NGOS LLC OK SOS
    ATM ATV BMW SIM CCTV PDF URL USB WWII WWI WW POW POWS MIA KIA SWAT ICU CPR PPE PCR MRI CT TNT CO COVID
    HQ START NPT GM A.M. P.M. OR AND THE OF IN ON TO FOR IS NOT NO AK AR BTC BBL KM KG MPH HP FM DJ MC MVP
    RBI ERA JR II III IV VI VII VIII IX XI XII XIII XIV XV XVI
    """
)
ROMAN = word_set(
    """
    II III IV VI VII VIII IX XI XII XIII XIV XV XVI XXIII Jr. Sr. Jr Sr
    """
)
OWNERS = word_set(
    """
    People Peoples Workers Women Men Children Farmers Teachers Nurses Writers Soldiers Students Miners
    Lawyers Journalists Mothers Officers Doctors Fishermen Trainmen Veterans Players Citizens Attorney
    General Prosecutor
    """
)


@cache
def common_words() -> dict[str, bool]:
    """Words that a capital alone does not make a name; true for those that often open one ("national")."""
    lines = COMMON_WORDS.read_text(encoding="utf-8").splitlines()
    return {word: bool(mark) for word, _, mark in (line.partition(" ") for line in lines)}


LEGAL_FORMS = word_set(
    """
    Inc Inc. Corp Corp. Ltd Ltd. LLC Plc PLC plc Co. LP LLP S.A. AG SE NV GmbH SpA
    """
)
# What clubs are, written before or behind what they are called.
CLUB_FORMS = word_set(
    """
    FC F.C. CF SC
    """
)
# Behind an honorific these are a contest: "Miss Universe".
PAGEANTS = word_set(
    """
    Universe World Earth International America USA Globe Grand Teen
    """
)
SURNAME_MONTHS = word_set(
    """
    May March August
    """
)
# Places by their last word, and surnames as well: "Tiger Woods".
SURNAME_PLACES = word_set(
    """
    Woods Hill Hills Hall Field Ward Wall Lake Park Spring Rock Street Gate Cove Castle Forest Reef Temple
    Rivers Banks
    """
)
# A centre of one of these is a building.
CENTRE_PLACES = word_set(
    """
    Trade Shopping Convention Civic Detention Medical Conference Community Space Events Exhibition
    Correctional Leisure
    """
)
# Organisations' heads of other languages, which stand first: "Partido Popular", "FC Barcelona".
FOREIGN_HEADS = word_set(
    """
    Movimiento Partido Parti Partito Partei Frente Front Alianza Alleanza Forza Fuerza Banco Banca Banque
    Grupo Groupe Gruppo Real Atlético Sporting FC AC AS AFC Club Deutsche Nuevo Unión Coalición
    Convergencia Société Compagnie Médecins Congreso Ministerio Tribunal Corte Universidad Université
    Università Universität Movimento Corriere Agence Agenzia Agencia
    """
) - {"Club", "Front", "Tribunal", "Real", "AS"}
# Goods: the maker's names before these are part of what the thing is called.
GOODS = word_set(
    """
    vaccine vaccines jab jabs missile missiles aircraft jet jets jetliner airliner helicopter helicopters
    rifle rifles drone drones tank tanks
    """
)
# Written small, a body of this kind has no name of its own: "U.S. government".
GENERIC_BODIES = word_set(
    """
    government military army police parliament forces troops administration authorities navy air force
    state senate congress court
    """
)
# After "University of …" these make the whole a place.
FACILITIES = word_set(
    """
    Stadium Arena Hospital Museum Airport Station Hall Theatre Theater Building Field Park
    """
)
MEETINGS = word_set(
    """
    summit summits
    """
)
# What a firm, a party or an armed group is called beside its name.
TRADES = word_set(
    """
    company firm bank airline carrier operator retailer maker giant newspaper magazine broadcaster party
    militia gang cartel manufacturer startup publisher regulator automaker carmaker insurer lender rebels
    militants insurgents fighters militiamen conglomerate brewer tabloid daily weekly broadsheet webzine
    website coalition faction charity bookmaker brokerage chain supermarket subsidiary shipbuilder
    drugmaker chipmaker consultancy
    """
)
