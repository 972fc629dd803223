"""A pretended Slack for each test, and the bot in it as ``dayzero run`` makes it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from bot.core.people import Roster
from integrations.slack.scopes import SCOPES
from tests.log_lines import caught
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace
from tests.slack.house import House, environ, populate, wessex
from tests.slack.marsh import FILES, PEOPLE, Lets, Marsh

Opens = Callable[..., AbstractContextManager[House]]

_SCOPES: Final = frozenset(SCOPES)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack().served() as served:
        yield served


@pytest.fixture
def workspace(slack: FakeSlack) -> Workspace:
    """A workspace with the scopes that the manifest asks for."""
    return slack.workspace("Wessex Vale", _SCOPES)


@pytest.fixture
def opens(
    slack: FakeSlack, workspace: Workspace, sqlite_url: str, tmp_path: Path
) -> Opens:
    """Open a house: the bot, running, with everybody of a roster in the workspace."""

    @contextmanager
    def opened(
        people: Roster | None = None, *, by_socket: bool = False, **more: Any
    ) -> Iterator[House]:
        roster = people or wessex()
        populate(slack, workspace, roster)
        settings = environ(tmp_path, sqlite_url, slack, workspace)
        if by_socket:
            settings["SLACK_APP_TOKEN"] = slack.app_token(workspace)
            del settings["SLACK_SIGNING_SECRET"]
        with caught() as logged:
            house = House(slack, workspace, settings, roster, **more)
            house.logged = logged
            try:
                with house.running(by_socket=by_socket) as running:
                    yield running
            finally:
                # Shown with a test that fails, and with no other.
                sys.stdout.write(logged.getvalue())

    return opened


@pytest.fixture
def house(opens: Opens) -> Iterator[House]:
    """The partnership of the rehearsals, in Slack by HTTP."""
    with opens() as opened:
        yield opened


@pytest.fixture
def lets(slack: FakeSlack, sqlite_url: str, tmp_path: Path) -> Lets:
    """Open the house, with some scopes taken away and some people not in Slack."""

    @contextmanager
    def opened(*, lacks: str = "", missing: tuple[str, ...] = ()) -> Iterator[Marsh]:
        workspace = slack.workspace("Saltmarsh", frozenset(SCOPES) - {lacks})
        there = [p for p in PEOPLE.people if p.id not in missing]
        populate(slack, workspace, replace(PEOPLE, people=tuple(there)))
        settings = environ(tmp_path, sqlite_url, slack, workspace)
        settings["DAYZERO_PROCEDURES"] = str(FILES)
        with House(slack, workspace, settings, PEOPLE).running() as house:
            yield Marsh(house)

    return opened


@pytest.fixture
def marsh(lets: Lets) -> Iterator[Marsh]:
    with lets() as opened:
        yield opened
