"""What it means for a delivery when Teams says no, by its answer’s number and name."""

from __future__ import annotations

from typing import Final

from bot.gateways import NotHere, NotSent, Undeliverable
from integrations.teams.calling import Says

UNINSTALLED, LOST = 403, 404
TOO_LARGE: Final = frozenset({413})
_NOT_TAKEN: Final = frozenset({400, *TOO_LARGE, 415, 422})
"""Teams would not take the card however often it was sent."""
_GONE: Final = frozenset({UNINSTALLED, LOST, 410})
"""A person or a place cannot be written to any more."""
_ELSEWHERE: Final = "InvalidBotApiHost"
"""Teams is reached at another address than the one that was tried."""
_TO_DO: Final = {
    "BotDisabledByAdmin": "The organisation does not let the app post. Ask whoever "
    "looks after Teams there to let it.",
    "BotNotInConversationRoster": "The app is not in the team of the channel. Add it "
    "to the team in Teams, and try again.",
    "MessageWritesBlocked": "The app may not post in the channel. Let apps post there "
    "in the channel’s settings, and try again.",
    "NotEnoughPermissions": "The app may not post in the channel. Add it to the team "
    "in Teams, and try again.",
    _ELSEWHERE: "Teams is reached at another address. Set TEAMS_SERVICE_URL to the one "
    "of the organisation’s cloud.",
}


def gone(refusal: Says) -> bool:
    """Say whether a place, or the person in it, cannot be written to any more."""
    return refusal.status in _GONE and refusal.code != _ELSEWHERE


def of_person(refusal: Says) -> Exception:
    """Say what becomes of a card for a person: by e-mail at once, or tried again."""
    told = gone(refusal) or refusal.status in _NOT_TAKEN
    return NotHere() if told else NotSent(str(refusal))


def of_channel(refusal: Says) -> Exception:
    """Say what becomes of a card for a channel: an operator’s turn, or tried again."""
    if refusal.code in _TO_DO:
        return Undeliverable(_TO_DO[refusal.code])
    if refusal.status in _NOT_TAKEN:
        return Undeliverable(f"Teams did not take the card ({refusal}).")
    if refusal.status == UNINSTALLED:
        return Undeliverable(_TO_DO["BotNotInConversationRoster"])
    if refusal.status in _GONE:
        return Undeliverable(
            "Teams has no such channel. Name another in the roster, or make it again."
        )
    return NotSent(str(refusal))


def of_change(refusal: Says) -> Exception:
    """Say what becomes of a change to a card: left as it is, or tried again."""
    lost = gone(refusal) or refusal.status in _NOT_TAKEN
    return Undeliverable(str(refusal)) if lost else NotSent(str(refusal))
