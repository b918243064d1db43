"""The YAML at the head of a note, as strings, lists and mappings."""

from __future__ import annotations

from typing import Any

import yaml


class _Plain(yaml.BaseLoader):
    """Strings, lists and mappings alone; no aliases, with which a few lines make a bomb."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def parsed(front: str) -> Any:
    """What front matter says; None of what is no YAML."""
    try:
        return yaml.load(front, _Plain)  # noqa: S506 - it makes nothing but strings, lists and mappings
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
