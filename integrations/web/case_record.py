"""What has become of a case: chains, returns, meetings, decisions, actions, journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from bot.core import account, routes, words
from bot.core.apart import vacant
from bot.core.case import Mark
from bot.core.events import (
    AnswersRead,
    DeliveryEnded,
    Entry,
    Event,
    MeetingArranged,
    MeetingMoved,
    Nudged,
)
from bot.core.items import too_late
from bot.core.packs import facts, pack_of
from bot.core.procedure import Decision, Meeting, Part, Request, SignOff, Task
from bot.core.progress import disputed, rests
from bot.core.steps.sign_off import at_link, needed, said_seat, seats
from bot.core.written import has_text
from bot.counter import View
from bot.registers import Tracked, tracked
from integrations.web import case_routes
from integrations.web.case_guests import guests
from integrations.web.case_shapes import (
    Asked,
    Chain,
    Held,
    Link,
    Packed,
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
                _marked("Signed by", signed.get(seat), view)
                or (_vacant(step.id, seat, view) if state == "now" else ""),
            )
            for seat in there
        ),
    )


def _vacant(step: str, seat: str, view: View) -> str:
    """Say who can sign instead of somebody who takes no part."""
    role, _, holder = seat.partition("/")
    return vacant((role, holder, step), view.case, view.asking)


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
                    ask.returned.n if ask.returned and step.returns else 0,
                    f"/case/{view.case.ref}/letter/{step.id}/{agency}"
                    if step.letter
                    else "",
                    tuple(b for b in buttons if b.about.endswith(f"/{agency}")),
                )
            )
        rest = tuple(button for button in buttons if button.does != "returned")
        found.append(Asked(step.title, _state(step.id, view), tuple(returns), rest))
    return found


def _came(mark: Mark | None, view: View) -> str:
    if mark is None:
        return ""
    return f"{words.moment(mark.on)}, {_marked('recorded by', mark, view)}"


def letters(view: View) -> list[tuple[str, str]]:
    """List the letters that are sent in doing a task, each with its own page."""
    return [
        (step.title, f"/case/{view.case.ref}/letter/{step.id}")
        for step in _steps(view, Task)
        if step.letter and _state(step.id, view) != "waiting"
    ]


def packs(view: View) -> list[Packed]:
    """List the packs of returns, with what has come in and what is missing."""
    found = []
    for step in _steps(view, Task):
        pack = pack_of(step, view.case, view.asking)
        if pack is not None:
            told = tuple(facts(pack, view.asking))
            where = f"/case/{view.case.ref}/pack/{step.id}"
            found.append(Packed(step.title, _state(step.id, view), told, where))
    return found


def meetings(view: View) -> list[Held]:
    """List the meetings, when they are and when they were to be."""
    moves: dict[str, list[str]] = {}
    for entry in view.journal:
        if isinstance(entry.event, MeetingArranged):
            moves.pop(entry.event.step, None)  # the next one has moves of its own
        if isinstance(entry.event, MeetingMoved):
            moves.setdefault(entry.event.step, []).append(words.moment(entry.event.was))
    found = []
    for step in _steps(view, Meeting):
        arranged = view.case.meetings.get(step.id)
        if rests(step, view.case):
            arranged = view.case.to_come(step.id)
        if arranged and arranged.stood_down and arranged.pencilled:
            arranged = None  # a time that was only held, and was let go
        when = words.moment(arranged.start) if arranged else ""
        if arranged and arranged.stood_down:
            when = f"Called off. It was to be {when}."
        if view.case.pencilled(step.id):
            when = f"A time is held, and not certain yet: {when}."
        state = _state(step.id, view)
        if view.case.pencilled(step.id) and state == "waiting":
            state = "held"  # not yet anybody's turn, and yet not for later only
        doings = view.case.doings(step.id)
        found.append(
            Held(
                step.title,
                state,
                when,
                tuple(moves.get(step.id, ())),
                words.listed(words.moment(mark.on) for mark in doings),
                _last_day(step.id, view),
                rests(step, view.case),
                step.agenda,
                view.buttons.get(step.id, ()),
                *guests(step, view),
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
        chosen = routes.chosen_in(step, ruling.choice) if ruling else ()
        found.append(
            Ruled(
                step.title,
                _state(step.id, view),
                tuple((way.title, way.basis) for way in chosen),
                _marked("Decided by", ruling.mark, view) if ruling else "",
                ruling.mark.n if ruling else 0,
                case_routes.advice(step, view),
                case_routes.views(step, view),
                disputed(view.case, step.id),
                tuple(
                    (_marked("Disagreement recorded by", mark, view), mark.n)
                    for mark in (ruling.dissent if ruling else ())
                ),
                view.buttons.get(step.id, ()),
            )
        )
    return found


def sheets(view: View) -> list[tuple[str, list[Tracked]]]:
    """List the action plan, a sheet for each stage."""
    found = list(tracked(view.case, view.asking))
    titles = [stage.title for stage in view.asking.procedure.stage]
    titles += [one.sheet for one in found]
    return [
        (title, [one for one in found if one.sheet == title])
        for title in dict.fromkeys(titles)
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
        has_text(entry.event),
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
