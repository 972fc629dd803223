"""Every part of a TOML file is found on the line where a person would look for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.toml_lines import NotToml, line_of, lines_of, parse

DORSET = Path(__file__).parents[2] / "bot/procedures/dorset.toml"

EVERY_SORT = """\
# a note = "not a key"
plain = 1 # a note
"quoted key" = '''
a = "not a key"
[not.a.table]
'''
multi = \"\"\"one \\
[[no]] \\\"\"\" \"\"\"
dotted.a.b = [1, 2,
  { x = "]", y = [ 'z' ] }, # ] }
  2026-11-27,
]
[table."x.y"]
'k' = true
[[list]]
a = 1
[list.inside]
b = { c.d = 1 }
[[list]]
[[list.more]]
e = 1.5
[[list.more]]
"""


def parts(
    value: object, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, item in value.items():
            yield from parts(item, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from parts(item, (*path, place))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("plain",), 2),
        (("quoted key",), 3),
        (("multi",), 7),
        (("dotted", "a", "b"), 9),
        (("dotted", "a", "b", 2, "y", 0), 10),
        (("dotted", "a", "b", 3), 11),
        (("table", "x.y", "k"), 14),
        (("list", 0), 15),
        (("list", 0, "inside", "b", "c", "d"), 18),
        (("list", 1), 19),
        (("list", 1, "more", 1), 22),
        (("list", 1, "more", 0, "e"), 21),
    ],
)
def test_each_part_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert lines_of(EVERY_SORT)[path] == line


@pytest.mark.parametrize(
    "text", [EVERY_SORT, DORSET.read_text(encoding="utf-8")], ids=["small", "dorset"]
)
def test_no_part_of_a_file_is_without_a_line(text: str) -> None:
    assert set(parts(parse(text))) <= lines_of(text).keys()


def test_a_part_that_is_not_there_has_the_line_of_what_would_hold_it() -> None:
    lines = lines_of(EVERY_SORT)

    assert line_of(("list", 1, "missing", 4), lines) == 19
    assert line_of(("missing",), lines) == 1


def test_a_text_that_is_not_closed_is_told_in_plain_words() -> None:
    with pytest.raises(NotToml, match=r"^A text is not closed on this line$"):
        parse('a = "x\nb = 1')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = ", 2),
        ("a = 1\n\nb = [1,\n", 3),
        ("a = 1\nb = {\n", 2),
        ("# it's\na = 1\nb = 'x\nc = 2\n", 3),
        ('a = 1\nb = """x\nc = 2\n', 2),
        ("x = " + "9" * 5_000, 1),
        ("a = " + "[" * 100_000, 1),
    ],
)
def test_what_is_not_toml_is_refused_with_a_line(text: str, line: int) -> None:
    with pytest.raises(NotToml) as refusal:
        parse(text)

    assert refusal.value.line == line
    assert "at line" not in str(refusal.value)


@given(st.text())
@example('"\x1f"')
def test_no_text_makes_the_search_for_lines_fail(text: str) -> None:
    lines = lines_of(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
