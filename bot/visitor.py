"""Whoever does something on a chat platform, and what they may be shown there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

from bot.core.errors import Unknown
from bot.core.events import PersonId
from bot.counter import Counter
from bot.store.accounts import Account

NOT_ON_THE_ROSTER: Final = "You are not on this partnership’s roster."
ADD_ME: Final = "Ask the business manager to add you."


class Visitor(Protocol):
    """Somebody on a platform, at a moment."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Who they are: once for each partnership that knows them."""

    @property
    def now(self) -> datetime:
        """The time it is."""

    def desk(self, partnership: str) -> Counter:
        """Find a partnership's desk."""

    def person(self, partnership: str) -> PersonId:
        """Say who this is on a partnership's roster.

        Raises:
            Unknown: Nobody, there.
        """


def person_of(accounts: Iterable[Account], partnership: str) -> PersonId:
    """Say who somebody with these accounts is on a partnership's roster.

    Raises:
        Unknown: Nobody, there.
    """
    for account in accounts:
        if account.partnership == partnership:
            return account.person
    raise Unknown(NOT_ON_THE_ROSTER, next_step=ADD_ME)
