"""One person's way through one form, and what they have typed so far.

Nothing typed is lost. Each step is kept as a draft of its author's, and the
script keeps it while it is typed; a form left half way is offered again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request

from bot.core import forms, words
from bot.core.errors import Refused
from bot.core.forms import Answer, Form, Problem, Question, Section
from bot.core.joining import together
from bot.core.questions import beginning
from bot.handing import Handed, plain, taken
from bot.store.drafts import SECTION, Draft
from integrations.web import fields
from integrations.web.parts import Parts, parts_of
from integrations.web.pressing import Posting, safe_back
from integrations.web.session import Visit


@dataclass(frozen=True, slots=True)
class Filling:
    """One person's way through one form.

    Attributes:
        at: The section they are at, from nought; past the last is the check.
        draft: The name under which what they type is kept.
        typed: What stands in the fields, of every section.
        back: Where they came from.
        handed: The sections that somebody else was asked to complete.
    """

    form: Form
    at: int
    draft: str
    typed: Mapping[str, Answer]
    back: str
    handed: tuple[Handed, ...] = ()

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
    def answers(self) -> dict[str, Answer]:
        """What was typed, as answers."""
        return fields.answers_of(self.form, self.typed)

    def address(self, at: int) -> str:
        """Say where a section is found."""
        asked = {"does": self.form.does, "about": self.form.about}
        kept = {"draft": self.draft, "part": str(at + 1), "back": self.back}
        return f"/form?{urlencode(asked | kept)}"

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


def asked_for(request: Request, visit: Visit) -> Filling | None:
    """Begin a form, or take it up again; nothing if there is nothing to ask.

    Raises:
        Refused: The act behind it would be refused whatever was answered.
    """
    parts, asked = parts_of(request), request.query_params
    does, about = asked.get("does", ""), asked.get("about", "")
    wanted = parts.desk.form(does, about, visit.by, parts.now)
    if wanted is None:
        return None
    named = asked.get("draft", "")
    kept = _kept(parts, visit, wanted, named)
    draft = kept.id if kept else named
    if not (kept and kept.form == SECTION) and not parts.tokens.draft_is_of(
        draft, visit.by
    ):
        draft = parts.tokens.new_draft(visit.by)
    # Fields that were sent empty stay empty when the form is shown again.
    begun = {} if "said" in asked else _suggested(parts, visit, wanted)
    typed = {**begun, **plain(kept)} if kept else begun
    at = _number(asked.get("part", "1")) - 1
    handed = parts.desk.handed(draft, visit.by)
    typed = taken_over(wanted, typed, handed)
    back = safe_back(asked.get("back", ""))
    return Filling(wanted, at, draft, typed, back, handed)


def filled(posting: Posting) -> Filling:
    """Put together what was typed on this page and on those before it.

    Raises:
        Refused: The act behind the form is no longer possible. What was typed
            has been kept first.
    """
    does, about = posting.address("does"), posting.address("about")
    parts, by = posting.parts, posting.visit.by
    draft = posting.text("draft")
    if not parts.tokens.draft_is_of(draft, by):
        draft = parts.tokens.new_draft(by)
    try:
        wanted = parts.desk.form(does, about, by, parts.now)
    except Refused:
        if does == SECTION:  # it is gone with the alert, and so is what was in it
            raise
        typed = fields.all_typed(posting.fields)
        parts.desk.keep_draft(draft, by, does, about, typed, parts.now)
        raise
    # The act's own address is the one that was on the page: a signature is bound
    # to the text that was read there, not to the one that stands there now.
    nothing = Form("", does, about, (Section("only", "", ()),), "")
    shown = replace(wanted or nothing, about=about)
    if does == SECTION:
        kept = _kept(parts, posting.visit, shown, "")
        draft = kept.id if kept else draft
    else:
        kept = _kept(parts, posting.visit, shown, draft)
    typed = {
        **(plain(kept) if kept else {}),
        **fields.typed_in(posting.fields, shown),
    }
    at = _number(posting.text("part")) - 1
    handed = parts.desk.handed(draft, by)
    if 0 <= at < len(shown.sections):
        # What the page was drawn with, not what has been typed elsewhere since.
        seen = taken(shown.sections[at].id)
        typed[seen] = posting.text(seen.removeprefix(":")) or typed.get(seen, "")
    typed = taken_over(shown, typed, handed)
    return Filling(shown, at, draft, typed, posting.back, handed)


def taken_over(
    form: Form, typed: Mapping[str, Answer], handed: tuple[Handed, ...]
) -> dict[str, Answer]:
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


def keep(posting: Posting, filling: Filling) -> None:
    """Keep what was typed as a draft, unless it is nothing and was nothing."""
    by, desk = posting.visit.by, posting.parts.desk
    known = any(kept.id == filling.draft for kept in desk.drafts_of(by))
    if known or any(filling.typed.values()):
        posting.parts.desk.keep_draft(
            filling.draft,
            posting.visit.by,
            filling.form.does,
            filling.form.about,
            filling.typed,
            posting.parts.now,
        )


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


def _kept(parts: Parts, visit: Visit, wanted: Form, named: str) -> Draft | None:
    """Find what was typed before: by its name, or the last left on the same act."""
    for kept in parts.desk.drafts_of(visit.by):
        same = (kept.form, kept.about) == (wanted.does, wanted.about)
        if kept.id == named or (not named and same and wanted.about):
            return kept
    return None


def _suggested(parts: Parts, visit: Visit, wanted: Form) -> dict[str, Answer]:
    """Put into the fields what is usually right, or what was written last time."""
    reference, _, rest = wanted.about.partition("/")
    if not reference or wanted.does == SECTION:
        return {}
    if wanted.does == "draft" and wanted.shows:
        return fields.spread(wanted, _written_before(wanted))
    view = parts.desk.view(reference, visit.by, parts.now)
    step, _, item = rest.partition("/")
    suggested = beginning(wanted.does, view.case, step, view.asking, item)
    return fields.spread(wanted, suggested)


def _written_before(wanted: Form) -> dict[str, Answer]:
    before = dict(wanted.shows)
    answers: dict[str, Answer] = {}
    for question in wanted.questions:
        ids = {option.title: option.id for option in question.options}
        text = before.get(question.asks, "")
        answers[question.id] = ids.get(text, text)
    return answers


def _number(text: str) -> int:
    """Read a section's number, from 1; 1 if it is not one.

    Example:
        >>> _number("3"), _number("0"), _number("three")
        (3, 1, 1)
    """
    sound = text.isascii() and text.isdigit() and len(text) <= len("99")
    return max(int(text), 1) if sound else 1
