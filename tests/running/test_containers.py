"""The image and what runs it: read as their tools read them, and held to promises."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.environment import SETTINGS
from tests.architecture.tree import ROOT, settings

DEPLOY = ROOT / "deploy"
DOCKERFILE = DEPLOY / "Dockerfile"
COMPOSE = ("compose.yaml", "compose.fleet.yaml")
OF_OTHERS = {"proxy", "db"}


def composed(name: str) -> dict[str, Any]:
    """Read what Compose is to run."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text("utf-8"))
    return found


def last_stage() -> str:
    """Give what the image itself is made by."""
    return DOCKERFILE.read_text("utf-8").rpartition("\nFROM ")[2]


def test_hadolint_finds_nothing_wrong_with_the_image() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    said = subprocess.run(
        [hadolint, "--no-color", DOCKERFILE], capture_output=True, check=False
    )
    assert (said.returncode, said.stdout) == (0, b"")


def test_the_image_is_nobody_and_holds_no_tools() -> None:
    stage = last_stage()
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", stage, re.MULTILINE)
    assert "STOPSIGNAL SIGTERM" in stage
    assert "HEALTHCHECK" in stage
    installed = re.search(r"--no-install-recommends\s+(?:\\\s+)?([^&]+)&&", stage)
    assert installed
    assert set(installed[1].replace("\\", "").split()) == {
        "ca-certificates",
        "libpq5",
        "python3",
    }
    assert "pip uninstall --quiet --yes setuptools pip" in DOCKERFILE.read_text("utf-8")


def test_whatever_is_copied_into_the_image_is_let_through_and_is_there() -> None:
    """All is shut out but what is named, so that no data or key can slip in."""
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in ignored if line and not line.startswith("#")]
    assert rules[0] == "*"
    let = {line[1:] for line in rules if line.startswith("!")}
    copied = re.findall(
        r"^COPY (?!--)(.+) \S+$", DOCKERFILE.read_text("utf-8"), re.MULTILINE
    )
    wanted = {one for line in copied for one in line.split()}
    assert wanted == let
    assert all((ROOT / one).exists() for one in wanted)


@pytest.mark.parametrize("name", COMPOSE)
def test_every_container_is_shut_in(name: str) -> None:
    for service, told in composed(name)["services"].items():
        assert told["read_only"] is True, service
        assert told["cap_drop"] == ["ALL"], service
        assert told["security_opt"] == ["no-new-privileges:true"], service
        assert "privileged" not in told, service
        assert re.fullmatch(r"[a-z]+:(\d+|\$\{SITE_TAG:-local\})", told["image"])


@pytest.mark.parametrize("name", COMPOSE)
def test_every_setting_given_to_a_container_is_one_of_ours(name: str) -> None:
    known = {setting.name for setting in SETTINGS.values()}
    known |= {f"{s.name}_FILE" for s in SETTINGS.values() if s.in_file}
    for service, told in composed(name)["services"].items():
        if service not in OF_OTHERS:
            assert set(told["environment"]) <= known
            assert told["environment"]["DAYZERO_SECRET_FILE"].startswith("/run/secrets")


def test_only_the_proxy_is_reached_from_outside() -> None:
    for name in COMPOSE:
        for service, told in composed(name)["services"].items():
            ports = told.get("ports", [])
            assert service == "proxy" or all(p.startswith("127.0.0.1:") for p in ports)
    fleet = composed("compose.fleet.yaml")
    assert fleet["services"]["db"]["networks"] == ["data"]
    assert fleet["networks"]["data"] == {"internal": True}


def test_the_role_of_a_fleet_is_one_that_row_level_security_binds() -> None:
    made = (DEPLOY / "postgres-role.sh").read_text("utf-8")
    assert "NOSUPERUSER" in made
    assert "NOBYPASSRLS" in made


def test_what_is_needed_before_the_first_start_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "etc"

    def make() -> dict[str, bytes]:
        done = subprocess.run(
            [DEPLOY / "secrets.sh", folder, "fleet"], capture_output=True, check=True
        )
        assert b"somewhere else" in done.stdout
        files = [one for one in folder.rglob("*") if one.is_file()]
        assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
        return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}

    made = make()
    assert set(made) == {
        "env",
        "database/dayzero-password",
        "database/superuser-password",
        "secrets/database-url",
        "secrets/master-secret",
    }
    assert re.fullmatch(rb"[0-9a-f]{64}", made["secrets/master-secret"])
    assert made["database/dayzero-password"] in made["secrets/database-url"]
    assert make() == made


def test_every_secret_can_be_kept_in_a_file() -> None:
    secret = re.compile(r"_(SECRET|PASSWORD|TOKEN)$|^DAYZERO_DATABASE_URL$")
    assert not [
        s.name for s in SETTINGS.values() if secret.search(s.name) and not s.in_file
    ]


def test_the_image_holds_every_extra_but_the_tools() -> None:
    lock = (DEPLOY / "requirements-image.txt").read_text("utf-8")
    held = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE))
    extras = settings()["project"]["optional-dependencies"]
    runs = {
        re.split(r"[\[<>=~! ]", need)[0]
        for name, needs in extras.items()
        if name != "dev"
        for need in needs
    }
    assert runs <= held
    assert not held & {"mypy", "pytest", "ruff", "playwright", "uv", "helm-python-sdk"}
