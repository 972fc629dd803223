"""What is done often, measured: counted, timed, and shown to whoever traces it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from time import perf_counter
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

from bot.tally import OTHER, PLATFORMS, TALLY
from bot.traces import span

RECORDED: Final = "recorded"
REFUSED: Final = "refused"
FAILED: Final = "failed"

Rest = ParamSpec("Rest")
SENT: Final = "sent"
LOST: Final = "lost"


class Caused(Protocol):
    """Something that has a name of its own, which begins with where it came from."""

    @property
    def cause(self) -> str:
        """Say its name."""


class Coded(Protocol):
    """An answer, which has a code if it is a refusal."""

    @property
    def code(self) -> str:
        """Say the code; empty, if it was recorded."""


Pressed = TypeVar("Pressed", bound=Caused)
Told = TypeVar("Told", bound=Coded)


def press(
    act: Callable[Concatenate[Any, Pressed, Rest], Told],
) -> Callable[Concatenate[Any, Pressed, Rest], Told]:
    """Have what the desk does about each press measured."""

    @wraps(act)
    def measured(
        desk: Any, pressed: Pressed, /, *rest: Rest.args, **named: Rest.kwargs
    ) -> Told:
        first = pressed.cause.partition("/")[0]
        platform = first if first in PLATFORMS else OTHER
        with _measured("press", platform=platform) as said:
            answer = act(desk, pressed, *rest, **named)
            said.append(answer)
            return answer

    return measured


def command(
    act: Callable[Concatenate[Any, Rest], Told],
) -> Callable[Concatenate[Any, Rest], Told]:
    """Have what the desk does for the bot itself measured."""

    @wraps(act)
    def measured(desk: Any, /, *rest: Rest.args, **named: Rest.kwargs) -> Told:
        with _measured("command") as said:
            answer = act(desk, *rest, **named)
            said.append(answer)
            return answer

    return measured


@contextmanager
def _measured(what: str, **labels: str) -> Iterator[list[Coded]]:
    begun, said = perf_counter(), list[Coded]()
    with span(what, channel=labels.get("platform")) as told:
        try:
            yield said
        finally:
            seconds = perf_counter() - begun
            outcome = (REFUSED if said[0].code else RECORDED) if said else FAILED
            told.say(outcome=outcome)
            plural = {"press": "presses"}.get(what, f"{what}s")
            TALLY.add(plural, 1, outcome=outcome, **labels)
            TALLY.took(f"{what}_seconds", seconds, **labels)


@contextmanager
def delivery(
    case: str | None, kind: str, attempt: int, body: Mapping[str, Any]
) -> Iterator[None]:
    """Measure one attempt at a delivery. Its key would tell for whom it is."""
    begun = perf_counter()
    with span("delivery", body, case=case, kind=kind, attempt=attempt):
        try:
            yield
        finally:
            TALLY.took("delivery_seconds", perf_counter() - begun)


def ended(receipt: Mapping[str, str] | None, outcome: str, late: float = 0.0) -> None:
    """Count how an attempt at a delivery ended.

    Args:
        receipt: What the outside said, with the way by which it went.
        outcome: How it ended.
        late: Seconds since it should have gone.
    """
    way = (receipt or {}).get("way", "none")
    TALLY.add("deliveries", way=way, outcome=outcome)
    if outcome == SENT:
        TALLY.took("delivery_delay_seconds", late, way=way)
    if outcome == LOST:
        TALLY.add("leases_lost")
