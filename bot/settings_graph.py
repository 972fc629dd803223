"""How Microsoft Graph is reached, and the mailbox that replies are read from.

Both are optional: without them meetings go out by e-mail, and nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from bot.environment import LOOPBACK, Reading

GRAPH: Final = "https://graph.microsoft.com/v1.0"
AUTHORITY: Final = "https://login.microsoftonline.com"
NOTIFIED_AT: Final = "/graph/notifications"
"""Where a running bot hears of changes in the organiser's calendar."""

Security: TypeAlias = Literal["tls", "starttls", "none"]
_SECURITIES: Final[tuple[Security, ...]] = ("tls", "starttls", "none")
_PORTS: Final[Mapping[Security, int]] = {"tls": 993, "starttls": 143, "none": 143}
_YES: Final = ("yes", "true")
_YES_OR_NO: Final = (*_YES, "no", "false")
_MAILBOX: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """How Microsoft Graph is reached; an empty text is not set.

    Attributes:
        base_url: Where Graph is; no slash at its end.
        organiser: The mailbox in whose calendar the meetings are.
        certificate: A file with the app's certificate and its key.
        managed_identity: ``system``, or the client id of one that is assigned.
        access_token: A token as it stands, for a Graph on this machine only.
        authority: Where tokens are asked for; no slash at its end.
        notification_url: Where Graph tells of changes; empty where it cannot
            reach us, and changes are asked for instead.
        inbox: Whether replies are read in the organiser's mailbox.
    """

    base_url: str
    organiser: str
    tenant_id: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    certificate: Path | None = None
    certificate_password: str = field(default="", repr=False)
    managed_identity: str = ""
    access_token: str = field(default="", repr=False)
    authority: str = AUTHORITY
    notification_url: str = ""
    inbox: bool = False


@dataclass(frozen=True, slots=True)
class Imap:
    """The mailbox that replies to invitations are read from.

    Attributes:
        security: How the connection is encrypted: from its beginning, once it is
            open, or not at all.
        folder: The folder in which replies arrive.
    """

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    security: Security = "tls"
    folder: str = "INBOX"


def graph_of(read: Reading, base_url: str, organiser: str) -> GraphSettings | None:
    """Read how Microsoft Graph is reached; nothing where it is not used.

    Args:
        read: The environment.
        base_url: What links begin with.
        organiser: The mailbox that e-mail comes from; empty where none is set.
    """
    found = GraphSettings(
        base_url=read.address("graph_base_url", GRAPH),
        organiser=read.text("graph_organiser", organiser),
        tenant_id=read.text("graph_tenant_id"),
        client_id=read.text("graph_client_id"),
        client_secret=read.text("graph_client_secret"),
        certificate=read.path("graph_client_certificate", Path.is_file, "file"),
        certificate_password=read.text("graph_client_certificate_password"),
        managed_identity=read.text("graph_managed_identity"),
        access_token=read.text("graph_access_token"),
        authority=read.address("graph_authority", AUTHORITY),
        notification_url=_notified_at(read, base_url),
        inbox=read.one_of("graph_inbox", _YES_OR_NO, "no", str.lower) in _YES,
    )
    ways = _ways(found)
    named = read.text("graph_organiser") or found.tenant_id or found.client_id
    if not (named or ways or found.inbox):
        return None
    _examine(read, found, ways)
    return found


def _ways(found: GraphSettings) -> list[str]:
    """List the ways that are set by which Graph is to know us."""
    given = {
        "graph_client_secret": found.client_secret,
        "graph_client_certificate": found.certificate,
        "graph_managed_identity": found.managed_identity,
        "graph_access_token": found.access_token,
    }
    return [name for name, value in given.items() if value]


def _examine(read: Reading, found: GraphSettings, ways: list[str]) -> None:
    """Note everything that keeps Graph from being used."""
    if not found.organiser:
        read.wrong("graph_organiser", "is needed to use Microsoft Graph")
    elif not _MAILBOX.fullmatch(found.organiser):
        read.wrong("graph_organiser", "must be an e-mail address and nothing else")
    if not ways:
        read.wrong(
            "graph_client_secret",
            "is needed, or GRAPH_CLIENT_CERTIFICATE, or GRAPH_MANAGED_IDENTITY",
        )
    for name in ways[1:]:
        read.wrong(name, f"is set, and so is {ways[0].upper()}; set one of them")
    if ways[:1] in (["graph_client_secret"], ["graph_client_certificate"]):
        for name in ("tenant_id", "client_id"):
            if not getattr(found, name):
                read.wrong(f"graph_{name}", f"is needed with {ways[0].upper()}")
    if found.access_token and urlsplit(found.base_url).hostname not in LOOPBACK:
        read.wrong("graph_access_token", "is only for a GRAPH_BASE_URL on this machine")
    if found.certificate_password and not found.certificate:
        read.wrong("graph_client_certificate", "is needed: the password is of its key")


def _notified_at(read: Reading, base_url: str) -> str:
    given = read.text("graph_notification_url")
    if given:
        return read.address("graph_notification_url", "")
    return f"{base_url}{NOTIFIED_AT}" if base_url.startswith("https://") else ""


def imap_of(read: Reading) -> Imap | None:
    """Read which mailbox replies are read from; nothing where there is none."""
    host = read.text("imap_host")
    security = read.one_of("imap_tls", _SECURITIES, "tls", str.lower)
    found = Imap(
        host,
        read.port("imap_port", _PORTS[security]),
        read.text("imap_username"),
        read.text("imap_password"),
        security,
        read.text("imap_folder", "INBOX"),
    )
    if not host:
        if found.username or found.password:
            read.wrong("imap_host", "is needed when DAYZERO_IMAP_USERNAME is set")
        return None
    for name, value in (("username", found.username), ("password", found.password)):
        if not value:
            read.wrong(f"imap_{name}", "is needed when DAYZERO_IMAP_HOST is set")
    if security == "none" and host not in LOOPBACK:
        read.wrong(
            "imap_tls",
            "must be tls or starttls, or the password is sent for all to see",
        )
    return found
