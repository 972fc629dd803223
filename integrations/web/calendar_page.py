"""Calendars, and the answers that people give to the invitations in their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot import coming
from bot.core.coming import ANSWERS
from bot.core.errors import OutOfTurn, Refused, Unknown
from bot.core.events import Answered
from bot.core.words import LONDON
from integrations.web.outside import Meeting
from integrations.web.parts import Parts, Said, drawn, parts_of, visit_of
from integrations.web.pressing import Posting, answered, repeated, said_to
from integrations.web.session import Visit, cause

_BACK: Final = "/calendar"
_OFFERED: Final[dict[Answered, str]] = {
    "accepted": "I am coming",
    "tentative": "Perhaps",
    "declined": "I cannot come",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in a calendar, and what its owner has answered.

    Attributes:
        open: Whether it can still be answered.
        answer: What they answered; nothing if it cannot be answered any more.
    """

    meeting: Meeting
    open: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar, and the meetings on it."""

    day: date
    entries: tuple[Entry, ...]


def calendar(request: Request) -> Response:
    """Show the meetings in one person's calendar."""
    parts, visit = parts_of(request), visit_of(request)
    roster = parts.desk.people()
    whose = roster.person(request.query_params.get("person") or visit.by)
    meetings = sorted(parts.diary(whose), key=lambda meeting: meeting.start)
    entries = [_entry(meeting, whose.id, parts, visit) for meeting in meetings]
    days = [
        Day(day, tuple(group))
        for day, group in groupby(
            entries, key=lambda entry: entry.meeting.start.astimezone(LONDON).date()
        )
    ]
    return drawn(
        request,
        visit,
        "calendar.html",
        said=said_to(request, visit),
        whose=whose,
        days=days,
        offered=_OFFERED,
    )


def answer(posting: Posting) -> Response:
    """Take an answer to an invitation, as a reply by e-mail would bring it.

    Raises:
        Refused: It is no answer, or it comes too late.
    """
    uid = posting.text("uid")
    named = cause(posting.nonce, "answer", uid)
    known = repeated(posting, _BACK, named)
    if known is not None:
        return known
    parts, now = posting.parts, posting.parts.now
    me = parts.desk.people().person(posting.visit.by)
    mine = next((one for one in parts.diary(me) if one.uid == uid), None)
    given = next((a for a in _OFFERED if a == posting.text("answer")), None)
    if mine is None or given is None:
        raise Unknown(
            "There is no such invitation in your calendar.",
            next_step="Open your calendar, and answer from there.",
        )
    heard = coming.Heard(me.email, given, now, mine.sequence)
    if not coming.note(lambda _: parts.desk, uid, (heard,), named, now):
        raise OutOfTurn(
            "That changes nothing: it is what you said before, or the meeting has "
            "changed.",
            next_step="Open your calendar to see how it stands.",
        )
    says = f"You answered: {ANSWERS[given].lower()}."
    return answered(posting, Said(says), _BACK, named)


def _entry(meeting: Meeting, whose: str, parts: Parts, visit: Visit) -> Entry:
    if meeting.stood_down or meeting.start <= parts.now:
        return Entry(meeting, open=False, answer="")
    return Entry(meeting, whose == visit.by, _answer(meeting.uid, whose, parts, visit))


def _answer(uid: str, whose: str, parts: Parts, visit: Visit) -> str:
    """Say what somebody answered, as the case has it."""
    found = coming.of_uid(uid)
    if found is None:
        return ""
    ref, step, sitting = found
    try:
        arranged = parts.desk.view(ref, visit.by, parts.now).case.expected(step)
    except Refused:
        return ""  # whoever is kept out of a case is shown none of it
    if arranged is None or arranged.sitting != sitting:
        return ""
    reply = arranged.replies.get(whose)
    return ANSWERS[reply.answer if reply else ""]
