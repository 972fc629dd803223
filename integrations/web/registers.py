"""The tracker over all cases, and the register of alerts: as pages and as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.registers import (
    REGISTER_STATUSES,
    TRACKER_STATUSES,
    Kept,
    Wanted,
    read_wanted,
    register,
    register_file,
    tracker,
    tracker_file,
)
from bot.registers.wanted import NotAFilter
from integrations.web.parts import Said, drawn, parts_of, visit_of
from integrations.web.pressing import said_to
from integrations.web.take_away import CSV, XLSX, as_file

_TYPES: Final = {"csv": CSV, "xlsx": XLSX}


def actions(request: Request) -> Response:
    """Show the actions of every case, or of one, as far as they are wanted."""
    parts, visit = parts_of(request), visit_of(request)
    wanted, wrong = _wanted(request, TRACKER_STATUSES)
    found = tracker(parts.desk, visit.by, parts.now, wanted)
    query = urlencode(wanted.asked)
    only = urlencode(replace(wanted, exceptions=True, status="").asked)
    return drawn(
        request,
        visit,
        "actions.html",
        said=wrong or said_to(request, visit),
        found=found,
        wanted=wanted,
        typed=request.query_params,
        statuses=TRACKER_STATUSES,
        query=query,
        only=only,
        back=f"/actions?{query}" if query else "/actions",
    )


def take_actions(request: Request) -> Response:
    """Give the actions that are wanted as a file."""
    parts, visit = parts_of(request), visit_of(request)
    wanted = read_wanted(request.query_params, TRACKER_STATUSES)
    found = tracker(parts.desk, visit.by, parts.now, wanted)
    kind, outside = _asked(request)
    return _given(tracker_file(found, kind, outside=outside), kind)


def alerts(request: Request) -> Response:
    """Show the register, to those who may read what was written."""
    parts, visit = parts_of(request), visit_of(request)
    wanted, wrong = _wanted(request, REGISTER_STATUSES)
    return drawn(
        request,
        visit,
        "register.html",
        said=wrong,
        found=register(parts.desk, visit.by, parts.now, wanted),
        wanted=wanted,
        typed=request.query_params,
        statuses=REGISTER_STATUSES,
        query=urlencode(wanted.asked),
        back="/register",
    )


def take_alerts(request: Request) -> Response:
    """Give the alerts that are wanted as a file, to those who may see them."""
    parts, visit = parts_of(request), visit_of(request)
    wanted = read_wanted(request.query_params, REGISTER_STATUSES)
    found = register(parts.desk, visit.by, parts.now, wanted)
    kind, outside = _asked(request)
    return _given(register_file(found, kind, outside=outside), kind)


def _wanted(
    request: Request, statuses: Mapping[str, str]
) -> tuple[Wanted, Said | None]:
    """Read the filter; one that cannot be read filters nothing, and says so."""
    try:
        return read_wanted(request.query_params, statuses), None
    except NotAFilter as refusal:
        said = f"{refusal.reason} Everything is shown."
        return Wanted(), Said(said, refusal.next_step, problem=True)


def _asked(request: Request) -> tuple[str, bool]:
    kind = str(request.path_params["kind"])
    return kind, request.query_params.get("outside") == "yes"


def _given(kept: Kept, kind: str) -> Response:
    return as_file(kept.content, _TYPES[kind], kept.name)
