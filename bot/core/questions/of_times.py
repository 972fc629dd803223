"""The forms that ask for a time: of a meeting, and of several to be held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.finding import diaries_read, reasons, supposes
from bot.core.forms import Answer, Form, Option, Question
from bot.core.procedure import Meeting
from bot.core.questions.page import address, note, one_page
from bot.core.steps.offered import ANOTHER, NONE, key_of, possible, refusal_of, said_at
from bot.core.steps.pencilled import HELD, holdable
from bot.core.steps.turn import step_of

_LENGTHS: Final = (30, 60, 90, 120, 180, 240)


def arrange(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask when a meeting is to be: at a time that was found, or at another."""
    meeting = step_of(Meeting, step, asking)
    lengths = sorted({*_LENGTHS, meeting.lasts})
    found = tuple(_times(case, meeting, asking))
    own = ("when", ANOTHER) if found else None
    questions: tuple[Question, ...] = (
        Question("start", "When does it start?", "time", only_if=own),
        Question(
            "minutes",
            "How long is it?",
            "choice",
            options=tuple(Option(str(n), words.length(n)) for n in lengths),
            only_if=own,
        ),
        note(
            "If it has to be outside the procedure’s days, why?",
            "Leave this empty unless you are asked for it.",
            required=False,
        ),
    )
    if found:
        options = (*found, Option(ANOTHER, "Another time"))
        when = Question("when", "When?", "choice", options=options)
        questions = (when, *questions)
    moving = case.to_come(step)
    return one_page(
        f"{'Move' if moving else 'Arrange'}: {meeting.title}",
        ("arrange", address(case, step)),
        questions,
        "Send the change" if moving else "Send the invitations",
        f"It is now at {words.moment(moving.start)}." if moving else "",
        *_diaries((meeting,) if found else (), case),
        *agenda(meeting),
    )


def _times(case: Case, meeting: Meeting, asking: Asking) -> Iterator[Option]:
    """List the time that is held, then those that were found."""
    held = case.pencilled(meeting.id)
    if held and held.start > asking.now:
        refusal = refusal_of(case, meeting, held.start, held.minutes, asking)
        hint = f"This time is held. {refusal.reason if refusal else ''}".strip()
        yield Option(key_of(held.start), said_at(held.start), hint)
    for one in possible(case, meeting, asking):
        if held is None or one.start != held.start:
            hint = reasons(one, meeting, case, asking)
            yield Option(key_of(one.start), said_at(one.start), hint)


def _diaries(meetings: Iterable[Meeting], case: Case) -> Iterator[str]:
    """Say how many diaries the times that are offered go by, or that none was read."""
    known = [case.offered[m.id] for m in meetings if m.id in case.offered]
    if len(known) == 1 or (known and not any(one.read for one in known)):
        yield diaries_read(known[0])


def agenda(meeting: Meeting) -> tuple[str, ...]:
    """Say what a meeting is to deal with, a line for each."""
    lines = enumerate(meeting.agenda, 1)
    return ("Agenda:", *(f"{n}. {line}" for n, line in lines)) if meeting.agenda else ()


def hold_times(case: Case, _step: str, _item: str, asking: Asking) -> Form:
    """Ask which time is held for each meeting."""
    questions = tuple(
        Question(
            f"{HELD}{step.id}",
            step.title,
            "choice",
            supposes(step, case, asking),
            options=(
                *(
                    Option(
                        key_of(one.start),
                        said_at(one.start),
                        reasons(one, step, case, asking, apart=True),
                    )
                    for one in offers
                ),
                Option(NONE, "Do not hold a time"),
            ),
        )
        for step, offers in holdable(case, asking)
    )
    return one_page(
        f"Hold times: {case.ref}",
        ("hold-times", case.ref),
        questions,
        "Hold these times",
        "Whoever comes to a meeting sees the time in their calendar as not certain "
        "yet. It is confirmed, or let go, once the days of the meeting are known."
        if questions
        else "No times are known that could be held.",
        *_diaries((step for step, _ in holdable(case, asking)), case),
    )


def first_held(case: Case, asking: Asking) -> dict[str, Answer]:
    """Suggest the best time for each meeting that a time could be held for."""
    return {
        f"{HELD}{step.id}": key_of(offers[0].start)
        for step, offers in holdable(case, asking)
    }
