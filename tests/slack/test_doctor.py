"""The doctor looks at Slack: what is granted, and who is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import Store
from bot.vault import Vault
from integrations.slack.scopes import SCOPES
from tests.slack.fake import FakeSlack
from tests.slack.office import AMINA, VALE
from tests.slack.practice import COPY, EVERY, Practice


@pytest.fixture
def practice(
    slack: FakeSlack, sqlite_url: str, vault: Vault, tmp_path: Path
) -> Iterator[Practice]:
    store = Store(sqlite_url, vault)
    made = Practice(slack, store, tmp_path)
    made.holds(VALE)
    yield made
    store.close()


def test_where_slack_is_not_used_nothing_is_looked_at(practice: Practice) -> None:
    practice.environ = {"DAYZERO_HOME": practice.environ["DAYZERO_HOME"]}

    assert practice.says() == []


def test_where_all_is_well_that_is_said(practice: Practice) -> None:
    vale = practice.whole()

    said = practice.says()

    assert [text for state, text in said if state == "fine"] == [
        f"The bot is dayzero in the Slack workspace Wessex Vale ({vale.id}).",
        "The digest of Wessex Vale Partnership goes to #safeguarding.",
        "2 of 2 people on a roster are known in the workspace.",
    ]
    assert practice.looks() == []
    assert practice.faults() == []


def test_looking_writes_to_nobody(practice: Practice) -> None:
    practice.whole()

    practice.says()

    reading = {"auth.test", "conversations.list", "users.lookupByEmail"}
    assert {call.method for call in practice.slack.calls} == reading


def test_a_missing_scope_is_named_with_what_goes_without_it(practice: Practice) -> None:
    vale = practice.whole(EVERY - {"im:write", "groups:read"})

    assert practice.looks() == [
        f"In Wessex Vale ({vale.id}) the app lacks {scope}. {SCOPES[scope]} "
        "Add it under OAuth & Permissions, and install the app again."
        for scope in ("im:write", "groups:read")
    ]


def test_a_refused_token_is_said_to_be(practice: Practice) -> None:
    practice.installed()
    practice.environ["SLACK_BOT_TOKEN"] = "xoxb-of-somebody-else"

    assert practice.faults() == [f"Slack refuses SLACK_BOT_TOKEN: invalid_auth. {COPY}"]


def test_a_token_that_is_refused_later_is_said_to_be(practice: Practice) -> None:
    vale = practice.whole()
    practice.says()
    vale.installed = False

    assert practice.faults() == [
        f"Slack refuses the token of {vale.id}: account_inactive. {COPY}"
    ]


@pytest.mark.parametrize("known", [True, False])
def test_a_slack_that_cannot_be_reached_is_said_to_be(
    practice: Practice, *, known: bool
) -> None:
    practice.whole()
    if known:
        practice.says()
    practice.slack.down = True

    (said,) = practice.faults()

    assert said.startswith(f"Slack cannot be reached at {practice.slack.api_url}.")


@pytest.mark.parametrize("known", [True, False])
def test_an_answer_that_is_neither_yes_nor_no_does_not_accuse_the_token(
    practice: Practice, *, known: bool
) -> None:
    practice.whole()
    if known:
        practice.says()
    practice.slack.fault("500", "auth.test", times=-1)

    (said,) = practice.faults()

    assert said.startswith(
        f"{practice.slack.api_url} does not answer as Slack does (500)."
    )


@pytest.mark.parametrize("known", [True, False])
def test_a_slack_that_says_it_cannot_just_now_does_not_accuse_the_token(
    practice: Practice, *, known: bool
) -> None:
    practice.whole()
    if known:
        practice.says()
    practice.slack.fault("error", "auth.test", error="ratelimited", times=-1)

    assert practice.faults() == []
    assert any(
        one.startswith("Slack cannot answer just now: ratelimited. Ask again")
        for one in practice.looks()
    )


def test_a_slack_that_is_slow_is_asked_again(practice: Practice) -> None:
    practice.whole()
    practice.slack.fault("500", "auth.test")

    (said,) = practice.looks()

    assert said == "Slack was slow to say whose SLACK_BOT_TOKEN is. Ask again."


def test_a_line_that_opens_is_said_to_and_one_that_does_not(practice: Practice) -> None:
    vale = practice.whole()
    practice.environ["SLACK_APP_TOKEN"] = practice.slack.app_token(vale)
    assert ("fine", "Slack opens a line to here by SLACK_APP_TOKEN.") in practice.says()

    practice.environ["SLACK_APP_TOKEN"] = "xapp-wrong"
    (said,) = practice.faults()
    assert said.startswith(
        "Slack does not open a line by SLACK_APP_TOKEN: invalid_auth"
    )

    practice.slack.down = True
    assert practice.faults()[0].startswith("Slack cannot be reached")


def test_a_token_that_runs_out_is_told_of(practice: Practice) -> None:
    practice.environ["SLACK_BOT_TOKEN"] = "xoxe.xoxb-1"

    assert "SLACK_BOT_TOKEN runs out within twelve hours" in practice.looks()[0]


def test_a_channel_that_is_not_there_is_told_of(practice: Practice) -> None:
    practice.whole()
    practice.holds(replace(VALE, channel="board"))

    (said,) = practice.looks()

    assert said == (
        "There is no channel #board that the bot can see. Make it and type /invite "
        "@Dayzero there, or let wessex-vale name another in its roster."
    )


def test_a_channel_that_the_bot_is_not_in_is_told_of(practice: Practice) -> None:
    vale = practice.whole()
    practice.slack.room(vale.id, "board")
    practice.holds(replace(VALE, channel="board"))

    (said,) = practice.looks()

    assert said.startswith("The bot is not in #board of Wessex Vale Partnership. Type")


def test_a_channel_is_found_on_a_later_page(practice: Practice) -> None:
    vale = practice.installed()
    for number in range(600):
        practice.slack.room(vale.id, f"room-{number}")
    practice.slack.room(vale.id, VALE.channel, vale.bot_user)

    assert not [said for said in practice.looks() if "channel" in said]


@pytest.mark.parametrize(
    "lacking", [{"channels:read"}, {"channels:read", "groups:read"}]
)
def test_a_channel_that_may_not_be_looked_for_is_no_fault(
    practice: Practice, lacking: set[str]
) -> None:
    practice.whole(EVERY - lacking)

    looks = practice.looks()

    assert "#safeguarding could not be looked for: missing_scope." in looks[-1]
    assert practice.faults() == []


def test_a_channel_that_slack_would_not_say_anything_of_is_no_fault(
    practice: Practice,
) -> None:
    practice.whole()
    practice.slack.fault("error", "conversations.list", error="fatal_error")

    (said,) = practice.looks()

    assert said.startswith("#safeguarding could not be looked for: fatal_error.")


def test_who_is_not_in_the_workspace_is_named(practice: Practice) -> None:
    vale = practice.installed()
    practice.slack.room(vale.id, VALE.channel, vale.bot_user)
    practice.slack.user(vale.id, AMINA.name, AMINA.email)

    (said,) = practice.looks()

    assert said == (
        "Not in the workspace, and told by e-mail: Bo Lund. "
        "Invite them to it, or give their Slack id in the roster."
    )
    assert "1 of 2 people on a roster" in str(practice.says())


def test_an_app_that_is_told_no_addresses_finds_nobody(practice: Practice) -> None:
    practice.whole(EVERY - {"users:read.email"})

    said = practice.looks()[-1]

    assert said.startswith("Slack does not tell e-mail addresses")
    assert said.endswith("Until then they are told by e-mail.")
