"""Each thing that the app may do can be taken from it, and a case goes on without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.people import Roster
from bot.store import outbox
from bot.store.outbox import DEAD
from integrations.slack.scopes import SCOPES
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace
from tests.slack.house import House, environ, populate, wessex
from tests.slack.robot_acts import ALERT, CONSULTED, does, reference, through

pytestmark = pytest.mark.long

MOST = 10


@contextmanager
def without(scope: str, slack: FakeSlack, url: str, folder: Path) -> Iterator[House]:
    workspace = slack.workspace("Wessex Vale", frozenset(SCOPES) - {scope})
    people = wessex()
    populate(slack, workspace, people)
    if scope == "users:read.email":
        people = by_their_ids(slack, workspace, people)
    settings = environ(folder, url, slack, workspace)
    house = House(slack, workspace, settings, people)
    with house.running() as running:
        yield running


def by_their_ids(slack: FakeSlack, workspace: Workspace, people: Roster) -> Roster:
    """Write into a roster which account everybody has."""
    known = {user.email: user.id for user in slack.users.values()}
    named = [replace(p, accounts={"slack": known[p.email]}) for p in people.people]
    return replace(people, people=tuple(named), tenants={"slack": workspace.id})


def test_no_more_is_asked_for_than_is_said() -> None:
    assert len(SCOPES) <= MOST


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_case_goes_on_without_one_of_them(
    slack: FakeSlack, sqlite_url: str, tmp_path: Path, scope: str
) -> None:
    with without(scope, slack, sqlite_url, tmp_path) as house:
        amina = house.robot("amina")
        if scope == "commands":
            amina.open_home()
            amina.press_at_home("Raise an alert")
        else:
            amina.command("/alert")
        ref = reference(house, through(amina, ALERT))
        house.deliver()
        helen = house.robot("helen")
        told = [m for m in helen.messages(ref) if m.channel == helen.direct.id]
        if told:
            does(house, "helen", "Record the decision", ref, CONSULTED)

        assert told or house.works.letters.of_person(helen.user.email)
        with house.works.store.reading() as tx:
            given_up = outbox.find(tx, states=(DEAD,))
        # What is for a channel says what is missing; a person is reached by e-mail.
        assert not [row for row in given_up if row.person]
