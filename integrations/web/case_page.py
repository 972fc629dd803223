"""A case on the page: where it stands, what is due and why, and all that happened."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot import counts, turns
from bot.core.events import PersonId
from bot.core.moving import sentences
from bot.gateways import room_of
from bot.registers import TRACKER_STATUSES
from bot.shown import View
from integrations.web import (
    case_parts,
    case_record,
    case_routes,
    timeline_picture,
)
from integrations.web.chat import Shown
from integrations.web.parts import Parts, drawn, parts_of, visit_of
from integrations.web.pressing import SEE_OTHER, said_to

_MOST: Final = 20
"""Cards of a room that are shown."""


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
        counts=counts.counts(view),
        whole=turns.about_the_whole(view),
        moving=view.moving,
        changes=sentences(view.moving) if view.moving else (),
        moves=[b for b in view.buttons.get("", ()) if b.does == "move"],
        answers=case_routes.answers(view),
        mine=turns.mine(view),
        settled=turns.settled(view),
        others=turns.others(view),
        waiting=turns.waiting(view),
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
        inside=[view.asking.roster.name(who) for who in view.case.room],
        room_name=room_of(ref),
        room=_room(parts, visit.by, view),
    )


def _room(parts: Parts, by: PersonId, view: View) -> list[Shown] | None:
    """List what was said in the room of a case, for those in it."""
    if by not in view.case.room:
        return None
    partnership = view.asking.roster.partnership
    return parts.chat.channel(partnership, room_of(view.case.ref), _MOST)


def read(request: Request) -> Response:
    """Show what somebody wrote, to the one person who asked to read it just now."""
    visit = visit_of(request)
    said, back = said_to(request, visit), f"/case/{request.path_params['ref']}"
    if said is None or not said.reads:
        return RedirectResponse(back, SEE_OTHER)
    return drawn(request, visit, "read.html", reads=said.reads, back=back)
