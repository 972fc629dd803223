"""How Microsoft Teams is reached, and how what comes from it is proved.

It is optional: without it nothing of Teams is loaded, and nothing listens for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.environment import Reading

AUTHORITY: Final = "https://login.microsoftonline.com"
METADATA: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER: Final = "https://api.botframework.com"
SERVICE: Final = "https://smba.trafficmanager.net/teams"
MESSAGES_AT: Final = "/api/messages"
"""Where Teams reaches a running bot."""

UNPROVED: Final = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"
"""What makes Microsoft’s library believe whoever posts something."""
METADATA_ENDS: Final = "/openidconfiguration"
_OFF: Final = ("0", "false", "no", "off")
_ID: Final = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
_ANY_TENANT: Final = ("common", "consumers", "organizations")


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """How Microsoft Teams is reached, and by whom it is believed to be asked.

    Attributes:
        app_id: The id of the bot’s app registration.
        tenant_id: The organisation in Microsoft 365 that the bot is for.
        certificate: A file with the app’s certificate and its key.
        managed_identity: ``system``, or the client id of one that is assigned.
        authority: Where tokens are asked for; no slash at its end.
        openid_metadata_url: Where Microsoft says which keys its requests are
            signed with.
        token_issuer: Who signs them.
        service_url: Where messages go until Teams has named another address.
    """

    app_id: str
    tenant_id: str
    client_secret: str = field(default="", repr=False)
    certificate: Path | None = None
    certificate_password: str = field(default="", repr=False)
    managed_identity: str = ""
    authority: str = AUTHORITY
    openid_metadata_url: str = METADATA
    token_issuer: str = ISSUER
    service_url: str = SERVICE


def teams_of(read: Reading) -> TeamsSettings | None:
    """Read how Microsoft Teams is reached; nothing where it is not used.

    Args:
        read: The environment.
    """
    found = TeamsSettings(
        app_id=read.text("teams_app_id"),
        tenant_id=read.text("teams_tenant_id"),
        client_secret=read.text("teams_client_secret"),
        certificate=read.path("teams_client_certificate", Path.is_file, "file"),
        certificate_password=read.text("teams_client_certificate_password"),
        managed_identity=read.text("teams_managed_identity"),
        authority=read.address("teams_authority", AUTHORITY),
        openid_metadata_url=read.address("teams_openid_metadata_url", METADATA),
        token_issuer=read.text("teams_token_issuer", ISSUER),
        service_url=read.address("teams_service_url", SERVICE),
    )
    ways = _ways(found)
    # A certificate that is not there was meant to be one.
    named = found.app_id or found.tenant_id or read.text("teams_client_certificate")
    if not (named or ways or found.certificate_password):
        return None
    _examine(read, found, ways)
    return found


def _ways(found: TeamsSettings) -> list[str]:
    """List the ways that are set by which Microsoft is to know us."""
    given = {
        "teams_client_secret": found.client_secret,
        "teams_client_certificate": found.certificate,
        "teams_managed_identity": found.managed_identity,
    }
    return [name for name, value in given.items() if value]


def _examine(read: Reading, found: TeamsSettings, ways: list[str]) -> None:
    """Note everything that keeps Teams from being used."""
    for name, value in (
        ("teams_app_id", found.app_id),
        ("teams_tenant_id", found.tenant_id),
    ):
        if not value:
            read.wrong(name, "is needed to use Microsoft Teams")
        elif not _ID.fullmatch(value):
            read.wrong(name, "must be an id, and not a name or an address")
    if found.tenant_id.lower() in _ANY_TENANT:
        read.wrong("teams_tenant_id", "must be one organisation: the bot is for one")
    if not ways and not read.text("teams_client_certificate"):
        read.wrong(
            "teams_client_secret",
            "is needed, or TEAMS_CLIENT_CERTIFICATE, or TEAMS_MANAGED_IDENTITY",
        )
    for name in ways[1:]:
        read.wrong(name, f"is set, and so is {ways[0].upper()}; set one of them")
    if found.certificate_password and not read.text("teams_client_certificate"):
        read.wrong("teams_client_certificate", "is needed: the password is of its key")
    # The library finds the keys by what this address ends with.
    if not found.openid_metadata_url.endswith(METADATA_ENDS):
        read.wrong("teams_openid_metadata_url", f"must end with {METADATA_ENDS}")
    if read.foreign(UNPROVED).lower() not in ("", *_OFF):
        read.problems.append(
            f"{UNPROVED} is set. With it anybody could press any button in anybody’s "
            "name, so nothing is begun while it is there. Take it out."
        )
