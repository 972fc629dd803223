"""Cards that Teams does not take: what becomes of them and of where they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.core.cards import Card
from bot.gateways import NotHere, NotSent, TryLater, Undeliverable
from integrations.teams.calling import Says
from integrations.teams.refusals import of_change, of_channel, of_person
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Conversation, User
from tests.teams.outgoing import Outgoing, came_from, to

DUE = Card("WVX-2026-001 is due", case="WVX-2026-001")


@pytest.fixture
def out(ms: FakeMicrosoft, sqlite_url: str, amina: User) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        made.name({"amina": amina})
        made.came(came_from(ms, amina, ms.personal(amina)))
        yield made


def post(out: Outgoing, key: str = "k/1", **where: str) -> str:
    return out.run(out.chat.post(to(out.roster, **where), DUE, key, out.clock()))


# --- a person ---------------------------------------------------------------------


def test_who_took_the_app_away_unnoticed_is_told_otherwise_from_now_on(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    ms.personal(amina).installed = False
    with pytest.raises(NotHere):
        post(out, person="amina")
    assert not out.chat.reaches(out.of, "amina")


def test_who_blocked_the_app_is_told_otherwise_until_they_write_again(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    amina.blocked = True
    with pytest.raises(NotHere):
        post(out, person="amina")
    assert not out.chat.reaches(out.of, "amina")
    amina.blocked = False
    out.came(came_from(ms, amina, ms.personal(amina)))
    assert post(out, person="amina")


def test_who_can_be_opened_and_not_written_to_is_told_otherwise(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    ms.fault("error", "send", error="403 MessageWritesBlocked", times=-1)
    with pytest.raises(NotHere):
        post(out, person="amina")
    assert not out.chat.reaches(out.of, "amina")


def test_a_chat_that_moved_is_opened_anew(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    account = out.people.account(out.of, "amina")
    assert account is not None
    out.references.opened(account, "a:1old", ms.service_url())
    post(out, person="amina")
    assert len(ms.posted(ms.personal(amina))) == 1
    assert out.chat.reaches(out.of, "amina")


def test_a_chat_that_moved_and_is_refused_again_is_forgotten(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    account = out.people.account(out.of, "amina")
    assert account is not None
    out.references.opened(account, "a:1old", ms.service_url())
    ms.fault("error", "send", error="404 ConversationNotFound", times=2)
    with pytest.raises(NotHere):
        post(out, person="amina")
    assert not out.chat.reaches(out.of, "amina")


def test_who_cannot_be_opened_just_now_is_tried_again(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    out.references.part(ms.home, out.people.named(out.of)[0].user)
    ms.fault("error", "open", error="401 Unauthorized", times=2)
    with pytest.raises(NotSent):
        post(out, person="amina")
    assert post(out, person="amina")


@pytest.mark.parametrize(
    ("kind", "meant", "stands"),
    [
        ("429", TryLater, 0),
        ("500", ConnectionError, 0),
        ("500 after", ConnectionError, 1),
        ("drop after", ConnectionError, 1),
    ],
)
def test_what_passes_is_the_couriers_to_try_again(
    out: Outgoing, ms: FakeMicrosoft, amina: User, kind: Any, meant: type, stands: int
) -> None:
    ms.fault(kind, "send")
    with pytest.raises(meant):
        post(out, person="amina")
    assert len(ms.posted(ms.personal(amina))) == stands
    assert out.chat.reaches(out.of, "amina")


# --- a channel --------------------------------------------------------------------


@pytest.fixture
def channel(out: Outgoing, ms: FakeMicrosoft, amina: User) -> Conversation:
    team = ms.team("Wessex", amina)
    made = ms.channel(team, "Safeguarding")
    out.came(came_from(ms, amina, ms.conversations[team.id]))
    out.run(out.learning.teams())
    post(out, "k/0", channel="safeguarding")
    return made


def test_a_channel_without_the_app_says_what_to_do(
    out: Outgoing, ms: FakeMicrosoft, channel: Conversation
) -> None:
    assert channel.team is not None
    channel.team.installed = False
    with pytest.raises(Undeliverable, match="Add it to the team in Teams"):
        post(out, channel="safeguarding")


def test_a_channel_that_is_gone_is_looked_for_by_its_name_once_more(
    out: Outgoing, ms: FakeMicrosoft, channel: Conversation
) -> None:
    assert channel.team is not None
    del ms.conversations[channel.id]
    made = ms.channel(channel.team, "Safeguarding")
    with pytest.raises(Undeliverable, match="no such channel"):
        post(out, channel="safeguarding")
    out.run(out.learning.teams(everywhere=True))
    post(out, channel="safeguarding")
    assert len(ms.posted(made)) == 1


def test_a_channel_that_moved_is_posted_in_where_it_is(
    out: Outgoing, ms: FakeMicrosoft, channel: Conversation
) -> None:
    assert channel.team is not None
    del ms.conversations[channel.id]
    made = ms.channel(channel.team, "Safeguarding")
    out.run(out.learning.teams(everywhere=True))
    post(out, channel="safeguarding")
    assert len(ms.posted(made)) == 1


def test_a_channel_that_moved_and_is_refused_again_says_what_to_do(
    out: Outgoing, ms: FakeMicrosoft, channel: Conversation
) -> None:
    assert channel.team is not None
    del ms.conversations[channel.id]
    ms.channel(channel.team, "Safeguarding")
    out.run(out.learning.teams(everywhere=True))
    ms.fault("error", "send", error="404 ConversationNotFound", times=2)
    with pytest.raises(Undeliverable, match="no such channel"):
        post(out, channel="safeguarding")


# --- what each no means -----------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status", "person", "channel", "change"),
    [
        ("BotNotInConversationRoster", 403, NotHere, Undeliverable, Undeliverable),
        ("", 403, NotHere, Undeliverable, Undeliverable),
        ("ConversationNotFound", 404, NotHere, Undeliverable, Undeliverable),
        ("BadSyntax", 400, NotHere, Undeliverable, Undeliverable),
        ("MessageSizeTooBig", 413, NotHere, Undeliverable, Undeliverable),
        ("InvalidBotApiHost", 403, NotSent, Undeliverable, NotSent),
        ("Unauthorized", 401, NotSent, NotSent, NotSent),
    ],
)
def test_each_no_means_one_thing_for_each_kind_of_card(
    code: str, status: int, person: type, channel: type, change: type
) -> None:
    no = Says(code, status)
    assert isinstance(of_person(no), person)
    assert isinstance(of_channel(no), channel)
    assert isinstance(of_change(no), change)
