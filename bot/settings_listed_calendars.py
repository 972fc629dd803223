"""The settings of mail that is read, and of calendars in Microsoft 365."""

from __future__ import annotations

from typing import Final

from bot.setting import Setting

OF_MAIL: Final = (
    Setting(
        "DAYZERO_SMTP_TLS",
        "Whether the mail server is spoken to by TLS from the first byte: yes or no.",
        "yes",
        "no: it is asked to encrypt once the connection is open",
    ),
    Setting(
        "DAYZERO_IMAP_HOST",
        "The server of the mailbox that answers to invitations come to.",
        "imap.example.org",
        "none: answers by e-mail are not read",
    ),
    Setting(
        "DAYZERO_IMAP_PORT",
        "That server's port.",
        "993",
        "993, or 143 where DAYZERO_IMAP_TLS is not tls",
    ),
    Setting(
        "DAYZERO_IMAP_USERNAME",
        "The name that server knows us by.",
        "safeguarding@example.org",
        "none",
    ),
    Setting(
        "DAYZERO_IMAP_PASSWORD",
        "The password that goes with DAYZERO_IMAP_USERNAME.",
        "a long one",
        "none",
        in_file=True,
    ),
    Setting(
        "DAYZERO_IMAP_TLS",
        "How that connection is encrypted: tls, starttls, or none on this machine.",
        "tls",
        "tls",
    ),
    Setting(
        "DAYZERO_IMAP_FOLDER",
        "The folder in that mailbox that answers arrive in.",
        "INBOX",
        "INBOX",
    ),
)

OF_CALENDARS: Final = (
    Setting(
        "GRAPH_TENANT_ID",
        "The organisation in Microsoft 365 whose calendars are used.",
        "00000000-0000-0000-0000-000000000000",
        "none: Microsoft 365 is not used",
    ),
    Setting(
        "GRAPH_CLIENT_ID",
        "The application (client) id of the app that was registered there.",
        "00000000-0000-0000-0000-000000000000",
        "none",
    ),
    Setting(
        "GRAPH_CLIENT_SECRET",
        "The secret of that app; a certificate is the better way.",
        "the value of a client secret, not its id",
        "none",
        in_file=True,
    ),
    Setting(
        "GRAPH_CLIENT_CERTIFICATE",
        "A PEM file with that app's certificate and its private key.",
        "/etc/dayzero/graph.pem",
        "none",
    ),
    Setting(
        "GRAPH_CLIENT_CERTIFICATE_PASSWORD",
        "The password of the key in GRAPH_CLIENT_CERTIFICATE.",
        "a long one",
        "none",
        in_file=True,
    ),
    Setting(
        "GRAPH_MANAGED_IDENTITY",
        "On a machine in Azure: system, or the client id of the identity assigned.",
        "system",
        "none",
    ),
    Setting(
        "GRAPH_ACCESS_TOKEN",
        "A token as it stands, for trying against a Graph on this machine only.",
        "a token",
        "none",
        in_file=True,
    ),
    Setting(
        "GRAPH_ORGANISER",
        "The mailbox in whose calendar the meetings are made.",
        "safeguarding@example.org",
        "DAYZERO_ORGANISER",
    ),
    Setting(
        "GRAPH_BASE_URL",
        "Where Microsoft Graph is.",
        "https://graph.microsoft.com/v1.0",
        "https://graph.microsoft.com/v1.0",
    ),
    Setting(
        "GRAPH_AUTHORITY",
        "Where tokens for it are asked for.",
        "https://login.microsoftonline.com",
        "https://login.microsoftonline.com",
    ),
    Setting(
        "GRAPH_NOTIFICATION_URL",
        "Where Microsoft Graph tells of changes: an address it can reach.",
        "https://dayzero.example.org/graph/notifications",
        "that path of DAYZERO_BASE_URL where it is https, or none: changes are "
        "asked for every few minutes",
    ),
    Setting(
        "GRAPH_INBOX",
        "Whether answers by e-mail are read in GRAPH_ORGANISER: yes or no.",
        "yes",
        "no",
    ),
)
