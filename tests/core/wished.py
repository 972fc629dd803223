"""Meetings of the invented procedure that want a time, and what it may say of them."""

from __future__ import annotations

from datetime import date
from functools import cache

from bot.core import faults
from bot.core.finding import Wish, wish_of
from bot.core.procedure import Meeting, Procedure
from tests.core.played import HERE, Played


def wished(played: Played, step: str, *, holding: bool = False) -> Wish:
    meeting = played.procedure.by_id[step]
    assert isinstance(meeting, Meeting)
    return wish_of(meeting, played.case, played.asking(), holding=holding)


def days(wish: Wish) -> tuple[date, date]:
    return wish.days[0].on, wish.days[-1].on


@cache
def saying(step: str, **lines: str) -> Procedure:
    """The invented procedure, saying something else of one step."""
    text = (HERE / "everything.toml").read_text(encoding="utf-8")
    parts = text.split("[[step]]\n")
    for number, part in enumerate(parts):
        if part.startswith(f'id = "{step}"\n'):
            kept = [one for one in part.splitlines() if one.split(" ")[0] not in lines]
            said = [f"{word} = {value}" for word, value in lines.items() if value]
            parts[number] = "\n".join([kept[0], *said, *kept[1:], "", ""])
    return faults.read("[[step]]\n".join(parts))


def changed(played: Played, step: str, **lines: str) -> Played:
    """Let the procedure say something else of a step from now on."""
    played.procedure = saying(step, **lines)
    return played
