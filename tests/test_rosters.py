"""A roster file is read whole or refused whole, and fits its procedure or not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.core.faults import Faulty, read
from bot.core.people import Person, Roster
from bot.core.procedure import SignOff
from bot.rosters import fits, from_doc, read_roster, to_doc

ROOT = Path(__file__).parents[1]
WESSEX = (ROOT / "integrations/web/wessex.toml").read_text(encoding="utf-8")
DORSET = read((ROOT / "bot/procedures/dorset.toml").read_text(encoding="utf-8"))

SMALL = """partnership = "northshire"
title = "Northshire Partnership"
procedure = "northshire"
prefix = "NS"

[[agency]]
id = "council"
name = "Northshire Council"
statutory = true

[[person]]
id = "bo"
name = "Bo Lund"
email = "bo.lund@example.org"
agency = "council"
roles = ["manager"]

[[person]]
id = "cy"
name = "Cy Dale"
email = "cy.dale@example.org"
agency = "council"

[[absence]]
person = "bo"
first = 2026-12-21
last = 2026-12-24
deputy = "cy"
"""


def test_a_roster_is_read_from_its_file() -> None:
    roster = read_roster(SMALL)

    assert (roster.partnership, roster.prefix) == ("northshire", "NS")
    assert roster.channel == "safeguarding"
    assert roster.agency("council").statutory
    assert roster.person("bo").roles == {"manager"}
    assert roster.absences[0].covers(date(2026, 12, 24))


def test_a_roster_comes_back_from_plain_data_as_it_was() -> None:
    roster = read_roster(WESSEX)

    assert from_doc(json.loads(json.dumps(to_doc(roster)))) == roster


@pytest.mark.parametrize(
    ("was", "now", "line", "says", "next_step"),
    [
        ('prefix = "NS"', "", 1, '"prefix" is missing.', 'prefix = "WVX"'),
        ('prefix = "NS"', 'prefix = "n/s"', 4, "cannot begin", "capital letters"),
        ('prefix = "NS"', 'prefx = "NS"', 4, "not a word", 'Did you mean "prefix"?'),
        ('prefix = "NS"', "zz = 1", 4, "not a word", "Take it out."),
        ('procedure = "northshire"', "procedure = 1", 3, "wrong form", '"dorset"'),
        ("statutory = true", 'statutory = "yes"', 9, "wrong form", "= true"),
        ('name = "Bo Lund"', 'name = " "', 13, "wrong form", '"Amina Yusuf"'),
        ('id = "bo"', 'id = "Bo L"', 12, "cannot be used as a name", "small letters"),
        ('id = "cy"', 'id = "bo"', 19, '"bo" is already used', "its own"),
        ("cy.dale@", "BO.lund@", 21, "already used", "its own"),
        ("bo.lund@example.org", "bo.lund", 14, "not an e-mail", "example.org"),
        ('agency = "council"', 'agency = "counci"', 15, "no agency", '"council"?'),
        ('roles = ["manager"]', 'roles = "manager"', 16, "wrong form", "roles = ["),
        ('roles = ["manager"]', "roles = [1]", 16, "wrong form", "roles = ["),
        ('person = "bo"', 'person = "bob"', 25, "no person", 'Did you mean "bo"?'),
        ('deputy = "cy"', 'deputy = "bo"', 28, "stands in for themselves", "else"),
        ('deputy = "cy"', 'deputy = "dee"', 28, "no person", "Use one"),
        ("first = 2026-12-21", "first = 2026-12-25", 27, "before it begins", "earlier"),
        ("first = 2026-12-21", 'first = "Monday"', 26, "wrong form", "2026-12-21"),
        ("first = 2026-12-21", "first = 2026-12-21T09:00:00", 26, "wrong form", "2026"),
        ("[[agency]]", "[agency]", 6, "not a list of agency parts", "double brackets"),
        ('title = "Northshire', "title = 'Northshire", 2, "cannot be read", "quotes"),
    ],
)
def test_a_slip_in_a_roster_is_told_with_its_line_and_what_to_do(
    was: str, now: str, line: int, says: str, next_step: str
) -> None:
    assert was in SMALL
    with pytest.raises(Faulty) as refusal:
        read_roster(SMALL.replace(was, now, 1), "northshire.toml")

    assert any(
        p.line == line and says in p.says and next_step in p.next_step
        for p in refusal.value.problems
    ), str(refusal.value)


def test_everything_wrong_with_a_roster_is_told_at_once() -> None:
    with pytest.raises(Faulty) as refusal:
        read_roster('partnership = 1\nagency = 3\nperson = [4]\n[absence]\nx = "y"\n')

    assert [p.line for p in refusal.value.problems] == [1, 1, 1, 1, 2, 3, 4]


def test_the_invented_partnership_can_follow_the_dorset_procedure() -> None:
    assert fits(read_roster(WESSEX), DORSET) == ()


def test_a_roster_that_does_not_fit_says_everything_that_is_missing() -> None:
    people = (
        Person("bo", "Bo Lund", "bo@example.org", "council", frozenset({"head-of-q"})),
        Person("cy", "Cy Dale", "cy@example.org", "council", frozenset({"ofsted"})),
        Person("di", "Di Hale", "di@example.org", "council", frozenset({"xyz"})),
    )
    said = fits(Roster("N", "N", "kirklees", "NS", people=people), DORSET)

    assert said[0].startswith("The roster follows the procedure kirklees")
    assert any("Nobody is Head of QA and Partnerships." in s for s in said)
    assert any("Did you mean head-of-qa?" in s for s in said)
    assert any("ofsted, which is outside the partnership" in s for s in said)
    assert any("the role xyz" in s and "Take it off the roster." in s for s in said)


def test_the_invented_partnership_has_what_a_rehearsal_needs() -> None:
    roster = read_roster(WESSEX)

    assert roster.prefix == "WVX"
    assert len(roster.holders("other-corporate-director")) == 3
    assert len(roster.agencies) >= 6
    assert sum(agency.statutory for agency in roster.agencies) == 3
    assert all(roster.of_agency(agency.id) for agency in roster.agencies)
    assert all(person.email.endswith("@example.org") for person in roster.people)


def test_nobody_in_the_invented_partnership_would_have_to_sign_one_text_twice() -> None:
    roster = read_roster(WESSEX)
    for step in DORSET.step:
        if isinstance(step, SignOff):
            roles = [step.owner, *(role for link in step.links for role in link.named)]
            holders = [p.id for role in roles for p in roster.holders(role)]
            assert len(holders) == len(set(holders)), step.id
