"""Nothing is so long that it cannot be read at a sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import named, parsed, python

MODULE = 300
FUNCTION = 50


def test_no_module_is_longer_than_its_budget() -> None:
    long = {
        named(path): lines
        for path in python()
        if not named(path).startswith("bot/migrations/versions/")
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE
    }
    assert not long


def test_no_function_is_longer_than_its_budget() -> None:
    long = {
        f"{named(path)}:{function.lineno} {function.name}": lines
        for path in python()
        for function in functions(path)
        if (lines := length(function)) > FUNCTION
    }
    assert not long


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Find every function in a file, however deep."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function, from ``def`` to its last, docstring and all."""
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1
