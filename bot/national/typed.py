"""Filling in any form as somebody would, from what it asks and nothing else.

No question is known by its procedure: a file that nobody has seen yet works as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bot.core.forms import Answer, Answers, Form, Question, shown
from bot.core.procedure import Decision, Procedure
from bot.core.routes import advised, advises
from bot.core.words import LONDON

SOMETHING: Final = "Something was written here."
"""Stands for whatever people write; nobody is named in it."""
_AS_USUAL: Final = 0.85
_MORE: Final = 0.3
"""How often something is written that need not be."""
_PLAIN: Final = 0.95
"""How often the answers point somewhere."""
_TRIED: Final = 80


@dataclass(frozen=True, slots=True)
class Hints:
    """What whoever fills a form in knows besides the form.

    Attributes:
        now: What time it is.
        drawn: Their chance.
        usual: Answers that are usually right, as the bot suggests them.
        wanted: Options that are chosen first, by question.
        begins: When a meeting could be, where a time is asked for.
        again: How often it was tried before.
    """

    now: datetime
    drawn: Random
    usual: Answers = field(default_factory=dict)
    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begins: datetime | None = None
    again: int = 0


def filled(form: Form, hints: Hints) -> dict[str, Answer]:
    """Answer what a form asks: all that is required, and some that is not."""
    questions, given = form.questions, dict[str, Answer]()
    left = {question.id: question for question in questions}
    while wanted := [q for q in shown(questions, given) if q.id in left]:
        for question in wanted:
            del left[question.id]
            if question.required or _also(question, hints):
                given[question.id] = _answer(question, hints)
    kept = {question.id for question in shown(questions, given)}
    return {name: answer for name, answer in given.items() if name in kept}


def _also(question: Question, hints: Hints) -> bool:
    """Say whether somebody answers what need not be answered."""
    if question.id in hints.usual or question.id in hints.wanted:
        return True
    if question.kind in ("line", "text"):
        return bool(hints.again) or hints.drawn.random() < _MORE
    if question.kind == "date" and hints.again:
        return True
    return bool(question.options) and question.kind == "choice"


def _answer(question: Question, hints: Hints) -> Answer:
    if question.options:
        return _chosen(question, hints)
    if question.id in hints.usual and hints.again <= 1:
        return hints.usual[question.id]
    if question.kind == "time":
        return f"{_moment(question, hints):%Y-%m-%d %H:%M}"
    if question.kind == "date":
        return f"{_moment(question, hints):%Y-%m-%d}"
    # Never twice the same: what is written again after it was sent back is another.
    return f"{SOMETHING} ({hints.drawn.randrange(1_000_000)})"[: question.most]


def _chosen(question: Question, hints: Hints) -> Answer:
    options, drawn = [option.id for option in question.options], hints.drawn
    first = [one for one in hints.wanted.get(question.id, ()) if one in options]
    usual = hints.usual.get(question.id)
    if question.kind == "choices":
        if first and not hints.again:
            return tuple(first)
        return tuple(drawn.sample(options, min(len(options), drawn.randrange(1, 5))))
    if first and hints.again <= 1:
        return first[0]
    if isinstance(usual, str) and usual in options and not hints.again:
        return usual
    likely = options[0] if drawn.random() < _AS_USUAL and not hints.again else ""
    return likely or drawn.choice(options)


def _moment(question: Question, hints: Hints) -> datetime:
    """Find a day or an hour that makes sense: gone, if it must be, or to come."""
    local = hints.now.astimezone(LONDON)
    if question.kind == "time" and hints.begins and not question.past:
        return hints.begins.astimezone(LONDON)
    if question.past:
        return local
    # A day that need not be given is a near one: what is planned is further off.
    nearest, furthest = (14, 150) if question.required else (3, 12)
    return local + timedelta(days=hints.drawn.randrange(nearest, furthest))


def alert_hints(
    form: Form, procedure: Procedure, now: datetime, drawn: Random, since: timedelta
) -> Hints:
    """Decide what an alert is about: which way its answers are to point.

    Args:
        form: The alert.
        procedure: The procedure.
        now: When it is raised.
        drawn: The chance of the alert.
        since: How long somebody has known of it.
    """
    deciding = [s for s in procedure.step if isinstance(s, Decision) and advises(s)]
    facts = {q.id: [o.id for o in q.options] for q in form.questions if q.fact}
    found = {name: drawn.choice(options) for name, options in facts.items()}
    if deciding and drawn.random() < _PLAIN:
        ways = [way.id for way in deciding[0].choices if way.advise]
        weights = [6.0, *(1.0 for _ in ways[1:])]
        target = drawn.choices(ways, weights)[0]
        for _ in range(_TRIED):
            if target in [way.id for way in advised(deciding[0], found)]:
                break
            found = {name: drawn.choice(options) for name, options in facts.items()}
    known = (now - since).astimezone(LONDON)
    days = {
        q.id: f"{known:%Y-%m-%d %H:%M}" if q.kind == "time" else f"{known:%Y-%m-%d}"
        for q in form.questions
        if q.kind in ("time", "date")
    }
    wanted = {name: (option,) for name, option in found.items()}
    return Hints(now, drawn, usual=days, wanted=wanted)
