"""A pretended Microsoft for each test, and the bot in its Teams."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.core.people import Roster
from tests.at_home import NOBODY
from tests.log_lines import caught
from tests.teams.doors import Door, a_microsoft
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import User
from tests.teams.house import House, environ, populate, wessex
from tests.teams.nearby import Nearby, nearby

Opens = Callable[..., AbstractContextManager[House]]


@pytest.fixture
def ms() -> Iterator[FakeMicrosoft]:
    with FakeMicrosoft().served() as served:
        yield served


@pytest.fixture(scope="module")
def shared() -> Iterator[FakeMicrosoft]:
    """One for all tests of a module that only ask it for what it signs."""
    with a_microsoft() as ms:
        yield ms


@pytest.fixture
def door(shared: FakeMicrosoft) -> Door:
    """The door by itself, and nothing of the bot behind it."""
    return Door(shared)


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """What anybody at all calls an address with."""
    with httpx.Client(trust_env=False, verify=NOBODY) as client:
        yield client


@pytest.fixture
def amina(ms: FakeMicrosoft) -> User:
    """Somebody who has the app."""
    user = ms.user("Amina Yusuf")
    ms.personal(user)
    return user


@pytest.fixture
def near(tmp_path: Path, sqlite_url: str) -> Iterator[Nearby]:
    """The partnership of the rehearsals, with no line between it and Teams."""
    with nearby(tmp_path, sqlite_url) as made:
        yield made


@pytest.fixture
def opens(ms: FakeMicrosoft, sqlite_url: str, tmp_path: Path) -> Opens:
    """Open a house: the bot, running, with everybody of a roster in Teams."""

    @contextmanager
    def opened(
        people: Roster | None = None,
        *,
        without: tuple[str, ...] = (),
        elsewhere: tuple[str, ...] = (),
        changed: Callable[[Roster], Roster] = lambda of: of,
        known: bool = True,
        **more: Any,
    ) -> Iterator[House]:
        place = populate(ms, people or wessex(), without=without, elsewhere=elsewhere)
        place.people = changed(place.people)
        settings = environ(tmp_path, sqlite_url, ms) | more.pop("settings", {})
        with caught() as logged:
            house = House(ms, place, settings, **more)
            house.logged = logged
            try:
                with house.running(known=known) as running:
                    yield running
                assert not ms.unkind
            finally:
                # Shown with a test that fails, and with no other.
                sys.stdout.write(logged.getvalue())

    return opened


@pytest.fixture
def house(opens: Opens) -> Iterator[House]:
    """The partnership of the rehearsals, in Teams."""
    with opens() as opened:
        yield opened
