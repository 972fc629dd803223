"""A workspace installs the app for itself, at the address that the app is given."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from integrations.slack.scopes import SCOPES
from tests.slack.fake import FakeSlack
from tests.slack.fake_people import CLIENT_ID, CLIENT_SECRET
from tests.slack.fake_world import Workspace
from tests.slack.house import House, environ, populate, wessex

LINK = re.compile(r'https?://[^"\s]*oauth/v2/authorize[^"\s]*')


@pytest.fixture
def installing(
    slack: FakeSlack, workspace: Workspace, sqlite_url: str, tmp_path: Path
) -> House:
    populate(slack, workspace, wessex())
    settings = environ(tmp_path, sqlite_url, slack, workspace)
    settings |= {
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "DAYZERO_BASE_URL": "https://dayzero.example.org",
    }
    return House(slack, workspace, settings, wessex())


def test_a_workspace_installs_the_app_for_itself(installing: House) -> None:
    slack = installing.slack
    other = slack.workspace("Saltmarsh", frozenset(SCOPES))
    with installing.running() as house, httpx.Client(trust_env=False) as browser:
        begun = browser.get(f"{house.address}/slack/install")
        link = LINK.search(unescape(f"{begun.headers.get('location')} {begun.text}"))
        assert link, begun.text
        back = slack.approve(link[0], other)
        cookie = begun.headers["set-cookie"].partition(";")[0]
        address = back.replace("https://dayzero.example.org", house.address)
        ended = browser.get(address, headers={"Cookie": cookie})
        again = browser.get(address, headers={"Cookie": cookie})

        assert ended.status_code == 200
        assert again.status_code >= 400
        assert other.id in house.do(house.works.slack.parts.clients.teams())  # type: ignore[union-attr]


def test_nothing_is_installed_by_somebody_who_did_not_begin_it(
    installing: House,
) -> None:
    with installing.running() as house, httpx.Client(trust_env=False) as browser:
        forged = f"{house.address}/slack/oauth_redirect?code=c&state=s"

        assert browser.get(forged).status_code >= 400


def test_there_is_no_such_address_where_nobody_can_install_it(house: House) -> None:
    with httpx.Client(trust_env=False) as browser:
        assert browser.get(f"{house.address}/slack/install").status_code == 404


def test_an_address_that_slack_only_looks_at_is_sound(house: House) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with httpx.Client(trust_env=False) as browser:
        there = f"{house.address}/slack/events"
        looked = browser.post(there, content="ssl_check=1&token=t", headers=form)
        false = browser.post(there, content="command=%2Fcase&ssl_check=2", headers=form)
        too_much = browser.post(there, content="a" * 1_000_001, headers=form)

    assert looked.status_code == 200
    assert false.status_code == 401
    assert too_much.status_code == 413
