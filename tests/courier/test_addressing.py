"""Who is told: the role's people, whoever stands in, and nobody twice."""

from __future__ import annotations

from datetime import date

from bot import rosters
from bot.core.people import Absence
from bot.store import roster
from bot.store.outbox import ADDRESSED, DROPPED, SENT
from tests.desk.wessex import DRAFT, Wessex


def asked(wessex: Wessex, person: str) -> list[str]:
    """The headings of the cards that one person has."""
    return [card.heading for card in wessex.cards(person)]


def without(wessex: Wessex, role: str) -> None:
    """Take a role from everybody who holds it."""
    with wessex.store.writing() as tx:
        doc = roster.get(tx, wessex.partnership)
        assert doc is not None
        for person in doc["person"]:
            person["roles"] = [r for r in person["roles"] if r != role]
        roster.write(tx, wessex.partnership, doc, wessex.now)


def test_a_role_becomes_each_of_its_people_once(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.carry()
    (parent,) = [r for r in wessex.rows(kind="ask") if not r.person]
    assert parent.state == ADDRESSED
    (child,) = wessex.rows(kind="ask", person="helen")
    assert child.key == f"{parent.key}/helen"
    assert child.state == SENT
    assert asked(wessex, "helen") == [
        f"{ref}: Ask the other partners whether to notify"
    ]
    assert [c.heading for c in wessex.channel()] == [f"A new alert: {ref}"]


def test_a_deputy_is_told_when_the_role_is_away(wessex: Wessex) -> None:
    day = date(2026, 12, 18)
    wessex.desk.record_absence(Absence("helen", day, day), "joan", wessex.now)
    ref = wessex.alert()
    wessex.carry()
    assert asked(wessex, "helen") == []
    assert asked(wessex, "kofi") == [f"{ref}: Ask the other partners whether to notify"]


def test_a_deputy_is_told_when_the_only_holder_has_a_conflict(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.carry()
    wessex.must("joan", "conflict", ref, person="helen", note="A cousin.")
    wessex.carry()
    assert asked(wessex, "kofi") == [f"{ref}: Ask the other partners whether to notify"]


def test_what_nobody_can_be_told_is_dropped_and_recorded(wessex: Wessex) -> None:
    ref = wessex.alert()
    for role in ("head-of-qa", "qa-service-manager"):
        without(wessex, role)
    wessex.carry()
    (row,) = wessex.rows(kind="ask")
    assert (row.state, row.problem) == (DROPPED, "nobody to tell")
    ended = {e.key: e.outcome for e in wessex.journal(ref) if hasattr(e, "outcome")}
    assert ended[row.key] == "dropped"


def test_each_holder_of_a_seat_is_asked_and_the_deputy_of_one_away(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.must("helen", "decide", f"{ref}/criteria", choice="notify", note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    wessex.sign("ruth", f"{ref}/sign-sin")
    wessex.carry()
    # Peter Lindqvist is away until Thu 31 Dec 2026, and Adele Fontaine stands in.
    for who in ("imran", "grace", "adele"):
        assert asked(wessex, who) == [f"{ref}: Draft and sign off the notification"]
    assert asked(wessex, "peter") == []


def test_somebody_who_has_left_the_roster_is_a_dead_letter_not_a_crash(
    wessex: Wessex,
) -> None:
    wessex.alert()
    wessex.one()  # the news of the alert is addressed: to the channel
    for _ in range(4):
        wessex.one()
    with wessex.store.writing() as tx:
        doc = roster.get(tx, wessex.partnership)
        assert doc is not None
        doc["person"] = [p for p in doc["person"] if p["id"] != "helen"]
        roster.write(tx, wessex.partnership, doc, wessex.now)
    wessex.carry()
    assert wessex.waiting() == 0
    assert rosters.from_doc(doc).holders("head-of-qa") == ()


def in_two_roles(wessex: Wessex) -> None:
    """Have whoever keeps the cases own what is decided on them as well."""
    with wessex.store.writing() as tx:
        doc = roster.get(tx, wessex.partnership)
        assert doc is not None
        for person in doc["person"]:
            if person["id"] == "joan":
                person["roles"].append("head-of-qa")
        roster.write(tx, wessex.partnership, doc, wessex.now)


def test_somebody_in_two_roles_hears_of_a_disagreement_once(wessex: Wessex) -> None:
    in_two_roles(wessex)
    ref = wessex.alert()
    about = f"{ref}/consult-partners"
    wessex.must("helen", "decide", about, choice="agreed", note="x")
    wessex.carry()
    said = {"view": "disagreed", "note": "We do not."}
    wessex.must("gordon", "view", f"{about}/partner-police", **said)
    wessex.carry()

    told = [row.person for row in wessex.rows(kind="view") if row.person]
    assert sorted(told) == ["helen", "joan"]


def test_somebody_in_two_roles_hears_the_same_news_once(wessex: Wessex) -> None:
    in_two_roles(wessex)
    ref = wessex.alert()
    wessex.carry()
    wessex.must("joan", "correct", f"{ref}/aware", value="2026-12-17", note="Sooner.")
    wessex.carry()
    # One row for each of the roles, and one card for whoever holds both.
    rows = wessex.rows(kind="moved")
    assert {row.role for row in rows if not row.person and row.role} == {
        "business-manager",
        "head-of-qa",
    }
    assert sorted(row.person for row in rows if row.person) == ["helen", "joan"]
    assert wessex.waiting() == 0


def test_two_views_of_one_minute_are_told_once(wessex: Wessex) -> None:
    ref = wessex.alert()
    about = f"{ref}/consult-partners"
    wessex.must("helen", "decide", about, choice="agreed", note="x")
    wessex.carry()
    said = {"view": "disagreed", "note": "We do not."}
    for who, of in (("gordon", "partner-police"), ("yemi", "partner-health")):
        wessex.must(who, "view", f"{about}/{of}", **said)
    before = len(wessex.cards("helen"))
    wessex.carry()
    assert len(wessex.cards("helen")) == before + 1
    # What is given later is told by itself.
    wessex.must("gordon", "view", f"{about}/partner-police", view="agreed", note="y")
    wessex.carry()
    assert len(wessex.cards("helen")) == before + 2
    assert wessex.waiting() == 0
