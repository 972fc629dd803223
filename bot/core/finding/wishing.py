"""What a meeting wishes for: its days, and what of the case is in its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from bot.core.asking import Asking
from bot.core.case import Arrangement, Case
from bot.core.errors import AlreadyDone, OutOfTurn
from bot.core.events import StepId
from bot.core.finding.days import Days
from bot.core.finding.diaries import Span
from bot.core.finding.window import window_of
from bot.core.finding.wishes import AFTER_ALL, BEFORE_ALL, Taken, Wish
from bot.core.procedure import Meeting
from bot.core.progress import status, still_before


def wish_of(
    step: Meeting,
    case: Case,
    asking: Asking,
    minutes: int = 0,
    *,
    holding: bool = False,
) -> Wish:
    """Wish for a time for a meeting, inside its days and beside the case's others.

    Args:
        step: The meeting.
        case: The case as it stands.
        asking: The rules, the people and the time.
        minutes: How long it is to last; as long as it is arranged for, or usually
            lasts, if not given.
        holding: Whether its days may have to be supposed.

    Raises:
        Refused: It can have no time yet; says why.
    """
    _in_turn(step, case, asking, holding=holding)
    window = window_of(step, case, asking, holding=holding)
    stands, firm = case.expected(step.id), case.to_come(step.id)
    minutes = minutes or (stands.minutes if stands else step.lasts)
    kept = stands if holding else firm
    same = kept is not None and kept.minutes == minutes
    follows = tuple(still_before(step, case, asking.procedure))
    days = Days(step, case, asking, window)
    return Wish(
        step.id,
        minutes,
        asking.now,
        days.allowed(),
        tuple(_taken(step, follows, case, asking)),
        follows,
        tuple(name for name in follows if not _timed(name, case, holding=holding)),
        (_span(stands),) if stands else (),
        kept.start.astimezone(UTC) if kept and same else None,
        days.sooner(),
        days.later(),
    )


def _in_turn(step: Meeting, case: Case, asking: Asking, *, holding: bool) -> None:
    """Make sure that a meeting can have a time, or at least have one held for it."""
    where = status(step, case, asking.procedure)
    if where == "done":
        raise AlreadyDone(
            f"The {step.title} has been held.",
            next_step="There is nothing more for you to do here.",
        )
    if where == "not-needed":
        raise OutOfTurn(
            f"“{step.title}” does not apply to this case.",
            next_step="Open the case page to see what does.",
        )
    if where == "waiting" and not holding:
        raise OutOfTurn(
            f"Something has to be done before the {step.title} can have a time.",
            next_step="Hold a time for it until then.",
        )


def _timed(name: StepId, case: Case, *, holding: bool) -> bool:
    """Say whether a meeting has a time that another can be put after."""
    stands = case.expected(name) if holding else case.to_come(name)
    return stands is not None


def _taken(
    step: Meeting, follows: tuple[StepId, ...], case: Case, asking: Asking
) -> Iterator[Taken]:
    """List the other meetings of the case that have a time, and what they leave."""
    for other in asking.procedure.step:
        stands = case.expected(other.id) if isinstance(other, Meeting) else None
        if not isinstance(other, Meeting) or other.id == step.id or stands is None:
            continue
        start, end = _span(stands)
        if other.id in follows:
            start = BEFORE_ALL
        elif step.id in other.later_than:
            end = AFTER_ALL
        yield Taken(other.id, (start, end))


def _span(arranged: Arrangement) -> Span:
    start = arranged.start.astimezone(UTC)
    return start, start + timedelta(minutes=arranged.minutes)
