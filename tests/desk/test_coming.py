"""Who is coming, in the morning's digest and among the deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.asking import BOT
from bot.core.cards import Item
from bot.core.commands import NoteReply
from bot.core.events import Answered
from bot.core.words import LONDON
from bot.store import Store, index
from bot.vault import Vault
from tests.desk.wessex import Wessex, everything, london

TITLE = "Rapid Review Meeting"


@pytest.fixture
def wessex(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Wessex]:
    store = Store(sqlite_url, vault)
    yield Wessex(store, tmp_path)
    store.close()


def arranged(wessex: Wessex, start: str = "2026-12-23 10:00") -> str:
    ref = wessex.to_asked("police")
    wessex.must(
        "joan", "arrange", f"{ref}/rapid-review", start=start, minutes="120", note=""
    )
    return ref


def answers(wessex: Wessex, ref: str, who: str, answer: Answered) -> None:
    wessex.wait(minutes=1)
    said = NoteReply(step="rapid-review", person=who, answer=answer, at=wessex.now)
    cause = f"test/{who}/{wessex.now}"
    done = wessex.desk.ask(ref, said, by=BOT, cause=cause, now=wessex.now)
    assert not done.code, done


def meetings(wessex: Wessex) -> list[Item]:
    card = wessex.desk.deadlines("joan", wessex.now)
    return [item for item in card.items if dict(item.facts).get("Who is coming")]


def test_a_meeting_that_is_soon_stands_there_with_who_is_coming(wessex: Wessex) -> None:
    ref = arranged(wessex)
    for person in wessex.desk.people().answering("police", wessex.now.date()):
        answers(wessex, ref, person.id, "declined")
    answers(wessex, ref, "helen", "accepted")

    (item,) = meetings(wessex)
    facts = dict(item.facts)

    assert item.title == f"{ref}: {TITLE}"
    assert facts["When"] == "Wednesday 23 December 2026, 10am"
    assert "1 of " in facts["Who is coming"]
    assert "Declined: Wessex Vale Police" in facts["Who is coming"]


def test_a_meeting_that_is_far_off_or_has_begun_is_left_out(wessex: Wessex) -> None:
    arranged(wessex, "2027-01-07 10:00")
    assert meetings(wessex) == []

    wessex.now = london("2027-01-05 09:00")
    assert len(meetings(wessex)) == 1
    wessex.now = london("2027-01-07 10:00")
    assert meetings(wessex) == []


def test_the_index_is_the_same_when_it_is_made_again(wessex: Wessex) -> None:
    ref = arranged(wessex)
    before = everything(wessex.store)
    with wessex.store.writing() as tx:
        row = index.case(tx, ref)
        opened = wessex.desk.open(tx, ref, "joan", wessex.now)
        wessex.desk.reindex(tx, opened)

    assert row
    assert row.doc["meetings"] == [["rapid-review", "2026-12-23T10:00:00+00:00"]]
    assert everything(wessex.store) == before


def test_what_was_called_off_is_no_more_in_the_index(wessex: Wessex) -> None:
    ref = arranged(wessex)
    wessex.must("joan", "stand-down", f"{ref}/rapid-review", note="Snow.")

    with wessex.store.reading() as tx:
        row = index.case(tx, ref)
    assert row
    assert "meetings" not in row.doc
    assert meetings(wessex) == []


def test_the_morning_digest_says_it_too(wessex: Wessex) -> None:
    ref = arranged(wessex)
    wessex.now = london("2026-12-21 08:00").astimezone(LONDON)
    wessex.timetable.tick(wessex.now)
    wessex.now = london("2026-12-21 08:45")
    wessex.timetable.tick(wessex.now)
    wessex.carry()

    cards = [card for card in wessex.channel() if card.heading.startswith("Monday 21")]
    titles = [item.title for card in cards for item in card.items]
    assert f"{ref}: {TITLE}" in titles
