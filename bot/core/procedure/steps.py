"""The shapes of the five kinds of step."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from bot.core import clock
from bot.core.clock import Deadline
from bot.core.procedure.parts import ChoiceShape, Part, Shape, Source

EVERY_AGENCY = "every-agency"
"""Stands for each agency identified on the case, wherever roles are listed."""
CHANNEL = "channel"
"""Stands for the partnership's channel, wherever roles are told."""

Limit: TypeAlias = Literal["statutory", "national", "local"]
When: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""Facts and decisions that must hold, by name: all of them must."""
DISPUTED: Final = "disputed"
"""Holds in ``when`` once somebody disagrees with one of the decisions named."""
LATE: Final = "late"
"""Holds in ``when`` once one of the steps named is planned, or done, too late."""


def _ways(written: object) -> object:
    return (written,) if isinstance(written, Mapping) else written


Ways: TypeAlias = Annotated[tuple[When, ...], BeforeValidator(_ways)]
"""Several sets of facts, any of which is enough; a single table is a list of one."""


class Link(Shape):
    """One link of a sign-off chain.

    Attributes:
        roles: The roles that sign side by side at this link.
        each: A role of which every holder has a seat of their own.
        need: How many of the seats must sign, or ``all``.
        source: Where this link was read, if not where the step was.
    """

    roles: tuple[str, ...] = ()
    each: str = ""
    need: int | Literal["all"] = "all"
    source: Source | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """Every role this link names."""
        return (*self.roles, self.each) if self.each else self.roles


class StepShape(Part):
    """What every kind of step has.

    Attributes:
        owner: The role that does it, or sees that it is done.
        deputy: The role that acts instead; the owner's own deputy if not given.
        after: Steps that must be done first.
        when: Facts and decisions that must hold for it to apply, in any of some
            ways; always, if there are none.
        due: When, as the clock reads it.
        limit: Whether that date is statutory, a national expectation, or local.
        national: The national limit for the same act, where the local differs.
        target: The planned anchor that says for which day it is planned.
        tell: Roles (or ``channel``) told when it is done.
        optional: Whether it is only done if somebody finds it necessary.
        doing: A sentence for the person who has never done it before.
        sets: The anchor that doing it sets.
    """

    id: str
    stage: str
    title: str
    owner: str
    deputy: str = ""
    after: tuple[str, ...] = ()
    when: Ways = ()
    due: str = ""
    limit: Limit = "local"
    national: str = ""
    target: str = ""
    tell: tuple[str, ...] = ()
    optional: bool = False
    doing: str = ""
    sets: str = ""

    @cached_property
    def deadline(self) -> Deadline | None:
        """When it is due, read; nothing when the document gives no day."""
        return clock.read(self.due) if self.due else None

    @cached_property
    def national_deadline(self) -> Deadline | None:
        """The national limit for the same act, read."""
        return clock.read(self.national) if self.national else None


class Task(StepShape):
    """Something one role does and says it has done.

    Attributes:
        awaits: An outside body that does it; the owner only records it.
        stand_in: A role that may do it when owner and deputy are both away.
        stand_in_after: What the stand-in must have done first.
        files: What is to be written, saved or sent, by name.
        letter: The letter that is sent in doing it.
        pack: The request whose returns are sent in doing it.
        registered: The registration that whoever does it must have.
        repeats: Whether it is done again and again, until a step is done.
        until: That step.
    """

    kind: Literal["task"]
    awaits: str = ""
    stand_in: str = ""
    stand_in_after: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    letter: str = ""
    pack: str = ""
    registered: str = ""
    repeats: bool = False
    until: str = ""


class SignOff(StepShape):
    """A text that goes up a chain, and is agreed link by link.

    Attributes:
        text: The form in which the owner writes what is to be signed.
        chain: The links, in order. A bare role is a link of one seat.
    """

    kind: Literal["sign-off"]
    text: str
    chain: tuple[str | Link, ...]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The chain, with every bare role written out as a link."""
        return tuple(
            Link(roles=(link,)) if isinstance(link, str) else link
            for link in self.chain
        )


class Request(StepShape):
    """Something asked of many agencies, each with its own return.

    ``due`` is when returns are due.

    Attributes:
        send_by: When the requests must have gone.
        asks_for: What is asked for, such as ``briefing report``.
        letter: The letter with which it is asked for.
        returns: The form on which a return is written.
    """

    kind: Literal["request"]
    asks_for: str
    send_by: str = ""
    letter: str = ""
    returns: str = ""

    @cached_property
    def send_deadline(self) -> Deadline | None:
        """When the requests must have gone."""
        return clock.read(self.send_by) if self.send_by else None


class Meeting(StepShape):
    """A meeting that must be held by a day, invited by an earlier day, in order.

    ``due`` is the last day on which it may be held.

    Attributes:
        invite: Roles, or ``every-agency``, that must come.
        may_come: Roles invited without being required.
        chair: The role that takes the chair.
        invite_by: When the invitations must have gone.
        later_than: Meetings that must come before it.
        hide_guests: Whether those who are asked do not see who else is.
        quorum: The roles without which it cannot be held; everybody invited, if none
            are named. Whoever takes the chair is always among them.
        notice: How many full working days are left between its being arranged and
            the day it is held.
        lasts: Its usual length in minutes.
        agenda: What it is to deal with, a line for each.
        repeats: Whether it is held again and again, until a step is done.
        until: That step.
    """

    kind: Literal["meeting"]
    invite: tuple[str, ...]
    may_come: tuple[str, ...] = ()
    chair: str = ""
    invite_by: str = ""
    later_than: tuple[str, ...] = ()
    hide_guests: bool = False
    quorum: tuple[str, ...] = ()
    notice: Annotated[int, Field(ge=0, le=60)] = 1
    lasts: Annotated[int, Field(ge=5, le=24 * 60)] = 120
    agenda: tuple[str, ...] = ()
    repeats: bool = False
    until: str = ""

    @cached_property
    def invite_deadline(self) -> Deadline | None:
        """When the invitations must have gone."""
        return clock.read(self.invite_by) if self.invite_by else None


class WayShape(ChoiceShape):
    """One way a decision can go; for the routes of a case, with its legal basis.

    Attributes:
        basis: Why it may or must go that way, in a sentence.
        advise: Facts that point to it, in any of some ways.
        not_with: Ways that cannot be chosen together with it.
        needs_views: Whether everybody entitled to a view must have given it first.
    """

    basis: str = ""
    advise: Ways = ()
    not_with: tuple[str, ...] = ()
    needs_views: bool = False


class Decision(StepShape):
    """A choice that a named person makes, with reasons, and dissent recorded.

    Attributes:
        choices: What can be decided.
        several: Whether more than one of them may be chosen.
        views: Roles entitled to give a view, and to disagree on the record.
    """

    kind: Literal["decision"]
    choices: tuple[WayShape, ...]
    several: bool = False
    views: tuple[str, ...] = ()


Step: TypeAlias = Annotated[
    Task | SignOff | Request | Meeting | Decision, Field(discriminator="kind")
]
