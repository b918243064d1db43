"""Quotations: what is speech, where it starts and stops, and who speaks."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from types import FrameType
from typing import Any

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from places import BENCH, DATA, SHARED

from archive.extract.names import default
from archive.extract.quotations.marks import marked_passages, may_be_marked
from archive.extract.quotations.passages import QuotationSpan, quotations
from archive.extract.quotations.saying import CUES
from archive.resolve import resolve_snippet
from archive.types import EntityKind, Mention

CASES = DATA / "quotations.jsonl"


def named(match: re.Match[str], kind: EntityKind) -> Mention:
    """A mention where a pattern matches."""
    return Mention(match.start(), match.end(), match[0], kind, match[0], None, "name", 0.8, None)


def found(text: str, **names: EntityKind) -> list[QuotationSpan]:
    """The quotations of a text in which the given names (underscores for spaces) are mentions of the given kinds."""
    mentions = [
        named(match, kind)
        for name, kind in names.items()
        for match in re.finditer(rf"\b{re.escape(name.replace('_', ' '))}\b", text)
    ]
    return quotations(text, sorted(mentions, key=lambda mention: mention.start))


def told(text: str, **names: EntityKind) -> list[tuple[str, str | None, str | None]]:
    """Quote, speaker and cue of the quoted passages."""
    return [(each.quote, each.speaker_text, each.cue) for each in found(text, **names) if each.kind != "indirect"]


def indirect(text: str, **names: EntityKind) -> list[tuple[str, str | None, str | None]]:
    """Clause, speaker and cue of indirect speech."""
    return [(each.quote, each.speaker_text, each.cue) for each in found(text, **names) if each.kind == "indirect"]


def passages(text: str) -> list[str]:
    return [text[passage.start : passage.stop] for passage in marked_passages(text)]


# -- marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Yes," he said. "No."', ["Yes,", "No."]),
        ("“A ‘b’ c” x", ["A ‘b’ c"]),
        ("„Guten Tag“, »nein« und «ja»", ["Guten Tag", "nein", "ja"]),
        ("‚The bridge holds‘, she said", ["The bridge holds"]),
        ("« Bonjour », dit-elle", ["Bonjour"]),
        ("”Nej”, sa han", ["Nej"]),
        ("``quoted'' and ''again''", ["quoted", "again"]),
        ('“mixed" and “foo “bar” baz', ["mixed", "bar"]),
        ("'He said \"no\" to me,' Ann said.", ['He said "no" to me,']),
        ("The girls' school 'is closed,' he said", ["is closed,"]),
        ("'The workers' rights matter,' she said", ["The workers' rights matter,"]),
        ("the '90s, rock 'n' roll, O'Brien's dogs' kennels", []),
        ('He is 6\'2" tall, the pipe 12" wide', []),
        ("""He is 6'2" and said "ok" """, ["ok"]),
        ('"cut and never closed', ["cut and never closed"]),
        ('"" and " "', []),
        ("don't, can't, it's, ’tis", []),
        ('"Cut off. She\n\nleft, "in a hurry", and', ["Cut off. She", "in a hurry"]),
        ("“One.\n\n“Two, and “three” as well.”", ["One.\n\n“Two, and “three” as well."]),
    ],
)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert passages(text) == expected


def test_a_passage_that_is_cut_says_so() -> None:
    (cut,) = found('Ann Lee said: "We were the first to', Ann_Lee="person")
    assert (cut.quote, cut.is_complete, cut.kind) == ("We were the first to", False, "direct")
    (whole,) = found('Ann Lee said: "We were the first."', Ann_Lee="person")
    assert whole.is_complete


def test_a_cut_passage_ends_with_its_paragraph() -> None:
    assert passages('"First of two\n\nSecond paragraph.') == ["First of two"]


