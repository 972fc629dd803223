"""Who is asked follows from the case, the roster and the day; calendars follow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot import rosters
from bot.core.people import Absence
from bot.former import remember
from bot.squaring import square
from bot.store import Store, facts, roster
from tests.courier.hung import (
    TUESDAY,
    arrange,
    arranged,
    letters,
    only,
)
from tests.courier.outside import Pillar
from tests.courier.wall import Wall
from tests.desk.wessex import Wessex


@pytest.fixture
def wessex(asked_store: Store, tmp_path: Path, wall: Wall, pillar: Pillar) -> Wessex:
    return Wessex(asked_store, tmp_path, mail=pillar, shared=wall)


def without(wessex: Wessex, who: str) -> None:
    """Import a roster on which somebody is no more."""
    with wessex.store.writing() as tx:
        doc = roster.get(tx, wessex.partnership)
        assert doc is not None
        before = rosters.from_doc(doc)
        doc["person"] = [p for p in doc["person"] if p["id"] != who]
        remember(tx, before, rosters.from_doc(doc), wessex.now)
        roster.write(tx, wessex.partnership, doc, wessex.now)
        square(tx, wessex.desk, wessex.now)


def test_whoever_takes_no_part_is_taken_out_of_it(wessex: Wessex, wall: Wall) -> None:
    ref = arranged(wessex)
    assert "helen" in only(wall).guests
    wessex.must("joan", "conflict", ref, person="helen", note="A cousin.")
    wessex.carry()

    assert "helen" not in only(wall).guests
    assert only(wall).gathering.invite.sequence == 0, "nobody else is told of it"


def test_an_agency_found_late_is_asked_too(
    wessex: Wessex, wall: Wall, pillar: Pillar
) -> None:
    ref = arranged(wessex)
    assert "callum" not in only(wall).guests
    before = letters(pillar)
    wessex.must("joan", "identify", f"{ref}/briefing-reports", agencies=("probation",))
    wessex.carry()

    assert "callum" in only(wall).guests
    assert letters(pillar) == before, "who has a letter has no second"


def test_a_deputy_is_asked_for_whoever_is_away_on_the_day(
    wessex: Wessex, wall: Wall, pillar: Pillar
) -> None:
    ref = arranged(wessex)
    day = date(2027, 1, 4)
    wessex.desk.record_absence(Absence("priya", day, day, "felix"), "joan", wessex.now)
    wessex.carry()

    assert letters(pillar, "priya") == [("priya", "REQUEST", 0), ("priya", "CANCEL", 1)]
    assert "felix" in only(wall).guests

    arrange(wessex, ref, TUESDAY)
    wessex.carry()
    assert letters(pillar, "priya")[-1] == ("priya", "REQUEST", 2), "back by then"


def test_an_absence_on_other_days_changes_no_calendar(wessex: Wessex) -> None:
    arranged(wessex)
    day = date(2027, 1, 8)
    wessex.desk.record_absence(Absence("helen", day, day, ""), "joan", wessex.now)

    assert not wessex.rows(kind="attend")


def test_somebody_who_has_left_the_roster_is_taken_out(
    wessex: Wessex, wall: Wall
) -> None:
    arranged(wessex)
    without(wessex, "rosa")
    wessex.carry()

    assert "rosa" not in only(wall).guests
    changes = only(wall).changes
    wessex.wait(minutes=1)
    without(wessex, "rosa")
    wessex.carry()
    assert only(wall).changes == changes, "once too often does no harm"


def test_whoever_leaves_with_a_letter_is_told_that_they_are_not_asked_any_more(
    wessex: Wessex, pillar: Pillar
) -> None:
    arranged(wessex)
    without(wessex, "priya")
    wessex.carry()

    assert letters(pillar, "priya") == [("priya", "REQUEST", 0), ("priya", "CANCEL", 1)]
    assert "priya" in kept(wessex)
    wessex.wait(days=31)
    without(wessex, "rosa")
    assert "priya" not in kept(wessex), "their address is kept for thirty days"


def kept(wessex: Wessex) -> str:
    with wessex.store.reading() as tx:
        return facts.get(tx, f"former/{wessex.partnership}") or ""


def test_somebody_who_wants_their_invitations_by_email_has_them(
    wessex: Wessex, wall: Wall, pillar: Pillar
) -> None:
    arranged(wessex)
    with wessex.store.writing() as tx:
        doc = roster.get(tx, wessex.partnership)
        assert doc is not None
        for person in doc["person"]:
            if person["id"] == "helen":
                person["invitations"] = "email"
        assert rosters.from_doc(doc).person("helen").invitations == "email"
        roster.write(tx, wessex.partnership, doc, wessex.now)
        square(tx, wessex.desk, wessex.now)
    wessex.carry()

    assert "helen" not in only(wall).guests
    assert letters(pillar, "helen") == [("helen", "REQUEST", 0)]


def test_whoever_has_another_address_is_asked_there_too(
    wessex: Wessex, pillar: Pillar
) -> None:
    """By e-mail; in a shared calendar an address is all that there is of a guest."""
    arranged(wessex)
    assert letters(pillar, "priya") == [("priya", "REQUEST", 0)]
    for _ in range(2):
        wessex.wait(minutes=1)
        with wessex.store.writing() as tx:
            doc = roster.get(tx, wessex.partnership)
            assert doc is not None
            for person in doc["person"]:
                if person["id"] == "priya":
                    person["email"] = "priya.new@example.org"
            roster.write(tx, wessex.partnership, doc, wessex.now)
            square(tx, wessex.desk, wessex.now)
        wessex.carry()

    assert letters(pillar, "priya") == 2 * [("priya", "REQUEST", 0)]
    told = [one for _, one in pillar.sent if one.calendar and one.to.id == "priya"]
    assert told[-1].to.email == "priya.new@example.org"
    assert letters(pillar, "gordon") == [("gordon", "REQUEST", 0)]
    marks = [row.receipt["mark"] for row in wessex.rows(person="priya", kind="attend")]
    assert not any("@" in mark for mark in marks)
