"""The trained recogniser: the chain against counting every path, its spans, and the model that ships."""

from __future__ import annotations

import importlib
import itertools
import pickle
import random
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from places import BENCH

from archive.extract.names import crf_model
from archive.extract.names.crf import (
    CrfRecogniser,
    Labelled,
    Sentence,
    possible,
    read,
    spans_of,
    writing,
    written_small,
)
from archive.extract.names.crf_chain import FORBIDDEN, REACH, Packed, best_path, chances
from archive.extract.names.crf_model import (
    EDGE,
    LABELS,
    MODEL,
    STATES,
    Clusters,
    Lexicon,
    Model,
    Rows,
    checksum,
    rows_of,
    sorted_keys,
)
from archive.extract.names.hybrid import HybridRecogniser, likeliest
from archive.extract.names.known import gazetteer_spans
from archive.gazetteer import load
from archive.text import tokens as tokens_module
from archive.text.tokens import tokenise
from archive.types import NameSpan

SHIPPED = CrfRecogniser()

NO_CLUSTERS = Clusters.named([], np.zeros((0, 2), dtype=np.uint16))
LENGTHS = st.lists(st.integers(1, 5), min_size=1, max_size=4)


def packed_of(lengths: list[int]) -> Packed:
    return Packed.of(np.array(sorted(lengths, reverse=True), dtype=np.int32))


def sentence_rows(packed: Packed, number: int) -> list[int]:
    """Where the tokens of one sentence stand in the layout."""
    sizes = np.diff(packed.bounds)
    return [begin + number for begin, size in zip(packed.bounds, sizes, strict=False) if number < size]


def random_chain(packed: Packed, labels: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(packed.bounds[-1], labels)).astype(np.float32) * 2
    return scores, chance.normal(size=(labels, labels)).astype(np.float32)


def path_score(scores: np.ndarray, steps: np.ndarray, path: tuple[int, ...]) -> float:
    emitted = sum(float(scores[at, label]) for at, label in enumerate(path))
    return emitted + sum(float(steps[pair]) for pair in itertools.pairwise(path))


@SOME
@given(lengths=LENGTHS, seed=st.integers(0, 10_000))
def test_best_path_is_the_best_of_all_paths(lengths: list[int], seed: int) -> None:
    packed = packed_of(lengths)
    scores, steps = random_chain(packed, 3, seed)
    found = best_path(scores, steps, packed.bounds)
    for number, length in enumerate(sorted(lengths, reverse=True)):
        rows = sentence_rows(packed, number)
        own = scores[rows]
        best = max(path_score(own, steps, path) for path in itertools.product(range(3), repeat=length))
        assert path_score(own, steps, tuple(found[rows].tolist())) == pytest.approx(best, abs=1e-4)


@SOME
@given(lengths=LENGTHS, seed=st.integers(0, 10_000))
def test_chances_are_what_counting_all_paths_gives(lengths: list[int], seed: int) -> None:
    packed = packed_of(lengths)
    scores, steps = random_chain(packed, 3, seed)
    weights = np.linspace(0.5, 2, len(lengths)).astype(np.float32)
    found = chances(scores, steps, packed.bounds, weights)
    expected_steps = np.zeros((3, 3))
    for number, length in enumerate(sorted(lengths, reverse=True)):
        rows = sentence_rows(packed, number)
        paths = list(itertools.product(range(3), repeat=length))
        masses = np.exp([path_score(scores[rows], steps, path) for path in paths])
        shares = masses / masses.sum()
        expected = np.zeros((length, 3))
        for path, share in zip(paths, shares, strict=True):
            expected[range(length), path] += share
            for pair in itertools.pairwise(path):
                expected_steps[pair] += share * weights[number]
        np.testing.assert_allclose(found.labels[rows], expected, atol=1e-4)
        assert found.log_total[rows].sum() == pytest.approx(np.log(masses.sum()), abs=1e-3)
    np.testing.assert_allclose(found.steps, expected_steps, atol=1e-3)


