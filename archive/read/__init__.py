"""Bytes to raw items: one module per format, chosen by content first and by name second.

`captures` finds what there is behind paths and addresses, `read` opens one capture as a document.
"""

from archive.read.capture import Capture
from archive.read.document import read
from archive.read.gather import captures
from archive.read.source import FetchOptions, ReadOptions

__all__ = ["Capture", "FetchOptions", "ReadOptions", "captures", "read"]
