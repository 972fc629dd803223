"""Where Teams is written to: kept from what comes in, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.gateways import Place
from integrations.teams.references import CONVERSATION, MRI, SERVICE
from tests.teams.fake import APP_ID, FakeMicrosoft
from tests.teams.fake_things import Conversation, Json, Team, User
from tests.teams.outgoing import Outgoing, came_from

US: Json = {"id": f"28:{APP_ID}"}


@pytest.fixture
def out(ms: FakeMicrosoft, sqlite_url: str, amina: User) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        made.name({"amina": amina})
        yield made


@pytest.fixture
def team(ms: FakeMicrosoft, amina: User) -> Team:
    return ms.team("Wessex", amina)


def known(out: Outgoing) -> dict[str, Any]:
    account = out.account(out.of, "amina")
    return dict(account.address) if account else {}


def general(ms: FakeMicrosoft, team: Team) -> Conversation:
    return ms.conversations[team.id]


# --- a person ---------------------------------------------------------------------


def test_whoever_writes_to_the_bot_can_be_written_to(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    chat = ms.personal(amina)
    assert not out.places.reaches(out.of, "amina")
    out.came(came_from(ms, amina, chat))
    assert out.places.reaches(out.of, "amina")
    assert known(out)[CONVERSATION] == chat.id
    assert known(out)[MRI] == amina.mri
    assert known(out)[SERVICE] == ms.service_url().rstrip("/")


def test_the_last_address_that_teams_gave_is_the_one_that_is_used(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    chat = ms.personal(amina)
    for region in ("amer", "uk"):
        at = ms.service_url(region)
        out.came(came_from(ms, amina, chat, serviceUrl=at))
        assert out.references.reach(ms.home, chat.id) == at.rstrip("/")
        assert out.references.service_url(ms.home) == at.rstrip("/")
    assert out.references.reach(ms.home, "another") == ms.service_url("uk").rstrip("/")


def test_until_teams_has_named_one_it_is_the_address_that_is_set(
    out: Outgoing,
) -> None:
    assert out.references.service_url("any") == out.settings.service_url


@pytest.mark.parametrize(
    "hostile",
    ["http://smba.example.org/", "ftp://127.0.0.1/", "", "https://", "http://[", None],
)
def test_an_address_to_which_no_token_may_go_is_not_kept(
    out: Outgoing, ms: FakeMicrosoft, amina: User, hostile: str | None
) -> None:
    out.came(came_from(ms, amina, ms.personal(amina), serviceUrl=hostile))
    assert known(out)[SERVICE] == out.settings.service_url
    assert out.references.service_url(ms.home) == out.settings.service_url


def test_nothing_is_written_that_is_known_already(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    chat = ms.personal(amina)
    out.came(came_from(ms, amina, chat))
    before = out.account(out.of, "amina")
    out.clock.now += timedelta(hours=1)
    out.came(came_from(ms, amina, chat))
    assert out.account(out.of, "amina") == before


@pytest.mark.parametrize("kind", ["channel", "group"])
def test_a_place_where_others_read_is_nobodys_own(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team, kind: str
) -> None:
    place = general(ms, team) if kind == "channel" else ms.group(amina)
    out.came(came_from(ms, amina, place))
    assert not out.places.reaches(out.of, "amina")
    assert known(out)[MRI] == amina.mri


def test_what_others_do_tells_nothing_of_somebody(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    stranger = ms.user("Sam Stranger")
    told = came_from(ms, stranger, ms.personal(stranger))
    out.references.note(told, out.people.who(ms.home, amina.aad))
    assert not out.places.reaches(out.of, "amina")


@pytest.mark.parametrize(
    "gone",
    [
        {"type": "installationUpdate", "action": "remove"},
        {"type": "conversationUpdate", "membersRemoved": [US]},
        {"type": "conversationUpdate", "membersRemoved": [{"id": US["id"].upper()}]},
    ],
)
def test_who_takes_the_app_away_is_not_written_to(
    out: Outgoing, ms: FakeMicrosoft, amina: User, gone: Json
) -> None:
    chat = ms.personal(amina)
    out.came(came_from(ms, amina, chat))
    out.came(came_from(ms, amina, chat, **gone))
    assert not out.places.reaches(out.of, "amina")
    assert known(out)[MRI] == amina.mri
    out.came(came_from(ms, amina, chat, type="installationUpdate", action="add"))
    assert out.places.reaches(out.of, "amina")


def test_it_is_forgotten_by_the_chat_where_nobody_is_named(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    chat = ms.personal(amina)
    out.came(came_from(ms, amina, chat))
    gone = came_from(ms, amina, chat, type="installationUpdate", action="remove")
    gone["from"] = {"id": amina.mri}
    out.came(gone)
    assert not out.places.reaches(out.of, "amina")


@pytest.mark.parametrize(
    "stays",
    [
        {"type": "installationUpdate", "action": "remove-upgrade"},
        {"type": "installationUpdate", "action": "add-upgrade"},
        {"type": "conversationUpdate", "membersRemoved": [{"id": "29:another"}]},
        {"type": "conversationUpdate", "membersRemoved": None},
        {"type": "conversationUpdate", "membersAdded": [US]},
    ],
)
def test_who_keeps_the_app_goes_on_being_written_to(
    out: Outgoing, ms: FakeMicrosoft, amina: User, stays: Json
) -> None:
    chat = ms.personal(amina)
    out.came(came_from(ms, amina, chat))
    out.came(came_from(ms, amina, chat, **stays))
    assert out.places.reaches(out.of, "amina")


# --- teams and channels -----------------------------------------------------------


def comes_in(out: Outgoing, ms: FakeMicrosoft, by: User, team: Team) -> None:
    """Install the app in a team, and read its channels."""
    told = {"type": "installationUpdate", "action": "add"}
    out.came(came_from(ms, by, general(ms, team), **told))
    out.run(out.learning.teams())


def told_of(
    out: Outgoing, ms: FakeMicrosoft, by: User, channel: Conversation, event: str
) -> None:
    """Tell of a change to a channel or its team, as Teams does."""
    assert channel.team is not None
    place = general(ms, channel.team)
    data = {"eventType": event, "channel": {"id": channel.id, "name": channel.name}}
    update = {"type": "conversationUpdate", "channelData": data}
    out.came(came_from(ms, by, place, **update))


def test_the_channels_of_a_team_are_read_once_the_app_is_in_it(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team
) -> None:
    channel = ms.channel(team, "Safeguarding")
    assert not out.places.channel(out.of)
    comes_in(out, ms, amina, team)
    assert out.places.channel(out.of) == channel.id
    out.run(out.learning.teams())
    assert len(ms.called("channels")) == 1


def test_the_first_channel_is_known_by_the_name_that_everybody_gives_it(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team
) -> None:
    out.came(came_from(ms, amina, general(ms, team)))
    assert out.places.channel(out.of, "general") == team.id
    assert out.places.channel(out.of, "general") == team.id


def test_a_channel_that_is_made_or_renamed_is_known_at_once(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team
) -> None:
    comes_in(out, ms, amina, team)
    channel = ms.channel(team, "Partners")
    told_of(out, ms, amina, channel, "channelCreated")
    assert out.places.channel(out.of, "partners") == channel.id
    channel.name = "Safeguarding  Partners!"
    told_of(out, ms, amina, channel, "channelRenamed")
    assert out.places.channel(out.of, "safeguarding-partners") == channel.id
    assert not out.places.channel(out.of, "partners")


def remembered(out: Outgoing, ms: FakeMicrosoft, by: User, team: Team) -> Conversation:
    """Post in a channel, so that the room of the digest is remembered."""
    channel = ms.channel(team, "Safeguarding")
    comes_in(out, ms, by, team)
    out.run(out.places.found(Place(out.of, "safeguarding"), out.clock()))
    return channel


@pytest.mark.parametrize("event", ["channelDeleted", "teamDeleted", "teamHardDeleted"])
def test_what_is_deleted_is_not_posted_in(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team, event: str
) -> None:
    channel = remembered(out, ms, amina, team)
    assert out.places.channel(out.of) == channel.id
    told_of(out, ms, amina, channel, event)
    assert not out.places.channel(out.of)


def test_a_channel_that_is_renamed_stays_the_one_that_was_found(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team
) -> None:
    channel = remembered(out, ms, amina, team)
    channel.name = "Partners"
    told_of(out, ms, amina, channel, "channelRenamed")
    assert out.places.channel(out.of) == channel.id


@pytest.mark.parametrize(
    "gone",
    [
        {"type": "installationUpdate", "action": "remove"},
        {"type": "conversationUpdate", "membersRemoved": [US]},
    ],
)
def test_a_team_that_the_app_was_taken_out_of_is_forgotten(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team, gone: Json
) -> None:
    remembered(out, ms, amina, team)
    out.came(came_from(ms, amina, general(ms, team), **gone))
    assert not out.places.channel(out.of)
    assert not out.references.channels.known(ms.home)


def test_two_channels_of_one_name_are_none(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team
) -> None:
    another = ms.team("Another", amina)
    for one in (team, another):
        ms.channel(one, "Safeguarding")
        comes_in(out, ms, amina, one)
    assert len(out.references.channels.find(ms.home, "safeguarding")) == 2
    assert not out.places.channel(out.of)
    # What is posted waits, and says what somebody is to do about it.
    assert out.places.reaches(out.of, "")


def test_an_id_in_the_roster_is_the_channel_itself(
    out: Outgoing, ms: FakeMicrosoft, amina: User, team: Team
) -> None:
    channel = ms.channel(team, "Safeguarding")
    out.name({"amina": amina}, channel=channel.id.upper().replace("19:", "19:"))
    comes_in(out, ms, amina, team)
    assert out.places.channel(out.of) == channel.id
    out.name({"amina": amina}, channel="19:unheard-of@thread.tacv2")
    assert out.places.channel(out.of) == "19:unheard-of@thread.tacv2"


def test_what_tells_of_no_team_changes_nothing(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    group = ms.group(amina)
    for event in ("channelDeleted", "channelCreated", "channelRenamed", "odd", None):
        data = {"eventType": event, "channel": None, "team": None}
        update = {"type": "conversationUpdate", "channelData": data}
        out.came(came_from(ms, amina, group, **update))
    assert not out.references.channels.everywhere()
