"""datasette-graphql beside this plugin, where it is installed.

It leaves hidden tables out, and then fails on foreign keys that come from them or lead to them; an archive has both.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection


def mend() -> None:
    """Let datasette-graphql not see foreign keys from or to hidden tables."""
    utils: Any = sys.modules.get("datasette_graphql.utils")
    introspect = getattr(utils, "introspect_tables", None)
    if introspect is None or hasattr(introspect, "is_mended"):
        return

    def introspect_shown(conn: Any, datasette: Any, db_name: str) -> dict[str, Any]:
        found = introspect(conn, datasette, db_name)
        hidden = {name for name in found if datasette.table_metadata(db_name, name).get("hidden")}
        return shown_keys(found, hidden)

    introspect_shown.is_mended = True  # type: ignore[attr-defined]
    utils.introspect_tables = introspect_shown


def shown_keys(tables: dict[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """What is known of tables, without foreign keys from or to those that are hidden."""
    return {
        name: one._replace(
            foreign_keys=[key for key in one.foreign_keys if key.other_table not in hidden],
            fks_back=[key for key in one.fks_back if key.table not in hidden],
        )
        for name, one in tables.items()
    }
