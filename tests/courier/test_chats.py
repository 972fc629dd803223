"""One partnership on two platforms: each person is told where they are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from typing_extensions import override

from bot.chats import Chats
from bot.core.cards import Card
from bot.gateways import NotHere, Place, Undeliverable
from bot.store import Store
from bot.store.outbox import SENT
from tests.courier.outside import Pillar, Square, always
from tests.desk.wessex import Wessex, london

NOW = london("2026-12-18 10:30")
HELEN = Place("wessex-vale", person="helen")


@dataclass
class Named(Square):
    """A square whose receipts begin with its name, as those of a platform do."""

    name: str = ""
    reached: frozenset[str] | None = frozenset()
    asked: list[str] = field(default_factory=list)

    @override
    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        await super().post(place, card, key, at)
        self.shown[f"{self.name}/{key}"] = card
        return f"{self.name}/{key}"

    @override
    async def find(self, place: Place, key: str) -> str | None:
        self.asked.append(key)
        known = f"{self.name}/{key}"
        return known if known in self.shown else None


@pytest.fixture
def red() -> Named:
    return Named(name="red", reached=frozenset({"", "helen", "joan"}))


@pytest.fixture
def blue() -> Named:
    return Named(name="blue", reached=frozenset({"joan", "marian"}))


@pytest.fixture
def chats(red: Named, blue: Named) -> Chats:
    return Chats({"red": red, "blue": blue})


def test_each_person_is_told_on_the_platform_that_reaches_them(
    store: Store, tmp_path: Path, chats: Chats, red: Named, blue: Named, pillar: Pillar
) -> None:
    wessex = Wessex(store, tmp_path, chat=chats, mail=pillar)
    blue.reached = frozenset({"gordon", "joan"})
    ref = wessex.alert()
    wessex.carry()
    assert {key.rpartition("/")[2] for key in red.posted} == {
        *("channel", "helen", "joan")
    }
    assert {key.rpartition("/")[2] for key in blue.posted} == {"gordon"}
    assert {letter.to.id for _, letter in pillar.sent} >= {"leon", "yemi"}
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.carry()
    assert wessex.waiting() == 0
    assert [r for r in red.updated if "helen" in r]
    assert {r.state for r in wessex.rows(kind="redraw")} == {SENT}


def test_a_card_goes_where_somebody_still_is(
    chats: Chats, red: Named, blue: Named
) -> None:
    red.before = always(NotHere)
    joan = Place("wessex-vale", person="joan")
    assert asyncio.run(chats.post(joan, Card("It is due"), "k/1", NOW)) == "blue/k/1"
    assert asyncio.run(chats.find(joan, "k/1")) == "blue/k/1"
    assert red.asked == ["k/1"]
    blue.before = always(NotHere)
    with pytest.raises(NotHere):
        asyncio.run(chats.post(joan, Card("It is due"), "k/2", NOW))


def test_a_receipt_of_a_platform_that_is_gone_changes_nothing(
    chats: Chats, red: Named
) -> None:
    asyncio.run(chats.update("green/k/1", Card("It is due"), NOW))
    assert red.updated == []


def test_a_room_is_made_where_the_channel_is(
    chats: Chats, red: Named, blue: Named
) -> None:
    room = asyncio.run(chats.room("wessex-vale", "WVX-2026-001", ("helen",), NOW))
    assert room.inside == {"helen"}
    assert list(red.rooms) == ["WVX-2026-001"]
    asyncio.run(chats.close_room("wessex-vale", "WVX-2026-001", NOW))
    assert red.closed == ["WVX-2026-001"]
    assert blue.rooms == {}
    assert blue.closed == []


def test_without_any_chat_nobody_is_reached_and_everybody_has_e_mail() -> None:
    none = Chats({})
    assert not none.reaches("wessex-vale", "helen")
    assert not none.reaches("wessex-vale", "")
    assert asyncio.run(none.find(HELEN, "k/1")) is None
    with pytest.raises(NotHere):
        asyncio.run(none.post(HELEN, Card("It is due"), "k/1", NOW))
    channel = Place("wessex-vale", "safeguarding")
    with pytest.raises(Undeliverable):
        asyncio.run(none.post(channel, Card("It is due"), "k/1", NOW))
    with pytest.raises(Undeliverable):
        asyncio.run(none.room("wessex-vale", "WVX-2026-001", ("helen",), NOW))
    asyncio.run(none.close_room("wessex-vale", "WVX-2026-001", NOW))
