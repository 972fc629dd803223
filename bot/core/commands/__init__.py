"""What may be asked, in the imperative: the closed union ``Command``.

``says`` is everything that was typed. It never reaches an event: the desk keeps
it in ``answers`` and gives the command its ``digest`` before anything is decided.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from bot.core.commands.asked import Asked, Says
from bot.core.commands.of_agencies import (
    Arrange,
    Hold,
    Identify,
    ReceiveReturn,
    SendRequests,
    StandDown,
)
from bot.core.commands.of_calendars import (
    HoldTimes,
    NoteReply,
    OfferTimes,
    ReleaseHold,
    SeekTimes,
    TakePlace,
)
from bot.core.commands.of_cases import (
    Close,
    CorrectAnchor,
    DeclareConflict,
    Erase,
    Move,
    Nudge,
    RaiseAlert,
    ReadAnswers,
    Recount,
)
from bot.core.commands.of_plans import (
    AddAction,
    CheckImpact,
    CompleteAction,
    Reassign,
    ReopenAction,
)
from bot.core.commands.of_routes import ChangeAnswer, GiveView
from bot.core.commands.of_steps import (
    Complete,
    Decide,
    Dissent,
    SendBack,
    SetAside,
    Sign,
    Snooze,
    WriteDraft,
)

__all__ = [
    "AFTER_CLOSING", "AddAction", "Arrange", "Asked", "ChangeAnswer", "CheckImpact",
    "Close", "Command", "Complete", "CompleteAction", "CorrectAnchor", "Decide",
    "DeclareConflict", "Dissent", "Erase", "GiveView", "Hold", "HoldTimes", "Identify",
    "Move", "NoteReply", "Nudge", "OfStep", "OfferTimes", "RaiseAlert", "ReadAnswers",
    "Reassign", "ReceiveReturn", "Recount", "ReleaseHold", "ReopenAction", "Says",
    "SeekTimes", "SendBack", "SendRequests", "SetAside", "Sign", "Snooze", "StandDown",
    "TakePlace", "WriteDraft",
]  # fmt: skip


OfStep: TypeAlias = (
    WriteDraft
    | Sign
    | SendBack
    | Complete
    | SetAside
    | Identify
    | SendRequests
    | ReceiveReturn
    | Arrange
    | StandDown
    | Hold
    | ReleaseHold
    | NoteReply
    | TakePlace
    | Decide
    | Dissent
    | GiveView
    | Snooze
)
"""Everything that can be asked of one step."""


Command: TypeAlias = (
    RaiseAlert
    | OfStep
    | CorrectAnchor
    | ChangeAnswer
    | Move
    | DeclareConflict
    | AddAction
    | Reassign
    | CompleteAction
    | CheckImpact
    | ReopenAction
    | ReadAnswers
    | SeekTimes
    | OfferTimes
    | HoldTimes
    | Close
    | Nudge
    | Recount
    | Erase
)
"""Everything that can be asked of a case."""


AFTER_CLOSING: Final = (
    RaiseAlert,
    AddAction,
    Reassign,
    CompleteAction,
    CheckImpact,
    ReopenAction,
    ReadAnswers,
    Nudge,
    Erase,
)
"""What may still be asked of a case that is closed."""
