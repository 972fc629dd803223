"""No, and what then: every way the bot can decline, each with a next step."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """That cannot be done.

    The first line of a subclass's docstring is what the person sees when the
    code that raises it has nothing more exact to say.

    Attributes:
        reason: One sentence for the person who asked.
        next_step: What they can do about it, or an empty string.
        code: A stable name for logs and tests.
        ends: What a program that ends with it says to whatever started it.
    """

    code: ClassVar[str] = "refused"
    ends: ClassVar[int] = 2

    def __init__(self, reason: str = "", *, next_step: str = "") -> None:
        self.reason = reason or (type(self).__doc__ or "").splitlines()[0]
        self.next_step = next_step
        super().__init__(f"{self.reason} {next_step}".strip())


class Damaged(Exception):  # noqa: N818 - said to whoever runs it, as it stands
    """The database is damaged, and cannot be read."""


class Unreachable(Refused):
    """The database cannot be reached. It may be there again in a moment."""

    code = "unreachable"
    ends = 4


class NotYours(Refused):
    """This is for somebody else to do."""

    code = "not-yours"


class OutOfTurn(Refused):
    """Something else has to come first."""

    code = "out-of-turn"


class OwnWork(Refused):
    """You cannot sign off your own work."""

    code = "own-work"


class AlreadyDone(Refused):
    """This has already been done."""

    code = "already-done"


class TextChanged(Refused):
    """The text has changed since you opened it."""

    code = "text-changed"


class Conflicted(Refused):
    """You have a recorded conflict of interest in this case."""

    code = "conflicted"


class OutsideTheDates(Refused):
    """That date does not fit the procedure."""

    code = "outside-the-dates"


class Incomplete(Refused):
    """Something is missing from what you sent."""

    code = "incomplete"


class Unknown(Refused):
    """There is nothing by that name."""

    code = "unknown"


class NotKnownYet(Refused):
    """The bank holidays for that date have not been published yet."""

    code = "holidays-not-published"
