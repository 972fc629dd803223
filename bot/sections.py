"""A section of an alert that somebody else completes, as both are asked about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import handing
from bot.answer import Answer, put_right
from bot.core import fields, forms, questions
from bot.core.errors import Unknown
from bot.core.events import PersonId
from bot.core.forms import Form, Section
from bot.core.people import Roster
from bot.core.press import Press
from bot.core.questions import of_people
from bot.desk import Desk
from bot.handing import Handed
from bot.store import drafts
from bot.store.drafts import SECTION


def hand_form(desk: Desk, about: str, by: PersonId, now: datetime) -> Form:
    """Ask who is to complete a section, or whether it is to be taken back.

    Args:
        desk: The partnership's desk.
        about: The draft of the alert, and the section's own name.
        by: Who writes the alert.
        now: When.

    Raises:
        Unknown: They write no such alert, or it has no such section.
    """
    section, asked, people = _found(desk, about, by, now)
    if asked:
        return of_people.hand_back(about, section, asked.name)
    return of_people.hand(about, section, people, by)


def found(
    desk: Desk, draft: str, named: str, by: PersonId, now: datetime
) -> tuple[Section, Handed | None]:
    """Find a section of an alert that somebody writes, and who was asked for it.

    Raises:
        Unknown: They write no such alert, or it has no such section.
    """
    section, asked, _ = _found(desk, f"{draft}/{named}", by, now)
    return section, asked


def _found(
    desk: Desk, about: str, by: PersonId, now: datetime
) -> tuple[Section, Handed | None, Roster]:
    draft, _, named = about.partition("/")
    with desk.store.reading() as tx:
        asking = desk.asking(tx, by, now)
        asking.roster.person(by)
        mine = {one.id for one in drafts.of_person(tx, desk.partnership, by)}
    there = {one.id: one for one in questions.alert(asking).sections}
    if draft not in mine or named not in there:
        raise Unknown(
            "There is no such section of an alert that you are writing.",
            next_step="Go on with your alert from the first page.",
        )
    handed = handing.handed(desk, draft, by)
    asked = next((one for one in handed if one.section == named), None)
    return there[named], asked, asking.roster


def hand(desk: Desk, pressed: Press, now: datetime) -> Answer:
    """Ask whoever was chosen to complete a section; take it back if nobody was.

    Raises:
        Refused: There is no such section.
    """
    draft, _, named = pressed.about.partition("/")
    to, by = str(pressed.answers.get("to", "")), pressed.by
    if to:
        return handing.ask(desk, draft, named, to, by, now)
    answer = handing.take_back(desk, draft, named, by, now, pressed.cause)
    if not answer.code:
        return answer
    form = hand_form(desk, pressed.about, by, now)
    wrong = forms.problems(form.questions, pressed.answers, now)
    return put_right(wrong) if wrong else answer


def save(desk: Desk, pressed: Press, now: datetime) -> Answer:
    """Keep what was typed in a section, and say that it is complete.

    Raises:
        Refused: It is asked of them no more.
    """
    form = handing.form(desk, pressed.about, pressed.by, now)
    with desk.store.writing() as tx:
        known = drafts.of_person(tx, desk.partnership, pressed.by)
        mine = {one.about: one for one in known if one.form == SECTION}
        if kept := mine.get(pressed.about):
            before = handing.plain(kept)
            typed = before | fields.spread(form, pressed.answers)
            wrong = tuple(fields.slips(form, typed))
            if wrong:
                return put_right(wrong)
            if typed != before:
                drafts.save(tx, replace(kept, says=typed, updated_at=now))
    return handing.save(desk, pressed.about, pressed.by, now)
