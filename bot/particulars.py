"""What an export of a case holds, part by part and in words.

The facts, the deadlines, the meetings, the agencies, the action plan, and the
journal with its seals. Nothing that anybody wrote in a form is among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core import account, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import Entry, MeetingMoved
from bot.core.procedure import Meeting, Request
from bot.core.progress import Line, lines


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an export: a table with a title.

    Attributes:
        empty: What to say where there are no rows.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "None."


def parts(case: Case, asking: Asking, entries: Sequence[Entry]) -> tuple[Part, ...]:
    """Put a case in words, part by part.

    Args:
        case: The case.
        asking: Under which rules, and with whose roster, it is read.
        entries: Its whole journal.
    """
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    return (
        Part("Case", ("What", "Which"), tuple(_facts(case, asking, entries))),
        Part(
            "Deadlines",
            ("What", "Who", "Due", "How it stands", "Limit", "Paragraph"),
            tuple(_deadline(line, asking) for line in known),
        ),
        Part(
            "Meetings",
            ("Meeting", "When", "Held", "Moved from"),
            tuple(_meetings(case, asking, entries)),
        ),
        Part(
            "Agencies",
            ("Agency", "Asked for", "Asked on", "Return due", "Returned"),
            tuple(_agencies(case, asking, known)),
            "No agency has been identified.",
        ),
        Part(
            "Action plan",
            ("Number", "Sheet", "For", "By", "How it stands"),
            tuple(_actions(case, asking)),
            "No action has been agreed.",
        ),
        Part(
            "Journal",
            ("Entry", "When", "By whom", "What happened", "Seal"),
            tuple(_entry(entry, asking) for entry in entries),
        ),
    )


def _facts(
    case: Case, asking: Asking, entries: Sequence[Entry]
) -> Iterator[tuple[str, str]]:
    procedure = asking.procedure
    yield "Reference", case.ref
    yield "Partnership", asking.roster.title
    yield "Procedure", f"{procedure.name}, version {case.version}"
    if case.raised:
        yield "Alert raised", words.moment(case.raised.at)
    yield "Closed", words.moment(case.closed.at) if case.closed else "No, it is open"
    yield (
        "What was written",
        "Erased" if case.erased else "Kept, and not in this export",
    )
    questions = (q for form in procedure.form for s in form.section for q in s.question)
    asked = {q.id: (q.asks, {o.id: o.title for o in q.options}) for q in questions}
    for name, choice in case.facts.items():
        asks, titles = asked.get(name, (name, {}))
        yield asks, titles.get(choice, choice)
    for name, value in case.anchors.items():
        shape = procedure.anchor.get(name)
        yield words.begun(shape.title if shape else name), words.moment(value)
    for was in case.corrected:
        shape = procedure.anchor.get(was.anchor)
        title = words.begun(shape.title if shape else was.anchor)
        yield f"{title}, until corrected", words.moment(was.value)
    yield "Entries in the journal", str(len(entries))
    yield "Last seal", entries[-1].seal if entries else ""
    yield "Exported", words.moment(asking.now)


def _deadline(line: Line, asking: Asking) -> tuple[str, ...]:
    due = line.due
    if due is None:
        when = "Past the published bank holidays"
    elif due.due is not None:
        when = words.moment(due.due)
    else:
        titles = {k: v.title for k, v in asking.procedure.anchor.items()}
        titles |= {step.id: step.title for step in asking.procedure.step}
        missing = words.listed(titles.get(name, name) for name in due.waiting_for)
        when = (
            f"Not known until this is: {missing}" if missing else "Comes round no more"
        )
    state = "Done" if line.settled else "Late" if line.late(asking.now) else "To do"
    step = line.step
    return (
        line.title, asking.said(line.role), when, state, step.limit, step.source.para,
    )  # fmt: skip


def _meetings(
    case: Case, asking: Asking, entries: Sequence[Entry]
) -> Iterator[tuple[str, ...]]:
    moved: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry.event, MeetingMoved):
            moved.setdefault(entry.event.step, []).append(words.moment(entry.event.was))
    for step in asking.procedure.step:
        if not isinstance(step, Meeting):
            continue
        arranged, held = case.meetings.get(step.id), case.done.get(step.id)
        when = words.moment(arranged.start) if arranged else "Not arranged"
        if arranged and arranged.stood_down:
            when = f"Called off; it was to be {when}"
        yield (
            step.title,
            when,
            words.moment(held.on) if held else "",
            "; ".join(moved.get(step.id, ())),
        )


def _agencies(
    case: Case, asking: Asking, known: Sequence[Line]
) -> Iterator[tuple[str, ...]]:
    by_part = {line.part: line for line in known}
    names = {agency.id: agency.name for agency in asking.roster.agencies}
    for step in asking.procedure.step:
        if not isinstance(step, Request):
            continue
        for agency, ask in case.asks(step.id).items():
            line = by_part.get(f"{step.id}/{agency}")
            due = line.due.due if line and line.due else ask.return_by
            yield (
                names.get(agency, agency),
                words.begun(step.asks_for),
                words.moment(ask.sent.at) if ask.sent else "Not asked yet",
                words.moment(due) if due else "Not known yet",
                words.moment(ask.returned.on) if ask.returned else "",
            )


def _actions(case: Case, asking: Asking) -> Iterator[tuple[str, ...]]:
    sheets = {stage.id: stage.title for stage in asking.procedure.stage}
    for action in case.actions:
        late = action.due < asking.today
        state = "Late" if late else "To do"
        if action.done:
            state = f"Done on {words.moment(action.done.on)}"
        yield (
            str(action.number),
            sheets.get(action.sheet, action.sheet),
            asking.said(action.owner),
            words.day(action.due),
            state,
        )


def _entry(entry: Entry, asking: Asking) -> tuple[str, ...]:
    return (
        str(entry.n),
        words.moment(entry.at),
        account.by_whom(entry, asking),
        account.said(entry, asking),
        entry.seal,
    )