def test_a_layout_holds_every_token_once() -> None:
    packed = packed_of([3, 1, 2])
    stream = ["", "", "a0", "a1", "a2", "", "", "b0", "b1", "", "", "c0", "", ""]
    assert [stream[at] for at in packed.places] == ["a0", "b0", "c0", "a1", "b1", "a2"]
    assert packed.bounds == [0, 3, 5, 6]
    assert REACH == 2


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("The mayor of Lindow met the fishermen.", "plain"),
        ("MAYOR OF LINDOW MEETS FISHERMEN", "capitals"),
        ("Mayor Of Lindow Meets Angry Fishermen", "headline"),
        ("Lindow Times", "plain"),
        ("", "plain"),
    ],
)
def test_manners_of_writing(text: str, manner: str) -> None:
    assert writing(tokenise(text).words) == manner


def test_labels_become_spans_with_exact_offsets() -> None:
    text = "Ada Quill of Port Vesper, aboard the Heron"
    names = ["B-person", "I-person", "O", "B-place", "I-place", "O", "O", "O", "B-other"]
    labels = [LABELS.index(name) for name in names]
    sure = np.array([[0.9 if at == label else 0.1 / 8 for at in range(len(LABELS))] for label in labels], np.float32)
    spans = list(spans_of(text, tokenise(text), Labelled(bytes(labels), sure)))
    assert [(s.surface, s.kind, s.rule) for s in spans] == [
        ("Ada Quill", "person", "crf"),
        ("Port Vesper", "place", "crf"),
    ]
    assert all(text[s.start : s.stop] == s.surface for s in spans)
    assert spans[0].score == pytest.approx(0.9)


def test_neighbouring_names_stay_apart() -> None:
    text = "Norway Oslo"
    labels = [LABELS.index("B-place")] * 2
    sure = np.full((2, len(LABELS)), 1 / len(LABELS), dtype=np.float32)
    assert [s.surface for s in spans_of(text, tokenise(text), Labelled(bytes(labels), sure))] == ["Norway", "Oslo"]


def test_states_tell_where_the_gazetteer_speaks() -> None:
    gazetteer = load()
    text = "Storms hit New Zealand. Rain follows."
    known = gazetteer_spans(text, gazetteer)
    assert [span.surface for span in known] == ["New Zealand"]
    words, states = read(tokenise(text), known)
    assert words[:4] == ["Storms", "hit", "New", "Zealand"]
    assert [state % 2 for state in states] == [1, 0, 0, 0, 0, 1, 0, 0]
    assert states[2] // 6 > 0
    assert states[3] // 6 == states[2] // 6 + 1
    assert max(states) < STATES


def test_capitals_are_read_as_ordinary_words() -> None:
    assert read(tokenise("MINISTER VISITS THE HARBOUR"), []).words == ["Minister", "Visits", "The", "Harbour"]


@SOME
@given(word=st.text(min_size=0, max_size=60))
def test_any_word_has_features(word: str) -> None:
    (features,) = Lexicon(load(), NO_CLUSTERS).read([word])
    assert features
    assert len(features) < 40


WORDS = st.lists(st.text(max_size=12) | st.sampled_from(["Oslo", "Mr.", "of", "Jean-Pierre", "É", "ß-1"]), max_size=20)


@SOME
@given(words=WORDS)
def test_what_a_word_says_does_not_depend_on_who_is_met_with_it(words: list[str]) -> None:
    together = Rows(SHIPPED.model, SHIPPED.lexicon)
    alone = Rows(SHIPPED.model, SHIPPED.lexicon)
    at = together.numbers([words])
    for number, word in zip(at[REACH:-REACH], words, strict=True):
        (own,) = alone.numbers([[word]])[REACH:-REACH]
        np.testing.assert_allclose(together.scores[:, number], alone.scores[:, own], atol=1e-4)


@pytest.mark.parametrize(
    ("word", "shape"),
    [("It", "Xx"), ("Oslo", "Xxx"), ("is", "xx"), ("a", "x"), ("NATO", "XX"), ("DC-10", "XX-00"), ("McNair", "XxXxx")],
)
def test_shapes(word: str, shape: str) -> None:
    assert crf_model._shape(word) == shape


