"""Datasette on archives, asked without a server; the plugin comes by its entry point."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import yaml
from datasette.app import Datasette

from archive.web.serve import Metadata, metadata_path

if TYPE_CHECKING:
    from pathlib import Path

IS_OLD = version("datasette").startswith("0.")
"""Whether this is Datasette 0.65, which reads settings as metadata; 1.0 reads them as configuration."""

METADATA: Metadata = yaml.safe_load(metadata_path().read_text("utf-8"))


def configured(*paths: Path | str, **settings: Any) -> Datasette:
    """Datasette with settings where this version reads them."""
    return Datasette([str(path) for path in paths], **{"metadata" if IS_OLD else "config": settings})


def described(*paths: Path | str, metadata: Metadata | None = None, **options: Any) -> Datasette:
    """Datasette as `-m metadata.yml` starts it, or from 1.0 on `-m metadata.yml -c metadata.yml`."""
    config = {} if IS_OLD else {"config": metadata or {}}
    return Datasette([str(path) for path in paths], metadata=metadata or {}, **config, **options)


def fetch(datasette: Datasette, path: str, method: str = "GET", **options: Any) -> Any:
    """The answer of the application to one request."""

    async def get() -> Any:
        await datasette.invoke_startup()
        return await datasette.client.request(method, path, **options)

    return asyncio.run(get())


def answers(datasette: Datasette, question: str, **params: str) -> list[dict[str, Any]]:
    """Rows of a ready-made question of an archive called archive.db."""
    answer = fetch(datasette, f"/archive/{question}.json?{urlencode({'_shape': 'array', **params})}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()
    return rows
