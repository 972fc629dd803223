"""The shape of a procedure file: anchors, roles, forms, and steps of five kinds.

One TOML file is one authority's written procedure. Every part says where it was
read (``source``) and, where the document is unclear, what it was taken to mean
(``reading``), why (``because``) and which role has agreed (``confirmed``). What
can be wrong with a file beyond its shape is in :mod:`bot.core.faults`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.core import clock
from bot.core.clock import Deadline

EVERY_AGENCY = "every-agency"
"""Stands for each agency identified on the case, wherever roles are listed."""
CHANNEL = "channel"
"""Stands for the partnership's channel, wherever roles are told."""

Limit: TypeAlias = Literal["statutory", "national", "local"]
When: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""Facts and decisions that must hold, by name: all of them must."""


class _Shape(BaseModel):
    """A frozen part of a file; a word it does not know is a mistake, not a wish."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(_Shape):
    """Where a part was read.

    Attributes:
        para: The paragraph, heading or page of the document.
        says: The words themselves, where they matter.
    """

    para: str
    says: str = ""


class Part(_Shape):
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
    """

    title: str
    asked: str = ""
    takes: Literal["day", "time"] = "day"


class StageShape(_Shape):
    """A part of the procedure, with a sheet of its own in the tracker."""

    id: str
    title: str


class ChoiceShape(_Shape):
    """One way a question or a decision can go."""

    id: str
    title: str
    source: Source | None = None


class QuestionShape(_Shape):
    """A question of a form; see :class:`bot.core.forms.Question`."""

    id: str
    asks: str
    kind: Literal["line", "text", "choice", "choices", "date", "time"] = "line"
    hint: str = ""
    required: bool = True
    options: tuple[ChoiceShape, ...] = ()
    fact: bool = False
    sets: str = ""
    past: bool = False
    only_if: tuple[str, str] | None = None
    source: Source | None = None


class SectionShape(_Shape):
    """A page of a form."""

    id: str
    title: str
    text: str = ""
    question: tuple[QuestionShape, ...]


class FormShape(_Shape):
    """A form the procedure asks for: the alert, or a text that a chain signs."""

    id: str
    title: str
    submit: str = "Send"
    text: tuple[str, ...] = ()
    section: tuple[SectionShape, ...]


class Link(_Shape):
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


class _Step(Part):
    """What every kind of step has.

    Attributes:
        owner: The role that does it, or sees that it is done.
        deputy: The role that acts instead; the owner's own deputy if not given.
        after: Steps that must be done first.
        when: Facts and decisions that must hold for it to apply.
        due: When, as the clock reads it.
        limit: Whether that date is statutory, a national expectation, or local.
        national: The national limit for the same act, where the local differs.
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
    when: When = Field(default_factory=dict)
    due: str = ""
    limit: Limit = "local"
    national: str = ""
    tell: tuple[str, ...] = ()
    optional: bool = False
    doing: str = ""
    sets: str = ""

    @cached_property
    def deadline(self) -> Deadline | None:
        """When it is due, read; nothing when the document gives no day."""
        return clock.read(self.due) if self.due else None


class Task(_Step):
    """Something one role does and says it has done.

    Attributes:
        awaits: An outside body that does it; the owner only records it.
        stand_in: A role that may do it when owner and deputy are both away.
        stand_in_after: What the stand-in must have done first.
        files: What is to be written, saved or sent, by name.
    """

    kind: Literal["task"]
    awaits: str = ""
    stand_in: str = ""
    stand_in_after: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class SignOff(_Step):
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


class Request(_Step):
    """Something asked of many agencies, each with its own return.

    ``due`` is when returns are due.

    Attributes:
        send_by: When the requests must have gone.
        asks_for: What is asked for, such as ``briefing report``.
    """

    kind: Literal["request"]
    asks_for: str
    send_by: str = ""

    @cached_property
    def send_deadline(self) -> Deadline | None:
        """When the requests must have gone."""
        return clock.read(self.send_by) if self.send_by else None


