"""The project keeps its house: imports are declared, texts name what exists, rooms depend one way."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml
from places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = {
    name: [each for each in extra if not each.startswith(PROJECT["name"])]  # an extra may include another
    for name, extra in PROJECT["optional-dependencies"].items()
}
DISTRIBUTIONS = {"yaml": "pyyaml"}
"""Modules whose package is called otherwise; `_` for `-` goes without saying."""
TEXTS = ("README.md", "archive/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md")
MAP = (ROOT / "archive" / "README.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^\| `([\w./]+?)/?` \|", MAP, re.MULTILINE)
"""The rooms of the map, from the ground up."""


def names_of(requirements: list[str]) -> set[str]:
    """The packages of requirements, by their names alone."""
    return {re.split(r"[<>=!~;\[ ]", each)[0].lower() for each in requirements}


@cache
def imports(path: Path) -> frozenset[str]:
    """Modules that a file imports, at its top or within; also by a name written as text."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(
                (f"{node.module}.{alias.name}" for alias in node.names) if node.module == "archive" else [node.module]
            )
        elif isinstance(node, ast.Call) and getattr(node.func, "id", None) == "import_module":
            found.update(str(each.value) for each in node.args if isinstance(each, ast.Constant))
    return frozenset(found)


def third_party(folder: Path) -> set[str]:
    """Packages of others that the files of a folder import."""
    files = list(folder.rglob("*.py"))
    own = {"archive", *(path.stem for path in files), *(path.parent.name for path in files)}
    found = {module.partition(".")[0] for path in files for module in imports(path)}
    return {DISTRIBUTIONS.get(name, name.replace("_", "-")) for name in found - own - sys.stdlib_module_names}


def test_every_import_of_the_package_is_declared() -> None:
    declared = names_of(PROJECT["dependencies"])
    extras = ("spacy", "gliner", "web", "office", "cluster", "parquet", "follow")
    optional = names_of([each for name in extras for each in EXTRAS[name]])
    used = third_party(ROOT / "archive")
    assert used - declared == optional, "undeclared, or an extra that nothing imports"
    assert declared <= used, "declared, and imported by nothing"


def test_every_import_of_the_tests_is_declared() -> None:
    extras = (each for name in ("test", "test-pages", "train", "bench", "office") for each in EXTRAS[name])
    declared = names_of([*PROJECT["dependencies"], *extras])
    assert third_party(ROOT / "tests") <= declared


def test_every_requirement_has_a_lower_bound() -> None:
    requirements = [*PROJECT["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]
    assert [each for each in requirements if ">=" not in each] == []


def test_pythons_are_the_same_everywhere() -> None:
    said = re.findall(r"Python :: (3\.\d+)$", "\n".join(PROJECT["classifiers"]), re.MULTILINE)
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert PROJECT["requires-python"] == f">={said[0]}"
    assert said == [f"3.{11 + n}" for n in range(len(said))]
    assert workflow["jobs"]["checks"]["strategy"]["matrix"]["python"] == said


@pytest.mark.parametrize("name", TEXTS)
def test_texts_name_only_files_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:archive|tests|db|\.ci|\.github)/[\w./-]*)`", text)
    assert [
        path for path in paths if path not in {"db/archive.db", "archive/read/NAME.py"} and not (ROOT / path).exists()
    ] == []


def test_the_map_shows_every_room() -> None:
    there = {
        path.name for path in (ROOT / "archive").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert set(ROOMS) == there - {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_from_rooms_above(room: str) -> None:
    place = ROOT / "archive" / room
    above = {each.removesuffix(".py") for each in ROOMS[: ROOMS.index(room)]} | {
        room.removesuffix(".py"),
        "__version__",
    }
    used = {
        module.split(".")[1]
        for path in ([place] if place.is_file() else place.rglob("*.py"))
        for module in imports(path)
        if module.startswith("archive.")
    }
    assert used <= above
