"""What Teams would send, bent in ways that only somebody hostile or broken would."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any, Final

import pytest

from bot.store.verify import verify
from tests.teams.fake_checks import dialog
from tests.teams.fake_things import Json
from tests.teams.house import House
from tests.teams.robot_acts import begins, goes_on, last_page, to_the_chain
from tests.teams.watching import cases, names_nobody

pytestmark = pytest.mark.long

MANY: Final = 80
ODD: Final[tuple[Any, ...]] = (
    None, "", 0, -1, 10**30, 1.5, True, [], {}, "x" * 5_000, [[[]]], {"a": {"b": [1]}},
    "\x00", "\ud83d", "<at>x</at>", "next", "hand", "change/99", "stay/999/x", "back",
    "new", "send", ["wessex-vale", "sign", "WVX-2026-001/x"], ["a", "b", "c"], "NaN",
)  # fmt: skip
KEPT: Final = ("serviceUrl", "conversation", "channelData")
"""Where Teams is and who is asked: the door looks at these, before anybody else."""


def payloads(house: House) -> list[Json]:
    """Give what people would send who press whatever they are offered."""
    ref = to_the_chain(house)
    ruth, tom = house.robot("ruth"), house.robot("tom")
    found = [ruth.pressing(m, button) for button, m in ruth.offered(ref)[:6]]
    ruth.press("Read and sign", ref)
    goes_on(begun := begins(house))
    for robot in (ruth, begun, last_page(house, "tom")):
        assert robot.dialog is not None
        found += [robot.submitting(button) for button in robot.dialog.buttons]
    found.append(tom.types(f"case {ref}", house.place.channel).sent)
    return found


def places(of: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give every place in a payload, as the keys that lead to it."""
    inside = of.items() if isinstance(of, dict) else enumerate(of)
    for key, value in inside:
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from places(value, (*at, key))


def bent(said: Json, chance: random.Random, number: int) -> Json:
    """Put something odd in the place of something, or take it out."""
    made = copy.deepcopy(said) | {"id": f"f:bent-{number}"}
    for _ in range(chance.choice((1, 1, 2))):
        found = [place for place in places(made) if place[0] not in KEPT]
        carried = [place for place in found if place[0] == "value"]
        *way, last = chance.choice(
            carried if chance.random() < 0.7 and carried else found
        )
        inner: Any = made
        for key in way:
            inner = inner[key]
        if isinstance(inner, dict) and chance.random() < 0.15:
            del inner[last]
        else:
            inner[last] = copy.deepcopy(chance.choice(ODD))
    return made


def test_whatever_is_bent_is_answered_and_breaks_nothing(house: House) -> None:
    chance, whole, wrong = random.Random(5), payloads(house), {}
    assert house.wire is not None
    for number in range(MANY):
        said = bent(chance.choice(whole), chance, number)
        ack = house.wire.send(said)
        if ack.status >= 500:
            wrong[number] = said
        if isinstance(ack.body, dict) and "task" in ack.body:
            dialog(ack.body)
    house.settle()
    house.deliver()

    assert wrong == {}
    lines = house.logged.lines()
    assert [line for line in lines if line.get("level") == "error"] == []
    assert len(cases(house)) <= 2, "an alert of Tom's may have been sent whole"
    assert verify(house.works.store) == []
    assert names_nobody(house)
