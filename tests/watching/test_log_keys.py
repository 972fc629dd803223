"""Whatever is logged anywhere is on the list, or nobody would ever read it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bot.logs import SHAPES
from tests.architecture.tree import named, parsed, python

LEVELS = {"critical", "debug", "error", "info", "warning"}
EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


def logged() -> Iterator[tuple[str, ast.Call]]:
    """Find each line that the program logs, with the module it is in."""
    for path in python():
        if not named(path).startswith(("bot/", "integrations/")):
            continue
        for node in ast.walk(parsed(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "_log"
            ):
                yield named(path), node


def test_every_key_that_is_logged_is_on_the_list() -> None:
    known = {*SHAPES, "exc_info"}
    unknown = {
        (place, key.arg)
        for place, call in logged()
        for key in call.keywords
        if key.arg not in known
    }
    assert not unknown


def test_every_line_has_a_name_in_plain_words() -> None:
    said = [call.args[0] for _, call in logged()]
    plain = [one.value for one in said if isinstance(one, ast.Constant)]
    assert len(plain) > 20
    assert not [one for one in plain if not EVENT.fullmatch(str(one))]
