"""Moving the rehearsal's clock, and telling in order what happened meanwhile."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.core import words, workdays
from bot.core.errors import OutsideTheDates, Refused
from bot.core.fields import answers_of, slips
from bot.core.forms import Form, Question, Section
from bot.core.words import LONDON
from integrations.web import fields
from integrations.web.parts import Moved, Parts, Said
from integrations.web.pressing import Posting, answered, prove, repeated
from integrations.web.session import cause

_OPENS: Final = time(9)
FURTHEST: Final = timedelta(days=400)
"""How far the clock may be moved in one go."""

_WHEN: Final = Form(
    "", "move", "", (Section("only", "", (Question("to", "", "time"),)),), ""
)


async def move(request: Request) -> Response:
    """Move the clock on, doing everything that falls due on the way."""
    posting = await prove(request)
    if isinstance(posting, Response):
        return posting
    parts = posting.parts
    named = cause(posting.nonce, "move", posting.text("to"))
    again = repeated(posting, posting.back, named)
    if again is not None:
        return again
    try:
        since = parts.now
        until = await run_in_threadpool(_wanted, posting, since)
        happened = tuple(await parts.clock.advance(until))
    except Refused as refusal:
        said = Said(refusal.reason, refusal.next_step, problem=True)
        return answered(posting, said, posting.back)
    in_order = tuple(sorted(happened, key=lambda one: one.at))
    parts.moved = Moved(since, parts.now, in_order)
    parts.live.changed()
    said = Said(f"It is now {words.moment(parts.now)}.")
    return answered(posting, said, posting.back, named)


def _wanted(posting: Posting, now: datetime) -> datetime:
    """Work out where the clock is to go.

    Raises:
        OutsideTheDates: It lies in the past, too far ahead, or nowhere.
    """
    match posting.text("to"):
        case "hour":
            return now + timedelta(hours=1)
        case "working-day":
            return _next_morning(posting.parts, now)
        case "deadline":
            return _next_deadline(posting.parts)
        case _:
            return _chosen(posting, now)


def _next_morning(parts: Parts, now: datetime) -> datetime:
    today = now.astimezone(LONDON)
    first = today.date()
    if today.time() >= _OPENS:
        first += timedelta(days=1)
    day = workdays.next_working_day(first, parts.clock.offices())
    return datetime.combine(day, _OPENS, tzinfo=LONDON)


def _next_deadline(parts: Parts) -> datetime:
    found = parts.clock.next_deadline()
    if found is None:
        raise OutsideTheDates(
            "No deadline is still to come on any case.",
            next_step="Raise an alert, do what is late, or choose a day and a time.",
        )
    return found


def _chosen(posting: Posting, now: datetime) -> datetime:
    typed = fields.typed_in(posting.fields, _WHEN)
    for slip in slips(_WHEN, typed):
        raise OutsideTheDates(slip.says, next_step="The clock has not been moved.")
    written = str(answers_of(_WHEN, typed).get("to", ""))
    if not written:
        raise OutsideTheDates("Enter the day and the time to move the clock to.")
    chosen = datetime.combine(
        date.fromisoformat(written[:10]),
        time.fromisoformat(written[11:]),
        tzinfo=LONDON,
    )
    if chosen <= now:
        raise OutsideTheDates(
            f"It is already {words.moment(now)}, and the clock goes forward only.",
            next_step="To go back, start a new rehearsal.",
        )
    if chosen - now > FURTHEST:
        raise OutsideTheDates(
            "That is more than a year ahead.",
            next_step="Move the clock in smaller steps.",
        )
    return chosen
