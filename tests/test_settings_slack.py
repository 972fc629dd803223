"""What is set for Slack: whole, or said to be lacking, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SlackSettings, read_settings
from tests.test_settings import problems

BOT = {"SLACK_BOT_TOKEN": "xoxb-hunter2"}
SIGNING = {"SLACK_SIGNING_SECRET": "hunter2"}
APP = {"SLACK_APP_TOKEN": "xapp-hunter2"}
OAUTH = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hunter2"}


def test_slack_need_not_be_set() -> None:
    assert read_settings({}).slack is None
    assert read_settings({"SLACK_API_URL": "http://127.0.0.1:1/api"}).slack is None


@pytest.mark.parametrize("way_in", [SIGNING, APP, {**SIGNING, **APP}])
@pytest.mark.parametrize("token", [BOT, OAUTH, {**BOT, **OAUTH}])
def test_slack_needs_a_token_and_a_way_in(
    token: dict[str, str], way_in: dict[str, str]
) -> None:
    slack = read_settings({**token, **way_in}).slack

    assert slack == SlackSettings(
        bot_token=token.get("SLACK_BOT_TOKEN", ""),
        signing_secret=way_in.get("SLACK_SIGNING_SECRET", ""),
        app_token=way_in.get("SLACK_APP_TOKEN", ""),
        api_url="https://slack.com/api/",
        client_id=token.get("SLACK_CLIENT_ID", ""),
        client_secret=token.get("SLACK_CLIENT_SECRET", ""),
    )
    assert slack.by_oauth == ("SLACK_CLIENT_ID" in token)


@pytest.mark.parametrize("end", ["", "/"])
def test_the_address_of_slacks_methods_may_end_with_a_slash_or_not(end: str) -> None:
    url = {"SLACK_API_URL": f"http://127.0.0.1:8080/api{end}"}
    slack = read_settings({**BOT, **SIGNING, **url}).slack

    assert slack is not None
    assert slack.api_url == "http://127.0.0.1:8080/api/"


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (BOT, "SLACK_SIGNING_SECRET is needed, or SLACK_APP_TOKEN, to hear from Slack"),
        (SIGNING, "SLACK_BOT_TOKEN is needed, or SLACK_CLIENT_ID, to use Slack"),
        ({**SIGNING, "SLACK_CLIENT_ID": "1"}, "SLACK_CLIENT_SECRET is needed"),
        ({**SIGNING, "SLACK_CLIENT_SECRET": "x"}, "SLACK_CLIENT_ID is needed"),
        (
            {**SIGNING, "SLACK_BOT_TOKEN": "xapp-1"},
            "SLACK_BOT_TOKEN holds an app token",
        ),
        ({**BOT, "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN holds a bot token"),
        ({"SLACK_API_URL": "slack.com/api"}, "SLACK_API_URL must be an address that"),
        ({"SLACK_BOT_TOKN": "xoxb-1"}, "Was SLACK_BOT_TOKEN meant?"),
    ],
)
def test_what_is_wrong_with_slack_is_said_once_and_plainly(
    environ: dict[str, str], said: str
) -> None:
    (problem,) = problems(environ)

    assert said in problem


def test_all_that_slack_lacks_is_said_at_once_with_an_example() -> None:
    said = problems({"SLACK_CLIENT_ID": "1", "SLACK_API_URL": "slack"})

    assert len(said) == 3
    assert said[-1] == (
        "SLACK_SIGNING_SECRET is needed, or SLACK_APP_TOKEN, to hear from Slack. "
        "What Slack signs with whatever it posts to /slack/events. "
        "For example: 32 characters, from the app's page Basic Information"
    )


def test_what_belongs_to_another_program_is_no_slip() -> None:
    assert read_settings({"SLACK_WEBHOOK_URL": "https://example.org"}).slack is None


@pytest.mark.parametrize("name", ["BOT_TOKEN", "SIGNING_SECRET", "CLIENT_SECRET"])
def test_each_secret_of_slacks_can_be_kept_in_a_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text("xoxb-from-a-file\n")
    rest = {**BOT, **SIGNING, **OAUTH}
    del rest[f"SLACK_{name}"]

    slack = read_settings({**rest, f"SLACK_{name}_FILE": str(file)}).slack

    assert slack is not None
    assert getattr(slack, name.lower()) == "xoxb-from-a-file"


def test_slacks_secrets_are_shown_nowhere() -> None:
    settings = read_settings({**BOT, **SIGNING, **APP, **OAUTH})

    assert "hunter2" not in repr(settings)
    assert "hunter2" not in "".join(problems({"SLACK_BOT_TOKEN": "xapp-hunter2"}))
