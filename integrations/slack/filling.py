"""A form that is being filled in: what is typed is kept, and drawn as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import filling as steps
from bot.core.errors import Refused
from bot.filling import Filling
from integrations.slack import acting, opening, told
from integrations.slack.modal import fitting
from integrations.slack.reply import Reply
from integrations.slack.sheets import Sheet, sheet_of
from integrations.slack.visiting import Visit
from integrations.slack.window import Redraw, Show, Tell


def step(visit: Visit) -> Reply:
    """Take a step in a form that sends nothing: back, anew, handed over, or typed."""
    try:
        sheet = sheet_of(visit)
        if sheet is None:
            return acting.unknown(visit)
        return _stepped(sheet, str(visit.action.get("action_id", "")))
    except Refused as refusal:
        said = told.told(refusal.reason, refusal.next_step)
        return Reply(then=(Redraw(said, str(visit.view.get("id", ""))),))


def _stepped(sheet: Sheet, action: str) -> Reply:
    filling = sheet.of.filled()
    kept = sheet.keep(filling)
    match action.split("/"):
        case ["form", "back"]:
            return _at(sheet, kept, kept.at - 1)
        case ["form", "change", place]:
            return _at(sheet, kept, int(place) if place.isdecimal() else 0)
        case ["form", "new"]:
            return _anew(sheet)
        case ["form", "hand"]:
            return _hand(sheet, filling)
        case _:
            again = sheet.redrawn(kept)
            if _fields(again.view) == _fields(sheet.visit.view):
                return Reply()  # drawn again, it would be taken from under their hands
            return Reply(then=(again,))


def _at(sheet: Sheet, filling: Filling, at: int) -> Reply:
    """Lead to another section."""
    there = min(max(at, 0), filling.sections - 1)
    return Reply(then=(sheet.redrawn(replace(filling, at=there)),))


def _anew(sheet: Sheet) -> Reply:
    does, about = sheet.meta.does, sheet.meta.about
    desk, by, now = sheet.of.desk, sheet.of.by, sheet.visit.now
    fresh = steps.begun(desk, does, about, by, now, fresh=True)
    return Reply(then=(sheet.redrawn(fitting(fresh)),)) if fresh else Reply()


def _hand(sheet: Sheet, filling: Filling) -> Reply:
    """Ask who is to complete a section; what was typed is kept, be it nothing."""
    asked = sheet.of.handing(filling)
    if asked is None:
        return Reply()
    view = opening.drawn(asked, sheet.meta.partnership, sheet.view_id)
    return Reply(then=(Show(view),))


def closed(visit: Visit) -> Reply:
    """Keep what was in a window that was closed; it is offered again."""
    try:
        sheet = sheet_of(visit)
        if sheet is not None and visit.view.get("state"):
            sheet.keep(sheet.of.filled())
    except Refused as refusal:
        return Reply(then=(Tell(refusal.reason, refusal.next_step),))
    return Reply()


def _fields(view: Mapping[str, Any]) -> list[str]:
    return [str(b.get("block_id")) for b in view["blocks"] if b.get("type") == "input"]
