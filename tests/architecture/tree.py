"""What is in the repository: its files, and the Python in them."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@cache
def files() -> tuple[Path, ...]:
    """List every file that belongs to the repository, whether kept yet or new."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python() -> tuple[Path, ...]:
    """List the files of Python."""
    return tuple(path for path in files() if path.suffix == ".py")


def named(path: Path) -> str:
    """Name a file as it is named in the repository."""
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """Name the module that a file is."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    """Read a file of Python."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def libraries(path: Path) -> set[str]:
    """Name what a file imports, by the first word of each."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


@cache
def settings() -> dict[str, Any]:
    """Read the settings of every tool."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
