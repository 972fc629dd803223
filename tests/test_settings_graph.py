"""Microsoft Graph and the mailbox for replies, as they are set."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.environment import Unsettled
from bot.settings import GraphSettings, Imap, Settings, Smtp, read_settings

TENANT = "6f1f2a34-0000-4000-8000-000000000001"
CLIENT = "6f1f2a34-0000-4000-8000-000000000002"
SECRET = {
    "GRAPH_TENANT_ID": TENANT,
    "GRAPH_CLIENT_ID": CLIENT,
    "GRAPH_CLIENT_SECRET": "correct horse",
    "GRAPH_ORGANISER": "safeguarding@example.org",
}
LOCAL = {
    "GRAPH_BASE_URL": "http://127.0.0.1:4010/v1.0/",
    "GRAPH_ACCESS_TOKEN": "a-token",
    "GRAPH_ORGANISER": "safeguarding@example.org",
}
IMAP = {
    "DAYZERO_IMAP_HOST": "imap.example.org",
    "DAYZERO_IMAP_USERNAME": "safeguarding@example.org",
    "DAYZERO_IMAP_PASSWORD": "correct horse",
}
SMTP = {
    "DAYZERO_SMTP_HOST": "smtp.example.org",
    "DAYZERO_ORGANISER": "safeguarding@example.org",
}


def problems(environ: dict[str, str]) -> str:
    with pytest.raises(Unsettled) as unsettled:
        read_settings(environ)
    return "\n".join(unsettled.value.problems)


def graph(environ: dict[str, str]) -> GraphSettings:
    found = read_settings(environ).graph
    assert found is not None
    return found


def test_graph_is_not_used_unless_it_is_set() -> None:
    settings = read_settings({"GRAPH_BASE_URL": "https://graph.microsoft.us/v1.0"})

    assert (settings.graph, settings.imap) == (None, None)


def test_a_secret_is_enough_with_the_organisation_the_app_and_the_mailbox() -> None:
    settings = read_settings(SECRET)

    assert settings.graph == GraphSettings(
        base_url="https://graph.microsoft.com/v1.0",
        organiser="safeguarding@example.org",
        tenant_id=TENANT,
        client_id=CLIENT,
        client_secret="correct horse",
        authority="https://login.microsoftonline.com",
    )
    assert settings.organiser == "safeguarding@example.org", "and letters are theirs"
    assert "correct horse" not in repr(settings)


def test_a_certificate_can_stand_for_the_secret(tmp_path: Path) -> None:
    pem = tmp_path / "graph.pem"
    pem.touch()
    given = {k: v for k, v in SECRET.items() if k != "GRAPH_CLIENT_SECRET"}
    given["GRAPH_CLIENT_CERTIFICATE"] = str(pem)
    given["GRAPH_CLIENT_CERTIFICATE_PASSWORD"] = "hush"

    found = graph(given)
    assert (found.certificate, found.certificate_password) == (pem, "hush")


@pytest.mark.parametrize("identity", ["system", CLIENT])
def test_a_machine_in_azure_needs_no_secret(identity: str) -> None:
    found = graph(
        {
            "GRAPH_MANAGED_IDENTITY": identity,
            "DAYZERO_ORGANISER": "safeguarding@example.org",
        }
    )

    assert found.managed_identity == identity
    assert found.organiser == "safeguarding@example.org"


def test_a_graph_on_this_machine_takes_a_token_as_it_stands() -> None:
    found = graph({**LOCAL, "GRAPH_NOTIFICATION_URL": "http://127.0.0.1:9/told"})

    assert found.base_url == "http://127.0.0.1:4010/v1.0"
    assert found.access_token == "a-token"
    assert found.notification_url == "http://127.0.0.1:9/told"


@pytest.mark.parametrize(
    ("base_url", "told_at"),
    [
        (
            "https://dayzero.example.org",
            "https://dayzero.example.org/graph/notifications",
        ),
        ("http://dayzero.example.org", ""),
    ],
)
def test_graph_tells_of_changes_where_it_can_reach_us(
    base_url: str, told_at: str
) -> None:
    assert graph({**SECRET, "DAYZERO_BASE_URL": base_url}).notification_url == told_at


@pytest.mark.parametrize(
    ("word", "read"), [("yes", True), ("TRUE", True), ("no", False), ("false", False)]
)
def test_replies_may_be_read_in_the_organiser_s_mailbox(word: str, read: bool) -> None:
    assert graph({**SECRET, "GRAPH_INBOX": word}).inbox is read


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"GRAPH_ORGANISER": ""}, "GRAPH_ORGANISER is needed to use Microsoft Graph"),
        ({"GRAPH_ORGANISER": "Safeguarding"}, "GRAPH_ORGANISER must be an e-mail"),
        ({"GRAPH_CLIENT_SECRET": ""}, "GRAPH_CLIENT_SECRET is needed, or"),
        ({"GRAPH_TENANT_ID": ""}, "GRAPH_TENANT_ID is needed with GRAPH_CLIENT_SECRET"),
        ({"GRAPH_CLIENT_ID": ""}, "GRAPH_CLIENT_ID is needed with GRAPH_CLIENT_SECRET"),
        ({"GRAPH_MANAGED_IDENTITY": "system"}, "GRAPH_MANAGED_IDENTITY is set, and so"),
        ({"GRAPH_CLIENT_CERTIFICATE": "/no/such"}, "must name a file that is there"),
        ({"GRAPH_CLIENT_CERTIFICATE_PASSWORD": "x"}, "the password is of its key"),
        ({"GRAPH_BASE_URL": "http://graph.example.org"}, "must begin with https://"),
        ({"GRAPH_BASE_URL": "graph"}, "GRAPH_BASE_URL must begin with https://"),
        ({"GRAPH_AUTHORITY": "http://login.example.org"}, "GRAPH_AUTHORITY must begin"),
        ({"GRAPH_NOTIFICATION_URL": "http://x.example.org/"}, "GRAPH_NOTIFICATION_URL"),
        ({"GRAPH_INBOX": "perhaps"}, "GRAPH_INBOX must be"),
        ({"GRAPH_CLIENT_SECERT": "x"}, "Was GRAPH_CLIENT_SECRET meant?"),
    ],
)
def test_what_keeps_graph_from_being_used_is_said(
    changed: dict[str, str], said: str
) -> None:
    assert said in problems({**SECRET, **changed})


def test_a_token_goes_to_no_other_machine() -> None:
    far = {**LOCAL, "GRAPH_BASE_URL": "https://graph.microsoft.com/v1.0"}

    assert "GRAPH_ACCESS_TOKEN is only for" in problems(far)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = problems({"GRAPH_TENANT_ID": TENANT, "DAYZERO_IMAP_USERNAME": "x"})

    for name in ("GRAPH_ORGANISER", "GRAPH_CLIENT_SECRET", "DAYZERO_IMAP_HOST"):
        assert f"{name} is needed" in said


def test_a_mailbox_for_replies_is_read_by_tls_unless_it_says_otherwise() -> None:
    assert read_settings(IMAP).imap == Imap(
        "imap.example.org",
        993,
        "safeguarding@example.org",
        "correct horse",
        "tls",
        "INBOX",
    )
    found = read_settings(
        {**IMAP, "DAYZERO_IMAP_TLS": "STARTTLS", "DAYZERO_IMAP_FOLDER": "Replies"}
    ).imap
    assert found is not None
    assert (found.port, found.security, found.folder) == (143, "starttls", "Replies")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DAYZERO_IMAP_USERNAME": ""}, "DAYZERO_IMAP_USERNAME is needed"),
        ({"DAYZERO_IMAP_PASSWORD": ""}, "DAYZERO_IMAP_PASSWORD is needed"),
        ({"DAYZERO_IMAP_TLS": "none"}, "DAYZERO_IMAP_TLS must be tls or starttls"),
        ({"DAYZERO_IMAP_TLS": "ssl"}, "DAYZERO_IMAP_TLS must be"),
        ({"DAYZERO_IMAP_PORT": "0"}, "DAYZERO_IMAP_PORT must be a number"),
    ],
)
def test_what_keeps_a_mailbox_from_being_read_is_said(
    changed: dict[str, str], said: str
) -> None:
    assert said in problems({**IMAP, **changed})


def test_a_mailbox_on_this_machine_may_be_read_in_the_clear() -> None:
    local = {"DAYZERO_IMAP_HOST": "127.0.0.1", "DAYZERO_IMAP_TLS": "none"}
    found = read_settings({**IMAP, **local}).imap

    assert found is not None
    assert (found.port, found.security) == (143, "none")


def sent_by(**more: str) -> Settings:
    return read_settings({**SMTP, **more})


def test_a_mail_server_may_be_spoken_to_by_tls_from_the_first_byte() -> None:
    who = {"DAYZERO_SMTP_USER": "dayzero", "DAYZERO_SMTP_PASSWORD": "horse"}
    found = sent_by(DAYZERO_SMTP_TLS="yes", DAYZERO_SMTP_STARTTLS="no", **who).smtp

    assert found == Smtp(
        "smtp.example.org", 465, "dayzero", "horse", starttls=False, tls=True
    )
    assert sent_by(DAYZERO_SMTP_TLS="yes", DAYZERO_SMTP_PORT="2465").smtp == Smtp(
        "smtp.example.org", 2465, "", "", starttls=True, tls=True
    )
