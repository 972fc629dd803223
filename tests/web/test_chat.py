"""The page as a place where people talk: shown once, changed in place, found again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.core.cards import Button, Card, Item
from bot.gateways import Chat, Place
from integrations.web.chat import WebChat, from_plain, to_plain
from tests.web.wessex_house import FRIDAY, House

CHANNEL = Place("wessex-vale", channel="safeguarding")
HELEN = Place("wessex-vale", person="helen")
CARD = Card(
    "WVX-2026-001 is due",
    text=("Today.",),
    facts=(("Due", "Friday"),),
    items=(Item("Sign", (("By", "noon"),), (Button("Sign", "sign", "x"),), late=True),),
    buttons=(Button("Open", "open", "WVX-2026-001", main=True),),
    case="WVX-2026-001",
)


def test_the_page_is_a_chat_as_the_courier_knows_it(house: House) -> None:
    chat: Chat = house.chat
    assert chat.reaches("wessex-vale", "helen")


def test_a_card_shown_twice_under_a_key_is_there_once(house: House) -> None:
    asyncio.run(house.chat.post(HELEN, CARD, "WVX-2026-001/7/0", FRIDAY))
    again = FRIDAY + timedelta(hours=1)
    asyncio.run(house.chat.post(HELEN, CARD, "WVX-2026-001/7/0", again))
    (shown,) = house.chat.direct("wessex-vale", "helen", 10)
    assert (shown.card, shown.at) == (CARD, FRIDAY)


def test_a_card_is_changed_in_its_place(house: House) -> None:
    receipt = asyncio.run(house.chat.post(CHANNEL, CARD, "k", FRIDAY))
    done = Card("WVX-2026-001 is done", outcome="Done by Helen Marsh.")
    asyncio.run(house.chat.update(receipt, done, FRIDAY + timedelta(hours=1)))
    (shown,) = house.chat.channel("wessex-vale", "safeguarding", 10)
    assert (shown.card, shown.at) == (done, FRIDAY)


def test_a_card_is_found_only_where_it_was_shown(house: House) -> None:
    receipt = asyncio.run(house.chat.post(HELEN, CARD, "k", FRIDAY))
    assert asyncio.run(house.chat.find(HELEN, "k")) == receipt
    assert asyncio.run(house.chat.find(CHANNEL, "k")) is None


def test_nobody_sees_a_card_that_is_for_somebody_else(house: House) -> None:
    asyncio.run(house.chat.post(HELEN, CARD, "k", FRIDAY))
    assert house.chat.direct("wessex-vale", "amina", 10) == []
    assert house.chat.channel("wessex-vale", "safeguarding", 10) == []


def test_every_open_page_is_told_of_a_change(house: House) -> None:
    before = house.live.count
    asyncio.run(house.chat.post(HELEN, CARD, "k", FRIDAY))
    assert house.live.count > before


def test_a_card_comes_back_from_plain_data_as_it_went(house: House) -> None:
    assert isinstance(house.chat, WebChat)
    assert from_plain(to_plain(CARD)) == CARD
