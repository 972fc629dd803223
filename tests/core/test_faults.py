"""Whatever is wrong with a procedure file is told, by line, with a next step."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.faults import Faulty, faults, read
from tests.core.small import SMALL, broken, line

DORSET = (Path(__file__).parents[2] / "bot/procedures/dorset.toml").read_text(
    encoding="utf-8"
)
SLIPS = tomllib.loads(
    Path(__file__).with_name("slips.toml").read_text(encoding="utf-8")
)["slip"]


def test_a_sound_file_has_no_faults() -> None:
    assert faults(SMALL) == ()
    assert read(SMALL).slug == "northshire"


def test_a_mark_at_the_beginning_of_a_file_is_passed_over() -> None:
    assert read("\ufeff" + SMALL).slug == "northshire"


@pytest.mark.parametrize("slip", SLIPS, ids=[slip["now"] for slip in SLIPS])
def test_a_slip_is_told_with_its_line_and_what_to_do(slip: dict[str, str]) -> None:
    text = broken(slip["was"], slip["now"])

    found = faults(text)

    assert any(
        fault.line == line(slip["at"], text)
        and slip["says"] in fault.says
        and slip["next_step"] in fault.next_step
        for fault in found
    ), "\n".join(fault.said for fault in found)


def test_every_problem_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = SMALL.replace('takes = "time"', "takes = 3", 1)
    text = text.replace('after = ["sign"]', 'after = ["sing"]', 1)
    text = text.replace("sent + 8 working days", "sent + 8", 1)

    with pytest.raises(Faulty) as refusal:
        read(text, "northshire.toml")

    lines = [problem.line for problem in refusal.value.problems]
    assert lines == sorted(lines)
    assert len(lines) == 3
    assert str(refusal.value).count("northshire.toml, line ") == 3


def test_a_fault_names_its_part_as_its_writer_would() -> None:
    (fault,) = faults(broken('tell = ["channel", "director"]', 'tell = ["directr"]'))

    assert fault.said == (
        f"line {line('tell', SMALL)}: step send, tell number 1: There is no role "
        'called "directr". Did you mean "director"?'
    )


def test_a_file_that_is_not_toml_is_told_by_its_line() -> None:
    (fault,) = faults(broken('title = "Director"', 'title = "Director'))

    assert fault.line == line("Director", SMALL)
    assert fault.says.startswith("This cannot be read: ")
    assert "bot/procedures/README.md" in fault.next_step


def test_a_part_without_a_name_is_counted() -> None:
    found = faults("[[step]]\nkind = 'task'\n[[step]]\nkind = 'task'\n")

    assert {f.where for f in found if f.line == 3} == {"step number 2"}


def test_a_circle_of_three_is_told_once() -> None:
    text = broken('after = ["decide"]', 'after = ["answer"]')
    text = text.replace('awaits = "panel"', 'awaits = "panel"\nafter = ["send"]', 1)

    (fault,) = faults(text)

    assert fault.says.count(" waits for ") == 3


def test_a_name_that_is_no_list_of_parts_is_told_and_passed_over() -> None:
    found = faults('step = 3\nrole = "x"\nanchor = []\nform = [1]\nreading = {}\n')

    assert {1, 2, 3, 4, 5} <= {f.line for f in found}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "a = " + "[" * 5_000,
        "a = " + "9" * 5_000,
        "a = 2026-02-30",
        "a = '''",
        "[[step]]\n[step]\n",
        "a.b.c = 1\na.b = 2",
        "[[step]]\nsource.para = '1'\n'q.x'.\"y\" = 1",
        "[[form]]\n[[form.section]]\n[[form.section.question]]\nid = 3",
        "[[step]]\nkind = 'sign-off'\nchain = [1, { rols = ['a'] }]\nwhen = { a = 1 }",
        "[[step]]\nkind = 3",
        "step = [[[[]]]]",
        "[role]\nx = 3\n[role.y]\nmanager = 4",
        "\u202eevil = '\U0001f600'",
    ],
)
def test_text_of_any_sort_is_answered_and_never_breaks(text: str) -> None:
    with pytest.raises(Faulty) as refusal:
        read(text)

    assert all(p.line >= 1 and p.says and p.next_step for p in refusal.value.problems)


PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ['"', "'''", "[", "]", "[[step]]\n", "{", "}", "=", "\n", "#", "\\", ",", "1"]
    ),
    st.sampled_from(DORSET.split()),
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_damaged_anywhere_is_answered_and_never_breaks(
    data: st.DataObject,
) -> None:
    text = SMALL
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 30))
        text = text[:start] + data.draw(PIECES) + text[start + gone :]
    most = text.count("\n") + 1
    assert all(1 <= fault.line <= most for fault in faults(text))


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, len(DORSET)), gone=st.integers(0, 400), piece=PIECES)
def test_the_dorset_file_damaged_anywhere_is_answered(
    at: int, gone: int, piece: str
) -> None:
    damaged = DORSET[:at] + piece + DORSET[at + gone :]
    for fault in faults(damaged):
        assert fault.line >= 1
