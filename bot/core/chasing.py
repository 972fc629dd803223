"""Whom a nudge is for, and in what words: friendly before the day, firm after it."""

from __future__ import annotations

from typing import Final

from bot.core import clock, words
from bot.core.asking import ABOVE_AGENCY, OF_AGENCY, Asking
from bot.core.case import Case
from bot.core.events import AgencyId, Moment, RoleId
from bot.core.procedure import Request
from bot.core.progress import Line

NATIONAL: Final = "national"
"""How it is spoken of a national limit that comes before the day here."""
_AGAIN: Final = 5
"""Working days after which a manager is told again of what is still late."""


def agency_of(line: Line, case: Case) -> AgencyId:
    """Find the agency whose return a line is about, once it has been asked."""
    agency = line.part.removeprefix(f"{line.step.id}/")
    ask = case.asks(line.step.id).get(agency)
    return agency if ask and ask.sent else ""


def told(
    line: Line, pitch: str, days: int, case: Case, asking: Asking
) -> tuple[RoleId, ...]:
    """List who hears of a line: the agency itself and the owner, then those above.

    A manager who hears the same thing every morning stops reading it, so after
    the first time it is once a week, unless a statutory limit has been missed.

    Args:
        line: What is due.
        pitch: ``before``, ``on`` or ``after`` the day, or ``national``.
        days: Working days late.
        case: The case.
        asking: The rules now.
    """
    procedure = asking.procedure
    agency = agency_of(line, case)
    roles = [OF_AGENCY + agency if agency else "", line.role]
    if pitch == NATIONAL:
        return tuple(dict.fromkeys((line.role, procedure.coordinator)))
    beyond = days - procedure.nudges.escalate_after
    daily = line.step.limit == "statutory"
    if pitch == "after" and beyond >= 0 and (daily or not beyond % _AGAIN):
        shape = procedure.role.get(line.role)
        if agency and asking.roster.manages(agency):
            roles.append(ABOVE_AGENCY + agency)
        roles += [shape.manager if shape else "", procedure.coordinator]
    return tuple(dict.fromkeys(role for role in roles if role))


def national_first(line: Line) -> Moment | None:
    """Find the national limit of a line, where it comes before the day here."""
    due = line.due.due if line.due else None
    limit = line.national.due if line.national else None
    return limit if due and limit and clock.ends(limit) < clock.ends(due) else None


def pitch_of(line: Line, asking: Asking) -> str:
    """Say how firmly to speak of a line now: ``before``, ``on`` or ``after``."""
    if line.late(asking.now):
        return "after"
    return "on" if line.day is not None and line.day <= asking.today else "before"


def said(role: RoleId, line: Line, case: Case, asking: Asking) -> str:
    """Say what whoever holds a role is asked to do about a line, and how firmly."""
    pitch = pitch_of(line, asking)
    agency = agency_of(line, case)
    if agency and role == OF_AGENCY + agency:
        return _to_agency(line, pitch, asking)
    if agency and role == ABOVE_AGENCY + agency:
        keeper = asking.said(asking.procedure.coordinator)
        return (
            f"You are told because {asking.said(OF_AGENCY + agency)} has been asked "
            "and reminded, and has not answered. Please see that it is sent today, "
            f"or tell the {keeper} who will send it, and when."
        )
    if pitch == "before" and (limit := national_first(line)):
        verb = "was" if clock.ends(limit) < asking.now else "is"
        whose = f" It is for the {asking.said(line.role)} to do."
        return (
            f"The national limit {verb} {words.moment(limit)}, before the day here."
            f"{whose if role != line.role else ''}"
        )
    if pitch == "before":
        return "A reminder in good time: nothing here is late yet."
    if pitch == "on":
        return "This is the last day for it."
    if role != line.role:
        return (
            f"You are told because this is still not done. It is for the "
            f"{asking.said(line.role)} to do."
        )
    if agency:
        return (
            f"{asking.said(OF_AGENCY + agency)} is chased as well. Ring them today: "
            "if it cannot come, agree how the meeting will do without."
        )
    return "Do it today, or record on the case why it is not needed."


def _to_agency(line: Line, pitch: str, asking: Asking) -> str:
    keeper = asking.said(asking.procedure.coordinator)
    what = line.step.asks_for if isinstance(line.step, Request) else "return"
    day = words.day(line.day) if line.day else "its day"
    if pitch == "before":
        return (
            f"A friendly reminder: your {what} is due on {day}. If anything stands in "
            f"the way, tell the {keeper} now, while there is time."
        )
    if pitch == "on":
        return (
            f"Your {what} is due today. Please send it before you finish, or tell the "
            f"{keeper} today when it will come."
        )
    return (
        f"Your {what} was due on {day} and has not come. Send it today. If it cannot "
        f"come today, tell the {keeper} when it will, and why: the reason is recorded "
        "with it."
    )
