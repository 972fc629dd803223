"""Everybody that a procedure needs can be invented, the same every time."""

from __future__ import annotations

from datetime import date

import pytest

from bot import rosters
from bot.core.faults import read
from bot.core.procedure import Procedure
from bot.invented import AGENCIES, COUNCIL, UNIT, completed, holder, invented
from bot.shelf import Shelf
from tests.core.small import SMALL, broken

DAY = date(2026, 11, 20)
SLUGS = [path.stem for path in Shelf().files()]


def procedure(slug: str) -> Procedure:
    return Shelf().current(slug)[0]


@pytest.mark.parametrize("slug", SLUGS)
def test_an_invented_partnership_fits_its_procedure(slug: str) -> None:
    rules = procedure(slug)
    people = invented(rules)
    assert rosters.fits(people, rules) == ()
    assert rosters.from_doc(rosters.to_doc(people)) == people
    assert invented(rules) == people


@pytest.mark.parametrize("slug", SLUGS)
def test_nobody_invented_is_like_another_or_has_a_real_address(slug: str) -> None:
    people = invented(procedure(slug)).people
    assert len({person.name for person in people}) == len(people)
    assert len({person.id for person in people}) == len(people)
    assert all(person.email.endswith("@example.org") for person in people)


def test_an_office_whose_every_holder_signs_has_two() -> None:
    people = invented(procedure("dorset"))
    assert len(people.holders("other-corporate-director")) == 2
    assert len(people.holders("head-of-qa")) == 1
    assert (
        holder(people, "other-corporate-director 2")
        == (people.holders("other-corporate-director")[1])
    )


def test_every_agency_has_somebody_who_answers_for_it() -> None:
    people = invented(read(SMALL))
    for agency, _, _ in AGENCIES:
        answers = holder(people, f"agency {agency}")
        assert answers.agency == agency
        assert people.answering(agency, DAY) == (answers,)
        assert people.manages(agency) == (holder(people, f"manager {agency}"),)
    assert {a.id for a in people.agencies if a.statutory} == {COUNCIL, "police", "icb"}
    assert people.agency_name(UNIT) == "Northmoor Partnership, business unit"


def test_a_deputy_is_there_and_a_body_outside_is_not() -> None:
    people = invented(read(SMALL), "two-rivers")
    assert (people.title, people.prefix) == (
        "Two Rivers Safeguarding Children Partnership",
        "TWO",
    )
    assert people.holders("director")
    assert not people.holders("panel")


def test_practitioners_hold_no_office_and_are_found_by_that_word() -> None:
    people = invented(read(SMALL))
    first, second = holder(people, "practitioner"), holder(people, "practitioner 2")
    assert first != second
    assert not first.roles | second.roles
    assert (first.agency, second.agency) == (COUNCIL, "school")
    assert second != holder(people, "agency school")


@pytest.mark.parametrize("who", ["panel", "director 3", "practitioner 3", "agency sea"])
def test_nobody_is_found_who_was_not_invented(who: str) -> None:
    with pytest.raises(LookupError, match="northshire is"):
        holder(invented(read(SMALL)), who)


def test_whoever_must_be_registered_is() -> None:
    people = invented(procedure("dorset"))
    assert holder(people, "head-of-qa").registered == ("portal",)
    assert holder(people, "business-manager").registered == ()


def test_people_work_where_their_office_is() -> None:
    people = invented(procedure("dorset"))
    where = {
        role: holder(people, role).agency for role in ("head-of-qa", "lcspr-chair")
    }
    assert where == {"head-of-qa": COUNCIL, "lcspr-chair": UNIT}
    assert holder(people, "partner-police").agency == "police"
    assert holder(people, "partner-health").agency == "icb"
    assert holder(people, "business-manager").agency == UNIT


def test_a_changed_file_gets_what_it_needs_and_everybody_stays_who_they_are() -> None:
    before = invented(read(SMALL))
    assert completed(before, read(SMALL)) == before
    clerk = '[role.clerk]\ntitle = "Clerk"\nsource = { para = "1" }\n\n[role.manager]'
    rules = read(broken("[role.manager]", clerk).replace('{ each = "director" },', ""))
    after = completed(before, rules)
    assert rosters.fits(after, rules) == ()
    assert after.people[: len(before.people)] == before.people
    assert holder(after, "clerk") not in before.people
    fewer = completed(after, read(SMALL))
    assert rosters.fits(fewer, read(SMALL)) == ()
    assert [p.name for p in fewer.people] == [p.name for p in after.people]
