"""A section of a half-written alert is completed by somebody else, and read by few."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.errors import Refused, Unknown
from bot.core.forms import Form
from bot.store.outbox import DROPPED, SENT
from tests.desk.wessex import Wessex, everything

DRAFT = "draft-of-amina"
TYPED: dict[str, Any] = {
    "what-happened": "Zebedee fell.",
    "where": "At home.",
    "contact": "01632",
}


def begun(wessex: Wessex) -> str:
    """An alert that Amina has begun; the section that is handed over."""
    wessex.desk.keep_draft(DRAFT, "amina", "raise-alert", "", TYPED, wessex.now)
    found = wessex.form("raise-alert", "", "amina")
    return next(
        s.id for s in found.sections if "what-happened" in {q.id for q in s.questions}
    )


def hand(wessex: Wessex, to: str = "helen", by: str = "amina") -> str:
    section = begun(wessex)
    wessex.desk.ask_for_section(DRAFT, section, to, by, wessex.now)
    return section


def opened(wessex: Wessex, section: str, by: str = "helen") -> Form:
    return wessex.form("section", f"{DRAFT}/{section}", by)


def test_whoever_is_asked_is_told_without_a_word_of_it_and_once(wessex: Wessex) -> None:
    section = hand(wessex)
    again = wessex.desk.ask_for_section(DRAFT, section, "helen", "amina", wessex.now)
    wessex.carry()

    assert again.says == "Helen Marsh has been asked to complete this section."
    (card,) = wessex.cards("helen")
    assert card.heading == "A section of an alert waits for you"
    assert [b.does for b in card.buttons] == ["section"]
    assert "Zebedee" not in repr(card)
    assert "Zebedee" not in repr(everything(wessex.store))


def test_they_open_that_section_alone_with_what_was_typed_in_it(wessex: Wessex) -> None:
    section = hand(wessex)
    found = opened(wessex, section)

    assert [s.id for s in found.sections] == [section]
    assert not any(q.required for q in found.questions)
    (kept,) = wessex.desk.drafts_of("helen")
    assert kept.says == {"what-happened": "Zebedee fell.", "where": "At home."}
    assert "contact" not in kept.says


def test_nobody_else_opens_it_or_saves_it(wessex: Wessex) -> None:
    section = hand(wessex)

    for who in ("amina", "joan", "kofi"):
        with pytest.raises(Unknown):
            opened(wessex, section, by=who)
        answer = wessex.desk.save_section(f"{DRAFT}/{section}", who, wessex.now)
        assert answer.code == "unknown"
    assert wessex.desk.handed(DRAFT, "helen") == ()


def test_whoever_asked_sees_who_filled_it_in_and_is_told_once(wessex: Wessex) -> None:
    section = hand(wessex)
    (kept,) = wessex.desk.drafts_of("helen")
    typed = {"where": "In the garden."}
    about = f"{DRAFT}/{section}"
    wessex.desk.keep_draft(kept.id, "helen", "section", about, typed, wessex.now)
    for _ in range(2):
        wessex.desk.save_section(about, "helen", wessex.now)
    wessex.carry()

    (handed,) = wessex.desk.handed(DRAFT, "amina")
    assert (handed.section, handed.name) == (section, "Helen Marsh")
    assert handed.saved_at
    assert handed.typed["where"] == "In the garden."
    (card,) = wessex.cards("amina")
    assert card.heading == "A section of your alert has been filled in"
    assert card.text == ("Helen Marsh has saved it. Open your alert to read it.",)


def test_it_is_withdrawn_when_the_alert_is_dropped(wessex: Wessex) -> None:
    section = hand(wessex)
    wessex.desk.drop_draft(DRAFT, "amina")
    wessex.carry()

    (row,) = wessex.rows(kind="section")
    assert row.state == DROPPED
    assert wessex.desk.drafts_of("helen") == ()
    with pytest.raises(Unknown):
        opened(wessex, section)


def test_taken_back_it_keeps_what_both_typed(wessex: Wessex) -> None:
    section = hand(wessex)
    (kept,) = wessex.desk.drafts_of("helen")
    about = f"{DRAFT}/{section}"
    typed = {"where": "In the garden."}
    wessex.desk.keep_draft(kept.id, "helen", "section", about, typed, wessex.now)

    answer = wessex.desk.take_section_back(DRAFT, section, "amina", wessex.now)

    assert answer.says == "Helen Marsh is no longer asked for this section."
    (mine,) = wessex.desk.drafts_of("amina")
    assert "At home." in mine.says["where"]
    assert "In the garden." in mine.says["where"]
    assert mine.says["contact"] == "01632"
    assert wessex.desk.take_section_back(DRAFT, section, "amina", wessex.now).code


def test_it_can_be_asked_of_somebody_else_once_taken_back(wessex: Wessex) -> None:
    section = hand(wessex)
    assert (
        "has been asked to complete this section already"
        in wessex.desk.ask_for_section(DRAFT, section, "kofi", "amina", wessex.now).says
    )
    wessex.desk.take_section_back(DRAFT, section, "amina", wessex.now)
    wessex.desk.ask_for_section(DRAFT, section, "kofi", "amina", wessex.now)
    wessex.carry()

    assert len(wessex.cards("kofi")) == 1
    states = [row.state for row in wessex.rows(kind="section")]
    assert states.count(SENT) == 1


@pytest.mark.parametrize(
    ("draft", "section", "to", "by"),
    [
        ("no-draft", "", "helen", "amina"),
        ("a\0b", "", "helen", "amina"),
        (DRAFT, "no-section", "helen", "amina"),
        (DRAFT, "", "nobody", "amina"),
        (DRAFT, "", "amina", "amina"),
        (DRAFT, "", "kofi", "helen"),
    ],
)
def test_only_whoever_writes_an_alert_hands_over_a_section_of_it(
    wessex: Wessex, draft: str, section: str, to: str, by: str
) -> None:
    named = begun(wessex)
    answer = wessex.desk.ask_for_section(draft, section or named, to, by, wessex.now)
    assert answer.code
    assert answer.next_step
    assert wessex.rows(kind="section") == []


def test_what_waits_in_a_form_of_another_sort_is_not_handed_over(
    wessex: Wessex,
) -> None:
    wessex.desk.keep_draft("d", "amina", "draft", "X/y", {"a": "b"}, wessex.now)
    answer = wessex.desk.ask_for_section("d", "x", "helen", "amina", wessex.now)
    assert answer.code == "unknown"
    with pytest.raises(Refused):
        wessex.form("section", "", "helen")
    with pytest.raises(Refused):
        wessex.form("section", "a\0b/c", "helen")
