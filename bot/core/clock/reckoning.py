"""Working a deadline out for one case, from the anchors known so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from bot.core.clock.grammar import Deadline, Term, Unit
from bot.core.clock.moments import ends, gone, is_after, moved, on_day
from bot.core.events import AnchorId, Moment, StepId
from bot.core.workdays import Offices, Skipped, skipped, working_day_before


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due on a case, and how that was worked out.

    With no ``due`` it waits for what ``waiting_for`` names. Where that is empty
    too, it came round until a day, and that day is past.

    Attributes:
        due: The last day, or the instant where hours are counted.
        start: The first day of a window; otherwise what is counted from.
        anchor: The anchor that won, or the step whose day it shares.
        count: How many units from the anchor; below nought counts back.
        unit: What is counted, or nothing where the anchor's own day is meant.
        day_zero: The day in London that is day 0, and is not counted.
        waiting_for: The anchors, or the step, that must be known first.
        advised: The working day before, when ``due`` is not a working day.
        skipped: Each day that a count in working days passed over, and why.
        earlier_if: Anchors not known yet that could make it earlier.
        assumed_midnight: Hours were counted from an anchor with no time of day,
            so from the first moment of its day.
    """

    due: Moment | None = None
    start: Moment | None = None
    anchor: AnchorId | StepId = ""
    count: int = 0
    unit: Unit | None = None
    day_zero: date | None = None
    waiting_for: tuple[str, ...] = ()
    advised: date | None = None
    skipped: tuple[Skipped, ...] = ()
    earlier_if: tuple[AnchorId, ...] = ()
    assumed_midnight: bool = False

    @property
    def aim(self) -> date | None:
        """The working day to aim for instead, unless it is before the count began."""
        if self.advised and self.day_zero and self.due:
            gone_by = self.advised < self.day_zero <= on_day(self.due)
            return None if gone_by else self.advised
        return self.advised

    @property
    def provisional(self) -> bool:
        """Whether an anchor that is not known yet could make it earlier."""
        return bool(self.earlier_if)


def work_out(
    deadline: Deadline, anchors: Mapping[AnchorId, Moment], offices: Offices
) -> Due:
    """Work out when a deadline falls, as far as the anchors known allow.

    The earlier of two days is given as soon as one is known, because it can
    only come forward; the later of two waits until both are known, because the
    first of them is not a limit. A window waits for both its ends. A deadline
    that comes round gives its first day, and one that goes with another step
    waits for that step; see :func:`settled_on`.

    Args:
        deadline: The deadline, as :func:`bot.core.clock.read` read it.
        anchors: The anchors known: a day in London, or an instant with its zone.
        offices: When offices are open.

    Raises:
        NotKnownYet: It falls where the bank holidays are not published.

    Example:
        >>> from bot.core.clock import read
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> aware = {"aware": date(2026, 11, 20)}
        >>> work_out(read("aware + 5 working days"), aware, offices).due
        datetime.date(2026, 11, 27)
        >>> work_out(read("sin-sent + 1 working day"), aware, offices).waiting_for
        ('sin-sent',)
    """
    match deadline.manner:
        case "with":
            return waiting(deadline.with_step or "")
        case "every":
            return occurrence(deadline, anchors, offices)
        case "window":
            return _window(deadline, anchors, offices)
        case "by" | "at":
            return _choose(deadline, anchors, offices)
        case _:
            assert_never(deadline.manner)


