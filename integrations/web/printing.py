"""Papers of a case to print: a letter as it is sent, and a pack for a meeting."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.core import words
from bot.core.errors import Unknown
from bot.core.letters import letter
from bot.core.packs import Slot, meetings_of, pack_of
from bot.core.procedure import Task
from bot.core.progress import AnyStep
from bot.counter import View
from integrations.web.parts import drawn, parts_of, visit_of

_BY_HAND: Final = (
    "What stands in square brackets is filled in by hand. Send it by a secure route, "
    "never in a chat."
)
_NOT_IN_IT: Final = (
    "The returns themselves are not on this page: they go by the secure route."
)


def one_letter(request: Request) -> Response:
    """Show the letter that goes with a step, to one agency or to whoever it is for."""
    view, step = _looked_up(request)
    agency = str(request.path_params.get("agency", ""))
    if agency:
        view.asking.roster.agency(agency)
    made = letter(step, (agency,) if agency else (), view.case, view.asking)
    if made is None:
        raise Unknown(
            "No letter goes with that step.", next_step="Go back to the case."
        )
    return _paper(request, view, made.title, made.text, (), _BY_HAND)


def one_pack(request: Request) -> Response:
    """Show a pack: the agenda it is for, what has come in and what is missing."""
    view, step = _looked_up(request)
    pack = pack_of(step, view.case, view.asking)
    if pack is None or not isinstance(step, Task):
        raise Unknown("That step sends no pack.", next_step="Go back to the case.")
    lists = [
        (f"Agenda: {meeting.title}", meeting.agenda)
        for meeting in meetings_of(step, view.asking)
        if meeting.agenda
    ]
    what = words.begun(pack.request.asks_for)
    lists += [
        (f"{what}: come in", tuple(_line(slot, view) for slot in pack.inside)),
        (f"{what}: missing", tuple(_line(slot, view) for slot in pack.missing)),
    ]
    return _paper(request, view, step.title, (), tuple(lists), _NOT_IN_IT)


def _looked_up(request: Request) -> tuple[View, AnyStep]:
    """Find a case and one of its steps, for whoever may see the case.

    Raises:
        Unknown: There is no such step.
    """
    parts, by = parts_of(request), visit_of(request).by
    view = parts.desk.view(str(request.path_params["ref"]), by, parts.now)
    step = view.asking.procedure.by_id.get(str(request.path_params["step"]))
    if step is None:
        raise Unknown("There is no such step.", next_step="Go back to the case.")
    return view, step


def _line(slot: Slot, view: View) -> str:
    name = view.asking.roster.agency_name(slot.agency)
    if slot.came:
        return f"{name}, {words.day(slot.came)}"
    if not slot.asked:
        return f"{name}, not asked yet"
    return f"{name}, due {words.day(slot.due)}" if slot.due else name


def _paper(
    request: Request,
    view: View,
    title: str,
    text: tuple[str, ...],
    lists: tuple[tuple[str, tuple[str, ...]], ...],
    note: str,
) -> Response:
    visit = visit_of(request)
    made = f"{note} Printed {words.moment(view.asking.now)}."
    return drawn(
        request,
        visit,
        "paper.html",
        ref=view.case.ref,
        title=title,
        text=text,
        lists=lists,
        note=made,
    )
