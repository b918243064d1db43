"""What archive promises of safety, tried a little; `python tests/trust/run.py --long` tries it a lot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from trust.run import TRIALS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks, kills and limits the POSIX way")

IN_BROWSER = {"pages"}
BY_HAND = {"atheris"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.browser] if name in IN_BROWSER else [])
        for name in TRIALS
        if name not in BY_HAND
    ],
)
def test_nothing_goes_wrong(name: str, tmp_path: Path) -> None:
    rows = TRIALS[name](tmp_path, False, 7)
    assert [wrong for row in rows for wrong in row.wrong] == []
    assert all(row.tries for row in rows)
