"""What an export of a case holds, part by part and in words.

The facts, the deadlines, the meetings, the agencies, the action plan, and the
journal with its seals. Nothing that anybody wrote in a form is among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core import account, routes, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import Entry, MeetingMoved
from bot.core.procedure import Decision, Meeting, Request
from bot.core.progress import Line, compared, lines, plans
from bot.spreadsheets import Cell

_DEADLINES: Final = (
    "What", "Who", "Due", "About that day", "How it stands", "Limit", "Paragraph",
)  # fmt: skip
_ACTIONS: Final = (
    "Number", "Sheet", "For", "Organisation", "By", "How it stands", "Done on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an export: a table with a title.

    Days and times stay what they are, so that a spreadsheet can sort them; on a page
    they are put in words.

    Attributes:
        empty: What to say where there are no rows.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
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
            _DEADLINES,
            tuple(_deadline(line, asking) for line in known),
        ),
        Part(
            "Meetings",
            ("Meeting", "When", "How it stands", "Held", "Moved from"),
            tuple(_meetings(case, asking, entries)),
        ),
        Part(
            "Decisions",
            ("Decision", "Decided", "On", "Views", "Disagreement"),
            tuple(_decisions(case, asking)),
            "Nothing has been decided.",
        ),
        Part(
            "Agencies",
            ("Agency", "Asked for", "Asked on", "Return due", "Returned"),
            tuple(_agencies(case, asking, known)),
            "No agency has been identified.",
        ),
        Part(
            "Action plan",
            _ACTIONS,
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
) -> Iterator[tuple[str, Cell]]:
    procedure = asking.procedure
    yield "Reference", case.ref
    yield "Partnership", asking.roster.title
    yield "Procedure", f"{procedure.name}, version {case.version}"
    if case.raised:
        yield "Alert raised", case.raised.at
    yield "Closed", case.closed.at if case.closed else "No, it is open"
    yield (
        "What was written",
        "Erased" if case.erased else "Kept, and not in this export",
    )
    for name, choice in case.facts.items():
        asked = routes.fact_named(name, procedure)
        yield (
            asked.asks if asked else name,
            routes.said_fact(asked, choice) if asked else choice,
        )
    for old in case.reanswered:
        asked = routes.fact_named(old.fact, procedure)
        if asked:
            said = routes.said_fact(asked, old.value) or "Not answered"
            yield f"{asked.asks} Until it was changed", said
    for name, value in case.anchors.items():
        shape = procedure.anchor.get(name)
        yield words.begun(shape.title if shape else name), value
    for was in case.corrected:
        shape = procedure.anchor.get(was.anchor)
        title = words.begun(shape.title if shape else was.anchor)
        yield f"{title}, until corrected", was.value
    yield "Entries in the journal", len(entries)
    yield "Last seal", entries[-1].seal if entries else ""
    yield "Exported", asking.now


def _deadline(line: Line, asking: Asking) -> tuple[Cell, ...]:
    state = "Done" if line.settled else "Late" if line.late(asking.now) else "To do"
    step = line.step
    about = filter(None, (_undated(line, asking), compared(line, asking.offices)))
    return (
        line.title,
        asking.said(line.role),
        line.due.due if line.due else None,
        ". ".join(about),
        state,
        step.limit,
        step.source.para,
    )


def _undated(line: Line, asking: Asking) -> str:
    """Say why there is no day yet; nothing where there is one."""
    due = line.due
    if due is None:
        return "Past the published bank holidays"
    if due.due is not None:
        return ""
    titles = {k: v.title for k, v in asking.procedure.anchor.items()}
    titles |= {step.id: step.title for step in asking.procedure.step}
    missing = words.listed(titles.get(name, name) for name in due.waiting_for)
    return f"Not known until this is: {missing}" if missing else "Comes round no more"


def _meetings(
    case: Case, asking: Asking, entries: Sequence[Entry]
) -> Iterator[tuple[Cell, ...]]:
    moved: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry.event, MeetingMoved):
            moved.setdefault(entry.event.step, []).append(words.moment(entry.event.was))
    for step in asking.procedure.step:
        if not isinstance(step, Meeting):
            continue
        arranged, held = case.meetings.get(step.id), case.doings(step.id)
        state = "Held" if held else "Not arranged"
        if arranged and arranged.stood_down and arranged.pencilled:
            arranged = None  # a time that was only held, and was let go
        elif arranged and arranged.stood_down:
            state = "Called off"
        elif case.to_come(step.id):
            state = "Arranged"
        elif case.pencilled(step.id):
            state = "Time held, not certain"
        yield (
            step.title,
            arranged.start if arranged else None,
            state,
            held[0].on
            if len(held) == 1
            else words.listed(words.moment(mark.on) for mark in held),
            "; ".join(moved.get(step.id, ())),
        )


def _decisions(case: Case, asking: Asking) -> Iterator[tuple[Cell, ...]]:
    for step in asking.procedure.step:
        ruling = case.rulings.get(step.id)
        if not isinstance(step, Decision):
            continue
        views = routes.views_said(step, case, asking)
        if ruling is None and not views:
            continue
        yield (
            step.title,
            "; ".join(routes.titles(step, ruling.choice)) if ruling else "Not yet",
            ruling.mark.at if ruling else None,
            views,
            words.counted(len(ruling.dissent), "view") + " recorded"
            if ruling and ruling.dissent
            else "",
        )


def _agencies(
    case: Case, asking: Asking, known: Sequence[Line]
) -> Iterator[tuple[Cell, ...]]:
    by_part = {line.part: line for line in known}
    names = {agency.id: agency.name for agency in asking.roster.agencies}
    for step in asking.procedure.step:
        if not isinstance(step, Request):
            continue
        for agency, ask in case.asks(step.id).items():
            line = by_part.get(f"{step.id}/{agency}")
            due: date | None = line.due.due if line and line.due else ask.return_by
            yield (
                names.get(agency, agency),
                words.begun(step.asks_for),
                ask.sent.at if ask.sent else "Not asked yet",
                due or "Not known yet",
                ask.returned.on if ask.returned else None,
            )


def _actions(case: Case, asking: Asking) -> Iterator[tuple[Cell, ...]]:
    for action in case.actions:
        where = plans.standing_of(action, asking.today)
        yield (
            action.number,
            plans.sheet_title(action.sheet, asking.procedure),
            asking.said(action.owner),
            asking.roster.agency_name(action.agency),
            action.due,
            plans.STATUSES[where],
            action.done.on if action.done else None,
        )


def _entry(entry: Entry, asking: Asking) -> tuple[Cell, ...]:
    return (
        entry.n,
        entry.at,
        account.by_whom(entry, asking),
        account.said(entry, asking),
        entry.seal,
    )