def small_model() -> Model:
    """Takes every capitalised word for a person, after "in" for a place."""
    features = [checksum("any"), checksum("n=X4"), checksum("in", checksum("w="))]
    weights = np.zeros((3, 2 * REACH + 1, len(LABELS)), dtype=np.float32)
    weights[0, REACH, 0] = 1
    weights[1, REACH, LABELS.index("B-person")] = 3
    weights[1, REACH, LABELS.index("B-place")] = 2
    weights[2, REACH - 1, LABELS.index("B-place")] = 2
    steps = np.array(
        [[0 if not b.startswith("I") or a[1:] == b[1:] else FORBIDDEN for b in LABELS] for a in LABELS],
        dtype=np.float32,
    )
    states = np.zeros((3, STATES, len(LABELS)), dtype=np.float32)
    clusters = Clusters.named(["Brno", "in"], np.array([[1, 2], [0, 3]], dtype=np.uint16))
    return Model.of(features, weights, states, steps, clusters)


def test_a_model_labels_by_word_and_neighbour() -> None:
    recogniser = CrfRecogniser(small_model())
    found = recogniser.find(["then Anna slept in Brno", "", "nothing here"])
    assert [[(s.surface, s.kind) for s in spans] for spans in found] == [
        [("Anna", "person"), ("Brno", "place")],
        [],
        [],
    ]


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    model = small_model()
    model.save(path)
    again = Model.load(path)
    np.testing.assert_array_equal(again.keys, model.keys)
    assert again.clusters.of(["Brno", "Prague"]) == model.clusters.of(["Brno", "Prague"]) == [[1, 2], []]
    np.testing.assert_array_equal(again.weights, model.weights)
    of_in, of_none = again.rows([[checksum("any"), checksum("w=in")], [checksum("of no feature")]])
    np.testing.assert_allclose(of_in[REACH - 1 : REACH + 1].max(axis=1), [2, 1], rtol=0.01)
    assert not of_none.any()
    np.testing.assert_allclose(again.steps, model.steps)


def test_rows_start_anew_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser = CrfRecogniser(small_model())
    before = recogniser.find(["then Anna slept in Brno"])
    monkeypatch.setattr(crf_model, "_MOST_ROWS", 4)
    assert recogniser.find(["some other words about nothing", "then Anna slept in Brno"])[1] == before[0]


HYBRID = cache(HybridRecogniser)

shipped = pytest.mark.skipif(not MODEL.exists(), reason="no trained model beside the package")


@shipped
def test_the_shipped_model_is_small() -> None:
    assert MODEL.stat().st_size < 4_000_000


@shipped
@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Foreign Minister Ingrid Halvorsen arrives in Nairobi for talks with Kenyan officials.",
            {("Ingrid Halvorsen", "person"), ("Nairobi", "place")},
        ),
        (
            "The Ministry of Fisheries says two trawlers collided near Bergen, Norway.",
            {("Ministry of Fisheries", "organisation"), ("Bergen", "place"), ("Norway", "place")},
        ),
        ("Prices rise as the harvest fails.", set()),
        ("", set()),
    ],
)
def test_names_in_plain_sentences(text: str, names: set[tuple[str, str]]) -> None:
    assert {(s.surface, s.kind) for s in SHIPPED.find([text])[0]} == names


@shipped
@SOME
@given(texts=st.lists(st.text(max_size=80), max_size=4))
def test_spans_are_exact_sorted_and_apart(texts: list[str]) -> None:
    for text, spans in zip(texts, SHIPPED.find(texts), strict=True):
        ends = 0
        for span in spans:
            assert text[span.start : span.stop] == span.surface != ""
            assert span.start >= ends
            assert 0 <= span.score <= 1
            ends = span.stop


@shipped
def test_batching_changes_nothing() -> None:
    texts = [
        "Police in Lagos arrest Tunde Bakare.",
        "Rain.",
        "A ferry sinks off Samoa, and the Royal Navy sends help; " * 60,
        "",
    ]
    together = SHIPPED.find(texts)
    assert together == [SHIPPED.find([text])[0] for text in texts]


@shipped
def test_a_recogniser_travels_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(CrfRecogniser()))
    text = ["Talks open in Geneva."]
    assert again.find(text) == SHIPPED.find(text)


def test_the_edge_has_a_feature_of_its_own() -> None:
    assert Lexicon(load(), NO_CLUSTERS).read([EDGE]) == [[checksum("edge")]]
    assert Sentence([], []) == read(tokenise(""), [])


def span_at(start: int, stop: int, rule: str = "crf") -> NameSpan:
    return NameSpan(start, stop, "x" * (stop - start), "place", rule, 0.5)


