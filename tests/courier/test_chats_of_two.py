"""A channel that one platform has and another has not, and how it is found."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from typing_extensions import override

from bot import rosters
from bot.caseload import platforms_of
from bot.chats import Chats
from bot.core.cards import Card
from bot.gateways import Place, Undeliverable
from bot.store import Store, roster
from tests.at_home import wessex
from tests.courier.outside import Square
from tests.desk.wessex import london

NOW = london("2026-12-18 10:30")
CHANNEL = Place("wessex-vale", "safeguarding")
IT_IS_DUE = Card("It is due")


class Without(Square):
    """A square that would know every channel, and has none of this name."""

    @override
    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        raise Undeliverable("Square has no such channel.")


def test_a_channel_that_the_first_platform_has_not_is_on_the_next() -> None:
    chats = Chats({"red": Without(), "blue": Square()})
    posted = asyncio.run(chats.post(CHANNEL, IT_IS_DUE, "k/1", NOW))
    assert posted


def test_where_none_has_it_what_the_first_says_is_what_an_operator_hears() -> None:
    red, blue = Without(), Without()
    with pytest.raises(Undeliverable, match="Square has no such channel"):
        asyncio.run(
            Chats({"red": red, "blue": blue}).post(CHANNEL, IT_IS_DUE, "k/1", NOW)
        )


def test_a_card_for_a_person_that_cannot_be_taken_goes_no_further() -> None:
    blue = Square()
    chats = Chats({"red": Without(), "blue": blue})
    with pytest.raises(Undeliverable):
        asyncio.run(
            chats.post(Place("wessex-vale", person="helen"), IT_IS_DUE, "k/1", NOW)
        )
    assert not blue.posted


def test_whom_both_reach_is_told_where_the_roster_names_them() -> None:
    red, blue = Square(), Square()
    chats = Chats({"red": red, "blue": blue}, lambda _partnership, _person: {"blue"})

    asyncio.run(chats.post(Place("wessex-vale", person="helen"), IT_IS_DUE, "k/1", NOW))

    assert not red.posted
    assert blue.posted


def test_the_roster_says_on_which_platforms_somebody_is(store: Store) -> None:
    people = wessex()
    moved = replace(
        people.person("helen"), accounts={"slack": "", "teams": "0aad-helen"}
    )
    rest = tuple(moved if one.id == "helen" else one for one in people.people)
    with store.writing() as tx:
        doc = rosters.to_doc(replace(people, people=rest))
        roster.write(tx, people.partnership, doc, NOW)

    assert platforms_of(store, people.partnership, "helen") == {"teams"}
    assert platforms_of(store, people.partnership, "nobody") == frozenset()
    assert platforms_of(store, "elsewhere", "helen") == frozenset()
