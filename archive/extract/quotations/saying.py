"""Verbs and phrases of saying, in every form, with what each may introduce.

Seven kinds: `say` takes a sentence, quoted or with "that" ("said"); `speak` only a quoted one ("continued"); `tell` is
a way of saying that has to be told from a mere report of facts ("announced"); `name` gives a thing a name, so needs
the thing ("called it"); `judge` and `act` take quoted words alone ("slammed the", "accused him of"); `vow` takes an
infinitive too ("vowed to").
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from archive.text.wordlists import word_set

CueKind = Literal["say", "speak", "tell", "name", "judge", "act", "vow"]
Form = Literal["past", "third", "base", "ing", "participle"]


class Cue(NamedTuple):
    """One form of a verb of saying."""

    verb: str
    kind: CueKind
    form: Form
    """`past` serves as participle too, unless the verb has one of its own."""
    is_noun: bool
    """Whether the form is also a noun: "claims", "report"."""


# Irregular forms as third/past/participle/ing after slashes; "+" marks a last consonant that is doubled, "*" a verb
# whose base and third form are nouns as well.
_VERBS: Final[dict[CueKind, str]] = {
    "say": """
        say/says/said tell/tells/told state* add claim* argue insist warn note* explain reply* answer* ask remark*
        comment* write/writes/wrote/written/writing tweet* post* assert stress* emphasise emphasize reiterate admit+
        acknowledge concede maintain contend allege suggest observe quip+ joke* shout* yell* scream* exclaim whisper
        mutter chant* proclaim affirm reaffirm boast* complain lament conclude testify predict caution* counter
        retort* opine underline underscore advise recount repeat* inform deny plead thunder fume reckon
        comment* confess brag+ protest* jest recommend stipulate
    """,
    "speak": """
        continue recall respond muse interject gush read/reads/read elaborate begin/begins/began sigh snap+ laugh smile
        grin+ sneer growl bark mumble murmur gasp marvel enthuse wail howl croak stammer
    """,
    "tell": """
        announce declare report* reveal confirm disclose propose indicate highlight* pronounce estimate*
    """,
    "vow": "vow* pledge* promise* threaten swear/swears/swore/sworn",
    "name": """
        call* describe label*/labels/labelled/labelled/labelling brand* term* characterise characterize portray depict
        refer+ liken compare deem
    """,
    "judge": """
        slam+ blast* criticise criticize condemn denounce decry dismiss hail* praise* mock deride ridicule bemoan
        rebuke* reject laud tout deplore castigate lambast lambaste applaud welcome
    """,
    "act": """
        accuse blame* urge demand* order* express cite appeal* request* voice* advocate apologise apologize
        congratulate thank
    """,
}
_VOWELS: Final = "aeiou"

PLATFORMS: Final = frozenset(
    ("x", "twitter", "facebook", "telegram", "instagram", "truth", "threads", "linkedin", "weibo", "tiktok", "mastodon")
)

# What a speaker utters, when it belongs to somebody: "her claim that", "the minister's pledge to".
UTTERANCES: Final = word_set(
    """
    argument arguments assessment belief conclusion criticism finding findings insistence opinion proposal refusal
    suggestion view views accusation accusations allegation allegations announcement assertion assertions assurance
    call calls claim
    claims comment comments complaint declaration demand demands description letter message pledge plea post promise
    promises remark remarks response reply speech statement statements threat threats tweet tweets vow warning
    warnings words
    """
)
MODALS: Final = frozenset(
    ("would", "could", "may", "might", "must", "should", "cannot", "can't", "wouldn't", "couldn't")
)


def _forms(entry: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, participle and -ing form of a table's entry."""
    base, *given = entry.replace("*", "").replace("+", "").split("/")
    stem = base + base[-1] if "+" in entry else base
    y_ending = base.endswith("y") and base[-2] not in _VOWELS
    if given:
        third, past = given[0], given[1]
    else:
        sibilant = base.endswith(("s", "sh", "ch", "x", "z"))
        third = f"{base[:-1]}ies" if y_ending else f"{base}es" if sibilant else f"{base}s"
        past = f"{base[:-1]}ied" if y_ending else f"{base}d" if base.endswith("e") else f"{stem}ed"
    participle = given[2] if len(given) > 2 else past
    dropped = base[:-1] if base.endswith("e") and not base.endswith("ee") else stem
    ing = given[3] if len(given) > 3 else f"{dropped}ing"
    return base, third, past, participle, ing


def _table() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for kind, entries in _VERBS.items():
        for entry in entries.split():
            is_noun = "*" in entry
            base, third, past, participle, ing = _forms(entry)
            forms: tuple[tuple[Form, str], ...] = (("base", base), ("third", third), ("past", past), ("ing", ing))
            for form, word in forms:
                table.setdefault(word, Cue(base, kind, form, is_noun and form in {"base", "third"}))
            table.setdefault(participle, Cue(base, kind, "participle", is_noun=False))
    table["labeled"], table["labeling"] = table["labelled"], table["labelling"]
    return table


CUES: Final = _table()
"""Every form in lower case."""
