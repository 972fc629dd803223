"""What the app asks for, asked for in one paste and explained in one table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from integrations.slack.listen import SHORTCUT
from integrations.slack.oauth import REDIRECT
from integrations.slack.routes import EVENTS
from integrations.slack.scopes import SCOPES

ROOT = Path(__file__).parents[2]
MANIFEST = (ROOT / "deploy/slack-manifest.yaml").read_text(encoding="utf-8")
README = (ROOT / "deploy/README.md").read_text(encoding="utf-8")
BASE = "https://dayzero.example.org"


def listed(under: str) -> list[str]:
    """Read the list that stands under a word of the manifest."""
    lines = MANIFEST.splitlines()
    (start,) = [n for n, line in enumerate(lines) if line.strip() == f"{under}:"]
    found = []
    for line in lines[start + 1 :]:
        if not line.strip().startswith("- "):
            break
        found.append(line.strip().removeprefix("- "))
    return found


def said(word: str) -> list[str]:
    """Read all that the manifest says of a word."""
    found = re.findall(rf"^[ -]*{word}: (.+)$", MANIFEST, re.MULTILINE)
    return [one.strip('"') for one in found]


def test_the_manifest_asks_for_what_the_app_needs_and_no_more() -> None:
    assert listed("bot") == list(SCOPES)


def test_there_are_ten_scopes_or_fewer_and_each_has_its_reason() -> None:
    assert len(SCOPES) <= 10
    assert all(
        why.startswith("So that ") and why.endswith(".") for why in SCOPES.values()
    )


def test_the_operators_paper_gives_each_scope_its_reason() -> None:
    rows = dict(re.findall(r"^\| `([a-z:.]+)` \| (.+) \|$", README, re.MULTILINE))

    assert {scope: rows.get(scope) for scope in SCOPES} == dict(SCOPES)


def test_slack_is_told_the_addresses_that_are_answered_at() -> None:
    assert set(said("request_url") + said("url")) == {f"{BASE}{EVENTS}"}
    assert listed("redirect_urls") == [f"{BASE}{REDIRECT}"]


def test_the_manifest_has_the_commands_and_the_shortcut_that_are_listened_for() -> None:
    assert said("command") == ["/alert", "/case", "/deadlines", "/help"]
    assert set(said("should_escape")) == {"false"}
    assert said("callback_id") == [SHORTCUT]


def test_the_manifest_asks_to_be_told_what_is_listened_for() -> None:
    listen = (ROOT / "integrations/slack/listen.py").read_text(encoding="utf-8")

    assert listed("bot_events") == sorted(re.findall(r'app\.event\("(\w+)"\)', listen))


@pytest.mark.parametrize(
    ("word", "most"),
    [("name", 35), ("display_name", 80), ("description", 140), ("usage_hint", 1000)],
)
def test_no_word_of_the_manifest_is_longer_than_slack_takes(
    word: str, most: int
) -> None:
    assert said(word)
    assert all(len(one) <= most for one in said(word))
    assert len("Raise an alert from this") <= 24


def test_what_a_manifest_must_switch_on_is_on() -> None:
    assert said("home_tab_enabled") == said("messages_tab_enabled") == ["true"]
    assert said("is_enabled") == ["true"]
    assert said("socket_mode_enabled") == ["false"]
    assert said("org_deploy_enabled") == ["false"]
