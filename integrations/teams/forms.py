"""A form as a dialog: one section of it, or everything once more before it is sent.

Whatever a procedure asks, and whatever is typed, the dialog is one that Teams takes.
A section with more questions than fit becomes several; a text that is too long to
stand beside the rest is opened by itself; a long text that somebody is to read before
they answer comes first, page by page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.answer import Answer
from bot.core.forms import Problem, Question
from bot.core.questions.of_people import HAND as HANDS
from bot.filling import Filling
from bot.windows import asked, seen
from integrations.teams import around
from integrations.teams.around import ALERT
from integrations.teams.buttons import sets, submit
from integrations.teams.checked import everything
from integrations.teams.dialogs import ROOM, Dialog, of_elements
from integrations.teams.elements import aside, subheading, weighed
from integrations.teams.fitting import fitting
from integrations.teams.inputs import Fields, held
from integrations.teams.limits import Json, weight
from integrations.teams.meta import (
    BACK,
    CHANGE,
    FORM,
    HAND,
    META,
    NEW,
    NEXT,
    STAY,
    Meta,
)
from integrations.teams.paged import pages_of
from integrations.teams.reading import DRAWN, HELD, marked_as, named
from integrations.teams.texts import alone

__all__ = [
    "BACK", "CHANGE", "HAND", "NEW", "NEXT", "STAY", "Dialog", "Meta", "dialog",
    "fitting",
]  # fmt: skip

_HEADED: Final = 10_000
"""What may be said above the questions, if they leave so much room."""
_TURNING: Final = 1_500
"""What the buttons weigh that turn the pages of a text."""


def dialog(
    filling: Filling,
    meta: Meta,
    *,
    problems: tuple[Problem, ...] = (),
    refused: Answer | None = None,
    notes: tuple[str, ...] = (),
) -> Dialog:
    """Draw the section of a form that somebody is at, or the look at everything.

    Args:
        filling: The form, how far they are, and what they typed.
        meta: What the dialog carries.
        problems: What is to be put right, said above its question.
        refused: Why the form could not be recorded, said above everything.
        notes: What else is said above everything.
    """
    carried = replace(meta, part=filling.at, seen=seen(filling))
    page = _Page(filling, carried, problems)
    told = around.told(filling.form, problems, refused, notes)
    body = page.body(told, answering=bool(problems or refused))
    return of_elements(filling.form.title.strip() or "Form", body)


class _Page:
    """One drawing of a form."""

    def __init__(
        self, filling: Filling, meta: Meta, problems: tuple[Problem, ...]
    ) -> None:
        self.filling = filling
        self.meta = meta
        self.wanted = () if filling.checking else asked(filling)
        self.wrong = {problem.question: problem.says for problem in reversed(problems)}
        self.carries: Json = {META: meta.written()}

    def body(self, told: list[Json], *, answering: bool) -> list[Json]:
        """Draw what is in the dialog.

        Args:
            told: What is said above everything.
            answering: Whether they have read what is to be read, and answered.
        """
        filling = self.filling
        if filling.checking:
            foot = self._foot()
            room = ROOM - weighed([*told, *foot])
            return [*told, *everything(filling, room, self.carries), *foot]
        one = next((q for q in self.wanted if q.id == self.meta.alone), None)
        if one is not None and one.kind in ("line", "text"):
            return [*told, *alone(one, self._fields(), self.meta.page, self.carries)]
        room = ROOM - weighed(told)
        least = weighed(self._questions(0)) + weighed(self._foot(before=1))
        top = around.headed(filling, self.meta, min(_HEADED, room - least))
        above = [*told, *top]
        return [*above, *self._section(ROOM - weighed(above), answering=answering)]

    def _section(self, room: int, *, answering: bool) -> list[Json]:
        """Draw the questions, with what is to be read first above them or before."""
        form = self.filling.form
        shows = () if form.does == "draft" or self.filling.at else form.shows
        if not shows:
            return [*self._questions(room), *self._foot()]
        title = subheading("What was written", size="medium")
        questions, foot = self._questions(room), self._foot()
        left = room - weighed([title, *questions, *foot])
        if weight(shows) <= left:
            pages = pages_of(shows, left)
            if len(pages) == 1 and weighed(pages[0]) <= left:
                return [title, *pages[0], *questions, *foot]
        pages = pages_of(shows, room - weighed([title]) - _TURNING)
        at = len(pages) if answering else min(self.meta.page, len(pages))
        if at == len(pages):
            return [*self._questions(room), *self._foot(before=at)]
        where = aside(f"Page {at + 1} of {len(pages)}")
        return [title, *where, *pages[at], *self._turning(at)]

    def _questions(self, room: int) -> list[Json]:
        """Draw the questions, with as much of what is long as there is room for."""
        blocks: list[Json] = []
        for kept in self._less_and_less():
            fields = self._fields(kept)
            blocks = [fields.drawn(q, kept_back=q.id in kept) for q in self.wanted]
            if weighed([*blocks, *self._foot(before=1)]) <= room:
                break
        return blocks

    def _less_and_less(self) -> Iterator[frozenset[str]]:
        """Name the texts that are not shown: none at first, then the longest."""
        yield frozenset()
        texts = {q.id: str(self.filling.typed.get(q.id, "")) for q in self.wanted}
        longest = sorted(texts, key=lambda name: -len(texts[name].encode()))
        written = [name for name in longest if texts[name]]
        for count in range(1, len(written) + 1):
            yield frozenset(written[:count])

    def _fields(self, kept: frozenset[str] = frozenset()) -> Fields:
        """Prepare the fields; the buttons then say which the dialog has."""
        drawn = [name for q in self.wanted for name in _names(q)]
        left = [name for q in self.wanted for name in _held(q, self.filling, kept)]
        self.carries = {
            META: self.meta.written(),
            DRAWN: drawn,
            **({HELD: left} if left else {}),
        }
        mark = marked_as(self.meta.once, self.meta.draft, str(self.meta.part))[:6]
        return Fields(self.filling.typed, mark, self.wrong, self.carries)

    def _foot(self, *, before: int = 0) -> list[Json]:
        """Draw what can be done: go on, go back, or ask somebody else."""
        filling, form = self.filling, self.filling.form
        last = filling.checking or filling.sections == 1
        main = form.submit.strip() or "Send"
        ways = [self._way(main if last else "Continue", NEXT)]
        ways[0]["style"] = "positive"
        if (filling.at > 0 and filling.sections > 1) or self._from_elsewhere():
            ways.append(self._way("Back", BACK))
        if before:
            ways.append(self._way("Back to what was written", f"{STAY}/{before - 1}/"))
        if form.does == ALERT and not filling.checking:
            mine = filling.section.id not in {one.section for one in filling.handed}
            label = "Ask somebody else to complete this"
            other = "Ask no more for this section"
            ways.append(self._way(label if mine else other, HAND))
        return sets(ways)

    def _from_elsewhere(self) -> bool:
        """Say whether it was opened in a dialog that showed something else before."""
        return bool(self.meta.say.get("does")) or self.meta.does == HANDS

    def _turning(self, at: int) -> list[Json]:
        """Draw the buttons of a page that is only read."""
        carried = {META: self.meta.written()}
        onward = {**carried, FORM: f"{STAY}/{at + 1}/"}
        ways = [submit("Read on", onward, main=True)]
        if at:
            ways.append(submit("Back", {**carried, FORM: f"{STAY}/{at - 1}/"}))
        return sets(ways)

    def _way(self, title: str, way: str) -> Json:
        return submit(title, {**self.carries, FORM: way})


def _names(question: Question) -> list[str]:
    """Name the fields in which a question is answered in a dialog."""
    timed = [f"{question.id}.time"] if question.kind == "time" else []
    return [named(part) for part in (question.id, *timed)]


def _held(question: Question, filling: Filling, kept: frozenset[str]) -> list[str]:
    """Name the fields of a question that do not show what stands there."""
    if question.kind in ("date", "time"):
        return held(question, filling.typed)
    return [named(question.id)] if question.id in kept else []
