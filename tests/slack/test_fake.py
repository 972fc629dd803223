"""The pretended Slack is as strict as the real one says that it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.slack.fake import FakeSlack
from tests.slack.fake_people import CLIENT_ID, CLIENT_SECRET
from tests.slack.fake_world import TRIGGER_LIFE, Json, ResponseUrl

SCOPES = frozenset(
    {
        "chat:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    }
)
MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "A form"},
    "blocks": [{"type": "divider"}],
}


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack().served() as served:
        served.workspace("Wessex", SCOPES)
        yield served


@pytest.fixture
def team(slack: FakeSlack) -> str:
    return next(iter(slack.workspaces))


@pytest.fixture
def amina(slack: FakeSlack, team: str) -> str:
    return slack.user(team, "Amina Khan", "amina@example.org").id


@asynccontextmanager
async def client(slack: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    workspace = next(iter(slack.workspaces.values()))
    yield AsyncWebClient(
        slack.bot_token(workspace), base_url=slack.api_url, retry_handlers=[]
    )


def asks(slack: FakeSlack, method: str, **args: Any) -> Json:
    """Call a method with the real library; gives the answer, also when it is no."""

    async def ask() -> Json:
        async with client(slack) as web:
            try:
                if method.startswith("oauth"):
                    # Its own function for this uses what aiohttp warns of.
                    answer = await web.api_call(method, data=args)
                else:
                    answer = await getattr(web, method.replace(".", "_"))(**args)
            except SlackApiError as refusal:
                answer = refusal.response
            assert isinstance(answer.data, dict)
            data: Json = answer.data
            return data

    return asyncio.run(ask())


def error(slack: FakeSlack, method: str, **args: Any) -> str:
    return str(asks(slack, method, **args).get("error", ""))


def test_a_trigger_opens_one_window(slack: FakeSlack, team: str, amina: str) -> None:
    trigger = slack.trigger(team, amina)

    first = error(slack, "views.open", trigger_id=trigger, view=MODAL)
    second = error(slack, "views.open", trigger_id=trigger, view=MODAL)

    assert (first, second) == ("", "exchanged_trigger_id")


def test_a_trigger_dies(slack: FakeSlack, team: str, amina: str) -> None:
    trigger = slack.trigger(team, amina)
    slack.later(TRIGGER_LIFE + 0.5)

    found = error(slack, "views.open", trigger_id=trigger, view=MODAL)

    assert found == "expired_trigger_id"


def test_no_more_than_three_windows_stand_on_one_another(
    slack: FakeSlack, team: str, amina: str
) -> None:
    asks(slack, "views.open", trigger_id=slack.trigger(team, amina), view=MODAL)
    said = []
    for _ in range(3):
        within = slack.stack(team, amina)[-1].id
        trigger = slack.trigger(team, amina, within)
        said.append(error(slack, "views.push", trigger_id=trigger, view=MODAL))

    assert said == ["", "", "push_limit_reached"]


def test_a_window_that_was_drawn_meanwhile_is_not_drawn_over(
    slack: FakeSlack, team: str, amina: str
) -> None:
    trigger = slack.trigger(team, amina)
    view = asks(slack, "views.open", trigger_id=trigger, view=MODAL)["view"]
    marked = {"view_id": view["id"], "hash": view["hash"], "view": MODAL}

    first = error(slack, "views.update", **marked)
    second = error(slack, "views.update", **marked)

    assert (first, second) == ("", "hash_conflict")


@pytest.mark.parametrize(
    ("method", "args", "scope"),
    [
        ("users.lookupByEmail", {"email": "amina@example.org"}, "users:read.email"),
        ("chat.postMessage", {"channel": "C1", "text": "Hello"}, "chat:write"),
        ("conversations.create", {"name": "a", "is_private": True}, "groups:write"),
        ("conversations.list", {"types": "private_channel"}, "groups:read"),
    ],
)
def test_a_missing_scope_is_named(
    slack: FakeSlack, team: str, method: str, args: Json, scope: str
) -> None:
    slack.workspaces[team].scopes -= {scope}

    told = asks(slack, method, **args)

    assert told["error"] == "missing_scope"
    assert scope in told["needed"]


def test_messages_come_at_the_pace_of_the_channel(slack: FakeSlack, amina: str) -> None:
    slack.pacing = 1.0
    said = []
    for wait in (0, 0, 2):
        slack.later(wait)
        said.append(error(slack, "chat.postMessage", channel=amina, text="Hello"))

    assert said == ["", "ratelimited", ""]


def test_a_message_that_slack_could_not_show_is_refused(
    slack: FakeSlack, amina: str
) -> None:
    wrong = [{"type": "header", "text": {"type": "mrkdwn", "text": "Not plain"}}]

    found = error(slack, "chat.postMessage", channel=amina, text="a", blocks=wrong)

    assert found == "invalid_blocks"


def test_somebody_who_has_left_cannot_be_written_to(
    slack: FakeSlack, amina: str
) -> None:
    slack.users[amina].deleted = True

    posted = error(slack, "chat.postMessage", channel=amina, text="Hello")
    opened = error(slack, "conversations.open", users=amina)

    assert (posted, opened) == ("channel_not_found", "user_disabled")


def test_a_private_channel_is_unknown_to_who_is_not_in_it(
    slack: FakeSlack, team: str
) -> None:
    room = slack.room(team, "closed", kind="private")

    assert error(slack, "conversations.info", channel=room.id) == "channel_not_found"


def test_lists_come_in_pages(slack: FakeSlack, team: str) -> None:
    for number in range(5):
        slack.user(team, f"Person {number}", f"person{number}@example.org")
    seen, cursor = [], ""
    while True:
        page = asks(slack, "users.list", limit=2, cursor=cursor)
        seen += [member["name"] for member in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break

    assert seen == ["dayzero", *(f"person.{number}" for number in range(5))]


def test_metadata_comes_back_to_who_asks_for_it(slack: FakeSlack, amina: str) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "1"}}
    posted = asks(
        slack, "chat.postMessage", channel=amina, text="Hello", metadata=metadata
    )
    found = [
        asks(
            slack, "conversations.history", channel=posted["channel"],
            include_all_metadata=asked,
        )["messages"][0].get("metadata")
        for asked in (True, False)
    ]  # fmt: skip

    assert found == [metadata, None]


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("drop", 0), ("drop after", 1), ("500", 0), ("500 after", 1), ("429", 0)],
)
def test_what_goes_wrong_goes_wrong_before_or_after_the_deed(
    slack: FakeSlack, amina: str, kind: Any, kept: int
) -> None:
    slack.fault(kind, "chat.postMessage")

    with pytest.raises((SlackApiError, ClientError)):
        _raising(slack, amina)

    assert len(slack.messages) == kept


def _raising(slack: FakeSlack, user: str) -> None:
    async def ask() -> None:
        async with client(slack) as web:
            await web.chat_postMessage(channel=user, text="Hello")

    asyncio.run(ask())


def test_a_response_address_serves_five_times_in_half_an_hour(
    slack: FakeSlack, team: str, amina: str
) -> None:
    direct = slack.direct(team, amina)
    address = slack.response_url(ResponseUrl(team, amina, direct.id, slack.now()))
    late = slack.response_url(ResponseUrl(team, amina, direct.id, slack.now() - 1801))

    async def say(where: str) -> int:
        hook = AsyncWebhookClient(where)
        return (await hook.send(text="Hello")).status_code

    said = [asyncio.run(say(where)) for where in (*[address] * 6, late)]

    assert said == [200] * 5 + [404] * 2
    assert {m.only_for for m in slack.messages} == {amina}


def _rotates(slack: FakeSlack, refresh: str) -> Json:
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    given |= {"grant_type": "refresh_token", "refresh_token": refresh}
    return asks(slack, "oauth.v2.access", **given)


def test_a_token_is_rotated_once(slack: FakeSlack, team: str) -> None:
    address = (
        f"https://slack.example.org/oauth/v2/authorize?client_id={CLIENT_ID}"
        "&scope=chat:write&state=s&redirect_uri=https://bot.example.org/back"
    )
    back = slack.approve(address, slack.workspaces[team])
    code = back.partition("code=")[2].partition("&")[0]
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": code}
    given["redirect_uri"] = "https://bot.example.org/back"
    first = asks(slack, "oauth.v2.access", **given)

    second = _rotates(slack, first["refresh_token"])
    third = _rotates(slack, first["refresh_token"])

    assert second["token_type"] == "bot"
    assert second["access_token"] != first["access_token"]
    assert third["error"] == "invalid_refresh_token"


def test_a_token_runs_out(slack: FakeSlack) -> None:
    async def ask(before: Callable[[], None]) -> str:
        async with client(slack) as web:
            assert web.token
            slack.tokens[web.token].expires_at = slack.now() + 60
            before()
            try:
                await web.auth_test()
            except SlackApiError as refusal:
                return str(refusal.response["error"])
        return ""

    assert asyncio.run(ask(lambda: None)) == ""
    assert asyncio.run(ask(lambda: slack.later(61))) == "token_expired"
