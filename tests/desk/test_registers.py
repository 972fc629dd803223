"""The tracker over all cases and the register of alerts: who sees which lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.errors import Conflicted, NotYours, Unknown
from bot.registers import (
    REGISTER_STATUSES,
    TRACKER_STATUSES,
    Register,
    Tracker,
    Wanted,
    may_keep,
    read_wanted,
    register,
    tracker,
)
from bot.registers.wanted import NotAFilter
from bot.store import Store
from bot.vault import Vault
from tests.desk.planning import (
    RECOMMENDATION,
    REFERENCE,
    TEXT,
    add,
    at_work,
    day,
)
from tests.desk.wessex import Wessex, london


@pytest.fixture
def wessex(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Wessex]:
    store = Store(sqlite_url, vault)
    yield Wessex(store, tmp_path)
    store.close()


def tracked(wessex: Wessex, by: str = "joan", **wanted: str) -> Tracker:
    return tracker(wessex.desk, by, wessex.now, read_wanted(wanted, TRACKER_STATUSES))


def alerts(wessex: Wessex, by: str = "joan", **wanted: str) -> Register:
    filtered = read_wanted(wanted, REGISTER_STATUSES)
    return register(wessex.desk, by, wessex.now, filtered)


def numbers(found: Tracker) -> list[tuple[str, int]]:
    return [(one.ref[-3:], one.number) for one in found.actions]


def test_every_action_of_every_case_stands_on_the_tracker(wessex: Wessex) -> None:
    at_work(wessex)
    found = tracked(wessex)
    assert numbers(found) == [
        ("002", 1), ("001", 2), ("001", 1), ("001", 3), ("001", 4),
    ]  # fmt: skip
    assert [one.status for one in found.actions] == [
        "reopened", "open", "late", "done", "awaiting",
    ]  # fmt: skip
    assert found.of == 5
    assert found.sheets[:2] == ("Serious Incident Notification", "Rapid Review")
    reopened, _, _, done, _ = found.actions
    assert (reopened.agency, reopened.reopened) == ("NHS Wessex Vale", 1)
    assert reopened.history == (
        (
            "Head of QA and Partnerships (NHS Wessex Vale), "
            "by Thursday 7 January 2027, until Tuesday 4 May 2027"
        ),
    )
    assert done.told == (
        "Completed by Helen Marsh, Monday 4 January 2027",
        "Impact checked by Joan Whitlock, Monday 4 January 2027",
    )
    assert not any(one.says for one in found.actions)


def test_exceptions_are_what_is_late_reopened_or_never_checked(wessex: Wessex) -> None:
    at_work(wessex)
    found = tracked(wessex, exceptions="yes")
    assert [(one.ref[-3:], one.number, one.why) for one in found.actions] == [
        ("002", 1, ("Reopened",)),
        ("001", 1, ("Late",)),
        ("001", 4, ("No impact check 3 months after it was done",)),
    ]
    assert found.of == 5


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ({"status": "late"}, [("001", 1)]),
        ({"from": "2027-06-01", "on": "due"}, [("002", 1), ("001", 2)]),
        ({"to": "2027-01-31", "on": "due"}, [("001", 3), ("001", 4)]),
        ({"from": "2026-12-19"}, []),
        ({"case": " wvx-2026-002"}, [("002", 1)]),
        ({"case": "WVX-2026-002", "status": "done"}, []),
    ],
)
def test_actions_are_filtered_by_day_status_and_case(
    wessex: Wessex, wanted: dict[str, str], shown: list[tuple[str, int]]
) -> None:
    at_work(wessex)
    assert numbers(tracked(wessex, **wanted)) == shown


def test_what_is_to_be_done_is_read_by_those_who_may_and_that_is_recorded(
    wessex: Wessex,
) -> None:
    first, *_ = at_work(wessex)
    before = len(wessex.journal(first))
    found = tracked(wessex, written="yes", case=first)
    assert {(a.recommendation, a.says, a.reference) for a in found.actions} == {
        (RECOMMENDATION, TEXT, REFERENCE)
    }
    readings = [event for event in wessex.journal(first) if "Read" in repr(event)]
    assert len(readings) == 4
    tracked(wessex, written="yes", case=first)
    assert len(wessex.journal(first)) == before + 4
    # A social worker may see that there are actions, and not what they are.
    assert not any(a.says for a in tracked(wessex, "amina", written="yes").actions)


def test_new_words_take_the_place_of_the_old_ones(wessex: Wessex) -> None:
    ref = wessex.alert()
    add(wessex, ref, "2027-01-05")
    wessex.must(
        "joan", "reassign", f"{ref}/-/1",
        owner="head-of-qa", agency="", due="2027-01-05", note="Ask the nurseries too.",
    )  # fmt: skip
    (action,) = tracked(wessex, written="yes").actions
    assert (action.says, action.reference) == ("Ask the nurseries too.", REFERENCE)
    assert action.history == ()


def test_whoever_takes_no_part_in_a_case_sees_no_line_of_it(wessex: Wessex) -> None:
    first, *_ = at_work(wessex)
    wessex.must("joan", "conflict", first, person="helen", note="A friend.")
    found = tracked(wessex, "helen")
    assert numbers(found) == [("002", 1)]
    assert (found.of, found.apart) == (1, 1)
    register_of = alerts(wessex, "helen")
    assert [a.ref[-3:] for a in register_of.alerts] == ["003", "002"]
    assert (register_of.of, register_of.apart) == (2, 1)
    with pytest.raises(Conflicted):
        tracked(wessex, "helen", case=first)


def test_nobody_off_the_roster_sees_the_tracker(wessex: Wessex) -> None:
    with pytest.raises(Unknown):
        tracked(wessex, "zed")
    with pytest.raises(Unknown):
        tracked(wessex, case="WVX-2030-001")
    assert tracked(wessex, "dayzero").actions == ()


def test_the_register_says_what_became_of_each_alert(wessex: Wessex) -> None:
    ref = wessex.to_sent()
    other = wessex.alert()
    wessex.now = london("2027-01-04 10:00")
    latest, sent = alerts(wessex).alerts
    assert (latest.ref, sent.ref) == (other, ref)
    assert sent.raised == day("2026-12-18")
    assert sent.incident == day("2026-12-17")
    assert sent.notified == day("2026-12-18")
    assert sent.reviewed is None
    assert sent.facts["Was a child harmed, or did a child die?"] == (
        "A child was seriously harmed"
    )
    said = [*sent.routes, *sent.outcomes]
    assert any("otif" in text for text in said)
    assert (sent.status, sent.days_late) == ("open", 0)
    # By Tue 29 Dec 2026: the 30th, the 31st and Mon 4 Jan are three working days.
    assert (latest.notified, latest.days_late) == (None, 3)
    assert latest.what_was_late
    assert latest.next_due == day("2026-12-29")


def test_a_notification_that_went_late_stays_late_on_the_register(
    wessex: Wessex,
) -> None:
    ref = wessex.to_signed()
    wessex.now = london("2026-12-31 10:00")
    wessex.must("helen", "complete", f"{ref}/send-sin", on="2026-12-31")
    (alert,) = alerts(wessex).alerts
    assert (alert.notified, alert.days_late) == (day("2026-12-31"), 2)
    assert alert.what_was_late == "Send the notification to the national Panel"


def test_lateness_past_the_published_holidays_is_said_and_not_counted(
    wessex: Wessex,
) -> None:
    wessex.alert()
    wessex.now = london("2031-01-06 10:00")
    (alert,) = alerts(wessex).alerts
    assert alert.days_late is None
    assert alert.what_was_late == "Decide whether this must be notified"


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ({"status": "closed"}, 0),
        ({"status": "open"}, 3),
        ({"from": "2026-12-18", "to": "2026-12-18"}, 3),
        ({"from": "2026-12-19"}, 0),
        ({"on": "due", "to": "2026-12-29"}, 3),
        ({"on": "due", "from": "2028-01-01"}, 0),
    ],
)
def test_alerts_are_filtered_by_day_and_status(
    wessex: Wessex, wanted: dict[str, str], shown: int
) -> None:
    for _ in range(3):
        wessex.alert()
    found = alerts(wessex, **wanted)
    assert (len(found.alerts), found.of) == (shown, 3)


@pytest.mark.parametrize(
    ("who", "may"), [("joan", True), ("helen", True), ("amina", False), ("tom", False)]
)
def test_the_register_is_for_those_who_keep_or_read_the_cases(
    wessex: Wessex, who: str, may: bool
) -> None:
    wessex.alert()
    assert may_keep(wessex.desk, who, wessex.now) is may
    if may:
        assert alerts(wessex, who).of == 1
    else:
        with pytest.raises(NotYours, match="The register is for those"):
            alerts(wessex, who)


def test_a_filter_that_cannot_be_read_says_all_that_is_wrong_with_it() -> None:
    with pytest.raises(NotAFilter) as refusal:
        read_wanted(
            {"from": "31/12/2026", "to": "x", "on": "y", "status": "z"},
            REGISTER_STATUSES,
        )
    assert refusal.value.reason == (
        "The first day cannot be read; write it like 2026-11-27. "
        "The last day cannot be read; write it like 2026-11-27. "
        "The day is either the day raised or the day due. "
        "A status is one of: open, closed."
    )
    with pytest.raises(NotAFilter, match="The first day comes after the last"):
        read_wanted({"from": "2026-12-02", "to": "2026-12-01"}, REGISTER_STATUSES)


def test_a_filter_goes_into_an_address_and_comes_out_as_it_was() -> None:
    given = {
        "from": "2026-12-01", "to": "2026-12-31", "on": "due", "status": "late",
        "case": "WVX-2026-001", "exceptions": "yes", "written": "yes",
    }  # fmt: skip
    wanted = read_wanted(given, TRACKER_STATUSES)
    assert wanted.asked == given
    assert Wanted().asked == {}
    assert wanted.said(TRACKER_STATUSES) == (
        "From Tuesday 1 December 2026, to Thursday 31 December 2026, by the day due, "
        "only those that are: late, only exceptions: late, reopened, or no impact check"
    )
    assert Wanted().said(TRACKER_STATUSES) == "None"
    assert not Wanted(since=day("2026-12-01"), on="due").holds(
        day("2026-12-01"), None, "open"
    )
