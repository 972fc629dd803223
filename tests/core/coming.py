"""A meeting that people are asked to, and what they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.core.asking import BOT
from bot.core.coming import Coming, coming, sentence
from bot.core.commands import Arrange, Identify, NoteReply, TakePlace
from bot.core.events import Answered, Event
from tests.core.played import Played, at, sent

NOBODY_YET = "None of 5 has answered yet. Needed: the Chair and the Head of Service."
START = "Tue 1 Dec 2026 10:00"


def asked_to(*agencies: str) -> Played:
    """A case whose review is at 10am on Tue 1 Dec 2026; kit arranged it."""
    played = sent()
    if agencies:
        played.does("kit", Identify(step="ask", agencies=agencies))
    played.does("kit", Arrange(step="review", start=at(START), minutes=120))
    return played


def answers(
    played: Played, who: str, answer: Answered = "declined", after: int = 1, **more: Any
) -> tuple[Event, ...]:
    """Let somebody answer some minutes from now, which is then now."""
    played.now += timedelta(minutes=after)
    said = NoteReply(step="review", person=who, answer=answer, at=played.now, **more)
    return played.does(BOT, said)


def who(played: Played, step: str = "review") -> Coming:
    found = coming(played.procedure.by_id[step], played.case, played.asking())
    assert found
    return found


def says(played: Played) -> str:
    return sentence(who(played), played.asking())


def kinds(played: Played, *wanted: str) -> list[tuple[str, str]]:
    return [(t.kind, t.role) for t in played.told if t.kind in wanted]


def take(person: str, instead: str, step: str = "review") -> TakePlace:
    return TakePlace(step=step, person=person, instead=instead)


def move(played: Played, start: str = "Wed 2 Dec 2026 10:00") -> None:
    played.does("kit", Arrange(step="review", start=at(start), minutes=120))
