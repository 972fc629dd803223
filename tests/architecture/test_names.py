"""Names are the domain's, and nothing is patched or passed over."""

from __future__ import annotations

import ast
import re

from tests.architecture.tree import libraries, module, named, parsed, python

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
    assert not mocked


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
