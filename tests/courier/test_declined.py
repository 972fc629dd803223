"""Somebody needed declines: who hears of it, and what a press on the card brings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.asking import BOT
from bot.core.cards import Button, Card
from bot.core.commands import NoteReply
from bot.core.events import Answered
from bot.store import Store
from bot.vault import Vault
from integrations.calendars.ics import CalendarItem, diary
from tests.courier.conftest import ASKED
from tests.desk.wessex import Wessex

MEETING = "Rapid Review Meeting"
ABOUT = f"{ASKED}/rapid-review"


@pytest.fixture
def wessex(asked_file: Path, tmp_path: Path, vault: Vault) -> Iterator[Wessex]:
    shutil.copy(asked_file, tmp_path / "asked.sqlite")
    store = Store(f"sqlite:///{tmp_path}/asked.sqlite", vault)
    there = Wessex(store, tmp_path)
    there.must(
        *("joan", "arrange", ABOUT),
        when="another", start="2027-01-04 10:00", minutes="120",
    )  # fmt: skip
    there.carry()
    yield there
    store.close()


def answers(wessex: Wessex, who: str, answer: Answered = "declined") -> None:
    wessex.wait(minutes=1)
    said = NoteReply(step="rapid-review", person=who, answer=answer, at=wessex.now)
    cause = f"test/{who}/{wessex.now}"
    done = wessex.desk.ask(ASKED, said, by=BOT, cause=cause, now=wessex.now)
    assert not done.code, done
    wessex.carry()


def told(wessex: Wessex, who: str = "joan") -> list[Card]:
    return [card for card in wessex.cards(who) if "has declined" in card.heading]


def calendar(wessex: Wessex, who: str) -> list[CalendarItem]:
    """Read what somebody's calendar shows, from every letter that reached them."""
    email = wessex.desk.people().person(who).email
    letters = wessex.letters.of_person(email)
    return diary(letter.calendar for letter in letters if letter.calendar)


def places(card: Card) -> list[Button]:
    return [button for button in card.buttons if button.does == "take-place"]


def test_a_decline_reaches_whoever_arranged_it_with_what_can_be_done(
    wessex: Wessex,
) -> None:
    answers(wessex, "leon")

    (card,) = told(wessex)
    assert card.heading == f"{ASKED}: somebody needed has declined: {MEETING}"
    assert card.text[0].endswith(", and nobody else fills that place.")
    assert places(card)
    assert "arrange" in {button.does for button in card.buttons}


def test_a_press_on_the_card_swaps_one_calendar_for_another(wessex: Wessex) -> None:
    answers(wessex, "leon")
    (button,) = (b for b in places(told(wessex)[0]) if b.about.endswith("leon~ruth"))
    wessex.must("joan", button.does, button.about)
    wessex.carry()

    (gone,) = calendar(wessex, "leon")
    (asked,) = calendar(wessex, "ruth")
    assert gone.stood_down
    assert not asked.stood_down
    assert "You stand in for " in asked.text
    (card,) = told(wessex)
    assert card.outcome == "Every place that is needed can be filled now."
    assert not places(card)


def test_whoever_comes_after_all_has_the_card_answered(wessex: Wessex) -> None:
    answers(wessex, "leon")
    answers(wessex, "leon", "accepted")

    (card,) = told(wessex)
    assert card.outcome == "Every place that is needed can be filled now."


def test_a_decline_that_nothing_hangs_on_is_told_to_nobody(wessex: Wessex) -> None:
    answers(wessex, "joan")

    assert told(wessex) == []
