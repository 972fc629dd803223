"""What comes in at the desk, before anything is made of it.

A press comes from outside and may hold anything. Names are checked before they
reach the database; what was typed is kept as it was typed, but brought to the
shape its question asks for, and nothing is taken that was not asked.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Final

from bot.core.asking import BOT
from bot.core.errors import Unknown
from bot.core.forms import Answer, Answers, Question
from bot.core.press import Press
from bot.core.questions import meant

_NAME: Final = re.compile(r"[ -~]{1,200}")
"""What a reference, a request or an act can be made of."""


def is_name(text: str) -> bool:
    r"""Say whether a text can be the name of anything in the record.

    Example:
        >>> is_name("DOR-2026-004/sign-sin"), is_name("DOR\0"), is_name("")
        (True, False, False)
    """
    return _NAME.fullmatch(text) is not None


def named(platform: str, *parts: object) -> str:
    """Make one name of several, short and plain enough for the record.

    Example:
        >>> named("slack", "T1", "V1", None, "U1")
        'slack/T1/V1//U1'
    """
    name = "/".join("" if part is None else str(part) for part in (platform, *parts))
    if is_name(name):
        return name
    mark = hashlib.sha256(name.encode(errors="replace")).hexdigest()
    return f"{platform}/{mark}"


def check(pressed: Press) -> None:
    """Make sure that a press names what it is about in a way that can be looked up.

    Nobody presses in the name of the bot itself: it asks the desk directly.

    Raises:
        Unknown: It does not.
    """
    if pressed.by == BOT:
        raise Unknown("You are not on this partnership’s roster.")
    if not is_name(pressed.cause) or (pressed.about and not is_name(pressed.about)):
        raise Unknown(
            "That button belongs to nothing in the record.",
            next_step="Open the case page and press the button there.",
        )


def answers_to(questions: tuple[Question, ...], answers: Answers) -> Answers:
    """Take the answers to what was asked, each in the shape of its question.

    A blank answer is none. Where one answer is asked for, several are read as
    one text, which then fits no choice and no date, and is said to.
    """
    given = ((q.id, _answer(q, answers.get(q.id, ""))) for q in questions)
    return {name: answer for name, answer in given if answer}


def asked_only(pressed: Press, questions: tuple[Question, ...]) -> Press:
    """Leave in a press only the answers to what was asked."""
    given = meant(pressed.does, pressed.answers)
    return replace(pressed, answers=answers_to(questions, given))


def _answer(question: Question, given: Answer) -> Answer:
    if question.kind == "choices":
        chosen = (given,) if isinstance(given, str) else tuple(given)
        return tuple(one for one in chosen if one.strip())
    text = given if isinstance(given, str) else "".join(given)
    if question.kind in ("date", "time"):
        return text.strip()
    return text if text.strip() else ""
