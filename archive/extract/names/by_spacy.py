"""Names by a spaCy pipeline of the user's choice: an installed one, or a folder that one was saved to.

Of the pipeline only what finds names runs, and what that builds on. Nothing is downloaded: a pipeline that isn't there
is an error that says how to install it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive.errors import ArchiveError
from archive.extract.names.borrowed import KINDS, Borrower, Foreign, offline, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language


SCORE: Final = 0.9
"""spaCy gives a name no chance of its own; what pipelines score on news is the best guess."""

_BATCH = 128
_CHARACTERS = 20_000  # a longer text is cut: spaCy refuses a million, and memory grows with length
_ENTITIES = "doc.ents"
# They find no names, and what finds names asks nothing of them.
_NEEDLESS = frozenset(
    ("parser", "senter", "sentencizer", "textcat", "textcat_multilabel", "spancat", "spancat_singlelabel")
)
# Nor of these, except for patterns that speak of lemmas or parts of speech.
_FOR_PATTERNS = frozenset(("tagger", "morphologizer", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"))
_RULERS = frozenset(("entity_ruler", "span_ruler"))


class SpacyRecogniser(Borrower):
    """Names by a spaCy pipeline.

    Args:
        pipeline: Name of an installed pipeline (`en_core_web_sm`), or a folder.

    Raises:
        ArchiveError: spaCy or the pipeline is not installed, can't be loaded, or finds no names.
    """

    def __init__(self, pipeline: str) -> None:
        super().__init__("spacy", pipeline)
        self._nlp = _load(self._model_name)

    def _found(self, texts: Sequence[str], least: float) -> Iterator[tuple[int, Foreign]]:
        if least > SCORE:  # as all names have the same chance, all are found or none
            return
        cut = (
            (text[start:stop], (number, start))
            for number, text in enumerate(texts)
            for start, stop in pieces(text, tokens=_CHARACTERS, characters=_CHARACTERS)
        )
        for doc, (number, start) in self._nlp.pipe(cut, as_tuples=True, batch_size=_BATCH):
            for entity in doc.ents:
                kind = KINDS.get(entity.label_.lower())
                if kind is not None:
                    yield number, Foreign(start + entity.start_char, start + entity.end_char, kind, SCORE)


def _load(pipeline: str) -> Language:
    try:
        import spacy  # noqa: PLC0415  # an extra, and slow to import
    except ImportError as error:
        raise ArchiveError(
            f"--names spacy:{pipeline} needs spaCy, which is not installed: pip install 'snippet-archive[spacy]'"
        ) from error
    if not (spacy.util.is_package(pipeline) or Path(pipeline).is_dir()):
        what_to_do = (
            "Name the folder that a pipeline was saved to, or an installed pipeline, such as en_core_web_sm."
            if Path(pipeline).name != pipeline
            else f"Nothing is downloaded on its own; to install it: python -m spacy download {pipeline}"
        )
        raise ArchiveError(f"--names spacy:{pipeline}: no installed pipeline and no folder of that name. {what_to_do}")
    try:
        with offline():
            nlp = spacy.load(pipeline)
    except Exception as error:  # a pipeline runs code of its own, which fails in its own ways
        raise ArchiveError(f"--names spacy:{pipeline}: spaCy can't load the pipeline: {error}") from error
    needed = _needed(nlp)
    labels = {label for component in needed for label in nlp.pipe_labels.get(component, ())}
    if not needed or (labels and KINDS.keys().isdisjoint(label.lower() for label in labels)):
        raise ArchiveError(
            f"--names spacy:{pipeline}: the pipeline finds no persons, organisations or places; "
            f"it has {', '.join(nlp.pipe_names) or 'no components'}"
            f"{' with the labels ' + ', '.join(sorted(labels)[:8]) if labels else ''}."
        )
    nlp.select_pipes(enable=needed)
    return nlp


def _needed(nlp: Language) -> list[str]:
    """The components up to the last that finds names, without those that it can do without."""
    components = nlp.pipe_names
    finders = [name for name in components if _ENTITIES in nlp.get_pipe_meta(name).assigns]
    if not finders:
        return []
    factories = {name: nlp.get_pipe_meta(name).factory for name in components}
    needless = _NEEDLESS if not _RULERS.isdisjoint(factories.values()) else _NEEDLESS | _FOR_PATTERNS
    before = components[: components.index(finders[-1]) + 1]
    return [name for name in before if name in finders or factories[name] not in needless]
