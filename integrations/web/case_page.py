"""A case on the page: where it stands, what is due and why, and all that happened."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.core.cards import Button
from bot.core.moving import sentences
from bot.counter import View
from bot.registers import TRACKER_STATUSES
from integrations.web import (
    case_parts,
    case_record,
    case_routes,
    case_turns,
    timeline_picture,
)
from integrations.web.parts import drawn, parts_of, visit_of
from integrations.web.pressing import SEE_OTHER, said_to

_ELSEWHERE: Final = ("change-answer", "move")
"""What stands in a part of the page of its own."""


def _whole(view: View) -> list[Button]:
    """List what may be done about the whole case that stands nowhere else."""
    known = {f"{view.case.ref}/{anchor}" for anchor in view.case.anchors}
    return [
        button
        for button in view.buttons.get("", ())
        if button.does not in _ELSEWHERE
        and not (button.does == "correct" and button.about in known)
    ]


def case(request: Request) -> Response:
    """Show one case to one person."""
    parts, visit = parts_of(request), visit_of(request)
    ref = str(request.path_params["ref"])
    view = parts.desk.view(ref, visit.by, parts.now)
    return drawn(
        request,
        visit,
        "case.html",
        said=said_to(request, visit),
        back=f"/case/{ref}",
        ref=ref,
        case=view.case,
        counts=case_parts.counts(view),
        whole=_whole(view),
        moving=view.moving,
        changes=sentences(view.moving) if view.moving else (),
        moves=[b for b in view.buttons.get("", ()) if b.does == "move"],
        answers=case_routes.answers(view),
        mine=case_turns.mine(view),
        settled=case_turns.settled(view),
        others=case_turns.others(view),
        waiting=case_turns.waiting(view),
        dates=case_parts.dates(view),
        anchors=case_parts.anchors(view),
        across=timeline_picture.across(view),
        down=timeline_picture.down(view),
        chains=case_record.chains(view),
        requests=case_record.requests(view),
        packs=case_record.packs(view),
        letters=case_record.letters(view),
        meetings=case_record.meetings(view),
        decisions=case_record.decisions(view),
        sheets=case_record.sheets(view),
        statuses=TRACKER_STATUSES,
        entries=case_record.entries(view),
        readable=view.readable,
    )


def read(request: Request) -> Response:
    """Show what somebody wrote, to the one person who asked to read it just now."""
    visit = visit_of(request)
    said, back = said_to(request, visit), f"/case/{request.path_params['ref']}"
    if said is None or not said.reads:
        return RedirectResponse(back, SEE_OTHER)
    return drawn(request, visit, "read.html", reads=said.reads, back=back)
