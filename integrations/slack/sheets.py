"""A form in a window: what it carries, and what has been typed in it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot import filling as steps
from bot.answer import Answer
from bot.core import forms
from bot.core.errors import Refused
from bot.core.forms import Form, Problem, Section
from bot.core.questions.of_people import AWAY, HAND
from bot.counter import Counter
from bot.filling import Filling
from bot.handing import plain
from bot.store.drafts import SECTION
from integrations.slack import opening
from integrations.slack.meta import Meta
from integrations.slack.modal import fitting, form_view
from integrations.slack.reading import boxes, places, standing
from integrations.slack.typed import typed_in
from integrations.slack.visiting import Visit
from integrations.slack.window import Json, Redraw

BRIEF: Final = (HAND, AWAY)
"""Forms of a choice or two, soon made again: nothing of them is kept."""
KEPT: Final = "What you typed has been kept; you can go on with it later."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that somebody has in front of them in a window.

    Attributes:
        meta: What the window carries of it.
        desk: The desk that it is for.
        by: Who fills it in, as the roster knows them.
    """

    visit: Visit
    meta: Meta
    desk: Counter
    by: str

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
        if self.meta.does in BRIEF or self.view_id in self.visit.parts.sent:
            return filling
        name = steps.keep(self.desk, filling, self.by, self.visit.now)
        return replace(filling, draft=name)


def sheet_of(visit: Visit) -> Sheet | None:
    """Read which form is in a window; nothing if it is none of ours.

    Raises:
        Refused: The person is not on that partnership's roster.
    """
    meta = Meta.read(visit.view)
    if meta is None:
        return None
    by = visit.person(meta.partnership)
    return Sheet(visit, meta, visit.desk(meta.partnership), by)


def filled(sheet: Sheet, *, shown: bool = True) -> Filling:
    """Put together what is in the window and what was typed before.

    Args:
        sheet: The form in the window.
        shown: Whether what was written before goes with it, to be drawn again.

    Raises:
        Refused: The act behind the form is no longer possible. What was typed has
            been kept first.
    """
    meta, desk, by, now = sheet.meta, sheet.desk, sheet.by, sheet.visit.now
    try:
        asks = desk.form if shown else desk.asks
        wanted = asks(meta.does, meta.about, by, now)
    except Refused as refusal:
        typed = _as_it_stands(sheet.visit.view)
        # A section is gone with its alert.
        if meta.does not in (SECTION, *BRIEF) and any(typed.values()):
            before = _kept(desk, by, meta.draft)
            desk.keep_draft(meta.draft, by, meta.does, meta.about, before | typed, now)
            refusal.next_step = f"{refusal.next_step} {KEPT}".strip()
        raise
    nothing = Form("", meta.does, meta.about, (Section("only", "", ()),), "")
    # The act's own address is the one that was in the window: a signature is bound
    # to the text that was read there, not to the one that stands there now.
    form = replace(wanted or nothing, about=meta.about)
    form = steps.offered(form, desk.people())
    kept = steps.kept(desk, by, form, "" if meta.does == SECTION else meta.draft)
    draft = kept.id if kept else meta.draft
    typed = (plain(kept) if kept else {}) | typed_in(sheet.visit.view, form)
    handed = desk.handed(draft, by)
    typed = steps.taken_over(form, typed, handed)
    return fitting(Filling(form, meta.part, draft, typed, handed))


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


def _kept(desk: Counter, by: str, draft: str) -> dict[str, forms.Answer]:
    found = (one for one in desk.drafts_of(by) if one.id == draft)
    known = next(found, None)
    return dict(plain(known)) if known else {}
