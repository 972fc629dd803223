"""Returns on a form, letters, packs and registrations, through the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import Refused
from bot.store import Store
from tests.desk.papers import ALERT, asked, northshire
from tests.desk.wessex import Wessex, everything, london

SAID = "We visited Zebedee."


@pytest.fixture
def there(store: Store, tmp_path: Path) -> Wessex:
    """A partnership with somebody registered for the portal."""
    return northshire(store, tmp_path, "arun")


def test_a_return_written_by_its_agency_is_read_by_readers_alone(there: Wessex) -> None:
    ref = asked(there, "police")
    wrong = there.press("pat", "returned", f"{ref}/ask/police", on="2026-12-18")
    assert [p.question for p in wrong.problems] == ["involved"]

    there.must(
        *("pat", "returned", f"{ref}/ask/police"),
        on="2026-12-18",
        involved="yes",
        account=SAID,
    )
    n = len(there.journal(ref))
    assert SAID not in repr(everything(there.store))
    read = there.must("carl", "read", f"{ref}/-/{n}")
    assert read.reads == (
        ("Was your agency involved?", "Yes"),
        ("What did your agency do?", SAID),
    )
    for who in ("pat", "hera", "arun"):
        assert there.press(who, "read", f"{ref}/-/{n}").code == "not-yours"


def test_a_late_return_keeps_its_reason_with_what_was_written(there: Wessex) -> None:
    ref = asked(there, "police")
    there.wait(days=30)
    typed = {"on": "2027-01-15", "involved": "no"}
    refused = there.press("pat", "returned", f"{ref}/ask/police", **typed)
    assert refused.says.startswith("Say why it came after")
    there.must("pat", "returned", f"{ref}/ask/police", **typed, note="Leave.")
    read = there.must("kit", "read", f"{ref}/-/{len(there.journal(ref))}")
    assert read.reads[-1] == ("Why it was late", "Leave.")


def test_the_agency_is_told_with_the_letter_by_card_and_by_post(there: Wessex) -> None:
    ref = asked(there, "police")
    there.carry()

    card = next(c for c in there.cards("pat") if "is asked of" in c.heading)
    assert card.text[0].startswith(f"Our reference {ref}. To Northshire Police")
    letters = [p for p in (there.folder / "mail").rglob("*") if p.is_file()]
    assert any("Our reference" in p.read_text(encoding="utf-8") for p in letters)


def test_a_pack_that_goes_with_something_missing_says_so_in_the_record(
    there: Wessex,
) -> None:
    ref = asked(there, "police", "nhs")
    there.must("pat", "returned", f"{ref}/ask/police", on="2026-12-18", involved="no")
    about = f"{ref}/pass-on"
    wrong = there.press("sue", "complete", about, on="2026-12-18")
    assert [p.question for p in wrong.problems] == ["note"]

    answer = there.must("sue", "complete", about, on="2026-12-18", note="To follow.")
    assert answer.says == (
        "“Pass the reports on” was done on Friday 18 December 2026, without a report "
        "from Northshire Health."
    )


def test_the_answer_to_an_alert_says_that_nobody_registered_is_there(
    store: Store, tmp_path: Path
) -> None:
    there = northshire(store, tmp_path)
    answer = there.press("ann", "raise-alert", cause="once", **ALERT)
    again = there.press("ann", "raise-alert", cause="once", **ALERT)
    there.carry()

    assert "needs somebody registered (portal)" in answer.next_step
    assert again == answer
    for who in ("kit", "arun"):
        card = next(c for c in there.cards(who) if "A new alert" in c.heading)
        assert any("needs somebody registered" in line for line in card.text)
    assert not any("registered" in line for c in there.channel() for line in c.text)


def test_nothing_more_is_said_while_somebody_registered_is_there(there: Wessex) -> None:
    answer = there.press("ann", "raise-alert", **ALERT)
    there.carry()

    assert answer.next_step == ""
    assert not any("A new alert" in c.heading for c in there.cards("arun"))


def test_whoever_takes_no_part_is_sent_a_cancellation_and_others_are_not(
    there: Wessex,
) -> None:
    ref = asked(there, "police")
    there.must(
        *("kit", "arrange", f"{ref}/review"), start="2026-12-21 10:00", minutes="120"
    )
    there.carry()
    there.must("kit", "conflict", ref, person="hal", note="A cousin.")
    there.carry()

    (row,) = there.rows(kind="attend", person="hal")
    assert row.state == "sent"
    letters = sorted(p for p in (there.folder / "mail").rglob("*") if p.is_file())
    off = [p for p in letters if "METHOD:CANCEL" in p.read_text(encoding="utf-8")]
    assert len(off) == 1

    there.must("kit", "conflict", ref, person="ann", note="A cousin.")
    there.carry()
    assert not there.rows(kind="attend", person="ann"), "never invited"


def test_what_nobody_can_do_is_put_before_whoever_keeps_the_case(
    there: Wessex,
) -> None:
    ref = there.press("ann", "raise-alert", **ALERT).case
    there.carry()
    for who in ("abel", "arun"):
        there.must("kit", "conflict", ref, person=who, note="A cousin.")
    there.carry()

    card = next(c for c in there.cards("kit") if "held up" in c.heading)
    assert any("Nobody can do this now" in v for i in card.items for _, v in i.facts)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-12-31 09:30", "A friendly reminder: your report is due on Monday 4"),
        ("2027-01-04 09:30", "Your report is due today. Please send it"),
        ("2027-01-05 09:30", "Your report was due on Monday 4 January 2027 and has"),
    ],
)
def test_an_agency_is_chased_itself_at_a_rising_pitch(
    there: Wessex, at: str, says: str
) -> None:
    asked(there, "police")
    there.now = london(at)
    there.timetable.tick(there.now)
    there.carry()

    assert there.cards("pat")[-1].text[0].startswith(says)


def test_a_form_that_is_not_there_for_somebody_is_refused(there: Wessex) -> None:
    ref = asked(there, "police")
    with pytest.raises(Refused):
        there.form("send-requests", f"{ref}/nothing", "kit")
    letter = there.form("send-requests", f"{ref}/ask", "kit")
    assert letter.submit == "Send the requests"