PROPOSALS = st.lists(
    st.tuples(st.floats(-9, 9), st.integers(0, 30), st.integers(1, 9)).map(
        lambda drawn: (drawn[0], span_at(drawn[1], drawn[1] + drawn[2]))
    ),
    max_size=12,
)


@given(proposals=PROPOSALS, blocked=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=3))
def test_chosen_spans_never_overlap_and_none_is_left_out_for_nothing(
    proposals: list[tuple[float, NameSpan]], blocked: list[tuple[int, int]]
) -> None:
    ranges = [(start, start + length) for start, length in blocked]
    chosen = likeliest(proposals, ranges)
    assert all(a.stop <= b.start for a, b in itertools.pairwise(chosen))
    assert all(span.score >= 0.5 for span in chosen)
    places = {(span.start, span.stop) for span in chosen}
    closed = {at for start, stop in ranges for at in range(start, stop)}
    for odds, span in proposals:
        ground = set(range(span.start, span.stop))
        rivals = [c for c in chosen if c.start < span.stop and span.start < c.stop]
        if odds > 0 and not ground <= closed:
            assert rivals, "a likely span was dropped though its place is free"
        if ground <= closed:
            assert (span.start, span.stop) not in places


def test_the_likelier_of_two_spans_stays() -> None:
    short, long = span_at(0, 5), span_at(0, 12)
    assert likeliest([(2.0, short), (1.0, long)], []) == [short._replace(score=0.881)]
    assert likeliest([(1.0, short), (1.0, long)], []) == [long._replace(score=0.731)]
    assert likeliest([(-0.1, short)], []) == []
    assert likeliest([(3.0, short)], [(0, 6)]) == []
    assert [s.stop for s in likeliest([(3.0, long)], [(0, 6)])] == [12]


def test_rules_and_model_together_need_only_one_to_be_sure() -> None:
    """The small model knows no organisation, but a sure pattern does; of Anna only the model knows."""
    recogniser = HybridRecogniser(small_model())
    spans = recogniser.find(["then Anna joined the Ministry of Salt in Brno"])[0]
    found = {s.surface: s for s in spans}
    assert found["Brno"].kind == "place"
    assert found["Brno"].entity is not None
    assert found["Anna"].kind == "person"


@shipped
@SOME
@given(texts=st.lists(st.text(max_size=80) | st.sampled_from(["", "A. B. C", "U.S.–China", "(PARIS)"]), max_size=4))
def test_together_spans_are_exact_sorted_and_apart(texts: list[str]) -> None:
    for text, spans in zip(texts, HYBRID().find(texts), strict=True):
        ends = 0
        for span in spans:
            assert text[span.start : span.stop] == span.surface != ""
            assert span.start >= ends
            assert 0 <= span.score <= 1
            ends = span.stop


@shipped
def test_together_on_a_sentence_with_names_of_every_kind() -> None:
    text = (
        "Norwegian Foreign Minister Ingrid Halvorsen tells the European Parliament that the Royal Norwegian Navy "
        "will patrol off Tromsø; Halvorsen later meets heads of oil company Orlen in Gdynia, Poland."
    )
    found = [(s.surface, s.kind) for s in HYBRID().find([text])[0]]
    assert found == [
        ("Ingrid Halvorsen", "person"),
        ("European Parliament", "organisation"),
        ("Royal Norwegian Navy", "organisation"),
        ("Tromsø", "place"),
        ("Halvorsen", "person"),
        ("Orlen", "organisation"),
        ("Gdynia", "place"),
        ("Poland", "place"),
    ]


@shipped
def test_a_long_text_takes_time_in_proportion() -> None:
    text = "Officials in Rome met Carla Bianchi of the Ministry of Culture. " * 3000
    spans = HYBRID().find([text])[0]
    assert len(spans) > 8000
    assert spans[-1].stop > len(text) - 80


