"""What is done again because the line to the database was cut, and what is not."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from bot.store.gone import tried_again

CUT = OperationalError("", {}, ConnectionResetError())
FULL = OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))


class Doing:
    """What comes to each of these in turn, and how long was waited in between."""

    def __init__(self, *comes: Exception | str) -> None:
        self.comes = list(comes)
        self.waited = 0.0

    async def act(self) -> str:
        came = self.comes.pop(0)
        if isinstance(came, Exception):
            raise came
        return came

    async def wait(self, seconds: float) -> None:
        self.waited += seconds

    def done(self) -> str:
        async def through() -> str:
            return await tried_again(self.act, self.wait)

        return asyncio.run(through())


@pytest.mark.parametrize("cut", [CUT, ConnectionResetError()])
def test_what_a_cut_line_ended_is_done_again(cut: Exception) -> None:
    doing = Doing("at once", cut, "then", "left")

    assert [doing.done(), doing.done()] == ["at once", "then"]
    assert doing.comes == ["left"]


@pytest.mark.parametrize("trouble", [FULL, NoneFree(), ValueError()])
def test_what_would_come_to_the_same_is_not_done_again(trouble: Exception) -> None:
    with pytest.raises(type(trouble)):
        Doing(trouble, "in vain").done()


def test_a_database_that_stays_away_is_told_of_in_time() -> None:
    doing = Doing(*[CUT] * 9)

    with pytest.raises(OperationalError):
        doing.done()

    assert len(doing.comes) < 9
    assert doing.waited < 2
