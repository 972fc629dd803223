"""Microsoft Teams, as it is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.environment import Unsettled
from bot.settings import Settings, TeamsSettings, read_settings

APP = "6f1f2a34-0000-4000-8000-000000000001"
TENANT = "6f1f2a34-0000-4000-8000-000000000002"
IDS = {"TEAMS_APP_ID": APP, "TEAMS_TENANT_ID": TENANT}
SECRET = {**IDS, "TEAMS_CLIENT_SECRET": "correct horse"}


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(Unsettled) as unsettled:
        read_settings(environ)
    return list(unsettled.value.problems)


def teams(environ: dict[str, str]) -> TeamsSettings:
    found = read_settings(environ).teams
    assert found is not None
    return found


def test_teams_is_not_used_unless_it_is_set() -> None:
    elsewhere = {"TEAMS_AUTHORITY": "https://login.microsoftonline.us"}

    assert read_settings({}).teams is None
    assert read_settings(elsewhere).teams is None


def test_a_secret_is_enough_with_the_bot_and_its_organisation() -> None:
    settings = read_settings(SECRET)

    assert settings.teams == TeamsSettings(APP, TENANT, "correct horse")
    assert settings.teams.authority == "https://login.microsoftonline.com"
    assert settings.teams.token_issuer == "https://api.botframework.com"
    assert settings.teams.service_url == "https://smba.trafficmanager.net/teams"
    assert "correct horse" not in repr(settings)


def test_a_secret_can_be_kept_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("correct horse\n", encoding="utf-8")

    assert teams({**IDS, "TEAMS_CLIENT_SECRET_FILE": str(file)}) == teams(SECRET)


def test_a_certificate_can_stand_for_the_secret(tmp_path: Path) -> None:
    pem = tmp_path / "teams.pem"
    pem.touch()
    given = {"TEAMS_CLIENT_CERTIFICATE": str(pem)}
    locked = {"TEAMS_CLIENT_CERTIFICATE_PASSWORD": "hush"}

    assert teams(IDS | given).certificate == pem
    assert teams(IDS | given | locked).certificate_password == "hush"


@pytest.mark.parametrize("identity", ["system", APP])
def test_a_managed_identity_needs_no_secret(identity: str) -> None:
    found = teams({**IDS, "TEAMS_MANAGED_IDENTITY": identity})

    assert (found.managed_identity, found.client_secret) == (identity, "")


def test_everything_that_is_missing_is_said_at_once() -> None:
    told = problems({"TEAMS_CLIENT_CERTIFICATE_PASSWORD": "hush"})

    assert [line.split(" ")[0] for line in told] == [
        "TEAMS_APP_ID",
        "TEAMS_TENANT_ID",
        "TEAMS_CLIENT_SECRET",
        "TEAMS_CLIENT_CERTIFICATE",
    ]
    assert "is needed to use Microsoft Teams" in told[0]
    assert "For example: 00000000-0000-" in told[1]
    assert "TEAMS_CLIENT_CERTIFICATE, or TEAMS_MANAGED_IDENTITY" in told[2]
    assert "the password is of its key" in told[3]


def test_only_one_way_of_being_known_is_set(tmp_path: Path) -> None:
    pem = tmp_path / "teams.pem"
    pem.touch()
    both = {
        "TEAMS_CLIENT_CERTIFICATE": str(pem),
        "TEAMS_MANAGED_IDENTITY": "system",
    }

    told = problems(SECRET | both)

    assert len(told) == 2
    assert all("and so is TEAMS_CLIENT_SECRET; set one" in line for line in told)


def test_a_certificate_that_is_not_there_is_the_one_thing_told() -> None:
    (told,) = problems({**IDS, "TEAMS_CLIENT_CERTIFICATE": "/nowhere/teams.pem"})

    assert "must name a file that is there" in told


@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_TENANT_ID"])
@pytest.mark.parametrize("value", ["council.example.org", "my bot", "a/b", "é"])
def test_an_id_is_an_id(name: str, value: str) -> None:
    (told,) = problems(SECRET | {name: value})

    assert told.startswith(f"{name} must be an id, and not a name or an address.")


@pytest.mark.parametrize("tenant", ["common", "Organizations"])
def test_a_bot_is_for_one_organisation(tenant: str) -> None:
    (told,) = problems(SECRET | {"TEAMS_TENANT_ID": tenant})

    assert "must be one organisation" in told


@pytest.mark.parametrize(
    "name", ["TEAMS_AUTHORITY", "TEAMS_SERVICE_URL", "TEAMS_OPENID_METADATA_URL"]
)
def test_nothing_of_it_goes_over_an_open_line(name: str) -> None:
    end = "/v1/.well-known/openidconfiguration"

    (told,) = problems(SECRET | {name: f"http://teams.example.org{end}"})
    here = read_settings(SECRET | {name: f"http://127.0.0.1:3978{end}/"})

    assert f"{name} must begin with https://, or be on this machine" in told
    assert f"http://127.0.0.1:3978{end}'" in repr(here), "with no slash at its end"


def test_the_keys_are_found_by_how_the_address_ends() -> None:
    (told,) = problems(
        SECRET | {"TEAMS_OPENID_METADATA_URL": "https://login.example.org/keys"}
    )

    assert "must end with /openidconfiguration" in told


@pytest.mark.parametrize("value", ["true", "1", "Yes", "on", "perhaps"])
def test_nothing_is_begun_where_anybody_would_be_believed(value: str) -> None:
    (told,) = problems(SECRET | {"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": value})

    assert told.startswith("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS is set.")
    assert "Take it out." in told


@pytest.mark.parametrize("value", ["", " ", "0", "False", "no", "off"])
def test_what_is_switched_off_is_no_danger(value: str) -> None:
    given = {"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": value}

    assert teams(SECRET | given) == teams(SECRET)


def test_without_teams_that_switch_is_nobodys_business() -> None:
    given = {"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true"}

    assert isinstance(read_settings(given), Settings)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("TEAMS_CLIENT_SECRT", "TEAMS_CLIENT_SECRET"),
        ("TEAMS_APPID", "TEAMS_APP_ID"),
        ("TEAMS_TENANT_ID_FILE", "TEAMS_TENANT_ID"),
    ],
)
def test_a_slip_of_the_pen_is_pointed_out(slip: str, meant: str) -> None:
    (told,) = problems(SECRET | {slip: "x"})

    assert told == f"{slip} is not a setting. Was {meant} meant?"