def occurrence(
    deadline: Deadline,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    after: Moment | None = None,
) -> Due:
    """Find when a repeating deadline next comes round.

    Each time is counted from the anchor, not from the time before, so a month
    after the 31st does not become the 28th for ever.

    Args:
        deadline: A deadline whose manner is ``every``.
        anchors: The anchors known.
        offices: When offices are open.
        after: The day, or instant, to be after; the first time if not given.

    Raises:
        NotKnownYet: It falls where the bank holidays are not published.
        ValueError: The deadline does not come round.

    Example:
        >>> from bot.core.clock import read
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> monthly, told = read("every month from told"), {"told": date(2026, 1, 31)}
        >>> occurrence(monthly, told, offices, after=date(2026, 2, 28)).due
        datetime.date(2026, 3, 31)
    """
    if deadline.every is None:
        raise ValueError(f"'{deadline.written}' does not come round")
    (term,), (count, unit) = deadline.terms, deadline.every
    if term.anchor not in anchors:
        return waiting(term.anchor)
    value = anchors[term.anchor]
    base = moved(value, term.count, term.unit, offices) if term.unit else value
    times = 0
    if after is not None and on_day(after) >= on_day(base):
        reached = ends(after) if unit == "hours" else after
        times = max(gone(base, reached, unit, offices), 0) // count
    found = _due(Term(term.anchor, count * (times + 1), unit), base, offices)
    shut = unit != "hours" and found.advised
    last = moved(base, count * times, unit, offices)
    if after is not None and shut and on_day(after) >= shut > on_day(last):
        # Done on the last working day before a Sunday, it was done for that Sunday.
        found = _due(Term(term.anchor, count * (times + 2), unit), base, offices)
    return Due() if _is_over(deadline, found, anchors, offices) else found


def settled_on(step: StepId, day: date, offices: Offices) -> Due:
    """Give the day of something that goes with a step, now that it is known.

    Example:
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> settled_on("rapid-review", date(2026, 12, 14), offices).due
        datetime.date(2026, 12, 14)
    """
    return Due(
        due=day,
        start=day,
        anchor=step,
        day_zero=day,
        advised=_advised(day, offices),
    )


def waiting(*names: str) -> Due:
    """Give no day yet, and say which anchors or step it waits for.

    Example:
        >>> waiting("sin-sent").waiting_for
        ('sin-sent',)
    """
    return Due(waiting_for=tuple(dict.fromkeys(names)))


def _choose(
    deadline: Deadline, anchors: Mapping[AnchorId, Moment], offices: Offices
) -> Due:
    """Let the terms compete, as the deadline says they do."""
    known = [term for term in deadline.terms if term.anchor in anchors]
    unknown = [term.anchor for term in deadline.terms if term.anchor not in anchors]
    if not known or (unknown and deadline.choose == "later"):
        return waiting(*unknown)
    if deadline.choose == "first-known":
        known = known[:1]
    found = [_due(term, anchors[term.anchor], offices) for term in known]
    match deadline.choose:
        case "only" | "first-known":
            return found[0]
        case "earlier":
            earliest = min(found, key=_end)
            return replace(earliest, earlier_if=tuple(dict.fromkeys(unknown)))
        case "later":
            return max(found, key=_end)
        case _:
            assert_never(deadline.choose)


def _window(
    deadline: Deadline, anchors: Mapping[AnchorId, Moment], offices: Offices
) -> Due:
    (closes,) = deadline.terms
    opens = deadline.opens or closes
    missing = [t.anchor for t in (opens, closes) if t.anchor not in anchors]
    if missing:
        return waiting(*missing)
    first = moved(anchors[opens.anchor], opens.count, opens.unit, offices)
    return replace(_due(closes, anchors[closes.anchor], offices), start=first)


def _due(term: Term, value: Moment, offices: Offices) -> Due:
    """Work out one term from the value of its anchor."""
    zero = on_day(value)
    due = moved(value, term.count, term.unit, offices)
    day = on_day(due)
    hours = term.unit == "hours"
    return Due(
        due=due,
        start=value if hours else zero,
        anchor=term.anchor,
        count=term.count,
        unit=term.unit,
        day_zero=zero,
        advised=_advised(day, offices),
        skipped=skipped(zero, day, offices) if term.unit == "working days" else (),
        assumed_midnight=hours and not isinstance(value, datetime),
    )


def _advised(day: date, offices: Offices) -> date | None:
    return None if offices.open_on(day) else working_day_before(day, offices)


def _is_over(
    deadline: Deadline,
    found: Due,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
) -> bool:
    until = deadline.until
    if until is None or until.anchor not in anchors or found.due is None:
        return False
    last = moved(anchors[until.anchor], until.count, until.unit, offices)
    return is_after(found.due, last)


def _end(found: Due) -> datetime:
    """Say when a result is over, so that a day and an instant can be compared."""
    return ends(found.due or date.max)
