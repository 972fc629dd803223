"""Every deadline and every meeting, in tables."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import clock, words
from bot.core.procedure import Meeting, Procedure, Request, Task
from bot.core.progress import AnyStep
from bot.verbs.markdown import Row, table, text
from bot.verbs.signing import in_full

_LIMITS = {"statutory": "Statutory", "national": "National", "local": "Local"}


def deadlines(procedure: Procedure) -> Iterator[str]:
    """Tell what is due when, stage by stage."""
    yield "## What is due when"
    yield ""
    yield "What has a statutory limit cannot be set aside, and a reminder of it does"
    yield "not wait for the morning. A national limit is an expectation of guidance or"
    yield "of the Panel, and a local one is the document’s own. Where the national day"
    yield "for the same act is another, both are given."
    for stage in procedure.stage:
        steps = [step for step in procedure.step if step.stage == stage.id]
        rows = [row for step in steps for row in _due(step, procedure)]
        yield ""
        yield f"### {text(stage.title)} (what is due)"
        yield ""
        if rows:
            yield from table(("What", "Who", "When", "Whose limit"), rows)
        undated = [step.title for step in steps if not step.due]
        if undated:
            yield ""
            yield f"With no date in the document: {text('; '.join(undated))}."


def _due(step: AnyStep, procedure: Procedure) -> Iterator[Row]:
    who = procedure.title_of(step.owner)
    if isinstance(step, Meeting) and step.invite_deadline:
        invited = in_full(step.invite_deadline, procedure)
        yield f"{step.title}: invitations", who, invited, "Local"
    if isinstance(step, Request) and step.send_deadline:
        asked = in_full(step.send_deadline, procedure)
        yield f"{step.title}: asking", who, asked, "Local"
    if step.due:
        limit = _LIMITS[step.limit]
        when = in_full(step.deadline, procedure)
        most = in_full(clock.read(step.national), procedure) if step.national else when
        if most != when:
            limit = f"{limit}; nationally {most[:1].lower()}{most[1:]}"
        if step.target:
            when += f"; planned for the day when {procedure.anchor[step.target].title}"
        if isinstance(step, Task | Meeting) and step.repeats:
            when += f"; again and again{_until(step.until, procedure)}"
        yield step.title, who, when, limit


def _until(step: str, procedure: Procedure) -> str:
    return f", until “{procedure.by_id[step].title}”" if step else ""


def meetings(procedure: Procedure) -> Iterator[str]:
    """Tell every meeting: by when, who comes, who chairs, and what it deals with."""
    yield "## Meetings"
    yield ""
    held = [step for step in procedure.step if isinstance(step, Meeting)]
    if not held:
        yield "None."
        return
    yield from table(
        ("Meeting", "Held", "Invited", "Who comes", "Chair", "After"),
        (_meeting(step, procedure) for step in held),
    )
    for step in held:
        if step.agenda:
            yield ""
            yield f"What the {text(step.title)} deals with:"
            yield ""
            yield from (f"- {text(line)}" for line in step.agenda)


def _meeting(step: Meeting, procedure: Procedure) -> Row:
    comes = words.listed(map(procedure.title_of, step.invite))
    if step.may_come:
        comes += (
            f"; if they wish, {words.listed(map(procedure.title_of, step.may_come))}"
        )
    if step.quorum:
        needed = words.listed(map(procedure.title_of, step.quorum))
        comes += f"; it cannot be held without {needed}"
    held = in_full(step.deadline, procedure)
    if step.notice != 1:
        held += f"; with {words.counted(step.notice, 'working day')} of notice"
    after = [procedure.by_id[one].title for one in step.later_than]
    return (
        f"{step.title} ({words.length(step.lasts)})",
        held,
        in_full(step.invite_deadline, procedure),
        comes,
        procedure.title_of(step.chair) if step.chair else "Not said",
        words.listed(after),
    )
