"""The repository is laid out as its plan says."""

from __future__ import annotations

import re
import sys

from tests.architecture.tree import (
    ROOT,
    files,
    libraries,
    module,
    named,
    python,
    settings,
)

AT_THE_ROOT = {
    "Makefile",
    "README.md",
    "bisect",
    "bot",
    "deploy",
    "integrations",
    "pyproject.toml",
    "tests",
}


def test_the_root_holds_only_what_was_fixed() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in files()}
    assert {name for name in top if not name.startswith(".")} <= AT_THE_ROOT


def test_every_folder_of_the_program_is_a_package_that_can_be_installed() -> None:
    program = [p for p in python() if named(p).startswith(("bot/", "integrations/"))]
    folders = {path.parent for path in program}
    loose = {f for f in folders if not (f / "__init__.py").is_file()}
    # Migrations are found by folder: nobody imports them.
    assert {named(f) for f in loose} <= {"bot/migrations", "bot/migrations/versions"}


def test_every_module_of_the_bot_has_a_floor() -> None:
    """A new module says where it stands before it is kept."""
    contracts = settings()["tool"]["importlinter"]["contracts"]
    floors = next(c["layers"] for c in contracts if c["id"] == "floors")
    placed = {name.strip("() ") for floor in floors for name in re.split("[:|]", floor)}
    modules = {".".join(module(p).split(".")[:2]) for p in python()}
    bot = {name for name in modules if name.startswith("bot.")}
    assert bot - {"bot.migrations"} <= placed


def test_the_rules_need_nothing_but_python_itself() -> None:
    """Which parts of Python they may not use, a contract says by name."""
    own = sys.stdlib_module_names | {"bot"}
    for path in python():
        if named(path).startswith("bot/core/"):
            reader = named(path).startswith("bot/core/procedure/")
            assert libraries(path) <= (own | {"pydantic"} if reader else own)
