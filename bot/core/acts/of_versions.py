"""A case follows a newer version of its procedure, once somebody has it do so."""

from __future__ import annotations

from bot.core import commands, moving
from bot.core.acts.decided import Decided
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import AlreadyDone, OutOfTurn
from bot.core.events import ProcedureMoved
from bot.core.steps.turn import reason_given


def move(case: Case, command: commands.Move, asking: Asking) -> Decided:
    """Have a case follow the newest version of its procedure.

    What is already done stays done. A day that the new version counts from is taken
    from what has been done, where that tells it.

    Raises:
        Refused: It is not for them, there is no newer version, the file has changed
            since they looked, something would be lost, or no reason is given.
    """
    standing = asking.standing(case, asking.procedure.coordinator)
    newest = asking.newest
    if newest is None:
        raise AlreadyDone(
            "This case follows the procedure as its file now stands.",
            next_step="If the file was just changed, see whether it is sound: "
            "dayzero check",
        )
    if newest.version != command.version:
        raise OutOfTurn(
            "The procedure has changed again since you looked.",
            next_step="Open the case page and see what would move now.",
        )
    compared = moving.compared(case, asking)
    for stood in compared.stood:
        raise OutOfTurn(stood.reason, next_step=stood.next_step)
    reason_given(command.digest, "the case moves to another version")
    moved = ProcedureMoved(newest.version, case.version, compared.moved, command.digest)
    return standing, (moved, *moving.anchors(case, asking))
