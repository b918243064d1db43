"""Nearly the same: is one text a cut or slightly edited copy of another?

Saved pages print a text again and again: cut at 300 characters or 50 words, in the middle of a word, without its
headline, with one spelling changed; and the headline of a page captured again has been edited meanwhile. Such copies
are folded under the fullest one, out of sight.

Two steps. `text_keys` gives each text a few integers under which its copies meet; `relation` then looks at two texts
that met. Nothing here knows of the database.
"""

from archive.variants.evidence import FEW_DAYS, Evidence
from archive.variants.keys import NO_KEYS, Keys, text_keys
from archive.variants.reading import fuller, fullness
from archive.variants.relation import Relation, relation

__all__ = [
    "FEW_DAYS",
    "NO_KEYS",
    "Evidence",
    "Keys",
    "Relation",
    "fuller",
    "fullness",
    "relation",
    "text_keys",
]
