"""A form in a dialog: what it carries, and what came back of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot import sheets
from bot.answer import Answer
from bot.core import forms
from bot.core.fields import Typed, clean
from bot.core.forms import Problem
from bot.filling import Filling
from bot.intake import is_name, named
from bot.sheets import BRIEF
from bot.store.drafts import SECTION
from integrations.teams import opening
from integrations.teams.dialogs import Dialog
from integrations.teams.fitting import fitting
from integrations.teams.forms import dialog
from integrations.teams.meta import Meta
from integrations.teams.names import PLATFORM
from integrations.teams.reading import DRAWN, fields_of, standing
from integrations.teams.reading import named as field_of
from integrations.teams.texts import put_together
from integrations.teams.typed import typed_in
from integrations.teams.visiting import Visit

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that somebody has in front of them in a dialog.

    Attributes:
        meta: What the dialog carries of it.
        of: The form itself, on whatever platform.
    """

    visit: Visit
    meta: Meta
    of: sheets.Sheet

    @property
    def data(self) -> Mapping[str, Any]:
        """What came back."""
        return self.visit.data

    @property
    def cause(self) -> str:
        """The name of this drawing being sent: sent again, it has the same."""
        visit, once = self.visit, self.meta.once
        if not once:
            return visit.cause
        return named(PLATFORM, visit.tenant, once, visit.user)

    def drawn(
        self,
        filling: Filling,
        *,
        wrong: tuple[Problem, ...] = (),
        refused: Answer | None = None,
        notes: tuple[str, ...] = (),
    ) -> Dialog:
        """Draw it as it stands."""
        return opening.drawn(
            filling,
            self.meta.partnership,
            say=self.meta.say,
            problems=wrong,
            refused=refused,
            notes=notes,
        )

    def turned(self, filling: Filling) -> Dialog:
        """Draw the same section in the other way that was asked for."""
        fresh = opening.meta_of(filling, self.meta.partnership, self.meta.say)
        meta = replace(fresh, alone=self.meta.alone, page=self.meta.page)
        return dialog(filling, meta)

    def keep(self, filling: Filling) -> Filling:
        """Keep what has been typed, unless it stands in the record already."""
        if filling.draft in self.visit.parts.sent and not self._taken_up(filling):
            return filling
        return self.of.keep(filling)

    def _taken_up(self, filling: Filling) -> bool:
        """Say whether it is a draft all the same.

        Another replica, which cannot know that it was sent, may have kept what came
        late; whoever takes that up must not lose what they type.
        """
        mine = self.of.desk.drafts_of(self.of.by)
        return any(one.id == filling.draft for one in mine)

    def recorded(self) -> None:
        """Note that what was typed stands in the record, and is a draft no more."""
        if self.meta.draft and self.meta.does not in (SECTION, *BRIEF):
            self.visit.parts.sent.first(self.meta.draft)

    def brought(self, filling: Filling) -> bool:
        """Say whether the answers have brought a question that was not there yet."""
        seen = fields_of(self.data, DRAWN)
        if filling.checking or not seen or self.meta.alone:
            return False
        wanted = forms.shown(filling.form.questions, filling.answers)
        here = {question.id for question in filling.section.questions}
        asked = [one for one in wanted if one.id in here]
        return any(
            one.only_if is not None and field_of(one.id) not in seen for one in asked
        )


def sheet_of(visit: Visit) -> Sheet | None:
    """Read which form came back; nothing if it is none of ours.

    Raises:
        Refused: The person is not on that partnership's roster.
    """
    data, meta = visit.data, Meta.read(visit.data)
    if meta is None or not meta.does:
        return None
    of = sheets.Sheet(
        desk=visit.desk(meta.partnership),
        by=visit.person(meta.partnership),
        now=visit.now,
        does=meta.does,
        about=meta.about,
        draft=meta.draft,
        at=meta.part,
        typed=lambda form, before: typed_in(data, form, before),
        loose=lambda before: _loose(data, before),
        fit=fitting,
    )
    return Sheet(visit, meta, of)


def _loose(data: Mapping[str, Any], before: Typed) -> dict[str, forms.Answer]:
    """Take what stands in a dialog whose questions are not known any more.

    A day is taken apart, as days are kept; a text that only looks like one is kept as
    it was written as well.
    """
    typed: dict[str, forms.Answer] = {}
    for part, text in standing(data).items():
        if part.startswith("~") or not is_name(part):
            continue  # the name of no question that can be found again
        typed[part] = clean(text)
        day = _DAY.fullmatch(text)
        if day:
            units = zip(("year", "month", "day"), day.groups(), strict=True)
            typed |= {f"{part}.{unit}": said.lstrip("0") for unit, said in units}
    return typed | put_together(data, typed, before)