# -- attribution


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ('"We go," said Ann Lee.', "said"),
        ('"We go," Ann Lee said on Monday.', "said"),
        ('"We go," Ann Lee, the mayor of Leeds, told the BBC.', "told the BBC"),
        ('"We go!" Ann Lee shouted.', "shouted"),
        ('"We go", says Ann Lee.', "says"),
        ('"We go," according to Ann Lee.', "according to"),
        ('"We go" – Ann Lee', "–"),
        ('"We go," wrote Ann Lee on X.', "wrote"),
        ('Ann Lee wrote on Telegram: "We go."', "wrote on Telegram"),
        ('Ann Lee told reporters, "We go."', "told"),
        ('Ann Lee: "We go."', ":"),
        ('Ann Lee was quoted as saying "we go".', "was quoted as saying"),
        ('According to Ann Lee, "we go" was all he said.', "According to"),
        ('The decision, which Ann Lee has called "a joke", stands.', "called"),
        ('Ann Lee, in a talk with the BBC, said it was "a joke".', "said"),
        ('Ann Lee, who was in Leeds, said it was "a joke".', "said"),
        ('Ann Lee came home and called it "a joke".', "called"),
        ('Ann Lee came home, calling it "a joke".', "calling"),
        ('Ann Lee has repeatedly described it as "a joke".', "described"),
        ('It was denounced as "a joke" by Ann Lee.', "denounced"),
        ('It is "a joke", Ann Lee said.', "said"),
        ('It is "a joke" in Leeds, Ann Lee has said.', "said"),
        ('At a talk in Hull, Leeds, Ann Lee called it "a joke".', "called"),
        ('Leeds retiree Ann Lee, who was there, called it "a joke".', "called"),
        ("Ann Lee slams 'reckless' cuts", "slams"),
        ('Ann Lee vowed to "stay to the end".', "vowed"),
        ('The mayor, Ann Lee, said it was "a joke".', "said"),
    ],
)
def test_the_speaker_is_found(text: str, cue: str) -> None:
    ((_, speaker, written),) = told(text, Ann_Lee="person", BBC="organisation", Leeds="place")
    assert (speaker, written) == ("Ann Lee", cue)


def test_a_quotation_split_by_its_attribution_has_one_speaker() -> None:
    parts = told('"We go," Ann Lee said. "They stay."', Ann_Lee="person")
    assert parts == [("We go,", "Ann Lee", "said"), ("They stay.", "Ann Lee", "said")]
    halves = told('"Bread," argues Ann Lee, "is a human right."', Ann_Lee="person")
    assert halves == [("Bread,", "Ann Lee", "argues"), ("is a human right.", "Ann Lee", "argues")]


def test_the_nearest_verb_tells_who_speaks() -> None:
    text = 'Ann Lee called it "a joke", while Bo Chan said it was "a start".'
    assert told(text, Ann_Lee="person", Bo_Chan="person") == [
        ("a joke", "Ann Lee", "called"),
        ("a start", "Bo Chan", "said"),
    ]


