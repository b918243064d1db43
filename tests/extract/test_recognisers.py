"""Recognisers behind the seam: choosing one by name, and pipelines of others brought to our definition of a mention."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pickle
import re
import sqlite3
import string
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import BENCH
from typer.testing import CliRunner

from archive.cli import app
from archive.errors import ArchiveError
from archive.extract import names
from archive.extract.names.borrowed import KINDS, Borrower, Foreign, pieces
from archive.types import EntityKind, NameSpan

needs_spacy = pytest.mark.skipif(
    importlib.util.find_spec("spacy") is None, reason="needs spaCy: pip install 'snippet-archive[spacy]'"
)
needs_gliner = pytest.mark.skipif(
    importlib.util.find_spec("gliner") is None, reason="needs GLiNER: pip install 'snippet-archive[gliner]'"
)

TEXT = (
    "Kenyan President Mara Velden's envoy met the Harbour League in Kestrel Bay. "
    "“We sail,” said Mr. Okafor; Velden stayed in Ukraine."
)
PATTERNS = [
    {"label": "PERSON", "pattern": "President Mara Velden's"},
    {"label": "PERSON", "pattern": "Mr. Okafor"},
    {"label": "ORG", "pattern": "the Harbour League"},
    {"label": "LOC", "pattern": "Kestrel Bay"},
    {"label": "GPE", "pattern": "Ukraine"},
    {"label": "NORP", "pattern": "Kenyan"},
    {"label": "DATE", "pattern": "Monday"},
]
FOUND_IN_TEXT = [
    ("Mara Velden", "person", "Kenyan President", None),
    ("Harbour League", "organisation", None, None),
    ("Kestrel Bay", "place", None, None),
    ("Okafor", "person", None, None),
    ("Ukraine", "place", None, "Ukraine"),
]
HOSTILE = ["", " ", "\n\t", "🙂", "🙂🙂 Kestrel Bay 🙂", "a" * 10_000, "Kestrel Bay " * 900, "\u200b\u202e()", "'s the"]


def brief(spans: list[NameSpan]) -> list[tuple[str, EntityKind, str | None, str | None]]:
    return [(span.surface, span.kind, span.role, span.entity) for span in spans]


def check(texts: list[str], found: list[list[NameSpan]]) -> None:
    """What the seam promises of any recogniser."""
    assert len(found) == len(texts)
    for text, spans in zip(texts, found, strict=True):
        last = 0
        for span in spans:
            assert text[span.start : span.stop] == span.surface
            assert last <= span.start < span.stop
            assert 0 <= span.score <= 1
            last = span.stop


# -- choosing one


@pytest.mark.parametrize("spec", ["hybrid", "rules", "crf"])
def test_our_own_recognisers(spec: str) -> None:
    ours = names.recogniser(spec)
    assert ours.name == spec
    assert names.recogniser(spec) is ours
    texts = [TEXT, *HOSTILE]
    found = ours.find(texts, least=0.5)
    check(texts, found)
    assert "Ukraine" in {span.surface for span in found[0]}
    assert pickle.loads(pickle.dumps(ours)).find(texts) == ours.find(texts)


def test_the_default_is_the_hybrid() -> None:
    assert names.recogniser().name == "hybrid"
    assert names.recogniser() is names.recogniser("hybrid") is names.default()


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("bert", "choose one of hybrid"),
        ("Hybrid", "choose one of hybrid"),
        ("rules:3", "choose one of hybrid"),
        (":x", "choose one of hybrid"),
        ("spacy", "write spacy:PIPELINE"),
        ("gliner:", "write gliner:MODEL"),
    ],
)
def test_an_unknown_recogniser_is_an_error_with_the_choices(spec: str, told: str) -> None:
    with pytest.raises(ArchiveError, match=re.escape(f"--names {spec.rstrip(':')}")) as caught:
        names.recogniser(spec)
    assert told in str(caught.value)


@pytest.mark.parametrize("library", ["spacy", "gliner"])
def test_a_missing_library_says_what_to_install(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ArchiveError, match=re.escape(f"pip install 'snippet-archive[{library}]'")):
        names.recogniser(f"{library}:never-there")


# -- spans of others


class Stranger(Borrower):
    """Finds nothing of its own."""

    def _found(self, texts: Sequence[str], least: float) -> Iterator[tuple[int, Foreign]]:
        return iter(())


@pytest.mark.parametrize(
    ("text", "surface", "kind", "expected"),
    [
        ("Mayor Mara Velden's aide", "Mayor Mara Velden's", "person", "Mara Velden"),
        ("Norvanian Prime Minister Tobias Renn", "Norvanian Prime Minister Tobias Renn", "person", "Tobias Renn"),
        ("Dr. Ilse Okafor", "Dr. Ilse Okafor", "person", "Ilse Okafor"),
        ("Former President Mara Velden", "Former President Mara Velden", "person", "Mara Velden"),
        ("old Lance Velden spoke", "Lance Velden", "person", "Lance Velden"),
        ("An Nguyen spoke", "An Nguyen", "person", "An Nguyen"),
        ("the harbour of The Norvanian Herald", "The Norvanian Herald", "organisation", "Norvanian Herald"),
        ("“Kestrel Bay,” he said", "“Kestrel Bay,”", "place", "Kestrel Bay"),
        ("(Harbour League)", "(Harbour League)", "organisation", "Harbour League"),
        ("Harbour League (Norvania)", "Harbour League (Norvania)", "organisation", "Harbour League (Norvania)"),
        ("the Farmers' hall", "the Farmers'", "organisation", "Farmers"),
        ("at McDonald's today", "McDonald's", "organisation", "McDonald's"),
        ("in the U.S. today", "the U.S.", "place", "U.S."),
        ("the US said", "US", "place", "US"),
        ("the WHO said", "WHO", "organisation", "WHO"),
    ],
)
def test_a_borrowed_span_is_the_name_alone(text: str, surface: str, kind: EntityKind, expected: str) -> None:
    start = text.index(surface)
    spans = Stranger("test", "nobody").borrow(text, [Foreign(start, start + len(surface), kind, 0.8)])
    assert [span.surface for span in spans] == [expected]
    assert spans[0].rule == "test"
    assert spans[0].score == 0.8
    check([text], [spans])


@pytest.mark.parametrize(
    "surface", ["He", "they", "Russian", "Prime Minister", "the president", "…", "2024", " ", "the"]
)
def test_what_is_no_name_is_not_borrowed(surface: str) -> None:
    text = f"{surface} left"
    assert Stranger("test", "nobody").borrow(text, [Foreign(0, len(surface), "person", 0.9)]) == []


def test_a_strong_alias_brings_its_entity_and_kind() -> None:
    text = "A spokesman of the Kremlin and Chad."
    kremlin, chad = text.index("the Kremlin"), text.index("Chad")
    spans = Stranger("test", "nobody").borrow(
        text, [Foreign(kremlin, kremlin + 11, "place", 0.9), Foreign(chad, chad + 4, "person", 0.9)]
    )
    assert brief(spans)[0] == ("Kremlin", "organisation", None, "Kremlin")
    assert spans[1].surface == "Chad"


def test_of_borrowed_spans_that_overlap_one_stays() -> None:
    text = "Kestrel Bay Harbour League"
    spans = Stranger("test", "nobody").borrow(text, [Foreign(0, 11, "place", 0.8), Foreign(0, 26, "organisation", 0.9)])
    assert [(span.surface, span.kind) for span in spans] == [(text, "organisation")]


@given(
    st.text(alphabet="The Mara Velden's (“Dr. Kyiv”), of U.S.\n-…🙂é", max_size=60).flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.lists(
                st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), st.sampled_from(["person", "place"])),
                max_size=4,
            ),
        )
    )
)
def test_any_spans_can_be_borrowed(given_: tuple[str, list[tuple[int, int, Any]]]) -> None:
    text, marked = given_
    spans = Stranger("test", "nobody").borrow(text, [Foreign(min(a, b), max(a, b), kind, 0.7) for a, b, kind in marked])
    check([text], [spans])
    for span in spans:
        assert span.surface == span.surface.strip()
        assert not span.surface.startswith("the ")


# -- long texts


@given(
    st.text(alphabet="ab .!?\n🙂'é-", max_size=300),
    st.integers(1, 12),
    st.integers(1, 60),
)
def test_pieces_hold_all_of_a_text(text: str, tokens: int, characters: int) -> None:
    last = 0
    for start, stop in pieces(text, tokens=tokens, characters=characters):
        assert not text[last:start].strip(), "nothing but white space between pieces"
        assert start < stop
        assert len(re.findall(r"\w+|[^\w\s]", text[start:stop])) <= tokens
        last = stop
    assert not text[last:].strip()


def test_pieces_end_with_sentences() -> None:
    text = "Mr. Renn sails at dawn. " * 40
    cut = [text[start:stop] for start, stop in pieces(text, tokens=50, characters=300)]
    assert all(piece.startswith("Mr. Renn") and piece.endswith("dawn.") for piece in cut)
    assert max(map(len, cut)) <= 300
    assert len(cut) < 10


def test_a_short_text_is_one_piece() -> None:
    assert list(pieces(" Renn sails. He does. ", tokens=50, characters=300)) == [(1, 21)]
    assert list(pieces(" \n", tokens=50, characters=300)) == []


# -- spaCy


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that finds names by a list, with components around that must not run."""
    spacy = pytest.importorskip("spacy")
    nlp: Any = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    topics = nlp.add_pipe("textcat")
    topics.add_label("news")
    topics.add_label("weather")
    nlp.initialize()
    ruler.add_patterns(PATTERNS)  # only now: initialising empties it
    path = tmp_path_factory.mktemp("spacy") / "ruled"
    nlp.to_disk(path)
    return path


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with a statistical component that was shown one sentence until it knew it."""
    spacy = pytest.importorskip("spacy")
    spacy.util.fix_random_seed(1)
    nlp: Any = spacy.blank("en")
    nlp.add_pipe("ner", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2", **_SMALL}})
    text = "Ilse Okafor left Kestrel Bay for the Harbour League."
    marked = [(0, 11, "PER"), (17, 28, "LOC"), (33, 51, "ORG")]
    examples = [spacy.training.Example.from_dict(nlp.make_doc(text), {"entities": marked})]
    nlp.initialize(lambda: examples)
    for _ in range(80):
        nlp.update(examples, drop=0.0)
    path = tmp_path_factory.mktemp("spacy") / "learnt"
    nlp.to_disk(path)
    return path


_SMALL = {
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 32,
    "maxout_pieces": 1,
    "use_upper": True,
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "width": 32,
        "depth": 1,
        "embed_size": 300,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
        "pretrained_vectors": None,
    },
}


@needs_spacy
def test_spacy_pipeline_in_a_folder(ruled: Path) -> None:
    recogniser = names.recogniser(f"spacy:{ruled}")
    spans = recogniser.find([TEXT])[0]
    assert brief(spans) == FOUND_IN_TEXT
    assert {(span.rule, span.score) for span in spans} == {("spacy", 0.9)}
    check([TEXT], [spans])
    assert recogniser.find([TEXT], least=0.95) == [[]]
    assert recogniser.name == f"spacy:{ruled}"


@needs_spacy
def test_spacy_pipeline_that_learnt(learnt: Path) -> None:
    recogniser = names.recogniser(f"spacy:{learnt}")
    spans = recogniser.find(["Ilse Okafor left Kestrel Bay for the Harbour League."])[0]
    assert brief(spans) == [
        ("Ilse Okafor", "person", None, None),
        ("Kestrel Bay", "place", None, None),
        ("Harbour League", "organisation", None, None),
    ]


@needs_spacy
@pytest.mark.parametrize("pipeline", ["ruled", "learnt"])
def test_spacy_with_hostile_texts_and_any_batching(pipeline: str, request: pytest.FixtureRequest) -> None:
    recogniser = names.recogniser(f"spacy:{request.getfixturevalue(pipeline)}")
    texts = [*HOSTILE, TEXT, TEXT[:50]]
    found = recogniser.find(texts)
    check(texts, found)
    assert found == [recogniser.find([text])[0] for text in texts]
    assert pickle.loads(pickle.dumps(recogniser)).find(texts) == found
    assert recogniser.find([]) == []


@needs_spacy
def test_spacy_finds_names_throughout_a_long_text(ruled: Path) -> None:
    text = "Rain fell on Kestrel Bay. " * 3000
    spans = names.recogniser(f"spacy:{ruled}").find([text])[0]
    check([text], [spans])
    assert [span.surface for span in spans] == ["Kestrel Bay"] * 3000


@needs_spacy
def test_spacy_runs_only_what_names_need(tmp_path: Path) -> None:
    import spacy
    from spacy.language import Language

    @Language.component("archive_test_fails")
    def fails(doc: Any) -> Any:
        raise AssertionError("it stands behind all that finds names")

    nlp: Any = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)
    nlp.add_pipe("archive_test_fails")
    nlp.to_disk(tmp_path / "p")
    assert len(names.recogniser(f"spacy:{tmp_path / 'p'}").find([TEXT])[0]) == 5


@needs_spacy
def test_spacy_patterns_keep_the_lemmas_that_they_speak_of(tmp_path: Path) -> None:
    import spacy

    nlp: Any = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add(patterns=[[{"ORTH": "Leagues"}]], attrs={"LEMMA": "league"})
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": [{"ORTH": "Harbour"}, {"LEMMA": "league"}]}])
    nlp.to_disk(tmp_path / "p")
    found = names.recogniser(f"spacy:{tmp_path / 'p'}").find(["Both Harbour Leagues met."])
    assert [span.surface for span in found[0]] == ["Harbour Leagues"]


@needs_spacy
@pytest.mark.parametrize("label", ["PER", "persName", "PRS"])
def test_spacy_labels_of_other_languages(label: str, tmp_path: Path) -> None:
    import spacy

    nlp: Any = spacy.blank("xx")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": "Ilse Okafor"}])
    nlp.to_disk(tmp_path / label)
    found = names.recogniser(f"spacy:{tmp_path / label}").find(["Später sprach Ilse Okafor."])
    assert brief(found[0]) == [("Ilse Okafor", "person", None, None)]


@needs_spacy
def test_spacy_pipelines_that_are_not_there(tmp_path: Path) -> None:
    import spacy

    with pytest.raises(ArchiveError, match="python -m spacy download en_norvanian_lg"):
        names.recogniser("spacy:en_norvanian_lg")
    with pytest.raises(ArchiveError, match="no folder of that name"):
        names.recogniser(f"spacy:{tmp_path / 'none'}")
    with pytest.raises(ArchiveError, match="can't load the pipeline"):
        names.recogniser(f"spacy:{tmp_path}")
    nlp: Any = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "nameless")
    with pytest.raises(ArchiveError, match="finds no persons, organisations or places; it has sentencizer"):
        names.recogniser(f"spacy:{tmp_path / 'nameless'}")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GENE", "pattern": "BRCA"}])
    nlp.to_disk(tmp_path / "genes")
    with pytest.raises(ArchiveError, match="with the labels GENE"):
        names.recogniser(f"spacy:{tmp_path / 'genes'}")


# -- GLiNER


class StandIn:
    """Speaks like a GLiNER model: finds runs of capitalised words, surer of longer ones."""

    loaded: ClassVar[list[tuple[str, bool, str | None]]] = []
    batches: ClassVar[list[int]] = []
    config = types.SimpleNamespace(max_len=40)

    @classmethod
    def from_pretrained(cls, model: str, local_files_only: bool = False) -> StandIn:
        cls.loaded.append((model, local_files_only, os.environ.get("HF_HUB_OFFLINE")))
        if not Path(model).is_dir():
            raise OSError("not in the cache\nand more of it")
        return cls()

    def inference(
        self, texts: list[str], labels: list[str], flat_ner: bool = True, threshold: float = 0.5
    ) -> list[list[dict[str, Any]]]:
        self.batches.append(len(texts))
        assert set(labels) == {"person", "organization", "location"}
        return [[span for span in self._spans(text) if span["score"] > threshold] for text in texts]

    def _spans(self, text: str) -> list[dict[str, Any]]:
        assert len(re.findall(r"\w+|[^\w\s]", text)) <= self.config.max_len, "a longer text would be cut off in silence"
        found = re.finditer(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*", text)
        label = {"League": "organization", "Bay": "location", "Ukraine": "location"}
        return [
            {
                "start": match.start(),
                "end": match.end(),
                "text": match[0],
                "label": label.get(match[0].rsplit(" ", 1)[-1], "person"),
                "score": min(0.4 + 0.2 * match[0].count(" "), 1.0),
            }
            for match in found
        ]


class OldStandIn(StandIn):
    """The same as versions before the method got its present name had it."""

    batch_predict_entities = StandIn.inference
    inference = None  # type: ignore[assignment]  # what it lacks


@pytest.fixture(params=[StandIn, OldStandIn])
def stand_in(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    module = types.ModuleType("gliner")
    module.GLiNER = request.param  # type: ignore[attr-defined]  # a module made for the test
    monkeypatch.setitem(sys.modules, "gliner", module)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    StandIn.loaded.clear()
    StandIn.batches.clear()
    return tmp_path


def test_gliner_spans_are_brought_to_ours(stand_in: Path) -> None:
    recogniser = names.recogniser(f"gliner:{stand_in}")
    spans = recogniser.find([TEXT], least=0.3)[0]
    check([TEXT], [spans])
    # "We" is a pronoun, "Kenyan President Mara Velden" a name with its role
    assert brief(spans) == [*FOUND_IN_TEXT[:4], ("Velden", "person", None, None), FOUND_IN_TEXT[4]]
    assert {span.rule for span in spans} == {"gliner"}
    assert [span.score for span in spans] == [1.0, 0.6, 0.6, 0.4, 0.4, 0.4]


def test_gliner_tells_only_what_is_likely_enough(stand_in: Path) -> None:
    recogniser = names.recogniser(f"gliner:{stand_in}")
    assert [span.surface for span in recogniser.find([TEXT])[0]] == ["Mara Velden", "Harbour League", "Kestrel Bay"]
    assert [span.surface for span in recogniser.find([TEXT], least=0.7)[0]] == ["Mara Velden"]


def test_gliner_takes_long_texts_in_pieces(stand_in: Path) -> None:
    recogniser = names.recogniser(f"gliner:{stand_in}")
    text = "Later it rained on Kestrel Bay for hours. " * 200
    texts = [text, *HOSTILE, TEXT] * 3
    found = recogniser.find(texts)
    check(texts, found)
    assert [span.surface for span in found[0]] == ["Kestrel Bay"] * 200
    assert found == [recogniser.find([each])[0] for each in texts]
    assert max(StandIn.batches) <= 16


def test_gliner_travels_by_the_name_of_its_model(stand_in: Path) -> None:
    recogniser = names.recogniser(f"gliner:{stand_in}")
    assert pickle.loads(pickle.dumps(recogniser)).find([TEXT]) == recogniser.find([TEXT])


def test_gliner_downloads_nothing(stand_in: Path) -> None:
    with pytest.raises(ArchiveError, match=r"\(not in the cache\)\. .* hf download someone/norvanian ") as caught:
        names.recogniser("gliner:someone/norvanian")
    assert "and more" not in str(caught.value)
    assert StandIn.loaded == [("someone/norvanian", True, "1")]
    assert "HF_HUB_OFFLINE" not in os.environ


@needs_gliner
def test_gliner_itself(tmp_path: Path) -> None:
    model = tiny_gliner(tmp_path)
    recogniser = names.recogniser(f"gliner:{model}")
    texts = [*HOSTILE[:6], "Kestrel Bay " * 90, TEXT]
    for least in (0.05, 0.5):
        found = recogniser.find(texts, least=least)
        check(texts, found)
        assert all(span.score >= least for spans in found for span in spans)
    assert recogniser.find([TEXT], least=0.01)[0], "chances of an untrained model are near even"
    assert pickle.loads(pickle.dumps(recogniser)).find([TEXT]) == recogniser.find([TEXT])
    with pytest.raises(ArchiveError, match="to fetch it: hf download"):
        names.recogniser("gliner:nobody-at-all/nothing")


def tiny_gliner(folder: Path) -> Path:
    """An untrained model of a few thousand weights, with a tokenizer that spells words out."""
    gliner, tokenizers, transformers = map(importlib.import_module, ("gliner", "tokenizers", "transformers"))
    signs = list(string.ascii_letters + string.digits + string.punctuation)
    pieces_ = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *signs, *("##" + sign for sign in signs)]
    spelling = tokenizers.Tokenizer(
        tokenizers.models.WordPiece({piece: at for at, piece in enumerate(pieces_)}, unk_token="[UNK]")
    )
    spelling.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=spelling, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder / "base")
    encoder = transformers.BertConfig(
        vocab_size=len(pieces_),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=4096,
    )
    encoder.save_pretrained(folder / "base")
    config = gliner.GLiNERConfig(
        model_name=str(folder / "base"), hidden_size=32, max_width=4, max_len=64, encoder_config=encoder.to_dict()
    )
    gliner.GLiNER.from_config(config, backbone_from_pretrained=False).save_pretrained(folder / "tiny")
    return folder / "tiny"


# -- the command


def test_ingest_refuses_an_unknown_recogniser_before_it_makes_an_archive(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    done = CliRunner().invoke(app, ["ingest", "--sample", "--names", "bert", "--db", str(db)])
    assert done.exit_code
    assert isinstance(done.exception, ArchiveError)
    assert not db.exists()


@needs_spacy
def test_ingest_with_a_pipeline(ruled: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT + "\n", encoding="utf-8")
    db = tmp_path / "archive.db"
    done = CliRunner().invoke(app, ["ingest", str(page), "--names", f"spacy:{ruled}", "--db", str(db)])
    assert done.exit_code == 0, done.output
    with sqlite3.connect(db) as conn:
        mentions = conn.execute(
            """select m.surface, e.name, e.kind, m.role from mentions m join entities e on e.id = m.entity_id
               where m.rule not like 'role%' order by m.start"""
        ).fetchall()
        options = conn.execute("select options from ingests").fetchone()[0]
    assert mentions == [(surface, surface, kind, role) for surface, kind, role, _ in FOUND_IN_TEXT]
    assert str(ruled) in options


# -- what the benchmark of names reads


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("Renn 's aide said , `` We wo n't sail . ''", "Renn's aide said, \"We won't sail.\""),
        ("The U.S. - led force ( NATO ) paid $ 5 .", "The U.S.-led force (NATO) paid $5."),
        ("“ Go , ” he said of the crew ' s pay .", "“Go,” he said of the crew's pay."),
        ('It ends here . "', 'It ends here."'),
    ],
)
def test_tokens_become_natural_text(
    tokens: str, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(BENCH)
    iob2 = importlib.import_module("names_iob2")
    path = tmp_path / "set.iob2"
    path.write_text("".join(f"{token}\tO\n" for token in tokens.split()), encoding="utf-8")
    (sentence,) = iob2.labelled(path)
    assert sentence.text == expected


def test_labels_become_spans(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(BENCH)
    iob2 = importlib.import_module("names_iob2")
    path = tmp_path / "set.iob2"
    lines = ["# a remark", "Ilse\tB-PER", "Okafor\tI-PER", "left\tO", "Kestrel\tI-LOC", "Bay\tI-LOC", "", "Renn\tB-PER"]
    lines += ["NGU\tB-ORG", "League\tB-ORG", "War\tB-MISC", "Days\tI-MISC", ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    first, second = iob2.labelled(path)
    assert {(first.text[a:b], kind) for a, b, kind in first.spans} == {
        ("Ilse Okafor", "person"),
        ("Kestrel Bay", "place"),
    }
    assert {second.text[a:b] for a, b, _ in second.spans} == {"Renn", "NGU", "League"}


def test_names_of_the_seed_page(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCH)
    seed = importlib.import_module("names_seed")
    score = seed.score(shared / "seed")
    assert score.f1(score.right) >= 0.95, score.mistakes


def test_every_label_means_one_of_the_three_kinds() -> None:
    assert set(KINDS.values()) == {"person", "organisation", "place"}
    assert all(label == label.lower() for label in KINDS)
