"""Who is coming to a meeting, for the page of its case: a line for each person."""

from __future__ import annotations

from bot.core import words
from bot.core.attending import Attendee
from bot.core.coming import ANSWERS, Coming, coming, sentence
from bot.core.progress import AnyStep
from bot.counter import View
from integrations.web.case_shapes import Guest


def guests(step: AnyStep, view: View) -> tuple[str, tuple[Guest, ...]]:
    """Say who is coming in a sentence, and list everybody with what they answered.

    Nothing is said of a meeting that has no time, or has begun.
    """
    who = coming(step, view.case, view.asking)
    if who is None or who.arranged.start <= view.asking.now:
        return "", ()
    return (
        sentence(who, view.asking),
        tuple(_guest(attendee, who, view) for attendee in who.people),
    )


def _guest(attendee: Attendee, who: Coming, view: View) -> Guest:
    roster, asking = view.asking.roster, view.asking
    known = {person.id for person in roster.people}
    reply = who.arranged.replies.get(attendee.person.id)
    role = words.begun(asking.said(attendee.role))
    chair = ", in the chair" if attendee.chair else ""
    instead = attendee.instead_of
    # A deputy of a role that nobody holds stands in for no one person.
    stands = f", in place of {roster.name(instead)}" if instead in known else ""
    return Guest(
        attendee.person.name,
        f"{role}{chair}{stands}",
        "Has to come" if attendee.required else "May come",
        ANSWERS[who.answer(attendee.person.id)],
        words.moment(reply.at) if reply else "",
    )
