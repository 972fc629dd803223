"""What is asked of every procedure, and how its file answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from bot.core import clock, words
from bot.core.procedure import DISPUTED, LATE, Decision, Meeting, Procedure, SignOff
from bot.core.progress import AnyStep
from bot.verbs.pages.rooms import in_room
from bot.verbs.pages.sentences import holds
from bot.verbs.signing import in_full, in_order

Answer: TypeAlias = Callable[[Procedure], str]
"""What one procedure says to a question; nothing where it says nothing."""

_AWARE: Final = "aware"
_NOTIFIED: Final = "sin-sent"
_PANEL_TOLD: Final = "panel-told"
_PUBLISHED: Final = "published"


def _each(said: Iterable[str]) -> str:
    """Put several answers on lines of their own."""
    return "\n".join(said)


def _setting(anchor: str, procedure: Procedure) -> AnyStep | None:
    """Find the step that an anchor is set by."""
    return next((step for step in procedure.step if step.sets == anchor), None)


def _when(anchor: str) -> Answer:
    """Say by when the step is due that sets an anchor."""

    def said(procedure: Procedure) -> str:
        step = _setting(anchor, procedure)
        return _dated(step, procedure) if step else ""

    return said


def _who(anchor: str) -> Answer:
    """Say who does what sets an anchor, and who else may."""

    def said(procedure: Procedure) -> str:
        step = _setting(anchor, procedure)
        if step is None:
            return ""
        deputy = procedure.deputy_of(step.owner, step)
        instead = f"; or else {procedure.title_of(deputy)}" if deputy else ""
        return f"{procedure.title_of(step.owner)}{instead}"

    return said


def _dated(step: AnyStep, procedure: Procedure) -> str:
    names = [step.id, *(step.deadline.anchors if step.deadline else ())]
    unsure = "*" if procedure.unconfirmed(*names) else ""
    return f"{in_full(step.deadline, procedure)}{unsure}"


def _heard(procedure: Procedure) -> str:
    """Say what is due before the notification, from when something happens."""
    firsts = [
        f"{step.title}: {_dated(step, procedure)}"
        for step in procedure.step
        if step.deadline
        and any(term.unit == "hours" for term in step.deadline.terms)
        and step.sets not in (_NOTIFIED, _PANEL_TOLD)
    ]
    return _each(firsts)


def _chain(procedure: Procedure) -> str:
    """Say who signs what, in order."""
    return _each(
        f"{step.title}: {in_order(step, procedure)}"
        for step in procedure.step
        if isinstance(step, SignOff)
    )


def _routes(procedure: Procedure) -> str:
    """Say each way that a case can go, decision by decision."""
    return _each(
        f"{step.title}: {'; '.join(choice.title for choice in step.choices)}"
        for step in _deciding(procedure)
    )


def _deciding(procedure: Procedure, *, later: bool = False) -> list[Decision]:
    """Find the decisions that lead a case on its routes, or those that come later."""
    stages = [stage.id for stage in procedure.stage]
    sent = _setting(_NOTIFIED, procedure)
    most = stages.index(sent.stage) if sent else len(stages)
    return [
        step
        for step in procedure.step
        if isinstance(step, Decision)
        and any(choice.basis or choice.advise for choice in step.choices)
        and (stages.index(step.stage) > most) is later
    ]


def _decides(procedure: Procedure) -> str:
    return _decided_by(_deciding(procedure), procedure)


def _decides_later(procedure: Procedure) -> str:
    return _decided_by(_deciding(procedure, later=True), procedure)


def _decided_by(steps: Iterable[Decision], procedure: Procedure) -> str:
    return _each(
        f"{step.title}: {procedure.title_of(step.owner)}, "
        f"{_lower(_dated(step, procedure))}"
        for step in steps
    )


def _act(name: str) -> Answer:
    """Say who does an act that has the same name in every file, and by when."""

    def said(procedure: Procedure) -> str:
        step = procedure.by_id.get(name)
        if step is None:
            return ""
        when = _lower(_dated(step, procedure))
        return f"{step.title}: {procedure.title_of(step.owner)}, {when}"

    return said


def _day_zero(procedure: Procedure) -> str:
    """Say how the days of the notification and the rapid review are counted."""
    both = (name for name in (_AWARE, _NOTIFIED) if name in procedure.anchor)
    return _each(dict.fromkeys(one for a in both for one in _zero(a, procedure)))


def _zero(anchor: str, procedure: Procedure) -> Iterator[str]:
    """Find what is said of an anchor's day zero: as it was read, or as it stands."""
    shape = procedure.anchor[anchor]
    touching = [one for one in procedure.reading if anchor in one.touches]
    read = [one for one in (shape, *touching) if "day zero" in one.reading.lower()]
    for one in read[:1]:
        yield f"{one.reading}{'' if one.confirmed else '*'}"
    if not read and "day zero" in shape.source.says:
        yield f"“{shape.source.says}”"


