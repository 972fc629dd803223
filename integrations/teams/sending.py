"""A dialog that was sent in: on to the next section, to the desk, or a button in it.

Teams tells nobody that a dialog was closed, so what is typed is kept whenever one is
sent in. An act is done on what was shown in the dialog, not on what stands in the
record by then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot import filling as steps
from bot.answer import Answer
from bot.core.errors import Refused
from bot.core.forms import Problem
from bot.core.questions.of_people import HAND as HANDS
from bot.filling import Filling
from bot.sheets import BRIEF, KEPT, section_of
from bot.store.drafts import SECTION
from integrations.teams import acting, acts, opening
from integrations.teams.acts import Act
from integrations.teams.dialogs import Dialog
from integrations.teams.meta import (
    BACK,
    CHANGE,
    HAND,
    NEW,
    NEXT,
    STAY,
    verb,
)
from integrations.teams.reply import Reply
from integrations.teams.sheets import Sheet, sheet_of
from integrations.teams.told import told
from integrations.teams.visiting import Visit

_MORE: Final = "What you answered brings another question. It is on this page now."


def submitted(visit: Visit) -> Reply:
    """Take a dialog that was sent in."""
    return Reply(_answered(visit).response)


def _answered(visit: Visit) -> Dialog:
    asked = verb(visit.data)
    if asked:
        try:
            sheet = sheet_of(visit)
            return _stepped(sheet, asked) if sheet else acting.old()
        except Refused as refusal:
            return told(refusal.reason, refusal.next_step)
    act = acts.read(visit.data)
    return acting.opened(visit, act) if act else acting.old()


def _stepped(sheet: Sheet, asked: str) -> Dialog:
    """Take a step in a form."""
    word, _, which = asked.partition("/")
    if word == NEXT:
        return _submitted(sheet)
    if word not in (BACK, CHANGE, NEW, HAND, STAY):
        return acting.old()
    filling = sheet.of.filled()
    kept = sheet.keep(filling)
    match word:
        case "back":
            return _back(sheet, kept)
        case "change":
            return _at(sheet, kept, int(which) if which.isdecimal() else 0)
        case "new":
            return _anew(sheet)
        case "hand":
            return _handed(sheet, filling)
        case _:
            return sheet.turned(kept)


def _submitted(sheet: Sheet) -> Dialog:
    try:
        filling = sheet.of.filled(shown=False)
    except Refused:
        answer = sheet.of.again(sheet.cause)
        if answer is None:
            raise
        return _done(sheet, answer)
    if sheet.brought(filling):
        kept = sheet.keep(filling)
        return sheet.drawn(sheet.of.whole(kept), notes=(_MORE,))
    if filling.checking or filling.sections == 1:
        return _send(sheet, filling)
    filling = sheet.keep(filling)
    wrong = steps.problems(filling, filling.section.questions, sheet.visit.now)
    if wrong:
        return _put_right(sheet, filling, wrong)
    return sheet.drawn(replace(sheet.of.whole(filling), at=filling.at + 1))


def _send(sheet: Sheet, filling: Filling) -> Dialog:
    """Have the desk do what the form is for, in one transaction.

    What was kept of it goes with what is recorded. Only what is not recorded has to
    be kept.
    """
    of = sheet.of
    answer = steps.send(of.desk, filling, of.by, sheet.cause, of.now)
    if not answer.code:
        return _done(sheet, answer)
    filling = sheet.keep(filling)
    if answer.problems:
        return _put_right(sheet, filling, answer.problems)
    return _refused(sheet, filling, answer)


def _done(sheet: Sheet, answer: Answer) -> Dialog:
    """Say what was recorded: on the page that the form was opened from, if on one."""
    sheet.recorded()
    meta = sheet.meta
    if meta.does == HANDS:
        again = sheet.of.handed_from()
        said = tuple(line for line in (answer.says, answer.next_step) if line)
        return opening.drawn(again, meta.partnership, say=meta.say, notes=said)
    act = Act(meta.partnership, meta.does, meta.about)
    return acting.outcome(sheet.visit, act, answer, acting.beneath(meta))


def _refused(sheet: Sheet, filling: Filling, answer: Answer) -> Dialog:
    """Say no in the dialog: at the form as it is now, if it can be sent at all."""
    again = sheet.of.as_it_is(filling)
    if again is None:
        kept = "" if sheet.meta.does in (SECTION, *BRIEF) else KEPT
        return told(answer.says, f"{answer.next_step} {kept}".strip())
    return sheet.drawn(again, refused=answer)


def _put_right(sheet: Sheet, filling: Filling, wrong: tuple[Problem, ...]) -> Dialog:
    """Say what is wrong at the questions it is wrong in."""
    filling = sheet.of.whole(filling)
    if filling.checking:
        filling = replace(filling, at=section_of(filling.form, wrong[0]))
    return sheet.drawn(filling, wrong=wrong)


def _back(sheet: Sheet, kept: Filling) -> Dialog:
    """Lead to the section before; from the first, to where the form was opened."""
    meta = sheet.meta
    if kept.at > 0 and kept.sections > 1:
        return _at(sheet, kept, kept.at - 1)
    if meta.does == HANDS:
        return opening.drawn(sheet.of.handed_from(), meta.partnership, say=meta.say)
    return acting.page_of(sheet.visit, acting.beneath(meta)) or _at(sheet, kept, 0)


def _at(sheet: Sheet, filling: Filling, at: int) -> Dialog:
    """Lead to another section."""
    there = min(max(at, 0), filling.sections - 1)
    return sheet.drawn(replace(filling, at=there))


def _anew(sheet: Sheet) -> Dialog:
    of = sheet.of
    fresh = steps.begun(of.desk, of.does, of.about, of.by, of.now, fresh=True)
    return sheet.drawn(fresh) if fresh else acting.old()


def _handed(sheet: Sheet, filling: Filling) -> Dialog:
    """Ask who is to complete a section; what was typed is kept, be it nothing."""
    asked = sheet.of.handing(filling)
    return sheet.drawn(asked) if asked else acting.old()
