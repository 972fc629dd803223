"""One call to Teams, and how it ended: in the words that the courier understands."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from integrations.teams.calling import Says
from tests.log_lines import caught
from tests.teams.asking import card, message
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Conversation, User
from tests.teams.outgoing import Outgoing


@pytest.fixture
def out(ms: FakeMicrosoft, sqlite_url: str) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        yield made


@pytest.fixture
def chat(ms: FakeMicrosoft, amina: User) -> Conversation:
    return ms.personal(amina)


# --- what is asked for ------------------------------------------------------------


def test_what_is_said_stands_where_it_was_said(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    assert out.calling.well is None
    name = out.says(chat, "Good morning")
    assert [(one.id, one.text) for one in ms.posted(chat)] == [(name, "Good morning")]
    assert out.calling.well is True


def test_nothing_of_a_card_is_lost_on_its_way(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    refresh = {
        "action": {"type": "Action.Execute", "verb": "refresh", "data": {"act": []}},
        "userIds": ["29:1x"],
    }
    sent = card(refresh=refresh, speak="Good morning", lang="en-GB")
    out.run(out.calling.send(ms.service_url(), chat.id, sent))
    told = ms.posted(chat)[0].activity
    assert {word: told[word] for word in sent} == sent
    assert told["from"] == {"id": out.calling.bot}
    assert told["conversation"] == {"id": chat.id}


@pytest.mark.parametrize("region", ["amer", "uk", "teams"])
@pytest.mark.parametrize("end", ["", "/"])
def test_an_address_may_have_a_region_and_a_slash_at_its_end(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation, region: str, end: str
) -> None:
    at = ms.service_url(region).rstrip("/") + end
    out.run(out.calling.send(at, chat.id, message()))
    assert ms.called("send")[0].service == at.rstrip("/")


def test_a_message_is_changed_and_taken_back(
    out: Outgoing, ms: FakeMicrosoft, chat: Conversation
) -> None:
    at, name = ms.service_url(), out.says(chat, "Good morning")
    out.run(out.calling.update(at, chat.id, name, message("Good afternoon")))
    assert [one.text for one in ms.posted(chat)] == ["Good afternoon"]
    out.run(out.calling.delete(at, chat.id, name))
    assert not ms.posted(chat)


def test_the_chat_with_somebody_is_opened_by_their_organisations_id(
    out: Outgoing, ms: FakeMicrosoft, amina: User, chat: Conversation
) -> None:
    for known_as in (amina.aad, amina.mri):
        opening = out.calling.open(ms.service_url(), ms.home, members=[known_as])
        assert out.run(opening).conversation == chat.id


def test_a_thread_is_opened_in_a_channel_and_answered(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    channel = ms.channel(ms.team("Wessex", amina), "safeguarding")
    at = ms.service_url()
    opened = out.run(
        out.calling.open(at, ms.home, channel=channel.id, activity=message("A case"))
    )
    assert opened.conversation == f"{channel.id};messageid={opened.activity}"
    out.run(out.calling.send(at, opened.conversation, message("An answer")))
    assert [one.thread for one in ms.posted(channel)] == [opened.activity] * 2


def test_a_group_is_begun_where_teams_lets_the_app(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    bo = ms.user("Bo Lindqvist")
    both = [amina.mri, bo.mri]
    group = out.calling.open(
        ms.service_url(), ms.home, members=both, group=True, topic="WVX-2026-001"
    )
    ms.groups = True
    opened = out.run(group)
    place = ms.conversations[opened.conversation]
    assert (place.name, place.own) == ("WVX-2026-001", [amina, bo])


def test_everybody_in_a_place_is_listed_page_by_page(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    many = [ms.user(f"Person {number}") for number in range(501)]
    team = ms.team("Wessex", *many)
    found = out.run(out.calling.members(ms.service_url(), team.id))
    assert [one["aadObjectId"] for one in found] == [one.aad for one in many]
    assert len(ms.called("members")) == 2


def test_where_nothing_comes_in_pages_all_of_it_is_asked_for(
    out: Outgoing, ms: FakeMicrosoft, amina: User, chat: Conversation
) -> None:
    ms.fault("error", "members", error="404 NotFound")
    found = out.run(out.calling.members(ms.service_url(), chat.id))
    assert [one["id"] for one in found] == [amina.mri]


def test_the_channels_of_a_team_are_listed_and_the_first_has_no_name(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    team = ms.team("Wessex", amina)
    channel = ms.channel(team, "Safeguarding")
    found = out.run(out.calling.channels(ms.service_url(), team.id))
    assert [(one["id"], one["name"]) for one in found] == [
        (team.id, None),
        (channel.id, "Safeguarding"),
    ]


def test_an_id_is_never_more_than_an_id(out: Outgoing, ms: FakeMicrosoft) -> None:
    for hostile in ("../../admin", "a:1?x=y", "a:1#z", "a:1/activities/2"):
        with pytest.raises(Says) as no:
            out.run(out.calling.send(ms.service_url(), hostile, message()))
        assert no.value.code == "ConversationNotFound"
    assert [one.names[0] for one in ms.called("send")] == [
        "../../admin", "a:1?x=y", "a:1#z", "a:1/activities/2",
    ]  # fmt: skip


def test_a_proxy_is_not_asked_for_what_is_on_this_machine(
    ms: FakeMicrosoft,
    sqlite_url: str,
    chat: Conversation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.lower(), "http://127.0.0.1:9")
    elsewhere = "https://smba.trafficmanager.net/teams"
    with Outgoing(ms, sqlite_url, service_url=elsewhere).at_work() as out:
        assert out.says(chat)


def test_no_address_that_is_called_stands_in_the_log(
    out: Outgoing, chat: Conversation
) -> None:
    with caught() as logged:
        out.says(chat)
    assert "activities" not in logged.getvalue()
    assert logging.getLogger("httpx").level >= logging.WARNING
