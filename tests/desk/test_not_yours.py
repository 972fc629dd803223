"""Whoever has no right to an act is told so before they fill in its form."""

from __future__ import annotations

import pytest

from bot.core import offers
from bot.core.errors import NotYours
from tests.desk.wessex import Wessex


@pytest.mark.parametrize(
    ("does", "about"),
    [
        ("decide", "/consult-partners"),
        ("snooze", "/consult-partners"),
        ("set-aside", "/consult-partners"),
        ("close", ""),
    ],
)
def test_a_form_does_not_open_for_somebody_who_could_not_send_it(
    wessex: Wessex, does: str, about: str
) -> None:
    ref = wessex.alert()
    with pytest.raises(NotYours) as refused:
        wessex.desk.form(does, f"{ref}{about}", "leon", wessex.now)
    assert refused.value.next_step


def test_a_form_opens_for_whose_act_it_is(wessex: Wessex) -> None:
    ref = wessex.alert()
    assert wessex.desk.form("decide", f"{ref}/consult-partners", "helen", wessex.now)


def test_an_act_that_no_button_is_for_is_left_to_the_desk(wessex: Wessex) -> None:
    ref = wessex.alert()
    with wessex.store.reading() as tx:
        opened = wessex.desk.open(tx, ref, "leon", wessex.now)
    found = offers.not_yours("whistle", ref, opened.case, opened.asking)
    assert found is None
