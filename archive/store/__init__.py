"""The schema and every write: the only package whose SQL changes data."""

import sys


def _import_sqlite_utils() -> None:
    """Import it as where neither pandas nor numpy is installed, whose values it can store: there are none here.

    Else it imports both, which takes several times as long as a search. Beside Datasette's other plugins it is left
    as they expect it.
    """
    if "sqlite_utils" in sys.modules or "datasette" in sys.modules:
        return
    hidden = {"pandas", "numpy"} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: as if it were not there
    try:
        import sqlite_utils  # noqa: F401, PLC0415
    finally:
        for name in hidden:
            del sys.modules[name]


_import_sqlite_utils()
