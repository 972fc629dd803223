"""A form in a window: what it carries, and what has been typed in it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import sheets
from bot.answer import Answer
from bot.core import forms
from bot.core.forms import Problem
from bot.filling import Filling
from integrations.slack import opening
from integrations.slack.meta import Meta
from integrations.slack.modal import fitting, form_view
from integrations.slack.reading import boxes, places, standing
from integrations.slack.typed import typed_in
from integrations.slack.visiting import Visit
from integrations.slack.window import Json, Redraw


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that somebody has in front of them in a window.

    Attributes:
        meta: What the window carries of it.
        of: The form itself, on whatever platform.
    """

    visit: Visit
    meta: Meta
    of: sheets.Sheet

    @property
    def view_id(self) -> str:
        """The window."""
        return str(self.visit.view.get("id", ""))

    def drawn(
        self,
        filling: Filling,
        *,
        wrong: tuple[Problem, ...] = (),
        refused: Answer | None = None,
    ) -> Json:
        """Draw it as it stands, leaving what is typed in the boxes it is typed in."""
        meta = opening.meta_of(filling, self.meta.partnership)
        meta = replace(meta, root=self.meta.root, say=self.meta.say)
        over = self.visit.view
        return form_view(filling, meta, problems=wrong, refused=refused, over=over)

    def redrawn(self, filling: Filling) -> Redraw:
        """Draw it again, unless a newer press has."""
        drawn = str(self.visit.view.get("hash", ""))
        return Redraw(self.drawn(filling), self.view_id, drawn)

    def keep(self, filling: Filling) -> Filling:
        """Keep what has been typed."""
        if self.view_id in self.visit.parts.sent:
            return filling
        return self.of.keep(filling)


def sheet_of(visit: Visit) -> Sheet | None:
    """Read which form is in a window; nothing if it is none of ours.

    Raises:
        Refused: The person is not on that partnership's roster.
    """
    meta = Meta.read(visit.view)
    if meta is None:
        return None
    view = visit.view
    of = sheets.Sheet(
        desk=visit.desk(meta.partnership),
        by=visit.person(meta.partnership),
        now=visit.now,
        does=meta.does,
        about=meta.about,
        draft=meta.draft,
        at=meta.part,
        typed=lambda form, _: typed_in(view, form),
        loose=lambda _: _as_it_stands(view),
        fit=fitting,
    )
    return Sheet(visit, meta, of)


def _as_it_stands(view: Mapping[str, Any]) -> dict[str, forms.Answer]:
    """Take what was typed and picked in a window whose questions are not known."""
    typed: dict[str, forms.Answer] = {p: b.text for p, b in boxes(view).items()}
    named = places(view)
    for name, held in standing(view).items():
        part, day = named[name].part if name in named else "", held.get("selected_date")
        if part and day:
            days = zip(("year", "month", "day"), str(day).split("-"), strict=False)
            typed |= {f"{part}.{unit}": said.lstrip("0") for unit, said in days}
        elif part and held.get("selected_time"):
            typed[part] = str(held["selected_time"])
        elif part and held.get("selected_option"):
            typed[part] = str(held["selected_option"].get("value", ""))
        elif part and held.get("selected_options"):
            chosen = held["selected_options"]
            typed[part] = tuple(str(one.get("value", "")) for one in chosen)
    return typed
