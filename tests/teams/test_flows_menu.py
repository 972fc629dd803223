"""An alert is begun from the menu of the app, and from that of any message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from integrations.teams import composing
from integrations.teams.visiting import Visit
from integrations.teams.worded import message_of, text_of
from tests.teams import robot_activities
from tests.teams.nearby import Nearby
from tests.teams.robot import Robot
from tests.teams.robot_acts import ALERT, CHILD, through

WHAT = "What happened?"
PUT_IN = "The text of the message has been put into this form"


@pytest.fixture
def amina(near: Nearby) -> Robot:
    return near.robot("amina")


def test_the_menu_opens_the_form(amina: Robot) -> None:
    amina.extend()

    assert "Step 1 of" in amina.told()
    assert "WVX-2026-001" in through(amina, ALERT)


def test_a_message_is_brought_into_the_form_as_it_was_meant(
    near: Nearby, amina: Robot
) -> None:
    page = (
        f"<p>{CHILD} &amp; a friend</p><p>fell&nbsp;down<br>the &lt;old&gt; steps</p>"
    )
    written = amina.writes(page, near.place.channel)

    amina.extend(message=written)

    assert PUT_IN in amina.told()
    assert amina.holds(WHAT) == f"{CHILD} & a friend\n\nfell down\nthe <old> steps"
    assert CHILD in str([draft.says for draft in near.drafts("amina")])
    assert CHILD not in str(near.talk.calls)


@pytest.mark.parametrize("page", ["", "<p>&nbsp;</p>", "<script>x</script>"])
def test_a_message_that_says_nothing_brings_nothing(
    near: Nearby, amina: Robot, page: str
) -> None:
    written = amina.writes(page, near.place.channel)

    amina.extend(message=written)

    assert PUT_IN not in amina.told()
    assert not near.drafts("amina")


@pytest.mark.parametrize("value", [None, {}, {"commandId": "another"}, []])
def test_a_command_that_nobody_knows_says_so(amina: Robot, value: Any) -> None:
    name = "composeExtension/fetchTask"
    said = robot_activities.invoke(amina.ms, amina.user, amina.chat, name, value)

    assert "older version" in str(amina.wire.send(said).body)


def test_a_stranger_is_told_so_in_the_dialog(near: Nearby) -> None:
    stranger = near.account(near.world.user("Nobody Known"))

    stranger.extend()

    assert "not on this partnership’s roster" in stranger.told()
    assert stranger.user.aad in stranger.told()


def test_somebody_who_left_the_roster_meanwhile_is_told_so(
    near: Nearby, amina: Robot
) -> None:
    written = amina.writes("Something happened.", near.place.channel)
    accounts = near.parts.people.who(amina.user.tenant, amina.user.aad)
    left = tuple(one for one in near.people.people if one.id != "amina")
    value = {
        "commandId": "alert",
        "messagePayload": robot_activities.payload(amina.ms, written),
    }
    near.holds(replace(near.people, people=left))

    reply = composing.opened(Visit(near.parts, {"value": value}, accounts))

    assert "roster" in str(reply.body)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("plain", "plain"),
        ("a<br/>b", "a\nb"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("a   b\n c", "a b c"),
        ("<style>p{}</style><p>seen</p>", "seen"),
        ("<at>Tom</at> said &#39;no&#39;", "Tom said 'no'"),
        ("<b>not closed", "not closed"),
        ("a < b and b > a", "a < b and b > a"),
        ("</p></script>odd", "odd"),
    ],
)
def test_a_page_is_read_as_it_looks(page: str, said: str) -> None:
    assert text_of(page) == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"contentType": "text", "content": "a < b\r\nc"}, "a < b\nc"),
        ({"contentType": "text", "content": "<p>a</p>"}, "a"),
        ({"contentType": "html", "content": "<p>a &lt; b</p>"}, "a < b"),
        ({"content": 7}, ""),
        (None, ""),
    ],
)
def test_a_message_is_read_by_its_kind(body: Any, said: str) -> None:
    assert message_of({"messagePayload": {"body": body}}) == said
