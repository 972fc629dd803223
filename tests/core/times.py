"""Cases on which times were found for meetings, or are held for them."""

from __future__ import annotations

from typing import Final

from bot.core import commands, offers, telling
from bot.core.asking import BOT
from bot.core.cards import Card
from bot.core.events import Event, Offer, Relief, TimesFound
from bot.core.hearing import Telling
from bot.core.items import item_of
from tests.core.played import Played, arranged, at, raised, sent, signs

FIRST = "Tue 1 Dec 2026 10:00"
SECOND = "Wed 2 Dec 2026 10:00"
THIRD = "Thu 3 Dec 2026 14:30"
LAST = "Tue 8 Dec 2026 10:00"


def times(
    step: str, *starts: str, read: int = 7, asked: int = 9, **known: str
) -> TimesFound:
    """Times found for a meeting, from the diaries of nine people."""
    reliefs = tuple(Relief(kind, seat, at(LAST)) for kind, seat in known.items())
    offers = tuple(Offer(at(start)) for start in starts)
    return TimesFound(step, 120, offers, reliefs, read, asked)


def finds(played: Played, *found: TimesFound, holding: bool = False) -> Played:
    """Let the bot put down what it found."""
    played.does(BOT, commands.OfferTimes(found=found, holding=holding))
    return played


def offered() -> Played:
    """A case whose review has three times to choose from."""
    return finds(sent(), times("review", FIRST, SECOND, THIRD))


def offered_elsewhere() -> Played:
    """A case whose review is arranged, with other times that were asked for."""
    played = arranged()
    played.does("kit", commands.SeekTimes(steps=("review",)))
    return finds(played, times("review", SECOND, THIRD))


def sought() -> Played:
    """A case just raised, for whose meetings times to hold are looked for."""
    played = raised()
    played.presses("kit", "seek-holds")
    return played


def holdable() -> Played:
    """A case just raised, with times that could be held for two meetings."""
    return finds(
        sought(), times("review", FIRST, SECOND), times("wrap-up", LAST), holding=True
    )


def pencilled(start: str = FIRST) -> Played:
    """A case just raised, with a time held for its review."""
    played = holdable()
    holds(played, ("review", start))
    return played


def holds(played: Played, *wanted: tuple[str, str]) -> tuple[Event, ...]:
    times = tuple((step, at(start), 120) for step, start in wanted)
    return played.does("kit", commands.HoldTimes(times=times))


def goes_on(played: Played) -> Played:
    """Take a case from its alert to the notification, on the same day."""
    played.does("arun", commands.Decide(step="consult", choice="agreed", digest="why"))
    played.does("arun", commands.Decide(step="choose", choice="notify", digest="why"))
    played.does("arun", commands.WriteDraft(step="sign", digest="text 1"))
    signs(played, "dina", "hal", "hope", "cora", "pat")
    played.does("arun", commands.Complete(step="send", on=played.asking().today))
    return played


ASKED: Final = Telling("ask", "keeper", parts=("review",))
SHOWN: Final = Telling("times", "keeper", parts=("review",))
BOTH: Final = Telling("times", "keeper", parts=("review", "wrap-up"), holding=True)


def kinds(played: Played, kind: str) -> list[Telling]:
    return [telling for telling in played.told if telling.kind == kind]


def card(played: Played, asked: Telling, by: str = "kit") -> Card:
    made = telling.card(asked, played.case, played.asking(by))
    assert made is not None
    return made


def again(played: Played, asked: Telling, by: str = "kit") -> Card:
    made = telling.redrawn(asked, played.case, played.asking(by))
    assert made is not None
    return made


def labels(shown: Card) -> list[str]:
    return [button.label for button in shown.buttons]


def acts(played: Played, step: str = "", by: str = "kit") -> list[str]:
    asking = played.asking(by)
    if not step:
        return [b.label for b in offers.of_case(played.case, asking)]
    known = played.procedure.by_id[step]
    return [b.label for b in offers.of_step(known, played.case, asking)]


def facts(played: Played, step: str = "review") -> dict[str, str]:
    known = tuple(played.lines().values())
    shape = played.procedure.by_id[step]
    return dict(item_of(shape, played.case, known, played.asking("kit")).facts)
