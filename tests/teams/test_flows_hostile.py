"""Whoever means harm with a button, or is on no roster, is answered and does none."""

from __future__ import annotations

import pytest

from tests.teams import robot_activities
from tests.teams.nearby import Nearby
from tests.teams.presses import act, executed, fetched, in_dialog, submitted

HOSTILE = ("\0", "\ud800", "a" * 700, "WVX-2026-001\n", "../..", "'; --", "\u202e")


@pytest.mark.parametrize("part", HOSTILE)
def test_no_name_however_odd_is_more_than_a_name(near: Nearby, part: str) -> None:
    amina = near.robot("amina")
    amina.types("help")
    whose = near.people.partnership
    odd = (
        [whose, "seek-holds", part], [part, "seek-holds", "WVX-2026-001"],
        [whose, part, "WVX-2026-001"], [whose, "open", part], ["", "open", part],
        [whose, "letter", part], [whose, "decide", part], [whose, "raise-alert", part],
    )  # fmt: skip
    meta = {"partnership": whose, "does": "decide", "about": part, "draft": part}

    for one in odd:
        data = {"act": one, "key": part, "meta": {**meta, "once": part}}
        assert executed(amina, data).status == 200
        assert executed(amina, data, verb="refresh").status == 200
        assert fetched(amina, data).body["task"]
        assert submitted(amina, data).status == 200
        assert in_dialog(amina, {**data, "form": "next"}).body["task"]
        amina.close()


def test_a_stranger_with_an_old_teams_is_told_nothing_before_others(
    near: Nearby,
) -> None:
    stranger = near.account(near.world.user("Nobody Known"))
    near.place.team.members.append(stranger.user)
    stranger.types("help", near.place.channel)
    before = len(near.talk.calls)

    submitted(stranger, act(near, "mine", ""))

    assert len(near.talk.calls) == before


def test_a_stranger_without_an_id_is_told_to_ask(near: Nearby) -> None:
    amina = near.robot("amina")
    said = robot_activities.invoke(near.world, amina.user, amina.chat, "task/fetch", {})
    said["from"] = {"id": amina.user.mri}

    told = str(near.line.send(said).body)

    assert "Ask the business manager to add you." in told
    assert "id in Teams" not in told
