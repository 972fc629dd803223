"""Papers of a case to print: a letter as it is sent, and a pack for a meeting."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.core import words
from bot.papers import paper
from integrations.web.parts import drawn, parts_of, visit_of


def one_letter(request: Request) -> Response:
    """Show the letter that goes with a step, to one agency or to whoever it is for."""
    return _paper(request, "letter")


def one_pack(request: Request) -> Response:
    """Show a pack: the agenda it is for, what has come in and what is missing."""
    return _paper(request, "pack")


def _paper(request: Request, does: str) -> Response:
    parts, visit, path = parts_of(request), visit_of(request), request.path_params
    view = parts.desk.view(str(path["ref"]), visit.by, parts.now)
    made = paper(does, view, str(path["step"]), str(path.get("agency", "")))
    return drawn(
        request,
        visit,
        "paper.html",
        ref=view.case.ref,
        title=made.title,
        text=made.text,
        lists=made.lists,
        note=f"{made.note} Printed {words.moment(view.asking.now)}.",
    )
