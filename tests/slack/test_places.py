"""Whom Slack reaches, while more is learned of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from typing_extensions import override

from bot.store import Store, accounts
from bot.store.accounts import Account
from integrations.slack.calling import Calling
from integrations.slack.people import People
from integrations.slack.places import Places
from tests.slack.fake import FakeSlack
from tests.slack.office import AMINA, EVERY, VALE, Office


class JustOpened(People):
    """Finds that somebody's direct messages were opened at this very moment."""

    @override
    def who(self, team: str, user: str) -> tuple[Account, ...]:
        with self._store.writing() as tx:
            for one in accounts.of_account(tx, "slack", team, user):
                known = {**one.address, "im": "D0000000001"}
                later = one.seen_at + timedelta(seconds=1)
                accounts.put(tx, replace(one, address=known, seen_at=later))
        return super().who(team, user)


@pytest.fixture
def store(sqlite_url: str, vault: Any) -> Any:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


def test_somebody_is_reached_while_their_messages_are_being_opened(
    slack: FakeSlack, store: Store
) -> None:
    office = Office(slack, slack.workspace("Wessex Vale", EVERY), store)
    office.holds(VALE)
    office.joins(AMINA)
    office.learn()
    people = JustOpened(store, office.clients, office.time, office.sleep)
    calling = Calling(office.clients, office.time)
    places = Places(store, calling, people, lambda _: office.team)
    assert places.reaches("wessex-vale", "amina")
