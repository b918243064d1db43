"""How many examples a property is tried with where an example costs much; all others take what the profile says."""

from __future__ import annotations

from hypothesis import settings

SOME = settings(max_examples=50)
"""Where each asks an archive a few questions, or recognises names."""
FEW = settings(max_examples=15)
"""Where each makes an archive."""
FEWEST = settings(max_examples=5)
"""Where each makes several, and proves them."""
