"""A partnership with a mailbox of its own has its meetings and letters there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot import rosters
from bot.coming import Expected
from bot.core.people import Roster
from bot.gateways import Letter
from bot.store import Store, roster
from bot.vault import Vault
from integrations.graph.client import Client
from integrations.graph.doctor import examine_others
from integrations.graph.loop import Apart
from integrations.graph.mailboxes import Calendars, Letters, Mailboxes, keep_up
from integrations.mail.letters import compose
from tests.desk.wessex import ROSTER, Wessex
from tests.graph.calendar_out import AT, meeting, person, settings_for
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO, US
from tests.graph.test_calendar_out_doctor import settings
from tests.partnerships.two import OURS, THEIRS

OWN = "Reviews@example.org"


def written(store: Store, people: Roster) -> None:
    with store.writing() as tx:
        roster.write(tx, people.partnership, rosters.to_doc(people), AT)


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    """Two partnerships, of which one has a mailbox of its own."""
    opened = Store(sqlite_url, vault)
    people = rosters.read_roster(ROSTER.read_text(encoding="utf-8"))
    written(opened, people)
    written(opened, replace(people, partnership=THEIRS, organiser=OWN))
    yield opened
    opened.close()


@pytest.fixture
def graph() -> Iterator[FakeGraph]:
    with FakeGraph(US, OWN, AMINA, BO).served() as served:
        yield served
    assert not served.wrong


@pytest.fixture
def client(graph: FakeGraph) -> Iterator[Client]:
    loop = Apart()
    yield Client(settings_for(graph), loop, graph.now)
    loop.stop()


def test_a_mailbox_is_that_of_the_roster_or_the_first(store: Store) -> None:
    mailboxes = Mailboxes(store, US)
    expected = [
        Expected(whose, "WVX-2026-001", "rapid-review", 1, 0, "graph/x", AT, "")
        for whose in (OURS, THEIRS)
    ]

    assert [mailboxes.of(one) for one in (OURS, THEIRS, "", "none")] == [
        *(US, OWN),
        *(US, US),
    ]
    assert mailboxes.others() == {OWN}
    assert mailboxes.in_(OWN.lower(), expected) == expected[1:]
    assert mailboxes.in_(US, expected) == expected[:1]
    assert Mailboxes(store, OWN.lower()).others() == set()


def test_each_meeting_is_one_event_in_the_right_calendar(
    store: Store, graph: FakeGraph, client: Client
) -> None:
    calendars = Calendars(client, Mailboxes(store, US))

    async def put() -> list[str]:
        both = [replace(meeting(), partnership=one) for one in (OURS, THEIRS)]
        receipts = [await calendars.put(one, None, "k/1", AT) for one in both]
        again = [await calendars.find(one, "k/1") for one in both]
        assert again == receipts
        known = (person(AMINA),)
        assert await calendars.busy(THEIRS, known, AT, AT.replace(hour=17))
        return receipts

    receipts = asyncio.run(put())

    assert len(set(receipts)) == 2
    assert sorted(one.mailbox.casefold() for one in graph.standing()) == sorted(
        [US.casefold(), OWN.casefold()]
    )
    assert calendars.reaches(THEIRS, person(AMINA))


def test_a_letter_goes_through_the_mailbox_that_it_is_from(
    graph: FakeGraph, client: Client
) -> None:
    letters = Letters(client, compose)
    plain = Letter(person(BO), "WVX-2026-001", "It is due.", AT)

    async def send() -> None:
        for letter in (plain, replace(plain, sender=OWN)):
            sent = await letters.send(letter, f"k/{letter.sender}")
            assert await letters.find(letter, f"k/{letter.sender}") == sent

    asyncio.run(send())

    assert [one["From"].addresses[0].addr_spec for one in graph.sent] == [US, OWN]


def test_letters_and_invitations_as_files_are_from_it_too(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    opened = Store(sqlite_url, vault)
    people = rosters.read_roster(ROSTER.read_text(encoding="utf-8"))
    wessex = Wessex(opened, tmp_path, people=replace(people, organiser=OWN))
    ref = wessex.to_asked("police")
    when = {"start": "2026-12-23 10:00", "minutes": "120", "note": ""}
    wessex.must("joan", "arrange", f"{ref}/rapid-review", **when)
    wessex.carry()
    opened.close()

    invited = [one for one in wessex.letters.listed() if one.calendar]
    assert invited
    for one in invited:
        assert f"mailto:{OWN}".encode() in (one.calendar or b"").replace(b"\r\n ", b"")
    for file in (tmp_path / "mail").glob("*.eml"):
        assert OWN in file.read_text("utf-8").partition("\n\n")[0]


def test_the_same_letter_has_the_same_name_whoever_it_is_from() -> None:
    plain = Letter(person(BO), "WVX-2026-001", "It is due.", AT)
    first: EmailMessage = compose(plain, "k", US)
    own: EmailMessage = compose(replace(plain, sender=OWN), "k", US)

    assert first["Message-ID"] == own["Message-ID"]
    assert (US in first["From"], OWN in own["From"]) == (True, True)


def test_each_mailbox_that_a_roster_names_is_kept_up_with_once(store: Store) -> None:
    begun: list[str] = []
    looks = 0

    async def inflow(mailbox: str) -> None:
        begun.append(mailbox)

    async def sleep(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks > 2:
            raise TimeoutError
        await asyncio.sleep(0)

    with pytest.RaisesGroup(TimeoutError):
        asyncio.run(keep_up(Mailboxes(store, US), inflow, sleep))

    assert begun == [OWN.casefold()]


def test_the_doctor_looks_at_each_mailbox(
    store: Store, graph: FakeGraph, tmp_path: Path
) -> None:
    read = settings(graph, tmp_path)

    (found,) = examine_others(read, store, graph.now)
    assert found.says == f"The calendar of {OWN} can be opened."
    graph.mailboxes.discard(OWN.casefold())
    (missing,) = examine_others(read, store, graph.now)

    assert missing.says == f"There is no mailbox {OWN}."
    assert "organiser in a roster" in missing.then
    assert examine_others(replace(read, graph=None), store, graph.now) == []
