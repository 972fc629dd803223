"""The room of a case in Teams: a group where there may be one, or else a thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.core.cards import Card
from bot.gateways import NotSent, Place, Room, TryLater, Undeliverable
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Conversation, Team, User
from tests.teams.outgoing import Outgoing, came_from

REF = "WVX-2026-001"


@pytest.fixture
def tom(ms: FakeMicrosoft) -> User:
    user = ms.user("Tom Okafor")
    ms.personal(user)
    return user


@pytest.fixture
def out(
    ms: FakeMicrosoft, sqlite_url: str, amina: User, tom: User
) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        made.name({"amina": amina, "tom": tom})
        made.run(made.learning.once())
        yield made


@pytest.fixture
def team(out: Outgoing, ms: FakeMicrosoft, amina: User, tom: User) -> Team:
    """A team with the channel of the digest, in which the app is."""
    made = ms.team("Wessex", amina, tom)
    ms.channel(made, "Safeguarding")
    out.came(came_from(ms, amina, ms.conversations[made.id]))
    out.run(out.learning.teams())
    return made


def channel_of(ms: FakeMicrosoft, team: Team) -> Conversation:
    here = (one for one in ms.conversations.values() if one.team is team)
    return next(one for one in here if one.id != team.id)


def room(out: Outgoing, *people: str) -> Room:
    return out.run(out.chat.room(out.of, REF, people, out.clock()))


# --- a group ----------------------------------------------------------------------


def test_where_teams_lets_the_app_the_case_has_a_group_of_its_own(
    out: Outgoing, ms: FakeMicrosoft, amina: User, tom: User
) -> None:
    ms.groups = True
    made = room(out, "amina", "tom", "helen")
    group = ms.conversations[made.channel]
    assert made.inside == {"amina", "tom"}
    assert (group.name, group.own) == (REF, [amina, tom])
    assert room(out, "amina", "tom", "helen") == made
    assert len(ms.called("open")) == 3  # two who were met, and one group


def test_somebody_who_has_left_keeps_nobody_else_out(
    out: Outgoing, ms: FakeMicrosoft, tom: User
) -> None:
    ms.groups = True
    del ms.users[tom.mri]
    ms.personal(tom).installed = False
    made = room(out, "amina", "tom")
    assert made.inside == {"amina"}


def test_who_must_not_be_in_a_group_has_to_be_taken_out_by_hand(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    ms.groups = True
    room(out, "amina", "tom")
    with pytest.raises(Undeliverable, match="by hand"):
        room(out, "amina")


def test_a_group_that_the_app_was_taken_out_of_is_made_anew(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    ms.groups = True
    first = room(out, "amina")
    ms.conversations[first.channel].installed = False
    second = room(out, "amina")
    assert second.channel != first.channel
    assert second.inside == {"amina"}


def test_what_is_said_in_a_room_is_said_there(out: Outgoing, ms: FakeMicrosoft) -> None:
    ms.groups = True
    made = room(out, "amina")
    place = Place(out.of, made.channel)
    out.run(out.chat.post(place, Card(f"{REF} has begun"), "k/1", out.clock()))
    assert len(ms.posted(made.channel)) == 1


# --- a thread ---------------------------------------------------------------------


def test_elsewhere_it_has_a_thread_in_the_channel(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    made = room(out, "amina", "tom")
    channel = channel_of(ms, team)
    assert made.inside == {"amina", "tom"}
    assert made.channel.startswith(f"{channel.id};messageid=")
    assert REF in str(ms.posted(channel)[0].card)
    assert room(out, "amina", "tom") == made
    assert len(ms.posted(channel)) == 1


def test_what_is_said_of_the_case_follows_in_the_thread(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    made = room(out, "amina", "tom")
    place = Place(out.of, made.channel)
    receipt = out.run(out.chat.post(place, Card("It is due"), "k/1", out.clock()))
    root, answer = ms.posted(channel_of(ms, team))
    assert answer.thread == root.id
    out.run(out.chat.update(receipt, Card("It is done"), out.clock()))
    assert "It is done" in str(answer.card)


def test_there_is_no_thread_where_somebody_could_read_it_who_must_not(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    with pytest.raises(Undeliverable, match="told one by one"):
        room(out, "amina")
    assert not ms.posted(channel_of(ms, team))


def test_somebody_outside_the_channel_is_not_in_its_thread(
    out: Outgoing, team: Team, tom: User
) -> None:
    team.members.remove(tom)
    assert room(out, "amina", "tom").inside == {"amina"}
    assert room(out, "amina").inside == {"amina"}


def test_who_comes_to_be_kept_out_of_a_thread_is_said_to_read_it(
    out: Outgoing, team: Team
) -> None:
    room(out, "amina", "tom")
    with pytest.raises(Undeliverable, match="can read the channel"):
        room(out, "amina")


def test_without_a_channel_there_is_no_room_and_what_to_do_is_said(
    out: Outgoing,
) -> None:
    with pytest.raises(Undeliverable, match="Add the app to the team"):
        room(out, "amina")


def test_a_partnership_without_a_roster_has_no_room(out: Outgoing) -> None:
    with pytest.raises(Undeliverable):
        out.run(out.chat.room("nobodys", REF, ("amina",), out.clock()))


def test_a_case_that_closes_says_nothing_more_in_its_room(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    room(out, "amina", "tom")
    for _ in range(2):
        out.run(out.chat.close_room(out.of, REF, out.clock()))
    assert len(ms.posted(channel_of(ms, team))) == 1


# --- trouble ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("429", "open", TryLater),
        ("500", "open", ConnectionError),
        ("429", "members", TryLater),
        ("drop", "members", ConnectionError),
    ],
)
def test_what_passes_is_tried_again(
    out: Outgoing, ms: FakeMicrosoft, team: Team, kind: Any, name: str, meant: type
) -> None:
    ms.fault(kind, name)
    with pytest.raises(meant):
        room(out, "amina", "tom")
    assert room(out, "amina", "tom").inside == {"amina", "tom"}


def test_a_room_that_cannot_be_looked_into_now_is_kept(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    first = room(out, "amina", "tom")
    ms.fault("error", "members", error="401 Unauthorized", times=2)
    with pytest.raises(NotSent):
        room(out, "amina", "tom")
    assert room(out, "amina", "tom") == first


def test_a_thread_whose_channel_is_gone_is_said_to_be(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    room(out, "amina", "tom")
    del ms.conversations[channel_of(ms, team).id]
    with pytest.raises(Undeliverable, match="no such channel"):
        room(out, "amina", "tom")


def test_an_answer_that_nobody_expected_is_an_operators_turn(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    ms.fault("error", "open", error="413 TooLarge")
    with pytest.raises(Undeliverable):
        room(out, "amina", "tom")
    ms.groups = True
    ms.fault("error", "open", error="403 BotNotInConversationRoster")
    assert room(out, "amina", "tom").inside == {"amina", "tom"}


def test_a_group_with_nobody_left_to_let_in_is_none(
    out: Outgoing, ms: FakeMicrosoft, team: Team, amina: User
) -> None:
    ms.groups = True
    del ms.users[amina.mri]
    ms.personal(amina).installed = False
    team.members.remove(amina)
    out.name({"amina": amina})
    assert room(out, "amina").inside == frozenset()


def test_a_group_that_cannot_be_looked_into_is_an_operators_turn(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    ms.groups = True
    ms.fault("error", "members", error="403 BotNotInConversationRoster")
    with pytest.raises(Undeliverable, match="Add it to the team"):
        room(out, "amina")


def test_nobody_in_teams_needs_no_group(
    out: Outgoing, ms: FakeMicrosoft, team: Team
) -> None:
    ms.groups = True
    out.name({})
    assert room(out, "helen").inside == frozenset()
    assert len(ms.posted(channel_of(ms, team))) == 1


def test_people_of_another_organisation_are_let_in_by_their_own_id(
    out: Outgoing, ms: FakeMicrosoft, amina: User, tom: User, team: Team
) -> None:
    bo = ms.user("Bo Lindqvist", tenant=ms.new_guid("the tenant of the police"))
    named = replace(bo, aad=f"{bo.tenant}/{bo.aad}")
    out.name({"amina": amina, "tom": tom, "helen": named})
    chat = ms.personal(bo)
    told = came_from(ms, bo, chat)
    told["from"]["tenantId"] = bo.tenant
    out.references.note(told, out.people.who(bo.tenant, bo.aad))
    channel_of(ms, team).outsiders.append(bo)
    made = room(out, "amina", "tom", "helen")
    assert made.inside == {"amina", "tom", "helen"}