@pytest.fixture
def tiny_trainer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A trainer on three invented sentences; skips where scipy, which only training needs, is not there."""
    pytest.importorskip("scipy")
    monkeypatch.syspath_prepend(str(BENCH))
    example = importlib.import_module("names_examples").Example
    trainer = importlib.import_module("names_trainer").Trainer
    sentences = [
        ("Anna met Boris in Brno .", "B-person O B-person O B-place O"),
        ("The Brno Chess Club lost .", "O B-organisation I-organisation I-organisation O O"),
        ("Brno waits .", "B-place O O"),
    ]
    examples = [
        example(read(tokenise(text), []), [LABELS.index(name) for name in names.split()], weight)
        for (text, names), weight in zip(sentences, (1.0, 0.5, 2.0), strict=True)
    ]
    return trainer(examples, Lexicon(load(), NO_CLUSTERS), rarest=1, prior=0.1)


def test_the_slope_that_training_follows_is_that_of_its_loss(tiny_trainer: Any) -> None:
    trainer = tiny_trainer
    chance = np.random.default_rng(3)
    flat = chance.normal(size=sum(trainer.sizes)) * 0.3
    _, slope = trainer.loss(flat)
    steep = np.argsort(-np.abs(slope))[:: max(1, len(slope) // 4000)][:12]
    for at in [*steep, len(flat) - 2]:
        nudge = np.zeros_like(flat)
        nudge[at] = 0.02
        rise = (trainer.loss(flat + nudge)[0] - trainer.loss(flat - nudge)[0]) / 0.04
        assert slope[at] == pytest.approx(rise, rel=0.03, abs=0.01)


def test_training_learns_its_examples(tiny_trainer: Any) -> None:
    recogniser = CrfRecogniser(tiny_trainer.fit(60))
    spans = recogniser.label([read(tokenise("The Brno Chess Club lost ."), [])])[0]
    assert [LABELS[label] for label in spans.labels[1:4]] == [
        "B-organisation",
        "I-organisation",
        "I-organisation",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sudan has accused Chad of helping rebels.", {("Sudan", "place"), ("Chad", "place")}),
        ("Carla Chad left; Chad said nothing.", {("Carla Chad", "person"), ("Chad", "person")}),
        ("The Pope met the Minister of Foreign Affairs.", set()),
    ],
)
def test_titles_alone_are_no_names_and_countries_no_persons(text: str, names: set[tuple[str, str]]) -> None:
    assert {(span.surface, span.kind) for span in HybridRecogniser().find([text])[0]} == names


DOUBTFUL = [
    "Quarrick denies it. Brandvold And Others Warn Of Storms Near Lindow.",
    "QUARRICK SPARS WITH THE LINDOW COUNCIL",
    "Reading drew a crowd; Tolliver, Marsh and Reed stayed.",
    "Alexei Navalny spoke. Navalny left with Mint and Marlo of the Vesper Wire.",
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_doubtful_spans_come_on_request_and_touch_no_sure_one(text: str) -> None:
    recogniser = HYBRID()
    sure = recogniser.find([text])[0]
    more = recogniser.find([text], least=0.02)[0]
    assert [span for span in more if span.score >= 0.5] == sure
    assert all(0.02 <= span.score < 0.5 for span in more if span not in sure)
    assert all(left.stop <= right.start for left, right in itertools.pairwise(more))
    assert all(text[span.start : span.stop] == span.surface for span in more)


def test_there_are_doubtful_spans() -> None:
    recogniser = HYBRID()
    sure, more = (recogniser.find(DOUBTFUL, least=least) for least in (0.5, 0.02))
    assert sure == recogniser.find(DOUBTFUL)
    assert sum(map(len, more)) > sum(map(len, sure))


def test_the_least_chance_may_be_raised() -> None:
    recogniser = HYBRID()
    usual, strict = (recogniser.find(DOUBTFUL, least=least) for least in (0.5, 0.9))
    assert strict == [[span for span in spans if span.score >= 0.9] for spans in usual]


PIECES = "Quarrick denies Oslo , . ( ) ' President of the Bank and War Cup MARLO Ada al-Sadr 3rd Reading".split()


@SOME
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), max_size=4),
    st.sampled_from([0.0, 0.01, 0.2, 0.45]),
)
def test_doubtful_spans_change_nothing_about_sure_ones(texts: list[str], least: float) -> None:
    for sure, more in zip(HYBRID().find(texts), HYBRID().find(texts, least=least), strict=True):
        assert [span for span in more if span.score >= 0.5] == sure
        assert all(left.stop <= right.start for left, right in itertools.pairwise(more))
        assert all(span.score >= least for span in more)


def test_every_span_of_some_chance_can_be_asked_for() -> None:
    text = "Quarrick met Ada Quill"
    tokens = tokenise(text)
    table = np.zeros((4, len(LABELS)), dtype=np.float32)
    table[:, 0] = 0.6
    table[0, LABELS.index("B-person")] = 0.3
    table[0, LABELS.index("B-place")] = 0.1
    table[2, LABELS.index("B-person")] = 0.4
    table[3, LABELS.index("I-person")] = 0.35
    labelled = Labelled(bytes(4), table)
    assert not list(spans_of(text, tokens, labelled))
    assert set(possible(labelled, 0.2)) == {(0, 0, "person"), (2, 3, "person")}
    assert (0, 0, "place") in set(possible(labelled, 0.1))


def keys_of(*names: str) -> np.ndarray:
    return np.array([checksum(name) for name in names], dtype=np.uint32)


def test_names_are_found_by_their_checksums() -> None:
    names = ["w=salt", "w=reef", "any", "w=salt"]
    keys, order = sorted_keys(map(checksum, names))
    assert sorted(names[at] for at in order) == ["any", "w=reef", "w=salt"]
    rows, is_known = rows_of(keys, keys_of("any", "w=sand", "w=salt"))
    assert is_known.tolist() == [True, False, True]
    assert [names[order[row]] for row in rows[is_known]] == ["any", "w=salt"]
    assert not rows_of(sorted_keys([])[0], keys_of("any"))[1].any()
    assert not len(rows_of(keys, keys_of())[0])
    assert checksum("Xber", checksum("s=")) == checksum("s=Xber")


def test_other_names_take_the_place_of_marked_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    bench = importlib.import_module("names_examples")
    texts = [
        bench.Marked("Ada Quill of Vesper fled.", (bench.Span(0, 9, "person"), bench.Span(13, 19, "place")), 1.0),
        bench.Marked("Lindow fell to Tom Marsh.", (bench.Span(0, 6, "place"), bench.Span(15, 24, "person")), 1.0),
    ]
    names = bench.names_of(texts)
    assert names == {
        ("person", False): ["Ada Quill", "Tom Marsh"],
        ("person", True): ["Marsh", "Quill"],
        ("place", True): ["Lindow", "Vesper"],
    }
    seen = set()
    for seed in range(30):
        text, spans, _ = bench.renamed(texts[0], names, random.Random(seed))
        person, place = (text[span.start : span.stop] for span in spans)
        assert person in names["person", " " not in person]
        assert text == f"{person} of {place} fled."
        seen.add(person)
    assert seen == {"Ada Quill", "Tom Marsh", "Marsh", "Quill"}


@SOME
@given(st.lists(st.sampled_from(["J.", "K.", "(J.", "Rowling", "U.S.", "U.S.'s", " ", "", "\n", "é", "Dr.", "pro-Xi"])))
def test_tokens_do_not_depend_on_what_was_read_before(pieces: list[str]) -> None:
    text = " ".join(pieces)
    whole = [(match[0], *match.span()) for match in tokens_module._TOKEN.finditer(text)]
    assert list(zip(*tokenise(text), strict=True)) == whole


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("MCCONNELL", "McConnell"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("O'NEIL", "O'Neil"),
        ("OSLO", "Oslo"),
        ("MCA", "Mca"),
        ("U.S.", "U.S."),
        ("'S", "'s"),
    ],
)
def test_words_in_capitals_are_read_as_they_are_written_elsewhere(word: str, written: str) -> None:
    assert written_small(word) == written


@shipped
def test_labels_by_chance_are_those_of_the_path_where_the_model_is_sure() -> None:
    texts = ["Ingrid Halvorsen arrives in Nairobi for talks.", "", "The mayor of Oslo met Anna Petersen. " * 40]
    sentences = [read(tokenise(text), gazetteer_spans(text, load())) for text in texts]
    for path, chance in zip(SHIPPED.label(sentences), SHIPPED.label(sentences, by_path=False), strict=True):
        assert len(path.labels) == len(chance.labels)
        sure = path.chances.max(axis=1, initial=0) > 0.6
        assert [a for a, is_sure in zip(path.labels, sure, strict=True) if is_sure] == [
            a for a, is_sure in zip(chance.labels, sure, strict=True) if is_sure
        ]
