"""Microsoft's library is loaded in one place, and changes nothing by being loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings_teams import TeamsSettings
from integrations.teams.front import Mounted
from integrations.teams.library import SECONDS, Client, app_of, cloud_of
from tests.teams.doors import no_token
from tests.teams.fake_things import APP_ID

ROOT = Path(__file__).parents[2]
_SAYS = "import os; print(os.environ.get('DAYZERO_TEST_SWAYED'))"


HOME = "6f1f2a34-0000-4000-8000-000000000002"
SETTINGS = TeamsSettings(APP_ID, HOME, "correct horse")


def loaded(tmp_path: Path, module: str) -> subprocess.CompletedProcess[str]:
    """Load a module where somebody has left a file of settings."""
    (tmp_path / ".env").write_text("DAYZERO_TEST_SWAYED=1\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-W", "always", "-c", f"import {module}; {_SAYS}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )


def test_loading_it_reads_no_file_and_warns_of_nothing(tmp_path: Path) -> None:
    ours = loaded(tmp_path, "integrations.teams.library")
    theirs = loaded(tmp_path, "microsoft_teams.apps")

    assert (ours.stdout, ours.stderr) == ("None\n", "")
    assert theirs.stdout == "1\n", "which is what it does by itself"
    assert "ExperimentalWarning" in theirs.stderr


def test_what_others_have_set_is_nothing_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others = {
        "CLIENT_ID": "another",
        "CLIENT_SECRET": "hush",
        "CLOUD": "China",
        "MANAGED_IDENTITY_CLIENT_ID": "another",
        "OAUTH_URL": "https://oauth.example.org",
        "SERVICE_URL": "https://service.example.org",
        "TENANT_ID": "another",
    }
    for name, value in others.items():
        monkeypatch.setenv(name, value)

    app = app_of(SETTINGS, Mounted(), no_token)

    assert app.id == APP_ID
    assert type(app.credentials).__name__ == "TokenCredentials", "and no secret's"
    assert app.api.service_url == "https://smba.trafficmanager.net/teams"
    assert app.cloud.token_issuer == "https://api.botframework.com"
    assert {name: os.environ[name] for name in others} == others


def test_a_switch_that_lets_anybody_in_is_not_gone_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS", "true")

    app = app_of(SETTINGS, Mounted(), no_token)

    assert not app.options.dangerously_allow_unauthenticated_requests


def test_microsoft_is_not_waited_for_for_ever() -> None:
    app = app_of(SETTINGS, Mounted(), no_token)

    ours, theirs = app.http_client.http.timeout, Client().http.timeout

    assert {ours.connect, ours.read, ours.write} == {SECONDS}
    assert theirs.read is None, "which is what the library does by itself"


def test_everything_is_where_it_was_set_to_be() -> None:
    here = "http://127.0.0.1:3978"
    metadata = f"{here}/v1/.well-known/openidconfiguration"

    cloud = cloud_of(
        replace(
            SETTINGS, authority=here, openid_metadata_url=metadata, token_issuer="x"
        )
    )

    assert (cloud.login_endpoint, cloud.login_tenant) == (here, HOME)
    assert (cloud.openid_metadata_url, cloud.token_issuer) == (metadata, "x")