def test_pronouns_go_back_to_the_subject_before() -> None:
    text = 'Ann Lee met Bo Chan on Friday. "It went well," she said.'
    assert told(text, Ann_Lee="person", Bo_Chan="person") == [("It went well,", "Ann Lee", "said")]
    assert told('"It went well," she said.') == [("It went well,", None, "said")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Ann Lee met Tom Ray. "We go," he said.', "Tom Ray"),
        ('Ann Lee met Tom Ray. "We go," she said.', "Ann Lee"),
        ('Mr. Chan met Ms. Ode. "We go," she said.', "Ode"),
        ('Tom Ray was here. His mother left the harbour. "We go," he said.', "Tom Ray"),
        ('Tom Ray was here. A fire broke out when Jon Oak left. "We go," he said.', "Jon Oak"),
        ('Tom Ray was here. A fire broke out, and Ann Lee left. "We go," he said.', "Tom Ray"),
    ],
)
def test_he_and_she_are_told_apart(text: str, speaker: str) -> None:
    persons: dict[str, EntityKind] = dict.fromkeys(("Ann_Lee", "Tom_Ray", "Jon_Oak", "Chan", "Ode"), "person")
    assert [who for _, who, _ in told(text, **persons)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Merkel spokeswoman Jo Marsh said the plan was “a joke”.", "Jo Marsh"),
        ("A spokesman for Mr. Finch said the plan was “a joke”.", "A spokesman for Mr. Finch"),
        ("A lawyer for Mr. Finch, Bob Marsh of Marsh & Oak, said the plan was “a joke”.", "Bob Marsh"),
        ("Rep. Jo Marsh, D-Ohio, said the plan was “a joke”.", "Jo Marsh"),
        ("Sheriff Jo Marsh of Kent, Leeds, who calls himself “a fool”, left.", "Jo Marsh"),
        ("Jo Marsh said the talks described by the White House “went nowhere”.", "Jo Marsh"),
        (
            "Rep. Bob Marsh said Obama softened his original comments because of “pushback”.",
            "Bob Marsh",
        ),
        ("Jo Marsh praised the vote, adding it was “a good day” for Leeds.", "Jo Marsh"),
        ("The plan “made no sense”, said Jo Marsh, a nurse and the head of the clinic.", "Jo Marsh"),
        ("Jo Marsh rejects the deal – says it is ‘a trap for everybody’", "Jo Marsh"),
        ("‘We lost it all’: mother’s anguish after the fire", "mother"),
        ("‘A fine man’: Jo Marsh pays tribute to Bob Oak", "Jo Marsh"),
        ("‘He will not go’: Leeds striker reacts to the news", "Leeds striker"),
        ("“The tests were clean.” Jo Marsh added that she had seen them.", "Jo Marsh"),
        ("Leeds was calm. At the talks on “Harbour Night,” Jo Marsh met reporters. “We wait,” she said.", "Jo Marsh"),
        ("As Jo Marsh pointed out, the plan was “a joke”.", "Jo Marsh"),
        ("“We wait.”\n\n- Jo Marsh", "Jo Marsh"),
        ("The Leeds Hospital was hit. “We have no power,” the hospital said.", "Leeds Hospital"),
        ("“The bridge will hold,” said the Leeds Hospital prefect, Jo Marsh.", "Jo Marsh"),
        ("“The bridge will hold,” she said. Merkel left in the rain.", "Merkel"),
    ],
)
def test_who_speaks_is_told_from_who_stands_beside(text: str, speaker: str) -> None:
    heard = {span.speaker_text for span in quotations(text, _resolved(text)) if span.kind != "indirect"}
    assert heard == {speaker}


def test_a_role_stands_where_nobody_is_named() -> None:
    ((_, speaker, _),) = told('A Kremlin spokesman said it was "a joke".', Kremlin="organisation")
    assert speaker == "A Kremlin spokesman"
    ((_, speaker, _),) = told('A spokesman for Ann Lee said it was "a joke".', Ann_Lee="person")
    assert speaker == "A spokesman for Ann Lee"
    (span,) = [each for each in found('"No," said a nurse.') if each.kind == "direct"]
    assert (span.speaker, span.speaker_text) == (None, "a nurse")


@pytest.mark.parametrize(
    "text",
    [
        'The memoir, "Patriot," was edited by Ann Lee.',
        'Ann Lee starred in "Dust and Honey" in 1990.',
        'Ann "The Rock" Lee said nothing.',
        'A group called "Sons of the Sea" claimed the attack.',
        'Ann Lee said the film "Harbour Lights" was long.',
        'Ann Lee was charged with "arson and theft".',
        'The word "sorry" is not in it, Ann Lee said.',
        'Ann Lee announced a "green zone".',
        'The so-called "sponge city" was flooded.',
        'It was described as "very rare".',
        'Investors fear a "hard landing".',
        'Marchers held a banner reading "no more coal".',
        'The operation, codenamed "Otter", began, officials said.',
        'Ann Lee said on the BBC\'s "Harbour Talk."',
        'Ann Lee told "Harbour & Talk."',
        'Ann Lee announced "Clean Harbour" for the town.',
        'Fans sang "You and the Sea" for Ann Lee.',
        'The talks went on "life support" in May.',
    ],
)
def test_titles_names_and_scare_quotes_are_no_speech(text: str) -> None:
    assert told(text, Ann_Lee="person") == []


