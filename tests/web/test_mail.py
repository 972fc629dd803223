"""What left by e-mail, and what could not be delivered and may be tried again."""

from __future__ import annotations

import pytest

from tests.web.walking import Walk
from tests.web.wessex_house import House

ASKED = "Helen Marsh was asked to do this"


@pytest.fixture
def shut(house: House, walk: Walk) -> House:
    """Raise an alert of which the Head of QA cannot be told."""
    house.chat.shut = frozenset({"helen"})
    walk.raise_alert()
    house.deliver()
    return house


@pytest.mark.usefixtures("shut")
def test_the_business_manager_sees_what_could_not_be_delivered(walk: Walk) -> None:
    walk.become("joan").go("/mail")
    assert "1 message could not be delivered" in walk.text
    assert ASKED in walk.text


@pytest.mark.usefixtures("shut")
def test_nobody_else_sees_what_could_not_be_delivered(walk: Walk) -> None:
    assert "could not be delivered" not in walk.become("helen").go("/mail").text


def test_what_could_not_be_delivered_is_tried_again(walk: Walk, shut: House) -> None:
    walk.become("joan").go("/mail")
    shut.chat.shut = frozenset()
    form = walk.form("/mail/again", "Try again")
    assert "It is being tried again" in walk.send(form).text
    assert "It is being tried again" in walk.send(form).text
    shut.deliver()
    assert "could not be delivered" not in walk.go("/mail").text
    assert "Ask the other partners" in walk.become("helen").go("/").text


def test_a_forged_key_is_refused_in_words(walk: Walk, shut: House) -> None:
    walk.become("joan").go("/mail")
    form = walk.form("/mail/again", "Try again")
    walk.send(form, {"key": "<script>\u202e\x00"})
    assert "There is nothing undelivered by that name" in walk.text
    assert "1 message could not be delivered" in walk.text
    assert len(shut.desk.undelivered("joan", shut.clock.now())) == 1
