"""Names in a text: spans with a kind, found by a recogniser that takes texts in batches.

`Recogniser` is the seam: whatever finds spans stands behind it. The one that ships joins rules and a trained model
(`hybrid`); either half works alone (`rules`, `crf`), and pipelines of others may take its place (`by_spacy`,
`by_gliner`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.types import NameSpan

CHOICES: Final = "hybrid (the default), rules, crf, spacy:PIPELINE, gliner:MODEL"
"""What `recogniser` takes, for help texts and errors."""


class Recogniser(Protocol):
    """Finds names in texts. Pure, picklable, and indifferent to how texts are batched."""

    name: str

    def find(self, texts: Sequence[str], *, least: float = 0.5) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text.

        Args:
            texts: Any texts.
            least: The least chance, 0 to 1, that a name may have; a recogniser that knows no chances may ignore it.
        """
        ...


def recogniser(spec: str | None = None) -> Recogniser:
    """The recogniser of that name, one a process.

    Args:
        spec: 'hybrid' (or None), 'rules', 'crf', 'spacy:PIPELINE' with an installed pipeline or a folder, or
            'gliner:MODEL' with a folder or a model of the local cache.

    Raises:
        ArchiveError: There is no such recogniser, or what it needs is not on this machine.
    """
    return _recogniser(spec or "hybrid")


@cache
def _recogniser(spec: str) -> Recogniser:
    kind, colon, model = spec.partition(":")
    if kind in ("spacy", "gliner"):
        return _borrowed(kind, model)
    # each is imported only where it is asked for: the start of a command is felt
    if not colon:
        if kind == "hybrid":
            from archive.extract.names.hybrid import HybridRecogniser

            return HybridRecogniser()
        if kind == "rules":
            from archive.extract.names.rules import RuleRecogniser

            return RuleRecogniser()
        if kind == "crf":
            from archive.extract.names.crf import CrfRecogniser

            return CrfRecogniser()
    raise ArchiveError(f"--names {spec}: there is no such recogniser; choose one of {CHOICES}.")


def _borrowed(kind: str, model: str) -> Recogniser:
    if not model:
        what = "PIPELINE, such as en_core_web_sm or a folder" if kind == "spacy" else "MODEL, such as a folder"
        raise ArchiveError(f"--names {kind}: says no model; write {kind}:{what}.")
    if kind == "spacy":
        from archive.extract.names.by_spacy import SpacyRecogniser

        return SpacyRecogniser(model)
    from archive.extract.names.by_gliner import GlinerRecogniser

    return GlinerRecogniser(model)


def default() -> Recogniser:
    """The recogniser that ingest uses unless told otherwise, one a process."""
    return recogniser()