# -- headlines


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("“We wait” – Ann Lee after the visit", "Ann Lee", "–"),
        ("“We wait” ― Ann Lee", "Ann Lee", "―"),
        ("“We wait”: Ann Lee on the talks", "Ann Lee", ":"),
        ("“We wait”: Ann Lee declines to comment", "Ann Lee", ":"),
        ("“We can wait”: residents after the flood", "residents", ":"),
        ("“It was like a train”: how a street lost its roofs", None, None),
        ("“They will wait”: Ann Lee fights for her seat", None, None),
        ("Ann Lee, BBC: “We wait”", "Ann Lee", ":"),
        ("Ann Lee on the talks: “We wait”", "Ann Lee", ":"),
        ("From Ann Lee: “We wait”", "Ann Lee", ":"),
        ("Ann Lee: the talks are “worth nothing”", "Ann Lee", ":"),
        ("Talks “worth nothing” – union", "union", "–"),
        ("Talks “worth nothing”: Ann Lee", "Ann Lee", ":"),
        ("Talks “worth nothing” says Ann Lee", "Ann Lee", "says"),
        ("Ann Lee Calls the Talks “Worth Nothing”", "Ann Lee", "Calls"),
        ("Ann Lee speaks out after talks: “We wait and wait”", "Ann Lee", ":"),
        ("Ann Lee swims at the harbour: “Like open water”", "Ann Lee", ":"),
        ("Ann Lee on the “long dry” season: “We wait and wait”", "Ann Lee", ":"),
        ("Ann Lee ‘We wait for the rain’", "Ann Lee", None),
        ("Rain: ‘We wait and wait’ - residents react", "residents", "-"),
        ("‘They were not alone’: the founders going public", "the founders", ":"),
        ("‘Do not wait’ warns Ann Lee", "Ann Lee", "warns"),
        ("“Great talks. We waited.”\n-Ann Lee, tweeting after the visit", "Ann Lee", "-"),
        ("UK union chiefs call for Leeds to address 'imbalance'", "UK union chiefs", "call"),
        ("Ann Lee finds 'flagrant breaches' of the law", "Ann Lee", "finds"),
        ("“We wait,” the “Morning Call” host says", "host", "says"),
        ("Rail works 'could last for years'", None, None),
        ("Rail works 'costing Leeds millions a year' as rain falls", None, None),
        ("Rail works 'close to collapse', and no end", None, None),
        ("Rail works were 'far too slow'", None, None),
        ("Rail works branded 'a shambles'", None, None),
        ("'Rail works are the worst in the land'", None, None),
    ],
)
def test_a_headline_needs_no_verb_of_saying(text: str, speaker: str | None, cue: str | None) -> None:
    named, written = told(text, Ann_Lee="person", BBC="organisation", Leeds="place", UK="place")[-1][1:]
    assert (named, written) == (speaker, cue)


@pytest.mark.parametrize(
    "text",
    [
        "“Harbour Lights”: a film to remember",
        "“Harbour Lights” – Leeds Post",
        "Leeds: doctors in a “red tent”",
        "Ann Lee: who is Bob Ray's “right hand” now?",
        "Leeds doctors build 'floating wards' for the poor",
        "Leeds doctors in a 'race to the top'",
        "Ann Lee Praises Bob Ray's Part in ‘The Long Field’",
        "The Sunday Read: ‘Facing the Wind’",
        "‘Salt and Water’ crisis: a group of workers at Leeds meets",
        "Ann Lee was in 'Salt and Water'",
    ],
)
def test_a_colon_alone_makes_no_speech(text: str) -> None:
    assert told(text, Ann_Lee="person", Bob_Ray="person", Leeds="place", Leeds_Post="organisation") == []


