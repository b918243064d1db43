"""Raw text to clean text, in pure functions: nothing here throws text away, it only files it.

`item` makes a snippet of a raw item with the help of the others: `text` (characters), `markup` (HTML), `fragments`
and `furniture` (what belongs to the page), `editors_notes`, `openings` and `tails` (what belongs to other columns),
`repeats`, `shape` (cut? headline?), and for the columns `people`, `outlets` and `item_fields`.
"""

from archive.normalise.item import normalise
from archive.normalise.text import clean_text, text_key

__all__ = ["clean_text", "normalise", "text_key"]
