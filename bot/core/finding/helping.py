"""Why a meeting can have no time, and what would help, in plain words.

Roles and organisations are named, people never.
"""

from __future__ import annotations

from datetime import timedelta

from bot.core import words
from bot.core.asking import Asking
from bot.core.attending import said
from bot.core.case import Case, Offered
from bot.core.errors import NotKnownYet, Refused
from bot.core.events import Relief
from bot.core.finding.reasons import as_known
from bot.core.finding.reliefs import AND
from bot.core.finding.wishing import wish_of
from bot.core.procedure import Meeting
from bot.core.progress import due_of, local_day, part_day, status


def diaries_read(found: Offered) -> str:
    """Say how many of the diaries could be read in which times were looked for."""
    if not found.read:
        return "No diary can be read from here, so these go by the dates alone."
    verb = "was" if found.asked == 1 else "were"
    return (
        f"{found.read} of {words.counted(found.asked, 'diary', 'diaries')} {verb} read."
    )


def why_none(step: Meeting, case: Case, asking: Asking) -> str:
    """Say why a meeting can have no time, as the case stands now."""
    holding = status(step, case, asking.procedure) == "waiting"
    try:
        wish = wish_of(step, case, asking, holding=holding)
        last = part_day(as_known(step, case, asking).due)
    except Refused as refusal:
        return refusal.reason
    if wish.before:
        first = asking.procedure.by_id[wish.before[0]].title
        return f"The {first} comes first and has no time yet."
    if last and last < asking.today:
        return f"The last day the procedure allows, {words.day(last)}, has gone."
    if last and not wish.days:
        notice = words.counted(step.notice, "working day")
        return f"With {notice} of notice, none is left by {words.day(last)}."
    length = timedelta(minutes=wish.minutes)
    if not any(day.closes - day.opens >= length for day in wish.days):
        return f"It lasts {words.length(wish.minutes)}, which is more than a day has."
    return (
        f"At no time from {words.day(wish.days[0].on)} to "
        f"{words.day(wish.days[-1].on)} is everybody free who must be there."
    )


def help_with(relief: Relief, step: Meeting, case: Case, asking: Asking) -> str:
    """Say what would help, and the first time it would give.

    Args:
        relief: What would help.
        step: The meeting that can have no time.
        case: The case as it stands now.
        asking: The rules, the people and the time now.
    """
    when = words.moment(relief.start) if relief.start else ""
    match relief.kind:
        case "release":
            who = words.listed(said(one, asking) for one in relief.seat.split(AND))
            if not when:
                return f"Most often taken: {who}."
            return f"Without {who}, it can be on {when}."
        case "deputy":
            role = relief.seat.partition("@")[0]
            deputy = asking.whom(asking.procedure.deputy_of(role, step))
            instead = f"{deputy} in place of {said(relief.seat, asking)}"
            return f"With {instead}, it can be on {when}."
        case "shorter":
            return f"At half its length, it can be on {when}."
        case "notice":
            return f"At shorter notice, it can be on {when}."
        case "move":
            other = asking.procedure.by_id[relief.seat].title
            return f"If the {other} were at another time, this could be on {when}."
        case _:
            bends = _limit(relief, step, case, asking)
            return f"After its last day, it can be on {when}. {bends}"


def _limit(relief: Relief, step: Meeting, case: Case, asking: Asking) -> str:
    """Say whose limit would bend, and whether the national one would be kept."""
    limit = step.national_deadline
    if step.limit != "local" or limit is None or relief.start is None:
        whose = {"local": "this partnership’s own", "national": "a national limit"}
        return f"The last day is {whose.get(step.limit, 'statutory')}."
    rules, offices = asking.procedure, asking.offices
    try:
        due = due_of(step, rules, case.anchors, offices, case, limit)
    except NotKnownYet:
        due = None
    last = part_day(due) if due else None
    own = "The last day is this partnership’s own"
    if last is None:
        return f"{own}; the national limit is not known yet."
    kept = "would be kept" if local_day(relief.start) <= last else "would not be"
    return f"{own}; the national limit, {words.day(last)}, {kept}."
