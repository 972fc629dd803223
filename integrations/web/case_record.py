"""What has become of a case: chains, returns, meetings, decisions, actions, journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from bot.core import account, words
from bot.core.case import Mark
from bot.core.events import (
    AnswersRead,
    DeliveryEnded,
    Entry,
    Event,
    MeetingMoved,
    Nudged,
)
from bot.core.items import too_late
from bot.core.procedure import Decision, Meeting, Part, Request, SignOff
from bot.core.steps.sign_off import at_link, needed, said_seat, seats
from bot.counter import View
from integrations.web.case_shapes import (
    Asked,
    Chain,
    Held,
    Line,
    Link,
    Return,
    Ruled,
    Said,
    Seat,
)

SEAL: Final = 8
"""How many characters of a seal are shown: enough to compare with an export."""


def chains(view: View) -> list[Chain]:
    """List the sign-offs, with each link and whose turn it is."""
    found = []
    for step in _steps(view, SignOff):
        chain = view.case.chain(step.id)
        turn = at_link(step, chain, view.asking) if chain.text else -1
        links = tuple(
            _link(step, number, turn, view) for number in range(len(step.links))
        )
        found.append(
            Chain(
                step.title,
                _state(step.id, view),
                _marked("Written by", chain.written, view),
                _marked("Sent back by", chain.returned, view),
                chain.last_text or (chain.written.n if chain.written else 0),
                chain.returned.n if chain.returned else 0,
                links,
                view.buttons.get(step.id, ()),
            )
        )
    return found


def _link(step: SignOff, number: int, turn: int, view: View) -> Link:
    link, chain = step.links[number], view.case.chain(step.id)
    signed = {s.seat: s.mark for s in chain.signatures if s.link == number}
    there = seats(link, view.asking)
    need = needed(link, view.asking)
    state = "now" if number == turn else "signed" if number < turn else "later"
    return Link(
        number + 1,
        state,
        f"{need} of {len(there)} must sign" if need < len(there) else "",
        tuple(
            Seat(
                words.begun(said_seat(seat, view.asking)),
                _marked("Signed by", signed.get(seat), view),
            )
            for seat in there
        ),
    )


def requests(view: View) -> list[Asked]:
    """List the requests, and where each agency's return stands."""
    by_part = {line.part: line for line in view.lines}
    found = []
    for step in _steps(view, Request):
        returns, buttons = [], view.buttons.get(step.id, ())
        for agency, ask in view.case.asks(step.id).items():
            line = by_part.get(f"{step.id}/{agency}")
            due = line.due.due if line and line.due else None
            returns.append(
                Return(
                    view.asking.said(f"agency:{agency}"),
                    words.moment(ask.sent.at) if ask.sent else "Not asked yet",
                    words.moment(due) if due else "No date yet",
                    _came(ask.returned, view),
                    bool(line and line.late(view.asking.now)),
                    tuple(b for b in buttons if b.about.endswith(f"/{agency}")),
                )
            )
        rest = tuple(button for button in buttons if button.does != "returned")
        found.append(Asked(step.title, _state(step.id, view), tuple(returns), rest))
    return found


def _came(mark: Mark | None, view: View) -> str:
    if mark is None:
        return ""
    return f"{words.moment(mark.on)}, recorded by {view.asking.roster.name(mark.by)}"


def meetings(view: View) -> list[Held]:
    """List the meetings, when they are and when they were to be."""
    moves: dict[str, list[str]] = {}
    for entry in view.journal:
        if isinstance(entry.event, MeetingMoved):
            moves.setdefault(entry.event.step, []).append(words.moment(entry.event.was))
    found = []
    for step in _steps(view, Meeting):
        arranged = view.case.meetings.get(step.id)
        when = words.moment(arranged.start) if arranged else ""
        if arranged and arranged.stood_down:
            when = f"Called off. It was to be {when}."
        done = view.case.done.get(step.id)
        found.append(
            Held(
                step.title,
                _state(step.id, view),
                when,
                tuple(moves.get(step.id, ())),
                words.moment(done.on) if done else "",
                _last_day(step.id, view),
                view.buttons.get(step.id, ()),
            )
        )
    return found


def _last_day(step: str, view: View) -> str:
    """Say the last day of a meeting that stands after it, as when that day moved."""
    for line in view.lines:
        if line.part == step and line.day and too_late(line, view.case):
            return words.day(line.day)
    return ""


def decisions(view: View) -> list[Ruled]:
    """List the decisions made and to be made."""
    found = []
    for step in _steps(view, Decision):
        ruling = view.case.rulings.get(step.id)
        titles = {choice.id: choice.title for choice in step.choices}
        found.append(
            Ruled(
                step.title,
                _state(step.id, view),
                titles.get(ruling.choice, ruling.choice) if ruling else "",
                _marked("Decided by", ruling.mark, view) if ruling else "",
                ruling.mark.n if ruling else 0,
                tuple(
                    (_marked("Disagreement recorded by", mark, view), mark.n)
                    for mark in (ruling.dissent if ruling else ())
                ),
                view.buttons.get(step.id, ()),
            )
        )
    return found


def sheets(view: View) -> list[tuple[str, list[Line]]]:
    """List the action plan, a sheet for each stage."""
    case, today = view.case, view.asking.today
    return [
        (
            stage.title,
            [
                Line(
                    action.number,
                    view.asking.said(action.owner),
                    words.day(action.due),
                    "Done" if action.done else "Open",
                    action.added.n,
                    _marked("Completed by", action.done, view),
                    action.done is None and action.due < today,
                    view.actions.get(action.number, ()),
                )
                for action in case.actions
                if action.sheet == stage.id
            ],
        )
        for stage in view.asking.procedure.stage
    ]


def entries(view: View) -> list[Said]:
    """Tell the journal in words, the latest first."""
    return [_entry(entry, view) for entry in reversed(view.journal)]


def _entry(entry: Entry, view: View) -> Said:
    return Said(
        entry.n,
        words.moment(entry.at),
        account.by_whom(entry, view.asking),
        account.said(entry, view.asking),
        entry.seal[:SEAL],
        bool(getattr(entry.event, "digest", "")),
        _sort(entry.event),
    )


def _sort(event: Event) -> str:
    match event:
        case AnswersRead():
            return "reading"
        case Nudged():
            return "nudge"
        case DeliveryEnded():
            return "delivery"
        case _:
            return "act"


Kind = TypeVar("Kind", bound=Part)


def _steps(view: View, kind: type[Kind]) -> Iterator[Kind]:
    for step in view.asking.procedure.step:
        if isinstance(step, kind) and view.statuses.get(step.id) != "not-needed":
            yield step


def _state(step: str, view: View) -> str:
    return str(view.statuses.get(step, "waiting"))


def _marked(verb: str, mark: Mark | None, view: View) -> str:
    if mark is None:
        return ""
    name = view.asking.roster.name(mark.by)
    instead = (
        f" for {view.asking.roster.name(mark.instead_of)}" if mark.instead_of else ""
    )
    return f"{verb} {name}{instead}, {words.moment(mark.at)}"
