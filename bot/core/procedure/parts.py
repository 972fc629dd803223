"""What every part of a procedure file has, and the parts that steps refer to."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.core.wording import ALERT


class Shape(BaseModel):
    """A frozen part of a file; a word it does not know is a mistake, not a wish."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Shape):
    """Where a part was read.

    Attributes:
        para: The paragraph, heading or page of the document.
        says: The words themselves, where they matter.
    """

    para: str
    says: str = ""


class Part(Shape):
    """Anything read from the document.

    Attributes:
        reading: What an unclear passage was taken to mean, or an empty string.
        because: Why it was taken so.
        confirmed: The role that agreed to the reading, or an empty string.
    """

    source: Source
    reading: str = ""
    because: str = ""
    confirmed: str = ""


class Reading(Part):
    """A reading that touches several parts at once.

    Attributes:
        touches: The steps and anchors whose dates or owners depend on it.
    """

    id: str
    reading: str
    because: str
    touches: tuple[str, ...] = ()


class RoleShape(Part):
    """Somebody's office, never a person.

    Attributes:
        short: What people call it, such as ``HoQA``.
        also: The other names that the document has for it.
        manager: The role told when this one is late.
        deputy: The role that acts when nobody in this one is there.
        outside: Whether it is a body the bot never writes to.
    """

    title: str
    short: str = ""
    also: tuple[str, ...] = ()
    manager: str = ""
    deputy: str = ""
    outside: bool = False


class AnchorShape(Part):
    """A dated fact that deadlines are counted from.

    Attributes:
        asked: The question that finds it out.
        takes: ``time`` where hours are counted from it, otherwise ``day``.
        planned: Whether it is set ahead, such as a target for publication.
        set_by: ``alert`` where raising the alert itself sets it.
    """

    title: str
    asked: str = ""
    takes: Literal["day", "time"] = "day"
    planned: bool = False
    set_by: Literal["", "alert"] = ""


class StageShape(Shape):
    """A part of the procedure, with a sheet of its own in the tracker."""

    id: str
    title: str


class RoomShape(Part):
    """A private channel for each case, named by the case's reference only.

    Attributes:
        opens: The step after which it opens, or ``alert`` for the alert itself.
        roles: The roles whose people are let in.
    """

    opens: str = ALERT
    roles: tuple[str, ...]


class ChoiceShape(Shape):
    """One way a question or a decision can go."""

    id: str
    title: str
    source: Source | None = None
