"""Cases with an action on their plan, to be done, checked or opened again."""

from __future__ import annotations

from datetime import date

from bot.core.commands import AddAction, CheckImpact, CompleteAction, ReopenAction
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, raised

DUE = "Tue 1 Dec 2026"
LATER = "Tue 5 Jan 2027"


def day(written: str) -> date:
    return calendar_day(written)


def planned(owner: str = "head", agency: str = "police") -> Played:
    played = raised()
    added = AddAction(
        sheet="first", owner=owner, due=day(DUE), agency=agency, digest="what"
    )
    played.does("kit", added)
    return played


def done(owner: str = "head", by: str = "hal") -> Played:
    played = planned(owner)
    finished = CompleteAction(action=1, on=day("Fri 20 Nov 2026"), digest="proof")
    played.does(by, finished)
    return played


def check(
    outcome: str = "difference",
    on: str = "Fri 20 Nov 2026",
    due: str = "",
    digest: str = "found",
) -> CheckImpact:
    again = day(due) if due else None
    return CheckImpact(action=1, on=day(on), outcome=outcome, due=again, digest=digest)


def reopen(due: str = LATER, digest: str = "why") -> ReopenAction:
    return ReopenAction(action=1, due=day(due), digest=digest)
