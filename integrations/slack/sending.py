"""A form that is sent from a window: put right, looked over once, and recorded.

Nothing typed is lost: it is recorded or kept before Slack has its acknowledgement. An
act is done on what was shown in the window, not on what stands in the record by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot import filling as steps
from bot.answer import Answer
from bot.core.errors import Refused
from bot.core.forms import Problem
from bot.core.questions.of_people import HAND
from bot.filling import Filling
from bot.sheets import BRIEF, KEPT, section_of
from bot.store.drafts import SECTION
from integrations.slack import acting, first_page, opening, told
from integrations.slack.acts import Act
from integrations.slack.reply import Reply
from integrations.slack.sheets import Sheet, sheet_of
from integrations.slack.typed import errors, rest
from integrations.slack.visiting import Visit
from integrations.slack.window import Redraw, Then


def submit(visit: Visit) -> Reply:
    """Take a window that was sent: on to the next section, or to the desk."""
    try:
        sheet = sheet_of(visit)
        if sheet is None:
            return Reply(view=told.told(acting.OLD.says, acting.OLD.next_step))
        return _submitted(sheet)
    except Refused as refusal:
        return Reply(view=told.told(refusal.reason, refusal.next_step))


def _submitted(sheet: Sheet) -> Reply:
    try:
        filling = sheet.of.filled(shown=False)
    except Refused:
        repeated = _repeated(sheet)
        if repeated is not None:
            return repeated
        raise
    if filling.checking or filling.sections == 1:
        return _send(sheet, filling)
    filling = sheet.keep(filling)
    wrong = steps.problems(filling, filling.section.questions, sheet.visit.now)
    if wrong:
        return _put_right(sheet, filling, wrong)
    onward = replace(sheet.of.whole(filling), at=filling.at + 1)
    return Reply(view=sheet.drawn(onward))


def _send(sheet: Sheet, filling: Filling) -> Reply:
    """Have the desk do what the form is for, in one transaction.

    What was kept of it goes with what is recorded. Only what is not recorded has to
    be kept.
    """
    cause, now = sheet.visit.cause, sheet.visit.now
    answer = steps.send(sheet.of.desk, filling, sheet.of.by, cause, now)
    if not answer.code:
        return _done(sheet, answer)
    filling = sheet.keep(filling)
    if answer.problems:
        return _put_right(sheet, filling, answer.problems)
    return _refused(sheet, filling, answer)


def _repeated(sheet: Sheet) -> Reply | None:
    """Answer what was sent before as it was answered then; nothing if it was not."""
    answer = sheet.of.again(sheet.visit.cause)
    return _done(sheet, answer) if answer else None


def _done(sheet: Sheet, answer: Answer) -> Reply:
    """Say what was recorded; what was typed stands in the record now."""
    sheet.visit.parts.sent.first(sheet.view_id)
    if answer.reads:
        view = told.readings(answer.reads)
    else:
        view = told.told(answer.says, answer.next_step)
    beneath = partial(_beneath, sheet)
    return Reply(view=view, looks=(beneath, *first_page.looks(sheet.visit)))


def _refused(sheet: Sheet, filling: Filling, answer: Answer) -> Reply:
    """Say no in the window: at the form as it is now, if it can be sent at all."""
    again = sheet.of.as_it_is(filling)
    if again is None:
        kept = "" if sheet.meta.does in (SECTION, *BRIEF) else KEPT
        then = f"{answer.next_step} {kept}".strip()
        return Reply(view=told.told(answer.says, then))
    return Reply(view=sheet.drawn(again, refused=answer))


def _put_right(sheet: Sheet, filling: Filling, wrong: tuple[Problem, ...]) -> Reply:
    """Say what is wrong at the fields it is wrong in, drawing those not there yet."""
    view = sheet.visit.view
    found = errors(wrong, view, filling.form)
    if found and not rest(wrong, view, filling.form) and not sheet.visit.late:
        return Reply(errors=found)
    filling = sheet.of.whole(filling)
    if filling.checking:
        filling = replace(filling, at=section_of(filling.form, wrong[0]))
    return Reply(view=sheet.drawn(filling, wrong=wrong))


def _beneath(sheet: Sheet, visit: Visit) -> Iterator[Then]:
    """Draw the window beneath again: what was done in this one may show in it."""
    meta, does, about = sheet.meta, sheet.meta.say.get("does", ""), ""
    if not meta.root:
        return
    if meta.does == HAND:
        yield from _alert_beneath(sheet)
    elif does:
        about = meta.say.get("about", "")
        page = acting.page_of(visit, Act(meta.partnership, does, about))
        if page is not None:
            yield Redraw(page, meta.root)


def _alert_beneath(sheet: Sheet) -> Iterator[Then]:
    again = sheet.of.handed_from()
    yield Redraw(opening.drawn(again, sheet.meta.partnership), sheet.meta.root)
