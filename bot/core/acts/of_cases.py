"""What may be done to a case as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from bot.core import commands, words
from bot.core.acts.decided import Decided
from bot.core.asking import Asking
from bot.core.case import Case, Mark
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotKnownYet,
    NotYours,
    OutOfTurn,
    Unknown,
)
from bot.core.events import (
    AlertRaised,
    AnchorCorrected,
    AnchorSet,
    AnswersRead,
    CaseClosed,
    ConflictDeclared,
    HolidaysAnnounced,
    StepId,
    TimesSought,
)
from bot.core.people import Standing
from bot.core.procedure import Meeting, SignOff, Task
from bot.core.progress import lines, local_day
from bot.core.steps import task
from bot.core.steps.turn import reason_given

_DAY: Final = len("2026-11-27")
_SATURDAY: Final = 5


def raise_alert(case: Case, command: commands.RaiseAlert, asking: Asking) -> Decided:
    """Begin a case with its facts, and the days that are known.

    Raises:
        Refused: It has been raised, or a day is impossible.
    """
    if case.raised:
        raise AlreadyDone("This alert has already been raised.")
    asking.roster.person(asking.by)
    raised = AlertRaised(
        command.procedure, command.version, command.facts, command.digest
    )
    anchors = (
        AnchorSet(name, task.anchored(name, value, asking))
        for name, value in command.anchors.items()
    )
    return Standing(""), (raised, *anchors, *_by_raising(asking))


def _by_raising(asking: Asking) -> Iterator[AnchorSet]:
    """Set what raising an alert sets by itself: the moment at which it is raised."""
    for name, shape in asking.procedure.anchor.items():
        if shape.set_by == "alert":
            now = asking.now.astimezone(words.LONDON)
            yield AnchorSet(name, task.as_anchor(name, now, asking))


def correct(case: Case, command: commands.CorrectAnchor, asking: Asking) -> Decided:
    """Put a date right, with a reason; or record one that the alert left open.

    Raises:
        Refused: It is not known, not theirs, the same, or impossible.
    """
    shape = asking.procedure.anchor.get(command.anchor)
    was = case.anchors.get(command.anchor)
    if shape is None:
        raise Unknown("There is no such date in this procedure.")
    if was is None and command.anchor in asking.procedure.only_asked:
        return _found_later(case, command, asking)
    if was is None:
        raise OutOfTurn(
            f"The day that {shape.title} is not known yet.",
            next_step="It is recorded when that step is done.",
        )
    if shape.set_by == "alert":
        raise OutOfTurn(
            f"The day that {shape.title} is when this case was begun.",
            next_step="It was set by the alert itself, and cannot be wrong.",
        )
    setters = (s.owner for s in asking.procedure.step if s.sets == command.anchor)
    roles = (asking.procedure.coordinator, *asking.procedure.readers, *setters)
    standing = asking.any_standing(case, tuple(dict.fromkeys(roles)))
    value = task.anchored(command.anchor, command.value, asking)
    if value == was:
        raise AlreadyDone(
            f"It is already recorded as {words.moment(was)}.",
            next_step="Enter another day, or leave it.",
        )
    for step in asking.procedure.step:
        if isinstance(step, Task) and step.sets == command.anchor:
            task.not_before_day_zero(case, step, value, asking)
    reason_given(command.digest, "it was wrong")
    corrected = AnchorCorrected(command.anchor, value, was, command.digest)
    return standing, (corrected,)


def _found_later(
    case: Case, command: commands.CorrectAnchor, asking: Asking
) -> Decided:
    """Record a day that the alert left open, and that no step would find out."""
    roles = (asking.procedure.coordinator, *asking.procedure.readers)
    standing = asking.any_standing(case, tuple(dict.fromkeys(roles)))
    value = task.anchored(command.anchor, command.value, asking)
    return standing, (AnchorSet(command.anchor, value),)


def conflict(case: Case, command: commands.DeclareConflict, asking: Asking) -> Decided:
    """Record that somebody must take no part.

    Raises:
        Refused: It is recorded already, or is not for them to say.
    """
    person = asking.roster.person(command.person)
    if person.id in case.conflicted:
        raise AlreadyDone(f"{person.name}’s conflict of interest is recorded already.")
    standing = Standing("")
    if person.id != asking.by:
        standing = asking.standing(case, asking.procedure.coordinator)
    return standing, (ConflictDeclared(person.id, command.digest),)


def read(case: Case, command: commands.ReadAnswers, asking: Asking) -> Decided:
    """Record that somebody opened what was written.

    Raises:
        Refused: There is nothing there, or it is not open to them.
    """
    if not 1 <= command.entry <= case.length:
        raise Unknown("There is no such entry in this case’s record.")
    if case.erased:
        raise Unknown("What was written on this case has been erased.")
    if _own_view(case, command.entry, asking):
        return Standing(""), (AnswersRead(command.entry),)
    roles = _readers(case, command.entry, asking)
    try:
        standing = asking.any_standing(case, roles)
    except NotYours:
        raise NotYours(
            "What was written on this case is not open to you.",
            next_step="Ask the business manager if you need to see it.",
        ) from None
    return standing, (AnswersRead(command.entry),)


def _own_view(case: Case, entry: int, asking: Asking) -> bool:
    """Say whether an entry is a view that whoever asks gave, or wrote down."""
    asking.roster.person(asking.by)
    given = (mark for _, _, mark in _views(case) if mark.n == entry)
    return asking.by not in case.conflicted and asking.by in {m.by for m in given}


def _views(case: Case) -> Iterator[tuple[str, str, Mark]]:
    """List each view that stands: on which decision, in which seat, and who gave it."""
    for step, known in case.views.items():
        for role, opinion in known.items():
            yield step, role, opinion.mark


def _readers(case: Case, entry: int, asking: Asking) -> tuple[str, ...]:
    """Who may read an entry: the readers, and whoever writes or signs that text.

    Whoever writes it may read as well why it was sent back. Whoever owns an action
    may read what is to be done, and why it was opened again. Whoever owns a decision
    may read the reasons of each view on it, and each seat those of its own.
    """
    roles = [asking.procedure.coordinator, *asking.procedure.readers]
    for step in asking.procedure.step:
        if not isinstance(step, SignOff):
            continue
        chain = case.chain(step.id)
        if chain.returned and chain.returned.n == entry:
            roles.append(step.owner)
        if chain.last_text == entry:
            roles.append(step.owner)
            roles.extend(role for link in step.links for role in link.named)
    for step_id, role, mark in _views(case):
        if mark.n == entry and step_id in asking.procedure.by_id:
            roles += [asking.procedure.by_id[step_id].owner, role]
    for action in case.actions:
        written = (action.added, *action.reworded, *action.reopened)
        if entry in {mark.n for mark in written}:
            roles.append(action.owner)
    return tuple(dict.fromkeys(roles))


def recount(case: Case, command: commands.Recount, asking: Asking) -> Decided:
    """Find which dates still to be met are not where they were.

    For a meeting that stands on a bank holiday now, other times are looked for.
    """
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    moved = tuple(
        f"{line.part} {was} {line.day}"
        for line in known
        if not line.settled
        and line.day
        and (was := command.before.get(line.part, "")[:_DAY])
        and was != str(line.day)
    )
    announced = (HolidaysAnnounced(moved),) if moved else ()
    shut = tuple(_shut_out(case, asking))
    sought = (TimesSought(shut),) if shut else ()
    return Standing(""), (*announced, *sought)


def _shut_out(case: Case, asking: Asking) -> Iterator[StepId]:
    """List the meetings to come that stand on a bank holiday now."""
    for step in asking.procedure.step:
        arranged = case.to_come(step.id)
        if not isinstance(step, Meeting) or arranged is None:
            continue
        day = local_day(arranged.start)
        weekday = day.weekday() < _SATURDAY
        with suppress(NotKnownYet):
            shut = weekday and not asking.offices.open_on(day)
            if shut and arranged.start > asking.now:
                yield step.id


def close(case: Case, command: commands.Close, asking: Asking) -> Decided:
    """Say that nothing more is to be done.

    Raises:
        Refused: Something that has a limit of the law is left, or no reason.
    """
    standing = asking.standing(case, asking.procedure.coordinator)
    reason_given(command.digest, "the case is closed")
    for line in lines(asking.procedure, case.anchors, asking.offices, case):
        if line.settled or line.step.optional or line.step.limit == "local":
            continue
        raise Incomplete(
            f"“{line.title}” has not been done.",
            next_step="Do it, or record the decision that it is not needed.",
        )
    return standing, (CaseClosed(command.digest),)
