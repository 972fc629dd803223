"""A question that may never be answered keeps nobody waiting."""

from __future__ import annotations

import threading

from bot.patience import Patience
from tests.watching.conftest import Ticking


def test_an_answer_serves_whoever_asks_soon_after(ticking: Ticking) -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    patience = Patience(ask, 5, fresh=10, monotonic=ticking)

    assert (patience().told, patience().told) == (1, 1)
    ticking.seconds += 11
    assert patience().told == 2


def test_that_asking_failed_is_an_answer_and_is_not_raised() -> None:
    def ask() -> None:
        raise ConnectionRefusedError

    answer = Patience(ask, 5)()

    assert isinstance(answer.trouble, ConnectionRefusedError)


def test_while_a_question_hangs_no_second_one_is_asked() -> None:
    answered, asked = threading.Event(), []

    def ask() -> str:
        asked.append(1)
        answered.wait(5)
        return "at last"

    patience = Patience(ask, 0.01)

    assert isinstance(patience().trouble, TimeoutError)
    assert isinstance(patience().trouble, TimeoutError)
    answered.set()
    found = patience()
    while found.told is None:
        found = patience()
    assert (found.told, len(asked)) == ("at last", 1)