def test_what_is_in_another_language_is_left_alone() -> None:
    for text in (
        "„Wir schaffen das“, sagte Ann Lee am Montag.",
        "« Nous sommes prêts », a déclaré Ann Lee à Paris.",
        '"Das ist ein Fehler." Der Saal blieb leer.',
        'Julflygning ställs in: "Inte en övning"',
    ):
        assert told(text, Ann_Lee="person") == [], text
    for text in (
        "„We go“, said Ann Lee.",
        "« We go », said Ann Lee.",
        "»We go«, Ann Lee said.",
        "‚We go‘, says Ann Lee.",
    ):
        assert [speaker for _, speaker, _ in told(text, Ann_Lee="person")] == ["Ann Lee"], text


# -- who goes on speaking, and who speaks together


def test_a_sentence_may_end_with_an_abbreviation() -> None:
    for end in ("of Acme Inc.", "at 5 p.m.", "of Washington, D.C."):
        text = f'"We go," said Ann Lee {end} "Nobody ever stays here."'
        assert [speaker for _, speaker, _ in told(text, Ann_Lee="person")] == ["Ann Lee", "Ann Lee"], end


def test_two_who_speak_together_are_both_written() -> None:
    for text in ('"We go," said Ann Lee and Bob Ray.', '"We go," Ann Lee and Bob Ray said.'):
        (span,) = found(text, Ann_Lee="person", Bob_Ray="person")
        assert span.speaker_text == "Ann Lee and Bob Ray"
        assert span.speaker is not None
        assert text[slice(*span.speaker)] == "Ann Lee"


def test_speech_in_a_paragraph_of_its_own_belongs_to_the_sentence_before() -> None:
    text = 'Ann Lee said the plan was dead.\n"Nobody asked us about any of it."'
    assert told(text, Ann_Lee="person") == [("Nobody asked us about any of it.", "Ann Lee", "said")]
    assert told('Ann Lee added:\n"Nobody asked us."', Ann_Lee="person") == [("Nobody asked us.", "Ann Lee", "added")]


# -- indirect speech


def test_indirect_speech_is_kept_apart() -> None:
    assert indirect("Ann Lee said that the bridge was safe.", Ann_Lee="person") == [
        ("the bridge was safe", "Ann Lee", "said")
    ]
    assert indirect("Ann Lee vowed to rebuild the bridge.", Ann_Lee="person") == [
        ("to rebuild the bridge", "Ann Lee", "vowed")
    ]
    assert indirect("The bridge is safe, according to Ann Lee.", Ann_Lee="person") == [
        ("The bridge is safe", "Ann Lee", "according to")
    ]
    assert indirect("Ann Lee built the bridge.", Ann_Lee="person") == []


def test_indirect_speech_stops_where_the_writer_goes_on() -> None:
    text = "Ann Lee said that the bridge was safe, while engineers shook their heads."
    assert indirect(text, Ann_Lee="person") == [("the bridge was safe", "Ann Lee", "said")]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("The bridge will close in May, said Ann Lee, the manager.", "The bridge will close in May"),
        ("The bridge, Ann Lee said, will close in May.", "The bridge, Ann Lee said, will close in May"),
        ("Ann Lee announced the bridge would close.", "the bridge would close"),
        ("Ann Lee said on Monday the bridge would close.", "the bridge would close"),
        ("Ann Lee said details of the plan will follow.", "details of the plan will follow"),
        ("Ann Lee said people misunderstand the plan.", "people misunderstand the plan"),
        ("Ann Lee told “Harbour Talk” that the bridge was safe.", "the bridge was safe"),
        ("Ann Lee said that was all she knew.", "that was all she knew"),
        ("Ann Lee says Bob Ray promised to mend the bridge.", "Bob Ray promised to mend the bridge"),
        ("Ann Lee urged the council to mend the bridge.", "to mend the bridge"),
        ("Ann Lee calls on Bob Ray to mend the bridge", "to mend the bridge"),
        ("Ann Lee accused the council of neglecting the bridge.", "neglecting the bridge"),
        ("Ann Lee called for wider bridges in town.", "wider bridges in town"),
        ("Ann Lee says new bridge near", "new bridge near"),
        ("New bridge ever closer for Leeds, says Ann Lee", "New bridge ever closer for Leeds"),
        ("New bridge will never hold - Ann Lee", "New bridge will never hold"),
        ("The bridge has to wait: Ann Lee", "The bridge has to wait"),
    ],
)
def test_indirect_speech_is_found(text: str, clause: str) -> None:
    assert [(quote, who) for quote, who, _ in indirect(text, Ann_Lee="person", Bob_Ray="person")] == [
        (clause, "Ann Lee")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee told reporters after the talks that were held on a boat.",
        "Ann Lee told a rally that drew ten thousand people.",
        "Ann Lee never said the bridge was safe.",
        "Ann Lee did not say that the bridge was safe.",
        "Ann Lee announced a new bridge for the town.",
        "In a later speech, Ann Lee warned of floods.",
        "His mother, Ann Lee, said nothing.",
        "Ann Lee urged to mend the bridge in town",
        "The best mayor in town: Ann Lee",
        "Ann Lee: from the harbour to the town hall",
        "It is fair to say that the bridge is old.",
    ],
)
def test_what_nobody_says_is_no_indirect_speech(text: str) -> None:
    assert indirect(text, Ann_Lee="person") == []


