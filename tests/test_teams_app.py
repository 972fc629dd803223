"""The app for Microsoft Teams is what Microsoft asks for, and what the program does."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest

from deploy.teams_app import ICONS, PARTS, build, manifest, missing
from integrations.teams.first_page import help_card
from tests.node.running import run
from tests.teams.robot import EXTENSION

ROOT: Final = Path(__file__).parents[1]
SET: Final[dict[str, str]] = {
    "TEAMS_APP_ID": "00000000-0000-0000-0000-00000000000A",
    "DAYZERO_BASE_URL": "https://dayzero.example.org/",
}
OUR_OWN: Final = {
    "PUBLISHER": "Wessex Vale “Safeguarding”",
    "PRIVACY_URL": "https://example.org/privacy",
    "TERMS_URL": "https://example.org/terms",
    "WEBSITE_URL": "https://example.org",
    "VERSION": "1.4.2",
}


def command_lists(filled: Mapping[str, Any]) -> dict[str, list[str]]:
    """Name the commands that are offered, by where they are."""
    return {
        scope: [command["title"] for command in one["commands"]]
        for one in filled["bots"][0]["commandLists"]
        for scope in one["scopes"]
    }


def test_the_manifest_is_one_by_the_schema_of_microsoft() -> None:
    broken = manifest(SET) | {"name": {"short": "D" * 31}, "permissions": ["all"]}

    found = run("check_manifest.mjs", [manifest(SET), manifest(SET | OUR_OWN), broken])

    assert found[:2] == [[], []]
    assert {one.partition(" ")[0] for one in found[2]} == {
        "/name/short",
        "/permissions/0",
    }


def test_it_asks_for_nothing_but_to_be_spoken_to() -> None:
    filled = manifest(SET)

    for asked in ("permissions", "authorization", "webApplicationInfo", "staticTabs"):
        assert asked not in filled
    assert filled["bots"][0]["scopes"] == ["personal", "team", "groupChat"]
    assert filled["validDomains"] == ["dayzero.example.org"]


def test_the_commands_are_those_that_are_answered() -> None:
    offered = command_lists(manifest(SET))
    answered = list(dict.fromkeys(said.split()[0] for said, _ in help_card().facts))

    assert offered == dict.fromkeys(("personal", "team", "groupChat"), answered)


def test_what_is_set_is_what_is_built_in() -> None:
    filled = manifest(SET | OUR_OWN)

    assert {filled["id"], filled["bots"][0]["botId"]} == {SET["TEAMS_APP_ID"].lower()}
    assert filled["composeExtensions"][0]["botId"] == filled["id"]
    assert filled["version"] == "1.4.2"
    assert filled["developer"] == {
        "name": "Wessex Vale “Safeguarding”",
        "websiteUrl": "https://example.org",
        "privacyUrl": "https://example.org/privacy",
        "termsOfUseUrl": "https://example.org/terms",
    }


def test_its_version_is_that_of_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert manifest(SET)["version"] == project["project"]["version"]


def test_a_form_is_opened_by_the_message_extension_wherever_there_is_one() -> None:
    (command,) = manifest(SET)["composeExtensions"][0]["commands"]

    assert command["id"] == EXTENSION
    assert command["type"] == "action"
    assert command["fetchTask"] is True
    assert set(command["context"]) == {"compose", "commandBox", "message"}


def test_the_app_is_a_zip_of_the_manifest_and_two_icons(tmp_path: Path) -> None:
    built = build(SET, tmp_path / "dist" / "app.zip")

    with ZipFile(built) as package:
        assert package.testzip() is None
        assert package.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(package.read("manifest.json")) == manifest(SET)
        icons = json.loads(package.read("manifest.json"))["icons"]
    assert set(icons.values()) == set(ICONS)


def test_the_same_settings_make_the_same_bytes(tmp_path: Path) -> None:
    one = build(SET, tmp_path / "one.zip").read_bytes()
    assert one == build(SET, tmp_path / "two.zip").read_bytes()


def pixels(name: str) -> tuple[int, list[tuple[int, ...]]]:
    """Read one of our own icons: its side, and the colour of each point."""
    data = (PARTS / name).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert (width, depth, kind) == (height, 8, 6), "square, and eight bits of RGBA"
    length = struct.unpack(">I", data[33:37])[0]
    rows = zlib.decompress(data[41 : 41 + length])
    wide = 1 + 4 * width
    assert not any(rows[::wide]), "its rows are written as they are"
    points = [
        tuple(rows[y * wide + 1 + 4 * x : y * wide + 5 + 4 * x])
        for y in range(height)
        for x in range(width)
    ]
    return width, points


def test_the_colour_icon_is_large_and_full() -> None:
    side, points = pixels("color.png")
    assert side == 192
    assert {alpha for *_, alpha in points} == {255}


def test_the_outline_is_small_and_white_on_nothing() -> None:
    side, points = pixels("outline.png")
    assert side == 32
    assert {point[:3] for point in points if point[3]} == {(255, 255, 255)}
    assert {0, 255} <= {alpha for *_, alpha in points}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"TEAMS_APP_ID": ""}, "TEAMS_APP_ID"),
        ({"TEAMS_APP_ID": "dayzero"}, "TEAMS_APP_ID"),
        ({"DAYZERO_BASE_URL": ""}, "DAYZERO_BASE_URL"),
        ({"DAYZERO_BASE_URL": "http://dayzero.example.org"}, "DAYZERO_BASE_URL"),
        ({"DAYZERO_BASE_URL": "https://me:word@example.org"}, "DAYZERO_BASE_URL"),
        ({"PRIVACY_URL": "http://example.org"}, "PRIVACY_URL"),
        ({"PUBLISHER": "P" * 33}, "PUBLISHER"),
        ({"VERSION": "v2"}, "VERSION"),
    ],
)
def test_what_is_missing_or_wrong_is_said_by_its_name(
    changed: dict[str, str], named: str
) -> None:
    (said,) = missing({**SET, **changed})
    assert said.startswith(f"{named} must ")


def test_nothing_is_built_until_all_is_there() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "teams_app.py")],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 2
    assert "The app cannot be built yet." in done.stderr
    assert "TEAMS_APP_ID" in done.stderr
    assert "DAYZERO_BASE_URL" in done.stderr
