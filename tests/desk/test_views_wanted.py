"""Who is sent a card when a view is wanted: each person once, or their deputy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import rosters
from bot.core.people import Absence
from bot.store import roster
from tests.desk.wessex import Wessex

WANTED = "{}: your view is wanted: Ask the other partners whether to notify"


def headings(wessex: Wessex, person: str) -> list[str]:
    return [card.heading for card in wessex.cards(person)]


def test_each_seat_is_sent_one_card_when_the_decision_opens(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.carry()

    for person in ("gordon", "leon", "yemi"):
        assert headings(wessex, person).count(WANTED.format(ref)) == 1
    assert WANTED.format(ref) not in headings(wessex, "helen")


def test_somebody_with_several_seats_is_sent_one_card(wessex: Wessex) -> None:
    both = frozenset({"partner-police", "partner-health"})
    with wessex.store.writing() as tx:
        known = wessex.desk.roster(tx)
        people = tuple(
            replace(p, roles=p.roles | both) if p.id == "gordon" else p
            for p in known.people
        )
        changed = rosters.to_doc(replace(known, people=people))
        roster.write(tx, known.partnership, changed, wessex.now)
    ref = wessex.alert()
    wessex.carry()

    assert headings(wessex, "gordon").count(WANTED.format(ref)) == 1


def test_the_deputy_hears_of_what_waits_for_somebody_away(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.carry()
    today = wessex.now.date()
    away = Absence("gordon", today, date(today.year, 12, 31), "halima")
    wessex.desk.record_absence(away, "joan", wessex.now)
    wessex.carry()

    assert headings(wessex, "halima").count(WANTED.format(ref)) == 1
    mine = wessex.desk.mine("halima", wessex.now)
    assert f"{ref}: Give a view: Ask the other partners whether to notify" in {
        item.title for item in mine.items
    }


def test_a_card_shown_says_that_the_view_was_recorded(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.carry()
    about = f"{ref}/consult-partners/partner-police"
    wessex.must("gordon", "view", about, view="agreed", note="We agree.")
    wessex.carry()

    assert WANTED.format(ref) not in headings(wessex, "gordon")
    shown = [c.outcome for c in wessex.cards("gordon") if c.outcome]
    assert any(said.startswith("View recorded by Gordon McBain") for said in shown)
