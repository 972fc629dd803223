"""Asking somebody else to complete one section of an alert, and taking it back."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.sections import found
from integrations.web.parts import Said, drawn, parts_of, visit_of
from integrations.web.pressing import Posting, answered


def hand(request: Request) -> Response:
    """Ask who is to complete a section, or whether to take it back."""
    parts, visit = parts_of(request), visit_of(request)
    asked = request.query_params
    draft, named = asked.get("draft", ""), asked.get("section", "")
    section, known = found(parts.desk, draft, named, visit.by, parts.now)
    part = asked.get("part", "1")
    return drawn(
        request,
        visit,
        "hand.html",
        section=section,
        asked=known,
        draft=draft,
        part=part,
        back=_alert(draft, part),
    )


def take_hand(posting: Posting) -> Response:
    """Ask somebody to complete a section, or take it back."""
    desk, by, now = posting.parts.desk, posting.visit.by, posting.parts.now
    draft, section = posting.text("draft"), posting.text("section")
    if posting.text("then") == "back":
        answer = desk.take_section_back(draft, section, by, now)
    else:
        answer = desk.ask_for_section(draft, section, posting.text("to"), by, now)
    said = Said(answer.says, answer.next_step, problem=bool(answer.code))
    return answered(posting, said, _alert(draft, posting.text("part")))


def _alert(draft: str, part: str) -> str:
    asked = {"does": "raise-alert", "about": "", "draft": draft, "part": part}
    return f"/form?{urlencode({**asked, 'back': '/'})}"
