"""The settings of Microsoft Teams."""

from __future__ import annotations

from typing import Final

from bot.setting import Setting

OF_TEAMS: Final = (
    Setting(
        "TEAMS_APP_ID",
        "The application (client) id of the bot in Microsoft Teams.",
        "00000000-0000-0000-0000-000000000000",
        "none: Microsoft Teams is not used",
    ),
    Setting(
        "TEAMS_TENANT_ID",
        "The organisation in Microsoft 365 that the bot is for.",
        "00000000-0000-0000-0000-000000000000",
        "none",
    ),
    Setting(
        "TEAMS_CLIENT_SECRET",
        "The secret of that app; a certificate or a managed identity is better.",
        "the value of a client secret, not its id",
        "none",
        in_file=True,
    ),
    Setting(
        "TEAMS_CLIENT_CERTIFICATE",
        "A PEM file with that app's certificate and its private key.",
        "/etc/dayzero/teams.pem",
        "none",
    ),
    Setting(
        "TEAMS_CLIENT_CERTIFICATE_PASSWORD",
        "The password of the key in TEAMS_CLIENT_CERTIFICATE.",
        "a long one",
        "none",
        in_file=True,
    ),
    Setting(
        "TEAMS_MANAGED_IDENTITY",
        "On a machine in Azure: system, or the client id of the identity assigned.",
        "system",
        "none",
    ),
    Setting(
        "TEAMS_AUTHORITY",
        "Where tokens for answering in Teams are asked for.",
        "https://login.microsoftonline.com",
        "https://login.microsoftonline.com",
    ),
    Setting(
        "TEAMS_OPENID_METADATA_URL",
        "Where Microsoft says which keys its requests to the bot are signed with.",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
    ),
    Setting(
        "TEAMS_TOKEN_ISSUER",
        "Who signs those requests.",
        "https://api.botframework.com",
        "https://api.botframework.com",
    ),
    Setting(
        "TEAMS_SERVICE_URL",
        "Where messages go until Teams has named another address.",
        "https://smba.trafficmanager.net/teams",
        "https://smba.trafficmanager.net/teams",
    ),
)
