"""No mailbox and no telephone number gets into a procedure."""

from __future__ import annotations

import pytest

from bot.core.nobody import named
from bot.core.sheet import Sheet


def found(text: str) -> list[str]:
    raw = {"step": [{"id": "send", "doing": text, "tell": ["manager", text]}]}
    return [wrong.says for wrong in named(Sheet(raw))]


@pytest.mark.parametrize(
    "text",
    [
        "Write to safeguarding@council.example.org today.",
        "siobhan.o’neill@example.org",
        "first.o'last@child-safety.example.org",
    ],
)
def test_a_mailbox_is_noticed_in_a_line_and_in_a_list(text: str) -> None:
    assert found(text) == ["This has a mailbox in it."] * 2


@pytest.mark.parametrize(
    "text",
    ["Ring 01632 960123.", "(01632) 960 123", "07700900123", "+44 7700 900123"],
)
def test_a_telephone_number_is_noticed(text: str) -> None:
    assert found(text) == ["This has a telephone number in it."] * 2


@pytest.mark.parametrize(
    "text",
    [
        "If a child is in danger now, call 999.",
        "Version 2.0, amended 22/09/2020",
        "Working Together 2018, pages 83 to 85; section 16C(1)",
        "by sin-sent + 10 working days",
        "2026-12-24T16:30",
        "Sign in @ the portal",
    ],
)
def test_dates_counts_and_emergency_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []
