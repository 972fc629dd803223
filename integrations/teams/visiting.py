"""Who did something in Teams, where, and by which name a repeat of it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.counter import Counter
from bot.intake import named
from bot.store.accounts import Account
from bot.visitor import person_of
from integrations.teams.activities import (
    PERSONAL,
    mapping,
    organisation_of,
    room_of,
    scope_of,
    tenant_of,
    user_of,
)
from integrations.teams.names import PLATFORM
from integrations.teams.parts import TeamsParts


@dataclass(frozen=True, slots=True)
class Visit:
    """Something that came in from Teams, proved to have come from there.

    Attributes:
        activity: What Teams sent.
        accounts: Who did it: once for each partnership that knows them.
    """

    parts: TeamsParts
    activity: Mapping[str, Any]
    accounts: tuple[Account, ...] = ()

    @property
    def tenant(self) -> str:
        """The organisation of whoever did it."""
        return tenant_of(self.activity)

    @property
    def organisation(self) -> str:
        """The organisation that the conversation is in."""
        return organisation_of(self.activity)

    @property
    def user(self) -> str:
        """The person, as their organisation knows them."""
        return user_of(self.activity)

    @property
    def mri(self) -> str:
        """The person, as this conversation knows them."""
        return str(mapping(self.activity.get("from")).get("id") or "")

    @property
    def conversation(self) -> str:
        """Where it was done; in a channel, in which thread."""
        return str(mapping(self.activity.get("conversation")).get("id") or "")

    @property
    def room(self) -> str:
        """Where it was done, whatever the thread."""
        return room_of(self.conversation)

    @property
    def scope(self) -> str:
        """Whether that is ``personal``, a ``groupChat`` or a ``channel``."""
        return scope_of(self.activity)

    @property
    def personal(self) -> bool:
        """Whether nobody else sees what is said there."""
        return self.scope == PERSONAL

    @property
    def service_url(self) -> str:
        """Where Teams is answered for this conversation."""
        return str(self.activity.get("serviceUrl") or "")

    @property
    def replied_to(self) -> str:
        """The message whose card was pressed, or an empty string."""
        return str(self.activity.get("replyToId") or "")

    @property
    def value(self) -> Mapping[str, Any]:
        """What came with it, or nothing."""
        return mapping(self.activity.get("value"))

    @property
    def data(self) -> Mapping[str, Any]:
        """What the button carries that was pressed, with what stands in the fields."""
        value = self.value
        if self.activity.get("type") == "message":
            return value
        if self.activity.get("name") == "adaptiveCard/action":
            return mapping(mapping(value.get("action")).get("data"))
        return mapping(value.get("data"))

    @property
    def unasked(self) -> bool:
        """Whether a card asks for itself: nobody has pressed anything."""
        return self.value.get("trigger") == "automatic"

    @property
    def now(self) -> datetime:
        """The time it is."""
        return self.parts.now()

    @property
    def cause(self) -> str:
        """The name of this request: a repeat of it has the same."""
        place = self.tenant, self.conversation
        return named(PLATFORM, *place, self._which(), self.user)

    def _which(self) -> str:
        """Tell one press in a conversation from another."""
        known = self.activity.get("id")
        if isinstance(known, str) and known:
            return known
        told = ("replyToId", "name", "value", "timestamp", "localTimestamp")
        said = {name: self.activity.get(name) for name in told}
        return json.dumps(said, sort_keys=True, default=str)

    def desk(self, partnership: str) -> Counter:
        """Find a partnership's desk."""
        return self.parts.desk(partnership)

    def person(self, partnership: str) -> str:
        """Say who this is on a partnership's roster.

        Raises:
            Unknown: Nobody, there.
        """
        return person_of(self.accounts, partnership)
