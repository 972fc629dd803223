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
from typing import Annotated

from pydantic import Field

from bot.core.clock import Deadline
from bot.core.procedure.papers import (
    FormShape,
    LetterShape,
    QuestionShape,
    SectionShape,
)
from bot.core.procedure.parts import (
    AnchorShape,
    ChoiceShape,
    Part,
    Reading,
    RoleShape,
    RoomShape,
    Shape,
    Source,
    StageShape,
)
from bot.core.procedure.steps import (
    CHANNEL,
    DISPUTED,
    EVERY_AGENCY,
    LATE,
    Decision,
    Limit,
    Link,
    Meeting,
    Request,
    SignOff,
    Step,
    StepShape,
    Task,
    Ways,
    WayShape,
    When,
)

__all__ = [
    "CHANNEL", "DISPUTED", "EVERY_AGENCY", "LATE", "AnchorShape", "ChoiceShape",
    "Decision", "FormShape", "Hours", "LeftOut", "LetterShape", "Limit", "Link",
    "Meeting", "Nudging", "Part", "Procedure", "QuestionShape", "Reading", "Request",
    "RoleShape", "RoomShape", "SectionShape", "SignOff", "Source", "StageShape", "Step",
    "Task", "WayShape", "Ways", "When",
]  # fmt: skip


class Hours(Shape):
    """The partnership's working hours, outside which the bot is quiet."""

    opens: time = time(9)
    closes: time = time(17)
    digest: time = time(8, 30)


class Nudging(Shape):
    """When the bot reminds, and whom it tells as it gets later.

    Attributes:
        before: Working days before a due day on which the owner is reminded.
        hours_before: Hours before, where a deadline is counted in hours.
        escalate_after: Working days late before the owner's manager is told too.
    """

    before: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (2, 1)
    hours_before: tuple[Annotated[int, Field(ge=1, le=240)], ...] = (6, 1)
    escalate_after: Annotated[int, Field(ge=0, le=60)] = 1


class LeftOut(Shape):
    """A passage of the document that the file does nothing with, and why."""

    para: str
    says: str
    because: str


class Procedure(Shape):
    """One authority's written procedure, as data.

    Attributes:
        document: The title and date of what it was read from.
        contents: Its headings in their order, where its paragraphs have no numbers.
        holidays: The subdivision whose bank holidays count, such as ``ENG``.
        coordinator: The role that keeps the case: told of everything late.
        readers: Roles that may read what was written in forms.
        room: The private channel that each case has, if the document wants one.
    """

    name: str
    slug: str
    document: str
    contents: tuple[str, ...] = ()
    holidays: str = "ENG"
    coordinator: str
    readers: tuple[str, ...]
    hours: Hours = Hours()
    nudges: Nudging = Nudging()
    role: Mapping[str, RoleShape]
    anchor: Mapping[str, AnchorShape]
    stage: tuple[StageShape, ...]
    form: tuple[FormShape, ...]
    letter: tuple[LetterShape, ...] = ()
    step: tuple[Step, ...]
    room: RoomShape | None = None
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

    @cached_property
    def letters(self) -> Mapping[str, LetterShape]:
        """The letters, by their identifiers."""
        return {letter.id: letter for letter in self.letter}

    @cached_property
    def rooms(self) -> Mapping[str, RoomShape]:
        """The room of a case, by the name it has as a part of the file; or none."""
        return {"room": self.room} if self.room else {}

    @cached_property
    def watched(self) -> tuple[str, ...]:
        """The steps of which another asks whether they are late."""
        found: list[str] = []
        for step in self.step:
            for way in step.when:
                wanted = way.get(LATE, ())
                found += [wanted] if isinstance(wanted, str) else wanted
        return tuple(dict.fromkeys(found))

    @cached_property
    def recurring(self) -> frozenset[str]:
        """The steps that may come round again once they have been done."""
        return frozenset(
            step.id
            for step in self.step
            if (isinstance(step, Task | Meeting) and step.repeats)
            or (step.deadline is not None and step.deadline.manner == "every")
        )

    @cached_property
    def counted_from(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The anchors that the dates of each step follow from, and the steps.

        Its plan is among the anchors. Steps that have no date are left out.
        """
        found = {}
        for step in self.step:
            inviting = step.invite_deadline if step.kind == "meeting" else None
            sending = step.send_deadline if step.kind == "request" else None
            own = (step.deadline, step.national_deadline, inviting, sending)
            if dates := [deadline for deadline in own if deadline]:
                names, steps = {step.target}, set[str]()
                for deadline in dates:
                    self._count(deadline, step.id, names, steps)
                found[step.id] = tuple(sorted(names)), tuple(sorted(steps))
        return found

    def _count(
        self, deadline: Deadline, of: str, anchors: set[str], steps: set[str]
    ) -> None:
        """Add what a deadline of a step follows from."""
        anchors |= deadline.anchors
        if deadline.manner == "every":
            steps.add(of)
        if deadline.with_step:
            other = self.by_id[deadline.with_step]
            steps.add(other.id)
            anchors.add(other.sets)
            if other.deadline:
                self._count(other.deadline, other.id, anchors, steps)

    @cached_property
    def only_asked(self) -> tuple[str, ...]:
        """The days that a question of the alert finds out, and no step."""
        asked = (q for section in self.forms["alert"].section for q in section.question)
        found = {step.sets for step in self.step}
        return tuple(q.sets for q in asked if q.sets and q.sets not in found)

    def title_of(self, role: str) -> str:
        """Say a role as people do, or the agency list, or the channel."""
        if role == EVERY_AGENCY:
            return "every agency involved"
        return self.role[role].title if role in self.role else role

    def deputy_of(self, role: str, step: Part | None = None) -> str:
        """Find the role that acts when nobody in a role is there."""
        own = step.deputy if isinstance(step, StepShape) and step.owner == role else ""
        return own or (self.role[role].deputy if role in self.role else "")

    def readings(self) -> Iterator[tuple[str, Part]]:
        """List each reading with the name of the part it belongs to."""
        for reading in self.reading:
            yield reading.id, reading
        for name, part in {
            **self.rooms,
            **self.letters,
            **self.role,
            **self.anchor,
            **self.by_id,
        }.items():
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
