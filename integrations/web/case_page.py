"""A case on the page: where it stands, what is due and why, and all that happened."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from integrations.web import case_parts, case_record, timeline_picture
from integrations.web.parts import drawn, parts_of, visit_of
from integrations.web.pressing import said_to


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
