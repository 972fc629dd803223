"""A sign of life to an address of the operator's own: when it stops, somebody looks.

It says nothing but that it comes, and it comes only when the work has really been
done since the last one.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import Final

import structlog

from bot.patience import Patience
from bot.pulses import Pulses
from bot.tally import TALLY

_PATIENCE: Final = 10.0
"""Seconds; nothing else waits for it."""

_log = structlog.get_logger()


def ask(url: str) -> None:
    """Ask for an address, and pay no heed to what it says."""
    with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:  # noqa: S310 - settings let https through, and this machine
        answer.read(1)


class Heartbeat:
    """Gives the sign of life.

    Args:
        url: The address; whoever knows it can pretend to be us, so it is never shown.
        pulses: What must have turned since the last sign.
        send: Asks for an address.
        patience: Seconds after which it is taken not to have arrived.
    """

    def __init__(
        self,
        url: str,
        pulses: Pulses,
        send: Callable[[str], None] = ask,
        *,
        patience: float = 2 * _PATIENCE,
    ) -> None:
        self._pulses = pulses
        self._sent = Patience(lambda: send(url), patience)
        self._ticks = self._turns = 0

    def beat(self, *, writable: bool) -> bool:
        """Give a sign, if everything has turned since the last one.

        Args:
            writable: Whether the record could just be written.

        Returns:
            Whether one was given, and arrived.
        """
        tick, courier = self._pulses.tick, self._pulses.courier
        turned = tick.turns > self._ticks and courier.turns > self._turns
        if not (turned and writable) or self._pulses.stopping:
            return False
        self._ticks, self._turns = tick.turns, courier.turns
        # Whoever answers a letter at a time must not keep anybody from looking.
        trouble = self._sent().trouble
        if trouble is not None:
            _log.warning("heartbeat.failed", problem_kind=type(trouble).__name__)
            TALLY.add("heartbeats", outcome="failed")
            return False
        TALLY.add("heartbeats", outcome="sent")
        return True
