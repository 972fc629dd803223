"""Teams fails, moves, or takes something away: nobody is forgotten for it."""

from __future__ import annotations

from typing import Final

import pytest

from tests.teams.conftest import Opens
from tests.teams.fake import FakeMicrosoft
from tests.teams.house import House
from tests.teams.robot_activities import typed
from tests.teams.robot_acts import (
    ALERT,
    CONSULTED,
    begins,
    does,
    last_page,
    raise_alert,
    reference,
    through,
    to_the_chain,
)
from tests.teams.watching import labels, names_nobody

pytestmark = pytest.mark.long

REFUSALS: Final = (
    "403 BotDisabledByAdmin",
    "403 ConversationBlockedByUser",
    "403 MessageWritesBlocked",
    "404 ConversationNotFound",
)


@pytest.mark.parametrize("error", REFUSALS)
def test_whoever_cannot_be_written_to_any_more_is_reached_by_e_mail(
    house: House, error: str
) -> None:
    ref = raise_alert(house)
    chat = house.robot("gordon").chat
    chat.installed = False
    house.ms.fault("error", "send", error=error)

    does(house, "helen", "Record the decision", ref, CONSULTED)

    assert not [row for row in house.waiting() if row.try_at]
    sent = [
        letter for person in house.people.people for letter in _to(house, person.email)
    ]
    assert sent
    assert names_nobody(house)


def _to(house: House, address: str) -> list[object]:
    return [*house.works.letters.of_person(address)]


def test_what_teams_does_not_take_now_is_sent_again_later(house: House) -> None:
    amina = last_page(house)
    for error in ("412 PreconditionFailed", "502 BadGateway", "503 Unavailable"):
        house.ms.fault("error", "send", error=error)

    ref = reference(house, through(amina, {}))
    for _ in range(4):
        house.pass_time(minutes=5)
        house.deliver()

    assert "Ask the other partners" in house.robot("helen").reads(ref)


def test_where_teams_is_reached_is_what_it_said_last(house: House) -> None:
    helen = house.robot("helen")
    moved = house.ms.service_url("emea")
    said = typed(house.ms, helen.user, helen.chat, "help", mention=False)
    helen.sends(said | {"serviceUrl": moved})

    ref = raise_alert(house)

    last = [c for c in house.ms.called("send") if c.names[0] == helen.chat.id][-1]
    assert last.service == moved.rstrip("/")
    assert ref in helen.reads()


def test_a_form_goes_on_while_teams_answers_nobody(house: House) -> None:
    amina = begins(house)
    house.ms.down = True

    said = through(amina, ALERT)

    assert "WVX-2026-001" in said
    house.ms.down = False
    house.pass_time(minutes=10)
    house.deliver()
    assert "Ask the other partners" in house.robot("helen").reads()


def test_a_wrong_secret_keeps_nobody_from_raising_an_alert(
    opens: Opens, ms: FakeMicrosoft
) -> None:
    with opens(settings={"TEAMS_CLIENT_SECRET": "another"}, known=False) as house:
        amina = house.robot("amina")

        amina.extend()
        said = through(amina, ALERT)

        assert "WVX-2026-001" in said
        house.deliver()
        assert not ms.called("send")
        assert "another" not in house.logged.getvalue()


def test_a_group_chat_is_the_room_of_a_case_where_teams_lets_the_app(
    house: House, ms: FakeMicrosoft
) -> None:
    ms.groups = True

    ref = to_the_chain(house)

    rooms = [c for c in ms.conversations.values() if c.kind == "groupChat"]
    assert {room.name for room in rooms} <= {ref}
    assert "Read and sign" in labels(house.robot("ruth"), ref)
    assert names_nobody(house)


def test_the_channel_is_taken_away_and_the_digest_goes_by_e_mail_or_is_said(
    house: House,
) -> None:
    raise_alert(house)
    before = len(house.ms.posted(house.place.channel))
    house.place.team.installed = False

    for _ in range(4):
        house.pass_time(days=1)
        house.tick()

    assert len(house.ms.posted(house.place.channel)) == before
    assert "Traceback" not in house.logged.getvalue()
    assert not [row for row in house.waiting() if row.attempts > 3]