def _not_notified(procedure: Procedure) -> str:
    """Say what follows where it is decided not to notify, once views are heard."""
    ways = {
        (step.id, choice.id)
        for step in _deciding(procedure)
        for choice in step.choices
        if choice.needs_views
    }
    return _each(
        f"{step.title}: {_lower(_dated(step, procedure))}"
        for step in procedure.step
        if any(
            way in ((said,) if isinstance(said, str) else said)
            for when in step.when
            for decision, way in ways
            if (said := when.get(decision))
        )
    )


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _views(procedure: Procedure) -> str:
    heard = {role: "" for step in _deciding(procedure) for role in step.views}
    return words.listed(map(procedure.title_of, heard))


def _disputes(procedure: Procedure) -> str:
    return _each(
        f"{step.title} ({procedure.title_of(step.owner)})"
        for step in procedure.step
        if any(DISPUTED in when for when in step.when)
    )


def _meetings(procedure: Procedure) -> str:
    told = _setting(_PANEL_TOLD, procedure)
    return _each(
        f"{step.title}: {_lower(_dated(step, procedure))}"
        for step in procedure.step
        if isinstance(step, Meeting) and told and step.stage == told.stage
    )


def _slipping(procedure: Procedure) -> str:
    return _each(
        f"{step.title}, if {holds(step.when, procedure)}"
        for step in procedure.step
        if any(LATE in when for when in step.when)
    )


def _backwards(procedure: Procedure) -> str:
    return _each(
        f"{step.title}: {_lower(_dated(step, procedure))}"
        for step in procedure.step
        if step.deadline and any(term.count < 0 for term in step.deadline.terms)
    )


def _national(procedure: Procedure) -> str:
    """Say where the local day is counted otherwise than the national one."""
    both = [
        (step, in_full(step.deadline, procedure), clock.read(step.national))
        for step in procedure.step
        if step.national
    ]
    return _each(
        f"{step.title}: {_lower(own)}; nationally {_lower(in_full(most, procedure))}"
        for step, own, most in both
        if own != in_full(most, procedure)
    )


def _anchors(procedure: Procedure) -> str:
    return _each(words.begun(shape.title) for shape in procedure.anchor.values())


def _unsure(procedure: Procedure) -> str:
    found = [bool(part.confirmed) for _, part in procedure.readings()]
    return f"{found.count(False)} of {len(found)}"


def _per_stage(procedure: Procedure) -> str:
    counts = Counter(step.stage for step in procedure.step)
    named = (f"{stage.title}: {counts[stage.id]}" for stage in procedure.stage)
    return _each((f"{len(procedure.step)} in all", *named))


def _asked(procedure: Procedure) -> str:
    form = procedure.forms["alert"]
    return str(sum(len(section.question) for section in form.section))


TOPICS: Final[tuple[tuple[str, tuple[tuple[str, Answer], ...]], ...]] = (
    (
        "The notification",
        (
            ("By when is it sent?", _when(_NOTIFIED)),
            ("What is day zero?", _day_zero),
            ("Who sends it?", _who(_NOTIFIED)),
            ("Who decides, and by when?", _decides),
            ("Who may give a view?", _views),
            ("Which ways can it go?", _routes),
            ("What if a looked-after child has died?", _act("looked-after-death")),
            ("What follows if it is not notified?", _not_notified),
            ("What if somebody disagrees?", _disputes),
            ("What is counted in hours?", _heard),
            ("Who shares a private channel?", in_room),
        ),
    ),
    (
        "The rapid review",
        (
            ("By when does the Panel have it?", _when(_PANEL_TOLD)),
            ("Who sends it?", _who(_PANEL_TOLD)),
            ("Which meetings are held, and when?", _meetings),
            ("Who decides on a practice review, and by when?", _decides_later),
        ),
    ),
    (
        "The practice review",
        (
            ("By when is it published?", _when(_PUBLISHED)),
            ("Who publishes it?", _who(_PUBLISHED)),
            ("What is counted back from publication?", _backwards),
            ("What if publication slips?", _slipping),
        ),
    ),
    (
        "The file",
        (
            ("From which days is it counted?", _anchors),
            ("Where is the local day not the national one?", _national),
            ("Who signs, in what order?", _chain),
            ("How many steps are there?", _per_stage),
            ("How many offices?", lambda procedure: str(len(procedure.role))),
            ("How many questions does the alert ask?", _asked),
            ("How many letters are there?", lambda p: str(len(p.letter))),
            ("How many readings are unconfirmed?", _unsure),
            ("How many passages are left out?", lambda p: str(len(p.left_out))),
        ),
    ),
)
"""The questions, by topic; another is a line here."""
