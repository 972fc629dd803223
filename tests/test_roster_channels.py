"""What a roster may call the channel of its digest: its name, or its id in Teams."""

from __future__ import annotations

import json

import pytest

from bot.core.faults import Faulty
from bot.rosters import from_doc, read_roster, to_doc
from tests.roster_tables import TABLE, taken
from tests.test_rosters import SMALL

IN_TEAMS = "19:LydFnezGKSkhYoiLNP6kZ8Au-XQr_36E@thread.tacv2"


def written(channel: str) -> str:
    return SMALL.replace('prefix = "NS"', f'prefix = "NS"\nchannel = "{channel}"')


def test_a_channel_in_teams_may_be_given_by_its_id() -> None:
    roster = read_roster(written(IN_TEAMS))

    assert roster.channel == IN_TEAMS
    assert from_doc(json.loads(json.dumps(to_doc(roster)))) == roster


def test_a_table_keeps_the_capitals_of_an_id_and_not_those_of_a_name() -> None:
    last = ",NS,safeguarding"

    assert taken(TABLE.replace(last, f",NS,{IN_TEAMS}")).channel == IN_TEAMS
    assert taken(TABLE.replace(last, ",NS,Safeguarding")).channel == "safeguarding"


@pytest.mark.parametrize(
    "wrong",
    ["#safeguarding", "Two words", "19:a", "19:a b@thread.v2", "20:a@thread.v2", "a:1"],
)
def test_what_is_neither_is_told_with_what_to_do(wrong: str) -> None:
    with pytest.raises(Faulty) as refusal:
        read_roster(written(wrong))

    assert "cannot be used as a name" in str(refusal.value.problems[0].says)
