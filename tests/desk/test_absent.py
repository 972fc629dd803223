"""Somebody is away: whoever stands in is asked, and may act."""

from __future__ import annotations

from datetime import date
from functools import partial

from bot.core.people import Absence
from bot.desk import Answer
from tests.courier.test_addressing import asked
from tests.desk.test_repeats import at_once
from tests.desk.wessex import DRAFT, Wessex

SIGN = "{}: Draft and sign off the notification"


def _away(person: str, deputy: str = "", last: int = 31) -> Absence:
    return Absence(person, date(2026, 12, 18), date(2026, 12, last), deputy)


def _with_ruth(wessex: Wessex) -> str:
    ref = wessex.alert()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.must("helen", "decide", f"{ref}/criteria", choice="notify", note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    wessex.carry()
    return ref


def test_an_absence_asks_again_of_the_deputy(wessex: Wessex) -> None:
    ref = _with_ruth(wessex)
    assert asked(wessex, "adele") == []
    answer = wessex.desk.record_absence(_away("ruth", "adele"), "joan", wessex.now)
    assert answer.says == (
        "Ruth Calloway is away from Friday 18 December 2026 to "
        "Thursday 31 December 2026. Adele Fontaine stands in."
    )
    wessex.carry()
    assert asked(wessex, "adele") == [f"{ref}: Draft and sign off the notification"]
    wessex.sign("adele", f"{ref}/sign-sin")


def test_an_absence_recorded_twice_asks_once(wessex: Wessex) -> None:
    _with_ruth(wessex)
    away = _away("ruth", "adele")
    first = wessex.desk.record_absence(away, "joan", wessex.now)
    assert wessex.desk.record_absence(away, "joan", wessex.now) == first
    wessex.carry()
    assert wessex.desk.record_absence(away, "joan", wessex.now) == first
    wessex.carry()
    assert len(asked(wessex, "adele")) == 1
    assert wessex.desk.people().absences.count(away) == 1


def test_another_deputy_named_at_once_is_asked_too(wessex: Wessex) -> None:
    ref = _with_ruth(wessex)
    wessex.desk.record_absence(_away("ruth", "adele"), "joan", wessex.now)
    wessex.desk.record_absence(_away("ruth", "leon"), "joan", wessex.now)
    wessex.carry()
    assert asked(wessex, "leon").count(SIGN.format(ref)) == 1
    assert asked(wessex, "adele") == []
    wessex.desk.record_absence(_away("ruth", "adele"), "joan", wessex.now)
    wessex.carry()
    assert asked(wessex, "adele").count(SIGN.format(ref)) == 1


def test_another_deputy_named_later_is_asked_too(wessex: Wessex) -> None:
    ref = _with_ruth(wessex)
    for deputy in ("adele", "leon"):
        wessex.desk.record_absence(_away("ruth", deputy), "joan", wessex.now)
        wessex.carry()
        assert asked(wessex, deputy).count(SIGN.format(ref)) == 1


def test_two_absences_recorded_at_once_are_both_kept(wessex: Wessex) -> None:
    def record(who: str) -> Answer:
        return wessex.desk.record_absence(_away(who, "adele"), "joan", wessex.now)

    at_once(*(partial(record, who) for who in ("ruth", "imran", "grace")))
    gone = {a.person for a in wessex.desk.people().absences}
    assert gone == {"peter", "ruth", "imran", "grace"}


def test_an_absence_that_makes_no_sense_is_refused(wessex: Wessex) -> None:
    wrong = Absence("ruth", date(2026, 12, 18), date(2026, 12, 17))
    answer = wessex.desk.record_absence(wrong, "joan", wessex.now)
    assert answer.says == "The last day away is before the first."
    answer = wessex.desk.record_absence(_away("ruth"), "tom", wessex.now)
    assert answer.code == "not-yours"
    assert len(wessex.desk.people().absences) == 1
