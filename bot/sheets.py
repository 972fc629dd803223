"""A form that somebody has in front of them in a chat, and what came back of it.

A window knows only where it came from: which form, how far, and what stands in its
fields. Here that is put together with what was kept before and what is so now.
Nothing typed is lost: it is recorded, or kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot import filling as steps
from bot.answer import Answer
from bot.core.errors import Refused
from bot.core.events import PersonId
from bot.core.fields import Typed
from bot.core.forms import Form, Problem, Section
from bot.core.press import Press
from bot.core.questions.of_people import AWAY, HAND
from bot.counter import Counter
from bot.filling import Filling
from bot.handing import plain
from bot.raising import ALERT
from bot.store.drafts import SECTION

BRIEF: Final = (HAND, AWAY)
"""Forms of a choice or two, soon made again: nothing of them is kept."""
KEPT: Final = "What you typed has been kept; you can go on with it later."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that somebody has in front of them.

    Attributes:
        desk: The desk that it is for.
        by: Who fills it in, as the roster knows them.
        now: When it came back.
        does: The act that the form is for.
        about: What the act is done to, as it stood in the window: a signature is
            bound to the text that was read there, not to the one that stands now.
        draft: The name under which what is typed is kept.
        at: The section that the window showed, from nought.
        typed: Reads what stands in the window, as answers to a form; it is told
            what was kept before.
        loose: Reads the same where the form is not known any more.
        fit: Makes as many sections of a form as its windows need.
    """

    desk: Counter
    by: PersonId
    now: datetime
    does: str
    about: str
    draft: str
    at: int
    typed: Callable[[Form, Typed], Typed]
    loose: Callable[[Typed], Typed]
    fit: Callable[[Filling], Filling]

    def filled(self, *, shown: bool = True) -> Filling:
        """Put together what is in the window and what was typed before.

        Args:
            shown: Whether what was written before goes with it, to be drawn again.

        Raises:
            Refused: The act behind the form is no longer possible. What was typed
                has been kept first.
        """
        asks = self.desk.form if shown else self.desk.asks
        try:
            wanted = asks(self.does, self.about, self.by, self.now)
        except Refused as refusal:
            if self._kept_loose():
                refusal.next_step = f"{refusal.next_step} {KEPT}".strip()
            raise
        nothing = Form("", self.does, self.about, (Section("only", "", ()),), "")
        form = replace(wanted or nothing, about=self.about)
        form = steps.offered(form, self.desk.people())
        named = "" if self.does == SECTION else self.draft
        kept = steps.kept(self.desk, self.by, form, named)
        draft = kept.id if kept else self.draft
        before = plain(kept) if kept else {}
        typed = {**before, **self.typed(form, before)}
        handed = self.desk.handed(draft, self.by)
        typed = steps.taken_over(form, typed, handed)
        return self.fit(Filling(form, self.at, draft, typed, handed))

    def keep(self, filling: Filling) -> Filling:
        """Keep what has been typed, unless it is soon typed again."""
        name = steps.keep(self.desk, filling, self.by, self.now)
        return replace(filling, draft=name)

    def again(self, cause: str) -> Answer | None:
        """Answer what was sent before as it was answered then; nothing if it was not.

        Args:
            cause: The name of the request, which a repeat has as well.
        """
        pressed = Press(self.by, self.does, self.about, cause, {})
        answer = self.desk.take(pressed, self.now, self.draft)
        return None if answer.code else answer

    def as_it_is(self, filling: Filling) -> Filling | None:
        """Give the form as it is now; nothing, if it can be sent no more."""
        form = filling.form
        try:
            wanted = self.desk.form(form.does, form.about, self.by, self.now)
        except Refused:
            return None
        if wanted is None:
            return None
        asked = steps.offered(wanted, self.desk.people())
        return self.fit(replace(filling, form=asked))

    def whole(self, filling: Filling) -> Filling:
        """Put what was written before into a form, as it is to be drawn again."""
        form = filling.form
        wanted = self.desk.form(form.does, form.about, self.by, self.now)
        return replace(
            filling, form=replace(form, shows=wanted.shows if wanted else ())
        )

    def handing(self, filling: Filling) -> Filling | None:
        """Ask who is to complete a section; what was typed is kept, be it nothing."""
        form = filling.form
        draft = self.desk.keep_draft(
            filling.draft, self.by, form.does, form.about, filling.typed, self.now
        )
        about = f"{draft}/{filling.section.id}"
        return steps.begun(self.desk, HAND, about, self.by, self.now)

    def handed_from(self) -> Filling:
        """Give the alert back that a section was handed over from, at that section."""
        draft, _, section = self.about.partition("/")
        again = steps.begun(self.desk, ALERT, "", self.by, self.now, draft=draft)
        assert again is not None  # noqa: S101 - an alert always asks something
        steps.keep(self.desk, again, self.by, self.now)
        fitted = self.fit(again)
        ids = [one.id for one in fitted.form.sections]
        return replace(fitted, at=ids.index(section) if section in ids else 0)

    def _kept_loose(self) -> bool:
        if self.does in (SECTION, *BRIEF):  # a section is gone with its alert
            return False
        mine = self.desk.drafts_of(self.by)
        known = next((one for one in mine if one.id == self.draft), None)
        before = plain(known) if known else {}
        typed = self.loose(before)
        if not any(typed.values()):
            return False
        says = {**before, **typed}
        whose = (self.draft, self.by, self.does, self.about)
        self.desk.keep_draft(*whose, says, self.now)
        return True


def section_of(form: Form, problem: Problem) -> int:
    """Find the section that a problem is in."""
    for place, section in enumerate(form.sections):
        if any(question.id == problem.question for question in section.questions):
            return place
    return 0
