"""The forms behind the buttons of each kind of step."""

from __future__ import annotations

from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import Unknown
from bot.core.forms import Form, Option, Question
from bot.core.procedure import Decision, Meeting, Request, SignOff
from bot.core.questions.page import address, any_step, drawn, note, one_page
from bot.core.steps.meeting import standing_time
from bot.core.steps.turn import step_of

_LENGTHS: Final = (30, 60, 90, 120, 180, 240)


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
    """Ask on which day a task was done."""
    task = any_step(step, asking)
    anchor = asking.procedure.anchor.get(task.sets)
    timed = anchor is not None and anchor.takes == "time"
    asks = (anchor.asked if anchor else "") or "On which day was it done?"
    past = anchor is None or not anchor.planned
    on = Question("on", asks, "time" if timed else "date", past=past)
    remark = note("Anything to note?", "Only if it will help later.", required=False)
    return one_page(
        task.title, ("complete", address(case, step)), (on, remark), "Done", task.doing
    )


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


def identify(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask which agencies are involved."""
    request = step_of(Request, step, asking)
    known = case.asks(step)
    left = tuple(
        Option(agency.id, agency.name)
        for agency in asking.roster.agencies
        if agency.id not in known
    )
    agencies = Question(
        "agencies", "Which agencies are involved?", "choices", options=left
    )
    own_day = Question(
        "return_by",
        "A day of its own for the return, if it was found late",
        "date",
        "Leave this empty to use the procedure’s own day.",
        required=False,
    )
    return one_page(
        f"Add agencies: {request.title}",
        ("identify", address(case, step)),
        (agencies, own_day),
        "Add",
        "" if left else "Every agency on the roster is on the list already.",
    )


def returned(case: Case, step: str, item: str, asking: Asking) -> Form:
    """Ask on which day an agency's return came."""
    request = step_of(Request, step, asking)
    name = asking.roster.agency(item).name
    on = Question("on", "On which day did it come?", "date", past=True)
    late = note(
        "If it was late, why?", "Leave this empty if it was in time.", required=False
    )
    title = f"{words.begun(request.asks_for)} from {name}"
    return one_page(title, ("returned", address(case, step, item)), (on, late), "Save")


def arrange(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask when a meeting is to be."""
    meeting = step_of(Meeting, step, asking)
    lengths = sorted({*_LENGTHS, meeting.lasts})
    questions = (
        Question("start", "When does it start?", "time"),
        Question(
            "minutes",
            "How long is it?",
            "choice",
            options=tuple(Option(str(n), words.length(n)) for n in lengths),
        ),
        note(
            "If it has to be outside the procedure’s days, why?",
            "Leave this empty unless you are asked for it.",
            required=False,
        ),
    )
    moving = standing_time(case, step)
    return one_page(
        f"{'Move' if moving else 'Arrange'}: {meeting.title}",
        ("arrange", address(case, step)),
        questions,
        "Send the change" if moving else "Send the invitations",
        f"It is now at {words.moment(moving.start)}." if moving else "",
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
        f"Held: {meeting.title}", ("held", address(case, step)), questions, "Save"
    )


def decide(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask what is decided, and for what reasons."""
    named = step_of(Decision, step, asking)
    options = tuple(Option(choice.id, choice.title) for choice in named.choices)
    questions = (
        Question("choice", "What is decided?", "choice", options=options),
        note("What are the reasons?", "These are kept with the decision."),
    )
    return one_page(
        named.title,
        ("decide", address(case, step)),
        questions,
        "Record the decision",
        named.doing,
    )


def dissent(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask why somebody disagrees."""
    named = any_step(step, asking)
    return one_page(
        f"Record that you disagree: {named.title}",
        ("dissent", address(case, step)),
        (note("Why do you disagree?"),),
        "Record it",
    )


def correct(case: Case, anchor: str, _item: str, asking: Asking) -> Form:
    """Ask for the right day, and what was wrong with the other."""
    shape = asking.procedure.anchor.get(anchor)
    was = case.anchors.get(anchor)
    if shape is None or was is None:
        raise Unknown("That date is not known on this case, so it cannot be wrong.")
    kind = "time" if shape.takes == "time" else "date"
    questions = (
        Question("value", shape.asked or f"When was it that {shape.title}?", kind),
        note("What was wrong?", "Both dates stay on the record."),
    )
    return one_page(
        f"Correct the date: {shape.title}",
        ("correct", address(case, anchor)),
        questions,
        "Correct it",
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
