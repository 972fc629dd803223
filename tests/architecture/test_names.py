"""Names are the domain's, and nothing is patched or passed over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.tree import ROOT, libraries, module, named, parsed, python

# A class called one of these has not said what it is.
EMPTY_ENDINGS = ("Base", "Handler", "Helper", "Manager", "Service", "Util", "Utils")
EMPTY_MODULES = {
    "base",
    "common",
    "handler",
    "handlers",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "service",
    "services",
    "util",
    "utils",
}
PASSED_OVER = re.compile(r"\bpytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")


def test_no_class_has_a_name_that_says_nothing() -> None:
    empty = {
        f"{named(path)}: {node.name}"
        for path in python()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_ENDINGS)
    }
    assert not empty


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {
        named(path) for path in python() if EMPTY_MODULES & set(module(path).split("."))
    }
    assert not empty


def test_no_test_is_passed_over() -> None:
    over = {
        named(path)
        for path in python()
        if PASSED_OVER.search(path.read_text(encoding="utf-8"))
    }
    assert not over


def test_no_test_stands_in_for_the_code_it_tests() -> None:
    """Fake the wire, and use the real client."""
    mocked = {named(p) for p in python() if {"mock", "unittest"} & libraries(p)}
    mocked |= {named(p) for p in python() if ".setattr(" in p.read_text("utf-8")}
    assert mocked <= {named(Path(__file__))}


def test_the_name_of_every_test_is_a_sentence() -> None:
    """Three words at least: somebody will read it in a list, with no code by it."""
    short = {
        f"{named(path)}: {node.name}"
        for path in python()
        if path.name.startswith("test_")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and node.name.count("_") < 3
    }
    assert not short


def test_a_broad_except_stands_only_where_it_is_written_down() -> None:
    record = ROOT / "bot/decisions/0017-where-a-fault-may-be-caught.md"
    allowed = set(
        re.findall(r"^- `([\w/]+\.py)`", record.read_text("utf-8"), re.MULTILINE)
    )
    broad = {
        named(path)
        for path in python()
        if named(path).startswith(("bot/", "integrations/"))
        and any(_is_broad(node) for node in ast.walk(parsed(path)))
    }
    assert broad == allowed


def _is_broad(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    if isinstance(node.body[-1], ast.Raise):
        return False  # it tidies up, and lets the fault go on
    caught = node.type.id if isinstance(node.type, ast.Name) else ""
    return node.type is None or caught in {"Exception", "BaseException"}
