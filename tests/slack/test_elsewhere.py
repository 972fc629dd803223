"""A channel that is in Teams, where the people are in Slack."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.core.cards import Card
from bot.gateways import Place, Undeliverable
from tests.slack.conftest import Opens
from tests.slack.house import wessex

IN_TEAMS = "19:LydFnezGKSkhYoiLNP6kZ8Au@thread.tacv2"


def test_a_channel_by_its_id_in_teams_is_not_looked_for_in_slack(
    opens: Opens,
) -> None:
    with opens(replace(wessex(), channel=IN_TEAMS)) as house:
        chat = house.works.ways.chat
        assert chat.reaches("wessex-vale", "amina")
        assert not chat.reaches("wessex-vale", "")


def test_a_thread_in_teams_is_no_room_of_slacks(opens: Opens) -> None:
    with opens() as house:
        chat, before = house.works.ways.chat, len(house.slack.calls)
        place = Place("wessex-vale", f"{IN_TEAMS};messageid=1")
        with pytest.raises(Undeliverable, match="no such channel"):
            asyncio.run(chat.post(place, Card("It is due"), "k/1", house.clock()))
        assert len(house.slack.calls) == before
