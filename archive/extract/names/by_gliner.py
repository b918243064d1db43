"""Names by a GLiNER model of the user's choice: a folder, or one that lies in the cache of its hub already.

The model is asked for persons, organisations and locations, and gives each span a chance. Nothing is downloaded: a
model that isn't there is an error that says how to fetch it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from archive.errors import ArchiveError
from archive.extract.names.borrowed import KINDS, Borrower, Foreign, offline, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


LABELS: Final = ("person", "organization", "location")
"""What the model is asked for, in the words that published models were trained with."""

_BATCH = 16
_WORDS = 256  # well below the 384 of most models, as words may fall into many parts
_CHARACTERS = 1200


class GlinerRecogniser(Borrower):
    """Names by a GLiNER model.

    Args:
        model: A folder that a model was saved to, or the name of one in the local cache.

    Raises:
        ArchiveError: GLiNER is not installed, or the model is not on this machine or can't be loaded.
    """

    def __init__(self, model: str) -> None:
        super().__init__("gliner", model)
        self._model = _load(self._model_name)
        self._words = min(_WORDS, getattr(getattr(self._model, "config", None), "max_len", None) or _WORDS)

    def _found(self, texts: Sequence[str], least: float) -> Iterator[tuple[int, Foreign]]:
        cut = [
            (number, start, text[start:stop])
            for number, text in enumerate(texts)
            for start, stop in pieces(text, tokens=self._words, characters=_CHARACTERS)
        ]
        cut.sort(key=lambda piece: len(piece[2]))  # a batch costs what its longest text does
        for at in range(0, len(cut), _BATCH):
            batch = cut[at : at + _BATCH]
            for (number, start, _), spans in zip(batch, self._predicted([p[2] for p in batch], least), strict=True):
                for span in spans:
                    score = round(float(span["score"]), 3)
                    yield number, Foreign(start + span["start"], start + span["end"], KINDS[span["label"]], score)

    def _predicted(self, texts: list[str], least: float) -> list[list[dict[str, Any]]]:
        # older versions know the method by another name only
        predict = getattr(self._model, "inference", None) or self._model.batch_predict_entities
        predicted: list[list[dict[str, Any]]] = predict(texts, list(LABELS), flat_ner=True, threshold=least)
        return predicted


def _load(model: str) -> Any:
    with offline():  # also while importing: some of the libraries look at it only then
        try:
            from gliner import GLiNER  # noqa: PLC0415  # an extra, and very slow to import
        except ImportError as error:
            raise ArchiveError(
                f"--names gliner:{model} needs GLiNER, which is not installed: pip install 'snippet-archive[gliner]'"
            ) from error
        try:
            return GLiNER.from_pretrained(model, local_files_only=True)
        except Exception as error:  # several libraries load a model, and each fails in its own ways
            reason = str(error).strip().partition("\n")[0] or type(error).__name__
            what_to_do = (
                "It takes the folder that a model was saved to, with its tokenizer."
                if Path(model).is_dir()
                else f"Nothing is downloaded on its own; to fetch it: hf download {model} --local-dir FOLDER, "
                "then --names gliner:FOLDER"
            )
            raise ArchiveError(
                f"--names gliner:{model}: no model that can be loaded from this machine ({reason}). {what_to_do}"
            ) from error