# -- the whole step, with names found and resolved


@pytest.fixture(scope="module")
def bench() -> Iterator[Any]:
    """The measuring command, as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield importlib.import_module("quotations_quality")


@cache
def _resolved(text: str) -> tuple[Mention, ...]:
    return tuple(resolve_snippet(text, default().find([text])[0], dated=None))


def test_what_an_office_is_for_is_no_title_of_its_own() -> None:
    text = 'Minister of Justice Sabine Brandvold said: "Nobody will be sent back."'
    assert [each.speaker_text for each in quotations(text, _resolved(text))] == ["Sabine Brandvold"]


def test_labelled_cases(bench: Any) -> None:
    tally = bench.measure(bench.labelled(CASES))
    quoted, reported = tally.of(bench.QUOTED), tally.of("indirect")
    mistakes = "\n".join(tally.mistakes)
    assert quoted.gold > 160, "the set has shrunk"
    assert quoted.speakers / quoted.found >= 0.95, mistakes
    assert quoted.speakers / quoted.gold >= 0.95, mistakes
    assert reported.speakers / reported.found >= 0.95, mistakes
    assert reported.speakers / reported.gold >= 0.95, mistakes


def test_labels_fit_their_texts(bench: Any) -> None:
    for record in bench.labelled(CASES):
        for label in record["quotations"]:
            quote = record["text"][label["start"] : label["stop"]]
            assert quote, record["text"]
            assert quote == quote.strip(), record["text"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder with the real pages is not here")
def test_real_page() -> None:
    lines = [line for file in sorted((SHARED / "seed").glob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    heard: set[tuple[str, str]] = set()
    for line in lines:
        mentions = _resolved(line)
        surnames = {(mention.start, mention.stop): mention.surface.split()[-1] for mention in mentions}
        for span in quotations(line, mentions):
            if span.kind != "indirect" and span.speaker is not None:
                heard.add((surnames[span.speaker], span.quote[:9]))
            assert span.quote not in ("Patriot,", "Putin’s war")
    assert {
        ("Putin", "We are ac"),
        ("Putin", "center of"),
        ("Navalnaya", "I will pa"),
        ("Scholz", "if asked"),
        ("Trump", "If I did,"),
        ("Trump", "It (Ukrai"),
        ("Kostin", "informati"),
        ("Lukashenko", "cool the "),
        ("Jean-Pierre", "Let's not"),
    } <= heard


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder with the labelled teasers is not here")
def test_labelled_teasers(bench: Any) -> None:
    tally = bench.measure(bench.labelled(SHARED / "ner" / "teasers" / "dev.jsonl"))
    quoted = tally.of(bench.QUOTED)
    assert quoted.speakers / quoted.gold >= 0.75, tally.mistakes
    assert quoted.speakers / quoted.found >= 0.8, tally.mistakes


# -- properties

_WORDS = st.sampled_from(
    (
        *"\"“”„«»‘’'.,:;!?()-\n",
        *("Ann Lee", "Leeds", "said", "says", "that", "to", "called", "it", "she", "they", "according to", "the"),
        *("spokesman", "of", "and", "who", "by", "as", "calling", "vowed", "O'Brien", "6'2\"", "U.S."),
    )
)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(_WORDS, max_size=60))
    return "".join(part + draw(st.sampled_from((" ", " ", ""))) for part in parts)


def _check(text: str, spans: list[QuotationSpan], mentions: list[Any]) -> None:
    stop = 0
    for span in spans:
        assert text[span.start : span.stop] == span.quote != ""
        assert 0 <= span.score <= 1
        assert span.speaker is None or span.speaker in {(mention.start, mention.stop) for mention in mentions}
        if span.kind != "indirect":
            assert span.start >= stop, "quoted passages overlap"
            stop = span.stop
    assert [span.start for span in spans] == sorted(span.start for span in spans)


@given(_texts())
def test_spans_are_exact_and_disjoint(text: str) -> None:
    mentions = [named(m, "person") for m in re.finditer("Ann Lee", text)]
    mentions += [named(m, "place") for m in re.finditer("Leeds", text)]
    mentions.sort(key=lambda mention: mention.start)
    _check(text, quotations(text, mentions), mentions)


@given(st.text(max_size=80))
def test_any_text_will_do(text: str) -> None:
    _check(text, quotations(text, []), [])
    assert may_be_marked(text) or not marked_passages(text)


_ALONE = (
    ('"We go," said Ann Lee.', "We go,"),
    ('Ann Lee called it "a bad joke".', "a bad joke"),
    ('Ann Lee told reporters: "We go."', "We go."),
)


@SOME
@given(
    st.sampled_from(_ALONE),
    st.lists(st.sampled_from(("The sun shone.", "Bo Chan met the mayor.", 'He read "War and Peace".')), max_size=3),
    st.lists(st.sampled_from(("Rain fell.", "Bo Chan left.", "The film ran for weeks.")), max_size=3),
)
def test_sentences_around_change_nothing(case: tuple[str, str], before: list[str], after: list[str]) -> None:
    sentence, quote = case
    text = " ".join((*before, sentence, *after))
    assert [each[:2] for each in told(text, Ann_Lee="person", Bo_Chan="person")] == [(quote, "Ann Lee")]


def _steps(text: str) -> int:
    """Lines of Python that the step runs for a text."""
    lines = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        quotations(text, [])
    finally:
        sys.settrace(previous)
    return lines


@pytest.mark.parametrize(
    "part",
    [
        '"',
        "“",
        '" "a',
        "' 'a ",
        "'a s' b ",
        '"a" said ',
        'said "a", ',
        "he said that ",
        'X said "a." ',
        "“a „b «c ",
        'calling it "b c", ',
        "A. ",
        "and she said, according to ",
    ],
)
def test_hostile_texts_cost_linear_time(part: str) -> None:
    small, large = (_steps(part * times) for times in (300, 1200))
    assert large < 4.6 * small + 2000


def test_verbs_have_all_their_forms() -> None:
    for words in ("say says said saying", "deny denies denied denying", "quip quips quipped quipping"):
        assert {CUES[word].verb for word in words.split()} == {words.split()[0]}
    assert CUES["written"].form == "participle"
    assert json.dumps(sorted(CUES)).isascii()


def test_a_clause_of_two_words_is_no_indirect_speech_to_keep() -> None:
    assert indirect("Ann Lee said that it rained.", Ann_Lee="person") == []
    assert indirect("Ann Lee said that it rained again.", Ann_Lee="person") != []


def test_what_is_too_long_for_a_title_is_speech() -> None:
    title = "The Long Field of the Harbour"
    assert told(f'Ann Lee said her memoir, "{title}", is out.', Ann_Lee="person") == []
    assert told(f'Ann Lee said her memoir, "{title} and of All Its Towns", is out.', Ann_Lee="person") != []
