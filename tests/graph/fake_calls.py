"""One call to a pretended Graph: what it asks, and the table of what can be asked."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from tests.graph.fake_checks import Json, asked, problems
from tests.graph.fake_world import Event, Failed, World

_PREFERRED: Final = re.compile(r'([a-z.-]+)\s*=\s*"?([^",;]+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What is answered: a status, and a document or bytes."""

    status: int
    doc: Json | None = None
    raw: bytes = b""
    kind: str = "application/json"


Answering: TypeAlias = "Callable[[Call], Answer | Awaitable[Answer]]"


@dataclass
class Call:
    """A call as it came in.

    Attributes:
        name: What it is called here, such as ``create``.
        where: The parts of its address: a mailbox, an event, a subscription.
    """

    world: World
    name: str
    url: str
    where: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def mailbox(self) -> str:
        return self.where.get("mailbox", "").casefold()

    @property
    def preferences(self) -> Mapping[str, str]:
        return {
            key.casefold(): value.strip()
            for key, value in _PREFERRED.findall(self.headers.get("Prefer", ""))
        }

    @property
    def zone(self) -> str:
        return self.preferences.get("outlook.timezone", "UTC")

    @property
    def kind(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0].strip()

    def json(self, path: str, verb: str = "post") -> Json:
        """Take the body, if it is what the description of Graph says it must be."""
        if self.kind != "application/json":
            message = (
                "A missing or empty content type header was found when trying to "
                "read a message. The content type header is required."
            )
            raise Failed(400, "RequestBodyRead", message)
        try:
            said = json.loads(self.body)
        except ValueError as wrong:
            message = "Unable to read JSON request payload."
            raise Failed(400, "BadRequest", message) from wrong
        found = list(problems(said, asked(path, verb)))
        if found:
            raise Failed(400, "RequestBodyRead", "; ".join(found))
        taken: Json = said
        return taken

    def event(self) -> Event:
        """Find the event meant."""
        found = self.world.events.get(self.where["event"])
        if found is None or found.gone or found.mailbox != self.mailbox:
            message = "The specified object was not found in the store."
            raise Failed(404, "ErrorItemNotFound", message)
        return found

    def page(self, rows: list[Any], usual: int = 10) -> tuple[list[Any], Json]:
        """Give one page of a list, and the link to the next."""
        asked_for = self.query.get("$top") or self.preferences.get("odata.maxpagesize")
        start = int(self.query.get("$skip") or 0)
        end = start + int(asked_for or usual)
        if end >= len(rows):
            return rows[start:end], {}
        onwards = urlencode({**self.query, "$skip": end}, safe="$'")
        return rows[start:end], {"@odata.nextLink": f"{self.url}?{onwards}"}


@dataclass(frozen=True)
class Operation:
    """Something Graph does, at an address, for whoever has a permission.

    Attributes:
        roles: Permissions of which any one will do.
    """

    name: str
    verb: str
    address: re.Pattern[str]
    roles: tuple[str, ...]
    answer: Answering


OPERATIONS: Final[list[Operation]] = []
_MAILBOX: Final = r"/users/(?P<mailbox>[^/]+)"


def operation(
    name: str, verb: str, path: str, *roles: str
) -> Callable[[Answering], Answering]:
    """Answer one kind of call with a function."""
    pattern = path.replace("MAILBOX", _MAILBOX).replace("()", r"\(\)")

    def kept(answer: Answering) -> Answering:
        address = re.compile(pattern + "/?")
        OPERATIONS.append(Operation(name, verb, address, roles, answer))
        return answer

    return kept


def found_for(verb: str, path: str) -> tuple[Operation, Mapping[str, str]] | None:
    """Find what a call asks for, and the parts of its address."""
    for one in OPERATIONS:
        met = one.address.fullmatch(path)
        if met and one.verb == verb:
            return one, met.groupdict()
    return None


@dataclass(frozen=True)
class Called:
    """A call that was made, and what was answered; 0 where the line was cut."""

    name: str
    verb: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes
    status: int
    answer: Json

    @property
    def said(self) -> Json:
        """What was sent, as data."""
        read: Json = json.loads(self.body) if self.body else {}
        return read

    @property
    def form(self) -> Mapping[str, str]:
        return dict(parse_qsl(self.body.decode()))
