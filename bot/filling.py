"""One person's way through one form, and what they have typed so far.

Nothing typed is lost. Each step is kept as a draft of its author's; a form left half
way is offered again, on whatever platform they take it up.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answer import Answer
from bot.core import fields, forms, words
from bot.core.events import PersonId
from bot.core.fields import Typed
from bot.core.forms import Answer as Given
from bot.core.forms import Form, Option, Problem, Question, Section
from bot.core.joining import together
from bot.core.people import Roster
from bot.core.press import Press
from bot.core.questions import beginning
from bot.core.questions.of_people import AWAY, HAND
from bot.counter import Counter
from bot.handing import Handed, plain, taken
from bot.store.drafts import SECTION, Draft


@dataclass(frozen=True, slots=True)
class Filling:
    """One person's way through one form.

    Attributes:
        at: The section they are at, from nought; past the last is the check.
        draft: The name under which what they type is kept.
        typed: What stands in the fields, of every section.
        handed: The sections that somebody else was asked to complete.
        kept_at: When what was typed before was kept; nothing if nothing was.
    """

    form: Form
    at: int
    draft: str
    typed: Typed
    handed: tuple[Handed, ...] = ()
    kept_at: datetime | None = None

    @property
    def sections(self) -> int:
        """How many sections there are."""
        return len(self.form.sections)

    @property
    def checking(self) -> bool:
        """Whether everything is shown once more before it is sent."""
        return self.sections > 1 and self.at >= self.sections

    @property
    def section(self) -> Section:
        """The section they are at; the last, when they are past it."""
        return self.form.sections[min(self.at, self.sections - 1)]

    @property
    def answers(self) -> dict[str, Given]:
        """What was typed, as answers."""
        return fields.answers_of(self.form, self.typed)

    def asked(self, question: Question) -> bool:
        """Say whether a question is to be answered, after what was answered so far."""
        return forms.asked(question, self.answers)

    def otherwise(self, one: Handed) -> list[tuple[str, str]]:
        """List what somebody answered otherwise in a section they were asked for."""
        theirs = replace(self, typed=one.typed)
        return [
            (question.asks, theirs.said(question))
            for section in self.form.sections
            if section.id == one.section
            for question in section.questions
            if theirs.said(question) not in self.said(question)
        ]

    def said(self, question: Question) -> str:
        """Say an answer as a person would read it."""
        answer = self.answers.get(question.id, "")
        titles = {option.id: option.title for option in question.options}
        if isinstance(answer, tuple):
            return words.listed(titles.get(one, one) for one in answer)
        if question.kind not in ("date", "time"):
            return titles.get(answer, answer)
        try:
            return words.moment(forms.moment(question.kind, answer)) if answer else ""
        except ValueError:
            return answer


def begun(  # noqa: PLR0913 - where they stopped is three optional things
    desk: Counter,
    does: str,
    about: str,
    by: PersonId,
    now: datetime,
    *,
    draft: str = "",
    at: int = 0,
    fresh: bool = False,
) -> Filling | None:
    """Begin a form, or take it up again; nothing if there is nothing to ask.

    Args:
        desk: The partnership's desk.
        does: The act that the form is for.
        about: What the act is done to.
        by: Who fills it in.
        now: When.
        draft: The name of what they began before, if they said which.
        at: The section they are at, from nought.
        fresh: Whether what they left half way is passed over. It stays where it is.

    Raises:
        Refused: The act behind it would be refused whatever was answered.
    """
    wanted = desk.form(does, about, by, now)
    if wanted is None:
        return None
    form = offered(wanted, desk.people())
    if form.does == SECTION:  # whoever asked for it gave its draft a name
        draft, fresh = "", False
    before = None if fresh else kept(desk, by, form, draft)
    name = before.id if before else "" if fresh else draft
    typed = suggested(desk, form, by, now) | (plain(before) if before else {})
    others = desk.handed(name, by) if name else ()
    return Filling(
        form,
        at,
        name or secrets.token_urlsafe(12),
        taken_over(form, typed, others),
        others,
        before.updated_at if before else None,
    )


def offered(form: Form, people: Roster) -> Form:
    """Give each question that asks for a person or an agency all of them to choose."""
    options = {
        "person": tuple(Option(one.id, one.name) for one in people.people),
        "agency": tuple(Option(one.id, one.name) for one in people.agencies),
    }

    def filled_in(question: Question) -> Question:
        known = question.options or options.get(question.kind, ())
        return replace(question, options=known)

    return replace(
        form,
        sections=tuple(
            replace(section, questions=tuple(map(filled_in, section.questions)))
            for section in form.sections
        ),
    )


def kept(desk: Counter, by: PersonId, form: Form, named: str) -> Draft | None:
    """Find what was typed before: by its name, or the last left on the same act."""
    for one in desk.drafts_of(by):
        same = (one.form, one.about) == (form.does, form.about)
        if one.id == named or (not named and same and form.about):
            return one
    return None


def suggested(
    desk: Counter, form: Form, by: PersonId, now: datetime
) -> dict[str, Given]:
    """Put into the fields what is usually right, or what was written last time."""
    reference, _, rest = form.about.partition("/")
    if not reference or form.does in (SECTION, HAND):
        return {}
    if form.does == "draft" and form.shows:
        return fields.spread(form, _written_before(form))
    view = desk.view(reference, by, now)
    step, _, item = rest.partition("/")
    usual = beginning(form.does, view.case, step, view.asking, item)
    return fields.spread(form, usual)


def _written_before(wanted: Form) -> dict[str, Given]:
    before = dict(wanted.shows)
    answers: dict[str, Given] = {}
    for question in wanted.questions:
        ids = {option.title: option.id for option in question.options}
        text = before.get(question.asks, "")
        answers[question.id] = ids.get(text, text)
    return answers


def taken_over(
    form: Form, typed: Typed, handed: tuple[Handed, ...]
) -> dict[str, Given]:
    """Put what others typed in the sections they were asked for beside what is here.

    Each state of what they typed is taken over once: what is changed here after
    that is meant.
    """
    both = dict(typed)
    sections = {section.id: section for section in form.sections}
    for one in handed:
        if one.section in sections and both.get(taken(one.section)) != one.version:
            asked = sections[one.section].questions
            both = together(asked, both, one.typed)
            both[taken(one.section)] = one.version
    return {name: value for name, value in both.items() if value or name[:1] != ":"}


def keep(desk: Counter, filling: Filling, by: PersonId, now: datetime) -> str:
    """Keep what was typed as a draft, unless it is nothing and was nothing.

    Returns:
        The draft's name: another than before, if that was somebody else's.
    """
    if filling.form.does in (HAND, AWAY):  # one look, and nothing anybody wrote
        return filling.draft
    known = any(one.id == filling.draft for one in desk.drafts_of(by))
    if not known and not any(filling.typed.values()):
        return filling.draft
    does, about = filling.form.does, filling.form.about
    return desk.keep_draft(filling.draft, by, does, about, filling.typed, now)


def send(
    desk: Counter, filling: Filling, by: PersonId, cause: str, now: datetime
) -> Answer:
    """Send what was typed. Once it is recorded, its draft is thrown away.

    The desk is asked first: what was sent before has its answer, whatever is in the
    fields now. What it finds wrong is then said in the words of the fields.
    """
    does, about = filling.form.does, filling.form.about
    if does == SECTION:
        keep(desk, filling, by, now)
    pressed = Press(by, does, about, cause, filling.answers)
    answer = desk.take(pressed, now, filling.draft)
    if answer.problems:
        own = problems(filling, filling.form.questions, now)
        return replace(answer, problems=own or answer.problems)
    return answer


def problems(
    filling: Filling, questions: tuple[Question, ...], now: datetime
) -> tuple[Problem, ...]:
    """Find everything wrong, saying of each date what is wrong with it as typed."""
    order = {question.id: place for place, question in enumerate(questions)}
    slips = [
        s for s in fields.slips(filling.form, filling.typed) if s.question in order
    ]
    slipped = {slip.question for slip in slips}
    others = forms.problems(questions, filling.answers, now)
    found = [*slips, *(p for p in others if p.question not in slipped)]
    return tuple(sorted(found, key=lambda problem: order[problem.question]))
