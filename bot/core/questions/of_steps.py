"""The forms behind the buttons of each kind of step."""

from __future__ import annotations

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import Unknown
from bot.core.forms import Form, Option, Question
from bot.core.letters import letter
from bot.core.packs import facts, pack_of
from bot.core.procedure import Meeting, Request, SignOff
from bot.core.progress import AnyStep
from bot.core.questions.of_times import agenda
from bot.core.questions.page import address, any_step, drawn, note, one_page
from bot.core.registered import lacking
from bot.core.steps.turn import step_of


def draft(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask for the text that a chain will sign."""
    sign_off = step_of(SignOff, step, asking)
    shape = asking.procedure.forms[sign_off.text]
    return drawn(shape, "draft", address(case, step))


def sign(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Show the text to be signed, and bind the signature to it."""
    sign_off = step_of(SignOff, step, asking)
    return one_page(
        f"Read and sign: {sign_off.title}",
        ("sign", address(case, step, case.chain(step).text)),
        (),
        "Sign",
        "Your signature is bound to this text. If the text changes, it is asked "
        "for again.",
    )


def send_back(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask why a text is sent back."""
    sign_off = step_of(SignOff, step, asking)
    asks = note("What has to change?", "The author sees this; it stays off the chat.")
    return one_page(
        f"Send back: {sign_off.title}",
        ("send-back", address(case, step)),
        (asks,),
        "Send back",
    )


def complete(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask on which day a task was done, or when, where hours are counted."""
    task = any_step(step, asking)
    anchor = asking.procedure.anchor.get(task.sets)
    timed = anchor.takes == "time" if anchor else in_hours(task)
    asks = (anchor.asked if anchor else "") or (
        "When was it done?" if timed else "On which day was it done?"
    )
    past = anchor is None or not anchor.planned
    on = Question("on", asks, "time" if timed else "date", past=past)
    made = letter(task, (), case, asking)
    pack = pack_of(task, case, asking)
    if pack and pack.missing:
        remark = note("Why does it go with something missing?", "This is kept.")
    else:
        remark = note(
            "Anything to note?", "Only if it will help later.", required=False
        )
    packed = (
        [f"{label}: {said}." for label, said in facts(pack, asking)] if pack else ()
    )
    return one_page(
        task.title,
        ("complete", address(case, step)),
        (on, remark),
        "Done",
        task.doing,
        *packed,
        *lacking(task, case, asking),
        *((f"{made.title}:", *made.text) if made else ()),
    )


def in_hours(step: AnyStep) -> bool:
    """Say whether hours are counted to the end of a step, and not days."""
    return step.deadline is not None and step.deadline.in_hours


def set_aside(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask why a step is not needed."""
    named = any_step(step, asking)
    going_on = isinstance(named, Request)
    return one_page(
        f"Go on without what is missing: {named.title}"
        if going_on
        else f"Not needed: {named.title}",
        ("set-aside", address(case, step)),
        (note("Why?", "This is kept with the case."),),
        "Go on without" if going_on else "Not needed",
    )


def stand_down(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask why a meeting is called off."""
    meeting = step_of(Meeting, step, asking)
    return one_page(
        f"Call off: {meeting.title}",
        ("stand-down", address(case, step)),
        (note("Why?", "Everybody invited is told that it is off, not why."),),
        "Call it off",
    )


def held(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask on which day a meeting was held, and who took the chair."""
    meeting = step_of(Meeting, step, asking)
    roles = dict.fromkeys((meeting.chair, meeting.owner, *meeting.invite))
    chairs = tuple(
        Option(role, asking.procedure.title_of(role))
        for role in roles
        if role in asking.procedure.role
    )
    questions = (
        Question("on", "On which day was it held?", "date", past=True),
        Question("chaired_by", "Who took the chair?", "choice", options=chairs),
    )
    return one_page(
        f"Held: {meeting.title}",
        ("held", address(case, step)),
        questions,
        "Save",
        *agenda(meeting),
    )


def correct(case: Case, anchor: str, _item: str, asking: Asking) -> Form:
    """Ask for the right day, and what was wrong with the other."""
    shape = asking.procedure.anchor.get(anchor)
    was = case.anchors.get(anchor)
    if shape is None or (was is None and anchor not in asking.procedure.only_asked):
        raise Unknown(
            "That date is not known on this case, so it cannot be wrong.",
            next_step="It is recorded when the step that finds it out is done.",
        )
    kind = "time" if shape.takes == "time" else "date"
    asks = shape.asked or f"When was it that {shape.title}?"
    if was is None:
        return one_page(
            f"Record the date: {shape.title}",
            ("correct", address(case, anchor)),
            (Question("value", asks, kind, past=not shape.planned),),
            "Record it",
            "The alert left it open. Every date counted from it is then worked out.",
        )
    questions = (
        Question("value", asks, kind),
        note(
            "Why does it move?" if shape.planned else "What was wrong?",
            "Both dates stay on the record.",
        ),
    )
    return one_page(
        f"{'Move' if shape.planned else 'Correct'} the date: {shape.title}",
        ("correct", address(case, anchor)),
        questions,
        "Move it" if shape.planned else "Correct it",
        f"It is now recorded as {words.moment(was)}. Every date counted from it "
        "will move, and the people concerned are told.",
    )


def snooze(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask until which morning a nudge should wait."""
    named = any_step(step, asking)
    questions = (
        Question("until", "Until which morning?", "date"),
        note("Why?", "This is kept with the case."),
    )
    return one_page(
        f"Nudge me later: {named.title}",
        ("snooze", address(case, step)),
        questions,
        "Nudge me then",
    )
