"""A case on the page: where it stands, what is due and why, and all that happened."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from integrations.web import case_parts, case_record, timeline_picture
from integrations.web.parts import drawn, parts_of, visit_of
from integrations.web.pressing import SEE_OTHER, said_to


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
        whole=view.buttons.get("", ()),
        mine=case_parts.mine(view),
        others=case_parts.others(view),
        waiting=case_parts.waiting(view),
        dates=case_parts.dates(view),
        anchors=case_parts.anchors(view),
        across=timeline_picture.across(view),
        down=timeline_picture.down(view),
        chains=case_record.chains(view),
        requests=case_record.requests(view),
        meetings=case_record.meetings(view),
        decisions=case_record.decisions(view),
        sheets=case_record.sheets(view),
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