class Meeting(_Step):
    """A meeting that must be held by a day, invited by an earlier day, in order.

    ``due`` is the last day on which it may be held.

    Attributes:
        invite: Roles, or ``every-agency``, that must come.
        may_come: Roles invited without being required.
        chair: The role that takes the chair.
        invite_by: When the invitations must have gone.
        later_than: Meetings that must come before it.
        lasts: Its usual length in minutes.
    """

    kind: Literal["meeting"]
    invite: tuple[str, ...]
    may_come: tuple[str, ...] = ()
    chair: str = ""
    invite_by: str = ""
    later_than: tuple[str, ...] = ()
    lasts: Annotated[int, Field(ge=5, le=24 * 60)] = 120

    @cached_property
    def invite_deadline(self) -> Deadline | None:
        """When the invitations must have gone."""
        return clock.read(self.invite_by) if self.invite_by else None


class Decision(_Step):
    """A choice that a named person makes, with reasons, and dissent recorded.

    Attributes:
        choices: What can be decided.
        views: Roles entitled to record that they disagree.
    """

    kind: Literal["decision"]
    choices: tuple[ChoiceShape, ...]
    views: tuple[str, ...] = ()


Step: TypeAlias = Annotated[
    Task | SignOff | Request | Meeting | Decision, Field(discriminator="kind")
]


class Hours(_Shape):
    """The partnership's working hours, outside which the bot is quiet."""

    opens: time = time(9)
    closes: time = time(17)
    digest: time = time(8, 30)


class Nudging(_Shape):
    """When the bot reminds, and whom it tells as it gets later.

    Attributes:
        before: Working days before a due day on which the owner is reminded.
        hours_before: Hours before, where a deadline is counted in hours.
        escalate_after: Working days late before the owner's manager is told too.
    """

    before: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (2, 1)
    hours_before: tuple[Annotated[int, Field(ge=1, le=240)], ...] = (6, 1)
    escalate_after: Annotated[int, Field(ge=0, le=60)] = 1


class LeftOut(_Shape):
    """A passage of the document that the file does nothing with, and why."""

    para: str
    says: str
    because: str


class Procedure(_Shape):
    """One authority's written procedure, as data.

    Attributes:
        document: The title and date of what it was read from.
        holidays: The subdivision whose bank holidays count, such as ``ENG``.
        coordinator: The role that keeps the case: told of everything late.
        readers: Roles that may read what was written in forms.
    """

    name: str
    slug: str
    document: str
    holidays: str = "ENG"
    coordinator: str
    readers: tuple[str, ...]
    hours: Hours = Hours()
    nudges: Nudging = Nudging()
    role: Mapping[str, RoleShape]
    anchor: Mapping[str, AnchorShape]
    stage: tuple[StageShape, ...]
    form: tuple[FormShape, ...]
    step: tuple[Step, ...]
    reading: tuple[Reading, ...] = ()
    left_out: tuple[LeftOut, ...] = Field(default=(), alias="left-out")

    @cached_property
    def by_id(self) -> Mapping[str, Task | SignOff | Request | Meeting | Decision]:
        """The steps, by their identifiers."""
        return {step.id: step for step in self.step}

    @cached_property
    def forms(self) -> Mapping[str, FormShape]:
        """The forms, by their identifiers."""
        return {form.id: form for form in self.form}

    def title_of(self, role: str) -> str:
        """Say a role as people do, or the agency list, or the channel."""
        if role == EVERY_AGENCY:
            return "every agency involved"
        return self.role[role].title if role in self.role else role

    def deputy_of(self, role: str, step: Part | None = None) -> str:
        """Find the role that acts when nobody in a role is there."""
        own = step.deputy if isinstance(step, _Step) and step.owner == role else ""
        return own or (self.role[role].deputy if role in self.role else "")

    def readings(self) -> Iterator[tuple[str, Part]]:
        """List each reading with the name of the part it belongs to."""
        for reading in self.reading:
            yield reading.id, reading
        for name, part in {**self.role, **self.anchor, **self.by_id}.items():
            if part.reading:
                yield name, part

    def unconfirmed(self, *names: str) -> tuple[Part, ...]:
        """List the readings on some parts that no role has confirmed yet."""
        wanted = set(names)
        return tuple(
            part
            for name, part in self.readings()
            if not part.confirmed
            and (
                name in wanted
                or (isinstance(part, Reading) and wanted.intersection(part.touches))
            )
        )
